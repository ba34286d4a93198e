"""Every row of an import with what becomes of it, as a workbook."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from skilltrack.domain.intake import FieldChange, ImportOutcome, LineState, OutcomeLine
from skilltrack.domain.progress import Progress, silent
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.intake_words import IMPORT_KIND_NAMES, LINE_STATE_NAMES, decision_text
from skilltrack.i18n.names import FIELD_NAMES, value_name
from skilltrack.i18n.texts import _
from skilltrack.reports.data_tables import Column, DataTable, Datum, streamed, tabulate
from skilltrack.reports.data_writing import write_tables
from skilltrack.reports.problems import SEVERITY_NAMES, ProblemLine, problem_lines

NO_CHANGE = FieldChange("", "", "")


@dataclass(frozen=True, slots=True)
class _Part:
    """A line of the outcome with one of the fields it changes."""

    line: OutcomeLine
    change: FieldChange


_LINE_COLUMNS: tuple[Column[_Part], ...] = (
    Column(_("行"), _("ファイルの行。ファイルにない職員は空欄"), lambda part: part.line.row),
    Column(_("番号・コード"), _("職員番号など、記録を見分ける値"), lambda part: part.line.key),
    Column(_("氏名・名称"), _("職員の氏名、または所属や研修の名前"), lambda p: p.line.name or None),
    Column(_("内容"), _("職員は所属と職名、ほかは日付など"), lambda part: part.line.about or None),
    Column(
        _("区分"),
        _("新規、変更、変更なし、ファイルにない"),
        lambda part: LINE_STATE_NAMES[part.line.state],
    ),
    Column(
        _("項目"),
        _("変わる項目。複数あるときは、項目ごとに1行"),
        lambda part: FIELD_NAMES.get(part.change.field, part.change.field) or None,
    ),
    Column(
        _("前"),
        _("取り込む前の値"),
        lambda part: value_name(part.change.field, part.change.old) or None,
    ),
    Column(
        _("後"),
        _("取り込んだ後の値"),
        lambda part: value_name(part.change.field, part.change.new) or None,
    ),
    Column(
        _("扱い"),
        _("ファイルにない職員をどうするか"),
        lambda part: decision_text(part.line.decision) or None,
    ),
)

_NOTICE_COLUMNS: tuple[Column[ProblemLine], ...] = (
    Column(_("行"), _("ファイルの行"), lambda line: line.row),
    Column(_("列"), _("ファイルの見出し"), lambda line: line.column or None),
    Column(_("内容と対処"), _("お知らせの文"), lambda line: line.text),
    Column(_("区分"), _("お知らせは、そのままでも取り込めます"), lambda line: _severity(line)),
)

_FACT_COLUMNS: tuple[Column[tuple[str, Datum]], ...] = (
    Column(_("項目"), _("取り込みについての事柄"), lambda fact: fact[0]),
    Column(_("値"), _("その値"), lambda fact: fact[1]),
)


def _severity(line: ProblemLine) -> str:
    return SEVERITY_NAMES[line.severity]


def write_outcome(
    path: Path,
    outcome: ImportOutcome,
    *,
    made_at: datetime,
    organisation: str,
    progress: Progress = silent,
) -> None:
    """Write what an import would do or did: every row, the notices, the counts.

    Args:
        path: The workbook to write or to replace.
        outcome: The preview, or what was taken over.
        made_at: The aware instant kept in the file's properties.
        organisation: The name of the municipality, kept in the file's properties.
        progress: Told the rows written, and all rows.

    Raises:
        MachineFailure: The file could not be written.
        Cancelled: The progress callable stopped the work; the file is as it was.
    """
    tables = (
        tabulate(_("まとめ"), _FACT_COLUMNS, _facts(outcome)),
        _lines(outcome),
        tabulate(_("お知らせ"), _NOTICE_COLUMNS, problem_lines(outcome.notices)),
    )
    title = _("取り込みの結果　{file}").format(file=outcome.file)
    write_tables(path, title, tables, made_at=made_at, organisation=organisation, progress=progress)


def _facts(outcome: ImportOutcome) -> tuple[tuple[str, Datum], ...]:
    is_rehearsal = outcome.change is None
    states = outcome.listing.states()
    counts = tuple((LINE_STATE_NAMES[state], states.count(state)) for state in LineState)
    day = "" if outcome.effective_on is None else wareki(outcome.effective_on)
    return (
        (_("ファイル"), outcome.file),
        (_("種類"), IMPORT_KIND_NAMES[outcome.kind]),
        (_("いつから"), day or None),
        (_("状態"), _("確かめただけ") if is_rehearsal else _("取り込み済み")),
        (_("取り込み番号"), outcome.change),
        (_("ファイルの行数"), outcome.rows_read),
        *counts,
    )


def _lines(outcome: ImportOutcome) -> DataTable:
    listing = outcome.listing

    def parts() -> Iterator[_Part]:
        for line in listing:
            for change in line.fields or (NO_CHANGE,):
                yield _Part(line, change)

    changes = [len(fields) for fields in listing.changed.values()]
    changes += [len(fields) for _decision, fields in listing.decisions.values()]
    count = len(listing) + sum(changed - 1 for changed in changes if changed)
    return streamed(_("結果"), _LINE_COLUMNS, parts, count)

"""Problems found while reading a file, as a workbook to send back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from skilltrack.domain.problems import Place, Problem, Severity
from skilltrack.i18n.problems import sentence
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.printing import PrintColumn, PrintTable, print_table
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading, Value

SHEET = _("確認事項")
SEVERITY_NAMES = {Severity.ERROR: _("要修正"), Severity.NOTICE: _("お知らせ")}


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """A problem in words, with its place in parts; ``row`` None: no row is concerned."""

    file: str
    sheet: str
    row: int | None
    column: str
    text: str
    severity: Severity


def problem_lines(problems: Iterable[Problem]) -> tuple[ProblemLine, ...]:
    """Return one line per problem, in the order given."""
    return tuple(
        ProblemLine(
            file=problem.place.file,
            sheet=problem.place.sheet,
            row=problem.place.row,
            column=problem.place.column,
            text=sentence(replace(problem, place=Place())),
            severity=problem.severity,
        )
        for problem in problems
    )


@dataclass(frozen=True, slots=True)
class Subject:
    """What a list of problems is about: its title and the notes below it."""

    title: str
    notes: tuple[str, ...]


def of_an_import() -> Subject:
    """Return the subject of a file that was to be taken over."""
    return Subject(
        _("取込みの確認事項"),
        (
            _("「要修正」の行を直したファイルを、もう一度取り込むと反映されます。"),
            _("「お知らせ」は、そのままでも取り込めます。"),
            _("行の番号は、見出しを1行目として数えます。"),
        ),
    )


def answers_to_mend(department: str) -> Subject:
    """Return the subject of the answers of a department that could not be taken."""
    return Subject(
        _("取り込めない回答（{department}）").format(department=department),
        (
            _("本人に伝え、直した回答をもう一度回収フォルダーに入れてもらいます。"),
            _("確認待ちの回答は、人事担当課が本人に確かめてから取り込みます。"),
        ),
    )


def write_problems(
    path: Path,
    lines: Sequence[ProblemLine],
    *,
    made_at: datetime | None = None,
    subject: Subject | None = None,
) -> None:
    """Write the problems for printing and for sending back, on A4 landscape.

    Args:
        path: The workbook to write or to replace.
        lines: The problems, in the order of the sheet.
        made_at: The aware instant named in the footer; None names none.
        subject: What they are about; None for an import.

    Raises:
        MachineFailure: The file could not be written.
    """
    errors = sum(1 for line in lines if line.severity is Severity.ERROR)
    facts = (
        _("要修正 {count}件").format(count=errors),
        _("お知らせ {count}件").format(count=len(lines) - errors),
    )
    about = subject or of_an_import()
    heading = Heading(about.title, facts, "", made_at)
    workbook = style.new_workbook(heading.title, "", made_at)
    print_table(workbook.create_sheet(SHEET), heading, _table(lines, about.notes))
    save(workbook, path)


def _table(lines: Sequence[ProblemLine], notes: tuple[str, ...]) -> PrintTable:
    columns = (
        PrintColumn(_("ファイル"), narrowest=16, widest=32),
        PrintColumn(_("シート"), narrowest=8, widest=16),
        PrintColumn(_("行"), "right", narrowest=6),
        PrintColumn(_("列"), narrowest=10, widest=18),
        PrintColumn(_("内容と対処"), narrowest=66, widest=80),
        PrintColumn(_("区分"), "center", narrowest=8),
    )
    rows: list[list[Value]] = [
        [
            line.file,
            line.sheet,
            line.row if line.row is not None else "",
            line.column,
            line.text,
            SEVERITY_NAMES[line.severity],
        ]
        for line in lines
    ]
    return PrintTable(columns, rows, notes=notes)

"""Who counts, for the data workbook: the rule of every figure, and who is left out."""

from collections.abc import Sequence
from dataclasses import dataclass

from skilltrack.domain.inclusion import AskedCoverage, Coverage, Exclusion, Figure
from skilltrack.i18n.inclusion import (
    EXCLUSION_NAMES,
    FIGURE_NAMES,
    ORIGIN_NAMES,
    coverage_words,
)
from skilltrack.i18n.texts import _
from skilltrack.reports.data_tables import Column, DataTable, day_columns, tabulate


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """Somebody who does not count in a figure; ``name`` and the like as on the roster."""

    coverage: Coverage
    employee_no: str
    name: str
    department: str
    department_name: str
    reason: Exclusion


@dataclass(frozen=True, slots=True)
class InclusionPart:
    """Whom the figures of the workbook count, and whom they leave out, figure by figure."""

    figures: tuple[Coverage, ...]
    left_out: tuple[LeftOutRow, ...]


def rule_table(figures: Sequence[Coverage]) -> DataTable:
    """Return a row per figure."""
    columns: tuple[Column[Coverage], ...] = (
        Column(_("数値"), _("数える人を決める数値"), lambda row: figure_name(row.figure)),
        *day_columns(_("基準日"), _("この日の在職者を数える"), lambda row: row.as_of),
        Column(_("対象"), _("数える職員。兼務は主務の所属で数える"), coverage_words),
        Column(
            _("決まりの出所"),
            _("この制度の設定、全制度の設定、制度の定義、初期設定のどれか"),
            lambda row: ORIGIN_NAMES[row.applied.origin],
        ),
        Column(_("数えた人数（人）"), _("対象となった職員"), lambda row: row.counted),
        Column(
            _("除いた人数（人）"),
            _("主務の配属があり、対象とならない職員"),
            lambda row: row.left_out_in_all,
        ),
    )
    return tabulate(_("数え方"), columns, figures)


AskedRow = tuple[str, int]
"""Why people are not asked, '' for those asked, and how many they are."""


def asked_rows(counted: AskedCoverage) -> tuple[AskedRow, ...]:
    """Return how many a round asks, then a row for each reason for which somebody is not."""
    return (("", counted.counted), *((EXCLUSION_NAMES[one], n) for one, n in counted.left_out))


def asked_columns(counted: AskedCoverage) -> tuple[Column[AskedRow], ...]:
    """Return the columns of those rows."""
    return (
        *day_columns(_("対象を決めた日"), _("この日の在職者から決定"), lambda _row: counted.as_of),
        Column(
            _("扱い"),
            _("対象または除いた人"),
            lambda row: _("除いた人") if row[0] else _("対象"),
        ),
        Column(
            _("除いた理由"),
            _("当てはまる理由のうち最初のもの。対象は空"),
            lambda row: row[0] or None,
        ),
        Column(_("人数（人）"), _("主務の配属がある職員"), lambda row: row[1]),
    )


def left_out_table(rows: Sequence[LeftOutRow]) -> DataTable:
    """Return a row per figure and person left out."""
    columns: tuple[Column[LeftOutRow], ...] = (
        Column(_("数値"), _("この人を数えない数値"), lambda row: figure_name(row.coverage.figure)),
        *day_columns(_("基準日"), _("この日の状態による"), lambda row: row.coverage.as_of),
        Column(_("職員番号"), _("文字列。先頭の0も含む"), lambda row: row.employee_no),
        Column(_("氏名"), _("登録されたとおりの表記"), lambda row: row.name),
        Column(_("所属コード"), _("主務の所属。文字列"), lambda row: row.department),
        Column(_("所属名"), _("主務の所属"), lambda row: row.department_name),
        Column(
            _("除いた理由"),
            _("当てはまる理由のうち最初のもの。一人に一つ"),
            lambda row: EXCLUSION_NAMES[row.reason],
        ),
    )
    return tabulate(_("除いた職員"), columns, rows)


def figure_name(figure: Figure) -> str:
    """Return the name of a figure without characters that depend on the machine."""
    plain = {
        Figure.REQUIRED: _("必須研修_階層別"),
        Figure.LEADER: _("必須研修_DXリーダー"),
        Figure.ELECTIVE: _("選択研修"),
    }
    return plain.get(figure, FIGURE_NAMES[figure])

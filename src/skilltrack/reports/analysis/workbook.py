"""The analysis of a round as a workbook for printing on A4 landscape.

It is complete, small groups included, and therefore meant for the personnel section alone; every
page says so.
"""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from openpyxl.workbook import Workbook

from skilltrack.domain.analysis.rounds import RoundAnalysis
from skilltrack.i18n.structures import structure_line, structure_notes
from skilltrack.i18n.texts import _
from skilltrack.i18n.years import closed_words
from skilltrack.reports import charts, style
from skilltrack.reports.analysis import changes, quality, sheets
from skilltrack.reports.analysis.charts import append_chart, mean_chart, print_charts, step_chart
from skilltrack.reports.analysis.figures import SheetTable, print_figures
from skilltrack.reports.analysis.words import (
    FOR_PERSONNEL,
    chosen_text,
    item_numbers,
    period_text,
    version_text,
)
from skilltrack.reports.rules import asked_note
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading

TITLE = _("調査結果の分析")
THEME_COLUMN = 3
FIRST_LABEL_COLUMN = 5


def write_analysis_report(
    path: Path, analysis: RoundAnalysis, *, made_at: datetime, organisation: str
) -> None:
    """Write the analysis for printing.

    Args:
        path: The workbook to write or to replace.
        analysis: The analysis.
        made_at: The aware instant named in the footer.
        organisation: The name of the municipality.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(TITLE, organisation, made_at)
    pages = _Pages(workbook, analysis, made_at, organisation)
    pages.add_overview()
    heading = _("所属")
    pages.add_departments(
        _("所属×分野"), sheets.heat_table(analysis, heading, analysis.departments)
    )
    heading = _("役職区分")
    pages.add(_("役職区分×分野"), sheets.heat_table(analysis, heading, analysis.bands))
    pages.add_distributions()
    if analysis.comparison is not None:
        pages.add(_("前回との比較"), changes.body_comparison_table(analysis.comparison))
        departments = changes.department_comparison_table(analysis.comparison)
        pages.add_departments(_("所属別の前回との比較"), departments)
        names = {category.code: category.name for category in analysis.comparison.categories}
        if analysis.comparison.left_out:
            left_out = changes.left_out_table(analysis.comparison.left_out, names)
            pages.add(_("比べない設問"), left_out, counts_people=False)
    if len(analysis.trend.rounds) > 1:
        pages.add(_("これまでの推移"), changes.trend_table(analysis))
    pages.add(_("分野の質"), quality.set_table(analysis))
    pages.add(_("設問の質"), quality.quality_table(analysis))
    if analysis.checked_categories:
        pages.add(_("自己評価と知識確認"), quality.self_rating_table(analysis))
    save(workbook, path)


class _Pages:
    """The sheets of one workbook, each under the same facts."""

    def __init__(
        self, workbook: Workbook, analysis: RoundAnalysis, made_at: datetime, organisation: str
    ) -> None:
        self._workbook = workbook
        self._analysis = analysis
        self._made_at = made_at
        self._organisation = organisation

    def add(self, title: str, content: SheetTable, *, counts_people: bool = True) -> int:
        """Add a sheet with a table and whom it counts; return the row of its first line."""
        sheet = self._workbook.create_sheet(title)
        if counts_people:
            closed = self._analysis.closed
            told = () if closed is None else (closed_words(closed),)
            notes = (*told, *content.table.notes, asked_note(self._analysis.counted))
            content = replace(content, table=replace(content.table, notes=notes))
        return print_figures(sheet, self._heading(title), content)

    def add_departments(self, title: str, content: SheetTable) -> None:
        """Add a sheet with a row per department, which says by which organisation."""
        notes = (*structure_notes(self._analysis.arranged), *content.table.notes)
        self.add(title, replace(content, table=replace(content.table, notes=notes)))

    def add_overview(self) -> None:
        """Add the fields of everybody with the chart of their means."""
        title = _("分野別の結果")
        content = sheets.overview_table(self._analysis)
        first_row = self.add(title, content)
        if not content.rows:
            return
        sheet = self._workbook[title]
        chart = mean_chart(sheet, _("分野ごとの平均"), first_row, len(content.rows))
        append_chart(sheet, chart, len(content.table.columns), is_new_page=len(content.rows) > 6)

    def add_distributions(self) -> None:
        """Add how each item was answered: tables, one for every scale, charts, the checks."""
        scales = sheets.scales_of(self._analysis)
        numbers = item_numbers(self._analysis.questionnaire)
        drawn = []
        for number, (labels, items) in enumerate(scales.items(), start=1):
            title = _("設問別の分布")
            if len(scales) > 1:
                title = _("設問別の分布（尺度{number}）").format(number=number)
            first = self.add(title, sheets.distribution_table(self._analysis, labels, items))
            steps = [(label, place) for place, label in enumerate(labels, FIRST_LABEL_COLUMN)]
            for start in range(first, first + len(items), charts.MOST_BARS):
                rows = (start, min(start + charts.MOST_BARS, first + len(items)) - 1)
                name = _("段階ごとの割合（設問{first}から）").format(
                    first=numbers[items[start - first].code]
                )
                drawn.append(step_chart(self._workbook[title], name, rows, THEME_COLUMN, steps))
        if drawn:
            title = _("設問別のグラフ")
            print_charts(self._workbook.create_sheet(title), self._heading(title), drawn)
        checks = sheets.check_table(self._analysis)
        if checks.rows:
            self.add(_("知識確認の分布"), checks)

    def _heading(self, title: str) -> Heading:
        analysis = self._analysis
        answered = analysis.body.answered
        facts = (
            analysis.round.title,
            period_text(analysis.round),
            version_text(analysis.round, analysis.questionnaire),
            _("回答 {done:,}／{due:,}人").format(done=answered.done, due=answered.due),
            chosen_text(analysis),
            "" if analysis.arranged is None else structure_line(analysis.arranged),
        )
        marked = _("{title}【{audience}】").format(title=title, audience=FOR_PERSONNEL)
        return Heading(marked, facts, self._organisation, self._made_at)

"""Results: what the answers to a round show, and how they changed."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QMenu

from skilltrack.domain.analysis.groups import GroupFigures, GroupKind
from skilltrack.domain.analysis.rounds import RoundAnalysis
from skilltrack.domain.inclusion import Figure
from skilltrack.gui.office.analysis.comparing import Comparing
from skilltrack.gui.office.analysis.view import ALL_BANDS, AnalysisView, Results
from skilltrack.gui.office.asking import excel_files
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.closed_note import ClosedNote
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.inclusion.counting import Counting
from skilltrack.gui.office.inclusion.note import AskedRound
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.office.structure_bar import StructureBar
from skilltrack.gui.theme import menu_button
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.texts import _
from skilltrack.services import definitions, overview
from skilltrack.services.organisation import lineage
from skilltrack.services.rounds import analysis as figures
from skilltrack.services.rounds import running as rounds
from skilltrack.store.database import Database


class AnalysisPage(Page[Results]):
    """Connects the results of rounds with the services."""

    key = "analysis"
    concerns = frozenset({Changed.ROUNDS, Changed.RESPONSES, Changed.ORGANISATION, Changed.YEARS})

    def __init__(self, desk: Desk) -> None:
        self.view = AnalysisView()
        super().__init__(
            desk,
            _("調査結果"),
            _("人事担当課の中だけで使う画面です。少ない人数の結果から個人が分かることがあります。"),
            self.view,
        )
        self.structures = StructureBar()
        self.structures.chosen.connect(self.structure_chosen)
        self.add_strip(self.structures)
        self.report_button = menu_button(_("帳票を作る"))
        menu = QMenu(self.report_button)
        for text, is_data in (
            (_("印刷用のExcel"), False),
            (_("データ用のExcel"), True),
        ):
            action = menu.addAction(text)
            action.triggered.connect(lambda _on=False, is_data=is_data: self.write(is_data=is_data))
        self.comparing = Comparing(self, desk)
        self.comparing.fill(menu)
        self.report_button.setMenu(menu)
        self.add_action(self.report_button, needs_content=True)
        self.counting = Counting(self, Figure.ANSWERS)
        self.closed = ClosedNote(self)
        self._round = ""
        self._read: Results | None = None
        self.view.choice_changed.connect(self._choose)
        self.view.group_chosen.connect(self._narrow)
        self.view.export_requested.connect(self._export)

    def reading(self, standpoint: Standpoint) -> Callable[[Database], Results]:
        chosen = self._round
        department = self.view.departments.code
        band = self.view.bands.code or ALL_BANDS
        today, is_live = self.desk.today, self.closed.is_live

        def read(database: Database) -> Results:
            known = rounds.list_rounds(database)
            bands = {
                one.code: one.name
                for scheme in definitions.list_schemes(database)
                for one in scheme.bands
            }
            if not known:
                return Results(known, (), tuple(bands.items()), None)
            record = next((one for one in known if one.round_id == chosen), known[0])
            last = max(today, record.opens_on)
            way = figures.way_of_round(database, record.round_id, standpoint.structure, last)
            departments = overview.department_choices(database, record.opens_on, way)
            is_offered = any(one.code == department for one in departments)
            found = figures.analysis(
                database,
                record.round_id,
                departments=(department,) if is_offered else (),
                bands=() if band == ALL_BANDS else (band,),
                structure=way,
                is_live=is_live,
            )
            first = min(one.opens_on for one in found.trend.rounds)
            return Results(
                known,
                departments,
                tuple(bands.items()),
                found,
                lineage.is_reorganised(database, first, last),
            )

        return read

    def emptiness(self, read: Results) -> EmptyState | None:
        if read.analysis is not None:
            return None
        empty = EmptyState(
            _("調査を始めて回答を回収すると、分野や設問ごとの結果がここに出ます。"),
            _("調査を開く"),
        )
        empty.action_requested.connect(lambda: self.go(Destination("rounds")))
        return empty

    def show_read(self, read: Results) -> None:
        self._read = read
        if read.analysis is not None:
            self._show_round(read.analysis)
        self.view.show_results(read)
        if read.analysis is not None and self.standpoint is not None:
            self.structures.show_arranged(
                read.analysis.arranged, self.standpoint.structure, is_offered=read.is_reorganised
            )

    def _show_round(self, found: RoundAnalysis) -> None:
        self._round = found.round.round_id
        self.comparing.show_round(self._round)
        self.closed.show_closed(found.closed)
        self.counting.show_asked(AskedRound(self._round, found.round.title, found.counted))

    def _choose(self) -> None:
        self._round = self.view.rounds.code
        self.reload()

    def _narrow(self, group: GroupFigures) -> None:
        """Narrow everything to the department or band that was opened."""
        if group.group.kind is GroupKind.DEPARTMENT:
            self.view.departments.choose(group.group.code)
        elif group.group.kind is GroupKind.BAND:
            self.view.bands.choose(group.group.code)
        self.reload()

    def table(self) -> TableView[Any]:
        return self.view.shown_table()

    def search(self, text: str) -> None:
        self.view.search(text)

    def visit(self, destination: Destination) -> None:
        self.view.departments.choose(destination.department)
        if destination.round_id:
            self._round = destination.round_id
        if destination.part:
            self.view.switch.choose(destination.part)
        if self.standpoint is not None:
            self.reload()

    def here(self) -> Destination:
        return Destination(
            self.key,
            department=self.view.departments.code,
            part=self.view.switch.current,
            round_id=self._round,
        )

    def _export(self) -> None:
        self.export_table(self.view.shown_table(), _("調査結果"))

    def write(self, *, is_data: bool) -> None:
        """Write the results that are shown as a workbook."""
        found = None if self._read is None else self._read.analysis
        if found is None:
            return
        kind = _("データ") if is_data else _("分析")
        name = f"{found.round.title}_{kind}.xlsx"
        path = self.desk.asking.file_to_save(self, _("帳票を作る"), name, excel_files())
        if path is None:
            return
        self.desk.act(
            _("帳票を作っています"),
            lambda database, _progress: figures.write_analysis(
                database, path, found, is_data=is_data
            ),
            done=lambda _none: self.desk.tell(
                _("「{file}」を書き出しました。").format(file=path.name), folder=path.parent
            ),
            owner=self,
        )

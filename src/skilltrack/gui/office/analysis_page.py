"""Results: what the answers to a round show, and how they changed."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QMenu

from skilltrack.domain.analysis import GroupFigures, GroupKind
from skilltrack.domain.round_analysis import RoundAnalysis
from skilltrack.gui.office.analysis_view import ALL_BANDS, AnalysisView, Results
from skilltrack.gui.office.asking import excel_files
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.theme import menu_button
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.texts import _
from skilltrack.services import analysis as figures
from skilltrack.services import definitions, overview, rounds
from skilltrack.store.database import Database


class AnalysisPage(Page[Results]):
    """Connects the results of rounds with the services."""

    key = "analysis"
    concerns = frozenset({Changed.ROUNDS, Changed.RESPONSES, Changed.ORGANISATION})

    def __init__(self, desk: Desk) -> None:
        self.view = AnalysisView()
        super().__init__(
            desk,
            _("調査結果"),
            _("人事担当課の中だけで使う画面です。少ない人数の結果から個人が分かることがあります。"),
            self.view,
        )
        self.report_button = menu_button(_("帳票を作る"))
        menu = QMenu(self.report_button)
        for text, is_data in (
            (_("印刷用のExcel"), False),
            (_("データ用のExcel"), True),
        ):
            action = menu.addAction(text)
            action.triggered.connect(lambda _on=False, is_data=is_data: self.write(is_data=is_data))
        self.report_button.setMenu(menu)
        self.add_action(self.report_button, needs_content=True)
        self._round = ""
        self._read: Results | None = None
        self.view.choice_changed.connect(self._choose)
        self.view.group_chosen.connect(self._narrow)
        self.view.export_requested.connect(self._export)

    def reading(self, standpoint: Standpoint) -> Callable[[Database], Results]:
        chosen = self._round
        department = self.view.departments.code
        band = self.view.bands.code or ALL_BANDS

        def read(database: Database) -> Results:
            known = rounds.list_rounds(database)
            bands = {
                one.code: one.name
                for scheme in definitions.list_schemes(database)
                for one in scheme.bands
            }
            ids = [record.round_id for record in known]
            found: RoundAnalysis | None = None
            if known:
                found = figures.analysis(
                    database,
                    chosen if chosen in ids else ids[0],
                    departments=(department,) if department else (),
                    bands=() if band == ALL_BANDS else (band,),
                )
            return Results(
                known,
                overview.department_choices(database, standpoint.as_of),
                tuple(bands.items()),
                found,
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
            self._round = read.analysis.round.round_id
        self.view.show_results(read)

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

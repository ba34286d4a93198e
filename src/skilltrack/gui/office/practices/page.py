"""DX実践: the register of improvements, reviews by peers, awards, the years."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QMenu, QPushButton

from skilltrack.domain.organisation import PracticeStage
from skilltrack.domain.practices import STAGES, YearSum
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.practices.actions import PracticesActions
from skilltrack.gui.office.practices.panel import PracticePanel
from skilltrack.gui.office.practices.reviewer_panel import ReviewerPanel
from skilltrack.gui.office.practices.view import (
    AWARDS,
    LIST,
    PARTS,
    REVIEWS,
    YEARS,
    PracticesRead,
    PracticesView,
)
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.theme import menu_button, primary_button
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.texts import _
from skilltrack.services import overview
from skilltrack.services.practices.editing import AREA
from skilltrack.services.practices.plans import summary_of
from skilltrack.services.practices.register import (
    PracticeLine,
    RegisterQuery,
    ReviewerLine,
    history_of,
    practice_register,
)
from skilltrack.store.database import Database
from skilltrack.store.practices import PracticeChange

EXPLANATIONS = {
    LIST: _("職場の改善を、提案から横展開まで日付とともに残します。点数や順位は付けません。"),
    REVIEWS: _("どの所属がどの取組みをまだ評価していないかを見ます。評価は言葉だけです。"),
    AWARDS: _("賞の候補から推薦、結果までを理由とともに残します。"),
    YEARS: _("年度に初めて達した段階で数えます。参加者は提案、効果は実施した年度の取組みです。"),
}


class PracticesPage(Page[PracticesRead]):
    """Connects practices with the services."""

    key = "practices"
    concerns = frozenset(
        {Changed.PRACTICES, Changed.ORGANISATION, Changed.SUBMISSIONS, Changed.TARGETS}
    )

    def __init__(self, desk: Desk) -> None:
        self.view = PracticesView()
        super().__init__(desk, _("DX実践"), EXPLANATIONS[LIST], self.view)
        self.deeds = PracticesActions(desk, self)
        self.read: PracticesRead | None = None
        self._open = ""
        self._add_buttons()
        view = self.view
        view.part_chosen.connect(self._show_part)
        view.practice_chosen.connect(self.open_practice)
        view.reviewer_chosen.connect(self.open_reviewer)
        view.year_chosen.connect(self._show_year)
        view.targets_requested.connect(lambda: self.go(Destination("targets")))
        view.choice_changed.connect(self._enable)
        view.drawer.closed.connect(self._forget_open)
        view.no_awards.action_requested.connect(lambda: view.switch.choose(LIST))
        self._show_part(LIST)

    def _add_buttons(self) -> None:
        self.history_button = QPushButton(_("変更の履歴"))
        self.history_button.clicked.connect(
            lambda: self.deeds.show_history(
                _("DX実践の変更の履歴"), _("取組みを登録すると、その履歴がここに並びます。"), AREA
            )
        )
        self.papers_button = menu_button(_("書き出す"))
        menu = QMenu(self.papers_button)
        for text, asked in (
            (_("事例集（印刷用）"), self._save_cases),
            (_("一覧（データ）"), self._save_data),
            (_("推薦書（印刷用）"), self._save_recommendations),
            (_("人事評価に使う参加者（同意者だけ）"), self._save_for_appraisal),
            (_("表をExcelに保存"), self._export),
        ):
            menu.addAction(text).triggered.connect(lambda _on=False, ask=asked: ask())
        self.papers_button.setMenu(menu)
        self.nominate_button = QPushButton(_("賞の候補・推薦にする"))
        self.nominate_button.clicked.connect(lambda: self.deeds.nominate(self.view.chosen()))
        self.go_on_button = QPushButton(_("推薦・結果を記録する"))
        self.go_on_button.clicked.connect(lambda: self.deeds.go_on(self.view.chosen_nominations()))
        self.review_button = QPushButton(_("評価を記録する"))
        self.review_button.clicked.connect(lambda: self._review(""))
        self.add_button = primary_button(_("取組みを登録する"))
        self.add_button.clicked.connect(self.add)
        for button in (
            self.history_button,
            self.papers_button,
            self.nominate_button,
            self.go_on_button,
            self.review_button,
        ):
            self.add_action(button, needs_content=True)
        self.add_action(self.add_button)

    # Reading

    def reading(self, standpoint: Standpoint) -> Callable[[Database], PracticesRead]:
        as_of = standpoint.as_of
        return lambda database: PracticesRead(
            practice_register(database, as_of),
            summary_of(database, as_of).plans,
            overview.department_choices(database, as_of),
        )

    def emptiness(self, read: PracticesRead) -> EmptyState | None:
        if read.register.lines:
            return None
        self.read = read
        if not read.departments:
            empty = EmptyState(
                _("所属が登録されていません。先に取り込みます。"), _("取り込みを開く")
            )
            empty.action_requested.connect(lambda: self.go(Destination("imports")))
            return empty
        empty = EmptyState(
            _("職場の改善を登録するか取り込むと、段階ごとにここに並びます。"), _("取組みを登録する")
        )
        empty.action_requested.connect(self.add)
        return empty

    def show_read(self, read: PracticesRead) -> None:
        self.read = read
        self.view.show_read(read)
        self._show_part(self.view.part)
        line = read.register.line(self._open) if self._open else None
        if line is not None and self.view.drawer.is_open:
            self.open_practice(line)
        elif self._open:
            self.view.drawer.shut()

    def _show_part(self, part: str) -> None:
        self.explanation.setText(EXPLANATIONS[part])
        self.nominate_button.setVisible(part == LIST)
        self.go_on_button.setVisible(part == AWARDS)
        self.review_button.setVisible(part == REVIEWS)
        self.add_button.setVisible(part == LIST)
        self._enable()

    def _enable(self) -> None:
        self.nominate_button.setEnabled(self.is_content_shown and bool(self.view.chosen()))
        self.go_on_button.setEnabled(bool(self.view.chosen_nominations()))

    def _show_state(self, state: Any) -> None:  # noqa: ANN401 (a widget)
        super()._show_state(state)
        self._enable()

    # One practice, one department

    def open_practice(self, line: PracticeLine | None) -> None:
        """Open everything recorded of a practice beside the table."""
        if line is None or self.read is None:
            return
        self._open = line.id
        register = self.read.register

        def show(history: tuple[PracticeChange, ...]) -> None:
            if self._open != line.id:
                return
            panel = PracticePanel(register, line, history)
            panel.asked.connect(lambda key: self._do(key, line))
            panel.person_chosen.connect(
                lambda number: self.go(Destination("people", text=number, part="person"))
            )
            self.view.drawer.open(line.practice.title, panel)

        self.desk.read(
            lambda database: history_of(database, line.practice),
            done=show,
            failed=self.desk.tell_error,
            owner=self,
        )

    def _forget_open(self) -> None:
        self._open = ""

    def open_reviewer(self, row: ReviewerLine | None) -> None:
        """Open what a department has reviewed and has still to review."""
        if row is None or self.read is None:
            return
        self._open = ""
        register = self.read.register
        panel = ReviewerPanel(row)
        panel.review_requested.connect(lambda: self._review(row.code, row.lacking))
        panel.practice_chosen.connect(lambda code: self.open_practice(register.line(code)))
        self.view.drawer.open(row.name, panel)

    def _show_year(self, row: YearSum | None) -> None:
        """Show the practices behind a year."""
        if row is None:
            return
        ids = frozenset(code for codes in row.reached.values() for code in codes)
        self.view.stage.choose("")
        self.view.departments.choose("")
        self.view.only = ids
        self.view.switch.choose(LIST)
        self.view.show_only(ids)

    # Acting

    def _departments(self) -> list[tuple[str, str]]:
        if self.read is None:
            return []
        return [(one.code, "　" * one.depth + one.name) for one in self.read.departments]

    def add(self) -> None:
        """Ask for a new practice."""
        self.deeds.add(self._departments())

    def _units(self, without: str = "") -> list[tuple[str, str]]:
        if self.read is None:
            return []
        units = self.read.register.reviewers
        return [(one.code, one.name) for one in units if one.code != without]

    def _review(self, department: str, lines: tuple[PracticeLine, ...] = ()) -> None:
        if self.read is None:
            return
        asked = lines or tuple(one for one in self.read.register.lines if one.is_reviewed)
        self.deeds.review(asked, self._units(), department=department)

    def _do(self, key: str, line: PracticeLine) -> None:
        is_done = STAGES.index(line.stage) >= STAGES.index(PracticeStage.CARRIED_OUT)
        match key:
            case "stage":
                self.deeds.stage(line)
            case "change":
                self.deeds.change(line, self._departments())
            case "review" | "spread":
                self.deeds.review(
                    [line] if is_done else [],
                    self._units(line.unit),
                    is_spread=key == "spread",
                )
            case "nominate":
                self.deeds.nominate([line])
            case "consent":
                self.deeds.consent(line)
            case _:
                self.deeds.withdraw(line)

    # Workbooks

    def _query(self) -> RegisterQuery:
        stage = self.view.stage.code
        return RegisterQuery(PracticeStage(stage) if stage else None, self.view.departments.within)

    def _save_cases(self) -> None:
        if self.standpoint is not None:
            query = self._query()
            public = RegisterQuery(query.stage, query.within, is_public_only=True)
            self.deeds.save_cases(self.standpoint.as_of, public)

    def _save_data(self) -> None:
        if self.standpoint is not None:
            self.deeds.save_data(self.standpoint.as_of, self._query())

    def _save_recommendations(self) -> None:
        if self.standpoint is not None:
            year = self.standpoint.fiscal_year
            self.deeds.save_recommendations(self.standpoint.as_of, year)

    def _save_for_appraisal(self) -> None:
        if self.standpoint is not None:
            self.deeds.save_for_appraisal(self.standpoint.as_of)

    def _export(self) -> None:
        names = {
            LIST: _("DX実践の一覧"),
            REVIEWS: _("相互評価の状況"),
            AWARDS: _("推薦・表彰"),
            YEARS: _("DX実践のまとめ"),
        }
        self.export_table(self.view.shown_table(), names[self.view.part])

    # Where the page stands

    def table(self) -> TableView[Any]:
        return self.view.shown_table()

    def search(self, text: str) -> None:
        for table in (self.view.list, self.view.reviews, self.view.awards):
            table.filter.set_text(text)
        self.view.narrow()

    def visit(self, destination: Destination) -> None:
        if destination.part in PARTS:
            self.view.switch.choose(destination.part)
        self.view.departments.choose(destination.department)
        self.view.narrow()
        self.search(destination.text)

    def here(self) -> Destination:
        return Destination(self.key, department=self.view.departments.code, part=self.view.part)

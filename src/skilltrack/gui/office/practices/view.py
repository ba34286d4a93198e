"""The page DX実践 laid out: the list, reviews by peers, nominations, the years."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from skilltrack.domain.practices import YearSum
from skilltrack.gui.office.departments import DepartmentFilter, NamedChoice
from skilltrack.gui.office.parts import clear
from skilltrack.gui.office.practices.rows import (
    NOMINATION_FIELDS,
    PRACTICE_FIELDS,
    REVIEWER_FIELDS,
    YEAR_FIELDS,
    NominationRow,
    searched_practice,
)
from skilltrack.gui.office.roles.rows import chosen_rows
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.cards import EmptyState, KeyFigure
from skilltrack.gui.widgets.drawer import Drawer
from skilltrack.gui.widgets.tables import Field, TableView
from skilltrack.gui.widgets.texts import LineLabel
from skilltrack.i18n.folding import fold
from skilltrack.i18n.names import STAGE_NAMES
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.practice_names import stages_named
from skilltrack.i18n.texts import _
from skilltrack.services.overview import DepartmentChoice
from skilltrack.services.practices.plans import PracticePlan
from skilltrack.services.practices.register import PracticeLine, PracticeRegister, ReviewerLine

LIST, REVIEWS, AWARDS, YEARS = "list", "reviews", "awards", "years"
PARTS = (LIST, REVIEWS, AWARDS, YEARS)
MOST_PLANS = 4


@dataclass(frozen=True, slots=True)
class PracticesRead:
    """What the page reads."""

    register: PracticeRegister
    plans: tuple[PracticePlan, ...]
    departments: tuple[DepartmentChoice, ...]


class PracticesView(QWidget):
    """Shows four parts; emits what is chosen."""

    part_chosen = Signal(str)
    practice_chosen = Signal(object)
    """Carries the ``PracticeLine``."""
    reviewer_chosen = Signal(object)
    year_chosen = Signal(object)
    targets_requested = Signal()
    choice_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.switch = Switch(
            (
                (LIST, _("一覧")),
                (REVIEWS, _("相互評価")),
                (AWARDS, _("推薦・表彰")),
                (YEARS, _("まとめ")),
            )
        )
        self.stage = NamedChoice(_("段階"))
        self.stage.offer([("", _("すべての段階")), *stages_named()])
        self.stage.setFixedWidth(144)
        self.departments = DepartmentFilter()
        self.departments.setFixedWidth(160)
        self.count = LineLabel("", TextRole.SECONDARY)
        self.only: frozenset[str] | None = None
        self.whole_button = QPushButton(_("絞り込みを外す"))
        self.list: TableView[PracticeLine] = TableView(
            PRACTICE_FIELDS,
            searched=(Field("", searched_practice),),
            fold=fold,
            frozen_columns=1,
        )
        self.reviews: TableView[ReviewerLine] = TableView(
            REVIEWER_FIELDS, fold=fold, frozen_columns=1
        )
        self.awards: TableView[NominationRow] = TableView(
            NOMINATION_FIELDS, fold=fold, frozen_columns=1
        )
        self.years: TableView[YearSum] = TableView(YEAR_FIELDS, frozen_columns=1)
        self.plans = QHBoxLayout()
        self.no_awards = EmptyState(
            _("一覧で取組みを選んで「賞の候補・推薦にする」と、ここに並びます。")
        )
        self.no_reviews = EmptyState(
            _("公開できる取組みが実施の段階に進むと、ほかの所属に評価を頼めます。")
        )
        self._parts = QStackedWidget()
        self.drawer = Drawer(self._parts)
        self._lay_out()
        self._connect()
        self._show_choices(LIST)

    def _lay_out(self) -> None:
        sums = QWidget()
        column = QVBoxLayout(sums)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        self.plans.setSpacing(Space.S)
        column.addLayout(self.plans)
        column.addWidget(self.years, 1)
        self._widgets: dict[str, QWidget] = {
            LIST: self.list,
            REVIEWS: self.reviews,
            AWARDS: self.awards,
            YEARS: sums,
        }
        for table, name in (
            (self.list, _("DX実践の一覧")),
            (self.reviews, _("相互評価の状況")),
            (self.awards, _("推薦と表彰")),
            (self.years, _("年度ごとのまとめ")),
        ):
            table.setAccessibleName(name)
        for widget in (*self._widgets.values(), self.no_awards, self.no_reviews):
            self._parts.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        for widget in (self.switch, self.stage, self.departments, self.whole_button):
            row.addWidget(widget)
        row.addWidget(self.count, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(Space.M)
        whole.addLayout(row)
        whole.addWidget(self.drawer, 1)

    def _connect(self) -> None:
        self.switch.chosen.connect(self._choose_part)
        self.stage.activated.connect(lambda _at: self.narrow())
        self.departments.chosen.connect(self.narrow)
        self.whole_button.clicked.connect(lambda: self.show_only(None))
        self.list.row_activated.connect(self.practice_chosen)
        self.list.clicked.connect(self._announce_clicked)
        self.list.selectionModel().selectionChanged.connect(
            lambda *_what: self.choice_changed.emit()
        )
        self.reviews.row_activated.connect(self.reviewer_chosen)
        self.reviews.clicked.connect(
            lambda index: self.reviewer_chosen.emit(self.reviews.row_at(index.row()))
        )
        self.awards.row_activated.connect(lambda row: self.practice_chosen.emit(row.line))
        self.awards.selectionModel().selectionChanged.connect(
            lambda *_what: self.choice_changed.emit()
        )
        self.years.row_activated.connect(self.year_chosen)

    def _announce_clicked(self, index: QModelIndex) -> None:
        if len(chosen_rows(self.list)) == 1:
            self.practice_chosen.emit(self.list.row_at(index.row()))

    def _choose_part(self, part: str) -> None:
        self.drawer.shut()
        self.show_part(part)
        self.part_chosen.emit(part)

    def show_part(self, part: str) -> None:
        """Show a part, or what stands in its place while it is empty."""
        shown = self._widgets[part]
        if part == AWARDS and not self.awards.rows.given_rows():
            shown = self.no_awards
        if part == REVIEWS and not self.reviews.rows.given_rows():
            shown = self.no_reviews
        self._parts.setCurrentWidget(shown)
        self._show_choices(part)

    def _show_choices(self, part: str) -> None:
        for choice in (self.stage, self.departments):
            choice.setVisible(part == LIST)
        self.whole_button.setVisible(part == LIST and self.only is not None)
        self._tell_count(part)

    def _tell_count(self, part: str) -> None:
        if part in {AWARDS, YEARS}:
            self.count.setText("")
            return
        if part == REVIEWS:
            self.count.setText(_("公開できる実施済みの取組みを、ほかの所属が言葉で評価します。"))
            return
        shown, whole = len(self.list.shown_rows()), len(self.list.rows.given_rows())
        text = _("{shown}件") if shown == whole else _("{shown}件（全{whole}件）")
        self.count.setText(text.format(shown=shown, whole=whole))

    @property
    def part(self) -> str:
        """Return the part in sight."""
        return self.switch.current

    def chosen(self) -> tuple[PracticeLine, ...]:
        """Return the practices chosen in the part in sight."""
        if self.part == LIST:
            return chosen_rows(self.list)
        return tuple(row.line for row in self.chosen_nominations())

    def chosen_nominations(self) -> tuple[NominationRow, ...]:
        """Return the nominations chosen."""
        return chosen_rows(self.awards) if self.part == AWARDS else ()

    def show_read(self, read: PracticesRead) -> None:
        """Show what was read."""
        register = read.register
        self.departments.offer(read.departments)
        self.list.show_rows(register.lines)
        is_asked = any(line.is_reviewed for line in register.lines)
        self.reviews.show_rows(register.reviewers if is_asked else ())
        self.awards.show_rows(_nominations(register.lines))
        self.years.show_rows(register.years)
        self._show_plans(read.plans)
        self.narrow()
        self.show_part(self.part)

    def _show_plans(self, plans: Sequence[PracticePlan]) -> None:
        clear(self.plans)
        for plan in plans[:MOST_PLANS]:
            self.plans.addWidget(self._plan_card(plan))
        if not plans:
            card = KeyFigure(
                _("計画"), NO_FIGURE, _("DX実践の目標は決められていません"), link=_("目標を開く")
            )
            card.setToolTip(_("目標のページを開く"))
            self._follow(card)
            self.plans.addWidget(card)
        self.plans.addStretch(1)

    def _plan_card(self, plan: PracticePlan) -> KeyFigure:
        unit = _("人") if plan.measure == "participants" else _("件")
        figure = _("{actual}／{goal}{unit}").format(
            actual=NO_FIGURE if plan.actual is None else f"{plan.actual:,}",
            goal=NO_FIGURE if plan.goal is None else f"{plan.goal:,}",
            unit=unit,
        )
        note = _("{stage}、実績／計画").format(stage=STAGE_NAMES[plan.stage])
        card = KeyFigure(plan.name, figure, note, link=_("目標を開く"))
        self._follow(card)
        return card

    def _follow(self, card: KeyFigure) -> None:
        card.opened.connect(self.targets_requested)

    def narrow(self) -> None:
        """Show the practices of the stage, the departments and the selection chosen."""
        stage, within, only = self.stage.code, self.departments.within, self.only
        self.list.filter.set_condition(
            lambda line: (
                (not stage or line.stage.value == stage)
                and (within is None or line.practice.department in within)
                and (only is None or line.id in only)
            )
        )
        self._show_choices(self.part)

    def show_only(self, ids: frozenset[str] | None) -> None:
        """Show some practices only; None shows all."""
        self.only = ids
        self.narrow()

    def shown_table(self) -> TableView[Any]:
        """Return the table in sight."""
        tables: dict[str, TableView[Any]] = {
            LIST: self.list,
            REVIEWS: self.reviews,
            AWARDS: self.awards,
            YEARS: self.years,
        }
        return tables[self.part]


def _nominations(lines: Sequence[PracticeLine]) -> list[NominationRow]:
    """Return nominations by year, newest first, then award and department."""
    found = [NominationRow(line, one) for line in lines for one in line.nominations]
    found.sort(key=lambda row: (-row.nomination.fiscal_year, row.nomination.award))
    return found

"""Verdicts under a scheme laid out: counts per tier, everybody, and the drawer of one person."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from skilltrack.domain.catalogue.courses import Course
from skilltrack.domain.schemes.definition import Scheme, TierRule
from skilltrack.domain.years.figures import TierFigures
from skilltrack.gui.office.departments import DepartmentFilter, NamedChoice
from skilltrack.gui.office.parts import add_section, add_state, clear
from skilltrack.gui.office.schemes.verdict_rows import (
    VerdictRow,
    Words,
    accredited_texts,
    override_texts,
    requirement_rows,
    searched,
    verdict_fields,
    verdict_row,
    words_of,
)
from skilltrack.gui.theme import Space, TextRole, Tone
from skilltrack.gui.widgets.cards import KeyFigure
from skilltrack.gui.widgets.drawer import Drawer
from skilltrack.gui.widgets.tables import Field, TableView
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.folding import fold
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.texts import _
from skilltrack.services.overview import DepartmentChoice
from skilltrack.services.verdicts.tiers import SchemeVerdicts

WIDTH_OF_SCHEMES = 250


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the page reads."""

    offered: tuple[tuple[str, str], ...]
    found: SchemeVerdicts
    figures: TierFigures
    departments: tuple[DepartmentChoice, ...]
    catalogue: tuple[Course, ...]


class PersonPanel(QWidget):
    """Every requirement of one person, with value and threshold."""

    def __init__(self, row: VerdictRow, words: Words) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, Space.S, 0)
        column.setSpacing(Space.XS)
        person = row.found.person
        place = _("{department}　{title}").format(
            department=row.department_name, title=person.job_title
        )
        column.addWidget(Paragraph(place, TextRole.SECONDARY))
        number = _("職員番号 {number}").format(number=person.employee_no)
        column.addWidget(text_label(number, TextRole.SECONDARY))
        add_state(column, _outcome(row), row.outcome_tone)
        for text in override_texts(row.found, words):
            column.addWidget(Paragraph(text, TextRole.SECONDARY))
        for text in accredited_texts(row.found, words):
            add_state(column, text, Tone.GOOD)
        for name in row.candidates:
            add_state(
                column, _("{tier}候補（要件をすべて満たしています）").format(tier=name), Tone.GOOD
            )
        if not row.has_answer:
            text = _("調査に回答がないため、得点の要件は判定していません。")
            column.addWidget(Paragraph(text, TextRole.SECONDARY))
        tier_name = ""
        for requirement in requirement_rows(row.found, words):
            if requirement.tier_name != tier_name:
                tier_name = requirement.tier_name
                add_section(column, tier_name)
            add_state(column, requirement.label, requirement.tone)
            detail = Paragraph(requirement.detail, TextRole.SECONDARY)
            detail.setContentsMargins(Space.XL - Space.XS, 0, 0, 0)
            column.addWidget(detail)
        column.addStretch(1)


def _outcome(row: VerdictRow) -> str:
    if not row.tier_name:
        return row.outcome
    return _("{tier}　{outcome}").format(tier=row.tier_name, outcome=row.outcome)


class SchemesView(QWidget):
    """Shows verdicts; the table is made anew when the scheme is of another kind."""

    scheme_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._cards: list[KeyFigure] = []
        self._is_low = False
        self.schemes = NamedChoice(_("育成制度"))
        self.schemes.setMinimumWidth(WIDTH_OF_SCHEMES)
        self.schemes.activated.connect(lambda _at: self.scheme_chosen.emit())
        self.departments = DepartmentFilter()
        self.tiers = QComboBox()
        self.tiers.setAccessibleName(_("区分"))
        self.candidates_only = QCheckBox(_("候補のみ"))
        self.count = text_label("", TextRole.SECONDARY)
        self.rows: tuple[VerdictRow, ...] = ()
        self.words: Words | None = None
        self._rule = TierRule.BY_POST
        self._scheme = ""
        self.search_text = ""
        self._opened = ""
        self._figures = QHBoxLayout()
        self._figures.setSpacing(Space.M)
        self._page = QWidget()
        self._place = QVBoxLayout(self._page)
        self._place.setContentsMargins(0, 0, 0, 0)
        self.table = self._make_table()
        self._place.addWidget(self.table)
        self.drawer = Drawer(self._page)
        self._lay_out()
        self.departments.chosen.connect(self.filter)
        self.tiers.activated.connect(lambda _at: self.filter())
        self.candidates_only.toggled.connect(lambda _on: self.filter())
        self.drawer.closed.connect(self._forget_person)

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.setSpacing(Space.M)
        filters.addWidget(self.departments)
        filters.addWidget(self.tiers)
        filters.addWidget(self.candidates_only)
        filters.addWidget(self.count)
        filters.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(self._figures)
        column.addLayout(filters)
        column.addWidget(self.drawer, 1)

    def _make_table(self) -> TableView[VerdictRow]:
        table: TableView[VerdictRow] = TableView(
            verdict_fields(self._rule),
            searched=(Field("", searched),),
            fold=fold,
            frozen_columns=2,
        )
        table.setAccessibleName(_("判定"))
        table.filter.set_text(self.search_text)
        table.row_activated.connect(self.open_person)
        table.clicked.connect(self._open_clicked)
        return table

    @property
    def scheme(self) -> str:
        """Return the id of the scheme chosen; '' before any was offered."""
        return self.schemes.code

    def show_verdicts(self, verdicts: Verdicts) -> None:
        """Show other verdicts."""
        self.schemes.offer(verdicts.offered)
        scheme = verdicts.found.scheme
        self.words = words_of(verdicts.found, verdicts.departments, verdicts.catalogue)
        words = self.words
        self.rows = tuple(verdict_row(found, words) for found in verdicts.found.people)
        if scheme.rule is not self._rule:
            self._rule = scheme.rule
            old = self.table
            self.table = self._make_table()
            self._place.replaceWidget(old, self.table)
            old.deleteLater()
        if scheme.id != self._scheme:
            self._scheme = scheme.id
            self._offer_tiers(scheme)
        self._show_figures(scheme, verdicts.figures)
        self.departments.offer(verdicts.departments)
        self.candidates_only.setVisible(scheme.rule is TierRule.BY_POST)
        self.table.show_rows(self.rows)
        self.filter()
        self._refresh_person()

    def _offer_tiers(self, scheme: Scheme) -> None:
        self.tiers.clear()
        self.tiers.addItem(_("すべての区分"), None)
        for place, tier in enumerate(scheme.tiers):
            self.tiers.addItem(tier.name, place)
        self.tiers.addItem(_("区分なし") if scheme.rule is TierRule.BY_POST else _("未到達"), -1)

    def _show_figures(self, scheme: Scheme, figures: TierFigures) -> None:
        clear(self._figures)
        self._cards.clear()
        counted, total = {code for code, _name in figures.tiers}, figures.total
        for place, tier in enumerate(scheme.tiers):
            card = KeyFigure(tier.name, NO_FIGURE, link=_("この区分を見る"))
            code = tier.code
            if code not in counted:  # the scheme got this tier after the year was closed
                card.set_figure(NO_FIGURE, _("締めた後にできた区分"))
            elif scheme.rule is TierRule.BY_POST:
                card.set_figure(
                    _("{count:,}\u2009人").format(count=total.met.get(code, 0)),
                    _("達成 / {count:,}人中").format(count=total.expected.get(code, 0)),
                )
            else:
                card.set_figure(
                    _("{count:,}\u2009人").format(count=total.reached.get(code, 0)),
                    _("{count:,}人中").format(count=total.people),
                )
            card.opened.connect(lambda chosen=place: self._choose_tier(chosen))
            card.show_in_one_line(is_in_one_line=self._is_low)
            self._cards.append(card)
            self._figures.addWidget(card)

    def make_room(self, *, is_low: bool) -> None:
        """Show the figures of the tiers in one line each where the page is low."""
        self._is_low = is_low
        for card in self._cards:
            card.show_in_one_line(is_in_one_line=is_low)

    def _choose_tier(self, place: int) -> None:
        self.tiers.setCurrentIndex(self.tiers.findData(place))
        self.filter()
        self.table.setFocus()

    def search(self, text: str) -> None:
        """Filter by a text."""
        self.search_text = text
        self.table.filter.set_text(text)
        self._show_count()

    def filter(self) -> None:
        """Show the people of the department, the tier and the choice of candidates."""
        within, place = self.departments.within, self.tiers.currentData()
        is_candidates_only = self.candidates_only.isVisibleTo(self) and (
            self.candidates_only.isChecked()
        )

        def passes(row: VerdictRow) -> bool:
            return (
                (within is None or row.found.person.department in within)
                and (place is None or row.tier_place == place)
                and (not is_candidates_only or bool(row.candidates))
            )

        self.table.filter.set_condition(passes)
        self._show_count()

    def _show_count(self) -> None:
        self.count.setText(_("{count:,} 人").format(count=self.table.filter.rowCount()))

    # The drawer

    def _open_clicked(self, index: QModelIndex) -> None:
        self.open_person(self.table.filter.row(index.row()))

    def open_person(self, row: VerdictRow) -> None:
        """Open every requirement of one person."""
        if self.words is None:
            return
        self._opened = row.found.person.employee_no
        name = " ".join(row.found.person.name.split())
        self.drawer.open(name, PersonPanel(row, self.words))

    def open_number(self, number: str) -> None:
        """Open the person with a number, if there is one."""
        for row in self.rows:
            if row.found.person.employee_no == number:
                self.open_person(row)
                return

    def _refresh_person(self) -> None:
        if not self.drawer.is_open:
            return
        if any(row.found.person.employee_no == self._opened for row in self.rows):
            self.open_number(self._opened)
        else:
            self.drawer.shut()

    def _forget_person(self) -> None:
        self._opened = ""

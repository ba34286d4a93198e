"""The list of people: filters, the letters of the kana table, and a table of any length."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from skilltrack.gui.office.departments import DepartmentFilter
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.theme import Space, TextRole, Tone, quiet_button
from skilltrack.gui.widgets.paged import PagedTable
from skilltrack.gui.widgets.tables import LEFT, Field
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.folding import KANA_ROWS
from skilltrack.i18n.names import EMPLOYMENT_TYPE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.overview import DepartmentChoice, RosterRow
from skilltrack.services.people.listing import RosterListing, RosterQuery, state_name
from skilltrack.store.people import RosterOrder


def _state_tone(row: RosterRow) -> Tone | None:
    return None if row.person.absence is None else Tone.INFO


def _name_tone(row: RosterRow) -> Tone | None:
    return Tone.INFO if row.other_name else None


def _name_tip(row: RosterRow) -> str:
    if not row.other_name:
        return plain_name(row.person.name)
    return _("別の時期の氏名：{name}").format(name=plain_name(row.other_name))


ROSTER_FIELDS: tuple[Field[RosterRow], ...] = (
    Field(_("職員番号"), lambda row: row.person.employee_no, None, LEFT, 88),
    Field(
        _("氏名"),
        lambda row: plain_name(row.person.name),
        lambda row: row.person.kana,
        LEFT,
        124,
        tone=_name_tone,
        tooltip=_name_tip,
    ),
    Field(_("フリガナ"), lambda row: plain_name(row.person.kana), None, LEFT, 150),
    Field(_("所属"), lambda row: row.department_name, lambda row: row.person.department, LEFT, 150),
    Field(_("職名"), lambda row: row.person.job_title, None, LEFT, 128),
    Field(_("役職区分"), lambda row: row.band_name or None, None, LEFT, 172),
    Field(
        _("任用区分"),
        lambda row: EMPLOYMENT_TYPE_NAMES[row.person.employment_type],
        None,
        LEFT,
        92,
    ),
    Field(_("役割"), lambda row: _("、").join(row.role_names), None, LEFT, 112),
    Field(_("状態"), state_name, None, LEFT, 80, tone=_state_tone),
)

MOST_OTHERS = 3
"""So many names of another time are told; of more, their number."""


def _others_text(names: Sequence[str]) -> str:
    if len(names) > MOST_OTHERS:
        return _("別の時期の氏名で見つかった職員が{count}人います。").format(count=len(names))
    listed = _("、").join(map(plain_name, names))
    return _("別の時期の氏名でも見つかりました：{names}").format(names=listed)


ORDERS = (
    RosterOrder.NUMBER,
    RosterOrder.KANA,
    RosterOrder.KANA,
    RosterOrder.DEPARTMENT,
    RosterOrder.TITLE,
    RosterOrder.BAND,
    RosterOrder.EMPLOYMENT_TYPE,
    RosterOrder.ROLE,
    RosterOrder.STATE,
)
"""The order of each column; names are ordered by kana."""

LETTER_WIDTH = 32


class PersonListView(QWidget):
    """Lays out the list; ``query_changed`` tells that another list is asked for."""

    person_chosen = Signal(object)
    """Carries the ``RosterRow``."""

    query_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._order = RosterOrder.KANA
        self._is_descending = False
        self._letters: Mapping[str, int] = {}
        self.departments = DepartmentFilter()
        self.has_former = QCheckBox(_("前の所属も探す"))
        self.has_former.setToolTip(
            _("検索欄の言葉を、前にいた所属の名前からも探します。例：税務課にいたことのある職員")
        )
        self.count = text_label("", TextRole.SECONDARY)
        self.letters = {letter: self._letter(letter) for letter in KANA_ROWS}
        self.table: PagedTable[RosterRow] = PagedTable(ROSTER_FIELDS, frozen_columns=2, stretched=3)
        self.table.setAccessibleName(_("職員"))
        self.nobody = Paragraph(
            _(
                "当てはまる職員がいません。基準日に在職していない職員は、基準日を変えると"
                "見つかります。"
            ),
            TextRole.SECONDARY,
        )
        self.nobody.hide()
        self.others = Paragraph("", TextRole.SECONDARY)
        """Who was found by a name of another time."""
        self.others.hide()
        self._lay_out()
        self.departments.chosen.connect(self.query_changed)
        self.has_former.toggled.connect(self._announce_former)
        self.table.row_activated.connect(self._choose)
        self.table.pages.order_asked.connect(self._ask_order)

    def _letter(self, letter: str) -> QPushButton:
        button = quiet_button(letter)
        button.setFixedWidth(LETTER_WIDTH)
        button.setToolTip(_("フリガナが{letter}行の職員から表示します。").format(letter=letter))
        button.clicked.connect(lambda _on: self.go_to_letter(letter))
        return button

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.setSpacing(Space.M)
        filters.addWidget(self.departments)
        filters.addWidget(self.has_former)
        filters.addWidget(self.count)
        filters.addStretch(1)
        letters = QHBoxLayout()
        letters.setSpacing(0)
        for button in self.letters.values():
            letters.addWidget(button)
        filters.addLayout(letters)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(filters)
        column.addWidget(self.nobody)
        column.addWidget(self.others)
        column.addWidget(self.table, 1)

    def query(self) -> RosterQuery:
        """Return which people are asked for, and in which order."""
        return RosterQuery(
            self.text,
            self.departments.code,
            self.has_former.isChecked(),
            self._order,
            self._is_descending,
        )

    def show_list(
        self,
        listing: RosterListing,
        rows: Mapping[int, RosterRow],
        departments: Sequence[DepartmentChoice],
    ) -> None:
        """Show another list from its beginning."""
        self.departments.offer(departments)
        self.table.show_list(len(listing), rows)
        self.count.setText(_("{count:,} 人").format(count=len(listing)))
        self.nobody.setVisible(not len(listing))
        self.others.set_text(_others_text(tuple(listing.other_names.values())))
        self.others.setVisible(bool(listing.other_names))
        self._letters = dict(listing.letters)
        for letter, button in self.letters.items():
            button.setEnabled(letter in self._letters)
            is_known = bool(self._letters) or not len(listing)
            button.setVisible(is_known)

    def go_to_letter(self, letter: str) -> None:
        """Show the people from a row of the kana table on."""
        if letter in self._letters:
            self.table.go_to(self._letters[letter])
            self.table.setFocus()

    def _announce_former(self, _on: bool) -> None:  # noqa: FBT001 (the signal's own form)
        if self.text:
            self.query_changed.emit()

    def _choose(self, row: RosterRow | None) -> None:
        if row is not None:
            self.person_chosen.emit(row)

    def _ask_order(self, column: int, direction: Qt.SortOrder) -> None:
        order = RosterOrder.KANA if column < 0 else ORDERS[column]
        is_descending = column >= 0 and direction == Qt.SortOrder.DescendingOrder
        if (order, is_descending) != (self._order, self._is_descending):
            self._order, self._is_descending = order, is_descending
            self.query_changed.emit()

"""People missing from a roster: told with department and title, and asked about."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from skilltrack.domain.intake import (
    KEPT,
    Decision,
    Handling,
    ImportOutcome,
    MissingPerson,
    MissingRule,
)
from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.theme import Space, TextRole, Tone
from skilltrack.gui.widgets.tables import LEFT, Field, TableView
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.folding import fold
from skilltrack.i18n.intake_words import HANDLING_NAMES, decision_text
from skilltrack.i18n.texts import _

HANDLINGS = (
    Handling.RETIRED,
    Handling.SECONDED,
    Handling.LEAVE,
    Handling.CHILDCARE,
    Handling.KEEP,
)


class MissingPanel(QWidget):
    """A table of the people and what becomes of them; ``decided`` tells of a decision."""

    decided = Signal()

    def __init__(self, outcome: ImportOutcome, effective: date, rule: MissingRule) -> None:
        """Show the people; an import that was carried out only tells what became of them."""
        super().__init__()
        self._people: Sequence[MissingPerson] = outcome.listing.missing
        self._rule = rule
        is_done = outcome.change is not None
        self._told = {no: found for no, (found, _) in outcome.listing.decisions.items()}
        self._effective = effective
        self.table: TableView[MissingPerson] = TableView(self._fields(), fold=fold)
        self.table.setAccessibleName(_("ファイルにない職員"))
        self.handling = QComboBox()
        self.handling.setAccessibleName(_("扱い"))
        for handling in HANDLINGS:
            self.handling.addItem(HANDLING_NAMES[handling], handling)
        self.day_label = text_label("", TextRole.SECONDARY)
        self.day = EraDateField(_("日付"), self._effective)
        self.apply_button = QPushButton(_("選んだ職員に当てる"))
        self.rest_button = QPushButton(_("残りはすべてそのまま残す"))
        self._controls = QWidget()
        self._lay_out()
        self._controls.setVisible(not is_done)
        self.handling.currentIndexChanged.connect(lambda _at: self._show_day())
        self.apply_button.clicked.connect(self.apply)
        self.rest_button.clicked.connect(self.keep_the_rest)
        selection = self.table.selectionModel()
        selection.selectionChanged.connect(lambda _new, _old: self._show_buttons())
        self._show_day()
        self.table.show_rows(self._people)
        self._show_buttons()

    def _fields(self) -> tuple[Field[MissingPerson], ...]:
        return (
            Field(_("職員番号"), lambda person: person.employee_no, None, LEFT, 104),
            Field(_("氏名"), lambda person: person.name, None, LEFT, 128),
            Field(_("所属"), lambda person: person.department_name, None, LEFT, 176),
            Field(_("職名"), lambda person: person.job_title, None, LEFT, 112),
            Field(_("扱い"), self._decision_name, None, LEFT, 232, tone=self._tone),
        )

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.handling)
        row.addWidget(self.day_label)
        row.addWidget(self.day)
        row.addWidget(self.apply_button)
        row.addStretch(1)
        row.addWidget(self.rest_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self._controls)
        column.addWidget(self.table, 1)

    def _show_day(self) -> None:
        handling = Handling(self.handling.currentData())
        has_day = handling is not Handling.KEEP
        is_last = handling is Handling.RETIRED
        self.day_label.setText(_("最後の在職日") if is_last else _("最初の日"))
        self.day.set_day(self._effective - timedelta(days=1) if is_last else self._effective)
        self.day_label.setVisible(has_day)
        self.day.setVisible(has_day)

    def _show_buttons(self) -> None:
        self.apply_button.setEnabled(self.table.selectionModel().hasSelection())
        self.rest_button.setEnabled(self.undecided() > 0)

    # Decisions

    @property
    def rule(self) -> MissingRule:
        """Return what was decided."""
        return self._rule

    def undecided(self) -> int:
        """Return about how many nothing was decided."""
        return sum(self._rule.of(person.employee_no) is None for person in self._people)

    def decision(self, person: MissingPerson) -> Decision | None:
        """Return what becomes of somebody."""
        return self._told.get(person.employee_no) or self._rule.of(person.employee_no)

    def apply(self) -> None:
        """Decide about the people chosen in the table."""
        handling = Handling(self.handling.currentData())
        decision = Decision(handling, None if handling is Handling.KEEP else self.day.day)
        rows = {index.row() for index in self.table.selectionModel().selectedRows()}
        chosen = {self.table.filter.row(row).employee_no: decision for row in rows}
        self._take(MissingRule({**self._rule.decided, **chosen}, self._rule.rest))

    def keep_the_rest(self) -> None:
        """Keep everybody about whom nothing was decided."""
        self._take(MissingRule(self._rule.decided, KEPT))

    def _take(self, rule: MissingRule) -> None:
        self._rule = rule
        self.table.viewport().update()
        self._show_buttons()
        self.decided.emit()

    def _decision_name(self, person: MissingPerson) -> str:
        return decision_text(self.decision(person)) or _("まだ決めていません")

    def _tone(self, person: MissingPerson) -> Tone | None:
        decision = self.decision(person)
        if decision is None:
            return Tone.ATTENTION
        return None if decision.handling is Handling.KEEP else Tone.INFO

"""What a change of a scheme does to the people of today: moves, and who moves."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from skilltrack.domain.schemes.definition import Scheme
from skilltrack.domain.schemes.effects import Move
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field, TableView
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.folding import fold
from skilltrack.i18n.standings import standing_text
from skilltrack.i18n.texts import _
from skilltrack.services.schemes.effects import Effect, MovedPerson


class EffectView(QWidget):
    """Shows an effect; a move that is chosen narrows the list of people."""

    def __init__(self, before: Scheme) -> None:
        super().__init__()
        self._before, self._after = before, before
        self.summary = text_label("", TextRole.SECTION)
        self.moves: TableView[Move] = TableView(self._move_fields(), fold=fold)
        self.moves.setAccessibleName(_("判定の移り変わり"))
        self.people: TableView[MovedPerson] = TableView(self._person_fields(), fold=fold)
        self.people.setAccessibleName(_("判定が変わる人"))
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.moves)
        parts.addWidget(self.people)
        parts.setStretchFactor(0, 2)
        parts.setStretchFactor(1, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.summary)
        column.addWidget(parts, 1)
        self.moves.current_row_changed.connect(self._narrow)

    def _said(self, is_after: bool) -> Callable[[Move | MovedPerson], str]:  # noqa: FBT001
        def said(row: Move | MovedPerson) -> str:
            scheme = self._after if is_after else self._before
            return standing_text(row.after if is_after else row.before, scheme)

        return said

    def _move_fields(self) -> tuple[Field[Move], ...]:
        return (
            Field(_("今"), self._said(is_after=False), None, LEFT, 112),
            Field(_("変更後"), self._said(is_after=True), None, LEFT, 112),
            Field(_("人数"), lambda m: f"{m.people:,}", lambda m: m.people, RIGHT, 60),
        )

    def _person_fields(self) -> tuple[Field[MovedPerson], ...]:
        return (
            Field(
                _("氏名"),
                lambda one: plain_name(one.person.name),
                lambda one: one.person.kana,
                LEFT,
                96,
            ),
            Field(_("所属"), lambda one: one.department_name, None, LEFT, 112),
            Field(_("今"), self._said(is_after=False), None, LEFT, 112),
            Field(_("変更後"), self._said(is_after=True), None, LEFT, 112),
        )

    def show_effect(self, effect: Effect, after: Scheme) -> None:
        """Show what a changed scheme does."""
        self._after = after
        self.summary.setText(summary_text(effect))
        self.people.filter.set_condition(None)
        self.moves.show_rows(effect.shift.moves)
        self.people.show_rows(effect.moved)

    def _narrow(self, move: Move | None) -> None:
        if move is None:
            self.people.filter.set_condition(None)
            return
        self.people.filter.set_condition(
            lambda one: one.before == move.before and one.after == move.after
        )


def summary_text(effect: Effect) -> str:
    """Return how many people stand elsewhere, and of how many."""
    text = _("{day}現在の{people:,}人のうち、{moved:,}人の判定が変わります。")
    if not effect.moved:
        text = _("{day}現在の{people:,}人の判定は変わりません。")
    return text.format(
        day=wareki_short(effect.as_of), people=effect.shift.people, moved=len(effect.moved)
    )

"""The lines of an import as rows of a table: nothing is built before it is shown."""

from collections.abc import Callable, Sequence

from skilltrack.domain.intake import FieldChange, LineState, Listing, OutcomeLine
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field
from skilltrack.i18n.intake_words import LINE_STATE_NAMES, decision_text
from skilltrack.i18n.names import FIELD_NAMES, value_name
from skilltrack.i18n.texts import _

STATE_TONES = {
    LineState.NEW: Tone.GOOD,
    LineState.CHANGED: Tone.INFO,
    LineState.MISSING: Tone.ATTENTION,
}

NO_CHANGE = FieldChange("", "", "")


class ListedRows:
    """One row per line, and per field where a line changes several; a row is its number."""

    def __init__(self, listing: Listing) -> None:
        self._listing = listing
        self.states: Sequence[LineState] = listing.states()
        self._positions: list[int] = []
        self._parts: list[int] = []
        several = {row: len(fields) for row, fields in listing.changed.items() if len(fields) > 1}
        for position, row in enumerate(listing.file_rows):
            for part in range(several.get(row, 1)):
                self._positions.append(position)
                self._parts.append(part)
        first = len(listing.file_rows)
        self._positions += range(first, len(listing))
        self._parts += [0] * len(listing.missing)
        self._last: tuple[int, OutcomeLine | None] = (-1, None)

    def __len__(self) -> int:
        return len(self._positions)

    def line(self, row: int) -> OutcomeLine:
        """Return the line of a row; the cells of one row ask for it one after another."""
        position = self._positions[row]
        if self._last[0] != position or self._last[1] is None:
            self._last = (position, self._listing[position])
        found = self._last[1]
        return found if found is not None else self._listing[position]

    def change(self, row: int) -> FieldChange:
        """Return the field of a row."""
        fields = self.line(row).fields
        return fields[self._parts[row]] if fields else NO_CHANGE

    def state(self, row: int) -> LineState:
        """Return what the line of a row is to the records."""
        return self.states[self._positions[row]]

    def has_state(self, state: LineState) -> Callable[[int], bool]:
        """Return the condition that a row is in a state."""
        return lambda row: self.state(row) is state

    def file_row(self, row: int) -> int | None:
        """Return the row of the file, None for somebody missing."""
        position = self._positions[row]
        rows = self._listing.file_rows
        return rows[position] if position < len(rows) else None

    def fields(self) -> tuple[Field[int], ...]:
        """Return the columns of the table."""
        return (
            Field(_("行"), self.file_row, None, RIGHT, 56),
            Field(_("番号・コード"), lambda row: self.line(row).key, None, LEFT, 96),
            Field(_("氏名・名称"), lambda row: self.line(row).name, None, LEFT, 120),
            Field(
                _("区分"),
                lambda row: LINE_STATE_NAMES[self.state(row)],
                None,
                LEFT,
                112,
                tone=lambda row: STATE_TONES.get(self.state(row)),
            ),
            Field(_("項目"), self._field_name, None, LEFT, 100),
            Field(_("今の値"), self._old, None, LEFT, 144),
            Field(_("取り込む値"), self._new, None, LEFT, 144),
            Field(_("所属・内容"), lambda row: self.line(row).about, None, LEFT, 200),
        )

    def searched(self) -> tuple[Field[int], ...]:
        """Return the columns that a search looks at."""
        fields = self.fields()
        return (fields[1], fields[2], fields[7])

    def _field_name(self, row: int) -> str:
        change = self.change(row)
        return FIELD_NAMES.get(change.field, change.field)

    def _old(self, row: int) -> str | None:
        change = self.change(row)
        return value_name(change.field, change.old) or (None if change.field else "")

    def _new(self, row: int) -> str | None:
        line, change = self.line(row), self.change(row)
        if line.decision is not None and not change.field:
            return decision_text(line.decision)
        return value_name(change.field, change.new) or (None if change.field else "")

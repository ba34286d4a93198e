"""The drawer of one line of a timeline: its source, and how it is put right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from skilltrack.gui.office.parts import add_lines, add_section
from skilltrack.gui.office.people.day_dialog import DATED
from skilltrack.gui.office.people.person_rows import KIND_NAMES, TimelineRow
from skilltrack.gui.theme import Space, TextRole, quiet_button
from skilltrack.gui.widgets.texts import Paragraph, ToneLabel
from skilltrack.i18n.texts import _
from skilltrack.services.people.person import Person, source_text


class PersonPanel(QWidget):
    """Shows a line; a posting or absence that still holds can be put right."""

    correction_requested = Signal(object)
    """Carries the posting or absence."""

    change_requested = Signal(object, object)
    """Carries the kind and the day of a change of name or occupation."""

    undo_requested = Signal(int)
    """Carries the change."""

    def __init__(self, row: TimelineRow, person: Person) -> None:
        super().__init__()
        event = row.event
        self.correct_button = QPushButton(_("この記録を訂正する"))
        self.undo_button = quiet_button(_("この訂正を元に戻す"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, Space.S, 0)
        column.setSpacing(Space.S)
        kind = _("{kind}　{days}").format(kind=KIND_NAMES[event.kind], days=row.days)
        column.addWidget(Paragraph(kind, TextRole.SECONDARY))
        if row.state_tone is not None:
            column.addWidget(ToneLabel(row.state, row.state_tone))
        if event.detail:
            column.addWidget(Paragraph(event.detail.replace(_("、"), "\n")))
        add_section(column, _("記録元"))
        add_lines(column, _lines(row.source), none=_("記録元は分かりません。"))
        after = None if event.superseded_in is None else person.sources.get(event.superseded_in)
        if after is not None:
            add_section(column, _("この内容に代わったもの"))
            add_lines(column, _lines(source_text(after)), none="")
        if event.fact is not None and event.superseded_in is None:
            column.addSpacing(Space.M)
            column.addWidget(self.correct_button, 0, Qt.AlignmentFlag.AlignLeft)
            fact = event.fact
            self.correct_button.clicked.connect(lambda: self.correction_requested.emit(fact))
        if event.kind in DATED and event.superseded_in is None:
            column.addSpacing(Space.M)
            column.addWidget(self.correct_button, 0, Qt.AlignmentFlag.AlignLeft)
            self.correct_button.clicked.connect(
                lambda: self.change_requested.emit(event.kind, event.days.start)
            )
        standing = {one.change for one in person.corrections if one.undone_in is None}
        change = next((c for c in (event.recorded_in, event.superseded_in) if c in standing), None)
        if change is not None:
            column.addWidget(self.undo_button, 0, Qt.AlignmentFlag.AlignLeft)
            self.undo_button.clicked.connect(lambda: self.undo_requested.emit(change))
        column.addStretch(1)


def _lines(source: str) -> tuple[str, ...]:
    return tuple(part for part in source.split("\u3000") if part)

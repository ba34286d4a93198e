"""A form in a dialog: fields, what is wrong with them, one button that does it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from skilltrack.gui.office.parts import clear, level_labels
from skilltrack.gui.theme import Space, TextRole, primary_button
from skilltrack.gui.widgets.cards import ErrorPanel
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.texts import _

WIDTH, HEIGHT = 640, 440


class FormDialog(QDialog):
    """Lays out fields; ``submitted`` tells that the form is complete."""

    submitted = Signal()

    def __init__(
        self,
        title: str,
        action: str,
        parent: QWidget | None = None,
        *,
        size: tuple[int, int] = (WIDTH, HEIGHT),
    ) -> None:
        """Make an empty form; ``action`` is the button that does it."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self._failure = _("{action}ことができません").format(action=action)
        self.submit_button = primary_button(action)
        self.submit_button.clicked.connect(self._submit)
        self.form = QFormLayout()
        self.form.setSpacing(Space.S)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._problems = QVBoxLayout()
        leave = QPushButton(_("やめる"))
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.XL, 0, Space.XL, Space.L)
        foot.addStretch(1)
        foot.addWidget(leave)
        foot.addWidget(self.submit_button)
        body = QWidget()
        inner = QVBoxLayout(body)
        self._inner = inner
        inner.setContentsMargins(Space.XL, Space.L, Space.XL, Space.S)
        inner.setSpacing(Space.M)
        inner.addLayout(self._problems)
        inner.addLayout(self.form)
        inner.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self._area, 1)
        column.addLayout(foot)
        room = self.screen().availableSize()
        self.resize(min(size[0], room.width() - Space.XXL), min(size[1], room.height() - Space.XXL))

    def showEvent(self, event: QShowEvent) -> None:
        level_labels(self.form)
        super().showEvent(event)

    def add_explanation(self, text: str) -> None:
        """Add a paragraph between the fields."""
        self.form.addRow(Paragraph(text, TextRole.SECONDARY))

    def check(self) -> tuple[str, ...]:
        """Return everything that is missing, one sentence each."""
        return ()

    def _submit(self) -> None:
        problems = self.check()
        self.show_problems(problems)
        if not problems:
            self.submitted.emit()

    def show_problems(self, sentences: Sequence[str]) -> None:
        """Show why it was not done; none takes the panel away."""
        clear(self._problems)
        if sentences:
            panel = ErrorPanel(self._failure, sentences)
            self._problems.addWidget(panel)
            panel.show()  # at once, so that it counts for the height
            self._area.verticalScrollBar().setValue(0)
            self._grow()

    def _grow(self) -> None:
        """Become as high as all of the form, as far as the screen has room."""
        seen = self._area.viewport()
        self._inner.activate()
        lack = self._inner.totalHeightForWidth(seen.width()) - seen.height()
        room = self.screen().availableSize().height() - Space.XXL
        if lack > 0:
            self.resize(self.width(), min(self.height() + lack, max(room, self.height())))

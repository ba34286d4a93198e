"""A choice between a few parts of a page, shown side by side."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton


class Switch(QFrame):
    """Buttons of which one is chosen; ``chosen`` carries its key."""

    chosen = Signal(str)

    def __init__(self, parts: Sequence[tuple[str, str]]) -> None:
        """Offer (key, text) pairs; the first one is chosen."""
        super().__init__()
        self.setObjectName("switch")
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for key, text in parts:
            button = QPushButton(text)
            button.setCheckable(True)
            button.setProperty("kind", "part")
            is_last = key == parts[-1][0]
            button.setProperty("place", "last" if is_last else "first" if not row.count() else "")
            button.clicked.connect(lambda _on, chosen=key: self.chosen.emit(chosen))
            self._group.addButton(button)
            self._buttons[key] = button
            row.addWidget(button)
        self._buttons[parts[0][0]].setChecked(True)

    @property
    def current(self) -> str:
        """Return the key of the part chosen."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def choose(self, key: str) -> None:
        """Choose a part, announcing it when it is another one."""
        if key != self.current:
            self._buttons[key].setChecked(True)
            self.chosen.emit(key)

    def set_text(self, key: str, text: str) -> None:
        """Show another text on a part."""
        self._buttons[key].setText(text)

    def show_choice(self, key: str) -> None:
        """Show a part as chosen without announcing it."""
        self._buttons[key].setChecked(True)

    def set_hint(self, key: str, hint: str) -> None:
        """Tell what a part is when hovered over."""
        self._buttons[key].setToolTip(hint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move along the parts with the arrows."""
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        keys = list(self._buttons)
        if step is None:
            super().keyPressEvent(event)
            return
        key = keys[(keys.index(self.current) + step) % len(keys)]
        self.choose(key)
        self._buttons[key].setFocus()

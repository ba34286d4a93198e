"""The side bar of the office window."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
)

from skilltrack.gui.icons import LARGE, Icon, icon, pixmap
from skilltrack.gui.shortcuts import page_keys
from skilltrack.gui.theme import Space, TextRole, colours, text_font
from skilltrack.i18n.texts import _

WIDTH = 184
COMPACT_WIDTH = 56
LOWEST, HIGHEST = 28, 38
"""Heights of an entry in px: 1366×768 at 150 % leaves 512 for all of them."""
COMPACT_BELOW = 1_000
"""In px of window width; 1366×768 at 150 % leaves 911."""


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """A page that can be chosen: its key, its name and its icon."""

    key: str
    text: str
    icon: Icon


class Navigation(QFrame):
    """Pages to choose from; ``chosen`` carries the key of the page."""

    chosen = Signal(str)

    def __init__(self, title: str, entries: Sequence[NavigationEntry]) -> None:
        super().__init__()
        self.setObjectName("navigation")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._entries = tuple(entries)
        self._title = QLabel(title)
        self._title.setFont(text_font(TextRole.SECTION))
        self._title.setContentsMargins(Space.S, 0, 0, 0)
        self._group = QButtonGroup(self)
        self._buttons = {entry.key: self._button(entry) for entry in self._entries}
        self._state_icon = QLabel()
        self._state_text = QLabel()
        self._state = Icon.PROTECTED
        self._lay_out()
        self._draw_icons()
        self._group.buttonClicked.connect(self._announce)

    def _button(self, entry: NavigationEntry) -> QToolButton:
        button = QToolButton()
        button.setText(entry.text)
        button.setAccessibleName(entry.text)
        button.setCheckable(True)
        button.setIconSize(QSize(LARGE, LARGE))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        button.setMinimumHeight(LOWEST)
        button.setMaximumHeight(HIGHEST)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        number = len(self._group.buttons()) + 1
        if number <= 9:
            button.setShortcut(page_keys(number))
        button.setObjectName(entry.key)
        self._group.addButton(button)
        return button

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.S, Space.M, Space.S, Space.M)
        column.setSpacing(2)
        column.addWidget(self._title)
        column.addSpacing(Space.S)
        for button in self._buttons.values():
            column.addWidget(button, 100)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.M, 0, 0, 0)
        foot.setSpacing(Space.S)
        foot.addWidget(self._state_icon)
        foot.addWidget(self._state_text, 1)
        column.addLayout(foot)
        self.setFixedWidth(WIDTH)

    def choose(self, key: str) -> None:
        """Mark a page as the one shown, without announcing it."""
        self._buttons[key].setChecked(True)

    def show_state(self, text: str, shown: Icon) -> None:
        """Show the state of the data at the foot, in a word and an icon."""
        self._state = shown
        self._state_text.setText(text)
        self._state_icon.setToolTip(text)
        self._state_icon.setAccessibleName(text)
        self._draw_icons()

    def _fit_to(self, window_width: int) -> None:
        """Show icons alone in a narrow window (px)."""
        is_compact = window_width < COMPACT_BELOW
        style = (
            Qt.ToolButtonStyle.ToolButtonIconOnly
            if is_compact
            else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        )
        for entry in self._entries:
            button = self._buttons[entry.key]
            button.setToolButtonStyle(style)
            button.setToolTip(self._tooltip(button, entry, is_compact=is_compact))
        self._title.setVisible(not is_compact)
        self._state_text.setVisible(not is_compact)
        self.setFixedWidth(COMPACT_WIDTH if is_compact else WIDTH)

    def _tooltip(self, button: QToolButton, entry: NavigationEntry, *, is_compact: bool) -> str:
        keys = button.shortcut().toString()
        if not is_compact:
            return keys
        return _("{page}（{keys}）").format(page=entry.text, keys=keys) if keys else entry.text

    def _announce(self, button: QToolButton) -> None:
        self.chosen.emit(button.objectName())

    def _draw_icons(self) -> None:
        colour = colours().navigation_text
        for entry in self._entries:
            self._buttons[entry.key].setIcon(icon(entry.icon, colour))
        self._state_icon.setPixmap(pixmap(self._state, colour, LARGE))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icons()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        self.window().installEventFilter(self)
        self._fit_to(self.window().width())
        super().showEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the width of the window."""
        if isinstance(event, QResizeEvent) and watched is self.window():
            self._fit_to(event.size().width())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the focus with the arrows, round the corner."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        buttons = list(self._buttons.values())
        step = steps.get(Qt.Key(event.key()))
        focused = next((n for n, button in enumerate(buttons) if button.hasFocus()), None)
        if step is None or focused is None:
            super().keyPressEvent(event)
            return
        buttons[(focused + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)

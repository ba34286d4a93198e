"""Every keyboard shortcut of the windows, in one place so that none is given twice."""

from enum import Enum

from PySide6.QtGui import QKeySequence


class Shortcut(Enum):
    """What the keys do; the value is how Qt writes them."""

    SEARCH = "Ctrl+K"
    FILTER = "Ctrl+F"
    BACK = "Alt+Left"
    FORWARD = "Alt+Right"
    RELOAD = "F5"
    HELP = "F1"
    CLOSE = "Esc"
    COPY_ROWS = "Ctrl+C"
    COPY_TABLE = "Ctrl+Shift+C"
    SAVE_PICTURE = "Ctrl+Shift+S"
    PREVIOUS_QUESTION = "Backspace"
    NEXT_QUESTION = "Return"
    NOT_APPLICABLE = "0"

    @property
    def keys(self) -> QKeySequence:
        """Return the keys in Qt's form."""
        return QKeySequence(self.value)

    @property
    def text(self) -> str:
        """Return the keys as they stand on the keyboard of the user."""
        return self.keys.toString(QKeySequence.SequenceFormat.NativeText)


def page_keys(number: int) -> QKeySequence:
    """Return the keys that open the page with this number in the navigation, from 1."""
    return QKeySequence(f"Ctrl+{number}")

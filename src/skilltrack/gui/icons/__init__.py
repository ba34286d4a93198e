"""The icon set: own drawings on a 20-px grid, painted in the colour they are asked for."""

from enum import StrEnum
from functools import cache
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap

from skilltrack.gui.theme import Tone, colours

SMALL = 16
LARGE = 20


class Icon(StrEnum):
    """The icons by what they stand for; the value is the file's stem."""

    HOME = "home"
    SURVEY = "survey"
    QUESTIONNAIRE = "questionnaire"
    PEOPLE = "people"
    TRAINING = "training"
    EXAM = "exam"
    SCHEME = "scheme"
    PRACTICE = "practice"
    BOARD = "board"
    REPORT = "report"
    SETTINGS = "settings"
    INFO = "info"
    GOOD = "good"
    ATTENTION = "attention"
    BAD = "bad"
    GOLD = "gold"
    SILVER = "silver"
    BRONZE = "bronze"
    SEARCH = "search"
    CLOSE = "close"
    COPY = "copy"
    BACK = "back"
    FORWARD = "forward"
    IMPORT = "import"
    EXPORT = "export"
    ADD = "add"
    UNDO = "undo"
    FILTER = "filter"
    PROTECTED = "protected"
    UNPROTECTED = "unprotected"
    CALENDAR = "calendar"
    PICTURE = "picture"
    ORGANISATION = "organisation"
    ROLE = "role"
    YEAR = "year"
    RETENTION = "retention"


def pixmap(name: Icon, colour: str, size: int = SMALL) -> QPixmap:
    """Draw an icon in a colour, ``size`` px wide, as sharp as the finest screen."""
    return _drawn(name, colour, size, QGuiApplication.primaryScreen().devicePixelRatio())


def icon(name: Icon, colour: str | None = None) -> QIcon:
    """Return an icon; None takes the colour of text in force."""
    tokens = colours()
    shown = QIcon()
    for size in (SMALL, LARGE):
        shown.addPixmap(pixmap(name, colour or tokens.text, size))
        shown.addPixmap(pixmap(name, tokens.edge, size), QIcon.Mode.Disabled)
    return shown


def tone_pixmap(tone: Tone, size: int = SMALL) -> QPixmap:
    """Draw the icon of a tone in its colour; tones and their icons share their names."""
    return pixmap(Icon(tone.value), colours().of(tone), size)


@cache
def _drawn(name: Icon, colour: str, size: int, ratio: float) -> QPixmap:
    # Qt's SVG library is loaded only once something with an icon is shown.
    from PySide6.QtSvg import QSvgRenderer

    drawing = Path(__file__).with_name(f"{name}.svg").read_bytes()
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(drawing.replace(b"currentColor", colour.encode())).render(
        painter, QRectF(0, 0, size, size)
    )
    painter.end()
    return drawn

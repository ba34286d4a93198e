"""The look in one place: tokens, the palette and the one stylesheet made from them.

The palette of the application carries the theme: ``colours()`` reads the tokens back from it, so
that whatever paints itself follows a change between light, dark and high contrast without being
told. High contrast set in the system wins over everything here.
"""

import sys
from dataclasses import asdict, dataclass
from enum import Enum, StrEnum
from functools import cache
from pathlib import Path
from string import Template

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from skilltrack.files.shipped import shipped_folder

FONT_FAMILIES = ("BIZ UDゴシック", "BIZ UDGothic", "Meiryo", "Noto Sans CJK JP")
"""In order of preference; Windows knows the first by either name."""

RADIUS = 6
ROW_HEIGHT = 30
FOCUS_WIDTH = 2
LINE_HEIGHT = 1.5


class Space:
    """Distances on the 4-px grid."""

    XS = 4
    S = 8
    M = 12
    L = 16
    XL = 24
    XXL = 32


class TextRole(Enum):
    """What a text is for: its size in px at 100 %, its weight, the token of its colour."""

    TABLE = (13, 400, "text")
    BODY = (14, 400, "text")
    SECONDARY = (13, 400, "secondary")
    SECTION = (16, 600, "text")
    QUESTION = (18, 400, "text")
    PAGE_TITLE = (20, 600, "text")
    FIGURE = (28, 600, "text")

    def __init__(self, size: int, weight: int, colour: str) -> None:
        self.size = size
        self.weight = weight
        self.colour = colour


class Tone(StrEnum):
    """A state or a medal; always shown with an icon and a word beside the colour."""

    INFO = "info"
    GOOD = "good"
    ATTENTION = "attention"
    BAD = "bad"
    GOLD = "gold"
    SILVER = "silver"
    BRONZE = "bronze"


@dataclass(frozen=True, slots=True)
class Colours:
    """The colour tokens, as #RRGGBB.

    Source of ``bar`` and ``target``: Okabe and Ito, Color Universal Design (2008).
    """

    ground: str
    surface: str
    text: str
    secondary: str
    navigation_ground: str
    navigation_text: str
    navigation_chosen: str
    primary: str
    on_primary: str
    primary_hover: str
    selection: str
    on_selection: str
    line: str
    edge: str
    good: str
    attention: str
    bad: str
    gold: str
    silver: str
    bronze: str
    bar: str
    target: str

    def of(self, tone: Tone) -> str:
        """Return the colour of a tone."""
        return {
            Tone.INFO: self.primary,
            Tone.GOOD: self.good,
            Tone.ATTENTION: self.attention,
            Tone.BAD: self.bad,
            Tone.GOLD: self.gold,
            Tone.SILVER: self.silver,
            Tone.BRONZE: self.bronze,
        }[tone]


LIGHT = Colours(
    ground="#F5F6F8",
    surface="#FFFFFF",
    text="#1B1F24",
    secondary="#57606A",
    navigation_ground="#16324F",
    navigation_text="#E6EDF5",
    navigation_chosen="#2B5078",
    primary="#1F5FA8",
    on_primary="#FFFFFF",
    primary_hover="#194E8B",
    selection="#DCE8F6",
    on_selection="#1B1F24",
    line="#D0D7DE",
    edge="#818B98",
    good="#1A7F4B",
    attention="#8A5A00",
    bad="#B3261E",
    gold="#8A6B1E",
    silver="#5F6B76",
    bronze="#9A5B2B",
    bar="#0072B2",
    target="#D55E00",
)

DARK = Colours(
    ground="#0F1216",
    surface="#15191E",
    text="#E6EDF3",
    secondary="#9AA6B2",
    navigation_ground="#0B1B2B",
    navigation_text="#E6EDF5",
    navigation_chosen="#1E3F5F",
    primary="#7FB2F0",
    on_primary="#0F1216",
    primary_hover="#A3C8F5",
    selection="#1E3450",
    on_selection="#E6EDF3",
    line="#2D343C",
    edge="#66727E",
    good="#6FCF97",
    attention="#F2C14E",
    bad="#FF8A80",
    gold="#AF9962",
    silver="#8F979F",
    bronze="#B88C6B",
    bar="#56B4E9",
    target="#E69F00",
)


def contrast_colours(palette: QPalette) -> Colours:
    """Return the tokens for the high contrast of the system: its own colours, nothing else."""

    def name(role: QPalette.ColorRole) -> str:
        return palette.color(QPalette.ColorGroup.Active, role).name()

    window = name(QPalette.ColorRole.Window)
    text = name(QPalette.ColorRole.WindowText)
    highlight = name(QPalette.ColorRole.Highlight)
    highlighted_text = name(QPalette.ColorRole.HighlightedText)
    return Colours(
        ground=window,
        surface=window,
        text=text,
        secondary=text,
        navigation_ground=window,
        navigation_text=text,
        navigation_chosen=window,
        primary=highlight,
        on_primary=highlighted_text,
        primary_hover=highlight,
        selection=highlight,
        on_selection=highlighted_text,
        line=text,
        edge=text,
        good=text,
        attention=text,
        bad=text,
        gold=text,
        silver=text,
        bronze=text,
        bar=text,
        target=text,
    )


def palette_of(tokens: Colours) -> QPalette:
    """Return the palette that carries the tokens."""
    palette = QPalette(QColor(tokens.surface), QColor(tokens.ground))
    roles = QPalette.ColorRole
    for role, colour in (
        (roles.Window, tokens.ground),
        (roles.WindowText, tokens.text),
        (roles.Base, tokens.surface),
        (roles.AlternateBase, tokens.ground),
        (roles.Text, tokens.text),
        (roles.PlaceholderText, tokens.secondary),
        (roles.Button, tokens.surface),
        (roles.ButtonText, tokens.text),
        (roles.BrightText, tokens.bad),
        (roles.Highlight, tokens.selection),
        (roles.HighlightedText, tokens.on_selection),
        (roles.Accent, tokens.primary),
        (roles.Link, tokens.primary),
        (roles.LinkVisited, tokens.primary),
        (roles.ToolTipBase, tokens.surface),
        (roles.ToolTipText, tokens.text),
        (roles.Mid, tokens.edge),
        (roles.Midlight, tokens.line),
    ):
        palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.edge))
    return palette


def colours() -> Colours:
    """Return the tokens in force, read from the palette of the application."""
    palette = QApplication.palette()
    ground = palette.color(QPalette.ColorRole.Window).name().upper()
    text = palette.color(QPalette.ColorRole.WindowText).name().upper()
    for tokens in (LIGHT, DARK):
        if (ground, text) == (tokens.ground, tokens.text):
            return tokens
    return contrast_colours(palette)


@cache
def stylesheet(tokens: Colours) -> str:
    """Return the one stylesheet of the application."""
    icons = Path(__file__).parent / "icons"
    tick = "tick-light" if QColor(tokens.on_primary).lightness() > 127 else "tick-dark"
    rules = [
        f'*[textRole="{role.name}"] {{ font-size: {role.size}px; font-weight: {role.weight};'
        f" color: {getattr(tokens, role.colour)}; }}"
        for role in TextRole
    ]
    # Windows gives boxes and menus smaller fonts of its own, again whenever its theme changes.
    families = ", ".join(f'"{name}"' for name in FONT_FAMILIES)
    own = f"font-family: {families}; font-size: {TextRole.BODY.size}px;"
    rules.append(f"QMessageBox QLabel, QMenu, QToolTip {{ {own} }}")
    for tone in Tone:
        rules.append(f'QLabel[tone="{tone}"] {{ color: {tokens.of(tone)}; }}')
        edge = f"border-left: 4px solid {tokens.of(tone)};"
        rules.append(f'*[surface="notice"][tone="{tone}"] {{ {edge} }}')
    template = Template(Path(__file__).with_suffix(".qss").read_text(encoding="utf-8"))
    look = template.substitute(
        asdict(tokens),
        icons=icons.as_posix(),
        tick=tick,
        radius=RADIUS,
        focus=FOCUS_WIDTH,
        table_size=TextRole.TABLE.size,
    )
    return "\n".join([look, *rules])


def set_text_role(widget: QWidget, role: TextRole) -> None:
    """Give a widget the type of a role."""
    widget.setProperty("textRole", role.name)


class Surface(StrEnum):
    """What lies under a widget."""

    CARD = "card"
    PLAIN = "plain"
    NOTICE = "notice"


def set_surface(widget: QWidget, surface: Surface = Surface.CARD) -> None:
    """Put a widget on a surface of its own."""
    widget.setProperty("surface", surface.value)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


def primary_button(text: str) -> QPushButton:
    """Make the one button of a page that does its main thing."""
    button = QPushButton(text)
    button.setProperty("kind", "primary")
    return button


def quiet_button(text: str) -> QPushButton:
    """Make a button that reads as a link."""
    button = QPushButton(text)
    button.setProperty("kind", "quiet")
    return button


def menu_button(text: str) -> QPushButton:
    """Return a button that opens a menu."""
    button = QPushButton(text)
    button.setProperty("kind", "menu")
    return button


def text_font(role: TextRole) -> QFont:
    """Return the font of a role, for what paints itself."""
    font = QFont(QApplication.font())
    font.setPixelSize(role.size)
    font.setWeight(QFont.Weight(role.weight))
    return font


def has_high_contrast() -> bool:
    """Tell whether high contrast is switched on in the system.

    Source: Win32 ``SystemParametersInfoW`` with SPI_GETHIGHCONTRAST (0x42), HCF_HIGHCONTRASTON.
    """
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        class HighContrast(ctypes.Structure):
            _fields_ = [
                ("size", wintypes.UINT),
                ("flags", wintypes.DWORD),
                ("scheme", wintypes.LPWSTR),
            ]

        answer = HighContrast(size=ctypes.sizeof(HighContrast))
        ctypes.windll.user32.SystemParametersInfoW(0x42, answer.size, ctypes.byref(answer), 0)
        return bool(answer.flags & 1)
    else:  # noqa: RET505 (mypy tells the platforms apart by if and else)
        return False


def apply(application: QApplication, tokens: Colours | None = None) -> None:
    """Give the application its style, font and colours.

    Without ``tokens`` the colours follow the system, now and when it changes.
    """
    application.setStyle("Fusion")
    if not any(QFontDatabase.hasFamily(name) for name in FONT_FAMILIES[:2]):
        for file in sorted(shipped_folder("fonts").glob("*.ttf")):
            QFontDatabase.addApplicationFont(str(file))
    families = [name for name in FONT_FAMILIES if QFontDatabase.hasFamily(name)]
    font = QFont(families or [application.font().family()])
    font.setPixelSize(TextRole.BODY.size)
    application.setFont(font)
    if tokens is None:
        _follow_system(application)
        hints = application.styleHints()
        hints.colorSchemeChanged.connect(lambda _scheme: _follow_system(application))
    else:
        _put_on(application, tokens)


def _follow_system(application: QApplication) -> None:
    if has_high_contrast():
        application.setPalette(QPalette())  # an empty palette gives way to the system's
        application.setStyleSheet(stylesheet(contrast_colours(QApplication.palette())))
        return
    is_dark = application.styleHints().colorScheme() == Qt.ColorScheme.Dark
    _put_on(application, DARK if is_dark else LIGHT)


def _put_on(application: QApplication, tokens: Colours) -> None:
    application.setPalette(palette_of(tokens))
    application.setStyleSheet(stylesheet(tokens))


def translate_qt(application: QApplication) -> None:
    """Let Qt's own dialogs, dates and numbers be Japanese, where its catalogue is installed."""
    QLocale.setDefault(QLocale(QLocale.Language.Japanese, QLocale.Country.Japan))
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    translator = QTranslator(application)
    if translator.load("qtbase_ja", folder):
        application.installTranslator(translator)

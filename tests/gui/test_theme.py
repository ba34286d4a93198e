import dataclasses
import re

import pytest
from PySide6.QtCore import QLibraryInfo
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QMessageBox,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from skilltrack.gui import theme
from skilltrack.gui.icons import Icon, pixmap, tone_pixmap
from skilltrack.gui.theme import DARK, LIGHT, Colours, TextRole, Tone

GROUNDS = ("ground", "surface")
TEXTS = ("text", "secondary", "good", "attention", "bad", "gold", "silver", "bronze", "primary")


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    shade = QColor(colour)
    red, green, blue = map(linear, (shade.redF(), shade.greenF(), shade.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def high_contrast_palette() -> QPalette:
    palette = QPalette(QColor("#000000"), QColor("#000000"))
    roles = QPalette.ColorRole
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(role, QColor("#FFFFFF"))
    palette.setColor(roles.Highlight, QColor("#1AEBFF"))
    palette.setColor(roles.HighlightedText, QColor("#000000"))
    return palette


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_every_text_can_be_read_on_every_ground(tokens: Colours, ground: str, text: str) -> None:
    assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("on_primary", "primary"),
        ("on_primary", "primary_hover"),
        ("on_selection", "selection"),
        ("navigation_text", "navigation_ground"),
        ("navigation_text", "navigation_chosen"),
    ],
)
def test_text_on_colours_can_be_read(tokens: Colours, text: str, ground: str) -> None:
    assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("mark", ["edge", "bar", "target"])
def test_edges_of_fields_and_marks_of_charts_can_be_seen(tokens: Colours, mark: str) -> None:
    assert contrast(getattr(tokens, mark), tokens.surface) >= 3.0


def test_the_palette_carries_the_theme(qapp: QApplication, dark: Colours) -> None:
    assert theme.colours() is dark
    assert qapp.palette().color(QPalette.ColorRole.Base).name().upper() == dark.surface


def test_high_contrast_uses_the_colours_of_the_system_alone() -> None:
    tokens = theme.contrast_colours(high_contrast_palette())
    assert {value.upper() for value in dataclasses.asdict(tokens).values()} == {
        "#000000",
        "#FFFFFF",
        "#1AEBFF",
    }
    assert contrast(tokens.text, tokens.surface) == pytest.approx(21)


def test_widgets_find_the_high_contrast_again_in_the_palette(qapp: QApplication) -> None:
    tokens = theme.contrast_colours(high_contrast_palette())
    theme.apply(qapp, tokens)
    try:
        assert theme.colours() == tokens
    finally:
        theme.apply(qapp, LIGHT)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_stylesheet_names_no_colour_outside_the_tokens(tokens: Colours) -> None:
    named = set(re.findall(r"#[0-9A-Fa-f]{6}\b", theme.stylesheet(tokens)))
    assert named <= set(dataclasses.asdict(tokens).values())


def test_the_font_has_japanese_and_the_size_of_the_body(qapp: QApplication) -> None:
    assert qapp.font().families()[0] in theme.FONT_FAMILIES
    assert qapp.font().pixelSize() == 14


def test_a_focused_button_shows_a_ring(qtbot: QtBot, qapp: QApplication) -> None:
    first, button = QPushButton("戻る"), QPushButton("取り込む")
    page = QWidget()
    qtbot.addWidget(page)
    row = QHBoxLayout(page)
    row.addWidget(first)
    row.addWidget(button)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()

    def edge() -> str:
        image = button.grab().toImage()
        return image.pixelColor(1, button.height() // 2).name().upper()

    first.setFocus()
    assert edge() != LIGHT.primary
    button.setFocus()
    assert edge() == LIGHT.primary


def test_every_icon_has_a_drawing(qapp: QApplication) -> None:
    blank = [
        name
        for name in Icon
        if not any(
            pixmap(name, "#000000", 20).toImage().pixelColor(x, y).alpha()
            for x in range(20)
            for y in range(20)
        )
    ]
    assert blank == []


def test_every_tone_has_an_icon_of_its_own_colour(qapp: QApplication) -> None:
    for tone in Tone:
        image = tone_pixmap(tone, 20).toImage()
        solid = [
            image.pixelColor(x, y).name().upper()
            for x in range(20)
            for y in range(20)
            if image.pixelColor(x, y).alpha() == 255
        ]
        assert LIGHT.of(tone) in solid


def test_dialogs_of_qt_speak_japanese(qtbot: QtBot, qapp: QApplication) -> None:
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    theme.translate_qt(qapp)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    text = box.button(QDialogButtonBox.StandardButton.Cancel).text()
    assert "キャンセル" in text, folder


def test_boxes_and_menus_have_the_font_of_the_windows(qtbot: QtBot, qapp: QApplication) -> None:
    """Also where the system has other fonts for them, as Windows when its theme changes."""
    theme.apply(qapp, LIGHT)
    box, menu = QMessageBox(), QMenu()
    for widget in (box, menu):
        qtbot.addWidget(widget)
    try:
        for name in ("QLabel", "QMenu"):
            QApplication.setFont(QFont("monospace", 31), name)
        for shown in (*box.findChildren(QLabel), menu):
            shown.ensurePolished()
            assert shown.font().pixelSize() == TextRole.BODY.size
            assert shown.font().families()[0] in theme.FONT_FAMILIES
    finally:
        QApplication.setFont(qapp.font())

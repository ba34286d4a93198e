import subprocess
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QScrollBar, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from skilltrack.domain.problems import MachineFailure
from skilltrack.gui.charts.bar_chart import AXIS_HEIGHT, ROW_HEIGHT, Bar, BarChart
from skilltrack.gui.charts.line_chart import BandPoint, LineChart, LinePicture, LinePoint
from skilltrack.gui.charts.radar import RadarAxis, RadarChart
from skilltrack.gui.theme import LIGHT

LEFT_BUTTON = Qt.MouseButton.LeftButton

AXES = (
    RadarAxis("基礎用語", Fraction(4, 5), Fraction(3, 5)),
    RadarAxis("エクセル関数", Fraction(13, 18), Fraction(3, 5)),
    RadarAxis("統計知識", None, Fraction(1, 2)),
    RadarAxis("ツール", Fraction(10, 27), Fraction(1, 2)),
    RadarAxis("セキュリティ", Fraction(1), Fraction(4, 5)),
)

BARS = (
    Bar("税務課", Fraction(17, 18), "34 / 36"),
    Bar("情報政策・デジタル戦略推進課（兼務を含む）", Fraction(1, 2), "9 / 18"),
    Bar("会計課", Fraction(0), "0 / 4"),
    Bar("都市計画課", None),
    Bar("監査委員事務局", Fraction(1, 3), is_hidden=True),
)


@pytest.fixture
def radar(qtbot: QtBot) -> RadarChart:
    chart = RadarChart("自分の結果", "目標（目安）")
    qtbot.addWidget(chart)
    chart.show_axes(AXES)
    chart.resize(440, 400)
    chart.show()
    return chart


@pytest.fixture
def chart(qtbot: QtBot) -> BarChart:
    chart = BarChart()
    qtbot.addWidget(chart)
    chart.show_bars(BARS, Fraction(63, 100), "全体")
    chart.resize(640, chart.sizeHint().height())
    with qtbot.waitActive(chart):
        chart.show()
        chart.activateWindow()
    return chart


def plot_of(chart: BarChart) -> QWidget:
    return next(child for child in chart.children() if hasattr(child, "viewport"))


def point_in_row(chart: BarChart, number: int) -> QPoint:
    return QPoint(300, AXIS_HEIGHT + round((number + 0.5) * ROW_HEIGHT))


def colours_at(image: QImage, place: QRect) -> list[str]:
    return [
        image.pixelColor(x, y).name().upper()
        for x in range(place.left(), place.right())
        for y in range(place.top(), place.bottom())
    ]


def ask(widget: QWidget, position: QPoint) -> str:
    """Hover over a place and return what is told."""
    event = QHelpEvent(QHelpEvent.Type.ToolTip, position, widget.mapToGlobal(position))
    QApplication.sendEvent(widget, event)
    return QToolTip.text()


# Radar


def test_the_radar_says_in_words_what_it_shows(radar: RadarChart) -> None:
    words = radar.accessibleDescription()
    assert "基礎用語 80.0\u2009%（目標（目安） 60.0\u2009%）" in words
    assert "統計知識 ―" in words


def test_the_numbers_behind_the_radar_keep_unknown_apart_from_zero(radar: RadarChart) -> None:
    numbers = radar.numbers()
    assert numbers.headings == ("分野", "自分の結果", "目標（目安）")
    assert numbers.rows[2] == ("統計知識", "―", "50.0\u2009%")
    assert len(numbers.rows) == 5


@pytest.mark.parametrize("size", [(440, 400), (300, 280), (900, 300), (360, 700)])
@pytest.mark.parametrize("count", [3, 5, 6, 8])
def test_no_label_of_the_radar_is_cut(radar: RadarChart, size: tuple[int, int], count: int) -> None:
    names = ("基礎用語", "エクセル関数", "統計知識", "業務改革（BPR）", "セキュリティ", "生成AI")
    radar.show_axes([RadarAxis(names[n % 6], Fraction(1)) for n in range(count)])
    radar.resize(*size)
    image = radar.grab().toImage()
    width, height = image.width() - 1, image.height() - 1
    ground = image.pixelColor(0, 0)
    border = [image.pixelColor(x, y) for x in (0, width) for y in range(height)]
    border += [image.pixelColor(x, 0) for x in range(width)]
    assert set(map(str, border)) == {str(ground)}


def test_an_axis_without_a_figure_is_a_hatched_gap(radar: RadarChart, tmp_path: Path) -> None:
    radar.save_picture(tmp_path / "gap.png")
    radar.show_axes([RadarAxis(axis.label, axis.value or Fraction(0)) for axis in AXES])
    radar.save_picture(tmp_path / "zero.png")
    gap, zero = QImage(str(tmp_path / "gap.png")), QImage(str(tmp_path / "zero.png"))
    place = QRect(500, 500, 60, 60)  # inside the sector at the lower right
    assert len(set(colours_at(gap, place))) > len(set(colours_at(zero, place)))


def test_a_click_on_a_label_or_a_sector_names_its_axis(qtbot: QtBot, radar: RadarChart) -> None:
    clicked: list[int] = []
    radar.axis_activated.connect(clicked.append)
    centre = QPoint(220, 195)
    qtbot.mouseClick(radar, LEFT_BUTTON, pos=centre + QPoint(0, -60))
    qtbot.mouseClick(radar, LEFT_BUTTON, pos=centre + QPoint(70, -20))
    qtbot.mouseClick(radar, LEFT_BUTTON, pos=QPoint(220, 30))
    qtbot.mouseClick(radar, LEFT_BUTTON, pos=QPoint(2, 2))
    assert clicked == [0, 1, 0]


def test_hovering_tells_value_and_target(radar: RadarChart) -> None:
    assert ask(radar, QPoint(220, 130)) == "基礎用語 80.0\u2009%（目標（目安） 60.0\u2009%）"


def test_a_radar_without_axes_shows_nothing_and_can_be_pointed_at(qtbot: QtBot) -> None:
    radar = RadarChart()
    qtbot.addWidget(radar)
    radar.resize(300, 300)
    assert radar.axis_at(QPointF(150, 150)) is None
    assert radar.numbers().rows == ()


# Bars


def test_bars_share_one_axis(chart: BarChart) -> None:
    image = chart.grab().toImage()

    def length(number: int) -> int:
        y = point_in_row(chart, number).y()
        row = [image.pixelColor(x, y).name().upper() for x in range(image.width())]
        return row.count(LIGHT.bar)

    assert length(1) / length(0) == pytest.approx((1 / 2) / (17 / 18), abs=0.02)
    assert length(2) == length(3) == length(4) == 0


def test_nothing_hidden_and_zero_look_different(chart: BarChart) -> None:
    image = chart.grab().toImage()

    def look(number: int) -> list[str]:
        y = point_in_row(chart, number).y()
        return colours_at(image, QRect(360, y - 6, 60, 12))

    zero, none, hidden = look(2), look(3), look(4)
    assert len({tuple(zero), tuple(none), tuple(hidden)}) == 3
    assert set(zero) < set(none)


def test_the_numbers_behind_the_bars_end_with_the_mean(chart: BarChart) -> None:
    rows = chart.numbers().rows
    assert rows[0] == ("税務課", "94.4\u2009%", "34 / 36")
    assert rows[3:] == (
        ("都市計画課", "―", ""),
        ("監査委員事務局", "非公開", ""),
        ("全体", "63.0\u2009%", ""),
    )


def test_a_hidden_value_is_told_nowhere(chart: BarChart) -> None:
    told = [chart.accessibleDescription(), ask(plot_of(chart).viewport(), point_in_row(chart, 4))]
    assert all("33" not in text for text in told)
    assert told[1] == "監査委員事務局 非公開"


def test_hovering_tells_the_whole_name_of_a_bar(chart: BarChart) -> None:
    told = ask(plot_of(chart).viewport(), point_in_row(chart, 1))
    assert told == "情報政策・デジタル戦略推進課（兼務を含む） 50.0\u2009%\n9 / 18"


def test_a_click_names_the_bar_of_the_row(qtbot: QtBot, chart: BarChart) -> None:
    clicked: list[int] = []
    chart.bar_activated.connect(clicked.append)
    viewport = plot_of(chart).viewport()
    for number in (0, 2, 4):
        qtbot.mouseClick(viewport, LEFT_BUTTON, pos=point_in_row(chart, number))
    qtbot.mouseClick(viewport, LEFT_BUTTON, pos=QPoint(300, 4))
    assert clicked == [0, 2, 4]


def test_bars_are_reached_by_keyboard(qtbot: QtBot, chart: BarChart) -> None:
    opened: list[int] = []
    chart.bar_activated.connect(opened.append)
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_End):
        qtbot.keyClick(chart, key)
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert opened == [1, 4]


def test_many_bars_scroll_beneath_the_axis_and_the_picture_has_all(
    qtbot: QtBot, chart: BarChart, tmp_path: Path
) -> None:
    chart.show_bars([Bar(f"第{n}課", Fraction(n, 100)) for n in range(100)], Fraction(1, 2))
    chart.resize(640, 300)
    scroll = chart.findChild(QScrollBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert scroll.isVisible()
    clicked: list[int] = []
    chart.bar_activated.connect(clicked.append)
    scroll.setValue(scroll.maximum())
    viewport = plot_of(chart).viewport()
    bottom = chart.height() - AXIS_HEIGHT - ROW_HEIGHT
    qtbot.mouseClick(viewport, LEFT_BUTTON, pos=QPoint(300, bottom))
    assert clicked[0] >= 98
    chart.save_picture(tmp_path / "bars.png")
    assert QImage(str(tmp_path / "bars.png")).height() > 2 * 100 * ROW_HEIGHT


def test_end_brings_the_last_bar_into_sight(qtbot: QtBot, chart: BarChart) -> None:
    chart.show_bars([Bar(f"第{n}課", Fraction(n, 100)) for n in range(100)])
    chart.resize(640, 300)
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_End)
    scroll = chart.findChild(QScrollBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert scroll.value() == scroll.maximum()


def test_no_bars_are_no_problem(chart: BarChart) -> None:
    chart.show_bars(())
    assert chart.numbers().rows == ()
    assert chart.bar_at(QPoint(300, 60)) is None


def test_a_picture_that_cannot_be_written_is_told(radar: RadarChart, tmp_path: Path) -> None:
    with pytest.raises(MachineFailure):
        radar.save_picture(tmp_path / "missing" / "radar.png")


@pytest.mark.parametrize(
    "module",
    [
        "skilltrack.gui.theme",
        "skilltrack.gui.tasks",
        "skilltrack.gui.widgets.tables",
        "skilltrack.gui.widgets.cards",
        "skilltrack.gui.widgets.navigation",
        "skilltrack.gui.charts.radar",
        "skilltrack.gui.charts.bar_chart",
    ],
)
def test_nothing_heavy_is_loaded_before_a_chart_is_shown(module: str) -> None:
    code = (
        f"import sys, {module}\n"
        "heavy = {'numpy', 'pyqtgraph', 'PySide6.QtSvg', 'sqlalchemy', 'openpyxl'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


# The line chart


@pytest.fixture
def line(qtbot: QtBot) -> LineChart:
    """28 reached, 297 planned, and a forecast of 32 (28 to 36) four months ahead."""
    made = LineChart()
    qtbot.addWidget(made)
    made.resize(700, 320)
    made.show_picture(
        LinePicture(
            (LinePoint(date(2024, 4, 1), 0), LinePoint(date(2026, 11, 20), 28)),
            (LinePoint(date(2022, 4, 1), 0), LinePoint(date(2027, 3, 31), 297)),
            (
                BandPoint(date(2026, 12, 31), 28, 31, 29),
                BandPoint(date(2027, 3, 31), 28, 36, 32),
            ),
            297,
            "人",
        )
    )
    return made


def highest(line: LineChart) -> float:
    return float(line._plot.getViewBox().viewRange()[1][1])


def test_the_end_of_the_band_is_told_and_every_day_of_it_is_in_the_numbers(
    line: LineChart,
) -> None:
    assert line.end_told(BandPoint(date(2027, 3, 31), 28, 36, 32)) == "32人（28～36人）"
    assert line.end_told(BandPoint(date(2027, 3, 31), 28, 36)) == "28～36人"
    assert line.end_told(BandPoint(date(2027, 3, 31), 30, 30, 30)) == "30人"
    rows = [row for row in line.numbers().rows if row[0].startswith("見込み")]
    assert rows == [
        ("見込み", "令和8年12月31日", "29"),
        ("見込み（下）", "令和8年12月31日", "28"),
        ("見込み（上）", "令和8年12月31日", "31"),
        ("見込み", "令和9年3月31日", "32"),
        ("見込み（下）", "令和9年3月31日", "28"),
        ("見込み（上）", "令和9年3月31日", "36"),
    ]


def test_close_up_the_band_takes_the_height_and_the_axis_still_begins_at_zero(
    line: LineChart,
) -> None:
    assert highest(line) > 297
    line.show_close(is_close=True)
    assert 36 < highest(line) < 60
    assert line._plot.getViewBox().viewRange()[1][0] == 0
    line.show_close(is_close=False)
    assert highest(line) > 297


def test_without_a_forecast_there_is_nothing_to_come_close_to(line: LineChart) -> None:
    line.show_picture(LinePicture((LinePoint(date(2026, 4, 1), 3),), (), (), 10))
    line.show_close(is_close=True)
    assert highest(line) >= 10

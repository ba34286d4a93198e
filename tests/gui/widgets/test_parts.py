import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from skilltrack.gui.icons import Icon
from skilltrack.gui.theme import LIGHT, Colours, Tone
from skilltrack.gui.widgets.cards import EmptyState, ErrorPanel, KeyFigure, Notice
from skilltrack.gui.widgets.drawer import Drawer
from skilltrack.gui.widgets.navigation import Navigation, NavigationEntry
from skilltrack.gui.widgets.progress import ProgressLine, rest_text
from skilltrack.gui.widgets.search import SearchField
from skilltrack.gui.widgets.segments import Segments
from skilltrack.gui.widgets.texts import Paragraph, ToneLabel

LEFT_BUTTON = Qt.MouseButton.LeftButton


def shown(qtbot: QtBot, widget: QWidget, width: int = 700, height: int = 300) -> QWidget:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    return widget


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


# Cards


def test_a_key_figure_leads_on_by_mouse_and_by_keyboard(qtbot: QtBot) -> None:
    card = KeyFigure("DXリーダー未配置", "2課", link="一覧を見る")
    shown(qtbot, card, 200, 120)
    opened: list[bool] = []
    card.opened.connect(lambda: opened.append(True))
    qtbot.mouseClick(card, LEFT_BUTTON)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        qtbot.keyClick(card, key)
    assert len(opened) == 3
    assert card.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_key_figure_without_a_link_does_not_pretend_to_have_one(qtbot: QtBot) -> None:
    card = KeyFigure("受講率", "72.4\u2009%")
    shown(qtbot, card, 200, 120)
    opened: list[bool] = []
    card.opened.connect(lambda: opened.append(True))
    qtbot.mouseClick(card, LEFT_BUTTON)
    assert opened == []
    assert card.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_a_key_figure_is_told_in_one_go_to_those_who_hear_it(qtbot: QtBot) -> None:
    card = KeyFigure("受講率", "72.4\u2009%", "1,204 / 1,663 件")
    qtbot.addWidget(card)
    card.set_figure("73.0\u2009%", "1,214 / 1,663 件")
    assert card.accessibleName() == "受講率 73.0\u2009% 1,214 / 1,663 件"


def test_a_change_is_shown_with_its_word_and_can_be_taken_away(qtbot: QtBot) -> None:
    card = KeyFigure("受講率", "72.4\u2009%")
    shown(qtbot, card, 200, 140)
    card.set_change("前月から2.1ポイント増", Tone.GOOD)
    assert "前月から2.1ポイント増" in texts(card)
    card.set_change("", Tone.GOOD)
    assert texts(card) == ["受講率", "72.4\u2009%"]


def test_an_empty_page_has_the_one_button_that_fills_it(qtbot: QtBot) -> None:
    page = EmptyState(
        "まだ調査がありません。調査票を選ぶと、ここに回答の状況が並びます。", "調査を始める"
    )
    shown(qtbot, page)
    with qtbot.waitSignal(page.action_requested):
        qtbot.mouseClick(page.button, LEFT_BUTTON)
    sentence = page.findChild(Paragraph)
    assert sentence.height() >= sentence.heightForWidth(sentence.width())


@pytest.mark.parametrize(
    ("tone", "word"),
    [
        (Tone.INFO, "お知らせ"),
        (Tone.GOOD, "完了"),
        (Tone.ATTENTION, "注意"),
        (Tone.BAD, "問題"),
    ],
)
def test_a_notice_says_its_state_in_a_word(qtbot: QtBot, tone: Tone, word: str) -> None:
    notice = Notice("締切は令和8年11月30日です。", tone)
    shown(qtbot, notice)
    assert word in texts(notice)
    assert notice.accessibleName() == f"{word} 締切は令和8年11月30日です。"


def test_a_notice_can_be_acted_on_and_closed(qtbot: QtBot) -> None:
    notice = Notice("未回答が12人います。", Tone.ATTENTION, action="一覧を見る", can_close=True)
    shown(qtbot, notice)
    with qtbot.waitSignal(notice.action_requested):
        qtbot.mouseClick(notice.button, LEFT_BUTTON)
    with qtbot.waitSignal(notice.closed):
        qtbot.mouseClick(notice.close_button, LEFT_BUTTON)
    assert not notice.isVisible()


def test_every_sentence_is_copied_even_those_that_are_only_counted(qtbot: QtBot) -> None:
    sentences = [f"名簿.xlsxの{row}行目：日付として読めません。" for row in range(2, 82)]
    panel = ErrorPanel("名簿を取り込めません", sentences, details="roster.bad_date")
    shown(qtbot, panel)
    assert any("ほか30件" in text for text in texts(panel))
    qtbot.mouseClick(panel.copy_button, LEFT_BUTTON)
    copied = QGuiApplication.clipboard().text().split("\n")
    assert copied == ["名簿を取り込めません", *sentences, "roster.bad_date"]
    assert "コピーしました" in texts(panel)


def test_markup_from_a_file_is_shown_as_it_is_written(qtbot: QtBot) -> None:
    paragraph = Paragraph("<b>太字</b> & <script>")
    qtbot.addWidget(paragraph)
    assert "&lt;b&gt;太字&lt;/b&gt; &amp; &lt;script&gt;" in paragraph.text()


def test_a_state_changes_colour_and_word_together(qtbot: QtBot) -> None:
    label = ToneLabel("未達", Tone.BAD)
    shown(qtbot, label, 200, 30)
    assert LIGHT.bad in colours_of(label)
    label.set_state("達成", Tone.GOOD)
    assert LIGHT.good in colours_of(label)
    assert LIGHT.bad not in colours_of(label)
    assert texts(label) == ["達成"]


def colours_of(widget: QWidget) -> set[str]:
    image = widget.grab().toImage()
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {image.pixelColor(x, y).name().upper() for x, y in points}


# Drawer


class Page(QWidget):
    """A page with two fields and a drawer."""

    def __init__(self) -> None:
        super().__init__()
        self.field, self.other = QLineEdit(), QLineEdit()
        content = QWidget()
        column = QVBoxLayout(content)
        column.addWidget(self.field)
        column.addWidget(self.other)
        self.drawer = Drawer(content)
        QVBoxLayout(self).addWidget(self.drawer)


def test_the_drawer_lies_beside_the_page_and_escape_closes_it(qtbot: QtBot) -> None:
    page = Page()
    shown(qtbot, page, 900, 400)
    page.field.setFocus()
    content = QLabel("対象18人のうち16人が修了")
    page.drawer.open("税務課 ①必須", content)
    assert page.drawer.is_open
    left = page.field.mapTo(page, QPoint(page.field.width(), 0)).x()
    assert left <= content.mapTo(page, QPoint(0, 0)).x()
    assert page.field.parentWidget().width() >= 360
    page.drawer.close_button.setFocus()
    with qtbot.waitSignal(page.drawer.closed):
        qtbot.keyClick(page.drawer.close_button, Qt.Key.Key_Escape)
    assert not page.drawer.is_open
    assert page.field.hasFocus()


def test_the_focus_returns_to_the_field_it_came_from(qtbot: QtBot) -> None:
    page = Page()
    shown(qtbot, page, 900, 400)
    for field in (page.field, page.other):
        field.setFocus()
        page.drawer.open("内訳", QLabel("1"))
        page.drawer.close_button.setFocus()
        page.drawer.shut()
        assert field.hasFocus()


def test_the_drawer_closes_though_the_field_it_came_from_is_gone(qtbot: QtBot) -> None:
    page = Page()
    shown(qtbot, page, 900, 400)
    page.other.setFocus()
    page.drawer.open("内訳", QLabel("1"))
    page.drawer.close_button.setFocus()
    delete(page.other)
    page.drawer.shut()
    assert not page.drawer.is_open


def test_escape_closes_the_drawer_from_the_page_too(qtbot: QtBot) -> None:
    page = Page()
    shown(qtbot, page, 900, 400)
    page.drawer.open("内訳", QLabel("1"))
    page.field.setFocus()
    qtbot.keyClick(page.field, Qt.Key.Key_Escape)
    assert not page.drawer.is_open
    assert page.field.hasFocus()


def test_other_content_takes_the_place_of_the_first(qtbot: QtBot) -> None:
    page = Page()
    shown(qtbot, page, 900, 400)
    page.drawer.open("税務課", QLabel("一つ目"))
    page.drawer.open("会計課", QLabel("二つ目"))
    assert {"会計課", "二つ目"} <= set(texts(page))
    assert "一つ目" not in texts(page)


# Progress


def test_short_work_shows_no_progress(qtbot: QtBot) -> None:
    short, long = ProgressLine(), ProgressLine()
    qtbot.addWidget(short)
    qtbot.addWidget(long)
    short.begin("取り込んでいます")
    short.show_progress(1, 10)
    short.end()
    long.begin("取り込んでいます")
    qtbot.waitUntil(long.isVisible)
    assert not short.isVisible()


def test_long_work_shows_its_count_and_can_be_stopped_once(qtbot: QtBot) -> None:
    line = ProgressLine()
    qtbot.addWidget(line)
    stopped: list[bool] = []
    line.begin("取り込んでいます", lambda: stopped.append(True))
    assert not line.isVisible()
    qtbot.waitUntil(line.isVisible)
    line.show_progress(1204, 4000)
    assert {"取り込んでいます", "1,204 / 4,000"} <= set(texts(line))
    qtbot.mouseClick(line.stop_button, LEFT_BUTTON)
    qtbot.mouseClick(line.stop_button, LEFT_BUTTON)
    assert stopped == [True]
    line.end()
    assert not line.isVisible()


def test_work_that_cannot_be_stopped_has_no_button(qtbot: QtBot) -> None:
    line = ProgressLine()
    qtbot.addWidget(line)
    line.begin("控えを作っています")
    qtbot.waitUntil(line.isVisible)
    assert not line.stop_button.isVisible()


@pytest.mark.parametrize(
    ("elapsed_ms", "done", "total", "expected"),
    [
        (1_000, 10, 100, ""),
        (10_000, 0, 100, ""),
        (10_000, 10, 0, ""),
        (10_000, 100, 100, ""),
        (10_000, 50, 100, "残り約10秒"),
        (10_000, 10, 100, "残り約2分"),
        (10_000, 999, 1_000, "残り約1秒"),
    ],
)
def test_the_rest_is_told_once_the_pace_is_known(
    elapsed_ms: int, done: int, total: int, expected: str
) -> None:
    assert rest_text(elapsed_ms, done, total) == expected


# Navigation

ENTRIES = (
    NavigationEntry("home", "ホーム", Icon.HOME),
    NavigationEntry("rounds", "調査", Icon.SURVEY),
    NavigationEntry("people", "職員・組織", Icon.PEOPLE),
)


class Window(QWidget):
    """A window with a navigation."""

    def __init__(self) -> None:
        super().__init__()
        self.navigation = Navigation("skilltrack", ENTRIES)
        QVBoxLayout(self).addWidget(self.navigation)
        self.chosen: list[str] = []
        self.navigation.chosen.connect(self.chosen.append)

    def button(self, key: str) -> QWidget:
        return self.navigation.findChild(QWidget, key)


def test_pages_are_chosen_by_mouse_arrows_and_shortcut(qtbot: QtBot) -> None:
    window = Window()
    shown(qtbot, window, 1200, 500)
    qtbot.mouseClick(window.button("rounds"), LEFT_BUTTON)
    window.button("home").setFocus()
    qtbot.keyClick(window.button("home"), Qt.Key.Key_Up)
    assert window.button("people").hasFocus()
    qtbot.keyClick(window.button("people"), Qt.Key.Key_Space)
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.chosen == ["rounds", "people", "home"])


def test_marking_a_page_announces_nothing(qtbot: QtBot) -> None:
    window = Window()
    shown(qtbot, window, 1200, 500)
    window.navigation.choose("people")
    assert window.chosen == []


def test_a_narrow_window_leaves_the_icons_and_names_them_on_hovering(qtbot: QtBot) -> None:
    window = Window()
    shown(qtbot, window, 1200, 500)
    window.navigation.show_state("保護あり", Icon.PROTECTED)
    assert (window.navigation.width(), "保護あり" in texts(window)) == (184, True)
    window.resize(911, 512)
    assert (window.navigation.width(), "保護あり" in texts(window)) == (56, False)
    assert window.button("rounds").toolTip() == "調査（Ctrl+2）"
    window.resize(1200, 512)
    assert window.navigation.width() == 184


# Search


def test_searching_waits_until_typing_pauses(qtbot: QtBot) -> None:
    field = SearchField("所属名で絞り込む")
    shown(qtbot, field, 300, 40)
    settled: list[str] = []
    field.settled.connect(settled.append)
    qtbot.keyClicks(field, "0101")
    assert settled == []
    qtbot.waitUntil(lambda: settled == ["0101"])


def test_enter_searches_at_once_and_escape_clears(qtbot: QtBot) -> None:
    field = SearchField("所属名で絞り込む")
    shown(qtbot, field, 300, 40)
    settled: list[str] = []
    field.settled.connect(settled.append)
    qtbot.keyClicks(field, "01")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert settled == ["01", ""]


def test_escape_in_an_empty_field_is_left_to_the_page(qtbot: QtBot) -> None:
    field = SearchField("所属名で絞り込む")
    shown(qtbot, field, 300, 40)
    event = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    field.keyPressEvent(event)
    assert not event.isAccepted()


# Segments


def test_segments_fill_by_their_share(qtbot: QtBot) -> None:
    segments = Segments()
    shown(qtbot, segments, 500, 12)
    segments.show_shares((1, 0.5, 0), 1, "分野 2/3 エクセル関数")
    image = segments.grab().toImage()
    middle = segments.height() // 2

    def filled(start: float, end: float) -> float:
        xs = range(int(start), int(end))
        hits = sum(image.pixelColor(x, middle).name().upper() == LIGHT.primary for x in xs)
        return hits / len(xs)

    assert filled(0, 163) > 0.95
    assert filled(168, 330) == pytest.approx(0.5, abs=0.06)
    assert filled(336, 500) == 0
    assert segments.accessibleName() == "分野 2/3 エクセル関数"


def test_what_paints_itself_follows_the_theme(qtbot: QtBot, dark: Colours) -> None:
    segments = Segments()
    shown(qtbot, segments, 300, 12)
    segments.show_shares((1,), -1, "分野 1/1")
    assert dark.primary in colours_of(segments)
    assert LIGHT.primary not in colours_of(segments)

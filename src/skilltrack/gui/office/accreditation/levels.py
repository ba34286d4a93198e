"""The part 段階別人数: the pyramid with actual, accredited and target, and the years below it."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QStackedWidget, QWidget

from skilltrack.domain.accreditation import Level, Pyramid, YearFigures
from skilltrack.gui.office.accreditation.lists import lay_out
from skilltrack.gui.office.accreditation.rows import LEVEL_FIELDS, YEAR_FIELDS
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import Space, TextRole, colours, text_font
from skilltrack.gui.widgets.tables import TableView
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.folding import fold
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.texts import _

ROW, BAR = 40, 24
NARROWEST_BAR = 6
WIDTH = 300
NAME_WIDTH, FIGURE_WIDTH = 108, 84
NARROWEST_VIEW = 1000
"""In a view narrower than this, in px at 100 %, the table has the whole width."""

LEVELS, YEARS = "levels", "years"


class PyramidPicture(QWidget):
    """Draws the levels from top to bottom, the people on each or above, and the target."""

    def __init__(self) -> None:
        super().__init__()
        self._found: Pyramid | None = None
        self.setMinimumWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        count = 1 if self._found is None else len(self._found.levels) + 1
        return QSize(WIDTH, count * ROW)

    def show_pyramid(self, found: Pyramid) -> None:
        """Draw other levels."""
        self._found = found
        self.setAccessibleName(_("段階別人数の図"))
        self.setAccessibleDescription(
            _("、").join(f"{level.name} {_figure_text(level)}" for level in found.levels)
        )
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        found = self._found
        if found is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(text_font(TextRole.TABLE))
        rows = [*found.levels]
        height = min(ROW, self.height() / (len(rows) + 1))
        for place, level in enumerate(rows):
            self._paint(painter, place * height, height, level, found.headcount)
        self._paint_base(painter, len(rows) * height, height, found.headcount)
        painter.end()

    def _paint(
        self, painter: QPainter, top: float, height: float, level: Level, whole: int
    ) -> None:
        tokens = colours()
        room = QRectF(NAME_WIDTH, top, self.width() - NAME_WIDTH - FIGURE_WIDTH, height)
        if level.reached:
            width = max(NARROWEST_BAR, room.width() * _share(level.reached, whole))
            painter.fillRect(_bar(room, width), QColor(tokens.bar))
        if level.target and whole:
            width = max(NARROWEST_BAR, room.width() * _share(level.target, whole))
            painter.setPen(QColor(tokens.text))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(_bar(room, width))
        self._write(painter, top, height, level.name, _figure_text(level))

    def _paint_base(self, painter: QPainter, top: float, height: float, whole: int) -> None:
        room = QRectF(NAME_WIDTH, top, self.width() - NAME_WIDTH - FIGURE_WIDTH, height)
        painter.setPen(QColor(colours().edge))
        painter.setBrush(QColor(colours().surface))
        painter.drawRect(_bar(room, room.width() - 1))
        figure = _("{count:,}人").format(count=whole)
        self._write(painter, top, height, _("対象の職員"), figure)

    def _write(self, painter: QPainter, top: float, height: float, name: str, figure: str) -> None:
        """Write the name before the bar and the figure behind it."""
        painter.setPen(QColor(colours().text))
        metrics = QFontMetrics(painter.font())
        width = NAME_WIDTH - Space.S
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, width)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, top, width, height), Qt.AlignmentFlag.AlignLeft | middle, shown)
        place = QRectF(self.width() - FIGURE_WIDTH, top, FIGURE_WIDTH, height)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | middle, figure)


def _bar(room: QRectF, width: float) -> QRectF:
    """Return a bar in the middle of its room."""
    height = min(BAR, room.height() - Space.XS)
    middle = room.center()
    return QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)


def _share(count: int, whole: int) -> float:
    return min(1.0, count / whole) if whole else 0.0


def _figure_text(level: Level) -> str:
    reached = NO_FIGURE if level.reached is None else f"{level.reached:,}"
    if level.target is None:
        return _("{reached}人").format(reached=reached)
    return _("{reached}／{target:,}人").format(reached=reached, target=level.target)


class LevelsView(QWidget):
    """Shows the levels of a day, or the years."""

    tier_chosen = Signal(str)
    """Carries the code of a tier whose people are asked for."""
    year_chosen = Signal(object)
    """Carries the ``YearFigures`` whose accreditations are asked for."""
    save_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.switch = Switch(((LEVELS, _("基準日の人数")), (YEARS, _("年度別の推移"))))
        self.count = text_label("", TextRole.SECONDARY)
        self.save_button = QPushButton(_("Excelに書き出す"))
        self.levels: TableView[Level] = TableView(LEVEL_FIELDS, fold=fold, stretched=0)
        self.levels.setAccessibleName(_("段階別人数"))
        self.levels.setSortingEnabled(False)
        self.picture = PyramidPicture()
        self.years: TableView[YearFigures] = TableView(YEAR_FIELDS, fold=fold, stretched=1)
        self.years.setAccessibleName(_("年度別の推移"))
        present = QWidget()
        row = QHBoxLayout(present)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.L)
        row.addWidget(self.levels, 1)
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        self._parts = QStackedWidget()
        self._parts.addWidget(present)
        self._parts.addWidget(self.years)
        lay_out(self, (self.switch, self.count, None, self.save_button), self._parts)
        self.switch.chosen.connect(self._show_part)
        self.save_button.clicked.connect(self.save_requested)
        self.levels.row_activated.connect(lambda level: self.tier_chosen.emit(level.tier))
        self.years.row_activated.connect(self.year_chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.picture.setVisible(self.width() >= NARROWEST_VIEW)

    def _show_part(self, key: str) -> None:
        self._parts.setCurrentIndex((LEVELS, YEARS).index(key))

    def show_pyramid(self, found: Pyramid) -> None:
        """Show other levels."""
        self.levels.show_rows(found.levels)
        self.years.show_rows(found.years)
        self.picture.show_pyramid(found)
        below = NO_FIGURE if found.below is None else f"{found.below:,}"
        self.count.setText(
            _("対象 {count:,}人　どの区分にもいない {below}人").format(
                count=found.headcount, below=below
            )
        )

    def shown_table(self) -> TableView[Level] | TableView[YearFigures]:
        """Return the table in sight."""
        return self.levels if self.switch.current == LEVELS else self.years

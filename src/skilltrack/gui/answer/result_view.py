"""The result of one person: a sentence, the radar, the table, the tiers, the next steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
    QWidgetItem,
)

from skilltrack.domain.questionnaires.knowledge import KnowledgeResult
from skilltrack.domain.rounds.results import COMPARABLE_CATEGORIES, CategoryResult
from skilltrack.gui.answer.own_answers_view import OwnAnswersView
from skilltrack.gui.answer.result_texts import (
    OwnAnswer,
    RequirementLine,
    SchemeText,
    StepText,
    judgement_of,
    remark_on,
    remark_on_knowledge,
)
from skilltrack.gui.answer.sheet import Sheet
from skilltrack.gui.theme import (
    ROW_HEIGHT,
    Space,
    TextRole,
    colours,
    quiet_button,
)
from skilltrack.gui.widgets.cards import ErrorPanel
from skilltrack.gui.widgets.tables import CENTRE, RIGHT, Field, TableView
from skilltrack.gui.widgets.texts import Paragraph, ToneLabel, text_label
from skilltrack.i18n.numbers import percent
from skilltrack.i18n.texts import _

RADAR_HEIGHT = 320
STATE_WIDTH = 160
GAPS_IN_A_ROW = 2

CATEGORY_FIELDS: tuple[Field[CategoryResult], ...] = (
    Field(_("分野"), lambda row: row.name, width=116),
    Field(
        _("得点"),
        lambda row: None if row.ratio is None else percent(row.ratio),
        sort_key=lambda row: row.ratio,
        alignment=RIGHT,
        width=76,
    ),
    Field(
        _("目標"),
        lambda row: None if row.target is None else percent(row.target),
        sort_key=lambda row: row.target,
        alignment=RIGHT,
        width=76,
    ),
    Field(
        _("判定"),
        lambda row: judgement_of(row)[0],
        tone=lambda row: judgement_of(row)[1],
        width=100,
    ),
    Field(
        _("回答数"),
        lambda row: _("{answered}/{items}問").format(
            answered=row.score.answered, items=row.score.items
        ),
        sort_key=lambda row: row.score.answered,
        alignment=CENTRE,
        width=76,
    ),
    Field(_("備考"), remark_on),
)

KNOWLEDGE_FIELDS: tuple[Field[KnowledgeResult], ...] = (
    Field(_("分野"), lambda row: row.name, width=116),
    Field(
        _("自己評価"),
        lambda row: None if row.rated is None else percent(row.rated),
        sort_key=lambda row: row.rated,
        alignment=RIGHT,
        width=88,
    ),
    Field(
        _("正答の割合"),
        lambda row: None if row.score.ratio is None else percent(row.score.ratio),
        sort_key=lambda row: row.score.ratio,
        alignment=RIGHT,
        width=100,
    ),
    Field(
        _("正答数"),
        lambda row: (
            _("{right}/{answered}問").format(right=row.score.right, answered=row.score.answered)
            if row.score.answered
            else None
        ),
        sort_key=lambda row: row.score.right,
        alignment=CENTRE,
        width=76,
    ),
    Field(_("備考"), remark_on_knowledge),
)


class Separator(QWidget):
    """A thin line between sections."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours().line))
        painter.end()


@dataclass(frozen=True, slots=True)
class Gap:
    """An unanswered question: its position from 0 and what lists call it."""

    position: int
    name: str


@dataclass(frozen=True, slots=True)
class ResultContent:
    """Everything the page shows, in words."""

    person: str
    summary: str
    answered: str
    gaps: tuple[Gap, ...]
    categories: tuple[CategoryResult, ...]
    schemes: tuple[SchemeText, ...]
    steps: tuple[StepText, ...]
    no_steps: str
    knowledge: tuple[KnowledgeResult, ...]
    calibration: tuple[str, ...]
    own: tuple[OwnAnswer, ...]


class ResultView(Sheet):
    """Lays out the result; emits what is asked for.

    Whoever sends the answers puts its own parts into ``panels``, ``foot`` and ``tail``.
    """

    gap_chosen = Signal(int)
    question_chosen = Signal(int)
    questions_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.content.setSpacing(Space.L)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that the keys scroll it
        self._head = QVBoxLayout()
        self._head.setSpacing(Space.S)
        self._summary = Paragraph()
        self._facts = Paragraph("", TextRole.SECONDARY)
        self._head.addWidget(text_label(_("あなたの結果"), TextRole.PAGE_TITLE))
        self._head.addWidget(self._summary)
        self._head.addWidget(self._facts)
        self.panels, self._middle, self.tail = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._body: QWidget | None = None
        for part in (self._head, self.panels, self._middle, self.tail):
            self.content.addLayout(part)
        self.questions_button = QPushButton(_("設問に戻る"))
        self.questions_button.clicked.connect(self.questions_requested)
        self.foot.addWidget(self.questions_button)

    def show_result(self, content: ResultContent, *, can_answer: bool) -> None:
        """Show a result; the radar is drawn once the words are on screen."""
        self.questions_button.setVisible(can_answer)
        if self._body is not None:
            self._body.hide()
            self._body.deleteLater()
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        self._summary.set_text(content.summary)
        self._facts.set_text(f"{content.answered}　{content.person}")
        if content.gaps:
            column.addLayout(self._gaps(content.gaps, can_answer=can_answer))
        if content.categories:
            self._add_figures(column, content)
        if content.knowledge:
            self._add_knowledge(column, content)
        for scheme in content.schemes:
            column.addWidget(Separator())
            column.addLayout(_scheme(scheme))
        column.addWidget(Separator())
        column.addLayout(_steps(content))
        column.addWidget(Separator())
        self.own = OwnAnswersView(content.own, can_answer=can_answer)
        self.own.question_chosen.connect(self.question_chosen)
        self.own.folded.connect(self.refit)
        column.addWidget(self.own)
        self._middle.addWidget(self._body)
        self.area.setAccessibleName(content.summary)
        self.refit()

    def refit(self) -> None:
        """Take the height and the order of Tab anew after the content changed."""
        super().refit()
        self._order_keys()

    def _order_keys(self) -> None:
        """Let Tab reach the notices, the buttons of the foot, the content, and last the erasing."""
        body = [] if self._body is None else [self._body]
        before: QWidget = self.area
        for part in (*_widgets(self.panels), *_widgets(self.foot), *body, *_widgets(self.tail)):
            for widget in (part, *part.findChildren(QWidget)):
                if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                    QWidget.setTabOrder(before, widget)
                    before = widget

    def show_errors(self, title: str, sentences: Sequence[str]) -> None:
        """Show why there is no result."""
        self.panels.addWidget(ErrorPanel(title, sentences))
        self.refit()

    def _gaps(self, gaps: Sequence[Gap], *, can_answer: bool) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(Space.XS)
        title = _("未回答の設問（{count}問）").format(count=len(gaps))
        column.addWidget(text_label(title, TextRole.SECTION))
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.XS)
        for place, gap in enumerate(gaps):
            shown: QWidget = text_label(gap.name)
            if can_answer:
                button = quiet_button(gap.name)
                button.clicked.connect(lambda _on, at=gap.position: self.gap_chosen.emit(at))
                shown = button
            grid.addWidget(
                shown, place // GAPS_IN_A_ROW, place % GAPS_IN_A_ROW, Qt.AlignmentFlag.AlignLeft
            )
        column.addLayout(grid)
        return column

    def _add_figures(self, column: QVBoxLayout, content: ResultContent) -> None:
        categories = content.categories
        column.addWidget(Separator())
        column.addWidget(text_label(_("分野ごとの得点"), TextRole.SECTION))
        if len(categories) >= COMPARABLE_CATEGORIES:
            place = QVBoxLayout()
            holder = QWidget()
            holder.setFixedHeight(RADAR_HEIGHT)
            holder.setLayout(place)
            place.setContentsMargins(0, 0, 0, 0)
            column.addWidget(holder)
            QTimer.singleShot(0, holder, lambda: place.addWidget(_radar(categories)))
        self.table = _table(CATEGORY_FIELDS, _("分野ごとの得点"), categories)
        column.addWidget(self.table)
        note = _("得点は、答えた設問の点の合計を満点で割った割合です。「該当しない」は数えません。")
        if content.schemes:
            note += _("目標は、下の制度で次に求められる水準のうち最も高いもので、目安です。")
        column.addWidget(Paragraph(note, TextRole.SECONDARY))

    def _add_knowledge(self, column: QVBoxLayout, content: ResultContent) -> None:
        column.addWidget(Separator())
        column.addWidget(text_label(_("知識の確認"), TextRole.SECTION))
        for sentence in content.calibration:
            column.addWidget(Paragraph(sentence))
        self.knowledge = _table(KNOWLEDGE_FIELDS, _("知識の確認"), content.knowledge)
        column.addWidget(self.knowledge)
        note = _("正答は得点に含めません。自己評価は、同じ分野の得点です。")
        column.addWidget(Paragraph(note, TextRole.SECONDARY))


Row = TypeVar("Row")


def _widgets(layout: QBoxLayout) -> list[QWidget]:
    items = [layout.itemAt(number) for number in range(layout.count())]
    return [item.widget() for item in items if isinstance(item, QWidgetItem)]


def _table(fields: tuple[Field[Row], ...], name: str, rows: Sequence[Row]) -> TableView[Row]:
    """Make a table that shows all its rows at once."""
    table = TableView[Row](fields)
    table.setAccessibleName(name)
    table.show_rows(rows)
    table.setFixedHeight(ROW_HEIGHT * (len(rows) + 1) + Space.S)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return table


def _radar(categories: Sequence[CategoryResult]) -> QWidget:
    # The charts are loaded only now that one is shown.
    from skilltrack.gui.charts.radar import RadarAxis, RadarChart

    chart = RadarChart(_("あなたの得点"), _("目標（目安）"))
    chart.show_axes([RadarAxis(each.name, each.ratio, each.target) for each in categories])
    return chart


def _scheme(text: SchemeText) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(Space.S)
    head = QHBoxLayout()
    head.addWidget(text_label(text.name, TextRole.SECTION), 1)
    if text.medal is not None:
        head.addWidget(ToneLabel(text.tier, text.medal))
    column.addLayout(head)
    column.addWidget(Paragraph(text.standing))
    if text.explanation:
        column.addWidget(Paragraph(text.explanation, TextRole.SECONDARY))
    if text.lines:
        column.addLayout(_requirements(text.lines))
    return column


def _requirements(lines: Sequence[RequirementLine]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(Space.M)
    grid.setVerticalSpacing(Space.XS)
    grid.setColumnMinimumWidth(0, STATE_WIDTH)
    grid.setColumnStretch(1, 1)
    for number, line in enumerate(lines):
        grid.addWidget(ToneLabel(line.state, line.tone), number, 0)
        grid.addWidget(Paragraph(line.label), number, 1)
        grid.addWidget(text_label(line.figure), number, 2, Qt.AlignmentFlag.AlignRight)
    return grid


def _steps(content: ResultContent) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(Space.S)
    column.addWidget(text_label(_("次の一歩"), TextRole.SECTION))
    if not content.steps:
        column.addWidget(Paragraph(content.no_steps))
    for number, step in enumerate(content.steps, 1):
        column.addWidget(Paragraph(f"{number}. {step.course}"))
        reason = Paragraph(step.reason, TextRole.SECONDARY)
        reason.setContentsMargins(Space.L, 0, 0, Space.XS)
        column.addWidget(reason)
    return column

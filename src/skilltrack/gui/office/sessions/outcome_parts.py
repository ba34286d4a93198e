"""Parts of one session: 修了, 外部の参加者 and アンケート."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.schemes.programmes import CompletionKind
from skilltrack.domain.sessions.definition import Guest, GuestState
from skilltrack.domain.sessions.figures import (
    FEWEST_COMMENTS,
    SCALE,
    CompletionLine,
    CompletionPlan,
    Fate,
    SessionSheet,
)
from skilltrack.gui.office.parts import clear
from skilltrack.gui.office.sessions.people_parts import row_of
from skilltrack.gui.office.sessions.people_rows import (
    COMPLETION_FIELDS,
    GUEST_FIELDS,
    STEP_FIELDS,
    StepRow,
    chosen_rows,
    searched_completion,
)
from skilltrack.gui.theme import ROW_HEIGHT, Space, TextRole, primary_button
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import Field, TableView
from skilltrack.gui.widgets.texts import LineLabel, Paragraph, text_label
from skilltrack.i18n.catalogue import completion_text
from skilltrack.i18n.folding import fold
from skilltrack.i18n.sessions import FATE_NAMES, answered_text
from skilltrack.i18n.texts import _


class CompletionPart(QWidget):
    """Who completes the course and who does not, before it is recorded."""

    complete_requested = Signal()
    scores_requested = Signal()
    person_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.rule = LineLabel("", TextRole.SECONDARY)
        self.scores_button = QPushButton(_("点数を読み込む"))
        self.complete_button = primary_button(_("修了を記録"))
        self.counts = LineLabel("", TextRole.BODY)
        self.table: TableView[CompletionLine] = TableView(
            COMPLETION_FIELDS, searched=(Field("", searched_completion),), fold=fold
        )
        self.table.setAccessibleName(_("修了の判断"))
        self.empty = EmptyState(_("受講予定の職員がいると、誰が修了するかをここで確かめられます。"))
        self._states = QStackedWidget()
        self._states.addWidget(self.table)
        self._states.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(row_of(self.counts, self.scores_button, self.complete_button))
        column.addWidget(self._states, 1)
        column.addWidget(self.rule)
        self.scores_button.clicked.connect(self.scores_requested)
        self.complete_button.clicked.connect(self.complete_requested)
        self.table.row_activated.connect(lambda one: self.person_chosen.emit(one.person))

    def show_plan(self, plan: CompletionPlan) -> None:
        """Show what completing would do."""
        self.table.show_rows(plan.people)
        self._states.setCurrentIndex(0 if plan.people else 1)
        rule = plan.line.detail.completion
        self.rule.setText(_("修了条件：{rule}").format(rule=completion_text(rule)))
        self.scores_button.setVisible(rule.kind is CompletionKind.TEST)
        parts = [
            _("{name} {count}人").format(name=FATE_NAMES[fate], count=plan.count(fate))
            for fate in Fate
            if plan.count(fate)
        ]
        last = plan.line.session.last_day
        is_over = last is not None and last <= plan.as_of and not plan.line.session.is_cancelled
        text = _("　").join(parts)
        if plan.people and not is_over:
            text = _("最後の開催日が終わると、修了を記録できます。")
        self.counts.setText(text)
        self.complete_button.setEnabled(is_over and bool(plan.recorded))
        label = _("修了を記録（{count}人）") if plan.recorded and is_over else _("修了を記録")
        self.complete_button.setText(label.format(count=plan.recorded))


class GuestsPart(QWidget):
    """People from outside."""

    add_requested = Signal()
    state_requested = Signal(object, object)
    """Carries the ``Guest`` values chosen and the ``GuestState``, None to take them out."""

    def __init__(self) -> None:
        super().__init__()
        self.table: TableView[Guest] = TableView(GUEST_FIELDS, fold=fold)
        self.table.setAccessibleName(_("外部の参加者"))
        self.hint = LineLabel(_("職員の人数、修了、費用には入りません。"), TextRole.SECONDARY)
        self.add_button = primary_button(_("外部の参加者を加える"))
        self.state_buttons: dict[GuestState | None, QPushButton] = {
            GuestState.ATTENDED: QPushButton(_("参加")),
            GuestState.ABSENT: QPushButton(_("欠席")),
            None: QPushButton(_("名簿から外す")),
        }
        self.empty = EmptyState(
            _("ほかの市町村の職員など、外部の参加者を加えると、ここに並びます。"),
            _("外部の参加者を加える"),
        )
        self._states = QStackedWidget()
        self._states.addWidget(self.table)
        self._states.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(row_of(self.hint, *self.state_buttons.values(), self.add_button))
        column.addWidget(self._states, 1)
        self.add_button.clicked.connect(self.add_requested)
        self.empty.action_requested.connect(self.add_requested)
        for state, button in self.state_buttons.items():
            button.clicked.connect(
                lambda _on=False, state=state: self.state_requested.emit(
                    chosen_rows(self.table), state
                )
            )
        self.table.selectionModel().selectionChanged.connect(lambda *_what: self._enable())

    def show_sheet(self, sheet: SessionSheet) -> None:
        """Show the guests of a session."""
        self.table.show_rows(sheet.guests)
        self._states.setCurrentIndex(0 if sheet.guests else 1)
        self.add_button.setEnabled(not sheet.session.is_cancelled)
        self._enable()

    def _enable(self) -> None:
        for button in self.state_buttons.values():
            button.setEnabled(bool(chosen_rows(self.table)))


class SurveyPart(QWidget):
    """What people said, never who."""

    tallies_requested = Signal()
    file_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.satisfaction = LineLabel("", TextRole.BODY)
        self.file_button = QPushButton(_("回答の表を取り込む"))
        self.tallies_button = primary_button(_("集計を入力"))
        self.steps: TableView[StepRow] = TableView(STEP_FIELDS)
        self.steps.setAccessibleName(_("段階ごとの人数"))
        heading = self.steps.horizontalHeader().minimumHeight()
        self.steps.setFixedHeight(heading + len(SCALE) * ROW_HEIGHT + 4)
        self.comments = QVBoxLayout()
        self.comments.setSpacing(Space.XS)
        self.empty = EmptyState(
            _("満足度と理解度の集計を入れるか、無記名の回答の表を取り込むと、ここに出ます。"),
            _("集計を入力"),
        )
        self._states = QStackedWidget()
        self._states.addWidget(self._filled())
        self._states.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(row_of(self.satisfaction, self.file_button, self.tallies_button))
        column.addWidget(self._states, 1)
        self.file_button.clicked.connect(self.file_requested)
        self.tallies_button.clicked.connect(self.tallies_requested)
        self.empty.action_requested.connect(self.tallies_requested)

    def _filled(self) -> QWidget:
        said = QWidget()
        inner = QVBoxLayout(said)
        inner.setContentsMargins(Space.S, 0, Space.S, 0)
        inner.addLayout(self.comments)
        inner.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(said)
        figures = QWidget()
        left = QVBoxLayout(figures)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.steps)
        left.addStretch(1)
        figures.setFixedWidth(416)
        filled = QWidget()
        both = QHBoxLayout(filled)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(Space.M)
        both.addWidget(figures)
        both.addWidget(area, 1)
        return filled

    def show_sheet(self, sheet: SessionSheet) -> None:
        """Show the survey of a session."""
        survey = sheet.line.survey
        self._states.setCurrentIndex(0 if survey.sheets else 1)
        text = _("満足度 {satisfaction}　理解度 {understanding}").format(
            satisfaction=answered_text(survey.satisfaction),
            understanding=answered_text(survey.understanding),
        )
        self.satisfaction.setText(text if survey.sheets else "")
        self.steps.show_rows(
            [
                StepRow(
                    _step_name(step),
                    survey.satisfaction.counts[step],
                    survey.understanding.counts[step],
                )
                for step in SCALE
            ]
        )
        clear(self.comments)
        count = survey.comment_count
        title = _("意見 {count}件").format(count=count)
        self.comments.addWidget(text_label(title, TextRole.SECTION))
        for comment in survey.comments:
            self.comments.addWidget(Paragraph(comment, TextRole.TABLE))
        if not survey.comments:
            hidden = _("{fewest}件未満のため、内容は示しません。").format(fewest=FEWEST_COMMENTS)
            said = hidden if count else _("意見はありません。")
            self.comments.addWidget(QLabel(said))

    def table(self) -> TableView[Any]:
        """Return the table of the part."""
        return self.steps


def _step_name(step: int) -> str:
    ends = {5: _("5（よい）"), 1: _("1（よくない）")}
    return ends.get(step, str(step))

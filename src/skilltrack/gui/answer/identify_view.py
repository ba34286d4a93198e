"""Who answers which round: what the round is for, and the fields."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from skilltrack.exchange.invitations import Invitation
from skilltrack.gui.answer.sheet import Sheet
from skilltrack.gui.theme import Space, TextRole, Tone, primary_button
from skilltrack.gui.widgets.texts import Paragraph, ToneIcon, text_label
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.texts import _

LABEL_WIDTH = 88


class FieldProblem(QWidget):
    """What is wrong with a field, beside it; hidden while nothing is."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(Space.XS)
        self._text = Paragraph("", TextRole.SECONDARY)
        self._text.setProperty("tone", Tone.BAD.value)
        row.addWidget(ToneIcon(Tone.BAD, 16), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.hide()

    @property
    def text(self) -> str:
        """Return what is told; empty while nothing is."""
        return self._text.accessibleName()

    def tell(self, text: str) -> None:
        """Show a sentence; an empty one hides."""
        self._text.set_text(text)
        self.setVisible(bool(text))


class TitlesField(QComboBox):
    """A list that narrows while typing; nothing is chosen at first."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.setEditable(True)
        self.setLineEdit(self.line)
        # The frame is that of the list; a second one inside would push the text down.
        self.line.setStyleSheet("border: none; padding: 0; min-height: 0")
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        model = QStringListModel(titles, self)
        self.setModel(model)
        self.setCurrentIndex(-1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        completer = QCompleter(model, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)
        self.line.setPlaceholderText(_("一覧から選ぶか、文字で絞り込みます"))


class IdentifyView(Sheet):
    """Lays out the round and the fields; emits what was typed."""

    start_requested = Signal()
    correction_requested = Signal()
    code_left = Signal(str)
    """The field of the personal code was left; carries what stands in it."""

    def __init__(self, invitation: Invitation) -> None:
        super().__init__()
        self.employee_no = QLineEdit()
        self.kana = QLineEdit()
        self.job_title = TitlesField([title for title, _band in invitation.titles])
        self.code: QLineEdit | None = _code_field() if invitation.is_strict else None
        self._fields: dict[str, QLineEdit | QComboBox] = {
            _("職員番号"): self.employee_no,
            _("フリガナ"): self.kana,
            _("職名"): self.job_title,
        }
        self._code_parts: list[QWidget] = []
        self._problems: dict[str, FieldProblem] = {}
        self._last_attempt: list[QWidget] = []
        self._messages = QVBoxLayout()
        self._messages.setSpacing(Space.S)
        self._lay_out(invitation)
        self.start_button = primary_button(_("回答を始める"))
        self.start_button.clicked.connect(self.start_requested)
        self.foot.addWidget(
            text_label(_("回答は1問ごとにこの端末へ保存されます。"), TextRole.SECONDARY), 1
        )
        self.foot.addWidget(self.start_button)
        for field in (self.employee_no, self.kana, self.job_title.line):
            field.returnPressed.connect(self.start_requested)
        if self.code is not None:
            self.code.returnPressed.connect(self.start_requested)
            self.code.editingFinished.connect(self._code_left)

    def _lay_out(self, invitation: Invitation) -> None:
        self.content.addWidget(Paragraph(invitation.title, TextRole.PAGE_TITLE))
        self.content.addWidget(text_label(invitation.organisation, TextRole.SECONDARY))
        self.content.addWidget(Paragraph(invitation.purpose))
        facts = QGridLayout()
        facts.setHorizontalSpacing(Space.M)
        facts.setVerticalSpacing(Space.XS)
        period = _("{first}から{last}まで").format(
            first=wareki(invitation.opens_on), last=wareki(invitation.closes_on)
        )
        lines = ((_("回答期間"), period), (_("問い合わせ"), invitation.contact))
        for number, (name, text) in enumerate(lines):
            facts.addWidget(text_label(name, TextRole.SECONDARY), number, 0)
            facts.addWidget(Paragraph(text, TextRole.TABLE), number, 1)
        facts.setColumnMinimumWidth(0, LABEL_WIDTH)
        facts.setColumnStretch(1, 1)
        self.content.addLayout(facts)
        self.content.addLayout(self._messages)
        self.content.addLayout(self._form(invitation.contact))

    def _form(self, contact: str) -> QGridLayout:
        form = QGridLayout()
        form.setHorizontalSpacing(Space.M)
        form.setVerticalSpacing(Space.S)
        form.setColumnMinimumWidth(0, LABEL_WIDTH)
        form.setColumnStretch(1, 1)
        for number, (name, field) in enumerate(self._fields.items()):
            self._add_field(form, number, name, field)
        if self.code is not None:
            self._add_code(form, self.code, contact)
        return form

    def _add_field(
        self, form: QGridLayout, number: int, name: str, field: QLineEdit | QComboBox
    ) -> QVBoxLayout:
        label = text_label(name)
        label.setBuddy(field)
        field.setAccessibleName(name)
        problem = FieldProblem()
        self._problems[name] = problem
        cell = QVBoxLayout()
        cell.setSpacing(0)
        cell.addWidget(field)
        cell.addWidget(problem)
        label.setFixedHeight(field.sizeHint().height())
        form.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
        form.addLayout(cell, number, 1)
        if field is self.code:
            self._code_parts += [label, problem]
        return cell

    def _add_code(self, form: QGridLayout, field: QLineEdit, contact: str) -> None:
        """Ask for the personal code, and say where to ask when it is lost."""
        name = _("個人コード")
        cell = self._add_field(form, len(self._fields), name, field)
        self._fields[name] = field
        text = _(
            "人事課から配られた12文字です。本人のものかは、回収のときに確かめます。"
            "分からないときの問い合わせ先：{contact}"
        )
        hint = Paragraph(text.format(contact=contact), TextRole.SECONDARY)
        field.setAccessibleDescription(hint.accessibleName())
        cell.addWidget(hint)
        self._code_parts += [field, hint]

    def hide_code(self) -> None:
        """Leave the personal code aside where nothing can be sent."""
        for part in self._code_parts:
            part.hide()

    def _code_left(self) -> None:
        if self.code is not None:
            self.code_left.emit(self.code.text())

    def typed(self) -> tuple[str, str, str]:
        """Return employee number, kana and job title as typed."""
        return self.employee_no.text(), self.kana.text(), self.job_title.currentText()

    def typed_code(self) -> str:
        """Return the personal code as typed; empty where none is asked for."""
        return "" if self.code is None else self.code.text()

    def show_problem(self, name: str, sentence: str) -> None:
        """Show a sentence beside one field; an empty one takes it away."""
        self._problems[name].tell(sentence)
        self.refit()

    def show_problems(self, by_field: Mapping[str, str], others: Sequence[str]) -> None:
        """Show one sentence beside each field concerned, the others above the fields."""
        self.clear_messages()
        for name, problem in self._problems.items():
            problem.tell(by_field.get(name, ""))
        if others:
            from skilltrack.gui.widgets.cards import ErrorPanel

            self._add_attempt(ErrorPanel(_("回答を始められません"), others))
        first = next((name for name in self._problems if name in by_field), None)
        if first is not None:
            self._fields[first].setFocus()
            self.area.ensureWidgetVisible(self._problems[first])
        self.refit()

    def problem_of(self, name: str) -> str:
        """Return what is told beside a field."""
        return self._problems[name].text

    def offer_correction(self, caption: str) -> None:
        """Offer to go on with something else than what was saved."""
        button = QPushButton(caption)
        button.clicked.connect(self.correction_requested)
        self._add_attempt(button)

    def show_notice(self, sentence: str, tone: Tone = Tone.INFO) -> None:
        """Show a sentence above the fields."""
        from skilltrack.gui.widgets.cards import Notice

        self._messages.addWidget(Notice(sentence, tone))
        self.refit()

    def show_done(self, sentence: str) -> None:
        """Tell what was done, until the next attempt."""
        from skilltrack.gui.widgets.cards import Notice

        self._add_attempt(Notice(sentence, Tone.GOOD))

    def clear_fields(self) -> None:
        """Forget what was typed."""
        self.clear_messages()
        for field in (self.employee_no, self.kana, self.job_title.line, self.code):
            if field is not None:
                field.clear()
        self.job_title.setCurrentIndex(-1)
        self.employee_no.setFocus()

    def show_closed(self, sentence: str, *, can_read: bool) -> None:
        """Say why nothing can be answered today; what was answered may be read."""
        self.show_notice(sentence, Tone.ATTENTION)
        self.start_button.setText(_("自分の結果を見る") if can_read else _("回答を始める"))
        self.start_button.setEnabled(can_read)

    def clear_messages(self) -> None:
        """Take away what was told of the last attempt; notices of the round stay."""
        while self._last_attempt:
            widget = self._last_attempt.pop()
            widget.hide()
            widget.deleteLater()

    def _add_attempt(self, widget: QWidget) -> None:
        self._last_attempt.append(widget)
        is_button = isinstance(widget, QPushButton)
        self._messages.addWidget(
            widget, 0, Qt.AlignmentFlag.AlignLeft if is_button else Qt.AlignmentFlag(0)
        )
        self.refit()


def _code_field() -> QLineEdit:
    # Loaded only where a code is asked for.
    from skilltrack.gui.answer.code_field import CodeField

    return CodeField()

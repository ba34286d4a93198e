"""The cards of the window for submissions: who sends, what was written, and one form."""

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain import submissions as s
from skilltrack.domain.submissions import (
    BookEntry,
    ExamOffer,
    FieldShape,
    FormField,
    SubmissionDesk,
    SubmissionKind,
)
from skilltrack.gui.answer.choices import DoorRow
from skilltrack.gui.answer.identify_view import FieldProblem
from skilltrack.gui.answer.sheet import Sheet
from skilltrack.gui.theme import Space, TextRole, Tone, primary_button, quiet_button
from skilltrack.gui.widgets.cards import Notice
from skilltrack.gui.widgets.texts import Paragraph, ToneLabel, text_label
from skilltrack.i18n.dates import local_time_text, parse_date, wareki
from skilltrack.i18n.submission_words import (
    FIXED,
    KIND_GUIDES,
    KIND_NAMES,
    choice_text,
    field_hint,
    field_name,
)
from skilltrack.i18n.texts import _

LABEL_WIDTH = 148
NARROW_LABEL = 88
TEXT_HEIGHT = 84


def _emptied(layout: QVBoxLayout) -> None:
    while layout.count():
        widget = layout.takeAt(0).widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


class Messages(QVBoxLayout):
    """Notices above the fields, one after the other."""

    def tell(self, sentences: Sequence[str], tone: Tone) -> None:
        """Show sentences in place of those before."""
        _emptied(self)
        for sentence in sentences:
            self.addWidget(Notice(sentence, tone))


class DeskIdentifyView(Sheet):
    """Says what the desk is for and asks who sends."""

    start_requested = Signal()
    correction_requested = Signal()

    def __init__(self, desk: SubmissionDesk) -> None:
        super().__init__()
        self.content.addWidget(Paragraph(desk.title, TextRole.PAGE_TITLE))
        self.content.addWidget(text_label(desk.organisation, TextRole.SECONDARY))
        self.content.addWidget(Paragraph(desk.purpose))
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.S)
        grid.setColumnMinimumWidth(0, NARROW_LABEL)
        grid.setColumnStretch(1, 1)
        period = _("{first}から{last}まで").format(
            first=wareki(desk.opens_on), last=wareki(desk.closes_on)
        )
        for row, (name, text) in enumerate(
            ((_("受付期間"), period), (_("問い合わせ"), desk.contact))
        ):
            grid.addWidget(text_label(name, TextRole.SECONDARY), row, 0)
            grid.addWidget(Paragraph(text, TextRole.TABLE), row, 1)
        self.signer, self.messages = Messages(), Messages()
        self.messages.setSpacing(Space.S)
        self.employee_no, self.kana = QLineEdit(), QLineEdit()
        self.problems: dict[str, FieldProblem] = {}
        for row, (name, field) in enumerate(
            ((_("職員番号"), self.employee_no), (_("フリガナ"), self.kana)), start=2
        ):
            self.problems[name] = _add_row(grid, row, name, field)
            field.returnPressed.connect(self.start_requested)
        self.content.addLayout(self.signer)
        self.content.addLayout(grid)
        self.content.addLayout(self.messages)
        self.correct_button = QPushButton(_("フリガナを訂正して続ける"))
        self.correct_button.hide()
        self.correct_button.clicked.connect(self.correction_requested)
        self.start_button = primary_button(_("届出を始める"))
        self.start_button.clicked.connect(self.start_requested)
        self.foot.addWidget(
            text_label(_("書いたものはこの端末へ保存されます。"), TextRole.SECONDARY), 1
        )
        self.foot.addWidget(self.correct_button)
        self.foot.addWidget(self.start_button)

    def show_problems(self, by_field: Mapping[str, str], others: Sequence[str]) -> None:
        """Show sentences beside their fields, and the others below them."""
        for name, problem in self.problems.items():
            problem.tell(by_field.get(name, ""))
        self.messages.tell(others, Tone.BAD)
        self.refit()


def _add_row(
    grid: QGridLayout, row: int, name: str, field: QWidget, hint: str = ""
) -> FieldProblem:
    label = text_label(name)
    label.setBuddy(field)
    label.setWordWrap(True)
    field.setAccessibleName(name)
    problem = FieldProblem()
    cell = QVBoxLayout()
    cell.setSpacing(2)
    cell.addWidget(field)
    if hint:
        cell.addWidget(Paragraph(hint, TextRole.SECONDARY))
    cell.addWidget(problem)
    label.setMinimumHeight(QLineEdit().sizeHint().height())
    grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
    grid.addLayout(cell, row, 1)
    return problem


class DeskListView(Sheet):
    """Offers the kinds, and lists what was written and sent on this terminal."""

    kind_chosen = Signal(object)
    entry_opened = Signal(object)
    send_again_requested = Signal(object)
    remove_requested = Signal(object)
    receipts_requested = Signal()

    def __init__(self, desk: SubmissionDesk, person: str) -> None:
        super().__init__()
        self.content.addWidget(Paragraph(_("何を届け出ますか"), TextRole.PAGE_TITLE))
        self.content.addWidget(text_label(person, TextRole.SECONDARY))
        self.messages = Messages()
        self.messages.setSpacing(Space.S)
        self.content.addLayout(self.messages)
        self.doors: dict[SubmissionKind, DoorRow] = {}
        for number, kind in enumerate(desk.kinds, start=1):
            if kind is SubmissionKind.PEER_REVIEW and not desk.practices:
                continue
            door = DoorRow(str(number), KIND_NAMES[kind], KIND_GUIDES[kind])
            door.setShortcut(str(number))
            door.clicked.connect(lambda _on=False, kind=kind: self.kind_chosen.emit(kind))
            self.doors[kind] = door
            self.content.addWidget(door)
        self.content.addSpacing(Space.S)
        self.heading = text_label(_("この端末で書いたもの"), TextRole.SECTION)
        self.content.addWidget(self.heading)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(Space.S)
        self.content.addLayout(self.rows)
        self.receipts_button = quiet_button(_("受け取りを確かめる"))
        self.receipts_button.clicked.connect(self.receipts_requested)
        self.note = text_label("", TextRole.SECONDARY)
        self.foot.addWidget(self.note, 1)
        self.foot.addWidget(self.receipts_button)

    def show_entries(
        self, entries: Sequence[BookEntry], subjects: Mapping[str, str], *, is_open: bool
    ) -> None:
        """List entries, each with what can be done with it."""
        _emptied(self.rows)
        self.heading.setVisible(bool(entries))
        for entry in entries:
            self.rows.addWidget(self._row(entry, subjects[entry.entry_id], is_open=is_open))
        for door in self.doors.values():
            door.setEnabled(is_open)
        waiting = sum(1 for e in entries if e.is_sent and e.received_at is None)
        self.receipts_button.setVisible(any(e.is_sent for e in entries))
        self.note.setText(_("受け取り待ち {count}件").format(count=waiting) if waiting else "")
        self.refit()

    def _row(self, entry: BookEntry, subject: str, *, is_open: bool) -> QWidget:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(Space.S)
        told = QVBoxLayout()
        told.setSpacing(0)
        told.addWidget(Paragraph(f"{KIND_NAMES[entry.kind]}　{subject}"))
        told.addWidget(ToneLabel(*_state(entry)))
        if entry.is_elsewhere and entry.received_at is None:
            told.addWidget(Paragraph(entry.path, TextRole.SECONDARY))
        across.addLayout(told, 1)
        if not entry.is_sent:
            self._add_button(across, _("続きを書く"), lambda: self.entry_opened.emit(entry))
        elif entry.received_at is None and is_open:
            self._add_button(
                across, _("もう一度送る"), lambda: self.send_again_requested.emit(entry)
            )
        self._add_button(across, _("消す"), lambda: self.remove_requested.emit(entry))
        return row

    def _add_button(self, across: QHBoxLayout, text: str, do: object) -> None:
        button = quiet_button(text)
        button.clicked.connect(do)
        across.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)


def _state(entry: BookEntry) -> tuple[str, Tone]:
    if entry.received_at is not None:
        at = local_time_text(entry.received_at)
        return _("人事課が受け取りました（{at}）").format(at=at), Tone.GOOD
    if entry.sent_at is not None:
        at = local_time_text(entry.sent_at)
        text = _("別のフォルダーに保存しました（{at}）。担当に渡してください。")
        text = text if entry.is_elsewhere else _("送りました（{at}）")
        return text.format(at=at), Tone.INFO
    return _("下書き"), Tone.ATTENTION


class DeskFormView(Sheet):
    """The fields of one kind."""

    back_requested = Signal()
    send_requested = Signal()
    elsewhere_requested = Signal()
    changed = Signal()

    def __init__(
        self,
        kind: SubmissionKind,
        form: Sequence[FormField],
        fields: Mapping[str, str],
        exams: Sequence[ExamOffer] = (),
    ) -> None:
        super().__init__()
        self.kind, self._form, self._exams = kind, form, exams
        self.content.addWidget(Paragraph(KIND_NAMES[kind], TextRole.PAGE_TITLE))
        self.content.addWidget(Paragraph(KIND_GUIDES[kind], TextRole.SECONDARY))
        self.messages = Messages()
        self.content.addLayout(self.messages)
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.S)
        grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        self.fields: dict[str, QLineEdit | QPlainTextEdit | QComboBox] = {}
        self.problems: dict[str, FieldProblem] = {}
        for row, field in enumerate(form):
            name = field_name(field, kind)
            widget = _widget(field, fields.get(field.id, ""))
            self._watch(widget)
            self.fields[field.id] = widget
            shown = f"{name}＊" if field.is_needed else name
            self.problems[name] = _add_row(grid, row, shown, widget, _hint(field))
        self._grid = grid
        self.content.addLayout(grid)
        if exams and s.EXAM in self.fields:
            self.changed.connect(self.show_scores)
            self.show_scores()
        self.back_button = QPushButton(_("戻る（下書きを残す）"))
        self.back_button.clicked.connect(self.back_requested)
        self.elsewhere_button = QPushButton(_("別のフォルダーに保存"))
        self.elsewhere_button.clicked.connect(self.elsewhere_requested)
        self.elsewhere_button.hide()
        self.send_button = primary_button(_("届け出る"))
        self.send_button.clicked.connect(self.send_requested)
        self.foot.addWidget(self.back_button)
        self.foot.addStretch(1)
        self.foot.addWidget(self.elsewhere_button)
        self.foot.addWidget(self.send_button)

    def show_scores(self) -> None:
        """Show the scores of the exam chosen, as the edition of the day of the sitting has them."""
        written = self.written()
        on = parse_date(written.get(s.ON, ""))
        asked = s.scores_asked(self._exams, written.get(s.EXAM, ""), on)
        offers = {} if asked is None else {one.code: one for one in asked.scores}
        for row, field in enumerate(self._form):
            if not field.id.startswith(s.SCORE):
                continue
            offer = offers.get(field.id.removeprefix(s.SCORE))
            is_filled = field.id in written  # what was written never vanishes from sight
            for widget in _widgets_of_row(self._grid, row):
                widget.setVisible(offer is not None or is_filled)
        self.refit()

    def _watch(self, widget: QLineEdit | QPlainTextEdit | QComboBox) -> None:
        if isinstance(widget, QComboBox):
            widget.currentTextChanged.connect(lambda _text: self.changed.emit())
        elif isinstance(widget, QLineEdit):
            widget.textEdited.connect(lambda _text: self.changed.emit())
        else:
            widget.textChanged.connect(self.changed)

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        next(iter(self.fields.values())).setFocus()

    def written(self) -> dict[str, str]:
        """Return what stands in the fields; a choice by its code where it is one."""
        found = {}
        for field in self._form:
            widget = self.fields[field.id]
            if isinstance(widget, QComboBox):
                at = widget.findText(widget.currentText())
                is_known = at >= 0 and widget.itemData(at) is not None
                found[field.id] = str(widget.itemData(at)) if is_known else widget.currentText()
            elif isinstance(widget, QLineEdit):
                found[field.id] = widget.text()
            else:
                found[field.id] = widget.toPlainText()
        return {name: text for name, text in found.items() if text.strip()}

    def show_problems(self, by_field: Mapping[str, str], others: Sequence[str]) -> None:
        """Show sentences beside their fields, and the others above."""
        for name, problem in self.problems.items():
            problem.tell(by_field.get(name, ""))
        self.messages.tell(others, Tone.BAD)
        first = next((f for f in self._form if field_name(f, self.kind) in by_field), None)
        if first is not None:
            self.fields[first.id].setFocus()
            self.area.ensureWidgetVisible(self.fields[first.id])
        self.refit()


def _widgets_of_row(grid: QGridLayout, row: int) -> Iterator[QWidget]:
    """Yield the widgets of a row but for its problem, which shows itself."""
    for item in (grid.itemAtPosition(row, 0), grid.itemAtPosition(row, 1)):
        inner = None if item is None else item.layout()
        parts = [] if inner is None else [inner.itemAt(at) for at in range(inner.count())]
        for part in (item, *parts):
            widget = None if part is None else part.widget()
            if widget is not None and not isinstance(widget, FieldProblem):
                yield widget


def _hint(field: FormField) -> str:
    if field.shape is FieldShape.DAY:
        return _("例：令和8年10月5日、R8.10.5、2026/10/5")
    return field_hint(field)


def _widget(field: FormField, text: str) -> QLineEdit | QPlainTextEdit | QComboBox:
    if field.shape is FieldShape.TEXT:
        box = QPlainTextEdit(text)
        box.setFixedHeight(TEXT_HEIGHT)
        box.setTabChangesFocus(True)
        return box
    if field.shape is FieldShape.CHOICE:
        return _choice(field, text)
    return QLineEdit(text)


def _choice(field: FormField, text: str) -> QComboBox:
    """Return a list that narrows while typing; nothing is chosen at first."""
    box = QComboBox()
    is_fixed = field.id in FIXED
    box.addItem("", "")
    for offer in field.choices:
        box.addItem(offer.name if is_fixed else choice_text(offer), offer.code)
    if not is_fixed:
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        texts = [box.itemText(at) for at in range(box.count())]
        completer = QCompleter(QStringListModel(texts, box), box)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        box.setCompleter(completer)
    at = box.findData(text) if text else 0
    box.setCurrentIndex(max(at, 0))
    if at < 0 and not is_fixed:
        box.setEditText(text)
    box.setMinimumContentsLength(12)
    return box

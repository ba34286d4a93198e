"""Which heading of a file is which of ours, and which of its words which."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.intake import ColumnMapping, FileColumn, MappingDraft, OfferedColumn
from skilltrack.gui.office.parts import clear
from skilltrack.gui.theme import Space, TextRole, Tone, primary_button
from skilltrack.gui.widgets.cards import ErrorPanel, Notice
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.intake_words import IMPORT_KIND_NAMES, column_note
from skilltrack.i18n.texts import _

WIDTH, HEIGHT = 960, 640
CHOICE_WIDTH = 224
OURS_WIDTH = 256
LONGEST_ROW = 60


class MappingDialog(QDialog):
    """Two parts: headings with samples, and words; ``submitted`` carries the ``ColumnMapping``.

    ``header_row_chosen`` carries another row of headings, None for the first.
    """

    submitted = Signal(object)
    header_row_chosen = Signal(object)

    def __init__(self, draft: MappingDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("見出しの対応（{kind}）").format(kind=IMPORT_KIND_NAMES[draft.kind]))
        self.draft = draft
        self.header_row = QComboBox()
        self.header_row.setAccessibleName(_("見出しの行"))
        self.headings: dict[str, QComboBox] = {}
        self.samples: dict[str, Paragraph] = {}
        self.words: dict[tuple[str, str], QComboBox] = {}
        self.is_remembered = QCheckBox(_("次からもこの対応で読む"))
        self.is_remembered.setChecked(True)
        self.submit_button = primary_button(_("この対応で確かめる"))
        self.submit_button.clicked.connect(self._submit)
        self._problems = QVBoxLayout()
        self._columns = QGridLayout()
        self._word_rows = QGridLayout()
        self._words_title = text_label(_("言葉の対応"), TextRole.SECTION)
        self._words_note = Paragraph(
            _("決まった言葉だけが入る列に、知らない言葉がありました。それぞれの意味を選びます。"),
            TextRole.SECONDARY,
        )
        self._lay_out()
        self.show_draft(draft)
        self.header_row.activated.connect(
            lambda _at: self.header_row_chosen.emit(self.header_row.currentData())
        )

    def _lay_out(self) -> None:
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(Space.XL, Space.L, Space.XL, Space.S)
        inner.setSpacing(Space.M)
        inner.addLayout(self._problems)
        explanation = _(
            "左の項目に、ファイルのどの列を使うかを選びます。＊は必須です。"
            "選ばない項目は、今の記録のまま変わりません。"
        )
        inner.addWidget(Paragraph(explanation, TextRole.SECONDARY))
        row = QFormLayout()
        row.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        row.addRow(_("見出しの行"), self.header_row)
        self.header_row.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        inner.addLayout(row)
        for grid in (self._columns, self._word_rows):
            grid.setHorizontalSpacing(Space.L)
            grid.setVerticalSpacing(Space.S)
            grid.setColumnStretch(2, 1)
        inner.addLayout(self._columns)
        inner.addWidget(self._words_title)
        inner.addWidget(self._words_note)
        inner.addLayout(self._word_rows)
        inner.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(body)
        leave = QPushButton(_("やめる"))
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.XL, 0, Space.XL, Space.L)
        foot.addWidget(self.is_remembered)
        foot.addStretch(1)
        foot.addWidget(leave)
        foot.addWidget(self.submit_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self._area, 1)
        column.addLayout(foot)
        room = self.screen().availableSize()
        self.resize(min(WIDTH, room.width() - Space.XXL), min(HEIGHT, room.height() - Space.XXL))

    # What is shown

    def show_draft(self, draft: MappingDraft) -> None:
        """Show what a file offers."""
        self.draft = draft
        self.header_row.clear()
        for row, text in draft.header_rows:
            name = _("{row}行目").format(row=row) if row is not None else _("最初の行")
            shown = text if len(text) <= LONGEST_ROW else f"{text[:LONGEST_ROW]}…"
            self.header_row.addItem(f"{name}　{shown}", row)
        self.header_row.setCurrentIndex(self.header_row.findData(draft.mapping.header_row))
        clear(self._columns)
        self.headings, self.samples = {}, {}
        for number, title in enumerate((_("取り込む項目"), _("ファイルの列"), _("値の例"))):
            self._columns.addWidget(text_label(title, TextRole.SECONDARY), 0, number)
        for row, column in enumerate(draft.offered, start=1):
            self._add_column(row, column)
        self._show_words()

    def _add_column(self, row: int, column: OfferedColumn) -> None:
        choice = QComboBox()
        choice.setAccessibleName(column.heading)
        choice.setFixedWidth(CHOICE_WIDTH)
        choice.addItem(_("（使わない）"), "")
        for one in self.draft.columns:
            choice.addItem(one.heading, one.heading)
        theirs = self.draft.mapping.headings.get(column.heading, "")
        choice.setCurrentIndex(max(0, choice.findData(theirs)))
        sample = Paragraph("", TextRole.SECONDARY)
        self.headings[column.heading] = choice
        self.samples[column.heading] = sample
        self._columns.addWidget(_ours(column), row, 0, Qt.AlignmentFlag.AlignTop)
        self._columns.addWidget(choice, row, 1, Qt.AlignmentFlag.AlignTop)
        self._columns.addWidget(sample, row, 2)
        self._show_samples(column.heading)
        choice.currentIndexChanged.connect(lambda _at, name=column.heading: self._choose(name))

    def _choose(self, heading: str) -> None:
        self._show_samples(heading)
        self._show_words()

    def _column(self, heading: str) -> FileColumn | None:
        theirs = self.headings[heading].currentData()
        return next((one for one in self.draft.columns if one.heading == theirs), None)

    def _show_samples(self, heading: str) -> None:
        column = self._column(heading)
        samples = () if column is None else column.samples
        self.samples[heading].set_text(_("、").join(samples))

    def _show_words(self) -> None:
        kept = self.chosen_words()
        clear(self._word_rows)
        self.words = {}
        for column in self.draft.offered:
            found = self._column(column.heading)
            if not column.words or found is None:
                continue
            known = {
                **self.draft.mapping.words.get(column.heading, {}),
                **kept.get(column.heading, {}),
            }
            for word in column.unknown(found.words or ()):
                self._add_word(column, word, known.get(word, ""))
        for part in (self._words_title, self._words_note):
            part.setVisible(bool(self.words))

    def _add_word(self, column: OfferedColumn, word: str, ours: str) -> None:
        choice = QComboBox()
        name = _("{heading}「{word}」").format(heading=column.heading, word=word)
        choice.setAccessibleName(name)
        choice.setFixedWidth(CHOICE_WIDTH)
        choice.addItem(_("（選ぶ）"), "")
        for one in column.words:
            choice.addItem(one, one)
        choice.setCurrentIndex(max(0, choice.findData(ours)))
        row = len(self.words)
        label = text_label(name)
        label.setMinimumWidth(OURS_WIDTH)
        self._word_rows.addWidget(label, row, 0)
        self._word_rows.addWidget(choice, row, 1)
        self.words[column.heading, word] = choice

    # What is chosen

    def chosen_words(self) -> dict[str, dict[str, str]]:
        """Return our heading → word of the file → our word, for the words shown."""
        found: dict[str, dict[str, str]] = {}
        for (heading, word), choice in self.words.items():
            if choice.currentData():
                found.setdefault(heading, {})[word] = choice.currentData()
        return found

    def mapping(self) -> ColumnMapping:
        """Return what the form holds, with the words remembered for other files."""
        headings = {}
        names = {column.heading for column in self.draft.columns}
        for heading, choice in self.headings.items():
            theirs = choice.currentData()
            if theirs != heading and (theirs or heading in names):
                headings[heading] = theirs
        words: dict[str, Mapping[str, str]] = dict(self.draft.mapping.words)
        for heading, chosen in self.chosen_words().items():
            words[heading] = {**words.get(heading, {}), **chosen}
        return ColumnMapping(headings, words, self.header_row.currentData())

    def check(self) -> tuple[str, ...]:
        """Return everything that is wrong, one sentence each."""
        chosen = [str(choice.currentData()) for choice in self.headings.values()]
        twice = sorted({theirs for theirs in chosen if theirs and chosen.count(theirs) > 1})
        needed = [
            _("「{heading}」に使う列を選びます。").format(heading=column.heading)
            for column in self.draft.offered
            if column.is_needed and not self.headings[column.heading].currentData()
        ]
        return (
            *needed,
            *(
                _("「{heading}」の列は、二つの項目には使えません。").format(heading=theirs)
                for theirs in twice
            ),
        )

    def _submit(self) -> None:
        problems = self.check()
        self.show_problems(problems)
        if not problems:
            self.submitted.emit(self.mapping())

    def show_problems(self, sentences: Sequence[str]) -> None:
        """Show what is wrong; none takes the panel away."""
        clear(self._problems)
        if sentences:
            self._problems.addWidget(ErrorPanel(_("まだ確かめられません"), sentences))
            self._area.verticalScrollBar().setValue(0)

    def show_reason(self, sentence: str) -> None:
        """Show why the dialog was opened."""
        clear(self._problems)
        self._problems.addWidget(Notice(sentence, Tone.ATTENTION))


def _ours(column: OfferedColumn) -> QWidget:
    """Return the heading of ours with its explanation below it."""
    both = QWidget()
    both.setFixedWidth(OURS_WIDTH)
    inner = QVBoxLayout(both)
    inner.setContentsMargins(0, 0, 0, 0)
    inner.setSpacing(0)
    mark = "＊" if column.is_needed else ""
    inner.addWidget(text_label(f"{column.heading}{mark}"))
    inner.addWidget(Paragraph(column_note(column.heading), TextRole.SECONDARY))
    return both

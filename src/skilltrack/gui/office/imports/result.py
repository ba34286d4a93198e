"""What an import would do or has done, or why it cannot be done."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from skilltrack.domain.intake import Handling, ImportOutcome, LineState, MissingRule
from skilltrack.domain.problems import Place, Problem, Severity
from skilltrack.gui.office.imports.missing import MissingPanel
from skilltrack.gui.office.imports.rows import ListedRows
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import Space, TextRole, Tone
from skilltrack.gui.widgets.cards import EmptyState, Notice
from skilltrack.gui.widgets.search import SearchField
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field, TableView
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.folding import fold
from skilltrack.i18n.intake_words import HANDLING_NAMES, LINE_STATE_NAMES
from skilltrack.i18n.problems import sentence
from skilltrack.i18n.texts import _

ALL, NOTICES = "all", "notices"

WORD_PROBLEMS = frozenset(
    {
        "intake.unknown_word",
        "intake.unknown_band",
        "intake.unknown_role",
        "intake.unknown_exam",
    }
)
"""Problems that go away when words of the file are mapped to ours."""

HEADING_PROBLEMS = frozenset({"intake.missing_column", "intake.mapped_absent"})
"""Problems that go away when headings of the file are mapped to ours."""

SEARCH_WIDTH = 200


def _plain_sentence(problem: Problem) -> str:
    return sentence(replace(problem, place=Place()))


PROBLEM_FIELDS: tuple[Field[Problem], ...] = (
    Field(_("行"), lambda problem: problem.place.row, None, RIGHT, 60),
    Field(_("列"), lambda problem: problem.place.column, None, LEFT, 120),
    Field(
        _("内容と対処"),
        _plain_sentence,
        None,
        LEFT,
        560,
        tone=lambda p: Tone.BAD if p.severity is Severity.ERROR else Tone.INFO,
        tooltip=_plain_sentence,
    ),
)

SHEET_FIELD: Field[Problem] = Field(
    _("シート"), lambda problem: problem.place.sheet or None, None, LEFT, 92
)


class OutcomePanel(QWidget):
    """Counts, every line field by field, the people missing, and the notices."""

    save_requested = Signal()
    decided = Signal()
    """Something was decided about people missing."""

    def __init__(self, outcome: ImportOutcome, rule: MissingRule | None = None) -> None:
        """Show a preview or what was taken over; ``rule`` is what was decided before."""
        super().__init__()
        self._outcome = outcome
        self.listed = ListedRows(outcome.listing)
        self.summary = _summary(outcome)
        save = _("結果をExcelに保存")
        tone = Tone.INFO if outcome.change is None else Tone.GOOD
        self.ready = Notice(self.summary, tone, action=save)
        self.question = Notice(_question(outcome), Tone.ATTENTION, action=save)
        for notice in (self.ready, self.question):
            notice.action_requested.connect(self.save_requested)
        self.save_button = self.ready.button
        self.lines: TableView[int] = TableView(
            self.listed.fields(), searched=self.listed.searched(), fold=fold
        )
        self.lines.setAccessibleName(_("行ごとの結果"))
        self.notices: TableView[Problem] = TableView(PROBLEM_FIELDS)
        self._rule = rule or MissingRule()
        self.missing: MissingPanel | None = None
        self.nothing = EmptyState(_("該当する行はありません。"))
        self.stack = QStackedWidget()
        for part in (self.lines, self.notices, self.nothing):
            self.stack.addWidget(part)
        if outcome.listing.missing and outcome.effective_on is not None:
            self.missing = MissingPanel(outcome, outcome.effective_on, self._rule)
            self.missing.decided.connect(self._show_decided)
            self.stack.addWidget(self.missing)
        self.search = SearchField(_("番号・氏名・所属で絞る"))
        self.search.setFixedWidth(SEARCH_WIDTH)
        self.search.settled.connect(self._search)
        self.switch = Switch(self._parts())
        self.switch.chosen.connect(self._show_part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.ready)
        column.addWidget(self.question)
        self._show_notice()
        row = QHBoxLayout()
        row.addWidget(self.switch)
        row.addStretch(1)
        row.addWidget(self.search)
        column.addLayout(row)
        column.addWidget(self.stack, 1)
        self.lines.show_rows(range(len(self.listed)))
        self.notices.show_rows(outcome.notices)
        self.switch.choose(self._first_part())
        self._show_part(self.switch.current)

    def _parts(self) -> list[tuple[str, str]]:
        states = self.listed.states
        parts = [(ALL, _("すべて"))]
        for state in LineState:
            if state is LineState.MISSING and self.missing is None:
                continue
            name = _("{state} {count:,}").format(
                state=LINE_STATE_NAMES[state], count=states.count(state)
            )
            parts.append((state.value, name))
        if self._outcome.notices:
            count = len(self._outcome.notices)
            parts.append((NOTICES, _("お知らせ {count:,}").format(count=count)))
        return parts

    def _first_part(self) -> str:
        for state in (LineState.CHANGED, LineState.NEW):
            if state in self.listed.states:
                return state.value
        return ALL

    def _show_part(self, key: str) -> None:
        self.search.setVisible(key != NOTICES)
        if key == NOTICES:
            self.stack.setCurrentWidget(self.notices)
        elif key == LineState.MISSING.value and self.missing is not None:
            self.stack.setCurrentWidget(self.missing)
        else:
            condition = None if key == ALL else self.listed.has_state(LineState(key))
            self.lines.filter.set_condition(condition)
            has_rows = self.lines.filter.rowCount() > 0
            self.stack.setCurrentWidget(self.lines if has_rows else self.nothing)

    def _search(self, text: str) -> None:
        if self.missing is not None:
            self.missing.table.filter.set_text(text)
        self.lines.filter.set_text(text)
        self._show_part(self.switch.current)

    # The people missing

    @property
    def is_decided(self) -> bool:
        """Tell whether everything is decided that the take-over needs."""
        if self._outcome.change is not None or self.missing is None:
            return True
        return self.missing.undecided() == 0

    @property
    def rule(self) -> MissingRule:
        """Return what was decided about the people missing."""
        return self._rule if self.missing is None else self.missing.rule

    def outcome(self) -> ImportOutcome:
        """Return what is shown, with what was decided since the file was checked."""
        listing = self._outcome.listing
        if self.missing is None:
            return self._outcome
        decisions = {
            person.employee_no: (decision, listing.decisions.get(person.employee_no, (None, ()))[1])
            for person in listing.missing
            if (decision := self.missing.decision(person)) is not None
        }
        return replace(self._outcome, listing=replace(listing, decisions=decisions))

    def _show_notice(self) -> None:
        self.ready.setVisible(self.is_decided)
        self.question.setVisible(not self.is_decided)

    def _show_decided(self) -> None:
        self._show_notice()
        self.decided.emit()


def _question(outcome: ImportOutcome) -> str:
    return _(
        "ファイルにない職員が{count:,}人います。退職などの扱いを決めると取り込めます。"
    ).format(count=len(outcome.listing.missing))


def _summary(outcome: ImportOutcome) -> str:
    text = _("まだ取り込んでいません。") if outcome.change is None else _("取り込みました。")
    counts = _("新規 {new:,}件、変更 {changed:,}件、変更なし {unchanged:,}件（{rows:,}行）").format(
        new=outcome.new,
        changed=len(outcome.changed),
        unchanged=outcome.unchanged,
        rows=outcome.rows_read,
    )
    return _("{text}　{counts}").format(text=text, counts=counts + _missing(outcome))


def _missing(outcome: ImportOutcome) -> str:
    """Say how many people the file does not hold; of a file taken over, what became of them."""
    count = len(outcome.listing.missing)
    if not count:
        return ""
    text = _("、ファイルにない職員 {count:,}人").format(count=count)
    if outcome.change is None:
        return text
    became = Counter(decision.handling for decision, _why in outcome.listing.decisions.values())
    parts = [
        _("{name}{count:,}人").format(name=HANDLING_NAMES[handling], count=became[handling])
        for handling in Handling
        if became[handling]
    ]
    return _("{text}（{parts}）").format(text=text, parts=_("、").join(parts)) if parts else text


class ProblemsPanel(QWidget):
    """Everything that keeps a file from being taken over, all at once."""

    save_requested = Signal()
    mapping_requested = Signal()

    def __init__(self, file: str, problems: Sequence[Problem], *, has_sheets: bool = False) -> None:
        """List problems; ``has_sheets`` names the sheet of each."""
        super().__init__()
        self.problems = tuple(problems)
        fields = (SHEET_FIELD, *PROBLEM_FIELDS) if has_sheets else PROBLEM_FIELDS
        self.table: TableView[Problem] = TableView(fields)
        self.table.setAccessibleName(_("問題の一覧"))
        self.table.show_rows(self.problems)
        self.save_button = QPushButton(_("問題の一覧をExcelに保存"))
        self.save_button.clicked.connect(self.save_requested)
        self.mapping_button = QPushButton(_("言葉を合わせる"))
        self.mapping_button.clicked.connect(self.mapping_requested)
        self.mapping_button.setVisible(any(p.code in WORD_PROBLEMS for p in self.problems))
        text = _("「{file}」に、直すところが{count:,}件あります。何も取り込んでいません。").format(
            file=file, count=len(self.problems)
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(Notice(text, Tone.BAD))
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        hint = Paragraph(
            _("一覧をファイルの作成元に渡し、直したファイルをもう一度確かめます。"),
            TextRole.SECONDARY,
        )
        foot.addWidget(hint, 1)
        foot.addWidget(self.mapping_button)
        foot.addWidget(self.save_button)
        column.addLayout(foot)

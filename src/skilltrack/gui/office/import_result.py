"""What an import would do or has done, or why it cannot be done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from skilltrack.domain.intake import ImportOutcome
from skilltrack.domain.problems import Place, Problem, Severity
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import Space, TextRole, Tone
from skilltrack.gui.widgets.cards import Notice
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field, TableView
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.names import (
    FIELD_NAMES,
    value_name,
)
from skilltrack.i18n.problems import sentence
from skilltrack.i18n.texts import _

CHANGES, NOTICES, MISSING = "changes", "notices", "missing"


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One field that an import changes."""

    row: int
    key: str
    field: str
    old: str
    new: str


def change_rows(outcome: ImportOutcome) -> tuple[ChangeRow, ...]:
    """Return one row per field changed."""
    return tuple(
        ChangeRow(
            line.row,
            line.key,
            FIELD_NAMES.get(change.field, change.field),
            value_name(change.field, change.old),
            value_name(change.field, change.new),
        )
        for line in outcome.changed
        for change in line.fields
    )


CHANGE_FIELDS: tuple[Field[ChangeRow], ...] = (
    Field(_("行"), lambda row: row.row, None, RIGHT, 60),
    Field(_("番号・コード"), lambda row: row.key, None, LEFT, 128),
    Field(_("項目"), lambda row: row.field, None, LEFT, 136),
    Field(_("今の値"), lambda row: row.old or None, None, LEFT, 220),
    Field(_("取り込む値"), lambda row: row.new or None, None, LEFT, 220),
)


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

MISSING_FIELDS: tuple[Field[str], ...] = (
    Field(_("ファイルにない職員の番号"), lambda number: number, None, LEFT, 220),
)


class OutcomePanel(QWidget):
    """Counts, and the changes field by field."""

    def __init__(self, outcome: ImportOutcome) -> None:
        super().__init__()
        is_rehearsal = outcome.change is None
        text = (
            _("誤りはありません。まだ取り込んでいません。")
            if is_rehearsal
            else _("取り込みました。")
        )
        counts = _(
            "新規 {new:,}件、変更 {changed:,}件、変更なし {unchanged:,}件（{rows:,}行）"
        ).format(
            new=outcome.new,
            changed=len(outcome.changed),
            unchanged=outcome.unchanged,
            rows=outcome.rows_read,
        )
        self.summary = _("{text}　{counts}").format(text=text, counts=counts)
        self.changes: TableView[ChangeRow] = TableView(CHANGE_FIELDS)
        self.notices: TableView[Problem] = TableView(PROBLEM_FIELDS)
        self.missing: TableView[str] = TableView(MISSING_FIELDS)
        self.changes.show_rows(change_rows(outcome))
        self.notices.show_rows(outcome.notices)
        self.missing.show_rows(outcome.missing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(Notice(self.summary, Tone.INFO if is_rehearsal else Tone.GOOD))
        if outcome.missing:
            text = _("ファイルにない職員の記録は、そのまま残します。")
            column.addWidget(text_label(text, TextRole.SECONDARY))
        self._add_parts(column, outcome)

    def _add_parts(self, column: QVBoxLayout, outcome: ImportOutcome) -> None:
        parts: dict[str, tuple[str, QWidget]] = {}
        if outcome.changed:
            text = _("変更 {count:,}件").format(count=len(outcome.changed))
            parts[CHANGES] = (text, self.changes)
        if outcome.notices:
            text = _("お知らせ {count:,}件").format(count=len(outcome.notices))
            parts[NOTICES] = (text, self.notices)
        if outcome.missing:
            text = _("ファイルにない職員 {count:,}人").format(count=len(outcome.missing))
            parts[MISSING] = (text, self.missing)
        if not parts:
            column.addStretch(1)
            return
        stack = QStackedWidget()
        for _text, table in parts.values():
            stack.addWidget(table)
        switch = Switch([(key, text) for key, (text, _table) in parts.items()])
        switch.chosen.connect(lambda key: stack.setCurrentWidget(parts[key][1]))
        row = QHBoxLayout()
        row.addWidget(switch)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(stack, 1)


class ProblemsPanel(QWidget):
    """Everything that keeps a file from being taken over, all at once."""

    save_requested = Signal()

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
        foot.addWidget(self.save_button)
        column.addLayout(foot)

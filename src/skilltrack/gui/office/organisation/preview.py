"""What a plan would do: both trees, who moves, how people are divided; or what is in the way."""

from dataclasses import dataclass, replace

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from skilltrack.domain.problems import Place, Problem
from skilltrack.domain.reorganisation.contrast import Comparison
from skilltrack.domain.reorganisation.people import Unassigned
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.office.organisation.rows import (
    MOVE_FIELDS,
    PASSED_FIELDS,
    SHARE_FIELDS,
    SIDE_FIELDS,
    MoveRow,
    PassedRow,
    ShareRow,
    SideRow,
    changed_rows,
    move_rows,
    passed_rows,
    share_rows,
    side_rows,
)
from skilltrack.gui.theme import Space, TextRole, Tone
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field, TableView
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.problems import sentence
from skilltrack.i18n.texts import _
from skilltrack.services.organisation.reorganisation import Reorganisation

TREES, MOVES, SHARES, PASSED = "trees", "moves", "shares", "passed"
PROBLEMS, UNASSIGNED = "problems", "unassigned"


@dataclass(frozen=True, slots=True)
class ResultPart:
    """One thing that checking a plan found, with what it is called."""

    key: str
    text: str
    widget: QWidget


def verdict(done: Reorganisation) -> tuple[str, Tone]:
    """Say in one line whether a plan can be applied."""
    if done.problems:
        text = _("直すところが{count:,}件あります。")
        return text.format(count=len(done.problems)), Tone.BAD
    people = len({move.employee_no for move in done.moves})
    text = _("改編できます。{people:,}人の配属が移ります。")
    return text.format(people=people), Tone.GOOD


def result_parts(done: Reorganisation) -> list[ResultPart]:
    """Return what checking found, the most important first."""
    if done.problems:
        return _refusal(done)
    parts: list[ResultPart] = []
    if done.comparison is not None:
        parts.append(ResultPart(TREES, _("前後の組織"), SidesPanel(done.comparison)))
    if done.moves:
        moves: TableView[MoveRow] = TableView(MOVE_FIELDS)
        moves.setAccessibleName(_("移る職員"))
        moves.show_rows(move_rows(done))
        text = _("移る職員 {count:,}件").format(count=len(done.moves))
        parts.append(ResultPart(MOVES, text, moves))
    if done.nominations:
        passed: TableView[PassedRow] = TableView(PASSED_FIELDS)
        passed.setAccessibleName(_("引き継ぐ応募"))
        passed.show_rows(passed_rows(done))
        text = _("引き継ぐ応募 {count:,}件").format(count=len(done.nominations))
        parts.append(ResultPart(PASSED, text, passed))
    if done.shares:
        shares: TableView[ShareRow] = TableView(SHARE_FIELDS, stretched=3)
        shares.setAccessibleName(_("分割の振り分け"))
        shares.show_rows(share_rows(done))
        parts.append(ResultPart(SHARES, _("分割の振り分け"), shares))
    return parts


def _refusal(done: Reorganisation) -> list[ResultPart]:
    problems: TableView[Problem] = TableView(PROBLEM_FIELDS)
    problems.setAccessibleName(_("直すところ"))
    problems.show_rows(done.problems)
    text = _("直すところ {count:,}件").format(count=len(done.problems))
    parts = [ResultPart(PROBLEMS, text, problems)]
    if done.unassigned:
        left: TableView[tuple[Unassigned, str]] = TableView(UNASSIGNED_FIELDS)
        left.setAccessibleName(_("行き先の決まっていない職員"))
        left.show_rows([(one, done.names.get(one.employee_no, "")) for one in done.unassigned])
        text = _("行き先の未定 {count:,}人").format(count=len(done.unassigned))
        parts.append(ResultPart(UNASSIGNED, text, left))
    return parts


PROBLEM_FIELDS: tuple[Field[Problem], ...] = (
    Field(_("ファイルの行"), lambda problem: problem.place.row, None, RIGHT, 104),
    Field(
        _("内容と対処"),
        lambda problem: sentence(replace(problem, place=Place())),
        None,
        LEFT,
        640,
        tone=lambda _problem: Tone.BAD,
    ),
)

UNASSIGNED_FIELDS: tuple[Field[tuple[Unassigned, str]], ...] = (
    Field(_("職員番号"), lambda row: row[0].employee_no, None, LEFT, 104),
    Field(_("氏名"), lambda row: plain_name(row[1]), None, LEFT, 160),
    Field(_("職名"), lambda row: row[0].job_title, None, LEFT, 160),
    Field(_("分割する所属"), lambda row: row[0].source, None, LEFT, 160),
)


class SidesPanel(QWidget):
    """The departments before and after, side by side."""

    def __init__(self, comparison: Comparison) -> None:
        super().__init__()
        self._sides = side_rows(comparison)
        self.only_changed = QCheckBox(_("変わる所属だけ"))
        self.only_changed.setChecked(True)
        self.before = self._table(_("改編の前の組織"))
        self.after = self._table(_("改編の後の組織"))
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        for title, table, rows in (
            (_("前"), self.before, self._sides[0]),
            (_("後"), self.after, self._sides[1]),
        ):
            side = QVBoxLayout()
            side.setSpacing(Space.XS)
            head = QHBoxLayout()
            total = sum(one.row.people for one in rows)
            text = _("{title}　{count:,}所属　{total:,}人")
            text = text.format(title=title, count=len(rows), total=total)
            label = text_label(text, TextRole.SECONDARY)
            label.setFixedHeight(self.only_changed.sizeHint().height())
            head.addWidget(label, 1)
            if table is self.after:
                head.addWidget(self.only_changed)
            side.addLayout(head)
            side.addWidget(table, 1)
            row.addLayout(side, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row, 1)
        self.only_changed.toggled.connect(lambda _on: self._show())
        self._show()

    def _show(self) -> None:
        for table, rows in zip((self.before, self.after), self._sides, strict=True):
            table.show_rows(changed_rows(rows) if self.only_changed.isChecked() else rows)

    def _table(self, name: str) -> TableView[SideRow]:
        table: TableView[SideRow] = TableView(SIDE_FIELDS, stretched=0)
        table.setAccessibleName(name)
        return table

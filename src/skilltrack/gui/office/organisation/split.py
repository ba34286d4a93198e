"""Who goes where when a department is split."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.reorganisation.steps import Action, Part, Step
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.names import plain_name, searched_name
from skilltrack.gui.office.organisation.forms import StepForm, Tree
from skilltrack.gui.theme import Space, TextRole, Tone, quiet_button
from skilltrack.gui.widgets.tables import LEFT, Field, TableView
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.folding import fold
from skilltrack.i18n.names import EMPLOYMENT_TYPE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.organisation.reorganisation import Member

WIDTH, HEIGHT = 840, 660
MOST_PARTS = 6
CODE_WIDTH = 120
CHOICE_WIDTH = 192
UNDECIDED = "=undecided"


@dataclass(frozen=True, slots=True)
class AssignedRow:
    """Somebody of the department with the part that takes them, '' while it is not decided."""

    member: Member
    part: str
    part_name: str = ""
    is_rest: bool = False


def _part_text(row: AssignedRow) -> str:
    if not row.part:
        return _("未定")
    return _("{part}（残り）").format(part=row.part_name) if row.is_rest else row.part_name


def _searched(row: AssignedRow) -> str:
    member = row.member
    texts = (member.employee_no, searched_name(member.name), searched_name(member.kana))
    return "\n".join((*texts, member.posting.job_title))


MEMBER_FIELDS: tuple[Field[AssignedRow], ...] = (
    Field(_("職員番号"), lambda row: row.member.employee_no, None, LEFT, 92),
    Field(
        _("氏名"),
        lambda row: plain_name(row.member.name),
        lambda row: row.member.kana,
        LEFT,
        132,
    ),
    Field(_("職名"), lambda row: row.member.posting.job_title, None, LEFT, 120),
    Field(
        _("任用区分"),
        lambda row: EMPLOYMENT_TYPE_NAMES[row.member.posting.employment_type],
        None,
        LEFT,
        92,
    ),
    Field(
        _("配属"),
        lambda row: _("兼務") if row.member.posting.is_concurrent else _("主務"),
        None,
        LEFT,
        64,
    ),
    Field(
        _("移る先"),
        _part_text,
        None,
        LEFT,
        160,
        tone=lambda row: None if row.part else Tone.ATTENTION,
    ),
)


class PartLine(QWidget):
    """Code and name of one part."""

    changed = Signal()

    def __init__(self, number: int) -> None:
        super().__init__()
        self.code = QLineEdit()
        self.code.setFixedWidth(CODE_WIDTH)
        self.code.setPlaceholderText(_("所属コード"))
        self.code.setAccessibleName(_("分割先{number}のコード").format(number=number))
        self.name = QLineEdit()
        self.name.setPlaceholderText(_("所属名（今ある所属なら空のまま）"))
        self.name.setAccessibleName(_("分割先{number}の名称").format(number=number))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.code)
        row.addWidget(self.name, 1)
        for field in (self.code, self.name):
            field.textChanged.connect(lambda _text: self.changed.emit())


class SplitDialog(StepForm):
    """Asks for the parts and assigns everybody; ``list_requested`` asks for a file of the page."""

    list_requested = Signal()

    def __init__(
        self, source: str, tree: Tree, members: Sequence[Member], parent: QWidget | None = None
    ) -> None:
        super().__init__(_("分割の内容"), parent)
        self._source = source
        self._tree = tree
        self._members = tuple(members)
        self._chosen: dict[str, str] = {}
        self.keeps = QCheckBox(_("{name}も残す").format(name=tree.named(source)))
        self.lines: list[PartLine] = []
        self.add_button = quiet_button(_("分割先を加える"))
        self.target = NamedChoice(_("選んだ職員の移る先"))
        self.assign_button = QPushButton(_("選んだ職員を移す"))
        self.rest = NamedChoice(_("残りの職員の移る先"))
        self.list_button = QPushButton(_("一覧のファイルで決める"))
        self.children_to = NamedChoice(_("下位所属の移し先"))
        self.count = text_label("", TextRole.SECONDARY)
        self.table: TableView[AssignedRow] = TableView(
            MEMBER_FIELDS, searched=(Field("", _searched),), fold=fold
        )
        self.table.setAccessibleName(_("分割する所属の職員"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("職名・氏名で絞り込む"))
        self.search.setAccessibleName(_("職名・氏名で絞り込む"))
        self.search.setClearButtonEnabled(True)
        for choice in (self.target, self.rest):
            choice.setMinimumWidth(CHOICE_WIDTH)
        self.search.setMinimumWidth(CHOICE_WIDTH)
        self._lay_out()
        self._connect()
        for _number in range(2):
            self.add_line()
        room = self.screen().availableSize().height() - Space.XXL
        self.resize(WIDTH, min(HEIGHT, room))

    def _lay_out(self) -> None:
        parts = QWidget()
        self._parts = QVBoxLayout(parts)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.setSpacing(Space.XS)
        first = QHBoxLayout()
        first.addWidget(self.keeps)
        first.addStretch(1)
        first.addWidget(self.add_button)
        self.form.addRow(_("元の所属"), first)
        self.form.addRow(_("分割先"), parts)
        if self._tree.children((self._source,)):
            self.form.addRow(_("下位所属の移し先"), self.children_to)
        rest = QHBoxLayout()
        rest.addWidget(self.rest)
        rest.addWidget(self.list_button)
        rest.addStretch(1)
        self.form.addRow(_("残りの職員"), rest)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.search)
        row.addWidget(self.count, 1)
        row.addWidget(self.target)
        row.addWidget(self.assign_button)
        self.body.addLayout(row)
        self.body.addWidget(self.table, 1)
        hint = _(
            "職名の見出しで並べ替え、ShiftやCtrlでまとめて選んで移します。"
            "下位の所属を別々の分割先に移すときは、移管も計画に加えます。"
        )
        self.body.addWidget(Paragraph(hint, TextRole.SECONDARY))

    def _connect(self) -> None:
        self.keeps.toggled.connect(lambda _on: self._show_parts())
        self.add_button.clicked.connect(self.add_line)
        self.assign_button.clicked.connect(self.assign_selected)
        self.rest.currentIndexChanged.connect(lambda _at: self._show_rows())
        self.list_button.clicked.connect(self.list_requested)
        self.search.textChanged.connect(self.table.filter.set_text)

    def add_line(self) -> None:
        """Offer one more part."""
        line = PartLine(len(self.lines) + 1)
        line.changed.connect(self._show_parts)
        self.lines.append(line)
        self._parts.addWidget(line)
        self.add_button.setEnabled(len(self.lines) < MOST_PARTS)
        self._show_parts()

    def parts(self) -> list[tuple[str, str]]:
        """Return code and name of every part; the department itself first where it stays."""
        own = [(self._source, "")] if self.keeps.isChecked() else []
        written = [(line.code.text().strip(), line.name.text().strip()) for line in self.lines]
        return own + [(code, name) for code, name in written if code]

    def _part_names(self) -> list[tuple[str, str]]:
        return [
            (code, _("{code} {name}").format(code=code, name=name or self._tree.name(code)))
            for code, name in self.parts()
        ]

    def _show_parts(self) -> None:
        names = self._part_names()
        self.target.offer(names or [("", _("移る先"))])
        self.rest.offer([(UNDECIDED, _("一人ずつ決める")), *names])
        asks_children = bool(names) and not self.keeps.isChecked()
        stays = _("元の所属のまま") if self.keeps.isChecked() else _("分割先を入力すると選べます")
        self.children_to.offer(names if asks_children else [("", stays)])
        self.children_to.setEnabled(asks_children)
        self.target.setEnabled(bool(names))
        known = {code for code, _name in names}
        self._chosen = {no: code for no, code in self._chosen.items() if code in known}
        self.assign_button.setEnabled(bool(names))
        self._show_rows()

    def assign_selected(self) -> None:
        """Send the chosen people to a part."""
        chosen = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        rows = [self.table.filter.row(number) for number in chosen]
        self.assign({row.member.employee_no: self.target.code for row in rows})

    def assign(self, goes_to: Mapping[str, str]) -> None:
        """Send people to parts; numbers that are not in the department are left out."""
        known = {member.employee_no for member in self._members}
        codes = {code for code, _name in self.parts()}
        self._chosen |= {no: code for no, code in goes_to.items() if no in known and code in codes}
        self._show_rows()

    def _show_rows(self) -> None:
        rest = "" if self.rest.code in {UNDECIDED, ""} else self.rest.code
        names = dict(self._part_names())
        taken = {one.employee_no: self._chosen.get(one.employee_no, rest) for one in self._members}
        rows = [
            AssignedRow(
                member,
                taken[member.employee_no],
                names.get(taken[member.employee_no], ""),
                is_rest=member.employee_no not in self._chosen and bool(rest),
            )
            for member in self._members
        ]
        self.table.show_rows(rows)
        left = sum(1 for row in rows if not row.part)
        text = _("全員の行き先が決まりました（{every:,}人）。")
        if left:
            text = _("{every:,}人のうち {left:,}人が未定です。")
        self.count.setText(text.format(every=len(rows), left=left))

    def check(self) -> tuple[str, ...]:
        """Return everything that is missing, one sentence each."""
        parts = self.parts()
        codes = [code for code, _name in parts]
        left = sum(1 for row in self.table.rows.given_rows() if not row.part)
        asks_children = self._tree.children((self._source,)) and not self.keeps.isChecked()
        found = (
            (len(set(codes)) < 2, _("分割先を二つ以上入力します。")),
            (len(set(codes)) < len(codes), _("分割先の所属コードが重なっています。")),
            (
                any(not name and not self._tree.name(code) for code, name in parts),
                _("新しい分割先に名称を入力します。"),
            ),
            (bool(left), _("未定の{left:,}人の移る先を決めます。").format(left=left)),
            (
                bool(asks_children) and not self.children_to.code,
                _("下位の所属の移し先を選びます。"),
            ),
        )
        return tuple(text for is_wrong, text in found if is_wrong)

    def step(self) -> Step:
        """Return what the form holds."""
        takes: dict[str, list[str]] = {}
        for employee_no, code in self._chosen.items():
            takes.setdefault(code, []).append(employee_no)
        parts = tuple(
            Part(
                code,
                "" if name == self._tree.name(code) else name,
                takes=tuple(sorted(takes.get(code, ()))),
                takes_rest=self.rest.code == code,
            )
            for code, name in self.parts()
        )
        return Step(Action.SPLIT, (self._source,), parts, self.children_to.code)

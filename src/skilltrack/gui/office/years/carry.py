"""What is carried into the new year: courses to choose, appointments to decide on."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.roles.outcomes import GOES_ON, Fate
from skilltrack.domain.years.checklist import CarryState, CourseCarry, RoleAction, RoleCarry
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.theme import ROW_HEIGHT, Space, TextRole, primary_button
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.dates import fiscal_year_text, wareki
from skilltrack.i18n.names import COURSE_KIND_NAMES
from skilltrack.i18n.texts import _
from skilltrack.i18n.years import ACTION_NAMES, FATE_NAMES

WIDTH, HEIGHT = 640, 480
ROLES_WIDTH = 960
CODE = Qt.ItemDataRole.UserRole


class CarryDialog(QDialog):
    """A list with an explanation above, and 引き継ぐ / やめる below."""

    def __init__(self, title: str, explanation: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.submit_button = primary_button(_("引き継ぐ"))
        self.submit_button.clicked.connect(self.accept)
        leave = QPushButton(_("やめる"))
        leave.clicked.connect(self.reject)
        self.foot = QHBoxLayout()
        self.foot.addStretch(1)
        self.foot.addWidget(leave)
        self.foot.addWidget(self.submit_button)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        self.column.setSpacing(Space.M)
        self.column.addWidget(Paragraph(explanation, TextRole.SECONDARY))

    def _fit(self, width: int) -> None:
        room = self.screen().availableSize()
        self.resize(min(width, room.width() - Space.XXL), min(HEIGHT, room.height() - Space.XXL))


class CoursesDialog(CarryDialog):
    """Courses of the old year to tick."""

    def __init__(
        self, new: FiscalYear, offered: Sequence[CourseCarry], parent: QWidget | None = None
    ) -> None:
        super().__init__(
            _("研修を{year}に引き継ぐ").format(year=fiscal_year_text(new)),
            _(
                "種別と対象区分、形態、修了条件、費用なども引き継ぎます。"
                "内容は、引き継いだあと研修一覧で直せます。"
            ),
            parent,
        )
        self.list = QListWidget()
        self.list.setAccessibleName(_("引き継ぐ研修"))
        rows: dict[str, list[CourseCarry]] = {}
        for one in offered:
            rows.setdefault(one.course.code, []).append(one)
        for same_code in rows.values():
            self.list.addItem(_course_item(same_code))
        self.list.itemChanged.connect(lambda _item: self._count())
        self.column.addWidget(self.list, 1)
        self.column.addLayout(self.foot)
        self._count()
        self._fit(WIDTH)

    def chosen(self) -> tuple[str, ...]:
        """Return the codes ticked."""
        items = (self.list.item(number) for number in range(self.list.count()))
        ticked = (item for item in items if item.checkState() is Qt.CheckState.Checked)
        return tuple(item.data(CODE) for item in ticked)

    def _count(self) -> None:
        count = len(self.chosen())
        self.submit_button.setText(_("{count:,}件を引き継ぐ").format(count=count))
        self.submit_button.setEnabled(bool(count))


def _course_item(rows: Sequence[CourseCarry]) -> QListWidgetItem:
    """Return the row of a course, which may stand in several kinds in one year."""
    course = rows[0].course
    kinds = "・".join(dict.fromkeys(COURSE_KIND_NAMES[one.course.kind] for one in rows))
    text = _("{code}　{name}（{kinds}）").format(code=course.code, name=course.name, kinds=kinds)
    if rows[0].state is CarryState.HELD:
        item = QListWidgetItem(_("{text}　新年度にあります").format(text=text))
        item.setFlags(Qt.ItemFlag.NoItemFlags)
    else:
        item = QListWidgetItem(text)
        item.setData(CODE, course.code)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked)
    item.setSizeHint(QSize(0, ROW_HEIGHT))
    return item


class RolesDialog(CarryDialog):
    """Appointments with an action each."""

    def __init__(
        self, new: FiscalYear, offered: Sequence[RoleCarry], parent: QWidget | None = None
    ) -> None:
        super().__init__(
            _("役割を{year}に引き継ぐ").format(year=fiscal_year_text(new)),
            _(
                "役割の規程（任期、異動後の継続）による案を選んであります。"
                "「そのまま」の任命は何も変わりません。"
            ),
            parent,
        )
        self._offered = tuple(offered)
        self.ending_only = QCheckBox(_("終わる任命だけ"))
        self.table = QTableWidget(len(self._offered), 6)
        self.table.setAccessibleName(_("任命"))
        self.table.setHorizontalHeaderLabels(
            [_("職員番号"), _("氏名"), _("役割"), _("任期の終わり"), _("状況"), _("処理")]
        )
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT + Space.S)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.choices: list[QComboBox] = []
        for number, one in enumerate(self._offered):
            self._fill(number, one)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.ending_only.toggled.connect(self._filter)
        self.ending_only.setChecked(any(one.fate not in GOES_ON for one in self._offered))
        self.column.addWidget(self.ending_only)
        self.column.addWidget(self.table, 1)
        self.column.addLayout(self.foot)
        self._count()
        self._fit(ROLES_WIDTH)

    def _fill(self, number: int, one: RoleCarry) -> None:
        texts = (
            one.appointment.employee_no,
            plain_name(one.name),
            one.role_name,
            "" if one.last_day is None else wareki(one.last_day),
            FATE_NAMES[one.fate],
        )
        for column, text in enumerate(texts):
            self.table.setItem(number, column, QTableWidgetItem(text))
        action = QComboBox()
        action.setAccessibleName(f"{plain_name(one.name)} {one.role_name}")
        for each in _actions(one):
            text = ACTION_NAMES[each]
            if each is RoleAction.EXTEND and one.extended_to is not None:
                text = _("{action}（{day}まで）").format(action=text, day=wareki(one.extended_to))
            action.addItem(text, each)
        action.setCurrentIndex(action.findData(one.proposed))
        action.activated.connect(lambda _number: self._count())
        self.table.setCellWidget(number, 5, action)
        self.choices.append(action)

    def _filter(self, is_on: bool) -> None:  # noqa: FBT001 (Qt gives it so)
        for number, one in enumerate(self._offered):
            self.table.setRowHidden(number, is_on and one.fate in GOES_ON)

    def chosen(self) -> dict[tuple[str, str], RoleAction]:
        """Return (number, role) → action."""
        return {
            one.key: RoleAction(action.currentData())
            for one, action in zip(self._offered, self.choices, strict=True)
        }

    def _count(self) -> None:
        changed = [action for action in self.chosen().values() if action is not RoleAction.KEEP]
        self.submit_button.setText(_("{count:,}件を記録").format(count=len(changed)))
        self.submit_button.setEnabled(bool(changed))


def _actions(one: RoleCarry) -> tuple[RoleAction, ...]:
    """Return what can be done: what ends by its term needs no end recorded."""
    if one.fate is Fate.ENDED_BY_TERM:
        return (RoleAction.KEEP, RoleAction.EXTEND)
    return tuple(RoleAction)

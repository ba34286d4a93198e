"""What is copied into a year, why a course goes, and the people behind a figure."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.years import CatalogueCourse, MissingCourse
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.office.names import plain_name, searched_name
from skilltrack.gui.office.years.carry import CODE, CarryDialog
from skilltrack.gui.theme import ROW_HEIGHT, Space, TextRole
from skilltrack.gui.widgets.tables import LEFT, Field, TableView
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.catalogue import mention_text, modes_text, number_text
from skilltrack.i18n.dates import fiscal_year_text, wareki
from skilltrack.i18n.folding import fold
from skilltrack.i18n.names import COURSE_KIND_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.catalogue.editing import SampleOffer
from skilltrack.store.catalogue import Completer

WIDTH, HEIGHT = 640, 480


class SamplesDialog(CarryDialog):
    """Sample courses of a scheme to tick."""

    def __init__(
        self,
        year: FiscalYear,
        schemes: Sequence[tuple[str, str]],
        offered: Mapping[str, Sequence[SampleOffer]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            _("見本の研修を{year}に写す").format(year=fiscal_year_text(year)),
            _(
                "育成制度に付いている研修の見本です。形態、修了条件、育てるスキルなども写します。"
                "写したあと、この団体に合わせて変更できます。"
            ),
            parent,
        )
        self._offered = offered
        self.scheme = NamedChoice(_("育成制度"))
        self.scheme.offer([one for one in schemes if offered.get(one[0])])
        self.scheme.activated.connect(lambda _at: self._show())
        self.list = QListWidget()
        self.list.setAccessibleName(_("写す研修"))
        self.list.itemChanged.connect(lambda _item: self._count())
        self.column.addWidget(self.scheme)
        self.column.addWidget(self.list, 1)
        self.column.addLayout(self.foot)
        self._show()
        self._fit(WIDTH)

    def _show(self) -> None:
        self.list.clear()
        for one in self._offered.get(self.scheme.code, ()):
            self.list.addItem(_sample_item(one))
        self._count()

    def chosen(self) -> tuple[str, ...]:
        """Return the codes ticked."""
        items = (self.list.item(number) for number in range(self.list.count()))
        ticked = (item for item in items if item.checkState() is Qt.CheckState.Checked)
        return tuple(item.data(CODE) for item in ticked if item.data(CODE))

    def _count(self) -> None:
        count = len(self.chosen())
        self.submit_button.setText(_("{count:,}件を写す").format(count=count))
        self.submit_button.setEnabled(bool(count))


def _sample_item(one: SampleOffer) -> QListWidgetItem:
    course = one.course
    kinds = _("・").join(COURSE_KIND_NAMES[kind] for kind in course.kinds)
    facts = [kinds, modes_text(course)]
    if course.hours is not None:
        facts.append(_("{hours}\u2009時間").format(hours=number_text(course.hours)))
    text = _("{code}　{name}（{facts}）").format(
        code=course.code, name=course.name, facts=_("、").join(filter(None, facts))
    )
    if one.is_held:
        item = QListWidgetItem(_("{text}　この年度にあります").format(text=text))
        item.setFlags(Qt.ItemFlag.NoItemFlags)
    else:
        item = QListWidgetItem(text)
        item.setData(CODE, course.code)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked)
    item.setSizeHint(QSize(0, ROW_HEIGHT))
    return item


class RemoveDialog(FormDialog):
    """Asks why a course is taken out of the year."""

    def __init__(self, course: CatalogueCourse, year: str, parent: QWidget) -> None:
        title = _("{year}の研修を削除").format(year=year)
        super().__init__(title, _("削除する"), parent, size=(560, 260))
        self.reason = QLineEdit()
        self.form.addRow(
            _("研修"),
            text_label(_("{code}　{name}").format(code=course.code, name=course.name)),
        )
        self.form.addRow(_("理由"), self.reason)
        self.add_explanation(
            _(
                "実施回、修了の記録、受講計画の席がある研修は削除できません。"
                "削除は、変更の履歴から元に戻せます。"
            )
        )
        self.reason.setFocus()

    def check(self) -> tuple[str, ...]:
        return () if self.reason.text().strip() else (_("理由を入力します。"),)


class _TableDialog(QDialog):
    """A table with an explanation above it and 閉じる below."""

    def __init__(self, title: str, explanation: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        self._column.setSpacing(Space.M)
        self._column.addWidget(Paragraph(explanation, TextRole.SECONDARY))
        room = self.screen().availableSize()
        self.resize(min(WIDTH, room.width() - Space.XXL), min(HEIGHT, room.height() - Space.XXL))

    def _finish(self) -> None:
        leave = QPushButton(_("閉じる"))
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(leave)
        self._column.addLayout(foot)


COMPLETER_FIELDS: tuple[Field[Completer], ...] = (
    Field(_("職員番号"), lambda one: one.employee_no, None, LEFT, 120),
    Field(
        _("氏名"), lambda one: plain_name(one.name) or None, lambda one: one.kana or None, LEFT, 200
    ),
    Field(
        _("修了日"), lambda one: wareki(one.completed_on), lambda one: one.completed_on, LEFT, 160
    ),
)


def _searched(one: Completer) -> str:
    return "\n".join((one.employee_no, searched_name(one.name), searched_name(one.kana)))


class PeopleDialog(_TableDialog):
    """Lists who completed a course; opening a row leads to the person."""

    person_chosen = Signal(str)

    def __init__(
        self, course: CatalogueCourse, people: Sequence[Completer], on: str, parent: QWidget
    ) -> None:
        super().__init__(
            _("「{name}」を修了した職員").format(name=course.name),
            _(
                "この年度の{on}までに修了した{count:,}人です。退職した職員も数えます。"
                "行を開くと職員のページに移ります。"
            ).format(on=on, count=len(people)),
            parent,
        )
        self.table: TableView[Completer] = TableView(
            COMPLETER_FIELDS, searched=(Field("", _searched),), fold=fold
        )
        self.table.setAccessibleName(_("修了した職員"))
        self.table.row_activated.connect(self._open)
        self.table.show_rows(people)
        self._column.addWidget(self.table, 1)
        self._finish()

    def _open(self, one: Completer) -> None:
        self.accept()
        self.person_chosen.emit(one.employee_no)


class MissingDialog(_TableDialog):
    """Lists the courses that rules name and the year does not hold."""

    def __init__(self, year: str, missing: Sequence[MissingCourse], parent: QWidget) -> None:
        super().__init__(
            _("{year}の一覧にない研修").format(year=year),
            _(
                "判定の要件、受講義務、目標、更新の研修に名前があって、この年度の一覧にない研修です。"
                "前年度や見本から写すか、決まりのほうを直します。"
            ),
            parent,
        )
        fields: tuple[Field[MissingCourse], ...] = (
            Field(_("コード"), lambda one: one.code, None, LEFT, 100),
            Field(_("研修名"), lambda one: one.name or None, None, LEFT, 180),
            Field(
                _("名前のある決まり"),
                lambda one: _("、").join(map(mention_text, one.named_by)),
                None,
                LEFT,
                300,
                tooltip=lambda one: "\n".join(map(mention_text, one.named_by)),
            ),
        )
        self.table: TableView[MissingCourse] = TableView(fields, fold=fold)
        self.table.setAccessibleName(_("一覧にない研修"))
        self.table.show_rows(missing)
        self._column.addWidget(self.table, 1)
        self._finish()

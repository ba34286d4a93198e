"""One person: who it is, the verdicts, and everything on one timeline."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.organisation import Absence, Posting
from skilltrack.domain.people.timeline import EventKind
from skilltrack.domain.people.transfers import Audience
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.office.obligations.rows import owing_lines
from skilltrack.gui.office.parts import clear
from skilltrack.gui.office.people.person_panel import PersonPanel
from skilltrack.gui.office.people.person_rows import (
    GROUPS,
    TIMELINE_FIELDS,
    TimelineRow,
    timeline_rows,
)
from skilltrack.gui.office.schemes.verdict_rows import Words, verdict_row
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import Space, TextRole, Tone, menu_button, set_surface
from skilltrack.gui.widgets.drawer import Drawer
from skilltrack.gui.widgets.tables import TableView
from skilltrack.gui.widgets.texts import Paragraph, ToneLabel, text_label
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.names import ABSENCE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.people.person import Person
from skilltrack.services.verdicts.tiers import SchemeVerdicts

TIMELINE, CAREER, VERDICTS, ADVICE = "timeline", "career", "verdicts", "advice"
EXAMS = "exams"
PARTS = (TIMELINE, CAREER, VERDICTS, ADVICE, EXAMS)

ADDED = (
    (EventKind.POSTING, _("主務の配属を加える")),
    (EventKind.CONCURRENT, _("兼務を加える")),
    (EventKind.ABSENCE, _("休業などを加える")),
)


class PersonView(QWidget):
    """Lays out a person; emits what is asked for.

    ``correction_requested`` carries the kind and the posting or absence to put right, None to
    add one; ``change_requested`` a kind and a day; ``undo_requested`` the change;
    ``handover_requested`` the audience.
    """

    list_requested = Signal()
    verdict_requested = Signal()
    correction_requested = Signal(object, object)
    change_requested = Signal(object, object)
    undo_requested = Signal(int)
    handover_requested = Signal(object)
    own_data_requested = Signal()
    sheet_requested = Signal()
    superseded_toggled = Signal()
    part_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.person: Person | None = None
        self.name = text_label("", TextRole.PAGE_TITLE)
        self.reading = text_label("", TextRole.SECONDARY)
        self.post = Paragraph()
        self.back_button = QPushButton(_("一覧へ戻る"))
        """Stands at the right of the title of the page."""
        self.verdict_button = QPushButton(_("判定を開く"))
        self.papers_button = menu_button(_("書類を作る"))
        self.add_button = menu_button(_("記録を加える"))
        self.switch = Switch(
            (
                (TIMELINE, _("経歴")),
                (CAREER, _("経験・資格")),
                (VERDICTS, _("判定の推移")),
                (ADVICE, _("すすめる研修")),
                (EXAMS, _("受験")),
            )
        )
        """Stands beside the button back."""
        self._parts = QStackedWidget()
        self.kinds = QComboBox()
        self.kinds.setAccessibleName(_("種類"))
        for code, name, _kinds in GROUPS:
            self.kinds.addItem(name, code)
        self.has_superseded = QCheckBox(_("訂正前の内容を表示"))
        self.count = text_label("", TextRole.SECONDARY)
        self.verdicts = QVBoxLayout()
        self.verdicts.setSpacing(Space.XS)
        self.table: TableView[TimelineRow] = TableView(TIMELINE_FIELDS, stretched=4)
        self.table.setSortingEnabled(False)  # grouped by year; another order would break that
        self.table.setAccessibleName(_("経歴"))
        self.drawer = Drawer(self.table)
        self._make_menus()
        self._lay_out()
        self._connect()

    def _make_menus(self) -> None:
        papers = QMenu(self)
        sheet = QAction(_("個人票：本人に渡す"), self)
        sheet.triggered.connect(self.sheet_requested)
        papers.addAction(sheet)
        self.handover_actions = QActionGroup(self)
        for audience, text in (
            (Audience.HR, _("引継票：人事課用（すべて載せる）")),
            (Audience.HEAD, _("引継票：新しい所属長用（得点・回答を除く）")),
        ):
            action = QAction(text, self)
            action.triggered.connect(
                lambda _on, chosen=audience: self.handover_requested.emit(chosen)
            )
            self.handover_actions.addAction(action)
            papers.addAction(action)
        papers.addSeparator()
        own_data = QAction(_("開示請求の写し"), self)
        own_data.triggered.connect(self.own_data_requested)
        papers.addAction(own_data)
        self.papers_button.setMenu(papers)
        adding = QMenu(self)
        for kind, text in ADDED:
            action = QAction(text, self)
            action.triggered.connect(
                lambda _on, chosen=kind: self.correction_requested.emit(chosen, None)
            )
            adding.addAction(action)
        self.add_button.setMenu(adding)

    def _lay_out(self) -> None:
        names = QHBoxLayout()
        names.setSpacing(Space.M)
        names.addWidget(self.name)
        names.addWidget(self.reading, 0, Qt.AlignmentFlag.AlignBottom)
        names.addStretch(1)
        texts = QVBoxLayout()
        texts.setSpacing(Space.XS)
        texts.addLayout(names)
        texts.addWidget(self.post)
        card = QFrame()
        set_surface(card)
        inner = QHBoxLayout(card)
        inner.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        inner.setSpacing(Space.XL)
        inner.addLayout(texts, 3)
        inner.addLayout(self.verdicts, 2)
        bar = QHBoxLayout()
        bar.setSpacing(Space.S)
        bar.addWidget(self.kinds)
        bar.addWidget(self.has_superseded)
        bar.addWidget(self.count)
        bar.addStretch(1)
        for button in (self.verdict_button, self.papers_button, self.add_button):
            bar.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(card)
        column.addLayout(bar)
        self._parts.addWidget(self.drawer)
        column.addWidget(self._parts, 1)

    def add_parts(self, *parts: QWidget) -> None:
        """Put what stands beside the timeline into its places."""
        for part in parts:
            self._parts.addWidget(part)

    def show_part(self) -> None:
        """Show the part chosen."""
        key = self.switch.current
        self._parts.setCurrentIndex(PARTS.index(key))
        for widget in (self.kinds, self.has_superseded, self.count, self.add_button):
            widget.setVisible(key == TIMELINE)
        self.papers_button.setVisible(key in {TIMELINE, ADVICE})
        self.verdict_button.setVisible(key != CAREER)

    def _connect(self) -> None:
        self.switch.chosen.connect(lambda _key: self.show_part())
        self.switch.chosen.connect(lambda _key: self.part_chosen.emit())
        self.back_button.clicked.connect(self.list_requested)
        self.verdict_button.clicked.connect(self.verdict_requested)
        self.kinds.activated.connect(lambda _at: self._show_rows())
        self.has_superseded.toggled.connect(lambda _on: self.superseded_toggled.emit())
        self.table.row_activated.connect(self.open_row)
        self.table.clicked.connect(self._open_clicked)

    def show_person(self, person: Person) -> None:
        """Show a person; the kinds chosen stay."""
        is_other = self.person is None or (
            self.person.employee.employee_no != person.employee.employee_no
        )
        self.person = person
        if is_other:
            self.drawer.shut()
        employee = person.employee
        self.name.setText(plain_name(employee.name))
        reading = _("{kana}　職員番号 {number}").format(
            kana=plain_name(employee.kana), number=employee.employee_no
        )
        self.reading.setText(reading)
        first, *more = _head_lines(person)
        self.post.set_text("\n".join(filter(None, (first, _("　").join(more)))))
        self.handover_actions.setEnabled(bool(person.history.moves))
        self._show_verdicts(person)
        self._show_rows()
        if self.drawer.is_open and (row := self.table.current_row()) is not None:
            self.open_row(row)

    def _show_verdicts(self, person: Person) -> None:
        clear(self.verdicts)
        judged = [one for one in person.verdicts if one.people]
        self.verdict_button.setEnabled(bool(judged))
        for one in judged:
            text, tone = _verdict(one, person)
            self.verdicts.addWidget(ToneLabel(text, tone))
        for text, tone in owing_lines(person.owing):
            self.verdicts.addWidget(ToneLabel(text, tone))
        self.verdicts.addStretch(1)

    def _show_rows(self) -> None:
        if self.person is None:
            return
        kinds = next(k for code, _name, k in GROUPS if code == self.kinds.currentData())
        rows = timeline_rows(self.person, kinds)
        self.table.show_rows(rows)
        self.count.setText(_("{count:,} 件").format(count=len(rows)))

    def _open_clicked(self, index: QModelIndex) -> None:
        row = self.table.row_at(index.row())
        if row is not None:
            self.open_row(row)

    def open_row(self, row: TimelineRow) -> None:
        """Open where a line is from and what can be done with it."""
        if self.person is None:
            return
        panel = PersonPanel(row, self.person)
        panel.correction_requested.connect(self._request)
        panel.change_requested.connect(self.change_requested)
        panel.undo_requested.connect(self.undo_requested)
        self.drawer.open(row.event.title, panel)

    def _request(self, fact: Posting | Absence) -> None:
        if isinstance(fact, Absence):
            kind = EventKind.ABSENCE
        else:
            kind = EventKind.CONCURRENT if fact.is_concurrent else EventKind.POSTING
        self.correction_requested.emit(kind, fact)


def _head_lines(person: Person) -> Sequence[str]:
    day = wareki(person.as_of)
    present = person.present
    if present is None:
        return (_("{day}に主務の配属はありません。").format(day=day), *_employment(person))
    post = present.person
    parts = (present.department_name, post.job_title, present.band_name)
    lines = [_("　").join(part for part in parts if part)]
    if post.absence is not None:
        lines.append(_("状態：{state}").format(state=ABSENCE_NAMES[post.absence]))
    if person.concurrent:
        lines.append(_("兼務：{posts}").format(posts=_("、").join(person.concurrent)))
    if present.role_names:
        lines.append(_("役割：{roles}").format(roles=_("、").join(present.role_names)))
    return (*lines, *_employment(person))


def _employment(person: Person) -> Sequence[str]:
    employee = person.employee
    others = _("、").join(map(plain_name, person.other_names))
    parts = (
        _("別の時期の氏名 {names}").format(names=others) if others else "",
        _("職種 {name}").format(name=employee.occupation) if employee.occupation else "",
        "" if employee.hired_on is None else _("採用 {day}").format(day=wareki(employee.hired_on)),
        "" if employee.left_on is None else _("退職 {day}").format(day=wareki(employee.left_on)),
    )
    text = _("　").join(part for part in parts if part)
    return (text,) if text else ()


def _verdict(one: SchemeVerdicts, person: Person) -> tuple[str, Tone]:
    words = Words(one.scheme, {}, person.course_names, {b.code: b.name for b in one.scheme.bands})
    row = verdict_row(one.people[0], words)
    says = _("　").join(part for part in (row.tier_name, row.outcome) if part)
    text = _("{scheme}：{says}").format(scheme=one.scheme.name.partition(_("（"))[0], says=says)
    if row.missing:
        text += _("（あと{count}件）").format(count=len(row.missing))
    return text, row.outcome_tone

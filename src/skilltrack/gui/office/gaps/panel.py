"""The drawers of the page: a course and its people, a department, a person, an open gap."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from skilltrack.domain.recommendations.courses import HELPED
from skilltrack.gui.office.gaps.rows import (
    CLOSING_TONES,
    CourseRow,
    OpenRow,
    UnitRow,
    count_text,
    yen_text,
)
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.office.parts import add_section
from skilltrack.gui.theme import Space, TextRole, quiet_button
from skilltrack.gui.widgets.tables import LEFT, Field, TableView
from skilltrack.gui.widgets.texts import Paragraph, ToneLabel
from skilltrack.i18n.folding import fold
from skilltrack.i18n.recommendations import CLOSING_NAMES, advice_text, gap_text, reason_texts
from skilltrack.i18n.texts import _
from skilltrack.services.recommendations.reading import Advised, Gaps
from skilltrack.services.recommendations.sheets import short, tier_names

LEAST_LIST_HEIGHT = 120


@dataclass(frozen=True, slots=True)
class Named:
    """A person in a list with what is told of the person."""

    one: Advised
    text: str


NAMED_FIELDS: tuple[Field[Named], ...] = (
    Field(
        _("氏名"),
        lambda r: plain_name(r.one.person.name),
        lambda r: r.one.person.kana,
        LEFT,
        104,
    ),
    Field(_("内容"), lambda r: r.text, None, LEFT, 200),
)


class _People(QWidget):
    """A column of texts and, below them, people whose pages can be opened."""

    person_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, Space.S, 0)
        self.column.setSpacing(Space.S)
        self.people: TableView[Named] = TableView(NAMED_FIELDS, fold=fold, stretched=1)
        self.people.setAccessibleName(_("職員の一覧"))
        self.people.setMinimumHeight(LEAST_LIST_HEIGHT)
        self.people.row_activated.connect(self._open)
        self.people.clicked.connect(self._open_clicked)

    def tell(self, lines: Sequence[str]) -> None:
        """Add lines of facts."""
        self.column.addWidget(Paragraph("\n".join(lines), TextRole.TABLE))

    def link(self, text: str, asked: Callable[[], object], *, is_quiet: bool = False) -> None:
        """Add a button."""
        button = quiet_button(text) if is_quiet else QPushButton(text)
        button.clicked.connect(lambda: asked())
        self.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def list_people(self, title: str, people: Sequence[Named]) -> None:
        """Add the people."""
        add_section(self.column, title)
        self.column.addWidget(
            Paragraph(_("行を選ぶと職員のページを開きます。"), TextRole.SECONDARY)
        )
        self.people.show_rows(people)
        self.column.addWidget(self.people, 1)

    def _open(self, row: Named | None) -> None:
        if row is not None:
            self.person_requested.emit(row.one.person.employee_no)

    def _open_clicked(self, index: QModelIndex) -> None:
        self._open(self.people.row_at(index.row()))


class CoursePanel(_People):
    """Shows what a course is needed for, and for whom."""

    sessions_requested = Signal()

    def __init__(self, row: CourseRow) -> None:
        super().__init__()
        found, line = row.shown.found, row.line
        use, detail = found.use_of(line.course), found.courses[line.course].detail
        facts = [
            _("役に立つ人：{count:,}人").format(count=line.helped),
            _("すすめる人：{count:,}人").format(count=len(line.people)),
            _("席数：{seats:,}　回数：{sessions}").format(
                seats=line.seats, sessions=count_text(line.sessions)
            ),
            _("定員（1回）：{capacity}").format(capacity=count_text(detail.capacity)),
            _("費用：{yen}円").format(yen=yen_text(line.yen)),
            _("予定した実施回：{count}回（席 {seats}）").format(
                count=use.sessions,
                seats=_("限りなし") if use.seats is None else f"{use.seats:,}",
            ),
        ]
        self.tell(facts)
        if line.yen is None:
            self.column.addWidget(
                Paragraph(
                    _("定員と費用を研修一覧に入れると、回数と費用が出ます。"), TextRole.SECONDARY
                )
            )
        self.link(_("実施回を開く"), self.sessions_requested.emit)
        by_number = {one.person.employee_no: one for one in row.shown.people}
        tiers = tier_names(found.schemes)
        people = [by_number[number] for number in line.people]
        self.list_people(
            _("すすめる人"),
            [
                Named(one, _("；").join(reason_texts(one.advice.reasons(line.course), tiers)))
                for one in people
            ],
        )


class UnitPanel(_People):
    """Shows the people of a department and the courses recommended to each."""

    filter_requested = Signal()
    sheets_requested = Signal()

    def __init__(self, found: Gaps, row: UnitRow) -> None:
        super().__init__()
        courses: dict[str, int] = {}
        for one in row.people:
            for code in one.advice.courses:
                courses[code] = courses.get(code, 0) + 1
        if not row.people:
            self.tell([_("この所属に対象の職員はいません。")])
            self.column.addStretch(1)
            return
        self.link(_("個人票を作る"), self.sheets_requested.emit)
        self.link(_("この所属で絞り込む"), self.filter_requested.emit, is_quiet=True)
        add_section(self.column, _("要る席"))
        ordered = sorted(courses.items(), key=lambda item: (-item[1], item[0]))
        self.tell(
            [
                _("{course}　{count:,}席").format(course=found.course_name(code), count=count)
                for code, count in ordered
            ]
            or [_("すすめる研修はありません。")]
        )
        self.list_people(
            _("職員"),
            [
                Named(
                    one,
                    _("、").join(map(found.course_name, one.advice.courses))
                    or _("すすめる研修なし"),
                )
                for one in row.people
            ],
        )


class OpenPanel(_People):
    """Shows a gap that stays open and who has it."""

    catalogue_requested = Signal()

    def __init__(self, row: OpenRow) -> None:
        super().__init__()
        found, line = row.shown.found, row.line
        self.column.addWidget(ToneLabel(CLOSING_NAMES[line.closing], CLOSING_TONES[line.closing]))
        self.tell(
            [
                text
                for text in (
                    _("育成制度：{name}").format(name=found.scheme_name(line.source)),
                    _("・").join(line.example.gap.skills),
                    advice_text(line.example),
                )
                if text
            ]
        )
        self.link(_("研修一覧を開く"), self.catalogue_requested.emit)
        by_number = {one.person.employee_no: one for one in row.shown.people}
        self.list_people(
            _("この不足のある職員"),
            [
                Named(by_number[number], found.department_name(by_number[number].person))
                for number in line.people
            ],
        )


class AdvicePanel(QWidget):
    """Shows one person: courses with their reasons, then every gap."""

    person_requested = Signal()
    sheet_requested = Signal()
    sessions_requested = Signal()

    def __init__(self, found: Gaps, one: Advised) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, Space.S, 0)
        column.setSpacing(Space.S)
        person = one.person
        post = (found.department_name(person), person.job_title, person.employee_no)
        column.addWidget(Paragraph(_("　").join(filter(None, post)), TextRole.SECONDARY))
        for button, asked in (
            (QPushButton(_("個人票を作る")), self.sheet_requested),
            (QPushButton(_("実施回を開く")), self.sessions_requested),
            (quiet_button(_("職員のページを開く")), self.person_requested),
        ):
            button.clicked.connect(asked)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        tiers = tier_names(found.schemes)
        add_section(column, _("すすめる研修"))
        for code in one.advice.courses:
            column.addWidget(Paragraph(found.course_name(code)))
            text = "\n".join(reason_texts(one.advice.reasons(code), tiers))
            column.addWidget(Paragraph(text, TextRole.SECONDARY))
        if not one.advice.courses:
            column.addWidget(Paragraph(_("すすめる研修はありません。"), TextRole.SECONDARY))
        rest = [gap for gap in one.advice.gaps if gap.closing not in HELPED]
        if rest:
            add_section(column, _("研修では補えないこと"))
        for gap in rest:
            column.addWidget(ToneLabel(CLOSING_NAMES[gap.closing], CLOSING_TONES[gap.closing]))
            lines = (
                _("{scheme}　{gap}").format(
                    scheme=short(found.scheme_name(gap.gap.source)),
                    gap=gap_text(gap.gap, found.course_name),
                ),
                advice_text(gap),
            )
            column.addWidget(Paragraph("\n".join(filter(None, lines)), TextRole.TABLE))
        column.addStretch(1)

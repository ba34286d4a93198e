"""The drawers: who sits in a session, why somebody has no seat, who is away on a day."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from skilltrack.domain.seats.sheets import (
    DepartmentDay,
    PlanPerson,
    SeatLine,
    SessionSum,
    UnservedLine,
)
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.office.parts import add_lines, add_section
from skilltrack.gui.theme import Space, TextRole, Tone, quiet_button
from skilltrack.gui.widgets.texts import Paragraph, ToneLabel
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.seats import CAUSE_HINTS, CAUSE_NAMES, kind_name, session_title, why_text
from skilltrack.i18n.texts import _

MOST_SHOWN = 200


class _Panel(QWidget):
    """People as buttons that lead to them."""

    person_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, Space.S, 0)
        self.column.setSpacing(Space.S)

    def add_person(self, person: PlanPerson, text: str) -> None:
        """Add somebody, with a line below the name."""
        name = _("{name}（{unit}）").format(
            name=plain_name(person.name) or person.employee_no,
            unit=person.unit_name or person.department_name or _("所属なし"),
        )
        button = quiet_button(name)
        button.setToolTip(_("職員のページを開く"))
        button.clicked.connect(lambda: self.person_chosen.emit(person.employee_no))
        self.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if text:
            self.column.addWidget(Paragraph(text, TextRole.SECONDARY))

    def add_people(self, people: Sequence[tuple[PlanPerson, str]]) -> None:
        """Add people, as many as a drawer holds."""
        for person, text in people[:MOST_SHOWN]:
            self.add_person(person, text)
        if len(people) > MOST_SHOWN:
            text = _("ほか{count:,}人は「席」の表で絞り込みます。")
            self.column.addWidget(
                Paragraph(text.format(count=len(people) - MOST_SHOWN), TextRole.SECONDARY)
            )

    def finish(self) -> None:
        """Leave the rest of the drawer empty."""
        self.column.addStretch(1)


class SessionPanel(_Panel):
    """Shows who sits in a session, and who lacks a seat of its course."""

    session_requested = Signal(str)

    def __init__(
        self, one: SessionSum, seats: Iterable[SeatLine], unserved: Iterable[UnservedLine]
    ) -> None:
        super().__init__()
        if one.session is not None:
            self.button = quiet_button(_("実施回を開く"))
            self.button.clicked.connect(lambda: self.session_requested.emit(one.taken.session_id))
            self.column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        seated = [
            (line.person, why_text(line.record.why))
            for line in seats
            if line.record.session_id == one.taken.session_id
        ]
        add_section(self.column, _("席のある人 {count:,}人").format(count=len(seated)))
        if not seated:
            add_lines(self.column, (), none=_("いません。"))
        self.add_people(seated)
        lacking = [
            (line.person, CAUSE_NAMES[line.cause])
            for line in unserved
            if line.record.course == one.taken.course
        ]
        add_section(self.column, _("研修の席のない人 {count:,}人").format(count=len(lacking)))
        if not lacking:
            add_lines(self.column, (), none=_("いません。"))
        self.add_people(lacking)
        self.finish()


class UnservedPanel(_Panel):
    """Shows why somebody has no seat, session by session."""

    place_requested = Signal()

    def __init__(self, line: UnservedLine) -> None:
        super().__init__()
        self.column.addWidget(ToneLabel(CAUSE_NAMES[line.cause], Tone.ATTENTION))
        self.column.addWidget(Paragraph(CAUSE_HINTS[line.cause]))
        add_section(self.column, _("実施回ごとの原因"))
        causes = [
            _("{title}：{cause}").format(title=title, cause=CAUSE_NAMES[cause])
            for title, cause in line.causes
        ]
        add_lines(self.column, causes, none=_("受けられる実施回がありません。"))
        add_section(self.column, _("必要な理由"))
        due = line.record.due
        lines = [_("区分：{kind}").format(kind=kind_name(line.record.kind)), *line.record.why]
        if due is not None:
            lines.append(_("期限：{due}").format(due=wareki(due)))
        add_lines(self.column, lines, none="")
        self.place_button = QPushButton(_("席を決める"))
        self.place_button.clicked.connect(self.place_requested)
        self.column.addWidget(self.place_button, 0, Qt.AlignmentFlag.AlignLeft)
        add_section(self.column, _("職員"))
        self.add_person(line.person, line.person.job_title)
        self.finish()


class SeatPanel(_Panel):
    """Shows everything that one person has in a plan."""

    def __init__(
        self, person: PlanPerson, seats: Iterable[SeatLine], unserved: Iterable[UnservedLine]
    ) -> None:
        super().__init__()
        self.add_person(person, person.job_title)
        add_section(self.column, _("席"))
        add_lines(self.column, [_seat_text(line) for line in seats], none=_("ありません。"))
        add_section(self.column, _("席のない研修"))
        lines = [
            _("{course}\n{cause}").format(course=line.course_name, cause=CAUSE_NAMES[line.cause])
            for line in unserved
        ]
        add_lines(self.column, lines, none=_("ありません。"))
        self.finish()


def _seat_text(line: SeatLine) -> str:
    first = "" if line.first_day is None else wareki(line.first_day)
    head = _("　").join(filter(None, (session_title(line), first)))
    why = _("{kind}：{why}").format(
        kind=kind_name(line.record.kind), why=why_text(line.record.why) or _("―")
    )
    return f"{head}\n{why}"


class AwayPanel(_Panel):
    """Shows who of a department is away on a day."""

    def __init__(self, one: DepartmentDay, people: Sequence[tuple[PlanPerson, str]]) -> None:
        super().__init__()
        most = _("なし") if one.most is None else _("{most}人").format(most=one.most)
        self.column.addWidget(
            Paragraph(
                _("{on}　離席 {count}人（上限 {most}）").format(
                    on=wareki(one.on), count=len(one.people), most=most
                )
            )
        )
        self.add_people(people)
        self.finish()

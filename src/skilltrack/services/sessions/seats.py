"""Who is invited, has a seat, waits, declines, goes over to the next session."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from skilltrack.domain.problems import Problem, Refusal, refuse
from skilltrack.domain.sessions.definition import (
    IN_TOUCH,
    Caution,
    CourseSession,
    Enrolment,
    EnrolmentState,
    SessionState,
    WarningKind,
    moved_up,
)
from skilltrack.i18n.texts import _
from skilltrack.services.sessions import reading
from skilltrack.services.sessions.reading import OVER, known_session
from skilltrack.store import audit, organisation
from skilltrack.store import sessions as records
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.facts import Stored
from skilltrack.store.operations import Operation, record_operation


@dataclass(frozen=True, slots=True)
class SeatOutcome:
    """What became of people, or would; numbers in the order given.

    ``unchanged`` were so already; ``moved_up`` got a seat that became free. ``cautions`` are worth
    knowing and stop nothing.
    """

    session: CourseSession
    invited: tuple[str, ...] = ()
    enrolled: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    moved_up: tuple[str, ...] = ()
    cautions: tuple[Caution, ...] = ()
    notices: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Seats:
    """The list of a session while it is changed."""

    work: UnitOfWork
    session: CourseSession
    held: dict[str, Stored[Enrolment]] = field(default_factory=dict)
    gone: list[Stored[Enrolment]] = field(default_factory=list)
    new: dict[str, Enrolment] = field(default_factory=dict)

    @classmethod
    def of(cls, work: UnitOfWork, session: CourseSession) -> "_Seats":
        stored = records.enrolments_of(work, session.session_id)
        return cls(work, session, {one.value.employee_no: one for one in stored})

    def state(self, number: str) -> EnrolmentState | None:
        if number in self.new:
            return self.new[number].state
        return self.held[number].value.state if number in self.held else None

    def put(self, number: str, state: EnrolmentState, on: date, reason: str = "") -> None:
        if number in self.held and number not in self.new:
            self.gone.append(self.held[number])
        self.new[number] = Enrolment(self.session.session_id, number, state, on, reason)

    def free_seats(self) -> int | None:
        """Return how many seats can be taken now; None without a limit."""
        states = [self.state(number) for number in {*self.held, *self.new}]
        if self.session.capacity is None:
            return None
        if EnrolmentState.WAITING in states:
            return 0
        return max(0, self.session.capacity - states.count(EnrolmentState.ENROLLED))

    def write(self) -> None:
        records.ENROLMENTS.supersede(self.work, self.gone)
        records.ENROLMENTS.record(self.work, self.new.values())


def move_up(work: UnitOfWork, session: CourseSession, on: date) -> tuple[Enrolment, ...]:
    """Give free seats to those waiting, in their order; none once it is held or called off."""
    if session.state in OVER:
        return ()
    stored = records.enrolments_of(work, session.session_id)
    moving = moved_up((one.value for one in stored), session.capacity)
    if not moving:
        return ()
    numbers = {one.employee_no for one in moving}
    records.ENROLMENTS.supersede(work, [s for s in stored if s.value.employee_no in numbers])
    found = tuple(
        Enrolment(one.session_id, one.employee_no, EnrolmentState.ENROLLED, on, _("繰上げ"))
        for one in moving
    )
    records.ENROLMENTS.record(work, found)
    return found


def invite(
    database: Database,
    session_id: str,
    numbers: Sequence[str],
    on: date,
    *,
    is_dry_run: bool = False,
) -> SeatOutcome:
    """Note that people were invited; whoever is in the list already stays as noted.

    Raises:
        Refusal: No such session, it is over, or with every number that nobody has.
    """
    with database.changing("sessions.invite", session_id, is_rehearsal=is_dry_run) as work:
        one = _open(work, session_id)
        people = _known(work, numbers)
        seats = _Seats.of(work, one)
        fresh = [number for number in people if seats.state(number) is None]
        for number in fresh:
            seats.put(number, EnrolmentState.INVITED, on)
        seats.write()
        cautions = reading.cautions_of(work, one, fresh, on)
        title = _("実施回「{title}」に{count}人を案内")
        _note(database, work, "sessions.invite", title, one, len(fresh), is_dry_run=is_dry_run)
        known = tuple(number for number in people if number not in fresh)
        return SeatOutcome(one, invited=tuple(fresh), unchanged=known, cautions=cautions)


def enrol(
    database: Database,
    session_id: str,
    numbers: Sequence[str],
    on: date,
    reason: str = "",
    *,
    is_dry_run: bool = False,
) -> SeatOutcome:
    """Take applications in the order given: a seat while there is one, then the waiting list.

    Args:
        database: The data file.
        session_id: The session.
        numbers: Who applies.
        on: The day of the application.
        reason: What is noted beside it.
        is_dry_run: Do everything and leave everything as it was.

    Raises:
        Refusal: No such session, it is called off, or with every number that nobody has.
    """
    return enrol_on(database, session_id, dict.fromkeys(numbers, on), reason, is_dry_run=is_dry_run)


def enrol_on(
    database: Database,
    session_id: str,
    applied: dict[str, date],
    reason: str = "",
    *,
    is_dry_run: bool = False,
    notices: tuple[Problem, ...] = (),
) -> SeatOutcome:
    """Take applications of several days, each with its own."""
    with database.changing("sessions.enrol", session_id, is_rehearsal=is_dry_run) as work:
        found = enrol_in(work, session_id, applied, reason)
        title = _("実施回「{title}」に{count}人の申込みを登録")
        count = len(found.enrolled) + len(found.waiting)
        _note(database, work, "sessions.enrol", title, found.session, count, is_dry_run=is_dry_run)
        return replace(found, notices=notices)


def enrol_in(
    work: UnitOfWork, session_id: str, applied: dict[str, date], reason: str = ""
) -> SeatOutcome:
    """Take applications within a change that is noted as a whole.

    Raises:
        Refusal: No such session, it is called off, or with every number that nobody has.
    """
    one = known_session(work, session_id).value
    if one.state is SessionState.CANCELLED:
        raise refuse("sessions.cancelled", title=one.title)
    people = _known(work, applied)
    enrolled, waiting, unchanged = _seat(work, one, people, applied, reason)
    cautions = reading.cautions_of(work, one, [*enrolled, *waiting], max(applied.values()))
    if one.apply_by is not None:
        cautions += tuple(
            Caution(number, WarningKind.LATE, one.apply_by)
            for number in (*enrolled, *waiting)
            if applied[number] > one.apply_by
        )
    return SeatOutcome(
        one, enrolled=enrolled, waiting=waiting, unchanged=unchanged, cautions=cautions
    )


def _seat(
    work: UnitOfWork,
    one: CourseSession,
    people: Iterable[str],
    applied: dict[str, date],
    reason: str,
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Give seats, or places in the waiting list; return enrolled, waiting and unchanged."""
    seats = _Seats.of(work, one)
    free = None if one.state is SessionState.HELD else seats.free_seats()
    enrolled: list[str] = []
    waiting: list[str] = []
    unchanged: list[str] = []
    for number in sorted(people, key=lambda each: applied[each]):
        if seats.state(number) in {EnrolmentState.ENROLLED, EnrolmentState.WAITING}:
            unchanged.append(number)
        elif free is None or len(enrolled) < free:
            seats.put(number, EnrolmentState.ENROLLED, applied[number], reason)
            enrolled.append(number)
        else:
            seats.put(number, EnrolmentState.WAITING, applied[number], reason)
            waiting.append(number)
    seats.write()
    return tuple(enrolled), tuple(waiting), tuple(unchanged)


def decline(
    database: Database,
    session_id: str,
    numbers: Sequence[str],
    reason: str,
    on: date,
    *,
    is_dry_run: bool = False,
) -> SeatOutcome:
    """Note who does not come; seats that become free go to those waiting.

    Raises:
        Refusal: No such session, no reason, or with everybody who is not in its list.
    """
    with database.changing("sessions.decline", session_id, is_rehearsal=is_dry_run) as work:
        one = known_session(work, session_id).value
        if not reason.strip():
            raise refuse("sessions.no_reason")
        people = _known(work, numbers)
        seats = _Seats.of(work, one)
        strangers = [number for number in people if seats.state(number) not in IN_TOUCH]
        if strangers:
            raise Refusal(
                Problem("sessions.not_in_list", values={"number": number}) for number in strangers
            )
        _refuse_noted(work, one, people)
        for number in people:
            seats.put(number, EnrolmentState.DECLINED, on, reason.strip())
        seats.write()
        moved = move_up(work, one, on)
        title = _("実施回「{title}」の{count}人を辞退に")
        _note(
            database,
            work,
            "sessions.decline",
            title,
            one,
            len(people),
            reason,
            is_dry_run=is_dry_run,
        )
        numbers_up = tuple(each.employee_no for each in moved)
        return SeatOutcome(one, declined=people, moved_up=numbers_up)


def carry_over(
    database: Database,
    session_id: str,
    to: str,
    on: date,
    numbers: Sequence[str] | None = None,
    *,
    is_dry_run: bool = False,
) -> SeatOutcome:
    """Take people over to another session of the same course, in their order.

    Args:
        database: The data file.
        session_id: The session they are in.
        to: The session to which they go; '' is the next one of the course.
        on: The day.
        numbers: Who; None is everybody waiting, and with a session called off everybody with a
            seat or invited, too.
        is_dry_run: Do everything and leave everything as it was.

    Raises:
        Refusal: No such session, another course, one that is over, or nobody to take over.
    """
    with database.changing("sessions.carry", session_id, is_rehearsal=is_dry_run) as work:
        one = known_session(work, session_id).value
        into = reading.next_session(work, one) if not to else known_session(work, to).value
        if into is None:
            raise refuse("sessions.no_next", title=one.title)
        if into.course != one.course or into.session_id == one.session_id:
            raise refuse("sessions.other_course", title=into.title)
        if into.state in OVER:
            raise refuse("sessions.over", title=into.title)
        seats = _Seats.of(work, one)
        people = _carried(seats, numbers)
        _refuse_noted(work, one, people)
        for number in people:
            seats.put(number, EnrolmentState.CARRIED, on, into.session_id)
        seats.write()
        moved = move_up(work, one, on)
        applied = dict.fromkeys(people, on)
        enrolled, waiting, unchanged = _seat(work, into, people, applied, _("前の回から"))
        cautions = reading.cautions_of(work, into, [*enrolled, *waiting], on)
        title = _("実施回「{title}」の{count}人を次の回へ")
        _note(database, work, "sessions.carry", title, one, len(people), is_dry_run=is_dry_run)
        return SeatOutcome(
            into,
            enrolled=enrolled,
            waiting=waiting,
            unchanged=unchanged,
            moved_up=tuple(each.employee_no for each in moved),
            cautions=cautions,
        )


def _carried(seats: _Seats, numbers: Sequence[str] | None) -> tuple[str, ...]:
    states: tuple[EnrolmentState, ...] = (EnrolmentState.WAITING,)
    if seats.session.is_cancelled:
        states = (EnrolmentState.ENROLLED, EnrolmentState.WAITING, EnrolmentState.INVITED)
    if numbers is not None:
        strangers = [number for number in numbers if seats.state(number) not in IN_TOUCH]
        if strangers:
            raise Refusal(
                Problem("sessions.not_in_list", values={"number": number}) for number in strangers
            )
        people = tuple(dict.fromkeys(numbers))
    else:
        people = tuple(
            number
            for state in states
            for number, stored in seats.held.items()
            if stored.value.state is state
        )
    if not people:
        raise refuse("sessions.nobody")
    return people


def _open(work: Session, session_id: str) -> CourseSession:
    one = known_session(work, session_id).value
    if one.state in OVER:
        raise refuse("sessions.over", title=one.title)
    return one


def _known(session: Session, numbers: Iterable[str]) -> tuple[str, ...]:
    """Return numbers, each once; refuse every one that nobody has, and nobody at all."""
    wanted = tuple(dict.fromkeys(numbers))
    if not wanted:
        raise refuse("sessions.nobody")
    known = organisation.known_numbers(session, wanted)
    unknown = [
        Problem("sessions.unknown_employee", values={"number": number})
        for number in wanted
        if number not in known
    ]
    if unknown:
        raise Refusal(unknown)
    return wanted


def _refuse_noted(work: Session, one: CourseSession, people: Iterable[str]) -> None:
    noted = {number for number, _day in records.presences_of(work, one.session_id)}
    found = [n for n in people if n in noted]
    if found:
        raise Refusal(
            Problem("sessions.noted_already", values={"number": number}) for number in found
        )


def _note(
    database: Database,
    work: UnitOfWork,
    kind: str,
    title: str,
    one: CourseSession,
    count: int,
    reason: str = "",
    *,
    is_dry_run: bool,
) -> None:
    text = title.format(title=one.title, count=count)
    record_operation(work, Operation(kind, text, reason.strip(), one.first_day))
    if not is_dry_run:
        audit.append(database, work, Entry(kind, one.session_id, count, reason.strip()))

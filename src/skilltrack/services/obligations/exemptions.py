"""Exempting people from courses for a time, with a reason; taking it back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from skilltrack.domain.calendar import Period
from skilltrack.domain.problems import Problem, Refusal
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.services.organisation.lineage import department_names
from skilltrack.services.people.timelines import course_names
from skilltrack.store import audit, organisation
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, UnitOfWork
from skilltrack.store.facts import Stored
from skilltrack.store.operations import Operation, record_operation
from skilltrack.store.owing import EXEMPTIONS, Exemption, exemptions
from skilltrack.store.schema import exemption as table
from skilltrack.store.training import course_years

AREA = "obligations"


class ExemptionState(StrEnum):
    """How an exemption stands on a day."""

    AHEAD = "ahead"
    HELD = "held"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class ExemptionLine:
    """An exemption with names; ``department_name`` '' for somebody in no post on the day.

    ``change`` recorded it.
    """

    exemption: Exemption
    name: str
    kana: str
    department: str
    department_name: str
    course_name: str
    state: ExemptionState
    change: int


def list_exemptions(
    database: Database, as_of: date, as_known: datetime | None = None
) -> tuple[ExemptionLine, ...]:
    """Return every exemption, those that hold first, then by department, kana and course."""
    with database.reading(as_known) as session:
        found = exemptions(session)
        numbers = frozenset(one.exemption.employee_no for one in found)
        people = organisation.employees_by_number(session, numbers, as_of)
        posts = {p.employee_no: p.department for p in organisation.in_post(session, as_of, numbers)}
        departments = department_names(session, as_of) if found else {}
        names = course_names(session, {one.exemption.course for one in found})
    lines = []
    for one in found:
        number, course = one.exemption.employee_no, one.exemption.course
        known, department = people.get(number), posts.get(number, "")
        lines.append(
            ExemptionLine(
                one.exemption,
                NO_FIGURE if known is None else known.name,
                "" if known is None else known.kana,
                department,
                departments.get(department, department),
                names.get(course, course),
                state_of(one.exemption.valid, as_of),
                one.change,
            )
        )
    order = (ExemptionState.HELD, ExemptionState.AHEAD, ExemptionState.ENDED)
    return tuple(
        sorted(
            lines,
            key=lambda line: (
                order.index(line.state),
                line.department,
                line.kana,
                line.exemption.employee_no,
                line.exemption.course,
                line.change,
            ),
        )
    )


def state_of(valid: Period, on: date) -> ExemptionState:
    """Return how an exemption stands on a day."""
    if on in valid:
        return ExemptionState.HELD
    is_ended = valid.end is not None and valid.end <= on
    return ExemptionState.ENDED if is_ended else ExemptionState.AHEAD


def courses_offered(database: Database) -> tuple[tuple[str, str], ...]:
    """Return code and name of every course of the catalogue or of a scheme in use, by name."""
    with database.reading() as session:
        codes = {
            course.code
            for scheme in definitions.schemes(session).values()
            for course in scheme.courses
        }
        names = course_names(session, codes | course_years(session).keys())
    return tuple(sorted(names.items(), key=lambda one: (one[1], one[0])))


def exempt(
    database: Database,
    numbers: Sequence[str],
    courses: Sequence[str],
    reason: str,
    start: date,
    last_day: date | None = None,
    *,
    is_dry_run: bool = False,
) -> tuple[Exemption, ...]:
    """Exempt people from courses, all or none.

    Args:
        database: The data file.
        numbers: The people.
        courses: The courses.
        reason: Why; kept with each exemption.
        start: The first day.
        last_day: The last day; None is until it is taken back.
        is_dry_run: Only check.

    Raises:
        Refusal: With every problem: nobody, no course, no reason, unknown, exempt already.
    """
    reason = reason.strip()
    with database.changing("obligations.exempt", is_rehearsal=is_dry_run) as work:
        valid = Period.through(start, last_day)
        given = tuple(
            Exemption(number, course, reason, valid)
            for number in dict.fromkeys(numbers)
            for course in dict.fromkeys(courses)
        )
        problems = [
            Problem(code)
            for is_wrong, code in (
                (not numbers, "obligations.nobody"),
                (not courses, "obligations.no_course"),
                (not reason, "obligations.no_reason"),
            )
            if is_wrong
        ]
        if last_day is not None and last_day < start:
            values = {"start": wareki(start), "last": wareki(last_day)}
            problems.append(Problem("obligations.reversed", values=values))
        problems += _contradictions(work, given)
        if problems:
            raise Refusal(problems)
        EXEMPTIONS.record(work, given)
        title = _("受講の免除（{people}人、{courses}研修）").format(
            people=len(set(numbers)), courses=len(set(courses))
        )
        record_operation(work, Operation("obligations.exempt", title, reason, start))
        if not is_dry_run:
            audit.append(
                database, work, Entry("obligations.exempt", _listed(courses), len(given), reason)
            )
        return given


def _listed(courses: Iterable[str]) -> str:
    return " ".join(sorted(set(courses)))


def _contradictions(work: UnitOfWork, given: Sequence[Exemption]) -> list[Problem]:
    """Return who or what is unknown, and who is exempt already in the time."""
    numbers = frozenset(one.employee_no for one in given)
    people = organisation.known_numbers(work, numbers)
    codes = frozenset(one.course for one in given)
    names = course_names(work, codes)
    problems = [
        Problem("obligations.unknown_employee", values={"number": number})
        for number in sorted(numbers - people)
    ]
    problems += [
        Problem("obligations.unknown_course", values={"course": course})
        for course in sorted(codes - names.keys())
    ]
    held: dict[tuple[str, str], list[Period]] = {}
    for one in exemptions(work, numbers):
        key = (one.exemption.employee_no, one.exemption.course)
        held.setdefault(key, []).append(one.exemption.valid)
    for new in given:
        for period in held.get((new.employee_no, new.course), ()):
            if _overlap(period, new.valid):
                values = {
                    "number": new.employee_no,
                    "course": names.get(new.course, new.course),
                    "period": period_text(period),
                }
                problems.append(Problem("obligations.exempt_already", values=values))
    return problems


def _overlap(one: Period, other: Period) -> bool:
    return (one.start or date.min) < (other.end or date.max) and (other.start or date.min) < (
        one.end or date.max
    )


def period_text(valid: Period) -> str:
    """Return a period by its first and last day."""
    start = "" if valid.start is None else wareki(valid.start)
    last = "" if valid.last_day is None else wareki(valid.last_day)
    return (
        _("{start}から{last}まで").format(start=start, last=last)
        if last
        else _("{start}から").format(start=start)
    )


def withdraw(
    database: Database,
    chosen: Sequence[tuple[str, str]],
    on: date,
    reason: str,
    *,
    is_dry_run: bool = False,
) -> tuple[Exemption, ...]:
    """End exemptions: from a day on the course is owed again. One that had not begun goes wholly.

    Args:
        database: The data file.
        chosen: Employee number and course of each exemption that holds on the day or later.
        on: The first day on which it no longer holds.
        reason: Why.
        is_dry_run: Only check.

    Returns:
        The exemptions as they were.

    Raises:
        Refusal: With every problem: nobody, no reason, no such exemption.
    """
    reason = reason.strip()
    with database.changing("obligations.withdraw", is_rehearsal=is_dry_run) as work:
        held = _held(work, chosen, on)
        problems = [] if chosen else [Problem("obligations.nobody")]
        if not reason:
            problems.append(Problem("obligations.no_reason"))
        names = course_names(work, {course for _number, course in chosen})
        for number, course in chosen:
            if (number, course) not in held:
                values = {
                    "number": number,
                    "course": names.get(course, course),
                    "on": wareki(on - timedelta(days=1)),
                }
                problems.append(Problem("obligations.not_exempt", values=values))
        if problems:
            raise Refusal(problems)
        EXEMPTIONS.supersede(work, held.values())
        EXEMPTIONS.record(
            work,
            [
                replace(one.value, valid=Period(one.value.valid.start, on))
                for one in held.values()
                if one.value.valid.start is None or one.value.valid.start < on
            ],
        )
        title = _("受講の免除の取りやめ（{count}件）").format(count=len(held))
        record_operation(work, Operation("obligations.withdraw", title, reason, on))
        if not is_dry_run:
            entry = Entry("obligations.withdraw", _listed(names), len(held), reason)
            audit.append(database, work, entry)
        return tuple(one.value for one in held.values())


def _held(
    work: UnitOfWork, chosen: Sequence[tuple[str, str]], on: date
) -> Mapping[tuple[str, str], Stored[Exemption]]:
    numbers = sorted({number for number, _course in chosen})
    wanted = frozenset(chosen)
    found: dict[tuple[str, str], Stored[Exemption]] = {}
    for stored in EXEMPTIONS.current(work, table.c.employee_no.in_(numbers)):
        key = (stored.value.employee_no, stored.value.course)
        end = stored.value.valid.end
        if key in wanted and (end is None or end > on) and key not in found:
            found[key] = stored
    return found

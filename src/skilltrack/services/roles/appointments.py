"""Roles given, extended and ended, by the rule of each role."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from skilltrack.domain.calendar import Period
from skilltrack.domain.organisation import Appointment, AppointmentMethod
from skilltrack.domain.problems import Problem, Refusal, refuse
from skilltrack.domain.roles.appointments import (
    RoleRule,
    is_certificate_pattern,
    renewed_end,
    rule_of,
    term_end,
)
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.store import audit, organisation
from skilltrack.store.appointments import appointments_of
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.definitions import change_setting, setting
from skilltrack.store.facts import Stored
from skilltrack.store.operations import Operation, record_operation
from skilltrack.store.organisation import APPOINTMENTS

_RULES = "roles"
MOST_TERM_YEARS = 50
LONGEST_ROLE_NAME = 40

# Roles and their rules


def role_rules(session: Session) -> Mapping[str, RoleRule]:
    """Return role → its rule, for the roles of which one was set."""
    documents = setting(session, _RULES) or {}
    return {role: RoleRule(role, **document) for role, document in documents.items()}


def role_names(session: Session) -> Mapping[str, str]:
    """Return role → its name: those of the schemes, then those of the body itself."""
    return {code: name for name, code in definitions.vocabulary(session).roles.items()}


def roles_offered(database: Database) -> tuple[tuple[str, str, RoleRule], ...]:
    """Return code, name and rule of every role, those of schemes first."""
    with database.reading() as session:
        rules = role_rules(session)
        return tuple(
            (code, name, rule_of(rules, code)) for code, name in role_names(session).items()
        )


def known_role(session: Session, text: str) -> str:
    """Return the code of a role given by its name or code.

    Raises:
        Refusal: There is no such role.
    """
    names = role_names(session)
    for code, name in names.items():
        if text in {code, name}:
            return code
    raise refuse("roles.unknown_role", role=text, accepted=_("、").join(names.values()) or "―")


def set_rule(database: Database, rule: RoleRule, reason: str = "") -> RoleRule:
    """Set how a role is given; a role that no scheme knows becomes one of the body.

    Raises:
        Refusal: With everything that is wrong in the rule.
    """
    with database.changing("roles.rule", rule.role) as work:
        role = next((c for c, n in role_names(work).items() if rule.role in {c, n}), rule.role)
        _check_rule(rule)
        documents = dict(setting(work, _RULES) or {})
        document = asdict(replace(rule, role=role))
        del document["role"]
        change_setting(work, _RULES, {**documents, role: document})
        title = _("{role}の決まりを変更").format(role=role_names(work)[role])
        record_operation(work, Operation("roles.rule", title, reason))
        audit.append(database, work, Entry("roles.rule", role, 1, reason))
        return replace(rule, role=role)


def _check_rule(rule: RoleRule) -> None:
    found = (
        (not rule.role.strip() or len(rule.role) > LONGEST_ROLE_NAME, "roles.no_name"),
        (
            rule.term_years is not None and not 1 <= rule.term_years <= MOST_TERM_YEARS,
            "roles.bad_term",
        ),
        (rule.least_per_unit < 0, "roles.bad_least"),
        (not is_certificate_pattern(rule.certificate), "roles.bad_pattern"),
    )
    values: dict[str, str | int] = {"pattern": rule.certificate, "most": MOST_TERM_YEARS}
    problems = [Problem(code, values=values) for is_wrong, code in found if is_wrong]
    if problems:
        raise Refusal(problems)


# Giving


@dataclass(frozen=True, slots=True)
class Gift:
    """A role to be given; ``last_day`` None is the end of the term by the rule of the role.

    ``department`` '' is that of the main post on the first day.
    """

    employee_no: str
    role: str
    start: date
    method: AppointmentMethod | None = None
    department: str = ""
    last_day: date | None = None
    recruitment: str = ""


def give(
    database: Database, gifts: Sequence[Gift], reason: str = "", *, is_dry_run: bool = False
) -> tuple[Appointment, ...]:
    """Give roles to people, all or none.

    Raises:
        Refusal: With every problem: unknown, in no post, holds the role already.
    """
    with database.changing("roles.give", is_rehearsal=is_dry_run) as work:
        given = appoint(work, gifts)
        names = role_names(work)
        roles = _("、").join(dict.fromkeys(names[one.role] for one in given))
        title = _("{role}に{count}人を任命").format(role=roles, count=len(given))
        first = min((gift.start for gift in gifts), default=None)
        record_operation(work, Operation("roles.give", title, reason, first))
        if not is_dry_run:
            audit.append(database, work, Entry("roles.give", roles, len(given), reason))
        return given


def appoint(work: UnitOfWork, gifts: Sequence[Gift]) -> tuple[Appointment, ...]:
    """Record appointments within a change.

    Raises:
        Refusal: With every problem of every gift; the change must then be given up.
    """
    rules = role_rules(work)
    checked = _Checked(work, role_names(work), frozenset(gift.employee_no for gift in gifts))
    given = []
    for gift in gifts:
        last_day = gift.last_day or term_end(rule_of(rules, gift.role), gift.start)
        department = gift.department or checked.department(gift.employee_no, gift.start)
        valid = Period.through(gift.start, last_day)
        value = Appointment(
            gift.employee_no, gift.role, valid, gift.method, department or None, gift.recruitment
        )
        checked.check(value)
        given.append(value)
    if checked.problems:
        raise Refusal(checked.problems)
    APPOINTMENTS.record(work, given)
    return tuple(given)


class _Checked:
    """Looks up what an appointment names, each day and role once, and gathers problems."""

    def __init__(self, session: Session, names: Mapping[str, str], numbers: frozenset[str]) -> None:
        self._session = session
        self._names = names
        self._numbers = numbers
        self._people = organisation.known_numbers(session, numbers)
        self._posts: dict[date, Mapping[str, str]] = {}
        self._departments: dict[date, frozenset[str]] = {}
        self._held: dict[str, list[Appointment]] = {}
        self.problems: list[Problem] = []

    def department(self, employee_no: str, on: date) -> str:
        """Return the department of the main post on a day, '' where there is none."""
        if on not in self._posts:
            found = organisation.in_post(self._session, on, self._numbers)
            self._posts[on] = {person.employee_no: person.department for person in found}
        return self._posts[on].get(employee_no, "")

    def check(self, value: Appointment) -> None:
        """Report what is wrong with an appointment; a right one counts for those after it."""
        start = value.valid.start or date.min
        if value.role not in self._names:
            accepted = _("、").join(self._names.values()) or "―"
            self._add("roles.unknown_role", role=value.role, accepted=accepted)
            return
        if value.employee_no not in self._people:
            self._add("roles.unknown_employee", number=value.employee_no)
            return
        if not self.department(value.employee_no, start):
            self._add("roles.not_in_post", number=value.employee_no, on=wareki(start))
        if value.department is not None and value.department not in self._on(start):
            self._add("roles.unknown_department", department=value.department, on=wareki(start))
        last_day = value.valid.last_day
        if last_day is not None and last_day < start:
            self._add("roles.reversed", start=wareki(start), last=wareki(last_day))
        held = self._appointments(value.role)
        other = next((one for one in held if _meet(one, value)), None)
        if other is not None:
            self._add(
                "roles.already_held",
                number=value.employee_no,
                role=self._names[value.role],
                period=_period_text(other.valid),
            )
        held.append(value)

    def _on(self, on: date) -> frozenset[str]:
        if on not in self._departments:
            found = organisation.departments_on(self._session, on)
            self._departments[on] = frozenset(department.code for department in found)
        return self._departments[on]

    def _appointments(self, role: str) -> list[Appointment]:
        if role not in self._held:
            self._held[role] = [s.value for s in appointments_of(self._session, role)]
        return self._held[role]

    def _add(self, code: str, **values: str | int) -> None:
        self.problems.append(Problem(code, values=values))


def _meet(one: Appointment, other: Appointment) -> bool:
    """Return whether two appointments of one person have a day in common."""
    if one.employee_no != other.employee_no:
        return False
    first, second = one.valid, other.valid
    return (first.end or date.max) > (second.start or date.min) and (second.end or date.max) > (
        first.start or date.min
    )


def _period_text(valid: Period) -> str:
    start = "" if valid.start is None else wareki(valid.start)
    end = "" if valid.last_day is None else wareki(valid.last_day)
    return _("{start}～{end}").format(start=start, end=end)


# Ending and extending


def end(
    database: Database,
    role: str,
    last_days: Mapping[str, date],
    reason: str,
    *,
    is_dry_run: bool = False,
) -> tuple[Appointment, ...]:
    """End a role of some people, each after a last day; the reason is kept with it.

    Args:
        database: The data file.
        role: The code of the role.
        last_days: Employee number → last day on which the role is held.
        reason: Why.
        is_dry_run: Do everything and leave everything as it was.

    Raises:
        Refusal: Without a reason, or with everybody who does not hold the role on that day.
    """
    with database.changing("roles.end", role, is_rehearsal=is_dry_run) as work:
        changed = [
            (held, replace(held.value, valid=Period.through(held.value.valid.start, last_days[n])))
            for n, held in _held(work, role, last_days, has_reason=bool(reason.strip()))
        ]
        new = [replace(value, ended_because=reason.strip()) for _held_row, value in changed]
        title = _("{role}の任命を{count}人終了").format(role=role_names(work)[role], count=len(new))
        _replace(work, [held for held, _value in changed], new)
        record_operation(work, Operation("roles.end", title, reason, min(last_days.values())))
        if not is_dry_run:
            audit.append(database, work, Entry("roles.end", role, len(new), reason))
        return tuple(new)


def extend(
    database: Database,
    role: str,
    numbers: Iterable[str],
    on: date,
    *,
    until: date | None = None,
    reason: str = "",
    is_dry_run: bool = False,
) -> tuple[Appointment, ...]:
    """Let a role go on beyond its last day.

    Args:
        database: The data file.
        role: The code of the role.
        numbers: Whose.
        on: A day on which they hold it.
        until: The new last day; None is another term by the rule of the role.
        reason: Why, '' where none is given.
        is_dry_run: Do everything and leave everything as it was.

    Raises:
        Refusal: With everybody who does not hold the role, or whose last day is not before it.
    """
    with database.changing("roles.extend", role, is_rehearsal=is_dry_run) as work:
        rule = rule_of(role_rules(work), role)
        rows, new = [], []
        for number, held in _held(work, role, dict.fromkeys(numbers, on)):
            last_day = held.value.valid.last_day
            if last_day is None:
                raise refuse("roles.no_end", number=number)
            longer = until or renewed_end(rule, last_day)
            if longer is not None and longer <= last_day:
                raise refuse("roles.not_longer", number=number, last=wareki(last_day))
            rows.append(held)
            valid = Period.through(held.value.valid.start, longer)
            new.append(replace(held.value, valid=valid, ended_because=""))
        _check_alone(work, role, rows, new)
        _replace(work, rows, new)
        title = _("{role}の任期を{count}人延長").format(role=role_names(work)[role], count=len(new))
        record_operation(work, Operation("roles.extend", title, reason, on))
        if not is_dry_run:
            audit.append(database, work, Entry("roles.extend", role, len(new), reason))
        return tuple(new)


def _held(
    session: Session, role: str, days: Mapping[str, date], *, has_reason: bool = True
) -> list[tuple[str, Stored[Appointment]]]:
    """Return (number, appointment held on that person's day), by number; refuse what is missing."""
    names = role_names(session)
    if role not in names:
        raise refuse("roles.unknown_role", role=role, accepted=_("、").join(names.values()) or "―")
    problems = [] if has_reason else [Problem("roles.no_reason")]
    if not days:
        problems.append(Problem("roles.nobody"))
    found = []
    by_number: dict[str, list[Stored[Appointment]]] = {}
    for stored in appointments_of(session, role):
        by_number.setdefault(stored.value.employee_no, []).append(stored)
    for number, on in sorted(days.items()):
        held = next((s for s in by_number.get(number, ()) if on in s.value.valid), None)
        if held is None:
            values = {"number": number, "role": names[role], "on": wareki(on)}
            problems.append(Problem("roles.not_held", values=values))
        else:
            found.append((number, held))
    if problems:
        raise Refusal(problems)
    return found


def _check_alone(
    session: Session, role: str, rows: Sequence[Stored[Appointment]], new: Sequence[Appointment]
) -> None:
    """Refuse to let an appointment run into a later one of the same person and role."""
    replaced = {row.id for row in rows}
    others = [s.value for s in appointments_of(session, role) if s.id not in replaced]
    name = role_names(session)[role]
    problems = [
        Problem(
            "roles.already_held",
            values={"number": o.employee_no, "role": name, "period": _period_text(o.valid)},
        )
        for value in new
        for o in others
        if _meet(o, value)
    ]
    if problems:
        raise Refusal(problems)


def _replace(
    work: UnitOfWork, rows: Sequence[Stored[Appointment]], values: Sequence[Appointment]
) -> None:
    APPOINTMENTS.supersede(work, rows)
    APPOINTMENTS.record(work, values)

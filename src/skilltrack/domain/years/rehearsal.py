"""Two days compared: what 1 April brings beside 31 March, before anything of it counts.

A snapshot holds what the records say of one day; comparing two of them is pure. Everybody in a
main post is a head, also on leave; who is away owes no course.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from skilltrack.domain.catalogue.courses import Course, CourseKind, codes_of
from skilltrack.domain.intake import ImportOutcome
from skilltrack.domain.organisation import Appointment, Succession
from skilltrack.domain.roles.appointments import RoleRule
from skilltrack.domain.roles.outcomes import (
    AppointmentOutcome,
    RoleCover,
    covers_of,
    outcomes_of,
)
from skilltrack.domain.schemes.bands import BY_TITLES, Bands
from skilltrack.domain.years.snapshots import Placed, Snapshot


class MovementKind(StrEnum):
    """What the later day changes for a person; several may hold at once."""

    JOINED = "joined"  # 採用・転入
    LEFT = "left"  # 退職・転出
    MOVED = "moved"  # 異動
    REORGANISED = "reorganised"  # 組織改編による所属の変更
    RETITLED = "retitled"  # 職名の変更
    BAND_CHANGED = "band_changed"  # 役職区分の変更
    WENT_ON_LEAVE = "went_on_leave"  # 休職などに入る
    RETURNED = "returned"  # 復職


@dataclass(frozen=True, slots=True)
class Movement:
    """A person for whom the later day is not as the earlier; None: not in post on that day.

    ``due`` are the codes of the courses owed in the later post, ``newly_due`` and
    ``no_longer_due`` what changed beside the earlier post, measured by one and the same catalogue.
    """

    before: Placed | None
    after: Placed | None
    kinds: tuple[MovementKind, ...]
    due: tuple[str, ...] = ()
    newly_due: tuple[str, ...] = ()
    no_longer_due: tuple[str, ...] = ()

    @property
    def person(self) -> Placed:
        """Return the person, as of the later day where there is one."""
        found = self.after or self.before
        if found is None:
            msg = "a movement has at least one side"
            raise ValueError(msg)
        return found


class DepartmentState(StrEnum):
    """How a department stands between the two days."""

    KEPT = "kept"  # 継続
    RENAMED = "renamed"  # 改称
    NEW = "new"  # 新設
    ENDED = "ended"  # 廃止


@dataclass(frozen=True, slots=True)
class DepartmentChange:
    """Heads of one department: ``before + joined + moved_in − moved_out − left = after``.

    ``predecessors`` and ``successors`` are codes by the lineage recorded.
    """

    code: str
    name: str
    state: DepartmentState
    before: int
    joined: int
    moved_in: int
    moved_out: int
    left: int
    after: int
    away_after: int = 0
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Differences:
    """Everything that differs; each part is ordered by code or by department, kana, number."""

    before: Snapshot
    after: Snapshot
    departments: tuple[DepartmentChange, ...]
    movements: tuple[Movement, ...]
    covers: tuple[RoleCover, ...]
    outcomes: tuple[AppointmentOutcome, ...]
    empty_units: tuple[str, ...]

    def of_kind(self, *kinds: MovementKind) -> tuple[Movement, ...]:
        """Return the movements in which at least one of the kinds holds."""
        return tuple(one for one in self.movements if set(kinds) & set(one.kinds))


@dataclass(frozen=True)
class Catalogued:
    """The courses by which both days are measured, and the role that owes leader courses.

    ``counted_before`` and ``counted_after`` are the numbers of those who count at all on each
    day; None counts everybody who is not absent. ``further_before`` and ``further_after`` are
    number → courses owed on each day by further rules: at entry, on a promotion, once in a grade.
    ``bands`` tells whom the courses concern.
    """

    courses: tuple[Course, ...] = ()
    leader_role: str = ""
    counted_before: frozenset[str] | None = None
    counted_after: frozenset[str] | None = None
    further_before: Mapping[str, frozenset[str]] = field(default_factory=dict)
    further_after: Mapping[str, frozenset[str]] = field(default_factory=dict)
    bands: Bands = BY_TITLES

    def due(self, person: Placed | None, counted: frozenset[str] | None) -> frozenset[str]:
        """Return the codes that a person owes; nothing for somebody who does not count."""
        if person is None:
            return frozenset()
        is_counted = person.absence is None if counted is None else person.employee_no in counted
        if not is_counted:
            return frozenset()
        post = person.band, person.job_title
        due = self._required.get(post)
        if due is None:
            due = self._required[post] = self.bands.required_of(self.courses, *post)
        return due | self._leader if self.leader_role in person.roles else due

    @cached_property
    def _leader(self) -> frozenset[str]:
        return codes_of(self.courses, CourseKind.LEADER)

    @cached_property
    def _required(self) -> dict[tuple[str | None, str], frozenset[str]]:
        """Return band and title → courses required of them, filled as posts are met."""
        return {}


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared beside the two days: lineage, appointments, rules of the roles shown."""

    successions: tuple[Succession, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    rules: Mapping[str, RoleRule] = field(default_factory=dict)
    catalogue: Catalogued = field(default_factory=Catalogued)


def compare(before: Snapshot, after: Snapshot, known: Known) -> Differences:
    """Compare two days.

    Args:
        before: The earlier day.
        after: The later day.
        known: Lineage between them, appointments held on the earlier day, one rule for every
            role that is looked at, and the catalogue of the later fiscal year.
    """
    lineage = _lineage(before, after, known.successions)
    movements = _movements(before, after, lineage, known.catalogue)
    outcomes = outcomes_of(before, after, known.appointments, known.rules)
    heads = Counter(person.unit for person in after.people)
    units = sorted(d.code for d in after.departments if d.is_evaluation_unit)
    return Differences(
        before,
        after,
        _departments(before, after, movements, lineage),
        movements,
        covers_of(before, after, known.rules, outcomes),
        outcomes,
        tuple(code for code in units if not heads[code]),
    )


def _lineage(
    before: Snapshot, after: Snapshot, successions: Iterable[Succession]
) -> frozenset[tuple[str, str]]:
    """Return (predecessor, successor) pairs that take effect after the earlier day."""
    pairs = {(s.predecessor, s.successor) for s in successions if before.on < s.on <= after.on}
    now = set(after.names)
    for department in before.departments:
        if department.successor and department.code not in now:
            pairs.add((department.code, department.successor))
    return frozenset(pairs)


def _movements(
    before: Snapshot,
    after: Snapshot,
    lineage: frozenset[tuple[str, str]],
    catalogue: Catalogued,
) -> tuple[Movement, ...]:
    old, new = before.by_number, after.by_number
    found = []
    for number in {**old, **new}:
        was, now = old.get(number), new.get(number)
        kinds = _kinds(was, now, lineage)
        nothing: frozenset[str] = frozenset()
        due = catalogue.due(now, catalogue.counted_after)
        due |= catalogue.further_after.get(number, nothing)
        due_before = catalogue.due(was, catalogue.counted_before)
        due_before |= catalogue.further_before.get(number, nothing)
        if kinds or due != due_before:
            found.append(
                Movement(
                    was,
                    now,
                    kinds,
                    tuple(sorted(due)),
                    tuple(sorted(due - due_before)),
                    tuple(sorted(due_before - due)) if now is not None else (),
                )
            )
    return tuple(
        sorted(found, key=lambda m: (m.person.department, m.person.kana, m.person.employee_no))
    )


def _kinds(
    was: Placed | None, now: Placed | None, lineage: frozenset[tuple[str, str]]
) -> tuple[MovementKind, ...]:
    if was is None:
        return (MovementKind.JOINED,)
    if now is None:
        return (MovementKind.LEFT,)
    kinds = []
    if was.department != now.department:
        is_lineage = (was.department, now.department) in lineage
        kinds.append(MovementKind.REORGANISED if is_lineage else MovementKind.MOVED)
    if was.job_title != now.job_title:
        kinds.append(MovementKind.RETITLED)
    if was.band != now.band:
        kinds.append(MovementKind.BAND_CHANGED)
    if was.absence is None and now.absence is not None:
        kinds.append(MovementKind.WENT_ON_LEAVE)
    if was.absence is not None and now.absence is None:
        kinds.append(MovementKind.RETURNED)
    return tuple(kinds)


def _departments(
    before: Snapshot,
    after: Snapshot,
    movements: Iterable[Movement],
    lineage: frozenset[tuple[str, str]],
) -> tuple[DepartmentChange, ...]:
    counts = {
        name: Counter[str]()
        for name in ("before", "joined", "moved_in", "moved_out", "left", "after", "away_after")
    }
    counts["before"].update(person.department for person in before.people)
    counts["after"].update(person.department for person in after.people)
    counts["away_after"].update(p.department for p in after.people if p.absence is not None)
    for one in movements:
        if one.before is None and one.after is not None:
            counts["joined"][one.after.department] += 1
        elif one.after is None and one.before is not None:
            counts["left"][one.before.department] += 1
        elif one.before and one.after and one.before.department != one.after.department:
            counts["moved_out"][one.before.department] += 1
            counts["moved_in"][one.after.department] += 1
    names = {**before.names, **after.names}
    codes = {*names, *counts["before"], *counts["after"]}
    return tuple(
        DepartmentChange(
            code,
            names.get(code, code),
            _state(code, before, after),
            **{name: counter[code] for name, counter in counts.items()},
            predecessors=tuple(sorted(old for old, new in lineage if new == code and old != code)),
            successors=tuple(sorted(new for old, new in lineage if old == code and new != code)),
        )
        for code in sorted(codes)
    )


def _state(code: str, before: Snapshot, after: Snapshot) -> DepartmentState:
    was, now = before.names.get(code), after.names.get(code)
    if now is None:
        return DepartmentState.ENDED
    if was is None:
        return DepartmentState.NEW
    return DepartmentState.KEPT if was == now else DepartmentState.RENAMED


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The differences with the words that screens and workbooks need.

    ``catalogue_year`` is the year whose courses both days are measured by; ``is_carried`` tells
    that it is an earlier one, because the new year has no catalogue yet. ``uncounted`` are people
    in post who count for no figure of the scheme on the later day and owe nothing.
    ``further_courses`` is code → name of courses owed that are not in the catalogue.
    """

    scheme_id: str
    scheme_name: str
    organisation: str
    differences: Differences
    courses: tuple[Course, ...]
    catalogue_year: int | None
    is_carried: bool
    role_names: Mapping[str, str]
    band_names: Mapping[str, str]
    tried: tuple[ImportOutcome, ...]
    uncounted: frozenset[str]
    further_courses: Mapping[str, str] = field(default_factory=dict)

    @property
    def course_names(self) -> Mapping[str, str]:
        """Return course code → name."""
        return {**self.further_courses, **{course.code: course.name for course in self.courses}}


def of_unit(rehearsal: Rehearsal, unit: str) -> Rehearsal:
    """Return what the head of an evaluation unit may see: who stands in it on either day.

    Whoever comes or goes is shown with the department on the other side; nobody else is.
    """
    whole = rehearsal.differences

    def stands(*sides: Placed | None) -> bool:
        return any(side is not None and side.unit == unit for side in sides)

    before = replace(whole.before, people=tuple(p for p in whole.before.people if stands(p)))
    after = replace(whole.after, people=tuple(p for p in whole.after.people if stands(p)))
    own = {person.department for person in (*before.people, *after.people)} | {unit}
    return replace(
        rehearsal,
        differences=replace(
            whole,
            before=before,
            after=after,
            departments=tuple(d for d in whole.departments if d.code in own),
            movements=tuple(m for m in whole.movements if stands(m.before, m.after)),
            covers=tuple(c for c in whole.covers if c.unit == unit),
            outcomes=tuple(o for o in whole.outcomes if stands(o.before, o.after)),
            empty_units=tuple(code for code in whole.empty_units if code == unit),
        ),
        tried=(),
        uncounted=rehearsal.uncounted & {person.employee_no for person in after.people},
    )

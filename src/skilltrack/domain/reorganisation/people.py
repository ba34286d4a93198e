"""The people of departments that end or are divided: their posts and roles from the day on."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from skilltrack.domain.calendar import Period
from skilltrack.domain.organisation import Appointment, EmploymentType, Posting
from skilltrack.domain.problems import Problem
from skilltrack.domain.reorganisation.steps import Action, Part, Step

SHOWN_NUMBERS = 10
"""So many employee numbers are named in a sentence."""

HeldPosting = tuple[str, Posting]
"""Employee number and posting."""


@dataclass(frozen=True, slots=True)
class Move:
    """A post that goes from one department to another.

    ``is_dropped`` says that a concurrent post ends because the person is in that department
    anyway.
    """

    employee_no: str
    source: str
    target: str
    job_title: str
    employment_type: EmploymentType
    is_concurrent: bool = False
    is_dropped: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """How many people of a divided department a part takes, by what they are."""

    source: str
    part: str
    people: int
    titles: tuple[tuple[str, int], ...]
    employment_types: tuple[tuple[EmploymentType, int], ...]


@dataclass(frozen=True, slots=True)
class Unassigned:
    """Somebody of a divided department whom no part takes."""

    employee_no: str
    source: str
    job_title: str


@dataclass(slots=True)
class PeoplePlan:
    """The rows that no longer hold and those in their place, with what a person is shown."""

    superseded: list[HeldPosting] = field(default_factory=list)
    recorded: list[HeldPosting] = field(default_factory=list)
    appointments_superseded: list[Appointment] = field(default_factory=list)
    appointments_recorded: list[Appointment] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    unassigned: list[Unassigned] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Routes:
    """Where the people of each department go; one who is not assigned yet goes nowhere."""

    all_of: Mapping[str, str]
    one_by_one: Mapping[tuple[str, str], str]

    def target(self, employee_no: str, department: str) -> str:
        """Return the department somebody of a department is in from the day on."""
        one = self.one_by_one.get((employee_no, department))
        return one or self.all_of.get(department, department)


def plan_people(
    postings: Mapping[str, Sequence[Posting]],
    appointments: Sequence[Appointment],
    steps: Sequence[Step],
    on: date,
) -> PeoplePlan:
    """Work out who moves.

    Posts that start after the day move as well where their department has ended by then; posts
    elsewhere stay as they are. The main post never changes but for its department; a concurrent
    post in the department of the main one, or of another concurrent one, ends.

    Args:
        postings: Employee number → every posting of whoever has one in a department concerned.
        appointments: The appointments that name a department concerned.
        steps: The plan.
        on: The first day on which it holds.
    """
    plan = PeoplePlan()
    sitting = _sitting(postings, on)
    one_by_one: dict[tuple[str, str], str] = {}
    for step in steps:
        if step.action is Action.SPLIT:
            one_by_one |= _divided(plan, step, postings, appointments, on)
    routes = _Routes(
        {
            code: step.parts[0].code
            for step in steps
            if step.action in {Action.RENAME, Action.MERGE, Action.CLOSE} and step.parts
            for code in step.ended
        },
        one_by_one,
    )
    for step in steps:
        if step.action is Action.CLOSE and not step.parts:
            plan.problems += [
                step.problem("organisation.people_left", code=code, count=len(sitting[code]))
                for code in step.sources
                if sitting.get(code)
            ]
    for employee_no, held in sorted(postings.items()):
        _follow(plan, employee_no, held, routes, on)
    for appointment in appointments:
        _follow_role(plan, appointment, routes, on)
    return plan


def _reaches(valid: Period, on: date) -> bool:
    return valid.end is None or valid.end > on


def _clipped(valid: Period, on: date) -> Period:
    return valid if valid.start is not None and valid.start > on else Period(on, valid.end)


def _sitting(postings: Mapping[str, Sequence[Posting]], on: date) -> Mapping[str, set[str]]:
    """Return department → who is in it on the day or later."""
    found: dict[str, set[str]] = {}
    for employee_no, held in postings.items():
        for posting in held:
            if _reaches(posting.valid, on):
                found.setdefault(posting.department, set()).add(employee_no)
    return found


# Dividing


def _divided(
    plan: PeoplePlan,
    step: Step,
    postings: Mapping[str, Sequence[Posting]],
    appointments: Sequence[Appointment],
    on: date,
) -> dict[tuple[str, str], str]:
    """Assign everybody of the departments that a step splits."""
    routes: dict[tuple[str, str], str] = {}
    known: set[str] = set()
    for source in step.sources:
        people = dict(_people_of(source, postings, appointments, on))
        known |= set(people) | {post.job_title for post in people.values() if post is not None}
        chosen: dict[str, list[Posting]] = {}
        for employee_no, post in sorted(people.items()):
            title = "" if post is None else post.job_title
            part = _part_of(step.parts, employee_no, title)
            if part is None and post is None:
                part = _part_below(step, source)
            if part is None:
                plan.unassigned.append(Unassigned(employee_no, source, title))
                continue
            routes[employee_no, source] = part.code
            if post is not None and not post.is_concurrent and on in post.valid:
                chosen.setdefault(part.code, []).append(post)
        plan.shares += [
            share_of(source, part.code, chosen.get(part.code, [])) for part in step.parts
        ]
        _tell_unassigned(plan, step, source)
    plan.problems += _misassigned(step, known)
    return routes


def _people_of(
    source: str,
    postings: Mapping[str, Sequence[Posting]],
    appointments: Sequence[Appointment],
    on: date,
) -> Iterator[tuple[str, Posting | None]]:
    """Yield whoever has a role in a department, then whoever has a post in it with the post.

    The later of two stands for a person: the main post on the day before any other.
    """
    for appointment in appointments:
        if appointment.department == source and _reaches(appointment.valid, on):
            yield appointment.employee_no, None
    for employee_no, held in postings.items():
        there = [p for p in held if p.department == source and _reaches(p.valid, on)]
        if there:
            main = min(there, key=lambda p: (p.is_concurrent, p.valid.start or date.min))
            yield employee_no, main


def _part_of(parts: Sequence[Part], employee_no: str, title: str) -> Part | None:
    """Return the part that names somebody by number, by title, or takes the rest."""
    return (
        next((part for part in parts if employee_no in part.takes), None)
        or next((part for part in parts if title and title in part.takes), None)
        or next((part for part in parts if part.takes_rest), None)
    )


def _part_below(step: Step, source: str) -> Part | None:
    """Return the part in which a role stays whose holder sits elsewhere, as in a team below.

    It is the department itself where that lives on, and else what its teams come below.
    """
    place = source if source in {part.code for part in step.parts} else step.children_to
    return next((part for part in step.parts if part.code == place), None)


def share_of(source: str, part: str, posts: Sequence[Posting]) -> Share:
    """Count the main posts of a divided department that a part took."""
    titles = Counter(post.job_title for post in posts)
    kinds = Counter(post.employment_type for post in posts)
    return Share(
        source,
        part,
        len(posts),
        tuple(sorted(titles.items(), key=lambda item: (-item[1], item[0]))),
        tuple((kind, kinds[kind]) for kind in EmploymentType if kinds[kind]),
    )


def _tell_unassigned(plan: PeoplePlan, step: Step, source: str) -> None:
    left = [one.employee_no for one in plan.unassigned if one.source == source]
    if left:
        numbers = "、".join(left[:SHOWN_NUMBERS]) + ("…" if len(left) > SHOWN_NUMBERS else "")
        plan.problems.append(
            step.problem("organisation.unassigned", code=source, count=len(left), numbers=numbers)
        )


def _misassigned(step: Step, known: set[str]) -> Iterator[Problem]:
    counted = Counter(word for part in step.parts for word in set(part.takes))
    for word, count in sorted(counted.items()):
        if count > 1:
            yield step.problem("organisation.share_twice", word=word)
        if word not in known:
            code = "・".join(step.sources)
            yield step.problem("organisation.share_unknown", word=word, code=code)
    if sum(part.takes_rest for part in step.parts) > 1:
        yield step.problem("organisation.rest_twice", code="・".join(step.sources))


# Following


def _follow(
    plan: PeoplePlan, employee_no: str, held: Sequence[Posting], routes: _Routes, on: date
) -> None:
    """Move one person's posts, each from the day on."""
    later = {
        at: replace(
            posting,
            department=routes.target(employee_no, posting.department),
            valid=_clipped(posting.valid, on),
        )
        for at, posting in enumerate(held)
        if _reaches(posting.valid, on)
    }
    moved = [at for at, new in later.items() if new.department != held[at].department]
    if not moved:
        return
    kept = _without_doubles(later, {later[at].department for at in moved}, moved)
    for at in moved:
        post = held[at]
        plan.moves.append(
            Move(
                employee_no,
                post.department,
                later[at].department,
                post.job_title,
                post.employment_type,
                post.is_concurrent,
                is_dropped=not kept[at],
            )
        )
    for at, pieces in kept.items():
        old = held[at]
        if pieces == [replace(old, valid=_clipped(old.valid, on))]:
            continue
        plan.superseded.append((employee_no, old))
        if old.valid.start is None or old.valid.start < on:
            past = replace(old, valid=Period(old.valid.start, on))
            plan.recorded.append((employee_no, past))
        plan.recorded += [(employee_no, piece) for piece in pieces]


def _without_doubles(
    later: Mapping[int, Posting], targets: set[str], moved: Sequence[int]
) -> dict[int, list[Posting]]:
    """Cut concurrent posts where the person is in that department already.

    The main post stands before concurrent ones, and those that were there before those that move.
    """
    taken: dict[str, list[Period]] = {}
    kept: dict[int, list[Posting]] = {}
    order = sorted(later, key=lambda at: (later[at].is_concurrent, at in moved, at))
    for at in order:
        post = later[at]
        pieces = [post]
        if post.is_concurrent and post.department in targets:
            free = _free(post.valid, taken.get(post.department, ()))
            pieces = [replace(post, valid=valid) for valid in free]
        taken.setdefault(post.department, []).extend(piece.valid for piece in pieces)
        kept[at] = pieces
    return dict(sorted(kept.items()))


def _free(valid: Period, taken: Iterable[Period]) -> list[Period]:
    """Return what is left of a period without others; starts are known from the day on."""
    left = [valid]
    for other in taken:
        left = [piece for one in left for piece in _cut(one, other)]
    return left


def _cut(one: Period, other: Period) -> Iterator[Period]:
    start, end = one.start or date.min, one.end or date.max
    from_, to = other.start or date.min, other.end or date.max
    if to <= start or from_ >= end:
        yield one
        return
    if start < from_:
        yield Period(one.start, other.start)
    if to < end:
        yield Period(other.end, one.end)


def _follow_role(plan: PeoplePlan, appointment: Appointment, routes: _Routes, on: date) -> None:
    """Move the department of an appointment, from the day on."""
    if appointment.department is None or not _reaches(appointment.valid, on):
        return
    target = routes.target(appointment.employee_no, appointment.department)
    if target == appointment.department:
        return
    plan.appointments_superseded.append(appointment)
    start = appointment.valid.start
    if start is None or start < on:
        past = replace(appointment, valid=Period(start, on), ended_because="")
        plan.appointments_recorded.append(past)
    plan.appointments_recorded.append(
        replace(appointment, department=target, valid=_clipped(appointment.valid, on))
    )

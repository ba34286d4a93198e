"""Tiers set by hand in place of the calculated ones: set, withdrawn, listed; undone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from skilltrack.domain.accreditation import (
    AccreditationState,
    OverrideLine,
    SetVerdict,
    cut,
    has_day,
    meet,
    state_on,
)
from skilltrack.domain.calendar import Period
from skilltrack.domain.problems import Problem, Refusal
from skilltrack.domain.schemes.definition import Override, Scheme
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.services.accreditation.granting import known_tier, tier_name
from skilltrack.services.accreditation.people import nobody, people_named
from skilltrack.services.verdicts import tiers
from skilltrack.services.verdicts.gathering import gather
from skilltrack.store import audit, organisation, schema
from skilltrack.store.accreditation import OVERRIDES
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.facts import Stored
from skilltrack.store.operations import Operation, record_operation
from skilltrack.store.people import MOST_NAMED

AREA = "verdicts"
NO_TIER = ("", "none", "区分なし")


def known_tier_or_none(session: Session, scheme_id: str, text: str) -> tuple[Scheme, str | None]:
    """Return a scheme and the code of its tier; None for 区分なし.

    Raises:
        Refusal: There is no such scheme or tier.
    """
    if text in NO_TIER:
        return definitions.scheme(session, scheme_id), None
    return known_tier(session, scheme_id, text)


def override(
    database: Database,
    scheme_id: str,
    tier: str | None,
    numbers: Sequence[str],
    start: date,
    reason: str,
    *,
    last_day: date | None = None,
    is_dry_run: bool = False,
) -> tuple[SetVerdict, ...]:
    """Set the tier of people for a period; what was set before for these days gives way.

    Args:
        database: The data file.
        scheme_id: The scheme.
        tier: The tier by name or code; None is no tier.
        numbers: Whose.
        start: The first day.
        reason: Why.
        last_day: The last day; None is no end.
        is_dry_run: Do everything and leave everything as it was.

    Raises:
        Refusal: With every problem.
    """
    with database.changing("verdicts.override", scheme_id, is_rehearsal=is_dry_run) as work:
        scheme, code = known_tier_or_none(work, scheme_id, tier or "")
        valid = Period.through(start, last_day)
        _check(work, numbers, valid, reason)
        rows = [row for row in _of(work, scheme_id, numbers) if _meets(row, valid)]
        new = [
            SetVerdict(number, scheme_id, Override(code, reason.strip(), valid))
            for number in sorted(set(numbers))
        ]
        left = [
            replace(row.value, override=replace(row.value.override, valid=part))
            for row in rows
            for part in cut(row.value.override.valid, valid)
        ]
        OVERRIDES.supersede(work, rows)
        OVERRIDES.record(work, [*left, *new])
        title = _("{scheme}の判定を{count}人「{tier}」に変更").format(
            scheme=scheme.name, count=len(new), tier=tier_name(scheme, code)
        )
        record_operation(work, Operation("verdicts.override", title, reason, start))
        if not is_dry_run:
            told = f"{scheme_id}:{code or ''}"
            audit.append(database, work, Entry("verdicts.override", told, len(new), reason))
        return tuple(new)


def withdraw(
    database: Database,
    scheme_id: str,
    numbers: Sequence[str],
    on: date,
    reason: str,
    *,
    is_dry_run: bool = False,
) -> tuple[SetVerdict, ...]:
    """Let the calculated tier hold again from a day on.

    Raises:
        Refusal: Without a reason, or with everybody for whom nothing is set on or after the day.
    """
    with database.changing("verdicts.withdraw", scheme_id, is_rehearsal=is_dry_run) as work:
        scheme = definitions.scheme(work, scheme_id)
        after = Period(on, None)
        rows = [row for row in _of(work, scheme_id, numbers) if _meets(row, after)]
        found = {row.value.employee_no for row in rows}
        problems = [] if reason.strip() else [Problem("verdicts.no_reason")]
        problems += [
            Problem("verdicts.not_set", values={"number": number, "on": wareki(on)})
            for number in dict.fromkeys(numbers)
            if number not in found
        ]
        if not numbers:
            problems.append(Problem("verdicts.nobody"))
        if problems:
            raise Refusal(problems)
        OVERRIDES.supersede(work, rows)
        OVERRIDES.record(
            work,
            [
                replace(row.value, override=replace(row.value.override, valid=part))
                for row in rows
                for part in cut(row.value.override.valid, after)
            ],
        )
        title = _("{scheme}の判定の変更を{count}人取消").format(
            scheme=scheme.name, count=len(found)
        )
        record_operation(work, Operation("verdicts.withdraw", title, reason, on))
        if not is_dry_run:
            audit.append(database, work, Entry("verdicts.withdraw", scheme_id, len(found), reason))
        return tuple(row.value for row in rows)


def _check(work: UnitOfWork, numbers: Sequence[str], valid: Period, reason: str) -> None:
    problems = [] if reason.strip() else [Problem("verdicts.no_reason")]
    if not numbers:
        problems.append(Problem("verdicts.nobody"))
    if not has_day(valid):
        values = {"start": _day(valid.start), "last": _day(valid.last_day)}
        problems.append(Problem("verdicts.reversed", values=values))
    known = organisation.employee_numbers(work)
    problems += [
        Problem("verdicts.unknown_employee", values={"number": number})
        for number in dict.fromkeys(numbers)
        if number not in known
    ]
    if problems:
        raise Refusal(problems)


def _day(on: date | None) -> str:
    return "" if on is None else wareki(on)


def _of(work: UnitOfWork, scheme_id: str, numbers: Iterable[str]) -> list[Stored[SetVerdict]]:
    wanted = frozenset(numbers)
    rows = OVERRIDES.current(work, schema.verdict_override.c.scheme == scheme_id)
    return [row for row in rows if row.value.employee_no in wanted]


def _meets(row: Stored[SetVerdict], valid: Period) -> bool:
    return meet(row.value.override.valid, valid)


# Reading


def override_lines(
    database: Database, scheme_id: str, as_of: date, as_known: datetime | None = None
) -> tuple[OverrideLine, ...]:
    """Return every tier set by hand under a scheme beside the calculated one, those held first."""
    with database.reading(as_known) as session:
        return overrides_in(session, scheme_id, as_of)


def overrides_in(
    session: Session, scheme_id: str, as_of: date, employee_no: str = ""
) -> tuple[OverrideLine, ...]:
    """Return tiers set by hand within a session; see ``override_lines``."""
    o = schema.verdict_override.c
    wanted = [o.scheme == scheme_id]
    if employee_no:
        wanted.append(o.employee_no == employee_no)
    rows = OVERRIDES.current(session, *wanted)
    scheme = definitions.scheme(session, scheme_id)
    numbers = frozenset(row.value.employee_no for row in rows)
    people = people_named(session, numbers, as_of)
    calculated = _calculated(session, scheme, as_of, numbers)
    order = list(AccreditationState)
    found = [
        OverrideLine(
            row.value,
            people.get(number) or nobody(number),
            tier_name(scheme, row.value.override.tier),
            calculated.get(number),
            tier_name(scheme, calculated.get(number)) if number in calculated else "",
            number in calculated,
            state_on(row.value.override.valid, as_of),
            row.id,
        )
        for row in rows
        for number in (row.value.employee_no,)
    ]
    return tuple(
        sorted(
            found,
            key=lambda line: (
                order.index(line.state) == len(order) - 1,
                line.person.kana,
                line.person.employee_no,
                line.set_verdict.override.valid.start or date.min,
            ),
        )
    )


def _calculated(
    session: Session, scheme: Scheme, as_of: date, numbers: frozenset[str]
) -> Mapping[str, str | None]:
    """Return employee number → the tier that the requirements say, for those judged."""
    found: dict[str, str | None] = {}
    ordered = sorted(numbers)
    for start in range(0, len(ordered), MOST_NAMED):
        among = frozenset(ordered[start : start + MOST_NAMED])
        people = tiers.people_judged(session, scheme, as_of, among)
        gathered = gather(session, scheme, as_of, people, among)
        for one in tiers.judged(session, scheme, gathered, among):
            found[one.person.employee_no] = one.verdict.calculated
    return found

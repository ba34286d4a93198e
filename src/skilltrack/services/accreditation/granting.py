"""Accreditations: granted with a number, a reason and evidence; revoked; listed; undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from skilltrack.domain.accreditation import (
    Accreditation,
    AccreditationLine,
    AccreditationState,
    Grounds,
    has_day,
    meet,
    state_on,
)
from skilltrack.domain.calendar import FiscalYear, Period
from skilltrack.domain.problems import Problem, Refusal, refuse
from skilltrack.domain.roles.appointments import (
    CERTIFICATE_PATTERN,
    certificate_no,
    is_certificate_pattern,
    next_certificate_number,
)
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.services.accreditation.people import Projects, nobody, people_named
from skilltrack.services.roles.certificates import year_name
from skilltrack.store import audit, organisation, schema
from skilltrack.store.accreditation import (
    ACCREDITATIONS,
    certificates_ever,
    scheme_most_accredited,
)
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.definitions import change_setting, setting
from skilltrack.store.facts import Stored
from skilltrack.store.operations import Operation, record_operation

AREA = "accreditation"
_PATTERNS = "accreditation.certificates"

# Names


def known_tier(session: Session, scheme_id: str, text: str) -> tuple[Scheme, str]:
    """Return a scheme and the code of its tier given by name or code.

    Raises:
        Refusal: There is no such scheme or tier.
    """
    scheme = definitions.scheme(session, scheme_id)
    for tier in scheme.tiers:
        if text in {tier.code, tier.name}:
            return scheme, tier.code
    accepted = _("、").join(tier.name for tier in scheme.tiers) or "―"
    raise refuse("accreditation.unknown_tier", tier=text, accepted=accepted)


# Reading


def accreditation_lines(
    database: Database,
    as_of: date,
    scheme_id: str = "",
    as_known: datetime | None = None,
) -> tuple[AccreditationLine, ...]:
    """Return every accreditation, those held first, by tier from the highest, number and start.

    Args:
        database: The data file.
        as_of: The day of posts and states.
        scheme_id: Only those of a scheme; '' is every scheme.
        as_known: What was recorded by this instant; None is everything.
    """
    with database.reading(as_known) as session:
        return lines_in(session, as_of, scheme_id)


def lines_in(
    session: Session, as_of: date, scheme_id: str = "", employee_no: str = ""
) -> tuple[AccreditationLine, ...]:
    """Return accreditations within a session; see ``accreditation_lines``."""
    a = schema.accreditation.c
    wanted = [a.scheme == scheme_id] if scheme_id else []
    if employee_no:
        wanted.append(a.employee_no == employee_no)
    values = ACCREDITATIONS.values(session, *wanted)
    people = people_named(session, {one.employee_no for one in values}, as_of)
    schemes = definitions.schemes_ever(session)
    projects = Projects(session)
    found = [
        AccreditationLine(
            one,
            people.get(one.employee_no) or nobody(one.employee_no),
            schemes[one.scheme].name if one.scheme in schemes else one.scheme,
            tier_name(schemes.get(one.scheme), one.tier),
            state_on(one.valid, as_of),
            projects.named(one.grounds.practices),
        )
        for one in values
    ]
    places = {
        (scheme.id, tier.code): -place
        for scheme in schemes.values()
        for place, tier in enumerate(scheme.tiers)
    }
    order = list(AccreditationState)
    return tuple(
        sorted(
            found,
            key=lambda line: (
                order.index(line.state) == len(order) - 1,
                line.accreditation.scheme,
                places.get((line.accreditation.scheme, line.accreditation.tier), 0),
                line.accreditation.certificate_no,
                line.accreditation.valid.start or date.min,
                line.person.employee_no,
            ),
        )
    )


def tier_name(scheme: Scheme | None, code: str | None) -> str:
    """Return what a tier is called; 「区分なし」 for None, the code where it is gone."""
    if code is None:
        return _("区分なし")
    tier = None if scheme is None else scheme.tiers_by_code.get(code)
    return code if tier is None else tier.name


def usual_scheme(database: Database) -> str:
    """Return the id of the scheme with most accreditations; '' where there are none."""
    with database.reading() as session:
        return scheme_most_accredited(session)


# Numbers of certificates


def pattern_of(session: Session, scheme_id: str) -> str:
    """Return the pattern of the certificate numbers of a scheme."""
    found: str = (setting(session, _PATTERNS) or {}).get(scheme_id, CERTIFICATE_PATTERN)
    return found


def set_pattern(database: Database, scheme_id: str, pattern: str, reason: str = "") -> str:
    """Set the pattern of the certificate numbers of a scheme; {役割} stands for the tier.

    Raises:
        Refusal: No such scheme, or the pattern does not tell numbers apart.
    """
    with database.changing("accreditation.pattern", scheme_id) as work:
        scheme = definitions.scheme(work, scheme_id)
        if not is_certificate_pattern(pattern):
            raise refuse("accreditation.bad_pattern", pattern=pattern)
        change_setting(work, _PATTERNS, {**(setting(work, _PATTERNS) or {}), scheme_id: pattern})
        title = _("{scheme}の認定番号の形を変更").format(scheme=scheme.name)
        record_operation(work, Operation("accreditation.pattern", title, reason))
        audit.append(database, work, Entry("accreditation.pattern", scheme_id, 1, reason))
        return pattern


# Granting

NO_GROUNDS = Grounds()


@dataclass(frozen=True, slots=True)
class Grant:
    """An accreditation to be given; ``last_day`` None is no end.

    ``certificate_no`` '' takes the next number of the pattern.
    """

    employee_no: str
    scheme: str
    tier: str
    start: date
    reason: str = ""
    grounds: Grounds = NO_GROUNDS
    last_day: date | None = None
    certificate_no: str = ""


def grant(
    database: Database, grants: Sequence[Grant], *, is_dry_run: bool = False
) -> tuple[Accreditation, ...]:
    """Accredit people, all or none; numbers count up by employee number within a fiscal year.

    Raises:
        Refusal: With every problem of every grant.
    """
    with database.changing("accreditation.grant", is_rehearsal=is_dry_run) as work:
        schemes, problems = _checked(work, grants)
        if not grants:
            problems.append(Problem("accreditation.nobody"))
        if problems:
            raise Refusal(problems)
        given = _numbered(work, grants, schemes)
        ACCREDITATIONS.record(work, given)
        names = dict.fromkeys(tier_name(schemes[one.scheme], one.tier) for one in given)
        title = _("{tier}に{count}人を認定").format(tier=_("、").join(names), count=len(given))
        first = min(one.start for one in grants)
        reason = next((one.reason for one in grants if one.reason), "")
        record_operation(work, Operation("accreditation.grant", title, reason, first))
        if not is_dry_run:
            told = " ".join(dict.fromkeys(f"{one.scheme}:{one.tier}" for one in given))
            audit.append(database, work, Entry("accreditation.grant", told, len(given), reason))
        return tuple(given)


def _checked(
    work: UnitOfWork, grants: Sequence[Grant]
) -> tuple[Mapping[str, Scheme], list[Problem]]:
    schemes = {code: definitions.scheme(work, code) for code in {one.scheme for one in grants}}
    numbers = {one.employee_no for one in grants}
    known = organisation.employee_numbers(work)
    in_post = {
        on: {p.employee_no for p in people_named(work, numbers, on).values() if p.department}
        for on in {one.start for one in grants}
    }
    held: dict[tuple[str, str, str], list[Period]] = {}
    for known_one in ACCREDITATIONS.values(work):
        key = (known_one.employee_no, known_one.scheme, known_one.tier)
        held.setdefault(key, []).append(known_one.valid)
    projects, used = Projects(work), set(certificates_ever(work))
    problems: list[Problem] = []

    def add(code: str, **values: str | int) -> None:
        problems.append(Problem(code, values=values))

    for one in grants:
        number, valid = one.employee_no, Period.through(one.start, one.last_day)
        tiers = schemes[one.scheme].tiers_by_code
        if one.tier not in tiers:
            accepted = _("、").join(tier.name for tier in tiers.values()) or "―"
            add("accreditation.unknown_tier", tier=one.tier, accepted=accepted)
            continue
        if number not in known:
            add("accreditation.unknown_employee", number=number)
            continue
        if number not in in_post[one.start]:
            add("accreditation.not_in_post", number=number, on=wareki(one.start))
        if not has_day(valid):
            add("accreditation.reversed", start=wareki(one.start), last=_day(valid.last_day))
        if not one.reason.strip():
            add("accreditation.no_reason")
        for code in projects.unknown(one.grounds.practices):
            add("accreditation.unknown_practice", practice=code)
        if one.certificate_no and one.certificate_no in used:
            add("accreditation.number_used", number=one.certificate_no)
        used.add(one.certificate_no)
        own = held.setdefault((number, one.scheme, one.tier), [])
        if any(meet(other, valid) for other in own):
            add("accreditation.held_already", number=number, tier=tiers[one.tier].name)
        own.append(valid)
    unique = {(p.code, tuple(sorted(p.values.items()))): p for p in problems}
    return schemes, list(unique.values())


def _day(on: date | None) -> str:
    return "" if on is None else wareki(on)


def _numbered(
    work: UnitOfWork, grants: Sequence[Grant], schemes: Mapping[str, Scheme]
) -> list[Accreditation]:
    used = set(certificates_ever(work)) | {one.certificate_no for one in grants}
    found = []
    for one in sorted(grants, key=lambda g: (g.scheme, g.tier, g.start, g.employee_no)):
        number = one.certificate_no
        if not number:
            name = tier_name(schemes[one.scheme], one.tier)
            pattern, year = pattern_of(work, one.scheme), year_name(FiscalYear.of(one.start))
            following = next_certificate_number(pattern, year, name, used)
            number = certificate_no(pattern, year, name, following)
            used.add(number)
        found.append(
            Accreditation(
                one.employee_no,
                one.scheme,
                one.tier,
                Period.through(one.start, one.last_day),
                number,
                one.reason.strip(),
                one.grounds,
            )
        )
    return found


# Revoking


def revoke(
    database: Database,
    scheme_id: str,
    tier: str,
    numbers: Sequence[str],
    last_day: date,
    reason: str,
    *,
    is_dry_run: bool = False,
) -> tuple[Accreditation, ...]:
    """End an accreditation of people after a last day; the number is never given again.

    Raises:
        Refusal: Without a reason, or with everybody who does not hold it on that day.
    """
    with database.changing("accreditation.revoke", scheme_id, is_rehearsal=is_dry_run) as work:
        scheme, code = known_tier(work, scheme_id, tier)
        rows = _held(work, scheme, code, numbers, last_day, reason)
        new = [
            replace(
                row.value,
                valid=Period.through(row.value.valid.start, last_day),
                ended_because=reason.strip(),
            )
            for row in rows
        ]
        ACCREDITATIONS.supersede(work, rows)
        ACCREDITATIONS.record(work, new)
        name = tier_name(scheme, code)
        title = _("{tier}の認定を{count}人取消").format(tier=name, count=len(new))
        record_operation(work, Operation("accreditation.revoke", title, reason, last_day))
        if not is_dry_run:
            told = f"{scheme_id}:{code}"
            audit.append(database, work, Entry("accreditation.revoke", told, len(new), reason))
        return tuple(new)


def _held(
    work: UnitOfWork,
    scheme: Scheme,
    tier: str,
    numbers: Sequence[str],
    on: date,
    reason: str,
) -> list[Stored[Accreditation]]:
    problems = [] if reason.strip() else [Problem("accreditation.no_revoke_reason")]
    if not numbers:
        problems.append(Problem("accreditation.nobody"))
    a = schema.accreditation.c
    stored: dict[str, Stored[Accreditation]] = {}
    for row in ACCREDITATIONS.current(work, a.scheme == scheme.id, a.tier == tier):
        if on in row.value.valid:
            stored[row.value.employee_no] = row
    missing = [number for number in numbers if number not in stored]
    name = tier_name(scheme, tier)
    problems += [
        Problem("accreditation.not_held", values={"number": number, "tier": name, "on": wareki(on)})
        for number in missing
    ]
    if problems:
        raise Refusal(problems)
    return [stored[number] for number in dict.fromkeys(numbers)]

"""Who meets everything that a tier asks but the accreditation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from skilltrack.domain.accreditation import Candidacy, CandidateLine, Person
from skilltrack.domain.inclusion import Coverage, Figure
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.services import definitions, inclusion
from skilltrack.services.accreditation.granting import known_tier
from skilltrack.services.accreditation.people import Projects
from skilltrack.services.verdicts import tiers
from skilltrack.services.verdicts.gathering import gather
from skilltrack.services.verdicts.tiers import PersonVerdict
from skilltrack.store import organisation
from skilltrack.store.accreditation import holders
from skilltrack.store.database import Database, Session


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidates for a tier, by department, kana and number.

    ``counts`` gives tier → how many candidates it has. ``held`` is how many of those who count
    hold the accreditation of ``tier``. ``counted`` says who counts.
    """

    scheme: Scheme
    tier: str
    as_of: date
    lines: tuple[CandidateLine, ...]
    counts: Mapping[str, int]
    held: int
    counted: Coverage


def candidates(
    database: Database,
    scheme_id: str,
    tier: str,
    as_of: date,
    as_known: datetime | None = None,
) -> Candidates:
    """Return who could be accredited for a tier.

    Args:
        database: The data file.
        scheme_id: The scheme.
        tier: The tier by name or code; '' is the highest tier that has candidates.
        as_of: The reference date.
        as_known: What was recorded by this instant; None is everything.

    Raises:
        Refusal: There is no such scheme or tier.
    """
    with database.reading(as_known) as session:
        if not tier:
            return candidates_in(session, definitions.scheme(session, scheme_id), "", as_of)
        scheme, code = known_tier(session, scheme_id, tier)
        return candidates_in(session, scheme, code, as_of)


def candidates_in(session: Session, scheme: Scheme, tier: str, as_of: date) -> Candidates:
    """Return candidates within a session; ``tier`` is the code, '' as in ``candidates``."""
    people = tiers.people_judged(session, scheme, as_of)
    gathered = gather(session, scheme, as_of, people, None)
    held = holders(session, scheme.id, as_of)
    nobody: Mapping[str, date] = {}
    judged = tiers.judged(session, scheme, gathered)
    candidacy = Candidacy(scheme)
    found: dict[str, list[PersonVerdict]] = {one.code: [] for one in scheme.tiers}
    for one in judged:
        for code in candidacy.tiers(one.verdict):
            if one.person.employee_no not in held.get(code, nobody):
                found[code].append(one)
    chosen = tier or next((code for code in reversed(found) if found[code]), scheme.tiers[-1].code)
    counting = {person.employee_no for person in people}
    return Candidates(
        scheme,
        chosen,
        as_of,
        _lines(session, candidacy, chosen, found[chosen], as_of),
        {code: len(those) for code, those in found.items()},
        len(held.get(chosen, nobody).keys() & counting),
        inclusion.coverage(session, Figure.TIERS, scheme, as_of),
    )


def _lines(
    session: Session,
    candidacy: Candidacy,
    tier: str,
    found: Sequence[PersonVerdict],
    as_of: date,
) -> tuple[CandidateLine, ...]:
    names = {d.code: d.name for d in organisation.departments_on(session, as_of)}
    projects = Projects(session)
    return tuple(
        CandidateLine(
            Person(
                one.person.employee_no,
                one.person.name,
                one.person.kana,
                one.person.department,
                names.get(one.person.department, one.person.department),
                one.person.job_title,
            ),
            candidacy.basis(one.verdict, tier),
            projects.of(one.person.employee_no),
            one.verdict.overridden is not None,
        )
        for one in found
    )

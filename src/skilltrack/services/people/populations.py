"""Whom a round asks: its rule, looked up in the records."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from skilltrack.domain.inclusion import Applied, Figure, InclusionRule, Origin
from skilltrack.domain.organisation import AbsenceKind, lines_of
from skilltrack.domain.problems import Problem, Refusal
from skilltrack.domain.rounds.definition import Asked, Candidate, Population
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.services import definitions, inclusion
from skilltrack.store import organisation
from skilltrack.store.bands import bands_of_schemes
from skilltrack.store.database import Session
from skilltrack.store.inclusion import counted_numbers
from skilltrack.store.organisation import InPost


def people_chosen(
    session: Session, rule: Population, opens_on: date, schemes: Sequence[Scheme]
) -> tuple[Asked, ...]:
    """Return whom a rule chooses, by department and number.

    Args:
        session: Where to read.
        rule: The rule; what it says of employment types and absences goes before what the
            schemes count, and whoever counts in one of the schemes is asked.
        opens_on: The day that counts where the rule names none.
        schemes: The schemes of the round.

    Raises:
        Refusal: With every band, role and department of the rule that is unknown.
    """
    on = rule.as_of or opens_on
    counted = frozenset[str]().union(
        *(counted_numbers(session, one, on) for one in counting_rules(session, rule, schemes))
    )
    lines = lines_of(organisation.departments_on(session, on))
    _check_population(session, rule, frozenset(lines))
    chosen = [
        Asked(
            person.employee_no,
            person.department,
            person.job_title,
            person.band,
            person.employment_type,
        )
        for person, candidate in candidates(session, rule, on, lines)
        if person.employee_no in counted and rule.includes(candidate)
    ]
    return tuple(sorted(chosen, key=lambda one: (one.department, one.employee_no)))


def candidates(
    session: Session, rule: Population, on: date, lines: Mapping[str, frozenset[str]]
) -> Iterator[tuple[InPost, Candidate]]:
    """Yield everybody in a main post on a day, as far as a rule chooses by it."""
    roles = organisation.roles_on(session, on) if rule.roles else {}
    bands = bands_of_schemes(session)
    hired = organisation.hired_on(session) if rule.hired_from or rule.hired_until else {}
    for person in organisation.in_post(session, on):
        yield (
            person,
            Candidate(
                person.employee_no,
                lines.get(person.department, frozenset({person.department})),
                bands.place(rule.bands, person.band, person.job_title) or person.band,
                roles.get(person.employee_no, frozenset()),
                person.employment_type,
                hired.get(person.employee_no),
                person.absence,
            ),
        )


def counting_rules(
    session: Session, population: Population, schemes: Sequence[Scheme]
) -> tuple[InclusionRule, ...]:
    """Return who counts in the schemes, each with what a population says in place of its own.

    A scheme without a rule of its own adds nobody to another.
    """
    found: list[Applied] = [
        inclusion.applied(session, Figure.ANSWERS, scheme) for scheme in schemes
    ]
    own = [one.rule for one in found if one.origin is not Origin.DEFAULT]
    rules = dict.fromkeys(own or [one.rule for one in found])
    return tuple(_narrowed(rule, population) for rule in rules)


def _narrowed(rule: InclusionRule, population: Population) -> InclusionRule:
    """Return a rule with the employment types and absences of a population in place of its own."""
    if population.employment_types:
        rule = replace(rule, employment_types=population.employment_types)
    return replace(rule, absences=tuple(AbsenceKind) if population.includes_absent else ())


def _check_population(session: Session, rule: Population, departments: frozenset[str]) -> None:
    """Refuse a rule that names what is not known, all at once."""
    words = definitions.vocabulary(session)
    parts = (
        ("rounds.unknown_band", rule.bands, frozenset(words.bands.values())),
        ("rounds.unknown_role", rule.roles, frozenset(words.roles.values())),
        ("rounds.unknown_department", rule.departments, departments),
    )
    unknown = [
        Problem(code, values={"name": name, "accepted": _listed(known)})
        for code, wanted, known in parts
        for name in wanted
        if name not in known
    ]
    if unknown:
        raise Refusal(unknown)


def _listed(codes: Iterable[str]) -> str:
    return "、".join(sorted(codes)) or "―"

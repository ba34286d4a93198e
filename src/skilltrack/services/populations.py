"""Whom a round asks: its rule, looked up in the records."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from skilltrack.domain.organisation import EmploymentType, lines_of
from skilltrack.domain.problems import Problem, Refusal
from skilltrack.domain.rounds import Asked, Candidate, Population
from skilltrack.domain.schemes import Scheme
from skilltrack.services import definitions
from skilltrack.store import organisation
from skilltrack.store.database import Session


def people_chosen(
    session: Session, rule: Population, opens_on: date, schemes: Sequence[Scheme]
) -> tuple[Asked, ...]:
    """Return whom a rule chooses, by department and number.

    Args:
        session: Where to read.
        rule: The rule; without employment types those that the schemes count.
        opens_on: The day that counts where the rule names none.
        schemes: The schemes of the round.

    Raises:
        Refusal: With every band, role and department of the rule that is unknown.
    """
    on = rule.as_of or opens_on
    if not rule.employment_types:
        rule = replace(rule, employment_types=_counted(schemes))
    people = organisation.in_post(session, on)
    lines = lines_of(organisation.departments_on(session, on))
    _check_population(session, rule, frozenset(lines))
    roles = organisation.roles_on(session, on) if rule.roles else {}
    hired = organisation.hired_on(session) if rule.hired_from or rule.hired_until else {}
    chosen = []
    for person in people:
        candidate = Candidate(
            person.employee_no,
            lines.get(person.department, frozenset({person.department})),
            person.band,
            roles.get(person.employee_no, frozenset()),
            person.employment_type,
            hired.get(person.employee_no),
            person.absence is not None,
        )
        if rule.includes(candidate):
            chosen.append(
                Asked(
                    person.employee_no,
                    person.department,
                    person.job_title,
                    person.band,
                    person.employment_type,
                )
            )
    return tuple(sorted(chosen, key=lambda one: (one.department, one.employee_no)))


def _counted(schemes: Sequence[Scheme]) -> tuple[EmploymentType, ...]:
    """Return the employment types that the schemes count; empty, which narrows nothing, if none."""
    counted = [
        kind
        for scheme in schemes
        if scheme.evaluation is not None
        for kind in scheme.evaluation.counted_employment_types
    ]
    return tuple(dict.fromkeys(counted))


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

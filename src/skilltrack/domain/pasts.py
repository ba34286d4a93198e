"""A person over time: main posts and roles by day, and since when somebody fits an audience."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from skilltrack.domain.audience import Audience, Standing
from skilltrack.domain.calendar import Period
from skilltrack.domain.organisation import EmploymentType


@dataclass(frozen=True, slots=True)
class Stretch:
    """A main post over days on which nothing that matters changed.

    ``departments`` are the code of the department and those above it.
    """

    valid: Period
    band: str | None
    departments: frozenset[str]
    employment_type: EmploymentType


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of a person up to a day: posts by day, roles with their periods."""

    employee_no: str
    stretches: tuple[Stretch, ...]
    occupation: str = ""
    hired_on: date | None = None
    terms: Mapping[str, Sequence[Period]] = field(default_factory=dict)

    def stretch_on(self, on: date) -> Stretch | None:
        """Return the main post of a day; None without one."""
        return next((one for one in reversed(self.stretches) if on in one.valid), None)

    def standing(self, stretch: Stretch, on: date) -> Standing:
        """Return how the person stands on a day of a stretch."""
        if not self.terms:
            return Standing(
                on,
                stretch.band,
                stretch.departments,
                stretch.employment_type,
                self.occupation,
                self.hired_on,
            )
        terms = {
            role: [term for term in periods if term.start is None or term.start <= on]
            for role, periods in self.terms.items()
        }
        held = frozenset(
            role for role, periods in terms.items() if any(on in term for term in periods)
        )
        return Standing(
            on,
            stretch.band,
            stretch.departments,
            stretch.employment_type,
            self.occupation,
            self.hired_on,
            held,
            terms,
        )


def first_fit(
    person: Past, audience: Audience, start: date | None, as_of: date, band: str | None = None
) -> date | None:
    """Return the first day on which somebody fitted an audience.

    Args:
        person: The person.
        audience: Whom it concerns.
        start: Days before it are not looked at; None looks at all.
        as_of: The last day.
        band: Only days in this band; None is any.

    Returns:
        None where the person never fitted, and where it goes back beyond what the records date.
    """
    roles = {*audience.roles, *(() if audience.cohort is None else (audience.cohort.role,))}
    begins = [start, *(stretch.valid.start for stretch in person.stretches)]
    begins += [term.start for role in roles for term in person.terms.get(role, ())]
    days = {on for on in begins if on is not None and (start is None or on >= start)}
    for on in (date.min, *sorted(days)) if start is None else sorted(days):
        if on > as_of:
            return None
        stretch = person.stretch_on(on)
        if stretch is None or (band is not None and stretch.band != band):
            continue
        if audience.includes(person.standing(stretch, on)):
            return person.hired_on if on == date.min else on
    return None

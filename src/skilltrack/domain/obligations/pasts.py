"""A person over time: main posts and roles by day, and since when somebody fits an audience."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from skilltrack.domain.audience import EVERYBODY, Audience, Standing
from skilltrack.domain.calendar import Period
from skilltrack.domain.organisation import EmploymentType
from skilltrack.domain.people.occupations import NO_OCCUPATION, Occupations
from skilltrack.domain.schemes.bands import TitleTable


@dataclass(frozen=True, slots=True)
class Stretch:
    """A main post over days on which nothing that matters changed.

    ``band`` is the one by the job titles of the body; ``departments`` are the code of the
    department and those above it.
    """

    valid: Period
    band: str | None
    departments: frozenset[str]
    employment_type: EmploymentType
    job_title: str = ""

    def band_under(self, table: TitleTable | None) -> str | None:
        """Return the band under a scheme; None as the table is the one by the body's titles."""
        return self.band if table is None else table.band_of(self.band, self.job_title)


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of a person up to a day: posts by day, roles with their periods."""

    employee_no: str
    stretches: tuple[Stretch, ...]
    occupations: Occupations = NO_OCCUPATION
    hired_on: date | None = None
    terms: Mapping[str, Sequence[Period]] = field(default_factory=dict)

    def stretch_on(self, on: date) -> Stretch | None:
        """Return the main post of a day; None without one."""
        for one in reversed(self.stretches):
            if on in one.valid:
                return one
        return None

    def standing(self, stretch: Stretch, on: date, table: TitleTable | None = None) -> Standing:
        """Return how the person stands on a day of a stretch, in the band under a scheme."""
        band = stretch.band_under(table)
        if not self.terms:
            return Standing(
                on,
                band,
                stretch.departments,
                stretch.employment_type,
                self.occupations.on(on),
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
            band,
            stretch.departments,
            stretch.employment_type,
            self.occupations.on(on),
            self.hired_on,
            held,
            terms,
        )


def first_fit(
    person: Past,
    audience: Audience,
    start: date | None,
    as_of: date,
    band: str | None = None,
    table: TitleTable | None = None,
) -> date | None:
    """Return the first day on which somebody fitted an audience.

    Args:
        person: The person.
        audience: Whom it concerns.
        start: Days before it are not looked at; None looks at all.
        as_of: The last day.
        band: Only days in this band; None is any.
        table: The scheme by which posts stand in bands; None is by the job titles of the body.

    Returns:
        None where the person never fitted, and where it goes back beyond what the records date.
    """
    if not audience.roles and audience.cohort is None:
        return _first_post(person, audience, start, as_of, band, table)
    roles = {*audience.roles, *(() if audience.cohort is None else (audience.cohort.role,))}
    begins = [start, *(stretch.valid.start for stretch in person.stretches)]
    begins += [term.start for role in roles for term in person.terms.get(role, ())]
    days = {on for on in begins if on is not None and (start is None or on >= start)}
    for on in (date.min, *sorted(days)) if start is None else sorted(days):
        if on > as_of:
            return None
        stretch = person.stretch_on(on)
        if stretch is None or (band is not None and stretch.band_under(table) != band):
            continue
        if audience.includes(person.standing(stretch, on, table)):
            return person.hired_on if on == date.min else on
    return None


def _first_post(
    person: Past,
    audience: Audience,
    start: date | None,
    as_of: date,
    band: str | None,
    table: TitleTable | None,
) -> date | None:
    """Return the same where only posts decide: every day of one is like the first."""
    is_open = audience == EVERYBODY

    def fits(stretch: Stretch, on: date) -> bool:
        if band is not None and stretch.band_under(table) != band:
            return False
        return is_open or audience.includes(person.standing(stretch, on, table))

    first = start or date.min
    if first > as_of:
        return None
    held = person.stretch_on(first)
    if held is not None and fits(held, first):
        return person.hired_on if start is None else start
    for stretch in person.stretches:
        on = stretch.valid.start
        if on is None or on <= first:
            continue
        if on > as_of:
            return None
        if fits(stretch, on) and person.stretch_on(on) is stretch:
            return on
    return None

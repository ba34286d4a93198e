"""Of whom a course, an obligation or a target speaks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from skilltrack.domain.calendar import FiscalYear, Period
from skilltrack.domain.organisation import EmploymentType


@dataclass(frozen=True, slots=True)
class Cohort:
    """Those who were given a role in certain fiscal years (栃木県: デジタルスキップ of a year).

    ``fiscal_years`` empty is every year. Whoever has given the role up still belongs to it.
    """

    role: str
    fiscal_years: tuple[int, ...] = ()

    def joined(self, terms: Sequence[Period]) -> date | None:
        """Return the first day of the role in one of the years; None outside the cohort.

        Args:
            terms: The periods in which a person held the role.
        """
        starts = sorted(term.start for term in terms if term.start is not None)
        for start in starts:
            if not self.fiscal_years or FiscalYear.of(start).year in self.fiscal_years:
                return start
        return None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a person in a main post on a day.

    ``departments`` are the code of the main post's department and those above it, ``terms``
    role → periods in which the person held it, up to that day, past ones too.
    """

    on: date
    band: str | None
    departments: frozenset[str]
    employment_type: EmploymentType
    occupation: str = ""
    hired_on: date | None = None
    roles: frozenset[str] = frozenset()
    terms: Mapping[str, Sequence[Period]] | None = None


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom something is meant for: every part given must fit, an empty part leaves it open.

    ``departments`` reach to those below them. ``roles`` are held on the day, a ``cohort`` was
    designated once. ``occupations_left_out`` are those it is not meant for (広島県: 情報職 shared
    with other bodies).
    """

    bands: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    cohort: Cohort | None = None
    departments: tuple[str, ...] = ()
    employment_types: tuple[EmploymentType, ...] = ()
    occupations: tuple[str, ...] = ()
    occupations_left_out: tuple[str, ...] = ()

    def includes(self, person: Standing) -> bool:
        """Return whether it is meant for somebody on a day."""
        return (
            (not self.bands or person.band in self.bands)
            and (not self.roles or not person.roles.isdisjoint(self.roles))
            and (not self.departments or not person.departments.isdisjoint(self.departments))
            and (not self.employment_types or person.employment_type in self.employment_types)
            and (not self.occupations or person.occupation in self.occupations)
            and person.occupation not in self.occupations_left_out
            and (self.cohort is None or self._is_in_cohort(self.cohort, person))
        )

    @staticmethod
    def _is_in_cohort(cohort: Cohort, person: Standing) -> bool:
        terms = () if person.terms is None else person.terms.get(cohort.role, ())
        return cohort.joined(terms) is not None


EVERYBODY = Audience()
"""Meant for everyone."""

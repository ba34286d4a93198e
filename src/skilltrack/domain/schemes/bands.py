"""In which band a post stands: by the job titles of the body, and by the tables of its schemes.

A body has one table of job titles. Schemes that run side by side divide posts in different ways,
each with a table of its own. What a scheme states is read by the table of that scheme; a band that
the body names itself, in its catalogue or in a rule, is read by every scheme that has the band.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from skilltrack.domain.catalogue.courses import Course, CourseKind


@dataclass(frozen=True, slots=True)
class TitleTable:
    """How a scheme divides posts: its bands, its usual job titles → band, its sample courses."""

    scheme: str
    bands: frozenset[str]
    titles: Mapping[str, str] = field(default_factory=dict)
    courses: frozenset[str] = frozenset()

    def band_of(self, band: str | None, job_title: str) -> str | None:
        """Return the band of a post under the scheme.

        A band of another scheme is replaced by the one usual for the title. Where the scheme has
        no bands of its own, any band stays.

        Args:
            band: The band by the job titles of the body.
            job_title: The job title.
        """
        if not self.bands or band in self.bands:
            return band
        return self.titles.get(job_title)


class Bands:
    """The tables of every scheme of the body beside its own job titles."""

    def __init__(self, tables: Iterable[TitleTable] = ()) -> None:
        self._tables = tuple(table for table in tables if table.bands)
        self._readers: dict[tuple[str, str], tuple[TitleTable, ...]] = {}
        self._places: dict[tuple[object, ...], str | None] = {}

    def readers(self, wanted: str, course: str = "") -> tuple[TitleTable, ...]:
        """Return the tables that tell who stands in a band.

        Those of the schemes that have the band; for a course that is a sample of some of them,
        theirs alone.
        """
        found = self._readers.get((wanted, course))
        if found is None:
            having = tuple(table for table in self._tables if wanted in table.bands)
            own = tuple(table for table in having if course in table.courses)
            found = self._readers[wanted, course] = own or having
        return found

    def place(
        self, wanted: tuple[str, ...], band: str | None, job_title: str, course: str = ""
    ) -> str | None:
        """Return the first of some bands in which a post stands; None for none of them."""
        key = wanted, band, job_title, course
        if key not in self._places:
            self._places[key] = next(
                (one for one in wanted if self._is_in(one, band, job_title, course)), None
            )
        return self._places[key]

    def _is_in(self, wanted: str, band: str | None, job_title: str, course: str) -> bool:
        return wanted == band or any(
            table.band_of(band, job_title) == wanted for table in self.readers(wanted, course)
        )

    def concerns(self, row: Course, band: str | None, job_title: str) -> bool:
        """Return whether a catalogue row is meant for a post.

        Source: DESIGN §5; a blank 対象区分 means everyone.
        """
        return not row.bands or self.place(row.bands, band, job_title, row.code) is not None

    def required_of(
        self, catalogue: Iterable[Course], band: str | None, job_title: str
    ) -> frozenset[str]:
        """Return the codes of the courses required of a post."""
        return frozenset(
            row.code
            for row in catalogue
            if row.kind is CourseKind.REQUIRED and self.concerns(row, band, job_title)
        )

    def titles_in(self, wanted: Collection[str]) -> tuple[tuple[TitleTable, tuple[str, ...]], ...]:
        """Return the tables with the job titles that stand in one of some bands by them."""
        found = []
        for table in self._tables:
            titles = tuple(sorted(t for t, band in table.titles.items() if band in wanted))
            if titles:
                found.append((table, titles))
        return tuple(found)


BY_TITLES = Bands()
"""Only the job titles of the body."""

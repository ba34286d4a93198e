"""The records of everybody read once for verdicts: only what the schemes ask for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import Course
from skilltrack.domain.catalogue.validity import Validity, held_since, validity_on
from skilltrack.domain.exams.definition import ExamAttempt, first_passes
from skilltrack.domain.questionnaires.definition import CategoryScore
from skilltrack.domain.questionnaires.scoring import Scorer
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.domain.schemes.leaves import CatalogueKind, LeafKind
from skilltrack.services import definitions
from skilltrack.services.verdicts.evidence import Answered, Gathered, Needs, needs_of
from skilltrack.store import evidence as records
from skilltrack.store import exams, organisation, training
from skilltrack.store.bands import bands_of_schemes
from skilltrack.store.database import Session
from skilltrack.store.organisation import InPost


def gather(
    session: Session, scheme: Scheme, as_of: date, people: Sequence[InPost], among: records.Among
) -> Gathered:
    """Read what verdicts on people need of the records up to a day.

    Args:
        session: What is known.
        scheme: The scheme; only what it asks for is read.
        as_of: The reference date; courses of its fiscal year are those due.
        people: Who is judged.
        among: The numbers of these people where they are few; None reads everybody's.
    """
    return gather_for(session, needs_of(scheme), as_of, people, among)


def gather_for(
    session: Session, needs: Needs, as_of: date, people: Sequence[InPost], among: records.Among
) -> Gathered:
    """Read what is needed of people up to a day; see ``gather``."""
    year = FiscalYear.of(as_of)
    kinds = needs.kinds
    has_catalogue = LeafKind.CATALOGUE in kinds
    catalogue = training.catalogue(session, year) if has_catalogue else ()
    reading = _Reading(session, as_of, among)
    return Gathered(
        as_of=as_of,
        people=tuple(people),
        needs=needs,
        catalogue=catalogue,
        bands=bands_of_schemes(session),
        roles=organisation.roles_on(session, as_of, among),
        answered={code: reading.answered(code, people) for code in sorted(needs.questionnaires)},
        completed=reading.completed(needs.courses) if LeafKind.COURSES in kinds else {},
        this_year=reading.this_year(catalogue) if has_catalogue else {},
        exempt=records.exempt_from(session, as_of, among) if has_catalogue else {},
        hours=reading.hours(None if needs.has_hours_of_all else needs.courses)
        if LeafKind.HOURS in kinds
        else {},
        passes=reading.passes(needs.exams),
        practices=records.practices_by_stage(session, as_of) if LeafKind.PRACTICES in kinds else {},
        accredited=records.accredited(session, as_of, among),
        career=records.career(session, as_of, among) if LeafKind.CAREER in kinds else {},
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """A session, a day and whose records are read."""

    session: Session
    as_of: date
    among: records.Among

    def answered(self, questionnaire: str, people: Sequence[InPost]) -> Answered:
        newest = records.newest_answers(self.session, questionnaire, self.as_of, self.among)
        given = tuple(newest.get(person.employee_no) for person in people)
        places: dict[int, list[int]] = {}
        for place, one in enumerate(given):
            if one is not None:
                places.setdefault(one.version, []).append(place)
        scores: list[tuple[CategoryScore, ...]] = [()] * len(given)
        by_category: dict[str, list[CategoryScore | None]] = {}
        for number, own in places.items():
            version = definitions.questionnaire_version(self.session, questionnaire, number)
            columns = Scorer(version).columns([one.answers for p in own if (one := given[p])])
            for place, row in zip(own, zip(*columns.values(), strict=True), strict=False):
                scores[place] = row
            for category, column in columns.items():
                known = by_category.setdefault(category, [None] * len(given))
                for place, score in zip(own, column, strict=True):
                    known[place] = score
        return Answered(given, tuple(scores), by_category)

    def completed(self, courses: frozenset[str]) -> dict[str, dict[str, date]]:
        """Return course → number → day of the completion by which it holds.

        Where completions of a course hold for a time only, those that have run out do not count.
        """
        limited = self._limited()
        always = courses - limited.keys()
        found = records.first_completions(self.session, self.as_of, always, among=self.among)
        for code in sorted(courses & limited.keys()):
            found[code] = self._held(code, limited[code])
        return found

    def _limited(self) -> dict[str, dict[int, Validity | None]]:
        """Return course → fiscal year → validity, of those whose completions ever ran out."""
        found = records.validities(self.session)
        return {code: years for code, years in found.items() if any(years.values())}

    def _held(self, code: str, years: Mapping[int, Validity | None]) -> dict[str, date]:
        """Return number → day of the completion by which a course of limited validity holds."""
        renewing = {validity.renewed_by for validity in years.values() if validity} - {""}
        own: dict[str, list[date]] = {}
        renewed: dict[str, list[date]] = {}
        for number, course, on, _hours in records.completions(
            self.session, self.as_of, {code, *renewing}, among=self.among
        ):
            (own if course == code else renewed).setdefault(number, []).append(on)
        held: dict[str, date] = {}
        for number, days in own.items():
            validity = validity_on(years, max(days))
            months = None if validity is None else validity.months
            since = held_since(days, renewed.get(number, ()), months, self.as_of)
            if since is not None:
                held[number] = since
        return held

    def this_year(self, catalogue: tuple[Course, ...]) -> dict[str, dict[str, date]]:
        """Return number → course → first completion in the fiscal year."""
        kinds = {kind.value for kind in CatalogueKind}
        codes = {course.code for course in catalogue if course.kind.value in kinds}
        first_day = FiscalYear.of(self.as_of).first_day
        found = records.first_completions(
            self.session, self.as_of, codes, first_day, among=self.among
        )
        by_number: dict[str, dict[str, date]] = {}
        for course, people in found.items():
            for number, on in people.items():
                by_number.setdefault(number, {})[course] = on
        return by_number

    def hours(self, courses: frozenset[str] | None) -> dict[str, dict[str, Fraction]]:
        """Return number → course → hours of the longest completion that holds.

        Hours of the completion go before those of the catalogue of its fiscal year; without
        either they are not known and add nothing.
        """
        usual = records.usual_hours(self.session)
        limited = self._limited()
        found: dict[str, dict[str, Fraction]] = {}
        held: dict[str, dict[str, date]] = {
            code: self._held(code, years)
            for code, years in limited.items()
            if courses is None or code in courses
        }
        exact: dict[float, Fraction] = {}
        for number, course, on, stated in records.completions(
            self.session, self.as_of, courses, among=self.among
        ):
            if course in held and number not in held[course]:
                continue
            amount = usual.get((course, FiscalYear.of(on).year)) if stated is None else stated
            if amount is None:
                continue
            if amount not in exact:
                exact[amount] = Fraction(str(amount))
            mine = found.setdefault(number, {})
            mine[course] = max(exact[amount], mine.get(course, Fraction(0)))
        return found

    def passes(self, codes: frozenset[str]) -> dict[str, dict[str, date]]:
        """Return exam → number → first day of a pass."""
        if not codes:
            return {}
        master = definitions.exams(self.session)
        attempts: dict[str, list[ExamAttempt]] = {}
        for attempt in exams.attempts_until(self.session, self.as_of, self.among):
            if attempt.exam in codes:
                attempts.setdefault(attempt.employee_no, []).append(attempt)
        found: dict[str, dict[str, date]] = {}
        for number, sat in attempts.items():
            for exam, on in first_passes(master, sat).items():
                found.setdefault(exam, {})[number] = on
        return found

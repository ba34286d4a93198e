"""What the records say of a target on any day: who counts, how many, in which department."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from skilltrack.domain.audience import EVERYBODY, Audience, Standing
from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams.definition import ExamAttempt, first_passes
from skilltrack.domain.inclusion import Figure
from skilltrack.domain.organisation import (
    AbsenceKind,
    Department,
    PracticeStage,
    evaluation_units,
    lines_of,
)
from skilltrack.domain.schemes.definition import Scheme, TierRule
from skilltrack.domain.targets.counting import CountingUnit
from skilltrack.domain.targets.definition import KeptTarget, Measure, MeasureKind, TargetShape
from skilltrack.domain.targets.progress import Series, reached_days, span_on
from skilltrack.services import definitions, inclusion
from skilltrack.services.verdicts.tiers import judge_in
from skilltrack.store import evidence, organisation
from skilltrack.store import targets as records
from skilltrack.store.bands import bands_of_schemes
from skilltrack.store.database import Session
from skilltrack.store.exams import attempts_until
from skilltrack.store.practices import ReachedPractice, practices_reached
from skilltrack.store.targets import Member, Pair, StatedActual

Days = Mapping[str, date | None]
"""Number → the day from which somebody counts; None where no day is known."""

HELD = frozenset({MeasureKind.ROLES_HELD, MeasureKind.TIERS, MeasureKind.ACCREDITED})
"""What is so on a day and may cease; everything else stays counted."""

OF_POPULATION = frozenset({TargetShape.SHARE, TargetShape.EVERYONE})


@dataclass(frozen=True, slots=True)
class Place:
    """The departments of a day and the evaluation unit of each."""

    departments: Mapping[str, Department]
    units: Mapping[str, str | None]
    lines: Mapping[str, frozenset[str]]


def place_on(session: Session, on: date) -> Place:
    """Return the departments of a day."""
    return session.once(_place, on)


def _place(session: Session, on: date) -> Place:
    found = organisation.departments_on(session, on)
    return Place({one.code: one for one in found}, evaluation_units(found), lines_of(found))


class Counting:
    """Counts for one target; what several targets look at is read once in a session."""

    def __init__(self, session: Session, kept: KeptTarget, until: date) -> None:
        """Make ready to count up to a day; nothing later is read."""
        self.session = session
        self.kept = kept
        self.rule = kept.rule
        self.measure: Measure | None = kept.rule.measure  # None for levels by verdict
        self.until = until
        self.scheme = _scheme(session, kept.scheme)
        rule = inclusion.applied(session, Figure.TARGETS, self.scheme).rule
        # whoever learned or was given something and is away today has it nevertheless
        is_strict = self.rule.shape in OF_POPULATION
        self.inclusion = rule if is_strict else replace(rule, absences=tuple(AbsenceKind))
        self._reached: dict[tuple[date | None, date], Days] = {}
        self._population: dict[date, dict[str, Member]] = {}

    @property
    def adds_up(self) -> bool:
        """Tell whether what is counted stays counted."""
        return self.measure is not None and self.measure.kind not in HELD

    # Who is meant

    def population(self, on: date) -> dict[str, Member]:
        """Return number → those who count on a day and of whom the target speaks."""
        if on not in self._population:
            found = records.members(self.session, self.inclusion, on)
            self._population[on] = self._meant({one.employee_no: (one, on) for one in found})
        return self._population[on]

    def _meant(self, members: Mapping[str, tuple[Member, date]]) -> dict[str, Member]:
        audience = self.rule.population
        if audience == EVERYBODY:
            return {key: member for key, (member, _on) in members.items()}
        includes = self._includes(audience)
        return {key: member for key, (member, on) in members.items() if includes(member, on)}

    def _includes(self, audience: Audience) -> Callable[[Member, date], bool]:
        terms = (
            {}
            if audience.cohort is None
            else records.role_terms(self.session, [audience.cohort.role], self.until)
        )
        held = {
            role: records.role_terms(self.session, [role], self.until) for role in audience.roles
        }
        cohort = audience.cohort

        def includes(member: Member, on: date) -> bool:
            number = member.employee_no
            own = [term for term in terms.get(number, ()) if term.start is None or term.start <= on]
            roles = frozenset(
                role
                for role, people in held.items()
                if any(on in term for term in people.get(number, ()))
            )
            line = (
                place_on(self.session, on).lines.get(member.department, frozenset())
                if audience.departments
                else frozenset[str]()
            )
            return audience.includes(
                Standing(
                    on,
                    self.band_of(member),
                    line,
                    member.employment_type,
                    member.occupation,
                    member.hired_on,
                    roles,
                    None if cohort is None else {cohort.role: own},
                )
            )

        return includes

    def band_of(self, member: Member) -> str | None:
        """Return the band of somebody by the scheme of the target, or those that have its bands."""
        if self.scheme is not None:
            return self.scheme.band_of(member.band, member.job_title)
        wanted, bands = self.rule.population.bands, bands_of_schemes(self.session)
        return bands.place(wanted, member.band, member.job_title) or member.band

    # Who reached it

    def reached(self, on: date) -> Days:
        """Return who reached the measure by a day, and since when.

        For a yearly target that is in the fiscal year of the day, for what can cease on the day.
        """
        measure = self.measure
        if measure is None or measure.kind in HELD:
            return self._held(measure, on)
        since = measure.counts_from
        if self.rule.is_yearly:
            first = span_on(self.rule, on).first
            return self._reached_since(first if since is None else max(first, since), on)
        everything = self._reached_since(since, self.until)
        return {number: day for number, day in everything.items() if day is None or day <= on}

    def _reached_since(self, since: date | None, until: date) -> Days:
        key = (since, until)
        if key not in self._reached:
            self._reached[key] = self._read(since, until)
        return self._reached[key]

    def _read(self, since: date | None, until: date) -> Days:
        measure = self.measure
        assert measure is not None  # noqa: S101 (levels by verdict are held)
        session = self.session
        match measure.kind:
            case MeasureKind.COURSES:
                firsts = evidence.first_completions(session, until, set(measure.codes), since)
                return dict(reached_days(firsts.values(), measure.count))
            case MeasureKind.EXAMS:
                return dict(reached_days(self._passes(since, until), measure.count))
            case MeasureKind.ROLES:
                return self._given(since, until)
            case MeasureKind.PARTICIPANTS:
                return self._took_part(since, until)
        return {}

    def _passes(self, since: date | None, until: date) -> tuple[Mapping[str, date], ...]:
        assert self.measure is not None  # noqa: S101 (only for exams)
        passed = self.session.once(_first_passes, self.until)
        return tuple(
            {
                number: on
                for number, on in passed.get(exam, {}).items()
                if on <= until and (since is None or since <= on)
            }
            for exam in self.measure.codes
        )

    def _given(self, since: date | None, until: date) -> Days:
        assert self.measure is not None  # noqa: S101 (only for roles)
        terms = records.role_terms(self.session, self.measure.codes, until)
        found: dict[str, date | None] = {}
        for number, periods in terms.items():
            starts = [one.start for one in periods]
            if None in starts and since is None:
                found[number] = None
                continue
            days = [one for one in starts if one and (since is None or since <= one)]
            if days:
                found[number] = min(days)
        return found

    def _took_part(self, since: date | None, until: date) -> Days:
        found: dict[str, date | None] = {}
        for one in self.practices(until):
            if since is not None and (one.on is None or one.on < since):
                continue
            for number in one.participants:
                # practices come by day, those without a day first
                found.setdefault(number, one.on)
        return found

    def _held(self, measure: Measure | None, on: date) -> Days:
        session = self.session
        if measure is None or measure.kind is MeasureKind.TIERS:
            judged = self.judged(on)
            tiers = self._tiers_counted(measure)
            return {number: None for number, tier in judged.items() if tier in tiers}
        if measure.kind is MeasureKind.ROLES_HELD:
            terms = records.role_terms(session, measure.codes, on)
            return {
                number: min((one.start for one in periods if on in one and one.start), default=None)
                for number, periods in terms.items()
                if any(on in one for one in periods)
            }
        accredited = session.once(evidence.accredited, on)
        found: dict[str, date | None] = {}
        for tier in measure.codes or tuple(self.rule.per_level):
            for number, day in accredited.get((self.kept.scheme, tier), {}).items():
                since = None if day == date.min else day
                known = found.get(number, since)
                found[number] = None if since is None or known is None else min(known, since)
        return found

    def _tiers_counted(self, measure: Measure | None) -> frozenset[str]:
        """Return the tiers that count: those named, and in a ladder those above the lowest."""
        if measure is None or self.scheme is None:
            return frozenset(self.rule.per_level)
        codes = [tier.code for tier in self.scheme.tiers]
        places = [codes.index(code) for code in measure.codes if code in codes]
        if self.scheme.rule is TierRule.EARNED and places:
            return frozenset(codes[min(places) :])
        return frozenset(measure.codes)

    def judged(self, on: date) -> Mapping[str, str]:
        """Return number → tier reached on a day, of everybody judged who reached one."""
        return self.session.once(_reached_tiers, self.kept.scheme, on) if self.scheme else {}

    def levels_of(self, on: date) -> Mapping[str, str]:
        """Return number → level on a day: judged, or the highest accredited for."""
        if self.measure is None or self.measure.kind is MeasureKind.TIERS:
            return self.judged(on)
        accredited = self.session.once(evidence.accredited, on)
        found: dict[str, str] = {}
        for tier in self._tier_order():
            for number in accredited.get((self.kept.scheme, tier), {}):
                found[number] = tier
        return found

    def _tier_order(self) -> tuple[str, ...]:
        return () if self.scheme is None else tuple(tier.code for tier in self.scheme.tiers)

    # Figures of a day

    def counted_on(self, on: date) -> dict[str, Member]:
        """Return those of the people of a day who reached the measure."""
        reached = self.reached(on)
        return {
            number: member for number, member in self.population(on).items() if number in reached
        }

    def by_unit(self, people: Mapping[str, Member], on: date) -> Counter[str]:
        """Return evaluation unit → people; '' for those in none."""
        units = place_on(self.session, on).units
        return Counter(units.get(member.department) or "" for member in people.values())

    # What adds up

    def heads(self) -> tuple[Series, dict[str, date | None]]:
        """Return what adds up in heads, and the people counted with the day of each.

        Somebody counts by the post of the day on which it was reached, so that nothing that
        happens to the person later changes it.
        """
        assert self.measure is not None  # noqa: S101 (levels do not add up)
        if self.measure.unit is CountingUnit.ATTENDANCES:
            return self._attendances()
        days: list[date] = []
        people: dict[str, date | None] = {}
        for reached in self._years():
            pairs = {(number, on or self.until) for number, on in reached.items()}
            counting = self._counted_then(pairs)
            for number, on in reached.items():
                if (number, on or self.until) not in counting:
                    continue
                if number not in people:
                    people[number] = on
                if on is not None:
                    days.append(on)
        undated = sum(1 for on in people.values() if on is None)
        return Series(tuple(sorted(days)), undated), people

    def _years(self) -> list[Days]:
        """Return who reached it: in each fiscal year anew for a yearly target."""
        if not self.rule.is_yearly:
            return [self.reached(self.until)]
        last = min(self.until, self.rule.due_on)
        years = range(FiscalYear.of(self.rule.starts_on).year, FiscalYear.of(last).year + 1)
        return [self.reached(min(FiscalYear(year).last_day, last)) for year in years]

    def _counted_then(self, pairs: set[Pair]) -> Mapping[Pair, Member | None]:
        """Return the pairs that count, with the post then; None where no post is known."""
        members, without = records.counted_then(self.session, self.inclusion, pairs)
        keyed = {f"{number}\n{on}": (member, on) for (number, on), member in members.items()}
        meant = self._meant(keyed)
        found: dict[Pair, Member | None] = {
            (number, on): member
            for (number, on), member in members.items()
            if f"{number}\n{on}" in meant
        }
        if self.rule.population == EVERYBODY:
            found |= dict.fromkeys(without)
        return found

    def _attendances(self) -> tuple[Series, dict[str, date | None]]:
        """Count each person once for each band held on completing, repeats in a band once."""
        measure = self.measure
        assert measure is not None  # noqa: S101 (only for courses)
        rows = records.all_completions(self.session, measure.codes, measure.counts_from, self.until)
        counting = self._counted_then({(number, on) for number, _course, on in rows})
        firsts: dict[tuple[str, str, int], dict[str, date]] = {}
        for number, course, on in rows:
            if (number, on) not in counting:
                continue
            member = counting[number, on]
            band = "" if member is None else self.band_of(member) or ""
            year = FiscalYear.of(on).year if self.rule.is_yearly else 0
            firsts.setdefault((number, band, year), {}).setdefault(course, on)
        days: list[date] = []
        people: dict[str, date | None] = {}
        for (number, _band, _year), courses in firsts.items():
            if len(courses) >= measure.count:
                on = sorted(courses.values())[measure.count - 1]
                days.append(on)
                people[number] = min(on, people.get(number) or on)
        return Series(tuple(sorted(days))), people

    def practices(self, until: date) -> tuple[ReachedPractice, ...]:
        """Return the practices that reached the stage of the measure by a day."""
        stage = PracticeStage.PROPOSED
        if self.measure is not None and self.measure.stage is not None:
            stage = self.measure.stage
        return self.session.once(practices_reached, stage, until)

    def outputs(self) -> Series:
        """Return the practices that count, as days."""
        since = None if self.measure is None else self.measure.counts_from
        found = self.practices(self.until)
        days = [one.on for one in found if one.on and (since is None or since <= one.on)]
        undated = sum(1 for one in found if one.on is None)
        return Series(tuple(sorted(days)), undated)

    def stated(self) -> tuple[StatedActual, ...]:
        """Return the figures entered by hand, by day."""
        return self.session.once(records.stated, self.until).get(self.kept.key, ())


def _scheme(session: Session, scheme_id: str) -> Scheme | None:
    return session.once(definitions.scheme, scheme_id) if scheme_id else None


def _first_passes(session: Session, until: date) -> dict[str, dict[str, date]]:
    """Return exam → number → day of the first pass."""
    master = definitions.exams(session)
    found: dict[str, dict[str, date]] = {}
    attempts: dict[str, list[ExamAttempt]] = {}
    for attempt in session.once(attempts_until, until):
        attempts.setdefault(attempt.employee_no, []).append(attempt)
    for number, own in attempts.items():
        for exam, on in first_passes(master, own).items():
            found.setdefault(exam, {})[number] = on
    return found


def _reached_tiers(session: Session, scheme_id: str, on: date) -> dict[str, str]:
    scheme = session.once(definitions.scheme, scheme_id)
    return {
        one.person.employee_no: one.verdict.reached
        for one in judge_in(session, scheme, on).people
        if one.verdict.reached is not None
    }

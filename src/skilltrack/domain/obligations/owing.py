"""What people owe by the rules of their schemes: since when, by when, and how it stands.

A rule concerns whoever fits its audience on the reference date. What is owed from an occasion
(hiring, a promotion, a designation) begins with it; what is owed by everybody of an audience
begins with the first day on which the person fitted. A band left and entered again makes nothing
anew. A person owes for the band held on the reference date, no longer for those left. Which band
that is, the scheme of the rule says; the rows of a catalogue are read as ``Bands`` has it.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from skilltrack.domain.audience import EVERYBODY, Standing
from skilltrack.domain.calendar import FISCAL_YEAR_START_MONTH, FiscalYear
from skilltrack.domain.catalogue.courses import Course, CourseKind
from skilltrack.domain.catalogue.validity import Validity, last_valid_day, validity_on
from skilltrack.domain.obligations.pasts import Past, Stretch, first_fit
from skilltrack.domain.obligations.rules import DueKind, DueRule, ObligationRule, Occasion
from skilltrack.domain.schemes.bands import BY_TITLES, Bands, TitleTable

NOTICE_DAYS = 90
"""So many days before it runs out a completion is to be renewed; ours (facts §8.2 has 90/30)."""

USUAL_RULE = ObligationRule("required", "", Occasion.EVERY_YEAR, catalogue=CourseKind.REQUIRED)
"""What is owed where a scheme states nothing: the 必須 courses of the year (福井県)."""


class ObligationState(StrEnum):
    """How an obligation stands on a day."""

    DONE = "done"  # 修了
    EXPIRING = "expiring"  # 修了, to be renewed soon
    OWED = "owed"  # 未修了, in time
    OVERDUE = "overdue"  # 未修了 or run out, and late
    EXEMPT = "exempt"  # 免除


OPEN = frozenset({ObligationState.OWED, ObligationState.OVERDUE})
"""States in which something is still to be done."""

FULFILLED = frozenset({ObligationState.DONE, ObligationState.EXPIRING})
"""States in which nothing is lacking on the day."""


Days = Mapping[str, Mapping[str, Sequence[date]]]
"""Course → employee number → days in ascending order."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is recorded of courses up to a day.

    ``excused`` are 免除 among the completions: they hold as a completion of that day would.
    ``exempt`` is employee number → courses of the exemptions that hold on the day. ``catalogue``
    is that of the fiscal year of the day, ``validities`` course → fiscal year → for how long a
    completion holds. ``bands`` tells whom the rows of the catalogue concern.
    """

    completed: Days = field(default_factory=dict)
    excused: Days = field(default_factory=dict)
    exempt: Mapping[str, frozenset[str]] = field(default_factory=dict)
    catalogue: tuple[Course, ...] = ()
    validities: Mapping[str, Mapping[int, Validity | None]] = field(default_factory=dict)
    bands: Bands = BY_TITLES


@dataclass(frozen=True, slots=True)
class Obligation:
    """What a person owes by a rule.

    ``courses`` are those of which ``needed`` are to be done, exempted ones not counted;
    ``lacking`` those neither completed, or run out, nor exempted; ``done`` course and day.
    ``band`` is the one that made it owed, None where none did. ``since`` and ``due`` None: the
    records do not say. ``done_on`` is the day on which enough was done; ``valid_until`` the last
    day on which that holds, None for ever, or where nothing is done.
    """

    employee_no: str
    rule: str
    courses: tuple[str, ...]
    needed: int
    since: date | None
    due: date | None
    state: ObligationState
    done: tuple[tuple[str, date], ...] = ()
    lacking: tuple[str, ...] = ()
    exempt: tuple[str, ...] = ()
    band: str | None = None
    done_on: date | None = None
    valid_until: date | None = None

    @property
    def is_open(self) -> bool:
        """Return whether something is still to be done."""
        return self.state in OPEN

    @property
    def is_expired(self) -> bool:
        """Return whether it was fulfilled and the completion has run out since."""
        return self.state is ObligationState.OVERDUE and self.valid_until is not None

    @property
    def is_late(self) -> bool:
        """Return whether it was fulfilled after the last day."""
        return self.done_on is not None and self.due is not None and self.done_on > self.due


def last_day(rule: DueRule, since: date) -> date:
    """Return the last day of what became owed on a day.

    Months begin with that day, which counts (民法 140条ただし書, 143条: a day from midnight on).
    Where the day of the year had gone by when it became owed, the end of that year takes its
    place.
    """
    year = FiscalYear(FiscalYear.of(since).year + rule.later_years)
    match rule.kind:
        case DueKind.YEAR_END:
            return year.last_day
        case DueKind.MONTHS:
            place = since.year * 12 + since.month - 1 + rule.months
            month = date(place // 12, place % 12 + 1, 1)
            last = monthrange(month.year, month.month)[1]
            if since.day > last:
                return month.replace(day=last)
            return month.replace(day=since.day) - timedelta(days=1)
        case DueKind.DAY_OF_YEAR:
            calendar = year.year if rule.month >= FISCAL_YEAR_START_MONTH else year.year + 1
            last = monthrange(calendar, rule.month)[1]
            day = date(calendar, rule.month, min(rule.day, last))
            return day if day >= since else year.last_day


def obligations(
    rules: Sequence[ObligationRule],
    people: Iterable[Past],
    ledger: Ledger,
    as_of: date,
    table: TitleTable | None = None,
) -> Iterator[Obligation]:
    """Yield what people owe on a day, done or not, person by person in the order of the rules.

    Whoever is in no main post on the day owes nothing. ``table`` is how the scheme of the rules
    divides posts; None is by the job titles of the body.
    """
    measured = [_Measured(rule, ledger, as_of, table) for rule in rules]
    for person in people:
        stretch = person.stretch_on(as_of)
        if stretch is None:
            continue
        standing = person.standing(stretch, as_of, table)
        for one in measured:
            found = one.owed(person, stretch, standing)
            if found is not None:
                yield found


@dataclass(frozen=True, slots=True)
class _Held:
    """The newest completion of a course, and the last day on which it holds."""

    course: str
    on: date
    until: date


class _Measured:
    """A rule on a day, with what is the same for everybody worked out once."""

    def __init__(
        self, rule: ObligationRule, ledger: Ledger, as_of: date, table: TitleTable | None
    ) -> None:
        self.rule = rule
        self.table = table
        self.ledger = ledger
        self.as_of = as_of
        self.year = FiscalYear.of(as_of)
        self._is_yearly = rule.occasion is Occasion.EVERY_YEAR
        self._is_open = rule.audience == EVERYBODY
        self._by_post: dict[tuple[str | None, str], tuple[str, ...]] = {}
        self._has_bands = bool(rule.courses_by_band) or rule.occasion is Occasion.EACH_GRADE
        if rule.catalogue is not None:
            self._has_bands = any(c.bands for c in ledger.catalogue if c.kind is rule.catalogue)
        self._begins: Callable[[Past, Standing], tuple[bool, date | None]] = {
            Occasion.EVERY_YEAR: self._fitting,
            Occasion.ONCE: self._fitting,
            Occasion.EACH_GRADE: self._fitting,
            Occasion.ENTRY: self._hired,
            Occasion.YEAR_OF_SERVICE: self._in_service,
            Occasion.PROMOTION: self._promoted,
            Occasion.DESIGNATION: self._designated,
        }[rule.occasion]

    def owed(self, person: Past, stretch: Stretch, standing: Standing) -> Obligation | None:
        """Return what a person owes by the rule, done or not; None for nothing."""
        rule = self.rule
        if not self._is_open and not rule.audience.includes(standing):
            return None
        courses = self._courses(stretch)
        if not courses:
            return None
        is_owed, since = self._begins(person, standing)
        if not is_owed:
            return None
        return self._settled(person.employee_no, courses, since, standing.band)

    def _courses(self, stretch: Stretch) -> tuple[str, ...]:
        post = stretch.band, stretch.job_title
        found = self._by_post.get(post)
        if found is None:
            found = self._by_post[post] = self._asked_of(stretch)
        return found

    def _asked_of(self, stretch: Stretch) -> tuple[str, ...]:
        """Return the courses that the rule asks of somebody in a post, a catalogue's by code."""
        rule, bands = self.rule, self.ledger.bands
        if rule.catalogue is None:
            band = stretch.band_under(self.table)
            stated = rule.courses_by_band.get(band or "", ()) if rule.courses_by_band else None
            return tuple(dict.fromkeys(rule.courses if stated is None else stated))
        is_open = rule.catalogue is CourseKind.LEADER  # the role asks for them, whatever the band
        found = {
            row.code
            for row in self.ledger.catalogue
            if row.kind is rule.catalogue
            and (is_open or bands.concerns(row, stretch.band, stretch.job_title))
        }
        return tuple(sorted(found))

    # Since when

    def _fitting(self, person: Past, standing: Standing) -> tuple[bool, date | None]:
        """Find the first day on which the person fitted the audience, in the same band."""
        start = self.rule.since
        if self._is_yearly:
            start = max(self.year.first_day, start or date.min)
        if start is not None and start > self.as_of:
            return False, None
        band = standing.band if self._has_bands else None
        if self.rule.occasion is Occasion.EACH_GRADE and band is None:
            return False, None
        return True, first_fit(person, self.rule.audience, start, self.as_of, band, self.table)

    def _event(self, on: date | None) -> tuple[bool, date | None]:
        if on is None or on > self.as_of:
            return False, None
        return self.rule.since is None or on >= self.rule.since, on

    def _hired(self, person: Past, _standing: Standing) -> tuple[bool, date | None]:
        return self._event(person.hired_on)

    def _in_service(self, person: Past, _standing: Standing) -> tuple[bool, date | None]:
        hired, nth = person.hired_on, self.rule.year_of_service
        if hired is None or nth is None:
            return False, None
        begins = FiscalYear(FiscalYear.of(hired).year + nth - 1).first_day
        return self._event(max(hired, begins))

    def _promoted(self, person: Past, standing: Standing) -> tuple[bool, date | None]:
        """Find when the band was entered for the first time, from another that is known."""
        is_lower_known = False
        for stretch in person.stretches:
            band = stretch.band_under(self.table)
            if band == standing.band:
                return self._event(stretch.valid.start) if is_lower_known else (False, None)
            is_lower_known |= band is not None
        return False, None

    def _designated(self, _person: Past, standing: Standing) -> tuple[bool, date | None]:
        cohort = self.rule.audience.cohort
        if cohort is None or standing.terms is None:
            return False, None
        return self._event(cohort.joined(standing.terms.get(cohort.role, ())))

    # How it stands

    def _settled(
        self, number: str, courses: tuple[str, ...], since: date | None, band: str | None
    ) -> Obligation:
        rule, as_of = self.rule, self.as_of
        first_day = self.year.first_day if self._is_yearly else since if rule.is_anew else None
        done: list[_Held] = []
        expired: list[_Held] = []
        exempt, lacking = [], []
        for course in courses:
            held = self._held(course, number, first_day)
            if held is not None and held.until >= as_of:
                done.append(held)
            elif self._is_exempt(course, number, first_day):
                exempt.append(course)
            else:
                lacking.append(course)
                expired += [] if held is None else [held]
        needed = min(rule.count or len(courses), len(courses) - len(exempt))
        due = None if since is None else last_day(rule.due, since)
        done_on: date | None = None
        until: date | None = None
        if not needed:
            state = ObligationState.EXEMPT
        elif len(done) >= needed:
            done_on = sorted(one.on for one in done)[needed - 1]
            until = _holds_until(done, needed)
            is_ending = until is not None and (until - as_of).days <= NOTICE_DAYS
            state = ObligationState.EXPIRING if is_ending else ObligationState.DONE
        else:
            if len(done) + len(expired) >= needed:
                due = until = _holds_until([*done, *expired], needed)
            is_late = due is not None and due < as_of
            state = ObligationState.OVERDUE if is_late else ObligationState.OWED
        return Obligation(
            number,
            rule.id,
            courses,
            needed,
            since,
            due,
            state,
            tuple((one.course, one.on) for one in done),
            () if state in FULFILLED or not needed else tuple(lacking),
            tuple(exempt),
            band if self._has_bands or rule.occasion is Occasion.PROMOTION else None,
            done_on,
            until,
        )

    def _held(self, course: str, number: str, first_day: date | None) -> _Held | None:
        """Return the completion that counts, run out or not; None where there is none."""
        days = self._days(self.ledger.completed, course, number, first_day)
        if not days:
            return None
        years = {} if self._is_yearly else self.ledger.validities.get(course, {})
        validity = validity_on(years, days[-1])
        if validity is None:
            return _Held(course, days[0], date.max)
        renewed = self._days(self.ledger.completed, validity.renewed_by, number, first_day)
        newest = max((*days, *(on for on in renewed if on >= days[0])))
        return _Held(course, newest, last_valid_day(newest, validity.months))

    def _days(self, days: Days, course: str, number: str, first_day: date | None) -> Sequence[date]:
        found = days.get(course, {}).get(number, ())
        return found if first_day is None else [on for on in found if on >= first_day]

    def _is_exempt(self, course: str, number: str, first_day: date | None) -> bool:
        return course in self.ledger.exempt.get(number, ()) or bool(
            self._days(self.ledger.excused, course, number, first_day)
        )


def _holds_until(held: Iterable[_Held], needed: int) -> date | None:
    """Return the last day on which as many hold as are needed; None for ever."""
    until = sorted((one.until for one in held), reverse=True)[needed - 1]
    return None if until == date.max else until


def courses_asked(rule: ObligationRule, catalogue: Iterable[Course]) -> frozenset[str]:
    """Return every course that a rule asks of anybody."""
    if rule.catalogue is not None:
        return frozenset(row.code for row in catalogue if row.kind is rule.catalogue)
    return frozenset(rule.courses).union(*rule.courses_by_band.values())


@dataclass(frozen=True, slots=True)
class Renewal:
    """A completion that holds for a time: until when, and by what it is renewed.

    ``done_on`` is the newest completion or renewal; ``renewed_by`` '' is the course itself.
    """

    employee_no: str
    course: str
    done_on: date
    valid_until: date
    renewed_by: str = ""

    def days_left(self, as_of: date) -> int:
        """Return how many days it still holds after a day; negative once it has run out."""
        return (self.valid_until - as_of).days


def renewals(ledger: Ledger, numbers: frozenset[str], as_of: date) -> tuple[Renewal, ...]:
    """Return every completion of limited validity of some people, the one that ends first first.

    An exemption that holds on the day takes a course away.
    """
    found = []
    for course, years in ledger.validities.items():
        for number, days in ledger.completed.get(course, {}).items():
            if number not in numbers or course in ledger.exempt.get(number, ()):
                continue
            validity = validity_on(years, days[-1])
            if validity is None:
                continue
            renewing = ledger.completed.get(validity.renewed_by, {}).get(number, ())
            newest = max(on for on in (*days, *renewing) if days[0] <= on <= as_of)
            until = last_valid_day(newest, validity.months)
            found.append(Renewal(number, course, newest, until, validity.renewed_by))
    return tuple(sorted(found, key=lambda r: (r.valid_until, r.course, r.employee_no)))

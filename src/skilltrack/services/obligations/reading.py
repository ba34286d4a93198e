"""Who owes what by when and why: every scheme in use, read at once and narrowed afterwards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import Course, CourseKind
from skilltrack.domain.inclusion import Coverage, Figure
from skilltrack.domain.obligations.owing import (
    NOTICE_DAYS,
    OPEN,
    USUAL_RULE,
    Obligation,
    ObligationState,
    Renewal,
    obligations,
    renewals,
)
from skilltrack.domain.obligations.rules import ObligationRule, Occasion
from skilltrack.domain.problems import refuse
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.i18n.folding import fold
from skilltrack.i18n.obligations import rule_name, why
from skilltrack.services import definitions
from skilltrack.services.imports.memory import uncollected
from skilltrack.services.inclusion import applied, coverage
from skilltrack.services.people.listing import RosterNames, names_on
from skilltrack.services.people.timelines import course_names
from skilltrack.store import organisation, owing, training
from skilltrack.store.database import Database, Session
from skilltrack.store.inclusion import counted_numbers
from skilltrack.store.organisation import InPost


@dataclass(frozen=True, slots=True)
class RuleInUse:
    """A rule with the scheme that states it."""

    scheme_id: str
    scheme_name: str
    rule: ObligationRule

    @property
    def key(self) -> str:
        """Return what it is known by among the rules of all schemes."""
        return f"{self.scheme_id}:{self.rule.id}"

    @property
    def name(self) -> str:
        """Return the name of the rule."""
        return rule_name(self.rule)


@dataclass(frozen=True, slots=True)
class OwedLine:
    """What a person owes by a rule."""

    person: InPost
    of: RuleInUse
    obligation: Obligation


@dataclass(frozen=True, slots=True)
class RenewalLine:
    """A completion of limited validity, and whose it is."""

    person: InPost
    renewal: Renewal


@dataclass(frozen=True, slots=True)
class Owed:
    """Everything owed on a day, fulfilled or not.

    ``lines`` stand by department, kana, number and then in the order of ``rules``; ``renewing``
    by the last valid day. ``courses`` is code → name; ``counted`` says who counts, one for each
    scheme in the order of ``schemes`` (id and name), none where only some people were asked for.
    """

    as_of: date
    schemes: tuple[tuple[str, str], ...]
    rules: tuple[RuleInUse, ...]
    lines: tuple[OwedLine, ...]
    renewing: tuple[RenewalLine, ...]
    courses: Mapping[str, str]
    names: RosterNames
    counted: tuple[Coverage, ...]

    def course_name(self, code: str) -> str:
        """Return the name of a course; its code where it has none."""
        return self.courses.get(code, code)

    def course_names(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Return the names of courses in their order."""
        return tuple(self.course_name(code) for code in codes)

    def department_name(self, person: InPost) -> str:
        """Return the name of the department of a person."""
        return self.names.departments.get(person.department, person.department)

    def why(self, line: OwedLine) -> str:
        """Return why something is owed."""
        return why(line.of.rule, line.obligation, self.names.bands, self.names.roles)


def rules_in_use(session: Session, scheme_id: str = "") -> tuple[RuleInUse, ...]:
    """Return the rules of the schemes in use, by scheme in the order stated.

    A scheme that evaluates departments and states no rule asks for the required courses of the
    year. Where no scheme asks for them, the first one without a rule does.

    Args:
        session: Where to read.
        scheme_id: Only this scheme; '' is all.

    Raises:
        Refusal: The body has not taken the scheme.
    """
    if scheme_id:
        definitions.scheme(session, scheme_id)
    schemes = definitions.schemes(session)
    programmes = definitions.programmes(session)
    stated = {code: programmes[code].obligations for code in schemes}
    for code, scheme in schemes.items():
        if not stated[code] and scheme.evaluation is not None:
            stated[code] = (USUAL_RULE,)
    is_asked = any(r.catalogue is CourseKind.REQUIRED for rules in stated.values() for r in rules)
    first = next((code for code, rules in stated.items() if not rules), None)
    if not is_asked and first is not None:
        stated[first] = (USUAL_RULE,)
    return tuple(
        RuleInUse(code, schemes[code].name, rule)
        for code, rules in stated.items()
        for rule in rules
        if scheme_id in {"", code}
    )


def owed(
    database: Database, as_of: date, as_known: datetime | None = None, scheme_id: str = ""
) -> Owed:
    """Return everything that is owed on a day.

    Args:
        database: The data file.
        as_of: The day.
        as_known: What was recorded by this instant; None is everything.
        scheme_id: Only by this scheme; '' is every scheme in use.

    Raises:
        Refusal: The body has not taken the scheme.
    """
    with database.reading(as_known) as session:
        return owed_in(session, as_of, scheme_id)


def owed_in(
    session: Session, as_of: date, scheme_id: str = "", among: frozenset[str] | None = None
) -> Owed:
    """Return what is owed within a session; ``among`` only people with these numbers."""
    with uncollected():
        return _owed_in(session, as_of, scheme_id, among)


def _owed_in(session: Session, as_of: date, scheme_id: str, among: frozenset[str] | None) -> Owed:
    rules = rules_in_use(session, scheme_id)
    catalogue = training.catalogue(session, FiscalYear.of(as_of))
    people = {p.employee_no: p for p in organisation.in_post(session, as_of, among)}
    reckoned = reckon(session, rules, catalogue, as_of, among)
    order = {number: place for place, number in enumerate(people)}
    lines = [
        OwedLine(people[found.employee_no], rule, found)
        for rule, every in reckoned.found
        for found in every
        if found.employee_no in people
    ]
    place = {rule.key: number for number, rule in enumerate(rules)}
    lines.sort(key=lambda line: (order[line.person.employee_no], place[line.of.key]))
    renewing = tuple(
        RenewalLine(people[one.employee_no], one)
        for one in reckoned.renewing
        if one.employee_no in people
    )
    codes = {code for line in lines for code in line.obligation.courses}
    codes |= {c for one in renewing for c in (one.renewal.course, one.renewal.renewed_by)}
    schemes = tuple(dict.fromkeys((rule.scheme_id, rule.scheme_name) for rule in rules))
    return Owed(
        as_of,
        schemes,
        rules,
        tuple(lines),
        renewing,
        course_names(session, codes - {""}),
        names_on(session, as_of),
        ()
        if among is not None
        else tuple(
            coverage(session, Figure.OBLIGATIONS, definitions.scheme(session, code), as_of)
            for code, _name in schemes
        ),
    )


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What was worked out: rule by rule, and the completions of limited validity."""

    found: tuple[tuple[RuleInUse, tuple[Obligation, ...]], ...]
    renewing: tuple[Renewal, ...]


@uncollected()
def reckon(
    session: Session,
    rules: Sequence[RuleInUse],
    catalogue: tuple[Course, ...],
    as_of: date,
    among: frozenset[str] | None = None,
) -> Reckoned:
    """Work out what people in post on a day owe, measured by a catalogue; read once for all."""
    stated = [one.rule for one in rules]
    pasts = owing.pasts(session, stated, as_of, among)
    ledger = owing.ledger(session, stated, catalogue, as_of, among)
    everybody: frozenset[str] = frozenset()
    found: dict[str, list[Obligation]] = {one.key: [] for one in rules}
    for code in dict.fromkeys(one.scheme_id for one in rules):
        scheme = definitions.scheme(session, code)
        numbers = counted_in(session, scheme, as_of, among)
        everybody |= numbers
        counted = (past for past in pasts if past.employee_no in numbers)
        own = [one.rule for one in rules if one.scheme_id == code]
        for each in obligations(own, counted, ledger, as_of, scheme.title_table):
            found[f"{code}:{each.rule}"].append(each)
    by_rule = tuple((one, tuple(found[one.key])) for one in rules)
    return Reckoned(by_rule, renewals(ledger, everybody, as_of))


def further_owed(
    session: Session, catalogue: tuple[Course, ...], as_of: date
) -> dict[str, frozenset[str]]:
    """Return number → courses still to be done on a day by rules beside the required courses.

    Of what is owed every year all courses are told, done or not: two days of different fiscal
    years are compared by one catalogue.
    """
    rules = [
        one
        for one in rules_in_use(session)
        if one.rule.catalogue not in {CourseKind.REQUIRED, CourseKind.LEADER}
    ]
    if not rules:
        return {}
    owing_now: dict[str, frozenset[str]] = {}
    for one, found in reckon(session, rules, catalogue, as_of).found:
        is_yearly = one.rule.occasion is Occasion.EVERY_YEAR
        for each in found:
            codes = frozenset(each.courses) - set(each.exempt) if is_yearly else each.lacking
            number = each.employee_no
            owing_now[number] = owing_now.get(number, frozenset()).union(codes)
    return {number: codes for number, codes in owing_now.items() if codes}


def counted_in(
    session: Session, scheme: Scheme, as_of: date, among: frozenset[str] | None = None
) -> frozenset[str]:
    """Return the numbers of those who count among those who owe under a scheme on a day."""
    rule = applied(session, Figure.OBLIGATIONS, scheme).rule
    if among is not None:
        return owing.counted_among(session, rule, as_of, among)
    return counted_numbers(session, rule, as_of)


# Narrowing


class Status(StrEnum):
    """Which obligations are shown."""

    OPEN = "open"  # 未修了
    OVERDUE = "overdue"  # 期限超過
    DUE_30 = "due_30"  # 30日以内
    DUE_60 = "due_60"
    DUE_90 = "due_90"
    DONE = "done"  # 修了
    EXEMPT = "exempt"  # 免除
    ALL = "all"


WITHIN_DAYS: Mapping[Status, int] = {Status.DUE_30: 30, Status.DUE_60: 60, Status.DUE_90: 90}

STATES: Mapping[Status, frozenset[ObligationState]] = {
    Status.OPEN: OPEN,
    Status.OVERDUE: frozenset({ObligationState.OVERDUE}),
    Status.DONE: frozenset({ObligationState.DONE, ObligationState.EXPIRING}),
    Status.EXEMPT: frozenset({ObligationState.EXEMPT}),
    Status.ALL: frozenset(ObligationState),
}


@dataclass(frozen=True, slots=True)
class ObligationQuery:
    """Which obligations are wanted; '' and None narrow nothing.

    ``rule`` is a ``RuleInUse.key``; ``within`` the codes of departments. ``text`` are words that
    all have to stand in number, name, kana, department, rule or course.
    """

    scheme_id: str = ""
    rule: str = ""
    within: frozenset[str] | None = None
    status: Status = Status.ALL
    text: str = ""


def narrowed(found: Owed, query: ObligationQuery) -> tuple[OwedLine, ...]:
    """Return the lines that a query asks for, in their order."""
    words = tuple(fold(query.text).split())
    return tuple(
        line
        for line in found.lines
        if query.scheme_id in {"", line.of.scheme_id}
        and query.rule in {"", line.of.key}
        and (query.within is None or line.person.department in query.within)
        and _is_of(line.obligation, query.status, found.as_of)
        and (not words or _has(found, line.person, (line.of.name,), line.obligation.courses, words))
    )


def _is_of(found: Obligation, status: Status, as_of: date) -> bool:
    if status not in WITHIN_DAYS:
        return found.state in STATES[status]
    return is_due_within(found, as_of, WITHIN_DAYS[status])


def is_due_within(found: Obligation, as_of: date, days: int) -> bool:
    """Return whether something is open that is due within so many days; late ones are not."""
    if found.state is not ObligationState.OWED or found.due is None:
        return False
    return (found.due - as_of).days <= days


def _has(
    found: Owed, person: InPost, names: Sequence[str], courses: Sequence[str], words: Sequence[str]
) -> bool:
    text = fold(
        "\n".join(
            (
                person.employee_no,
                person.name,
                person.kana,
                found.department_name(person),
                *names,
                *found.course_names(courses),
            )
        )
    ).replace(" ", "")
    return all(word in text for word in words)


def ending(
    found: Owed, within: frozenset[str] | None, days: int = NOTICE_DAYS, text: str = ""
) -> tuple[RenewalLine, ...]:
    """Return the completions that have run out, or do within so many days."""
    words = tuple(fold(text).split())
    return tuple(
        line
        for line in found.renewing
        if line.renewal.days_left(found.as_of) <= days
        and (within is None or line.person.department in within)
        and (not words or _has(found, line.person, (), (line.renewal.course,), words))
    )


def known_rule(found: Owed, text: str) -> str:
    """Return the key of a rule named by its key, id or name; '' for ''.

    Raises:
        Refusal: There is no such rule.
    """
    if not text:
        return ""
    for one in found.rules:
        if text in {one.key, one.rule.id, one.name}:
            return one.key
    accepted = "、".join(one.key for one in found.rules) or "―"
    raise refuse("obligations.unknown_rule", rule=text, accepted=accepted)


def of_person(session: Session, employee_no: str, as_of: date) -> tuple[Owed, tuple[OwedLine, ...]]:
    """Return what one person owes, open ones first."""
    found = owed_in(session, as_of, among=frozenset({employee_no}))
    return found, tuple(sorted(found.lines, key=lambda line: not line.obligation.is_open))

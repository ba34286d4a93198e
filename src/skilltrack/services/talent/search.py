"""The search for hidden talent: over everybody at once, with the reasons, and logged."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from skilltrack.domain.accreditation import Person
from skilltrack.domain.organisation import Employee, lines_of
from skilltrack.domain.people.career import CareerEntry
from skilltrack.domain.people.talent import (
    CareerSought,
    Sought,
    TalentFound,
    TalentQuery,
    TalentRow,
    is_found,
    judgeable,
)
from skilltrack.domain.problems import Problem, Refusal
from skilltrack.domain.roles.balance import decade_of
from skilltrack.domain.schemes import gates, leaves
from skilltrack.domain.schemes.definition import Scheme, ScoreLadder, Tier, TierRule
from skilltrack.domain.schemes.gates import JudgedLeaf
from skilltrack.i18n.folding import fold
from skilltrack.services import definitions
from skilltrack.services.talent.words import reason_of_career, reason_of_leaf, sought_codes
from skilltrack.services.verdicts.evidence import Gathered, needs_of
from skilltrack.services.verdicts.gathering import gather_for
from skilltrack.store import audit, career, organisation
from skilltrack.store.audit import Entry
from skilltrack.store.bands import bands_of_schemes
from skilltrack.store.database import Database, Session
from skilltrack.store.organisation import InPost
from skilltrack.store.people import MOST_NAMED

LADDER_MARK = ":"


def find_talent(
    database: Database,
    query: TalentQuery,
    as_of: date,
    purpose: str,
    as_known: datetime | None = None,
) -> TalentFound:
    """Look for people; who searched for what and why is logged.

    Args:
        database: The data file.
        query: Whom.
        as_of: The day of posts and of everything looked for.
        purpose: What the search is for.
        as_known: What was recorded by this instant; None is everything.

    Raises:
        Refusal: Nothing is looked for, no purpose, or a code that is not known.
    """
    problems = [] if purpose.strip() else [Problem("talent.no_purpose")]
    if query.is_empty:
        problems.append(Problem("talent.no_criterion"))
    if problems:
        raise Refusal(problems)
    with database.reading(as_known) as session:
        found = talent_in(session, query, as_of)
    told = " ".join(sought_codes(query))
    audit.note(database, Entry("talent.find", told, len(found.rows), purpose.strip()))
    return found


def talent_in(session: Session, query: TalentQuery, as_of: date) -> TalentFound:
    """Look for people within a session."""
    schemes = definitions.schemes_ever(session)
    people = _people(session, query, as_of)
    searched = _Searched(session, query, as_of, people, schemes)
    matched = sorted(
        searched.matched(), key=lambda one: (-len(one[1]), one[0].kana, one[0].employee_no)
    )
    numbers = frozenset(person.employee_no for person, _reasons in matched)
    names = _Names(session, as_of, schemes, numbers)
    return TalentFound(
        query,
        as_of,
        tuple(names.row(person, reasons) for person, reasons in matched),
        len(people),
        searched.unanswered(),
    )


# Who is looked at


def _people(session: Session, query: TalentQuery, as_of: date) -> list[InPost]:
    within = None
    if query.departments:
        lines = lines_of(organisation.departments_on(session, as_of))
        wanted = frozenset(query.departments)
        within = {code for code, line in lines.items() if not wanted.isdisjoint(line)}
    bands = bands_of_schemes(session)
    found = [
        person
        for person in organisation.in_post(session, as_of)
        if (query.has_absent or person.absence is None)
        and (within is None or person.department in within)
        and (not query.employment_types or person.employment_type in query.employment_types)
        and (not query.bands or bands.place(query.bands, person.band, person.job_title))
    ]
    if query.roles:
        held, roles = organisation.roles_on(session, as_of), frozenset(query.roles)
        found = [p for p in found if not roles.isdisjoint(held.get(p.employee_no, ()))]
    if query.ages or query.occupations:
        known = _employees(session, frozenset(p.employee_no for p in found), as_of)
        found = [p for p in found if _fits(known.get(p.employee_no), query, as_of)]
    return found


def _fits(employee: Employee | None, query: TalentQuery, as_of: date) -> bool:
    if employee is None:
        return False
    return (not query.ages or decade_of(employee.born_on, as_of) in query.ages) and (
        not query.occupations or employee.occupation in query.occupations
    )


def _employees(session: Session, numbers: frozenset[str], on: date) -> dict[str, Employee]:
    if len(numbers) <= MOST_NAMED:
        return organisation.employees_by_number(session, numbers, on)
    found = organisation.every_employee(session, on)
    return {number: found[number] for number in numbers if number in found}


# What they have


@dataclass(frozen=True, slots=True)
class _Finding:
    """A finding judged for everybody: the different outcomes, and the place of each person."""

    judged: tuple[JudgedLeaf, ...]
    codes: Sequence[int]


class _Searched:
    """Everybody looked at, with what they have of what is looked for."""

    def __init__(
        self,
        session: Session,
        query: TalentQuery,
        as_of: date,
        people: list[InPost],
        schemes: Mapping[str, Scheme],
    ) -> None:
        self._session, self._query, self._as_of = session, query, as_of
        self._people = people
        self._scheme = as_scheme(query, schemes)
        few = len(people) <= MOST_NAMED
        among = frozenset(person.employee_no for person in people) if few else None
        self._gathered: Gathered | None = None
        if query.wanted:
            needs = needs_of(self._scheme)
            self._gathered = gather_for(session, needs, as_of, people, among)
        self._careers = _careers(session, query.careers, as_of)

    def matched(self) -> Iterator[tuple[InPost, tuple[str, ...]]]:
        """Yield everybody found with the reasons, in the order of the findings."""
        findings = [
            (leaf, self._finding(leaf)) for tier in self._scheme.tiers for leaf in _leaves(tier)
        ]
        words: dict[tuple[int, int], str] = {}
        careers = self._careers
        for place, person in enumerate(self._people):
            reasons = []
            for number, (leaf, finding) in enumerate(findings):
                code = finding.codes[place]
                if finding.judged[code].satisfied:
                    key = (number, code)
                    if key not in words:
                        words[key] = reason_of_leaf(self._session, leaf, finding.judged[code])
                    reasons.append(words[key])
            for entries in careers:
                entry = entries.get(person.employee_no)
                if entry is not None:
                    reasons.append(reason_of_career(entry))
            if is_found(len(reasons), self._query):
                yield person, tuple(reasons)

    def _finding(self, leaf: leaves.Leaf) -> _Finding:
        assert self._gathered is not None  # noqa: S101 (there is a leaf)
        column = self._gathered.column(self._scheme, leaf)
        judged = tuple(gates.judge_leaf(leaf, evidence) for evidence in column.distinct)
        return _Finding(judged, column.codes)

    def unanswered(self) -> int:
        """Return how many gave no answer to a questionnaire that is looked at."""
        if self._gathered is None or not any(judgeable(one) for one in self._query.wanted):
            return 0
        asked = [
            self._gathered.answered[code].given
            for code in sorted(self._gathered.needs.questionnaires)
            if code
        ]
        return sum(any(given is None for given in row) for row in zip(*asked, strict=True))


def _leaves(tier: Tier) -> Iterator[leaves.Leaf]:
    return gates.leaves(tier.gate)


def as_scheme(query: TalentQuery, schemes: Mapping[str, Scheme]) -> Scheme:
    """Return a scheme whose one tier asks for every finding, so that the engine judges it."""
    ladders = tuple(
        replace(
            ladder,
            id=f"{scheme.id}{LADDER_MARK}{ladder.id}",
            questionnaire=ladder.questionnaire or scheme.questionnaire,
        )
        for scheme in schemes.values()
        for ladder in scheme.ladders
    )
    wanted = tuple(
        replace(leaf, id=f"f{place}") for place, leaf in enumerate(query.wanted, start=1)
    )
    tiers = (Tier("found", "found", gates.All(wanted)),) if wanted else ()
    return Scheme(
        id="",
        version=0,
        name="",
        explanation="",
        rule=TierRule.EARNED,
        questionnaire=_main_questionnaire(wanted, ladders),
        bands=(),
        roles=(),
        tiers=tiers,
        ladders=ladders,
    )


def _main_questionnaire(wanted: Sequence[Sought], ladders: Sequence[ScoreLadder]) -> str:
    of_ladder = {ladder.id: ladder.questionnaire for ladder in ladders}
    for leaf in wanted:
        if isinstance(leaf, leaves.CategoryAtLeast | leaves.ItemAtLeast) and leaf.questionnaire:
            return leaf.questionnaire
        if isinstance(leaf, leaves.LevelAtLeast) and leaf.ladder in of_ladder:
            return of_ladder[leaf.ladder]
    return ""


def _careers(
    session: Session, sought: Sequence[CareerSought], on: date
) -> list[dict[str, CareerEntry]]:
    """Return employee number → newest entry that is looked for, for each of them."""
    found: list[dict[str, CareerEntry]] = [{} for _one in sought]
    if not sought:
        return found
    wanted = [replace(one, words=tuple(fold(word) for word in one.words)) for one in sought]
    for entry in career.entries(session):
        if not career.holds_on(entry, on):
            continue
        folded = fold("\n".join((entry.field, entry.title, entry.evidence, entry.note)))
        for one, people in zip(wanted, found, strict=True):
            if one.takes(entry, folded):
                people[entry.employee_no] = entry
    return found


# Who they are


class _Names:
    """What the people found are called, and their posts."""

    def __init__(
        self,
        session: Session,
        as_of: date,
        schemes: Mapping[str, Scheme],
        numbers: frozenset[str],
    ) -> None:
        self._as_of = as_of
        self._departments = {d.code: d.name for d in organisation.departments_on(session, as_of)}
        self._bands = {band.code: band.name for s in schemes.values() for band in s.bands}
        self._roles = {code: name for name, code in definitions.vocabulary(session).roles.items()}
        among = numbers if len(numbers) <= MOST_NAMED else None
        self._held = organisation.roles_on(session, as_of, among)
        self._employees = _employees(session, numbers, as_of)

    def row(self, person: InPost, reasons: tuple[str, ...]) -> TalentRow:
        """Return somebody with names."""
        number = person.employee_no
        employee = self._employees.get(number)
        return TalentRow(
            Person(
                number,
                person.name,
                person.kana,
                person.department,
                self._departments.get(person.department, person.department),
                person.job_title,
            ),
            self._bands.get(person.band or "", ""),
            tuple(self._roles.get(role, role) for role in sorted(self._held.get(number, ()))),
            "" if employee is None else employee.occupation,
            None if employee is None else decade_of(employee.born_on, self._as_of),
            reasons,
            len(reasons),
        )

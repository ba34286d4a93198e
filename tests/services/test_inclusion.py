"""Who counts: against a plain reading of the rule, and setting, keeping and undoing rules."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skilltrack.domain.calendar import FiscalYear, Period
from skilltrack.domain.catalogue.courses import Completion, CourseKind
from skilltrack.domain.inclusion import (
    BOARD_FIGURES,
    DEFAULT_RULES,
    Exclusion,
    Figure,
    InclusionRule,
    Origin,
)
from skilltrack.domain.organisation import (
    Absence,
    AbsenceKind,
    Appointment,
    Department,
    Employee,
    EmploymentType,
    Posting,
)
from skilltrack.domain.people.occupations import FormerOccupation
from skilltrack.domain.problems import Refusal
from skilltrack.domain.rounds.definition import Population
from skilltrack.exchange.plain import plain
from skilltrack.services import definitions, evaluation
from skilltrack.services.exams.register import exam_register, register_in
from skilltrack.services.inclusion import (
    applied,
    coverage,
    inclusion,
    left_out,
    left_out_in,
    preview,
    set_rule,
    undo_rule,
)
from skilltrack.services.operations import list_operations
from skilltrack.services.people.populations import people_chosen
from skilltrack.services.verdicts import tiers
from skilltrack.store import audit
from skilltrack.store.database import Database, UnitOfWork
from skilltrack.store.definitions import change_setting
from skilltrack.store.facts import Personal
from skilltrack.store.inclusion import standing
from skilltrack.store.occupations import FORMER_OCCUPATIONS
from skilltrack.store.organisation import ABSENCES, APPOINTMENTS, DEPARTMENTS, EMPLOYEES, POSTINGS
from skilltrack.store.training import COMPLETIONS, ENTRIES, CatalogueEntry

YEAR = FiscalYear(2026)
FIRST = date(2025, 12, 1)
TODAY = date(2026, 11, 20)
BANDS = {"課長": "management", "主事": "staff", "守衛": None}
UNITS = ("0101", "0102")
ELECTIVES = ("E1", "E2")


@dataclass(frozen=True)
class Person:
    """Somebody with main posts one after another, and what else decides whether they count."""

    posts: tuple[Posting, ...]
    absences: tuple[Absence, ...]
    occupation: str
    former: tuple[FormerOccupation, ...]
    hired_on: date | None
    left_on: date | None
    is_leader: bool
    done: tuple[tuple[str, date], ...]

    def post_on(self, on: date) -> Posting | None:
        if self.left_on is not None and on > self.left_on:
            return None
        return next((p for p in self.posts if on in p.valid and not p.is_concurrent), None)


days = st.dates(FIRST, TODAY + timedelta(days=40))


@st.composite
def people(draw: st.DrawFn) -> Person:
    changes = sorted(draw(st.sets(days, max_size=2)))
    bounds = [None, *changes, None]
    posts = [
        Posting(
            draw(st.sampled_from(UNITS)),
            draw(st.sampled_from(tuple(BANDS))),
            draw(st.sampled_from(EmploymentType)),
            Period(start, end),
        )
        for start, end in pairwise(bounds)
    ]
    if draw(st.booleans()):
        other = draw(st.sampled_from(UNITS))
        posts.append(Posting(other, "主事", EmploymentType.REGULAR, Period(), is_concurrent=True))
    absences = []
    if draw(st.booleans()):
        start = draw(days)
        length = timedelta(days=draw(st.integers(1, 200)))
        absences.append(Absence(draw(st.sampled_from(AbsenceKind)), Period(start, start + length)))
    return Person(
        tuple(posts),
        tuple(absences),
        draw(st.sampled_from(("", "事務", "労務"))),
        tuple(
            FormerOccupation(draw(st.sampled_from(("", "労務"))), Period(None, day))
            for day in draw(st.sets(days, max_size=1))
        ),
        draw(st.none() | st.dates(date(2025, 10, 28), TODAY)),
        draw(st.none() | days),
        draw(st.booleans()),
        tuple(draw(st.lists(st.tuples(st.sampled_from(ELECTIVES), days), max_size=2))),
    )


def subsets(kind: type) -> st.SearchStrategy[tuple[object, ...]]:
    return st.sets(st.sampled_from(kind)).map(lambda chosen: tuple(m for m in kind if m in chosen))


rule_strategy = st.builds(
    InclusionRule,
    employment_types=subsets(EmploymentType).filter(bool),
    absences=subsets(AbsenceKind),
    bands_left_out=st.sampled_from(((), ("management",), ("management", "staff"))),
    occupations_left_out=st.sampled_from(((), ("労務",))),
    hired_from=st.none() | st.dates(date(2025, 11, 1), TODAY),
    hired_until=st.none() | st.dates(date(2025, 11, 1), TODAY),
    new_hire_months=st.integers(0, 12),
    least_days_in_post=st.sampled_from((0, 1, 2, 30, 200)),
)


def months_later(day: date, months: int) -> date:
    """Return the first day after a number of months (民法 143条)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)


def plain_reason(person: Person, rule: InclusionRule, on: date) -> Exclusion | None:
    """Return the first reason, read off the rule line by line; the person is in post."""
    post = person.post_on(on)
    assert post is not None
    if post.employment_type not in rule.employment_types:
        return Exclusion(post.employment_type.value)
    for absence in person.absences:
        if on in absence.valid and absence.kind not in rule.absences:
            return Exclusion(absence.kind.value)
    if BANDS[post.job_title] in rule.bands_left_out:
        return Exclusion.BAND
    before = (one.occupation for one in person.former if on in one.valid)
    if next(before, person.occupation) in rule.occupations_left_out:
        return Exclusion.OCCUPATION
    if person.hired_on is not None:
        if rule.hired_from is not None and person.hired_on < rule.hired_from:
            return Exclusion.HIRED_EARLIER
        if rule.hired_until is not None and person.hired_on > rule.hired_until:
            return Exclusion.HIRED_LATER
        if rule.new_hire_months and on < months_later(person.hired_on, rule.new_hire_months):
            return Exclusion.NEW_HIRE
    if rule.least_days_in_post:
        earlier = on - timedelta(days=rule.least_days_in_post - 1)
        before = next((p for p in person.posts if earlier in p.valid and not p.is_concurrent), None)
        if before is None or before.department != post.department:
            return Exclusion.SHORT_IN_POST
    return None


@contextmanager
def town_of(database: Database, folk: list[Person]) -> Iterator[UnitOfWork]:
    """Record a town for the time of a test, and forget it."""
    numbered = [(f"{number:04}", one) for number, one in enumerate(folk, start=1)]
    with database.changing("test", is_rehearsal=True) as work:
        DEPARTMENTS.record(
            work, [Department(code, f"課{code}", None, is_evaluation_unit=True) for code in UNITS]
        )
        EMPLOYEES.record(
            work,
            [
                Employee(no, f"職員{no}", "", one.occupation, one.hired_on, one.left_on)
                for no, one in numbered
            ],
        )
        FORMER_OCCUPATIONS.record(
            work, [Personal(no, former) for no, one in numbered for former in one.former]
        )
        POSTINGS.record(work, [Personal(no, post) for no, one in numbered for post in one.posts])
        ABSENCES.record(work, [Personal(no, a) for no, one in numbered for a in one.absences])
        APPOINTMENTS.record(
            work, [Appointment(no, "dx_leader", Period()) for no, one in numbered if one.is_leader]
        )
        ENTRIES.record(
            work,
            [
                CatalogueEntry(code, YEAR.year, CourseKind.ELECTIVE, "", code, "", None)
                for code in ELECTIVES
            ],
        )
        COMPLETIONS.record(
            work, [Completion(no, code, on) for no, one in numbered for code, on in one.done]
        )
        yield work


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(folk=st.lists(people(), max_size=8), rule=rule_strategy, on=st.dates(FIRST, TODAY))
def test_everybody_in_a_main_post_counts_once_or_is_left_out_for_one_reason(
    database: Database, folk: list[Person], rule: InclusionRule, on: date
) -> None:
    expected = {
        f"{number:04}": plain_reason(one, rule, on)
        for number, one in enumerate(folk, start=1)
        if one.post_on(on) is not None
    }
    with town_of(database, folk) as work:
        found = list(work.connection.execute(standing(work, rule, on)))
        assert {row.employee_no: row.reason for row in found} == expected
        assert len(found) == len(expected)
        change_setting(work, "inclusion.*.tiers", plain(rule))
        scheme = definitions.scheme(work, "fukui")
        covered = coverage(work, Figure.TIERS, scheme, on)
        listed = left_out_in(work, Figure.TIERS, scheme, on)
    assert covered.everybody == len(expected)
    assert covered.left_out_in_all == len(listed)
    assert {one.employee_no: one.reason for one in listed} == {
        number: reason for number, reason in expected.items() if reason is not None
    }


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(folk=st.lists(people(), max_size=8), rule=rule_strategy, on=st.dates(YEAR.first_day, TODAY))
def test_every_figure_counts_by_the_rule_and_nobody_twice(
    database: Database, folk: list[Person], rule: InclusionRule, on: date
) -> None:
    counted = {
        f"{number:04}": one
        for number, one in enumerate(folk, start=1)
        if one.post_on(on) is not None and plain_reason(one, rule, on) is None
    }
    with town_of(database, folk) as work:
        for figure in Figure:
            change_setting(work, f"inclusion.*.{figure}", plain(rule))
        scheme = definitions.scheme(work, "fukui")
        board = evaluation.board_in(work, scheme, YEAR, on)
        verdicts = tiers.judge_in(work, scheme, on)
        register = register_in(work, "it_passport", on)
        asked = people_chosen(work, Population(includes_absent=False), on, [scheme])
    rows = {row.code: row for row in board.evaluation.departments}
    for unit in UNITS:
        here = [one for one in counted.values() if one.post_on(on).department == unit]
        assert rows[unit].headcount == len(here)
        has_leader = any(one.is_leader for one in here)
        assert ("no_leader" in rows[unit].flags) is not has_leader
        taken = {
            code
            for one in folk
            for code, day in one.done
            if YEAR.first_day <= day <= on
            and (post := one.post_on(day)) is not None
            and post.department == unit
            and plain_reason(one, rule, day) is None
        }
        assert rows[unit].elective.tally.done == len(taken)
    assert sorted(one.person.employee_no for one in verdicts.people) == sorted(counted)
    assert register.total.headcount == len(counted)
    present = [
        number
        for number, one in counted.items()
        if not any(on in absence.valid for absence in one.absences)
    ]
    assert sorted(one.employee_no for one in asked) == sorted(present)
    assert [one.counted for one in board.counted] == [len(counted)] * len(BOARD_FIGURES)


# Setting rules

LABOUR = InclusionRule(occupations_left_out=("労務",))


@pytest.fixture
def small_town(database: Database) -> Database:
    """Two people in one section, one of them 労務."""
    with database.changing("test") as work:
        DEPARTMENTS.record(work, [Department("0101", "人事課", None, is_evaluation_unit=True)])
        for no, occupation in (("0001", "事務"), ("0002", "労務")):
            EMPLOYEES.record(work, [Employee(no, f"職員　{no}", "", occupation)])
            post = Posting("0101", "主事", EmploymentType.REGULAR, Period())
            POSTINGS.record(work, [Personal(no, post)])
    return database


def origin(database: Database, figure: Figure, scheme: str = "fukui") -> Origin:
    found = inclusion(database, scheme, TODAY)
    return next(one.applied.origin for one in found.figures if one.figure is figure)


def test_the_nearest_rule_applies_and_the_rest_comes_back_when_it_is_taken_back(
    small_town: Database,
) -> None:
    assert origin(small_town, Figure.REQUIRED) is Origin.SCHEME
    assert origin(small_town, Figure.TIERS) is Origin.DEFAULT
    set_rule(small_town, [Figure.REQUIRED], "", LABOUR, "労務職は対象外")
    assert origin(small_town, Figure.REQUIRED) is Origin.SETTING
    own = replace(LABOUR, occupations_left_out=())
    set_rule(small_town, [Figure.REQUIRED], "fukui", own, "福井だけは含める")
    assert origin(small_town, Figure.REQUIRED) is Origin.SCHEME_SETTING
    assert origin(small_town, Figure.REQUIRED, "kitakyushu") is Origin.SETTING
    set_rule(small_town, [Figure.REQUIRED], "fukui", None, "元に戻す")
    assert origin(small_town, Figure.REQUIRED) is Origin.SETTING
    set_rule(small_town, [Figure.REQUIRED], "", None, "元に戻す")
    assert origin(small_town, Figure.REQUIRED) is Origin.SCHEME


def test_a_figure_follows_the_rule_and_the_people_left_out_are_named(small_town: Database) -> None:
    before = small_town.clock()
    set_rule(small_town, [Figure.TIERS, Figure.EXAMS], "", LABOUR, "労務職は対象外")
    judged = tiers.judge_all(small_town, "fukui", TODAY)
    assert [one.person.employee_no for one in judged.people] == ["0001"]
    assert judged.counted.left_out == ((Exclusion.OCCUPATION, 1),)
    assert exam_register(small_town, "it_passport", TODAY).total.headcount == 1
    (found,) = left_out(small_town, Figure.TIERS, "fukui", TODAY)
    assert (found.employee_no, found.department_name, found.reason) == (
        "0002",
        "人事課",
        Exclusion.OCCUPATION,
    )
    # what was known before the change stays as it was
    assert len(tiers.judge_all(small_town, "fukui", TODAY, before).people) == 2
    assert left_out(small_town, Figure.TIERS, "fukui", TODAY, before) == ()


def test_people_asked_for_by_number_are_judged_whether_they_count_or_not(
    small_town: Database,
) -> None:
    set_rule(small_town, [Figure.TIERS], "", LABOUR, "労務職は対象外")
    with small_town.reading() as session:
        scheme = definitions.scheme(session, "fukui")
        judged = tiers.judge_in(session, scheme, TODAY, frozenset({"0002"}))
    assert [one.person.employee_no for one in judged.people] == ["0002"]


def test_a_change_is_told_with_who_when_and_why_and_is_undone_as_a_whole(
    small_town: Database,
) -> None:
    set_rule(small_town, [Figure.TIERS, Figure.ANSWERS], "", LABOUR, " 労務職は対象外 ")
    (version,) = inclusion(small_town, "fukui", TODAY).versions
    assert (version.actor, version.reason, version.undone_in) == (
        small_town.actor,
        "労務職は対象外",
        None,
    )
    assert {figure for _scheme, figure, _rule in version.rules} == {Figure.TIERS, Figure.ANSWERS}
    undo_rule(small_town, version.change)
    found = inclusion(small_town, "fukui", TODAY)
    assert found.versions[0].undone_in is not None
    assert {one.applied.rule for one in found.figures if one.figure is Figure.TIERS} == {
        DEFAULT_RULES[Figure.TIERS]
    }
    with pytest.raises(Refusal, match=r"operations\.undo_done"):
        undo_rule(small_town, version.change)


def test_a_change_that_another_rests_on_is_not_undone(small_town: Database) -> None:
    set_rule(small_town, [Figure.TIERS], "", LABOUR, "労務職は対象外")
    first = list_operations(small_town, "inclusion")[0].change
    set_rule(small_town, [Figure.TIERS], "", replace(LABOUR, new_hire_months=6), "新採も")
    with pytest.raises(Refusal, match=r"operations\.undo_rests"):
        undo_rule(small_town, first)
    with pytest.raises(Refusal, match=r"inclusion\.not_a_change"):
        undo_rule(small_town, 1)


def test_a_rehearsal_and_a_preview_change_nothing(small_town: Database) -> None:
    set_rule(small_town, [Figure.TIERS], "", LABOUR, "試し", is_rehearsal=True)
    assert origin(small_town, Figure.TIERS) is Origin.DEFAULT
    assert list_operations(small_town) == ()
    (tried,) = preview(small_town, [Figure.TIERS], LABOUR, TODAY)
    assert (tried.counted, tried.left_out_in_all, tried.everybody) == (1, 1, 2)


def test_every_mistake_of_a_rule_is_told_at_once(small_town: Database) -> None:
    wrong = InclusionRule(
        employment_types=(),
        bands_left_out=("ない",),
        occupations_left_out=("ない",),
        hired_from=date(2026, 4, 1),
        hired_until=date(2020, 4, 1),
        new_hire_months=-1,
        least_days_in_post=4000,
    )
    with pytest.raises(Refusal) as caught:
        set_rule(small_town, [Figure.TIERS], "", wrong, "理由")
    assert [problem.code for problem in caught.value.problems] == [
        "inclusion.nobody",
        "inclusion.reversed",
        "inclusion.months",
        "inclusion.days",
        "inclusion.unknown_band",
        "inclusion.unknown_occupation",
    ]


@pytest.mark.parametrize(
    ("figures", "scheme", "reason", "code"),
    [
        ([], "", "理由", "inclusion.no_figure"),
        ([Figure.TIERS], "", "  ", "inclusion.no_reason"),
        ([Figure.EXAMS], "fukui", "理由", "inclusion.common"),
        ([Figure.TIERS], "ない", "理由", "schemes.unknown"),
    ],
)
def test_a_change_without_what_it_needs_is_refused(
    small_town: Database, figures: list[Figure], scheme: str, reason: str, code: str
) -> None:
    with pytest.raises(Refusal, match=code.replace(".", r"\.")):
        set_rule(small_town, figures, scheme, LABOUR, reason)


def test_setting_the_same_rule_again_is_refused_whatever_its_order(small_town: Database) -> None:
    kinds = (EmploymentType.REGULAR, EmploymentType.REAPPOINTED)
    set_rule(small_town, [Figure.TIERS], "", InclusionRule(employment_types=kinds), "理由")
    turned = InclusionRule(employment_types=tuple(reversed(kinds)))
    with pytest.raises(Refusal, match=r"inclusion\.unchanged"):
        set_rule(small_town, [Figure.TIERS], "", turned, "理由")


def test_the_log_and_the_title_name_the_change_and_no_person(small_town: Database) -> None:
    set_rule(small_town, [Figure.TIERS], "fukui", LABOUR, "労務職は対象外")
    with small_town.reading() as session:
        logged = audit.entries(session, limit=1)[0].entry
    assert (logged.action, logged.target, logged.count, logged.reason) == (
        "inclusion.change",
        "fukui",
        1,
        "労務職は対象外",
    )
    (operation,) = list_operations(small_town, "inclusion")
    assert operation.title.startswith("数え方の変更：区分の判定（")


def test_a_round_of_two_schemes_asks_whoever_counts_in_one_with_a_rule(
    small_town: Database,
) -> None:
    with small_town.reading() as session:
        schemes = [definitions.scheme(session, code) for code in ("fukui", "kitakyushu")]
        assert applied(session, Figure.ANSWERS, schemes[1]).origin is Origin.DEFAULT
        assert len(people_chosen(session, Population(), TODAY, schemes)) == 2
    set_rule(small_town, [Figure.ANSWERS], "fukui", LABOUR, "労務職は対象外")
    with small_town.reading() as session:
        assert len(people_chosen(session, Population(), TODAY, schemes)) == 1
        assert len(people_chosen(session, Population(), TODAY, schemes[1:])) == 2

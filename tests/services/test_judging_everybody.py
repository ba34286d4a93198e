"""Everybody judged at once: what comes out is what the plain rule says of each of them alone.

The reference here goes through the raw history of one person after the other and knows nothing of
the tables, the queries or the grouping of the calculation.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skilltrack.domain.calendar import FiscalYear, Period
from skilltrack.domain.catalogue.courses import Completion, CompletionStatus, Course, CourseKind
from skilltrack.domain.organisation import (
    Appointment,
    Department,
    Employee,
    EmploymentType,
    JobTitle,
    Posting,
    Practice,
    PracticeStage,
)
from skilltrack.domain.people.career import CareerKind
from skilltrack.domain.questionnaires.definition import (
    Category,
    Item,
    Origin,
    Questionnaire,
    Scale,
    ScaleStep,
    category_scores,
)
from skilltrack.domain.schemes import gates
from skilltrack.domain.schemes.definition import (
    Band,
    Override,
    Role,
    Scheme,
    ScoreLadder,
    ScoreLevel,
    Tier,
    TierRule,
    Verdict,
    judge_person,
    with_override,
)
from skilltrack.domain.schemes.gates import Evidence
from skilltrack.domain.schemes.leaves import (
    AccreditationHeld,
    BandIs,
    CareerRegistered,
    CatalogueCompleted,
    CatalogueKind,
    CategoryAtLeast,
    CoursesCompleted,
    HoursCompleted,
    ItemAtLeast,
    Leaf,
    LevelAtLeast,
    PracticesRegistered,
    RoleHeld,
)
from skilltrack.domain.schemes.programmes import CourseDetail, Programme
from skilltrack.exchange.plain import plain
from skilltrack.services import datafiles, definitions
from skilltrack.services.verdicts import tiers
from skilltrack.store import schema
from skilltrack.store.database import Database, UnitOfWork
from skilltrack.store.definitions import DEFINITIONS, Definition, DefinitionKind
from skilltrack.store.facts import Personal
from skilltrack.store.organisation import (
    APPOINTMENTS,
    DEPARTMENTS,
    EMPLOYEES,
    POSTINGS,
    PRACTICES,
    TITLES,
)
from skilltrack.store.rounds import RESPONSES, ROUNDS, ResponseRecord, RoundRecord
from skilltrack.store.training import COMPLETIONS, ENTRIES, entries_of

AS_OF = date(2026, 11, 20)
YEAR = FiscalYear.of(AS_OF)
STEPS = tuple(ScaleStep(points, str(points)) for points in range(4))


def questionnaire(code: str, *categories: tuple[str, int]) -> Questionnaire:
    return Questionnaire(
        code,
        1,
        code,
        "",
        Scale(STEPS),
        tuple(Category(name, name) for name, _count in categories),
        tuple(
            Item(f"{name}{n}", name, "問", "題", Origin.OWN)
            for name, count in categories
            for n in range(count)
        ),
    )


OWN = questionnaire("own", ("excel", 3), ("security", 1))
OTHER = questionnaire("other", ("law", 2))
LADDER = ScoreLadder(
    "whole",
    "全体",
    (
        ScoreLevel("low", "低", Fraction(0)),
        ScoreLevel("middle", "中", Fraction(1, 3)),
        ScoreLevel("high", "高", Fraction(3, 4)),
    ),
)
LAW = replace(LADDER, id="law", category="law", questionnaire="other")

LEAVES: tuple[Leaf, ...] = (
    CategoryAtLeast("category", "得点", "excel", Fraction(1, 2)),
    CategoryAtLeast("law", "他の調査票", "law", Fraction(2, 3), "other"),
    ItemAtLeast("item", "設問", "security0", 2),
    LevelAtLeast("level", "水準", "whole", "middle"),
    LevelAtLeast("law-level", "水準", "law", "high"),
    CoursesCompleted("courses", "研修", ("A", "B", "T"), 2),
    CatalogueCompleted("required", "必須", CatalogueKind.REQUIRED),
    CatalogueCompleted("leader", "リーダー", CatalogueKind.LEADER),
    HoursCompleted("hours", "時間", Fraction(5)),
    HoursCompleted("hours-of", "時間", Fraction(3), ("A", "T")),
    BandIs("band", "役職", ("staff",)),
    RoleHeld("role", "役割", "leader"),
    PracticesRegistered("practices", "実践", 1, PracticeStage.ADOPTED),
    AccreditationHeld("accredited", "認定", "first"),
    AccreditationHeld("elsewhere", "他の認定", "expert", "another"),
    CareerRegistered("career", "資格", CareerKind.QUALIFICATION, 1, "情報"),
)

CATALOGUE = (
    Course("A", "A", YEAR.year, CourseKind.REQUIRED, (), "", 2.0),
    Course("B", "B", YEAR.year, CourseKind.REQUIRED, ("staff",), "", 1.5),
    Course("T", "T", YEAR.year, CourseKind.ELECTIVE, (), "", 4.0),
)
VALID_MONTHS = 12
"""How long T holds; completions of A renew it."""

days = st.dates(date(2025, 1, 1), date(2027, 1, 31))


@dataclass(frozen=True)
class Life:
    """Everything that is recorded of a person, in no order."""

    title: str = "主事"
    role_terms: tuple[Period, ...] = ()
    answers: tuple[tuple[str, date, dict[str, int | None]], ...] = ()
    completions: tuple[Completion, ...] = ()
    exemptions: tuple[tuple[str, Period], ...] = ()
    practices: tuple[tuple[PracticeStage, tuple[date, ...]], ...] = ()
    accreditations: tuple[tuple[str, str, Period], ...] = ()
    career: tuple[tuple[CareerKind, str, Period], ...] = ()
    override: Override | None = None
    others: tuple[object, ...] = field(default_factory=tuple)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(days)
    return Period(
        start, draw(st.none() | st.just(start + timedelta(days=draw(st.integers(1, 400)))))
    )


def answers_to(asked: Questionnaire) -> st.SearchStrategy[dict[str, int | None]]:
    return st.fixed_dictionaries(
        {}, optional={item.code: st.none() | st.integers(0, 3) for item in asked.items}
    )


@st.composite
def lives(draw: st.DrawFn) -> Life:
    answered = [
        (round_id, draw(days), draw(answers_to(OTHER if round_id == "law" else OWN)))
        for round_id in draw(st.sets(st.sampled_from(["old", "new", "law"])))
    ]
    done = draw(
        st.lists(
            st.tuples(
                st.sampled_from("ABTX"),
                days,
                st.sampled_from(list(CompletionStatus)),
                st.none() | st.sampled_from([0.5, 3.0]),
            ),
            max_size=5,
            unique_by=lambda row: row[:2],
        )
    )
    return Life(
        title=draw(st.sampled_from(["主事", "課長", "無し"])),
        role_terms=tuple(draw(st.lists(periods(), max_size=2))),
        answers=tuple(answered),
        completions=tuple(
            Completion("", course, on, status, hours) for course, on, status, hours in done
        ),
        exemptions=tuple(draw(st.lists(st.tuples(st.sampled_from("AB"), periods()), max_size=1))),
        practices=tuple(
            draw(
                st.lists(
                    st.tuples(
                        st.sampled_from(list(PracticeStage)),
                        st.lists(days, max_size=3).map(lambda found: tuple(sorted(found))),
                    ),
                    max_size=2,
                )
            )
        ),
        accreditations=tuple(
            draw(
                st.lists(
                    st.tuples(
                        st.sampled_from([("own", "first"), ("another", "expert")]), periods()
                    ).map(lambda pair: (*pair[0], pair[1])),
                    max_size=2,
                )
            )
        ),
        career=tuple(
            draw(
                st.lists(
                    st.tuples(
                        st.sampled_from(list(CareerKind)),
                        st.sampled_from(["情報", "法律"]),
                        periods(),
                    ),
                    max_size=2,
                )
            )
        ),
        override=draw(
            st.none()
            | st.builds(
                Override, st.sampled_from([None, "first", "second"]), st.just("理由"), periods()
            )
        ),
    )


def grown(draw: st.DrawFn, leaves: list[Leaf], depth: int = 2) -> gates.Gate:
    """Build a tree that uses each of some leaves once."""
    if len(leaves) == 1 or depth == 0:
        return leaves[0] if len(leaves) == 1 else gates.All(tuple(leaves))
    cut = draw(st.integers(1, len(leaves) - 1))
    children = (grown(draw, leaves[:cut], depth - 1), grown(draw, leaves[cut:], depth - 1))
    return gates.AtLeast(1, children) if draw(st.booleans()) else gates.All(children)


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    leaves = draw(st.permutations(LEAVES))
    cut = draw(st.integers(1, len(leaves) - 1))
    is_earned = draw(st.booleans())
    parts = (list(leaves[:cut]), list(leaves[cut:]))
    tiers_ = tuple(
        Tier(
            code,
            code,
            grown(draw, part),
            expected_bands=() if is_earned or code == "second" else ("staff", "head"),
            expected_role="leader" if not is_earned and code == "second" else None,
        )
        for code, part in zip(("first", "second"), parts, strict=True)
    )
    return Scheme(
        "own",
        1,
        "制度",
        "",
        TierRule.EARNED if is_earned else TierRule.BY_POST,
        "own",
        (Band("staff", "一般"), Band("head", "管理")),
        (Role("leader", "リーダー"),),
        tiers_,
        ladders=(LADDER, LAW),
    )


# The plain reference


def reference(scheme: Scheme, life: Life) -> Verdict:
    """Judge one person from the raw history."""
    band = {"主事": "staff", "課長": "head"}.get(life.title)
    evidence: dict[str, Any] = {
        "band": band,
        "roles": frozenset({"leader"} if any(AS_OF in term for term in life.role_terms) else ()),
        "practices": practised(life),
        "accredited": held(life),
        "career": tuple(
            (kind, about)
            for kind, about, valid in life.career
            if valid.start is not None
            and valid.start <= AS_OF
            and (kind is not CareerKind.QUALIFICATION or AS_OF in valid)
        ),
    }
    own, law = newest(life, ("old", "new")), newest(life, ("law",))
    evidence |= completed_by(life, band)
    verdict = judge_person(scheme, Evidence(**evidence, **answered(own, law)))
    if own is None or law is None or own[0] != law[0]:
        verdict = with_days(scheme, verdict, own, law)
    granted = tuple(
        (tier, day)
        for tier, day in ((code, evidence["accredited"].get(code)) for code in ("first", "second"))
        if day is not None
    )
    verdict = replace(verdict, accredited=granted)
    if life.override is not None and AS_OF in life.override.valid:
        return with_override(scheme, verdict, life.override)
    return verdict


def newest(life: Life, rounds: tuple[str, ...]) -> tuple[date, dict[str, int | None]] | None:
    """Return the answers to the round opened last, of those given until the day."""
    given = {name: (on, answers) for name, on, answers in life.answers if on <= AS_OF}
    return next((given[name] for name in reversed(rounds) if name in given), None)


def answered(
    own: tuple[date, dict[str, int | None]] | None, law: tuple[date, dict[str, int | None]] | None
) -> dict[str, Any]:
    categories: dict[str, Fraction | None] = {}
    items: dict[str, int | None] = {}
    levels: dict[str, tuple[str, ...] | None] = {}
    if own is not None:
        scores = category_scores(OWN, own[1])
        categories |= {score.category: score.ratio for score in scores}
        items |= own[1]
        levels["whole"] = LADDER.reached(whole(own[1]))
    if law is not None:
        (score,) = category_scores(OTHER, law[1])
        categories["other:law"] = score.ratio
        levels["law"] = LAW.reached(score.ratio)
    on = None if own is None else own[0]
    return {"categories": categories, "items": items, "levels": levels, "answered_on": on}


def whole(answers: dict[str, int | None]) -> Fraction | None:
    """Return the share of all points, under the conditions of a category of four items."""
    steps = [answers[item.code] for item in OWN.items if item.code in answers]
    applicable = len(OWN.items) - steps.count(None)
    chosen = [step for step in steps if step is not None]
    if not chosen or 2 * applicable < len(OWN.items) or 5 * len(chosen) < 4 * applicable:
        return None
    return Fraction(sum(chosen), 3 * len(chosen))


def with_days(scheme: Scheme, verdict: Verdict, own: Any, law: Any) -> Verdict:
    """Put the day of the other questionnaire on the requirements that look at it."""
    foreign = {"law", "law-level"}
    day = None if law is None else law[0]

    def dated(leaf: gates.JudgedLeaf) -> gates.JudgedLeaf:
        if leaf.id not in foreign:
            return leaf
        return replace(leaf, on=day if leaf.value else None)

    return replace(verdict, requirements=tuple(dated(leaf) for leaf in verdict.requirements))


def completed_by(life: Life, band: str | None) -> dict[str, Any]:
    past = [c for c in life.completions if c.on <= AS_OF and c.status is CompletionStatus.COMPLETED]
    first: dict[str, date] = {}
    for c in sorted(past, key=lambda c: c.on):
        first.setdefault(c.course, c.on)
    completed = dict(first)
    if "T" in completed:
        since = first["T"]
        renewals = [c.on for c in past if c.course in {"T", "A"} and c.on >= since]
        completed["T"] = max(renewals)
        if not is_valid(completed["T"]):
            del completed["T"]
    hours: dict[str, Fraction] = {}
    usual = {("A", YEAR.year): 2.0, ("B", YEAR.year): 1.5, ("T", YEAR.year): 4.0}
    for c in past:
        stated = usual.get((c.course, FiscalYear.of(c.on).year)) if c.hours is None else c.hours
        if stated is not None and (c.course != "T" or "T" in completed):
            hours[c.course] = max(hours.get(c.course, Fraction(0)), Fraction(str(stated)))
    of_year = {}
    for c in sorted(past, key=lambda c: c.on):
        if c.on >= YEAR.first_day:
            of_year.setdefault(c.course, c.on)
    exempt = {code for code, valid in life.exemptions if AS_OF in valid}
    exempt |= {
        c.course
        for c in life.completions
        if c.status is CompletionStatus.EXEMPT and YEAR.first_day <= c.on <= AS_OF
    }
    due = {"A", "B"} if band == "staff" else {"A"}
    due = {code for code in due if code in of_year or code not in exempt}
    return {
        "completed": completed,
        "completed_this_year": of_year,
        "hours": hours,
        "due": {CatalogueKind.REQUIRED: frozenset(due)},
    }


def is_valid(on: date) -> bool:
    """Tell whether twelve months after a completion the day has not gone by yet."""
    try:
        return on.replace(year=on.year + 1) >= AS_OF
    except ValueError:
        return date(on.year + 1, 2, 28) >= AS_OF


def practised(life: Life) -> dict[PracticeStage, int]:
    stages = list(PracticeStage)
    counts = dict.fromkeys(stages, 0)
    for stage, reached in life.practices:
        days_by_now = [on for on in reached if on <= AS_OF]
        passed = len(days_by_now) if reached else stages.index(stage) + 1
        for one in stages[:passed]:
            counts[one] += 1
    return counts


def held(life: Life) -> dict[str, date]:
    found: dict[str, date] = {}
    for scheme, tier, valid in life.accreditations:
        if AS_OF in valid and valid.start is not None:
            key = tier if scheme == "own" else f"{scheme}:{tier}"
            found[key] = min(valid.start, found.get(key, date.max))
    return found


# The records


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    created = datafiles.create(
        tmp_path_factory.mktemp("judging") / "body.db",
        passphrase=None,
        label="",
        organisation="試験市",
        is_unprotected=True,
    )
    with created.database.changing("test") as work:
        for one in (OWN, OTHER):
            kind = DefinitionKind.QUESTIONNAIRE
            DEFINITIONS.record(work, [Definition(kind, one.id, 1, plain(one))])
        for number, (round_id, asked) in enumerate(
            [("old", "own"), ("new", "own"), ("law", "other")]
        ):
            opens_on = date(2025, 1, 1 + number)
            ROUNDS.record(
                work,
                [
                    RoundRecord(
                        round_id,
                        "",
                        asked,
                        1,
                        (),
                        "",
                        "",
                        opens_on,
                        date(2027, 3, 1),
                        is_closed=False,
                        public_key=b"",
                    )
                ],
            )
        DEPARTMENTS.record(work, [Department("01", "課", None, is_evaluation_unit=True)])
        TITLES.record(
            work, [JobTitle(*one, Period()) for one in (("主事", "staff"), ("課長", "head"))]
        )
        for course in CATALOGUE:
            ENTRIES.record(work, entries_of(course))
        detail = CourseDetail("T", valid_months=VALID_MONTHS, renewed_by="A")
        work.record(
            schema.course_detail,
            [{"code": "T", "fiscal_year": YEAR.year, "body": plain(detail)}],
        )
    yield created.database
    created.database.close()


def record(work: UnitOfWork, number: str, life: Life) -> None:
    EMPLOYEES.record(work, [Employee(number, number, number)])
    posting = Posting("01", life.title, EmploymentType.REGULAR, Period(date(2020, 4, 1)))
    POSTINGS.record(work, [Personal(number, posting)])
    APPOINTMENTS.record(work, [Appointment(number, "leader", term) for term in life.role_terms])
    RESPONSES.record(
        work,
        [
            ResponseRecord(name, number, "sealed", 1, 1, "", "", on, answers)
            for name, on, answers in life.answers
        ],
    )
    COMPLETIONS.record(work, [replace(c, employee_no=number) for c in life.completions])
    work.record(
        schema.exemption,
        [
            {"employee_no": number, "course_code": code, "reason": "", **period(valid)}
            for code, valid in life.exemptions
        ],
    )
    for place, (stage, reached) in enumerate(life.practices):
        practice_id = f"{number}-{place}"
        PRACTICES.record(
            work, [Practice("01", "実践", stage, participants=(number,), practice_id=practice_id)]
        )
        work.record(
            schema.practice_stage,
            [
                {"practice_id": practice_id, "stage": passed.value, "reached_on": on}
                for passed, on in zip(PracticeStage, reached, strict=False)
            ],
        )
    no_words = {"certificate_no": "", "reason": "", "evidence": "", "ended_because": ""}
    work.record(
        schema.accreditation,
        [
            {"employee_no": number, "scheme": scheme, "tier": tier, **period(valid), **no_words}
            for scheme, tier, valid in life.accreditations
        ],
    )
    work.record(
        schema.career_entry,
        [
            {
                "entry_id": f"{number}-{place}",
                "employee_no": number,
                "kind": kind.value,
                "field": about,
                "title": "",
                "evidence": "",
                "note": "",
                **period(valid),
            }
            for place, (kind, about, valid) in enumerate(life.career)
        ],
    )
    if life.override is not None:
        work.record(
            schema.verdict_override,
            [
                {
                    "employee_no": number,
                    "scheme": "own",
                    "tier": life.override.tier or "",
                    "reason": life.override.reason,
                    **period(life.override.valid),
                }
            ],
        )


def period(valid: Period) -> dict[str, Any]:
    return {"valid_from": valid.start, "valid_to": valid.end}


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(scheme=schemes(), people=st.lists(lives(), min_size=1, max_size=6))
def test_everybody_at_once_is_each_of_them_alone(
    body: Database, scheme: Scheme, people: list[Life]
) -> None:
    numbers = [f"{place:04}" for place in range(len(people))]
    with body.changing("test", is_rehearsal=True) as work:
        definitions.keep_version(work, scheme, Programme(scheme.id, 1), 1)
        for number, life in zip(numbers, people, strict=True):
            record(work, number, life)
        found = tiers.judge_in(work, scheme, AS_OF)
        verdicts = {one.person.employee_no: one.verdict for one in found.people}
        some = frozenset(numbers[::2])
        few = tiers.judge_in(work, scheme, AS_OF, some)
    expected = {
        number: reference(scheme, life) for number, life in zip(numbers, people, strict=True)
    }
    assert verdicts == expected
    assert {one.person.employee_no: one.verdict for one in few.people} == {
        number: expected[number] for number in some
    }


RENEWED = (
    Completion("", "T", date(2025, 2, 1)),
    Completion("", "A", date(2026, 6, 1)),
)
"""T has run out on the day unless A renews it."""


@pytest.mark.parametrize(("done", "on"), [(RENEWED, date(2026, 6, 1)), (RENEWED[:1], None)])
def test_a_course_that_ran_out_counts_only_when_it_was_renewed(
    body: Database, done: tuple[Completion, ...], on: date | None
) -> None:
    gate = CoursesCompleted("t", "研修", ("T",), 1)
    scheme = Scheme(
        "own", 1, "制度", "", TierRule.EARNED, "own", (), (), (Tier("first", "区分", gate),)
    )
    life = Life(completions=done)
    with body.changing("test", is_rehearsal=True) as work:
        definitions.keep_version(work, scheme, Programme(scheme.id, 1), 1)
        record(work, "0001", life)
        (found,) = tiers.judge_in(work, scheme, AS_OF).people
    assert found.verdict == reference(scheme, life)
    assert found.verdict.requirements[0].on == on
    assert found.verdict.reached == ("first" if on else None)

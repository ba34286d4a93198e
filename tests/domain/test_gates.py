"""The requirement tree: each leaf alone, unknown is neither met nor missed."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.organisation import PracticeStage
from skilltrack.domain.people.career import CareerKind
from skilltrack.domain.schemes.definition import ScoreLadder, ScoreLevel
from skilltrack.domain.schemes.gates import (
    All,
    AtLeast,
    Evidence,
    Gate,
    JudgedLeaf,
    holds,
    judge,
    missing,
)
from skilltrack.domain.schemes.leaves import (
    ANSWER_KINDS,
    AccreditationHeld,
    BandIs,
    CareerRegistered,
    CatalogueCompleted,
    CatalogueKind,
    CategoryAtLeast,
    CoursesCompleted,
    ExamPassed,
    HoursCompleted,
    ItemAtLeast,
    LeafKind,
    LevelAtLeast,
    PracticesRegistered,
    RoleHeld,
    ScoreAtLeast,
)

EXCEL = CategoryAtLeast("excel", "エクセル関数", "excel", Fraction(3, 5))
STATISTICS = CategoryAtLeast("statistics", "統計知識", "statistics", Fraction(1, 2))
EXAM = ExamPassed("exam", "ITパスポート", "it_passport")


LEVEL = LevelAtLeast("level", "水準", "skill", "middle")


def outcome(gate: Gate, evidence: Evidence) -> bool | None:
    return holds(gate, judge(gate, evidence))


def test_a_surplus_in_one_category_never_pays_for_another() -> None:
    evidence = Evidence(categories={"excel": Fraction(1), "statistics": Fraction(49, 100)})
    gate = All((EXCEL, STATISTICS))
    assert outcome(gate, evidence) is False
    assert missing(gate, judge(gate, evidence)) == ("statistics",)


def test_the_threshold_itself_is_enough() -> None:
    assert outcome(EXCEL, Evidence(categories={"excel": Fraction(3, 5)})) is True
    assert outcome(EXCEL, Evidence(categories={"excel": Fraction(599, 1000)})) is False


def test_a_category_that_was_not_judged_is_unknown_and_not_zero() -> None:
    leaf = judge(EXCEL, Evidence(categories={"excel": None}))["excel"]
    assert (leaf.value, leaf.satisfied) == (None, None)
    assert outcome(All((EXCEL,)), Evidence()) is None


def test_a_tree_that_has_failed_already_does_not_wait_for_the_unknown() -> None:
    evidence = Evidence(categories={"excel": Fraction(0)})
    assert outcome(All((EXCEL, STATISTICS)), evidence) is False


def test_courses_ever_completed_count_and_those_lacking_are_named() -> None:
    leaf = CoursesCompleted("c", "実習", ("K1", "K2", "K3"), 2)
    done = {"K3": date(2025, 6, 1), "K1": date(2024, 5, 1)}
    judged = judge(leaf, Evidence(completed=done))["c"]
    assert (judged.value, judged.threshold, judged.satisfied) == (2, 2, True)
    assert judged.on == date(2025, 6, 1)
    assert judged.lacking == ("K2",)


def test_required_courses_of_the_year_are_those_due_and_completed_in_it() -> None:
    leaf = CatalogueCompleted("r", "必須研修", CatalogueKind.REQUIRED)
    evidence = Evidence(
        due={CatalogueKind.REQUIRED: frozenset({"A", "B"})},
        completed={"A": date(2024, 5, 1), "B": date(2026, 5, 1)},
        completed_this_year={"B": date(2026, 5, 1)},
    )
    judged = judge(leaf, evidence)["r"]
    assert (judged.value, judged.threshold, judged.satisfied) == (1, 2, False)
    assert judged.lacking == ("A",)


def test_a_year_without_a_catalogue_cannot_be_judged_and_is_not_met() -> None:
    leaf = CatalogueCompleted("r", "必須研修", CatalogueKind.REQUIRED)
    assert outcome(leaf, Evidence()) is None
    assert outcome(leaf, Evidence(due={CatalogueKind.REQUIRED: frozenset()})) is True


def test_what_only_the_personnel_section_knows_is_left_undecided() -> None:
    evidence = Evidence(
        judged_here=ANSWER_KINDS | {LeafKind.BAND}, categories={"excel": Fraction(1)}
    )
    judged = judge(All((EXCEL, EXAM)), evidence)
    assert judged["exam"].satisfied is None
    assert judged["exam"].threshold is True
    assert holds(All((EXCEL, EXAM)), judged) is None


def test_the_shortest_way_is_named_and_among_equals_the_first() -> None:
    either = AtLeast(1, (All((EXCEL, STATISTICS)), EXAM))
    judged = judge(either, Evidence(categories={"excel": Fraction(0), "statistics": Fraction(0)}))
    assert missing(either, judged) == ("exam",)
    equal = AtLeast(1, (EXCEL, STATISTICS))
    assert missing(equal, judge(equal, Evidence())) == ("excel",)


def test_at_least_two_of_four_names_only_what_is_lacking() -> None:
    leaves = tuple(CoursesCompleted(f"c{i}", f"研修{i}", (f"K{i}",), 1) for i in range(4))
    gate = AtLeast(2, leaves)
    judged = judge(gate, Evidence(completed={"K2": date(2026, 4, 1)}))
    assert missing(gate, judged) == ("c0",)


leaf_outcomes = st.sampled_from([True, False, None])


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> tuple[Gate, dict[str, bool | None]]:
    """Draw a tree with an outcome for each leaf."""
    outcomes: dict[str, bool | None] = {}

    def grow(level: int) -> Gate:
        if level == 0 or draw(st.booleans()):
            name = f"leaf{len(outcomes)}"
            outcomes[name] = draw(leaf_outcomes)
            return CategoryAtLeast(name, name, name, Fraction(1, 2))
        children = tuple(grow(level - 1) for _ in range(draw(st.integers(1, 3))))
        if draw(st.booleans()):
            return All(children)
        return AtLeast(draw(st.integers(1, len(children))), children)

    return grow(depth), outcomes


def evidence_of(outcomes: dict[str, bool | None]) -> Evidence:
    value = {True: Fraction(1), False: Fraction(0), None: None}
    return Evidence(categories={name: value[result] for name, result in outcomes.items()})


@given(trees())
def test_meeting_what_is_missing_makes_the_tree_hold(
    drawn: tuple[Gate, dict[str, bool | None]],
) -> None:
    gate, outcomes = drawn
    lacking = missing(gate, judge(gate, evidence_of(outcomes)))
    mended = outcomes | dict.fromkeys(lacking, True)
    assert outcome(gate, evidence_of(mended)) is True
    assert (not lacking) == (outcome(gate, evidence_of(outcomes)) is True)


@given(trees())
def test_what_is_unknown_decides_exactly_the_undecided_trees(
    drawn: tuple[Gate, dict[str, bool | None]],
) -> None:
    gate, outcomes = drawn
    best = {name: value is not False for name, value in outcomes.items()}
    worst = {name: value is True for name, value in outcomes.items()}
    extremes = {outcome(gate, evidence_of(dict(ends))) for ends in (best, worst)}
    result = outcome(gate, evidence_of(outcomes))
    assert extremes == ({True, False} if result is None else {result})


@pytest.mark.parametrize("kind", list(LeafKind))
def test_every_kind_of_leaf_can_be_left_undecided(kind: LeafKind) -> None:
    samples: dict[LeafKind, Gate] = {
        LeafKind.CATEGORY: EXCEL,
        LeafKind.ITEM: ItemAtLeast("x", "x", "E01", 2),
        LeafKind.COURSES: CoursesCompleted("x", "x", ("K1",), 1),
        LeafKind.CATALOGUE: CatalogueCompleted("x", "x", CatalogueKind.LEADER),
        LeafKind.EXAM: EXAM,
        LeafKind.BAND: BandIs("x", "x", ("staff",)),
        LeafKind.ROLE: RoleHeld("x", "x", "dx_leader"),
        LeafKind.PRACTICES: PracticesRegistered("x", "x", 1),
        LeafKind.SCORE: ScoreAtLeast("x", "x", "total", 600),
        LeafKind.LEVEL: LEVEL,
        LeafKind.HOURS: HoursCompleted("x", "x", Fraction(3)),
        LeafKind.ACCREDITED: AccreditationHeld("x", "x", "expert"),
        LeafKind.CAREER: CareerRegistered("x", "x", CareerKind.QUALIFICATION, 1),
    }
    nobody = Evidence(judged_here=frozenset())
    assert outcome(samples[kind], nobody) is None


def test_a_level_is_reached_with_all_below_it() -> None:
    ladder = ScoreLadder(
        "skill",
        "水準",
        tuple(
            ScoreLevel(code, code, Fraction(least, 1000))
            for code, least in (("low", 0), ("middle", 305), ("high", 800))
        ),
    )

    def judged(score: Fraction | None) -> JudgedLeaf:
        return judge(LEVEL, Evidence(levels={"skill": ladder.reached(score)}))["level"]

    assert [judged(Fraction(n, 1000)).satisfied for n in (304, 305, 1000)] == [False, True, True]
    assert judged(Fraction(1)).value == "high"
    assert (judged(None).value, judged(None).satisfied) == (None, None)


def test_hours_are_those_of_the_courses_named_or_of_all() -> None:
    done = {"A": Fraction(5, 2), "B": Fraction(1)}
    of_all = judge(HoursCompleted("h", "時間", Fraction(7, 2)), Evidence(hours=done))["h"]
    assert (of_all.value, of_all.satisfied) == (Fraction(7, 2), True)
    named = HoursCompleted("h", "時間", Fraction(3), ("A", "C"))
    assert judge(named, Evidence(hours=done))["h"].value == Fraction(5, 2)
    assert outcome(named, Evidence(hours=done)) is False


def test_what_belongs_to_another_definition_is_not_mistaken_for_the_own() -> None:
    foreign = CategoryAtLeast("x", "x", "excel", Fraction(1, 2), "aichi")
    own = Evidence(categories={"excel": Fraction(1)})
    assert outcome(foreign, own) is None
    assert outcome(foreign, Evidence(categories={"aichi:excel": Fraction(1)})) is True
    elsewhere = AccreditationHeld("x", "x", "expert", "moka")
    assert outcome(elsewhere, Evidence(accredited={"expert": date(2026, 4, 1)})) is False
    assert outcome(elsewhere, Evidence(accredited={"moka:expert": date(2026, 4, 1)})) is True


def test_entries_of_a_career_count_by_kind_and_field() -> None:
    entries = (
        (CareerKind.QUALIFICATION, "情報"),
        (CareerKind.QUALIFICATION, "法律"),
        (CareerKind.EXPERIENCE, "情報"),
    )
    any_field = CareerRegistered("x", "x", CareerKind.QUALIFICATION, 2)
    assert outcome(any_field, Evidence(career=entries)) is True
    one_field = CareerRegistered("x", "x", CareerKind.QUALIFICATION, 2, "情報")
    judged = judge(one_field, Evidence(career=entries))["x"]
    assert (judged.value, judged.satisfied) == (1, False)


def test_a_practice_counts_at_the_stage_that_is_asked() -> None:
    leaf = PracticesRegistered("x", "x", 2, PracticeStage.ADOPTED)
    evidence = Evidence(practices={PracticeStage.PROPOSED: 3, PracticeStage.ADOPTED: 1})
    assert judge(leaf, evidence)["x"].value == 1

"""Verdicts by post (福井) and earned (北九州)."""

from datetime import date
from fractions import Fraction

from skilltrack.domain.schemes.definition import (
    Band,
    Role,
    Scheme,
    Tier,
    TierRule,
    judge_person,
)
from skilltrack.domain.schemes.gates import All, Evidence
from skilltrack.domain.schemes.leaves import CategoryAtLeast, CoursesCompleted, ExamPassed, RoleHeld


def floor(name: str, percent: int) -> CategoryAtLeast:
    return CategoryAtLeast(name, name, "excel", Fraction(percent, 100))


BY_POST = Scheme(
    id="by_post",
    version=1,
    name="…",
    explanation="",
    rule=TierRule.BY_POST,
    questionnaire="q",
    bands=(Band("management", "…"), Band("staff", "…")),
    roles=(Role("dx_leader", "DXリーダー"),),
    tiers=(
        Tier("management", "…", floor("m", 30), expected_bands=("management",)),
        Tier("leader", "…", floor("l", 70), expected_role="dx_leader"),
        Tier("staff", "…", floor("s", 50), expected_bands=("staff",)),
    ),
)

LADDER = Scheme(
    id="ladder",
    version=1,
    name="…",
    explanation="",
    rule=TierRule.EARNED,
    questionnaire="q",
    bands=(),
    roles=(),
    tiers=(
        Tier("bronze", "…", floor("b", 40)),
        Tier("silver", "…", All((floor("s", 60), CoursesCompleted("sc", "…", ("K1",), 1)))),
        Tier("gold", "…", ExamPassed("g", "…", "it_passport")),
    ),
)


def person(ratio: Fraction | None, **parts: object) -> Evidence:
    return Evidence(categories={"excel": ratio}, **parts)  # type: ignore[arg-type]


def test_by_post_the_post_says_what_is_expected_and_no_other_tier_is_offered() -> None:
    verdict = judge_person(BY_POST, person(Fraction(60, 100), band="staff"))
    assert (verdict.expected, verdict.met, verdict.next_tier) == ("staff", True, None)
    assert [leaf.id for leaf in verdict.requirements] == ["s"]


def test_a_role_by_appointment_goes_before_the_post() -> None:
    evidence = person(Fraction(60, 100), band="staff", roles=frozenset({"dx_leader"}))
    verdict = judge_person(BY_POST, evidence)
    assert (verdict.expected, verdict.met, verdict.missing) == ("leader", False, ("l",))
    assert verdict.candidates == ()


def test_whoever_meets_a_role_not_held_is_its_candidate() -> None:
    verdict = judge_person(BY_POST, person(Fraction(70, 100), band="staff"))
    assert verdict.candidates == ("leader",)


def test_without_an_answer_it_cannot_be_judged() -> None:
    verdict = judge_person(BY_POST, person(None, band="staff"))
    assert verdict.met is None
    assert verdict.missing == ("s",)


def test_a_title_outside_every_band_has_no_expected_tier() -> None:
    verdict = judge_person(BY_POST, person(Fraction(1), band=None))
    assert (verdict.expected, verdict.met, verdict.requirements) == (None, None, ())


def test_a_ladder_is_climbed_without_skipping() -> None:
    passed = {"it_passport": date(2026, 5, 1)}
    verdict = judge_person(LADDER, person(Fraction(50, 100), passed=passed))
    assert (verdict.reached, verdict.next_tier) == ("bronze", "silver")
    assert verdict.missing == ("s", "sc")
    assert [leaf.id for leaf in verdict.requirements] == ["b", "s", "sc", "g"]


def test_at_the_top_nothing_is_missing() -> None:
    verdict = judge_person(
        LADDER,
        person(
            Fraction(1),
            completed={"K1": date(2026, 5, 1)},
            passed={"it_passport": date(2026, 6, 1)},
        ),
    )
    assert (verdict.reached, verdict.next_tier, verdict.missing) == ("gold", None, ())


def test_a_role_is_a_leaf_like_any_other() -> None:
    scheme = Scheme(
        id="x",
        version=1,
        name="…",
        explanation="",
        rule=TierRule.EARNED,
        questionnaire="q",
        bands=(),
        roles=(Role("adviser", "…"),),
        tiers=(Tier("t", "…", RoleHeld("r", "…", "adviser")),),
    )
    assert judge_person(scheme, Evidence(roles=frozenset({"adviser"}))).reached == "t"

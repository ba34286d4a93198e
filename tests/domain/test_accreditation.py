"""Candidates, levels, years and periods cut, against plain calculations written here."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.accreditation import (
    Accreditation,
    Candidacy,
    Counted,
    cut,
    has_day,
    levels_of,
    meet,
    year_figures,
    years_between,
)
from skilltrack.domain.calendar import FiscalYear, Period
from skilltrack.domain.schemes.definition import (
    Override,
    Scheme,
    Tier,
    TierRule,
    judge_person,
    with_override,
)
from skilltrack.domain.schemes.gates import All, AtLeast, Evidence, Gate
from skilltrack.domain.schemes.leaves import (
    AccreditationHeld,
    CoursesCompleted,
    ExamPassed,
    evidence_key,
)

DAY = date(2026, 11, 20)
COURSE = CoursesCompleted("course", "研修", ("C1",), 1)
OTHER = CoursesCompleted("other", "別の研修", ("C2",), 1)
EXAM = ExamPassed("exam", "試験", "it_passport")


def held(tier: str, number: int = 1) -> AccreditationHeld:
    return AccreditationHeld(f"{tier}-{number}", f"{tier}の認定", tier)


MOKA = Scheme(
    "moka",
    1,
    "真岡",
    "",
    TierRule.EARNED,
    "q",
    (),
    (),
    (
        Tier("mindset", "マインド", AtLeast(1, (COURSE, held("adviser", 2)))),
        Tier("adviser", "アドバイザー", All((OTHER, held("adviser")))),
        Tier("expert", "エキスパート", All((EXAM, held("expert")))),
    ),
)


def evidence(courses: set[str], tiers: set[str], *, has_exam: bool) -> Evidence:
    return Evidence(
        completed=dict.fromkeys(courses, DAY),
        passed={"it_passport": DAY} if has_exam else {},
        accredited={evidence_key(tier, ""): DAY for tier in tiers},
    )


people = st.builds(
    evidence,
    st.sets(st.sampled_from(["C1", "C2"])),
    st.sets(st.sampled_from(["adviser", "expert"])),
    has_exam=st.booleans(),
)


@given(people, st.sampled_from(["mindset", "adviser", "expert"]))
def test_a_candidate_is_who_would_reach_the_tier_once_accredited(one: Evidence, tier: str) -> None:
    granted = Evidence(
        completed=one.completed, passed=one.passed, accredited={**one.accredited, tier: DAY}
    )
    codes = [each.code for each in MOKA.tiers]
    reached = judge_person(MOKA, granted).reached
    expected = reached is not None and codes.index(reached) >= codes.index(tier)
    assert (tier in Candidacy(MOKA).tiers(judge_person(MOKA, one))) is expected


def test_a_tier_set_by_hand_goes_before_what_was_calculated() -> None:
    nothing = judge_person(MOKA, evidence(set(), set(), has_exam=False))
    everything = judge_person(MOKA, evidence({"C1", "C2"}, set(), has_exam=True))
    always = Period()
    for tier, is_candidate in (("expert", True), ("adviser", True), ("mindset", False)):
        verdict = with_override(MOKA, nothing, Override(tier, "経験", always))
        assert ("adviser" in Candidacy(MOKA).tiers(verdict)) is is_candidate
    none = with_override(MOKA, everything, Override(None, "取消", always))
    assert Candidacy(MOKA).tiers(none) == frozenset()


def test_what_is_met_leaves_out_the_accreditation_itself() -> None:
    verdict = judge_person(MOKA, evidence({"C2"}, {"adviser"}, has_exam=False))
    basis = Candidacy(MOKA).basis(verdict, "adviser")
    assert [leaf.id for leaf in basis] == ["other"]


def test_by_post_the_tier_expected_or_the_role_offered_makes_a_candidate() -> None:
    def tier(code: str, gate: Gate, *, role: str | None = None) -> Tier:
        bands = () if role else ("staff",)
        return Tier(code, code, gate, expected_bands=bands, expected_role=role)

    scheme = Scheme(
        "post",
        1,
        "福井",
        "",
        TierRule.BY_POST,
        "q",
        (),
        (),
        (tier("leader", COURSE, role="dx"), tier("staff", OTHER)),
    )
    done = Evidence(band="staff", completed={"C1": DAY, "C2": DAY})
    verdict = judge_person(scheme, done)
    assert Candidacy(scheme).tiers(verdict) == {"staff", "leader"}  # all but the role
    other = judge_person(scheme, Evidence(band="staff", completed={"C1": DAY}))
    assert "staff" not in Candidacy(scheme).tiers(other)


# Periods

days = st.integers(0, 40).map(lambda number: DAY + timedelta(days=number))
periods = st.builds(Period, st.none() | days, st.none() | days).filter(has_day)


@given(periods, periods)
def test_cutting_leaves_exactly_the_days_that_the_other_does_not_take(
    old: Period, new: Period
) -> None:
    left = cut(old, new)
    assert all(has_day(part) for part in left)
    for number in range(-3, 45):
        on = DAY + timedelta(days=number)
        assert sum(on in part for part in left) == (on in old and on not in new)
    assert meet(old, new) is any(
        DAY + timedelta(days=number) in old and DAY + timedelta(days=number) in new
        for number in range(-3, 45)
    )


# Levels and years


def test_the_pyramid_of_kanazawa_counts_upwards_and_shows_no_figure_for_nobody() -> None:
    targets = {"expert": (Fraction(10), DAY), "adviser": (Fraction(40), DAY)}
    reached = {"mindset": 1960, "adviser": 30, "expert": 10}
    levels = levels_of(MOKA, reached, {"adviser": 21}, 2000, targets)
    assert [(one.tier, one.here, one.reached, one.target) for one in levels] == [
        ("expert", 10, 10, 10),
        ("adviser", 30, 40, 40),
        ("mindset", 1960, 2000, None),
    ]
    assert levels[1].accredited == 21
    empty = levels_of(MOKA, {}, {}, 0, targets)
    assert {(one.here, one.reached, one.accredited) for one in empty} == {(None, None, None)}


def test_participants_and_accredited_are_counted_apart_year_by_year() -> None:
    def given_on(number: str, on: date, end: date | None = None) -> Accreditation:
        return Accreditation(number, "moka", "adviser", Period(on, end))

    accreditations = [
        *(given_on(f"A{n}", date(2024, 10, 1)) for n in range(21)),
        *(given_on(f"B{n}", date(2025, 3, 31)) for n in range(26)),
        given_on("C", date(2025, 5, 1), date(2025, 6, 1)),
        given_on("D", date(2026, 4, 1)),  # after the last day looked at
    ]
    part = {2023: frozenset("abc"), 2024: frozenset(f"P{n}" for n in range(23))}
    found = year_figures(
        MOKA,
        "adviser",
        [FiscalYear(2025), FiscalYear(2024)],
        date(2026, 1, 1),
        Counted(accreditations, part, {2024: frozenset("x")}),
    )
    assert [(y.participants, y.completed, y.granted, y.held, y.ever) for y in found] == [
        (0, 0, 1, 47, 48),
        (23, 1, 47, 47, 47),
    ]
    assert [y.on for y in found] == [date(2026, 1, 1), date(2025, 3, 31)]
    (without,) = year_figures(MOKA, "expert", [FiscalYear(2024)], DAY, Counted([]))
    assert (without.participants, without.completed) == (None, None)


def test_the_years_run_from_the_first_one_known_newest_first() -> None:
    assert [y.year for y in years_between(date(2024, 5, 1), DAY, 6)] == [2026, 2025, 2024]
    assert [y.year for y in years_between(date(1999, 5, 1), DAY, 2)] == [2026, 2025]
    assert [y.year for y in years_between(None, DAY, 6)] == [2026]

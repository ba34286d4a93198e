"""How far a person is with an exam: every way through the stages, whatever the order recorded."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.calendar import Period
from skilltrack.domain.exams.booking import BookingIssue, booking_findings, earliest_booking
from skilltrack.domain.exams.definition import (
    BookingRule,
    Exam,
    ExamAttempt,
    ExamEdition,
    ExamField,
    ExamPlan,
    decided_pass,
    first_passes,
)
from skilltrack.domain.exams.progress import (
    ExamStage,
    HeldVoucher,
    held_vouchers,
    progress_of,
)
from skilltrack.domain.exams.sittings import judged
from skilltrack.domain.exams.vouchers import Voucher, VoucherStep, VoucherStepKind
from skilltrack.domain.schemes.gates import All, AtLeast, Evidence, Gate, holds, judge
from skilltrack.domain.schemes.leaves import ScoreAtLeast

FIELDS = tuple(
    ExamField(code, name, 1000)
    for code, name in (
        ("total", "総合評価点"),
        ("strategy", "ストラテジ系"),
        ("management", "マネジメント系"),
        ("technology", "テクノロジ系"),
    )
)
RULE = All(
    (
        ScoreAtLeast("total", "", "total", 600),
        *(ScoreAtLeast(one.code, "", one.code, 300) for one in FIELDS[1:]),
    )
)
PRESENT = ExamEdition(
    "2022",
    Period(date(2022, 4, 1), date(2027, 4, 1)),
    FIELDS,
    RULE,
    booking=BookingRule(retake_days=1, change_days=3, months_ahead=3),
)
COMING = ExamEdition("2027", Period(date(2027, 4, 1), None), FIELDS, RULE, is_provisional=True)
EXAM = Exam("ip", "ITパスポート試験", (), (PRESENT, COMING))
DAY = date(2026, 6, 1)


def on(days: int) -> date:
    return DAY + timedelta(days=days)


def sat(days: int, *scores: int, stated: bool | None = None, at: date | None = None) -> ExamAttempt:
    codes = [field.code for field in FIELDS]
    points = dict(zip(codes, scores, strict=True)) if scores else {}
    return ExamAttempt("1", "ip", at or on(days), points, stated)


def passed(days: int) -> ExamAttempt:
    return sat(days, 600, 300, 300, 300)


def failed(days: int) -> ExamAttempt:
    return sat(days, 599, 600, 600, 600)


def plan(start: int, booked: int | None = None, ended: int | None = None) -> ExamPlan:
    return ExamPlan(
        f"p{start}",
        "1",
        "ip",
        on(start),
        None,
        None if booked is None else on(start + 1),
        None if booked is None else on(booked),
        None if ended is None else on(ended),
        "" if ended is None else "業務の都合",
    )


def held(since: int) -> HeldVoucher:
    return HeldVoucher("v", on(since), on(since + 365))


@pytest.mark.parametrize(
    ("scores", "lacking"),
    [
        ((640, 290, 655, 780), [("strategy", 10)]),
        ((600, 300, 300, 300), []),
        ((599, 600, 600, 600), [("total", 1)]),
        ((590, 280, 300, 299), [("total", 10), ("strategy", 20), ("technology", 1)]),
    ],
)
def test_a_sitting_shows_which_conditions_failed_by_how_many_points(
    scores: Sequence[int], lacking: list[tuple[str, int]]
) -> None:
    found = judged(EXAM, sat(0, *scores))
    assert found.passed is not bool(lacking)
    assert [(one.field, one.lacking) for one in found.lacking] == lacking
    assert found.is_near is bool(lacking)


def test_of_alternatives_only_the_shortest_way_is_lacking() -> None:
    either = AtLeast(
        1,
        (
            ScoreAtLeast("a", "", "total", 800),
            All((ScoreAtLeast("b", "", "total", 600), ScoreAtLeast("c", "", "strategy", 300))),
        ),
    )
    exam = replace(EXAM, editions=(replace(PRESENT, pass_rule=either),))
    found = judged(exam, sat(0, 700, 200, 300, 300))
    assert [(one.field, one.needed, one.lacking) for one in found.lacking] == [("total", 800, 100)]
    assert len(found.conditions) == 3


def test_a_stated_result_against_the_rule_is_a_contradiction_and_the_rule_holds() -> None:
    found = judged(EXAM, sat(0, 640, 290, 655, 780, stated=True))
    assert found.contradicts
    assert found.passed is False
    assert not judged(EXAM, sat(0, 640, 290, 655, 780, stated=False)).contradicts
    assert not judged(EXAM, sat(0, 640, 290, 655, 780)).contradicts


def test_the_edition_is_that_of_the_day_and_a_provisional_one_judges_nothing() -> None:
    before = judged(EXAM, sat(0, 300, 300, 300, 300, at=date(2027, 3, 31)))
    after = judged(EXAM, sat(0, 300, 300, 300, 300, at=date(2027, 4, 1), stated=True))
    assert before.edition is PRESENT
    assert before.passed is False
    assert after.edition is COMING
    assert (after.decided, after.passed, after.conditions) == (None, True, ())


S = ExamStage
WAYS: list[tuple[list[ExamPlan], list[ExamAttempt], HeldVoucher | None, ExamStage, int | None]] = [
    ([], [], None, S.NOT_STARTED, None),
    ([plan(0)], [], None, S.STUDYING, 0),
    ([plan(0)], [], held(5), S.VOUCHER, 5),
    ([], [], held(5), S.VOUCHER, 5),
    ([plan(0, booked=40)], [], None, S.BOOKED, 1),
    ([plan(0, booked=40)], [], held(5), S.BOOKED, 1),
    ([plan(0, ended=7)], [], None, S.GIVEN_UP, 7),
    ([plan(0, ended=7)], [], held(5), S.VOUCHER, 5),
    ([plan(0, ended=7), plan(8)], [], None, S.STUDYING, 8),
    ([plan(0, booked=20)], [sat(20)], None, S.SAT, 20),
    ([plan(0, booked=20)], [failed(20)], None, S.FAILED, 20),
    ([plan(0, booked=20)], [passed(20)], None, S.PASSED, 20),
    ([plan(0), plan(21)], [failed(20)], None, S.STUDYING, 21),
    ([plan(0), plan(21)], [failed(20)], held(3), S.VOUCHER, 21),
    ([plan(0)], [failed(20)], held(3), S.FAILED, 20),
    ([plan(0)], [failed(20)], held(22), S.VOUCHER, 22),
    ([plan(0), plan(21, ended=25)], [failed(20)], None, S.GIVEN_UP, 25),
    ([plan(0, ended=10)], [failed(20)], None, S.FAILED, 20),
    ([plan(0), plan(21)], [failed(20), passed(28)], None, S.PASSED, 28),
    ([plan(0), plan(21)], [passed(20), failed(28)], None, S.PASSED, 20),
    ([plan(0), plan(21)], [passed(20)], held(22), S.PASSED, 20),
]


@pytest.mark.parametrize(("plans", "attempts", "voucher", "stage", "since"), WAYS)
def test_every_way_ends_at_its_stage(
    plans: list[ExamPlan],
    attempts: list[ExamAttempt],
    voucher: HeldVoucher | None,
    stage: ExamStage,
    since: int | None,
) -> None:
    found = progress_of(EXAM, plans, attempts, voucher, on(30))
    assert found.stage is stage
    assert found.since == (None if since is None else on(since))


def test_what_is_later_than_the_day_does_not_count() -> None:
    plans, attempts = [plan(0, booked=20)], [failed(20), passed(40)]
    stages = [progress_of(EXAM, plans, attempts, None, on(day)).stage for day in (-1, 0, 1, 20, 40)]
    assert stages == [S.NOT_STARTED, S.STUDYING, S.BOOKED, S.FAILED, S.PASSED]


def test_a_day_booked_that_went_by_without_a_sitting_is_due() -> None:
    assert progress_of(EXAM, [plan(0, booked=20)], [], None, on(21)).is_result_due
    assert not progress_of(EXAM, [plan(0, booked=20)], [], None, on(20)).is_result_due


def test_a_late_sitting_of_an_earlier_day_does_not_become_the_latest() -> None:
    found = progress_of(EXAM, [], [failed(20), sat(5, 700, 290, 700, 700)], None, on(30))
    assert found.latest is not None
    assert found.latest.attempt.on == on(20)
    assert [one.attempt.on for one in found.sittings] == [on(5), on(20)]


def test_a_late_sitting_does_not_end_a_plan_begun_after_it() -> None:
    assert progress_of(EXAM, [plan(10)], [failed(5)], None, on(30)).stage is S.STUDYING


def test_a_resit_after_a_pass_is_kept_and_counts_no_second_time() -> None:
    attempts = [passed(5), passed(25), failed(28)]
    found = progress_of(EXAM, [], attempts, None, on(30))
    assert (found.stage, found.passed_on, len(found.sittings)) == (S.PASSED, on(5), 3)
    assert first_passes({"ip": EXAM}, attempts) == {"ip": on(5)}
    assert found.near_miss is None


def test_a_near_miss_is_that_of_the_latest_sitting_alone() -> None:
    near, far = sat(5, 590, 400, 400, 400), sat(9, 400, 400, 400, 400)
    found = progress_of(EXAM, [], [near], None, on(30))
    assert found.near_miss is not None
    assert found.near_miss.points_lacking == 10
    assert progress_of(EXAM, [], [near, far], None, on(30)).near_miss is None


_PLANS = st.lists(
    st.builds(
        plan,
        st.integers(0, 40),
        st.none() | st.integers(0, 80),
        st.none() | st.integers(0, 80),
    ),
    max_size=4,
    unique_by=lambda one: one.plan_id,
)
_ATTEMPTS = st.lists(
    st.one_of(
        st.builds(failed, st.integers(0, 60)),
        st.builds(passed, st.integers(0, 60)),
        st.builds(sat, st.integers(0, 60)),
    ),
    max_size=5,
    unique_by=lambda one: one.on,
)


@given(_PLANS, _ATTEMPTS, st.integers(0, 80), st.randoms(use_true_random=False))
def test_the_order_of_recording_does_not_matter(
    plans: list[ExamPlan], attempts: list[ExamAttempt], day: int, chance: object
) -> None:
    before = progress_of(EXAM, plans, attempts, None, on(day))
    shuffled = [*plans], [*attempts]
    for each in shuffled:
        chance.shuffle(each)  # type: ignore[attr-defined]
    assert progress_of(EXAM, *shuffled, None, on(day)) == before


@given(_PLANS, _ATTEMPTS, st.integers(0, 80))
def test_the_stage_is_that_of_a_plain_reading(
    plans: list[ExamPlan], attempts: list[ExamAttempt], day: int
) -> None:
    today = on(day)
    sittings = sorted((one for one in attempts if one.on <= today), key=lambda one: one.on)
    outcomes = [judged(EXAM, one).passed for one in sittings]
    last = sittings[-1].on if sittings else date.min
    open_plans = []
    ends = []
    for one in plans:
        if one.started_on > today:
            continue
        if one.ended_on is not None and one.ended_on <= today:
            ends.append(one.ended_on)
        elif one.started_on > last:
            open_plans.append(one)
    if True in outcomes:
        expected = S.PASSED
    elif open_plans:
        newest = max(open_plans, key=lambda one: (one.started_on, one.plan_id))
        is_booked = newest.booked_on is not None and newest.booked_on <= today
        expected = S.BOOKED if is_booked else S.STUDYING
    elif ends and max(ends) > last:
        expected = S.GIVEN_UP
    elif outcomes:
        expected = S.SAT if outcomes[-1] is None else S.FAILED
    else:
        expected = S.NOT_STARTED
    assert progress_of(EXAM, plans, attempts, None, today).stage is expected


def test_a_voucher_is_in_the_hand_from_assignment_until_it_is_used_or_expires() -> None:
    voucher = Voucher("v", "123", "ip", on(0), on(100))
    kinds = VoucherStepKind
    steps = [
        VoucherStep("v", on(10), kinds.ASSIGNED, "1"),
        VoucherStep("v", on(20), kinds.RETURNED, "1"),
        VoucherStep("v", on(30), kinds.ASSIGNED, "2"),
    ]

    def held_on(day: int) -> list[str]:
        return [number for number, _exam in held_vouchers([(voucher, steps)], on(day))]

    assert (held_on(9), held_on(10), held_on(20), held_on(30)) == ([], ["1"], [], ["2"])
    assert (held_on(100), held_on(101)) == (["2"], [])


def issues(
    booked: int, wanted: int, attempts: Sequence[ExamAttempt] = (), *plans: ExamPlan
) -> list[BookingIssue]:
    mine = plans[0] if plans else plan(0)
    found = booking_findings(EXAM, attempts, plans, mine, on(booked), on(wanted))
    return [one.issue for one in found]


def test_a_booking_follows_the_rules_of_the_organiser() -> None:
    assert earliest_booking(EXAM, [failed(5)]) == on(6)
    assert issues(5, 30, [failed(5)]) == [BookingIssue.TOO_EARLY]
    assert issues(6, 30, [failed(5)]) == []
    assert issues(10, 9) == [BookingIssue.BACKWARDS]
    assert issues(5, 30, (), plan(0), plan(1, booked=25)) == [BookingIssue.TWICE]
    assert issues(0, 92) == []  # 1 June to 1 September
    assert issues(0, 93) == [BookingIssue.TOO_FAR]
    moved = plan(0, booked=30)
    assert issues(27, 40, (), moved) == []
    assert issues(28, 40, (), moved) == [BookingIssue.TOO_LATE_TO_MOVE]


_SCORE = st.builds(
    lambda code, points: ScoreAtLeast(f"{code}{points}", "", code, points),
    st.sampled_from([field.code for field in FIELDS]),
    st.integers(0, 5),
)
_RULES = st.recursive(
    _SCORE,
    lambda inner: st.lists(inner, min_size=1, max_size=3).flatmap(
        lambda children: st.one_of(
            st.just(All(tuple(children))),
            st.integers(1, len(children)).map(lambda count: AtLeast(count, tuple(children))),
        )
    ),
    max_leaves=6,
)


@given(_RULES, st.dictionaries(st.sampled_from([f.code for f in FIELDS]), st.integers(0, 5)))
def test_a_sitting_is_decided_as_the_requirement_tree_says(
    rule: Gate, scores: dict[str, int]
) -> None:
    edition = replace(PRESENT, pass_rule=rule)
    said = holds(rule, judge(rule, Evidence(scores=scores)))
    assert decided_pass(edition, ExamAttempt("1", "ip", DAY, scores)) == (said if scores else None)

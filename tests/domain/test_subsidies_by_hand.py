"""Every shipped rule of aid at its boundaries, worked out by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.exams.definition import PaidBy
from skilltrack.domain.exams.subsidies import (
    AidRule,
    ApplicationDeadline,
    Condition,
    DeadlineKind,
    SubsidyApplication,
    SubsidyRule,
    SubsidyStep,
    SubsidyStepKind,
    aid_yen,
)
from skilltrack.domain.exams.subsidy_changes import rule_changes
from skilltrack.domain.exams.subsidy_judging import (
    Judgement,
    Outlook,
    Reason,
    Sitting,
    SubsidyRecords,
    deadline_of,
    judge,
    months_after,
)
from skilltrack.domain.exams.subsidy_steps import is_deviating, money_of, state_of
from skilltrack.domain.organisation import EmploymentType
from skilltrack.exchange.definitions.subsidies import shipped_subsidies

RULES = {rule.code: rule for rule in shipped_subsidies()}
SAT = date(2026, 7, 10)
REGULAR = EmploymentType.REGULAR
YEARLY = EmploymentType.FISCAL_YEAR


def _judged(
    code: str,
    *,
    cost: int = 7_500,
    exam: str = "it_passport",
    sat_on: date | None = SAT,
    applied_on: date = date(2026, 8, 1),
    passed: bool | None = True,
    paid_by: PaidBy | None = PaidBy.SELF,
    employment: EmploymentType | None = REGULAR,
    earlier: Sequence[Sitting] = (),
    aided: int = 0,
    left: int | None = 1_000_000,
    other_aid: int = 0,
    statements: dict[Condition, bool] | None = None,
    papers: Sequence[str] | None = None,
    is_exam: bool = True,
) -> Judgement:
    rule = RULES[code]
    application = SubsidyApplication(
        "1", code, 1, "0001", exam, applied_on, cost, sat_on, other_aid,
        rule.papers if papers is None else tuple(papers),
        statements or {},
    )  # fmt: skip
    sat = [] if sat_on is None or not is_exam else [Sitting(exam, sat_on, passed, paid_by)]
    records = SubsidyRecords(employment, [*earlier, *sat], aided, left, is_exam)
    return judge(rule, application, records)


def _reasons(judgement: Judgement) -> list[Reason]:
    return [one.reason for one in judgement.findings]


def test_every_body_of_the_sources_has_a_rule_with_its_source() -> None:
    assert set(RULES) == {
        "gotsu", "toyota", "tochigi", "tochigi_others", "yazu", "arakawa",
        "yamagata", "kosai", "konan", "kitami", "tanabe",
    }  # fmt: skip
    assert all(rule.source for rule in RULES.values())
    assert not any(rule.clauses for rule in RULES.values())  # no source names them


@pytest.mark.parametrize(
    ("code", "cost", "yen"),
    [
        ("arakawa", 7_500, 3_000),  # 3,750 → 3,000
        ("arakawa", 8_000, 4_000),
        ("arakawa", 7_998, 3_000),  # 3,999
        ("arakawa", 1_999, 0),  # 999.5
        ("arakawa", 2_000, 1_000),
        ("yazu", 7_500, 7_500),
        ("yazu", 7_499, 7_499),
        ("yazu", 11_000, 7_500),
        ("yamagata", 20_000, 20_000),
        ("yamagata", 20_999, 20_000),
        ("yamagata", 7_500, 7_000),
        ("yamagata", 999, 0),
        ("toyota", 7_500, 7_500),
        ("gotsu", 7_500, 7_500),
        ("tochigi", 7_500, 7_500),
        ("konan", 7_500, 7_500),
        ("kitami", 7_500, 7_500),
        ("tanabe", 7_500, 7_500),
    ],
)
def test_the_amount_of_a_rule(code: str, cost: int, yen: int) -> None:
    judgement = _judged(code, cost=cost)

    assert judgement.amount_yen == yen
    assert judgement.outlook is (Outlook.GRANTABLE if yen else Outlook.REFUSED)


def test_other_aid_is_deducted_before_the_cap_in_yamagata() -> None:
    # 7,500 − 3,000 = 4,500 → 4,000; 25,000 − 4,000 = 21,000 → 20,000; all covered → 0
    assert _judged("yamagata", other_aid=3_000).amount_yen == 4_000
    assert _judged("yamagata", cost=25_000, other_aid=4_000).amount_yen == 20_000
    assert _judged("yamagata", cost=7_500, other_aid=7_500).outlook is Outlook.REFUSED
    assert _judged("yazu", other_aid=3_000).amount_yen == 7_500  # that rule does not deduct


def test_yazu_takes_applications_to_the_end_of_the_fiscal_year_of_the_pass() -> None:
    last = _judged("yazu", applied_on=date(2027, 3, 31))
    late = _judged("yazu", applied_on=date(2027, 4, 1))

    assert last.outlook is Outlook.GRANTABLE
    assert _reasons(late) == [Reason.LATE]
    assert late.findings[0].days == (date(2027, 3, 31),)
    in_march = _judged("yazu", sat_on=date(2026, 3, 31), applied_on=date(2026, 4, 1))
    assert in_march.deadline == date(2026, 3, 31)
    assert _reasons(in_march) == [Reason.LATE]


@pytest.mark.parametrize(
    ("failed", "first"),
    [
        (date(2026, 4, 10), date(2026, 10, 10)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2026, 8, 28), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 5, 31), date(2026, 11, 30)),
        (date(2026, 12, 31), date(2027, 6, 30)),
    ],
)
def test_kosai_waits_six_months_to_the_day_after_a_failed_sitting(
    failed: date, first: date
) -> None:
    exam = "fundamental_information"

    def again(on: date) -> Judgement:
        earlier = [Sitting(exam, failed, is_passed=False)]
        return _judged("kosai", exam=exam, sat_on=on, applied_on=on, passed=False, earlier=earlier)

    soon = again(date.fromordinal(first.toordinal() - 1))
    assert _reasons(soon) == [Reason.TOO_SOON]
    assert soon.findings[0].days == (failed, first)
    assert again(first).outlook is Outlook.GRANTABLE  # and pass or fail does not matter


def test_kosai_aids_what_its_list_names_in_the_same_year_within_its_budget() -> None:
    exam = "fundamental_information"
    assert _reasons(_judged("kosai")) == [Reason.OTHER_EXAM]
    assert _reasons(_judged("kosai", exam=exam, employment=YEARLY)) == [Reason.OTHER_EMPLOYMENT]
    in_march = date(2026, 3, 31)
    assert _judged("kosai", exam=exam, sat_on=in_march, applied_on=in_march).granted_yen == 7_500
    later = _judged("kosai", exam=exam, sat_on=in_march, applied_on=date(2026, 4, 1))
    assert _reasons(later) == [Reason.OTHER_YEAR]
    assert _judged("kosai", exam=exam, left=7_500).outlook is Outlook.GRANTABLE
    short = _judged("kosai", exam=exam, left=7_499)
    assert [(one.reason, one.yen) for one in short.findings] == [(Reason.BUDGET_EXCEEDED, 7_499)]
    assert _judged("kosai", exam=exam, left=None).outlook is Outlook.OPEN


@pytest.mark.parametrize(
    ("code", "aided", "refused"),
    [
        ("yazu", {"regular"}, {"reappointed", "fixed_term", "fiscal_year", "seconded_in"}),
        ("arakawa", {"regular"}, {"reappointed", "fixed_term", "fiscal_year", "seconded_in"}),
        ("yamagata", {"regular"}, {"reappointed", "fixed_term", "fiscal_year", "seconded_in"}),
        ("konan", {"regular"}, {"reappointed", "fixed_term", "fiscal_year", "seconded_in"}),
        ("kitami", {"regular", "seconded_in"}, {"reappointed", "fixed_term", "fiscal_year"}),
        ("gotsu", {"regular", "fiscal_year", "seconded_in"}, set()),
        ("toyota", {"regular", "fiscal_year", "seconded_in"}, set()),
        ("tochigi", {"regular", "fiscal_year", "seconded_in"}, set()),
        ("tanabe", {"regular", "fiscal_year", "seconded_in"}, set()),
    ],
)
def test_whom_a_body_aids(code: str, aided: set[str], refused: set[str]) -> None:
    for kind in aided:
        assert _judged(code, employment=EmploymentType(kind)).outlook is Outlook.GRANTABLE
    for kind in refused:
        judgement = _judged(code, employment=EmploymentType(kind))
        assert _reasons(judgement) == [Reason.OTHER_EMPLOYMENT]
        assert judgement.granted_yen == 0


def test_gotsu_and_tanabe_aid_the_it_passport_alone_and_yazu_any_exam() -> None:
    other = "fundamental_information"
    assert _reasons(_judged("gotsu", exam=other)) == [Reason.OTHER_EXAM]
    assert _reasons(_judged("tanabe", exam=other)) == [Reason.OTHER_EXAM]
    for code in ("yazu", "arakawa", "yamagata", "toyota", "konan", "kitami"):
        assert _judged(code, exam=other).outlook is Outlook.GRANTABLE


def test_only_a_pass_is_paid_where_the_rule_asks_for_one() -> None:
    for code in ("yazu", "arakawa", "yamagata", "kitami", "tanabe"):
        failed = _judged(code, passed=False)
        assert _reasons(failed) == [Reason.FAILED]
        assert failed.granted_yen == 0


def test_yamagata_and_kitami_aid_no_renewal_and_nothing_at_public_expense() -> None:
    for code in ("yamagata", "kitami"):
        owed = _judged(code, statements={Condition.PUBLIC_EXPENSE: True})
        assert _reasons(owed) == [Reason.PUBLIC_EXPENSE]
        renewed = _judged(code, statements={Condition.RENEWAL: True})
        assert _reasons(renewed) == [Reason.RENEWAL]
    assert _judged("yazu", statements={Condition.RENEWAL: True}).granted_yen == 7_500


def test_konan_stays_within_its_budget_to_the_yen() -> None:
    assert _judged("konan", sat_on=None, left=7_500).granted_yen == 7_500
    short = _judged("konan", sat_on=None, left=7_499)
    assert [(one.reason, one.yen) for one in short.findings] == [(Reason.BUDGET_EXCEEDED, 7_499)]
    # the others are not bound to one
    assert _judged("yazu", left=0).granted_yen == 7_500


def test_konan_pays_once_for_a_qualification_and_before_the_sitting() -> None:
    first = _judged("konan", sat_on=None, paid_by=None)
    assert first.outlook is Outlook.GRANTABLE
    assert _reasons(_judged("konan", sat_on=None, aided=1)) == [Reason.OFTEN_AIDED]


def test_only_a_pass_is_paid_in_toyota_and_any_sitting_in_gotsu() -> None:
    assert _reasons(_judged("toyota", passed=False)) == [Reason.FAILED]
    assert _judged("toyota", passed=None).outlook is Outlook.OPEN
    assert _reasons(_judged("toyota", sat_on=None)) == [Reason.NOT_SAT]
    assert _judged("gotsu", passed=False).granted_yen == 7_500


def test_tochigi_divides_its_thirteen_exams_into_two_rules() -> None:
    both = {*RULES["tochigi"].exams, *RULES["tochigi_others"].exams}
    assert len(both) == 13
    assert _reasons(_judged("tochigi_others")) == [Reason.OTHER_EXAM]
    assert _judged("tochigi", passed=False).granted_yen == 7_500
    failed = _judged("tochigi_others", exam="applied_information", passed=False)
    assert _reasons(failed) == [Reason.FAILED]


def test_public_expense_counts_by_the_record_then_by_the_statement() -> None:
    assert _reasons(_judged("yazu", paid_by=None)) == [Reason.PAYER_NOT_STATED]
    stated = {Condition.PUBLIC_EXPENSE: False}
    assert _judged("yazu", paid_by=None, statements=stated).outlook is Outlook.GRANTABLE
    owed = {Condition.PUBLIC_EXPENSE: True}
    assert _reasons(_judged("yazu", statements=owed)) == [Reason.PUBLIC_EXPENSE]
    assert _judged("toyota", statements=owed).outlook is Outlook.GRANTABLE  # it does not ask
    # what the body or a voucher paid is aided by no rule at all
    for paid_by, reason in (
        (PaidBy.VOUCHER, Reason.PAID_BY_VOUCHER),
        (PaidBy.BODY, Reason.PAID_BY_BODY),
    ):
        for code in ("toyota", "yazu", "gotsu"):
            assert reason in _reasons(_judged(code, paid_by=paid_by, statements=stated))


def test_a_renewal_is_asked_of_what_is_no_exam() -> None:
    no = {Condition.RENEWAL: False, Condition.PUBLIC_EXPENSE: False}
    given = {"exam": "宅地建物取引士", "is_exam": False}
    assert _judged("kitami", statements=no, **given).outlook is Outlook.GRANTABLE  # type: ignore[arg-type]
    unsaid = {Condition.PUBLIC_EXPENSE: False}
    assert _reasons(_judged("kitami", statements=unsaid, **given)) == [Reason.RENEWAL_NOT_STATED]  # type: ignore[arg-type]
    assert Reason.RENEWAL in _reasons(_judged("kitami", statements={Condition.RENEWAL: True}))
    assert _judged("kitami").outlook is Outlook.GRANTABLE


def test_missing_papers_keep_it_open_and_are_named() -> None:
    judgement = _judged("yazu", papers=["領収書"])

    assert judgement.outlook is Outlook.OPEN
    assert judgement.missing_papers == ("合格証書の写し",)
    assert judgement.granted_yen == 0
    assert judgement.amount_yen == 7_500


def test_who_is_not_in_post_on_the_day_of_application_is_refused() -> None:
    assert _reasons(_judged("toyota", employment=None)) == [Reason.NOT_IN_POST]
    assert _judged("kitami", employment=EmploymentType.SECONDED_IN).outlook is Outlook.GRANTABLE


def test_a_finding_names_the_clause_where_it_is_known() -> None:
    rule = replace(RULES["yazu"], clauses={Condition.DEADLINE: "第5条"})
    application = SubsidyApplication(
        "1", "yazu", 1, "0001", "it_passport", date(2027, 4, 1), 7_500, SAT, 0, rule.papers
    )
    records = SubsidyRecords(REGULAR, [Sitting("it_passport", SAT, True, PaidBy.SELF)])  # noqa: FBT003

    assert [one.clause for one in judge(rule, application, records).findings] == ["第5条"]


# Laws

YEN = st.integers(0, 60_000)
AIDS = st.builds(
    AidRule,
    st.fractions(Fraction(1, 10), 1, max_denominator=10),
    st.none() | st.integers(1, 30_000),
    st.sampled_from([1, 10, 100, 1_000]),
)


def _plain_aid(rule: AidRule, cost: int, other: int) -> int:
    """Try every whole number of units, from the highest."""
    highest = cost if rule.cap_yen is None else min(cost, rule.cap_yen)
    for yen in range(highest // rule.unit_yen * rule.unit_yen, 0, -rule.unit_yen):
        if (yen + other) * rule.rate.denominator <= cost * rule.rate.numerator:
            return yen
    return 0


@given(AIDS, st.integers(0, 3_000), st.integers(0, 3_000))
def test_the_amount_is_the_highest_that_fits(rule: AidRule, cost: int, other: int) -> None:
    assert aid_yen(rule, cost, other) == _plain_aid(rule, cost, other)


@given(AIDS, YEN, YEN, YEN)
def test_the_amount_stays_below_what_is_left_and_grows_with_the_cost(
    rule: AidRule, cost: int, other: int, more: int
) -> None:
    amount = aid_yen(rule, cost, other)

    assert 0 <= amount <= max(0, cost - other)
    assert rule.cap_yen is None or amount <= rule.cap_yen
    assert amount % rule.unit_yen == 0
    assert aid_yen(rule, cost + more, other) >= amount
    assert aid_yen(rule, cost, other + more) <= amount


DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(DAYS, st.integers(1, 60))
def test_a_deadline_in_months_is_a_day_of_the_month_so_far_ahead(on: date, months: int) -> None:
    rule = ApplicationDeadline(DeadlineKind.MONTHS, months)
    last = deadline_of(rule, on)

    assert last is not None
    assert (last.year * 12 + last.month) - (on.year * 12 + on.month) == months
    assert last.day <= on.day
    if last.day < on.day:
        assert date.fromordinal(last.toordinal() + 1).day == 1
    assert months_after(on, months) == last


def test_what_an_application_takes_of_a_budget_follows_its_steps() -> None:
    on = date(2026, 8, 1)

    def step(kind: SubsidyStepKind, yen: int | None = None) -> SubsidyStep:
        return SubsidyStep("1", on, kind, yen, "b")

    granted = step(SubsidyStepKind.GRANTED, 3_000)
    paid = step(SubsidyStepKind.PAID, 3_000)
    repaid = step(SubsidyStepKind.REPAID, 1_000)
    assert money_of([]).used_yen == 0
    assert money_of([granted]).committed_yen == 3_000
    assert (money_of([granted, paid]).committed_yen, money_of([granted, paid]).paid_yen) == (
        0,
        3_000,
    )
    assert money_of([granted, paid, repaid]).used_yen == 2_000
    assert money_of([granted, step(SubsidyStepKind.WITHDRAWN)]).used_yen == 0
    assert state_of([granted, paid]).value == "paid"


def test_a_decision_deviates_by_amount_by_conditions_set_aside_and_without_reasons() -> None:
    application = SubsidyApplication("1", "yazu", 1, "1", "it_passport", SAT, 7_500, SAT)
    rule = RULES["yazu"]

    def deviates(kind: SubsidyStepKind, yen: int | None, *clauses: Condition) -> bool:
        return is_deviating(rule, application, SubsidyStep("1", SAT, kind, yen, "", clauses))

    assert not deviates(SubsidyStepKind.GRANTED, 7_500)
    assert deviates(SubsidyStepKind.GRANTED, 5_000)
    assert deviates(SubsidyStepKind.GRANTED, 7_500, Condition.DEADLINE)
    assert not deviates(SubsidyStepKind.REFUSED, None, Condition.DEADLINE)
    assert deviates(SubsidyStepKind.REFUSED, None)


def test_the_difference_of_rules_names_every_key() -> None:
    before: SubsidyRule = RULES["yazu"]
    after = replace(
        before,
        version=2,
        aid=AidRule(Fraction(1, 2), 7_500),
        papers=("領収書",),
        clauses={Condition.DEADLINE: "第5条"},
    )

    assert [one.key for one in rule_changes(before, after)] == [
        "aid.rate",
        "papers",
        "clauses.deadline",
    ]
    assert rule_changes(before, replace(before, version=9)) == ()

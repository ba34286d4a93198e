"""The calculation rules of the domain facts (§8.2), case by case, worked out by hand."""

from datetime import date
from fractions import Fraction

import pytest

from skilltrack.domain.exams.definition import ExamAttempt, first_passes, is_passed
from skilltrack.domain.exams.subsidies import AidRule, aid_yen
from skilltrack.domain.exams.vouchers import last_day_of, warning_on
from skilltrack.domain.targets.counting import CountingUnit, heads
from skilltrack.exchange.definitions.exams import shipped_exams
from skilltrack.exchange.definitions.questionnaires import shipped_questionnaires

EXAMS = {exam.code: exam for exam in shipped_exams()}


def test_the_questionnaire_has_27_items_in_fields_of_5_6_6_9_and_1() -> None:
    (sakata,) = [one for one in shipped_questionnaires() if one.id == "sakata"]
    assert [len(items) for items in sakata.items_by_category.values()] == [5, 6, 6, 9, 1]


def sitting(*points: int, on: date = date(2026, 5, 1)) -> ExamAttempt:
    names = ("total", "strategy", "management", "technology")
    return ExamAttempt("0001", "it_passport", on, dict(zip(names, points, strict=True)))


@pytest.mark.parametrize(
    ("points", "passed"),
    [
        ((640, 290, 700, 700), False),
        ((600, 300, 300, 300), True),
        ((599, 400, 400, 400), False),
        ((1000, 299, 1000, 1000), False),
    ],
)
def test_it_passport_asks_600_in_all_and_300_in_each_field(
    points: tuple[int, ...], *, passed: bool
) -> None:
    attempt = sitting(*points)
    edition = EXAMS["it_passport"].edition_on(attempt.on)
    assert edition is not None
    assert is_passed(edition, attempt) is passed


def test_a_sitting_after_a_pass_changes_nothing_and_the_first_pass_counts() -> None:
    passed = (600, 300, 300, 300)
    attempts = (
        sitting(*passed, on=date(2026, 6, 1)),
        sitting(640, 290, 700, 700, on=date(2026, 7, 1)),
        sitting(*passed, on=date(2025, 6, 1)),
    )
    assert first_passes(EXAMS, attempts) == {"it_passport": date(2025, 6, 1)}


def test_the_fee_follows_the_edition_of_the_day() -> None:
    exam = EXAMS["it_passport"]
    fees = [exam.edition_on(on) for on in (date(2022, 3, 31), date(2022, 4, 1))]
    assert [None if edition is None else edition.fee_yen for edition in fees] == [5700, 7500]


@pytest.mark.parametrize(
    ("issued", "last"),
    [
        (date(2026, 4, 1), date(2027, 4, 1)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2027, 2, 28), date(2028, 2, 28)),
    ],
)
def test_a_voucher_runs_one_year_from_issue(issued: date, last: date) -> None:
    assert last_day_of(issued) == last


@pytest.mark.parametrize(
    ("today", "warning"),
    [
        (date(2026, 12, 31), None),
        (date(2027, 1, 1), 90),
        (date(2027, 3, 1), 90),
        (date(2027, 3, 2), 30),
        (date(2027, 4, 1), 30),
        (date(2027, 4, 2), None),
    ],
)
def test_an_unused_voucher_is_pointed_out_90_and_30_days_before(
    today: date, warning: int | None
) -> None:
    assert warning_on(last_day_of(date(2026, 4, 1)), today) == warning


@pytest.mark.parametrize(
    ("rule", "cost", "other", "paid"),
    [
        (AidRule(Fraction(1, 2), unit_yen=1000), 7500, 0, 3000),  # 荒川区
        (AidRule(cap_yen=7500), 7500, 0, 7500),  # 八頭町
        (AidRule(cap_yen=7500), 12000, 0, 7500),
        (AidRule(cap_yen=20000, unit_yen=1000), 25900, 0, 20000),  # 山県市
        (AidRule(cap_yen=20000, unit_yen=1000), 7500, 1000, 6000),
        (AidRule(), 7500, 8000, 0),
    ],
)
def test_aid_is_cut_to_whole_units_below_its_cap(
    rule: AidRule, cost: int, other: int, paid: int
) -> None:
    assert aid_yen(rule, cost, other) == paid


def test_somebody_promoted_counts_once_or_again_as_the_setting_says() -> None:
    completed = [("0001", "主任級"), ("0001", "主査級"), ("0001", "主査級"), ("0002", "主任級")]
    assert heads(completed, CountingUnit.PEOPLE) == 2
    assert heads(completed, CountingUnit.ATTENDANCES) == 3

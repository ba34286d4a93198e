"""Aid on a real data file: rules taken and changed, applications judged, decided, paid, undone."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.conftest import Take

from skilltrack.domain.exams.definition import ExamAttempt, PaidBy
from skilltrack.domain.exams.subsidies import (
    Condition,
    ExamBudget,
    SubsidyApplication,
    SubsidyRule,
    SubsidyStepKind,
)
from skilltrack.domain.exams.subsidy_judging import Outlook, Reason
from skilltrack.domain.exams.subsidy_steps import SubsidyState
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.organisation import EmploymentType
from skilltrack.domain.problems import Refusal
from skilltrack.services.exams import (
    attempts,
    master,
    subsidies,
    subsidy_rules,
    subsidy_steps,
)
from skilltrack.services.exams.subsidy_reading import SubsidyCase, subsidy_book
from skilltrack.services.exams.subsidy_steps import Decision
from skilltrack.services.operations import list_operations, undo_operation
from skilltrack.store import audit
from skilltrack.store.database import Database
from skilltrack.store.subsidies import BUDGETS

TODAY = date(2026, 11, 20)
SAT = date(2026, 7, 10)
APPLIED = date(2026, 8, 3)
EXAM = "it_passport"


def _codes(caught: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [problem.code for problem in caught.value.problems]


def _sat(database: Database, number: str, on: date, paid_by: PaidBy | None, total: int) -> None:
    scores = {"total": total, "strategy": 500, "management": 500, "technology": 500}
    attempt = ExamAttempt(number, EXAM, on, scores, paid_by=paid_by)
    attempts.record_attempt(database, attempt, today=TODAY)


@pytest.fixture
def office(database: Database, town: Take) -> Database:
    del town
    subsidy_rules.take_rule(database, "yazu")
    _sat(database, "0001", SAT, PaidBy.SELF, 700)
    _sat(database, "0002", SAT, PaidBy.VOUCHER, 700)
    _sat(database, "0003", SAT, PaidBy.SELF, 500)
    with database.changing("test") as work:
        BUDGETS.record(work, [ExamBudget("b26", 2026, "受験料の助成", "一般財源", 10_000)])
    return database


def _application(number: str = "0001", **values: object) -> SubsidyApplication:
    made = SubsidyApplication(
        "", "yazu", 0, number, "iパス", APPLIED, 7_500, SAT, 0, ("領収書", "合格証書の写し")
    )
    return replace(made, **values)  # type: ignore[arg-type]


def _apply(database: Database, number: str = "0001", **values: object) -> str:
    made = subsidies.apply(database, _application(number, **values), today=TODAY)
    return made.application.application_id


def _case(database: Database, number: str, on: date = TODAY) -> SubsidyCase:
    return subsidy_book(database, on).case(number)


def _decide(database: Database, number: str, **values: object) -> subsidy_steps.Decided:
    decision = replace(Decision(date(2026, 9, 1), is_granted=True), **values)  # type: ignore[arg-type]
    return subsidy_steps.decide(database, number, decision, today=TODAY)


def test_the_form_proposes_sitting_fee_and_papers(office: Database) -> None:
    proposal = subsidies.propose(office, "yazu", "0001", "iパス", today=TODAY)
    failed = subsidies.propose(office, "yazu", "0003", EXAM, today=TODAY)

    assert (proposal.sat_on, proposal.cost_yen) == (SAT, 7_500)
    assert proposal.papers == ("領収書", "合格証書の写し")
    assert failed.sat_on is None
    assert [one.is_passed for one in failed.sittings] == [False]


def test_an_application_goes_from_decision_to_payment_out_of_a_budget(office: Database) -> None:
    number = _apply(office)
    assert _case(office, number).judgement.outlook is Outlook.GRANTABLE

    _decide(office, number, budget_id="b26")
    line = subsidy_book(office, TODAY).budgets[0]
    assert (line.spending.promised.yen, line.spending.aid.yen, line.left_yen) == (7_500, 0, 2_500)
    subsidy_steps.pay(office, [number], date(2026, 9, 25), today=TODAY)
    case = _case(office, number)
    assert (case.state, case.money.paid_yen, case.is_deviating) == (SubsidyState.PAID, 7_500, False)
    assert _case(office, number, date(2026, 9, 24)).state is SubsidyState.GRANTED
    assert _case(office, number, date(2026, 8, 31)).state is SubsidyState.APPLIED
    subsidy_steps.repay(office, number, date(2026, 10, 1), 500, "額の誤り", today=TODAY)
    assert subsidy_book(office, TODAY).budgets[0].left_yen == 3_000
    assert audit.verify(office) == []


def test_what_a_voucher_paid_and_what_failed_is_refused_with_its_conditions(
    office: Database,
) -> None:
    voucher, failed = _apply(office, "0002"), _apply(office, "0003")

    reasons = [one.reason for one in _case(office, voucher).judgement.findings]
    assert reasons == [Reason.PAID_BY_VOUCHER]
    step = _decide(office, failed, is_granted=False).step
    assert (step.kind, step.clauses) == (SubsidyStepKind.REFUSED, (Condition.RESULT,))
    with pytest.raises(Refusal) as caught:
        _decide(office, voucher, reason="特別に認める")
    assert _codes(caught) == ["subsidies.not_borne"]


def test_a_decision_against_the_rule_needs_a_reason_and_is_shown(office: Database) -> None:
    number = _apply(office, papers=("領収書",))
    for values in ({}, {"amount_yen": 5_000}):
        with pytest.raises(Refusal) as caught:
            _decide(office, number, **values)
        assert _codes(caught) == ["subsidies.deviation_without_reason"]
    with pytest.raises(Refusal) as caught:
        _decide(office, number, amount_yen=7_501, reason="上乗せ")
    assert _codes(caught) == ["subsidies.amount_out_of_range"]

    decided = _decide(office, number, amount_yen=5_000, reason="予算の都合")

    assert decided.is_deviating
    assert decided.step.clauses == (Condition.PAPERS,)
    case = _case(office, number)
    assert case.is_deviating
    assert case.decision is not None
    assert case.decision.reason == "予算の都合"


def test_papers_come_later_with_a_reason(office: Database) -> None:
    number = _apply(office, papers=("領収書",))
    case = _case(office, number, date(2027, 3, 5))
    assert case.judgement.missing_papers == ("合格証書の写し",)
    assert case.is_deadline_near(date(2027, 3, 1))
    assert not case.is_deadline_near(date(2027, 2, 28))

    whole = replace(case.application, papers=("領収書", "合格証書の写し"))
    subsidies.amend(office, whole, "書類の提出", today=TODAY)

    assert _case(office, number).judgement.outlook is Outlook.GRANTABLE
    with pytest.raises(Refusal) as caught:
        subsidies.amend(office, whole, "書類の提出", today=TODAY)
    assert _codes(caught) == ["subsidies.unchanged"]


def test_every_problem_of_an_application_is_told_at_once(office: Database) -> None:
    wrong = _application(
        cost_yen=0, other_aid_yen=-1, papers=("住民票",), applied_on=date(2026, 7, 9)
    )
    with pytest.raises(Refusal) as caught:
        subsidies.apply(office, wrong, today=TODAY)
    assert _codes(caught) == [
        "subsidies.cost_out_of_range",
        "subsidies.other_aid_out_of_range",
        "subsidies.not_yet_sat",
        "subsidies.unknown_paper",
    ]
    number = _apply(office)
    with pytest.raises(Refusal) as caught:
        _apply(office)
    assert _codes(caught) == ["subsidies.applied_already"]
    subsidy_steps.withdraw(office, number, date(2026, 8, 5), "本人の申出", today=TODAY)
    _apply(office)


def test_a_step_cannot_be_undone_below_the_next(office: Database) -> None:
    number = _apply(office)
    _decide(office, number)
    subsidy_steps.pay(office, [number], date(2026, 9, 25), today=TODAY)
    paid, decided, applied = (one.change for one in list_operations(office, "subsidies"))

    for change in (applied, decided):
        with pytest.raises(Refusal) as caught:
            undo_operation(office, change)
        assert _codes(caught) == ["operations.undo_rests"]
    undo_operation(office, paid)
    assert _case(office, number).state is SubsidyState.GRANTED
    undo_operation(office, decided)
    assert _case(office, number).state is SubsidyState.APPLIED
    undo_operation(office, applied)
    assert subsidy_book(office, TODAY).cases == ()


def test_steps_follow_in_their_order_and_days(office: Database) -> None:
    number = _apply(office)
    with pytest.raises(Refusal) as caught:
        subsidy_steps.pay(office, [number], date(2026, 9, 25), today=TODAY)
    assert _codes(caught) == ["subsidies.wrong_state"]
    with pytest.raises(Refusal) as caught:
        _decide(office, number, on=date(2026, 8, 2))
    assert _codes(caught) == ["subsidies.backwards"]
    with pytest.raises(Refusal) as caught:
        subsidy_steps.repay(office, number, TODAY, None, "返還", today=TODAY)
    assert _codes(caught) == ["subsidies.cannot_follow"]


def test_employment_and_department_are_those_of_their_days(office: Database, take: Take) -> None:
    """0001 changes to 税務課 in October; applied in August, looked at in September and November."""
    number = _apply(office)
    take(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 フリガナ 所属コード 職名 採用日",
        [["0001", "髙橋　一郎", "タカハシ イチロウ", "0102", "課長", "2001-04-01"]],
        effective=date(2026, 10, 1),
    )
    before, after = _case(office, number, date(2026, 9, 30)), _case(office, number)
    assert (before.department_name, after.department_name) == ("人事課", "税務課")
    assert before.records.employment is after.records.employment is EmploymentType.REGULAR
    assert after.kana.startswith("タカハシ")


def test_a_dry_run_leaves_everything_and_as_known_stays(office: Database) -> None:
    number = _apply(office)
    before = office.clock()
    subsidy_steps.decide(
        office, number, Decision(TODAY, is_granted=True), today=TODAY, is_dry_run=True
    )
    assert _case(office, number).state is SubsidyState.APPLIED
    _decide(office, number)
    assert subsidy_book(office, TODAY, before).case(number).state is SubsidyState.APPLIED


def test_an_application_keeps_the_version_of_its_rule(office: Database) -> None:
    number = _apply(office)
    rule = subsidy_rules.find_rule(office, "yazu")
    saved = subsidy_rules.save_rule(
        office, replace(rule, aid=replace(rule.aid, cap_yen=5_000)), "要綱の改正"
    )

    assert [one.key for one in saved.changes] == ["aid.cap_yen"]
    assert _case(office, number).judgement.amount_yen == 7_500
    assert [one.rule.version for one in subsidy_rules.list_versions(office, "yazu")] == [2, 1]
    with pytest.raises(Refusal) as caught:
        subsidy_rules.drop_rule(office, "yazu", "使わない")
    assert _codes(caught) == ["subsidies.rule_used"]
    subsidy_rules.undo_rule_change(office, subsidy_rules.list_versions(office, "yazu")[0].change)
    assert subsidy_rules.find_rule(office, "yazu") == rule
    again = subsidy_rules.save_rule(office, rule, "確認")
    assert not again.is_new_version


def test_rules_are_copied_written_read_compared_and_dropped(
    office: Database, tmp_path: Path
) -> None:
    made = subsidy_rules.copy_rule(office, "arakawa", "own", "本市の助成", "新しい要綱")
    assert made.rule.name == "本市の助成"
    path = tmp_path / "own.toml"
    subsidy_rules.export_rule(office, "own", path)
    assert not subsidy_rules.import_rule(office, path, "確認").is_new_version
    assert [one.key for one in subsidy_rules.difference(office, "shipped:arakawa", str(path))] == [
        "name"
    ]
    entries: dict[str, subsidy_rules.RuleEntry] = {
        one.rule.code: one for one in subsidy_rules.list_rules(office)
    }
    assert entries["own"].is_own
    assert not entries["kosai"].is_own
    subsidy_rules.drop_rule(office, "own", "誤って作成")
    with pytest.raises(Refusal) as caught:
        subsidy_rules.find_rule(office, "own")
    assert _codes(caught) == ["subsidies.unknown_rule"]


def test_an_exam_that_a_rule_for_aid_names_is_not_dropped(database: Database, town: Take) -> None:
    del town
    subsidy_rules.take_rule(database, "gotsu")
    with pytest.raises(Refusal) as caught:
        master.drop_exam(database, EXAM, "使わない")
    assert _codes(caught) == ["exam_master.in_schemes"]
    assert "江津市の受験費用の負担" in str(caught.value.problems[0].values["names"])

    subsidy_rules.drop_rule(database, "gotsu", "使わない")
    assert "江津市" not in _naming(database)


def _naming(database: Database) -> str:
    """Return what still stands against dropping the exam; '' where nothing does."""
    try:
        master.drop_exam(database, EXAM, "使わない")
    except Refusal as refused:
        return str(refused.problems[0].values.get("names", ""))
    return ""


def test_months_without_a_deadline_that_counts_them_are_refused(
    office: Database, tmp_path: Path
) -> None:
    path = tmp_path / "rule.toml"
    path.write_text(
        'code = "own"\nname = "助成"\naid = { rate = 1 }\n'
        'deadline = { kind = "fiscal_year", months = 3 }\n',
        encoding="utf-8",
    )
    with pytest.raises(Refusal) as caught:
        subsidy_rules.import_rule(office, path, "取込み")
    assert [(one.code, one.place.column) for one in caught.value.problems] == [
        ("definitions.months_without_deadline", "deadline.months")
    ]


def test_a_mistaken_rule_is_refused_with_file_and_key_path(
    office: Database, tmp_path: Path
) -> None:
    path = tmp_path / "rule.toml"
    path.write_text(
        'code = "own"\nname = "助成"\naid = { rate = 0, cap_yen = 100, unit_yen = 1000 }\n'
        'papers = ["領収書", "領収書"]\ndeadline = { kind = "months" }\n',
        encoding="utf-8",
    )
    with pytest.raises(Refusal) as caught:
        subsidy_rules.import_rule(office, path, "取込み")

    assert [(one.code, one.place.file, one.place.column) for one in caught.value.problems] == [
        ("definitions.paper_twice", "rule.toml", "papers"),
        ("definitions.no_aid", "rule.toml", "aid.rate"),
        ("definitions.cap_below_unit", "rule.toml", "aid.cap_yen"),
        ("definitions.deadline_without_months", "rule.toml", "deadline.months"),
    ]
    saved = subsidy_rules.save_rule(office, SubsidyRule("x", "助成", exams=("none",)), "試し")
    assert [one.code for one in saved.notices] == ["subsidies.exam_not_held"]

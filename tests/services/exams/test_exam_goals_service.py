"""Goals, consents, the notice and the register of qualifications on real records."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from tests.conftest import Take

from skilltrack.domain.exams.definition import ExamAttempt, ExamPurpose
from skilltrack.domain.exams.qualifications import QualificationSource, Validity
from skilltrack.domain.people.career import CareerKind
from skilltrack.domain.problems import Refusal
from skilltrack.services.exams import attempts
from skilltrack.services.exams.consents import consent_list, says_yes, state_consents
from skilltrack.services.exams.goals import GoalChoice, exam_goals, save_goals
from skilltrack.services.exams.notice import exam_notice, save_notice
from skilltrack.services.exams.qualifications import (
    QualificationQuery,
    add_qualification,
    correct_qualification,
    draft_of,
    end_qualification,
    narrowed,
    qualifications,
    remove_qualification,
    save_register,
)
from skilltrack.services.operations import list_operations, undo_operation
from skilltrack.services.people.careers import CareerDraft
from skilltrack.store.database import Database

IP = "it_passport"
TODAY = date(2026, 9, 30)
PASS = {"total": 700, "strategy": 600, "management": 600, "technology": 600}
FAIL = {"total": 500, "strategy": 400, "management": 400, "technology": 400}


@pytest.fixture
def body(database: Database, town: Take) -> Database:
    """0001 failed and passed, 0002 passed, 0003 failed."""
    for number, month, scores, certificate in (
        ("0001", 5, FAIL, ""),
        ("0001", 7, PASS, "第IP-1号"),
        ("0002", 8, PASS, ""),
        ("0003", 8, FAIL, ""),
    ):
        sitting = ExamAttempt(
            number, IP, date(2026, month, 1), scores, certificate_no=certificate, evidence="成績票"
        )
        attempts.record_attempt(database, sitting, today=TODAY)
    return database


def consent(body: Database, purpose: ExamPurpose, on: date = TODAY, **stated: bool) -> int:
    says = {number.removeprefix("n"): yes for number, yes in stated.items()}
    return state_consents(body, IP, purpose, says, on, today=TODAY)


def codes(refused: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_goal_without_a_target_is_everybody_by_the_end_of_the_year(body: Database) -> None:
    found = exam_goals(body, IP, TODAY)
    assert (found.goal.share, found.goal.due_on) == (1, date(2027, 3, 31))
    total = found.total
    assert total.people == found.counted.counted
    assert (total.passers, total.attempts, total.sittings) == (2, 4, 4)
    assert len(found.missing) == total.people - 2
    assert sum(row.people for row in found.departments) == total.people
    assert found.fee_yen == 7_500
    assert found.outlook.attempts.expected >= found.outlook.remaining
    assert found.shown_rates == frozenset()  # three people sat: too few for any rate


def test_what_is_tried_out_changes_the_outlook_alone(body: Database) -> None:
    tried = GoalChoice(
        share=Fraction(1, 2), due_on=date(2026, 12, 31), ratio=Fraction(1, 2), fee_yen=5_700
    )
    found = exam_goals(body, IP, TODAY, tried)
    outlook = found.outlook
    assert found.total.goal == -(-found.total.people // 2)
    assert outlook.cost_yen is not None
    assert outlook.cost_yen.expected == outlook.attempts.expected * 5_700
    assert outlook.attempts.expected == 2 * outlook.remaining
    with pytest.raises(Refusal) as refused:
        exam_goals(body, IP, TODAY, GoalChoice(share=Fraction(2), ratio=Fraction(0), fee_yen=-1))
    assert codes(refused) == [
        "exam_goals.bad_share",
        "exam_goals.bad_ratio",
        "exam_goals.bad_fee",
    ]


def test_goals_stay_as_they_were_known(body: Database) -> None:
    before = body.clock()
    known = exam_goals(body, IP, TODAY, as_known=before).total
    attempts.record_attempt(body, ExamAttempt("0004", IP, date(2026, 9, 1), PASS), today=TODAY)
    assert exam_goals(body, IP, TODAY).total.passers == 3
    assert exam_goals(body, IP, TODAY, as_known=before).total == known
    assert exam_goals(body, IP, date(2026, 7, 31)).total.passers == 1


def test_newest_statement_counts_and_can_be_undone(body: Database) -> None:
    consent(body, ExamPurpose.NOTICE, date(2026, 9, 1), n0001=True, n0002=True)
    consent(body, ExamPurpose.NOTICE, n0002=False)
    said = {one.person.employee_no: one for one in consent_list(body, IP, TODAY).lines}
    assert [says_yes(said[number].notice) for number in ("0001", "0002")] == [True, False]
    earlier = consent_list(body, IP, date(2026, 9, 15)).lines
    assert all(says_yes(one.notice) for one in earlier)
    undo_operation(body, list_operations(body, "exam_consents")[0].change)
    assert all(says_yes(one.notice) for one in consent_list(body, IP, TODAY).lines)


def test_consents_of_those_who_did_not_pass_are_refused_together(body: Database) -> None:
    with pytest.raises(Refusal) as refused:
        consent(body, ExamPurpose.TEACHING, n0003=True, n0004=True)
    assert codes(refused) == ["exam_goals.not_passed"] * 2
    consent(body, ExamPurpose.TEACHING, n0001=True)
    with pytest.raises(Refusal) as again:
        consent(body, ExamPurpose.TEACHING, n0001=True)
    assert codes(again) == ["exam_people.unchanged"]
    assert exam_goals(body, IP, TODAY).total.teachers == 1


def test_notice_names_only_who_consents_and_hides_few(body: Database, tmp_path: Path) -> None:
    first, last = date(2026, 4, 1), TODAY
    hidden = exam_notice(body, IP, first, last)
    assert (hidden.named, hidden.is_hidden, hidden.total_told) == ((), True, 0)
    consent(body, ExamPurpose.NOTICE, n0001=True)
    part = exam_notice(body, IP, first, last)
    assert [one.employee_no for one in part.named] == ["0001"]
    assert part.is_hidden
    consent(body, ExamPurpose.NOTICE, n0002=True)
    assert not exam_notice(body, IP, first, last).is_hidden
    path = tmp_path / "お知らせ.xlsx"
    save_notice(body, path, IP, date(2026, 8, 1), last)
    cells = [
        cell.value
        for row in openpyxl.load_workbook(path).worksheets[0].iter_rows()
        for cell in row
        if cell.value
    ]
    assert "1人" in cells
    with pytest.raises(Refusal) as refused:
        exam_notice(body, IP, last, first)
    assert codes(refused) == ["exam_goals.backwards"]


def entered(body: Database) -> str:
    draft = CareerDraft(
        "0003", CareerKind.QUALIFICATION, "統計検定", "データ", date(2025, 1, 1), date(2026, 12, 31)
    )
    return add_qualification(body, draft).entry_id


def test_register_holds_passes_and_entries(body: Database) -> None:
    entered(body)
    found = qualifications(body, TODAY)
    lines = {one.person.employee_no: one for one in found.lines}
    assert lines["0001"].certificate_no == "第IP-1号"
    assert lines["0001"].got_on == date(2026, 7, 1)
    assert lines["0003"].source is QualificationSource.CAREER
    assert found.validity(lines["0003"]) is Validity.EXPIRING
    assert found.holders == {"ITパスポート試験": 2, "統計検定": 1}
    assert [one.name for one in narrowed(found, QualificationQuery(months=4))] == ["統計検定"]
    assert narrowed(found, QualificationQuery(text="統計　データ"))
    assert len(narrowed(found, QualificationQuery(name="ITパスポート試験"))) == 2


def test_an_entry_that_repeats_a_pass_is_marked(body: Database) -> None:
    draft = CareerDraft("0001", CareerKind.QUALIFICATION, "ＩＴパスポート試験")
    add_qualification(body, draft)
    found = qualifications(body, TODAY)
    assert [one.is_double for one in found.lines if one.entry_id] == [True]
    assert found.holders["ITパスポート試験"] == 2


def test_entries_are_corrected_ended_and_taken_back(body: Database) -> None:
    entry = entered(body)
    ended = end_qualification(body, entry, date(2026, 8, 31), "更新しなかった")
    found = qualifications(body, TODAY)
    assert not [one for one in narrowed(found, QualificationQuery()) if one.entry_id]
    assert [one for one in narrowed(found, QualificationQuery(has_expired=True)) if one.entry_id]
    correct_qualification(body, entry, draft_of(ended), "確認")
    undo_operation(body, list_operations(body, "career")[0].change)
    with pytest.raises(Refusal) as early:
        end_qualification(body, entry, date(2024, 1, 1), "誤り")
    assert codes(early) == ["exam_goals.ends_before"]
    remove_qualification(body, entry, "誤り")
    assert not [one for one in qualifications(body, TODAY).lines if one.entry_id]


def test_workbooks_need_a_purpose(body: Database, tmp_path: Path) -> None:
    entered(body)
    path = tmp_path / "台帳.xlsx"
    with pytest.raises(Refusal) as refused:
        save_register(body, path, TODAY, "  ")
    assert codes(refused) == ["exam_goals.no_purpose"]
    for is_data in (False, True):
        assert save_register(body, path, TODAY, "任用の資料", is_data=is_data) == 3
    assert save_goals(body, tmp_path / "目標.xlsx", exam_goals(body, IP, TODAY)) > 0

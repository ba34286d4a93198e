"""Goals, consents, the notice and the register of qualifications on real records."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa
from tests.conftest import Take

from skilltrack.domain.exams.definition import ExamAttempt, ExamPurpose
from skilltrack.domain.exams.notice import Untold
from skilltrack.domain.exams.progress import ExamStage
from skilltrack.domain.exams.qualifications import QualificationSource, Validity
from skilltrack.domain.people.career import CareerKind
from skilltrack.domain.problems import MachineFailure, Refusal
from skilltrack.services.exams import attempts
from skilltrack.services.exams.consents import consent_list, says_yes, state_consents
from skilltrack.services.exams.goals import GoalChoice, exam_goals, save_goals
from skilltrack.services.exams.notice import (
    exam_notice,
    hand_out_notice,
    notices_handed_out,
)
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
from skilltrack.store import schema
from skilltrack.store.database import Database
from skilltrack.store.exam_notices import PREFIX

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


def test_departments_and_their_distance_to_the_goal_by_hand(body: Database) -> None:
    """Two departments of four, goal 60 %: three of each (2.4 rounded up), five of all (4.8).

    人事課: 0001 failed in May and passed in July, 0002 passed in August, 0003 failed in August.
    税務課: 0005 passed in June of the year before, failed in September of this one (a resit after
    the pass, which counts as an attempt and not towards the rate), 0006 failed twice.
    """
    sittings = (
        ("0005", date(2025, 6, 1), PASS),
        ("0005", date(2026, 9, 5), FAIL),
        ("0006", date(2025, 3, 1), FAIL),
        ("0006", date(2026, 6, 1), FAIL),
    )
    for number, on, scores in sittings:
        attempts.record_attempt(body, ExamAttempt(number, IP, on, scores), today=TODAY)
    consent(body, ExamPurpose.TEACHING, n0002=True)
    choice = GoalChoice(share=Fraction(3, 5), due_on=date(2027, 3, 31), ratio=Fraction(1, 2))
    found = exam_goals(body, IP, TODAY, choice)

    staff, tax = (one for one in found.departments if one.people)
    total = found.total
    assert (staff.name, tax.name) == ("人事課", "税務課")
    assert [one.people for one in (staff, tax, total)] == [4, 4, 8]
    assert [one.goal for one in (staff, tax, total)] == [3, 3, 5]
    assert [one.passers for one in (staff, tax, total)] == [2, 1, 3]
    assert [one.missing for one in (staff, tax, total)] == [1, 2, 2]
    assert [one.ratio for one in (staff, tax, total)] == [
        Fraction(1, 2),
        Fraction(1, 4),
        Fraction(3, 8),
    ]
    assert [one.attempts for one in (staff, tax, total)] == [4, 4, 8]
    assert [one.attempts_year for one in (staff, tax, total)] == [4, 2, 6]
    # decided up to the first pass: 人事課 4 sittings and 2 passes, 税務課 1 + 2 and 1
    assert [(one.sittings, one.passed) for one in (staff, tax, total)] == [(4, 2), (3, 1), (7, 3)]
    assert [one.sat for one in (staff, tax, total)] == [3, 2, 5]
    assert [one.teachers for one in (staff, tax, total)] == [1, 0, 1]
    assert tax.at(ExamStage.FAILED) == 1
    # five people sat in the whole body: its rate may be told, that of a department may not
    assert found.shown_rates == frozenset({""})
    missing = {one.person.employee_no for one in found.missing_in(tax.code)}
    assert missing == {"0006", "0007", "0008"}
    # 182 days of 365 to the deadline: 2 passes in 5.98… months; at one half four attempts
    outlook = found.outlook
    assert outlook.remaining == 2
    assert outlook.months == Fraction(182 * 12, 365)
    assert outlook.pace_needed == Fraction(2) / Fraction(182 * 12, 365)
    assert outlook.attempts.expected == 4
    assert outlook.cost_yen is not None
    assert outlook.cost_yen.expected == 30_000
    # two of the three passed in the last twelve months
    assert outlook.pace == Fraction(2, 12)


def test_a_department_of_nobody_has_no_share_and_no_goal(body: Database) -> None:
    found = exam_goals(body, IP, TODAY)
    for row in found.departments:
        assert (row.ratio is None) == (row.people == 0)
    assert found.meant == ""  # everybody is meant


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
    assert (hidden.named, hidden.is_hidden, hidden.untold, hidden.total) == (
        (),
        True,
        Untold.FEW,
        None,
    )
    consent(body, ExamPurpose.NOTICE, n0001=True)
    part = exam_notice(body, IP, first, last)
    assert [one.employee_no for one in part.named] == ["0001"]
    assert part.is_hidden
    consent(body, ExamPurpose.NOTICE, n0002=True)
    assert exam_notice(body, IP, first, last).this_time == 2
    path = tmp_path / "お知らせ.xlsx"
    hand_out_notice(body, path, IP, first, last)
    assert "2人" in shown(path)
    with pytest.raises(Refusal) as refused:
        exam_notice(body, IP, last, first)
    assert codes(refused) == ["exam_goals.backwards"]


def shown(path: Path) -> list[object]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value]


def passes(body: Database, *numbers: str, on: date) -> None:
    for number in numbers:
        attempts.record_attempt(body, ExamAttempt(number, IP, on, PASS), today=TODAY)


def test_two_notices_cannot_be_subtracted_from_each_other(body: Database, tmp_path: Path) -> None:
    """Five have passed by the end of August; in September one more does."""
    first, august = date(2026, 4, 1), date(2026, 8, 31)
    passes(body, "0003", "0004", "0005", on=date(2026, 8, 20))
    told = hand_out_notice(body, tmp_path / "8月.xlsx", IP, first, august)
    assert (told.this_time, told.total and told.total.count) == (5, 5)

    passes(body, "0006", on=date(2026, 9, 10))
    path = tmp_path / "9月.xlsx"
    later = hand_out_notice(body, path, IP, first, TODAY)
    assert (later.this_time, later.untold) == (None, Untold.DIFFERENCE)
    assert later.total == told.total
    texts = " ".join(map(str, shown(path)))
    assert "非表示" in texts
    assert "5人（令和8年8月31日現在" in texts
    assert "6人" not in texts

    # what was told is told again, also when a late result of August comes in
    passes(body, "0007", on=date(2026, 8, 25))
    again = exam_notice(body, IP, first, august)
    assert (again.this_time, again.total) == (told.this_time, told.total)


def test_a_notice_that_was_not_handed_out_is_undone(body: Database, tmp_path: Path) -> None:
    first, august = date(2026, 4, 1), date(2026, 8, 31)
    passes(body, "0003", "0004", "0005", on=date(2026, 8, 20))
    hand_out_notice(body, tmp_path / "8月.xlsx", IP, first, august)
    passes(body, "0006", on=date(2026, 9, 10))
    known = body.clock()
    assert exam_notice(body, IP, first, TODAY).is_hidden
    kept = notices_handed_out(body, IP).notices
    assert [(one.until, one.this_time, one.total) for one in kept] == [(august, 5, 5)]

    undo_operation(body, list_operations(body, "exam_notices")[0].change)
    assert notices_handed_out(body, IP).notices == ()
    assert exam_notice(body, IP, first, TODAY).this_time == 6
    assert exam_notice(body, IP, first, TODAY, as_known=known).is_hidden


def test_what_is_kept_of_a_notice_names_nobody(body: Database, tmp_path: Path) -> None:
    passes(body, "0003", "0004", "0005", on=date(2026, 8, 20))
    hand_out_notice(body, tmp_path / "8月.xlsx", IP, date(2026, 4, 1), date(2026, 8, 31))
    with body.reading() as session:
        kept = session.connection.execute(
            sa.select(schema.setting.c.value).where(schema.setting.c.name.startswith(PREFIX))
        ).scalar_one()
    assert all(isinstance(row, int) for key in ("of_period", "in_all") for row in kept[key])
    (read,) = notices_handed_out(body, IP).notices
    assert read.in_all == {"0001", "0002", "0003", "0004", "0005"}
    # where somebody is erased, the sittings go on under another number or are gone
    with body.changing("test") as work:
        table = schema.exam_attempt
        work.connection.execute(
            sa.update(table).where(table.c.employee_no == "0003").values(employee_no="stub-1")
        )
        work.connection.execute(sa.delete(table).where(table.c.employee_no == "0004"))
    (later,) = notices_handed_out(body, IP).notices
    assert "stub-1" in later.in_all
    assert len(later.in_all) == 5
    assert not later.in_all & {"0003", "0004"}


def test_a_notice_of_what_was_known_earlier_counts_as_handed_out(
    body: Database, tmp_path: Path
) -> None:
    first, august = date(2026, 4, 1), date(2026, 8, 31)
    passes(body, "0003", "0004", "0005", on=date(2026, 8, 20))
    known = body.clock()
    passes(body, "0006", on=date(2026, 8, 25))
    told = hand_out_notice(body, tmp_path / "8月.xlsx", IP, first, august, as_known=known)
    assert told.this_time == 5
    assert exam_notice(body, IP, first, TODAY).untold is Untold.DIFFERENCE


def test_a_corrected_sitting_is_still_that_of_the_same_person(
    body: Database, tmp_path: Path
) -> None:
    first, august = date(2026, 4, 1), date(2026, 8, 31)
    passes(body, "0003", "0004", "0005", on=date(2026, 8, 20))
    hand_out_notice(body, tmp_path / "8月.xlsx", IP, first, august)
    better = {**PASS, "total": 720}
    for number in ("0003", "0004", "0005"):
        attempt = ExamAttempt(number, IP, date(2026, 8, 20), better)
        attempts.correct_attempt(body, date(2026, 8, 20), attempt, "成績票と照合", today=TODAY)
    passes(body, "0006", on=date(2026, 9, 10))
    assert exam_notice(body, IP, first, TODAY).untold is Untold.DIFFERENCE


def test_a_notice_that_cannot_be_written_is_not_kept(body: Database, tmp_path: Path) -> None:
    with pytest.raises(MachineFailure):
        hand_out_notice(body, tmp_path / "ない" / "a.xlsx", IP, date(2026, 4, 1), TODAY)
    assert notices_handed_out(body, IP).notices == ()


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

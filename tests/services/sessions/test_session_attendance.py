"""Who came, the sheet out and in, archive, completions, guests, surveys."""

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook
from session_town import COURSE, HELD, NUMBERS, TODAY, YEAR, afternoon, order
from tests.conftest import Take, WriteCsv

from skilltrack.domain.intake import ImportKind
from skilltrack.domain.problems import Refusal
from skilltrack.domain.sessions.definition import (
    CourseSession,
    GuestState,
    PresenceState,
    SessionDay,
    SessionState,
)
from skilltrack.domain.sessions.figures import Fate
from skilltrack.services.operations import list_operations, undo_operation
from skilltrack.services.sessions.attendance import (
    Mark,
    collect_sheet,
    mark_watched,
    record_presence,
)
from skilltrack.services.sessions.completing import complete, preview_completions, scores_from
from skilltrack.services.sessions.editing import add_session, set_state
from skilltrack.services.sessions.guests import add_guests, mark_guests
from skilltrack.services.sessions.reading import session_sheet, sessions_of_year
from skilltrack.services.sessions.reports import save_attendance_sheet
from skilltrack.services.sessions.seats import enrol
from skilltrack.services.sessions.surveys import record_tallies, take_survey
from skilltrack.store.database import Database
from skilltrack.store.training import COMPLETIONS

APPLIED = date(2026, 9, 1)
P = PresenceState
PRESENT, ABSENT = Mark(P.ATTENDED), Mark(P.ABSENT)


def completions(database: Database) -> dict[str, tuple[date, str]]:
    with database.reading() as session:
        held = COMPLETIONS.values(session)
    return {one.employee_no: (one.on, one.origin) for one in held}


def fates(database: Database, session_id: str) -> dict[str, Fate]:
    plan = preview_completions(database, session_id, TODAY)
    return {line.person.employee_no: line.fate for line in plan.people}


@pytest.fixture
def seated(town: Database, one: CourseSession) -> CourseSession:
    """Return the session with three people who have a seat."""
    enrol(town, one.session_id, NUMBERS[:3], APPLIED)
    return one


def test_attendance_is_noted_corrected_and_taken_back(
    town: Database, seated: CourseSession
) -> None:
    marks = {NUMBERS[0]: {1: PRESENT}, NUMBERS[1]: {1: ABSENT}}
    first = record_presence(town, seated.session_id, marks, today=TODAY)
    assert (first.new, first.changed, first.unchanged) == (2, 0, 0)
    marks = {NUMBERS[0]: {1: PRESENT}, NUMBERS[1]: {1: Mark(P.LATE, 90)}, NUMBERS[2]: {1: None}}
    second = record_presence(town, seated.session_id, marks, today=TODAY)
    assert (second.new, second.changed, second.unchanged) == (0, 1, 2)
    (line,) = sessions_of_year(town, YEAR, TODAY).lines
    assert (line.counts.attended, line.counts.unnoted) == (2, 1)
    assert line.turnout == Fraction(2, 3)
    undo_operation(town, list_operations(town, "sessions")[0].change)
    (line,) = sessions_of_year(town, YEAR, TODAY).lines
    assert line.counts.attended == 1


def test_what_is_wrong_in_a_note_is_told_at_once(town: Database) -> None:
    ahead = add_session(town, order(COURSE, afternoon(), afternoon(date(2026, 12, 1))))
    marks = {"9999": {1: PRESENT}, NUMBERS[0]: {2: PRESENT, 3: Mark(P.LATE, 0)}}
    with pytest.raises(Refusal) as told:
        record_presence(town, ahead.session_id, marks, today=TODAY)
    assert [problem.code for problem in told.value.problems] == [
        "sessions.unknown_employee",
        "sessions.day_ahead",
        "sessions.unknown_day",
        "sessions.bad_minutes",
    ]


def test_whoever_comes_without_a_seat_gets_one(town: Database, seated: CourseSession) -> None:
    outcome = record_presence(town, seated.session_id, {NUMBERS[7]: {1: PRESENT}}, today=TODAY)
    assert outcome.walked_in == (NUMBERS[7],)
    roster = {p.employee_no: p for p in session_sheet(town, seated.session_id, TODAY).roster}
    assert roster[NUMBERS[7]].has_seat
    assert roster[NUMBERS[7]].reason == "当日参加"


# The sheet


def filled(path: Path, marks: dict[str, str], day_column: int = 4) -> None:
    """Fill in a sheet as a person would, with rows sorted another way and a column moved."""
    workbook = load_workbook(path)
    page = workbook["出席簿"]
    for row in range(5, page.max_row + 1):
        number = page.cell(row, 2).value
        if number in marks:
            page.cell(row, day_column, marks.pop(str(number)))
    free = [row for row in range(5, page.max_row + 1) if not page.cell(row, 3).value]
    for row, (number, word) in zip(free, marks.items(), strict=False):
        page.cell(row, 2, number)
        page.cell(row, day_column, word)
    page.move_range(f"A5:{page.cell(5, page.max_column).coordinate}", rows=40)
    workbook.save(path)


def test_the_sheet_goes_out_and_comes_back_by_its_ids(
    town: Database, seated: CourseSession, book: Path
) -> None:
    assert save_attendance_sheet(town, seated.session_id, book, TODAY) == 3
    page = load_workbook(book)["出席簿"]
    assert page.row_dimensions[1].hidden
    assert page["B1"].value == "person"
    assert page["D1"].value == "day:1"
    assert page.data_validations.dataValidation[0].formula1.startswith('"出席,')
    filled(book, {NUMBERS[0]: "出席", NUMBERS[1]: "欠席", NUMBERS[6]: "遅刻・早退"})
    rehearsed = collect_sheet(town, book, today=TODAY, is_dry_run=True)
    assert (rehearsed.new, rehearsed.walked_in) == (3, (NUMBERS[6],))
    assert session_sheet(town, seated.session_id, TODAY).line.counts.attended == 0
    outcome = collect_sheet(town, book, seated.session_id, today=TODAY)
    assert outcome.new == 3
    found = {p.employee_no: p for p in session_sheet(town, seated.session_id, TODAY).roster}
    assert found[NUMBERS[1]].is_absentee
    assert found[NUMBERS[2]].presence == {}, "a blank says nothing"
    again = collect_sheet(town, book, today=TODAY)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)


def test_every_problem_of_a_sheet_is_listed_with_its_place(
    town: Database, seated: CourseSession, book: Path, write_csv: WriteCsv
) -> None:
    save_attendance_sheet(town, seated.session_id, book, TODAY)
    workbook = load_workbook(book)
    page = workbook["出席簿"]
    page["D5"] = "たぶん出席"
    page["B6"] = NUMBERS[0]
    page["D8"] = "出席"
    workbook.save(book)
    with pytest.raises(Refusal) as told:
        collect_sheet(town, book, today=TODAY)
    found = [(problem.code, problem.place.row) for problem in told.value.problems]
    assert found == [
        ("intake.unknown_word", 5),
        ("sessions.twice", 6),
        ("sessions.row_without_id", 8),
    ]
    other = write_csv("別の表", "職員番号 出欠", [["0001", "出席"]])
    with pytest.raises(Refusal) as told:
        collect_sheet(town, other, today=TODAY)
    assert told.value.problems[0].code == "sessions.no_sheet"


def test_a_sheet_of_another_session_is_refused(
    town: Database, seated: CourseSession, book: Path
) -> None:
    save_attendance_sheet(town, seated.session_id, book, TODAY)
    other = add_session(town, order())
    with pytest.raises(Refusal) as told:
        collect_sheet(town, book, other.session_id, today=TODAY)
    assert told.value.problems[0].code == "sessions.other_sheet"


# Completions


def test_completions_are_recorded_once_and_an_earlier_one_stays(
    town: Database, seated: CourseSession, take: Take
) -> None:
    take(ImportKind.COMPLETIONS, "職員番号 研修コード 修了日", [[NUMBERS[2], COURSE, "2026-06-01"]])
    marks = {number: {1: PRESENT} for number in (NUMBERS[0], NUMBERS[2])}
    record_presence(town, seated.session_id, {**marks, NUMBERS[1]: {1: ABSENT}}, today=TODAY)
    rehearsed = complete(town, seated.session_id, TODAY, is_dry_run=True)
    assert rehearsed.recorded == 1
    assert len(completions(town)) == 1
    plan = complete(town, seated.session_id, TODAY)
    assert {line.person.employee_no: line.fate for line in plan.people} == {
        NUMBERS[0]: Fate.NEW,
        NUMBERS[1]: Fate.LACKING,
        NUMBERS[2]: Fate.EARLIER,
    }
    assert completions(town)[NUMBERS[0]] == (HELD, f"実施回 {seated.session_id}")
    assert completions(town)[NUMBERS[2]] == (date(2026, 6, 1), "")
    again = complete(town, seated.session_id, TODAY)
    assert (again.recorded, again.count(Fate.SAME)) == (0, 1)
    undo_operation(town, list_operations(town, "sessions")[1].change)
    assert NUMBERS[0] not in completions(town)


def test_a_corrected_attendance_takes_the_completion_back(
    town: Database, seated: CourseSession
) -> None:
    record_presence(town, seated.session_id, {NUMBERS[0]: {1: PRESENT}}, today=TODAY)
    complete(town, seated.session_id, TODAY)
    record_presence(town, seated.session_id, {NUMBERS[0]: {1: ABSENT}}, today=TODAY)
    assert fates(town, seated.session_id)[NUMBERS[0]] is Fate.WITHDRAWN
    complete(town, seated.session_id, TODAY)
    assert completions(town) == {}


def test_absentees_make_up_by_the_archive_on_the_day_they_watched_it(
    town: Database, seated: CourseSession
) -> None:
    marks = {NUMBERS[0]: {1: ABSENT}, NUMBERS[1]: {1: PRESENT}}
    record_presence(town, seated.session_id, marks, today=TODAY)
    watched = HELD + timedelta(days=12)
    with pytest.raises(Refusal) as told:
        mark_watched(town, seated.session_id, [NUMBERS[1]], watched, today=TODAY)
    assert told.value.problems[0].code == "sessions.not_absent"
    mark_watched(town, seated.session_id, [NUMBERS[0]], watched, today=TODAY)
    complete(town, seated.session_id, TODAY)
    assert completions(town)[NUMBERS[0]][0] == watched
    assert completions(town)[NUMBERS[1]][0] == HELD


def test_all_days_and_the_presentation_are_asked_for(town: Database) -> None:
    presentation = SessionDay(0, HELD + timedelta(days=14), "13:30", "15:00", is_presentation=True)
    team = add_session(town, order("T-02", afternoon(), presentation))
    enrol(town, team.session_id, NUMBERS[:2], APPLIED)
    marks = {NUMBERS[0]: {1: PRESENT, 2: PRESENT}, NUMBERS[1]: {1: PRESENT, 2: ABSENT}}
    record_presence(town, team.session_id, marks, today=TODAY)
    complete(town, team.session_id, TODAY)
    assert completions(town) == {
        NUMBERS[0]: (HELD + timedelta(days=14), f"実施回 {team.session_id}")
    }
    with town.reading() as session:
        assert COMPLETIONS.values(session)[0].hours == 4.5


def test_a_test_takes_its_scores_from_a_list_and_keeps_them(
    town: Database, write_csv: WriteCsv
) -> None:
    exam = add_session(town, order("T-03"))
    enrol(town, exam.session_id, NUMBERS[:2], APPLIED)
    marks = {number: {1: PRESENT} for number in NUMBERS[:2]}
    record_presence(town, exam.session_id, marks, today=TODAY)
    scores = scores_from(
        write_csv("点数", "職員番号 点数", [[NUMBERS[0], "70"], [NUMBERS[1], "69.5"]])
    )
    complete(town, exam.session_id, TODAY, scores)
    assert list(completions(town)) == [NUMBERS[0]]
    assert fates(town, exam.session_id)[NUMBERS[0]] is Fate.SAME
    with pytest.raises(Refusal) as told:
        complete(town, exam.session_id, TODAY, {NUMBERS[7]: Fraction(80)})
    assert told.value.problems[0].code == "sessions.score_of_stranger"


def test_nothing_is_completed_before_the_last_day_or_of_a_session_called_off(
    town: Database, seated: CourseSession
) -> None:
    with pytest.raises(Refusal) as told:
        complete(town, seated.session_id, HELD - timedelta(days=1))
    assert told.value.problems[0].code == "sessions.not_over"
    set_state(town, seated.session_id, SessionState.CANCELLED, "中止", today=TODAY)
    with pytest.raises(Refusal) as told:
        complete(town, seated.session_id, TODAY)
    assert told.value.problems[0].code == "sessions.cancelled"


# Guests and surveys


def test_guests_are_in_no_figure_of_the_body(town: Database, seated: CourseSession) -> None:
    before = sessions_of_year(town, YEAR, TODAY).lines[0].counts
    guests = add_guests(town, seated.session_id, [("山野 一美", "隣市"), ("川辺 進", "隣町")])
    mark_guests(town, seated.session_id, {guests[0].guest_id: GuestState.ATTENDED})
    after = sessions_of_year(town, YEAR, TODAY).lines[0].counts
    assert (after.guests, after.invited, after.attended) == (1, before.invited, before.attended)
    mark_guests(town, seated.session_id, {guests[1].guest_id: None})
    assert len(session_sheet(town, seated.session_id, TODAY).guests) == 1
    (third,) = add_guests(town, seated.session_id, [("森田 葵", "組合")])
    assert third.guest_id == "G-3", "an id is never used anew"


def test_guests_are_noted_on_the_sheet(town: Database, seated: CourseSession, book: Path) -> None:
    (guest,) = add_guests(town, seated.session_id, [("山野 一美", "隣市")])
    save_attendance_sheet(town, seated.session_id, book, TODAY)
    workbook = load_workbook(book)
    page = workbook["出席簿"]
    row = next(r for r in range(5, page.max_row + 1) if page.cell(r, 3).value == guest.name)
    page.cell(row, 4, "出席")
    workbook.save(book)
    assert collect_sheet(town, book, today=TODAY).guests == 1


def test_tallies_and_sheets_give_the_same_figures_and_few_comments_stay_hidden(
    town: Database, seated: CourseSession, write_csv: WriteCsv
) -> None:
    said = ["よい", "長い", "短い", "続けて"]
    assert record_tallies(town, seated.session_id, {5: 2, 3: 1}, {4: 2}, said) == 4
    survey = session_sheet(town, seated.session_id, TODAY).line.survey
    assert (survey.satisfaction.n, survey.satisfaction.positive) == (3, Fraction(2, 3))
    assert survey.understanding.mean == 4
    assert (survey.comments, survey.comment_count) == ((), 4)
    record_tallies(town, seated.session_id, {5: 5}, {})
    survey = session_sheet(town, seated.session_id, TODAY).line.survey
    assert survey.comment_count == 4, "comments that are not given stay"
    rows = [["5", "4", "よい"], ["4", "", "長い"], ["", "3", "短い"], ["3", "3", ""]]
    rows += [["2", "2", "続けて"], ["1", "1", "また"]]
    path = write_csv("回答", "満足度 理解度 意見", rows)
    assert take_survey(town, seated.session_id, path) == 6
    survey = session_sheet(town, seated.session_id, TODAY).line.survey
    assert len(survey.comments) == 5
    wrong = write_csv("誤り", "満足度", [["6"], ["0"]])
    with pytest.raises(Refusal) as told:
        take_survey(town, seated.session_id, wrong)
    assert [p.code for p in told.value.problems] == ["sessions.bad_step"] * 2

"""Figures by the organisation of the day, of today, and like for like, on a real data file."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from tests.conftest import Take

from skilltrack.domain.calendar import FiscalYear, Period
from skilltrack.domain.evaluation import Board
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.organisation import Department, Succession, SuccessionKind
from skilltrack.domain.structure import Kept, Structure, StructureOn
from skilltrack.domain.tally import Tally
from skilltrack.domain.years.change import NotComparable
from skilltrack.i18n.structures import structure_notes
from skilltrack.reports.documents import rank_document
from skilltrack.services import definitions, handover
from skilltrack.services.evaluation import (
    board,
    completion_matrix,
    department_detail,
)
from skilltrack.services.exams.register import exam_register
from skilltrack.services.operations import undo_operation
from skilltrack.services.organisation.lineage import is_reorganised
from skilltrack.services.overview import department_choices, overview
from skilltrack.services.rounds.running import RoundOrder, open_round, round_status
from skilltrack.services.years.closed_changes import change_shown
from skilltrack.store.database import Database
from skilltrack.store.operations import Operation, record_operation
from skilltrack.store.organisation import DEPARTMENTS, POSTINGS, SUCCESSIONS

YEAR = FiscalYear(2026)
JUNE, OCTOBER, MARCH = date(2026, 6, 1), date(2026, 10, 1), date(2027, 3, 31)
AS_NOW, LIKE = Structure.AS_NOW, Structure.LIKE_FOR_LIKE
DONE = "職員番号 研修コード 修了日 状態"
Reorganise = Callable[[SuccessionKind, dict[str, Sequence[str]], dict[str, str]], int]


@pytest.fixture
def reorganise(database: Database) -> Reorganise:
    """Let departments end on 1 October, record who came after them, and move people.

    Given are the kind, predecessor → successors, and person → department from that day on.
    """

    def go(
        kind: SuccessionKind, successors: dict[str, Sequence[str]], people: dict[str, str]
    ) -> int:
        with database.changing("organisation.reorganise") as work:
            ended = [one for one in DEPARTMENTS.current(work) if one.value.code in successors]
            DEPARTMENTS.supersede(work, ended)
            DEPARTMENTS.record(
                work, [replace(one.value, valid=Period(None, OCTOBER)) for one in ended]
            )
            new = sorted({code for codes in successors.values() for code in codes})
            known = {one.value.code for one in DEPARTMENTS.current(work)}
            DEPARTMENTS.record(
                work,
                [
                    new_unit(code, f"新{code}課", OCTOBER)
                    for code in new
                    if code not in known - set(successors)
                ],
            )
            SUCCESSIONS.record(
                work,
                [
                    Succession(code, after, kind, OCTOBER)
                    for code, codes in successors.items()
                    for after in codes
                ],
            )
            moved = [
                one
                for one in POSTINGS.current(work)
                if one.value.employee_no in people and OCTOBER in one.value.fact.valid
            ]
            POSTINGS.supersede(work, moved)
            for one in moved:
                fact = one.value.fact
                until = replace(fact, valid=Period(fact.valid.start, OCTOBER))
                after = replace(
                    fact, department=people[one.value.employee_no], valid=Period(OCTOBER, None)
                )
                POSTINGS.record(
                    work, [replace(one.value, fact=until), replace(one.value, fact=after)]
                )
            record_operation(
                work, Operation("organisation.reorganise", "組織改編", "試験", OCTOBER)
            )
            return work.change

    return go


def new_unit(code: str, name: str, start: date) -> Department:
    return Department(code, name, "01", is_evaluation_unit=True, valid=Period(start, None))


def merge(reorganise: Reorganise) -> int:
    everybody = {f"000{number}": "0109" for number in range(1, 9)}
    return reorganise(SuccessionKind.MERGED, {"0101": ["0109"], "0102": ["0109"]}, everybody)


def split(reorganise: Reorganise) -> int:
    """人事課 becomes two; 0004 stays behind in no post of either."""
    people = {"0001": "0111", "0002": "0111", "0003": "0112", "0004": "0102"}
    return reorganise(SuccessionKind.SPLIT, {"0101": ["0111", "0112"]}, people)


def complete(town: Take, *done: tuple[str, str, str]) -> None:
    town(ImportKind.COMPLETIONS, DONE, [[*one, ""] for one in done])


def electives(found: Board) -> dict[str, int]:
    return {row.code: row.elective.tally.done for row in found.evaluation.departments}


def heads(found: Board) -> dict[str, int]:
    return {row.code: row.headcount for row in found.evaluation.departments}


def test_credit_for_an_elective_follows_a_merged_department(
    town: Take, database: Database, reorganise: Reorganise
) -> None:
    complete(town, ("0001", "E1", "2026-06-01"), ("0005", "E2", "2026-06-01"))
    merge(reorganise)
    assert electives(board(database, "fukui", YEAR, MARCH)) == {"0109": 2}
    assert electives(board(database, "fukui", YEAR, JUNE)) == {"0101": 1, "0102": 1}
    detail = department_detail(database, "fukui", "0109", YEAR, MARCH)
    assert [course.code for course in detail.elective_done] == ["E1", "E2"]


def test_credit_follows_a_successor_that_only_a_file_names(town: Take, database: Database) -> None:
    complete(town, ("0001", "E1", "2026-06-01"))
    town(
        ImportKind.DEPARTMENTS,
        "所属コード 所属名 上位所属コード 評価単位 有効開始 有効終了 後継所属コード",
        [
            ["0101", "人事課", "01", "○", "", "2026-09-30", "0103"],
            ["0103", "職員課", "01", "○", "2026-10-01", "", ""],
        ],
    )
    town(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 所属コード 職名",
        [["0001", "髙橋　一郎", "0103", "課長"]],
        effective=OCTOBER,
    )
    assert electives(board(database, "fukui", YEAR, MARCH))["0103"] == 1


def test_credit_goes_where_the_person_went_and_is_told_where_nobody_knows(
    town: Take, database: Database, reorganise: Reorganise
) -> None:
    complete(
        town,
        ("0001", "E1", "2026-06-01"),
        ("0003", "E2", "2026-06-01"),
        ("0004", "E3", "2026-06-01"),
    )
    split(reorganise)
    found = board(database, "fukui", YEAR, MARCH)
    assert electives(found) == {"0102": 0, "0111": 1, "0112": 1}
    assert found.evaluation.body.elective == Tally(3, 3)
    assert found.arranged is not None
    (aside,) = found.arranged.set_aside
    assert (aside.name, aside.because, aside.electives) == ("人事課", Kept.SPLIT, ("E3",))
    (note,) = structure_notes(found.arranged)
    assert note == (
        "人事課（分割前）は令和8年10月1日に分割されました。分割前に所属を離れた職員の分は、"
        "どの所属にも分けず、所属の行に含めていません（選択研修 1研修）。"
    )


def test_people_of_before_a_split_stand_where_they_went_or_in_a_row_of_their_own(
    town: Take, database: Database, reorganise: Reorganise
) -> None:
    split(reorganise)
    found = board(database, "fukui", YEAR, JUNE, structure=StructureOn(AS_NOW, MARCH))
    names = {row.code: row.name for row in found.evaluation.departments}
    assert heads(found) == {"0102": 4, "0111": 2, "0112": 1, "0101@2026-10-01": 1}
    assert names["0101@2026-10-01"] == "人事課（分割前）"
    matrix = completion_matrix(database, "fukui", YEAR, JUNE, StructureOn(AS_NOW, MARCH))
    assert {row.employee_no: row.department for row in matrix.rows}["0003"] == "0112"


def test_practices_follow_their_department(
    town: Take, database: Database, reorganise: Reorganise
) -> None:
    town(ImportKind.PRACTICES, "所属コード 名称 段階", [["0101", "申請のオンライン化", "実施"]])
    merge(reorganise)
    (row,) = board(database, "fukui", YEAR, MARCH).evaluation.departments
    assert [line.title for line in row.practices] == ["申請のオンライン化"]


def test_practices_of_a_split_department_go_with_who_took_part(
    town: Take, database: Database, reorganise: Reorganise
) -> None:
    town(
        ImportKind.PRACTICES,
        "所属コード 名称 段階 参加者職員番号",
        [["0101", "申請のオンライン化", "実施", "0001;0002"], ["0101", "窓口の予約", "提案", ""]],
    )
    split(reorganise)
    found = board(database, "fukui", YEAR, MARCH)
    listed = {
        row.code: [line.title for line in row.practices] for row in found.evaluation.departments
    }
    assert listed == {"0102": [], "0111": ["申請のオンライン化"], "0112": []}
    assert found.arranged is not None
    assert [one.practices for one in found.arranged.set_aside] == [("窓口の予約",)]


def test_every_way_adds_up_to_the_same_people_and_courses(
    town: Take, database: Database, reorganise: Reorganise
) -> None:
    complete(town, ("0001", "R1", "2026-05-01"), ("0006", "R2", "2026-05-01"))
    split(reorganise)
    found = [
        board(database, "fukui", YEAR, as_of, structure=way)
        for as_of in (JUNE, MARCH)
        for way in (None, StructureOn(AS_NOW, MARCH), StructureOn(LIKE, JUNE))
    ]
    for one in found:
        rows = one.evaluation.departments
        assert sum(row.headcount for row in rows) == one.evaluation.body.headcount == 8
        assert sum((row.required.tally for row in rows), Tally(0, 0)) == Tally(2, 13)


def test_like_for_like_puts_both_sides_into_the_same_rows(
    town: Take, database: Database, reorganise: Reorganise
) -> None:
    merge(reorganise)
    then = board(database, "fukui", YEAR, JUNE, structure=StructureOn(LIKE, MARCH))
    now = board(database, "fukui", YEAR, MARCH, structure=StructureOn(LIKE, JUNE))
    assert heads(then) == heads(now) == {"0109": 8}
    (row,) = now.evaluation.departments
    assert row.name == "人事課＋税務課 → 新0109課"


def test_the_usual_way_says_nothing_new_and_the_others_name_their_groups(
    town: Take, database: Database, reorganise: Reorganise
) -> None:
    merge(reorganise)
    assert "structure" not in rank_document(board(database, "fukui", YEAR, MARCH))
    way = StructureOn(AS_NOW, MARCH)
    document = rank_document(board(database, "fukui", YEAR, JUNE, structure=way))["structure"]
    assert (document["way"], document["on"]) == ("as-now", "2027-03-31")
    assert document["groups"] == [
        {
            "code": "0109",
            "name": "人事課＋税務課 → 新0109課",
            "before": [{"code": "0101", "name": "人事課"}, {"code": "0102", "name": "税務課"}],
            "after": [{"code": "0109", "name": "新0109課"}],
        }
    ]


def test_undoing_a_reorganisation_gives_the_old_board(
    town: Take, database: Database, reorganise: Reorganise
) -> None:
    complete(town, ("0001", "E1", "2026-06-01"))
    before = [
        rank_document(board(database, "fukui", YEAR, as_of, structure=way))
        for as_of in (JUNE, MARCH)
        for way in (None, StructureOn(AS_NOW, MARCH), StructureOn(LIKE, JUNE))
    ]
    undo_operation(database, split(reorganise))
    after = [
        rank_document(board(database, "fukui", YEAR, as_of, structure=way))
        for as_of in (JUNE, MARCH)
        for way in (None, StructureOn(AS_NOW, MARCH), StructureOn(LIKE, JUNE))
    ]
    assert before == after


def test_exams_count_for_what_the_department_became(
    town: Take, database: Database, reorganise: Reorganise
) -> None:
    merge(reorganise)
    as_it_was = exam_register(database, "it_passport", JUNE)
    assert [row.department for row in as_it_was.departments] == ["0101", "0102"]
    way = StructureOn(AS_NOW, MARCH)
    found = exam_register(database, "it_passport", JUNE, structure=way)
    assert [(row.department_name, row.headcount) for row in found.departments] == [("新0109課", 8)]


def test_answers_frozen_by_old_departments_count_for_those_of_the_opening_day(
    town: Take, database: Database, reorganise: Reorganise, tmp_path: Path
) -> None:
    order = RoundOrder("秋の点検", "fukui_sample", ("fukui",), OCTOBER, OCTOBER, purpose="…")
    order = replace(order, questionnaire=_questionnaire(database))
    round_id = open_round(database, order, tmp_path / "round").round_id  # before it is recorded
    merge(reorganise)
    (rate,) = round_status(database, round_id).rates
    assert (rate.department, rate.department_name, rate.answered.due) == ("0109", "新0109課", 8)


def _questionnaire(database: Database) -> str:
    (found,) = definitions.list_questionnaires(database)
    return found.id


def test_the_filter_offers_the_departments_of_the_way(
    town: Take, database: Database, reorganise: Reorganise
) -> None:
    merge(reorganise)

    def offered(way: StructureOn | None) -> list[str]:
        return [one.name for one in department_choices(database, JUNE, way)]

    assert offered(None) == ["総務部", "人事課", "税務課"]
    assert offered(StructureOn(AS_NOW, MARCH)) == ["総務部", "新0109課"]
    assert offered(StructureOn(LIKE, MARCH)) == ["人事課＋税務課 → 新0109課"]


def test_a_choice_is_offered_only_around_a_reorganisation(
    town: Take, database: Database, reorganise: Reorganise
) -> None:
    assert not overview(database, "fukui", YEAR, MARCH).is_reorganised
    merge(reorganise)
    assert overview(database, "fukui", YEAR, MARCH).is_reorganised
    assert overview(database, "fukui", YEAR, JUNE, today=MARCH).is_reorganised
    assert not overview(database, "fukui", YEAR, JUNE).is_reorganised
    assert not is_reorganised(database, OCTOBER, MARCH)


def test_a_year_is_compared_like_for_like_and_says_why_where_it_is_not(
    town: Take, database: Database, reorganise: Reorganise
) -> None:
    town(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 所属コード 職名",
        [["0001", "髙橋　一郎", "0101", "課長"], ["0005", "佐藤　四郎", "0102", "課長"]],
        effective=date(2025, 4, 1),
    )
    town(
        ImportKind.COURSES,
        "研修コード 研修名 種別 対象区分 年度",
        [["R0", "情報倫理", "必須", "", 2025]],
    )
    complete(town, ("0001", "R0", "2025-05-01"), ("0001", "R1", "2026-05-01"))
    merge(reorganise)
    with database.changing("organisation.reorganise") as work:
        DEPARTMENTS.record(work, [new_unit("0120", "新設課", JUNE)])
    found = change_shown(database, "fukui", YEAR, MARCH)
    assert (found.then.as_of, found.then.fiscal_year) == (date(2026, 3, 31), 2025)
    rows = {row.code: row for row in found.rows}
    assert rows["0109"].required.then == Fraction(1, 2)
    assert rows["0109"].required.now == Fraction(1, 13)
    assert (rows["0109"].rank_then, rows["0109"].rank_now) == (1, 1)
    assert rows["0120"].because is NotComparable.OPENED
    assert rows["0120"].places_gained is None


def test_the_printed_board_says_by_which_organisation(
    town: Take, database: Database, reorganise: Reorganise, tmp_path: Path
) -> None:
    merge(reorganise)
    path = tmp_path / "board.xlsx"
    handover.write_report(
        database,
        "ranking",
        path,
        scheme_id="fukui",
        fiscal_year=YEAR,
        as_of=JUNE,
        structure=StructureOn(AS_NOW, MARCH),
    )
    texts = [
        str(cell.value) for row in load_workbook(path).worksheets[0].iter_rows() for cell in row
    ]
    assert any("令和9年3月31日の組織に組み替えています" in text for text in texts)
    assert any("人事課＋税務課 → 新0109課" in text for text in texts)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(as_of=st.sampled_from([JUNE, MARCH]), parts=st.integers(0, 15))
def test_whoever_goes_where_nobody_is_lost_and_nobody_counts_twice(
    town: Take, database: Database, reorganise: Reorganise, as_of: date, parts: int
) -> None:
    people = {f"000{number + 1}": "0111" if parts >> number & 1 else "0112" for number in range(4)}
    change = reorganise(SuccessionKind.SPLIT, {"0101": ["0111", "0112"]}, people)
    for way in (None, StructureOn(AS_NOW, MARCH), StructureOn(LIKE, JUNE)):
        rows = board(database, "fukui", YEAR, as_of, structure=way).evaluation.departments
        assert sum(row.headcount for row in rows) == 8
        assert sum((row.required.tally for row in rows), Tally(0, 0)) == Tally(0, 13)
    undo_operation(database, change)

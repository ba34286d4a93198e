"""The register: stages with days, changes undone, imports with lasting ids, both clocks."""

from dataclasses import replace
from datetime import date

import pytest
from tests.conftest import Take
from tests.services.practices.conftest import ORDER, TODAY

from skilltrack.domain.intake import ImportKind
from skilltrack.domain.organisation import Practice, PracticeStage
from skilltrack.domain.practices import derived_id
from skilltrack.domain.problems import Refusal
from skilltrack.services.imports.files import undo_import
from skilltrack.services.operations import list_operations, undo_operation
from skilltrack.services.practices.editing import (
    AREA,
    change_practice,
    reach_stage,
    register,
    withdraw_practice,
)
from skilltrack.services.practices.register import (
    RegisterQuery,
    history_of,
    narrowed,
    practice_register,
)
from skilltrack.store import schema
from skilltrack.store.database import Database
from skilltrack.store.organisation import PRACTICES
from skilltrack.store.practices import practices_reached

HEADINGS = "所属コード 名称 段階 参加者職員番号 公開可否 提案日 実施日"


def codes(error: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return {problem.code for problem in error.value.problems}


def undo_last(database: Database) -> None:
    found = [one for one in list_operations(database, AREA) if one.undone_in is None]
    undo_operation(database, found[0].change)


def test_a_practice_stands_at_the_stage_of_the_day(practice: str, database: Database) -> None:
    assert practice_register(database, date(2026, 4, 9)).lines == ()
    (spring,) = practice_register(database, date(2026, 7, 31)).lines
    assert (spring.stage, spring.since) == (PracticeStage.PROPOSED, date(2026, 4, 10))
    (now,) = practice_register(database, TODAY).lines
    assert now.stage is PracticeStage.CARRIED_OUT
    assert [one.employee_no for one in now.participants] == ["0004", "0003"]  # by kana
    assert now.department_name == "人事課"


def test_the_query_for_targets_counts_a_later_stage_for_the_earlier(
    practice: str, database: Database
) -> None:
    with database.reading() as session:
        (adopted,) = practices_reached(session, PracticeStage.ADOPTED, TODAY)
        assert adopted.on == date(2026, 8, 1)
        assert (adopted.key, adopted.participants) == (practice, ("0003", "0004"))
        assert practices_reached(session, PracticeStage.ADOPTED, date(2026, 7, 31)) == ()
        assert practices_reached(session, PracticeStage.SPREAD, TODAY) == ()


def test_what_was_known_before_a_change_is_told_again(practice: str, database: Database) -> None:
    known = database.clock()
    before = practice_register(database, TODAY, known)
    change_practice(database, practice, replace(ORDER, title="事前入力"), "略称", today=TODAY)
    days = {PracticeStage.SPREAD: date(2026, 10, 1)}
    reach_stage(database, practice, days, today=TODAY)
    assert practice_register(database, TODAY).lines[0].practice.title == "事前入力"
    assert practice_register(database, TODAY, known) == before
    undo_last(database)
    undo_last(database)
    assert practice_register(database, TODAY) == before


def test_everything_wrong_is_told_at_once(practice: str, database: Database) -> None:
    order = replace(ORDER, department="9999", title=" ", participants=("x",), effect_hours=-1.0)
    with pytest.raises(Refusal) as error:
        register(database, order, PracticeStage.PROPOSED, date(2027, 1, 1), today=TODAY)
    assert codes(error) == {
        "practices.no_title",
        "practices.unknown_department",
        "practices.unknown_employee",
        "practices.negative_effect",
        "practices.future",
    }
    with pytest.raises(Refusal) as error:
        register(database, ORDER, PracticeStage.PROPOSED, TODAY, today=TODAY)
    assert codes(error) == {"practices.title_known"}
    with pytest.raises(Refusal) as error:
        change_practice(database, practice, ORDER, "", today=TODAY)
    assert codes(error) == {"practices.unchanged", "practices.no_reason"}


def test_days_stand_in_the_order_of_stages_and_corrections_need_a_reason(
    practice: str, database: Database
) -> None:
    with pytest.raises(Refusal) as error:
        reach_stage(database, practice, {PracticeStage.SPREAD: date(2026, 7, 1)}, today=TODAY)
    assert codes(error) == {"practices.order"}
    corrected = {PracticeStage.CARRIED_OUT: date(2026, 9, 1)}
    with pytest.raises(Refusal) as error:
        reach_stage(database, practice, corrected, today=TODAY)
    assert codes(error) == {"practices.no_reason"}
    reach_stage(database, practice, corrected, "誤り", today=TODAY)
    (line,) = practice_register(database, TODAY).lines
    assert line.since == date(2026, 9, 1)


def test_a_dry_run_records_nothing(town: Take, database: Database) -> None:
    register(database, ORDER, PracticeStage.PROPOSED, TODAY, today=TODAY, is_dry_run=True)
    assert practice_register(database, TODAY).lines == ()
    assert list_operations(database, AREA) == ()


def test_a_withdrawn_practice_comes_back_with_its_history(
    practice: str, database: Database
) -> None:
    withdraw_practice(database, practice, "重複")
    assert practice_register(database, TODAY).lines == ()
    undo_last(database)
    (line,) = practice_register(database, TODAY).lines
    told = history_of(database, line.practice)
    assert [one.title for one in told if one.is_undone] == ["DX実践の登録の取消し（1件）"]
    assert told[-1].title == "DX実践の登録（1件）"


def test_imported_practices_get_a_lasting_id_and_days(town: Take, database: Database) -> None:
    rows = [["0102", "収納の照合", "実施", "0006", "可", "2026-05-01", "2026-09-01"]]
    outcome = town(ImportKind.PRACTICES, HEADINGS, rows)
    assert outcome.new == 1
    (line,) = practice_register(database, TODAY).lines
    assert line.id == derived_id("0102", "収納の照合")
    assert line.since == date(2026, 9, 1)
    assert town(ImportKind.PRACTICES, HEADINGS, rows).unchanged == 1
    rows[0][6] = "2026-09-02"
    changed = town(ImportKind.PRACTICES, HEADINGS, rows)
    assert [one.fields[0].new for one in changed.changed] == ["2026-09-02"]
    assert changed.change is not None
    assert outcome.change is not None
    undo_import(database, changed.change, today=TODAY)
    undo_import(database, outcome.change, today=TODAY)
    assert practice_register(database, TODAY).lines == ()
    town(ImportKind.PRACTICES, HEADINGS, rows)
    assert practice_register(database, TODAY).lines[0].id == line.id


def test_a_dated_practice_that_a_file_moves_on_gets_the_day_of_the_import(
    practice: str, town: Take, database: Database
) -> None:
    headings = "所属コード 名称 段階 内容 効果時間 効果件数 参加者職員番号 公開可否"
    row = ["0101", ORDER.title, "横展開", ORDER.content, 120, 800, "0003;0004", "可"]
    town(ImportKind.PRACTICES, headings, [row])
    (line,) = practice_register(database, TODAY).lines
    assert (line.id, line.stage, line.since) == (practice, PracticeStage.SPREAD, TODAY)
    row[2] = "採択"
    town(ImportKind.PRACTICES, headings, [row])
    (line,) = practice_register(database, TODAY).lines
    assert line.stage is PracticeStage.ADOPTED


def test_days_of_a_file_that_contradict_are_refused(town: Take) -> None:
    with pytest.raises(Refusal) as error:
        town(
            ImportKind.PRACTICES,
            HEADINGS,
            [
                ["0101", "甲", "実施", "", "", "2026-09-01", "2026-05-01"],
                ["0101", "乙", "提案", "", "", "2026-05-01", "2026-09-01"],
                ["0101", "丙", "実施", "", "", "2026-05-01", ""],
                ["0101", "丁", "実施", "", "", "2026-05-01", "2027-05-01"],
            ],
        )
    assert codes(error) == {
        "practices.days_reversed",
        "practices.day_of_later_stage",
        "practices.stage_without_day",
        "intake.future_date",
    }


def test_a_practice_recorded_before_ids_has_the_id_of_its_name(
    town: Take, database: Database
) -> None:
    with database.changing("test.old") as work:
        old = Practice("0101", "古い取組み", PracticeStage.ADOPTED)
        work.record(schema.practice, [PRACTICES.to_row(old)])
    (line,) = practice_register(database, TODAY).lines
    assert line.id == derived_id("0101", "古い取組み")
    headings = "所属コード 名称 段階"
    outcome = town(ImportKind.PRACTICES, headings, [["0101", "古い取組み", "採択"]])
    assert (outcome.new, outcome.unchanged) == (0, 1)
    reach_stage(database, line.id, {PracticeStage.SPREAD: TODAY}, today=TODAY)
    (now,) = practice_register(database, TODAY).lines
    assert (now.id, now.stage) == (line.id, PracticeStage.SPREAD)
    undo_last(database)
    assert practice_register(database, TODAY).lines == (line,)


def test_filters_leave_what_they_say(practice: str, town: Take, database: Database) -> None:
    other = replace(ORDER, department="0102", title="別の取組み", is_public=False)
    register(database, other, PracticeStage.PROPOSED, date(2025, 6, 1), today=TODAY)
    found = practice_register(database, TODAY)

    def ids(query: RegisterQuery) -> set[str]:
        return {one.practice.title for one in narrowed(found, query)}

    assert ids(RegisterQuery()) == {"届出の事前入力", "別の取組み"}
    assert ids(RegisterQuery(stage=PracticeStage.PROPOSED)) == {"別の取組み"}
    assert ids(RegisterQuery(within=frozenset({"0101"}))) == {"届出の事前入力"}
    assert ids(RegisterQuery(fiscal_year=2025)) == {"別の取組み"}
    assert ids(RegisterQuery(text="ヨシダ 事前")) == {"届出の事前入力"}
    assert ids(RegisterQuery(is_public_only=True)) == {"届出の事前入力"}


def test_fukuroi_is_summed_up_from_records(town: Take, database: Database) -> None:
    """21 proposals of which 10 are carried out, as in facts/domain.md §3.3."""
    rows = [
        ["0101", f"提案{n}", "実施" if n < 10 else "提案", "0003;0004", "可", "2026-05-01",
         "2026-09-01" if n < 10 else ""]
        for n in range(21)
    ]  # fmt: skip
    town(ImportKind.PRACTICES, HEADINGS, rows)
    (year,) = practice_register(database, TODAY).years
    assert year.fiscal_year == 2026
    assert len(year.reached[PracticeStage.PROPOSED]) == 21
    assert len(year.reached[PracticeStage.CARRIED_OUT]) == 10
    assert year.people == {"0003", "0004"}
    assert (year.hours, year.cases, year.unstated) == (None, None, 10)

"""Reviews in words, what others took over, awards step by step, consent before appraisal."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.conftest import Take
from tests.services.practices.conftest import TODAY

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.practices import AwardState
from skilltrack.domain.problems import Refusal
from skilltrack.services.imports.files import undo_import
from skilltrack.services.operations import list_operations, undo_operation
from skilltrack.services.practices import reports as practice_reports
from skilltrack.services.practices.awards import AwardOrder, nominate
from skilltrack.services.practices.consents import save_for_appraisal, state_consents
from skilltrack.services.practices.editing import AREA
from skilltrack.services.practices.register import RegisterQuery, practice_register
from skilltrack.services.practices.reviews import ReviewOrder, review, take_over
from skilltrack.store import audit
from skilltrack.store.database import Database

ON = date(2026, 10, 1)


def codes(error: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return {problem.code for problem in error.value.problems}


def words(path: Path) -> str:
    book = load_workbook(path)
    return "\n".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    )


def test_other_departments_review_in_words(practice: str, database: Database) -> None:
    lacking = practice_register(database, TODAY).reviewers
    assert {one.code: [line.id for line in one.lacking] for one in lacking} == {
        "0101": [],
        "0102": [practice],
    }
    order = ReviewOrder(practice, "0102", ON, {"good": " 分かりやすい ", "advice": ""}, "0006")
    assert review(database, [order], today=TODAY) == 1
    found = practice_register(database, TODAY)
    assert found.lines[0].reviews[0].views == {"good": "分かりやすい"}
    assert [one.code for one in found.reviewers if one.done] == ["0102"]
    assert not any(one.lacking for one in found.reviewers)
    assert practice_register(database, date(2026, 9, 30)).lines[0].reviews == ()


def test_nobody_reviews_the_own_department_or_gives_points(
    practice: str, database: Database
) -> None:
    with pytest.raises(Refusal) as error:
        review(database, [ReviewOrder(practice, "0101", ON, {"good": "５"})], today=TODAY)
    assert codes(error) == {"practices.own_department", "practices.only_marks"}
    with pytest.raises(Refusal) as error:
        review(
            database,
            [ReviewOrder(practice, "9999", date(2026, 7, 1), {"score": "よい"})],
            today=TODAY,
        )
    assert codes(error) == {
        "practices.unknown_department",
        "practices.not_open",
        "practices.unknown_aspect",
    }
    with pytest.raises(Refusal) as error:
        take_over(database, practice, "0102", ON, " ", today=TODAY)
    assert codes(error) == {"practices.no_words"}


def test_what_a_department_took_over_is_no_review(practice: str, database: Database) -> None:
    take_over(database, practice, "0102", ON, "様式を使った", today=TODAY)
    (line,) = practice_register(database, TODAY).lines
    assert (line.reviews, line.spread[0].taken_over) == ((), "様式を使った")
    assert [one.code for one in practice_register(database, TODAY).reviewers if one.lacking] == [
        "0102"
    ]


def test_an_award_goes_step_by_step_and_back(practice: str, database: Database) -> None:
    def go(state: AwardState, reason: str = "声が多い") -> None:
        order = AwardOrder((practice,), "クレドアワード", 2026, state, reason, ON)
        nominate(database, order, today=TODAY)

    def state() -> list[AwardState]:
        return [one.state for one in practice_register(database, TODAY).lines[0].nominations]

    with pytest.raises(Refusal) as error:
        go(AwardState.AWARDED, " ")
    assert codes(error) == {"practices.award_step", "practices.no_reason"}
    go(AwardState.CANDIDATE)
    go(AwardState.NOMINATED)
    go(AwardState.AWARDED)
    assert state() == [AwardState.AWARDED]
    with pytest.raises(Refusal):
        go(AwardState.NOT_AWARDED)
    undo_operation(database, list_operations(database, AREA)[0].change)
    assert state() == [AwardState.NOMINATED]


def test_only_those_who_consent_are_exported_and_it_is_logged(
    practice: str, database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "out.xlsx"
    with pytest.raises(Refusal) as error:
        save_for_appraisal(database, path, TODAY)
    assert codes(error) == {"practices.no_consent"}
    assert not path.exists()
    stated = {"0003": True, "0004": False}
    assert state_consents(database, practice, stated, ON, today=TODAY) == 2
    assert save_for_appraisal(database, path, TODAY) == 1
    assert "0003" in words(path)
    assert "0004" not in words(path)
    with database.reading() as session:
        assert audit.entries(session, limit=1)[0].entry.action == "export.practice_appraisal"
    state_consents(database, practice, {"0003": False}, TODAY, today=TODAY)
    with pytest.raises(Refusal):
        save_for_appraisal(database, path, TODAY)
    with pytest.raises(Refusal) as error:
        state_consents(database, practice, {"0001": True}, ON, today=TODAY)
    assert codes(error) == {"practices.not_participant"}


def test_workbooks_tell_words_and_name_nobody_in_the_cases(
    practice: str, database: Database, tmp_path: Path
) -> None:
    views = {"good": "待ち時間が減った"}
    review(database, [ReviewOrder(practice, "0102", ON, views)], today=TODAY)
    take_over(database, practice, "0102", ON, "様式を使った", today=TODAY)
    order = AwardOrder((practice,), "クレドアワード", 2026, AwardState.NOMINATED, "理由文", ON)
    nominate(database, order, today=TODAY)
    cases, data, paper = (tmp_path / f"{name}.xlsx" for name in "abc")
    assert practice_reports.save_cases(database, cases, TODAY) == 1
    assert "待ち時間が減った" in words(cases)
    assert "2人" in words(cases)
    assert "𠮷田" not in words(cases)
    assert practice_reports.save_practice_data(database, data, TODAY) == 1
    assert "様式を使った" in words(data)
    year = FiscalYear(2026)
    assert practice_reports.save_recommendations(database, paper, TODAY, year) == 1
    assert "理由文" in words(paper)
    assert "𠮷田" in words(paper)
    with pytest.raises(Refusal):
        practice_reports.save_recommendations(database, paper, TODAY, FiscalYear(2025))
    nothing = RegisterQuery(within=frozenset({"0102"}))
    with pytest.raises(Refusal):
        practice_reports.save_cases(database, cases, TODAY, nothing)


def test_many_voices_stand_in_the_cases_to_the_last(
    practice: str, database: Database, tmp_path: Path
) -> None:
    voices = [ReviewOrder(practice, "0102", ON, {"good": f"{n}番目の声です"}) for n in range(60)]
    review(database, voices, today=TODAY)
    path = tmp_path / "many.xlsx"
    practice_reports.save_cases(database, path, TODAY)
    told = words(path)
    assert all(f"{n}番目の声です" in told for n in range(60))
    sheet = load_workbook(path)["事例集"]
    assert max(row.height for row in sheet.row_dimensions.values()) <= 409


def test_an_import_on_which_a_review_rests_is_not_undone(town: Take, database: Database) -> None:
    row = [["0101", "様式の統一", "実施", "可"]]
    outcome = town(ImportKind.PRACTICES, "所属コード 名称 段階 公開可否", row)
    (line,) = practice_register(database, TODAY).lines
    assert outcome.change is not None
    review(database, [ReviewOrder(line.id, "0102", ON, {"good": "よい"})], today=TODAY)
    with pytest.raises(Refusal) as error:
        undo_import(database, outcome.change, today=TODAY)
    assert codes(error) == {"intake.undo_rests"}
    undo_operation(database, list_operations(database, AREA)[0].change)
    undo_import(database, outcome.change, today=TODAY)
    assert practice_register(database, TODAY).lines == ()

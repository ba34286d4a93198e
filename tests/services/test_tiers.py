"""Verdicts from the records: what the catalogue, answers, exams and roles add up to."""

from datetime import date

import pytest
from tests.conftest import TODAY, Take

from skilltrack.domain.intake import ImportKind
from skilltrack.domain.problems import Refusal
from skilltrack.domain.schemes.definition import Verdict
from skilltrack.services.exams.register import exam_register
from skilltrack.services.verdicts.tiers import judge_all
from skilltrack.store.database import Database


def verdicts(database: Database, scheme: str, as_of: date = TODAY) -> dict[str, Verdict]:
    found = judge_all(database, scheme, as_of)
    return {one.person.employee_no: one.verdict for one in found.people}


def leaf(verdict: Verdict, kind: str) -> tuple[object, object, bool | None]:
    found = next(one for one in verdict.requirements if one.kind.value == kind)
    return found.value, found.threshold, found.satisfied


def test_the_post_and_the_role_say_what_is_expected(town: Take, database: Database) -> None:
    town(
        ImportKind.APPOINTMENTS,
        "職員番号 役割 開始",
        [["0003", "DXリーダー", "2026-04-01"]],
    )
    found = verdicts(database, "fukui")
    expected = {number: verdict.expected for number, verdict in found.items()}
    assert expected["0001"] == "management"
    assert expected["0002"] == "project_leader"
    assert expected["0003"] == "dx_leader"
    assert expected["0004"] == "staff"


def test_required_courses_are_those_of_the_band_in_the_year(town: Take, database: Database) -> None:
    town(
        ImportKind.COMPLETIONS,
        "職員番号 研修コード 修了日 状態",
        [
            ["0001", "R1", "2026-06-01", ""],
            ["0004", "R1", "2026-06-01", ""],
            ["0007", "R1", "2026-06-01", ""],
            ["0007", "R2", "2026-06-02", "免除"],
        ],
    )
    found = verdicts(database, "fukui")
    assert leaf(found["0001"], "catalogue") == (1, 1, True)
    assert leaf(found["0004"], "catalogue") == (1, 2, False)
    assert leaf(found["0007"], "catalogue") == (1, 1, True)


def test_in_a_year_without_a_catalogue_nothing_is_met_or_missed(
    town: Take, database: Database
) -> None:
    found = verdicts(database, "fukui", date(2027, 4, 1))
    assert leaf(found["0001"], "catalogue") == (None, None, None)
    assert found["0001"].met is None


def test_without_an_answer_nobody_has_a_score(town: Take, database: Database) -> None:
    found = verdicts(database, "kitakyushu")["0001"]
    assert leaf(found, "category")[2] is None
    assert (found.reached, found.next_tier) == (None, "bronze")


def test_a_pass_counts_by_the_rule_and_not_by_the_word(town: Take, database: Database) -> None:
    headings = "職員番号 試験 受験日 総合評価点 ストラテジ系 マネジメント系 テクノロジ系 合否"
    town(
        ImportKind.EXAMS,
        headings,
        [
            ["0001", "ITパスポート", "2026-05-01", 640, 290, 700, 700, "合格"],
            ["0002", "ITパスポート", "2026-05-01", 600, 300, 300, 300, ""],
        ],
    )
    found = verdicts(database, "kitakyushu")
    assert leaf(found["0001"], "exam") == (False, True, False)
    assert leaf(found["0002"], "exam") == (True, True, True)
    register = exam_register(database, "it_passport", TODAY)
    assert (register.total.passers, register.total.attempts) == (1, 2)


def test_an_unknown_scheme_or_exam_is_refused(town: Take, database: Database) -> None:
    with pytest.raises(Refusal, match=r"schemes\.unknown"):
        judge_all(database, "ない", TODAY)
    with pytest.raises(Refusal, match=r"exams\.unknown"):
        exam_register(database, "ない", TODAY)

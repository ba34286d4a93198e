"""A small town judged under every shipped scheme, from its records."""

from datetime import date
from pathlib import Path

import pytest
from tests.conftest import TODAY, Take

from skilltrack.domain.intake import ImportKind
from skilltrack.domain.schemes.definition import TierRule, Verdict
from skilltrack.exchange.definitions.schemes import shipped_schemes
from skilltrack.services import datafiles, definitions
from skilltrack.services.verdicts.tiers import judge_all
from skilltrack.store.database import Database

SCHEMES = {scheme.id: scheme for scheme in shipped_schemes()}


@pytest.fixture
def all_taken(database: Database) -> Database:
    """Return the data file of the town with every shipped scheme."""
    definitions.adopt_shipped(database, sorted(SCHEMES))
    return database


def verdicts(database: Database, scheme: str, on: date = TODAY) -> dict[str, Verdict]:
    found = judge_all(database, scheme, on)
    return {one.person.employee_no: one.verdict for one in found.people}


def test_a_town_is_judged_under_every_scheme(town: Take, all_taken: Database) -> None:
    """Before any result each requirement is told, and nobody is in a tier."""
    for scheme in SCHEMES.values():
        found = verdicts(all_taken, scheme.id)
        assert set(found) == {f"000{n}" for n in range(1, 9)}, scheme.id
        assert {verdict.reached for verdict in found.values()} == {None}, scheme.id
        if scheme.rule is TierRule.EARNED:
            ways_on = {(one.next_tier, bool(one.missing)) for one in found.values()}
            assert ways_on == {(scheme.tiers[0].code, True)}, scheme.id


@pytest.mark.parametrize("scheme_id", SCHEMES)
def test_a_scheme_can_be_taken_alone(tmp_path: Path, scheme_id: str) -> None:
    created = datafiles.create(
        tmp_path / "own.db", passphrase=None, label="", organisation="試験市", is_unprotected=True
    )
    try:
        (taken,) = definitions.adopt_shipped(created.database, [scheme_id])
        assert taken == SCHEMES[scheme_id]
        assert [one.id for one in definitions.list_schemes(created.database)] == [scheme_id]
        assert judge_all(created.database, scheme_id, TODAY).people == ()
    finally:
        created.database.close()


def test_courses_exams_and_roles_lead_to_tiers(all_taken: Database, town: Take) -> None:
    """One person's records, read by several schemes side by side."""
    town(
        ImportKind.COURSES,
        "研修コード 研修名 種別 対象区分 年度",
        [
            [course.code, course.name, "選択", "", 2026]
            for scheme in ("gotsu", "tsukuba", "tochigi")
            for course in SCHEMES[scheme].courses
        ],
    )
    town(
        ImportKind.COMPLETIONS,
        "職員番号 研修コード 修了日 状態",
        [["0003", "GT-01", "2026-06-01", ""], ["0004", "GT-01", "2026-06-01", ""]],
    )
    town(
        ImportKind.EXAMS,
        "職員番号 試験 受験日 総合評価点 ストラテジ系 マネジメント系 テクノロジ系 合否",
        [["0003", "ITパスポート", "2026-07-01", 640, 500, 500, 500, ""]],
    )
    town(
        ImportKind.APPOINTMENTS,
        "職員番号 役割 開始",
        [
            ["0003", "学習会講師", "2026-08-01"],
            ["0003", "デジタルスキップ", "2026-04-01"],
            ["0004", "デジタルスキップ", "2026-04-01"],
            ["0004", "DX推進チャレンジャー", "2026-04-01"],
        ],
    )
    reached = {
        scheme: {number: one.reached for number, one in verdicts(all_taken, scheme).items()}
        for scheme in ("gotsu", "tochigi", "shiga", "toyota")
    }
    assert (reached["gotsu"]["0003"], reached["gotsu"]["0004"]) == ("teaching", "learning")
    assert reached["gotsu"]["0005"] is None
    assert (reached["tochigi"]["0003"], reached["tochigi"]["0005"]) == ("designated", None)
    assert reached["shiga"]["0004"] == "challenger"
    assert (reached["toyota"]["0003"], reached["toyota"]["0004"]) == ("employee", None)
    before = verdicts(all_taken, "gotsu", date(2026, 6, 30))["0003"]
    assert (before.reached, before.next_tier) == ("learning", "passed")


def test_a_post_has_its_band_under_each_scheme(all_taken: Database, town: Take) -> None:
    """The table of job titles is the one of the first scheme; the others read the title."""
    expected = {
        scheme: {number: one.expected for number, one in verdicts(all_taken, scheme).items()}
        for scheme in ("fukui", "tsukuba", "oyama")
    }
    assert expected["fukui"]["0002"] == "project_leader"
    assert expected["tsukuba"]["0002"] == "head_grade"
    assert expected["oyama"]["0002"] == "employee"
    assert expected["tsukuba"]["0006"] == "chief_grade"
    assert expected["tsukuba"]["0008"] == "officer_grade"
    assert expected["oyama"]["0001"] == "manager"

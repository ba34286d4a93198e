"""Candidates accredited, numbers in order, revoked, undone; tiers set by hand."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from tests.conftest import TODAY, Take

from skilltrack.domain.accreditation import AccreditationState, Grounds
from skilltrack.domain.problems import Refusal
from skilltrack.i18n.problems import sentences_of
from skilltrack.services.accreditation import candidates
from skilltrack.services.accreditation import granting as accreditation
from skilltrack.services.accreditation.granting import Grant
from skilltrack.services.accreditation.reports import (
    save_accreditation_certificates,
    save_accreditation_register,
    save_overrides,
    save_pyramid,
)
from skilltrack.services.operations import list_operations, undo_operation
from skilltrack.services.verdicts import overrides, pyramids, tiers
from skilltrack.services.verdicts.history import verdict_history
from skilltrack.store.accreditation import accredited_on, grounds_of, grounds_text, overrides_on
from skilltrack.store.database import Database

OCTOBER = date(2026, 10, 1)


def numbers(database: Database, tier: str = "adviser", on: date = TODAY) -> list[str]:
    found = candidates.candidates(database, "moka", tier, on)
    return sorted(line.person.employee_no for line in found.lines)


def advise(database: Database, *people: str, on: date = OCTOBER) -> tuple[str, ...]:
    given = accreditation.grant(
        database, [Grant(one, "moka", "adviser", on, "研修と報告会の修了") for one in people]
    )
    return tuple(one.certificate_no for one in given)


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    assert all(sentences_of(refusal.value))
    return [problem.code for problem in refusal.value.problems]


def test_candidates_meet_everything_but_the_accreditation(
    database: Database, learned: Take
) -> None:
    # 0007 completed the project without the mind-set: the adviser tier itself makes it up
    assert numbers(database) == ["0003", "0004", "0007"]
    assert numbers(database, on=date(2026, 9, 29)) == []
    assert advise(database, "0004", "0003") == (
        "令和8-DXアドバイザー-001",
        "令和8-DXアドバイザー-002",
    )
    assert numbers(database) == ["0007"]
    found = candidates.candidates(database, "moka", "DXアドバイザー", TODAY)
    assert (found.held, dict(found.counts)["adviser"]) == (2, 1)
    verdicts = {
        one.person.employee_no: one.verdict
        for one in tiers.judge_all(database, "moka", TODAY).people
    }
    assert verdicts["0003"].reached == "adviser"
    assert verdicts["0003"].accredited == (("adviser", OCTOBER),)


def test_numbers_are_never_used_twice_and_a_revocation_keeps_them(
    database: Database, learned: Take
) -> None:
    advise(database, "0003", "0004")
    gone = accreditation.revoke(
        database, "moka", "adviser", ["0004"], date(2026, 10, 31), "本人の申し出"
    )
    assert gone[0].ended_because == "本人の申し出"
    assert numbers(database) == ["0004", "0007"]
    assert advise(database, "0004", on=TODAY) == ("令和8-DXアドバイザー-003",)
    states = {
        line.accreditation.certificate_no: line.state
        for line in accreditation.accreditation_lines(database, TODAY, "moka")
    }
    assert states["令和8-DXアドバイザー-002"] is AccreditationState.ENDED
    assert states["令和8-DXアドバイザー-003"] is AccreditationState.HELD


def test_a_grant_is_undone_as_a_whole_and_leaves_the_figures_as_known(
    database: Database, learned: Take
) -> None:
    advise(database, "0003", "0004")
    (done,) = list_operations(database, "accreditation")
    undo_operation(database, done.change)
    assert accreditation.accreditation_lines(database, TODAY) == ()
    before = accreditation.accreditation_lines(database, TODAY, as_known=done.at)
    assert len(before) == 2


def test_everything_wrong_is_told_at_once_and_nothing_is_granted(
    database: Database, learned: Take
) -> None:
    advise(database, "0003")
    with pytest.raises(Refusal) as refusal:
        accreditation.grant(
            database,
            [
                Grant("9999", "moka", "adviser", TODAY, "x"),
                Grant("0004", "moka", "no-such", TODAY, "x"),
                Grant("0004", "moka", "adviser", date(1990, 1, 1), ""),
                Grant("0003", "moka", "adviser", TODAY, "x"),
                Grant("0007", "moka", "adviser", TODAY, "x", Grounds("", ("none",))),
                Grant(
                    "0008", "moka", "adviser", TODAY, "x", certificate_no="令和8-DXアドバイザー-001"
                ),
                Grant("0008", "moka", "expert", TODAY, "x", last_day=date(2026, 1, 1)),
            ],
        )
    assert codes(refusal) == [
        "accreditation.unknown_employee",
        "accreditation.unknown_tier",
        "accreditation.not_in_post",
        "accreditation.no_reason",
        "accreditation.held_already",
        "accreditation.unknown_practice",
        "accreditation.number_used",
        "accreditation.reversed",
    ]
    assert len(accreditation.accreditation_lines(database, TODAY)) == 1
    for given in ([], ["0004"]):
        with pytest.raises(Refusal):
            accreditation.revoke(database, "moka", "adviser", given, TODAY, "x")
    with pytest.raises(Refusal) as refusal:
        accreditation.revoke(database, "moka", "adviser", ["0003"], TODAY, " ")
    assert codes(refusal) == ["accreditation.no_revoke_reason"]


def test_a_rehearsal_grants_nothing(database: Database, learned: Take) -> None:
    given = accreditation.grant(
        database, [Grant("0003", "moka", "adviser", TODAY, "x")], is_dry_run=True
    )
    assert given[0].certificate_no == "令和8-DXアドバイザー-001"
    assert accreditation.accreditation_lines(database, TODAY) == ()
    assert list_operations(database, "accreditation") == ()


def test_the_form_of_numbers_tells_the_year_and_the_number(
    database: Database, learned: Take
) -> None:
    with pytest.raises(Refusal) as refusal:
        accreditation.set_pattern(database, "moka", "{番号}")
    assert codes(refusal) == ["accreditation.bad_pattern"]
    accreditation.set_pattern(database, "moka", "{年度}第{番号}号")
    assert advise(database, "0003") == ("令和8第001号",)


def test_evidence_keeps_its_text_and_its_practices() -> None:
    for grounds in (
        Grounds(),
        Grounds("成果物"),
        Grounds("", ("P1", "P2")),
        Grounds("一行目\n二行目", ("P1",)),
    ):
        assert grounds_of(grounds_text(grounds)) == grounds


def test_a_tier_set_by_hand_stands_beside_the_calculated_one(
    database: Database, learned: Take
) -> None:
    overrides.override(database, "moka", "expert", ["0003"], OCTOBER, "実施を確認")
    overrides.override(
        database,
        "moka",
        None,
        ["0003"],
        date(2026, 11, 1),
        "確認のやり直し",
        last_day=date(2026, 11, 10),
    )
    lines = overrides.override_lines(database, "moka", TODAY)
    assert [(line.tier_name, line.state.value) for line in lines] == [
        ("DXエキスパート", "held"),
        ("DXエキスパート", "ended"),
        ("区分なし", "ended"),
    ]
    assert {line.calculated for line in lines} == {"mindset"}
    with database.reading() as session:
        assert overrides_on(session, "moka", date(2026, 11, 5))["0003"].tier is None
        assert overrides_on(session, "moka", TODAY)["0003"].tier == "expert"
    overrides.withdraw(database, "moka", ["0003"], TODAY, "記録が届いた")
    with database.reading() as session:
        assert overrides_on(session, "moka", TODAY) == {}
        assert "0003" in overrides_on(session, "moka", date(2026, 11, 19))
    newest = list_operations(database, "verdicts")[0]
    undo_operation(database, newest.change)
    with database.reading() as session:
        assert overrides_on(session, "moka", TODAY)["0003"].tier == "expert"


def test_a_tier_is_not_set_without_a_reason_or_for_nobody(
    database: Database, learned: Take
) -> None:
    with pytest.raises(Refusal) as refusal:
        overrides.override(
            database, "moka", "expert", ["9999"], TODAY, "", last_day=date(2026, 1, 1)
        )
    assert codes(refusal) == [
        "verdicts.no_reason",
        "verdicts.reversed",
        "verdicts.unknown_employee",
    ]
    with pytest.raises(Refusal) as refusal:
        overrides.override(database, "moka", "expert", [], TODAY, "x")
    assert codes(refusal) == ["verdicts.nobody"]
    with pytest.raises(Refusal) as refusal:
        overrides.withdraw(database, "moka", ["0003"], TODAY, "x")
    assert codes(refusal) == ["verdicts.not_set"]


def test_the_pyramid_counts_participants_and_accredited_apart(
    database: Database, learned: Take
) -> None:
    advise(database, "0003")
    found = pyramids.pyramid(database, "moka", TODAY)
    assert found.headcount == 8
    assert {
        level.tier: (level.here, level.reached, level.accredited) for level in found.levels
    } == {
        "specialist": (0, 0, 0),
        "expert": (0, 0, 0),
        "adviser": (1, 1, 1),
        "mindset": (2, 3, 0),
    }
    assert found.below == 5
    (year,) = [one for one in found.years if one.tier == "adviser"]
    assert (year.participants, year.completed, year.granted, year.held) == (3, 3, 1, 1)
    kanazawa = pyramids.pyramid(database, "kanazawa", TODAY)
    targets = {level.tier: level.target for level in kanazawa.levels}
    assert targets == {"employee": None, "leader": 100, "adviser": 40, "specialist": 10}


def test_a_department_with_nobody_shows_no_figure(database: Database) -> None:
    found = pyramids.pyramid(database, "moka", TODAY)
    assert found.headcount == 0
    assert {level.reached for level in found.levels} == {None}
    assert found.below is None


def test_the_history_of_a_person_follows_the_years(database: Database, learned: Take) -> None:
    advise(database, "0003")
    moka = [one for one in verdict_history(database, "0003", TODAY) if one.scheme == "moka"]
    assert [(one.moment.kind.value, one.tier) for one in moka] == [("present", "adviser")]
    later = [
        one for one in verdict_history(database, "0003", date(2027, 6, 1)) if one.scheme == "moka"
    ]
    assert [(one.moment.on, one.change) for one in later] == [
        (date(2027, 6, 1), 0),
        (date(2027, 3, 31), None),
    ]
    with database.reading() as session:
        assert accredited_on(session, TODAY) == {"0003": {("moka", "adviser"): OCTOBER}}


def test_the_workbooks_hold_what_the_screens_show(
    database: Database, learned: Take, tmp_path: Path
) -> None:
    with pytest.raises(Refusal) as refusal:
        save_accreditation_certificates(database, "moka", tmp_path / "a.xlsx", TODAY)
    assert codes(refusal) == ["accreditation.no_certificates"]
    advise(database, "0003", "0004")
    overrides.override(database, "moka", "expert", ["0007"], OCTOBER, "実施を確認")

    def texts(name: str) -> list[str]:
        book = openpyxl.load_workbook(tmp_path / name)
        return [str(cell.value) for sheet in book for row in sheet for cell in row if cell.value]

    assert save_accreditation_certificates(database, "moka", tmp_path / "a.xlsx", TODAY) == 2
    assert any(text.startswith("あなたを「DXアドバイザー」に認定") for text in texts("a.xlsx"))
    assert save_accreditation_register(database, "moka", tmp_path / "b.xlsx", TODAY) == 2
    assert "令和8-DXアドバイザー-001" in texts("b.xlsx")
    assert save_pyramid(database, "moka", tmp_path / "c.xlsx", TODAY) == 8
    assert "DXスペシャリスト" in texts("c.xlsx")
    assert save_overrides(database, "moka", tmp_path / "d.xlsx", TODAY) == 1
    assert "実施を確認" in texts("d.xlsx")

"""People missing from the roster are asked about, and the future waits for its day."""

from datetime import date, timedelta

import pytest
from tests.conftest import TODAY, Take

from skilltrack.domain.intake import (
    KEPT,
    Decision,
    Handling,
    ImportKind,
    LineState,
    MissingRule,
)
from skilltrack.domain.organisation import AbsenceKind
from skilltrack.domain.problems import Refusal
from skilltrack.i18n.problems import sentence
from skilltrack.services.imports.files import undo_import
from skilltrack.store import organisation
from skilltrack.store.database import Database
from skilltrack.store.organisation import ABSENCES, EMPLOYEES, POSTINGS

HEADINGS = "職員番号 氏名 フリガナ 所属コード 職名 採用日"
ROWS = [
    ["0001", "髙橋　一郎", "タカハシ イチロウ", "0101", "課長", "2001-04-01"],
    ["0002", "山﨑　花子", "ヤマザキ ハナコ", "0101", "課長補佐", "2005-04-01"],
    ["0003", "𠮷田　次郎", "ヨシダ ジロウ", "0101", "主事", "2015-04-01"],
    ["0004", "田中　三郎", "タナカ サブロウ", "0101", "主事", "2018-04-01"],
    ["0005", "佐藤　四郎", "サトウ シロウ", "0102", "課長", "2000-04-01"],
    ["0006", "鈴木　五月", "スズキ サツキ", "0102", "主査", "2010-04-01"],
]
"""Everybody of the town but 0007 and 0008."""

EFFECTIVE = date(2026, 11, 1)
BEFORE = EFFECTIVE - timedelta(days=1)


def take_with(town: Take, rule: MissingRule | None, **more: object) -> object:
    return town(ImportKind.EMPLOYEES, HEADINGS, ROWS, effective=EFFECTIVE, missing=rule, **more)


def facts(database: Database) -> tuple[set[object], set[object], set[object]]:
    with database.reading() as session:
        return (
            set(EMPLOYEES.values(session)),
            set(POSTINGS.values(session)),
            set(ABSENCES.values(session)),
        )


def people(database: Database, on: date) -> dict[str, organisation.InPost]:
    with database.reading() as session:
        return {p.employee_no: p for p in organisation.in_post(session, on)}


def test_everybody_missing_is_told_with_department_and_title(town: Take) -> None:
    outcome = town(ImportKind.EMPLOYEES, HEADINGS, ROWS, effective=EFFECTIVE, is_dry_run=True)
    told = [(p.employee_no, p.department_name, p.job_title) for p in outcome.listing.missing]
    assert told == [("0007", "税務課", "主事"), ("0008", "税務課", "主事")]
    last = outcome.listing[-1]
    assert (last.row, last.key, last.state) == (None, "0008", LineState.MISSING)
    assert outcome.listing.states().count(LineState.UNCHANGED) == 6


def test_without_a_decision_about_everybody_nothing_is_taken_over(
    town: Take, database: Database
) -> None:
    before = facts(database)
    rule = MissingRule({"0007": Decision(Handling.RETIRED)})
    with pytest.raises(Refusal) as caught:
        take_with(town, rule)
    (said,) = map(sentence, caught.value.problems)
    assert "1人の扱いが決まっていません" in said
    assert facts(database) == before
    preview = town(
        ImportKind.EMPLOYEES, HEADINGS, ROWS, effective=EFFECTIVE, missing=rule, is_dry_run=True
    )
    assert preview.listing.decisions["0007"][0].on == BEFORE


def test_decisions_are_taken_over_with_the_file_and_undone_with_it(
    town: Take, database: Database
) -> None:
    before = facts(database)
    rule = MissingRule({"0007": Decision(Handling.RETIRED)}, Decision(Handling.CHILDCARE))
    rows = [*ROWS[:-1], ["0006", "鈴木　五月", "スズキ サツキ", "0101", "主査", "2010-04-01"]]
    outcome = town(ImportKind.EMPLOYEES, HEADINGS, rows, effective=EFFECTIVE, missing=rule)
    assert "0007" in people(database, BEFORE)
    after = people(database, EFFECTIVE)
    assert "0007" not in after
    assert after["0008"].absence is AbsenceKind.CHILDCARE
    assert after["0006"].department == "0101"
    assert people(database, BEFORE)["0008"].absence is None
    assert [line.decision.handling for line in outcome.listing if line.decision] == [
        Handling.RETIRED,
        Handling.CHILDCARE,
    ]
    assert outcome.change is not None
    undo_import(database, outcome.change, today=date.today())  # noqa: DTZ011 (as the window does)
    assert facts(database) == before


@pytest.mark.parametrize(
    ("handling", "kind"),
    [
        (Handling.SECONDED, AbsenceKind.SECONDED_OUT),
        (Handling.LEAVE, AbsenceKind.LEAVE),
        (Handling.CHILDCARE, AbsenceKind.CHILDCARE),
    ],
)
def test_an_absence_begins_on_its_day_and_is_not_asked_about_again(
    town: Take, database: Database, handling: Handling, kind: AbsenceKind
) -> None:
    begin = date(2026, 11, 10)
    take_with(town, MissingRule({"0007": Decision(handling, begin)}, KEPT))
    assert people(database, begin - timedelta(days=1))["0007"].absence is None
    assert people(database, begin)["0007"].absence is kind
    later = town(ImportKind.EMPLOYEES, HEADINGS, ROWS, effective=date(2026, 12, 1), is_dry_run=True)
    assert later.missing == ("0008",)


def test_kept_people_stay_and_retired_ones_are_not_missed(town: Take, database: Database) -> None:
    take_with(town, MissingRule({"0007": KEPT, "0008": Decision(Handling.RETIRED)}))
    assert "0007" in people(database, EFFECTIVE)
    again = town(ImportKind.EMPLOYEES, HEADINGS, ROWS, effective=date(2026, 12, 1), is_dry_run=True)
    assert again.missing == ("0007",)


def test_a_partial_file_misses_nobody(town: Take, database: Database) -> None:
    outcome = town(
        ImportKind.EMPLOYEES,
        HEADINGS,
        ROWS[:1],
        effective=EFFECTIVE,
        missing=MissingRule(is_partial=True),
    )
    assert outcome.missing == ()
    assert len(people(database, EFFECTIVE)) == 8


def test_a_decision_about_somebody_who_is_not_missing_is_refused(town: Take) -> None:
    with pytest.raises(Refusal) as caught:
        take_with(town, MissingRule({"0001": Decision(Handling.RETIRED)}, KEPT))
    assert "職員番号 0001 は、ファイルにない職員ではありません" in sentence(
        caught.value.problems[0]
    )


def test_a_decision_that_contradicts_a_later_post_is_refused(
    town: Take, database: Database
) -> None:
    moved = ["0007", "伊藤　六実", "イトウ ムツミ", "0101", "主事", "2019-04-01"]
    partial = MissingRule(is_partial=True)
    town(ImportKind.EMPLOYEES, HEADINGS, [moved], effective=date(2027, 4, 1), missing=partial)
    with pytest.raises(Refusal) as caught:
        take_with(town, MissingRule({"0007": Decision(Handling.RETIRED)}, KEPT))
    assert "2027-04-01 からの配属" in sentence(caught.value.problems[0])
    take_with(town, MissingRule({"0007": Decision(Handling.CHILDCARE)}, KEPT))
    assert people(database, EFFECTIVE)["0007"].absence is AbsenceKind.CHILDCARE


def test_a_future_roster_counts_nothing_before_its_day(town: Take, database: Database) -> None:
    before = people(database, TODAY)
    new = ["0099", "新人　九子", "シンジン", "0102", "主事", ""]
    day = date(2027, 1, 1)
    rule = MissingRule({}, Decision(Handling.RETIRED))
    town(ImportKind.EMPLOYEES, HEADINGS, [*ROWS, new], effective=day, missing=rule)
    assert people(database, TODAY) == before
    assert people(database, day - timedelta(days=1)).keys() == before.keys()
    assert people(database, day).keys() == before.keys() - {"0007", "0008"} | {"0099"}


def test_a_past_roster_splits_the_post_up_to_the_next_one_recorded(
    town: Take, database: Database
) -> None:
    partial = MissingRule(is_partial=True)

    def post(department: str) -> list[str]:
        return ["0004", "田中　三郎", "タナカ サブロウ", department, "主事", "2018-04-01"]

    october, july = date(2026, 10, 1), date(2026, 7, 1)
    town(ImportKind.EMPLOYEES, HEADINGS, [post("0102")], effective=october, missing=partial)
    town(ImportKind.EMPLOYEES, HEADINGS, [post("01")], effective=july, missing=partial)
    days = (date(2026, 6, 30), july, date(2026, 9, 30), october)
    found = [people(database, day)["0004"].department for day in days]
    assert found == ["0101", "01", "01", "0102"]


def test_leaving_before_a_later_post_is_refused(town: Take) -> None:
    partial = MissingRule(is_partial=True)
    moved = ["0004", "田中　三郎", "タナカ サブロウ", "0102", "主事", "2018-04-01"]
    town(ImportKind.EMPLOYEES, HEADINGS, [moved], effective=date(2026, 10, 1), missing=partial)
    headings = f"{HEADINGS} 退職日"
    row = ["0004", "田中　三郎", "タナカ サブロウ", "0101", "主事", "2018-04-01", "2026-08-31"]
    with pytest.raises(Refusal) as caught:
        town(ImportKind.EMPLOYEES, headings, [row], effective=date(2026, 7, 1), missing=partial)
    said = sentence(caught.value.problems[0])
    assert "2行目の「退職日」：退職日の後に、2026-10-01 からの配属が記録されています" in said


def test_an_absence_over_another_one_is_refused(town: Take) -> None:
    partial = MissingRule(is_partial=True)
    headings = f"{HEADINGS} 状態 状態開始 状態終了"
    town(
        ImportKind.EMPLOYEES,
        headings,
        [[*ROWS[3], "育休", "2026-12-01", "2027-03-31"]],
        effective=EFFECTIVE,
        missing=partial,
    )
    with pytest.raises(Refusal) as caught:
        town(
            ImportKind.EMPLOYEES,
            headings,
            [[*ROWS[3], "休職", "2026-11-15", ""]],
            effective=date(2026, 11, 15),
            missing=partial,
        )
    assert "2026-12-01 からの別の休職など" in sentence(caught.value.problems[0])


def test_a_first_roster_misses_nobody(take: Take) -> None:
    take(ImportKind.DEPARTMENTS, "所属コード 所属名 評価単位", [["0101", "人事課", "○"]])
    rows = [["0001", "髙橋", "タカハシ", "0101", "課長", "2001-04-01"]]
    outcome = take(ImportKind.EMPLOYEES, HEADINGS, rows, missing=MissingRule())
    assert (outcome.new, outcome.missing) == (1, ())

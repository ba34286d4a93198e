"""Occupations that begin on a day: by a roster, and counted as they were on any day."""

from datetime import date

import pytest
from tests.conftest import TODAY, Take

from skilltrack.domain.audience import Audience
from skilltrack.domain.inclusion import Figure, InclusionRule
from skilltrack.domain.intake import FieldChange, ImportKind
from skilltrack.domain.obligations.pasts import first_fit
from skilltrack.domain.obligations.rules import ObligationRule, Occasion
from skilltrack.domain.people.talent import TalentQuery
from skilltrack.domain.people.timeline import EventKind
from skilltrack.domain.problems import Refusal
from skilltrack.services.imports.files import undo_import
from skilltrack.services.inclusion import left_out, set_rule
from skilltrack.services.people.corrections import undo_correction
from skilltrack.services.people.naming import DayCorrection
from skilltrack.services.people.occupations import correct_occupation
from skilltrack.services.people.person import find_person
from skilltrack.services.roles.appointments import Gift, give
from skilltrack.services.roles.figures import role_balance
from skilltrack.services.talent.search import find_talent
from skilltrack.store.database import Database
from skilltrack.store.owing import pasts
from skilltrack.store.targets import members

HEADINGS = "職員番号 氏名 所属コード 職名 職種"
MARCH, APRIL = date(2027, 3, 31), date(2027, 4, 1)
ENGINEER = ["0006", "鈴木　五月", "0102", "主査", "土木"]
CLERK = [*ENGINEER[:4], "事務"]
DAYS = (TODAY, MARCH, APRIL)


@pytest.fixture
def moved(town: Take) -> Take:
    """Return the town in which an engineer becomes a clerk in April."""
    town(ImportKind.EMPLOYEES, HEADINGS, [ENGINEER], effective=date(2026, 4, 1))
    town(ImportKind.EMPLOYEES, HEADINGS, [CLERK], effective=APRIL)
    return town


def occupation_on(database: Database, on: date) -> str:
    return find_person(database, "0006", on).employee.occupation


def test_an_occupation_of_a_roster_to_come_holds_from_its_day(
    town: Take, database: Database
) -> None:
    town(ImportKind.EMPLOYEES, HEADINGS, [ENGINEER], effective=date(2026, 4, 1))
    outcome = town(ImportKind.EMPLOYEES, HEADINGS, [CLERK], effective=APRIL)
    assert outcome.changed[0].fields == (FieldChange("occupation", "土木", "事務"),)
    assert [occupation_on(database, on) for on in DAYS] == ["土木", "土木", "事務"]


def test_the_roster_before_the_day_finds_nothing_changed(moved: Take, database: Database) -> None:
    again = moved(ImportKind.EMPLOYEES, HEADINGS, [ENGINEER], effective=date(2027, 3, 1))
    after = moved(ImportKind.EMPLOYEES, HEADINGS, [CLERK], effective=date(2027, 5, 1))
    assert [again.changed, after.changed] == [(), ()]
    assert occupation_on(database, APRIL) == "事務"


def test_a_file_without_the_column_leaves_each_occupation_on_its_days(
    moved: Take, database: Database
) -> None:
    row = [*ENGINEER[:3], "課長補佐"]
    moved(ImportKind.EMPLOYEES, "職員番号 氏名 所属コード 職名", [row], effective=TODAY)
    assert [occupation_on(database, on) for on in DAYS] == ["土木", "土木", "事務"]


def test_undoing_the_roster_takes_the_occupation_back(town: Take, database: Database) -> None:
    town(ImportKind.EMPLOYEES, HEADINGS, [ENGINEER], effective=date(2026, 4, 1))
    change = town(ImportKind.EMPLOYEES, HEADINGS, [CLERK], effective=APRIL).change
    assert change is not None
    undo_import(database, change, today=TODAY)
    assert occupation_on(database, APRIL) == "土木"


def test_every_list_counts_the_occupation_of_its_day(moved: Take, database: Database) -> None:
    assert moved
    rule = InclusionRule(occupations_left_out=("土木",))
    set_rule(database, [Figure.TIERS], "", rule, "土木職は対象外")
    give(database, [Gift("0006", "dx_leader", TODAY)])
    for on, is_engineer in ((MARCH, True), (APRIL, False)):
        numbers = [one.employee_no for one in left_out(database, Figure.TIERS, "fukui", on)]
        assert numbers == (["0006"] if is_engineer else [])
        with database.reading() as session:
            occupation = {m.employee_no: m.occupation for m in members(session, rule, on)}
        assert occupation.get("0006") == (None if is_engineer else "事務")
        shares = role_balance(database, "dx_leader", on).occupations
        assert {one.key: one.count for one in shares if one.count} == {
            "土木" if is_engineer else "事務": 1
        }
        query = TalentQuery(occupations=("土木",))
        found = [
            row.person.employee_no
            for row in find_talent(database, query, on, purpose="配置の検討").rows
        ]
        assert found == (["0006"] if is_engineer else [])


def test_an_obligation_of_an_occupation_begins_with_it(moved: Take, database: Database) -> None:
    assert moved
    rule = ObligationRule(
        "clerks", "", Occasion.ONCE, Audience(occupations=("事務",)), courses=("R1",)
    )
    with database.reading() as session:
        (past,) = pasts(session, [rule], date(2027, 6, 1), frozenset({"0006"}))
    assert first_fit(past, rule.audience, None, date(2027, 6, 1)) == APRIL
    with database.reading() as session:
        (past,) = pasts(session, [rule], MARCH, frozenset({"0006"}))
    assert first_fit(past, rule.audience, None, MARCH) is None


def test_the_change_stands_on_the_timeline(moved: Take, database: Database) -> None:
    assert moved
    events = find_person(database, "0006", TODAY).events
    (event,) = (
        one for one in events if one.kind is EventKind.OCCUPATION and one.days.start == APRIL
    )
    assert (event.title, event.detail) == ("職種の変更", "土木 → 事務")


def test_the_day_of_a_change_is_put_right_and_back(moved: Take, database: Database) -> None:
    assert moved
    order = DayCorrection("0006", APRIL, date(2027, 3, 10), "発令を確認")
    tried = correct_occupation(database, order, is_dry_run=True)
    assert (tried.change, occupation_on(database, MARCH)) == (None, "土木")
    done = correct_occupation(database, order)
    assert occupation_on(database, MARCH) == "事務"
    assert done.change is not None
    undo_correction(database, done.change)
    assert occupation_on(database, MARCH) == "土木"


def test_a_change_that_never_was_leaves_the_later_occupation(
    moved: Take, database: Database
) -> None:
    assert moved
    correct_occupation(database, DayCorrection("0006", APRIL, None, "入力の誤り"))
    assert occupation_on(database, MARCH) == "事務"


@pytest.mark.parametrize(
    ("order", "codes"),
    [
        (DayCorrection("0006", TODAY, None, "理由"), ["people.no_occupation_change"]),
        (
            DayCorrection("0006", APRIL, APRIL, ""),
            ["people.no_reason", "people.nothing_to_correct"],
        ),
        (
            DayCorrection("0006", APRIL, date(2026, 3, 1), "理由"),
            ["people.other_occupation_change"],
        ),
    ],
)
def test_what_cannot_be_put_right_is_refused(
    moved: Take, database: Database, order: DayCorrection, codes: list[str]
) -> None:
    assert moved
    with pytest.raises(Refusal) as refusal:
        correct_occupation(database, order)
    assert [problem.code for problem in refusal.value.problems] == codes

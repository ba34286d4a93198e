"""Undoing changes one after the other, the newest first."""

from datetime import date

import pytest
from tests.conftest import TODAY, Take

from skilltrack.domain.intake import ImportKind
from skilltrack.domain.problems import Refusal
from skilltrack.domain.reorganisation.steps import Action, Part, Step
from skilltrack.services.imports.files import list_imports, undo_import
from skilltrack.services.operations import list_operations, undo_operation
from skilltrack.services.organisation.reorganisation import organisation_tree, reorganise
from skilltrack.store import organisation
from skilltrack.store.database import Database

DAY = date(2027, 4, 1)
MERGE = Step(Action.MERGE, ("0101", "0102"), (Part("0109", "総務課"),))
RENAME = Step(Action.RENAME, ("0109",), (Part("0109", "総務人事課"),))


def names(database: Database) -> list[tuple[str, str, int]]:
    return [
        (row.department.code, row.department.name, row.people)
        for row in organisation_tree(database, DAY)
    ]


def test_changes_on_top_of_each_other_are_undone_newest_first_again_and_again(
    town: Take, database: Database
) -> None:
    before = names(database)
    for _time in range(2):
        merged = reorganise(database, [MERGE], DAY)
        between = names(database)
        renamed = reorganise(database, [RENAME], DAY)
        assert merged.change is not None
        assert renamed.change is not None
        with pytest.raises(Refusal) as refusal:
            undo_operation(database, merged.change)
        assert refusal.value.problems[0].code == "operations.undo_rests"
        undo_operation(database, renamed.change)
        assert names(database) == between
        undo_operation(database, merged.change)
        assert names(database) == before
    assert [one.undone_in is None for one in list_operations(database)] == [False] * 4


def test_a_change_is_undone_once_and_only_if_it_is_known(town: Take, database: Database) -> None:
    done = reorganise(database, [MERGE], DAY)
    assert done.change is not None
    undo_operation(database, done.change)
    for change, code in ((done.change, "operations.undo_done"), (9_999, "operations.undo_unknown")):
        with pytest.raises(Refusal) as refusal:
            undo_operation(database, change)
        assert refusal.value.problems[0].code == code


def test_a_department_in_which_people_sit_is_not_undone_away(
    town: Take, database: Database
) -> None:
    departments = list_imports(database)[-1]
    assert departments.kind is ImportKind.DEPARTMENTS
    with pytest.raises(Refusal) as refusal:
        undo_import(database, departments.change, today=TODAY)
    assert refusal.value.problems[0].code == "intake.undo_rests"


def test_a_roster_is_undone_once_the_completions_of_its_people_are(
    town: Take, database: Database
) -> None:
    person = [["0009", "新人　九子", "0101", "主事"]]
    roster = town(ImportKind.EMPLOYEES, "職員番号 氏名 所属コード 職名", person)
    rows = [["0009", "R1", "2026-11-01"]]
    done = town(ImportKind.COMPLETIONS, "職員番号 研修コード 修了日", rows)
    assert roster.change is not None
    assert done.change is not None
    with pytest.raises(Refusal) as refusal:
        undo_import(database, roster.change, today=TODAY)
    assert refusal.value.problems[0].code == "intake.undo_rests"
    undo_import(database, done.change, today=TODAY)
    undo_import(database, roster.change, today=TODAY)
    with database.reading() as session:
        assert "0009" not in organisation.employee_numbers(session)

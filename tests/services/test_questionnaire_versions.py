"""Questionnaires through time: new versions, frozen rounds, files, differences."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.conftest import Take

from skilltrack.domain.problems import Refusal
from skilltrack.domain.questionnaires.definition import Questionnaire
from skilltrack.domain.questionnaires.versions import ChangeKind
from skilltrack.exchange.definitions.questionnaire_text import write_questionnaire_text
from skilltrack.exchange.packages import read_package
from skilltrack.exchange.xlsform.writer import write_xlsform
from skilltrack.services.questionnaires import (
    check_questionnaire,
    difference_of,
    export_questionnaire,
    import_questionnaire,
    list_versions,
)
from skilltrack.services.rounds.running import RoundOrder, hand_out, open_round
from skilltrack.store.database import Database

Change = Callable[[Questionnaire], Questionnaire]


@pytest.fixture
def sakata(database: Database) -> Questionnaire:
    """Return the shipped questionnaire."""
    return list_versions(database)[0].questionnaire


def reworded(questionnaire: Questionnaire) -> Questionnaire:
    first, *others = questionnaire.items
    return replace(questionnaire, items=(replace(first, text="別のことを尋ねます。"), *others))


@pytest.mark.parametrize("suffix", [".xlsx", ".toml"])
def test_what_is_written_out_and_taken_back_is_nothing_new(
    database: Database, sakata: Questionnaire, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"sakata{suffix}"
    export_questionnaire(database, "sakata", None, path)
    assert check_questionnaire(path) == sakata
    imported = import_questionnaire(database, path)
    assert not imported.is_new_version
    assert len(list_versions(database)) == 1


def test_a_changed_file_becomes_the_next_version(
    database: Database, sakata: Questionnaire, tmp_path: Path
) -> None:
    path = tmp_path / "sakata.xlsx"
    write_xlsform(path, replace(reworded(sakata), version=99))
    rehearsed = import_questionnaire(database, path, is_rehearsal=True)
    assert len(list_versions(database)) == 1
    imported = import_questionnaire(database, path)
    assert imported == rehearsed
    assert imported.is_new_version
    assert imported.questionnaire.version == 2
    assert imported.difference is not None
    assert [one.kinds for one in imported.difference.items] == [(ChangeKind.REWORDED,)]
    assert [one.questionnaire.version for one in list_versions(database)] == [2, 1]
    assert [one.is_newest for one in list_versions(database)] == [True, False]


def test_a_round_keeps_the_version_it_opened_with(
    town: Take, database: Database, sakata: Questionnaire, tmp_path: Path
) -> None:
    order = RoundOrder("自己点検", "sakata", ("fukui",), date(2026, 11, 1), date(2026, 12, 18), "…")
    record = open_round(database, order, tmp_path / "調査")
    path = tmp_path / "sakata.toml"
    write_questionnaire_text(path, reworded(sakata))
    import_questionnaire(database, path)
    package = read_package(hand_out(database, record.round_id)).package
    assert package.questionnaire == sakata
    newest, first = list_versions(database)
    assert (newest.rounds, first.rounds) == ((), ("自己点検",))
    again = open_round(database, replace(order, questionnaire_version=1), tmp_path / "二回目")
    assert again.questionnaire_version == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda q: replace(q, items=(replace(q.items[0], text=q.items[0].text + " "), *q.items[1:])),
        lambda q: replace(q, items=(replace(q.items[0], is_continued=True), *q.items[1:])),
        lambda q: replace(q, categories=q.categories[::-1]),
        lambda q: replace(q, explanation="別の説明です。"),
    ],
    ids=["spelling", "continued", "order of fields", "explanation"],
)
def test_the_smallest_change_is_a_new_version(
    database: Database, sakata: Questionnaire, tmp_path: Path, change: Change
) -> None:
    path = tmp_path / "sakata.toml"
    write_questionnaire_text(path, change(sakata))
    imported = import_questionnaire(database, path)
    assert imported.is_new_version
    assert list_versions(database)[0].questionnaire == replace(change(sakata), version=2)
    assert not import_questionnaire(database, path).is_new_version


def test_a_questionnaire_of_ones_own_keeps_its_number(
    database: Database, sakata: Questionnaire, tmp_path: Path
) -> None:
    path = tmp_path / "own.xlsx"
    write_xlsform(path, replace(sakata, id="own", version=7))
    imported = import_questionnaire(database, path)
    assert (imported.questionnaire.version, imported.difference) == (7, None)


def test_requirements_that_lose_their_item_are_named(
    database: Database, sakata: Questionnaire, tmp_path: Path
) -> None:
    without = replace(
        sakata,
        items=tuple(item for item in sakata.items if item.category != "security"),
        categories=tuple(c for c in sakata.categories if c.code != "security"),
    )
    path = tmp_path / "sakata.xlsx"
    write_xlsform(path, without)
    orphaned = import_questionnaire(database, path).orphaned
    assert orphaned
    assert {scheme for scheme, _leaf in orphaned} <= {"fukui", "kitakyushu"}


def test_versions_and_files_are_compared_by_name(
    database: Database, sakata: Questionnaire, tmp_path: Path
) -> None:
    path = tmp_path / "sakata.xlsx"
    write_xlsform(path, reworded(sakata))
    assert len(difference_of(database, "sakata", str(path)).items) == 1
    import_questionnaire(database, path)
    assert len(difference_of(database, "sakata@1", "sakata@2").items) == 1
    assert difference_of(database, "sakata@2", "sakata").is_empty
    with pytest.raises(Refusal, match=r"questionnaires\.unknown"):
        difference_of(database, "sakata@3", "sakata")


def test_a_file_with_mistakes_changes_nothing(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text('id = "sakata"\nversion = 2\n', encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        import_questionnaire(database, path)
    assert len(refused.value.problems) > 1
    assert len(list_versions(database)) == 1

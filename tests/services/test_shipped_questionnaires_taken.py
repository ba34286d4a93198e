"""A data file has the questionnaires that its schemes name, and others on request."""

from pathlib import Path

import pytest

from skilltrack.domain.problems import Refusal
from skilltrack.services import datafiles, definitions
from skilltrack.services.schemes import editing as schemes_editing
from skilltrack.store.database import Database


@pytest.fixture
def own(tmp_path: Path) -> Database:
    return datafiles.create(
        tmp_path / "own.db", passphrase=None, label="", organisation="試験市", is_unprotected=True
    ).database


def ids(database: Database) -> list[str]:
    return [one.id for one in definitions.list_questionnaires(database)]


def test_a_scheme_brings_the_questionnaire_that_it_names_and_no_other(own: Database) -> None:
    definitions.adopt_shipped(own)
    assert ids(own) == ["sakata"]
    definitions.adopt_shipped(own, ["aichi"])
    assert ids(own) == ["aichi_24", "sakata"]


def test_a_questionnaire_can_be_taken_without_a_scheme(own: Database) -> None:
    definitions.adopt_shipped(own)
    offered = {one.id for one in definitions.offered_questionnaires(own)}
    assert offered == {"aichi_24", "fukui_skillmap", "literacy"}
    (taken,) = definitions.adopt_questionnaires(own, ["literacy"])
    assert taken.id == "literacy"
    assert definitions.adopt_questionnaires(own, ["literacy"]) == (taken,)
    assert ids(own) == ["literacy", "sakata"]
    assert "literacy" not in {one.id for one in definitions.offered_questionnaires(own)}


def test_an_unknown_one_is_refused_with_those_that_there_are(own: Database) -> None:
    with pytest.raises(Refusal) as refused:
        definitions.adopt_questionnaires(own, ["literacy", "nowhere"])
    (problem,) = refused.value.problems
    assert problem.code == "questionnaires.not_shipped"
    assert "literacy" in str(problem.values["accepted"])
    assert ids(own) == []


def test_a_copy_of_a_scheme_not_taken_brings_its_questionnaire(own: Database) -> None:
    definitions.adopt_shipped(own)
    schemes_editing.copy_scheme(own, "ehime", "ours", "わが市方式", "試すため")
    assert ids(own) == ["literacy", "sakata"]


def test_a_rehearsal_takes_nothing(own: Database) -> None:
    definitions.adopt_shipped(own)
    scheme, programme = schemes_editing.source(own, "ehime")
    schemes_editing.save_scheme(own, scheme, programme, "試すため", is_rehearsal=True)
    assert ids(own) == ["sakata"]

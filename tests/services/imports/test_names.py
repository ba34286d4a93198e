"""Names with 髙 﨑 𠮷 and characters outside CP932 come out of the records as they went in."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.conftest import TODAY, Take

from skilltrack.domain.intake import ImportKind
from skilltrack.i18n.problems import sentence
from skilltrack.services.imports.characters import is_same_but_unwritable
from skilltrack.services.imports.files import import_file
from skilltrack.services.imports.results import save_outcome
from skilltrack.store import organisation
from skilltrack.store.database import Database
from skilltrack.store.training import COMPLETIONS, ENTRIES

NAME = "髙﨑𠮷田　鷗草彅\U00020bb7é"
HEADINGS = "職員番号 氏名 所属コード"


def test_every_kind_keeps_every_character(town: Take, database: Database) -> None:
    town(ImportKind.DEPARTMENTS, "所属コード 所属名 評価単位", [["0201", NAME, "○"]])
    town(ImportKind.EMPLOYEES, f"{HEADINGS} フリガナ 職種", [["0099", NAME, "0201", NAME, NAME]])
    town(ImportKind.COURSES, "研修コード 研修名 種別 形態 年度", [["X1", NAME, "選択", NAME, 2026]])
    town(
        ImportKind.COMPLETIONS,
        "職員番号 研修コード 修了日 出所",
        [["0099", "X1", "2026-06-01", NAME]],
    )
    town(ImportKind.PRACTICES, "所属コード 名称 段階 内容", [["0201", NAME, "提案", NAME]])
    with database.reading() as session:
        departments = {d.code: d for d in organisation.DEPARTMENTS.values(session)}
        people = {e.employee_no: e for e in organisation.EMPLOYEES.values(session)}
        (practice,) = organisation.PRACTICES.values(session)
        courses = {entry.code: entry for entry in ENTRIES.values(session)}
        (completion,) = COMPLETIONS.values(session)
    person, course = people["0099"], courses["X1"]
    assert {person.name, person.kana, person.occupation, departments["0201"].name} == {NAME}
    assert {practice.title, practice.content, course.name, course.mode} == {NAME}
    assert completion.origin == NAME


def test_the_result_workbook_writes_the_same_characters(
    town: Take, database: Database, tmp_path: Path
) -> None:
    outcome = town(ImportKind.EMPLOYEES, HEADINGS, [["0099", NAME, "0101"]])
    save_outcome(database, tmp_path / "結果.xlsx", outcome)
    sheet = load_workbook(tmp_path / "結果.xlsx")["結果"]
    assert sheet["C2"].value == NAME


@pytest.mark.parametrize("given", ["?田　次郎", "??田　次郎", "〓田　次郎", "？田　次郎"])
def test_a_name_that_a_file_cannot_write_is_told_and_not_changed(
    town: Take, database: Database, tmp_path: Path, given: str
) -> None:
    path = tmp_path / "名簿.csv"
    lines = ["職員番号,氏名,所属コード", f"0003,{given},0101"]
    path.write_bytes("\r\n".join(lines).encode("cp932"))
    outcome = import_file(
        database, ImportKind.EMPLOYEES, path, today=TODAY, effective=date(2026, 11, 1)
    )
    with database.reading() as session:
        people = {e.employee_no: e for e in organisation.EMPLOYEES.values(session)}
    assert people["0003"].name == "𠮷田　次郎"
    assert outcome.changed == ()
    assert "記録の氏名をそのまま残します" in sentence(outcome.notices[-1])


def test_a_new_name_that_lost_a_character_is_told(town: Take) -> None:
    outcome = town(ImportKind.EMPLOYEES, HEADINGS, [["0099", "〓田　五郎", "0101"]])
    assert "書けなかった文字の代わりの記号" in sentence(outcome.notices[-1])


def test_only_marks_in_place_of_unwritable_characters_are_the_same_name() -> None:
    assert is_same_but_unwritable("𠮷田", "〓田")
    assert not is_same_but_unwritable("𠮷田", "吉田")
    assert not is_same_but_unwritable("𠮷田", "〓野")
    assert not is_same_but_unwritable("髙田", "?田")

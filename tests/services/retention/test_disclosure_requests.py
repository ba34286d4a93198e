"""The copy of everything recorded about one person."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.services.retention.conftest import LATER, LEFT, LEFT_NAME, Town

from skilltrack.domain.problems import Refusal
from skilltrack.i18n.record_names import COLUMN_NAMES, OWN_TABLE_NAMES, place_name
from skilltrack.services.erasure.erasing import erase_person
from skilltrack.services.erasure.requests import export_person
from skilltrack.store import audit, schema
from skilltrack.store.audit import Entry


def test_every_table_and_column_about_people_has_a_name() -> None:
    tables = [t for t in schema.metadata.tables.values() if "employee_no" in t.c]
    assert {*(t.name for t in tables), "practice"} == set(OWN_TABLE_NAMES)
    left_out = {"id", "recorded_in", "superseded_in", "participants"}
    columns = {c.name for t in (*tables, schema.practice) for c in t.c} - left_out
    assert columns <= set(COLUMN_NAMES)


def test_the_copy_holds_every_version_and_the_log(left_town: Town, tmp_path: Path) -> None:
    left_town.open_round()
    audit.note(left_town.database, Entry("view.person", LEFT, 1, "照会"))
    done = export_person(left_town.database, LEFT, tmp_path / "写し")
    document = json.loads(done.document.read_text("utf-8"))
    rows = {table["name"]: table["rows"] for table in document["tables"]}
    assert (document["format"], document["employee_no"]) == ("skilltrack-own-data/1", LEFT)
    assert [row["withdrawn_at"] is None for row in rows["employee"]] == [False, True]
    assert rows["employee"][-1]["name"] == LEFT_NAME
    assert rows["response"][0]["comments"] == {"c1": "0003の自由記述"}
    assert rows["practice"][0]["title"] == "窓口の待ち時間"
    assert "participants" not in rows["practice"][0]
    assert [entry["action"] for entry in document["log"]] == ["view.person"]
    assert done.count == sum(map(len, rows.values())) + 1
    assert "0004" not in json.dumps(list(rows.values()), ensure_ascii=False)


def test_the_workbook_says_the_same_in_japanese(left_town: Town, tmp_path: Path) -> None:
    left_town.open_round()
    done = export_person(left_town.database, LEFT, tmp_path)
    workbook = load_workbook(done.workbook, read_only=True)
    assert workbook.sheetnames[:3] == ["この写しについて", "氏名など", "配属"]
    assert {"調査の回答", "受講・修了", "操作の記録"} <= set(workbook.sheetnames)
    sheet = list(workbook["氏名など"].values)
    assert sheet[0][:3] == ("職員番号", "氏名・ファイル名", "フリガナ")
    assert sheet[-1][:2] == (LEFT, LEFT_NAME)
    workbook.close()


def test_that_it_was_handed_out_is_logged_and_goes_with_the_person(
    left_town: Town, tmp_path: Path
) -> None:
    done = export_person(left_town.database, LEFT, tmp_path)
    with left_town.database.reading() as session:
        (entry,) = audit.entries_about(session, LEFT)
    assert (entry.entry.action, entry.entry.count) == ("export.own_data", done.count)
    erase_person(left_town.database, LEFT, today=LATER, reason="依頼")
    with left_town.database.reading() as session:
        assert audit.entries_about(session, LEFT) == []
    assert audit.verify(left_town.database) == []


def test_somebody_unknown_has_no_copy(left_town: Town, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        export_person(left_town.database, "9999", tmp_path)
    assert refusal.value.problems[0].code == "retention.unknown_person"
    assert not list(tmp_path.glob("本人*"))


def test_places_are_told_in_japanese() -> None:
    assert place_name("employee.account") == "氏名など・アカウント"
    assert place_name("audit.target") == "操作の記録・対象"
    assert place_name("town.db-wal") == "town.db-wal"

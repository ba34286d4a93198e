"""HR's own export: mapped once, remembered, read in every kind of file and encoding."""

import csv
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.conftest import TODAY, Take

from skilltrack.domain.intake import ColumnMapping, ImportKind
from skilltrack.domain.problems import Refusal
from skilltrack.i18n.problems import sentence
from skilltrack.reports.tables import write_table
from skilltrack.services.imports import mappings
from skilltrack.services.imports.files import import_file
from skilltrack.store import organisation
from skilltrack.store.database import Database
from skilltrack.store.organisation import EMPLOYEES

HEADINGS = [
    "職員コード",
    "漢字氏名",
    "カナ氏名",
    "所属ＣＤ",
    "補職名",
    "職員区分",
    "採用年月日",
    "在職区分",
]
PEOPLE: list[list[str | date | None]] = [
    ["0001", "髙橋　一郎", "タカハシ イチロウ", "0101", "課長", "正職員", date(2001, 4, 1), "在籍"],
    ["0002", "山﨑　花子", "ヤマザキ ハナコ", "0102", "課長補佐", "正職員", None, "在籍"],
    ["0003", "神﨑　德子", "カンザキ トクコ", "0102", "主事", "再任用職員", None, "育児休業中"],
]
"""All of them can be written in CP932."""

MAPPING = ColumnMapping(
    dict(
        zip(
            ["職員番号", "氏名", "フリガナ", "所属コード", "職名", "任用区分", "採用日", "状態"],
            HEADINGS,
            strict=True,
        )
    ),
    {
        "任用区分": {"正職員": "正規", "再任用職員": "再任用"},
        "状態": {"在籍": "在職", "育児休業中": "育休"},
    },
)
EFFECTIVE = date(2026, 11, 1)


def write_csv_file(path: Path, encoding: str) -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["職員一覧（令和8年11月）"])
        writer.writerow(HEADINGS)
        writer.writerows(PEOPLE)
    return path


def write_xlsx(path: Path) -> Path:
    write_table(path, "職員", HEADINGS, PEOPLE)
    return path


def write_xls(path: Path) -> Path:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice (soffice) is not on the PATH")
    original = write_xlsx(path.with_suffix(".xlsx"))
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    subprocess.run(
        [soffice, profile, "--headless", "--convert-to", "xls", original.name],
        cwd=path.parent,
        check=True,
        capture_output=True,
        timeout=120,
    )
    return path


WRITERS: dict[str, Callable[[Path], Path]] = {
    "cp932.csv": lambda path: write_csv_file(path, "cp932"),
    "utf-8.csv": lambda path: write_csv_file(path, "utf-8"),
    "bom.csv": lambda path: write_csv_file(path, "utf-8-sig"),
    "book.xlsx": write_xlsx,
    "book.xls": write_xls,
}


@pytest.mark.parametrize("name", WRITERS)
def test_a_mapped_export_is_read_whatever_the_kind_and_encoding(
    town: Take, database: Database, tmp_path: Path, name: str
) -> None:
    path = WRITERS[name](tmp_path / name)
    with pytest.raises(Refusal) as caught:
        import_file(database, ImportKind.EMPLOYEES, path, today=TODAY)
    assert {problem.code for problem in caught.value.problems} == {"intake.missing_column"}
    draft = mappings.propose(database, ImportKind.EMPLOYEES, path)
    assert draft.mapping.headings == MAPPING.headings
    assert draft.mapping.words == MAPPING.words
    mappings.remember(database, ImportKind.EMPLOYEES, draft.mapping)
    outcome = import_file(database, ImportKind.EMPLOYEES, path, today=TODAY, effective=EFFECTIVE)
    assert (outcome.rows_read, outcome.new, len(outcome.changed)) == (3, 0, 2)
    with database.reading() as session:
        people = {p.employee_no: p for p in organisation.in_post(session, EFFECTIVE)}
    assert [people[number].name for number in ("0001", "0002", "0003")] == [
        "髙橋　一郎",
        "山﨑　花子",
        "神﨑　德子",
    ]
    assert people["0002"].department == "0102"
    assert people["0003"].employment_type == "reappointed"
    assert people["0003"].absence == "childcare"


def test_next_month_the_same_headings_are_recognised_without_asking(
    town: Take, database: Database, tmp_path: Path
) -> None:
    mappings.remember(database, ImportKind.EMPLOYEES, MAPPING)
    first = import_file(
        database,
        ImportKind.EMPLOYEES,
        write_xlsx(tmp_path / "11月.xlsx"),
        today=TODAY,
        effective=EFFECTIVE,
    )
    again = import_file(
        database,
        ImportKind.EMPLOYEES,
        write_csv_file(tmp_path / "12月.csv", "cp932"),
        today=TODAY,
        effective=date(2026, 12, 1),
    )
    assert first.change is not None
    assert (again.new, len(again.changed), again.unchanged) == (0, 0, 3)


def test_an_absent_mapped_heading_is_one_clear_problem(
    town: Take, database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "別.xlsx"
    write_table(path, "職員", ["職員コード", "氏名", "所属コード"], [["0001", "髙橋", "0101"]])
    mapping = ColumnMapping({"職員番号": "社員番号"})
    with pytest.raises(Refusal) as caught:
        import_file(database, ImportKind.EMPLOYEES, path, today=TODAY, mapping=mapping)
    (said,) = map(sentence, caught.value.problems)
    assert "「社員番号」の列がありません（「職員番号」として取り込む列です）" in said


def test_problems_name_the_heading_that_the_file_has(
    town: Take, database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "誤り.xlsx"
    rows = [["0001", "髙橋", "", "0199", "課長", "嘱託", None, "在籍"]]
    write_table(path, "職員", HEADINGS, rows)
    with pytest.raises(Refusal) as caught:
        import_file(database, ImportKind.EMPLOYEES, path, today=TODAY, mapping=MAPPING)
    assert {problem.place.column for problem in caught.value.problems} == {"職員区分"}


def test_a_mapping_of_unknown_headings_or_words_is_refused_at_once(database: Database) -> None:
    wrong = ColumnMapping(
        {"職員番号": "コード", "氏名": "コード", "身長": "身長"}, {"任用区分": {"正職員": "社員"}}
    )
    with pytest.raises(Refusal) as caught:
        mappings.remember(database, ImportKind.EMPLOYEES, wrong)
    codes = [problem.code for problem in caught.value.problems]
    assert codes == ["intake.unknown_heading", "intake.mapped_twice", "intake.unknown_word"]
    assert mappings.list_mappings(database) == {}


def test_what_was_remembered_is_forgotten_and_stays_known_as_of_then(database: Database) -> None:
    mappings.remember(database, ImportKind.EMPLOYEES, MAPPING)
    instant = database.clock()
    mappings.forget(database, ImportKind.EMPLOYEES)
    assert mappings.list_mappings(database) == {}
    with database.reading(instant) as session:
        assert mappings.remembered(session, ImportKind.EMPLOYEES) == MAPPING
    with pytest.raises(Refusal, match="no_mapping"):
        mappings.forget(database, ImportKind.EMPLOYEES)


def test_a_row_with_too_many_fields_is_still_told_where_it_stands(
    town: Take, database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "崩れ.csv"
    path.write_text("職員番号,氏名,所属コード\n0001,髙橋,0101\n0002,山,﨑,0101\n", "utf-8")
    with pytest.raises(Refusal) as caught:
        import_file(database, ImportKind.EMPLOYEES, path, today=TODAY)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.row) == ("tables.too_many_fields", 3)


def test_what_the_file_has_no_column_for_stays_as_it_is(town: Take, database: Database) -> None:
    full = "職員番号 氏名 フリガナ 所属コード 職名 職種 兼務所属コード 採用日 生年月日 アカウント"
    row = ["0001", "髙橋　一郎", "タカハシ", "0101", "課長", "土木", "0102", "2001-04-01"]
    town(ImportKind.EMPLOYEES, full, [[*row, "1975-05-05", "t001"]], effective=EFFECTIVE)
    with database.reading() as session:
        before = {e.employee_no: e for e in EMPLOYEES.values(session)}
    outcome = town(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 所属コード",
        [["0001", "髙橋　一郎", "0101"], ["0002", "山﨑　花子", "0102"]],
        effective=date(2026, 11, 15),
    )
    (changed,) = outcome.changed
    assert {field.field for field in changed.fields} == {"department", "valid"}
    with database.reading() as session:
        assert {e.employee_no: e for e in EMPLOYEES.values(session)} == before
        people = {p.employee_no: p for p in organisation.in_post(session, date(2026, 11, 15))}
    assert people["0002"].job_title == "課長補佐"

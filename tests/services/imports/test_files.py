"""Taking files over: everything or nothing, every problem at once, and back again."""

from datetime import date
from pathlib import Path

import pytest
from tests.conftest import TODAY, Take, WriteCsv

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.organisation import AbsenceKind
from skilltrack.domain.problems import Refusal
from skilltrack.domain.reorganisation.steps import Action, Part, Step
from skilltrack.i18n.problems import sentence
from skilltrack.services.catalogue.rows import list_courses
from skilltrack.services.imports.files import import_file, list_imports, undo_import
from skilltrack.services.organisation.reorganisation import reorganise
from skilltrack.store import organisation
from skilltrack.store.database import Database
from skilltrack.store.exams import ATTEMPTS
from skilltrack.store.training import COMPLETIONS

PEOPLE = "職員番号 氏名 フリガナ 所属コード 職名 採用日 退職日 状態 状態開始 状態終了"


def refused(take: Take, kind: ImportKind, headings: str, rows: list[list[object]]) -> list[str]:
    """Return the sentences with which a file is refused."""
    with pytest.raises(Refusal) as caught:
        take(kind, headings, rows)
    return [sentence(problem) for problem in caught.value.problems]


def people(database: Database, on: date) -> dict[str, organisation.InPost]:
    with database.reading() as session:
        return {p.employee_no: p for p in organisation.in_post(session, on)}


def test_names_and_leading_zeros_survive_unchanged(town: Take, database: Database) -> None:
    found = people(database, TODAY)
    assert found["0001"].name == "髙橋　一郎"
    assert found["0002"].name == "山﨑　花子"
    assert found["0003"].name == "𠮷田　次郎"


def test_a_missing_column_names_it_and_the_accepted_headings(take: Take) -> None:
    (said,) = refused(take, ImportKind.DEPARTMENTS, "所属コード 名前", [["01", "総務部"]])
    assert "「所属名」の列がありません" in said
    assert "所属コード＊" in said
    assert "departments.csv" in said


def test_every_problem_of_a_file_is_told_at_once_with_row_and_column(town: Take) -> None:
    said = refused(
        town,
        ImportKind.COMPLETIONS,
        "職員番号 研修コード 修了日",
        [
            ["9999", "R1", "2026-06-01"],
            ["0001", "XX", "2026-06-01"],
            ["0001", "R1", "2026-02-30"],
            ["0001", "R1", "2026-12-31"],
            ["", "R1", "2026-06-01"],
        ],
    )
    assert len(said) == 5
    assert "2行目の「職員番号」：職員番号 9999 は登録されていません" in said[0]
    assert "3行目の「研修コード」：研修コード XX は登録されていません" in said[1]
    assert "4行目の「修了日」：「2026-02-30」は日付として読めません" in said[2]
    assert "5行目の「修了日」：2026-12-31 は今日（2026-11-20）より後の日付です" in said[3]
    assert "6行目の「職員番号」：空欄です" in said[4]


def test_a_refused_file_leaves_nothing_behind(town: Take, database: Database) -> None:
    refused(
        town,
        ImportKind.COMPLETIONS,
        "職員番号 研修コード 修了日",
        [["0001", "R1", "2026-06-01"], ["9999", "R1", "2026-06-01"]],
    )
    with database.reading() as session:
        assert COMPLETIONS.values(session) == ()
    assert all(record.kind is not ImportKind.COMPLETIONS for record in list_imports(database))


def test_a_number_that_lost_its_zeros_is_recognised(town: Take) -> None:
    (said,) = refused(
        town, ImportKind.COMPLETIONS, "職員番号 研修コード 修了日", [[1, "R1", "2026-06-01"]]
    )
    assert "0001" in said


def test_a_number_twice_names_both_rows(town: Take) -> None:
    row = ["0009", "加藤", "", "0101", "主事", "", "", "", "", ""]
    (said,) = refused(town, ImportKind.EMPLOYEES, PEOPLE, [row, row])
    assert "3行目：0009 は 2行目にもあります" in said


def test_unknown_departments_bands_and_roles_say_what_is_known(town: Take) -> None:
    (department,) = refused(
        town, ImportKind.EMPLOYEES, "職員番号 氏名 所属コード", [["0009", "新人", "0199"]]
    )
    assert "所属コード 0199 は登録されていません" in department
    (band,) = refused(town, ImportKind.TITLES, "職名 役職区分", [["主幹", "上のほう"]])
    assert "推進マネジメント層" in band
    (role,) = refused(
        town, ImportKind.APPOINTMENTS, "職員番号 役割 開始", [["0003", "王様", "2026-04-01"]]
    )
    assert "DXリーダー" in role


def test_departments_that_loop_or_nest_are_refused(take: Take) -> None:
    headings = "所属コード 所属名 上位所属コード 評価単位"
    said = refused(
        take, ImportKind.DEPARTMENTS, headings, [["1", "甲", "2", ""], ["2", "乙", "1", ""]]
    )
    assert all("自分自身の上位" in one for one in said)
    (nested,) = refused(
        take, ImportKind.DEPARTMENTS, headings, [["1", "甲", "", "○"], ["2", "乙", "1", "○"]]
    )
    assert "評価単位 2 の上に評価単位 1 があります" in nested
    (parent,) = refused(take, ImportKind.DEPARTMENTS, headings, [["2", "乙", "9", ""]])
    assert "上位所属コード 9 は登録されていません" in parent


def test_a_file_with_headings_only_is_refused(take: Take) -> None:
    (said,) = refused(take, ImportKind.DEPARTMENTS, "所属コード 所属名", [])
    assert "データの行がありません" in said


def test_the_preview_runs_the_code_of_the_commit_and_changes_nothing(
    town: Take, database: Database
) -> None:
    rows = [["0001", "髙橋　一郎", "", "0102", "課長", "2001-04-01", "", "", "", ""]]
    preview = town(ImportKind.EMPLOYEES, PEOPLE, rows, is_dry_run=True)
    assert people(database, TODAY)["0001"].department == "0101"
    done = town(ImportKind.EMPLOYEES, PEOPLE, rows)
    assert (preview.new, preview.changed, preview.missing) == (done.new, done.changed, done.missing)
    assert preview.change is None
    assert done.change is not None
    assert people(database, TODAY)["0001"].department == "0102"


def test_the_same_file_twice_changes_nothing(town: Take) -> None:
    rows = [["0001", "R1", "2026-06-01"], ["0002", "R1", "2026-06-02"]]
    first = town(ImportKind.COMPLETIONS, "職員番号 研修コード 修了日", rows)
    again = town(ImportKind.COMPLETIONS, "職員番号 研修コード 修了日", rows)
    assert (first.new, first.unchanged) == (2, 0)
    assert (again.new, again.unchanged, again.changed) == (0, 2, ())


def test_a_transfer_holds_from_its_day_and_those_missing_are_told(
    town: Take, database: Database
) -> None:
    outcome = town(
        ImportKind.EMPLOYEES,
        PEOPLE,
        [["0003", "𠮷田　次郎", "ヨシダ ジロウ", "0102", "主査", "2015-04-01", "", "", "", ""]],
        effective=date(2026, 10, 1),
    )
    assert people(database, date(2026, 9, 30))["0003"].department == "0101"
    assert people(database, date(2026, 10, 1))["0003"].department == "0102"
    (changed,) = outcome.changed
    assert {(f.field, f.old, f.new) for f in changed.fields} >= {("department", "0101", "0102")}
    assert outcome.missing == ("0001", "0004", "0002", "0007", "0008", "0005", "0006")


def test_a_transfer_of_next_april_waits_for_its_day(town: Take, database: Database) -> None:
    row = ["0003", "𠮷田　次郎", "ヨシダ ジロウ", "0102", "主事", "2015-04-01", "", "", "", ""]
    town(ImportKind.EMPLOYEES, PEOPLE, [row], effective=date(2027, 4, 1))
    assert people(database, date(2027, 3, 31))["0003"].department == "0101"
    assert people(database, date(2027, 4, 1))["0003"].department == "0102"


def test_somebody_leaving_on_31_march_still_counts_on_that_day(
    town: Take, database: Database
) -> None:
    row = ["0008", "加藤　七海", "カトウ ナナミ", "0102", "主事", "2020-04-01", "2027-03-31"]
    town(ImportKind.EMPLOYEES, PEOPLE, [[*row, "", "", ""]])
    assert "0008" in people(database, date(2027, 3, 31))
    assert "0008" not in people(database, date(2027, 4, 1))


def test_leave_begins_and_ends(town: Take, database: Database) -> None:
    base = ["0004", "田中　三郎", "タナカ サブロウ", "0101", "主事", "2018-04-01", ""]
    town(ImportKind.EMPLOYEES, PEOPLE, [[*base, "育休", "2026-06-01", "2026-08-31"]])
    absences = [people(database, date(2026, *day))["0004"].absence for day in ((5, 31), (8, 31))]
    assert absences == [None, AbsenceKind.CHILDCARE]
    assert people(database, date(2026, 9, 1))["0004"].absence is None
    town(ImportKind.EMPLOYEES, PEOPLE, [[*base, "休職", "2026-10-01", ""]])
    town(ImportKind.EMPLOYEES, PEOPLE, [[*base, "在職", "", ""]], effective=date(2026, 11, 1))
    assert people(database, date(2026, 10, 31))["0004"].absence is AbsenceKind.LEAVE
    assert people(database, date(2026, 11, 1))["0004"].absence is None


def test_a_department_renamed_from_a_day_keeps_its_old_name_before(
    town: Take, database: Database
) -> None:
    headings = "所属コード 所属名 上位所属コード 評価単位 有効開始"
    town(ImportKind.DEPARTMENTS, headings, [["0102", "収納課", "01", "○", "2026-10-01"]])
    with database.reading() as session:
        names = [
            {d.code: d.name for d in organisation.departments_on(session, on)}["0102"]
            for on in (date(2026, 9, 30), date(2026, 10, 1))
        ]
    assert names == ["税務課", "収納課"]


def test_one_code_carries_several_catalogue_rows_and_is_replaced_as_a_whole(
    town: Take, database: Database
) -> None:
    headings = "研修コード 研修名 種別 対象区分 年度"
    rows = [
        ["I1", "ICT改革", "必須", "プロジェクトリーダー層", 2026],
        ["I1", "ICT改革", "選択", "推進マネジメント層;一般職員", 2026],
    ]
    assert town(ImportKind.COURSES, headings, rows).new == 1
    found = [c for c in list_courses(database, FiscalYear(2026)) if c.code == "I1"]
    assert [(c.kind.value, c.bands) for c in found] == [
        ("required", ("project_leader",)),
        ("elective", ("management", "staff")),
    ]
    town(ImportKind.COURSES, headings, [["I1", "ICT改革", "選択", "", 2026]])
    found = [c for c in list_courses(database, FiscalYear(2026)) if c.code == "I1"]
    assert [(c.kind.value, c.bands) for c in found] == [("elective", ())]


def test_exam_scores_are_checked_and_a_contradiction_is_told(
    town: Take, database: Database
) -> None:
    headings = "職員番号 試験 受験日 総合評価点 ストラテジ系 マネジメント系 テクノロジ系 合否"
    said = refused(
        town,
        ImportKind.EXAMS,
        headings,
        [
            ["0001", "ITパスポート", "2026-05-01", 1200, 600, 600, 600, ""],
            ["0002", "ITパスポート", "2026-05-01", "", "", "", "", ""],
            ["0003", "漢字検定", "2026-05-01", 600, 600, 600, 600, ""],
        ],
    )
    assert "0～1000点" in said[0]
    assert "合否を決める値がありません" in said[1]
    assert "漢字検定" in said[2]
    row = ["0001", "ITパスポート", "2026-05-01", 640, 290, 700, 700, "合格"]
    outcome = town(ImportKind.EXAMS, headings, [row])
    (notice,) = outcome.notices
    assert "得点からの判定は「不合格」" in sentence(notice)
    with database.reading() as session:
        (attempt,) = ATTEMPTS.values(session)
    assert attempt.scores == {
        "total": 640,
        "strategy": 290,
        "management": 700,
        "technology": 700,
    }


def test_an_import_is_undone_as_a_whole_and_what_was_before_comes_back(
    town: Take, database: Database
) -> None:
    before = people(database, TODAY)
    row = ["0003", "吉田　次郎", "", "0102", "主査", "2015-04-01", "", "", "", ""]
    done = town(ImportKind.EMPLOYEES, PEOPLE, [row], effective=date(2026, 10, 1))
    assert people(database, TODAY) != before
    assert done.change is not None
    undo_import(database, done.change, today=date.today())  # noqa: DTZ011 (as the window does)
    assert people(database, TODAY) == before
    with pytest.raises(Refusal, match="undo_done"):
        undo_import(database, done.change, today=date.today())  # noqa: DTZ011


def test_an_import_on_which_a_later_one_rests_is_not_undone(town: Take, database: Database) -> None:
    rows = [["0001", "R1", "2026-06-01", ""]]
    first = town(ImportKind.COMPLETIONS, "職員番号 研修コード 修了日 点数", rows)
    town(
        ImportKind.COMPLETIONS,
        "職員番号 研修コード 修了日 点数",
        [["0001", "R1", "2026-06-01", 90]],
    )
    assert first.change is not None
    with pytest.raises(Refusal, match="undo_rests"):
        undo_import(database, first.change, today=date.today())  # noqa: DTZ011
    with pytest.raises(Refusal, match="undo_unknown"):
        undo_import(database, 9999, today=date.today())  # noqa: DTZ011


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("空.csv", b"", "空"),
        ("途中.xlsx", b"PK\x03\x04" + b"\x00" * 40, ""),
        ("文字.csv", "職員番号,氏名,所属コード\n0009,".encode() + b"\xff\xff,0101\n", "文字"),
    ],
    ids=["empty", "truncated", "encoding"],
)
def test_files_that_are_no_tables_are_refused_with_one_sentence(
    town: Take, database: Database, tmp_path: Path, name: str, content: bytes, part: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Refusal) as caught:
        import_file(database, ImportKind.EMPLOYEES, path, today=TODAY)
    said = sentence(caught.value.problems[0])
    assert name in said
    assert part in said


def test_a_folder_and_a_missing_file_are_refused(database: Database, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "ない.xlsx"):
        with pytest.raises(Refusal) as caught:
            import_file(database, ImportKind.EMPLOYEES, path, today=TODAY)
        assert sentence(caught.value.problems[0])


def test_further_columns_are_ignored_with_a_notice(take: Take, write_csv: WriteCsv) -> None:
    outcome = take(
        ImportKind.DEPARTMENTS, "所属コード 所属名 評価単位 電話", [["01", "総務課", "○", "1234"]]
    )
    (notice,) = outcome.notices
    assert "電話" in sentence(notice)


def test_a_roster_with_codes_from_before_a_reorganisation_names_the_heirs(
    town: Take, database: Database
) -> None:
    merge = Step(Action.MERGE, ("0101", "0102"), (Part("0109", "総務課"),))
    reorganise(database, [merge], date(2026, 10, 1))
    rows = [["0003", "𠮷田　次郎", "0101", "主事"]]
    headings = "職員番号 氏名 所属コード 職名"
    with pytest.raises(Refusal) as refusal:
        town(ImportKind.EMPLOYEES, headings, rows, effective=date(2026, 10, 1))
    (problem,) = refusal.value.problems
    assert problem.code == "intake.ended_department"
    assert "後継は 0109 総務課" in sentence(problem)
    assert "令和8年9月30日" in sentence(problem)
    outcome = town(ImportKind.EMPLOYEES, headings, rows, effective=date(2026, 9, 1))
    assert outcome.new == 0


def test_a_department_that_is_new_begins_on_the_day_of_the_file(
    town: Take, database: Database
) -> None:
    day = date(2027, 4, 1)
    row = [["0103", "福祉課", "01", "○"]]
    town(ImportKind.DEPARTMENTS, "所属コード 所属名 上位所属コード 評価単位", row, effective=day)
    with database.reading() as session:
        before = organisation.departments_on(session, date(2027, 3, 31))
        after = organisation.departments_on(session, day)
    assert {d.code for d in after} - {d.code for d in before} == {"0103"}

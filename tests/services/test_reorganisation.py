"""Reorganising on a real data file: preview, one transaction, undo as a whole, files and paper."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.conftest import Take, WriteCsv

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.organisation import Succession, SuccessionKind
from skilltrack.domain.problems import Refusal
from skilltrack.domain.reorganisation.contrast import Outcome
from skilltrack.domain.reorganisation.steps import Action, Part, Step
from skilltrack.reports.documents import rank_document
from skilltrack.services.demonstration.reorganisation import plan_next_april
from skilltrack.services.evaluation import board
from skilltrack.services.organisation.files import read_plan_file, split_step
from skilltrack.services.organisation.reorganisation import (
    comparison_of,
    members,
    organisation_tree,
    preview_reorganisation,
    reorganisations,
    reorganise,
    save_comparison,
    save_plan_template,
    undo_reorganisation,
)
from skilltrack.store.database import Database
from skilltrack.store.organisation import APPOINTMENTS, POSTINGS, SUCCESSIONS, in_post

DAY = date(2026, 10, 1)
YEAR = FiscalYear(2026)

MERGE = Step(Action.MERGE, ("0101", "0102"), (Part("0110", "総務課", is_evaluation_unit=True),))
RENAME = Step(Action.RENAME, ("0101",), (Part("0101", "人財課"),))


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [problem.code.partition(".")[2] for problem in refusal.value.problems]


def figures(database: Database, as_of: date) -> str:
    return json.dumps(rank_document(board(database, "fukui", YEAR, as_of)), ensure_ascii=False)


def people(database: Database, on: date) -> dict[str, str]:
    with database.reading() as session:
        return {person.employee_no: person.department for person in in_post(session, on)}


def counted(database: Database, on: date) -> dict[str, int]:
    return {row.department.code: row.people for row in organisation_tree(database, on)}


def changes(database: Database) -> int:
    with database.reading() as session:
        return session.known


def test_a_preview_shows_what_would_happen_and_changes_nothing(
    town: Take, database: Database
) -> None:
    before = changes(database)
    done = preview_reorganisation(database, [MERGE], DAY)
    assert done.problems == ()
    assert done.comparison is not None
    assert [row.people_within for row in done.comparison.after] == [8, 8]
    assert len(done.moves) == 8
    assert done.names["0003"] == "𠮷田　次郎"
    assert changes(database) == before
    assert organisation_tree(database, DAY)[1].department.code == "0101"


def test_a_merge_counts_everybody_once_and_leaves_the_days_before_alone(
    town: Take, database: Database
) -> None:
    earlier = date(2026, 9, 30)
    before = figures(database, earlier), people(database, earlier)
    done = reorganise(database, [MERGE], DAY, reason="組織の見直し")
    assert (figures(database, earlier), people(database, earlier)) == before
    assert set(people(database, DAY).values()) == {"0110"}
    (unit,) = json.loads(figures(database, DAY))["departments"]
    assert (unit["code"], unit["headcount"]) == ("0110", 8)
    with database.reading() as session:
        assert SUCCESSIONS.values(session) == (
            Succession("0101", "0110", SuccessionKind.MERGED, DAY),
            Succession("0102", "0110", SuccessionKind.MERGED, DAY),
        )
    (operation,) = reorganisations(database)
    assert (operation.change, operation.reason, operation.effective_on) == (
        done.change,
        "組織の見直し",
        DAY,
    )
    assert operation.title == "統合：人事課（0101）・税務課（0102） → 総務課（0110）"


def test_undo_brings_back_identical_figures(town: Take, database: Database) -> None:
    before = figures(database, DAY), people(database, DAY), counted(database, DAY)
    done = reorganise(database, [MERGE], DAY)
    assert done.change is not None
    undone = undo_reorganisation(database, done.change)
    assert (figures(database, DAY), people(database, DAY), counted(database, DAY)) == before
    assert undone.change == done.change
    with pytest.raises(Refusal) as again:
        undo_reorganisation(database, done.change)
    assert codes(again) == ["undo_done"]
    assert reorganisations(database)[0].undone_in is not None


def test_a_rename_leaves_every_posting_row_as_it_is(town: Take, database: Database) -> None:
    def rows() -> list[int]:
        with database.reading() as session:
            return [stored.id for stored in POSTINGS.current(session)]

    before = rows()
    reorganise(database, [RENAME], DAY)
    assert rows() == before
    names = {r.department.code: r.department.name for r in organisation_tree(database, DAY)}
    assert names["0101"] == "人財課"
    earlier = organisation_tree(database, date(2026, 9, 30))
    assert {r.department.code: r.department.name for r in earlier}["0101"] == "人事課"


def test_a_refused_plan_tells_everything_and_changes_nothing(
    town: Take, database: Database
) -> None:
    before = changes(database)
    steps = [Step(Action.CLOSE, ("0101",)), Step(Action.OPEN, (), (Part("0102", "新課", "01"),))]
    with pytest.raises(Refusal) as refused:
        reorganise(database, steps, DAY)
    assert sorted(codes(refused)) == ["code_used", "people_left"]
    with pytest.raises(Refusal) as empty:
        reorganise(database, [], DAY)
    assert codes(empty) == ["nothing_planned"]
    assert changes(database) == before


def test_an_appointment_and_a_roster_recorded_for_later_follow(
    town: Take, database: Database
) -> None:
    town(
        ImportKind.APPOINTMENTS,
        "職員番号 役割 開始 所属コード",
        [["0004", "DXリーダー", "2026-04-01", "0101"]],
    )
    town(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 フリガナ 所属コード 職名 採用日",
        [["0003", "𠮷田　次郎", "ヨシダ ジロウ", "0102", "主事", "2015-04-01"]],
        effective=date(2027, 4, 1),
    )
    split = Step(
        Action.SPLIT,
        ("0102",),
        (Part("0102", takes_rest=True), Part("0103", "資産税課", takes=("主事",))),
    )
    close = Step(Action.CLOSE, ("0101",), (Part("0103"),))
    done = reorganise(database, [split, close], DAY)
    assert people(database, DAY)["0003"] == "0103"
    assert people(database, date(2027, 4, 1))["0003"] == "0103"
    shares = {share.part: (share.people, share.titles) for share in done.shares}
    assert shares == {"0102": (2, (("主査", 1), ("課長", 1))), "0103": (2, (("主事", 2),))}
    with database.reading() as session:
        held = {(a.department, a.valid.start): a.valid.end for a in APPOINTMENTS.values(session)}
    assert held == {("0101", date(2026, 4, 1)): DAY, ("0103", DAY): None}


def test_somebody_who_left_is_neither_moved_nor_in_the_way(town: Take, database: Database) -> None:
    heads = "職員番号 氏名 フリガナ 所属コード 職名 採用日 退職日"
    town(
        ImportKind.EMPLOYEES,
        heads,
        [["0008", "加藤　七海", "カトウ ナナミ", "0102", "主事", "2020-04-01", "2026-08-31"]],
        effective=date(2026, 9, 1),
    )
    assert "0008" not in [one.employee_no for one in members(database, "0102", DAY)]
    done = reorganise(database, [MERGE], DAY)
    assert len(done.moves) == 7


def test_undo_waits_for_what_was_recorded_in_a_new_department(
    town: Take, database: Database
) -> None:
    done = reorganise(database, [Step(Action.OPEN, (), (Part("0109", "広報課", "01"),))], DAY)
    assert done.change is not None
    row = [["0009", "新人　八重", "シンジン ヤエ", "0109", "主事", "2026-10-01"]]
    heads = "職員番号 氏名 フリガナ 所属コード 職名 採用日"
    town(ImportKind.EMPLOYEES, heads, row, effective=DAY)
    with pytest.raises(Refusal) as refused:
        undo_reorganisation(database, done.change)
    assert codes(refused) == ["undo_settled"]


def test_the_tree_shows_what_ended_and_what_comes(town: Take, database: Database) -> None:
    reorganise(database, [MERGE], DAY)
    earlier = organisation_tree(database, date(2026, 9, 1), has_others=True)
    assert {row.department.code: row.is_standing for row in earlier} == {
        "01": True,
        "0101": True,
        "0102": True,
        "0110": False,
    }
    later = organisation_tree(database, DAY, has_others=True)
    assert {r.department.code: r.is_standing for r in later if not r.is_standing} == {
        "0101": False,
        "0102": False,
    }


# Files and paper


def test_a_plan_file_gathers_rows_into_steps(write_csv: WriteCsv) -> None:
    path = write_csv(
        "計画",
        "操作＊ 所属コード 新コード 新名称 上位所属コード 評価単位 下位所属の移し先 振分 備考",
        [
            ["統合", "0101", "0110", "総務課", "", "○", "", "", ""],
            ["分割", "0201", "0201", "", "", "", "", "残り", ""],
            ["統合", "0102", "0110", "", "", "", "0110", "", "同じ課"],
            ["分割", "0201", "0202", "資産税課", "", "", "", "主事;000123", ""],
            ["移管", "0301", "", "", "最上位", "", "", "", ""],
            ["廃止", "0401", "", "", "", "", "", "", ""],
            ["新設", "", "0501", "広報課", "05", "", "", "", ""],
        ],
    )
    plan = read_plan_file(path)
    merge = Part("0110", "総務課", is_evaluation_unit=True)
    assert plan.notices == ()
    assert [(step.action, step.sources, step.row) for step in plan.steps] == [
        (Action.MERGE, ("0101", "0102"), 2),
        (Action.SPLIT, ("0201",), 3),
        (Action.MOVE, ("0301",), 6),
        (Action.CLOSE, ("0401",), 7),
        (Action.OPEN, (), 8),
    ]
    assert plan.steps[0] == Step(Action.MERGE, ("0101", "0102"), (merge,), "0110", 2)
    assert plan.steps[1].parts == (
        Part("0201", takes_rest=True),
        Part("0202", "資産税課", takes=("主事", "000123")),
    )
    assert plan.steps[2].parts[0].parent == ""
    assert plan.steps[4].parts == (Part("0501", "広報課", "05"),)


def test_the_same_plan_as_text(tmp_path: Path) -> None:
    path = tmp_path / "計画.toml"
    row = '[["操作"]]\n"操作" = "改称"\n"所属コード" = "0101"\n"新名称" = "人財課"\n'
    path.write_text(row, encoding="utf-8")
    assert read_plan_file(path).steps == (
        Step(Action.RENAME, ("0101",), (Part("0101", "人財課"),), row=1),
    )
    for text in ("操作 = ", "題名 = 1", 'x = 1\n"操作" = 3', '"操作" = [1]'):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(Refusal) as refused:
            read_plan_file(path)
        assert codes(refused) == ["no_plan_text"]


def test_mistakes_of_a_plan_file_are_told_together(write_csv: WriteCsv) -> None:
    path = write_csv(
        "計画",
        "操作 所属コード 新コード 新名称",
        [
            ["統合", "0101", "0110", "総務課"],
            ["統合", "0102", "0110", "庶務課"],
            ["合体", "0103", "", ""],
            ["廃止", "", "", ""],
        ],
    )
    with pytest.raises(Refusal) as refused:
        read_plan_file(path)
    assert sorted((p.place.row, p.place.column) for p in refused.value.problems) == [
        (3, "新名称"),
        (4, "操作"),
        (5, "所属コード"),
    ]


def test_a_list_divides_people(town: Take, database: Database, write_csv: WriteCsv) -> None:
    listed = write_csv("振分", "職員番号 所属コード", [["0005", "0103"], ["0006", "0102"]])
    parts = [("0102", ""), ("0103", "資産税課")]
    step = split_step("0102", parts, [("0103", "主事")], division=listed)
    reorganise(database, [step], DAY)
    found = people(database, DAY)
    assert [found[no] for no in ("0005", "0006", "0007", "0008")] == [
        "0103",
        "0102",
        "0103",
        "0103",
    ]
    wrong = write_csv("振分", "職員番号 所属コード", [["0005", "0103"], ["0005", "0199"]])
    with pytest.raises(Refusal):
        split_step("0102", parts, [], division=wrong)
    with pytest.raises(Refusal) as unknown:
        split_step("0102", parts, [("0777", "主事")])
    assert codes(unknown) == ["list_unknown_part"]


def cells(path: Path) -> dict[str, list[list[Any]]]:
    workbook = openpyxl.load_workbook(path)
    return {
        sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()]
        for sheet in workbook.worksheets
    }


def test_the_table_of_old_and_new_departments(
    town: Take, database: Database, tmp_path: Path
) -> None:
    step = split_step(
        "0102", [("0102", ""), ("0103", "資産税課")], [("0103", "主事"), ("0102", "残り")]
    )
    planned = preview_reorganisation(database, [step], DAY)
    save_comparison(database, tmp_path / "案.xlsx", planned, reason="見直し")
    done = reorganise(database, [step], DAY, reason="見直し")
    assert done.change is not None
    save_comparison(database, tmp_path / "済.xlsx", done.change)
    plan, paper = cells(tmp_path / "案.xlsx"), cells(tmp_path / "済.xlsx")
    assert plan["新旧対照表"][1][0].startswith("令和8年10月1日の改編（案）")
    assert paper["新旧対照表"][1][0].startswith("令和8年10月1日の改編　")
    assert plan["新旧対照表"][2:] == paper["新旧対照表"][2:]
    assert plan["分割の振り分け"][2:] == paper["分割の振り分け"][2:]
    rows = paper["新旧対照表"]
    assert ["0102", "総務部", "税務課", 4, "分割", "0102", "総務部", "税務課", 2] in rows
    assert ["0102", "総務部", "税務課", "〃", "分割", "0103", "総務部", "資産税課", 2] in rows
    outcomes = {line.outcome for line in comparison_of(database, done.change).lines}
    assert outcomes == {Outcome.SAME, Outcome.SPLIT}


def test_the_empty_plan_has_headings_that_are_read_back(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "計画.xlsx"
    save_plan_template(database, path)
    sheets = cells(path)
    assert list(sheets) == ["改編の計画", "記入例"]
    assert len(sheets["改編の計画"]) == 1
    workbook = openpyxl.load_workbook(path)
    del workbook["改編の計画"]
    workbook.save(path)
    plan = read_plan_file(path)
    assert plan.notices == ()
    assert {step.action for step in plan.steps} == set(Action)


def test_the_fictional_city_plans_for_next_april(
    town: Take, database: Database, tmp_path: Path
) -> None:
    told: list[str] = []
    plan_next_april(database, tmp_path, date(2027, 4, 1), told.append)
    assert told == []  # too few offices to reorganise
    rows = [[f"02{n:02}", f"第{n}課", "02", "○"] for n in range(1, 5)]
    heads = "所属コード 所属名 上位所属コード 評価単位"
    town(ImportKind.DEPARTMENTS, heads, [["02", "事業部", "", ""], *rows])
    plan_next_april(database, tmp_path, date(2027, 4, 1), told.append)
    assert told == ["組織改編（予定）：改称1件、統合1件、分割1件"]
    assert people(database, date(2026, 12, 1)) == people(database, date(2027, 4, 1))

"""Exports of other systems. Their layouts are published nowhere: the samples here are invented."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from tests.conftest import TODAY, Take

from skilltrack.domain.catalogue.elsewhere import RowEnd
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.problems import Refusal
from skilltrack.reports.tables import write_table
from skilltrack.services.catalogue.words import list_course_words, remember_course
from skilltrack.services.imports.elsewhere import (
    ElsewhereOrder,
    list_sources,
    save_outcome,
    set_source,
    take_elsewhere,
)
from skilltrack.services.imports.files import undo_import
from skilltrack.store.database import Database
from skilltrack.store.training import COMPLETIONS


@pytest.fixture
def office(database: Database, take: Take) -> Database:
    """Return a data file with three people and three courses."""
    take(ImportKind.DEPARTMENTS, "所属コード 所属名 評価単位", [["01", "税務課", "○"]])
    take(ImportKind.TITLES, "職名 役職区分", [["主事", "一般職員"]])
    take(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 フリガナ 所属コード 職名 任用区分 アカウント",
        [
            ["000101", "青木 花", "アオキ ハナ", "01", "主事", "正規", "aoki-h"],
            ["000102", "石田 実", "イシダ ミノル", "01", "主事", "正規", "ishida-m"],
            ["000103", "上野 光", "ウエノ ヒカル", "01", "主事", "正規", "ueno-h@city.example"],
        ],
        effective=date(2026, 4, 1),
    )
    take(
        ImportKind.COURSES,
        "研修コード 研修名 種別 年度",
        [
            ["S1", "情報セキュリティ研修", "必須", "2026"],
            ["S2", "表計算入門", "選択", "2026"],
            ["S3", "Python入門", "選択", "2026"],
        ],
    )
    return database


def ends(office: Database, source: str, path: Path, course: str = "") -> list[RowEnd]:
    order = ElsewhereOrder(source, path, course)
    return [row.end for row in take_elsewhere(office, order, today=TODAY).rows]


def completions(office: Database) -> set[tuple[str, str, str, float | None, str]]:
    with office.reading() as session:
        return {
            (c.employee_no, c.course, c.on.isoformat(), c.hours, c.origin)
            for c in COMPLETIONS.values(session)
        }


def write(path: Path, headings: list[str], rows: list[list[object]]) -> Path:
    write_table(path, "出力", headings, rows)  # type: ignore[arg-type]
    return path


class TestSources:
    def test_jlis_by_number_and_status(self, office: Database, tmp_path: Path) -> None:
        path = write(
            tmp_path / "jlis.xlsx",
            ["受講者番号", "受講者氏名", "講座名", "受講状況", "修了日", "学習時間"],
            [
                ["000101", "青木 花", "情報セキュリティ研修", "修了", "2026/06/01", "1:30:00"],
                ["000102", "石田 実", "情報セキュリティ研修", "受講中", "", "0:10:00"],
            ],
        )
        assert ends(office, "jlis", path) == [RowEnd.NEW, RowEnd.UNFINISHED]
        assert completions(office) == {("000101", "S1", "2026-06-01", 1.5, "J-LIS eラーニング")}

    def test_udemy_by_mail_progress_and_minutes(self, office: Database, tmp_path: Path) -> None:
        path = write(
            tmp_path / "udemy.xlsx",
            ["User Name", "User Email", "Course Title", "% Complete", "Completion Date",
             "Minutes Consumed"],
            [
                ["Aoki", "AOKI-H@city.example", "Ｐｙｔｈｏｎ入門", 100, "2026-07-01T09:12Z", 95],
                ["Ueno", "ueno-h@city.example", "Python入門", 40, "", 20],
            ],
        )  # fmt: skip
        assert ends(office, "udemy", path) == [RowEnd.NEW, RowEnd.UNFINISHED]
        assert completions(office) == {("000101", "S3", "2026-07-01", 1.58, "Udemy")}

    def test_kintone_by_account_and_csv(self, office: Database, tmp_path: Path) -> None:
        path = tmp_path / "kintone.csv"
        path.write_bytes(
            "申請者,研修名,受講日,受講時間,ステータス\r\n"
            "ishida-m,表計算入門,2026-05-10,90分,完了\r\n"
            "ishida-m,表計算入門,2026-05-11,90分,差戻し\r\n".encode("cp932")
        )
        assert ends(office, "kintone", path) == [RowEnd.NEW, RowEnd.UNFINISHED]
        assert completions(office) == {("000102", "S2", "2026-05-10", 1.5, "kintone")}

    def test_logo_form_below_a_title(self, office: Database, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        book.active.append(["研修受講報告フォーム 回答一覧"])
        book.active.append([])
        book.active.append(
            ["受付番号", "職員番号", "氏名", "受講した研修", "受講日", "所要時間(分)"]
        )
        book.active.append([1, "000103", "上野 光", "表計算入門", "令和8年6月3日", 120])
        book.save(tmp_path / "logo.xlsx")
        assert ends(office, "logo", tmp_path / "logo.xlsx") == [RowEnd.NEW]
        assert completions(office) == {("000103", "S2", "2026-06-03", 2.0, "LoGoフォーム")}

    def test_forms_of_one_course_without_a_column_for_it(
        self, office: Database, tmp_path: Path
    ) -> None:
        path = write(
            tmp_path / "forms.xlsx",
            ["ID", "開始時刻", "完了時刻", "メール", "名前", "感想"],
            [
                [
                    "1",
                    "2026/6/1 9:00:00",
                    "2026/6/1 9:20:00",
                    "aoki-h@city.example",
                    "青木 花",
                    "よい",
                ]
            ],
        )
        with pytest.raises(Refusal, match="no_course"):
            ends(office, "forms", path)
        assert ends(office, "forms", path, "S1") == [RowEnd.NEW]


HEADINGS = ["職員番号", "氏名", "研修名", "修了日", "状態"]


def test_duplicates_and_repeats_keep_the_earlier(office: Database, tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.xlsx",
        HEADINGS,
        [
            ["000101", "", "表計算入門", "2026/9/1", "修了"],
            ["000101", "", "表計算入門", "2026/6/1", "修了"],
            ["000101", "", "S2", "2026/6/1", "修了"],
        ],
    )
    assert ends(office, "jlis", path) == [RowEnd.REPEAT, RowEnd.NEW, RowEnd.KNOWN]
    assert ends(office, "jlis", path) == [RowEnd.REPEAT, RowEnd.KNOWN, RowEnd.KNOWN]


def test_unknown_people_and_courses_are_told_with_near_ones(
    office: Database, tmp_path: Path
) -> None:
    path = write(
        tmp_path / "a.xlsx",
        HEADINGS,
        [
            ["101", "", "表計算入門", "2026/6/1", "修了"],
            ["", "石田 実", "表計算入門", "2026/6/1", "修了"],
            ["000101", "", "表計算ソフト入門", "2026/6/1", "修了"],
            ["000101", "", "表計算入門", "いつか", "修了"],
            ["000101", "", "表計算入門", "2026/6/1", "保留"],
            ["000101", "", "表計算入門", "2027/6/1", "修了"],
        ],
    )
    outcome = take_elsewhere(office, ElsewhereOrder("jlis", path), today=TODAY)
    assert [row.end for row in outcome.rows] == [
        RowEnd.UNKNOWN_PERSON,
        RowEnd.UNKNOWN_PERSON,
        RowEnd.UNKNOWN_COURSE,
        *[RowEnd.UNREADABLE] * 3,
    ]
    assert [row.near[0][0] for row in outcome.rows[:3]] == ["000101", "000102", "S2"]
    assert [row.fault for row in outcome.rows[3:]] == ["修了日", "状態", "修了日"]
    book = openpyxl.load_workbook(save_outcome(office, outcome, tmp_path / "結果.xlsx"))
    texts = [str(c.value) for row in book.active.iter_rows() for c in row if c.value]
    assert any("近い研修：S2　表計算入門" in text for text in texts)


def test_remembered_word_resolves_the_course_for_its_source_alone(
    office: Database, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.xlsx", HEADINGS, [["000101", "", "Excel基礎", "2026/6/1", "修了"]])
    remember_course(office, "udemy", {"Excel基礎": "S2"})
    assert ends(office, "jlis", path) == [RowEnd.UNKNOWN_COURSE]
    assert ends(office, "udemy", path) == [RowEnd.NEW]
    assert [(w.source, w.name, w.code) for w in list_course_words(office)] == [
        ("udemy", "Excel基礎", "S2")
    ]
    with pytest.raises(Refusal, match="unknown_course_given"):
        remember_course(office, "udemy", {"Excel基礎": "X9"})


def test_own_headings_of_a_source_are_remembered(office: Database, tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.xlsx", ["番号", "科目", "終わった日"], [["000101", "S2", "2026/6/1"]]
    )
    with pytest.raises(Refusal):
        ends(office, "manabi", path)
    set_source(
        office,
        "manabi",
        "まなびサイト",
        {"職員番号": "番号", "研修コード": "科目", "修了日": "終わった日"},
    )
    assert ends(office, "manabi", path) == [RowEnd.NEW]
    assert {one[4] for one in completions(office)} == {"まなびサイト"}
    assert [source.id for source in list_sources(office)][-1] == "manabi"


def test_dry_run_takes_nothing_and_an_import_can_be_undone(
    office: Database, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.xlsx", HEADINGS, [["000101", "", "S2", "2026/6/1", "修了"]])
    order = ElsewhereOrder("jlis", path)
    assert take_elsewhere(office, order, today=TODAY, is_dry_run=True).change is None
    assert completions(office) == set()
    change = take_elsewhere(office, order, today=TODAY).change
    assert change is not None
    undo_import(office, change, today=TODAY)
    assert completions(office) == set()

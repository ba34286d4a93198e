import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.domain.catalogue.courses import (
    CellState,
    CompletionMatrix,
    Course,
    CourseKind,
    MatrixCell,
    MatrixRow,
)
from skilltrack.domain.evaluation import Board, DepartmentEvaluation
from skilltrack.domain.exams.definition import ExamProgress
from skilltrack.domain.problems import Cancelled, Refusal
from skilltrack.domain.rounds.definition import AnswerRate, RoundStatus
from skilltrack.domain.tally import Tally
from skilltrack.i18n.problems import sentences_of
from skilltrack.reports.data import DataSheets, ExamPart, TrainingPart, write_data

Write = Callable[[DataSheets], Path]
AS_OF = date(2027, 3, 31)
COURSES = tuple(
    Course(code, name, 2026, CourseKind.REQUIRED)
    for code, name in (("01", "DX推進研修"), ("02", "=情報セキュリティ"))
)
CELLS = (MatrixCell(CellState.COMPLETED, date(2026, 6, 1)), MatrixCell(CellState.OWED))
OTHER_CELLS = (MatrixCell(CellState.EXEMPT, date(2019, 5, 1)), MatrixCell(CellState.NOT_DUE))


def person(employee_no: str, cells: tuple[MatrixCell, ...]) -> MatrixRow:
    return MatrixRow(employee_no, "髙橋 𠮷子", "", "0101", "総務課", "主査", "staff", cells)


@pytest.fixture
def training() -> TrainingPart:
    rows = (person("000123", CELLS), person("000124", OTHER_CELLS))
    return TrainingPart(CompletionMatrix(COURSES, rows), AS_OF, {"staff": "一般職員"})


@pytest.fixture
def exams() -> tuple[ExamPart, ...]:
    progress = (
        ExamProgress("0101", "総務課", headcount=32, passers=1, candidates=3, attempts=4),
        ExamProgress("0102", "準備室", headcount=0, passers=0, candidates=0, attempts=0),
    )
    return (ExamPart("ITパスポート試験", AS_OF, progress),)


@pytest.fixture
def rounds() -> tuple[RoundStatus, ...]:
    rates = (AnswerRate("0101", "総務課", Tally(2, 3)), AnswerRate("0102", "準備室", Tally(0, 0)))
    opens_on, closes_on, is_closed = date(2026, 9, 1), date(2026, 9, 30), True
    return (
        RoundStatus(
            "r8", "令和8年度", "sakata", opens_on, closes_on, is_closed, Tally(2, 3), rates
        ),
    )


@pytest.fixture
def sheets(
    board: Board,
    training: TrainingPart,
    exams: tuple[ExamPart, ...],
    rounds: tuple[RoundStatus, ...],
) -> DataSheets:
    return DataSheets(board, training, exams, rounds)


@pytest.fixture
def write(tmp_path: Path, made_at: datetime) -> Write:
    def written(sheets: DataSheets) -> Path:
        path = tmp_path / "データ.xlsx"
        write_data(path, sheets, made_at=made_at, organisation="見本市")
        return path

    return written


def records(path: Path, title: str) -> list[dict[str, Any]]:
    sheet = openpyxl.load_workbook(path)[title]
    assert isinstance(sheet, Worksheet)
    headings, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in rows]  # type: ignore[arg-type]


def test_every_part_has_its_sheet(write: Write, sheets: DataSheets) -> None:
    assert openpyxl.load_workbook(write(sheets)).sheetnames == [
        *("所属別評価", "全体", "評価単位外の職員", "DX実践"),
        *("受講状況", "資格", "回答状況", "項目の意味"),
    ]


def test_a_part_left_out_makes_no_sheet(write: Write, exams: tuple[ExamPart, ...]) -> None:
    path = write(DataSheets(exams=exams))
    assert openpyxl.load_workbook(path).sheetnames == ["資格", "項目の意味"]


def test_sheets_keep_the_rules_for_machines(write: Write, sheets: DataSheets) -> None:
    path = write(sheets)
    for sheet in openpyxl.load_workbook(path).worksheets:
        assert not sheet.merged_cells.ranges
        headings = [cell.value for cell in sheet[1]]
        assert all(isinstance(heading, str) and heading.strip() for heading in headings)
        assert len(set(headings)) == len(headings)
        for row in sheet.iter_rows(min_row=2):
            assert any(cell.value is not None for cell in row)
            assert all(cell.data_type != "f" for cell in row)
            assert all("\n" not in str(cell.value) for cell in row)
    with zipfile.ZipFile(path) as archive:
        assert not [name for name in archive.namelist() if "drawing" in name or "media" in name]
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                xml = archive.read(name).decode()
                assert "<f>" not in xml
                assert not set("①②③④㈱㍻") & set(xml)


def test_every_column_is_explained(write: Write, sheets: DataSheets) -> None:
    path = write(sheets)
    workbook = openpyxl.load_workbook(path)
    explained = {(line["シート"], line["項目"]) for line in records(path, "項目の意味")}
    assert explained == {
        (sheet.title, cell.value) for sheet in workbook.worksheets[:-1] for cell in sheet[1]
    }
    assert all(line["意味"] for line in records(path, "項目の意味"))


def test_a_department_is_a_row_of_single_data(write: Write, sheets: DataSheets) -> None:
    row = records(write(sheets), "所属別評価")[2]
    assert row == {
        "育成制度": "福井方式",
        "年度（西暦）": 2026,
        "年度（和暦）": "令和8年度",
        "基準日（西暦）": datetime(2027, 3, 31),  # noqa: DTZ001 (as openpyxl reads a day)
        "基準日（和暦）": "令和9年3月31日",
        "所属コード": "0103",
        "所属名": "監査室",
        "人数（人）": 3,
        "必須研修_階層別_済（件）": 30,
        "必須研修_階層別_全（件）": 40,
        "必須研修_階層別_率（0～1）": 0.75,
        "必須研修_階層別_順位（位）": 1,
        "必須研修_DXリーダー_済（件）": 0,
        "必須研修_DXリーダー_全（件）": 2,
        "必須研修_DXリーダー_率（0～1）": None,
        "必須研修_DXリーダー_順位（位）": None,
        "選択研修_済（件）": 0,
        "選択研修_全（件）": 13,
        "選択研修_率（0～1）": 0,
        "選択研修_順位（位）": 4,
        "総合（0～1）": 0.5,
        "総合_順位（位）": 2,
        "未配置": 1,
        "参考": 1,
        "対象外あり": 1,
        "最低受講数未満": 1,
    }


def test_body_and_practices_have_sheets_of_their_own(write: Write, sheets: DataSheets) -> None:
    path = write(sheets)
    (body,) = records(path, "全体")
    assert (body["人数（人）"], body["評価単位外の人数（人）"]) == (1203, 3)
    assert body["必須研修_階層別_率（0～1）"] == 0.625
    practices = records(path, "DX実践")
    assert [(line["所属コード"], line["名称"], line["段階"]) for line in practices] == [
        ("0102", "窓口の予約", "実施"),
        ("0102", "議事録の自動作成", "提案"),
        ("0102", "収納の消込み", "横展開"),
        ("0103", "+オープンデータ", "採択"),
    ]


def test_people_without_an_evaluation_unit_are_listed(write: Write, board: Board) -> None:
    path = write(DataSheets(replace(board, without_unit=("000007", "000123"))))
    rows = records(path, "評価単位外の職員")
    assert [row["職員番号"] for row in rows] == ["000007", "000123"]
    assert rows[0]["年度（西暦）"] == 2026


def test_a_person_and_a_course_make_a_row(write: Write, sheets: DataSheets) -> None:
    rows = records(write(sheets), "受講状況")
    assert [(row["職員番号"], row["研修コード"], row["状況"]) for row in rows] == [
        ("000123", "01", "修了"),
        ("000123", "02", "未修了"),
        ("000124", "01", "免除"),
        ("000124", "02", "義務なし"),
    ]
    assert rows[0]["氏名"] == "髙橋 𠮷子"
    assert rows[0]["フリガナ"] is None
    assert rows[0]["役職区分"] == "一般職員"
    assert rows[1]["研修名"] == "=情報セキュリティ"


def test_a_day_stands_in_both_calendars_or_in_none(write: Write, sheets: DataSheets) -> None:
    rows = records(write(sheets), "受講状況")
    days = [(row["修了日（西暦）"], row["修了日（和暦）"]) for row in rows]
    assert days[0] == (datetime(2026, 6, 1), "令和8年6月1日")  # noqa: DTZ001
    assert days[1] == (None, None)
    assert days[2] == (datetime(2019, 5, 1), "令和元年5月1日")  # noqa: DTZ001


def test_days_are_shown_as_iso_and_ratios_with_four_decimals(
    write: Write, sheets: DataSheets
) -> None:
    workbook = openpyxl.load_workbook(write(sheets))
    assert workbook["受講状況"]["C2"].number_format == "yyyy-mm-dd"
    assert workbook["所属別評価"]["K2"].number_format == "0.0000"


def test_ratios_are_rounded_half_up(write: Write, sheets: DataSheets) -> None:
    rows = records(write(sheets), "資格")
    assert rows[0]["合格者割合（0～1）"] == 0.0313  # 1/32 = 0.03125


def test_nobody_asked_and_nobody_there_leave_the_ratio_empty(
    write: Write, sheets: DataSheets
) -> None:
    path = write(sheets)
    assert records(path, "資格")[1]["合格者割合（0～1）"] is None
    answers = records(path, "回答状況")
    assert [row["回答率（0～1）"] for row in answers] == [0.6667, None]
    assert [row["締切済み"] for row in answers] == [1, 1]


def test_nothing_to_write_is_refused(write: Write, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        write(DataSheets())
    assert "書き出す内容がありません" in sentences_of(refusal.value)[0]
    assert list(tmp_path.iterdir()) == []


def test_a_table_longer_than_a_sheet_is_refused_before_anything_is_written(
    write: Write, tmp_path: Path
) -> None:
    courses = COURSES[:1] * 1_024
    rows = (person("000123", CELLS[:1] * 1_024),) * 1_024
    with pytest.raises(Refusal) as refusal:
        write(DataSheets(training=TrainingPart(CompletionMatrix(courses, rows), AS_OF)))
    assert "「受講状況」は1048576行" in sentences_of(refusal.value)[0]
    assert list(tmp_path.iterdir()) == []


def test_cancelling_leaves_the_earlier_file_as_it_was(
    tmp_path: Path, sheets: DataSheets, made_at: datetime
) -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled

    path = tmp_path / "データ.xlsx"
    path.write_bytes(b"earlier")
    with pytest.raises(Cancelled):
        write_data(path, sheets, made_at=made_at, organisation="見本市", progress=stop)
    assert path.read_bytes() == b"earlier"
    assert list(tmp_path.iterdir()) == [path]


def test_progress_ends_at_all_rows(tmp_path: Path, made_at: datetime) -> None:
    told: list[tuple[int, int]] = []
    rows = tuple(person(f"{n:06}", CELLS) for n in range(1_100))
    part = TrainingPart(CompletionMatrix(COURSES, rows), AS_OF)
    write_data(
        tmp_path / "データ.xlsx",
        DataSheets(training=part),
        made_at=made_at,
        organisation="見本市",
        progress=lambda done, total: told.append((done, total)),
    )
    columns = 16
    assert told == [(1_000, 2_200 + columns), (2_000, 2_200 + columns), (2_216, 2_200 + columns)]


def test_nothing_passes_through_the_temporary_folder_of_the_system(
    write: Write, sheets: DataSheets, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    assert len(records(write(sheets), "受講状況")) == 4


def test_a_name_that_looks_like_a_formula_stays_text(
    write: Write, make_department: Callable[..., DepartmentEvaluation], sheets: DataSheets
) -> None:
    cell = openpyxl.load_workbook(write(sheets))["所属別評価"]["G3"]
    assert cell.value == '=HYPERLINK("http://example.jp","総務課")'
    assert (cell.data_type, cell.quotePrefix) == ("s", True)

from datetime import datetime
from pathlib import Path

import openpyxl

from skilltrack.domain.problems import Place, Problem, Severity
from skilltrack.reports.problems import ProblemLine, problem_lines, write_problems

PROBLEMS = (
    Problem(
        "reports.too_many_rows",
        Place("名簿.xlsx", "職員", 3, "所属コード"),
        {"sheet": "職員", "rows": 12, "most": 10},
    ),
    Problem("reports.nothing_to_write", Place("=名簿.csv"), severity=Severity.NOTICE),
)


def test_a_line_holds_the_place_in_parts_and_the_sentence_without_it() -> None:
    line = problem_lines(PROBLEMS)[0]
    assert (line.file, line.sheet, line.row, line.column) == (
        *("名簿.xlsx", "職員", 3, "所属コード"),
    )
    assert line.text.startswith("「職員」は12行あり")
    assert line.severity is Severity.ERROR


def test_the_workbook_lists_every_line_with_its_kind(tmp_path: Path, made_at: datetime) -> None:
    path = tmp_path / "確認事項.xlsx"
    write_problems(path, problem_lines(PROBLEMS), made_at=made_at)
    sheet = openpyxl.load_workbook(path)["確認事項"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=1, max_row=5)]
    assert rows[0][0] == "取込みの確認事項"
    assert rows[1][0] == "要修正 1件　お知らせ 1件"
    assert rows[2] == ["ファイル", "シート", "行", "列", "内容と対処", "区分"]
    assert rows[3][:4] == ["名簿.xlsx", "職員", 3, "所属コード"]
    assert rows[3][5] == "要修正"
    assert rows[4][:4] == ["=名簿.csv", None, None, None]
    assert rows[4][5] == "お知らせ"
    assert sheet["A5"].data_type == "s"
    assert sheet.print_title_rows == "$1:$3"


def test_a_long_sentence_is_wrapped_in_a_higher_row(tmp_path: Path) -> None:
    lines = [
        ProblemLine("名簿.xlsx", "", row, "氏名", text, Severity.ERROR)
        for row, text in ((2, "短い。"), (3, "とても長い説明です。" * 12))
    ]
    write_problems(tmp_path / "確認事項.xlsx", lines)
    sheet = openpyxl.load_workbook(tmp_path / "確認事項.xlsx")["確認事項"]
    assert sheet.row_dimensions[5].height >= 3 * 13.5
    assert sheet.row_dimensions[4].height < 20


def test_without_an_instant_the_footer_only_numbers_pages(tmp_path: Path) -> None:
    write_problems(tmp_path / "確認事項.xlsx", problem_lines(PROBLEMS))
    sheet = openpyxl.load_workbook(tmp_path / "確認事項.xlsx")["確認事項"]
    assert sheet.oddFooter.left.text is None
    assert sheet.oddFooter.right.text == "&P / &N"

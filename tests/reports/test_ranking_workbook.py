import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.domain.evaluation import Board, DepartmentEvaluation
from skilltrack.domain.problems import MachineFailure
from skilltrack.domain.schemes.definition import EvaluationRule, NoLeader
from skilltrack.i18n.dates import local_time_text
from skilltrack.reports.ranking import write_ranking
from skilltrack.reports.rules import board_notes, weights_text

Write = Callable[[Board], Path]
Dump = dict[str, dict[str, Any]]


@pytest.fixture
def write(tmp_path: Path, made_at: datetime) -> Callable[[Board], Path]:
    def written(board: Board) -> Path:
        path = tmp_path / "所属別評価.xlsx"
        write_ranking(path, board, made_at=made_at, organisation="見本市")
        return path

    return written


def row_values(sheet: Worksheet, row: int) -> list[Any]:
    return [cell.value for cell in sheet[row]]


def table_of(path: Path) -> Worksheet:
    sheet = openpyxl.load_workbook(path)["所属別評価"]
    assert isinstance(sheet, Worksheet)
    return sheet


def chart_title(chart: Any) -> str:
    return "".join(run.t for paragraph in chart.tx.rich.p for run in paragraph.r or ())


def test_sheets_are_table_charts_and_practices(write: Write, board: Board) -> None:
    workbook = openpyxl.load_workbook(write(board))
    assert workbook.sheetnames == ["所属別評価", "グラフ", "DX実践"]


def test_title_names_scheme_year_and_reference_date(write: Write, board: Board) -> None:
    sheet = table_of(write(board))
    assert sheet["A1"].value == "所属別評価"
    assert sheet["A2"].value == "福井方式　令和8年度　基準日 令和9年3月31日　見本市"


def test_head_has_two_levels(write: Write, board: Board) -> None:
    sheet = table_of(write(board))
    assert [value for value in row_values(sheet, 3) if value] == [
        "順位",
        "所属",
        "人数",
        "① 必須研修（階層別）",
        "② 必須研修（DXリーダー）",
        "③ 選択研修",
        "④ DX実践",
        "総合",
        "備考",
    ]
    assert row_values(sheet, 4)[3:12] == ["件数", "率", "順位"] * 3


def test_body_total_stands_first_and_knows_no_leader_figure(write: Write, board: Board) -> None:
    row = row_values(table_of(write(board)), 5)
    assert row[:6] == ["―", "全体", 1203, "1,500/2,400", 0.625, "―"]
    assert row[6:] == ["―", "―", "―", "9/13", 0.692, "―", "―", "―", None]


def test_departments_follow_in_the_order_of_the_board_with_shared_ranks(
    write: Write, board: Board
) -> None:
    sheet = table_of(write(board))
    assert [(sheet.cell(row, 1).value, sheet.cell(row, 2).value) for row in range(6, 10)] == [
        (1, "税務課"),
        (2, '=HYPERLINK("http://example.jp","総務課")'),
        (2, "監査室"),
        ("―", "準備室"),
    ]


def test_ratio_is_rounded_half_up_and_shown_in_percent(write: Write, board: Board) -> None:
    cell = table_of(write(board))["E6"]
    assert cell.value == 0.063  # 1/16 = 6.25 %
    assert cell.number_format == '0.0"\u2009"%_ '


def test_what_does_not_apply_is_said_and_never_zero(write: Write, board: Board) -> None:
    sheet = table_of(write(board))
    assert row_values(sheet, 8)[6:9] == ["―", "対象外", "―"]
    assert row_values(sheet, 9) == [
        *("―", "準備室", 0),
        *("―", "対象外", "―") * 3,
        *("―", "対象外", "参考、対象外あり"),
    ]


def test_real_zero_stays_zero(write: Write, board: Board) -> None:
    assert row_values(table_of(write(board)), 8)[9:12] == ["0/13", 0, 4]


def test_flags_are_words(write: Write, board: Board) -> None:
    assert table_of(write(board))["O8"].value == "未配置、参考、対象外あり、最低受講数未満"


def test_practices_are_named_and_never_counted(write: Write, board: Board) -> None:
    path = write(board)
    assert table_of(path)["M6"].value == ("窓口の予約（実施）\n議事録の自動作成（提案） ほか")
    sheet = openpyxl.load_workbook(path)["DX実践"]
    assert [row_values(sheet, row) for row in range(4, 8)] == [
        ["0102", "税務課", "窓口の予約", "実施"],
        ["0102", "税務課", "議事録の自動作成", "提案"],
        ["0102", "税務課", "収納の消込み", "横展開"],
        ["0103", "監査室", "+オープンデータ", "採択"],
    ]


def test_no_practice_at_all_is_said_in_words(
    write: Write,
    make_board: Callable[..., Board],
    make_department: Callable[..., DepartmentEvaluation],
) -> None:
    path = write(make_board(make_department("0101", "総務課", 1)))
    sheet = openpyxl.load_workbook(path)["DX実践"]
    assert "この年度に登録されたDX実践はありません。" in [row[0].value for row in sheet.iter_rows()]


def test_text_that_looks_like_a_formula_stays_text(write: Write, board: Board) -> None:
    path = write(board)
    cell = table_of(path)["B7"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 3
        assert all(b"<f>" not in archive.read(name) for name in sheets)


def test_page_is_a4_landscape_with_margins_of_15_mm(write: Write, board: Board) -> None:
    for sheet in openpyxl.load_workbook(write(board)).worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.orientation == "landscape"
        margins = sheet.page_margins
        sides = (margins.left, margins.right, margins.top, margins.bottom)
        assert all(abs(side * 25.4 - 15) < 0.01 for side in sides)


def test_every_page_repeats_title_and_head_and_numbers_itself(
    write: Write, board: Board, made_at: datetime
) -> None:
    workbook = openpyxl.load_workbook(write(board))
    assert [sheet.print_title_rows for sheet in workbook.worksheets] == ["$1:$4", "$1:$2", "$1:$3"]
    for sheet in workbook.worksheets:
        assert sheet.oddFooter.left.text == f"作成日時 {local_time_text(made_at)}"
        assert sheet.oddFooter.right.text == "&P / &N"


def test_font_and_head_follow_the_design(write: Write, board: Board) -> None:
    sheet = table_of(write(board))
    head, body = sheet["B3"], sheet["B6"]
    assert (head.font.name, head.font.sz, head.font.b) == ("BIZ UDゴシック", 11, True)
    assert (head.fill.fgColor.rgb, head.font.color.rgb) == ("0016324F", "00FFFFFF")
    assert (body.font.name, body.font.sz) == ("BIZ UDゴシック", 10.5)


def test_long_table_breaks_into_pages_of_at_most_30_rows(
    write: Write,
    make_board: Callable[..., Board],
    make_department: Callable[..., DepartmentEvaluation],
) -> None:
    departments = [make_department(f"{n:04}", f"第{n}課", n) for n in range(1, 101)]
    sheet = table_of(write(make_board(*departments)))
    ends = [4, *(row_break.id for row_break in sheet.row_breaks.brk)]
    assert ends == [4, 29, 54, 79, 104]  # 25 rows a page
    # Excel passes over page breaks when it is told to fit pages.
    assert not (sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage)


def test_long_names_widen_the_column_up_to_a_limit_and_then_wrap(
    write: Write,
    make_board: Callable[..., Board],
    make_department: Callable[..., DepartmentEvaluation],
) -> None:
    name = "総合政策局デジタル戦略推進本部事務局地域情報化調整室"
    sheet = table_of(write(make_board(make_department("0101", name, 1))))
    assert sheet.column_dimensions["B"].width == 30
    assert sheet["B6"].alignment.wrap_text
    assert sheet.row_dimensions[6].height > sheet.row_dimensions[5].height


def test_a_chart_per_criterion_names_the_figure_of_the_body(write: Write, board: Board) -> None:
    sheet = openpyxl.load_workbook(write(board))["グラフ"]
    titles = [chart_title(chart.title) for chart in sheet._charts]
    assert titles == [
        "① 必須研修（階層別）の修了率　全体 62.5\u2009%",
        "② 必須研修（DXリーダー）の受講率",
        "③ 選択研修の受講率　全体 69.2\u2009%",
    ]


def test_chart_figures_go_from_the_highest_and_leave_out_what_does_not_apply(
    write: Write, board: Board
) -> None:
    sheet = openpyxl.load_workbook(write(board))["グラフ"]
    figures = [(sheet.cell(row, 16).value, sheet.cell(row, 17).value) for row in range(4, 8)]
    assert figures == [
        ('=HYPERLINK("http://example.jp","総務課")', 0.75),
        ("監査室（参考）", 0.75),
        ("税務課", 0.063),
        ("準備室（対象外）", None),
    ]
    (series,) = sheet._charts[0].series
    assert series.val.numRef.f == "'グラフ'!$Q$4:$Q$7"
    assert series.cat.numRef.f == "'グラフ'!$P$4:$P$7"
    assert sheet.print_area == "'グラフ'!$A$1:$N$92"


def test_every_chart_has_a_page_and_no_more_than_30_bars(
    write: Write,
    make_board: Callable[..., Board],
    make_department: Callable[..., DepartmentEvaluation],
) -> None:
    departments = [make_department(f"{n:04}", f"第{n}課", n) for n in range(1, 34)]
    sheet = openpyxl.load_workbook(write(make_board(*departments)))["グラフ"]
    references = [chart.series[0].val.numRef.f for chart in sheet._charts[:2]]
    assert references == ["'グラフ'!$Q$4:$Q$20", "'グラフ'!$Q$21:$Q$36"]
    assert len(sheet._charts) == 6
    assert len(sheet.row_breaks.brk) == 5


def test_a_criterion_that_applies_nowhere_has_a_sentence_instead_of_a_chart(
    write: Write,
    make_board: Callable[..., Board],
    make_department: Callable[..., DepartmentEvaluation],
    board: Board,
) -> None:
    nothing = board.evaluation.departments[3].leader
    departments = [make_department("0101", "総務課", 1, leader=nothing)]
    sheet = openpyxl.load_workbook(write(make_board(*departments)))["グラフ"]
    assert len(sheet._charts) == 2
    texts = [row[0].value for row in sheet.iter_rows() if row[0].value]
    assert texts[-1] == (
        "② 必須研修（DXリーダー）は、すべての所属で対象外のため、グラフがありません。"
    )


def test_a_board_without_departments_can_be_written(
    write: Write, make_board: Callable[..., Board]
) -> None:
    sheet = table_of(write(make_board()))
    assert sheet["B5"].value == "全体"
    assert sheet["B6"].value is None


def test_notes_say_the_rules_as_applied(board: Board) -> None:
    notes = "".join(board_notes(board))
    for part in (
        "基準日（令和9年3月31日）",
        "①の対象：正規・任期付（休職・育休・派遣出を除く）",
        "除いた人 102人（会計年度 90人、休職 12人）",
        "②③の対象：すべての任用区分",
        "兼務は主務の所属で数えます",
        "5：3：2",
        "5人未満",
        "3研修",
        "職員3人",
    ):
        assert part in notes
    assert "DXリーダーのいない所属は対象外" in notes


def test_notes_follow_other_settings(board: Board) -> None:
    rule = EvaluationRule("dx_leader", no_leader=NoLeader.ZERO)
    body = replace(board.evaluation.body, headcount_without_unit=0)
    other = replace(board, rule=rule, evaluation=replace(board.evaluation, body=body))
    notes = "".join(board_notes(other))
    for part in ("1：1：1", "最低受講数は定めていません", "所属は0とし"):
        assert part in notes
    assert "評価の単位となる所属に入らない" not in notes


@pytest.mark.parametrize(
    ("weights", "text"),
    [
        ((Fraction(1), Fraction(1), Fraction(1)), "1：1：1"),
        ((Fraction(1, 3), Fraction(1, 3), Fraction(1, 3)), "1：1：1"),
        ((Fraction(1, 2), Fraction(1, 4), Fraction(0)), "2：1：0"),
        ((Fraction(0), Fraction(0), Fraction(0)), "0：0：0"),
    ],
)
def test_weights_are_told_in_whole_numbers(
    weights: tuple[Fraction, Fraction, Fraction], text: str
) -> None:
    assert weights_text(weights) == text


def test_two_workbooks_of_one_board_hold_the_same_cells(
    write: Write, board: Board, dump: Callable[[Path], Dump]
) -> None:
    assert dump(write(board)) == dump(write(board))


def test_a_missing_folder_is_told_and_leaves_nothing(
    tmp_path: Path, board: Board, made_at: datetime
) -> None:
    with pytest.raises(MachineFailure):
        write_ranking(tmp_path / "ない" / "表.xlsx", board, made_at=made_at, organisation="見本市")
    assert list(tmp_path.iterdir()) == []

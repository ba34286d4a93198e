"""The analysis of a round on paper, as data and as JSON: the same figures in three forms."""

import json
import re
import shutil
import subprocess
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.domain.analysis.groups import (
    Answered,
    Group,
    GroupKind,
    Respondent,
    RoundFacts,
    figures_by_group,
    group_figures,
)
from skilltrack.domain.analysis.items import item_analysis
from skilltrack.domain.analysis.rounds import RoundAnalysis
from skilltrack.domain.analysis.trends import EVERYBODY, compare, trend
from skilltrack.domain.inclusion import AskedCoverage, Exclusion
from skilltrack.domain.problems import Cancelled
from skilltrack.domain.questionnaires.definition import (
    Category,
    Choice,
    Item,
    ItemKind,
    Origin,
    Questionnaire,
    Scale,
    ScaleStep,
)
from skilltrack.reports.analysis.data import write_analysis_data
from skilltrack.reports.analysis.document import analysis_document
from skilltrack.reports.analysis.workbook import write_analysis_report

SOFFICE = shutil.which("soffice")
SCALE = Scale(tuple(ScaleStep(n, label) for n, label in enumerate(("知らない", "聞いた", "使う"))))
CHOICES = (Choice("a", "=1+1", is_right=True), Choice("b", "別のもの"))
NASTY = '=HYPERLINK("http://example.jp","総務課")'
DEPARTMENTS = [
    Group(GroupKind.DEPARTMENT, "01", NASTY),
    Group(GroupKind.DEPARTMENT, "02", "税務課"),
    Group(GroupKind.DEPARTMENT, "03", "準備室"),
]
BANDS = [Group(GroupKind.BAND, "staff", "一般職員"), Group(GroupKind.BAND, "", "役職区分なし")]


def rating(code: str, category: str) -> Item:
    return Item(code, category, f"設問{code}の文です。", f"テーマ{code}", Origin.OWN)


def questionnaire(version: int, *, has_checks: bool) -> Questionnaire:
    items = [rating("a", "base"), rating("b", "base"), rating("c", "tools")]
    if version > 1:
        items[1] = rating("new", "base")
    if has_checks:
        items += [
            Item(
                "k", "base", "確認の文です。", "", Origin.OWN, kind=ItemKind.CHOICE, choices=CHOICES
            )
        ]
    categories = (Category("base", "基礎"), Category("tools", "ツール"))
    return Questionnaire("q", version, "自己点検票", "", SCALE, categories, tuple(items))


def facts(number: int) -> RoundFacts:
    opens_on, closes_on = date(2024 + number, 9, 1), date(2024 + number, 9, 30)
    return RoundFacts(
        f"r{number}", f"調査{number}", "q", number + 1, opens_on, closes_on, is_closed=True
    )


def study(*, has_checks: bool = True, has_earlier: bool = True) -> RoundAnalysis:
    """Six people of 総務課 and one of 税務課 answered; nobody of 準備室 did."""
    old, new = (questionnaire(n, has_checks=has_checks) for n in (1, 2))
    people = tuple(
        Respondent(
            f"{n:04}",
            "02" if n == 6 else "01",
            "staff",
            {"a": n % 3, "new": 2, "c": None if n == 6 else n % 2, "k": n % 2},
        )
        for n in range(7)
    )
    before = tuple(Respondent(one.employee_no, "01", "", {"a": 0, "b": 0}) for one in people[:4])
    now, then = Answered(new, people), Answered(old, before)
    rounds = [(facts(0), then)] * has_earlier + [(facts(1), now)]
    return RoundAnalysis(
        round=facts(1),
        questionnaire=new,
        chosen=(),
        body=group_figures(new, EVERYBODY, 1203, now.scored),
        departments=figures_by_group(now, DEPARTMENTS, {"01": 1190, "02": 10, "03": 3}),
        bands=figures_by_group(now, BANDS, {"staff": 1203}),
        quality=item_analysis(new, [one.answers for one in people]),
        comparison=compare(then, now, {"a", "c"}, facts(0), DEPARTMENTS) if has_earlier else None,
        trend=trend(rounds, {"a", "c", "k"}),
        not_asked=2,
        counted=AskedCoverage(date(2026, 11, 1), 1203, ((Exclusion.LEAVE, 2),)),
    )


@pytest.fixture
def printed(tmp_path: Path, made_at: datetime) -> Path:
    path = tmp_path / "分析.xlsx"
    write_analysis_report(path, study(), made_at=made_at, organisation="見本市")
    return path


def sheet_of(path: Path, title: str) -> Worksheet:
    sheet = openpyxl.load_workbook(path)[title]
    assert isinstance(sheet, Worksheet)
    return sheet


def row_of(sheet: Worksheet, row: int) -> list[Any]:
    return [cell.value for cell in sheet[row]]


def all_text(sheet: Worksheet) -> str:
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)


def test_sheets_follow_the_questions_that_are_asked_of_a_round(printed: Path) -> None:
    assert openpyxl.load_workbook(printed).sheetnames == [
        "分野別の結果",
        "所属×分野",
        "役職区分×分野",
        "設問別の分布",
        "設問別のグラフ",
        "知識確認の分布",
        "前回との比較",
        "所属別の前回との比較",
        "比べない設問",
        "これまでの推移",
        "分野の質",
        "設問の質",
        "自己評価と知識確認",
    ]


def test_every_sheet_says_for_whom_it_is_and_which_version_was_asked(printed: Path) -> None:
    for sheet in openpyxl.load_workbook(printed).worksheets:
        assert sheet["A1"].value == f"{sheet.title}【人事担当課限り】"
        assert sheet["A2"].value == (
            "調査1　令和7年9月1日から令和7年9月30日まで　自己点検票 第2版　回答 7／1,203人　見本市"
        )
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows is not None


def test_fields_show_people_mean_quartiles_and_histogram(printed: Path) -> None:
    sheet = sheet_of(printed, "分野別の結果")
    assert row_of(sheet, 5) == [
        *("基礎", 7, 0.714, 0.5, 0.75, 0.875),
        *(0, 0, 0, 0, 0, 3, 0, 2, 0, 2),
    ]
    assert row_of(sheet, 6)[:3] == ["ツール", 6, 0.25]
    assert "対象でない2人" in all_text(sheet)
    (chart,) = sheet._charts
    assert chart.series[0].val.numRef.f == "'分野別の結果'!$C$5:$C$6"


def test_heat_map_writes_every_figure_and_hatches_what_is_unknown(printed: Path) -> None:
    sheet = sheet_of(printed, "所属×分野")
    assert row_of(sheet, 5) == ["全体", 1203, 7, 0.714, 7, 0.25, 6, None]
    assert row_of(sheet, 6) == [NASTY, 1190, 6, 0.75, 6, 0.25, 6, None]
    assert row_of(sheet, 7) == ["税務課", 10, 1, 0.5, 1, "―", 0, "参考"]
    assert row_of(sheet, 8) == ["準備室", 3, 0, "―", 0, "―", 0, "参考"]
    assert sheet["A6"].data_type == "s"
    assert [sheet[cell].fill.patternType for cell in ("D6", "D8", "F7")] == [
        *("solid", "lightUp", "lightUp"),
    ]
    high, low = (int(sheet[cell].fill.fgColor.rgb[2:4], 16) for cell in ("D6", "F6"))
    assert high < low < 0xEE


def test_distribution_counts_steps_apart_from_what_was_not_answered(printed: Path) -> None:
    sheet = sheet_of(printed, "設問別の分布")
    assert row_of(sheet, 4)[4:7] == ["知らない", "聞いた", "使う"]
    assert row_of(sheet, 5) == [1, "基礎", "テーマa", "設問aの文です。", 3, 2, 2, 0, 0, 0.429]
    assert row_of(sheet, 7)[4:] == [3, 3, 0, 1, 0, 0.25]
    (chart,) = sheet_of(printed, "設問別のグラフ")._charts
    assert chart.grouping == "percentStacked"
    assert [series.tx.v for series in chart.series] == ["知らない", "聞いた", "使う"]
    assert chart.series[0].val.numRef.f == "'設問別の分布'!$E$5:$E$7"


def test_knowledge_checks_name_the_right_choice(printed: Path) -> None:
    sheet = sheet_of(printed, "知識確認の分布")
    assert row_of(sheet, 4) == [4, "基礎", "確認の文です。", "=1+1", "○", 4, 0.571]
    assert row_of(sheet, 5) == [None, None, None, "別のもの", None, 3, 0.429]


def test_comparison_takes_the_change_apart_in_points_with_sign(printed: Path) -> None:
    sheet = sheet_of(printed, "前回との比較")
    figures = row_of(sheet, 5)
    # same people: 0 → (0+1+2+0)/8 = 37.5 %; all now 42.9 %; with the new item 71.4 %
    assert figures == ["全体", "基礎", 4, 0, 7, 0.714, 4, 71.4, 37.5, 5.4, 28.6, "参考"]
    assert sheet["H5"].number_format == "+0.0_ ;-0.0_ ;0.0_ "
    assert not sheet["H5"].quotePrefix
    departments = sheet_of(printed, "所属別の前回との比較")
    assert row_of(departments, 5)[:6] == [NASTY, "基礎", 4, 0, 6, 0.75]
    assert row_of(departments, 9)[:2] == ["準備室", "基礎"]
    assert row_of(departments, 9)[2:11] == [0, "―", 0, "―", 0, "―", "―", "―", "―"]
    text = all_text(sheet)
    assert "同じ人の伸び＋2、人の入れ替わり＋3、設問の変更＋1" in text
    assert "前回は「調査0」" in text


def test_items_not_compared_stand_with_their_reason(printed: Path) -> None:
    sheet = sheet_of(printed, "比べない設問")
    found = [row_of(sheet, row) for row in range(4, 7)]
    assert [row[1] for row in found] == ["設問newの文です。", "確認の文です。", "設問bの文です。"]
    assert all(row[2] for row in found)


def test_trend_tells_by_how_many_items(printed: Path) -> None:
    sheet = sheet_of(printed, "これまでの推移")
    assert row_of(sheet, 5) == ["基礎", "（分野）", 0, 4, 0.429, 7]
    assert "設問3問だけで計算しています。外した設問は2問です。" in all_text(sheet)


def test_item_analysis_shows_coefficients_with_two_decimals(printed: Path) -> None:
    sheet = sheet_of(printed, "設問の質")
    assert row_of(sheet, 4) == [
        *(1, "基礎", "自己評価", "設問aの文です。", 7, 0.429),
        *("―", "―", 0.429, 0.286, "最低に偏る、最高に偏る"),
    ]
    sheet = sheet_of(printed, "分野の質")
    assert row_of(sheet, 4)[:5] == ["基礎", "自己評価", 2, 7, 0]
    assert sheet["E4"].number_format == "0.00_ "


def test_self_rating_stands_beside_knowledge(printed: Path) -> None:
    sheet = sheet_of(printed, "自己評価と知識確認")
    assert row_of(sheet, 4)[:6] == ["全体", "基礎", 7, 0.714, 0.571, 14.3]
    assert row_of(sheet, 6) == ["税務課", "基礎", 1, 0.5, 1, -50, "―", "参考"]
    assert row_of(sheet, 7) == ["準備室", "基礎", 0, "―", "―", "―", "―", "参考"]


def test_what_a_round_does_not_have_is_said_and_makes_no_empty_sheet(
    tmp_path: Path, made_at: datetime
) -> None:
    path = tmp_path / "分析.xlsx"
    found = study(has_checks=False, has_earlier=False)
    write_analysis_report(path, found, made_at=made_at, organisation="見本市")
    workbook = openpyxl.load_workbook(path)
    assert not {"前回との比較", "これまでの推移", "自己評価と知識確認"} & set(workbook.sheetnames)
    text = all_text(sheet_of(path, "分野別の結果"))
    assert "知識確認の設問がない" in text
    assert "前回との比較はありません" in text


def test_data_names_round_version_and_both_calendars_in_every_row(
    tmp_path: Path, made_at: datetime
) -> None:
    path = tmp_path / "データ.xlsx"
    write_analysis_data(path, study(), made_at=made_at, organisation="見本市")
    workbook = openpyxl.load_workbook(path)
    *tables, meanings = workbook.worksheets
    assert meanings.title == "項目の意味"
    for sheet in tables:
        head, *rows = sheet.iter_rows(values_only=True)
        assert head[:6] == (
            *("調査ID", "調査", "開始日（西暦）", "開始日（和暦）"),
            *("調査票ID", "調査票の版"),
        )
        assert {row[0] for row in rows} == {"r1"}
        assert {row[5] for row in rows} == {2}
        assert {row[3] for row in rows} == {"令和7年9月1日"}
        assert not sheet.merged_cells.ranges
    fields = [row[7:] for row in workbook["分野別"].iter_rows(min_row=2, values_only=True)]
    assert fields[0] == (
        *("全体", None, "全体", "base", "基礎", "自己評価"),
        *(1203, 7, 7, 0.7143, 0.5, 0.75, 0.875),
    )
    assert fields[-1][6:] == (0, 0, 0, None, None, None, None)


def test_data_counts_everybody_once_per_item(tmp_path: Path, made_at: datetime) -> None:
    path = tmp_path / "データ.xlsx"
    write_analysis_data(path, study(), made_at=made_at, organisation="見本市")
    rows = openpyxl.load_workbook(path)["設問別の分布"].iter_rows(min_row=2, values_only=True)
    body: dict[str, int] = {}
    for row in rows:
        if row[7] == "全体":
            code, people = str(row[12]), row[17]
            assert isinstance(people, int)
            body[code] = body.get(code, 0) + people
    assert body == {"a": 7, "new": 7, "c": 7, "k": 7}


def test_data_can_be_stopped_and_then_leave_the_file_as_it_was(
    tmp_path: Path, made_at: datetime
) -> None:
    path = tmp_path / "データ.xlsx"
    path.write_bytes(b"before")

    def stop(done: int, total: int) -> None:
        assert 0 < done <= total
        raise Cancelled

    with pytest.raises(Cancelled):
        write_analysis_data(path, study(), made_at=made_at, organisation="見本市", progress=stop)
    assert [one.read_bytes() for one in tmp_path.iterdir()] == [b"before"]


def test_document_has_four_decimals_and_null_for_what_is_unknown() -> None:
    document = json.loads(json.dumps(analysis_document(study())))
    assert document["body"]["categories"][0]["score"]["mean"] == 0.7143
    unknown = document["departments"][2]["categories"][0]["score"]
    assert (unknown["n"], unknown["mean"]) == (0, None)
    split = document["comparison"]["body"]["categories"][0]
    assert [split[part] for part in ("change", "improved", "moved", "questionnaire")] == [
        *(0.7143, 0.375, 0.0536, 0.2857),
    ]
    assert document["quality"][0]["items"][0]["item_rest"] is None
    assert document["version"] == 2


def test_document_and_analysis_agree_on_the_exact_figures() -> None:
    found = study()
    assert found.comparison is not None
    split = found.comparison.body.categories[0].split
    assert split.change == Fraction(5, 7)
    assert (split.improved, split.moved, split.questionnaire) == (
        *(Fraction(3, 8), Fraction(3, 56), Fraction(2, 7)),
    )


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not on the PATH")
def test_analysis_prints_on_the_pages_it_breaks_into(printed: Path, tmp_path: Path) -> None:
    subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation=file://{tmp_path / 'profile'}",
            *("--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(printed)),
        ],
        capture_output=True,
        timeout=120,
        check=True,
    )
    sheets = openpyxl.load_workbook(printed).worksheets
    pages = sum(len(sheet.row_breaks.brk) + 1 for sheet in sheets)
    pdf = printed.with_suffix(".pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == pages

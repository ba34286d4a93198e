"""Excel forms as their readers see them: guarded, with lists, on A4."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

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
from skilltrack.domain.questionnaires.forms import (
    FIRST_ROW,
    HEAD_ROW,
    FormIds,
    FormMark,
    FormRound,
    FormSheet,
    FormTarget,
    distinct_names,
    form_blocks,
    sheet_titles,
)
from skilltrack.reports.forms import FormWriter

LONG = "情報システムの担当に知らせて、指示を待つ、" * 8


def item(code: str, category: str, kind: ItemKind = ItemKind.RATING, **more: object) -> Item:
    return Item(code, category, f"{code}の設問", code, Origin.OWN, kind=kind, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def asks() -> Questionnaire:
    steps = tuple(ScaleStep(n, label) for n, label in enumerate(("知らない", "=1+1", "使う,書く")))
    choices = (Choice("a", "開く"), Choice("b", LONG, is_right=True))
    return Questionnaire(
        id="trial",
        version=1,
        title="試しの調査票",
        explanation="",
        scale=Scale(steps),
        categories=(
            Category("a", "用語", "言葉の理解"),
            Category("none", "空"),
            Category("b", "道具"),
        ),
        items=(
            item("A1", "a"),
            item("A2", "a", ItemKind.COMMENT),
            item("B1", "b", ItemKind.CHOICE, choices=choices),
            *(item(f"B{n}", "b") for n in range(2, 30)),
        ),
    )


@pytest.fixture(scope="module")
def its(asks: Questionnaire) -> FormRound:
    return FormRound(
        title="令和8年度 調査",
        organisation="見本市",
        purpose="研修に使います。",
        contact="人事課 内線2345",
        closes_on=date(2026, 12, 18),
        inbox=r"\\filesv\回収",
        questionnaire=asks,
    )


def sheet_of(number: str, name: str = "𠮷田　花子") -> FormSheet:
    mark = FormMark(FormIds("2026-0a1b2c3d", "trial", 1, number), "ab" * 32)
    return FormSheet(FormTarget(number, name, "人事課"), mark)


@pytest.fixture(scope="module")
def path(its: FormRound, tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = tmp_path_factory.mktemp("forms") / "one.xlsx"
    FormWriter(its, datetime(2026, 11, 1, tzinfo=UTC)).write_person(written, sheet_of("000123"))
    return written


@pytest.fixture(scope="module")
def sheet(path: Path) -> Worksheet:
    return openpyxl.load_workbook(path).worksheets[0]


def rows(asks: Questionnaire) -> dict[str, int]:
    return {p.item.code: p.row for block in form_blocks(asks) for p in block.items}


def answers_in(asks: Questionnaire) -> dict[str, str]:
    return {
        one.code: f"{'B' if one.kind is ItemKind.COMMENT else 'C'}{rows(asks)[one.code]}"
        for one in asks.items
    }


def test_the_person_the_purpose_and_the_way_back_stand_at_the_top(sheet: Worksheet) -> None:
    texts = [cell.value for row in sheet["A3:B12"] for cell in row if cell.value is not None]
    assert texts[0] == "令和8年度 調査"
    assert "締切　令和8年12月18日（金）" in str(texts[1])
    assert texts[2] == "研修に使います。"
    assert [str(text)[:6] for text in texts[3:5]] == ["記入の手引き"] * 2
    assert r"\\filesv\回収" in str(texts[5])
    assert "人事課 内線2345" in str(texts[5])
    assert texts[6:] == ["所属", "人事課", "職員番号", "000123", "氏名", "𠮷田　花子"]
    assert [sheet.cell(HEAD_ROW, n).value for n in (1, 2, 3)] == ["設問コード", "設問", "回答"]


def test_every_item_stands_under_its_field_with_its_code(
    sheet: Worksheet, asks: Questionnaire
) -> None:
    assert sheet.cell(FIRST_ROW, 1).value == "用語　言葉の理解"
    assert [sheet[f"A{row}"].value for row in rows(asks).values()] == list(rows(asks))
    assert sheet[f"B{rows(asks)['A1']}"].value == "A1の設問"
    assert sheet[f"B{rows(asks)['A2'] - 1}"].value == "A2の設問"
    assert sheet[f"B{rows(asks)['B1']}"].value == f"B1の設問\n1 開く\n2 {LONG}"
    assert "空" not in [cell.value for cell in sheet["A"]]


def test_only_answers_are_open_and_no_password_guards_the_rest(
    sheet: Worksheet, asks: Questionnaire
) -> None:
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    unlocked = {c.coordinate for row in sheet.iter_rows() for c in row if not c.protection.locked}
    comment = rows(asks)["A2"]
    assert unlocked == {*answers_in(asks).values(), f"C{comment}"}
    assert f"B{comment}:C{comment}" in {str(cells) for cells in sheet.merged_cells.ranges}


def test_every_answer_offers_its_own_list(sheet: Worksheet, asks: Questionnaire) -> None:
    offered: dict[str, list[object]] = {}
    for rule in sheet.data_validations.dataValidation:
        if rule.type == "list":
            first, last = re.findall(r"\$D\$(\d+)", rule.formula1)
            texts = [sheet[f"D{row}"].value for row in range(int(first), int(last) + 1)]
            assert rule.showErrorMessage
            for cell in str(rule.sqref).split():
                for row in sheet[cell] if ":" in cell else ((sheet[cell],),):
                    offered[row[0].coordinate] = texts
    steps = ["1 知らない", "2 =1+1", "3 使う,書く", "該当しない"]
    cells = answers_in(asks)
    assert offered.pop(cells.pop("B1")) == ["1 開く", f"2 {LONG}"]
    del cells["A2"]
    assert offered == dict.fromkeys(cells.values(), steps)


def test_a_comment_has_its_length_limited(sheet: Worksheet, asks: Questionnaire) -> None:
    (rule,) = [r for r in sheet.data_validations.dataValidation if r.type == "textLength"]
    assert (str(rule.sqref), rule.formula1) == (answers_in(asks)["A2"], "1000")


def test_marks_are_plain_cells_out_of_sight(sheet: Worksheet) -> None:
    assert [sheet.cell(1, n).value for n in (1, 2, 3)] == [
        "form-code",
        "form-comment",
        "form-answer",
    ]
    assert sheet["A2"].value == f"skilltrack-form/1|2026-0a1b2c3d|trial|1|{'ab' * 32}|000123"
    assert sheet.row_dimensions[1].hidden
    assert sheet.row_dimensions[2].hidden
    assert sheet.column_dimensions["D"].hidden
    assert sheet.sheet_state == "visible"


def test_nothing_in_the_file_can_run(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        xml = archive.read("xl/worksheets/sheet1.xml")
    assert not [name for name in names if "vba" in name.lower() or "externalLinks" in name]
    assert not re.search(rb"<f[ >/]", xml)


def test_it_prints_on_a4_portrait_with_whole_fields(sheet: Worksheet, asks: Questionnaire) -> None:
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert sheet.page_setup.scale <= 100
    last = max(rows(asks).values())
    assert sheet.print_area == f"'{sheet.title}'!$A$1:$C${last}"
    assert sheet.print_title_rows == f"${HEAD_ROW}:${HEAD_ROW}"
    second = form_blocks(asks)[1]
    breaks = [one.id for one in sheet.row_breaks.brk]
    assert breaks
    # The second field is higher than a page: its name stays with its first item.
    assert not set(breaks) & {second.row}


def test_fields_that_fit_are_not_torn(its: FormRound, tmp_path: Path) -> None:
    asks = its.questionnaire
    items = tuple(item(f"{c}{n}", c) for c in "abc" for n in range(10))
    short = replace(asks, items=items, categories=tuple(Category(c, c) for c in "abc"))
    FormWriter(replace(its, questionnaire=short), None).write_person(
        tmp_path / "a.xlsx", sheet_of("1")
    )
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    ends = {block.items[-1].row for block in form_blocks(short)}
    breaks = {one.id for one in sheet.row_breaks.brk}
    assert breaks
    assert breaks < ends


def test_a_department_has_a_sheet_per_person(its: FormRound, tmp_path: Path) -> None:
    people = [sheet_of("0001"), sheet_of("0002", "=髙橋/[一郎]"), sheet_of("0003", "長" * 40)]
    writer = FormWriter(its, None)
    writer.write_people(tmp_path / "a.xlsx", people)
    workbook = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert workbook.sheetnames == [
        "0001 𠮷田　花子",
        "0002 =髙橋__一郎_",
        f"0003 {'長' * 26}",
    ]
    marks = [str(sheet["A2"].value).rpartition("|")[2] for sheet in workbook.worksheets]
    assert marks == ["0001", "0002", "0003"]
    assert workbook.worksheets[1]["B11"].value == "=髙橋/[一郎]"
    assert workbook.worksheets[1]["B11"].data_type == "s"


def test_one_writer_leaves_nothing_of_a_person_in_the_file_of_the_next(
    its: FormRound, tmp_path: Path
) -> None:
    writer = FormWriter(its, None)
    for number, name in (("0001", "髙橋　一郎"), ("0002", "山﨑　花子")):
        writer.write_person(tmp_path / f"{number}.xlsx", sheet_of(number, name))
    with zipfile.ZipFile(tmp_path / "0002.xlsx") as archive:
        content = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "山﨑　花子" in content
    assert "髙橋" not in content
    assert "0001" not in re.findall(r"\b\d{4}\b", content)


def test_names_that_windows_takes_for_one_are_numbered() -> None:
    assert distinct_names(["A", "a", "a_2", "B"]) == ("A", "a_2", "a_2_2", "B")


def test_sheet_titles_differ_and_are_not_too_long(sheet_title_units: Callable[[str], int]) -> None:
    targets = [FormTarget("0001", "𠮷" * 40, ""), FormTarget("0001", "𠮷" * 41, "")]
    titles = sheet_titles(targets)
    assert len(set(titles)) == 2
    assert max(map(sheet_title_units, titles)) <= 31


@pytest.fixture
def sheet_title_units() -> Callable[[str], int]:
    return lambda title: len(title.encode("utf-16-le")) // 2

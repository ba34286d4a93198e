"""Every mistake is named by sheet, row and column, all of them at once."""

import ast
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import PatternFill
from tests.corpus.workbook_parts import (
    PACKAGE,
    RELATIONS,
    SPREADSHEET,
    compound,
    row,
    sheet_xml,
    text_cell,
    xlsx_parts,
    zipped,
)
from tests.exchange.xlsform.conftest import (
    SETTINGS,
    SURVEY,
    YES_NO,
    WriteForm,
    problems_of,
    told,
    workbook_of,
)

import skilltrack.exchange.xlsform
from skilltrack.domain.problems import Cancelled
from skilltrack.exchange.definitions.questionnaires import (
    questionnaire_from_json,
    questionnaire_to_json,
)
from skilltrack.exchange.xlsform.reader import read_xlsform
from skilltrack.i18n.problems import all_sentences, sentence
from skilltrack.i18n.sentences.xlsform import SENTENCES

HEADINGS = ["type", "name", "label"]


def xml_rows(rows: list[list[str]]) -> str:
    """Return rows of text cells as a part of a sheet."""
    return "".join(
        row(n, *(text_cell(f"{'ABCDEFGH'[c]}{n}", text) for c, text in enumerate(cells) if text))
        for n, cells in enumerate(rows, 1)
    )


def by_hand(
    path: Path, survey: bytes, extra: dict[str, bytes] | None = None, book: str = ""
) -> Path:
    """Write a form part by part: the survey given, choices and settings as usual."""
    parts = xlsx_parts(titles=("survey", "choices", "settings"), book=book)
    parts["xl/worksheets/sheet1.xml"] = survey
    parts["xl/worksheets/sheet2.xml"] = sheet_xml(xml_rows(YES_NO))
    parts["xl/worksheets/sheet3.xml"] = sheet_xml(xml_rows(SETTINGS))
    path.write_bytes(zipped(parts | (extra or {})))
    return path


def test_all_mistakes_are_told_at_once_in_the_order_of_the_workbook(write_form: WriteForm) -> None:
    path = write_form(
        survey=[
            [*HEADINGS, "answer", "origin", "is_continued", "courses"],
            ["end_group"],
            ["begin_group", None, "名前なし"],
            ["end_group"],
            ["begin_group", "tools", "道具"],
            ["select_one yes_n", "a", "一"],
            ["select_one", "b", "二"],
            ["select_one yes_no", "a", None],
            ["select_one yes_no", "設問", "三", "yse"],
            ["select_one yes_no", "c", "四", "no yes"],
            ["text", "d", "五", "yes", "publisched", "maybe", "C" * 41],
            [None, "e", "六"],
            ["end_group"],
            ["begin_group", "tools", "二度目"],
        ],
        choices=[*YES_NO, [None, "x", "甲"], ["yes_no", "yes", "二度目"], ["yes_no", None, None]],
        settings=[["form_id"], ["id with blanks"]],
    )
    assert told(path) == [
        ("xlsform.end_without_begin", "survey", 2, "type"),
        ("xlsform.blank", "survey", 3, "name"),
        ("xlsform.unknown_list_near", "survey", 6, "type"),
        ("xlsform.no_list", "survey", 7, "type"),
        ("xlsform.duplicate_name", "survey", 8, "name"),
        ("xlsform.blank", "survey", 8, "label"),
        ("xlsform.bad_code", "survey", 9, "name"),
        ("xlsform.unknown_answer_near", "survey", 9, "answer"),
        ("xlsform.answer_to_comment", "survey", 11, "answer"),
        ("xlsform.unknown_origin", "survey", 11, "origin"),
        ("xlsform.no_mark", "survey", 11, "is_continued"),
        ("xlsform.bad_course_code", "survey", 11, "courses"),
        ("xlsform.blank", "survey", 12, "type"),
        ("xlsform.unclosed", "survey", 14, "type"),
        ("xlsform.duplicate_name", "survey", 14, "name"),
        ("xlsform.blank", "choices", 4, "list_name"),
        ("xlsform.duplicate_name", "choices", 5, "name"),
        ("xlsform.blank", "choices", 6, "name"),
        ("xlsform.blank", "choices", 6, "label"),
        ("xlsform.bad_code", "settings", 2, "form_id"),
    ]


def test_courses_are_parted_by_blanks_or_marks_and_counted(write_form: WriteForm) -> None:
    def form(courses: str) -> Path:
        line = ["select_one yes_no", "a", "一", courses]
        return write_form(survey=[[*HEADINGS, "courses"], line])

    assert read_xlsform(form("C1; C2、C3 C4,C5")).items[0].courses == ("C1", "C2", "C3", "C4", "C5")
    path = form(" ".join(f"C{n}" for n in range(51)))
    assert told(path) == [("xlsform.too_many_courses", "survey", 2, "courses")]


def test_a_near_miss_is_offered(write_form: WriteForm) -> None:
    path = write_form(
        survey=[[*HEADINGS, "answer"], ["select_one ecxel", "a", "一"]],
        choices=[YES_NO[0], ["excel", "x", "甲"], ["excel", "y", "乙"]],
    )
    (problem,) = problems_of(path)
    assert sentence(problem) == (
        "form.xlsx シート「survey」の2行目の「type」：リスト「ecxel」はchoicesにありません。"
        "「excel」ではありませんか。"
    )


def test_checks_need_a_wrong_choice_and_codes(write_form: WriteForm) -> None:
    path = write_form(
        survey=[
            [*HEADINGS, "answer"],
            ["select_one yes_no", "a", "一", "yes、no"],
            ["select_one marks", "b", "二", "甲"],
            ["select_one yes_no", "c", "三", ";"],
            ["select_one yes_no", "d", "四", "maybe unknown"],
        ],
        choices=[*YES_NO, ["marks", "甲", "甲"], ["marks", "乙", "乙"]],
    )
    assert told(path) == [
        ("xlsform.every_answer_right", "survey", 2, "answer"),
        ("xlsform.unknown_answer", "survey", 4, "answer"),
        ("xlsform.unknown_answer", "survey", 5, "answer"),
        ("xlsform.unknown_answer", "survey", 5, "answer"),
        ("xlsform.bad_code", "choices", 4, "name"),
        ("xlsform.bad_code", "choices", 5, "name"),
    ]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ([0, 0], [("xlsform.points_not_ascending", 3)]),
        ([2, 1], [("xlsform.points_not_ascending", 3)]),
        ([0, None], [("xlsform.blank", 3)]),
        (["many", 101], [("xlsform.bad_points", 2), ("xlsform.bad_points", 3)]),
        ([0.5, -1], [("xlsform.bad_points", 2), ("xlsform.bad_points", 3)]),
    ],
)
def test_points_rise_from_choice_to_choice(
    write_form: WriteForm, stated: list[object], expected: list[tuple[str, int]]
) -> None:
    headings = [*YES_NO[0], "points"]
    rows = [[*line, points] for line, points in zip(YES_NO[1:], stated, strict=True)]
    found = told(write_form(choices=[headings, *rows]))
    assert found == [(code, "choices", line, "points") for code, line in expected]


def test_a_list_has_two_to_ten_choices(write_form: WriteForm) -> None:
    many = [["yes_no", f"c{n}", f"{n}番"] for n in range(11)]
    alone = [["alone", "a", "甲"], ["alone", "na", "該当しない"]]
    path = write_form(
        survey=[*SURVEY, ["select_one alone", "b", "二"]],
        choices=[YES_NO[0], *many, *alone],
    )
    assert told(path) == [
        ("xlsform.too_many_choices", "choices", 12, "list_name"),
        ("xlsform.too_few_choices", "choices", 13, "list_name"),
    ]


def test_what_nobody_uses_in_the_choices_is_passed_over(write_form: WriteForm) -> None:
    rows = [*YES_NO, ["unused", "same", "甲"], ["unused", "same", None], ["alone", 1, "乙"]]
    assert len(read_xlsform(write_form(choices=rows)).items) == 1


@pytest.mark.parametrize(
    ("title", "code"),
    [("suvey", "xlsform.no_survey_near"), ("調査", "xlsform.no_survey")],
)
def test_a_workbook_without_a_survey_is_refused(tmp_path: Path, title: str, code: str) -> None:
    path = tmp_path / "a.xlsx"
    workbook_of({title: SURVEY, "choices": YES_NO}).save(path)
    (problem,) = problems_of(path)
    assert problem.code == code
    assert title in sentence(problem)


@pytest.mark.parametrize(
    ("sheets", "code"),
    [
        ({"survey": SURVEY}, "xlsform.no_choices"),
        ({"survey": SURVEY, "choises": YES_NO}, "xlsform.no_choices_near"),
        ({"survey": SURVEY, "choices": []}, "xlsform.empty_choices"),
    ],
)
def test_a_workbook_without_choices_is_refused_once(
    tmp_path: Path, sheets: dict[str, list[list[object]]], code: str
) -> None:
    path = tmp_path / "a.xlsx"
    rows = {**sheets, "survey": [*SURVEY, ["select_one yes_no", "b", "二"]]}
    workbook_of(rows).save(path)
    assert [problem.code for problem in problems_of(path)] == [code]


def test_missing_headings_are_told_once_with_the_near_miss(write_form: WriteForm) -> None:
    path = write_form(
        survey=[["type", "nmae", "label"], ["select_one yes_no", "a", "一"]],
        choices=[["name", "label"], ["no", "いいえ"]],
    )
    assert told(path) == [
        ("xlsform.missing_heading_near", "survey", None, ""),
        ("xlsform.missing_heading", "choices", None, ""),
    ]


def test_two_columns_for_one_thing_are_refused(write_form: WriteForm) -> None:
    path = write_form(
        survey=[
            [*HEADINGS, "Label", "memo", "memo"],
            ["select_one yes_no", "a", "一", "二", "x", "y"],
        ],
        choices=[["list name", *YES_NO[0]], ["yes_no", *YES_NO[1]], ["yes_no", *YES_NO[2]]],
    )
    assert told(path) == [
        ("xlsform.duplicate_heading", "survey", None, "Label"),
        ("xlsform.duplicate_heading", "choices", None, "list_name"),
    ]


def test_a_form_of_comments_alone_asks_nothing(write_form: WriteForm) -> None:
    path = write_form(survey=[HEADINGS, ["text", "a", "ご意見"]])
    assert told(path) == [("xlsform.no_questions", "survey", None, "")]


def test_a_file_name_without_letters_gives_no_id(write_form: WriteForm) -> None:
    path = write_form("調査票.xlsx", settings=[["form_title"], ["題"]])
    assert told(path) == [("xlsform.no_form_id", "settings", None, "")]


def test_texts_have_the_limits_of_text_definitions(write_form: WriteForm) -> None:
    def form(more: int) -> Path:
        return write_form(
            survey=[
                [*HEADINGS, "hint", "theme", "standard"],
                ["note", None, "説" * (2000 + more)],
                ["begin_group", "g", "名" * (200 + more), "明" * (2000 + more)],
                ["select_one yes_no", "a", "問" * (2000 + more), None, "題" * (200 + more), "S"],
                ["end_group"],
            ],
            choices=[YES_NO[0], ["yes_no", "a", "択" * (200 + more)], YES_NO[1]],
            settings=[["form_id", "form_title"], ["f" * (40 + more), "表" * (200 + more)]],
        )

    read = read_xlsform(form(0))
    assert questionnaire_from_json(questionnaire_to_json(read)) == read
    found = [(code, sheet, column) for code, sheet, _, column in told(form(1))]
    assert found == [
        ("xlsform.too_long", "survey", "label"),
        ("xlsform.too_long", "survey", "label"),
        ("xlsform.too_long", "survey", "hint"),
        ("xlsform.too_long", "survey", "label"),
        ("xlsform.too_long", "survey", "theme"),
        ("xlsform.too_long", "choices", "label"),
        ("xlsform.bad_code", "settings", "form_id"),
        ("xlsform.too_long", "settings", "form_title"),
    ]


def test_500_questions_are_taken_and_600_refused_at_the_first_too_many(
    write_form: WriteForm,
) -> None:
    rows = [["select_one yes_no", f"q{n}", f"{n}問目"] for n in range(600)]
    read = read_xlsform(write_form(survey=[HEADINGS, *rows[:500]]))
    assert questionnaire_from_json(questionnaire_to_json(read)) == read
    path = write_form(survey=[HEADINGS, *rows])
    assert told(path) == [("xlsform.too_many_items", "survey", 502, "name")]


def test_50_groups_are_taken_and_51_refused(write_form: WriteForm) -> None:
    def form(count: int) -> Path:
        groups = [
            line
            for n in range(count)
            for line in (
                ["begin_group", f"g{n}", f"{n}番"],
                ["select_one yes_no", f"q{n}", "問"],
                ["end_group"],
            )
        ]
        return write_form(survey=[HEADINGS, *groups])

    assert len(read_xlsform(form(50)).categories) == 50
    assert told(form(51)) == [("xlsform.too_many_categories", "survey", None, "")]


def test_names_are_told_in_the_language_column_that_is_read(write_form: WriteForm) -> None:
    path = write_form(
        survey=[
            ["type", "name", "label", "label::日本語 (ja)"],
            ["select_one yes_no", "a", "mail", None],
        ]
    )
    assert told(path) == [("xlsform.blank", "survey", 2, "label::日本語 (ja)")]


# Workbooks as no tool of today writes them


def test_a_formula_without_a_result_is_no_label(write_form: WriteForm) -> None:
    path = write_form(survey=[HEADINGS, ["select_one yes_no", "a", '="一"&"二"']])
    assert told(path) == [("tables.formula_without_value", "survey", 2, "label")]


def test_a_formula_with_a_result_is_its_result(tmp_path: Path) -> None:
    cells = text_cell("A2", "select_one yes_no") + text_cell("B2", "a")
    formula = '<c r="C2" t="str"><f>D1&amp;"か"</f><v>送れますか</v></c>'
    survey = sheet_xml(xml_rows([HEADINGS]) + row(2, cells + formula))
    assert read_xlsform(by_hand(tmp_path / "a.xlsx", survey)).items[0].text == "送れますか"


def test_an_error_value_is_no_label(tmp_path: Path) -> None:
    cells = text_cell("A2", "select_one yes_no") + text_cell("B2", "a")
    broken = '<c r="C2" t="e"><v>#REF!</v></c>'
    survey = sheet_xml(xml_rows([HEADINGS]) + row(2, cells + broken))
    assert told(by_hand(tmp_path / "a.xlsx", survey)) == [
        ("tables.error_value", "survey", 2, "label")
    ]


@pytest.mark.parametrize("epoch", ["", '<workbookPr date1904="1"/>'])
def test_a_date_is_no_label_whatever_its_epoch(tmp_path: Path, epoch: str) -> None:
    styles = (
        f'<styleSheet xmlns="{SPREADSHEET}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>'
        "</cellXfs></styleSheet>"
    )
    cells = text_cell("A2", "select_one yes_no") + text_cell("B2", "a")
    survey = sheet_xml(xml_rows([HEADINGS]) + row(2, cells + '<c r="C2" s="1"><v>46113</v></c>'))
    extra = {"xl/styles.xml": styles.encode(), **related("styles")}
    path = by_hand(tmp_path / "a.xlsx", survey, extra, epoch)
    assert told(path) == [("xlsform.date_cell", "survey", 2, "label")]


def test_furigana_is_not_part_of_a_text(tmp_path: Path) -> None:
    strings = (
        f'<sst xmlns="{SPREADSHEET}"><si><r><t>髙﨑</t></r><r><t>市の問</t></r>'
        '<rPh sb="0" eb="2"><t>タカサキ</t></rPh><phoneticPr fontId="1"/></si></sst>'
    )
    cells = text_cell("A2", "select_one yes_no") + text_cell("B2", "a")
    survey = sheet_xml(xml_rows([HEADINGS]) + row(2, cells + '<c r="C2" t="s"><v>0</v></c>'))
    extra = {"xl/sharedStrings.xml": strings.encode(), **related("sharedStrings")}
    assert read_xlsform(by_hand(tmp_path / "a.xlsx", survey, extra)).items[0].text == "髙﨑市の問"


def related(part: str) -> dict[str, bytes]:
    """Return the relations of a form with one more part."""
    sheets = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in (1, 2, 3)
    )
    more = f'<Relationship Id="rId9" Type="{RELATIONS}/{part}" Target="{part}.xml"/>'
    relations = f'<Relationships xmlns="{PACKAGE}/relationships">{sheets}{more}</Relationships>'
    return {"xl/_rels/workbook.xml.rels": relations.encode()}


def test_a_phantom_range_of_a_million_rows_is_passed_over(tmp_path: Path) -> None:
    phantom = "".join(row(n, f'<c r="XFD{n}" s="0"/>') for n in range(5, 3_000))
    before = '<dimension ref="A1:XFD1048576"/>'
    rows = xml_rows([[str(cell) for cell in line] for line in SURVEY])
    path = by_hand(tmp_path / "a.xlsx", sheet_xml(rows + phantom, before))
    assert [item.code for item in read_xlsform(path).items] == ["mail"]


def test_coloured_rows_merged_headings_and_hidden_sheets_are_taken(write_form: WriteForm) -> None:
    path = write_form()
    workbook = load_workbook(path)
    survey = workbook["survey"]
    survey["D1"] = "備考"
    survey.merge_cells("D1:F1")
    survey["E2"] = "列の見出しは結合"
    for number in range(6, 300):
        survey.cell(number, 2).fill = PatternFill("solid", fgColor="DDDDDD")
    workbook.create_sheet("使い方", 0)["A1"] = "このブックの使い方"
    for title in ("survey", "choices", "settings"):
        workbook[title].sheet_state = "hidden"
    workbook.active = 0
    workbook.save(path)
    assert [item.code for item in read_xlsform(path).items] == ["mail"]


def test_a_merged_title_above_the_headings_is_told(write_form: WriteForm) -> None:
    path = write_form(survey=[["道具の調査"], *SURVEY])
    workbook = load_workbook(path)
    workbook["survey"].merge_cells("A1:C1")
    workbook.save(path)
    assert {code for code, *_ in told(path)} == {"xlsform.missing_heading"}


def test_macros_are_refused(tmp_path: Path) -> None:
    survey = sheet_xml(xml_rows([[str(cell) for cell in line] for line in SURVEY]))
    path = by_hand(tmp_path / "a.xlsm", survey, {"xl/vbaProject.bin": b"x"})
    assert [code for code, *_ in told(path)] == ["files.macro"]


def test_a_password_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(compound({"Workbook": b"x", "EncryptedPackage": b"x"}))
    assert [code for code, *_ in told(path)] == ["files.password"]


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    workbook_of({"Sheet1": []}).save(tmp_path / "a.xlsx")
    workbook_of({"survey": []}).save(tmp_path / "b.xlsx")
    assert [told(tmp_path / name)[0][0] for name in ("a.xlsx", "b.xlsx")] == [
        "tables.no_heading",
        "tables.no_heading",
    ]


def test_a_csv_file_is_no_form(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("type,name,label\ntext,a,一\n", "utf-8")
    assert told(path) == [("xlsform.not_a_workbook", "", None, "")]


def test_a_survey_without_rows_has_no_questions(write_form: WriteForm) -> None:
    assert told(write_form(survey=[HEADINGS])) == [("xlsform.no_questions", "survey", None, "")]


def test_reading_can_be_cancelled(write_form: WriteForm) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    path = write_form()
    with pytest.raises(Cancelled):
        read_xlsform(path, progress=stop)


# The sentences


def test_every_code_in_the_source_has_a_sentence_and_none_is_idle() -> None:
    folder = Path(skilltrack.exchange.xlsform.__file__).parent
    named = {
        node.value
        for module in folder.glob("*.py")
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"xlsform\.[a-z_]+", node.value)
    }
    assert named == set(SENTENCES)
    assert SENTENCES.items() <= all_sentences().items()

"""Forms in the manner of public XLSForm examples: taken, or refused with the right reason."""

import shutil
import subprocess
from fractions import Fraction
from pathlib import Path

import pytest
from pyxform.xls2xform import convert
from tests.exchange.xlsform.conftest import YES_NO, WriteForm, problems_of, told, workbook_of

from skilltrack.domain.questionnaires.definition import (
    ItemKind,
    Origin,
    Questionnaire,
    category_scores,
)
from skilltrack.exchange.xlsform.reader import read_xlsform
from skilltrack.i18n.problems import sentence

SOFFICE = shutil.which("soffice")


def taken(path: Path) -> Questionnaire:
    """Return a form that is one to pyxform too."""
    convert(path)
    return read_xlsform(path)


def points(questionnaire: Questionnaire, code: str) -> list[int]:
    item = next(item for item in questionnaire.items if item.code == code)
    return [step.points for step in questionnaire.scale_of(item).steps]


def labels(questionnaire: Questionnaire, code: str) -> tuple[str, ...]:
    item = next(item for item in questionnaire.items if item.code == code)
    return questionnaire.labels_of(item)


def test_a_form_with_blanks_metadata_and_nested_groups(write_form: WriteForm) -> None:
    path = write_form(
        survey=[
            ["type", "name", "label", "hint", "required", "appearance", "memo"],
            ["start", "start"],
            ["end", "end"],
            ["today", "today"],
            ["deviceid", "deviceid"],
            ["username", "username"],
            ["note", "welcome", "窓口の仕事についてお尋ねします。"],
            ["note", "second", "10分ほどで終わります。"],
            [],
            ["begin group", "desk", "窓口", "来庁された方への対応", None, "field-list"],
            [
                "select_one  yes_no ",
                "tablet",
                "タブレットで案内できますか。",
                None,
                "yes",
                None,
                "x",
            ],
            ["begin group", "inner", "予約"],
            ["select_one yes_no", "booking", "予約を受けられますか。", "電話も含みます。", True],
            ["note", "half", "あと半分です。"],
            ["end group"],
            ["end group"],
            [],
            [],
            ["text", "wishes", "ご意見があれば書いてください。", None, "no"],
            ["note", "thanks", "ありがとうございました。"],
        ],
        choices=[
            ["list name", "name", "label"],
            ["yes_no", "no", "いいえ"],
            [],
            ["yes_no", "yes", "はい"],
        ],
    )
    read = taken(path)
    assert read.explanation == "窓口の仕事についてお尋ねします。\n10分ほどで終わります。"
    assert [(each.code, each.name, each.explanation) for each in read.categories] == [
        ("desk", "窓口", "来庁された方への対応"),
        ("ungrouped", "道具の調査", ""),
    ]
    assert [(item.code, item.category, item.kind) for item in read.items] == [
        ("tablet", "desk", ItemKind.RATING),
        ("booking", "desk", ItemKind.RATING),
        ("wishes", "ungrouped", ItemKind.COMMENT),
    ]
    assert read.items[1].text == "予約を受けられますか。\n電話も含みます。"
    assert read.items[0].theme == "タブレットで案内できますか。"
    assert {item.origin for item in read.items} == {Origin.OWN}
    assert points(read, "tablet") == [0, 1]
    assert not read.scale.allows_not_applicable


def test_a_form_in_three_languages_is_read_in_japanese(write_form: WriteForm) -> None:
    path = write_form(
        survey=[
            ["label::English (en)", "Name", "label::Japanese (ja)", "Type", "label::Français (fr)"],
            ["Tools", "tools", "道具", "begin_group", "Outils"],
            [
                "Can you send mail?",
                "mail",
                "メールを送れますか。",
                "select_one YesNo",
                "Courrier ?",
            ],
            [None, None, None, "end_group"],
        ],
        choices=[
            ["LIST_NAME", "label::English (en)", "label::Japanese (ja)", "NAME"],
            ["YesNo", "No", "いいえ", "n"],
            ["YesNo", "Yes", "はい", "y"],
        ],
        settings=[
            ["default_language", "form_id", "form_title"],
            ["English (en)", "tools", "Tools"],
        ],
    )
    read = taken(path)
    assert read.categories[0].name == "道具"
    assert read.items[0].text == "メールを送れますか。"
    assert labels(read, "mail") == ("いいえ", "はい")


@pytest.mark.parametrize(
    ("headings", "default", "text"),
    [
        (["label"], "", "一"),
        (["label::English (en)"], "", "一"),
        (["label::English (en)", "label"], "", "二"),
        (["label::English (en)", "label"], "English (en)", "一"),
        (["label::Français (fr)", "label::English (en)"], "english (EN)", "二"),
        (["label::Français (fr)", "label::日本語"], "Français (fr)", "二"),
        (["label:English (en)", "label:Japanese"], "", "二"),
        (["caption", "label :: 日本語 (ja)"], "", "二"),
    ],
)
def test_one_language_is_read(
    write_form: WriteForm, headings: list[str], default: str, text: str
) -> None:
    path = write_form(
        survey=[["type", "name", *headings], ["select_one yes_no", "a", "一", "二"]],
        settings=[["form_id", "default_language"], ["form", default]],
    )
    assert read_xlsform(path).items[0].text == text


def test_a_form_of_two_foreign_languages_has_to_say_which(write_form: WriteForm) -> None:
    path = write_form(
        survey=[
            ["type", "name", "label::English (en)", "label::Français (fr)"],
            ["select_one yes_no", "a", "one", "un"],
        ]
    )
    problems = problems_of(path)
    assert [problem.code for problem in problems] == ["xlsform.ambiguous_language"]
    assert "English (en)、Français (fr)" in sentence(problems[0])


def test_a_form_in_the_older_spelling(write_form: WriteForm) -> None:
    path = write_form(
        survey=[
            ["command", "tag", "caption"],
            ["get today", "day"],
            ["begin group", "g", "分野"],
            ["add select one prompt using marks", "q1", "一つ目"],
            ["select one from marks", "q2", "二つ目"],
            ["select1 marks", "q3", "三つ目"],
            ["add text prompt", "q4", "四つ目"],
            ["end group"],
        ],
        choices=[["list name", "value", "caption"], ["marks", "a", "甲"], ["marks", "b", "乙"]],
        settings=[["set form title", "set form id"], ["古い書き方", "old"]],
    )
    read = read_xlsform(path)
    assert (read.id, read.title) == ("old", "古い書き方")
    assert [item.code for item in read.items] == ["q1", "q2", "q3", "q4"]
    assert labels(read, "q3") == ("甲", "乙")


def test_points_follow_numbers_else_the_order(write_form: WriteForm) -> None:
    path = write_form(
        survey=[
            ["type", "name", "label"],
            ["select_one agree", "q1", "一"],
            ["select_one agree", "q2", "二"],
            ["select_one words", "q3", "三"],
            ["select_one stated", "q4", "四"],
        ],
        choices=[
            ["list_name", "name", "label", "points"],
            ["agree", 1, "そう思わない"],
            ["agree", 2, "どちらでもない"],
            ["agree", 3, "そう思う"],
            ["words", "low", "低い"],
            ["words", "high", "高い"],
            ["words", "n/a", "当てはまらない"],
            ["stated", 1, "低い", 0],
            ["stated", 2, "高い", "１０"],
            ["stated", 3, "該当しない", None],
        ],
    )
    read = taken(path)
    assert [points(read, item.code) for item in read.items] == [
        [1, 2, 3],
        [1, 2, 3],
        [0, 1],
        [0, 10],
    ]
    assert [item.scale is None for item in read.items] == [True, True, False, False]
    assert [read.allows_not_applicable(item) for item in read.items] == [False, False, True, True]
    scores = category_scores(read, {"q1": 2, "q2": 0, "q3": 1, "q4": None})
    assert scores[0].ratio == Fraction(1 + 3 + 1, 3 + 3 + 1)


@pytest.mark.parametrize("names", [[5, 4, 3, 2, 1], [1, 2, 3, 99], [-1, 0, 1], [100, 200, 300]])
def test_numbers_that_are_no_points_have_to_be_explained(
    write_form: WriteForm, names: list[int]
) -> None:
    rows = [["list_name", "name", "label"], *(["yes_no", name, f"{name}番"] for name in names)]
    assert told(write_form(choices=rows)) == [("xlsform.points_unclear", "choices", 2, "name")]


def test_a_quiz_is_a_check_of_knowledge(write_form: WriteForm) -> None:
    path = write_form(
        survey=[
            ["type", "name", "label", "answer"],
            [
                "select_one mail",
                "q1",
                "怪しいメールが届いたら、まず何をしますか。",
                "report; leave",
            ],
            ["select_one mail", "q2", "急ぎの添付ファイルは開きますか。", "leave"],
        ],
        choices=[
            ["list_name", "name", "label"],
            ["mail", "open", "開く"],
            ["mail", "report", "知らせる"],
            ["mail", "leave", "開かない"],
        ],
    )
    read = taken(path)
    assert {item.kind for item in read.items} == {ItemKind.CHOICE}
    right = [[choice.code for choice in item.choices if choice.is_right] for item in read.items]
    assert right == [["report", "leave"], ["leave"]]


def test_a_form_without_settings_is_named_after_its_file(write_form: WriteForm) -> None:
    read = read_xlsform(write_form("道具 tools (2).xlsx", settings=[]))
    assert (read.id, read.version, read.title) == ("tools_2", 1, "道具 tools (2)")


@pytest.mark.parametrize("version", ["2026040101", "v2", 0, 1.5, None])
def test_a_version_that_is_no_number_of_ours_counts_as_the_first(
    write_form: WriteForm, version: object
) -> None:
    path = write_form(settings=[["form_id", "version"], ["tools", version]])
    assert read_xlsform(path).version == 1


def test_a_household_survey_is_refused_row_by_row(write_form: WriteForm) -> None:
    survey = [
        ["type", "name", "label", "relevant", "calculation", "choice_filter", "media::image"],
        ["integer", "age", "年齢"],
        ["decimal", "weight", "体重"],
        ["date", "born", "生年月日"],
        ["dateTime", "met", "訪問日時"],
        ["geopoint", "home", "位置"],
        ["image", "photo", "写真"],
        ["select_multiple yes_no", "langs", "話せる言語"],
        ["rank yes_no", "order", "順位"],
        ["select_one yes_no or_other", "other", "その他"],
        ["calculate", "sum", None, None, "${age} + 1"],
        ["select_one_from_file towns.csv", "town", "町"],
        ["acknowledge", "ok", "確認"],
        ["begin repeat", "child", "子"],
        ["select_one yes_no", "school", "通学", "${age} > 5"],
        ["end repeat"],
        ["select_one yes_no", "ward", "区", None, None, "town=${town}"],
        ["select_one yes_no", "sign", "標識", None, None, None, "sign.png"],
        ["select_one yes_no", "hello", "${name}さんはどうですか。"],
        ["select_one ${child}", "which", "どの子"],
        ["begin_group", "g", "条件付き", "${age} > 5"],
        ["end_group"],
        ["barcoad", "code", "読取り"],
        ["selct_one yes_no", "typo", "書き間違い"],
    ]
    expected = [
        ("xlsform.asks_number", 2, "type"),
        ("xlsform.asks_number", 3, "type"),
        ("xlsform.asks_time", 4, "type"),
        ("xlsform.asks_time", 5, "type"),
        ("xlsform.asks_location", 6, "type"),
        ("xlsform.asks_file", 7, "type"),
        ("xlsform.asks_several", 8, "type"),
        ("xlsform.asks_order", 9, "type"),
        ("xlsform.asks_other", 10, "type"),
        ("xlsform.calculates", 11, "type"),
        ("xlsform.uses_other_file", 12, "type"),
        ("xlsform.asks_acknowledgement", 13, "type"),
        ("xlsform.repeats", 14, "type"),
        ("xlsform.depends_on_answer", 15, "relevant"),
        ("xlsform.depends_on_answer", 17, "choice_filter"),
        ("xlsform.shows_media", 18, "label"),
        ("xlsform.uses_other_answer", 19, "label"),
        ("xlsform.uses_other_answer", 20, "type"),
        ("xlsform.depends_on_answer", 21, "relevant"),
        ("xlsform.unknown_type", 23, "type"),
        ("xlsform.unknown_type_near", 24, "type"),
    ]
    path = write_form(survey=survey)
    assert told(path) == [(code, "survey", row, column) for code, row, column in expected]
    texts = [sentence(problem) for problem in problems_of(path)]
    assert "「select_one」ではありませんか" in texts[-1]
    assert texts[0].startswith("form.xlsx シート「survey」の2行目の「type」：「integer」")


def test_cascading_and_external_choices_are_refused(write_form: WriteForm) -> None:
    path = write_form(
        survey=[
            ["type", "name", "label", "choice_filter"],
            ["select_one yes_no", "state", "県"],
            ["select_one_external towns", "town", "町", "state=${state}"],
            ["csv-external", "list"],
        ],
        external_choices=[["list_name", "name", "state"], ["towns", "a", "x"]],
    )
    assert [code for code, *_ in told(path)] == ["xlsform.uses_other_file"] * 2


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not on the PATH")
@pytest.mark.parametrize("ending", ["xls", "ods", "xlsx"])
def test_what_libreoffice_saves_says_the_same(tmp_path: Path, ending: str) -> None:
    workbook = workbook_of(
        {
            "はじめに": [["この調査票の使い方"]],
            "survey": [
                ["type", "name", "label", "hint"],
                ["note", None, "説明\n二行目"],
                ["begin_group", "g", "髙﨑", "𠮷"],
                ["select_one marks", "q1", "一つ目", None],
                ["select_one marks", "q2", 2, None],
                ["end_group"],
            ],
            "choices": [["list_name", "name", "label"], ["marks", 0, "弱い"], ["marks", 5, "強い"]],
            "settings": [["form_id", "version"], ["saved", 4]],
        }
    )
    plain = tmp_path / "plain.xlsx"
    workbook.save(plain)
    subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation=file://{tmp_path / 'profile'}",
            *("--headless", "--convert-to", ending, "--outdir", str(tmp_path / "out"), str(plain)),
        ],
        capture_output=True,
        timeout=120,
        check=True,
    )
    read = read_xlsform(tmp_path / "out" / f"plain.{ending}")
    assert read == read_xlsform(plain)
    assert (read.version, read.items[1].text, points(read, "q1")) == (4, "2", [0, 5])


def test_the_small_form_of_these_tests_is_taken(write_form: WriteForm) -> None:
    read = taken(write_form())
    assert (read.id, read.version, read.title) == ("tools_form", 3, "道具の調査")
    assert labels(read, "mail") == tuple(str(row[2]) for row in YES_NO[1:])

"""What people write into a form, and what is read of it."""

from datetime import date

import pytest
from tests.exchange.forms.conftest import (
    KEY,
    ROUND,
    STEPS,
    ReadOne,
    Write,
    edited,
    filled,
    item,
    row_of,
    scale,
    with_sheet_changed,
)

from skilltrack.domain.problems import Place
from skilltrack.domain.questionnaires.answers import MOST_COMMENT_CHARACTERS
from skilltrack.domain.questionnaires.definition import Category, Questionnaire
from skilltrack.exchange.forms.reader import FormReader
from skilltrack.i18n.problems import sentence


def test_a_form_as_it_was_written_is_blank(write: Write, read_one: ReadOne) -> None:
    form = read_one(write("000123"))
    assert form.is_blank
    assert (form.employee_no, form.round_id, form.reason) == ("000123", ROUND, "")
    assert (form.answers, form.comments, form.problems) == ({}, {}, ())
    assert not form.is_layout_changed


def test_every_kind_of_item_is_read(write: Write, read_one: ReadOne) -> None:
    entries = {
        "W1": "4 業務で使っている",
        "W2": "1 ない",
        "K1": "2 添付を開かずに担当へ知らせる",
        "T1": "該当しない",
        "F1": "髙橋さんの﨑の字\n二行目",
    }
    form = read_one(filled(write(), entries))
    assert form.answers == {"W1": 3, "W2": 0, "K1": 1, "T1": None}
    assert form.comments == {"F1": "髙橋さんの﨑の字\n二行目"}
    assert (form.reason, form.is_blank, form.is_layout_changed) == ("", False, False)


@pytest.mark.parametrize(
    "entry",
    [
        "3 説明できる",
        "3",
        3,
        3.0,
        "３",
        "　3 ",
        "説明できる",
        "説明できる\n",
        "3　説明できる",
        "3説明できる",
    ],
)
def test_number_or_label_alone_are_taken_in_any_width(
    write: Write, read_one: ReadOne, entry: object
) -> None:
    form = read_one(filled(write(), {"W1": entry}))
    assert (form.answers, form.problems) == ({"W1": 2}, ())


@pytest.mark.parametrize(
    ("code", "entry"),
    [
        ("W1", "5"),
        ("W1", 0),
        ("W1", 2.5),
        ("W1", "2 説明できる"),
        ("W1", "はい"),
        ("W1", True),
        ("W1", date(2026, 3, 4)),
        ("W2", "該当しない"),
        ("K1", "該当しない"),
    ],
)
def test_anything_else_is_told_with_its_place_and_what_is_allowed(
    write: Write, read_one: ReadOne, code: str, entry: object
) -> None:
    path = filled(write(), {code: entry, "T2": "1"})
    form = read_one(path)
    assert form.answers == {"T2": 0}
    assert form.reason == "forms.bad_value"
    (problem,) = form.problems
    with edited(path) as sheet:
        place = Place(path.name, sheet.title, row_of(sheet, code), "C列")
    assert problem.place == place
    assert "「1 " in sentence(problem)
    assert not form.is_blank


def test_a_number_that_is_also_a_label_is_not_guessed(write: Write) -> None:
    asks = Questionnaire(
        id="digits",
        version=2,
        title="数字",
        explanation="",
        scale=scale("0", "1", "5"),
        categories=(Category("words", "用語"),),
        items=tuple(item(f"W{n}", "words") for n in range(1, 5)),
    )
    path = filled(write(asks=asks), {"W1": 1, "W2": "1 0", "W3": 5, "W4": 3})
    with FormReader(asks, ROUND, KEY) as reader:
        ((form,),) = [file.forms for file in reader.read([path])]
    assert form.answers == {"W2": 0, "W3": 2, "W4": 2}
    assert [problem.values["item"] for problem in form.problems] == ["W1"]


def test_a_formula_is_told_whether_its_result_was_stored_or_not(
    write: Write, read_one: ReadOne
) -> None:
    path = filled(write(), {"W1": "=1+2", "T1": "=1+1", "F1": '="あ"&"い"'})
    with_sheet_changed(path, b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
    form = read_one(path)
    assert form.answers == {}
    assert [(p.code, p.values["item"]) for p in form.problems] == [
        ("forms.formula", "W1"),
        ("forms.formula", "T1"),
        ("forms.formula", "F1"),
    ]
    assert not form.is_blank


def test_formulas_beside_the_answers_do_not_matter(write: Write, read_one: ReadOne) -> None:
    path = filled(write(), {"W1": "1"})
    with edited(path) as sheet:
        sheet["G20"].value = "=1+1"
    with_sheet_changed(path, b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
    form = read_one(path)
    assert (form.answers, form.problems) == ({"W1": 0}, ())


def test_an_error_value_is_told(write: Write, read_one: ReadOne) -> None:
    form = read_one(filled(write(), {"W1": "#N/A", "F1": "#REF!"}))
    assert [p.code for p in form.problems] == ["forms.bad_value", "forms.error_in_comment"]
    assert all("#" in sentence(problem) for problem in form.problems)


def test_a_comment_has_its_longest_length(write: Write, read_one: ReadOne) -> None:
    longest = "𠮷" * MOST_COMMENT_CHARACTERS
    assert read_one(filled(write(), {"F1": longest})).comments == {"F1": longest}
    form = read_one(filled(write(), {"F1": longest + "あ"}))
    assert (form.reason, form.comments) == ("forms.comment_too_long", {})


def test_blanks_are_no_comment_and_numbers_are_one(write: Write, read_one: ReadOne) -> None:
    assert read_one(filled(write(), {"F1": "　 \n"})).is_blank
    assert read_one(filled(write(), {"F1": 2026})).comments == {"F1": "2026"}
    assert read_one(filled(write(), {"F1": date(2026, 4, 1)})).comments == {"F1": "2026-04-01"}


def test_the_content_tells_answers_apart_and_not_files(write: Write, read_one: ReadOne) -> None:
    one = read_one(filled(write("000123"), {"W1": "1", "T1": "2"}))
    same = read_one(filled(write("000123"), {"T1": STEPS[1], "W1": 1}))
    other = read_one(filled(write("000123"), {"W1": "1", "T1": "3"}))
    somebody = read_one(filled(write("000124"), {"W1": "1", "T1": "2"}))
    assert one.content == same.content
    assert len({one.content, other.content, somebody.content}) == 3


def test_every_problem_of_a_form_is_told_at_once(write: Write, read_one: ReadOne) -> None:
    path = filled(write(), {"W1": "9", "W2": "=1+1", "K1": "4", "F1": "あ" * 1001})
    form = read_one(path)
    assert [problem.code for problem in form.problems] == [
        "forms.bad_value",
        "forms.formula",
        "forms.bad_value",
        "forms.comment_too_long",
    ]

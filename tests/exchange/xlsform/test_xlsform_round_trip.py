"""What is written comes back as it was, and form tools compile it without a warning."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from skilltrack.domain.problems import MachineFailure
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
from skilltrack.exchange.definitions.questionnaires import (
    questionnaire_from_json,
    questionnaire_to_json,
    shipped_questionnaires,
)
from skilltrack.exchange.xlsform.reader import read_xlsform
from skilltrack.exchange.xlsform.writer import write_xlsform
from skilltrack.files.cells import printable


def writable(text: str) -> str:
    """Return a text that a workbook can hold, and in which there is something to see."""
    shown = printable(text)
    return shown if shown.strip() else f"問{shown}"


pieces = st.sampled_from(
    ["髙﨑", "𠮷", "\n", " ", "　", "${", "\u2060", "=1", "_x0041_", "12", "a\tb"]
)
texts = (st.lists(pieces, max_size=4).map("".join) | st.text(max_size=12)).map(writable)
# Few letters, so that codes meet that differ by case alone.
codes = st.from_regex(r"[aA1][aA1_-]{0,2}|meta|explanation", fullmatch=True)
points = st.lists(st.integers(0, 100), min_size=2, max_size=10, unique=True).map(sorted)


@st.composite
def scales(draw: st.DrawFn) -> Scale:
    steps = tuple(ScaleStep(point, draw(texts)) for point in draw(points))
    return Scale(steps, draw(st.booleans()))


@st.composite
def offered(draw: st.DrawFn) -> tuple[Choice, ...]:
    names = draw(st.lists(codes, min_size=2, max_size=5, unique=True))
    right = draw(st.integers(1, len(names) - 1))
    return tuple(Choice(name, draw(texts), place < right) for place, name in enumerate(names))


@st.composite
def items(draw: st.DrawFn, code: str, category: str, kind: ItemKind) -> Item:
    courses = st.lists(st.from_regex(r"[A-Z;,、${]{1,4}", fullmatch=True), max_size=3)
    return Item(
        code=code,
        category=category,
        text=draw(texts),
        theme=draw(texts),
        origin=draw(st.sampled_from(Origin)),
        standard=draw(texts | st.just("")),
        courses=tuple(draw(courses)),
        kind=kind,
        scale=draw(st.none() | scales()) if kind is ItemKind.RATING else None,
        choices=draw(offered()) if kind is ItemKind.CHOICE else (),
        is_continued=draw(st.booleans()),
    )


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    named = draw(st.lists(codes, min_size=1, max_size=4, unique=True))
    item_codes = draw(st.lists(codes, min_size=len(named), max_size=8, unique=True))
    places = [*named, *draw(st.lists(st.sampled_from(named), max_size=8))][: len(item_codes)]
    in_order = draw(st.permutations(places))
    kinds = draw(st.lists(st.sampled_from(ItemKind), min_size=len(places), max_size=len(places)))
    kinds[0] = draw(st.sampled_from([ItemKind.RATING, ItemKind.CHOICE]))
    return Questionnaire(
        id=draw(codes),
        version=draw(st.integers(1, 1_000_000)),
        title=draw(texts),
        explanation=draw(texts | st.just("")),
        scale=draw(scales()),
        categories=tuple(Category(code, draw(texts), draw(texts | st.just(""))) for code in named),
        items=tuple(
            draw(items(code, place, kind))
            for code, place, kind in zip(item_codes, in_order, kinds, strict=False)
        ),
    )


def compiled(path: Path) -> str:
    """Return the form that pyxform makes of a workbook; it must have nothing to say."""
    warnings: list[str] = []
    form = convert(path, warnings=warnings).xform
    assert warnings == []
    return form


def test_every_kind_of_question_comes_back(tmp_path: Path, every_kind: Questionnaire) -> None:
    write_xlsform(tmp_path / "a.xlsx", every_kind)
    assert read_xlsform(tmp_path / "a.xlsx") == every_kind


def test_every_kind_of_question_is_compiled(tmp_path: Path, every_kind: Questionnaire) -> None:
    write_xlsform(tmp_path / "a.xlsx", every_kind)
    form = compiled(tmp_path / "a.xlsx")
    assert form.count("<select1 ") == 4
    assert "髙﨑市 𠮷田の調査" in form


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(questionnaires())
def test_whatever_is_written_comes_back_and_is_compiled(
    tmp_path_factory: pytest.TempPathFactory, questionnaire: Questionnaire
) -> None:
    path = tmp_path_factory.mktemp("form") / "a.xlsx"
    write_xlsform(path, questionnaire)
    read = read_xlsform(path)
    assert read == questionnaire
    assert questionnaire_from_json(questionnaire_to_json(read)) == read
    compiled(path)


@pytest.mark.parametrize("shipped", shipped_questionnaires(), ids=lambda shipped: shipped.id)
def test_shipped_questionnaires_come_back_and_are_compiled(
    tmp_path: Path, shipped: Questionnaire
) -> None:
    write_xlsform(tmp_path / "a.xlsx", shipped)
    assert read_xlsform(tmp_path / "a.xlsx") == shipped
    compiled(tmp_path / "a.xlsx")


def test_the_workbook_has_the_sheets_and_headings_of_the_standard(
    tmp_path: Path, every_kind: Questionnaire
) -> None:
    write_xlsform(tmp_path / "a.xlsx", every_kind)
    workbook = load_workbook(tmp_path / "a.xlsx")
    assert workbook.sheetnames == ["survey", "choices", "settings"]
    headings = [[cell.value for cell in sheet[1]] for sheet in workbook.worksheets]
    assert headings[0][:4] == ["type", "name", "label::日本語 (ja)", "hint::日本語 (ja)"]
    assert headings[1] == ["list_name", "name", "label::日本語 (ja)", "points"]
    assert headings[2] == ["form_title", "form_id", "version", "default_language"]


def test_text_never_becomes_a_formula(tmp_path: Path, every_kind: Questionnaire) -> None:
    write_xlsform(tmp_path / "a.xlsx", every_kind)
    survey = load_workbook(tmp_path / "a.xlsx")["survey"]
    types = {cell.data_type for row in survey.iter_rows() for cell in row if cell.value}
    assert types == {"s"}


def test_a_list_is_written_once_however_often_it_is_used(tmp_path: Path) -> None:
    own = Scale((ScaleStep(0, "いいえ"), ScaleStep(1, "はい")))
    other = Scale((ScaleStep(0, "弱い"), ScaleStep(9, "強い")), allows_not_applicable=False)
    first = (Choice("x", "甲", is_right=True), Choice("y", "乙"))
    second = (Choice("x", "甲"), Choice("y", "乙", is_right=True))
    check = {"category": "a", "text": "問", "theme": "主", "origin": Origin.OWN}
    asked = Questionnaire(
        id="q",
        version=1,
        title="題",
        explanation="",
        scale=own,
        categories=(Category("a", "分野"),),
        items=(
            Item("q1", **check, scale=other),
            Item("q2", **check, scale=other),
            Item("q3", **check, kind=ItemKind.CHOICE, choices=first),
            Item("q4", **check, kind=ItemKind.CHOICE, choices=second),
        ),
    )
    write_xlsform(tmp_path / "a.xlsx", asked)
    choices = load_workbook(tmp_path / "a.xlsx")["choices"]
    lists = [row[0].value for row in choices.iter_rows(min_row=2)]
    assert lists == ["scale"] * 3 + ["scale_q1"] * 2 + ["check_q3"] * 2
    assert read_xlsform(tmp_path / "a.xlsx") == asked


def test_what_could_not_be_written_leaves_the_old_file(
    tmp_path: Path, every_kind: Questionnaire
) -> None:
    with pytest.raises(MachineFailure):
        write_xlsform(tmp_path / "missing" / "a.xlsx", every_kind)
    (tmp_path / "a.xlsx").mkdir()
    with pytest.raises(MachineFailure):
        write_xlsform(tmp_path / "a.xlsx", every_kind)
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]

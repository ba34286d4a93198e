"""XLSForm workbooks as other people make them, and questionnaires of every shape."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from skilltrack.domain.problems import Problem, Refusal
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
from skilltrack.exchange.xlsform.reader import read_xlsform
from skilltrack.i18n.problems import sentences_of

Rows = Sequence[Sequence[object]]
WriteForm = Callable[..., Path]

YES_NO = [
    ["list_name", "name", "label"],
    ["yes_no", "no", "いいえ"],
    ["yes_no", "yes", "はい"],
]
SURVEY = [
    ["type", "name", "label"],
    ["begin_group", "tools", "道具"],
    ["select_one yes_no", "mail", "メールを送れますか。"],
    ["end_group"],
]
SETTINGS = [["form_title", "form_id", "version"], ["道具の調査", "tools_form", "3"]]


def workbook_of(sheets: Mapping[str, Rows]) -> Workbook:
    """Return a workbook as somebody would type it."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    return workbook


@pytest.fixture
def write_form(tmp_path: Path) -> WriteForm:
    """Write a workbook of sheets; those not given are the small form of this file."""

    def write(name: str = "form.xlsx", **sheets: Rows) -> Path:
        path = tmp_path / name
        small = {"survey": SURVEY, "choices": YES_NO, "settings": SETTINGS}
        workbook_of(small | sheets).save(path)
        return path

    return write


def problems_of(path: Path) -> tuple[Problem, ...]:
    """Return why a form is refused; every problem can be said as a sentence."""
    with pytest.raises(Refusal) as refusal:
        read_xlsform(path)
    assert all(sentences_of(refusal.value))
    return refusal.value.problems


def told(path: Path) -> list[tuple[str, str, int | None, str]]:
    """Return code, sheet, row and column of every problem of a form."""
    return [
        (problem.code, problem.place.sheet, problem.place.row, problem.place.column)
        for problem in problems_of(path)
    ]


@pytest.fixture(scope="session")
def every_kind() -> Questionnaire:
    """Return a questionnaire with everything that one can hold."""
    own = Scale((ScaleStep(0, "知らない"), ScaleStep(2, "知っている")))
    other = Scale(
        (ScaleStep(1, "知らない"), ScaleStep(5, "知っている")), allows_not_applicable=False
    )
    choices = (
        Choice("a", "髙い"),
        Choice("B-2", "𠮷い", is_right=True),
        Choice("na", "ない", is_right=True),
    )
    return Questionnaire(
        id="2026-survey",
        version=12,
        title="髙﨑市 𠮷田の調査",
        explanation="一行目\n二行目、${name}も書けます。\n",
        scale=own,
        categories=(Category("tools", "道具", "使う\n道具"), Category("1st", "はじめ")),
        items=(
            Item("q1", "1st", " 前後に空白 ", "=1+1", Origin.OWN, "Why", ("C1", "C2")),
            Item("Q1", "tools", "問", "@主題", Origin.PUBLISHED, scale=other, is_continued=True),
            Item("meta", "1st", "問", "主", Origin.OWN, courses=("A;B",), scale=own),
            Item("3", "1st", "一つ選ぶ", "主", Origin.OWN, kind=ItemKind.CHOICE, choices=choices),
            Item("q-4", "tools", "自由に", "主", Origin.OWN, kind=ItemKind.COMMENT),
        ),
    )

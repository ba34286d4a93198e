"""Forms as they are written, and hands that fill them in."""

import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
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
from skilltrack.domain.questionnaires.forms import FormIds, FormRound, FormSheet, FormTarget
from skilltrack.exchange.forms.reader import FormAnswer, FormFile, FormReader
from skilltrack.exchange.forms.stamp import stamped
from skilltrack.reports.forms import FormWriter

KEY = b"k" * 32
ROUND = "2026-0a1b2c3d"

Write = Callable[..., Path]
Read = Callable[..., FormFile]
ReadOne = Callable[[Path], FormAnswer]

STEPS = ("知らない", "聞いたことがある", "説明できる", "業務で使っている")
FREQUENCY = ("ない", "時々", "毎日")
CHOICES = ("リンクを開く", "添付を開かずに担当へ知らせる", "返信して確かめる")


def scale(*labels: str, allows_not_applicable: bool = True) -> Scale:
    steps = tuple(ScaleStep(points, label) for points, label in enumerate(labels))
    return Scale(steps, allows_not_applicable)


def item(code: str, category: str, **more: object) -> Item:
    return Item(code, category, f"{code}を知っていますか。", code, Origin.OWN, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    """Return a questionnaire with every kind of item."""
    checked = tuple(Choice(f"c{n}", label, n == 1) for n, label in enumerate(CHOICES))
    return Questionnaire(
        id="trial",
        version=2,
        title="試しの調査票",
        explanation="",
        scale=scale(*STEPS),
        categories=(Category("words", "用語", "言葉"), Category("tools", "道具")),
        items=(
            item("W1", "words"),
            item("W2", "words", scale=scale(*FREQUENCY, allows_not_applicable=False)),
            item("K1", "words", kind=ItemKind.CHOICE, choices=checked),
            item("T1", "tools"),
            item("F1", "tools", kind=ItemKind.COMMENT),
            item("T2", "tools"),
        ),
    )


@pytest.fixture(scope="session")
def write(questionnaire: Questionnaire, tmp_path_factory: pytest.TempPathFactory) -> Write:
    """Write a form: of one person, or of a department where several numbers are given."""

    writers: dict[str, FormWriter] = {}

    def written(
        *numbers: str,
        path: Path | None = None,
        asks: Questionnaire = questionnaire,
        version: int = 2,
        round_id: str = ROUND,
    ) -> Path:
        target = path or tmp_path_factory.mktemp("forms") / "0101_000123.xlsx"
        if asks.id not in writers:
            its = FormRound(
                "令和8年度 調査", "見本市", "研修に使います。", "", date(2026, 12, 18), "回収", asks
            )
            writers[asks.id] = FormWriter(its, None)
        sheets = [
            FormSheet(
                FormTarget(number, "𠮷田　花子", "人事課"),
                stamped(FormIds(round_id, asks.id, version, number), KEY),
            )
            for number in numbers or ("000123",)
        ]
        if len(sheets) == 1:
            writers[asks.id].write_person(target, sheets[0])
        else:
            writers[asks.id].write_people(target, sheets)
        return target

    return written


@pytest.fixture
def read(questionnaire: Questionnaire) -> Iterator[Read]:
    """Read one file."""
    with FormReader(questionnaire, ROUND, KEY) as reader:

        def one(path: Path, **more: object) -> FormFile:
            (file,) = reader.read([path], **more)  # type: ignore[arg-type]
            return file

        yield one


@pytest.fixture
def read_one(read: Read) -> ReadOne:
    """Read the only form of a file."""

    def only(path: Path) -> FormAnswer:
        file = read(path)
        assert file.problems == ()
        (form,) = file.forms
        return form

    return only


@contextmanager
def edited(path: Path) -> Iterator[Worksheet]:
    """Open the first sheet and save the workbook at the end."""
    workbook = openpyxl.load_workbook(path)
    yield workbook.worksheets[0]
    workbook.save(path)


def row_of(sheet: Worksheet, code: str) -> int:
    """Return the row of an item."""
    return next(cell.row for cell in sheet["A"] if cell.value == code)


def filled(path: Path, entries: Mapping[str, object]) -> Path:
    """Fill in item code → entry; a comment goes below its question."""
    with edited(path) as sheet:
        for code, entry in entries.items():
            column = "B" if code.startswith("F") else "C"
            sheet[f"{column}{row_of(sheet, code)}"].value = entry  # type: ignore[index]
    return path


def with_sheet_changed(path: Path, old: bytes, new: bytes) -> Path:
    """Replace bytes in the first sheet of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    assert old in parts[name]
    parts[name] = parts[name].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return path

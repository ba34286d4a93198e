"""The paper form: whole questions, all that typing in needs, a real PDF."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QGuiApplication, QPdfWriter
from PySide6.QtWidgets import QApplication

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
from skilltrack.domain.questionnaires.paper import PaperForm
from skilltrack.exchange.definitions.questionnaires import shipped_questionnaires
from skilltrack.gui.printing import paper
from skilltrack.gui.printing.blocks import Field, Legend, Question, Title, choices_of
from skilltrack.gui.printing.canvas import Canvas

PDFTOTEXT = shutil.which("pdftotext")


def scale(*labels: str, allows_not_applicable: bool = True) -> Scale:
    steps = tuple(ScaleStep(points, label) for points, label in enumerate(labels))
    return Scale(steps, allows_not_applicable)


def item(code: str, kind: ItemKind = ItemKind.RATING, **changes: object) -> Item:
    known = Item(code, "a", f"設問{code}はどうですか。", "題", Origin.OWN, kind=kind)
    return replace(known, **changes)  # type: ignore[arg-type]


CHECK = item(
    "K1",
    ItemKind.CHOICE,
    choices=(Choice("a", "誤りの説明"), Choice("b", "正しい説明" * 30, is_right=True)),
)
COMMENT = item("C1", ItemKind.COMMENT)
OWN_SCALE = item("R2", scale=scale("毎日", "毎週", "毎月", "毎年", "まれに", "ない"))


def questionnaire(*items: Item) -> Questionnaire:
    return Questionnaire(
        *("q", 3, "題名", "説明\nの文"),
        scale=scale("知らない", "聞いた", "説明できる", "使う"),
        categories=(Category("a", "分野の名", "分野の説明"), Category("b", "空の分野")),
        items=items,
    )


def form(asked: Questionnaire) -> PaperForm:
    return PaperForm(
        form_id="2026-0123abcd",
        title="自己点検",
        organisation="試験市",
        purpose="研修の計画に使います。",
        contact="人事課",
        closes_on=date(2026, 12, 18),
        questionnaire=asked,
        is_strict=False,
    )


@pytest.fixture
def canvas(qapp: QApplication) -> Iterator[Canvas]:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    made = Canvas(writer)
    yield made
    made.end()


def shown(pages: tuple[paper.Page, ...]) -> list[list[str]]:
    """Return the codes of the questions, page by page."""
    return [
        [block.item.code for block in page.blocks if isinstance(block, Question)] for page in pages
    ]


def page_count(path: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", path.read_bytes()))


def words_of(path: Path) -> list[str]:
    """Return the text of each page without blanks."""
    read = subprocess.run(
        [str(PDFTOTEXT), "-layout", str(path), "-"], capture_output=True, check=True
    )
    return [re.sub(r"\s", "", page) for page in read.stdout.decode().split("\f")[:-1]]


def test_every_question_stands_whole_on_one_page_in_order(canvas: Canvas) -> None:
    shipped = next(one for one in shipped_questionnaires() if one.id == "sakata")
    pages = paper.pages_of(canvas, form(shipped))
    assert len(pages) > 1
    assert [code for page in shown(pages) for code in page] == [one.code for one in shipped.items]
    for page in pages:
        assert sum(block.height(canvas) for block in page.blocks) <= paper._room()


def test_the_words_of_the_scale_head_every_page(canvas: Canvas) -> None:
    pages = paper.pages_of(canvas, form(questionnaire(*(item(f"R{n}") for n in range(60)))))
    assert len(pages) > 2
    assert all(isinstance(page.blocks[0], Legend) for page in pages[1:])
    assert [type(block) for block in pages[0].blocks[:2]] == [Title, Legend]


def test_a_heading_is_never_the_last_on_a_page(canvas: Canvas) -> None:
    """Whatever stands before it, it goes with its first question."""
    for count in range(1, 40):
        asked = questionnaire(
            *(item(f"R{n}") for n in range(count)), replace(COMMENT, category="b")
        )
        for page in paper.pages_of(canvas, form(asked)):
            assert not isinstance(page.blocks[-1], Field)


def test_a_field_without_questions_does_not_appear(canvas: Canvas) -> None:
    (page,) = paper.pages_of(canvas, form(questionnaire(item("R1"))))
    assert [b.category.code for b in page.blocks if isinstance(b, Field)] == ["a"]


def test_the_digits_are_the_keys_of_the_answer_window() -> None:
    asked = questionnaire(item("R1"), CHECK, COMMENT, OWN_SCALE)
    assert [digit for digit, _label in choices_of(asked, asked.items[0])] == list("12340")
    assert [digit for digit, _label in choices_of(asked, CHECK)] == ["1", "2"]
    assert choices_of(asked, COMMENT) == ()
    assert choices_of(asked, OWN_SCALE)[-1] == ("0", "該当しない")


def test_without_a_question_on_the_scale_of_all_there_is_no_legend(canvas: Canvas) -> None:
    (page,) = paper.pages_of(canvas, form(questionnaire(CHECK, OWN_SCALE, COMMENT)))
    assert not any(isinstance(block, Legend) for block in page.blocks)


def test_a_question_higher_than_a_page_has_a_page_to_itself(canvas: Canvas) -> None:
    endless = item("L1", text="とても長い設問です。" * 400)
    asked = questionnaire(item("R1"), endless, item("R2"))
    assert shown(paper.pages_of(canvas, form(asked))) == [["R1"], ["L1"], ["R2"]]
    first = questionnaire(endless, item("R2"))
    assert shown(paper.pages_of(canvas, form(first))) == [[], ["L1"], ["R2"]]


def test_the_file_is_a_pdf_on_a4_with_its_fonts(qapp: QApplication, tmp_path: Path) -> None:
    shipped = next(one for one in shipped_questionnaires() if one.id == "sakata")
    path = tmp_path / "調査票.pdf"
    paper.write_paper(path, form(shipped))
    data = path.read_bytes()
    assert data.startswith(b"%PDF-")
    assert page_count(path) == 3
    width, height = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", data)[0]
    assert (round(float(width)), round(float(height))) == (595, 842)
    assert b"/FontFile2" in data
    assert [file.name for file in tmp_path.iterdir()] == ["調査票.pdf"]


@pytest.mark.skipif(PDFTOTEXT is None, reason="pdftotext (poppler) is not on the PATH")
def test_the_pages_say_all_that_is_needed(qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "調査票.pdf"
    asked = questionnaire(*(item(f"R{n}") for n in range(20, 40)), CHECK, OWN_SCALE, COMMENT)
    paper.write_paper(path, replace(form(asked), is_strict=True))
    pages = words_of(path)
    for text in ("自己点検", "試験市", "令和8年12月18日（金）", "研修の計画に使います。"):
        assert text in pages[0]
    for text in ("職員番号", "氏名", "フリガナ", "所属", "個人コード", "人事課", "説明の文"):
        assert text in pages[0]
    for number, page in enumerate(pages, 1):
        assert f"{number}/{len(pages)}" in page
        assert "調査2026-0123abcd調査票q第3版" in page
        assert "1知らない2聞いた3説明できる4使う0該当しない" in page
    last = "".join(pages)
    assert all(one.code in last for one in asked.items)
    assert "正しい説明" * 3 in last
    assert "（知識の確認。1つ選びます）" in last
    assert "1毎日" in last


@pytest.mark.skipif(PDFTOTEXT is None, reason="pdftotext (poppler) is not on the PATH")
def test_the_right_choice_is_not_told_apart(qapp: QApplication, tmp_path: Path) -> None:
    other = replace(
        CHECK, choices=tuple(replace(one, is_right=not one.is_right) for one in CHECK.choices)
    )
    said = []
    for number, check in enumerate((CHECK, other)):
        path = tmp_path / f"{number}.pdf"
        paper.write_paper(path, form(questionnaire(check)))
        said.append(words_of(path))
    assert said[0] == said[1]


def test_a_folder_that_is_missing_is_told_and_nothing_stays(
    qapp: QApplication, tmp_path: Path
) -> None:
    with pytest.raises(MachineFailure, match=r"files\.folder_missing"):
        paper.write_paper(tmp_path / "ない" / "調査票.pdf", form(questionnaire(item("R1"))))
    assert list(tmp_path.iterdir()) == []


def test_the_application_of_the_windows_is_taken_where_there_is_one(qapp: QApplication) -> None:
    assert paper.paper_application() is QGuiApplication.instance()


def test_a_form_is_written_without_a_display(tmp_path: Path) -> None:
    path = tmp_path / "調査票.pdf"
    program = (
        "import sys, pathlib\n"
        "from tests.gui.printing.test_paper import form, item, questionnaire\n"
        "from skilltrack.gui.printing.paper import paper_application, write_paper\n"
        "application = paper_application()\n"
        "write_paper(pathlib.Path(sys.argv[1]), form(questionnaire(item('R1'))))\n"
    )
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert page_count(path) == 1

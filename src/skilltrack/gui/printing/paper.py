"""A round as a paper form: a PDF on A4, with everything that typing it in later needs."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QGuiApplication, QPdfWriter

from skilltrack.domain.questionnaires.paper import PaperForm
from skilltrack.files.atomic import write_bytes_atomically
from skilltrack.gui.printing.blocks import Block, Legend, Title, blocks_of, is_beside
from skilltrack.gui.printing.canvas import HEIGHT_MM, WIDTH_MM, Canvas, PaperText
from skilltrack.i18n.texts import _

FOOT_MM = 6.0
HEAD_MM = 6.0


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a form: blocks from top to bottom."""

    blocks: tuple[Block, ...]


def write_paper(path: Path, form: PaperForm) -> None:
    """Write a form as PDF; needs an application, see ``paper_application``.

    Raises:
        MachineFailure: The file could not be written.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(form.title)
    writer.setCreator(form.organisation)
    canvas = Canvas(writer)
    try:
        _draw(canvas, form)
    finally:
        canvas.end()
    write_bytes_atomically(path, bytes(buffer.data().data()))


def paper_application() -> QGuiApplication:
    """Return the application, made where there is none yet, also without a display."""
    existing = QGuiApplication.instance()
    if isinstance(existing, QGuiApplication):
        return existing
    has_display = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"} & set(os.environ)
    if sys.platform == "linux" and not has_display:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return QGuiApplication(sys.argv[:1])


def pages_of(canvas: Canvas, form: PaperForm) -> tuple[Page, ...]:
    """Return the pages of a form; groups of blocks stay together, a legend heads every page."""
    legend = _legend(form)
    title = Title(form)
    pages: list[list[Block]] = [[title, *legend]]
    used = _height(canvas, pages[0])
    for group in blocks_of(form):
        height = _height(canvas, group)
        is_begun = len(pages) == 1 or len(pages[-1]) > len(legend)
        if used + height > _room() and is_begun:
            pages.append([*legend])
            used = _height(canvas, legend)
        pages[-1] += group
        used += height
    return tuple(Page(tuple(blocks)) for blocks in pages)


def _room() -> float:
    return HEIGHT_MM - HEAD_MM - FOOT_MM


def _legend(form: PaperForm) -> list[Block]:
    """Return the legend where a question leans on it."""
    questionnaire = form.questionnaire
    if any(is_beside(questionnaire, item) for item in questionnaire.items):
        return [Legend(questionnaire.scale)]
    return []


def _height(canvas: Canvas, blocks: Sequence[Block]) -> float:
    return sum(block.height(canvas) for block in blocks)


def _draw(canvas: Canvas, form: PaperForm) -> None:
    pages = pages_of(canvas, form)
    for number, page in enumerate(pages, 1):
        if number > 1:
            canvas.new_page()
        _draw_edges(canvas, form, number, len(pages))
        y = HEAD_MM
        for block in page.blocks:
            y += _draw_block(canvas, block, y)


def _draw_block(canvas: Canvas, block: Block, y: float) -> float:
    """Draw a block, smaller where it is higher than what is left; return what it takes."""
    height = block.height(canvas)
    left = HEAD_MM + _room() - y
    if height <= left:
        block.draw(canvas, y)
        return height
    factor = left / height
    canvas.shrink(factor)
    block.draw(canvas, y / factor)
    canvas.restore()
    return left


def _draw_edges(canvas: Canvas, form: PaperForm, number: int, count: int) -> None:
    small = PaperText.SMALL
    if number > 1:
        canvas.text(form.title, small, 0, 0, WIDTH_MM * 0.6)
        name = _("職員番号　＿＿＿＿＿＿＿＿＿＿")
        canvas.text(name, small, 0, 0, WIDTH_MM, is_right=True)
    foot = HEIGHT_MM - small.line_mm
    questionnaire = form.questionnaire
    source = _("調査 {form}　調査票 {questionnaire} 第{version}版").format(
        form=form.form_id, questionnaire=questionnaire.id, version=questionnaire.version
    )
    canvas.text(source, PaperText.CODE, 0, foot, WIDTH_MM)
    canvas.text(f"{number} / {count}", small, 0, foot, WIDTH_MM, is_right=True)

"""The parts of a paper form that are never split over pages, each as high as it measures."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt

from skilltrack.domain.questionnaires.definition import (
    Category,
    Item,
    ItemKind,
    Questionnaire,
    Scale,
)
from skilltrack.domain.questionnaires.paper import PaperForm
from skilltrack.gui.printing.canvas import WIDTH_MM, Canvas, PaperText
from skilltrack.gui.theme import LIGHT
from skilltrack.i18n.dates import wareki_with_weekday
from skilltrack.i18n.texts import _

NUMBER_MM = 11.0
"""The column of the number and the code of a question."""

TICK_MM = 4.2
DIGIT_GAP_MM = 1.1
TICK_STEP_MM = 10.5
LABEL_MM = TICK_MM + 5.8
"""From the left edge of a box to its label."""

NOT_APPLICABLE_MM = 25.5
MOST_BESIDE = 5
"""Steps of a scale up to which the boxes stand beside the question."""

GAP_MM = 2.0
COMMENT_LINES = 5
COMMENT_LINE_MM = 8.0
ANSWER_LINE_MM = 9.0
PAD_MM = 1.8
NOT_APPLICABLE_DIGIT = "0"
"""The key of the answer window, so that who types a form in presses what is ticked."""


class Block(ABC):
    """A part of a page."""

    @abstractmethod
    def height(self, canvas: Canvas) -> float:
        """Return the height in millimetres."""

    @abstractmethod
    def draw(self, canvas: Canvas, y: float) -> None:
        """Draw with the upper edge at ``y``."""


def tick(canvas: Canvas, x: float, y: float, digit: str) -> float:
    """Draw a box to tick with its digit, in the middle of a line; return where it ends."""
    role = PaperText.QUESTION
    canvas.box(x, y + (role.line_mm - TICK_MM) / 2, TICK_MM, TICK_MM)
    left = x + TICK_MM + DIGIT_GAP_MM
    canvas.text(digit, role, left, y, 8)
    return left + canvas.text_width(digit, role)


def digits_of(scale: Scale) -> tuple[str, ...]:
    """Return the digit of each step, from 1."""
    return tuple(str(number) for number in range(1, len(scale.steps) + 1))


def choices_of(questionnaire: Questionnaire, item: Item) -> tuple[tuple[str, str], ...]:
    """Return digit and label of everything that can be ticked, 該当しない last."""
    labels = [(str(number), label) for number, label in enumerate(questionnaire.labels_of(item), 1)]
    if questionnaire.allows_not_applicable(item):
        labels.append((NOT_APPLICABLE_DIGIT, _("該当しない")))
    return tuple(labels)


def is_beside(questionnaire: Questionnaire, item: Item) -> bool:
    """Return whether the boxes stand beside the question, their words in the head of the page."""
    return (
        item.kind is ItemKind.RATING
        and item.scale is None
        and len(questionnaire.scale.steps) <= MOST_BESIDE
    )


@dataclass(frozen=True, slots=True)
class Legend(Block):
    """What the digits of the scale of the questionnaire mean; on every page."""

    scale: Scale

    def height(self, canvas: Canvas) -> float:
        return len(self._lines(canvas)) * PaperText.LABEL.line_mm + 2 * PAD_MM

    def draw(self, canvas: Canvas, y: float) -> None:
        canvas.ground(0, y, WIDTH_MM, self.height(canvas), LIGHT.selection)
        top = y + PAD_MM
        for line in self._lines(canvas):
            x = GAP_MM
            for text in line:
                canvas.text(text, PaperText.LABEL, x, top, WIDTH_MM)
                x += canvas.text_width(text, PaperText.LABEL) + 2 * GAP_MM
            top += PaperText.LABEL.line_mm

    def _lines(self, canvas: Canvas) -> list[list[str]]:
        """Return the words line by line; no word is split."""
        words = [_("答え方")]
        words += [
            f"{digit} {step.label}"
            for digit, step in zip(digits_of(self.scale), self.scale.steps, strict=True)
        ]
        if self.scale.allows_not_applicable:
            words.append(f"{NOT_APPLICABLE_DIGIT} " + _("該当しない"))
        lines: list[list[str]] = [[]]
        used = GAP_MM
        for word in words:
            width = canvas.text_width(word, PaperText.LABEL) + 2 * GAP_MM
            if lines[-1] and used + width > WIDTH_MM:
                lines.append([])
                used = GAP_MM
            lines[-1].append(word)
            used += width
        return lines


@dataclass(frozen=True, slots=True)
class Title(Block):
    """Who asks what until when and why, and where the answering person writes who it is."""

    form: PaperForm

    def height(self, canvas: Canvas) -> float:
        facts = sum(canvas.text_height(text, PaperText.BODY, WIDTH_MM) for text in self._facts())
        title = canvas.text_height(self.form.title, PaperText.TITLE, WIDTH_MM)
        lines = -(-len(self._blanks()) // 2) * ANSWER_LINE_MM
        return PaperText.SMALL.line_mm + title + facts + lines + 4 * GAP_MM

    def draw(self, canvas: Canvas, y: float) -> None:
        y += canvas.text(self.form.organisation, PaperText.SMALL, 0, y, WIDTH_MM)
        y += canvas.text(self.form.title, PaperText.TITLE, 0, y, WIDTH_MM) + GAP_MM
        for text in self._facts():
            y += canvas.text(text, PaperText.BODY, 0, y, WIDTH_MM)
        y += GAP_MM
        half = WIDTH_MM / 2
        for index, name in enumerate(self._blanks()):
            left, top = index % 2 * half, y + index // 2 * ANSWER_LINE_MM
            low = top + ANSWER_LINE_MM - PaperText.LABEL.line_mm - 0.8
            canvas.text(name, PaperText.LABEL, left, low, half)
            canvas.line(left + 20, top + ANSWER_LINE_MM - 0.6, half - 20 - 2 * GAP_MM)

    def _facts(self) -> tuple[str, ...]:
        form = self.form
        facts = [
            _("締切　{day}").format(day=wareki_with_weekday(form.closes_on)),
            _("目的　{purpose}").format(purpose=" ".join(form.purpose.split())),
        ]
        if form.contact:
            facts.append(_("提出先・問い合わせ先　{contact}").format(contact=form.contact))
        facts.append("")
        facts += [line for line in form.questionnaire.explanation.strip().split("\n") if line]
        facts.append(_("あてはまる番号の□を1つ選び、✓を付けます。黒か青のペンで記入します。"))
        return tuple(facts)

    def _blanks(self) -> tuple[str, ...]:
        names = (_("職員番号"), _("所属"), _("氏名"), _("フリガナ"))
        return (*names, _("個人コード")) if self.form.is_strict else names


@dataclass(frozen=True, slots=True)
class Field(Block):
    """The heading of a field, on the page of its first question."""

    category: Category

    def height(self, canvas: Canvas) -> float:
        return (
            2 * GAP_MM
            + PaperText.FIELD.line_mm
            + (self._explanation_height(canvas) if self.category.explanation else 0)
            + 0.8
        )

    def _explanation_height(self, canvas: Canvas) -> float:
        return canvas.text_height(self.category.explanation, PaperText.SMALL, WIDTH_MM)

    def draw(self, canvas: Canvas, y: float) -> None:
        y += 2 * GAP_MM
        canvas.ground(0, y + 0.6, 1.2, PaperText.FIELD.line_mm - 1.2, LIGHT.navigation_ground)
        y += canvas.text(self.category.name, PaperText.FIELD, 3, y, WIDTH_MM - 3)
        if self.category.explanation:
            y += canvas.text(self.category.explanation, PaperText.SMALL, 0, y, WIDTH_MM)
        canvas.line(0, y + 0.4, WIDTH_MM)


@dataclass(frozen=True, slots=True)
class Question(Block):
    """A question with all that can be ticked or written; ``number`` counts from 1."""

    questionnaire: Questionnaire
    item: Item
    number: int

    def height(self, canvas: Canvas) -> float:
        text = canvas.text_height(self._text(), PaperText.QUESTION, self._text_width())
        least = PaperText.QUESTION.line_mm + PaperText.CODE.line_mm
        return max(text + self._below(canvas), least) + 2 * PAD_MM

    def draw(self, canvas: Canvas, y: float) -> None:
        top = y + PAD_MM
        used = canvas.text(str(self.number), PaperText.LABEL, 0, top, NUMBER_MM)
        canvas.text(self.item.code, PaperText.CODE, 0, top + used, NUMBER_MM)
        width = self._text_width()
        below = top + canvas.text(self._text(), PaperText.QUESTION, NUMBER_MM, top, width)
        if is_beside(self.questionnaire, self.item):
            self._draw_beside(canvas, top)
        elif self.item.kind is ItemKind.COMMENT:
            self._draw_comment_box(canvas, below + 1)
        else:
            self._draw_choices(canvas, below)
        canvas.line(0, y + self.height(canvas), WIDTH_MM, colour=LIGHT.line)

    def _text(self) -> str:
        if self.item.kind is ItemKind.COMMENT:
            return self.item.text + _("（自由記述。書かなくてもかまいません）")
        if self.item.kind is ItemKind.CHOICE:
            return self.item.text + _("（知識の確認。1つ選びます）")
        return self.item.text

    def _boxes_width(self) -> float:
        scale = self.questionnaire.scale
        beside = NOT_APPLICABLE_MM if scale.allows_not_applicable else 0
        return len(scale.steps) * TICK_STEP_MM + beside

    def _text_width(self) -> float:
        if is_beside(self.questionnaire, self.item):
            return WIDTH_MM - NUMBER_MM - self._boxes_width() - 2 * GAP_MM
        return WIDTH_MM - NUMBER_MM

    def _below(self, canvas: Canvas) -> float:
        if is_beside(self.questionnaire, self.item):
            return 0
        if self.item.kind is ItemKind.COMMENT:
            return 1 + COMMENT_LINES * COMMENT_LINE_MM
        return sum(self._line_heights(canvas))

    def _draw_beside(self, canvas: Canvas, y: float) -> None:
        scale = self.questionnaire.scale
        x = WIDTH_MM - self._boxes_width()
        for digit in digits_of(scale):
            tick(canvas, x, y, digit)
            x += TICK_STEP_MM
        if scale.allows_not_applicable:
            end = tick(canvas, x, y, NOT_APPLICABLE_DIGIT)
            lower = (PaperText.QUESTION.line_mm - PaperText.SMALL.line_mm) / 2
            canvas.text(_("該当しない"), PaperText.SMALL, end + 1.2, y + lower, 20)

    def _draw_comment_box(self, canvas: Canvas, y: float) -> None:
        width = WIDTH_MM - NUMBER_MM
        for line in range(1, COMMENT_LINES):
            top = y + line * COMMENT_LINE_MM
            canvas.line(NUMBER_MM + 1, top, width - 2, style=Qt.PenStyle.DotLine)
        canvas.box(NUMBER_MM, y, width, COMMENT_LINES * COMMENT_LINE_MM)

    def _draw_choices(self, canvas: Canvas, y: float) -> None:
        for line, height in zip(
            self._choice_lines(canvas), self._line_heights(canvas), strict=True
        ):
            for x, digit, label in line:
                tick(canvas, x, y, digit)
                canvas.text(label, PaperText.BODY, x + LABEL_MM, y + 0.4, WIDTH_MM - x - LABEL_MM)
            y += height

    def _line_heights(self, canvas: Canvas) -> list[float]:
        return [
            max(
                PaperText.QUESTION.line_mm + 1,
                *(
                    canvas.text_height(label, PaperText.BODY, WIDTH_MM - x - LABEL_MM) + 1
                    for x, _digit, label in line
                ),
            )
            for line in self._choice_lines(canvas)
        ]

    def _choice_lines(self, canvas: Canvas) -> list[list[tuple[float, str, str]]]:
        """Return left edge, digit and label line by line.

        Steps of a scale stand side by side as far as they fit; choices one below the other.
        """
        lines: list[list[tuple[float, str, str]]] = []
        x = WIDTH_MM
        for digit, label in choices_of(self.questionnaire, self.item):
            width = LABEL_MM + canvas.text_width(label, PaperText.BODY) + 2 * GAP_MM
            is_new = self.item.kind is ItemKind.CHOICE or x + width > WIDTH_MM
            if is_new or not lines:
                lines.append([])
                x = NUMBER_MM
            lines[-1].append((x, digit, label))
            x += width
        return lines


def blocks_of(form: PaperForm) -> tuple[Sequence[Block], ...]:
    """Return the form as groups that stay together on a page, in the order of the fields."""
    questionnaire = form.questionnaire
    groups: list[Sequence[Block]] = []
    number = 0
    for category in questionnaire.categories:
        for index, item in enumerate(questionnaire.items_by_category[category.code]):
            number += 1
            question = Question(questionnaire, item, number)
            groups.append([Field(category), question] if index == 0 else [question])
    return tuple(groups)

"""Excel forms: a sheet per person with lists to choose from, only its answers open to typing.

Excel shows nothing of the marks by which a form is read again
(``skilltrack.domain.questionnaires.forms``).
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.domain.questionnaires import forms
from skilltrack.domain.questionnaires.answers import MOST_COMMENT_CHARACTERS
from skilltrack.domain.questionnaires.definition import Item, ItemKind
from skilltrack.domain.questionnaires.forms import (
    ANSWER_COLUMN,
    CODE_COLUMN,
    LIST_COLUMN,
    QUESTION_COLUMN,
    FormBlock,
    FormRound,
    FormSheet,
    PlacedItem,
    form_blocks,
    form_options,
    sheet_titles,
)
from skilltrack.files.cells import write_text
from skilltrack.i18n.dates import wareki_with_weekday
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.printing import page_ends
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading

WIDTHS = {CODE_COLUMN: 10, QUESTION_COLUMN: 54, ANSWER_COLUMN: 28}
"""Half-width characters."""

BLOCK = "E6EDF5"
INPUT = "FFF9E1"
"""The ground of what is to be filled in."""

COMMENT_LINES = 5
TEXT_FORMAT = "@"
"""What is typed stays as it is: no day is made of 1/2, no formula of a text."""


_EDGE = Side(style="thin", color=style.LINE)
_BOX = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_BODY = Font(name=style.FONT, size=style.BODY_POINTS, color=style.TEXT)
_QUIET = Font(name=style.FONT, size=style.BODY_POINTS, color=style.SECONDARY)
_STRONG = Font(name=style.FONT, size=style.BODY_POINTS, bold=True, color=style.TEXT)
_TITLE = Font(name=style.FONT, size=style.TITLE_POINTS, bold=True, color=style.TEXT)
_OPEN = Protection(locked=False)


class FormWriter:
    """Writes the forms of one round; the workbook of one person is made once and filled anew."""

    def __init__(self, its: FormRound, made_at: datetime | None) -> None:
        """Prepare the forms; ``made_at`` is the aware instant of the footer, None names none."""
        self._round = its
        self._heading = Heading(its.title, (), its.organisation, made_at)
        self._blocks = form_blocks(its.questionnaire)
        self._single = style.new_workbook(its.title, its.organisation, made_at)
        self._lay_out(self._single.create_sheet())

    def write_person(self, path: Path, sheet: FormSheet) -> None:
        """Write a workbook with the form of one person.

        Raises:
            MachineFailure: The file could not be written.
        """
        (title,) = sheet_titles([sheet.target])
        only = self._single.worksheets[0]
        only.title = title
        _fill(only, sheet)
        save(self._single, path)

    def write_people(self, path: Path, sheets: Sequence[FormSheet]) -> None:
        """Write a workbook with a sheet per person, in the order given.

        Raises:
            MachineFailure: The file could not be written.
        """
        heading = self._heading
        workbook = style.new_workbook(heading.title, heading.organisation, heading.made_at)
        titles = sheet_titles([sheet.target for sheet in sheets])
        for title, person in zip(titles, sheets, strict=True):
            sheet = workbook.create_sheet(title)
            self._lay_out(sheet)
            _fill(sheet, person)
        save(workbook, path)

    def _lay_out(self, sheet: Worksheet) -> None:
        for column, width in WIDTHS.items():
            style.set_width(sheet, column, width)
        self._write_head(sheet)
        _write_person_labels(sheet)
        last_row = forms.HEAD_ROW
        for block in self._blocks:
            _write_block(sheet, block)
            last_row = block.items[-1].row
        self._offer_lists(sheet)
        _limit_comments(sheet, self._blocks)
        _hide_marks(sheet)
        self._set_up_page(sheet, last_row)
        _protect(sheet)
        sheet.sheet_view.selection[0].activeCell = sheet.sheet_view.selection[0].sqref = (
            f"{get_column_letter(ANSWER_COLUMN)}{self._blocks[0].items[0].row}"
        )

    def _write_head(self, sheet: Worksheet) -> None:
        its = self._round
        closing = _("締切　{day}").format(day=wareki_with_weekday(its.closes_on))
        returned = _("保存したファイルの提出先：{inbox}").format(inbox=its.inbox)
        contact = _("問い合わせ先：{contact}").format(contact=its.contact)
        facts = (its.organisation, its.questionnaire.title, closing)
        lines = (
            (forms.TITLE_ROW, its.title, _TITLE),
            (forms.FACTS_ROW, "　".join(fact for fact in facts if fact), _STRONG),
            (forms.PURPOSE_ROW, its.purpose, _BODY),
            (forms.FIRST_GUIDE_ROW, self._first_guide(), _BODY),
            (forms.SECOND_GUIDE_ROW, self._second_guide(), _BODY),
            (
                forms.RETURN_ROW,
                "\n".join([returned, contact] if its.contact else [returned]),
                _BODY,
            ),
        )
        for row, text, font in lines:
            style.write_line(sheet, row, ANSWER_COLUMN, text, font)
        headings = (_("設問コード"), _("設問"), _("回答"))
        for column, heading in enumerate(headings, start=1):
            style.write_head(style.cell_at(sheet, forms.HEAD_ROW, column), heading)
        sheet.row_dimensions[forms.HEAD_ROW].height = style.row_height(1)

    def _first_guide(self) -> str:
        return _(
            "記入の手引き1　色の付いた欄を選ぶと右に▼が出ます。"
            "▼を押し（またはAltキーと↓キー）、当てはまるものを一覧から1つ選びます。"
        )

    def _second_guide(self) -> str:
        kinds = {item.kind for item in self._round.questionnaire.items}
        if ItemKind.COMMENT in kinds:
            return _(
                "記入の手引き2　文章の欄は、書かなくてもかまいません（{most}字まで）。"
                "行や列を増やしたり消したりせず、名前を変えずに保存します。"
            ).format(most=MOST_COMMENT_CHARACTERS)
        return _(
            "記入の手引き2　選び直すときは一覧から選び直し、取り消すときはDeleteキーで消します。"
            "行や列を増やしたり消したりせず、名前を変えずに保存します。"
        )

    def _offer_lists(self, sheet: Worksheet) -> None:
        """Put the choices into a hidden column of the sheet, so that they go with a copy of it.

        A list inside the rule would end at 255 characters and at every comma.
        """
        rules: dict[tuple[str, ...], DataValidation] = {}
        row = 1
        letter = get_column_letter(LIST_COLUMN)
        for block in self._blocks:
            for placed in block.items:
                texts = self._texts(placed.item)
                if not texts:
                    continue
                if texts not in rules:
                    for offset, text in enumerate(texts):
                        write_text(style.cell_at(sheet, row + offset, LIST_COLUMN), text)
                    rule = _list_rule(f"${letter}${row}:${letter}${row + len(texts) - 1}")
                    rules[texts] = rule
                    sheet.add_data_validation(rule)
                    row += len(texts)
                rules[texts].add(f"{get_column_letter(ANSWER_COLUMN)}{placed.row}")

    def _texts(self, item: Item) -> tuple[str, ...]:
        options = form_options(self._round.questionnaire, item, _("該当しない"))
        return tuple(text for text, _answer in options)

    def _set_up_page(self, sheet: Worksheet, last_row: int) -> None:
        scale = style.fitting_scale(sheet, ANSWER_COLUMN, "portrait")
        style.set_up_page(
            sheet,
            self._heading,
            title_rows=forms.HEAD_ROW,
            last_row=last_row,
            last_column=ANSWER_COLUMN,
            orientation="portrait",
            scale=scale,
        )
        sheet.print_title_rows = f"{forms.HEAD_ROW}:{forms.HEAD_ROW}"
        _break_pages(sheet, self._blocks, style.page_points("portrait")[1] * 100 / scale)


def _write_person_labels(sheet: Worksheet) -> None:
    labels = {
        forms.DEPARTMENT_ROW: _("所属"),
        forms.NUMBER_ROW: _("職員番号"),
        forms.NAME_ROW: _("氏名"),
    }
    for row, label in labels.items():
        style.write_head(style.cell_at(sheet, row, CODE_COLUMN), label)
        _merge(sheet, row, QUESTION_COLUMN)
        _dress(sheet, row, QUESTION_COLUMN, _BODY)
        sheet.row_dimensions[row].height = style.row_height(1)


def _fill(sheet: Worksheet, person: FormSheet) -> None:
    target = person.target
    write_text(style.cell_at(sheet, forms.DEPARTMENT_ROW, QUESTION_COLUMN), target.department_name)
    write_text(style.cell_at(sheet, forms.NUMBER_ROW, QUESTION_COLUMN), target.employee_no)
    write_text(style.cell_at(sheet, forms.NAME_ROW, QUESTION_COLUMN), target.name)
    write_text(style.cell_at(sheet, forms.MARK_ROW, CODE_COLUMN), person.mark.text)


def _write_block(sheet: Worksheet, block: FormBlock) -> None:
    name = block.category.name
    if block.category.explanation:
        name = f"{name}　{block.category.explanation}"
    style.write_line(sheet, block.row, ANSWER_COLUMN, name, _STRONG)
    for column in range(CODE_COLUMN, ANSWER_COLUMN + 1):
        cell = sheet.cell(block.row, column)
        cell.fill = PatternFill("solid", fgColor=BLOCK)
        cell.border = _BOX
    for placed in block.items:
        if placed.item.kind is ItemKind.COMMENT:
            _write_comment(sheet, placed)
        else:
            _write_item(sheet, placed)


def _write_item(sheet: Worksheet, placed: PlacedItem) -> None:
    row, item = placed.row, placed.item
    text = _question(item)
    _write_code(sheet, row, item.code)
    write_text(style.cell_at(sheet, row, QUESTION_COLUMN), text)
    _dress(sheet, row, QUESTION_COLUMN, _BODY, last_column=QUESTION_COLUMN)
    _open(sheet, row, ANSWER_COLUMN)
    lines = style.line_count(text, WIDTHS[QUESTION_COLUMN] - style.INDENT_CHARACTERS)
    sheet.row_dimensions[row].height = style.row_height(max(lines, 2))


def _question(item: Item) -> str:
    """Return a question; a check with its choices, because Excel cuts long ones in its list."""
    choices = (f"{number} {choice.label}" for number, choice in enumerate(item.choices, 1))
    return "\n".join((item.text, *choices))


def _write_comment(sheet: Worksheet, placed: PlacedItem) -> None:
    row, item = placed.row, placed.item
    first = placed.first_row
    _dress(sheet, first, CODE_COLUMN, _QUIET, last_column=CODE_COLUMN)
    _merge(sheet, first, QUESTION_COLUMN)
    write_text(style.cell_at(sheet, first, QUESTION_COLUMN), item.text)
    _dress(sheet, first, QUESTION_COLUMN, _BODY)
    room = WIDTHS[QUESTION_COLUMN] + WIDTHS[ANSWER_COLUMN]
    sheet.row_dimensions[first].height = style.row_height(style.line_count(item.text, room))
    _write_code(sheet, row, item.code)
    _merge(sheet, row, QUESTION_COLUMN)
    _open(sheet, row, QUESTION_COLUMN)
    sheet.row_dimensions[row].height = style.row_height(COMMENT_LINES)


def _write_code(sheet: Worksheet, row: int, code: str) -> None:
    cell = style.cell_at(sheet, row, CODE_COLUMN)
    write_text(cell, code)
    cell.font = _QUIET
    cell.border = _BOX
    cell.alignment = Alignment(horizontal="center", vertical="center")


def _merge(sheet: Worksheet, row: int, first_column: int) -> None:
    sheet.merge_cells(
        start_row=row, end_row=row, start_column=first_column, end_column=ANSWER_COLUMN
    )


def _dress(
    sheet: Worksheet, row: int, column: int, font: Font, *, last_column: int = ANSWER_COLUMN
) -> None:
    for index in range(column, last_column + 1):
        cell = sheet.cell(row, index)
        cell.font = font
        cell.border = _BOX
        cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)


def _open(sheet: Worksheet, row: int, column: int) -> None:
    """Let people type into a cell, or into the merged cells from it to the last column."""
    _dress(sheet, row, column, _BODY)
    for index in range(column, ANSWER_COLUMN + 1):
        cell = sheet.cell(row, index)
        cell.fill = PatternFill("solid", fgColor=INPUT)
        cell.protection = _OPEN
        cell.number_format = TEXT_FORMAT


def _list_rule(cells: str) -> DataValidation:
    return DataValidation(
        type="list",
        formula1=cells,
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=_("回答"),
        error=_(
            "一覧から選んでください。消すときは「キャンセル」を押してからDeleteキーを押します。"
        ),
    )


def _limit_comments(sheet: Worksheet, blocks: Sequence[FormBlock]) -> None:
    comments = [
        placed.row
        for block in blocks
        for placed in block.items
        if placed.item.kind is ItemKind.COMMENT
    ]
    if not comments:
        return
    rule = DataValidation(
        type="textLength",
        operator="lessThanOrEqual",
        formula1=str(MOST_COMMENT_CHARACTERS),
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=_("文字数"),
        error=_("{most}字までで書いてください。").format(most=MOST_COMMENT_CHARACTERS),
    )
    for row in comments:
        rule.add(f"{get_column_letter(QUESTION_COLUMN)}{row}")
    sheet.add_data_validation(rule)


def _hide_marks(sheet: Worksheet) -> None:
    marks = {
        CODE_COLUMN: forms.CODE_MARK,
        QUESTION_COLUMN: forms.COMMENT_MARK,
        ANSWER_COLUMN: forms.ANSWER_MARK,
    }
    for column, mark in marks.items():
        write_text(style.cell_at(sheet, forms.COLUMNS_ROW, column), mark)
    for row in (forms.COLUMNS_ROW, forms.MARK_ROW):
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions[get_column_letter(LIST_COLUMN)].hidden = True


def _protect(sheet: Worksheet) -> None:
    """Guard the layout without a password; widths and heights may be changed."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def _break_pages(sheet: Worksheet, blocks: Sequence[FormBlock], page: float) -> None:
    """Break before a field that no longer fits; one higher than a page breaks between items."""
    head = _height(sheet, 1, forms.HEAD_ROW)
    repeated = _height(sheet, forms.HEAD_ROW, forms.HEAD_ROW)
    groups: list[tuple[int, int]] = []
    for block in blocks:
        whole = (block.row, block.items[-1].row)
        if _height(sheet, *whole) <= page - repeated:
            groups.append(whole)
            continue
        groups.append((block.row, block.items[0].row))
        groups.extend((placed.first_row, placed.row) for placed in block.items[1:])
    # The first page carries the head of the form besides what every page repeats.
    heights = [head - repeated, *(_height(sheet, *group) for group in groups)]
    for end in page_ends(heights, page - repeated, len(heights)):
        style.break_after(sheet, groups[end - 2][1])


def _height(sheet: Worksheet, first: int, last: int) -> float:
    """Return the height of visible rows in points."""
    shown = (row for row in range(first, last + 1) if not sheet.row_dimensions[row].hidden)
    return sum(sheet.row_dimensions[row].height or style.row_height(1) for row in shown)

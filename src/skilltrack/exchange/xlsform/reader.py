"""Reading a questionnaire from an XLSForm workbook."""

import re
import unicodedata
from pathlib import Path

from skilltrack.domain.problems import Place, Problem, Refusal
from skilltrack.domain.progress import Progress, silent
from skilltrack.domain.questionnaires.definition import Questionnaire
from skilltrack.exchange.definitions.documents import LARGEST
from skilltrack.exchange.xlsform.layout import CODE, NAME_LENGTH
from skilltrack.exchange.xlsform.sheets import Book, Row, read_book
from skilltrack.exchange.xlsform.survey import SurveyReader

_NO_CODE = re.compile(r"[^A-Za-z0-9_-]+")
_VERSION = re.compile(r"\d{1,7}")


def read_xlsform(path: Path, *, progress: Progress = silent) -> Questionnaire:
    """Read a questionnaire from an XLSForm workbook (xlsx, xls or ods).

    What ``write_xlsform`` wrote comes back without loss. Of other forms:

    - A group is a category. Questions in nested groups belong to the outermost one; those outside
      any group go into one category named after the form.
    - ``select_one`` is a rating, or a knowledge check where the column ``answer`` names the right
      choices; ``text`` is a comment. Notes before everything else are the explanation; further
      notes and what forms record unasked (start, deviceid …) are passed over. Whatever else the
      program cannot ask is refused row by row.
    - Points stand in the column ``points`` of the choices. A list without points takes the names
      of its choices where they are whole numbers that rise, else 0, 1, 2 … in the order of the
      list; numbers that do not rise or hold a customary "no answer" (99) are refused as unclear.
    - The questionnaire's own scale is the list ``scale``, else the list that most ratings use.
    - Of several languages Japanese is read, else the default language, else the only one.
    - A hint of a question is added to its text. Without a column ``theme`` the text is the theme.
    - Without ``form_id`` the name of the file makes the id; a ``version`` that is no whole number
      from 1 on counts as 1. ``required``, ``constraint`` and ``appearance`` say nothing here.

    Raises:
        Refusal: Every mistake, each with sheet, row and column.
        MachineFailure: The file could not be read.
        Cancelled: Raised by ``progress``.

    Source: https://xlsform.org/en/ (question types, grouping, languages).
    """
    found: list[Problem] = []
    book = read_book(path, found, progress)
    settings = _Settings(book, found)
    survey = SurveyReader(book, settings.title, settings.default_language, found)
    survey.read()
    scale, items = survey.scale_and_items()
    questionnaire = Questionnaire(
        id=settings.id,
        version=settings.version,
        title=settings.title,
        explanation=survey.explanation,
        scale=scale,
        categories=survey.categories,
        items=items,
    )
    if found:
        raise Refusal(_in_order(found, book))
    return questionnaire


class _Settings:
    """The first row below the headings of the sheet ``settings``."""

    def __init__(self, book: Book, found: list[Problem]) -> None:
        rows = [] if book.settings is None else list(book.settings.rows())
        self._row: Row | None = rows[0] if rows else None
        stem = unicodedata.normalize("NFC", Path(book.file).stem)
        self.default_language = self._word("default_language")
        self.id = self._word("form_id")
        if not self.id:
            self.id = _code_from(stem)
            if not self.id:
                found.append(Problem("xlsform.no_form_id", Place(book.file, "settings")))
        elif self._row is not None and CODE.fullmatch(self.id) is None:
            self._row.tell("xlsform.bad_code", "form_id", name=self.id)
        version = self._word("version")
        is_number = _VERSION.fullmatch(version) is not None and 1 <= int(version) <= LARGEST
        self.version = int(version) if is_number else 1
        self.title = self._title(stem)

    def _word(self, column: str) -> str:
        return "" if self._row is None else self._row.word(column)

    def _title(self, stem: str) -> str:
        title = "" if self._row is None else self._row.text("form_title")
        if self._row is not None:
            self._row.fitting(title, "form_title", "", NAME_LENGTH)
        return title or stem[:NAME_LENGTH]


def _code_from(stem: str) -> str:
    """Return an id made of the name of a file; "" when nothing of it can be one."""
    plain = _NO_CODE.sub("_", unicodedata.normalize("NFKC", stem)).strip("_-")
    return plain[:40]


def _in_order(found: list[Problem], book: Book) -> list[Problem]:
    """Sort by sheet, row and column, as somebody who mends them goes through the workbook.

    A list that is read both as a scale and as a check tells its mistakes twice; once is enough.
    """
    sheets = [book.survey, *filter(None, (book.choices, book.settings))]
    columns = {
        (sheet.table.sheet, heading): position
        for sheet in sheets
        for position, heading in enumerate(sheet.table.header)
    }
    order = {name: position for position, name in enumerate(book.names)}
    distinct = {
        (problem.code, problem.place, *sorted(problem.values.items())): problem for problem in found
    }

    def place(problem: Problem) -> tuple[int, int, int]:
        sheet, row, column = problem.place.sheet, problem.place.row, problem.place.column
        return order.get(sheet, -1), row or 0, columns.get((sheet, column), -1)

    return sorted(distinct.values(), key=place)

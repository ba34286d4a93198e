"""Reading Excel forms, many files after the other.

Every file passes the preflight in this process and is read by a process of its own with limits
of time and memory. Both work at once: while one batch is read, the next one is looked over. A
batch in which that process ends is read again file by file, so that a bad file stands alone.
"""

import hashlib
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from skilltrack.domain.problems import Place, Problem, SkilltrackError
from skilltrack.domain.progress import silent
from skilltrack.domain.questionnaires.answers import Answers, Comments
from skilltrack.domain.questionnaires.definition import Questionnaire
from skilltrack.domain.questionnaires.forms import FORMAT, NAME, FormMark
from skilltrack.exchange.forms.formulas import Positions, formula_positions
from skilltrack.exchange.forms.sheets import (
    Filled,
    FormLayout,
    SheetCells,
    found_marks,
    single_mark,
)
from skilltrack.exchange.forms.stamp import is_stamped
from skilltrack.exchange.processes.asking import WorkerLostError
from skilltrack.exchange.sealing.documents import canonical
from skilltrack.exchange.tables import ReadLimits
from skilltrack.exchange.tables.process import ProcessOwner, TableProcess
from skilltrack.files.inspection import MIB, FileKind, Inspection, Limits
from skilltrack.files.markup import PlainParts
from skilltrack.files.preflight import inspect
from skilltrack.files.sources import Source, read_source

FORM_SUFFIXES = (".xlsx", ".xls", ".ods")

TOO_LARGE = "too-large:"
"""How the digest of a file begins that is larger than a form can be; its name follows."""

LIMITS = ReadLimits(
    file=Limits(file_bytes=16 * MIB, entry_bytes=128 * MIB, total_bytes=256 * MIB, cells=2_000_000)
)
"""The bounds of a form; one with 500 people has 3 MB."""

FILES_PER_BATCH = 64
BATCH_BYTES = 4 * MIB
"""A batch is full when it reaches either."""


@dataclass(frozen=True, slots=True)
class FormAnswer:
    """A sheet that is a form, with what was read of it.

    ``employee_no`` is what its mark claims, empty where it has none. ``content`` is the SHA-256,
    in hex, of number, answers and comments. ``is_layout_changed``: something stands elsewhere
    than where it was written. ``is_blank``: nobody has filled anything in. ``reason`` is the code
    of the first problem, empty for a form without one; ``problems`` tell them all with their
    places. Answers are those without a problem.
    """

    sheet: str
    round_id: str
    employee_no: str
    answers: Answers
    comments: Comments
    content: str
    is_layout_changed: bool
    is_blank: bool
    reason: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class FormFile:
    """A file with the forms in it, in the order of its sheets.

    ``digest`` is the SHA-256 of the file in hex, ``too-large:`` and its name where it is larger
    than a form can be, and empty where it could not be read. ``problems`` say why nothing of it
    can be used. ``is_skipped``: its digest was among those to leave aside.
    """

    path: Path
    digest: str
    forms: tuple[FormAnswer, ...]
    problems: tuple[Problem, ...]
    is_skipped: bool = False


def is_form(path: Path) -> bool:
    """Return whether a file may be a form by its name; hidden and owner files are none."""
    return path.suffix.lower() in FORM_SUFFIXES and not path.name.startswith(("~$", "."))


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file that has passed the preflight."""

    path: Path
    digest: str
    source: Source
    inspection: Inspection


_Batch = list[_Opened | FormFile]


class FormReader(ProcessOwner):
    """Reads the forms of one round with one reading process, started for the first workbook.

    ::

        with FormReader(questionnaire, round_id, stamp_key) as reader:
            for file in reader.read(paths):
                ...
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        round_id: str,
        stamp_key: bytes,
        limits: ReadLimits = LIMITS,
    ) -> None:
        """Prepare for a round.

        Args:
            questionnaire: The version that the round asks.
            round_id: The round.
            stamp_key: The form key of the round.
            limits: The bounds of a file and of reading it.
        """
        self._questionnaire = questionnaire
        self._round_id = round_id
        self._key = stamp_key
        self._limits = limits
        self._layout = FormLayout(questionnaire)
        self._plain = PlainParts()

    def read(
        self, paths: Iterable[Path], *, skip: Container[str] = frozenset()
    ) -> Iterator[FormFile]:
        """Read files.

        Args:
            paths: The files.
            skip: Digests of files to leave aside unread.

        Yields:
            One row per path, in the order given.
        """
        before: _Batch = []
        is_done = False
        try:
            for batch in self._batches(paths, skip):
                books = self._books(before)
                self._submit(batch)
                yield from self._files(before, books)
                before = batch
            yield from self._files(before, self._books(before))
            is_done = True
        finally:
            if not is_done:
                # What was submitted is not wanted any more.
                self._drop_worker()

    def _batches(self, paths: Iterable[Path], skip: Container[str]) -> Iterator[_Batch]:
        batch: _Batch = []
        size = 0
        for path in paths:
            opened = self._open(path, skip)
            batch.append(opened)
            size += len(opened.source.content) if isinstance(opened, _Opened) else 0
            if len(batch) == FILES_PER_BATCH or size >= BATCH_BYTES:
                yield batch
                batch, size = [], 0
        yield batch

    def _open(self, path: Path, skip: Container[str]) -> _Opened | FormFile:
        try:
            source = read_source(path, self._limits.file)
        except SkilltrackError as error:
            is_too_large = error.problems[0].code == "files.too_large"
            digest = f"{TOO_LARGE}{path.name}" if is_too_large else ""
            return FormFile(path, digest, (), error.problems)
        digest = hashlib.sha256(source.content).hexdigest()
        if digest in skip:
            return FormFile(path, digest, (), (), is_skipped=True)
        try:
            inspection = inspect(source, self._limits.file, self._plain)
        except SkilltrackError as error:
            return FormFile(path, digest, (), error.problems)
        if inspection.kind is FileKind.CSV:
            return FormFile(path, digest, (), (Problem("forms.no_form", source.place),))
        # Started with the first file, it is ready when the first batch is.
        self._worker = self._worker or self._new_worker()
        return _Opened(path, digest, source, inspection)

    def _new_worker(self) -> TableProcess:
        return TableProcess(self._limits.memory_bytes, self._limits.seconds)

    def _submit(self, batch: _Batch) -> None:
        contents = [one.source.content for one in batch if isinstance(one, _Opened)]
        if not contents:
            return
        self._worker = self._worker or self._new_worker()
        try:
            self._worker.submit(contents)
        except WorkerLostError:
            self._drop_worker()

    def _books(self, batch: _Batch) -> list[dict[str, Any]]:
        """Wait for a batch that was submitted."""
        opened = [one for one in batch if isinstance(one, _Opened)]
        if not opened:
            return []
        books = self._answered()
        return books if books is not None else [self._book_alone(one) for one in opened]

    def _book_alone(self, one: _Opened) -> dict[str, Any]:
        self._submit([one])
        books = self._answered()
        return books[0] if books is not None else {"problem": "tables.too_heavy"}

    def _answered(self) -> list[dict[str, Any]] | None:
        """Return what was submitted last; None where the reading process was lost over it."""
        if self._worker is None:
            return None
        try:
            return self._worker.books(silent)
        except WorkerLostError:
            self._drop_worker()
            return None

    def _drop_worker(self) -> None:
        if self._worker is not None:
            self._worker.kill()
            self._worker = None

    def _files(self, batch: _Batch, books: Sequence[dict[str, Any]]) -> Iterator[FormFile]:
        answers = iter(books)
        for one in batch:
            yield self._file(one, next(answers)) if isinstance(one, _Opened) else one

    def _file(self, one: _Opened, book: dict[str, Any]) -> FormFile:
        place = one.source.place
        if "problem" in book:
            return FormFile(one.path, one.digest, (), (Problem(book["problem"], place),))
        formulas: Positions = {}
        if one.inspection.can_hold_formulas:
            try:
                formulas = formula_positions(one.source, one.inspection.kind)
            except SkilltrackError as error:
                return FormFile(one.path, one.digest, (), error.problems)
        forms = []
        for sheet in book["sheets"]:
            cells = SheetCells(
                one.source.name,
                sheet["name"],
                sheet["first_row"],
                sheet["first_column"],
                sheet["columns"],
                formulas=formulas.get(sheet["name"], ()),
                unreadable=one.inspection.unreadable.get(sheet["name"], {}),
            )
            form = self._form(cells)
            if form is not None:
                forms.append(form)
        problems = () if forms else (Problem("forms.no_form", place),)
        return FormFile(one.path, one.digest, tuple(forms), problems)

    def _form(self, cells: SheetCells) -> FormAnswer | None:
        marks = found_marks(cells)
        if not marks.ids:
            if not self._layout.looks_like_form(cells):
                return None
            return _rejected(cells, None, "forms.ids_missing")
        mark = single_mark(marks.ids)
        if mark is None:
            return _rejected(cells, None, _why_no_mark(marks.ids))
        if mark.ids.round_id != self._round_id:
            return _rejected(cells, mark, "forms.other_round")
        asked = (self._questionnaire.id, self._questionnaire.version)
        if not is_stamped(mark, self._key):
            return _rejected(cells, mark, "forms.stamp_wrong")
        if (mark.ids.questionnaire, mark.ids.version) != asked:
            return _rejected(cells, mark, "forms.other_version")
        return _answer(cells, mark, self._layout.read(cells, marks.columns))


def _why_no_mark(texts: Sequence[str]) -> str:
    if len(set(texts)) > 1:
        return "forms.several_marks"
    is_ours = texts[0].partition("|")[0] == f"{NAME}{FORMAT}"
    return "forms.stamp_wrong" if is_ours else "forms.other_format"


def _rejected(cells: SheetCells, mark: FormMark | None, code: str) -> FormAnswer:
    """Return a form of which no answer is read."""
    filled = Filled(problems=[Problem(code, Place(cells.file, cells.name))], has_entries=True)
    return _answer(cells, mark, filled)


def _answer(cells: SheetCells, mark: FormMark | None, filled: Filled) -> FormAnswer:
    number = "" if mark is None else mark.ids.employee_no
    body = {"employee_no": number, "answers": filled.answers, "comments": filled.comments}
    return FormAnswer(
        sheet=cells.name,
        round_id="" if mark is None else mark.ids.round_id,
        employee_no=number,
        answers=filled.answers,
        comments=filled.comments,
        content=hashlib.sha256(canonical(body)).hexdigest(),
        is_layout_changed=filled.is_layout_changed,
        is_blank=not filled.has_entries,
        reason=filled.problems[0].code if filled.problems else "",
        problems=tuple(filled.problems),
    )

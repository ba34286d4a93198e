"""Exams in files: checked, taken over as versions, written as workbook or as text, compared."""

import re
from collections.abc import Sequence
from pathlib import Path

from skilltrack.domain.exams.changes import ExamChange, exam_changes
from skilltrack.domain.exams.definition import Exam
from skilltrack.domain.problems import Place, refuse
from skilltrack.services.exams import master
from skilltrack.services.exams.master import SavedExam
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database

WORKBOOKS = (".xlsx", ".xls", ".ods")
SHIPPED = "shipped:"
"""How the name of a shipped exam begins where two are compared."""

_VERSIONED = re.compile(r"(?P<code>.+)@(?P<version>\d{1,7})")


def check_file(path: Path) -> tuple[Exam, ...]:
    """Read exams from a workbook, or from their text definition.

    Raises:
        Refusal: Every mistake, with sheet, row and column, or with its key path.
        MachineFailure: The file could not be read.
    """
    if path.suffix.lower() in WORKBOOKS:
        from skilltrack.exchange.exambook.reader import read_exambook

        return read_exambook(path)
    from skilltrack.exchange.definitions.exams import load_exams

    return load_exams(path)


def import_file(
    database: Database, path: Path, reason: str, *, is_rehearsal: bool = False
) -> tuple[SavedExam, ...]:
    """Take the exams of a file over, as new ones or as new versions of their codes.

    Raises:
        Refusal: Every mistake found, or there is no reason.
    """
    exams = check_file(path)
    return master.save_exams(database, exams, reason, is_rehearsal=is_rehearsal, file=path.name)


def import_shipped(
    database: Database, codes: Sequence[str], reason: str, *, is_rehearsal: bool = False
) -> tuple[SavedExam, ...]:
    """Take over what is shipped of some exams.

    Raises:
        Refusal: One of them is not shipped, or there is no reason.
    """
    exams = [master.shipped_exam(code) for code in codes]
    return master.save_exams(database, exams, reason, is_rehearsal=is_rehearsal)


def export_exams(database: Database, codes: Sequence[str], path: Path) -> tuple[Exam, ...]:
    """Write exams as a workbook, or as text definition for ``.toml``; no codes writes all.

    ``code@version`` writes that version.

    Raises:
        Refusal: No such exam or version.
        MachineFailure: The file could not be written.
    """
    if codes:
        exams = tuple(_own(database, code) for code in codes)
    else:
        exams = tuple(entry.exam for entry in master.list_exams(database) if entry.is_own)
    if path.suffix.lower() == ".toml":
        from skilltrack.exchange.definitions.exam_text import write_exam_text

        write_exam_text(path, exams)
    else:
        from skilltrack.exchange.exambook.writer import write_exambook

        write_exambook(path, exams)
    audit.note(database, Entry("exam_master.export", " ".join(codes), len(exams)))
    return exams


def difference(database: Database, old: str, new: str) -> tuple[ExamChange, ...]:
    """Compare two exams, each named by code, code@version, shipped:code, or a file with one.

    Raises:
        Refusal: One of them is unknown, or a file has mistakes or several exams.
    """
    return exam_changes(named(database, old), named(database, new))


def named(database: Database, name: str) -> Exam:
    """Return an exam named by code, code@version, shipped:code, or a file with one exam.

    Raises:
        Refusal: It is unknown, or the file has mistakes or several exams.
    """
    if name.startswith(SHIPPED):
        return master.shipped_exam(name.removeprefix(SHIPPED))
    path = Path(name)
    if path.is_file():
        exams = check_file(path)
        if len(exams) != 1:
            raise refuse("exam_master.no_single", Place(path.name), count=len(exams))
        return exams[0]
    if _VERSIONED.fullmatch(name) is not None:
        return _own(database, name)
    return master.exam_or_shipped(database, name)


def _own(database: Database, name: str) -> Exam:
    versioned = _VERSIONED.fullmatch(name)
    if versioned is None:
        return master.find_exam(database, name)
    return master.find_exam(database, versioned["code"], int(versioned["version"]))


def document_of(exam: Exam) -> dict[str, object]:
    """Return an exam as the JSON value that definitions have."""
    from skilltrack.exchange.definitions.exams import exam_to_json

    return exam_to_json(exam)

"""Exams as text definition (TOML), for people who review line by line."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from skilltrack.domain.exams.definition import Exam
from skilltrack.exchange.definitions.exams import exam_to_json
from skilltrack.exchange.definitions.scheme_text import entry_lines
from skilltrack.files.atomic import write_bytes_atomically


def write_exam_text(path: Path, exams: Sequence[Exam]) -> None:
    """Write exams so that ``load_exams`` reads them back without loss.

    Raises:
        MachineFailure: The file could not be written.
    """
    write_bytes_atomically(path, exam_text(exams).encode())


def exam_text(exams: Sequence[Exam]) -> str:
    """Return exams as TOML; the same exams give the same text."""
    return "\n".join(line for exam in exams for line in _lines(exam)) + "\n"


def _lines(exam: Exam) -> Iterator[str]:
    document = exam_to_json(exam)
    editions: list[dict[str, object]] = document.pop("editions")  # type: ignore[assignment]
    yield from ("", "[[exams]]", *entry_lines(document))
    for edition in editions:
        fields: list[dict[str, object]] = edition.pop("fields")  # type: ignore[assignment]
        said = {key: value for key, value in edition.items() if value is not False}
        yield from ("", "[[exams.editions]]", *_dated(said))
        for field in fields:
            yield from ("", "[[exams.editions.fields]]", *entry_lines(field))


def _dated(edition: dict[str, object]) -> Iterator[str]:
    """Yield the keys of an edition; days without quotation marks, as TOML has them."""
    for key, value in edition.items():
        if key in {"valid_from", "valid_through"}:
            if value is not None:
                yield f"{key} = {value}"
        else:
            yield from entry_lines({key: value})

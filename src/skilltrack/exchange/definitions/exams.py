"""Exams as definitions; one file may hold several."""

from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

from pydantic import Field

from skilltrack.domain import gates
from skilltrack.domain.calendar import Period
from skilltrack.domain.exams import Exam, ExamEdition, ExamField
from skilltrack.domain.problems import Problem, Refusal
from skilltrack.exchange.definitions.documents import (
    LARGEST,
    Code,
    Day,
    Document,
    Finder,
    Name,
    duplicates,
    read_toml,
    settle,
    validate,
)
from skilltrack.exchange.definitions.gates import GateDocument, gate_to_json, leaf_paths, to_gate
from skilltrack.files.shipped import shipped_folder


class FieldDocument(Document):
    """A reported score."""

    code: Code
    name: Name
    maximum: int = Field(ge=1, le=LARGEST)


class EditionDocument(Document):
    """A form of an exam; ``valid_through`` is the last valid day."""

    code: Code
    valid_from: Day | None = None
    valid_through: Day | None = None
    fields_: list[FieldDocument] = Field(default=[], max_length=50, alias="fields")
    pass_rule: GateDocument | None = None
    fee_yen: int | None = Field(default=None, ge=0, le=LARGEST)


class ExamDocument(Document):
    """An exam with its editions."""

    code: Code
    name: Name
    aliases: list[Name] = Field(default=[], max_length=50)
    editions: list[EditionDocument] = Field(min_length=1, max_length=100)


class ExamsDocument(Document):
    """A file of exams."""

    exams: list[ExamDocument] = Field(min_length=1, max_length=500)


def load_exams(folder: Path) -> tuple[Exam, ...]:
    """Read every exam of a folder of TOML files, or of one file, sorted by code.

    Raises:
        Refusal: Every mistake in all the files.
        MachineFailure: A file cannot be read.
    """
    exams: list[Exam] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else [folder]:
        try:
            document = validate(ExamsDocument, read_toml(path), path.name)
        except Refusal as refusal:
            problems += refusal.problems
            continue
        found = [_exam(exam) for exam in document.exams]
        for exam in found:
            problems += _mistakes(exam, f"exams[{exam.code}].", Finder(path.name))
        exams += found
    problems += _clashes(exams, Finder(folder.name))
    return settle(tuple(sorted(exams, key=lambda exam: exam.code)), problems)


def exam_from_json(data: object, *, file: str = "") -> Exam:
    """Check the values of one exam and make it.

    Args:
        data: What ``exam_to_json`` returned.
        file: The name of the file for the problems; empty when there is none.

    Raises:
        Refusal: Every mistake, each with its key path.
    """
    exam = _exam(validate(ExamDocument, data, file))
    return settle(exam, _mistakes(exam, "", Finder(file)))


def exam_to_json(exam: Exam) -> dict[str, object]:
    """Return an exam without loss as a JSON value."""
    return {
        "code": exam.code,
        "name": exam.name,
        "aliases": list(exam.aliases),
        "editions": [_edition_to_json(edition) for edition in exam.editions],
    }


def shipped_exams() -> tuple[Exam, ...]:
    """Return the shipped exams, sorted by code."""
    return load_exams(shipped_folder("schemes") / "exams")


def _exam(document: ExamDocument) -> Exam:
    return Exam(
        code=document.code,
        name=document.name,
        aliases=tuple(document.aliases),
        editions=tuple(
            ExamEdition(
                code=edition.code,
                valid=Period.through(edition.valid_from, edition.valid_through),
                fields=tuple(
                    ExamField(field.code, field.name, field.maximum) for field in edition.fields_
                ),
                pass_rule=None if edition.pass_rule is None else to_gate(edition.pass_rule),
                fee_yen=edition.fee_yen,
            )
            for edition in document.editions
        ),
    )


def _edition_to_json(edition: ExamEdition) -> dict[str, object]:
    start, last_day = edition.valid.start, edition.valid.last_day
    return {
        "code": edition.code,
        "valid_from": None if start is None else start.isoformat(),
        "valid_through": None if last_day is None else last_day.isoformat(),
        "fields": [
            {"code": field.code, "name": field.name, "maximum": field.maximum}
            for field in edition.fields
        ],
        "pass_rule": None if edition.pass_rule is None else gate_to_json(edition.pass_rule),
        "fee_yen": edition.fee_yen,
    }


def _mistakes(exam: Exam, prefix: str, finder: Finder) -> Iterator[Problem]:
    editions = f"{prefix}editions"
    yield from finder.duplicate_codes(editions, (edition.code for edition in exam.editions))
    for edition in exam.editions:
        yield from _edition_mistakes(edition, f"{editions}[{edition.code}]", finder)
    for first, second in combinations(exam.editions, 2):
        if _overlap(first.valid, second.valid):
            path = f"{editions}[{second.code}]"
            yield finder.problem("editions_overlap", path, first=first.code, second=second.code)


def _edition_mistakes(edition: ExamEdition, path: str, finder: Finder) -> Iterator[Problem]:
    start, end = edition.valid.start, edition.valid.end
    if start is not None and end is not None and end <= start:
        yield finder.problem("period_backwards", f"{path}.valid_through")
    yield from finder.duplicate_codes(f"{path}.fields", (field.code for field in edition.fields))
    if edition.pass_rule is None:
        return
    rule = list(leaf_paths(edition.pass_rule, f"{path}.pass_rule"))
    for leaf_id in duplicates(leaf.id for _, leaf in rule):
        yield finder.problem("duplicate_requirement", f"{path}.pass_rule", id=leaf_id)
    maxima = {field.code: field.maximum for field in edition.fields}
    for leaf_path, leaf in rule:
        if not isinstance(leaf, gates.ScoreAtLeast):
            yield finder.problem("not_a_score", leaf_path, label=leaf.label)
        elif leaf.score not in maxima:
            yield finder.unknown("unknown_score", f"{leaf_path}.score", leaf.score, maxima)
        elif leaf.points > maxima[leaf.score]:
            limit = maxima[leaf.score]
            yield finder.problem("points_above_maximum", f"{leaf_path}.points", limit=limit)


def _overlap(first: Period, second: Period) -> bool:
    def is_before(one: Period, other: Period) -> bool:
        return one.end is not None and other.start is not None and one.end <= other.start

    return not is_before(first, second) and not is_before(second, first)


def _clashes(exams: Iterable[Exam], finder: Finder) -> Iterator[Problem]:
    """Yield codes and names under which more than one exam would be found."""
    exams = list(exams)
    yield from finder.duplicate_codes("exams", (exam.code for exam in exams))
    for name in duplicates(name for exam in exams for name in {exam.name, *exam.aliases}):
        yield finder.problem("exam_name_twice", "exams", name=name)

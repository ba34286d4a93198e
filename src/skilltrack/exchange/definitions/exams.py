"""Exams as definitions; one file may hold several."""

from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

from pydantic import Field

from skilltrack.domain.calendar import Period
from skilltrack.domain.exams.definition import TOTAL, BookingRule, Exam, ExamEdition, ExamField
from skilltrack.domain.problems import Problem, Refusal
from skilltrack.domain.schemes import leaves
from skilltrack.domain.schemes.programmes import SkillRef
from skilltrack.exchange.definitions.documents import (
    LARGEST,
    Code,
    Day,
    Document,
    Finder,
    Name,
    OptionalText,
    duplicates,
    read_toml,
    settle,
    validate,
)
from skilltrack.exchange.definitions.gates import GateDocument, gate_to_json, leaf_paths, to_gate
from skilltrack.files.shipped import shipped_folder

MOST_DAYS = 3_660
MOST_MONTHS = 240


class CoverDocument(Document):
    """A category or an item of a questionnaire that asks about a field."""

    questionnaire: Code
    code: Code


class FieldDocument(Document):
    """A reported score."""

    code: Code
    name: Name
    maximum: int = Field(ge=1, le=LARGEST)
    covers: list[CoverDocument] = Field(default=[], max_length=200)


class BookingDocument(Document):
    """What the organiser says about booking; a key left out is not known."""

    retake_days: int | None = Field(default=None, ge=0, le=MOST_DAYS)
    change_days: int | None = Field(default=None, ge=0, le=MOST_DAYS)
    months_ahead: int | None = Field(default=None, ge=1, le=MOST_MONTHS)


class EditionDocument(Document):
    """A form of an exam; ``valid_through`` is the last valid day."""

    code: Code
    valid_from: Day | None = None
    valid_through: Day | None = None
    fields_: list[FieldDocument] = Field(default=[], max_length=50, alias="fields")
    pass_rule: GateDocument | None = None
    fee_yen: int | None = Field(default=None, ge=0, le=LARGEST)
    questions: int | None = Field(default=None, ge=1, le=LARGEST)
    minutes: int | None = Field(default=None, ge=1, le=LARGEST)
    booking: BookingDocument = BookingDocument()
    is_total_sum: bool = False
    is_provisional: bool = False


class ExamDocument(Document):
    """An exam with its editions."""

    code: Code
    name: Name
    aliases: list[Name] = Field(default=[], max_length=50)
    organiser: OptionalText = ""
    voucher_months: int | None = Field(default=None, ge=1, le=MOST_MONTHS)
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
            found, mistakes = _read(read_toml(path), path.name)
        except Refusal as refusal:
            problems += refusal.problems
            continue
        problems += mistakes
        exams += found
    problems += _clashes(exams, Finder(folder.name))
    return settle(tuple(sorted(exams, key=lambda exam: exam.code)), problems)


def exams_from_json(data: object, *, file: str = "") -> tuple[Exam, ...]:
    """Check the values of a file of exams and make them, in their order.

    Args:
        data: The values of the file.
        file: Its name for the problems; empty when there is none.

    Raises:
        Refusal: Every mistake, each with its key path.
    """
    exams, problems = _read(data, file)
    return settle(tuple(exams), [*problems, *_clashes(exams, Finder(file))])


def _read(data: object, file: str) -> tuple[list[Exam], list[Problem]]:
    document = validate(ExamsDocument, data, file)
    exams = [_exam(exam) for exam in document.exams]
    finder = Finder(file)
    return exams, [p for exam in exams for p in _mistakes(exam, f"exams[{exam.code}].", finder)]


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
        "organiser": exam.organiser,
        "voucher_months": exam.voucher_months,
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
        editions=tuple(_edition(edition) for edition in document.editions),
        organiser=document.organiser,
        voucher_months=document.voucher_months,
    )


def _edition(document: EditionDocument) -> ExamEdition:
    booking = document.booking
    return ExamEdition(
        code=document.code,
        valid=Period.through(document.valid_from, document.valid_through),
        fields=tuple(
            ExamField(
                field.code,
                field.name,
                field.maximum,
                tuple(SkillRef(cover.code, cover.questionnaire) for cover in field.covers),
            )
            for field in document.fields_
        ),
        pass_rule=None if document.pass_rule is None else to_gate(document.pass_rule),
        fee_yen=document.fee_yen,
        questions=document.questions,
        minutes=document.minutes,
        booking=BookingRule(booking.retake_days, booking.change_days, booking.months_ahead),
        is_total_sum=document.is_total_sum,
        is_provisional=document.is_provisional,
    )


def _edition_to_json(edition: ExamEdition) -> dict[str, object]:
    start, last_day = edition.valid.start, edition.valid.last_day
    booking = edition.booking
    return {
        "code": edition.code,
        "valid_from": None if start is None else start.isoformat(),
        "valid_through": None if last_day is None else last_day.isoformat(),
        "fields": [
            {
                "code": field.code,
                "name": field.name,
                "maximum": field.maximum,
                "covers": [
                    {"questionnaire": skill.questionnaire, "code": skill.code}
                    for skill in field.covers
                ],
            }
            for field in edition.fields
        ],
        "pass_rule": None if edition.pass_rule is None else gate_to_json(edition.pass_rule),
        "fee_yen": edition.fee_yen,
        "questions": edition.questions,
        "minutes": edition.minutes,
        "booking": {
            "retake_days": booking.retake_days,
            "change_days": booking.change_days,
            "months_ahead": booking.months_ahead,
        },
        "is_total_sum": edition.is_total_sum,
        "is_provisional": edition.is_provisional,
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
    for name in duplicates(field.name for field in edition.fields):
        yield finder.problem("field_name_twice", f"{path}.fields", name=name)
    for field in edition.fields:
        covers = f"{path}.fields[{field.code}].covers"
        yield from finder.duplicate_codes(covers, (skill.key for skill in field.covers))
    yield from _sum_mistakes(edition, path, finder)
    if edition.pass_rule is None:
        return
    rule = list(leaf_paths(edition.pass_rule, f"{path}.pass_rule"))
    for leaf_id in duplicates(leaf.id for _, leaf in rule):
        yield finder.problem("duplicate_requirement", f"{path}.pass_rule", id=leaf_id)
    maxima = {field.code: field.maximum for field in edition.fields}
    for leaf_path, leaf in rule:
        if not isinstance(leaf, leaves.ScoreAtLeast):
            yield finder.problem("not_a_score", leaf_path, label=leaf.label)
        elif leaf.score not in maxima:
            yield finder.unknown("unknown_score", f"{leaf_path}.score", leaf.score, maxima)
        elif leaf.points > maxima[leaf.score]:
            limit = maxima[leaf.score]
            yield finder.problem("points_above_maximum", f"{leaf_path}.points", limit=limit)


def _sum_mistakes(edition: ExamEdition, path: str, finder: Finder) -> Iterator[Problem]:
    """Yield why the total cannot be the sum of the fields, where it is said to be."""
    if not edition.is_total_sum:
        return
    maxima = {field.code: field.maximum for field in edition.fields}
    total = maxima.pop(TOTAL, None)
    if total is None or not maxima:
        yield finder.problem("sum_without_fields", f"{path}.is_total_sum")
    elif total != sum(maxima.values()):
        maximum = f"{path}.fields[{TOTAL}].maximum"
        yield finder.problem("total_not_sum", maximum, sum=sum(maxima.values()))


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

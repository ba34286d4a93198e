"""Completions and exam results as files bring them."""

from collections.abc import Mapping, Sequence
from typing import Any

from skilltrack.domain.exams import Exam, ExamAttempt
from skilltrack.domain.intake import Intake, Line, Vocabulary
from skilltrack.domain.problems import Place, Problem, Severity
from skilltrack.domain.training import Completion, CompletionStatus
from skilltrack.exchange.intake import columns as c
from skilltrack.exchange.intake import vocabulary as v
from skilltrack.exchange.intake.columns import BadCell, Column
from skilltrack.exchange.intake.roster import gather
from skilltrack.exchange.tables import Cell, RawTable


def completions_columns() -> tuple[Column, ...]:
    """Return the columns of the completions file."""
    return (
        Column("職員番号", c.code, needed=True),
        Column("研修コード", c.code, needed=True),
        Column("修了日", c.day, needed=True),
        Column(
            "状態",
            c.one_of(v.COMPLETION_STATES, CompletionStatus.COMPLETED),
            words=tuple(v.COMPLETION_STATES),
        ),
        Column("時間", c.number),
        Column("点数", c.number),
        Column("出所", c.verbatim),
    )


def read_completions(raw: RawTable) -> Intake[Completion]:
    """Read completions and exemptions."""
    parsed = c.read_columns(raw, completions_columns())
    return gather(
        raw,
        parsed,
        Completion,
        parsed.column("職員番号"),
        parsed.column("研修コード"),
        parsed.column("修了日"),
        parsed.column("状態", CompletionStatus.COMPLETED),
        parsed.column("時間"),
        parsed.column("点数"),
        parsed.column("出所", ""),
    )


def _field_names(exams: Mapping[str, Exam]) -> Sequence[str]:
    return tuple(
        dict.fromkeys(
            field.name for exam in exams.values() for e in exam.editions for field in e.fields
        )
    )


def exams_columns(exams: Mapping[str, Exam], words: Vocabulary) -> tuple[Column, ...]:
    """Return the columns of exam results."""
    return (
        Column("職員番号", c.code, needed=True),
        Column(
            "試験",
            c.known_as(words.exams, "intake.unknown_exam"),
            needed=True,
            words=tuple(words.exams),
        ),
        Column("受験日", c.day, needed=True),
        Column("合否", _pass_word, words=tuple(v.PASS_WORDS)),
        *(Column(name, c.whole_number) for name in _field_names(exams)),
    )


def read_exams(raw: RawTable, exams: Mapping[str, Exam], words: Vocabulary) -> Intake[ExamAttempt]:
    """Read exam results; which columns a row needs is said by the edition valid on its day."""
    names = _field_names(exams)
    parsed = c.read_columns(raw, exams_columns(exams, words))
    lines: list[Line[ExamAttempt]] = []
    problems = list(parsed.problems)
    scores = {name: parsed.column(name) for name in names}
    rows = zip(
        parsed.rows,
        parsed.column("職員番号"),
        parsed.column("試験"),
        parsed.column("受験日"),
        parsed.column("合否"),
        strict=True,
    )
    for index, (row, employee_no, exam, on, stated) in enumerate(rows):
        place = Place(raw.file, raw.sheet, row)
        values = {name: scores[name][index] for name in names}
        attempt, found = _attempt(place, exams[exam], values, (employee_no, on, stated))
        problems += found
        if attempt is not None:
            lines.append(Line(row, attempt))
    return Intake(
        raw.file, raw.sheet, raw.digest, len(raw.rows), lines, tuple(problems), parsed.lacking
    )


def _pass_word(cell: Cell) -> bool | None:
    text = c.code(cell)
    if not text:
        return None
    if text not in v.PASS_WORDS:
        raise BadCell("intake.unknown_word", text=text, accepted="合格・不合格")
    return v.PASS_WORDS[text]


def _attempt(
    place: Place, exam: Exam, values: Mapping[str, int | None], key: tuple[str, Any, bool | None]
) -> tuple[ExamAttempt | None, Sequence[Problem]]:
    employee_no, on, stated = key
    edition = exam.edition_on(on)
    if edition is None:
        return None, [Problem("intake.no_edition", place, {"exam": exam.name})]
    problems = []
    scores: dict[str, int] = {}
    for field in edition.fields:
        score = values.get(field.name)
        if score is None:
            continue
        if not 0 <= score <= field.maximum:
            problems.append(
                Problem(
                    "intake.score_out_of_range",
                    Place(place.file, place.sheet, place.row, field.name),
                    {"score": score, "maximum": field.maximum},
                )
            )
        scores[field.code] = score
    lacking = [field.name for field in edition.fields if field.code not in scores]
    if lacking and stated is None:
        wanted = "、".join(lacking)
        problems.append(Problem("intake.exam_undecided", place, {"wanted": wanted}))
    if not edition.fields and stated is None:
        problems.append(Problem("intake.exam_undecided", place, {"wanted": "合否"}))
    if any(problem.severity is Severity.ERROR for problem in problems):
        return None, problems
    return ExamAttempt(employee_no, exam.code, on, scores, stated), problems

"""Exam results as files bring them: from the office's own list, or from the seller of vouchers.

How the file for the buyers of vouchers looks is published nowhere (facts §4), so that every heading
can be mapped, a person may be told by number, account or name, and the exam by the voucher.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from skilltrack.domain.exams.definition import TOTAL, Exam, ExamEdition, PaidBy, decided_pass
from skilltrack.domain.exams.definition import ExamAttempt as Attempt
from skilltrack.domain.intake import Intake, Line, Vocabulary
from skilltrack.domain.problems import Place, Problem, Severity
from skilltrack.exchange.intake import columns as c
from skilltrack.exchange.intake import vocabulary as v
from skilltrack.exchange.intake.columns import BadCell, Column, ParsedColumns
from skilltrack.exchange.tables import Cell, RawTable

NUMBER, ACCOUNT, NAME, KANA = "職員番号", "アカウント", "氏名", "フリガナ"
EXAM, ON, RESULT = "試験", "受験日", "合否"
CERTIFICATE, PAID, VOUCHER = "合格証書番号", "負担", "バウチャー番号"
EVIDENCE, NOTE = "証跡", "備考"
PEOPLE = (NUMBER, ACCOUNT, NAME)
"""One of these must say who it was."""


@dataclass(frozen=True, slots=True)
class BroughtResult:
    """A row of results; blank parts are '' or None.

    ``by_heading`` holds the scores by the name of the field; which of them the exam knows is said
    by the edition of its day.
    """

    employee_no: str
    account: str
    name: str
    kana: str
    exam: str
    on: date | None
    stated_pass: bool | None
    certificate_no: str
    paid_by: PaidBy | None
    voucher: str
    evidence: str
    note: str
    by_heading: Mapping[str, int] = field(default_factory=dict)

    @property
    def person(self) -> str:
        """Return how the file calls the person."""
        return self.employee_no or self.account or self.name


def field_headings(exams: Mapping[str, Exam]) -> Sequence[str]:
    """Return the headings of the scores of every edition; fields of one name share a column."""
    return tuple(
        dict.fromkeys(
            field.name for exam in exams.values() for e in exam.editions for field in e.fields
        )
    )


def exams_columns(exams: Mapping[str, Exam], words: Vocabulary) -> tuple[Column, ...]:
    """Return the columns of exam results."""
    fixed = (
        Column("職員番号", c.code),
        Column("試験", c.known_as(words.exams, "intake.unknown_exam"), words=tuple(words.exams)),
        Column("受験日", c.day, needed=True),
        Column("合否", _pass_word, words=tuple(v.PASS_WORDS)),
        Column("アカウント", c.code),
        Column("氏名", c.verbatim),
        Column("フリガナ", c.verbatim),
        Column("合格証書番号", c.code),
        Column("負担", c.one_of(v.PAID_WORDS), words=tuple(v.PAID_WORDS)),
        Column("バウチャー番号", c.code),
        Column("証跡", c.verbatim),
        Column("備考", c.verbatim),
    )
    taken = {column.heading for column in fixed}
    scores = (name for name in field_headings(exams) if name not in taken)
    return (*fixed, *(Column(name, c.whole_number) for name in scores))


def read_exams(
    raw: RawTable, exams: Mapping[str, Exam], words: Vocabulary
) -> Intake[BroughtResult]:
    """Read exam results; whose they are and what they mean is found by the records."""
    parsed = c.read_columns(raw, exams_columns(exams, words))
    missing = tuple(_missing(raw, parsed))
    if missing:
        problems = (*parsed.problems, *missing)
        count = len(raw.rows)
        return Intake(raw.file, raw.sheet, raw.digest, count, [], problems, parsed.lacking)
    scores = {name: parsed.column(name) for name in field_headings(exams)}
    rows = zip(
        parsed.column(NUMBER, ""),
        parsed.column(ACCOUNT, ""),
        parsed.column(NAME, ""),
        parsed.column(KANA, ""),
        parsed.column(EXAM, ""),
        parsed.column(ON),
        parsed.column(RESULT),
        parsed.column(CERTIFICATE, ""),
        parsed.column(PAID),
        parsed.column(VOUCHER, ""),
        parsed.column(EVIDENCE, ""),
        parsed.column(NOTE, ""),
        strict=True,
    )
    lines = []
    for at, (row, cells) in enumerate(zip(parsed.rows, rows, strict=True)):
        by_heading = {name: cell[at] for name, cell in scores.items() if cell[at] is not None}
        lines.append(Line(row, BroughtResult(*_texts((*cells, by_heading)))))
    return Intake(
        raw.file, raw.sheet, raw.digest, len(raw.rows), lines, parsed.problems, parsed.lacking
    )


def _texts(cells: Sequence[Any]) -> Sequence[Any]:
    return [cell.strip() if type(cell) is str else cell for cell in cells]


def _missing(raw: RawTable, parsed: ParsedColumns) -> Iterator[Problem]:
    """Yield a problem where the file has no column that says who it was, or which exam."""
    if any(p.severity is Severity.ERROR and p.place.row is None for p in parsed.problems):
        return
    place = Place(raw.file, raw.sheet)
    if parsed.lacking.issuperset(PEOPLE):
        accepted = "、".join(PEOPLE)
        yield Problem("intake.missing_column", place, {"heading": NUMBER, "accepted": accepted})
    if parsed.lacking.issuperset((EXAM, VOUCHER)):
        accepted = "、".join((EXAM, VOUCHER))
        yield Problem("intake.missing_column", place, {"heading": EXAM, "accepted": accepted})


def _pass_word(cell: Cell) -> bool | None:
    text = c.code(cell)
    if not text:
        return None
    if text not in v.PASS_WORDS:
        raise BadCell("intake.unknown_word", text=text, accepted="合格・不合格")
    return v.PASS_WORDS[text]


def scores_in(
    brought: BroughtResult, exam: Exam, edition: ExamEdition, place: Place
) -> tuple[Mapping[str, int], Sequence[Problem]]:
    """Return field code → score by the edition of the day, and everything that is wrong.

    A provisional edition has no maximum that was published, and nothing is judged by it: a score
    above the one it has for the time being is only told.
    """
    by_name = {field.name: field for field in edition.fields}
    scores: dict[str, int] = {}
    problems: list[Problem] = []

    def at(heading: str) -> Place:
        return Place(place.file, place.sheet, place.row, heading)

    for heading, score in brought.by_heading.items():
        known = by_name.get(heading)
        if known is None:
            values = {"exam": exam.name}
            problems.append(Problem("intake.score_not_of_exam", at(heading), values))
            continue
        is_above = score > known.maximum
        if score < 0 or is_above:
            is_open = edition.is_provisional and is_above
            problems.append(
                Problem(
                    "intake.score_above_provisional" if is_open else "intake.score_out_of_range",
                    at(heading),
                    {"score": score, "maximum": known.maximum},
                    Severity.NOTICE if is_open else Severity.ERROR,
                )
            )
        scores[known.code] = score
    problems += _sum_problems(edition, scores, at(_name_of(edition, TOTAL)))
    return scores, problems


def _name_of(edition: ExamEdition, code: str) -> str:
    return next((field.name for field in edition.fields if field.code == code), "")


def _sum_problems(
    edition: ExamEdition, scores: Mapping[str, int], place: Place
) -> Iterator[Problem]:
    codes = {field.code for field in edition.fields}
    if not edition.is_total_sum or not codes <= scores.keys():
        return
    total = sum(scores[code] for code in codes - {TOTAL})
    if total != scores[TOTAL]:
        yield Problem("intake.total_not_sum", place, {"total": scores[TOTAL], "sum": total})


def undecided(edition: ExamEdition, attempt: Attempt, place: Place) -> Iterator[Problem]:
    """Yield a problem where neither the scores nor a stated result decide the sitting."""
    if attempt.stated_pass is not None:
        return
    lacking = [field.name for field in edition.fields if field.code not in attempt.scores]
    if edition.is_provisional or edition.pass_rule is None:
        lacking = [RESULT]
    elif not lacking and decided_pass(edition, attempt) is not None:
        return
    values = {"wanted": "、".join(lacking or [RESULT])}
    yield Problem("intake.exam_undecided", place, values)

"""The columns of every kind of import file, as a mapping offers them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from skilltrack.domain.exams.definition import Exam
from skilltrack.domain.intake import ImportKind, OfferedColumn, Vocabulary
from skilltrack.exchange.intake import career, courses, employees, exam_results, roster, training
from skilltrack.exchange.intake.columns import Column
from skilltrack.exchange.intake.practices import practices_columns


@dataclass(frozen=True, slots=True)
class Words:
    """The words and exams of the municipality, on which some columns depend."""

    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    exams: Mapping[str, Exam] = field(default_factory=dict)


_COLUMNS: Mapping[ImportKind, Callable[[Words], tuple[Column, ...]]] = {
    ImportKind.DEPARTMENTS: lambda _words: roster.departments_columns(),
    ImportKind.TITLES: lambda words: roster.titles_columns(words.vocabulary),
    ImportKind.EMPLOYEES: lambda _words: employees.employees_columns(),
    ImportKind.APPOINTMENTS: lambda words: roster.appointments_columns(words.vocabulary),
    ImportKind.COURSES: lambda words: courses.courses_columns(words.vocabulary),
    ImportKind.COMPLETIONS: lambda _words: training.completions_columns(),
    ImportKind.EXAMS: lambda words: exam_results.exams_columns(words.exams, words.vocabulary),
    ImportKind.VOUCHER_RESULTS: lambda words: exam_results.exams_columns(
        words.exams, words.vocabulary
    ),
    ImportKind.PRACTICES: lambda _words: practices_columns(),
    ImportKind.CAREER: lambda _words: career.career_columns(),
}


def offered_columns(kind: ImportKind, words: Words) -> tuple[OfferedColumn, ...]:
    """Return the columns of a kind, in the order of the documents."""
    return tuple(
        OfferedColumn(column.heading, column.needed, column.words, column.is_list)
        for column in _COLUMNS[kind](words)
    )

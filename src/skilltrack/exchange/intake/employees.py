"""The employees file: every person with the present post, kept in columns.

A roster has tens of thousands of lines of which few say anything new, so a line becomes a value
only when somebody asks for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from skilltrack.domain.calendar import Period
from skilltrack.domain.intake import Intake, LinesInColumns
from skilltrack.domain.organisation import (
    Absence,
    AbsenceKind,
    Employee,
    EmploymentType,
    RosterEntry,
)
from skilltrack.exchange.intake import columns as c
from skilltrack.exchange.intake import vocabulary as v
from skilltrack.exchange.intake.columns import Column
from skilltrack.exchange.intake.roster import reversed_periods
from skilltrack.exchange.tables import RawTable


@dataclass(frozen=True, slots=True)
class RosterColumns:
    """The columns of a roster, one value per good row; what the file lacks holds defaults."""

    rows: Sequence[int]
    numbers: Sequence[str]
    names: Sequence[str]
    kana: Sequence[str]
    departments: Sequence[str]
    titles: Sequence[str]
    employment_types: Sequence[EmploymentType]
    occupations: Sequence[str]
    concurrent: Sequence[tuple[str, ...]]
    hired: Sequence[date | None]
    left: Sequence[date | None]
    absences: Sequence[AbsenceKind | None]
    absent_from: Sequence[date | None]
    absent_through: Sequence[date | None]
    born: Sequence[date | None]
    accounts: Sequence[str]

    def employee(self, position: int) -> Employee:
        """Return the person of a row."""
        return Employee(
            self.numbers[position],
            self.names[position],
            self.kana[position],
            self.occupations[position],
            self.hired[position],
            self.left[position],
            self.born[position],
            self.accounts[position],
        )

    def entry(self, position: int) -> RosterEntry:
        """Return a row as a value."""
        kind = self.absences[position]
        period = Period.through(self.absent_from[position], self.absent_through[position])
        return RosterEntry(
            self.employee(position),
            self.departments[position],
            self.titles[position],
            self.employment_types[position],
            self.concurrent[position],
            None if kind is None else Absence(kind, period),
        )


@dataclass(frozen=True, slots=True)
class Roster:
    """An employees file: what was found in it, and its columns."""

    intake: Intake[RosterEntry]
    columns: RosterColumns


def employees_columns() -> tuple[Column, ...]:
    """Return the columns of the employees file."""
    return (
        Column("職員番号", c.code, needed=True),
        Column("氏名", c.verbatim, needed=True),
        Column("フリガナ", c.verbatim),
        Column("所属コード", c.code, needed=True),
        Column("職名", c.code),
        Column(
            "任用区分",
            c.one_of(v.EMPLOYMENT_TYPES, EmploymentType.REGULAR),
            words=tuple(v.EMPLOYMENT_TYPES),
        ),
        Column("職種", c.verbatim),
        Column("兼務所属コード", c.codes),
        Column("採用日", c.day),
        Column("退職日", c.day),
        Column("状態", c.one_of(v.ABSENCES), words=tuple(v.ABSENCES)),  # type: ignore[type-var]
        Column("状態開始", c.day),
        Column("状態終了", c.day),
        Column("生年月日", c.day),
        Column("アカウント", c.code),
    )


def read_employees(raw: RawTable) -> Roster:
    """Read the employees file."""
    parsed = c.read_columns(raw, employees_columns())
    departments = parsed.column("所属コード")
    concurrent = [
        tuple(code for code in elsewhere if code != main) if elsewhere else ()
        for elsewhere, main in zip(parsed.column("兼務所属コード", ()), departments, strict=True)
    ]
    found = RosterColumns(
        rows=parsed.rows,
        numbers=parsed.column("職員番号"),
        names=parsed.column("氏名"),
        kana=parsed.column("フリガナ", ""),
        departments=departments,
        titles=parsed.column("職名", ""),
        employment_types=parsed.column("任用区分", EmploymentType.REGULAR),
        occupations=parsed.column("職種", ""),
        concurrent=concurrent,
        hired=parsed.column("採用日"),
        left=parsed.column("退職日"),
        absences=parsed.column("状態"),
        absent_from=parsed.column("状態開始"),
        absent_through=parsed.column("状態終了"),
        born=parsed.column("生年月日"),
        accounts=parsed.column("アカウント", ""),
    )
    problems = (
        *parsed.problems,
        *reversed_periods(raw, parsed, "採用日", "退職日"),
        *reversed_periods(raw, parsed, "状態開始", "状態終了"),
    )
    lines = LinesInColumns(parsed.rows, found.entry)
    intake = Intake(raw.file, raw.sheet, raw.digest, len(raw.rows), lines, problems, parsed.lacking)
    return Roster(intake, found)

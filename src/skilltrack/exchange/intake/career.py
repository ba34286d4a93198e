"""Entries of careers as files bring them."""

from skilltrack.domain.calendar import ALWAYS, Period
from skilltrack.domain.intake import Intake
from skilltrack.domain.people.career import CareerEntry
from skilltrack.exchange.intake import columns as c
from skilltrack.exchange.intake import vocabulary as v
from skilltrack.exchange.intake.columns import Column
from skilltrack.exchange.intake.roster import gather
from skilltrack.exchange.tables import RawTable


def career_columns() -> tuple[Column, ...]:
    """Return the columns of the file of careers."""
    return (
        Column("職員番号", c.code, needed=True),
        Column("種類", c.one_of(v.CAREER_KINDS), needed=True, words=tuple(v.CAREER_KINDS)),
        Column("分野", c.verbatim),
        Column("名称", c.verbatim, needed=True),
        Column("開始", c.day),
        Column("終了", c.day),
        Column("水準", c.whole_number),
        Column("証拠", c.verbatim),
        Column("備考", c.verbatim),
    )


def read_career(raw: RawTable) -> Intake[CareerEntry]:
    """Read entries of careers; they get their ids when they are taken over."""
    parsed = c.read_columns(raw, career_columns())
    return gather(
        raw,
        parsed,
        lambda number, kind, field, title, start, last, level, evidence, note: CareerEntry(
            "",
            number,
            kind,
            field.strip(),
            title.strip(),
            ALWAYS if start is None and last is None else Period.through(start, last),
            level,
            evidence.strip(),
            note.strip(),
        ),
        parsed.column("職員番号"),
        parsed.column("種類"),
        parsed.column("分野", ""),
        parsed.column("名称"),
        parsed.column("開始"),
        parsed.column("終了"),
        parsed.column("水準"),
        parsed.column("証拠", ""),
        parsed.column("備考", ""),
        period=("開始", "終了"),
    )

"""Practices as files bring them, with the days of their stages where the file has them."""

from collections.abc import Mapping
from datetime import date

from skilltrack.domain.intake import Intake
from skilltrack.domain.organisation import Practice, PracticeStage
from skilltrack.domain.practices import PracticeEntry
from skilltrack.exchange.intake import columns as c
from skilltrack.exchange.intake import vocabulary as v
from skilltrack.exchange.intake.columns import Column, read_columns
from skilltrack.exchange.intake.roster import gather
from skilltrack.exchange.tables import RawTable

DAY_HEADINGS: Mapping[PracticeStage, str] = {
    PracticeStage.PROPOSED: "提案日",
    PracticeStage.ADOPTED: "採択日",
    PracticeStage.CARRIED_OUT: "実施日",
    PracticeStage.SPREAD: "横展開日",
}


def practices_columns() -> tuple[Column, ...]:
    """Return the columns of the practices file."""
    return (
        Column("所属コード", c.code, needed=True),
        Column("名称", c.verbatim, needed=True),
        Column("段階", c.one_of(v.PRACTICE_STAGES), needed=True, words=tuple(v.PRACTICE_STAGES)),
        Column("内容", c.verbatim),
        Column("効果時間", c.number),
        Column("効果件数", c.whole_number),
        Column("参加者職員番号", c.codes),
        Column("公開可否", c.yes_no),
        Column("提案日", c.day),
        Column("採択日", c.day),
        Column("実施日", c.day),
        Column("横展開日", c.day),
    )


def _entry(
    department: str,
    title: str,
    stage: PracticeStage,
    content: str,
    hours: float | None,
    cases: int | None,
    participants: tuple[str, ...],
    is_public: bool,  # noqa: FBT001 (a cell of the row)
    *days: date | None,
) -> PracticeEntry:
    practice = Practice(department, title, stage, content, hours, cases, participants, is_public)
    known = zip(DAY_HEADINGS, days, strict=True)
    return PracticeEntry(practice, tuple((of, on) for of, on in known if on is not None))


def read_practices(raw: RawTable) -> Intake[PracticeEntry]:
    """Read the practices of departments."""
    parsed = read_columns(raw, practices_columns())
    return gather(
        raw,
        parsed,
        _entry,
        parsed.column("所属コード"),
        parsed.column("名称"),
        parsed.column("段階"),
        parsed.column("内容", ""),
        parsed.column("効果時間"),
        parsed.column("効果件数"),
        parsed.column("参加者職員番号", ()),
        parsed.column("公開可否", False),  # noqa: FBT003 (a default per row)
        *(parsed.column(heading) for heading in DAY_HEADINGS.values()),
    )

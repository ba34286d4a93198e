"""Completions as files bring them."""

from skilltrack.domain.catalogue.courses import Completion, CompletionStatus
from skilltrack.domain.intake import Intake
from skilltrack.exchange.intake import columns as c
from skilltrack.exchange.intake import vocabulary as v
from skilltrack.exchange.intake.columns import Column
from skilltrack.exchange.intake.roster import gather
from skilltrack.exchange.tables import RawTable


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

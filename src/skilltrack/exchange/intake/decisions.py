"""What a file says about the people missing from a roster."""

from skilltrack.domain.intake import Decision, Handling, Intake
from skilltrack.exchange.intake import columns as c
from skilltrack.exchange.intake.columns import Column
from skilltrack.exchange.intake.roster import gather
from skilltrack.exchange.tables import RawTable

HANDLINGS = {
    "そのまま": Handling.KEEP,
    "そのまま残す": Handling.KEEP,
    "残す": Handling.KEEP,
    "退職": Handling.RETIRED,
    "派遣出": Handling.SECONDED,
    "派遣": Handling.SECONDED,
    "休職": Handling.LEAVE,
    "育休": Handling.CHILDCARE,
    "育児休業": Handling.CHILDCARE,
}


def read_decisions(raw: RawTable) -> Intake[tuple[str, Decision]]:
    """Read decisions: employee number, handling, and a day where it is not the usual one."""
    parsed = c.read_columns(
        raw,
        (
            Column("職員番号", c.code, needed=True),
            Column("扱い", c.one_of(HANDLINGS), needed=True, words=tuple(HANDLINGS)),
            Column("日付", c.day),
        ),
    )
    return gather(
        raw,
        parsed,
        lambda number, handling, on: (number, Decision(handling, on)),
        parsed.column("職員番号"),
        parsed.column("扱い"),
        parsed.column("日付"),
    )

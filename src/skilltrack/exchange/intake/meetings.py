"""Lists of who came to a meeting."""

from skilltrack.domain.intake import Intake
from skilltrack.domain.roles.meetings import AttendanceState
from skilltrack.exchange.intake import columns as c
from skilltrack.exchange.intake import vocabulary as v
from skilltrack.exchange.intake.columns import Column
from skilltrack.exchange.intake.roster import gather
from skilltrack.exchange.tables import RawTable


def read_attendance(raw: RawTable) -> Intake[tuple[str, AttendanceState]]:
    """Read who came: employee number and state; a blank is 出席."""
    parsed = c.read_columns(
        raw,
        (
            Column("職員番号", c.code, needed=True),
            Column("出欠", c.one_of(v.ATTENDANCES, AttendanceState.ATTENDED)),
        ),
    )
    return gather(
        raw,
        parsed,
        lambda number, state: (number, state),
        parsed.column("職員番号"),
        parsed.column("出欠", AttendanceState.ATTENDED),
    )

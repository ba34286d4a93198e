"""Every table, with named constraints.

Facts are never overwritten. A *versioned* row knows the change that recorded it and, once it no
longer holds, the change that superseded it; what was known at change *n* are the rows with
``recorded_in <= n`` and ``superseded_in`` empty or greater than *n*. Periods are half-open:
``valid_to`` is the first day on which the row no longer holds.
"""

from datetime import UTC, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

SCHEMA_VERSION: Final = 1
"""Written to ``user_version``; a data file with a greater number is refused."""

APPLICATION_ID: Final = 0x534B544B
"""Written to ``application_id`` of the SQLite file ("SKTK")."""

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcInstant(sa.TypeDecorator[datetime]):
    """An aware UTC instant; naive values are refused."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Store UTC without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "an instant needs a time zone"
            raise ValueError(msg)
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return an aware UTC instant."""
        return None if value is None else value.replace(tzinfo=UTC)


def _versioned(name: str, *columns: sa.Column[Any], **indexes: tuple[str, ...]) -> sa.Table:
    table = sa.Table(
        name,
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        *columns,
        sa.Column("recorded_in", sa.ForeignKey("change.id"), nullable=False),
        sa.Column("superseded_in", sa.ForeignKey("change.id")),
    )
    for names in indexes.values():
        sa.Index(None, *(table.c[column] for column in names))
    sa.Index(None, table.c.recorded_in)
    return table


def _period() -> tuple[sa.Column[Any], sa.Column[Any]]:
    return sa.Column("valid_from", sa.Date), sa.Column("valid_to", sa.Date)


change = sa.Table(
    "change",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", UtcInstant, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("terminal", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
)

import_file = sa.Table(
    "import_file",
    metadata,
    sa.Column("change_id", sa.ForeignKey("change.id"), primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("file_name", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("rows_read", sa.Integer, nullable=False),
    sa.Column("rows_new", sa.Integer, nullable=False),
    sa.Column("rows_changed", sa.Integer, nullable=False),
    sa.Column("effective_on", sa.Date),
    sa.Column("undone_in", sa.ForeignKey("change.id")),
)

operation = sa.Table(
    "operation",
    metadata,
    sa.Column("change_id", sa.ForeignKey("change.id"), primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("effective_on", sa.Date),
    sa.Column("undone_in", sa.ForeignKey("change.id")),
)

setting = _versioned(
    "setting",
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("value", sa.JSON, nullable=False),
    by_name=("name",),
)

secret = sa.Table(
    "secret",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.LargeBinary, nullable=False),
)

definition = _versioned(
    "definition",
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("body", sa.JSON, nullable=False),
    by_code=("kind", "code"),
)

department = _versioned(
    "department",
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("parent_code", sa.Text),
    sa.Column(
        "is_evaluation_unit",
        sa.Boolean(create_constraint=True, name="is_evaluation_unit"),
        nullable=False,
    ),
    *_period(),
    sa.Column("successor_code", sa.Text),
    by_code=("code",),
)

succession = _versioned(
    "succession",
    sa.Column("predecessor_code", sa.Text, nullable=False),
    sa.Column("successor_code", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("effective_on", sa.Date, nullable=False),
    by_predecessor=("predecessor_code",),
)

job_title = _versioned(
    "job_title",
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("band", sa.Text, nullable=False),
    *_period(),
    by_name=("name",),
)

employee = _versioned(
    "employee",
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("kana", sa.Text, nullable=False),
    sa.Column("occupation", sa.Text, nullable=False),
    sa.Column("hired_on", sa.Date),
    sa.Column("left_on", sa.Date),
    sa.Column("born_on", sa.Date),
    sa.Column("account", sa.Text, nullable=False),
    by_number=("employee_no",),
)

posting = _versioned(
    "posting",
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("department_code", sa.Text, nullable=False),
    sa.Column("job_title", sa.Text, nullable=False),
    sa.Column("employment_type", sa.Text, nullable=False),
    sa.Column(
        "is_concurrent", sa.Boolean(create_constraint=True, name="is_concurrent"), nullable=False
    ),
    *_period(),
    by_number=("employee_no", "valid_from"),
)

absence = _versioned(
    "absence",
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    *_period(),
    by_number=("employee_no",),
)

appointment = _versioned(
    "appointment",
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    *_period(),
    sa.Column("method", sa.Text),
    sa.Column("department_code", sa.Text),
    sa.Column("recruitment_id", sa.Text, nullable=False),  # empty outside any recruitment
    sa.Column("certificate_no", sa.Text, nullable=False),
    sa.Column("ended_because", sa.Text, nullable=False),
    by_number=("employee_no",),
)

recruitment = _versioned(
    "recruitment",
    sa.Column("recruitment_id", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("opens_on", sa.Date, nullable=False),
    sa.Column("closes_on", sa.Date, nullable=False),
    sa.Column("starts_on", sa.Date, nullable=False),  # first day of the appointments
    by_id=("recruitment_id",),
)

nomination = _versioned(
    "nomination",
    sa.Column("recruitment_id", sa.Text, nullable=False),
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("department_code", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("decided_on", sa.Date),
    by_recruitment=("recruitment_id", "employee_no"),
)

meeting = _versioned(
    "meeting",
    sa.Column("meeting_id", sa.Text, nullable=False),
    sa.Column("circle", sa.Text, nullable=False),  # who is invited: a role, or concurrent posts
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("held_on", sa.Date, nullable=False),
    sa.Column("minutes", sa.Integer),
    sa.Column("notes", sa.Text, nullable=False),
    by_id=("meeting_id",),
)

meeting_attendance = _versioned(
    "meeting_attendance",
    sa.Column("meeting_id", sa.Text, nullable=False),
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    by_meeting=("meeting_id", "employee_no"),
)

year_closing = _versioned(
    "year_closing",
    sa.Column("fiscal_year", sa.Integer, nullable=False),
    sa.Column("as_of", sa.Date, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    by_year=("fiscal_year",),
)

frozen_figures = _versioned(
    "frozen_figures",
    sa.Column("fiscal_year", sa.Integer, nullable=False),
    sa.Column("report", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),  # a scheme, an exam; empty for the whole body
    sa.Column("body", sa.Text, nullable=False),  # the JSON as it was printed; no person in it
    by_year=("fiscal_year", "report", "subject"),
)

course = _versioned(
    "course",
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("fiscal_year", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("band", sa.Text, nullable=False),  # '' is everyone
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("mode", sa.Text, nullable=False),
    sa.Column("hours", sa.Numeric(7, 2, asdecimal=False)),
    by_year=("fiscal_year", "code"),
)

completion = _versioned(
    "completion",
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("course_code", sa.Text, nullable=False),
    sa.Column("completed_on", sa.Date, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("hours", sa.Numeric(7, 2, asdecimal=False)),
    sa.Column("score", sa.Numeric(7, 2, asdecimal=False)),
    sa.Column("origin", sa.Text, nullable=False),
    by_number=("employee_no", "course_code", "completed_on"),
)

exam_attempt = _versioned(
    "exam_attempt",
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("exam", sa.Text, nullable=False),
    sa.Column("sat_on", sa.Date, nullable=False),
    sa.Column("scores", sa.JSON, nullable=False),
    sa.Column("stated_pass", sa.Boolean(create_constraint=True, name="stated_pass")),
    by_number=("employee_no",),
)

practice = _versioned(
    "practice",
    sa.Column("department_code", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("effect_hours", sa.Numeric(9, 2, asdecimal=False)),
    sa.Column("effect_cases", sa.Integer),
    sa.Column("participants", sa.JSON, nullable=False),
    sa.Column("is_public", sa.Boolean(create_constraint=True, name="is_public"), nullable=False),
    by_department=("department_code",),
)

round_ = _versioned(
    "round",
    sa.Column("round_id", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("questionnaire", sa.Text, nullable=False),
    sa.Column("questionnaire_version", sa.Integer, nullable=False),
    sa.Column("schemes", sa.JSON, nullable=False),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("contact", sa.Text, nullable=False),
    sa.Column("opens_on", sa.Date, nullable=False),
    sa.Column("closes_on", sa.Date, nullable=False),
    sa.Column("is_closed", sa.Boolean(create_constraint=True, name="is_closed"), nullable=False),
    sa.Column("public_key", sa.LargeBinary, nullable=False),
    sa.Column("population", sa.JSON, nullable=False),
    sa.Column("reminders", sa.JSON, nullable=False),  # days in ISO form
    sa.Column("is_strict", sa.Boolean(create_constraint=True, name="is_strict"), nullable=False),
    by_round=("round_id",),
)

round_target = sa.Table(
    "round_target",
    metadata,
    sa.Column("round_id", sa.Text, primary_key=True),
    sa.Column("employee_no", sa.Text, primary_key=True),
    sa.Column("department_code", sa.Text, nullable=False),
    sa.Column("job_title", sa.Text, nullable=False),
    sa.Column("band", sa.Text),
    sa.Column("employment_type", sa.Text, nullable=False),
    sa.Column("recorded_in", sa.ForeignKey("change.id"), nullable=False),
)

access_code = _versioned(
    "access_code",
    sa.Column("round_id", sa.Text, nullable=False),
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("issue", sa.Integer, nullable=False),
    by_round=("round_id", "employee_no"),
)

respondent_key = _versioned(
    "respondent_key",
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("public_key", sa.LargeBinary, nullable=False),
    by_number=("employee_no",),
)

response = _versioned(
    "response",
    sa.Column("round_id", sa.Text, nullable=False),
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("counter", sa.Integer, nullable=False),
    sa.Column("content", sa.Text, nullable=False),  # SHA-256 of what was signed
    sa.Column("job_title", sa.Text, nullable=False),
    sa.Column("answered_on", sa.Date, nullable=False),
    sa.Column("answers", sa.JSON, nullable=False),
    sa.Column("comments", sa.JSON, nullable=False),
    by_round=("round_id", "employee_no"),
)

received_file = sa.Table(
    "received_file",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("round_id", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("sheet", sa.Text, nullable=False),  # empty for sealed files
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("bucket", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("employee_no", sa.Text),
    sa.Column("counter", sa.Integer),
    sa.Column("sealed", sa.LargeBinary),
    sa.Column("recorded_in", sa.ForeignKey("change.id"), nullable=False),
    sa.UniqueConstraint("round_id", "digest", "sheet"),
)

file_decision = sa.Table(
    "file_decision",
    metadata,
    sa.Column("received_file_id", sa.ForeignKey("received_file.id"), primary_key=True),
    sa.Column("decision", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("recorded_in", sa.ForeignKey("change.id"), nullable=False),
)

erasure = sa.Table(
    "erasure",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("record_class", sa.Text, nullable=False),
    sa.Column("stub", sa.Text, nullable=False),  # empty where no single person is concerned
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("erased_on", sa.Date, nullable=False),
    sa.Column("recorded_in", sa.ForeignKey("change.id"), nullable=False),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("at", UtcInstant, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("terminal", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("target", sa.Text, nullable=False),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("result", sa.Text, nullable=False),
    sa.Column("mac", sa.LargeBinary, nullable=False),
)

VERSIONED = tuple(table for table in metadata.sorted_tables if "superseded_in" in table.c)
"""Tables whose rows are recorded and superseded, never overwritten."""

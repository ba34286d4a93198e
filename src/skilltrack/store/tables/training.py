"""The catalogue, sessions with who attends them, completions, exemptions and the yearly plan."""

import sqlalchemy as sa

from skilltrack.store.tables.shape import metadata, period, versioned

course = versioned(
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

course_detail = versioned(
    "course_detail",
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("fiscal_year", sa.Integer, nullable=False),
    sa.Column("body", sa.JSON, nullable=False),  # the plain form of ``CourseDetail``
    by_year=("fiscal_year", "code"),
)

course_session = versioned(
    "course_session",
    sa.Column("session_id", sa.Text, nullable=False),
    sa.Column("course_code", sa.Text, nullable=False),
    sa.Column("fiscal_year", sa.Integer, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("mode", sa.Text, nullable=False),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("lecturer", sa.Text, nullable=False),
    sa.Column("capacity", sa.Integer),
    sa.Column("apply_by", sa.Date),  # last day of applications
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    by_year=("fiscal_year", "course_code"),
    by_id=("session_id",),
)

session_day = versioned(
    "session_day",
    sa.Column("session_id", sa.Text, nullable=False),
    sa.Column("day_no", sa.Integer, nullable=False),
    sa.Column("held_on", sa.Date, nullable=False),
    sa.Column("starts_at", sa.Text, nullable=False),  # 13:30; empty where not fixed
    sa.Column("ends_at", sa.Text, nullable=False),
    sa.Column(
        "is_presentation",
        sa.Boolean(create_constraint=True, name="is_presentation"),
        nullable=False,
    ),
    by_session=("session_id",),
)

enrolment = versioned(
    "enrolment",
    sa.Column("session_id", sa.Text, nullable=False),
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("noted_on", sa.Date, nullable=False),
    by_session=("session_id", "employee_no"),
    by_number=("employee_no",),
)

session_attendance = versioned(
    "session_attendance",
    sa.Column("session_id", sa.Text, nullable=False),
    sa.Column("day_no", sa.Integer, nullable=False),
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("minutes", sa.Integer),
    by_session=("session_id", "employee_no"),
)

session_guest = versioned(
    "session_guest",
    sa.Column("session_id", sa.Text, nullable=False),
    sa.Column("guest_id", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("organisation", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    by_session=("session_id",),
)

session_survey = versioned(
    "session_survey",
    sa.Column("session_id", sa.Text, nullable=False),
    sa.Column("sheet", sa.Integer, nullable=False),  # nobody's: sheets are only numbered
    sa.Column("satisfaction", sa.Integer),
    sa.Column("understanding", sa.Integer),
    sa.Column("comment", sa.Text, nullable=False),
    by_session=("session_id",),
)

completion = versioned(
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

exemption = versioned(
    "exemption",
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("course_code", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    *period(),
    by_number=("employee_no",),
)

seat_plan = versioned(
    "seat_plan",
    sa.Column("plan_id", sa.Text, nullable=False),
    sa.Column("fiscal_year", sa.Integer, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("limits", sa.JSON, nullable=False),
    sa.Column("outcome", sa.JSON, nullable=False),  # figures only; people are in ``seat``
    by_year=("fiscal_year",),
)

seat = versioned(
    "seat",
    sa.Column("plan_id", sa.Text, nullable=False),
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("course_code", sa.Text, nullable=False),
    sa.Column("session_id", sa.Text, nullable=False),  # empty where nobody set a session yet
    sa.Column("why", sa.JSON, nullable=False),
    by_plan=("plan_id",),
)

submission = sa.Table(
    "submission",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("employee_no", sa.Text),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("file_name", sa.Text, nullable=False),
    sa.Column("submitted_on", sa.Date, nullable=False),
    sa.Column("body", sa.JSON, nullable=False),
    sa.Column("recorded_in", sa.ForeignKey("change.id"), nullable=False),
    sa.UniqueConstraint("digest"),
)

submission_decision = versioned(
    "submission_decision",
    sa.Column("submission_id", sa.ForeignKey("submission.id"), nullable=False),
    sa.Column("decision", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    by_submission=("submission_id",),
)

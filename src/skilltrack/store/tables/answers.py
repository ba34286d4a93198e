"""Rounds and what comes in for them."""

import sqlalchemy as sa

from skilltrack.store.tables.shape import metadata, versioned

round_ = versioned(
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

access_code = versioned(
    "access_code",
    sa.Column("round_id", sa.Text, nullable=False),
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("issue", sa.Integer, nullable=False),
    by_round=("round_id", "employee_no"),
)

respondent_key = versioned(
    "respondent_key",
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("public_key", sa.LargeBinary, nullable=False),
    by_number=("employee_no",),
)

response = versioned(
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

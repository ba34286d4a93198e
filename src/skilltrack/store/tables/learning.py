"""Practices, accreditations, and what a person brings beside courses."""

import sqlalchemy as sa

from skilltrack.store.tables.shape import period, versioned

accreditation = versioned(
    "accreditation",
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("scheme", sa.Text, nullable=False),
    sa.Column("tier", sa.Text, nullable=False),
    *period(),
    sa.Column("certificate_no", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("evidence", sa.Text, nullable=False),
    sa.Column("ended_because", sa.Text, nullable=False),
    by_number=("employee_no",),
)

verdict_override = versioned(
    "verdict_override",
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("scheme", sa.Text, nullable=False),
    sa.Column("tier", sa.Text, nullable=False),  # empty: no tier
    *period(),
    sa.Column("reason", sa.Text, nullable=False),
    by_number=("employee_no",),
)

career_entry = versioned(
    "career_entry",
    sa.Column("entry_id", sa.Text, nullable=False),
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    *period(),
    sa.Column("level", sa.Integer),
    sa.Column("evidence", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    by_number=("employee_no",),
)

practice = versioned(
    "practice",
    sa.Column("practice_id", sa.Text, nullable=False),
    sa.Column("department_code", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("effect_hours", sa.Numeric(9, 2, asdecimal=False)),
    sa.Column("effect_cases", sa.Integer),
    sa.Column("participants", sa.JSON, nullable=False),
    sa.Column("is_public", sa.Boolean(create_constraint=True, name="is_public"), nullable=False),
    by_department=("department_code",),
    by_id=("practice_id",),
)

practice_stage = versioned(
    "practice_stage",
    sa.Column("practice_id", sa.Text, nullable=False),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("reached_on", sa.Date, nullable=False),
    by_id=("practice_id",),
)

practice_consent = versioned(
    "practice_consent",
    sa.Column("practice_id", sa.Text, nullable=False),
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("consents", sa.Boolean(create_constraint=True, name="consents"), nullable=False),
    sa.Column("stated_on", sa.Date, nullable=False),
    by_id=("practice_id", "employee_no"),
)

peer_review = versioned(
    "peer_review",
    sa.Column("practice_id", sa.Text, nullable=False),
    sa.Column("employee_no", sa.Text, nullable=False),  # who reviews
    sa.Column("department_code", sa.Text, nullable=False),
    sa.Column("reviewed_on", sa.Date, nullable=False),
    sa.Column("views", sa.JSON, nullable=False),  # aspect → what is said of it; never a number
    by_id=("practice_id", "employee_no"),
)

award_nomination = versioned(
    "award_nomination",
    sa.Column("practice_id", sa.Text, nullable=False),
    sa.Column("fiscal_year", sa.Integer, nullable=False),
    sa.Column("award", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("nominated_on", sa.Date, nullable=False),
    by_id=("practice_id",),
)

target_actual = versioned(
    "target_actual",
    sa.Column("target_id", sa.Text, nullable=False),
    sa.Column("counted_on", sa.Date, nullable=False),
    sa.Column("value", sa.Integer, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    by_target=("target_id",),
)

"""Courses, completions, exams and practices."""

import sqlalchemy as sa

from skilltrack.store.tables.shape import versioned

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

exam_attempt = versioned(
    "exam_attempt",
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("exam", sa.Text, nullable=False),
    sa.Column("sat_on", sa.Date, nullable=False),
    sa.Column("scores", sa.JSON, nullable=False),
    sa.Column("stated_pass", sa.Boolean(create_constraint=True, name="stated_pass")),
    by_number=("employee_no",),
)

practice = versioned(
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

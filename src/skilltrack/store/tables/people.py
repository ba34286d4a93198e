"""Departments, people, their posts and roles."""

import sqlalchemy as sa

from skilltrack.store.tables.shape import period, versioned

department = versioned(
    "department",
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("parent_code", sa.Text),
    sa.Column(
        "is_evaluation_unit",
        sa.Boolean(create_constraint=True, name="is_evaluation_unit"),
        nullable=False,
    ),
    *period(),
    sa.Column("successor_code", sa.Text),
    by_code=("code",),
)

succession = versioned(
    "succession",
    sa.Column("predecessor_code", sa.Text, nullable=False),
    sa.Column("successor_code", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("effective_on", sa.Date, nullable=False),
    by_predecessor=("predecessor_code",),
)

job_title = versioned(
    "job_title",
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("band", sa.Text, nullable=False),
    *period(),
    by_name=("name",),
)

employee = versioned(
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

former_name = versioned(  # what somebody was called before the name of the record
    "former_name",
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("kana", sa.Text, nullable=False),
    sa.Column("account", sa.Text, nullable=False),
    *period(),
    by_number=("employee_no",),
)

former_occupation = versioned(  # which occupation somebody had before that of the record
    "former_occupation",
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("occupation", sa.Text, nullable=False),
    *period(),
    by_number=("employee_no",),
)

posting = versioned(
    "posting",
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("department_code", sa.Text, nullable=False),
    sa.Column("job_title", sa.Text, nullable=False),
    sa.Column("employment_type", sa.Text, nullable=False),
    sa.Column(
        "is_concurrent", sa.Boolean(create_constraint=True, name="is_concurrent"), nullable=False
    ),
    *period(),
    by_number=("employee_no", "valid_from"),
)

absence = versioned(
    "absence",
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    *period(),
    by_number=("employee_no",),
)

appointment = versioned(
    "appointment",
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    *period(),
    sa.Column("method", sa.Text),
    sa.Column("department_code", sa.Text),
    sa.Column("recruitment_id", sa.Text, nullable=False),  # empty outside any recruitment
    sa.Column("certificate_no", sa.Text, nullable=False),
    sa.Column("ended_because", sa.Text, nullable=False),
    by_number=("employee_no",),
)

recruitment = versioned(
    "recruitment",
    sa.Column("recruitment_id", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("opens_on", sa.Date, nullable=False),
    sa.Column("closes_on", sa.Date, nullable=False),
    sa.Column("starts_on", sa.Date, nullable=False),  # first day of the appointments
    by_id=("recruitment_id",),
)

nomination = versioned(
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

meeting = versioned(
    "meeting",
    sa.Column("meeting_id", sa.Text, nullable=False),
    sa.Column("circle", sa.Text, nullable=False),  # who is invited: a role, or concurrent posts
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("held_on", sa.Date, nullable=False),
    sa.Column("minutes", sa.Integer),
    sa.Column("notes", sa.Text, nullable=False),
    by_id=("meeting_id",),
)

meeting_attendance = versioned(
    "meeting_attendance",
    sa.Column("meeting_id", sa.Text, nullable=False),
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    by_meeting=("meeting_id", "employee_no"),
)

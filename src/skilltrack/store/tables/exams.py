"""Exams: plans and sittings, vouchers, textbooks, aid towards costs, budgets, consent."""

import sqlalchemy as sa

from skilltrack.store.tables.shape import versioned

exam_attempt = versioned(
    "exam_attempt",
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("exam", sa.Text, nullable=False),
    sa.Column("sat_on", sa.Date, nullable=False),
    sa.Column("scores", sa.JSON, nullable=False),
    sa.Column("stated_pass", sa.Boolean(create_constraint=True, name="stated_pass")),
    sa.Column("certificate_no", sa.Text, nullable=False),
    sa.Column("paid_by", sa.Text, nullable=False),  # a ``PaidBy``; empty: not known
    sa.Column("source", sa.Text, nullable=False),  # where the result came from
    sa.Column("evidence", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    by_number=("employee_no",),
)

exam_plan = versioned(
    "exam_plan",
    sa.Column("plan_id", sa.Text, nullable=False),
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("exam", sa.Text, nullable=False),
    sa.Column("started_on", sa.Date, nullable=False),
    sa.Column("planned_on", sa.Date),
    sa.Column("booked_on", sa.Date),  # the day of booking
    sa.Column("booked_for", sa.Date),  # the day of the exam that was booked
    sa.Column("ended_on", sa.Date),
    sa.Column("ended_because", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    by_number=("employee_no",),
    by_id=("plan_id",),
)

exam_consent = versioned(
    "exam_consent",
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("exam", sa.Text, nullable=False),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("consents", sa.Boolean(create_constraint=True, name="consents"), nullable=False),
    sa.Column("stated_on", sa.Date, nullable=False),
    by_number=("employee_no",),
)

voucher = versioned(
    "voucher",
    sa.Column("voucher_id", sa.Text, nullable=False),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("exam", sa.Text, nullable=False),
    sa.Column("issued_on", sa.Date, nullable=False),
    sa.Column("last_day", sa.Date, nullable=False),
    sa.Column("price_yen", sa.Integer),
    sa.Column("order_no", sa.Text, nullable=False),
    sa.Column("budget_id", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    by_id=("voucher_id",),
    by_number=("number",),
)

voucher_step = versioned(
    "voucher_step",
    sa.Column("voucher_id", sa.Text, nullable=False),
    sa.Column("happened_on", sa.Date, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("employee_no", sa.Text, nullable=False),  # empty where nobody is concerned
    sa.Column("note", sa.Text, nullable=False),
    by_id=("voucher_id",),
    by_number=("employee_no",),
)

textbook_issue = versioned(
    "textbook_issue",
    sa.Column("issue_id", sa.Text, nullable=False),
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("exam", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("issued_on", sa.Date, nullable=False),
    sa.Column("returned_on", sa.Date),
    sa.Column("price_yen", sa.Integer),
    sa.Column("budget_id", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    by_number=("employee_no",),
    by_id=("issue_id",),
)

subsidy_application = versioned(
    "subsidy_application",
    sa.Column("application_id", sa.Text, nullable=False),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("rule_version", sa.Integer, nullable=False),
    sa.Column("employee_no", sa.Text, nullable=False),
    sa.Column("exam", sa.Text, nullable=False),  # an exam, or what else is aided, in words
    sa.Column("sat_on", sa.Date),
    sa.Column("applied_on", sa.Date, nullable=False),
    sa.Column("cost_yen", sa.Integer, nullable=False),
    sa.Column("other_aid_yen", sa.Integer, nullable=False),
    sa.Column("papers", sa.JSON, nullable=False),  # the papers that were handed in
    sa.Column("statements", sa.JSON, nullable=False),  # what the applicant states, by condition
    sa.Column("note", sa.Text, nullable=False),
    by_number=("employee_no",),
    by_id=("application_id",),
)

subsidy_step = versioned(
    "subsidy_step",
    sa.Column("application_id", sa.Text, nullable=False),
    sa.Column("happened_on", sa.Date, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("amount_yen", sa.Integer),
    sa.Column("budget_id", sa.Text, nullable=False),
    sa.Column("clauses", sa.JSON, nullable=False),  # the clauses by which it was refused
    sa.Column("reason", sa.Text, nullable=False),
    by_id=("application_id",),
)

exam_budget = versioned(
    "exam_budget",
    sa.Column("budget_id", sa.Text, nullable=False),
    sa.Column("fiscal_year", sa.Integer, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("source_of_funds", sa.Text, nullable=False),
    sa.Column("amount_yen", sa.Integer, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    by_year=("fiscal_year",),
    by_id=("budget_id",),
)

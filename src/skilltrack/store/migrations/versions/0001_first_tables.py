"""The first tables.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
    )
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    op.create_table(
        "secret",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_secret")),
    )
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_absence_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_absence_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(op.f("ix_absence_employee_no"), "absence", ["employee_no"])
    op.create_index(op.f("ix_absence_recorded_in"), "absence", ["recorded_in"])
    op.create_table(
        "access_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("issue", sa.Integer(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_access_code_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_access_code_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_code")),
    )
    op.create_index(op.f("ix_access_code_recorded_in"), "access_code", ["recorded_in"])
    op.create_index(
        op.f("ix_access_code_round_id_employee_no"), "access_code", ["round_id", "employee_no"]
    )
    op.create_table(
        "accreditation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("certificate_no", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("ended_because", sa.Text(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_accreditation_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_accreditation_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accreditation")),
    )
    op.create_index(op.f("ix_accreditation_employee_no"), "accreditation", ["employee_no"])
    op.create_index(op.f("ix_accreditation_recorded_in"), "accreditation", ["recorded_in"])
    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("method", sa.Text()),
        sa.Column("department_code", sa.Text()),
        sa.Column("recruitment_id", sa.Text(), nullable=False),
        sa.Column("certificate_no", sa.Text(), nullable=False),
        sa.Column("ended_because", sa.Text(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_appointment_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_appointment_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    op.create_index(op.f("ix_appointment_employee_no"), "appointment", ["employee_no"])
    op.create_index(op.f("ix_appointment_recorded_in"), "appointment", ["recorded_in"])
    op.create_table(
        "award_nomination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("award", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("nominated_on", sa.Date(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_award_nomination_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_award_nomination_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_nomination")),
    )
    op.create_index(op.f("ix_award_nomination_practice_id"), "award_nomination", ["practice_id"])
    op.create_index(op.f("ix_award_nomination_recorded_in"), "award_nomination", ["recorded_in"])
    op.create_table(
        "career_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Text(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("level", sa.Integer()),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_career_entry_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_career_entry_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_career_entry")),
    )
    op.create_index(op.f("ix_career_entry_employee_no"), "career_entry", ["employee_no"])
    op.create_index(op.f("ix_career_entry_recorded_in"), "career_entry", ["recorded_in"])
    op.create_table(
        "completion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("course_code", sa.Text(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("hours", sa.Numeric(precision=7, scale=2, asdecimal=False)),
        sa.Column("score", sa.Numeric(precision=7, scale=2, asdecimal=False)),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_completion_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_completion_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completion")),
    )
    op.create_index(
        op.f("ix_completion_employee_no_course_code_completed_on"),
        "completion",
        ["employee_no", "course_code", "completed_on"],
    )
    op.create_index(op.f("ix_completion_recorded_in"), "completion", ["recorded_in"])
    op.create_table(
        "course",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("band", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("hours", sa.Numeric(precision=7, scale=2, asdecimal=False)),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_course_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_course_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
    )
    op.create_index(op.f("ix_course_fiscal_year_code"), "course", ["fiscal_year", "code"])
    op.create_index(op.f("ix_course_recorded_in"), "course", ["recorded_in"])
    op.create_table(
        "course_detail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_course_detail_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_course_detail_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_detail")),
    )
    op.create_index(
        op.f("ix_course_detail_fiscal_year_code"), "course_detail", ["fiscal_year", "code"]
    )
    op.create_index(op.f("ix_course_detail_recorded_in"), "course_detail", ["recorded_in"])
    op.create_table(
        "course_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("course_code", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("lecturer", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Integer()),
        sa.Column("apply_by", sa.Date()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_course_session_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_course_session_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_session")),
    )
    op.create_index(
        op.f("ix_course_session_fiscal_year_course_code"),
        "course_session",
        ["fiscal_year", "course_code"],
    )
    op.create_index(op.f("ix_course_session_recorded_in"), "course_session", ["recorded_in"])
    op.create_index(op.f("ix_course_session_session_id"), "course_session", ["session_id"])
    op.create_table(
        "definition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_definition_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_definition_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_definition")),
    )
    op.create_index(op.f("ix_definition_kind_code"), "definition", ["kind", "code"])
    op.create_index(op.f("ix_definition_recorded_in"), "definition", ["recorded_in"])
    op.create_table(
        "department",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_code", sa.Text()),
        sa.Column("is_evaluation_unit", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("successor_code", sa.Text()),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_department_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_department_superseded_in_change")
        ),
        sa.CheckConstraint(
            "is_evaluation_unit IN (0, 1)", name=op.f("ck_department_is_evaluation_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department")),
    )
    op.create_index(op.f("ix_department_code"), "department", ["code"])
    op.create_index(op.f("ix_department_recorded_in"), "department", ["recorded_in"])
    op.create_table(
        "employee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kana", sa.Text(), nullable=False),
        sa.Column("occupation", sa.Text(), nullable=False),
        sa.Column("hired_on", sa.Date()),
        sa.Column("left_on", sa.Date()),
        sa.Column("born_on", sa.Date()),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_employee_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_employee_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employee")),
    )
    op.create_index(op.f("ix_employee_employee_no"), "employee", ["employee_no"])
    op.create_index(op.f("ix_employee_recorded_in"), "employee", ["recorded_in"])
    op.create_table(
        "enrolment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_enrolment_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_enrolment_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
    )
    op.create_index(op.f("ix_enrolment_employee_no"), "enrolment", ["employee_no"])
    op.create_index(op.f("ix_enrolment_recorded_in"), "enrolment", ["recorded_in"])
    op.create_index(
        op.f("ix_enrolment_session_id_employee_no"), "enrolment", ["session_id", "employee_no"]
    )
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_class", sa.Text(), nullable=False),
        sa.Column("stub", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_erasure_recorded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.create_table(
        "exam_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("exam", sa.Text(), nullable=False),
        sa.Column("sat_on", sa.Date(), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("stated_pass", sa.Boolean()),
        sa.Column("certificate_no", sa.Text(), nullable=False),
        sa.Column("paid_by", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_exam_attempt_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_exam_attempt_superseded_in_change")
        ),
        sa.CheckConstraint("stated_pass IN (0, 1)", name=op.f("ck_exam_attempt_stated_pass")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam_attempt")),
    )
    op.create_index(op.f("ix_exam_attempt_employee_no"), "exam_attempt", ["employee_no"])
    op.create_index(op.f("ix_exam_attempt_recorded_in"), "exam_attempt", ["recorded_in"])
    op.create_table(
        "exam_budget",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("budget_id", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source_of_funds", sa.Text(), nullable=False),
        sa.Column("amount_yen", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_exam_budget_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_exam_budget_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam_budget")),
    )
    op.create_index(op.f("ix_exam_budget_budget_id"), "exam_budget", ["budget_id"])
    op.create_index(op.f("ix_exam_budget_fiscal_year"), "exam_budget", ["fiscal_year"])
    op.create_index(op.f("ix_exam_budget_recorded_in"), "exam_budget", ["recorded_in"])
    op.create_table(
        "exam_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("exam", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("consents", sa.Boolean(), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_exam_consent_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_exam_consent_superseded_in_change")
        ),
        sa.CheckConstraint("consents IN (0, 1)", name=op.f("ck_exam_consent_consents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam_consent")),
    )
    op.create_index(op.f("ix_exam_consent_employee_no"), "exam_consent", ["employee_no"])
    op.create_index(op.f("ix_exam_consent_recorded_in"), "exam_consent", ["recorded_in"])
    op.create_table(
        "exam_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Text(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("exam", sa.Text(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("planned_on", sa.Date()),
        sa.Column("booked_on", sa.Date()),
        sa.Column("booked_for", sa.Date()),
        sa.Column("ended_on", sa.Date()),
        sa.Column("ended_because", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_exam_plan_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_exam_plan_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam_plan")),
    )
    op.create_index(op.f("ix_exam_plan_employee_no"), "exam_plan", ["employee_no"])
    op.create_index(op.f("ix_exam_plan_plan_id"), "exam_plan", ["plan_id"])
    op.create_index(op.f("ix_exam_plan_recorded_in"), "exam_plan", ["recorded_in"])
    op.create_table(
        "exemption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("course_code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_exemption_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_exemption_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemption")),
    )
    op.create_index(op.f("ix_exemption_employee_no"), "exemption", ["employee_no"])
    op.create_index(op.f("ix_exemption_recorded_in"), "exemption", ["recorded_in"])
    op.create_table(
        "former_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kana", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_former_name_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_former_name_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_name")),
    )
    op.create_index(op.f("ix_former_name_employee_no"), "former_name", ["employee_no"])
    op.create_index(op.f("ix_former_name_recorded_in"), "former_name", ["recorded_in"])
    op.create_table(
        "former_occupation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("occupation", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_former_occupation_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_former_occupation_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_occupation")),
    )
    op.create_index(op.f("ix_former_occupation_employee_no"), "former_occupation", ["employee_no"])
    op.create_index(op.f("ix_former_occupation_recorded_in"), "former_occupation", ["recorded_in"])
    op.create_table(
        "frozen_figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_frozen_figures_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_frozen_figures_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_figures")),
    )
    op.create_index(
        op.f("ix_frozen_figures_fiscal_year_report_subject"),
        "frozen_figures",
        ["fiscal_year", "report", "subject"],
    )
    op.create_index(op.f("ix_frozen_figures_recorded_in"), "frozen_figures", ["recorded_in"])
    op.create_table(
        "import_file",
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_new", sa.Integer(), nullable=False),
        sa.Column("rows_changed", sa.Integer(), nullable=False),
        sa.Column("effective_on", sa.Date()),
        sa.Column("undone_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change.id"], name=op.f("fk_import_file_change_id_change")
        ),
        sa.ForeignKeyConstraint(
            ["undone_in"], ["change.id"], name=op.f("fk_import_file_undone_in_change")
        ),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_import_file")),
    )
    op.create_table(
        "job_title",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("band", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_job_title_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_job_title_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_title")),
    )
    op.create_index(op.f("ix_job_title_name"), "job_title", ["name"])
    op.create_index(op.f("ix_job_title_recorded_in"), "job_title", ["recorded_in"])
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Text(), nullable=False),
        sa.Column("circle", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer()),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_meeting_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_meeting_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_index(op.f("ix_meeting_meeting_id"), "meeting", ["meeting_id"])
    op.create_index(op.f("ix_meeting_recorded_in"), "meeting", ["recorded_in"])
    op.create_table(
        "meeting_attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Text(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_meeting_attendance_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"],
            ["change.id"],
            name=op.f("fk_meeting_attendance_superseded_in_change"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_attendance")),
    )
    op.create_index(
        op.f("ix_meeting_attendance_meeting_id_employee_no"),
        "meeting_attendance",
        ["meeting_id", "employee_no"],
    )
    op.create_index(
        op.f("ix_meeting_attendance_recorded_in"), "meeting_attendance", ["recorded_in"]
    )
    op.create_table(
        "nomination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recruitment_id", sa.Text(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date()),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_nomination_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_nomination_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
    )
    op.create_index(op.f("ix_nomination_recorded_in"), "nomination", ["recorded_in"])
    op.create_index(
        op.f("ix_nomination_recruitment_id_employee_no"),
        "nomination",
        ["recruitment_id", "employee_no"],
    )
    op.create_table(
        "operation",
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date()),
        sa.Column("undone_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change.id"], name=op.f("fk_operation_change_id_change")
        ),
        sa.ForeignKeyConstraint(
            ["undone_in"], ["change.id"], name=op.f("fk_operation_undone_in_change")
        ),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_operation")),
    )
    op.create_table(
        "peer_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Text(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("views", sa.JSON(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_peer_review_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_peer_review_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_review")),
    )
    op.create_index(
        op.f("ix_peer_review_practice_id_employee_no"),
        "peer_review",
        ["practice_id", "employee_no"],
    )
    op.create_index(op.f("ix_peer_review_recorded_in"), "peer_review", ["recorded_in"])
    op.create_table(
        "posting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("job_title", sa.Text(), nullable=False),
        sa.Column("employment_type", sa.Text(), nullable=False),
        sa.Column("is_concurrent", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_posting_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_posting_superseded_in_change")
        ),
        sa.CheckConstraint("is_concurrent IN (0, 1)", name=op.f("ck_posting_is_concurrent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
    )
    op.create_index(
        op.f("ix_posting_employee_no_valid_from"), "posting", ["employee_no", "valid_from"]
    )
    op.create_index(op.f("ix_posting_recorded_in"), "posting", ["recorded_in"])
    op.create_table(
        "practice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Text(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("effect_hours", sa.Numeric(precision=9, scale=2, asdecimal=False)),
        sa.Column("effect_cases", sa.Integer()),
        sa.Column("participants", sa.JSON(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_practice_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_practice_superseded_in_change")
        ),
        sa.CheckConstraint("is_public IN (0, 1)", name=op.f("ck_practice_is_public")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice")),
    )
    op.create_index(op.f("ix_practice_department_code"), "practice", ["department_code"])
    op.create_index(op.f("ix_practice_practice_id"), "practice", ["practice_id"])
    op.create_index(op.f("ix_practice_recorded_in"), "practice", ["recorded_in"])
    op.create_table(
        "practice_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Text(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("consents", sa.Boolean(), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_practice_consent_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_practice_consent_superseded_in_change")
        ),
        sa.CheckConstraint("consents IN (0, 1)", name=op.f("ck_practice_consent_consents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_consent")),
    )
    op.create_index(
        op.f("ix_practice_consent_practice_id_employee_no"),
        "practice_consent",
        ["practice_id", "employee_no"],
    )
    op.create_index(op.f("ix_practice_consent_recorded_in"), "practice_consent", ["recorded_in"])
    op.create_table(
        "practice_stage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_practice_stage_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_practice_stage_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_stage")),
    )
    op.create_index(op.f("ix_practice_stage_practice_id"), "practice_stage", ["practice_id"])
    op.create_index(op.f("ix_practice_stage_recorded_in"), "practice_stage", ["recorded_in"])
    op.create_table(
        "received_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("employee_no", sa.Text()),
        sa.Column("counter", sa.Integer()),
        sa.Column("sealed", sa.LargeBinary()),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_received_file_recorded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_file")),
        sa.UniqueConstraint(
            "round_id", "digest", "sheet", name=op.f("uq_received_file_round_id_digest_sheet")
        ),
    )
    op.create_table(
        "recruitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recruitment_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_recruitment_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_recruitment_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recruitment")),
    )
    op.create_index(op.f("ix_recruitment_recorded_in"), "recruitment", ["recorded_in"])
    op.create_index(op.f("ix_recruitment_recruitment_id"), "recruitment", ["recruitment_id"])
    op.create_table(
        "respondent_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_respondent_key_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_respondent_key_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_respondent_key")),
    )
    op.create_index(op.f("ix_respondent_key_employee_no"), "respondent_key", ["employee_no"])
    op.create_index(op.f("ix_respondent_key_recorded_in"), "respondent_key", ["recorded_in"])
    op.create_table(
        "response",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("job_title", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("comments", sa.JSON(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_response_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_response_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
    )
    op.create_index(op.f("ix_response_recorded_in"), "response", ["recorded_in"])
    op.create_index(
        op.f("ix_response_round_id_employee_no"), "response", ["round_id", "employee_no"]
    )
    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("questionnaire", sa.Text(), nullable=False),
        sa.Column("questionnaire_version", sa.Integer(), nullable=False),
        sa.Column("schemes", sa.JSON(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("population", sa.JSON(), nullable=False),
        sa.Column("reminders", sa.JSON(), nullable=False),
        sa.Column("is_strict", sa.Boolean(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_round_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_round_superseded_in_change")
        ),
        sa.CheckConstraint("is_closed IN (0, 1)", name=op.f("ck_round_is_closed")),
        sa.CheckConstraint("is_strict IN (0, 1)", name=op.f("ck_round_is_strict")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
    )
    op.create_index(op.f("ix_round_recorded_in"), "round", ["recorded_in"])
    op.create_index(op.f("ix_round_round_id"), "round", ["round_id"])
    op.create_table(
        "round_target",
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("job_title", sa.Text(), nullable=False),
        sa.Column("band", sa.Text()),
        sa.Column("employment_type", sa.Text(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_round_target_recorded_in_change")
        ),
        sa.PrimaryKeyConstraint("round_id", "employee_no", name=op.f("pk_round_target")),
    )
    op.create_table(
        "seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Text(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("course_code", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_seat_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_seat_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
    )
    op.create_index(op.f("ix_seat_plan_id"), "seat", ["plan_id"])
    op.create_index(op.f("ix_seat_recorded_in"), "seat", ["recorded_in"])
    op.create_table(
        "seat_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("limits", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_seat_plan_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_seat_plan_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_plan")),
    )
    op.create_index(op.f("ix_seat_plan_fiscal_year"), "seat_plan", ["fiscal_year"])
    op.create_index(op.f("ix_seat_plan_recorded_in"), "seat_plan", ["recorded_in"])
    op.create_table(
        "session_attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("day_no", sa.Integer(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer()),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_session_attendance_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"],
            ["change.id"],
            name=op.f("fk_session_attendance_superseded_in_change"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_attendance")),
    )
    op.create_index(
        op.f("ix_session_attendance_recorded_in"), "session_attendance", ["recorded_in"]
    )
    op.create_index(
        op.f("ix_session_attendance_session_id_employee_no"),
        "session_attendance",
        ["session_id", "employee_no"],
    )
    op.create_table(
        "session_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("day_no", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Text(), nullable=False),
        sa.Column("ends_at", sa.Text(), nullable=False),
        sa.Column("is_presentation", sa.Boolean(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_session_day_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_session_day_superseded_in_change")
        ),
        sa.CheckConstraint(
            "is_presentation IN (0, 1)", name=op.f("ck_session_day_is_presentation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_day")),
    )
    op.create_index(op.f("ix_session_day_recorded_in"), "session_day", ["recorded_in"])
    op.create_index(op.f("ix_session_day_session_id"), "session_day", ["session_id"])
    op.create_table(
        "session_guest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("guest_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_session_guest_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_session_guest_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_guest")),
    )
    op.create_index(op.f("ix_session_guest_recorded_in"), "session_guest", ["recorded_in"])
    op.create_index(op.f("ix_session_guest_session_id"), "session_guest", ["session_id"])
    op.create_table(
        "session_survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Integer(), nullable=False),
        sa.Column("satisfaction", sa.Integer()),
        sa.Column("understanding", sa.Integer()),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_session_survey_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_session_survey_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_survey")),
    )
    op.create_index(op.f("ix_session_survey_recorded_in"), "session_survey", ["recorded_in"])
    op.create_index(op.f("ix_session_survey_session_id"), "session_survey", ["session_id"])
    op.create_table(
        "setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_setting_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_setting_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
    )
    op.create_index(op.f("ix_setting_name"), "setting", ["name"])
    op.create_index(op.f("ix_setting_recorded_in"), "setting", ["recorded_in"])
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("employee_no", sa.Text()),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_submission_recorded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("digest", name=op.f("uq_submission_digest")),
    )
    op.create_table(
        "subsidy_application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("exam", sa.Text(), nullable=False),
        sa.Column("sat_on", sa.Date()),
        sa.Column("applied_on", sa.Date(), nullable=False),
        sa.Column("cost_yen", sa.Integer(), nullable=False),
        sa.Column("other_aid_yen", sa.Integer(), nullable=False),
        sa.Column("papers", sa.JSON(), nullable=False),
        sa.Column("statements", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_subsidy_application_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"],
            ["change.id"],
            name=op.f("fk_subsidy_application_superseded_in_change"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subsidy_application")),
    )
    op.create_index(
        op.f("ix_subsidy_application_application_id"), "subsidy_application", ["application_id"]
    )
    op.create_index(
        op.f("ix_subsidy_application_employee_no"), "subsidy_application", ["employee_no"]
    )
    op.create_index(
        op.f("ix_subsidy_application_recorded_in"), "subsidy_application", ["recorded_in"]
    )
    op.create_table(
        "subsidy_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount_yen", sa.Integer()),
        sa.Column("budget_id", sa.Text(), nullable=False),
        sa.Column("clauses", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_subsidy_step_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_subsidy_step_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subsidy_step")),
    )
    op.create_index(op.f("ix_subsidy_step_application_id"), "subsidy_step", ["application_id"])
    op.create_index(op.f("ix_subsidy_step_recorded_in"), "subsidy_step", ["recorded_in"])
    op.create_table(
        "succession",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("predecessor_code", sa.Text(), nullable=False),
        sa.Column("successor_code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_succession_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_succession_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_succession")),
    )
    op.create_index(op.f("ix_succession_predecessor_code"), "succession", ["predecessor_code"])
    op.create_index(op.f("ix_succession_recorded_in"), "succession", ["recorded_in"])
    op.create_table(
        "target_actual",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Text(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_target_actual_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_target_actual_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_actual")),
    )
    op.create_index(op.f("ix_target_actual_recorded_in"), "target_actual", ["recorded_in"])
    op.create_index(op.f("ix_target_actual_target_id"), "target_actual", ["target_id"])
    op.create_table(
        "textbook_issue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Text(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("exam", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("returned_on", sa.Date()),
        sa.Column("price_yen", sa.Integer()),
        sa.Column("budget_id", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_textbook_issue_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_textbook_issue_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_textbook_issue")),
    )
    op.create_index(op.f("ix_textbook_issue_employee_no"), "textbook_issue", ["employee_no"])
    op.create_index(op.f("ix_textbook_issue_issue_id"), "textbook_issue", ["issue_id"])
    op.create_index(op.f("ix_textbook_issue_recorded_in"), "textbook_issue", ["recorded_in"])
    op.create_table(
        "verdict_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_verdict_override_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_verdict_override_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict_override")),
    )
    op.create_index(op.f("ix_verdict_override_employee_no"), "verdict_override", ["employee_no"])
    op.create_index(op.f("ix_verdict_override_recorded_in"), "verdict_override", ["recorded_in"])
    op.create_table(
        "voucher",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("voucher_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("exam", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("price_yen", sa.Integer()),
        sa.Column("order_no", sa.Text(), nullable=False),
        sa.Column("budget_id", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_voucher_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_voucher_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher")),
    )
    op.create_index(op.f("ix_voucher_number"), "voucher", ["number"])
    op.create_index(op.f("ix_voucher_recorded_in"), "voucher", ["recorded_in"])
    op.create_index(op.f("ix_voucher_voucher_id"), "voucher", ["voucher_id"])
    op.create_table(
        "voucher_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("voucher_id", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_voucher_step_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_voucher_step_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher_step")),
    )
    op.create_index(op.f("ix_voucher_step_employee_no"), "voucher_step", ["employee_no"])
    op.create_index(op.f("ix_voucher_step_recorded_in"), "voucher_step", ["recorded_in"])
    op.create_index(op.f("ix_voucher_step_voucher_id"), "voucher_step", ["voucher_id"])
    op.create_table(
        "year_closing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_year_closing_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"], ["change.id"], name=op.f("fk_year_closing_superseded_in_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_closing")),
    )
    op.create_index(op.f("ix_year_closing_fiscal_year"), "year_closing", ["fiscal_year"])
    op.create_index(op.f("ix_year_closing_recorded_in"), "year_closing", ["recorded_in"])
    op.create_table(
        "file_decision",
        sa.Column("received_file_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["received_file_id"],
            ["received_file.id"],
            name=op.f("fk_file_decision_received_file_id_received_file"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_file_decision_recorded_in_change")
        ),
        sa.PrimaryKeyConstraint("received_file_id", name=op.f("pk_file_decision")),
    )
    op.create_table(
        "submission_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["recorded_in"], ["change.id"], name=op.f("fk_submission_decision_recorded_in_change")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_submission_decision_submission_id_submission"),
        ),
        sa.ForeignKeyConstraint(
            ["superseded_in"],
            ["change.id"],
            name=op.f("fk_submission_decision_superseded_in_change"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_decision")),
    )
    op.create_index(
        op.f("ix_submission_decision_recorded_in"), "submission_decision", ["recorded_in"]
    )
    op.create_index(
        op.f("ix_submission_decision_submission_id"), "submission_decision", ["submission_id"]
    )


def downgrade() -> None:
    for table in (
        "submission_decision",
        "file_decision",
        "year_closing",
        "voucher_step",
        "voucher",
        "verdict_override",
        "textbook_issue",
        "target_actual",
        "succession",
        "subsidy_step",
        "subsidy_application",
        "submission",
        "setting",
        "session_survey",
        "session_guest",
        "session_day",
        "session_attendance",
        "seat_plan",
        "seat",
        "round_target",
        "round",
        "response",
        "respondent_key",
        "recruitment",
        "received_file",
        "practice_stage",
        "practice_consent",
        "practice",
        "posting",
        "peer_review",
        "operation",
        "nomination",
        "meeting_attendance",
        "meeting",
        "job_title",
        "import_file",
        "frozen_figures",
        "former_occupation",
        "former_name",
        "exemption",
        "exam_plan",
        "exam_consent",
        "exam_budget",
        "exam_attempt",
        "erasure",
        "enrolment",
        "employee",
        "department",
        "definition",
        "course_session",
        "course_detail",
        "course",
        "completion",
        "career_entry",
        "award_nomination",
        "appointment",
        "accreditation",
        "access_code",
        "absence",
        "secret",
        "change",
        "audit",
    ):
        op.drop_table(table)

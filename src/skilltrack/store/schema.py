"""Every table, with named constraints.

Facts are never overwritten. A *versioned* row knows the change that recorded it and, once it no
longer holds, the change that superseded it; what was known at change *n* are the rows with
``recorded_in <= n`` and ``superseded_in`` empty or greater than *n*. Periods are half-open:
``valid_to`` is the first day on which the row no longer holds.
"""

from typing import Final

from skilltrack.store.tables.answers import (
    access_code,
    file_decision,
    received_file,
    respondent_key,
    response,
    round_,
    round_target,
)
from skilltrack.store.tables.changes import (
    audit,
    change,
    definition,
    erasure,
    frozen_figures,
    import_file,
    operation,
    secret,
    setting,
    year_closing,
)
from skilltrack.store.tables.exams import (
    exam_attempt,
    exam_budget,
    exam_consent,
    exam_plan,
    subsidy_application,
    subsidy_step,
    textbook_issue,
    voucher,
    voucher_step,
)
from skilltrack.store.tables.learning import (
    accreditation,
    award_nomination,
    career_entry,
    peer_review,
    practice,
    practice_consent,
    practice_stage,
    target_actual,
    verdict_override,
)
from skilltrack.store.tables.people import (
    absence,
    appointment,
    department,
    employee,
    former_name,
    former_occupation,
    job_title,
    meeting,
    meeting_attendance,
    nomination,
    posting,
    recruitment,
    succession,
)
from skilltrack.store.tables.shape import UtcInstant, metadata
from skilltrack.store.tables.training import (
    completion,
    course,
    course_detail,
    course_session,
    enrolment,
    exemption,
    seat,
    seat_plan,
    session_attendance,
    session_day,
    session_guest,
    session_survey,
    submission,
    submission_decision,
)

__all__ = [
    "APPLICATION_ID",
    "SCHEMA_VERSION",
    "VERSIONED",
    "UtcInstant",
    "absence",
    "access_code",
    "accreditation",
    "appointment",
    "audit",
    "award_nomination",
    "career_entry",
    "change",
    "completion",
    "course",
    "course_detail",
    "course_session",
    "definition",
    "department",
    "employee",
    "enrolment",
    "erasure",
    "exam_attempt",
    "exam_budget",
    "exam_consent",
    "exam_plan",
    "exemption",
    "file_decision",
    "former_name",
    "former_occupation",
    "frozen_figures",
    "import_file",
    "job_title",
    "meeting",
    "meeting_attendance",
    "metadata",
    "nomination",
    "operation",
    "peer_review",
    "posting",
    "practice",
    "practice_consent",
    "practice_stage",
    "received_file",
    "recruitment",
    "respondent_key",
    "response",
    "round_",
    "round_target",
    "seat",
    "seat_plan",
    "secret",
    "session_attendance",
    "session_day",
    "session_guest",
    "session_survey",
    "setting",
    "submission",
    "submission_decision",
    "subsidy_application",
    "subsidy_step",
    "succession",
    "target_actual",
    "textbook_issue",
    "verdict_override",
    "voucher",
    "voucher_step",
    "year_closing",
]

SCHEMA_VERSION: Final = 1
"""Written to ``user_version``; a data file with a greater number is refused."""

APPLICATION_ID: Final = 0x534B544B
"""Written to ``application_id`` of the SQLite file ("SKTK")."""

VERSIONED = tuple(table for table in metadata.sorted_tables if "superseded_in" in table.c)
"""Tables whose rows are recorded and superseded, never overwritten."""

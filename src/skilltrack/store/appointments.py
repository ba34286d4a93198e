"""Rounds of recruitment, who applied, and the numbers of certificates ever given."""

import sqlalchemy as sa

from skilltrack.domain.organisation import Appointment, AppointmentMethod
from skilltrack.domain.roles.appointments import Nomination, NominationState, Recruitment
from skilltrack.store import schema
from skilltrack.store.database import Session, UnitOfWork
from skilltrack.store.definitions import change_setting, setting
from skilltrack.store.facts import Facts, Stored
from skilltrack.store.organisation import APPOINTMENTS

_ERASED_CERTIFICATES = "roles.erased_certificates"

RECRUITMENTS = Facts[Recruitment](
    schema.recruitment,
    lambda r: {
        "recruitment_id": r.recruitment_id,
        "role": r.role,
        "title": r.title,
        "opens_on": r.opens_on,
        "closes_on": r.closes_on,
        "starts_on": r.starts_on,
    },
    lambda row: Recruitment(
        row.recruitment_id, row.role, row.title, row.opens_on, row.closes_on, row.starts_on
    ),
)

NOMINATIONS = Facts[Nomination](
    schema.nomination,
    lambda n: {
        "recruitment_id": n.recruitment_id,
        "employee_no": n.employee_no,
        "method": n.method.value,
        "department_code": n.department,
        "state": n.state.value,
        "reason": n.reason,
        "decided_on": n.decided_on,
    },
    lambda row: Nomination(
        row.recruitment_id,
        row.employee_no,
        AppointmentMethod(row.method),
        row.department_code,
        NominationState(row.state),
        row.reason,
        row.decided_on,
    ),
)


def appointments_of(session: Session, role: str) -> tuple[Stored[Appointment], ...]:
    """Return every appointment to a role, whatever its period, in the order recorded."""
    return APPOINTMENTS.current(session, schema.appointment.c.role == role)


def certificates_ever(session: Session) -> frozenset[str]:
    """Return every number ever given, also in rows that no longer hold and to people erased."""
    c = schema.appointment.c
    query = sa.select(c.certificate_no).where(c.certificate_no != "").distinct()
    erased = setting(session, _ERASED_CERTIFICATES) or ()
    return frozenset(session.connection.execute(query).scalars()) | frozenset(erased)


def keep_certificates_of(work: UnitOfWork, employee_no: str) -> None:
    """Remember the numbers of somebody who is erased, so that nobody else is given them.

    They stand in a list of their own, tied to nobody.
    """
    numbers: set[str] = set()
    for table in (schema.appointment, schema.accreditation):
        query = sa.select(table.c.certificate_no).where(
            table.c.employee_no == employee_no, table.c.certificate_no != ""
        )
        numbers.update(work.connection.execute(query).scalars())
    if numbers:
        known = numbers.union(setting(work, _ERASED_CERTIFICATES) or ())
        change_setting(work, _ERASED_CERTIFICATES, sorted(known))


def recruitment_ids_ever(session: Session) -> frozenset[str]:
    """Return every id of a recruitment ever used, also of those undone."""
    query = sa.select(schema.recruitment.c.recruitment_id).distinct()
    return frozenset(session.connection.execute(query).scalars())


def nominations_of(session: Session, recruitment_id: str) -> tuple[Stored[Nomination], ...]:
    """Return who applied in a round of recruitment, in the order recorded."""
    return NOMINATIONS.current(session, schema.nomination.c.recruitment_id == recruitment_id)

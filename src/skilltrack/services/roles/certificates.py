"""Certificates of appointments: numbers in order, never used twice."""

from dataclasses import dataclass, replace
from datetime import date

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.problems import refuse
from skilltrack.domain.retention import is_stub
from skilltrack.domain.roles.appointments import certificate_no, next_certificate_number, rule_of
from skilltrack.i18n.dates import era_year, fiscal_year_text
from skilltrack.i18n.texts import _
from skilltrack.services.roles.appointments import known_role, role_names, role_rules
from skilltrack.store import audit
from skilltrack.store.appointments import appointments_of, certificates_ever
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database
from skilltrack.store.operations import Operation, record_operation
from skilltrack.store.organisation import APPOINTMENTS


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number given to an appointment."""

    employee_no: str
    certificate_no: str
    start: date


def year_name(fiscal_year: FiscalYear) -> str:
    """Return the fiscal year as certificates write it: 令和8, 令和元."""
    return era_year(date(fiscal_year.year, 5, 1)).removesuffix("年")


def number_certificates(
    database: Database, role: str, fiscal_year: FiscalYear, *, is_dry_run: bool = False
) -> tuple[Numbered, ...]:
    """Number the appointments to a role that begin in a fiscal year and have no number yet.

    Returns:
        What was given, by first day and employee number, the order in which numbers count up.

    Raises:
        Refusal: No such role, or every appointment of the year has its number.
    """
    with database.changing("roles.certify", role, is_rehearsal=is_dry_run) as work:
        code = known_role(work, role)
        name = role_names(work)[code]
        pattern = rule_of(role_rules(work), code).certificate
        year = year_name(fiscal_year)
        without = [
            (stored, start)
            for stored in appointments_of(work, code)
            if (start := stored.value.valid.start) is not None
            and start in fiscal_year
            and not stored.value.certificate_no
            and not is_stub(stored.value.employee_no)
        ]
        if not without:
            raise refuse("roles.all_numbered", role=name, year=fiscal_year_text(fiscal_year))
        without.sort(key=lambda pair: (pair[1], pair[0].value.employee_no))
        first = next_certificate_number(pattern, year, name, certificates_ever(work))
        given = tuple(
            Numbered(
                stored.value.employee_no,
                certificate_no(pattern, year, name, first + place),
                start,
            )
            for place, (stored, start) in enumerate(without)
        )
        APPOINTMENTS.supersede(work, [stored for stored, _start in without])
        APPOINTMENTS.record(
            work,
            [
                replace(stored.value, certificate_no=number.certificate_no)
                for (stored, _start), number in zip(without, given, strict=True)
            ],
        )
        title = _("{role}の認定番号を{count}人に付番").format(role=name, count=len(given))
        record_operation(work, Operation("roles.certify", title))
        if not is_dry_run:
            audit.append(database, work, Entry("roles.certify", code, len(given)))
        return given

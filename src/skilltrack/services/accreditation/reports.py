"""Workbooks on accreditations, levels and tiers set by hand; each one written is logged."""

from datetime import date, datetime
from pathlib import Path

from skilltrack.domain.accreditation import AccreditationState
from skilltrack.domain.problems import refuse
from skilltrack.i18n.dates import wareki
from skilltrack.services import definitions
from skilltrack.services.accreditation.granting import lines_in
from skilltrack.services.recall import says_known
from skilltrack.services.verdicts.overrides import overrides_in
from skilltrack.services.verdicts.pyramids import pyramid
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database
from skilltrack.store.definitions import setting


def _organisation(database: Database) -> str:
    with database.reading() as session:
        return setting(session, "organisation") or ""


@says_known
def save_accreditation_certificates(
    database: Database,
    scheme_id: str,
    path: Path,
    as_of: date,
    tier: str = "",
    as_known: datetime | None = None,
) -> int:
    """Save a certificate for everybody accredited on a day, or from a later day on.

    Args:
        database: The data file.
        scheme_id: The scheme.
        path: The workbook to write or to replace.
        as_of: The day.
        tier: The code of a tier; '' is every tier.
        as_known: What was recorded by this instant; None is everything.

    Returns:
        How many certificates there are.

    Raises:
        Refusal: No such scheme, or nobody is accredited.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.accreditation import write_accreditation_certificates

    with database.reading(as_known) as session:
        name = definitions.scheme(session, scheme_id).name
        found = [
            line
            for line in lines_in(session, as_of, scheme_id)
            if line.state is not AccreditationState.ENDED
            and line.accreditation.certificate_no
            and (not tier or line.accreditation.tier == tier)
        ]
    if not found:
        raise refuse("accreditation.no_certificates", scheme=name, on=wareki(as_of))
    body = _organisation(database)
    write_accreditation_certificates(path, found, organisation=body, made_at=database.clock())
    audit.note(database, Entry("export.certificates", path.name, len(found)))
    return len(found)


@says_known
def save_accreditation_register(
    database: Database,
    scheme_id: str,
    path: Path,
    as_of: date,
    as_known: datetime | None = None,
    *,
    has_ended: bool = False,
) -> int:
    """Save the register of a scheme; return how many accreditations are in it.

    ``as_known`` None is everything recorded; ``has_ended`` takes those that have ended, too.

    Raises:
        Refusal: No such scheme.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.accreditation import write_accreditation_register

    with database.reading(as_known) as session:
        name = definitions.scheme(session, scheme_id).name
        found = [
            line
            for line in lines_in(session, as_of, scheme_id)
            if has_ended or line.state is not AccreditationState.ENDED
        ]
    body = _organisation(database)
    write_accreditation_register(
        path, found, name, as_of, organisation=body, made_at=database.clock()
    )
    audit.note(database, Entry("export.register", path.name, len(found)))
    return len(found)


@says_known
def save_pyramid(
    database: Database,
    scheme_id: str,
    path: Path,
    as_of: date,
    as_known: datetime | None = None,
) -> int:
    """Save the levels of a scheme; return how many people count.

    ``as_known`` None is everything recorded.

    Raises:
        Refusal: No such scheme.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.accreditation import write_pyramid

    found = pyramid(database, scheme_id, as_of, as_known)
    write_pyramid(path, found, organisation=_organisation(database), made_at=database.clock())
    audit.note(database, Entry("export.pyramid", path.name, found.headcount))
    return found.headcount


@says_known
def save_overrides(
    database: Database,
    scheme_id: str,
    path: Path,
    as_of: date,
    as_known: datetime | None = None,
) -> int:
    """Save the tiers set by hand under a scheme; return how many there are.

    ``as_known`` None is everything recorded.

    Raises:
        Refusal: No such scheme.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.accreditation import write_overrides

    with database.reading(as_known) as session:
        name = definitions.scheme(session, scheme_id).name
        found = overrides_in(session, scheme_id, as_of)
    body = _organisation(database)
    write_overrides(path, found, name, as_of, organisation=body, made_at=database.clock())
    audit.note(database, Entry("export.overrides", path.name, len(found)))
    return len(found)

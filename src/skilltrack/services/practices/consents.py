"""Consent of those who took part, before a practice is used for appraisal (人事評価)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from skilltrack.domain.practices import PracticeConsent
from skilltrack.domain.problems import Problem, Refusal, refuse
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.texts import _
from skilltrack.services.practices.editing import needed
from skilltrack.services.practices.register import Participant, PracticeLine, register_on
from skilltrack.services.recall import says_known
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database
from skilltrack.store.definitions import setting
from skilltrack.store.operations import Operation, record_operation
from skilltrack.store.practices import CONSENTS
from skilltrack.store.schema import practice_consent


@dataclass(frozen=True, slots=True)
class AppraisalLine:
    """A participant who consents, with the practice."""

    participant: Participant
    line: PracticeLine


def state_consents(
    database: Database,
    practice_id: str,
    stated: Mapping[str, bool],
    on: date,
    *,
    today: date,
    is_dry_run: bool = False,
) -> int:
    """Record what participants said; what they said before is superseded.

    Args:
        database: The data file.
        practice_id: The practice.
        stated: Employee number → whether the person consents.
        on: The day of the statement.
        today: Nothing is stated later.
        is_dry_run: Only check.

    Returns:
        How many statements are new.

    Raises:
        Refusal: With every problem: unknown, nobody who took part, a day ahead, nothing new.
    """
    with database.changing("practices.consent", practice_id, is_rehearsal=is_dry_run) as work:
        practice = needed(work, practice_id).value
        before = {
            one.value.employee_no: one
            for one in CONSENTS.current(work, practice_consent.c.practice_id == practice_id)
        }
        new = {
            number: consents
            for number, consents in stated.items()
            if number not in before or before[number].value.consents != consents
        }
        problems = [
            Problem("practices.not_participant", values={"number": number, "title": practice.title})
            for number in sorted(stated.keys() - frozenset(practice.participants))
        ]
        if on > today:
            problems.append(Problem("practices.future", values={"on": wareki(on)}))
        if not new:
            problems.append(Problem("practices.unchanged"))
        if problems:
            raise Refusal(problems)
        CONSENTS.supersede(work, [before[number] for number in new if number in before])
        CONSENTS.record(
            work,
            [
                PracticeConsent(practice_id, number, consents, on)
                for number, consents in new.items()
            ],
        )
        title = _("DX実践の人事評価への利用の意思（{count}人）").format(count=len(new))
        record_operation(work, Operation("practices.consent", title, "", on))
        if not is_dry_run:
            audit.append(database, work, Entry("practices.consent", practice_id, len(new)))
        return len(new)


@says_known
def save_for_appraisal(
    database: Database, path: Path, as_of: date, as_known: datetime | None = None
) -> int:
    """Save who took part in what, of those who consent only; it is logged.

    Returns:
        How many rows there are.

    Raises:
        Refusal: ``practices.no_consent``.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.practice_data import write_appraisal_data

    with database.reading(as_known) as session:
        lines = tuple(_consenting(register_on(session, as_of).lines))
        body = setting(session, "organisation") or ""
    if not lines:
        raise refuse("practices.no_consent")
    write_appraisal_data(
        path,
        [
            (
                one.participant.employee_no,
                one.participant.name,
                one.participant.stated_on,
                one.line.practice,
                one.line.stage,
                one.line.department_name,
            )
            for one in lines
        ],
        organisation=body,
        made_at=database.clock(),
    )
    audit.note(database, Entry("export.practice_appraisal", path.name, len(lines)))
    return len(lines)


def _consenting(lines: tuple[PracticeLine, ...]) -> Iterator[AppraisalLine]:
    for line in lines:
        for one in line.participants:
            if one.consents:
                yield AppraisalLine(one, line)

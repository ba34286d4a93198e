"""Completions from a session: who completes the course and who not, and recording them."""

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import Completion, CompletionStatus
from skilltrack.domain.problems import Place, Problem, Refusal, Severity, refuse
from skilltrack.domain.sessions.completion import Judgement, judged
from skilltrack.domain.sessions.definition import PresenceState, origin_of
from skilltrack.domain.sessions.figures import (
    RECORDS,
    CompletionLine,
    CompletionPlan,
    Fate,
    RosterLine,
)
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.texts import _
from skilltrack.services.sessions.editing import note
from skilltrack.services.sessions.reading import sheet_in
from skilltrack.store import sessions as records
from skilltrack.store.database import Database, Session
from skilltrack.store.facts import Stored
from skilltrack.store.training import COMPLETIONS

Scores = Mapping[str, Fraction]
"""Employee number → score of the test."""


def preview_completions(
    database: Database,
    session_id: str,
    as_of: date,
    scores: Scores | None = None,
    as_known: datetime | None = None,
) -> CompletionPlan:
    """Return who completes the course by a session, who does not, and why.

    Args:
        database: The data file.
        session_id: The session.
        as_of: Attendances after this day do not count.
        scores: Scores of the test; those recorded with a completion stand for those missing.
        as_known: What was recorded by this instant; None is everything.

    Raises:
        Refusal: No such session.
    """
    with database.reading(as_known) as session:
        return _plan(session, session_id, as_of, scores or {})[0]


def complete(
    database: Database,
    session_id: str,
    as_of: date,
    scores: Scores | None = None,
    *,
    is_dry_run: bool = False,
) -> CompletionPlan:
    """Record the completions that a session brings; a second time records nothing anew.

    What this session recorded before and no longer holds is withdrawn; completions that came by
    another way stay as they are.

    Returns:
        What was done for each person with a seat.

    Raises:
        Refusal: No such session, it is called off, it has no days, its last day is ahead, or a
            score is of somebody without a seat.
    """
    with database.changing("sessions.complete", session_id, is_rehearsal=is_dry_run) as work:
        plan, held = _plan(work, session_id, as_of, scores or {})
        one = plan.line.session
        if one.is_cancelled:
            raise refuse("sessions.cancelled", title=one.title)
        if one.last_day is None:
            raise refuse("sessions.no_days")
        if one.last_day > as_of:
            raise refuse("sessions.not_over", last=wareki(one.last_day))
        seated = {line.person.employee_no for line in plan.people}
        strangers = sorted((scores or {}).keys() - seated)
        if strangers:
            raise Refusal(
                Problem("sessions.score_of_stranger", values={"number": n}) for n in strangers
            )
        touched = [line for line in plan.people if line.fate in RECORDS]
        gone = [held[line.person.employee_no] for line in touched if line.fate is not Fate.NEW]
        COMPLETIONS.supersede(work, gone)
        COMPLETIONS.record(
            work,
            [_completion(plan, line) for line in touched if line.fate is not Fate.WITHDRAWN],
        )
        title = _("実施回「{title}」の修了を{count}人記録")
        note(database, work, "sessions.complete", title, one, count=len(touched))
        return plan


def _plan(
    session: Session, session_id: str, as_of: date, scores: Scores
) -> tuple[CompletionPlan, dict[str, Stored[Completion]]]:
    """Return the plan, and the completions that the session recorded before by number."""
    sheet = sheet_in(session, session_id, as_of)
    one = sheet.session
    origin = origin_of(one.session_id)
    own: dict[str, Stored[Completion]] = {}
    other: dict[str, list[Completion]] = {}
    for stored in records.completions_of(session, one.course):
        if stored.value.origin == origin:
            own[stored.value.employee_no] = stored
        else:
            other.setdefault(stored.value.employee_no, []).append(stored.value)
    exempt = records.exempt_from(session, one.course, one.first_day or as_of)
    rule = sheet.line.detail.completion
    months = sheet.line.detail.valid_months
    people = []
    for person in sheet.seated:
        number = person.employee_no
        before = own.get(number)
        has_archive = any(p.state is PresenceState.ARCHIVE for p in person.presence.values())
        judgement = judged(
            number,
            [day for day in one.days if day.held_on <= as_of],
            rule,
            person.presence,
            person.noted_on if has_archive else None,
            scores.get(number, _score(before)),
        )
        people.append(
            _line(
                person, judgement, before, other.get(number, []), months, is_exempt=number in exempt
            )
        )
    return CompletionPlan(sheet.line, as_of, tuple(people)), own


def _score(stored: Stored[Completion] | None) -> Fraction | None:
    if stored is None or stored.value.score is None:
        return None
    return Fraction(str(stored.value.score))


def _line(
    person: RosterLine,
    judgement: Judgement,
    own: Stored[Completion] | None,
    other: list[Completion],
    valid_months: int | None,
    *,
    is_exempt: bool,
) -> CompletionLine:
    if own is not None:
        if not judgement.is_completed:
            return CompletionLine(person, judgement, Fate.WITHDRAWN, own.value.on)
        is_same = (own.value.on, own.value.hours, own.value.score) == (
            judgement.on,
            _hours(judgement),
            None if judgement.score is None else float(judgement.score),
        )
        return CompletionLine(
            person, judgement, Fate.SAME if is_same else Fate.CHANGED, own.value.on
        )
    if not judgement.is_completed or judgement.on is None:
        fate = Fate.EXEMPT if is_exempt else Fate.LACKING
        return CompletionLine(person, judgement, fate)
    year = FiscalYear.of(judgement.on)
    earlier = [
        done
        for done in other
        if done.status is CompletionStatus.COMPLETED
        and done.on in year
        and (valid_months is None or done.on >= judgement.on)
    ]
    if earlier:
        return CompletionLine(person, judgement, Fate.EARLIER, min(done.on for done in earlier))
    return CompletionLine(person, judgement, Fate.NEW)


def _hours(judgement: Judgement) -> float | None:
    return None if judgement.minutes is None else round(judgement.minutes / 60, 2)


def _completion(plan: CompletionPlan, line: CompletionLine) -> Completion:
    if line.judgement.on is None:
        raise ValueError("a completion without a day")
    score = line.judgement.score
    return Completion(
        line.person.employee_no,
        plan.line.session.course,
        line.judgement.on,
        CompletionStatus.COMPLETED,
        _hours(line.judgement),
        None if score is None else float(score),
        origin_of(plan.line.session.session_id),
    )


def scores_from(path: Path) -> dict[str, Fraction]:
    """Return the scores of a table (職員番号, 点数) or of an attendance sheet.

    Raises:
        Refusal: With every problem of the file.
    """
    from skilltrack.exchange.intake.sessions import read_scores
    from skilltrack.exchange.tables import read_table

    intake = read_scores(read_table(path))
    problems = [p for p in intake.problems if p.severity is Severity.ERROR]
    first: dict[str, int] = {}
    for line in intake.lines:
        row = first.setdefault(line.value[0], line.row)
        if row != line.row:
            place = Place(intake.file, intake.sheet, line.row, "職員番号")
            named: dict[str, str | int] = {"number": line.value[0], "first": row}
            problems.append(Problem("sessions.twice", place, named))
    if problems:
        raise Refusal(sorted(problems, key=lambda problem: problem.place.row or 0))
    found = dict(line.value for line in intake.lines)
    if not found:
        raise refuse("sessions.no_rows")
    return found

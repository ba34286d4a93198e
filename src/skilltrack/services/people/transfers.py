"""Handover sheets for those who move to another post on a day (引継票)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import CellState
from skilltrack.domain.organisation import Employee, Posting
from skilltrack.domain.people.timeline import EventKind
from skilltrack.domain.people.transfers import (
    Audience,
    CourseLine,
    ExamLine,
    FieldScore,
    HandoverSheet,
    Post,
    RoleKept,
    TierLine,
    for_audience,
)
from skilltrack.domain.problems import refuse
from skilltrack.domain.progress import Progress, silent
from skilltrack.domain.roles.appointments import rule_of
from skilltrack.domain.schemes.definition import Scheme, TierRule
from skilltrack.files.folders import file_name, make_folder
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.texts import _
from skilltrack.services import definitions, evaluation
from skilltrack.services.organisation.lineage import Places, arrangement_in
from skilltrack.services.people.listing import RosterNames, names_on
from skilltrack.services.people.timelines import Departments, Wanted, events_of
from skilltrack.services.recall import says_known
from skilltrack.services.roles.appointments import role_rules
from skilltrack.services.verdicts import tiers
from skilltrack.services.verdicts.tiers import PersonVerdict, SchemeVerdicts
from skilltrack.store import audit, organisation, training
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.definitions import setting
from skilltrack.store.people import Move, appointments_of, moves_on


@dataclass(frozen=True, slots=True)
class _Read:
    """What the records hold of everybody who moves on a day."""

    session: Session
    on: date
    names: RosterNames
    departments: Departments
    bands: Mapping[str, str]
    employees: Mapping[str, Employee]
    owed: Mapping[str, tuple[CourseLine, ...]] | None
    verdicts: tuple[SchemeVerdicts, ...]


def handover_sheets(
    database: Database,
    on: date,
    audience: Audience,
    employee_no: str = "",
    progress: Progress = silent,
    as_known: datetime | None = None,
) -> tuple[HandoverSheet, ...]:
    """Return the sheets of those who move on a day, by new department and number.

    Args:
        database: The data file.
        on: The first day in the new post.
        audience: For whom the sheets are; what it may not see is left out.
        employee_no: Only this person; '' is everybody who moves.
        progress: Told the people done.
        as_known: What was recorded by this instant; None is everything.

    Raises:
        Refusal: Nobody moves on that day, or not this person.
    """
    with database.reading(as_known) as session:
        moves = moves_on(session, on)
        if not moves:
            raise refuse("people.nobody_moves", date=wareki(on))
        if employee_no:
            moves = tuple(move for move in moves if move.employee_no == employee_no)
            if not moves:
                raise refuse("people.does_not_move", number=employee_no, date=wareki(on))
        read = _read(session, on, moves)
        sheets = []
        for done, move in enumerate(moves):
            progress(done, len(moves))
            sheets.append(for_audience(_sheet(read, move), audience))
    return tuple(sorted(sheets, key=lambda s: (s.new.department, s.employee_no)))


@says_known
def save_handover(
    database: Database,
    folder: Path,
    on: date,
    audience: Audience,
    employee_no: str = "",
    progress: Progress = silent,
    as_known: datetime | None = None,
) -> tuple[Path, ...]:
    """Write the sheets of those who move on a day, one workbook for each new department.

    ``as_known`` None is everything recorded.

    Returns:
        The files written, by department code.

    Raises:
        Refusal: Nobody moves, or the folder cannot be made.
        MachineFailure: A file could not be written.
    """
    from skilltrack.reports.person import write_handover

    sheets = handover_sheets(database, on, audience, employee_no, progress, as_known)
    with database.reading() as session:
        organisation_name = setting(session, "organisation") or ""
    make_folder(folder)
    groups: dict[str, list[HandoverSheet]] = {}
    for sheet in sheets:
        groups.setdefault(sheet.new.department, []).append(sheet)
    kind = _("所属長用") if audience is Audience.HEAD else _("人事課用")
    paths = []
    for code, found in groups.items():
        name = _("引継票_{code}{department}_{kind}.xlsx").format(
            code=code, department=found[0].new.department_name, kind=kind
        )
        path = folder / file_name(name)
        write_handover(path, found, made_at=database.clock(), organisation=organisation_name)
        paths.append(path)
    audit.note(database, Entry(f"people.handover.{audience.value}", on.isoformat(), len(sheets)))
    return tuple(paths)


def _read(session: Session, on: date, moves: tuple[Move, ...]) -> _Read:
    among = frozenset(move.employee_no for move in moves)
    schemes = tuple(definitions.schemes(session).values())
    bands = {band.code: band.name for scheme in schemes for band in scheme.bands}
    return _Read(
        session,
        on,
        names_on(session, on),
        Departments.of(session),
        bands,
        organisation.employees_by_number(session, among, on),
        _owed(session, schemes, on),
        tuple(tiers.judge_in(session, scheme, on, among) for scheme in schemes),
    )


def _owed(
    session: Session, schemes: Iterable[Scheme], on: date
) -> Mapping[str, tuple[CourseLine, ...]] | None:
    """Return number → courses owed in the post of a day; None: the year holds no course yet."""
    year = FiscalYear.of(on)
    scheme = next((one for one in schemes if one.evaluation is not None), None)
    if scheme is None or not training.catalogue(session, year):
        return None
    matrix = evaluation.matrix_in(session, scheme, year, Places(arrangement_in(session, on)))
    return {
        row.employee_no: tuple(
            CourseLine(course.name, course.kind)
            for course, cell in zip(matrix.courses, row.cells, strict=True)
            if cell.state is CellState.OWED
        )
        for row in matrix.rows
    }


def _sheet(read: _Read, move: Move) -> HandoverSheet:
    number = move.employee_no
    employee = read.employees[number]
    year = FiscalYear.of(read.on)
    events = events_of(Wanted(read.session, number, read.names))
    since = FiscalYear(year.year - 1).first_day
    completed = [
        CourseLine(event.title, None, event.days.start)
        for event in events
        if event.kind is EventKind.COURSE
        and event.days.start is not None
        and since <= event.days.start <= read.on
    ]
    answered = [
        e.days.start
        for e in events
        if e.kind is EventKind.ANSWER and e.days.start is not None and e.days.start <= read.on
    ]
    scored = next((p for one in read.verdicts for p in one.people if _is_scored(p, number)), None)
    return HandoverSheet(
        employee_no=number,
        name=employee.name,
        kana=employee.kana,
        moves_on=read.on,
        old=_post(read, move.old, read.on),
        new=_post(read, move.new, read.on),
        fiscal_year=year,
        roles=_roles(read, number),
        owed=None if read.owed is None else read.owed.get(number, ()),
        completed=tuple(sorted(completed, key=lambda c: (c.on or date.min, c.name), reverse=True)),
        exams=tuple(
            ExamLine(event.title, event.days.start, event.detail)
            for event in events
            if event.kind is EventKind.EXAM
            and event.days.start is not None
            and event.days.start <= read.on
        ),
        answered_on=max(answered, default=None),
        fields=() if scored is None else _fields(read, scored),
        tiers=tuple(
            line
            for one in read.verdicts
            for person in one.people
            if person.person.employee_no == number
            for line in [_tier(one.scheme, person)]
            if line is not None
        ),
    )


def _is_scored(person: PersonVerdict, number: str) -> bool:
    return person.person.employee_no == number and bool(person.scores)


def _post(read: _Read, posting: Posting, on: date) -> Post:
    titles = organisation.TITLES.values(read.session)
    band = next((t.band for t in titles if t.name == posting.job_title and on in t.valid), "")
    return Post(
        posting.department,
        read.departments.name(posting.department, posting.valid.start),
        posting.job_title,
        read.bands.get(band, band),
    )


def _roles(read: _Read, number: str) -> tuple[RoleKept, ...]:
    """Return the roles held until the move; one whose rule says so ends with it."""
    rules = role_rules(read.session)
    the_day_before = read.on - timedelta(days=1)
    return tuple(
        RoleKept(
            read.names.roles.get(given.role, given.role),
            rule_of(rules, given.role).continues_after_transfer and read.on in given.valid,
            given.valid.last_day,
        )
        for given in appointments_of(read.session, number)
        if the_day_before in given.valid
    )


def _fields(read: _Read, scored: PersonVerdict) -> tuple[FieldScore, ...]:
    """Return the scores by field, the strongest first, those not judged last."""
    names = {
        category.code: category.name
        for one in read.verdicts
        for category in one.questionnaire.categories
    }
    ordered = sorted(
        scored.scores, key=lambda s: (s.ratio is None, -(s.ratio or Fraction(0)), s.category)
    )
    return tuple(FieldScore(names.get(s.category, s.category), s.ratio) for s in ordered)


def _tier(scheme: Scheme, person: PersonVerdict) -> TierLine | None:
    verdict = person.verdict
    names = {code: tier.name for code, tier in scheme.tiers_by_code.items()}
    candidates = tuple(names[code] for code in verdict.candidates)
    if scheme.rule is TierRule.EARNED:
        reached = names.get(verdict.reached or "", "")
        following = names.get(verdict.next_tier or "", "")
        text = _("次は{tier}").format(tier=following) if following else ""
        return TierLine(scheme.name, reached or _("未到達"), text, candidates)
    if verdict.expected is None and not candidates:
        return None
    outcome = {True: _("達成"), False: _("未達成"), None: _("判定できず")}[verdict.met]
    return TierLine(scheme.name, names.get(verdict.expected or "", ""), outcome, candidates)

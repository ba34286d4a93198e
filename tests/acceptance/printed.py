"""Everything that the program prints of a day as known at an instant: one line for each figure."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import date, datetime

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.inclusion import Figure
from skilltrack.domain.problems import Refusal
from skilltrack.domain.structure import Structure, StructureOn
from skilltrack.exchange.plain import plain
from skilltrack.reports.documents import rank_document, tiers_document
from skilltrack.reports.target_document import targets_document
from skilltrack.services.catalogue.reading import compare_years, course_menu, year_catalogue
from skilltrack.services.catalogue.rows import list_courses
from skilltrack.services.evaluation import (
    board,
    completion_matrix,
    department_detail,
)
from skilltrack.services.exams.goals import exam_goals
from skilltrack.services.exams.notice import exam_notice
from skilltrack.services.exams.qualifications import qualifications
from skilltrack.services.exams.register import exam_register
from skilltrack.services.inclusion import inclusion, left_out
from skilltrack.services.obligations import exemptions
from skilltrack.services.obligations import reading as obligations
from skilltrack.services.organisation.reorganisation import organisation_tree
from skilltrack.services.people.listing import RosterQuery, every_row, list_people
from skilltrack.services.people.person import person_in
from skilltrack.services.practices.register import practice_register
from skilltrack.services.recommendations.reading import gaps
from skilltrack.services.roles import figures as role_figures
from skilltrack.services.roles.fields import role_fields
from skilltrack.services.roles.meetings import circles, known_circle, meetings_of_year, year_log
from skilltrack.services.roles.recruitment import recruitments
from skilltrack.services.rounds.analysis import analysis_in, way_of_round
from skilltrack.services.rounds.chasing import owing, participation
from skilltrack.services.rounds.coverage import coverage_of_round, left_out_of_round
from skilltrack.services.rounds.running import list_rounds, round_status
from skilltrack.services.seats.reading import list_plans
from skilltrack.services.seats.sheets import plan_sheet
from skilltrack.services.sessions.reading import session_sheet, sessions_of_year
from skilltrack.services.targets.details import target_detail
from skilltrack.services.targets.reading import targets
from skilltrack.services.verdicts.tiers import judge_all
from skilltrack.services.years import closing as year_closing
from skilltrack.services.years.checklist import checklist
from skilltrack.services.years.closed_boards import board_shown, frozen_rank
from skilltrack.services.years.closed_changes import change_shown
from skilltrack.services.years.closed_figures import exam_shown, round_shown
from skilltrack.services.years.closed_standings import tiers_shown, training_shown
from skilltrack.services.years.closed_targets import targets_shown
from skilltrack.store import rounds as round_records
from skilltrack.store.database import Database

Known = datetime | None
Printed = Callable[[Database, date, Known], object]

SCHEME, ROLE, EXAM, UNIT, PERSON = "fukui", "dx_leader", "it_passport", "0101", "0001"
NOW = StructureOn(Structure.AS_NOW, date(2027, 4, 1))
"""今の組織 on a day on which every reorganisation has come true."""


def told(figure: Printed, database: Database, as_of: date, as_known: Known = None) -> str:
    """Return what a figure prints, as one text; a refusal prints its codes."""
    try:
        value = figure(database, as_of, as_known)
    except Refusal as refusal:
        value = [problem.code for problem in refusal.problems]
    return json.dumps(_plain(value), ensure_ascii=False, indent=1)


def _plain(value: object) -> object:
    """Return what JSON knows, also of lists, of sets and of what holds them."""
    match value:
        case AbstractSet():
            return sorted(str(_plain(member)) for member in value)
        case list() | tuple():
            return [_plain(member) for member in value]
        case Mapping():
            return {str(key): _plain(member) for key, member in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    return plain(value)


def _rank(database: Database, as_of: date, known: Known) -> object:
    return rank_document(board(database, SCHEME, FiscalYear.of(as_of), as_of, known))


def _board_shown(database: Database, as_of: date, known: Known) -> object:
    return board_shown(database, SCHEME, FiscalYear.of(as_of), as_of, known)


def _rank_frozen(database: Database, as_of: date, known: Known) -> object:
    return frozen_rank(database, SCHEME, FiscalYear.of(as_of), as_of, known)


def _rank_change(database: Database, as_of: date, known: Known) -> object:
    return change_shown(database, SCHEME, FiscalYear.of(as_of), as_of, known)


def _rank_as_now(database: Database, as_of: date, known: Known) -> object:
    return board(database, SCHEME, FiscalYear.of(as_of), as_of, known, NOW)


def _tiers(database: Database, as_of: date, known: Known) -> object:
    found = judge_all(database, SCHEME, as_of, known)
    verdicts = ((one.person.employee_no, one.verdict) for one in found.people)
    return tiers_document(SCHEME, as_of, verdicts, found.counted)


def _training(database: Database, as_of: date, known: Known) -> object:
    year = FiscalYear.of(as_of)
    return completion_matrix(database, SCHEME, year, as_of, as_known=known)


def _training_shown(database: Database, as_of: date, known: Known) -> object:
    return training_shown(database, SCHEME, FiscalYear.of(as_of), as_of, known)


def _department(database: Database, as_of: date, known: Known) -> object:
    year = FiscalYear.of(as_of)
    return department_detail(database, SCHEME, UNIT, year, as_of, as_known=known)


def _sessions(database: Database, as_of: date, known: Known) -> object:
    found = sessions_of_year(database, FiscalYear.of(as_of), as_of, known)
    ids = [line.session.session_id for line in found.lines]
    return found, [session_sheet(database, one, as_of, known) for one in ids]


def _checklist(database: Database, as_of: date, known: Known) -> object:
    return checklist(database, FiscalYear.of(as_of), known)


def _courses(database: Database, as_of: date, known: Known) -> object:
    return list_courses(database, FiscalYear.of(as_of), known)


def _seats(database: Database, as_of: date, known: Known) -> object:
    plans = list_plans(database, FiscalYear.of(as_of), known)
    return plans, [plan_sheet(database, one.plan_id, known) for one in plans]


def _catalogue(database: Database, as_of: date, known: Known) -> object:
    year = FiscalYear.of(as_of)
    return (
        year_catalogue(database, year, as_of, known),
        compare_years(database, FiscalYear(year.year - 1), year, known),
        course_menu(database, year, SCHEME, known),
    )


def _exams(database: Database, as_of: date, known: Known) -> object:
    return exam_register(database, EXAM, as_of, known)


def _exam_goals(database: Database, as_of: date, known: Known) -> object:
    return exam_goals(database, EXAM, as_of, as_known=known)


def _exam_notice(database: Database, as_of: date, known: Known) -> object:
    return exam_notice(database, EXAM, FiscalYear.of(as_of).first_day, as_of, known)


def _exams_as_now(database: Database, as_of: date, known: Known) -> object:
    return exam_register(database, EXAM, as_of, known, NOW)


def _inclusion(database: Database, as_of: date, known: Known) -> object:
    return inclusion(database, SCHEME, as_of, known)


def _left_out(database: Database, as_of: date, known: Known) -> object:
    return [left_out(database, figure, "", as_of, known) for figure in Figure]


def _people(database: Database, as_of: date, known: Known) -> object:
    return tuple(every_row(database, list_people(database, as_of, RosterQuery(), known)))


def _people_found(database: Database, as_of: date, known: Known) -> object:
    query = RosterQuery("課", has_former=True)
    return tuple(every_row(database, list_people(database, as_of, query, known)))


def _person(database: Database, as_of: date, known: Known) -> object:
    with database.reading(known) as session:
        return person_in(session, PERSON, as_of, has_superseded=True)


def _organisation(database: Database, as_of: date, known: Known) -> object:
    return organisation_tree(database, as_of, known, has_others=True)


def _round_ids(database: Database, as_of: date, known: Known) -> Sequence[str]:
    with database.reading(known) as session:
        found = round_records.rounds(session)
    return [record.round_id for record in found if record.opens_on <= as_of]


def _round_status(database: Database, as_of: date, known: Known) -> object:
    return [round_status(database, one, known) for one in _round_ids(database, as_of, known)]


def _round_shown(database: Database, as_of: date, known: Known) -> object:
    return [round_shown(database, one, known) for one in _round_ids(database, as_of, known)]


def _round_left_out(database: Database, as_of: date, known: Known) -> object:
    return [
        (coverage_of_round(database, one, known), left_out_of_round(database, one, known))
        for one in _round_ids(database, as_of, known)
    ]


def _participation(database: Database, as_of: date, known: Known) -> object:
    at = known or database.clock()
    return [
        (
            participation(database, one, today=as_of, as_known=at),
            owing(database, one, today=as_of, as_known=at),
        )
        for one in _round_ids(database, as_of, at)
    ]


def _analysis(database: Database, as_of: date, known: Known) -> object:
    with database.reading(known) as session:
        return [analysis_in(session, one) for one in _round_ids(database, as_of, known)]


def _analysis_like_for_like(database: Database, as_of: date, known: Known) -> object:
    way = Structure.LIKE_FOR_LIKE
    found = []
    for one in _round_ids(database, as_of, known):
        on = way_of_round(database, one, way, as_of, as_known=known)
        with database.reading(known) as session:
            found.append(analysis_in(session, one, structure=on))
    return found


def _meetings(database: Database, as_of: date, known: Known) -> object:
    return meetings_of_year(database, FiscalYear.of(as_of), as_of, known)


def _meeting_logs(database: Database, as_of: date, known: Known) -> object:
    year = FiscalYear.of(as_of)
    named = [text for _circle, text in circles(database, as_of, known)]
    found = [known_circle(database, text, as_of, known) for text in named]
    return [year_log(database, circle, year, as_of, known) for circle in found]


def _targets(database: Database, as_of: date, known: Known) -> object:
    found = targets(database, as_of, known, has_closed=True)
    details = [target_detail(database, one.key, as_of, known) for one in found.targets]
    return targets_document(found), details


def _years(database: Database, as_of: date, known: Known) -> object:
    return year_closing.year_closings(database, as_of, known)


def _closed_year(database: Database, as_of: date, known: Known) -> object:
    return year_closing.closed_year(database, FiscalYear.of(as_of), known)


FIGURES: Mapping[str, Printed] = {
    "rank": _rank,
    "rank, shown": _board_shown,
    "rank, as now": _rank_as_now,
    "rank, frozen": _rank_frozen,
    "rank-change": _rank_change,
    "tiers": _tiers,
    "tiers, shown": lambda database, *when: tiers_shown(database, SCHEME, *when),
    "training": _training,
    "training, shown": _training_shown,
    "department": _department,
    "courses": _courses,
    "catalogue": _catalogue,
    "seats": _seats,
    "obligations": lambda database, *when: obligations.owed(database, *when),
    "gaps and courses": lambda database, as_of, known: gaps(
        database, FiscalYear.of(as_of), as_of, known
    ),
    "obligations, exemptions": exemptions.list_exemptions,
    "exams": _exams,
    "exams, shown": lambda database, *when: exam_shown(database, EXAM, *when),
    "exams, as now": _exams_as_now,
    "exam goals": _exam_goals,
    "exam notice": _exam_notice,
    "qualifications": qualifications,
    "inclusion": _inclusion,
    "inclusion people": _left_out,
    "people": _people,
    "people, found": _people_found,
    "person": _person,
    "organisation": _organisation,
    "round status": _round_status,
    "round status, shown": _round_shown,
    "round left-out": _round_left_out,
    "round participation": _participation,
    "round analyse": _analysis,
    "round analyse, like for like": _analysis_like_for_like,
    "roles": role_figures.appointment_lines,
    "roles missing": lambda database, *when: role_figures.coverage(database, ROLE, *when),
    "roles balance": lambda database, *when: role_figures.role_balance(database, ROLE, *when),
    "roles balance, fields": lambda database, *when: role_fields(database, ROLE, *when),
    "roles transferred": role_figures.transferred,
    "recruitment": recruitments,
    "meetings": _meetings,
    "targets": _targets,
    "targets, shown": targets_shown,
    "practices": practice_register,
    "sessions": _sessions,
    "year checklist": _checklist,
    "round list": lambda database, _on, known: list_rounds(database, known),
    "meetings report": _meeting_logs,
    "years": _years,
    "year show": _closed_year,
}
"""What is printed → how it is read of a day as known at an instant."""


def everything(
    database: Database, as_of: date, as_known: Known = None, names: Iterable[str] = FIGURES
) -> dict[str, str]:
    """Return name → what the program prints of a day, for some figures."""
    return {name: told(FIGURES[name], database, as_of, as_known) for name in names}

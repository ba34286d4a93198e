"""The sheets of people (個人票): own result, what is missing, and the courses with their dates."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.problems import refuse
from skilltrack.domain.questionnaires.definition import Questionnaire
from skilltrack.domain.recommendations.courses import Closing
from skilltrack.domain.recommendations.figures import is_at_ones_desk
from skilltrack.domain.recommendations.sheets import (
    AnsweredFields,
    CourseAdvice,
    FieldLine,
    MissingLine,
    PersonSheet,
    SchemeLine,
)
from skilltrack.domain.schemes import gates, leaves
from skilltrack.domain.schemes.definition import Scheme, Tier, TierRule
from skilltrack.domain.sessions.definition import CourseSession, SessionState
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.recommendations import advice_text, gap_text, reason_texts
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.services.recall import says_known
from skilltrack.services.recommendations.reading import Advised, Gaps, gaps_in, nearest_day
from skilltrack.services.verdicts.evidence import ladder_of
from skilltrack.services.verdicts.tiers import PersonVerdict, people_judged
from skilltrack.store import audit, organisation
from skilltrack.store import sessions as held
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.definitions import setting
from skilltrack.store.evidence import newest_answers

OVER = frozenset({SessionState.CANCELLED})
MOST_SESSIONS = 3
"""So many sessions of a course are named on a sheet."""


def sheets(
    database: Database,
    year: FiscalYear,
    as_of: date,
    as_known: datetime | None = None,
    *,
    employee_no: str = "",
    within: frozenset[str] = frozenset(),
    scheme_id: str = "",
) -> tuple[PersonSheet, ...]:
    """Return the sheets of one person, or of the people of departments, by department and kana.

    Args:
        database: The data file.
        year: The fiscal year whose courses are recommended.
        as_of: The reference date.
        as_known: What was recorded by this instant; None is everything.
        employee_no: Only this person; '' takes ``within``.
        within: The codes of departments.
        scheme_id: Only by this scheme; '' is every scheme in use.

    Raises:
        Refusal: Nobody is in post there on the day, or no such scheme.
    """
    with database.reading(as_known) as session:
        found = sheets_in(session, year, as_of, employee_no, within, scheme_id)
    if not found:
        raise _nobody(employee_no, as_of)
    return found


def person_sheet(
    database: Database, employee_no: str, year: FiscalYear, as_of: date
) -> PersonSheet | None:
    """Return the sheet of one person; None where the person is in no main post on the day."""
    with database.reading() as session:
        found = sheets_in(session, year, as_of, employee_no, frozenset(), "")
    return found[0] if found else None


def _nobody(employee_no: str, on: date) -> Exception:
    if employee_no:
        return refuse("recommendations.not_in_post", number=employee_no, on=wareki(on))
    return refuse("recommendations.nobody", on=wareki(on))


def sheets_in(
    session: Session,
    year: FiscalYear,
    as_of: date,
    employee_no: str,
    within: frozenset[str],
    scheme_id: str,
) -> tuple[PersonSheet, ...]:
    """Return the sheets within a session; of departments, those of the people who count."""
    on = nearest_day(year, as_of)
    numbers = frozenset({employee_no}) if employee_no else _people_of(session, on, within)
    if not numbers:
        return ()
    found = gaps_in(session, year, as_of, scheme_id, numbers)
    writer = _Sheets(session, found, numbers)
    if employee_no:
        return tuple(writer.sheet(one) for one in found.people)
    counted = {
        person.employee_no
        for scheme in found.schemes
        for person in people_judged(session, scheme, on)
    }
    return tuple(
        writer.sheet(one)
        for one in found.people
        if one.person.employee_no in counted or any(gap.gap.owed for gap in one.advice.gaps)
    )


def _people_of(session: Session, on: date, within: frozenset[str]) -> frozenset[str]:
    people = organisation.in_post(session, on)
    return frozenset(one.employee_no for one in people if one.department in within)


class _Sheets:
    """Puts gaps and courses of people into words."""

    def __init__(self, session: Session, found: Gaps, numbers: frozenset[str]) -> None:
        self.found = found
        self.schemes = {one.id: one for one in found.schemes}
        self.tiers = tier_names(found.schemes)
        known = definitions.questionnaires(session)
        self.questionnaires = {one.questionnaire: known[one.questionnaire] for one in found.schemes}
        self.answered = {
            code: {
                number: given.answered_on
                for number, given in newest_answers(session, code, found.on, numbers).items()
            }
            for code in self.questionnaires
        }
        self.sessions = sessions_ahead(session, found.year, found.as_of)

    def sheet(self, one: Advised) -> PersonSheet:
        """Return the sheet of a person."""
        found, person = self.found, one.person
        return PersonSheet(
            person.employee_no,
            person.name,
            person.kana,
            found.department_name(person),
            person.job_title,
            found.on,
            found.year.year,
            tuple(_standing(self.schemes[code], verdict) for code, verdict in one.verdicts),
            self._fields(one),
            self._missing(one),
            tuple(
                course_advice(found, one, code, self.tiers, self.sessions)
                for code in one.advice.courses
            ),
        )

    def _missing(self, one: Advised) -> tuple[MissingLine, ...]:
        """Return what courses do not close; what waits for an answer is one line a scheme."""
        lines: dict[MissingLine, None] = {}
        for gap in one.advice.gaps:
            scheme = self.schemes.get(gap.gap.source)
            text = gap_text(gap.gap, self.found.course_name)
            if gap.closing is Closing.UNANSWERED and scheme is not None:
                title = self.questionnaires[scheme.questionnaire].title
                text = _("調査「{title}」の回答がなく、判定できません").format(title=title)
            if gap.closing is not Closing.CLOSED:
                name = short(self.found.scheme_name(gap.gap.source))
                lines[MissingLine(name, text, advice_text(gap))] = None
        return tuple(lines)

    def _fields(self, one: Advised) -> tuple[AnsweredFields, ...]:
        lines = []
        for code, questionnaire in self.questionnaires.items():
            own = [
                (self.schemes[scheme], verdict)
                for scheme, verdict in one.verdicts
                if self.schemes[scheme].questionnaire == code
            ]
            scores = next((verdict.scores for _scheme, verdict in own), ())
            on = self.answered[code].get(one.person.employee_no)
            asked = _asked(own)
            names = _category_names(questionnaire)
            lines.append(
                AnsweredFields(
                    questionnaire.title,
                    on,
                    tuple(
                        FieldLine(names.get(s.category, s.category), s.ratio, asked.get(s.category))
                        for s in scores
                    )
                    if on is not None
                    else (),
                )
            )
        return tuple(lines)


def tier_names(schemes: Sequence[Scheme]) -> dict[tuple[str, str], str]:
    """Return scheme and code of a tier → its name."""
    return {(one.id, tier.code): tier.name for one in schemes for tier in one.tiers}


def short(scheme: str) -> str:
    """Return the name of a scheme without what stands in brackets."""
    return scheme.partition(_("（"))[0]


def _category_names(questionnaire: Questionnaire) -> Mapping[str, str]:
    return {one.code: one.name for one in questionnaire.categories}


def _asked(verdicts: Sequence[tuple[Scheme, PersonVerdict]]) -> dict[str, Fraction]:
    """Return category → the highest share that the tiers ahead ask of it."""
    asked: dict[str, Fraction] = {}
    for scheme, one in verdicts:
        tier = _ahead(scheme, one)
        if tier is None:
            continue
        for leaf in gates.leaves(tier.gate):
            category, ratio = "", Fraction(0)
            if isinstance(leaf, leaves.CategoryAtLeast) and not leaf.questionnaire:
                category, ratio = leaf.category, leaf.ratio
            elif isinstance(leaf, leaves.LevelAtLeast):
                ladder = ladder_of(scheme, leaf)
                if ladder is not None and ladder.category and not ladder.questionnaire:
                    category = ladder.category
                    least = {level.code: level.least for level in ladder.levels}
                    ratio = least.get(leaf.level, ratio)
            if category:
                asked[category] = max(ratio, asked.get(category, ratio))
    return asked


def _ahead(scheme: Scheme, one: PersonVerdict) -> Tier | None:
    """Return the tier expected, or the next one; at the top the one reached."""
    verdict = one.verdict
    code = verdict.expected or verdict.next_tier or verdict.reached
    return None if code is None else scheme.tiers_by_code.get(code)


def _standing(scheme: Scheme, one: PersonVerdict) -> SchemeLine:
    verdict = one.verdict
    names = {code: tier.name for code, tier in scheme.tiers_by_code.items()}
    if scheme.rule is TierRule.EARNED:
        return SchemeLine(
            short(scheme.name),
            names.get(verdict.reached or "", _("未到達")),
            _("手動で設定") if verdict.overridden else _("要件で判定"),
            names.get(verdict.next_tier or "", ""),
        )
    if verdict.expected is None:
        return SchemeLine(short(scheme.name), _("区分なし"), "", "")
    outcome = {True: _("達成"), False: _("未達成"), None: _("判定できず")}[verdict.met]
    return SchemeLine(short(scheme.name), names.get(verdict.expected, ""), outcome, "")


def sessions_ahead(
    session: Session, year: FiscalYear, as_of: date
) -> dict[str, tuple[CourseSession, ...]]:
    """Return course → its sessions of a year that are not over on a day, earliest first."""
    found: dict[str, list[CourseSession]] = {}
    for one in held.sessions_of_year(session, year):
        if one.state not in OVER and (one.first_day is None or one.first_day >= as_of):
            found.setdefault(one.course, []).append(one)
    return {
        code: tuple(sorted(every, key=lambda one: (one.first_day or date.max, one.session_id)))
        for code, every in found.items()
    }


def course_advice(
    found: Gaps,
    one: Advised,
    code: str,
    tiers: Mapping[tuple[str, str], str],
    ahead: Mapping[str, Sequence[CourseSession]],
) -> CourseAdvice:
    """Return a course with why it is recommended to somebody and when it is held."""
    course = found.courses[code]
    hours = None if course.hours is None else _("{hours:g}時間").format(hours=course.hours)
    sessions = tuple(session_text(each) for each in ahead.get(code, ())[:MOST_SESSIONS])
    if not sessions and is_at_ones_desk(course.detail):
        sessions = (_("随時"),)
    return CourseAdvice(
        code,
        course.name,
        reason_texts(one.advice.reasons(code), tiers),
        _("　").join(filter(None, (course.mode, hours))),
        sessions,
        next((each.session_id for each in ahead.get(code, ())), ""),
    )


def session_text(one: CourseSession) -> str:
    """Return when and where a session is held."""
    day = _("日程未定") if one.first_day is None else wareki(one.first_day)
    return _("　").join(filter(None, (day, one.place)))


@says_known
def write_sheets(
    database: Database,
    path: Path,
    year: FiscalYear,
    as_of: date,
    as_known: datetime | None = None,
    *,
    employee_no: str = "",
    within: frozenset[str] = frozenset(),
    scheme_id: str = "",
) -> int:
    """Write the sheets of one person, or of the people of departments, one A4 sheet each.

    Returns:
        How many people.

    Raises:
        Refusal: Nobody is in post there on the day, or no such scheme.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.person_sheets import write_person_sheets

    found = sheets(
        database,
        year,
        as_of,
        as_known,
        employee_no=employee_no,
        within=within,
        scheme_id=scheme_id,
    )
    with database.reading(as_known) as session:
        body = setting(session, "organisation") or ""
    write_person_sheets(path, found, organisation=body, made_at=database.clock())
    audit.note(database, Entry("report.person_sheet", path.name, len(found)))
    return len(found)

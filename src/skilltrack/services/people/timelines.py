"""Everything recorded of one person as lines of a timeline, in the words of the office."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from skilltrack.domain.calendar import Period
from skilltrack.domain.catalogue.courses import CompletionStatus
from skilltrack.domain.exams.definition import Exam, ExamAttempt, is_passed
from skilltrack.domain.organisation import Absence, Department, Posting
from skilltrack.domain.people.names import Called, changes, names_of
from skilltrack.domain.people.occupations import occupations_of
from skilltrack.domain.people.timeline import Event, EventKind, single_day
from skilltrack.domain.questionnaires.answers import Answers
from skilltrack.domain.questionnaires.definition import Questionnaire, category_scores
from skilltrack.i18n.names import (
    ABSENCE_NAMES,
    EMPLOYMENT_TYPE_NAMES,
    STAGE_NAMES,
    VALUE_NAMES,
)
from skilltrack.i18n.numbers import percent
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.services.people.earned import earned_events
from skilltrack.services.people.listing import RosterNames
from skilltrack.store import organisation, rounds, training
from skilltrack.store.database import Session
from skilltrack.store.exams import ATTEMPTS
from skilltrack.store.facts import Facts
from skilltrack.store.meetings import ATTENDANCES, MEETINGS
from skilltrack.store.names import FORMER_NAMES, called_of
from skilltrack.store.occupations import FORMER_OCCUPATIONS
from skilltrack.store.owing import EXEMPTIONS
from skilltrack.store.people import Recorded, practices_of, recorded_of

T = TypeVar("T")

ATTENDANCE_NAMES: Mapping[str, str] = {
    "attended": _("出席"),
    "absent": _("欠席"),
    "excused": _("届出欠席"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of whom, and whether what no longer holds is wanted as well."""

    session: Session
    employee_no: str
    names: RosterNames
    has_superseded: bool = False


class Departments:
    """The names of departments as they were on a day."""

    def __init__(self, departments: Iterable[Department]) -> None:
        self._known: dict[str, list[Department]] = {}
        for department in departments:
            self._known.setdefault(department.code, []).append(department)

    @classmethod
    def of(cls, session: Session) -> "Departments":
        """Return every department of any time."""
        return cls(organisation.DEPARTMENTS.values(session))

    def name(self, code: str, on: date | None) -> str:
        """Return the name on a day; else the last one known, the code where there is none."""
        periods = self._known.get(code, [])
        held = (d.name for d in periods if on is not None and on in d.valid)
        last = max(periods, key=lambda d: d.valid.start or date.min, default=None)
        return next(held, code if last is None else last.name)

    def periods(self, code: str) -> tuple[Period, ...]:
        """Return when a department exists."""
        return tuple(d.valid for d in self._known.get(code, []))


@dataclass(frozen=True)
class _Reader:
    """Reads one person's lines, kind by kind."""

    wanted: Wanted

    @cached_property
    def departments(self) -> Departments:
        """Return the departments of any time."""
        return Departments.of(self.wanted.session)

    @cached_property
    def exams(self) -> dict[str, Exam]:
        """Return the exams."""
        return definitions.exams(self.wanted.session)

    def names(self) -> Iterator[Event]:
        """Yield changes of the name, on their day."""
        found = self._recorded(FORMER_NAMES)
        (employee,) = self._own(organisation.EMPLOYEES)
        standing = (one.value.fact for one in found if one.superseded_in is None)
        after = {day: new for day, _old, new in changes(names_of(called_of(employee), standing))}
        for one in found:
            old, day = one.value.fact.called, one.value.fact.valid.end
            if day is None:
                continue
            new = after.get(day) if one.superseded_in is None else None
            title, detail = _renaming(old, new)
            yield _event(EventKind.NAME, single_day(day), title, detail, one)

    def occupations(self) -> Iterator[Event]:
        """Yield changes of the occupation, on their day."""
        found = self._recorded(FORMER_OCCUPATIONS)
        (employee,) = self._own(organisation.EMPLOYEES)
        standing = (one.value.fact for one in found if one.superseded_in is None)
        held = occupations_of(employee.occupation, standing)
        after = {day: new for day, _old, new in held.changes}
        for one in found:
            old, day = one.value.fact.occupation, one.value.fact.valid.end
            if day is None:
                continue
            new = after.get(day) if one.superseded_in is None else None
            text = _("変更前 {name}").format(name=old or _("なし"))
            if new is not None:
                text = f"{old or _('なし')} → {new or _('なし')}"
            yield _event(EventKind.OCCUPATION, single_day(day), _("職種の変更"), text, one)

    def postings(self) -> Iterator[Event]:
        """Yield main and concurrent posts."""
        for found in self._recorded(organisation.POSTINGS):
            post = found.value.fact
            name = self.departments.name(post.department, post.valid.start)
            yield _event(
                EventKind.CONCURRENT if post.is_concurrent else EventKind.POSTING,
                post.valid,
                _("　").join(part for part in (name, post.job_title) if part),
                EMPLOYMENT_TYPE_NAMES[post.employment_type],
                found,
                post,
            )

    def absences(self) -> Iterator[Event]:
        """Yield leave and secondment."""
        for found in self._recorded(organisation.ABSENCES):
            absence = found.value.fact
            name = ABSENCE_NAMES[absence.kind]
            yield _event(EventKind.ABSENCE, absence.valid, name, "", found, absence)

    def roles(self) -> Iterator[Event]:
        """Yield appointments."""
        methods = VALUE_NAMES["method"]
        for found in self._recorded(organisation.APPOINTMENTS):
            given = found.value
            parts = (
                "" if given.method is None else methods[given.method.value],
                _("認定番号 {number}").format(number=given.certificate_no)
                if given.certificate_no
                else "",
                _("終了の理由：{reason}").format(reason=given.ended_because)
                if given.ended_because
                else "",
            )
            name = self.wanted.names.roles.get(given.role, given.role)
            yield _event(EventKind.ROLE, given.valid, name, _joined(parts), found)

    def answers(self) -> Iterator[Event]:
        """Yield what was answered in each round, with the score of each field."""
        session = self.wanted.session
        held = {record.round_id: record for record in rounds.rounds(session)}
        for found in self._recorded(rounds.RESPONSES):
            response = found.value
            record = held.get(response.round_id)
            if record is None:
                continue
            questionnaire = definitions.questionnaire_version(
                session, record.questionnaire, record.questionnaire_version
            )
            scores = score_texts(questionnaire, response.answers)
            days = single_day(response.answered_on)
            yield _event(EventKind.ANSWER, days, record.title, _joined(scores), found)

    def courses(self) -> Iterator[Event]:
        """Yield completions and exemptions."""
        found = self._recorded(training.COMPLETIONS)
        named = course_names(self.wanted.session, {one.value.course for one in found})
        for one in found:
            done = one.value
            parts = (
                _("免除") if done.status is CompletionStatus.EXEMPT else _("修了"),
                "" if done.hours is None else _("{hours:g} 時間").format(hours=done.hours),
                "" if done.score is None else _("{score:g} 点").format(score=done.score),
                done.origin,
            )
            name = named.get(done.course, done.course)
            yield _event(EventKind.COURSE, single_day(done.on), name, _joined(parts), one)

    def exemptions(self) -> Iterator[Event]:
        """Yield exemptions from courses."""
        found = self._recorded(EXEMPTIONS)
        named = course_names(self.wanted.session, {one.value.course for one in found})
        for one in found:
            given = one.value
            name = _("{course}の免除").format(course=named.get(given.course, given.course))
            reason = _("理由：{reason}").format(reason=given.reason)
            yield _event(EventKind.COURSE, given.valid, name, reason, one)

    def sittings(self) -> Iterator[Event]:
        """Yield sittings of exams."""
        for found in self._recorded(ATTEMPTS):
            attempt = found.value
            exam = self.exams.get(attempt.exam)
            name = attempt.exam if exam is None else exam.name
            text = "" if exam is None else _sitting(exam, attempt)
            yield _event(EventKind.EXAM, single_day(attempt.on), name, text, found)

    def practices(self) -> Iterator[Event]:
        """Yield improvements taken part in, on the day they were recorded.

        A practice has no day of its own.
        """
        wanted = self.wanted
        for found, at in practices_of(
            wanted.session, wanted.employee_no, has_superseded=wanted.has_superseded
        ):
            practice, on = found.value, at.date()
            department = self.departments.name(practice.department, on)
            detail = _joined((department, STAGE_NAMES[practice.stage]))
            yield _event(EventKind.PRACTICE, single_day(on), practice.title, detail, found)

    def meetings(self) -> Iterator[Event]:
        """Yield meetings with whether the person came."""
        held = {one.meeting_id: one for one in MEETINGS.values(self.wanted.session)}
        for found in self._recorded(ATTENDANCES):
            meeting = held.get(found.value.meeting_id)
            if meeting is not None:
                state = ATTENDANCE_NAMES[found.value.state.value]
                days = single_day(meeting.held_on)
                yield _event(EventKind.MEETING, days, meeting.title, state, found)

    def employment(self) -> Iterator[Event]:
        """Yield hiring and leaving."""
        for found in self._recorded(organisation.EMPLOYEES):
            employee = found.value
            if employee.hired_on is not None:
                days = single_day(employee.hired_on)
                yield _event(EventKind.EMPLOYMENT, days, _("採用"), "", found)
            if employee.left_on is not None:
                days = single_day(employee.left_on)
                yield _event(EventKind.EMPLOYMENT, days, _("退職"), "", found)

    def _own(self, facts: Facts[T]) -> tuple[T, ...]:
        session, number = self.wanted.session, self.wanted.employee_no
        return facts.values(session, facts.table.c.employee_no == number)

    def _recorded(self, facts: Facts[T]) -> tuple[Recorded[T], ...]:
        wanted = self.wanted
        return recorded_of(
            wanted.session, facts, wanted.employee_no, has_superseded=wanted.has_superseded
        )


_KINDS: tuple[Callable[[_Reader], Iterator[Event]], ...] = (
    _Reader.employment,
    _Reader.names,
    _Reader.occupations,
    _Reader.postings,
    _Reader.absences,
    _Reader.roles,
    _Reader.answers,
    _Reader.courses,
    _Reader.exemptions,
    _Reader.sittings,
    _Reader.practices,
    _Reader.meetings,
)


def events_of(wanted: Wanted) -> tuple[Event, ...]:
    """Return everything recorded of a person, kind by kind in the order recorded."""
    reader = _Reader(wanted)
    found = [event for read in _KINDS for event in read(reader)]
    found += earned_events(wanted.session, wanted.employee_no, has_superseded=wanted.has_superseded)
    return tuple(found)


def _event(
    kind: EventKind,
    days: Period,
    title: str,
    detail: str,
    found: Recorded[Any],
    fact: Posting | Absence | None = None,
) -> Event:
    return Event(kind, days, title, detail, found.recorded_in, found.superseded_in, fact)


def _renaming(old: Called, new: Called | None) -> tuple[str, str]:
    """Return title and detail of a change of name; ``new`` None where it no longer stands."""
    if new is None:
        return _("氏名の変更"), _("変更前 {name}").format(name=old.name)
    if old.name != new.name:
        kana = f"{old.kana} → {new.kana}" if old.kana != new.kana else ""
        return _("氏名の変更"), _joined((f"{old.name} → {new.name}", kana))
    if old.kana != new.kana:
        return _("フリガナの変更"), f"{old.kana} → {new.kana}"
    return _("アカウントの変更"), f"{old.account} → {new.account}"


def _joined(parts: Iterable[str]) -> str:
    return _("、").join(part for part in parts if part)


def score_texts(questionnaire: Questionnaire, answers: Answers) -> tuple[str, ...]:
    """Return the score of each field in words; 「―」 where it is not judged."""
    names = {category.code: category.name for category in questionnaire.categories}
    return tuple(
        _("{field} {ratio}").format(field=names[score.category], ratio=percent(score.ratio))
        for score in category_scores(questionnaire, answers)
    )


def course_names(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """Return course code → name in the last year that holds it."""
    wanted = frozenset(codes)
    named = {
        course.code: course.name
        for scheme in definitions.schemes(session).values()
        for course in scheme.courses
        if course.code in wanted
    }
    entries = training.entries_named(session, wanted)
    named |= {e.code: e.name for e in sorted(entries, key=lambda e: e.fiscal_year)}
    return named


def _sitting(exam: Exam, attempt: ExamAttempt) -> str:
    edition = exam.edition_on(attempt.on)
    passed = attempt.stated_pass if edition is None else is_passed(edition, attempt)
    outcome = {True: _("合格"), False: _("不合格"), None: _("合否の記録なし")}[passed]
    fields = {} if edition is None else {field.code: field.name for field in edition.fields}
    scores = (
        _("{field} {score} 点").format(field=fields.get(code, code), score=score)
        for code, score in attempt.scores.items()
    )
    return _joined((outcome, *scores))

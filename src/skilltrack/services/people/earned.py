"""What a person applied for, was accredited for and brought along, as lines of the timeline."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from skilltrack.domain.calendar import Period
from skilltrack.domain.people.timeline import Event, EventKind, single_day
from skilltrack.domain.sessions.definition import CourseSession, Presence
from skilltrack.i18n.career import CAREER_KIND_NAMES
from skilltrack.i18n.sessions import ENROLMENT_STATE_NAMES, PRESENCE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.services.accreditation.granting import tier_name
from skilltrack.store import sessions
from skilltrack.store.accreditation import ACCREDITATIONS, OVERRIDES
from skilltrack.store.career import CAREER
from skilltrack.store.database import Session
from skilltrack.store.facts import Facts
from skilltrack.store.people import Recorded, recorded_of

T = TypeVar("T")


def earned_events(session: Session, employee_no: str, *, has_superseded: bool) -> Iterator[Event]:
    """Yield accreditations, tiers set by hand, sessions and career entries of a person."""
    reader = _Reader(session, employee_no, has_superseded)
    yield from reader.accreditations()
    yield from reader.overrides()
    yield from reader.sessions()
    yield from reader.career()


@dataclass(frozen=True, slots=True)
class _Reader:
    session: Session
    employee_no: str
    has_superseded: bool

    def accreditations(self) -> Iterator[Event]:
        """Yield accreditations for the days on which they hold."""
        found = self._recorded(ACCREDITATIONS)
        schemes = definitions.schemes(self.session) if found else {}
        for one in found:
            given = one.value
            parts = (
                _("認定番号 {number}").format(number=given.certificate_no)
                if given.certificate_no
                else "",
                _("取消しの理由：{reason}").format(reason=given.ended_because)
                if given.ended_because
                else "",
            )
            title = _("{tier}の認定").format(tier=tier_name(schemes.get(given.scheme), given.tier))
            yield _event(EventKind.ACCREDITATION, given.valid, title, parts, one)

    def overrides(self) -> Iterator[Event]:
        """Yield tiers that were set by hand, with the reason."""
        found = self._recorded(OVERRIDES)
        schemes = definitions.schemes(self.session) if found else {}
        for one in found:
            given = one.value.override
            tier = tier_name(schemes.get(one.value.scheme), given.tier)
            title = _("判定の変更：{tier}").format(tier=tier)
            parts = (_("理由：{reason}").format(reason=given.reason),)
            yield _event(EventKind.ACCREDITATION, given.valid, title, parts, one)

    def sessions(self) -> Iterator[Event]:
        """Yield sessions applied for, on their days, with whether the person was there."""
        found = self._recorded(sessions.ENROLMENTS)
        ids = {one.value.session_id for one in found}
        held = _sessions(self.session, ids)
        there: dict[str, list[Presence]] = {}
        for noted in recorded_of(self.session, sessions.PRESENCES, self.employee_no):
            there.setdefault(noted.value.session_id, []).append(noted.value)
        for one in found:
            course_session = held.get(one.value.session_id)
            if course_session is None:
                continue
            first, last = course_session.first_day, course_session.last_day
            days = single_day(one.value.noted_on)
            if first is not None:
                days = Period.through(first, last)
            state = (
                _("中止") if course_session.is_cancelled else ENROLMENT_STATE_NAMES[one.value.state]
            )
            noted_days = sorted(there.get(one.value.session_id, ()), key=lambda p: p.day_no)
            parts = (
                state,
                *(
                    _("{day}日目 {presence}").format(
                        day=presence.day_no, presence=PRESENCE_NAMES[presence.state]
                    )
                    for presence in noted_days
                ),
            )
            yield _event(EventKind.SESSION, days, course_session.title, parts, one)

    def career(self) -> Iterator[Event]:
        """Yield experience, skills, qualifications and achievements, on their days."""
        for one in self._recorded(CAREER):
            entry = one.value
            kind = CAREER_KIND_NAMES[entry.kind]
            parts = (kind, entry.field if entry.title else "", entry.note)
            title = entry.title or entry.field
            yield _event(EventKind.CAREER, entry.valid, title, parts, one)

    def _recorded(self, facts: Facts[T]) -> tuple[Recorded[T], ...]:
        return recorded_of(
            self.session, facts, self.employee_no, has_superseded=self.has_superseded
        )


def _sessions(session: Session, ids: Iterable[str]) -> dict[str, CourseSession]:
    """Return session id → session with its days, of those that are known."""
    found = (sessions.stored_session(session, one) for one in sorted(ids))  # a person has few
    return {one.value.session_id: one.value for one in found if one is not None}


def _event(
    kind: EventKind, days: Period, title: str, parts: Iterable[str], found: Recorded[Any]
) -> Event:
    detail = _("、").join(part for part in parts if part)
    return Event(kind, days, title, detail, found.recorded_in, found.superseded_in, None)

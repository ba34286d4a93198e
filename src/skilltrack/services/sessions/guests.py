"""People from outside who come to a session: in its list, in no figure of the body."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from skilltrack.domain.problems import Problem, Refusal, refuse
from skilltrack.domain.sessions.definition import CourseSession, Guest, GuestState
from skilltrack.i18n.texts import _
from skilltrack.services.sessions.editing import note
from skilltrack.services.sessions.reading import known_session
from skilltrack.store import sessions as records
from skilltrack.store.database import Database, UnitOfWork


def add_guests(
    database: Database, session_id: str, guests: Sequence[tuple[str, str]]
) -> tuple[Guest, ...]:
    """Add people from outside, each with name and body.

    Raises:
        Refusal: No such session, it is called off, or a name is missing.
    """
    with database.changing("sessions.guests", session_id) as work:
        one = known_session(work, session_id).value
        if one.is_cancelled:
            raise refuse("sessions.cancelled", title=one.title)
        if not guests or any(not name.strip() for name, _body in guests):
            raise refuse("sessions.no_guest_name")
        ever = records.guest_ids_ever(work, one.session_id)
        number = max((int(each.partition("-")[2]) for each in ever), default=0)
        found = tuple(
            Guest(one.session_id, f"G-{number + place}", name.strip(), body.strip())
            for place, (name, body) in enumerate(guests, start=1)
        )
        records.GUESTS.record(work, found)
        title = _("実施回「{title}」に外部の参加者を{count}人追加")
        note(database, work, "sessions.guests", title, one, count=len(found))
        return found


def mark_guests(
    database: Database, session_id: str, states: Mapping[str, GuestState | None]
) -> int:
    """Note whether guests came, None takes them out of the list; return how many changed.

    Raises:
        Refusal: No such session, or no such guest.
    """
    with database.changing("sessions.guests", session_id) as work:
        one = known_session(work, session_id).value
        changed = put_guests(work, one, states)
        title = _("実施回「{title}」の外部の参加者を{count}人記録")
        note(database, work, "sessions.guests", title, one, count=changed)
        return changed


def put_guests(
    work: UnitOfWork, one: CourseSession, states: Mapping[str, GuestState | None]
) -> int:
    """Set the states of guests within a unit of work; return how many changed.

    Raises:
        Refusal: No such guest.
    """
    held = {stored.value.guest_id: stored for stored in records.guests_of(work, one.session_id)}
    unknown = [
        Problem("sessions.unknown_guest", values={"guest": guest})
        for guest in states
        if guest not in held
    ]
    if unknown:
        raise Refusal(unknown)
    gone = [held[guest] for guest, state in states.items() if held[guest].value.state is not state]
    kept = [
        replace(stored.value, state=state)
        for stored in gone
        if (state := states[stored.value.guest_id]) is not None
    ]
    records.GUESTS.supersede(work, gone)
    records.GUESTS.record(work, kept)
    return len(gone)

"""What the sessions of a year offer to a plan, who sits in them, and whose absence counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.seats.planning import Offer, PlannedSeat
from skilltrack.domain.seats.plans import PlanOrder, at_any_time
from skilltrack.domain.sessions.definition import CourseSession, EnrolmentState
from skilltrack.services.people.posts import Posts
from skilltrack.services.sessions.reading import OVER, posts_of, unit_of
from skilltrack.store import seats as records
from skilltrack.store import sessions as held_sessions
from skilltrack.store.database import Session


@dataclass(frozen=True, slots=True)
class Offered:
    """The sessions of the year of a plan.

    ``offers`` holds all of them, open only those that the plan takes in; ``enrolled`` has a seat
    in one now. ``over`` are the ids of those held or called off.
    """

    offers: Mapping[str, Offer]
    sessions: Mapping[str, CourseSession]
    enrolled: tuple[PlannedSeat, ...]
    over: frozenset[str]

    def title(self, session_id: str) -> str:
        """Return the title of a session; its id where there is none."""
        found = self.sessions.get(session_id)
        return session_id if found is None else found.title


def offered_by(session: Session, order: PlanOrder) -> Offered:
    """Return what there is to fill in the year of a plan."""
    year = FiscalYear(order.fiscal_year)
    held = {one.session_id: one for one in held_sessions.sessions_of_year(session, year)}
    offers = {
        one.session_id: Offer(one.session_id, one.course, _days(one), is_open=False)
        for one in held.values()
        if not one.is_cancelled
    }
    for taken in order.sessions:
        one = held.get(taken.session_id)
        if one is not None:
            minutes = one.minutes
            offers[taken.session_id] = taken.offer(_days(one), minutes)
        elif taken.session_id == at_any_time(taken.course):
            offers[taken.session_id] = taken.offer((), None)
    enrolled = tuple(
        PlannedSeat(number, held[one].course, one, is_fixed=True)
        for one, number in records.people_of_year(session, year, EnrolmentState.ENROLLED)
        if one in offers
    )
    over = frozenset(key for key, one in held.items() if one.state in OVER)
    return Offered(offers, held, enrolled, over)


def _days(one: CourseSession) -> tuple[date, ...]:
    return tuple(sorted({day.held_on for day in one.days}))


def units_of(session: Session, on: date, numbers: Iterable[str]) -> dict[str, str]:
    """Return number → unit whose absences are limited; '' for those in no post on the day."""
    wanted = frozenset(numbers)
    return units_in(posts_of(session, on, wanted), wanted)


def units_in(posts: Posts, numbers: Iterable[str]) -> dict[str, str]:
    """Return the same out of posts that were read."""
    return {number: unit_of(posts, number) for number in numbers}

"""Two seat plans side by side: who gained a seat, lost it, or goes to another session."""

from datetime import datetime

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.problems import refuse
from skilltrack.domain.seats.plans import (
    changes_between,
)
from skilltrack.domain.seats.sheets import ChangeLine, Comparison
from skilltrack.i18n.seats import dated_title
from skilltrack.i18n.texts import _
from skilltrack.services.people.timelines import course_names
from skilltrack.services.recommendations.reading import nearest_day
from skilltrack.services.seats.offering import Offered, offered_by
from skilltrack.services.seats.planning import known_plan
from skilltrack.services.seats.reading import lines_in
from skilltrack.services.seats.sheets import people_in
from skilltrack.store import seats as records
from skilltrack.store.database import Database


def compare_plans(
    database: Database, before: str, after: str, as_known: datetime | None = None
) -> Comparison:
    """Compare two plans of one fiscal year.

    Raises:
        Refusal: No such plan, the same one twice, or plans of different years.
    """
    with database.reading(as_known) as session:
        one, other = known_plan(session, before).value, known_plan(session, after).value
        if one.plan_id == other.plan_id:
            raise refuse("seats.same_plan")
        if one.order.fiscal_year != other.order.fiscal_year:
            raise refuse("seats.other_year", title=other.order.title)
        year = FiscalYear(other.order.fiscal_year)
        lines = {line.plan_id: line for line in lines_in(session, year)}
        old, new = (
            [stored.value for stored in records.seats_of(session, plan.plan_id)]
            for plan in (one, other)
        )
        found = changes_between(old, new)
        numbers = {change.employee_no for change in found}
        people = people_in(session, nearest_day(year, other.order.as_of), numbers)
        names = course_names(session, {change.course for change in found})
        offered = offered_by(session, other.order)
        return Comparison(
            lines[one.plan_id],
            lines[other.plan_id],
            tuple(
                ChangeLine(
                    change,
                    people[change.employee_no],
                    names.get(change.course, change.course),
                    _title(offered, change.before),
                    _title(offered, change.after),
                )
                for change in found
            ),
        )


def _title(offered: Offered, session_id: str | None) -> str:
    if session_id is None:
        return ""
    found = offered.sessions.get(session_id)
    return _("随時") if found is None else dated_title(found)

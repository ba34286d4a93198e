"""The roster of the month to come, which nobody has taken over yet."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.organisation import EmploymentType
from skilltrack.services.demonstration.chance import Chance
from skilltrack.services.demonstration.movements import roster_table
from skilltrack.services.demonstration.names import NameBook
from skilltrack.services.demonstration.people import (
    CLERK,
    Person,
    Post,
    Vacancy,
    fill,
    numbered,
)
from skilltrack.services.demonstration.tables import RosterFile
from skilltrack.services.demonstration.titles import LADDERS

_MOVERS, _UNTOLD = 4, 2
_AGES_JOINER = (24, 32)
_A_MONTH_AT_MOST = timedelta(days=31)


def next_roster(
    chance: Chance, book: NameBook, people: Sequence[Person], as_of: date
) -> RosterFile:
    """Return the full file of the first day of the next month.

    Some clerks move on, one joins, and some are missing without a word, so that the preview of an
    import has something of every kind to show.
    """
    on = (as_of.replace(day=1) + _A_MONTH_AT_MOST).replace(day=1)
    clerks = [
        person
        for person in people
        if person.is_at_work_on(as_of)
        and person.last_day is None
        and person.concurrent is None
        and person.occupation == CLERK
        and person.is_leader_material()
        and person.post_on(as_of).unit is not None
    ]
    chosen = chance.sample(clerks, min(len(clerks), _MOVERS + _UNTOLD))
    untold, movers = chosen[:_UNTOLD], chosen[_UNTOLD:]
    places = [person.post_on(as_of) for person in movers]
    moved = {
        person.employee_no: replace(
            person, posts=(*person.posts, replace(places[number - 1], since=on))
        )
        for number, person in enumerate(movers)
    }
    missing = {person.employee_no for person in untold}
    there = [
        moved.get(person.employee_no, person)
        for person in people
        if person.employee_no not in missing and person.hired_on <= as_of
    ]
    return RosterFile(on, roster_table([*there, _joiner(chance, book, people, clerks, on)], on))


def _joiner(
    chance: Chance,
    book: NameBook,
    people: Sequence[Person],
    clerks: Sequence[Person],
    on: date,
) -> Person:
    """Hire somebody into an office where clerks work, numbered after everybody else."""
    place = chance.choice(clerks).posts[-1]
    post = Post(on, place.department, place.unit)
    kind = EmploymentType.FIXED_TERM
    vacancy = Vacancy(LADDERS[CLERK][2], kind, CLERK, post, _AGES_JOINER)
    joiner = replace(fill(chance, book, vacancy, FiscalYear.of(on), 0.0), hired_on=on)
    last_no = max(
        int(person.employee_no)
        for person in people
        if person.employment_type is not EmploymentType.FISCAL_YEAR
    )
    return numbered(chance, [joiner], last_no)[0]

"""The line of a roster about the person.

Names and the occupation hold from the effective day. The days of birth, hiring and leaving are
facts about which nothing changes: another one is a correction and holds at once.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from skilltrack.domain.intake import FieldChange
from skilltrack.domain.organisation import Employee
from skilltrack.domain.people.names import Called, FormerName, Names, names_of, renamed, respelt
from skilltrack.domain.people.occupations import (
    FormerOccupation,
    Occupations,
    occupations_of,
    occupied,
)
from skilltrack.i18n.folding import fold
from skilltrack.services.imports.planning import Plan, differences
from skilltrack.services.imports.posts import Arrival, PersonalPlans, PersonalRecords
from skilltrack.store.facts import Personal, Stored
from skilltrack.store.names import called_of, with_called

Former = TypeVar("Former", FormerName, FormerOccupation)


def names_known(known: PersonalRecords) -> Names:
    """Return every name recorded of a person."""
    former = (stored.value.fact for stored in known.names)
    return names_of(called_of(known.employee.value), former)


def occupations_known(known: PersonalRecords) -> Occupations:
    """Return every occupation recorded of a person."""
    former = (stored.value.fact for stored in known.occupations)
    return occupations_of(known.employee.value.occupation, former)


def held_on(known: PersonalRecords, on: date) -> Employee:
    """Return a person as recorded, called and occupied as on a day."""
    person = with_called(known.employee.value, names_known(known).on(on))
    return replace(person, occupation=occupations_known(known).on(on))


def plan_person(
    people: PersonalPlans, arrival: Arrival, known: PersonalRecords, today: date
) -> list[FieldChange]:
    """Plan what the line says of the person.

    Another name or occupation holds from the effective day, and what was recorded for a later day
    stays. Where the day is not to come and only the way of writing differs, the name is put right
    on all its days: nobody changed it.
    """
    effective, wanted = arrival.effective, arrival.entry.employee
    stored, before = known.employee.value, names_known(known)
    held, said = before.on(effective), called_of(wanted)
    after = before
    if said != held:
        is_spelling = effective <= today and is_same_name(held, said)
        after = (respelt if is_spelling else renamed)(before, said, effective)
    _plan_former(people.names, arrival.number, known.names, after.former)
    occupations = occupations_known(known)
    if wanted.occupation != occupations.on(effective):
        occupations = occupied(occupations, wanted.occupation, effective)
    _plan_former(people.occupations, arrival.number, known.occupations, occupations.former)
    recorded = replace(with_called(wanted, after.latest), occupation=occupations.latest)
    if recorded != stored:
        people.employees.supersede.append(known.employee)
        people.employees.record.append(recorded)
    return list(differences(held_on(known, effective), wanted))


def is_same_name(held: Called, said: Called) -> bool:
    """Return whether two names differ only in the way they are written."""
    return _tight(held.name) == _tight(said.name)


def _tight(name: str) -> str:
    return fold(name).replace(" ", "")


def _plan_former(
    plan: Plan[Personal[Former]],
    number: str,
    stored: Sequence[Stored[Personal[Former]]],
    wanted: Sequence[Former],
) -> None:
    """Plan what a person was called or did before: what stays is left alone."""
    plan.supersede += [one for one in stored if one.value.fact not in wanted]
    held = {one.value.fact for one in stored}
    plan.record += [Personal(number, one) for one in wanted if one not in held]

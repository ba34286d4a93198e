"""Who stands by an application once the department that named somebody is no more."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from skilltrack.domain.lineage import Lineage
from skilltrack.domain.roles.appointments import (
    Nomination,
    NominationState,
    PassedNomination,
    Recruitment,
)
from skilltrack.domain.structure import Kept
from skilltrack.i18n.structures import row_name_apart
from skilltrack.store.appointments import NOMINATIONS, RECRUITMENTS
from skilltrack.store.database import Session
from skilltrack.store.lineage import lineage


@dataclass(frozen=True, slots=True)
class Heir:
    """The department that stands by an application; ``code`` '' where none does.

    ``name`` is then that of the department which was split or closed, with that word.
    """

    code: str
    name: str


class Heirs:
    """Follows the departments that named somebody through reorganisations."""

    def __init__(self, session: Session) -> None:
        self._lineage: Lineage = lineage(session)

    def of(self, nomination: Nomination, recruitment: Recruitment, on: date) -> Heir:
        """Return who stands by an application on a day.

        A department that was renamed or merged is found in its successor; one that was split in
        the part into which the person went, and nowhere for somebody who was not in it.
        """
        day = min(recruitment.opens_on, on)
        found = self._lineage.follow(nomination.department, day, on, nomination.employee_no)
        known = self._lineage.department(found.code, on)
        name = found.code if known is None else known.name
        if found.split_on is not None:
            return Heir("", row_name_apart(name, Kept.SPLIT))
        if known is not None and known.valid.end is not None and known.valid.end <= on:
            return Heir("", row_name_apart(name, Kept.ENDED))
        return Heir(found.code, name)


def passed_on(session: Session, codes: Collection[str], on: date) -> tuple[PassedNomination, ...]:
    """Return the undecided applications of some departments with who stands by them on a day.

    Left out is what stays with its department; by department and number.
    """
    open_ = [
        one
        for one in NOMINATIONS.values(session)
        if one.state is NominationState.APPLIED and one.department in codes
    ]
    if not open_:
        return ()
    heirs = Heirs(session)
    rounds: Mapping[str, Recruitment] = {
        one.recruitment_id: one for one in RECRUITMENTS.values(session)
    }
    found = []
    for one in sorted(open_, key=lambda one: (one.department, one.employee_no)):
        recruitment = rounds[one.recruitment_id]
        heir = heirs.of(one, recruitment, on)
        if heir.code != one.department:
            found.append(PassedNomination(one, recruitment.title, heir.code))
    return tuple(found)

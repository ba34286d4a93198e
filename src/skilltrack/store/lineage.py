"""Departments with everything that came before and after them."""

from collections import defaultdict
from dataclasses import replace

import sqlalchemy as sa

from skilltrack.domain.lineage import Lineage, SplitPart, part_of, successions_of
from skilltrack.domain.organisation import Posting
from skilltrack.store import schema
from skilltrack.store.database import Session
from skilltrack.store.organisation import DEPARTMENTS, POSTINGS, SUCCESSIONS


def lineage(session: Session) -> Lineage:
    """Return every department and succession, and where people went when theirs was split."""
    return session.once(_lineage)


def _lineage(session: Session) -> Lineage:
    known = lineage_of_departments(session)
    return replace(known, parts=_parts(session, known)) if known.split else known


def lineage_of_departments(session: Session) -> Lineage:
    """Return every department and succession, without where people went."""
    departments = DEPARTMENTS.values(session)
    return Lineage(departments, successions_of(departments, SUCCESSIONS.values(session)))


def _parts(session: Session, known: Lineage) -> dict[SplitPart, str]:
    """Return where the people of split departments went, for those who were there to go."""
    p = schema.posting.c
    codes = {code for code, _on in known.split}
    members = (
        sa.select(p.employee_no)
        .where(
            session.knows(schema.posting),
            p.is_concurrent.is_(False),
            p.department_code.in_(sorted(codes)),
        )
        .distinct()
    )
    postings: dict[str, list[Posting]] = defaultdict(list)
    of_department: dict[str, set[str]] = defaultdict(set)
    for one in POSTINGS.values(session, p.employee_no.in_(members), p.is_concurrent.is_(False)):
        postings[one.employee_no].append(one.fact)
        of_department[one.fact.department].add(one.employee_no)
    found: dict[SplitPart, str] = {}
    for (code, on), parts in known.split.items():
        departments = known.on(on)
        for number in of_department[code]:
            part = part_of(postings[number], parts, on, departments)
            if part is not None:
                found[number, code, on] = part
    return found

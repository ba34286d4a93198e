"""What could not be taken, by department, to be sent back there."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from skilltrack.domain.problems import Place, Problem
from skilltrack.domain.rounds.definition import Bucket, CollectedFile, Collection
from skilltrack.i18n.texts import _
from skilltrack.services.collecting.kept import is_kept_form, kept_form
from skilltrack.services.collecting.listing import standing
from skilltrack.services.collecting.people import directory
from skilltrack.services.rounds.running import round_record
from skilltrack.store.database import Database

_TO_TELL = frozenset({Bucket.SET_ASIDE, Bucket.TO_CONFIRM})


@dataclass(frozen=True, slots=True)
class DepartmentProblems:
    """What a department has to mend or to confirm.

    ``code`` is '' where only the folder of the file is known, or nothing at all.
    """

    code: str
    name: str
    problems: tuple[Problem, ...]


def problems_by_department(
    database: Database, round_id: str, collection: Collection | None = None
) -> tuple[DepartmentProblems, ...]:
    """Return what was set aside or waits for a decision, by department.

    Args:
        database: The data file.
        round_id: The round.
        collection: The collection just made: what it left for the next one is told too, such as
            answers of unknown people. None tells what is recorded.

    Returns:
        One row per department by code, those without a code at the end; problems in the order
        taken. What somebody decided about is left out.

    Raises:
        Refusal: No such round.
    """
    with database.reading() as session:
        record = round_record(session, round_id)
        told: list[tuple[CollectedFile, tuple[Problem, ...]]] = []
        seen: set[tuple[str, str]] = set()
        for kept, file in standing(session, round_id):
            seen.add((file.digest, file.sheet))
            if file.bucket in _TO_TELL and file.decision is None:
                told.append((file, _problems(file, kept.sealed)))
        told += [
            (file, _problems(file, None))
            for file in (() if collection is None else collection.files)
            if file.bucket in _TO_TELL and (file.digest, file.sheet) not in seen
        ]
        people = [file.employee_no for file, _problems_of in told if file.employee_no is not None]
        names = directory(session, record, people)
    found: dict[tuple[str, str], list[Problem]] = {}
    for file, problems in told:
        found.setdefault(names.department_of(file.employee_no, file.name), []).extend(problems)
    rows = sorted(found.items(), key=lambda row: (not row[0][0], row[0]))
    return tuple(DepartmentProblems(*department, tuple(p)) for department, p in rows)


def _problems(file: CollectedFile, kept: bytes | None) -> tuple[Problem, ...]:
    in_form: Iterable[Problem] = ()
    if kept is not None and is_kept_form(kept):
        in_form = kept_form(kept).problems
    if in_form:
        return tuple(replace(p, place=replace(p.place, file=file.name)) for p in in_form)
    person = "" if file.employee_no is None else _("職員番号 {number}")
    column = person.format(number=file.employee_no)
    return (Problem(file.reason, Place(file.name, file.sheet, column=column)),)

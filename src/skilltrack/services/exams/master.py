"""The exams of the body as versions: taken, written, changed with their effect, dropped, undone.

A version holds for every sitting, also for those of the past: a correction of an edition decides
the sittings of its days anew, and ``as_known`` still finds what was said before.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from skilltrack.domain.calendar import Period
from skilltrack.domain.exams.changes import ExamChange, ExamEffect, exam_changes, exam_effect
from skilltrack.domain.exams.definition import Exam, ExamAttempt
from skilltrack.domain.problems import Problem, Refusal, Severity, refuse
from skilltrack.domain.targets.definition import MeasureKind
from skilltrack.exchange.plain import plain, restored
from skilltrack.i18n.texts import _
from skilltrack.services import definitions, operations
from skilltrack.services.exams import subsidy_rules
from skilltrack.services.targets.reading import kept_targets
from skilltrack.store import audit, schema
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.definitions import (
    DEFINITIONS,
    Definition,
    DefinitionKind,
    definition,
    highest_version,
    newest_definition,
    version_records,
)
from skilltrack.store.exam_uses import exam_uses, sittings_by_exam
from skilltrack.store.exams import ATTEMPTS
from skilltrack.store.operations import Operation, record_operation
from skilltrack.store.operations import operations as recorded_operations

AREA = "exam_master"
CHANGE, DROP = (f"{AREA}.{verb}" for verb in ("change", "drop"))
_KIND = DefinitionKind.EXAM


@dataclass(frozen=True, slots=True)
class ExamEntry:
    """An exam of the body, or one that is shipped and was not taken (``is_own`` False).

    ``version`` 0 is a shipped one. ``sat_on`` counts the sittings of each day, ``uses`` all records
    that speak of it; ``has_shipped_change`` tells that what is shipped says something else.
    """

    exam: Exam
    version: int
    is_own: bool
    sat_on: Mapping[date, int] = field(default_factory=dict)
    uses: int = 0
    has_shipped_change: bool = False

    @property
    def sittings(self) -> int:
        """Return how many sittings are recorded."""
        return sum(self.sat_on.values())

    def sittings_in(self, valid: Period) -> int:
        """Return how many sittings fell into a period."""
        return sum(count for on, count in self.sat_on.items() if on in valid)


@dataclass(frozen=True, slots=True)
class ExamVersion:
    """A version of an exam: when, by whom and why it came, and what it changed.

    ``changes`` is empty for the first one. ``change`` can be undone while nothing rests on it;
    0 for a version that was not made by a person with a reason.
    """

    exam: Exam
    version: int
    at: datetime
    actor: str
    reason: str
    change: int
    changes: tuple[ExamChange, ...]
    is_newest: bool


@dataclass(frozen=True, slots=True)
class SavedExam:
    """What came of saving: the version, what it changes, and whose results it decides anew.

    ``is_new_version`` is False where nothing changed.
    """

    exam: Exam
    version: int
    changes: tuple[ExamChange, ...]
    notices: tuple[Problem, ...]
    effect: ExamEffect
    is_new_version: bool


def list_exams(database: Database) -> tuple[ExamEntry, ...]:
    """Return the exams of the body by name, then the shipped ones that it has not."""
    from skilltrack.exchange.definitions.exams import shipped_exams

    shipped = {exam.code: exam for exam in shipped_exams()}
    with database.reading() as session:
        own = definitions.exams(session)
        sittings, uses = sittings_by_exam(session), exam_uses(session)
        numbers = {code: highest_held(session, code) for code in own}
    found = [
        ExamEntry(
            exam,
            numbers[code],
            is_own=True,
            sat_on=sittings.get(code, {}),
            uses=uses.get(code, 0),
            has_shipped_change=code in shipped and shipped[code] != exam,
        )
        for code, exam in own.items()
    ]
    offered = [ExamEntry(exam, 0, is_own=False) for exam in shipped.values()]
    return (*found, *(entry for entry in offered if entry.exam.code not in own))


def highest_held(session: Session, code: str) -> int:
    """Return the number of the version in force; 0 for an unknown exam."""
    newest = newest_definition(session, _KIND, code)
    return 0 if newest is None else newest.version


def find_exam(database: Database, code: str, version: int | None = None) -> Exam:
    """Return an exam of the body; ``version`` None is the newest.

    Raises:
        Refusal: The body has no such exam or version.
    """
    with database.reading() as session:
        return found_in(session, code, version)


def found_in(session: Session, code: str, version: int | None = None) -> Exam:
    """Return an exam within a session; see ``find_exam``."""
    newest = newest_definition(session, _KIND, code)
    if newest is None:
        known = "、".join(definitions.exams(session)) or "―"
        raise refuse("exams.unknown", exam=code, accepted=known)
    if version is None or version == newest.version:
        return restored(Exam, newest.body)
    found = definition(session, _KIND, code, version)
    if found is None:
        numbers = "、".join(str(one.version) for one in version_records(session, _KIND, code))
        raise refuse("exam_master.unknown_version", exam=code, version=version, known=numbers)
    return restored(Exam, found.body)


def shipped_exam(code: str) -> Exam:
    """Return a shipped exam.

    Raises:
        Refusal: None of that code is shipped.
    """
    from skilltrack.exchange.definitions.exams import shipped_exams

    shipped = {exam.code: exam for exam in shipped_exams()}
    if code not in shipped:
        raise refuse("exam_master.not_shipped", exam=code, accepted="、".join(shipped))
    return shipped[code]


def list_versions(database: Database, code: str) -> tuple[ExamVersion, ...]:
    """Return the versions of an exam with what each changed, newest first.

    Raises:
        Refusal: The body has no such exam.
    """
    with database.reading() as session:
        found_in(session, code)
        made = {one.change: one for one in recorded_operations(session, AREA)}
        records = version_records(session, _KIND, code)
        exams = [found_in(session, code, one.version) for one in records]
    found = []
    for place, record in enumerate(records):
        operation = made.get(record.change)
        is_first = place + 1 == len(records)
        found.append(
            ExamVersion(
                exams[place],
                record.version,
                record.at,
                record.actor,
                "" if operation is None else operation.reason,
                0 if operation is None else record.change,
                () if is_first else exam_changes(exams[place + 1], exams[place]),
                is_newest=place == 0,
            )
        )
    return tuple(found)


def checked(session: Session, exam: Exam, file: str = "") -> tuple[Problem, ...]:
    """Return what is worth knowing of an exam that holds.

    Raises:
        Refusal: Every mistake, each with its key path.
    """
    from skilltrack.exchange.definitions.exam_checks import check_exam
    from skilltrack.exchange.definitions.exams import exam_from_json, exam_to_json

    exam_from_json(exam_to_json(exam), file=file)
    others = definitions.exams(session).values()
    found = check_exam(exam, definitions.questionnaires(session), others, file)
    mistakes = [problem for problem in found if problem.severity is not Severity.NOTICE]
    if mistakes:
        raise Refusal(mistakes)
    return found


def save_exam(
    database: Database, exam: Exam, reason: str, *, is_rehearsal: bool = False
) -> SavedExam:
    """Record an exam as a new version; see ``save_exams``.

    Raises:
        Refusal: Every mistake with its key path, or there is no reason.
    """
    return save_exams(database, [exam], reason, is_rehearsal=is_rehearsal)[0]


def save_exams(
    database: Database,
    exams: Sequence[Exam],
    reason: str,
    *,
    is_rehearsal: bool = False,
    file: str = "",
) -> tuple[SavedExam, ...]:
    """Record exams as new versions, all or none; the sittings are decided by them from now on.

    Args:
        database: The data file.
        exams: The exams as they shall be, one per code.
        reason: Why; no name of a person.
        is_rehearsal: Check everything and leave everything as it was.
        file: The file they come from, for the problems.

    Raises:
        Refusal: Every mistake with its key path, or there is no reason.
    """
    reason = reason.strip()
    codes = " ".join(exam.code for exam in exams)
    with database.changing(CHANGE, codes, is_rehearsal=is_rehearsal) as work:
        saved = [_save(work, exam, file) for exam in exams]
        made = [one for one in saved if one.is_new_version]
        if made and not reason:
            raise refuse("exam_master.no_reason")
        if made:
            record_operation(work, Operation(CHANGE, _title(made), reason))
            named = " ".join(f"{one.exam.code}@{one.version}" for one in made)
            count = sum(len(one.changes) for one in made)
            audit.append(database, work, Entry(CHANGE, named, count, reason))
    return tuple(saved)


def _title(saved: Sequence[SavedExam]) -> str:
    if len(saved) > 1:
        return _("{count}つの試験の内容").format(count=len(saved))
    return _("{name}の版{version}").format(name=saved[0].exam.name, version=saved[0].version)


def _save(work: UnitOfWork, exam: Exam, file: str) -> SavedExam:
    notices = checked(work, exam, file)
    newest = newest_definition(work, _KIND, exam.code)
    known = None if newest is None else restored(Exam, newest.body)
    if known is not None:
        told = {one.values.get("name") for one in checked(work, known)}
        notices = tuple(one for one in notices if one.values.get("name") not in told)
    effect = exam_effect(known, exam, sittings_of(work, exam.code))
    if known == exam and newest is not None:
        return SavedExam(exam, newest.version, (), notices, effect, is_new_version=False)
    made = () if known is None else exam_changes(known, exam)
    number = highest_version(work, _KIND, exam.code) + 1
    DEFINITIONS.record(work, [Definition(_KIND, exam.code, number, plain(exam))])
    return SavedExam(exam, number, made, notices, effect, is_new_version=True)


def sittings_of(session: Session, code: str) -> tuple[ExamAttempt, ...]:
    """Return every sitting of an exam as known."""
    return ATTEMPTS.values(session, schema.exam_attempt.c.exam == code)


def effect_of(database: Database, exam: Exam) -> ExamEffect:
    """Return whose results a changed exam would decide anew, without saving it."""
    with database.reading() as session:
        newest = newest_definition(session, _KIND, exam.code)
        known = None if newest is None else restored(Exam, newest.body)
        return exam_effect(known, exam, sittings_of(session, exam.code))


def copy_exam(database: Database, source: str, code: str, name: str, reason: str) -> SavedExam:
    """Copy an exam of the body, or a shipped one, under an own code and name, without aliases.

    Raises:
        Refusal: There is no such exam, the code or the name is taken, or there is no reason.
    """
    exam = exam_or_shipped(database, source)
    return save_new_exam(database, replace(exam, code=code, name=name.strip(), aliases=()), reason)


def save_new_exam(database: Database, exam: Exam, reason: str) -> SavedExam:
    """Record an exam that the body does not have.

    Raises:
        Refusal: The code or the name is taken, every mistake, or there is no reason.
    """
    with database.reading() as session:
        if highest_held(session, exam.code):
            raise refuse("exam_master.code_taken", exam=exam.code)
    return save_exam(database, exam, reason)


def exam_or_shipped(database: Database, code: str) -> Exam:
    """Return an exam of the body, else a shipped one.

    Raises:
        Refusal: There is neither.
    """
    with database.reading() as session:
        if highest_held(session, code):
            return found_in(session, code)
    return shipped_exam(code)


def drop_exam(database: Database, code: str, reason: str) -> Operation:
    """Take an exam out of the data file of which nothing speaks; it can be undone.

    Raises:
        Refusal: The body has no such exam, something speaks of it, or there is no reason.
    """
    if not reason.strip():
        raise refuse("exam_master.no_reason")
    with database.changing(DROP, code) as work:
        exam = found_in(work, code)
        used = exam_uses(work).get(code, 0)
        if used:
            raise refuse("exam_master.in_records", exam=exam.name, count=used)
        naming = list(_naming(work, code))
        if naming:
            raise refuse("exam_master.in_schemes", exam=exam.name, names="、".join(naming))
        d = schema.definition.c
        held = DEFINITIONS.current(work, d.kind == _KIND.value, d.code == code)
        DEFINITIONS.supersede(work, held)
        operation = Operation(DROP, _("{name}の削除").format(name=exam.name), reason.strip())
        record_operation(work, operation)
        audit.append(database, work, Entry(DROP, code, len(held), reason.strip()))
        return operation


def _naming(session: Session, code: str) -> Iterator[str]:
    """Yield the names of the schemes, targets and rules for aid that name an exam."""
    for scheme in definitions.schemes(session).values():
        if code in definitions.exams_of(scheme, definitions.programme(session, scheme.id)):
            yield scheme.name
    for kept in kept_targets(session):
        measure = kept.rule.measure
        is_about_exams = measure is not None and measure.kind is MeasureKind.EXAMS
        if measure is not None and is_about_exams and code in measure.codes:
            yield kept.rule.name
    for rule in subsidy_rules.rules(session).values():
        if code in rule.exams:
            yield rule.name


def undo_exam_change(database: Database, change: int) -> Operation:
    """Undo a version of an exam, or that it was dropped.

    Raises:
        Refusal: It is no change of exams, was undone, or a later version rests on it.
    """
    with database.reading() as session:
        found = {one.change for one in recorded_operations(session, AREA)}
        if change not in found:
            raise refuse("exam_master.not_a_change", change=change)
        uses = exam_uses(session)
        for code, exam in definitions.exams(session).items():
            records = version_records(session, _KIND, code)
            made = [one for one in records if one.change == change]
            if made and made[0] is not records[0]:
                newer = records[0].version
                raise refuse("exam_master.later_version", exam=exam.name, version=newer)
            if made and len(records) == 1 and uses.get(code):
                raise refuse("exam_master.in_records", exam=exam.name, count=uses[code])
            if made and len(records) == 1 and (naming := "、".join(_naming(session, code))):
                raise refuse("exam_master.in_schemes", exam=exam.name, names=naming)
    return operations.undo_operation(database, change)

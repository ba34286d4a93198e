"""The schemes of the body: taken, copied, changed version by version, dropped, compared."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from skilltrack.domain.problems import Problem, Refusal, Severity, refuse
from skilltrack.domain.questionnaires.definition import ItemKind
from skilltrack.domain.schemes.changes import SchemeChange, changes
from skilltrack.domain.schemes.definition import Scheme, SourceNote
from skilltrack.domain.schemes.programmes import Programme
from skilltrack.i18n.texts import _
from skilltrack.services import definitions, operations
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.definitions import DefinitionKind, highest_version, version_records
from skilltrack.store.operations import Operation, record_operation
from skilltrack.store.operations import operations as recorded_operations
from skilltrack.store.rounds import rounds
from skilltrack.store.training import ENTRIES

AREA = "schemes"
CHANGE, COPY, DROP, TAKE_BACK = (f"{AREA}.{verb}" for verb in ("change", "copy", "drop", "return"))


@dataclass(frozen=True, slots=True)
class SchemeEntry:
    """A scheme of the body, or one that is shipped and was not taken (``is_own`` False)."""

    scheme: Scheme
    programme: Programme
    is_own: bool
    is_in_use: bool


@dataclass(frozen=True, slots=True)
class SchemeVersion:
    """A version of a scheme: when, by whom and why it came, and what it changed.

    ``changes`` is empty for the first one. ``change`` can be undone while nothing rests on it;
    0 for a version that was not made by a person with a reason.
    """

    scheme: Scheme
    programme: Programme
    at: datetime
    actor: str
    reason: str
    change: int
    changes: tuple[SchemeChange, ...]
    is_newest: bool


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving: the version, what it changes, and what is worth knowing.

    ``is_new_version`` is False where nothing changed.
    """

    scheme: Scheme
    changes: tuple[SchemeChange, ...]
    notices: tuple[Problem, ...]
    is_new_version: bool


def list_entries(database: Database) -> tuple[SchemeEntry, ...]:
    """Return the schemes of the body by id, then the shipped ones that were not taken."""
    from skilltrack.exchange.definitions.schemes import shipped_definitions

    with database.reading() as session:
        left = definitions.dropped(session)
        own = [
            SchemeEntry(
                one,
                definitions.programme(session, one.id),
                is_own=True,
                is_in_use=one.id not in left,
            )
            for one in definitions.schemes_ever(session).values()
        ]
    known = {entry.scheme.id for entry in own}
    offered = [
        SchemeEntry(one.scheme, one.programme, is_own=False, is_in_use=False)
        for one in shipped_definitions()
        if one.scheme.id not in known
    ]
    return (*own, *offered)


def find_scheme(
    database: Database, scheme_id: str, version: int | None = None
) -> tuple[Scheme, Programme]:
    """Return a scheme with its programme; ``version`` None is the newest.

    Raises:
        Refusal: The body has no such scheme or version.
    """
    with database.reading() as session:
        return found_in(session, scheme_id, version)


def found_in(
    session: Session, scheme_id: str, version: int | None = None
) -> tuple[Scheme, Programme]:
    """Return a scheme with its programme within a session; see ``find_scheme``."""
    if version is None:
        scheme = definitions.scheme(session, scheme_id)
    else:
        scheme = definitions.scheme_version(session, scheme_id, version)
    return scheme, definitions.programme_version(session, scheme_id, scheme.version)


def list_versions(database: Database, scheme_id: str) -> tuple[SchemeVersion, ...]:
    """Return the versions of a scheme with what each changed, newest first.

    Raises:
        Refusal: The body has no such scheme.
    """
    with database.reading() as session:
        definitions.scheme(session, scheme_id)
        made = {one.change: one for one in recorded_operations(session, AREA)}
        records = version_records(session, DefinitionKind.SCHEME, scheme_id)
        parts = {one.version: found_in(session, scheme_id, one.version) for one in records}
    found = []
    for place, record in enumerate(records):
        scheme, programme = parts[record.version]
        before = records[place + 1] if place + 1 < len(records) else None
        operation = made.get(record.change)
        found.append(
            SchemeVersion(
                scheme,
                programme,
                record.at,
                record.actor,
                "" if operation is None else operation.reason,
                0 if operation is None else record.change,
                () if before is None else changes(*parts[before.version], scheme, programme),
                is_newest=place == 0,
            )
        )
    return tuple(found)


def checked(session: Session, scheme: Scheme, programme: Programme) -> tuple[Problem, ...]:
    """Return what is worth knowing of a scheme that holds.

    Raises:
        Refusal: Every mistake, each with its key path.
    """
    from skilltrack.exchange.definitions.schemes import (
        SchemeDefinition,
        check_scheme,
        definition_from_json,
        definition_to_json,
    )

    definition_from_json(definition_to_json(SchemeDefinition(scheme, programme)))
    known = definitions.questionnaires(session)
    shipped = definitions.missing_questionnaires(session, scheme, programme)
    known |= {one.id: one for one in shipped}
    found = check_scheme(
        scheme,
        known.get(scheme.questionnaire),
        definitions.exams(session).values(),
        others=known.values(),
        programme=programme,
        schemes=definitions.schemes_ever(session).values(),
    )
    mistakes = [problem for problem in found if problem.severity is not Severity.NOTICE]
    if mistakes:
        raise Refusal(mistakes)
    return found


def save_scheme(
    database: Database,
    scheme: Scheme,
    programme: Programme,
    reason: str,
    *,
    is_rehearsal: bool = False,
) -> Saved:
    """Record a scheme as a new version; earlier verdicts as known keep theirs.

    Args:
        database: The data file.
        scheme: The scheme as it shall be; its version number is not looked at.
        programme: What is run beside it.
        reason: Why; no name of a person.
        is_rehearsal: Check everything and leave everything as it was.

    Raises:
        Refusal: Every mistake with its key path, or there is no reason.
    """
    reason = reason.strip()
    if reason and not is_rehearsal:
        _take_questionnaires(database, scheme, programme)
    with database.changing(CHANGE, scheme.id, is_rehearsal=is_rehearsal) as work:
        notices = checked(work, scheme, programme)
        known = definitions.versions(work, scheme.id)
        made: tuple[SchemeChange, ...] = ()
        if known:
            newest = found_in(work, scheme.id)
            made = changes(*newest, scheme, programme)
            if not made and definitions.is_same(scheme, programme, *newest):
                return Saved(newest[0], (), notices, is_new_version=False)
        if not reason:
            raise refuse("schemes.no_reason")
        number = highest_version(work, DefinitionKind.SCHEME, scheme.id) + 1
        kept = definitions.keep_version(work, scheme, programme, number)
        _record(work, CHANGE, _("{name}の版{version}"), kept, reason)
        audit.append(database, work, Entry(CHANGE, f"{kept.id}@{number}", len(made), reason))
        return Saved(kept, made, notices, is_new_version=True)


def _take_questionnaires(database: Database, scheme: Scheme, programme: Programme) -> None:
    """Take what a shipped scheme asks by; rounds may rest on it, so undoing leaves it."""
    with database.reading() as session:
        missing = definitions.missing_questionnaires(session, scheme, programme)
    if missing:
        definitions.adopt_questionnaires(database, [one.id for one in missing])


def _record(work: UnitOfWork, kind: str, title: str, scheme: Scheme, reason: str) -> None:
    text = title.format(name=scheme.name, version=scheme.version)
    record_operation(work, Operation(kind, text, reason))


def copy_scheme(database: Database, source_id: str, new_id: str, name: str, reason: str) -> Scheme:
    """Copy a scheme of the body, or a shipped one, under an own id and name.

    Raises:
        Refusal: There is no such scheme, the id is taken or no code, or there is no reason.
    """
    scheme, programme = source(database, source_id)
    with database.reading() as session:
        if highest_version(session, DefinitionKind.SCHEME, new_id):
            raise refuse("schemes.id_taken", scheme=new_id)
    note = SourceNote(
        _("「{name}」（{id}）の版{version}を写して作りました。").format(
            name=scheme.name, id=scheme.id, version=scheme.version
        )
    )
    copied = replace(scheme, id=new_id, version=1, name=name.strip(), notes=(note, *scheme.notes))
    return save_scheme(database, copied, replace(programme, scheme=new_id), reason).scheme


def source(database: Database, scheme_id: str) -> tuple[Scheme, Programme]:
    """Return a scheme of the body, else a shipped one.

    Raises:
        Refusal: There is neither.
    """
    from skilltrack.exchange.definitions.schemes import shipped_definitions

    with database.reading() as session:
        if definitions.versions(session, scheme_id):
            return found_in(session, scheme_id)
    for one in shipped_definitions():
        if one.scheme.id == scheme_id:
            return one.scheme, one.programme
    definitions.check_shipped([scheme_id])
    raise refuse("schemes.unknown", scheme=scheme_id, accepted="―")


def drop_scheme(database: Database, scheme_id: str, reason: str) -> Operation:
    """Take a scheme out of use; what it judged stays known, and it can be taken back.

    Raises:
        Refusal: The body has no such scheme, it is out of use already, or there is no reason.
    """
    return _use(database, scheme_id, reason, is_in_use=False)


def return_scheme(database: Database, scheme_id: str, reason: str) -> Operation:
    """Put a scheme into use again.

    Raises:
        Refusal: The body has no such scheme, it is in use, or there is no reason.
    """
    return _use(database, scheme_id, reason, is_in_use=True)


def _use(database: Database, scheme_id: str, reason: str, *, is_in_use: bool) -> Operation:
    if not reason.strip():
        raise refuse("schemes.no_reason")
    kind = TAKE_BACK if is_in_use else DROP
    with database.changing(kind, scheme_id) as work:
        scheme = definitions.scheme(work, scheme_id)
        if (scheme_id in definitions.dropped(work)) is not is_in_use:
            raise refuse("schemes.use_unchanged", scheme=scheme.name)
        if is_in_use:
            definitions.take_back(work, scheme_id)
        else:
            definitions.drop(work, scheme_id)
        title = _("{name}の使用の再開") if is_in_use else _("{name}の使用の終了")
        operation = Operation(kind, title.format(name=scheme.name), reason.strip())
        record_operation(work, operation)
        audit.append(database, work, Entry(kind, scheme_id, 1, reason.strip()))
        return operation


def undo_scheme_change(database: Database, change: int) -> Operation:
    """Undo a version, or the end of the use of a scheme.

    Raises:
        Refusal: It is no change of schemes, was undone, a later one rests on it, or a round was
            opened with the version.
    """
    with database.reading() as session:
        found = {one.change: one for one in recorded_operations(session, AREA)}
        if change not in found:
            raise refuse("schemes.not_a_change", change=change)
        _refuse_while_asked(session, change)
    return operations.undo_operation(database, change)


def _refuse_while_asked(session: Session, change: int) -> None:
    used = {pair for one in rounds(session) for pair in one.schemes}
    for scheme_id in definitions.schemes_ever(session):
        records = version_records(session, DefinitionKind.SCHEME, scheme_id)
        made = [one for one in records if one.change == change]
        if made and (scheme_id, made[0].version) in used:
            raise refuse("schemes.version_in_round", scheme=scheme_id, version=made[0].version)
        if made and len(records) > 1 and made[0] is not records[0]:
            raise refuse("schemes.later_version", scheme=scheme_id, version=records[0].version)


@dataclass(frozen=True, slots=True)
class EditingWords:
    """What requirements can name, each as (code, name).

    Categories and items carry the questionnaire before a colon where it is not the scheme's own;
    ``steps`` is how many steps an item has.
    """

    categories: tuple[tuple[str, str], ...]
    items: tuple[tuple[str, str], ...]
    steps: Mapping[str, int]
    courses: tuple[tuple[str, str], ...]
    exams: tuple[tuple[str, str], ...]
    questionnaires: tuple[tuple[str, str], ...]

    @property
    def names(self) -> Mapping[str, str]:
        """Return code → name of everything."""
        listed = (self.categories, self.items, self.courses, self.exams)
        return {code: name for names in listed for code, name in names}


def editing_words(database: Database, scheme: Scheme) -> EditingWords:
    """Return what the requirements of a scheme can name."""
    with database.reading() as session:
        return editing_words_in(session, scheme)


def editing_words_in(session: Session, scheme: Scheme) -> EditingWords:
    """Return what the requirements of a scheme can name, within a session."""
    categories: list[tuple[str, str]] = []
    items: list[tuple[str, str]] = []
    steps: dict[str, int] = {}
    known = definitions.questionnaires(session)
    ordered = sorted(known.values(), key=lambda one: (one.id != scheme.questionnaire, one.id))
    for one in ordered:
        is_own = one.id == scheme.questionnaire
        prefix, after = ("", "") if is_own else (f"{one.id}:", f"（{one.title}）")
        rated = [item for item in one.items if item.kind is ItemKind.RATING]
        with_ratings = {item.category for item in rated}
        categories += [
            (f"{prefix}{category.code}", f"{category.name}{after}")
            for category in one.categories
            if category.code in with_ratings
        ]
        for item in rated:
            items.append((f"{prefix}{item.code}", f"{item.code} {item.theme}{after}"))
            steps[f"{prefix}{item.code}"] = len(one.scale_of(item).steps)
    courses = {one.code: one.name for one in scheme.courses}
    courses |= {entry.code: entry.name for entry in ENTRIES.values(session)}
    return EditingWords(
        tuple(categories),
        tuple(items),
        steps,
        tuple(sorted(courses.items())),
        tuple((exam.code, exam.name) for exam in definitions.exams(session).values()),
        tuple((one.id, one.title) for one in ordered),
    )

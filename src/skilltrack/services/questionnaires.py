"""Questionnaires through time: checked, taken over as new versions, written out, compared."""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

from skilltrack.domain.problems import refuse
from skilltrack.domain.questionnaires.definition import ItemKind, Questionnaire
from skilltrack.domain.questionnaires.versions import QuestionnaireDifference, difference
from skilltrack.domain.schemes import gates, leaves
from skilltrack.exchange.plain import plain, restored
from skilltrack.services import definitions
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.definitions import DEFINITIONS, Definition, DefinitionKind, all_versions
from skilltrack.store.rounds import rounds

XLSFORM_SUFFIXES = (".xlsx", ".xls", ".ods", ".xlsm")
"""What is read as XLSForm; macros are refused by the reader, with the reason."""

_VERSIONED = re.compile(r"(?P<id>[\w-]+)@(?P<version>\d{1,7})")


@dataclass(frozen=True, slots=True)
class QuestionnaireVersion:
    """A version of a questionnaire and the titles of the rounds that use it."""

    questionnaire: Questionnaire
    rounds: tuple[str, ...]
    is_newest: bool


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file.

    ``questionnaire`` has the version under which it is kept. ``difference`` is that to the newest
    version before it, None for an id that was not known. ``is_new_version`` is False where the
    file says nothing new. ``orphaned`` are the requirements (scheme id and requirement id) that
    name a field, an item or a step which the new version no longer has.
    """

    questionnaire: Questionnaire
    difference: QuestionnaireDifference | None
    is_new_version: bool
    orphaned: tuple[tuple[str, str], ...]


def check_questionnaire(path: Path) -> Questionnaire:
    """Read a questionnaire from its text definition or from an XLSForm workbook.

    Raises:
        Refusal: With every mistake found.
        MachineFailure: The file cannot be read.
    """
    if path.suffix.lower() in XLSFORM_SUFFIXES:
        from skilltrack.exchange.xlsform.reader import read_xlsform

        return read_xlsform(path)
    from skilltrack.exchange.definitions.questionnaires import load_questionnaire

    return load_questionnaire(path)


def import_questionnaire(database: Database, path: Path, *, is_rehearsal: bool = False) -> Imported:
    """Take a questionnaire over as a new version; rounds keep the version they opened with.

    Args:
        database: The data file.
        path: An XLSForm workbook, or a text definition.
        is_rehearsal: Only say what would come of it.

    Raises:
        Refusal: With every mistake found in the file.
    """
    read = check_questionnaire(path)
    with database.changing("questionnaire.import", read.id, is_rehearsal=is_rehearsal) as work:
        known = _versions_of(work, read.id)
        if not known:
            imported = Imported(read, None, is_new_version=True, orphaned=())
        else:
            newest = known[-1]
            found = difference(newest, replace(read, version=newest.version + 1))
            if found.is_empty:
                return Imported(newest, found, is_new_version=False, orphaned=())
            imported = Imported(
                found.new, found, is_new_version=True, orphaned=_orphaned(work, found.new)
            )
        kept = imported.questionnaire
        body = plain(kept)
        DEFINITIONS.record(
            work, [Definition(DefinitionKind.QUESTIONNAIRE, kept.id, kept.version, body)]
        )
        audit.append(database, work, Entry("questionnaire.import", f"{kept.id}@{kept.version}", 1))
    return imported


def _versions_of(session: Session, questionnaire_id: str) -> list[Questionnaire]:
    found = all_versions(session, DefinitionKind.QUESTIONNAIRE)
    return [restored(Questionnaire, d.body) for d in found if d.code == questionnaire_id]


def _orphaned(session: Session, questionnaire: Questionnaire) -> tuple[tuple[str, str], ...]:
    """Return the requirements that name what a questionnaire does not rate, or not so high."""
    rated = [item for item in questionnaire.items if item.kind is ItemKind.RATING]
    highest = {item.code: len(questionnaire.scale_of(item).steps) - 1 for item in rated}
    categories = {item.category for item in rated}
    orphaned = []
    for scheme in definitions.schemes(session).values():
        if scheme.questionnaire != questionnaire.id:
            continue
        for leaf in (leaf for tier in scheme.tiers for leaf in gates.leaves(tier.gate)):
            is_gone = (
                isinstance(leaf, leaves.ItemAtLeast) and leaf.step > highest.get(leaf.item, -1)
            ) or (isinstance(leaf, leaves.CategoryAtLeast) and leaf.category not in categories)
            if is_gone:
                orphaned.append((scheme.id, leaf.id))
    return tuple(orphaned)


def list_versions(database: Database) -> tuple[QuestionnaireVersion, ...]:
    """Return every version of every questionnaire, by id, newest version first."""
    with database.reading() as session:
        found = all_versions(session, DefinitionKind.QUESTIONNAIRE)
        used: dict[tuple[str, int], list[str]] = defaultdict(list)
        for record in rounds(session):
            used[record.questionnaire, record.questionnaire_version].append(record.title)
    newest = {definition.code: definition.version for definition in found}
    ordered = sorted(found, key=lambda d: (d.code, -d.version))
    return tuple(
        QuestionnaireVersion(
            restored(Questionnaire, d.body),
            tuple(used[d.code, d.version]),
            d.version == newest[d.code],
        )
        for d in ordered
    )


def export_questionnaire(
    database: Database, questionnaire_id: str, version: int | None, path: Path
) -> Questionnaire:
    """Write a questionnaire as XLSForm workbook, or as text definition for ``.toml``.

    Args:
        database: The data file.
        questionnaire_id: The questionnaire.
        version: Its version; None is the newest.
        path: The file to write or to replace.

    Raises:
        Refusal: No such questionnaire or version.
        MachineFailure: The file could not be written.
    """
    with database.reading() as session:
        questionnaire = _named(session, questionnaire_id, version)
    if path.suffix.lower() == ".toml":
        from skilltrack.exchange.definitions.questionnaire_text import write_questionnaire_text

        write_questionnaire_text(path, questionnaire)
    else:
        from skilltrack.exchange.xlsform.writer import write_xlsform

        write_xlsform(path, questionnaire)
    return questionnaire


def difference_of(database: Database, old: str, new: str) -> QuestionnaireDifference:
    """Compare two questionnaires, each named by id, by id@version, or by a file.

    Raises:
        Refusal: One of them is unknown, or a file has mistakes.
    """
    with database.reading() as session:
        return difference(_found(session, old), _found(session, new))


def _found(session: Session, name: str) -> Questionnaire:
    versioned = _VERSIONED.fullmatch(name)
    if versioned is not None:
        return _named(session, versioned["id"], int(versioned["version"]))
    path = Path(name)
    if path.exists():
        return check_questionnaire(path)
    return _named(session, name, None)


def _named(session: Session, questionnaire_id: str, version: int | None) -> Questionnaire:
    known = _versions_of(session, questionnaire_id)
    for questionnaire in reversed(known):
        if version is None or questionnaire.version == version:
            return questionnaire
    shown = questionnaire_id if version is None else f"{questionnaire_id}@{version}"
    raise refuse("questionnaires.unknown", questionnaire=shown)

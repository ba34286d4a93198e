"""Schemes in files: checked, taken over as a version, written as workbook or as text."""

import re
from datetime import date
from pathlib import Path

from skilltrack.domain.schemes.changes import SchemeChange, changes
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.domain.schemes.programmes import Programme
from skilltrack.services.schemes import editing as schemes_editing
from skilltrack.services.schemes.editing import Saved, found_in
from skilltrack.services.schemes.effects import Effect, effect_of, gathered_for
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database

WORKBOOKS = (".xlsx", ".xls", ".ods")
_VERSIONED = re.compile(r"(?P<id>.+)@(?P<version>\d{1,7})")


def check_file(path: Path) -> tuple[Scheme, Programme]:
    """Read a scheme from a workbook, or from its text definition.

    Raises:
        Refusal: Every mistake, with sheet, row and column, or with its key path.
        MachineFailure: The file could not be read.
    """
    if path.suffix.lower() in WORKBOOKS:
        from skilltrack.exchange.schemebook.reader import read_schemebook

        found = read_schemebook(path)
    else:
        from skilltrack.exchange.definitions.schemes import load_definition

        found = load_definition(path)
    return found.scheme, found.programme


def import_file(
    database: Database, path: Path, reason: str, *, is_rehearsal: bool = False
) -> Saved:
    """Take a scheme over from a file, as a new scheme or as a new version of its id.

    Raises:
        Refusal: Every mistake found, or there is no reason.
    """
    scheme, programme = check_file(path)
    return schemes_editing.save_scheme(
        database, scheme, programme, reason, is_rehearsal=is_rehearsal
    )


def export_scheme(database: Database, scheme_id: str, version: int | None, path: Path) -> Scheme:
    """Write a scheme as a workbook, or as text definition for ``.toml``.

    Raises:
        Refusal: No such scheme or version.
        MachineFailure: The file could not be written.
    """
    from skilltrack.exchange.definitions.schemes import SchemeDefinition

    with database.reading() as session:
        scheme, programme = found_in(session, scheme_id, version)
    definition = SchemeDefinition(scheme, programme)
    if path.suffix.lower() == ".toml":
        from skilltrack.exchange.definitions.scheme_text import write_scheme_text

        write_scheme_text(path, definition)
    else:
        from skilltrack.exchange.schemebook.writer import write_schemebook

        write_schemebook(path, definition)
    audit.note(database, Entry("schemes.export", f"{scheme.id}@{scheme.version}", 1))
    return scheme


def named(database: Database, name: str) -> tuple[Scheme, Programme]:
    """Return a scheme named by id, id@version, or a file; a shipped one where the body has none.

    Raises:
        Refusal: It is unknown, or the file has mistakes.
    """
    versioned = _VERSIONED.fullmatch(name)
    if versioned is not None:
        return schemes_editing.find_scheme(database, versioned["id"], int(versioned["version"]))
    path = Path(name)
    if path.is_file():
        return check_file(path)
    return schemes_editing.source(database, name)


def effect_of_file(database: Database, path: Path, as_of: date) -> Effect:
    """Return who would stand elsewhere if a file were taken over as a version.

    Raises:
        Refusal: Every mistake found, or the body has no scheme of its id.
    """
    scheme, programme = check_file(path)
    with database.reading() as session:
        schemes_editing.checked(session, scheme, programme)
        before, _programme = found_in(session, scheme.id)
    return effect_of(gathered_for(database, before, as_of, scheme), before, scheme)


def difference(database: Database, old: str, new: str) -> tuple[SchemeChange, ...]:
    """Compare two schemes, each named by id, id@version, or a file.

    Raises:
        Refusal: One of them is unknown, or a file has mistakes.
    """
    return changes(*named(database, old), *named(database, new))


def document_of(scheme: Scheme, programme: Programme) -> dict[str, object]:
    """Return a scheme with its programme as the JSON value that definitions have."""
    from skilltrack.exchange.definitions.schemes import SchemeDefinition, definition_to_json

    return definition_to_json(SchemeDefinition(scheme, programme))

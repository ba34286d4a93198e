"""Questionnaires, schemes and exams as immutable versions, and the settings of the body."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from skilltrack.store import schema
from skilltrack.store.database import Session, UnitOfWork
from skilltrack.store.facts import Facts


class DefinitionKind(StrEnum):
    """What a definition defines."""

    QUESTIONNAIRE = "questionnaire"
    SCHEME = "scheme"
    PROGRAMME = "programme"
    TARGET = "target"
    EXAM = "exam"
    SUBSIDY = "subsidy"


@dataclass(frozen=True, slots=True)
class Definition:
    """A version of a questionnaire, scheme or exam; ``body`` is its canonical document."""

    kind: DefinitionKind
    code: str
    version: int
    body: Any


DEFINITIONS = Facts[Definition](
    schema.definition,
    lambda d: {"kind": d.kind.value, "code": d.code, "version": d.version, "body": d.body},
    lambda row: Definition(DefinitionKind(row.kind), row.code, row.version, row.body),
)


def all_versions(session: Session, kind: DefinitionKind) -> tuple[Definition, ...]:
    """Return every version of every definition of a kind, by code and version."""
    found = DEFINITIONS.values(session, schema.definition.c.kind == kind.value)
    return tuple(sorted(found, key=lambda definition: (definition.code, definition.version)))


def current_definitions(session: Session, kind: DefinitionKind) -> tuple[Definition, ...]:
    """Return the newest version of each definition of a kind, by code."""
    newest = {definition.code: definition for definition in all_versions(session, kind)}
    return tuple(newest[code] for code in sorted(newest))


def newest_definition(session: Session, kind: DefinitionKind, code: str) -> Definition | None:
    """Return the newest version of a definition; None where there is none of that code."""
    d = schema.definition
    query = (
        sa.select(d)
        .where(session.knows(d), d.c.kind == kind.value, d.c.code == code)
        .order_by(d.c.version.desc(), d.c.id.desc())
        .limit(1)
    )
    row = session.connection.execute(query).one_or_none()
    return None if row is None else DEFINITIONS.from_row(row)


def definition_codes(session: Session, kind: DefinitionKind) -> tuple[str, ...]:
    """Return the codes of the definitions of a kind, sorted, without reading them."""
    d = schema.definition
    query = sa.select(d.c.code).where(session.knows(d), d.c.kind == kind.value).distinct()
    return tuple(sorted(session.connection.execute(query).scalars()))


def highest_version(session: Session, kind: DefinitionKind, code: str) -> int:
    """Return the highest number that a version ever had, also one that was undone; 0 for none."""
    d = schema.definition.c
    query = sa.select(sa.func.max(d.version)).where(d.kind == kind.value, d.code == code)
    return session.connection.execute(query).scalar_one() or 0


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """A version of a definition: who recorded it, in which change and when."""

    version: int
    change: int
    at: datetime
    actor: str


def version_records(session: Session, kind: DefinitionKind, code: str) -> tuple[VersionRecord, ...]:
    """Return the versions of a definition that hold as known, newest first."""
    d, c = schema.definition, schema.change
    query = (
        sa.select(d.c.version, d.c.recorded_in, c.c.at, c.c.actor)
        .join(c, c.c.id == d.c.recorded_in)
        .where(session.knows(d), d.c.kind == kind.value, d.c.code == code)
        .order_by(d.c.version.desc())
    )
    return tuple(VersionRecord(*row) for row in session.connection.execute(query))


def definition(
    session: Session, kind: DefinitionKind, code: str, version: int
) -> Definition | None:
    """Return one version of a definition."""
    d = schema.definition.c
    found = DEFINITIONS.values(session, d.kind == kind.value, d.code == code, d.version == version)
    return found[0] if found else None


def setting(session: Session, name: str) -> Any:  # noqa: ANN401 (a JSON value)
    """Return a setting as known, None when it was never made."""
    s = schema.setting
    query = sa.select(s.c.value).where(session.knows(s), s.c.name == name)
    return session.connection.execute(query).scalar_one_or_none()


def change_setting(work: UnitOfWork, name: str, value: Any) -> None:  # noqa: ANN401
    """Make a setting; what it was before stays known."""
    s = schema.setting
    query = sa.select(s.c.id).where(work.knows(s), s.c.name == name)
    work.supersede(s, list(work.connection.execute(query).scalars()))
    work.record(s, [{"name": name, "value": value}])


def secret(session: Session, name: str) -> bytes | None:
    """Return a secret such as the signing key, None when there is none."""
    query = sa.select(schema.secret.c.value).where(schema.secret.c.name == name)
    value = session.connection.execute(query).scalar_one_or_none()
    return None if value is None else bytes(value)


def keep_secret(work: UnitOfWork, name: str, value: bytes) -> None:
    """Keep a secret under a new name."""
    work.connection.execute(sa.insert(schema.secret).values(name=name, value=value))

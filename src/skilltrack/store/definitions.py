"""Questionnaires, schemes and exams as immutable versions, and the settings of the body."""

from dataclasses import dataclass
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
    EXAM = "exam"


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

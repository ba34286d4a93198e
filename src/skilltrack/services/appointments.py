"""Roles given, extended and ended."""

from collections.abc import Mapping

from skilltrack.domain.appointments import RoleRule
from skilltrack.store.database import Session
from skilltrack.store.definitions import setting

_RULES = "roles"


def role_rules(session: Session) -> Mapping[str, RoleRule]:
    """Return role → its rule, for the roles of which one was set."""
    documents = setting(session, _RULES) or {}
    return {role: RoleRule(role, **document) for role, document in documents.items()}

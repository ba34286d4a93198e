"""The tables by which the schemes of the body divide posts."""

import sqlalchemy as sa

from skilltrack.domain.schemes.bands import Bands, TitleTable
from skilltrack.store import schema
from skilltrack.store.database import Session
from skilltrack.store.definitions import DefinitionKind


def bands_of_schemes(session: Session) -> Bands:
    """Return how the schemes divide posts, each in its newest version.

    Those no longer in use are among them: catalogues of the past name their bands.
    """
    return session.once(_read)


def _read(session: Session) -> Bands:
    d = schema.definition.c
    parts = [d.body[key] for key in ("bands", "titles", "courses")]
    query = (
        sa.select(d.code, *parts)
        .where(session.knows(schema.definition), d.kind == DefinitionKind.SCHEME.value)
        .order_by(d.code, d.version, d.id)
    )
    tables: dict[str, TitleTable] = {}
    for scheme, bands, titles, courses in session.connection.execute(query):
        tables[scheme] = TitleTable(
            scheme,
            frozenset(band["code"] for band in bands or ()),
            titles or {},
            frozenset(course["code"] for course in courses or ()),
        )
    return Bands(tables.values())

"""How Alembic runs here: on a connection handed over, in the transaction of the caller."""

from collections.abc import Collection, Mapping
from typing import Any

from alembic import context
from alembic.runtime.migration import MigrationContext, MigrationInfo

from skilltrack.store import schema


def _number_file(
    ctx: MigrationContext,
    step: MigrationInfo,
    heads: Collection[Any],  # noqa: ARG001 (Alembic names its arguments)
    run_args: Mapping[str, Any],  # noqa: ARG001
) -> None:
    """Write the number of the schema just reached; 0 where no tables are left."""
    reached = step.destination_revision_ids
    version = int(reached[0]) if reached else 0
    if ctx.connection is not None:
        ctx.connection.exec_driver_sql(f"PRAGMA user_version = {version}")


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=schema.metadata,
    render_as_batch=True,
    compare_type=True,
    on_version_apply=_number_file,
)
context.run_migrations()

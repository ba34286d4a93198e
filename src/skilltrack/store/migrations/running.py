"""Running migrations with Alembic; imported only when a file's schema is not the present one."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from skilltrack.store.database import Database, told


def configuration(connection: sa.Connection | None = None) -> Config:
    """Return Alembic's configuration, made here instead of in an ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def migrate(database: Database, revision: str = "head") -> None:
    """Bring a file to a revision in one transaction.

    Args:
        database: The file; nobody else may have it open.
        revision: ``head``, ``base`` or a number such as ``0001``, earlier or later than the
            present one.
    """
    with told(database.path), database.engine.connect() as connection:
        # Rebuilding a table drops it for a moment, which foreign keys would not allow; whoever
        # calls checks the references afterwards. SQLite hears this only outside a transaction.
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            connection = connection.execution_options(skilltrack_writes=True)
            with connection.begin():
                _run(connection, revision)
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


def _run(connection: sa.Connection, revision: str) -> None:
    config = configuration(connection)
    present = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if revision == "head" or (revision != "base" and int(revision) >= present):
        command.upgrade(config, revision)
    else:
        command.downgrade(config, revision)

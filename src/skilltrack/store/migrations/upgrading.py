"""Opening a data file of an older version."""

import shutil
from pathlib import Path

from skilltrack.domain.problems import Refusal
from skilltrack.files.atomic import replacing
from skilltrack.store.backup import back_up, dated
from skilltrack.store.database import Clock, Database, utc_now
from skilltrack.store.integrity import findings, inspecting, outside_transaction
from skilltrack.store.migrations.running import migrate


def bring_up_to_date(path: Path, data_key: bytes | None, clock: Clock = utc_now) -> Path:
    """Give an older data file the present schema: on a copy, which then takes its place.

    Args:
        path: The data file; it is untouched until the migrated copy has passed every check.
        data_key: None when the file is not protected.
        clock: Names the backup.

    Returns:
        The verified backup of the file as it was, which stays beside it.

    Raises:
        Refusal: Somebody else has the file open, or the file or its copy is damaged.
        MachineFailure: There is no room, or no right to write.
    """
    database = Database(path, data_key, clock)
    try:
        _hold_alone(database)
        backup = dated(path, "移行前", clock())
        back_up(database, backup)
        with replacing(path) as copy:
            shutil.copyfile(backup, copy)
            _migrate(copy, data_key)
            with inspecting(copy, data_key) as connection:
                found = findings(connection, is_protected=data_key is not None, is_full=True)
            if found:
                raise Refusal(finding.problem(path.name) for finding in found)
            database.close()
    finally:
        database.close()
    return backup


def _hold_alone(database: Database) -> None:
    """Take the file for this process until it is closed; refuse when others have it open."""
    with outside_transaction(database) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        # leaving the write-ahead log is possible for the only user of a file, and also brings
        # everything into the file itself
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")


def _migrate(copy: Path, data_key: bytes | None) -> None:
    database = Database(copy, data_key)
    try:
        migrate(database)
    finally:
        database.close()

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from skilltrack.services import datafiles
from skilltrack.store import schema
from skilltrack.store.definitions import setting

FOLDER = Path(__file__).parent / "data"
FILES = [FOLDER / f"schema_{number}.db" for number in range(1, schema.SCHEMA_VERSION + 1)]


@pytest.mark.parametrize("committed", FILES, ids=lambda path: path.stem)
def test_a_file_of_every_released_schema_opens_with_its_data(
    committed: Path, tmp_path: Path
) -> None:
    for path in FOLDER.glob(f"{committed.name}*"):
        shutil.copyfile(path, tmp_path / path.name)
    database = datafiles.open_data(tmp_path / committed.name, None)
    try:
        assert datafiles.check(database, is_full=True) == ()
        with database.reading() as session:
            assert setting(session, "organisation") == "架空市"
            name, born_on = session.connection.execute(
                sa.select(schema.employee.c.name, schema.employee.c.born_on)
            ).one()
        assert (name, born_on.isoformat()) == ("髙橋﨑子𠮷", "2026-04-01")
    finally:
        database.close()


def test_the_present_schema_has_a_committed_file() -> None:
    assert FILES[-1].exists()
    assert FILES[-1].stat().st_size < 1_000_000

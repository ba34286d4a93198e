"""What a session knows: the newest state, an earlier one, and what is read only once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from skilltrack.domain.organisation import Department
from skilltrack.services import datafiles
from skilltrack.store.database import Database, Session
from skilltrack.store.organisation import DEPARTMENTS

BEGUN = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    ticks = count()
    database = datafiles.create(
        tmp_path / "data.db",
        passphrase=None,
        label="",
        organisation="試験市",
        is_unprotected=True,
        clock=lambda: BEGUN + timedelta(minutes=next(ticks)),
    ).database
    yield database
    database.close()


def name_recorded(database: Database, name: str) -> datetime:
    """Give the only department a name; return when."""
    with database.changing("test") as work:
        DEPARTMENTS.supersede(work, DEPARTMENTS.current(work))
        DEPARTMENTS.record(work, [Department("1", name, None, is_evaluation_unit=True)])
        return work.at


def names(session: Session) -> list[str]:
    return [department.name for department in DEPARTMENTS.values(session)]


def test_the_newest_state_is_that_of_its_last_change(database: Database) -> None:
    name_recorded(database, "旧課")
    name_recorded(database, "新課")
    with database.reading() as session:
        by_number = Session(session.connection, session.known)
        assert names(session) == names(by_number) == ["新課"]


def test_an_earlier_state_is_not_that_of_now(database: Database) -> None:
    at = name_recorded(database, "旧課")
    name_recorded(database, "新課")
    with database.reading(at) as session:
        assert names(session) == ["旧課"]


def test_a_session_reads_once_what_it_is_asked_for_twice(database: Database) -> None:
    name_recorded(database, "旧課")
    with database.reading() as session:
        assert session.once(names) is session.once(names)
    name_recorded(database, "新課")
    with database.reading() as session:
        assert session.once(names) == ["新課"]


def test_a_unit_of_work_reads_again_what_it_may_have_changed(database: Database) -> None:
    name_recorded(database, "旧課")
    with database.changing("test") as work:
        assert work.once(names) == ["旧課"]
        DEPARTMENTS.supersede(work, DEPARTMENTS.current(work))
        assert work.once(names) == []

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from skilltrack.store import audit, keys, schema
from skilltrack.store.database import Database
from skilltrack.store.migrations.creation import create_schema

NAMES = ("髙橋﨑子", "合併𠮷男", "ｶﾀｶﾅ太郎")


class SteppingClock:
    """Each look at it is a minute later."""

    def __init__(self) -> None:
        self.at = datetime(2026, 4, 1, 0, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


def fill(database: Database, people: int = 300) -> None:
    """Give an empty file its tables, its log key and some people with known names."""
    create_schema(database)
    with database.changing("create") as unit:
        audit.create_key(unit)
        unit.record(
            schema.employee,
            [
                {
                    "employee_no": f"{number:06}",
                    "name": f"{NAMES[number % 3]}{number}",
                    "kana": "カナ",
                    "occupation": "事務",
                    "hired_on": date(2020, 4, 1),
                    "account": "",
                }
                for number in range(people)
            ],
        )
    audit.note(database, audit.Entry("create", database.path.name))


@pytest.fixture
def names() -> tuple[str, ...]:
    """What must never be readable in a protected file."""
    return NAMES


@pytest.fixture
def data_key() -> bytes:
    return keys.new_data_key()


@pytest.fixture
def make_data(tmp_path: Path) -> Iterator[Callable[..., Database]]:
    made: list[Database] = []

    def make(name: str = "town.db", data_key: bytes | None = None, people: int = 300) -> Database:
        database = Database(tmp_path / name, data_key, SteppingClock())
        made.append(database)
        fill(database, people)
        return database

    yield make
    for database in made:
        database.close()


@pytest.fixture
def protected(make_data: Callable[..., Database], data_key: bytes) -> Database:
    return make_data(data_key=data_key)


@pytest.fixture
def plain(make_data: Callable[..., Database]) -> Database:
    return make_data()

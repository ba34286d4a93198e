"""What stays after a process is killed, and when two processes change one file."""

import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from skilltrack.store import audit, backup, integrity, schema
from skilltrack.store.database import Database
from skilltrack.store.definitions import change_setting, setting

ROWS = 20_000
BATCH = 1_000
KILLS = 24
INCREMENTS = 40

IMPORTING = f"""
import pathlib, sys
from skilltrack.store import audit, schema
from skilltrack.store.database import Database

names = sys.argv[3:]
database = Database(pathlib.Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
while True:
    with database.changing("import.employees") as unit:
        audit.append(database, unit, audit.Entry("import.employees", "名簿.xlsx", {ROWS}))
        for start in range(0, {ROWS}, {BATCH}):
            unit.record(schema.employee, [
                {{"employee_no": str(number), "name": names[number % 3] + str(number),
                 "kana": "", "occupation": "", "account": ""}}
                for number in range(start, start + {BATCH})
            ])
            print("written", start, flush=True)
    print("acknowledged", unit.change, flush=True)
"""

COUNTING = f"""
import pathlib, sys
from skilltrack.store.database import Database
from skilltrack.store.definitions import change_setting, setting

database = Database(pathlib.Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
print("ready", flush=True)
sys.stdin.readline()
for _ in range({INCREMENTS}):
    with database.changing("count") as unit:
        change_setting(unit, "counter", setting(unit, "counter") + 1)
database.close()
"""


def start(program: str, database: Database, *arguments: str) -> subprocess.Popen[str]:
    assert database.data_key is not None
    return subprocess.Popen(
        [
            *(sys.executable, "-X", "utf8", "-c", program),
            *(str(database.path), database.data_key.hex(), *arguments),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


def kill_after(process: subprocess.Popen[str], lines: int) -> list[int]:
    """Kill a process once it has said so many lines; return the changes it acknowledged."""
    assert process.stdout is not None
    said = [process.stdout.readline() for _ in range(lines)]
    process.kill()
    said += process.stdout.readlines()
    process.communicate()
    # a line may have been cut off by the kill
    return [int(line.split()[1]) for line in said if line.startswith("ack") and line.endswith("\n")]


def readable_names(folder: Path, names: tuple[str, ...]) -> list[str]:
    return [
        path.name
        for path in folder.iterdir()
        if any(name.encode() in path.read_bytes() for name in names)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(KILLS))
def test_a_kill_in_the_middle_of_an_import_leaves_all_or_nothing(
    make_data: Callable[..., Database],
    data_key: bytes,
    names: tuple[str, ...],
    tmp_path: Path,
    seed: int,
) -> None:
    database = make_data(data_key=data_key, people=0)
    database.close()
    lines_per_import = ROWS // BATCH + 1
    lines = random.Random(seed).randint(1, 2 * lines_per_import)  # noqa: S311
    acknowledged = kill_after(start(IMPORTING, database, *names), lines)
    assert len(acknowledged) >= lines // lines_per_import
    assert readable_names(tmp_path, names) == []

    recovered = Database(database.path, data_key)
    try:
        assert integrity.check(recovered, is_full=True) == []
        with recovered.reading() as session:
            employees = schema.employee.c.recorded_in
            rows = dict(
                session.connection.execute(
                    sa.select(employees, sa.func.count()).group_by(employees)
                ).all()
            )
        assert set(rows.values()) <= {ROWS}, "a part of an import"
        assert set(acknowledged) <= set(rows), "an acknowledged import was lost"
        assert [finding.code for finding in audit.verify(recovered)] == []
        backup.back_up(recovered, tmp_path / "控え.db")
        assert readable_names(tmp_path, names) == []
    finally:
        recovered.close()


def test_the_search_for_names_finds_them_in_a_file_without_protection(
    plain: Database, names: tuple[str, ...]
) -> None:
    plain.close()
    assert readable_names(plain.path.parent, names) == ["town.db"]


def test_two_processes_that_change_one_file_lose_no_update(protected: Database) -> None:
    with protected.changing("count") as unit:
        change_setting(unit, "counter", 0)
    processes = [start(COUNTING, protected) for _ in range(2)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    with protected.reading() as session:
        assert setting(session, "counter") == 2 * INCREMENTS
    assert integrity.check(protected, is_full=True) == []

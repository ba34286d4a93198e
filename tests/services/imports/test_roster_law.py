"""Whatever rosters come in whatever order: the day of each is as its file says, nobody twice."""

import csv
import shutil
import tempfile
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from skilltrack.domain.intake import ImportKind, MissingRule
from skilltrack.domain.problems import Refusal
from skilltrack.services import datafiles, definitions
from skilltrack.services.imports.files import import_file, undo_import
from skilltrack.store import organisation
from skilltrack.store.database import Database
from skilltrack.store.facts import Personal

TODAY = date(2026, 11, 20)
NUMBERS, CODES, TITLES = ("0001", "0002", "0003"), ("01", "02", "03"), ("課長", "主査")
PARTIAL = MissingRule(is_partial=True)

Person = tuple[str, str, str, str]
"""Number, department, title, concurrent department or ''."""

rosters = st.lists(
    st.tuples(
        st.dates(date(2026, 4, 1), date(2027, 6, 1)),
        st.lists(
            st.tuples(
                st.sampled_from(NUMBERS),
                st.sampled_from(CODES),
                st.sampled_from(TITLES),
                st.sampled_from(("", *CODES)),
            ),
            min_size=1,
            unique_by=lambda person: person[0],
        ),
    ),
    min_size=1,
    max_size=6,
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data file with three departments and nobody in them."""
    path = tmp_path_factory.mktemp("law") / "law.db"
    database = datafiles.create(
        path, passphrase=None, label="", organisation="", is_unprotected=True
    ).database
    definitions.adopt_shipped(database, ["fukui"])
    rows: list[tuple[str, ...]] = [(code, f"{code}課") for code in CODES]
    take(database, ImportKind.DEPARTMENTS, "所属コード 所属名", rows, date(2026, 4, 1))
    database.close()
    return path


def take(
    database: Database, kind: ImportKind, headings: str, rows: list[tuple[str, ...]], day: date
) -> int:
    path = database.path.parent / f"{kind.value}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([headings.split(), *rows])
    preview = import_file(
        database, kind, path, today=TODAY, effective=day, missing=PARTIAL, is_dry_run=True
    )
    done = import_file(database, kind, path, today=TODAY, effective=day, missing=PARTIAL)
    assert list(preview.listing) == list(done.listing)
    assert done.change is not None
    return done.change


def roster(people: list[Person]) -> list[tuple[str, ...]]:
    return [(no, f"職員{no}", code, title, elsewhere) for no, code, title, elsewhere in people]


def postings(database: Database) -> list[Personal[organisation.Posting]]:
    with database.reading() as session:
        return sorted(organisation.POSTINGS.values(session), key=repr)


def check_nobody_is_anywhere_twice(database: Database) -> None:
    held: dict[tuple[str, str], list[tuple[date, date]]] = {}
    for posting in postings(database):
        fact = posting.fact
        key = (posting.employee_no, fact.department if fact.is_concurrent else "main")
        held.setdefault(key, []).append((fact.valid.start or date.min, fact.valid.end or date.max))
    for periods in held.values():
        periods.sort()
        assert all(start < end for start, end in periods)
        assert all(one[1] <= other[0] for one, other in pairwise(periods))


@settings(max_examples=20, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(rosters)
def test_each_roster_holds_on_its_day_and_the_last_is_undone_as_a_whole(
    template: Path, given_rosters: list[tuple[date, list[Person]]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "law.db"
        shutil.copy(template, copy)
        database = datafiles.open_data(copy, None)
        try:
            check_history(database, given_rosters)
        finally:
            database.close()


def check_history(database: Database, rosters: list[tuple[date, list[Person]]]) -> None:
    headings = "職員番号 氏名 所属コード 職名 兼務所属コード"
    last: tuple[int, list[Personal[organisation.Posting]]] | None = None
    for day, people in rosters:
        before = postings(database)
        try:
            change = take(database, ImportKind.EMPLOYEES, headings, roster(people), day)
        except Refusal:
            assert postings(database) == before
            continue
        last = change, before
        with database.reading() as session:
            found = {p.employee_no: p for p in organisation.in_post(session, day)}
        for number, code, title, _elsewhere in people:
            assert (found[number].department, found[number].job_title) == (code, title)
        check_nobody_is_anywhere_twice(database)
    if last is not None:
        change, before = last
        undo_import(database, change, today=date.today())  # noqa: DTZ011 (as the window does)
        assert postings(database) == before

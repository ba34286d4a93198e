"""Random histories with erasures: nobody erased is left anywhere, figures of the past stay."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import Take

from skilltrack.domain.calendar import FiscalYear, Period
from skilltrack.domain.catalogue.courses import CompletionStatus
from skilltrack.domain.exams.definition import ExamAttempt
from skilltrack.domain.organisation import Appointment, EmploymentType, Posting
from skilltrack.domain.problems import Refusal
from skilltrack.exchange.plain import plain
from skilltrack.reports.documents import rank_document
from skilltrack.services import datafiles
from skilltrack.services.erasure.erasing import erase_person
from skilltrack.services.evaluation import board
from skilltrack.services.exams.register import exam_register
from skilltrack.services.inclusion import inclusion
from skilltrack.services.operations import list_operations, undo_operation
from skilltrack.services.organisation.reorganisation import organisation_tree
from skilltrack.services.roles.figures import coverage
from skilltrack.store import audit, schema
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, UnitOfWork
from skilltrack.store.exams import ATTEMPTS
from skilltrack.store.facts import Personal
from skilltrack.store.operations import Operation, record_operation
from skilltrack.store.organisation import APPOINTMENTS, EMPLOYEES, POSTINGS
from skilltrack.store.traces import traces

LAST = date(2026, 9, 30)
ERASED_ON = date(2026, 11, 20)
DAYS = (date(2026, 4, 1), date(2026, 8, 1), LAST, ERASED_ON)
STEPS = 30


@dataclass
class History:
    """A town in which people complete courses, move, get roles, leave and are erased."""

    database: Database
    random: Random
    names: dict[str, str]
    erased: dict[str, str] = field(default_factory=dict)
    instants: list[datetime] = field(default_factory=list)

    def step(self) -> None:
        """Do one thing to one person who is still there."""
        number = self.random.choice(sorted(self.names))
        action = self.random.choice(
            (
                self.complete,
                self.sit,
                self.move,
                self.appoint,
                self.leave,
                self.rename,
                self.erase,
                self.undo,
            )
        )
        action(number)
        if self.random.random() < 0.2:
            self.instants.append(self.database.clock())

    def complete(self, number: str) -> None:
        row = {
            "employee_no": number,
            "course_code": self.random.choice(("R1", "R2", "L1", "E1", "E2")),
            "completed_on": date(2026, 4, 1) + timedelta(days=self.random.randrange(180)),
            "status": CompletionStatus.COMPLETED.value,
            "hours": None,
            "score": 77.0,
            "origin": "",
        }
        with self.change("test.complete", number) as work:
            work.record(schema.completion, [row])

    def sit(self, number: str) -> None:
        on = date(2026, 4, 1) + timedelta(days=self.random.randrange(180))
        fields = ("total", "strategy", "management", "technology")
        scores = dict.fromkeys(fields, self.random.choice((290, 640)))
        with self.change("test.sit", number) as work:
            ATTEMPTS.record(work, [ExamAttempt(number, "it_passport", on, scores)])

    def move(self, number: str) -> None:
        on = date(2026, 4, 1) + timedelta(days=self.random.randrange(1, 180))
        p = schema.posting.c
        with self.change("test.move", number) as work:
            known = POSTINGS.current(work, p.employee_no == number, p.valid_to.is_(None))
            start = known[0].value.fact.valid.start if known else on
            if start is None or start >= on:
                return
            POSTINGS.supersede(work, known)
            before = replace(known[0].value.fact, valid=Period(start, on))
            code = self.random.choice(("0101", "0102"))
            after = Posting(code, "主事", EmploymentType.REGULAR, Period(on, None))
            POSTINGS.record(work, [Personal(number, before), Personal(number, after)])

    def appoint(self, number: str) -> None:
        valid = Period(date(2026, 4, 1), date(2026, self.random.randrange(5, 12), 1))
        with self.change("test.appoint", number) as work:
            found = Appointment(number, "dx_leader", valid, certificate_no=f"第{number}号")
            APPOINTMENTS.record(work, [found])

    def rename(self, number: str) -> None:
        with self.change("test.rename", number) as work:
            known = EMPLOYEES.current(work, schema.employee.c.employee_no == number)
            EMPLOYEES.supersede(work, known)
            EMPLOYEES.record(work, [replace(one.value, kana="カイメイ") for one in known])

    def leave(self, number: str) -> None:
        e, p = schema.employee.c, schema.posting.c
        with self.change("test.leave", number) as work:
            known = EMPLOYEES.current(work, e.employee_no == number)
            EMPLOYEES.supersede(work, known)
            EMPLOYEES.record(work, [replace(one.value, left_on=LAST) for one in known])
            posts = POSTINGS.current(work, p.employee_no == number, p.valid_to.is_(None))
            POSTINGS.supersede(work, posts)
            POSTINGS.record(
                work, [replace(one.value, fact=_ended(one.value.fact)) for one in posts]
            )

    def erase(self, number: str) -> None:
        before = self.figures()
        today, reason = ERASED_ON, f"{number}の依頼"
        refused = _refused(lambda: erase_person(self.database, number, today=today, reason=reason))
        assert refused in {"", "retention.in_service"}
        if not refused:
            assert self.figures() == before
            self.erased[number] = self.names.pop(number)

    def undo(self, _number: str) -> None:
        known = [o for o in list_operations(self.database, "test") if o.undone_in is None]
        if known:
            change = self.random.choice(known).change
            refused = _refused(lambda: undo_operation(self.database, change))
            assert refused in {"", "operations.undo_rests"}

    @contextmanager
    def change(self, kind: str, number: str) -> Iterator[UnitOfWork]:
        """Change with an operation and an entry in the log that name the person."""
        name = self.names[number]
        with self.database.changing(kind, number) as work:
            record_operation(work, Operation(kind, "訂正", f"{name}（{number}）"))
            audit.append(self.database, work, Entry(kind, number, 1, f"{name}の件"))
            yield work

    def figures(self) -> str:
        """Return figures of several days, now and as known earlier, as they are printed."""
        asked = [(day, None) for day in DAYS] + [(LAST, at) for at in self.instants[-3:]]
        return json.dumps([self.counts(day, at) for day, at in asked], ensure_ascii=False)

    def counts(self, on: date, at: datetime | None) -> list[object]:
        """Return the board, passes, who counts, departments and the spread of the role."""
        exam = exam_register(self.database, "it_passport", on, at)
        units = coverage(self.database, "dx_leader", on, at).units
        return [
            rank_document(board(self.database, "fukui", FiscalYear.of(on), on, at)),
            [(row.department, row.headcount, row.passers) for row in exam.departments],
            [plain(one) for one in inclusion(self.database, "fukui", on, at).figures],
            [(row.department.code, row.people) for row in organisation_tree(self.database, on, at)],
            [(unit.code, unit.headcount, len(unit.holders)) for unit in units],
        ]


def _ended(posting: Posting) -> Posting:
    return replace(posting, valid=Period(posting.valid.start, LAST + timedelta(days=1)))


def _refused(act: Callable[[], object]) -> str:
    """Return the code by which something was refused, '' when it was done."""
    try:
        act()
    except Refusal as refusal:
        return refusal.problems[0].code
    return ""


@pytest.fixture
def first_town(town: Take, database: Database, tmp_path: Path) -> Path:
    """Return a copy of the town with eight people to start every history from."""
    assert town
    copy = tmp_path / "start"
    copy.mkdir()
    datafiles.backup(database, copy / "town.db")
    return copy / "town.db"


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 10**9))
def test_nothing_of_anybody_erased_is_left_and_boards_stay(
    first_town: Path, tmp_path: Path, seed: int
) -> None:
    folder = tmp_path / f"h{seed}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    path = folder / "town.db"
    datafiles.restore(first_town, path, None)
    database = datafiles.open_data(path, None)
    with database.reading() as session:
        names = {e.employee_no: e.name for e in EMPLOYEES.values(session)}
    random = Random(seed)  # noqa: S311 (a test)
    history = History(database, random, names)
    for number in random.sample(sorted(names), 4):
        history.leave(number)
    for _step in range(STEPS):
        if len(history.names) > 1:
            history.step()
    for number, name in history.erased.items():
        assert traces(database, name) == ()
        assert not [t for t in traces(database, number) if t.place.endswith("employee_no")]
        assert traces(database, f"（{number}）") == ()
    assert datafiles.check(database, is_full=True) == ()
    database.close()
    raw = path.read_bytes()
    assert not [name for name in history.erased.values() if name.encode() in raw]

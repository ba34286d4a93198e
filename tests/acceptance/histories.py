"""A small town with its data file, and what the program said of it at an instant."""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from tests.acceptance.printed import FIGURES, everything, told

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.intake import ImportKind, MissingRule
from skilltrack.domain.problems import Refusal
from skilltrack.reports.documents import rank_document
from skilltrack.services import datafiles, definitions
from skilltrack.services.evaluation import board
from skilltrack.services.imports.files import import_file, list_imports, undo_import
from skilltrack.services.operations import list_operations, undo_operation
from skilltrack.services.rounds.running import RoundOrder, open_round
from skilltrack.store import organisation
from skilltrack.store import rounds as records
from skilltrack.store.database import Database

TODAY = date(2026, 11, 20)
DAYS = (
    date(2019, 4, 30),
    date(2019, 5, 1),
    date(2024, 2, 29),
    date(2024, 3, 1),
    date(2025, 3, 31),
    date(2025, 4, 1),
    date(2026, 3, 31),
    date(2026, 4, 1),
    date(2026, 10, 1),
    date(2026, 11, 20),
    date(2027, 4, 1),
)
"""The edges of eras and fiscal years, a leap day, days between them and one to come."""

PEOPLE = tuple(f"{number:04}" for number in range(1, 17))
NAMES = ("髙橋　﨑子", "𠮷田　一郎", "渡邉　花", "齋藤　次郎")
TITLES = ("課長", "課長補佐", "主査", "主事")
COURSES = ("R1", "R2", "L1", "L2", "E1", "E2")

SAID_AT_ONCE = 6
"""So many figures are said between two steps."""


class Clock:
    """Each look at it is a second later."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@dataclass(frozen=True, slots=True)
class Said:
    """What the program said of a day at an instant: figure → text."""

    as_of: date
    instant: datetime
    figures: Mapping[str, str]


@dataclass
class Town:
    """A town with its data file, and what was said of it so far."""

    folder: Path
    random: Random
    said: list[Said] = field(default_factory=list)
    _codes: int = 0
    done: list[str] = field(default_factory=list)
    """The steps that were taken and not refused."""

    def __post_init__(self) -> None:
        created = datafiles.create(
            self.folder / "town.db",
            passphrase=None,
            label="",
            organisation="試験市",
            is_unprotected=True,
        )
        created.database.close()
        self.clock = Clock()
        self.database = Database(self.folder / "town.db", None, clock=self.clock)
        definitions.adopt_shipped(self.database)
        self._found()

    def _found(self) -> None:
        self.take(
            ImportKind.DEPARTMENTS,
            "所属コード 所属名 上位所属コード 評価単位 有効開始",
            [
                ["01", "総務部", "", "", "2018-04-01"],
                *[[f"01{n:02}", f"第{n}課", "01", "○", "2018-04-01"] for n in range(1, 7)],
            ],
        )
        bands = ("推進マネジメント層", "プロジェクトリーダー層", "一般職員")
        rows = [[title, bands[min(n, 2)]] for n, title in enumerate(("課長", "課長補佐", "主事"))]
        self.take(ImportKind.TITLES, "職名 役職区分", [*rows, ["主査", bands[1]]])
        for year in (2019, 2024, 2025, 2026):
            kinds = {"R": "必須", "L": "リーダー必須", "E": "選択"}
            self.take(
                ImportKind.COURSES,
                "研修コード 研修名 種別 年度",
                [[code, f"研修{code}", kinds[code[0]], str(year)] for code in COURSES],
            )
        self.take(
            ImportKind.EMPLOYEES,
            "職員番号 氏名 所属コード 職名 採用日",
            [[*self.posted(number), "H31.4.30"] for number in PEOPLE],
            effective=date(2019, 4, 30),
        )
        order = RoundOrder("点検", "sakata", ("fukui",), date(2026, 10, 1), TODAY, "育成のため")
        open_round(self.database, order, self.folder / "round")

    def take(
        self,
        kind: ImportKind,
        headings: str,
        rows: Sequence[Sequence[str]],
        effective: date | None = None,
        missing: MissingRule | None = None,
    ) -> None:
        """Import rows through a real file."""
        path = self.folder / f"{kind.value}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(headings.split())
            writer.writerows(rows)
        import_file(self.database, kind, path, today=TODAY, effective=effective, missing=missing)

    def posted(self, number: str) -> list[str]:
        """Return a row of the roster: number, name, some department, some title."""
        name = NAMES[int(number) % len(NAMES)]
        return [number, name, self.department(), self.random.choice(TITLES)]

    def department(self) -> str:
        """Return a department that there is on some day."""
        with self.database.reading() as session:
            known = organisation.department_codes(session) - {"01"}
        return self.random.choice(sorted(known))

    def new_code(self) -> str:
        """Return a code that was never used."""
        self._codes += 1
        return f"02{self._codes:02}"

    def person(self) -> str:
        """Return a number of the first roster."""
        return self.random.choice(PEOPLE)

    def day(self) -> date:
        """Return a day of the two years, often one on which much happens."""
        if self.random.random() < 0.5:
            return self.random.choice(DAYS)
        return date(2025, 1, 1) + timedelta(days=self.random.randrange(800))

    def round_ids(self) -> list[str]:
        """Return every round, oldest opening first."""
        with self.database.reading() as session:
            known = records.rounds(session)
            opened = {one.round_id: records.opened_in(session, one.round_id) for one in known}
        return sorted(opened, key=opened.__getitem__)  # ids are random in spite of the seed

    def past(self) -> list[date]:
        """Return those of the days that are over."""
        return [day for day in DAYS if day <= TODAY]

    def holder(self) -> str:
        """Return the number of somebody who ever had a role, else of anybody."""
        with self.database.reading() as session:
            held = organisation.APPOINTMENTS.values(session)
        return self.random.choice(sorted({one.employee_no for one in held}) or PEOPLE)

    # What the program says

    def say(self) -> None:
        """Have it say some figures of a day, and keep them."""
        as_of = self.random.choice(DAYS)
        names = self.random.sample(sorted(FIGURES), SAID_AT_ONCE)
        instant = self.clock()
        self.said.append(Said(as_of, instant, everything(self.database, as_of, None, names)))

    def differing(self) -> list[str]:
        """Return what the program says otherwise today, with day and instant."""
        return [
            f"{name} as of {said.as_of} as known at {said.instant}"
            for said in self.said
            for name, text in said.figures.items()
            if told(FIGURES[name], self.database, said.as_of, said.instant) != text
        ]

    def ranked(self) -> list[object]:
        """Return the ranking of every day of interest."""
        return [
            rank_document(board(self.database, "fukui", FiscalYear.of(day), day)) for day in DAYS
        ]

    def undo_everything(self, back_to: int) -> None:
        """Take back every import and change after one, the newest first."""
        imports = {one.change for one in list_imports(self.database) if one.undone_in is None}
        changes = {one.change for one in list_operations(self.database) if one.undone_in is None}
        for change in sorted(imports | changes, reverse=True):
            if change > back_to and change in imports:
                undo_import(self.database, change, today=TODAY)
            elif change > back_to:
                undo_operation(self.database, change)

    def is_founded(self, founded: int) -> bool:
        """Return whether nothing of what the town began with was taken back."""
        return not any(
            one.change <= founded and one.undone_in for one in list_imports(self.database)
        )

    def last_change(self) -> int:
        """Return the number of the newest change."""
        with self.database.reading() as session:
            return session.known

    def people_twice(self) -> list[str]:
        """Return who is in two main posts on one of the days."""
        found = []
        with self.database.reading() as session:
            for day in DAYS:
                numbers = [person.employee_no for person in organisation.in_post(session, day)]
                found += [number for number in set(numbers) if numbers.count(number) > 1]
        return found

    def step(self, steps: Sequence[Callable[["Town"], None]]) -> None:
        """Do one thing that officers do; what the program refuses does not count."""
        step = self.random.choice(steps)
        try:
            step(self)
        except Refusal:
            return
        self.done.append(step.__name__)

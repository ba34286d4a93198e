"""Random histories of a small town: what officers do over two years, in any order."""

import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.problems import Refusal
from skilltrack.reports.documents import rank_document, tiers_document
from skilltrack.services import datafiles, definitions
from skilltrack.services.evaluation import board
from skilltrack.services.imports.files import import_file, list_imports, undo_import
from skilltrack.services.operations import list_operations, undo_operation
from skilltrack.services.rounds import RoundOrder, open_round
from skilltrack.services.tiers import judge_all
from skilltrack.store import rounds as records
from skilltrack.store.database import Database

TODAY = date(2026, 11, 20)
DAYS = (
    date(2024, 2, 29),
    date(2025, 3, 31),
    date(2025, 4, 1),
    date(2026, 3, 31),
    date(2026, 4, 1),
    date(2026, 10, 1),
    date(2026, 11, 20),
    date(2027, 4, 1),
)
"""The edges of fiscal years, a leap day, days between them and one that is still to come."""

PEOPLE = tuple(f"{number:04}" for number in range(1, 17))
NAMES = ("髙橋　﨑子", "𠮷田　一郎", "渡邉　花", "齋藤　次郎")
TITLES = ("課長", "課長補佐", "主査", "主事")
COURSES = ("R1", "R2", "L1", "L2", "E1", "E2")
EXAM = "職員番号 試験 受験日 総合評価点 ストラテジ系 マネジメント系 テクノロジ系"


class Clock:
    """Each look at it is a second later."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@dataclass(frozen=True, slots=True)
class Said:
    """What the program said of a day at an instant."""

    as_of: date
    instant: datetime
    figures: bytes


@dataclass
class Town:
    """A town with its data file, and what was said of it so far."""

    folder: Path
    random: Random
    said: list[Said] = field(default_factory=list)
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
                ["01", "総務部", "", "", "2020-04-01"],
                *[[f"01{n:02}", f"第{n}課", "01", "○", "2020-04-01"] for n in range(1, 6)],
            ],
        )
        bands = ("推進マネジメント層", "プロジェクトリーダー層", "一般職員")
        rows = [[title, bands[min(n, 2)]] for n, title in enumerate(("課長", "課長補佐", "主事"))]
        self.take(ImportKind.TITLES, "職名 役職区分", [*rows, ["主査", bands[1]]])
        for year in (2024, 2025, 2026):
            kinds = {"R": "必須", "L": "リーダー必須", "E": "選択"}
            self.take(
                ImportKind.COURSES,
                "研修コード 研修名 種別 年度",
                [[code, f"研修{code}", kinds[code[0]], str(year)] for code in COURSES],
            )
        self.take(
            ImportKind.EMPLOYEES,
            "職員番号 氏名 所属コード 職名 採用日",
            [[*self._person(number), "2022-04-01"] for number in PEOPLE],
            effective=date(2022, 4, 1),
        )
        order = RoundOrder("点検", "sakata", ("fukui",), date(2026, 10, 1), TODAY, "育成のため")
        self.round = open_round(self.database, order, self.folder / "round")

    def take(
        self,
        kind: ImportKind,
        headings: str,
        rows: Sequence[Sequence[str]],
        effective: date | None = None,
    ) -> None:
        """Import rows through a real file."""
        path = self.folder / f"{kind.value}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(headings.split())
            writer.writerows(rows)
        import_file(self.database, kind, path, today=TODAY, effective=effective)

    def _person(self, number: str) -> list[str]:
        name = NAMES[int(number) % len(NAMES)]
        return [number, name, self.department(), self.random.choice(TITLES)]

    def department(self) -> str:
        """Return one of the codes that were ever used."""
        return f"01{self.random.randint(1, 5):02}"

    def person(self) -> str:
        """Return a number of the first roster."""
        return self.random.choice(PEOPLE)

    def day(self) -> date:
        """Return a day of the two years, often one on which much happens."""
        if self.random.random() < 0.5:
            return self.random.choice(DAYS)
        return date(2025, 1, 1) + timedelta(days=self.random.randrange(800))

    # What the program says

    def say(self) -> None:
        """Have it say something of a day, and keep that."""
        as_of = self.random.choice(DAYS)
        self.said.append(Said(as_of, self.clock(), self.figures(as_of)))

    def figures(self, as_of: date, as_known: datetime | None = None) -> bytes:
        """Return ranking and tiers of a day as the command line prints them."""
        year = FiscalYear.of(as_of)
        ranked = rank_document(board(self.database, "fukui", year, as_of, as_known))
        judged = judge_all(self.database, "fukui", as_of, as_known)
        verdicts = ((one.person.employee_no, one.verdict) for one in judged.people)
        documents = [ranked, tiers_document("fukui", as_of, verdicts)]
        return json.dumps(documents, ensure_ascii=False, indent=1).encode()

    def step(self) -> None:
        """Do one thing that officers do; what the program refuses does not count."""
        step = self.random.choice(STEPS)
        try:
            step(self)
        except Refusal:
            return
        self.done.append(step.__name__)


# Steps


def transfer(town: Town) -> None:
    """The roster of a day, with some people elsewhere, hired, on leave or gone."""
    rows = []
    for number in town.random.sample(PEOPLE, 5):
        state = town.random.choice(["", "", "", "育休", "派遣出"])
        left = town.day().isoformat() if town.random.random() < 0.1 else ""
        rows.append([*town._person(number), left, state])
    headings = "職員番号 氏名 所属コード 職名 退職日 状態"
    town.take(ImportKind.EMPLOYEES, headings, rows, town.day())


def rename(town: Town) -> None:
    """A department has another name from a day on."""
    row = [town.department(), f"新{town.random.randint(1, 99)}課", "01", "○"]
    headings = "所属コード 所属名 上位所属コード 評価単位 有効開始"
    town.take(ImportKind.DEPARTMENTS, headings, [[*row, town.day().isoformat()]])


def regrade(town: Town) -> None:
    """A job title belongs to another band from a day on."""
    band = town.random.choice(["プロジェクトリーダー層", "一般職員"])
    row = [town.random.choice(TITLES), band, town.day().isoformat()]
    town.take(ImportKind.TITLES, "職名 役職区分 有効開始", [row])


def complete(town: Town) -> None:
    """Some courses were completed, or earlier rows corrected."""
    chosen = {(town.person(), town.random.choice(COURSES)) for _ in range(6)}
    rows = [
        [number, course, min(town.day(), TODAY).isoformat(), town.random.choice(["修了", "免除"])]
        for number, course in sorted(chosen)
    ]
    town.take(ImportKind.COMPLETIONS, "職員番号 研修コード 修了日 状態", rows)


def sit(town: Town) -> None:
    """Somebody sat an exam."""
    scores = [str(town.random.choice([290, 300, 640])) for _ in range(4)]
    row = [town.person(), "ITパスポート", min(town.day(), TODAY).isoformat(), *scores]
    town.take(ImportKind.EXAMS, EXAM, [row])


def appoint(town: Town) -> None:
    """Somebody becomes DXリーダー, with or without a last day."""
    start = town.day()
    last = (start + timedelta(days=300)).isoformat() if town.random.random() < 0.4 else ""
    row = [town.person(), "DXリーダー", start.isoformat(), last]
    town.take(ImportKind.APPOINTMENTS, "職員番号 役割 開始 終了", [row])


def practise(town: Town) -> None:
    """A department carries something out."""
    stage = town.random.choice(["提案", "採択", "実施"])
    row = [town.department(), f"改善{town.random.randint(1, 3)}", stage, town.person()]
    town.take(ImportKind.PRACTICES, "所属コード 名称 段階 参加者職員番号", [row])


def offer(town: Town) -> None:
    """The catalogue of a year is changed."""
    row = [
        "E3",
        "研修E3",
        town.random.choice(["選択", "必須"]),
        str(town.random.choice([2025, 2026])),
    ]
    town.take(ImportKind.COURSES, "研修コード 研修名 種別 年度", [row])


def answer(town: Town) -> None:
    """Somebody's answers count, in place of earlier ones."""
    number = town.person()
    with town.database.reading() as session:
        questionnaire = definitions.questionnaire_version(session, "sakata", 1)
    answers = {item.code: town.random.randint(0, 3) for item in questionnaire.answerable}
    with town.database.changing("round.collect", town.round.round_id) as work:
        before = records.responses_of(work, town.round.round_id, [number])
        records.RESPONSES.supersede(work, before.values())
        day = date(2026, 10, town.random.randint(1, 31))
        given = records.ResponseRecord(
            town.round.round_id, number, "form", 0, 0, str(town.random.random()), "", day, answers
        )
        records.RESPONSES.record(work, [given])


def take_back(town: Town) -> None:
    """An import or another change is undone."""
    imports = [one.change for one in list_imports(town.database)]
    changes = [one.change for one in list_operations(town.database)]
    if town.random.random() < 0.5 or not changes:
        undo_import(town.database, town.random.choice(imports[:6]), today=TODAY)
    else:
        undo_operation(town.database, town.random.choice(changes[:6]))


STEPS: list[Callable[[Town], None]] = [
    transfer,
    transfer,
    rename,
    regrade,
    complete,
    complete,
    sit,
    appoint,
    practise,
    offer,
    answer,
    take_back,
    take_back,
]

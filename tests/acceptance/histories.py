"""Random histories of a small town: what officers do over two years, in any order."""

import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.inclusion import Figure, InclusionRule
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.organisation import EmploymentType, Posting
from skilltrack.domain.problems import Refusal
from skilltrack.domain.reorganisation.steps import Action, Part, Step
from skilltrack.domain.timeline import PostingCorrection
from skilltrack.reports.documents import rank_document, tiers_document
from skilltrack.services import appointments, datafiles, definitions
from skilltrack.services.corrections import CorrectionOrder, correct_person
from skilltrack.services.evaluation import board
from skilltrack.services.imports.files import import_file, list_imports, undo_import
from skilltrack.services.inclusion import set_rule
from skilltrack.services.operations import list_operations, undo_operation
from skilltrack.services.reorganisation import members, reorganise
from skilltrack.services.rounds import RoundOrder, open_round
from skilltrack.services.tiers import judge_all
from skilltrack.store import organisation
from skilltrack.store import rounds as records
from skilltrack.store.database import Database
from skilltrack.store.organisation import POSTINGS

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
                ["01", "総務部", "", "", "2020-04-01"],
                *[[f"01{n:02}", f"第{n}課", "01", "○", "2020-04-01"] for n in range(1, 7)],
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


def merge(town: Town) -> None:
    """Two departments become one, under a code of theirs or another."""
    sources = (town.department(), town.department())
    code = town.random.choice([sources[0], town.new_code()])
    part = Part(code, f"合同{town.random.randint(1, 99)}課")
    reorganise(town.database, [Step(Action.MERGE, sources, (part,))], town.day(), reason="再編")


def split(town: Town) -> None:
    """A department becomes two; every other person goes to the first part."""
    source, day = town.department(), town.day()
    some = tuple(one.employee_no for one in members(town.database, source, day))[::2]
    first = Part(town.random.choice([source, town.new_code()]), "分一課", takes=some)
    second = Part(town.new_code(), "分二課", takes_rest=True)
    reorganise(town.database, [Step(Action.SPLIT, (source,), (first, second))], day, reason="再編")


def close(town: Town) -> None:
    """A department is closed, and another takes its tasks over."""
    step = Step(Action.CLOSE, (town.department(),), (Part(town.department()),))
    reorganise(town.database, [step], town.day(), reason="再編")


def recode(town: Town) -> None:
    """A department lives on under another code."""
    part = Part(town.new_code(), f"改{town.random.randint(1, 99)}課")
    step = Step(Action.RENAME, (town.department(),), (part,))
    reorganise(town.database, [step], town.day(), reason="改称")


def correct(town: Town) -> None:
    """A posting of the past was wrong."""
    number = town.person()
    with town.database.reading() as session:
        held = [p.fact for p in POSTINGS.values(session) if p.employee_no == number]
    if not held:
        return  # even the first roster can be taken back
    old = town.random.choice(held)
    new = Posting(
        town.department(),
        town.random.choice(TITLES),
        town.random.choice(list(EmploymentType)),
        old.valid,
        old.is_concurrent,
    )
    order = CorrectionOrder(number, (PostingCorrection(old, new),), "辞令と違っていた")
    correct_person(town.database, order)


def give(town: Town) -> None:
    """Somebody is given the role for a term."""
    appointments.give(town.database, [appointments.Gift(town.person(), "dx_leader", town.day())])


def end(town: Town) -> None:
    """Somebody gives the role up."""
    appointments.end(town.database, "dx_leader", {town.person(): town.day()}, "本人の申し出")


def count_others(town: Town) -> None:
    """Other people count in a figure than before."""
    types = tuple(town.random.sample(list(EmploymentType), 3))
    rule = InclusionRule(employment_types=types)
    figure = town.random.choice(list(Figure))
    set_rule(town.database, [figure], town.random.choice(["", "fukui"]), rule, "要綱の改正")


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
    merge,
    split,
    close,
    recode,
    correct,
    give,
    end,
    count_others,
    take_back,
    take_back,
]

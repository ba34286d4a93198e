"""A round that collects: opened claims of people, with and without files."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from tests.conftest import TODAY, Take

from skilltrack.domain.questionnaires.answers import Answers
from skilltrack.domain.rounds.definition import AnswerSheet, CollectedFile
from skilltrack.exchange.answers import Mark, OpenedAnswer
from skilltrack.services.collecting.arrivals import Arrival, CollectedRound, collected_round
from skilltrack.services.collecting.taking import Taking
from skilltrack.services.rounds.running import RoundOrder, hand_out, open_round
from skilltrack.store.database import Database
from skilltrack.store.rounds import RESPONSES, ResponseRecord

NAMES = {
    "0001": "タカハシ イチロウ",
    "0002": "ヤマザキ ハナコ",
    "0003": "ヨシダ ジロウ",
    "0004": "タナカ サブロウ",
    "0005": "サトウ シロウ",
    "0006": "スズキ サツキ",
    "0007": "イトウ ムツミ",
    "0008": "カトウ ナナミ",
}


def round_order(*, is_strict: bool = False) -> RoundOrder:
    return RoundOrder(
        title="自己点検",
        questionnaire="sakata",
        schemes=("fukui",),
        opens_on=date(2026, 11, 1),
        closes_on=date(2026, 12, 18),
        purpose="研修の計画に使います。",
        is_strict=is_strict,
    )


@dataclass(frozen=True)
class FilledForm:
    """What the reader of forms returns for one sheet."""

    sheet: str
    round_id: str
    employee_no: str
    answers: Answers
    content: str
    comments: Mapping[str, str] = field(default_factory=dict)
    is_layout_changed: bool = False
    is_blank: bool = False
    reason: str = ""
    problems: tuple[object, ...] = ()


class Office:
    """A round whose answers arrive already opened: what is taken is the real code."""

    def __init__(self, database: Database, round_id: str, codes: tuple[str, ...]) -> None:
        self.database = database
        self.round_id = round_id
        self.codes = codes
        self._files = count()

    def its(self, today: date = TODAY) -> CollectedRound:
        with self.database.reading() as session:
            return collected_round(session, self.round_id, today, self.database.clock())

    def sealed(
        self,
        number: str,
        step: int,
        counter: int = 1,
        *,
        key: bytes = b"",
        kana: str | None = None,
        file: str = "",
    ) -> Arrival:
        """Return a sealed answer as it is once opened; ``file`` makes it a copy of another."""
        sheet = AnswerSheet(
            round_id=self.round_id,
            employee_no=number,
            kana=NAMES.get(number, "") if kana is None else kana,
            job_title="主事",
            account="",
            counter=counter,
            answers=dict.fromkeys(self.codes, step),
            program_version="1",
            sent_at_display="",
        )
        public = (key or number.encode()).ljust(32, b"-")
        content = f"{number} {counter} {step} {public!r}"
        mark = Mark(public, counter, hashlib.sha256(content.encode()).hexdigest())
        name = file or f"{next(self._files):016}"
        digest = hashlib.sha256(f"{name} {content}".encode()).hexdigest()
        return Arrival(
            f"{name}.kaitou", digest, claim=OpenedAnswer(sheet, public, mark), data=b"KTU"
        )

    def form(self, number: str, step: int, *, file: str = "") -> Arrival:
        """Return a filled form; the content depends on the answers alone, as the reader's does."""
        answers = dict.fromkeys(self.codes, step)
        content = hashlib.sha256(f"{number} {step}".encode()).hexdigest()
        name = file or f"{next(self._files):016}"
        digest = hashlib.sha256(f"{name} {content}".encode()).hexdigest()
        form = FilledForm(number, self.round_id, number, answers, content)
        return Arrival(f"{name}.xlsx", digest, number, claim=form)  # type: ignore[arg-type]

    def take(self, *arrivals: Arrival, today: date = TODAY) -> list[CollectedFile]:
        """Take arrivals in one collection."""
        taking = Taking(self.database, self.its(today))
        taking.take([[a] for a in arrivals if a.digest not in taking.known])
        return taking.collected

    def counting(self) -> dict[str, ResponseRecord]:
        """Return employee number → what counts."""
        with self.database.reading() as session:
            found = RESPONSES.values(session)
        return {r.employee_no: r for r in found if r.round_id == self.round_id}

    def steps(self) -> dict[str, int | None]:
        """Return employee number → the one step answered everywhere in what counts."""
        return {no: r.answers[self.codes[0]] for no, r in sorted(self.counting().items())}


MakeOffice = Callable[..., Office]


@pytest.fixture
def make_office(town: Take, database: Database, tmp_path: Path) -> Iterator[MakeOffice]:
    """Open a round of the town, strict or not, with its package written."""

    def make(*, is_strict: bool = False) -> Office:
        assert town
        record = open_round(
            database, round_order(is_strict=is_strict), tmp_path / f"調査{is_strict}"
        )
        hand_out(database, record.round_id)
        office = Office(database, record.round_id, ())
        office.codes = tuple(item.code for item in office.its().questionnaire.answerable)
        return office

    return make


@pytest.fixture
def office(make_office: MakeOffice) -> Office:
    """Return a round in which no code is needed."""
    return make_office()

"""A round handed out: a package in a folder with inbox and receipts beside it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from skilltrack.domain.questionnaires.definition import (
    Category,
    Item,
    Origin,
    Questionnaire,
    Scale,
    ScaleStep,
)
from skilltrack.domain.rounds.definition import CourseOffer, RoundPackage
from skilltrack.domain.schemes import leaves
from skilltrack.domain.schemes.definition import Band, Scheme, Tier, TierRule
from skilltrack.exchange.answers import AnswerRejected, OpenedAnswer, open_answer
from skilltrack.exchange.packages import write_package
from skilltrack.exchange.sealing.keys import RoundKeys, new_round_keys, new_signing_key
from skilltrack.services.answering.profiles import Profile
from skilltrack.services.answering.session import AnswerSession, open_package

TODAY = date(2026, 9, 3)
ITEMS = tuple(f"X{number:02}" for number in range(1, 28))


def questionnaire() -> Questionnaire:
    return Questionnaire(
        id="trial",
        version=1,
        title="試しの調査票",
        explanation="",
        scale=Scale(tuple(ScaleStep(points, f"段階{points}") for points in range(4))),
        categories=(Category("x", "分野"),),
        items=tuple(Item(code, "x", "", code, Origin.OWN, courses=("K1",)) for code in ITEMS),
    )


def scheme() -> Scheme:
    half = leaves.CategoryAtLeast("half", "半分（目安）", "x", Fraction(1, 2))
    return Scheme(
        id="trial",
        version=1,
        name="試しの制度",
        explanation="",
        rule=TierRule.BY_POST,
        questionnaire="trial",
        bands=(Band("staff", "一般職員"),),
        roles=(),
        tiers=(Tier("staff", "一般職員", half, expected_bands=("staff",)),),
    )


@dataclass
class HandedOut:
    """What the personnel section has and what lies on the share."""

    share: Path
    keys: RoundKeys
    signing_key: bytes
    package: RoundPackage

    @property
    def path(self) -> Path:
        return self.share / "配布" / "調査.skilltrack"

    @property
    def inbox(self) -> Path:
        return self.share / "回収"

    @property
    def receipts(self) -> Path:
        return self.share / "受領"

    def files(self) -> list[Path]:
        return sorted(self.inbox.iterdir())

    def collected_by_name(self) -> dict[str, OpenedAnswer]:
        """Return file name → opened answer; a half-written file is left aside."""
        opened = {}
        for path in self.files():
            data = path.read_bytes()
            with suppress(AnswerRejected):
                opened[path.name] = open_answer(data, self.keys.private, self.package.round_id)
        return opened

    def collected(self) -> list[OpenedAnswer]:
        opened = self.collected_by_name()
        assert len(opened) == len(self.files())
        return sorted(opened.values(), key=lambda each: each.mark.counter)

    def hand_out(self, **changes: object) -> None:
        self.package = replace(self.package, **changes)  # type: ignore[arg-type]
        write_package(self.path, self.package, self.signing_key)


@pytest.fixture
def handed_out(tmp_path: Path) -> HandedOut:
    keys = new_round_keys()
    package = RoundPackage(
        round_id="r-2026-1",
        title="令和8年度 デジタルスキル調査",
        organisation="みずほ野市",
        contact="人事課",
        purpose="研修の計画に使います。",
        opens_on=date(2026, 9, 1),
        closes_on=date(2026, 9, 30),
        questionnaire=questionnaire(),
        schemes=(scheme(),),
        titles=(("主事", "staff"),),
        courses=(CourseOffer("K1", "研修"),),
        inbox="../回収",
        receipts="../受領",
        public_key=keys.public,
    )
    share = tmp_path / "共有"
    for name in ("配布", "回収", "受領"):
        (share / name).mkdir(parents=True)
    made = HandedOut(share, keys, new_signing_key(), package)
    made.hand_out()
    return made


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile(tmp_path / "profile")


Start = Callable[..., AnswerSession]


@pytest.fixture
def start(handed_out: HandedOut, profile: Profile) -> Iterator[Start]:
    """Open the package again and start a session; all are closed at the end."""
    with ExitStack() as stack:

        def _start(
            employee_no: str = "000123",
            kana: str = "ヨシダ ハナコ",
            job_title: str = "主事",
            *,
            today: date = TODAY,
            access_code: str = "",
            is_kana_corrected: bool = False,
            is_code_replaced: bool = False,
            at: Profile = profile,
        ) -> AnswerSession:
            return stack.enter_context(
                AnswerSession.start(
                    open_package(handed_out.path, at),
                    employee_no,
                    kana,
                    job_title,
                    at,
                    today=today,
                    access_code=access_code,
                    is_kana_corrected=is_kana_corrected,
                    is_code_replaced=is_code_replaced,
                )
            )

        yield _start

"""Practices (DX実践): stages and their days, reviews in words, awards, consent, a year's sums.

Nothing here makes a score of a practice: words are shown, stages are dated, and only the body as a
whole is summed up by year.

Source: facts/domain.md §3.1 (福井県 ④, クレドアワード), §3.3 (袋井市), §8.1.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.organisation import Practice, PracticeStage

STAGES = tuple(PracticeStage)
"""From the first to the last."""

TAKEN_OVER = "taken_over"
"""The aspect under which a department says what it took over of a practice (横展開先)."""

REVIEWED_FROM = PracticeStage.CARRIED_OUT
"""Others can only judge what has been carried out; ours."""

OPEN_STAGES = frozenset(STAGES[STAGES.index(REVIEWED_FROM) :])
"""The stages at which others can judge a practice."""

_ID_CHARACTERS = 10
_ONLY_MARKS = re.compile(r"[\d\s.,/:%+\-~〜★☆◎○●◯△▲×✕✓点位級段階]+")


def derived_id(department: str, title: str) -> str:
    """Return the id of a practice that only a file named: the same for department and title."""
    text = f"{department}\n{title}".encode()
    return f"p-{sha256(text).hexdigest()[:_ID_CHARACTERS]}"


def free_id(department: str, title: str, taken: Iterable[str]) -> str:
    """Return the derived id, numbered where another practice has it already."""
    known = frozenset(taken)
    first = derived_id(department, title)
    found, number = first, 2
    while found in known:
        found, number = f"{first}-{number}", number + 1
    return found


@dataclass(frozen=True, slots=True)
class StageDay:
    """The day on which a practice reached a stage."""

    practice_id: str
    stage: PracticeStage
    on: date


@dataclass(frozen=True, slots=True)
class PracticeEntry:
    """A practice as a line of a file brings it, with the days of the stages it names."""

    practice: Practice
    days: tuple[tuple[PracticeStage, date], ...] = ()


def first_day(days: Iterable[StageDay], stage: PracticeStage) -> date | None:
    """Return the first day of a stage, for which a later one stands too; None without any."""
    least = STAGES.index(stage)
    return min((one.on for one in days if STAGES.index(one.stage) >= least), default=None)


def stage_on(stated: PracticeStage, days: Sequence[StageDay], on: date) -> PracticeStage | None:
    """Return the stage on a day; None where the practice had not begun.

    Args:
        stated: The stage as recorded, which holds where no day of any stage is.
        days: The days of its stages.
        on: The day.
    """
    if not days:
        return stated
    reached = [one.stage for one in days if one.on <= on]
    return max(reached, key=STAGES.index, default=None)


def misplaced(days: Iterable[StageDay]) -> tuple[StageDay, StageDay] | None:
    """Return an earlier stage and a later one that was reached before it; None where none is."""
    ordered = sorted(days, key=lambda one: STAGES.index(one.stage))
    for number, earlier in enumerate(ordered):
        for later in ordered[number + 1 :]:
            if later.on < earlier.on:
                return earlier, later
    return None


@dataclass(frozen=True, slots=True)
class PeerReview:
    """What a department says of another one's practice: aspect → words.

    ``employee_no`` is who wrote it, '' where the personnel section entered it for the department.
    """

    practice_id: str
    department: str
    on: date
    views: Mapping[str, str]
    employee_no: str = ""

    @property
    def taken_over(self) -> str:
        """Return what the department took over; '' for nothing."""
        return self.views.get(TAKEN_OVER, "")

    @property
    def words(self) -> Mapping[str, str]:
        """Return what is said of the practice itself."""
        return {aspect: text for aspect, text in self.views.items() if aspect != TAKEN_OVER}


def is_only_marks(text: str) -> bool:
    """Tell whether a text is points, stars or marks and no words: a practice is never scored."""
    return _ONLY_MARKS.fullmatch(unicodedata.normalize("NFKC", text).strip()) is not None


class AwardState(StrEnum):
    """How far a nomination has come."""

    CANDIDATE = "candidate"  # 候補
    NOMINATED = "nominated"  # 推薦
    AWARDED = "awarded"  # 表彰
    NOT_AWARDED = "not_awarded"  # 選外


AWARD_STEPS: Mapping[AwardState | None, tuple[AwardState, ...]] = {
    None: (AwardState.CANDIDATE, AwardState.NOMINATED),
    AwardState.CANDIDATE: (AwardState.NOMINATED, AwardState.NOT_AWARDED),
    AwardState.NOMINATED: (AwardState.AWARDED, AwardState.NOT_AWARDED),
    AwardState.AWARDED: (),
    AwardState.NOT_AWARDED: (),
}
"""State → what may follow; None is a practice that is no candidate yet."""


@dataclass(frozen=True, slots=True)
class AwardNomination:
    """A practice as a candidate for an award of a fiscal year; ``on`` is the day of the state."""

    practice_id: str
    fiscal_year: int
    award: str
    state: AwardState
    reason: str
    on: date

    @property
    def key(self) -> tuple[str, int, str]:
        """Return what it is known by."""
        return self.practice_id, self.fiscal_year, self.award


@dataclass(frozen=True, slots=True)
class PracticeConsent:
    """What a participant said about the use of a practice for appraisal (人事評価).

    Source: facts/domain.md §6.7 (袋井市: only if wished).
    """

    practice_id: str
    employee_no: str
    consents: bool
    on: date


@dataclass(frozen=True, slots=True)
class PracticeFacts:
    """What the sums of a year are made of."""

    practice_id: str
    stage: PracticeStage
    days: tuple[StageDay, ...]
    participants: tuple[str, ...]
    effect_hours: float | None
    effect_cases: int | None


@dataclass(frozen=True, slots=True)
class YearSum:
    """What the whole body did in a fiscal year; ``fiscal_year`` None: no day is recorded.

    ``reached`` is stage → practices that first reached it in the year, ids in order; ``people``
    took part in one that was proposed in it. ``hours`` and ``cases`` are per year as stated by
    those that were first carried out in it, None where nobody stated any; ``unstated`` of those
    state neither.
    """

    fiscal_year: int | None
    reached: Mapping[PracticeStage, tuple[str, ...]]
    people: frozenset[str]
    hours: float | None
    cases: int | None
    unstated: int


def year_sums(practices: Iterable[PracticeFacts], until: date) -> tuple[YearSum, ...]:
    """Sum up by fiscal year until a day, newest first; practices without a day come last."""
    by_year: dict[int | None, dict[PracticeStage, list[PracticeFacts]]] = {}
    for one in practices:
        for stage in STAGES:
            if one.days:
                first = first_day(one.days, stage)
                if first is None or first > until:
                    continue
                year: int | None = FiscalYear.of(first).year
            elif STAGES.index(stage) <= STAGES.index(one.stage):
                year = None
            else:
                continue
            by_year.setdefault(year, {}).setdefault(stage, []).append(one)
    years = sorted((year for year in by_year if year is not None), reverse=True)
    undated = [None] if None in by_year else []
    return tuple(_sum(year, by_year[year]) for year in [*years, *undated])


def _sum(year: int | None, reached: Mapping[PracticeStage, Sequence[PracticeFacts]]) -> YearSum:
    done = reached.get(PracticeStage.CARRIED_OUT, ())
    hours = [one.effect_hours for one in done if one.effect_hours is not None]
    cases = [one.effect_cases for one in done if one.effect_cases is not None]
    return YearSum(
        year,
        {
            stage: tuple(sorted(one.practice_id for one in reached.get(stage, ())))
            for stage in STAGES
        },
        frozenset(
            number for one in reached.get(PracticeStage.PROPOSED, ()) for number in one.participants
        ),
        sum(hours) if hours else None,
        sum(cases) if cases else None,
        sum(1 for one in done if one.effect_hours is None and one.effect_cases is None),
    )

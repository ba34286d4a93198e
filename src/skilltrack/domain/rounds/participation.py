"""Who has answered a round by when, and whom to chase."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from skilltrack.domain.inclusion import AskedCoverage
from skilltrack.domain.rounds.definition import Asked
from skilltrack.domain.tally import Tally

GAIN_PERIOD = timedelta(hours=24)
"""Over how long the newest answers are counted apart."""


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """When the first answer of a person whose answer counts was taken.

    ``on`` is the day that was given to collecting, ``at`` the aware instant of the change.
    """

    employee_no: str
    on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Unit:
    """A department by which a round is followed, as it was called on the opening day."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class UnitParticipation:
    """One unit: how many of those asked had answered by the end of each day.

    ``answered`` has one cumulative count per day of the participation. ``gained`` counts the
    first answers taken in the 24 hours before it was read.
    """

    unit: Unit
    due: int
    answered: tuple[int, ...]
    gained: int

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """Return answered of asked, one per day."""
        return tuple(Tally(count, self.due) for count in self.answered)

    @property
    def now(self) -> Tally:
        """Return answered of asked on the last day."""
        return Tally(self.answered[-1], self.due)


@dataclass(frozen=True, slots=True)
class Participation:
    """A round as it was answered, unit by unit and day by day.

    ``days`` run from the opening day, without a gap, to the present day or, where that is
    earlier, to the later of the closing day and the last first answer; there is at least one.
    ``units`` by code. ``total`` counts everybody asked; its unit has an empty code and name.
    """

    round_id: str
    title: str
    opens_on: date
    closes_on: date
    days: tuple[date, ...]
    units: tuple[UnitParticipation, ...]
    total: UnitParticipation

    @property
    def without_answer(self) -> tuple[Unit, ...]:
        """Return the units of which nobody has answered yet."""
        return tuple(one.unit for one in self.units if one.now.done == 0)


def days_followed(
    opens_on: date, closes_on: date, today: date, answers: Iterable[FirstAnswer]
) -> tuple[date, ...]:
    """Return the days of a participation; see there."""
    end = max([closes_on, *(answer.on for answer in answers)])
    count = (min(today, end) - opens_on).days + 1
    return tuple(opens_on + timedelta(days=offset) for offset in range(max(1, count)))


def followed(
    unit: Unit,
    people: Iterable[str],
    answers: Mapping[str, FirstAnswer],
    days: tuple[date, ...],
    now: datetime,
) -> UnitParticipation:
    """Count how a group of people answered.

    Args:
        unit: What the group is called.
        people: The numbers of everybody asked in it.
        answers: Employee number → first answer; an answer taken before the first day counts on it.
        days: The days, ascending.
        now: The aware instant up to which the newest answers are counted.
    """
    numbers = frozenset(people)
    found = [answers[number] for number in numbers if number in answers]
    return UnitParticipation(
        unit,
        len(numbers),
        tuple(sum(answer.on <= day for answer in found) for day in days),
        sum(now - GAIN_PERIOD < answer.at <= now for answer in found),
    )


def people_by_unit(
    asked: Iterable[Asked], units: Mapping[str, str | None]
) -> Mapping[str, tuple[Asked, ...]]:
    """Return the people asked by the unit that counts them.

    Args:
        asked: Everybody asked.
        units: Department code → code of its evaluation unit; people without one are counted
            under their own department.

    Returns:
        Unit code → people, by code.
    """
    groups: dict[str, list[Asked]] = {}
    for person in asked:
        groups.setdefault(units.get(person.department) or person.department, []).append(person)
    return {code: tuple(groups[code]) for code in sorted(groups)}


class ReplyState(StrEnum):
    """How far a person who counts as not answered has come."""

    OUTSTANDING = "outstanding"  # 未回答
    WAITING = "waiting"  # 回答あり・確認待ち: something arrived on which nobody decided yet
    AWAY = "away"  # 休職・退職など: not at work on the day, so that chasing is of no use


@dataclass(frozen=True, slots=True)
class Owing:
    """A person asked whose answer does not count yet; the department is that of the opening day.

    ``unit`` is the code of the unit under which the person is counted.
    """

    employee_no: str
    name: str
    kana: str
    unit: str
    department_name: str
    state: ReplyState


@dataclass(frozen=True, slots=True)
class UnitChase:
    """A unit with its answers and with everybody who owes one, by department, kana, number."""

    unit: Unit
    answered: Tally
    gained: int
    people: tuple[Owing, ...]

    def count(self, state: ReplyState) -> int:
        """Return how many people are in a state."""
        return sum(person.state is state for person in self.people)

    @property
    def outstanding(self) -> int:
        """Return how many people there are to chase."""
        return self.count(ReplyState.OUTSTANDING)


@dataclass(frozen=True, slots=True)
class Chase:
    """Everything a reminder of a round needs, as it stood on the day ``on``.

    ``handed_out`` and ``inbox`` are the folders from which staff take the round and into which
    they answer. ``units`` by code; ``total`` covers them all and carries everybody. ``counted`` is
    whom the round asks and whom not.
    """

    title: str
    organisation: str
    purpose: str
    contact: str
    closes_on: date
    is_strict: bool
    on: date
    handed_out: str
    inbox: str
    units: tuple[UnitChase, ...]
    total: UnitChase
    counted: AskedCoverage

    @property
    def days_left(self) -> int:
        """Return the days to the closing day; 0 on it."""
        return (self.closes_on - self.on).days


@dataclass(frozen=True, slots=True)
class DueReminder:
    """A day for reminding that has come without a list of whom to chase being written since."""

    round_id: str
    title: str
    day: date
    outstanding: int

"""Attempts at national exams over three years, with fails, passes and resits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.organisation import EmploymentType
from skilltrack.services.demonstration.chance import Chance, happens, near
from skilltrack.services.demonstration.people import Person
from skilltrack.services.demonstration.tables import Row, Table

IT_PASSPORT = "ITパスポート試験"
_OTHERS = (("情報セキュリティマネジメント試験", 0.3), ("基本情報技術者試験", 1.0))
"""Exams of which only pass or fail is reported, each with the aptitude it takes."""

_PASS_TOTAL, _PASS_FIELD = 600, 300
"""Source: facts §4."""
_WEIGHTS = (0.35, 0.20, 0.45)
"""Shares of the questions of the three fields (Source: facts §4)."""
_STEP = 5
_LARGEST_SCORE = 1_000
_NOT_SITTING = frozenset([EmploymentType.FISCAL_YEAR, EmploymentType.SPECIAL_SERVICE])
_FIRST_SITTING_SHARE = 0.18
_RESIT_SHARE = 0.62
_OTHER_SHARE = 0.02
_YEARS_BACK = 2


@dataclass(frozen=True, slots=True)
class Sitting:
    """One attempt; ``scores`` are the total and the three fields, empty where none is reported."""

    on: date
    employee_no: str
    exam: str
    scores: tuple[int, int, int, int] | None = None
    is_pass: bool | None = None


def sittings(
    chance: Chance, people: Sequence[Person], fiscal_year: FiscalYear
) -> tuple[Sitting, ...]:
    """Return every attempt from two years before the fiscal year to its end."""
    start = date(fiscal_year.year - _YEARS_BACK, 4, 1)
    careers = _memorable_careers(chance, people, fiscal_year)
    result = [sitting for career in careers.values() for sitting in career]
    for person in people:
        if person.employee_no in careers or person.employment_type in _NOT_SITTING:
            continue
        if happens(chance, _FIRST_SITTING_SHARE * (1 + 0.4 * person.aptitude)):
            result += _career(chance, person, start, fiscal_year.last_day)
        result += _other_sittings(chance, person, start, fiscal_year.last_day)
    return tuple(result)


def _career(chance: Chance, person: Person, start: date, end: date) -> list[Sitting]:
    """Sit until passed or discouraged; each resit finds the person better prepared."""
    on = _day(chance, person, start, end)
    if on is None:
        return []
    made = []
    preparation = 0.0
    while on is not None:
        scores = _scores(chance, person.aptitude + preparation)
        made.append(Sitting(on, person.employee_no, IT_PASSPORT, scores))
        if is_enough(scores) or not happens(chance, _RESIT_SHARE):
            break
        preparation += 0.4
        resit = on + timedelta(days=chance.randint(25, 200))
        on = resit if resit <= end and person.is_at_work_on(resit) else None
    return made


def is_enough(scores: tuple[int, int, int, int]) -> bool:
    """Return whether total and fields reach the pass marks."""
    return scores[0] >= _PASS_TOTAL and min(scores[1:]) >= _PASS_FIELD


def _scores(chance: Chance, ability: float) -> tuple[int, int, int, int]:
    level = 600 + 75 * ability
    fields = [near(chance, level + chance.gauss(0, 55), 70, 100, 980) for _ in _WEIGHTS]
    total = sum(weight * field for weight, field in zip(_WEIGHTS, fields, strict=True))
    return (_stepped(total), _stepped(fields[0]), _stepped(fields[1]), _stepped(fields[2]))


def _stepped(score: float) -> int:
    return min(_LARGEST_SCORE, _STEP * round(score / _STEP))


def _day(chance: Chance, person: Person, start: date, end: date) -> date | None:
    """Draw a day on which the person was at work; exams are held all the year round."""
    first = max(start, person.hired_on + timedelta(days=60))
    last = min(end, person.last_day or end)
    if first > last:
        return None
    on = first + timedelta(days=chance.randrange((last - first).days + 1))
    return on if person.is_at_work_on(on) else None


def _other_sittings(chance: Chance, person: Person, start: date, end: date) -> list[Sitting]:
    made = []
    for exam, needed in _OTHERS:
        is_candidate = person.aptitude > needed - 0.5 or person.occupation == "情報"
        if is_candidate and happens(chance, _OTHER_SHARE):
            on = _day(chance, person, start, end)
            if on is not None:
                is_pass = person.aptitude + chance.gauss(0, 0.6) > needed
                made.append(Sitting(on, person.employee_no, exam, None, is_pass))
    return made


def _memorable_careers(
    chance: Chance, people: Sequence[Person], fiscal_year: FiscalYear
) -> Mapping[str, tuple[Sitting, ...]]:
    """Make three careers worth looking at; employee number → attempts.

    A total of 640 fails on one field of 290 and is resat with success (Source: facts §8.2); the
    exam is sat again after a pass, and with a lower result; another exam is failed, then passed.
    """
    year = fiscal_year.year
    candidates = [
        person.employee_no
        for person in people
        if person.employment_type is EmploymentType.REGULAR
        and not person.leaves
        and person.last_day is None
        and person.hired_on <= date(year - _YEARS_BACK, 4, 1)
    ]
    failed, again, engineer = chance.sample(candidates, 3)
    other = _OTHERS[-1][0]
    return {
        failed: (
            Sitting(date(year - 1, 6, 14), failed, IT_PASSPORT, (640, 290, 655, 780)),
            Sitting(date(year - 1, 9, 20), failed, IT_PASSPORT, (690, 585, 640, 745)),
        ),
        again: (
            Sitting(date(year - 2, 11, 9), again, IT_PASSPORT, (655, 610, 590, 705)),
            Sitting(date(year - 1, 12, 6), again, IT_PASSPORT, (585, 560, 540, 620)),
        ),
        engineer: (
            Sitting(date(year - 2, 7, 27), engineer, other, None, is_pass=False),
            Sitting(date(year - 1, 2, 8), engineer, other, None, is_pass=True),
        ),
    }


def exams_table(made: Sequence[Sitting], as_of: date) -> Table:
    """Return one row per attempt until ``as_of``, in order of day and employee number."""
    rows: list[Row] = []
    for sitting in sorted(made, key=lambda each: (each.on, each.employee_no, each.exam)):
        if sitting.on > as_of:
            continue
        scores: Row = (None,) * 4 if sitting.scores is None else sitting.scores
        word = None if sitting.is_pass is None else "合格" if sitting.is_pass else "不合格"
        rows.append((sitting.employee_no, sitting.exam, sitting.on, *scores, word))
    headings = ("職員番号", "試験", "受験日", "総合評価点")
    fields = ("ストラテジ系", "マネジメント系", "テクノロジ系", "合否")
    return Table((*headings, *fields), tuple(rows))

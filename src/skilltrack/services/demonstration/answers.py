"""Answers to a questionnaire, drawn from the latent skill of each person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from skilltrack.domain.answers import Answers
from skilltrack.domain.questionnaires import (
    Item,
    Questionnaire,
)
from skilltrack.services.demonstration.chance import Chance, happens
from skilltrack.services.demonstration.organisation import Organisation
from skilltrack.services.demonstration.people import Person
from skilltrack.services.demonstration.titles import MANAGEMENT, PROJECT_LEADER, STAFF

_RESPONSE_OUTSIDE_UNITS = 0.9
_RESPONSE_WITHOUT_TERMINAL = 0.9
_FIELD_DEVIATION = 0.45
_ITEM_DEVIATION = 0.6
_MOMENT_DEVIATION = 0.5
_STEP_WIDTH = 0.95
_GAPS_SHARE = 0.04
_MOST_GAPS = 4
_NOT_APPLICABLE_SHARE = 0.012
_NOT_APPLICABLE_WITHOUT_TERMINAL = 0.10

_SHIFTS: Mapping[str, Mapping[str, float]] = {
    MANAGEMENT: {"basic_terms": 0.5, "excel": -0.35, "tools": -0.25, "security": 0.4},
    PROJECT_LEADER: {"basic_terms": 0.25, "statistics": 0.1, "security": 0.2},
    STAFF: {"excel": 0.1, "tools": 0.15},
}
"""Rank band → field → shift of the latent skill; other fields are not shifted."""
_FIELD_LEVEL: Mapping[str, float] = {"statistics": -0.35, "security": 0.45, "excel": 0.1}


@dataclass(frozen=True, slots=True)
class AnswerPlan:
    """What one person will answer; ``account`` is empty without a terminal of one's own.

    In ``answers`` None is 該当しない and a missing item a gap.
    """

    employee_no: str
    kana: str
    job_title: str
    account: str
    answers: Answers


def answer_plans(
    chance: Chance,
    organisation: Organisation,
    people: Sequence[Person],
    questionnaire: Questionnaire,
    as_of: date,
) -> tuple[AnswerPlan, ...]:
    """Return a plan for each person at work on a day who answers, by employee number."""
    units = organisation.units_by_code
    difficulty = {item.code: chance.gauss(0, _ITEM_DEVIATION) for item in questionnaire.items}
    plans = []
    for person in sorted(people, key=lambda each: each.employee_no):
        answers = _answers(chance, person, questionnaire, difficulty)
        unit = person.post_on(as_of).unit
        share = _RESPONSE_OUTSIDE_UNITS if unit is None else units[unit].response
        share *= 1 if person.account else _RESPONSE_WITHOUT_TERMINAL
        if happens(chance, share) and person.is_at_work_on(as_of):
            plans.append(
                AnswerPlan(
                    employee_no=person.employee_no,
                    kana=person.kana,
                    job_title=person.title,
                    account=person.account or "",
                    answers=answers,
                )
            )
    return tuple(plans)


def _answers(
    chance: Chance,
    person: Person,
    questionnaire: Questionnaire,
    difficulty: Mapping[str, float],
) -> Answers:
    """Answer every item; answers of one field hang together through the skill in that field."""
    shifts = _SHIFTS[person.band]
    skills = {
        category.code: person.aptitude
        + shifts.get(category.code, 0)
        + _FIELD_LEVEL.get(category.code, 0)
        + chance.gauss(0, _FIELD_DEVIATION)
        for category in questionnaire.categories
    }
    steps = len(questionnaire.scale.steps)
    share = _NOT_APPLICABLE_SHARE if person.account else _NOT_APPLICABLE_WITHOUT_TERMINAL
    can_pass = questionnaire.scale.allows_not_applicable
    answers: dict[str, int | None] = {}
    for item in questionnaire.items:
        if can_pass and happens(chance, share):
            answers[item.code] = None
            continue
        felt = skills[item.category] - difficulty[item.code] + chance.gauss(0, _MOMENT_DEVIATION)
        answers[item.code] = _step(felt, steps)
    for item in _gaps(chance, questionnaire.items):
        del answers[item.code]
    return answers


def _step(felt: float, steps: int) -> int:
    """Place a feeling on the scale; the middle of the scale is felt as 0."""
    return min(steps - 1, max(0, round(felt / _STEP_WIDTH + (steps - 1) / 2)))


def _gaps(chance: Chance, items: Sequence[Item]) -> Sequence[Item]:
    if not happens(chance, _GAPS_SHARE):
        return ()
    return chance.sample(items, min(len(items), chance.randint(1, _MOST_GAPS)))

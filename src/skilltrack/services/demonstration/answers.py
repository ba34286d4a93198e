"""Answers to a questionnaire, drawn from the latent skill of each person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from skilltrack.domain.questionnaires.answers import Answers, Comments
from skilltrack.domain.questionnaires.definition import Item, ItemKind, Questionnaire
from skilltrack.services.demonstration.chance import Chance, happens
from skilltrack.services.demonstration.organisation import Organisation
from skilltrack.services.demonstration.people import Person
from skilltrack.services.demonstration.questionnaire import COMMENTS
from skilltrack.services.demonstration.titles import MANAGEMENT, PROJECT_LEADER, STAFF

_RESPONSE_OUTSIDE_UNITS = 0.9
_RESPONSE_WITHOUT_TERMINAL = 0.9
_FIELD_DEVIATION = 0.45
_ITEM_DEVIATION = 0.6
_MOMENT_DEVIATION = 0.5
_STEP_WIDTH = 0.95
_GAPS_SHARE = 0.04
_COMMENT_SHARE = 0.12
_ELSEWHERE_EVERY, _ELSEWHERE_FIRST = 90, 11
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

    In ``answers`` None is 該当しない and a missing item a gap. ``is_from_elsewhere``: the person
    sends once more, from a terminal that nobody knows yet.
    """

    employee_no: str
    kana: str
    job_title: str
    account: str
    answers: Answers
    comments: Comments
    is_from_elsewhere: bool = False


def difficulties(chance: Chance, *questionnaires: Questionnaire) -> Mapping[str, float]:
    """Draw how hard each item feels; an item that is asked again feels as hard again."""
    codes = dict.fromkeys(item.code for asked in questionnaires for item in asked.items)
    return {code: chance.gauss(0, _ITEM_DEVIATION) for code in codes}


def answer_plans(
    chance: Chance,
    organisation: Organisation,
    people: Sequence[Person],
    questionnaire: Questionnaire,
    difficulty: Mapping[str, float],
    as_of: date,
    growth: float = 0.0,
) -> tuple[AnswerPlan, ...]:
    """Return a plan for each person at work on a day who answers, by employee number.

    Args:
        chance: Where the answers are drawn from.
        organisation: The departments, with how readily they answer.
        people: Everybody.
        questionnaire: What is asked.
        difficulty: Item code → how much harder it feels than the middle, in deviations.
        as_of: The day.
        growth: What is added to everybody's skill, in deviations; below 0 for an earlier time.
    """
    units = organisation.units_by_code
    plans: list[AnswerPlan] = []
    for person in sorted(people, key=lambda each: each.employee_no):
        answers = _answers(chance, person, questionnaire, difficulty, growth)
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
                    comments=_comments(chance, questionnaire),
                    is_from_elsewhere=len(plans) % _ELSEWHERE_EVERY == _ELSEWHERE_FIRST,
                )
            )
    return tuple(plans)


def _answers(
    chance: Chance,
    person: Person,
    questionnaire: Questionnaire,
    difficulty: Mapping[str, float],
    growth: float,
) -> Answers:
    """Answer every item; answers of one field hang together through the skill in that field."""
    shifts = _SHIFTS[person.band]
    skills = {
        category.code: person.aptitude
        + growth
        + shifts.get(category.code, 0)
        + _FIELD_LEVEL.get(category.code, 0)
        + chance.gauss(0, _FIELD_DEVIATION)
        for category in questionnaire.categories
    }
    share = _NOT_APPLICABLE_SHARE if person.account else _NOT_APPLICABLE_WITHOUT_TERMINAL
    answers: dict[str, int | None] = {}
    for item in questionnaire.answerable:
        if questionnaire.allows_not_applicable(item) and happens(chance, share):
            answers[item.code] = None
            continue
        felt = skills[item.category] - difficulty[item.code] + chance.gauss(0, _MOMENT_DEVIATION)
        if item.kind is ItemKind.CHOICE:
            answers[item.code] = _choice(chance, item, felt)
        else:
            answers[item.code] = _step(felt, len(questionnaire.labels_of(item)))
    for item in _gaps(chance, questionnaire.answerable):
        del answers[item.code]
    return answers


def _step(felt: float, steps: int) -> int:
    """Place a feeling on the scale; the middle of the scale is felt as 0."""
    return min(steps - 1, max(0, round(felt / _STEP_WIDTH + (steps - 1) / 2)))


def _choice(chance: Chance, item: Item, felt: float) -> int:
    """Choose rightly the more probably, the better one feels; the middle is a little over half."""
    right = next(n for n, choice in enumerate(item.choices) if choice.is_right)
    if happens(chance, min(0.97, max(0.1, 0.55 + 0.22 * felt))):
        return right
    return chance.choice([n for n in range(len(item.choices)) if n != right])


def _comments(chance: Chance, questionnaire: Questionnaire) -> Comments:
    return {
        item.code: chance.choice(COMMENTS)
        for item in questionnaire.items
        if item.kind is ItemKind.COMMENT and happens(chance, _COMMENT_SHARE)
    }


def _gaps(chance: Chance, items: Sequence[Item]) -> Sequence[Item]:
    if not happens(chance, _GAPS_SHARE):
        return ()
    return chance.sample(items, min(len(items), chance.randint(1, _MOST_GAPS)))

from collections import defaultdict
from datetime import date
from statistics import correlation, mean

from invented import QUESTIONNAIRE, invent

from skilltrack.domain.intake import ImportKind
from skilltrack.domain.questionnaires.definition import category_scores
from skilltrack.services.demonstration import Municipality


def _roster(city: Municipality) -> dict[str, dict[str, object]]:
    table = city.transfers[-1].table
    people = (dict(zip(table.headings, row, strict=True)) for row in table.rows)
    return {str(person["職員番号"]): person for person in people}


def test_most_people_in_post_answer_and_nobody_else(city: Municipality) -> None:
    people = _roster(city)
    plans = {plan.employee_no: plan for plan in city.answer_plans}
    assert len(plans) == len(city.answer_plans)
    for number, plan in plans.items():
        assert people[number]["退職日"] is None
        assert (plan.kana, plan.job_title) == (people[number]["フリガナ"], people[number]["職名"])
        assert plan.account == (people[number]["アカウント"] or "")
    in_post = [
        person
        for person in people.values()
        if person["退職日"] is None and person["状態"] == "在職"
    ]
    assert 0.83 <= len(plans) / len(in_post) <= 0.93


def test_the_share_of_answers_differs_by_department(city: Municipality) -> None:
    answered: dict[str, list[bool]] = defaultdict(list)
    plans = {plan.employee_no for plan in city.answer_plans}
    for number, person in _roster(city).items():
        if person["退職日"] is None:
            answered[str(person["所属コード"])[:4]].append(number in plans)
    shares = [mean(each) for each in answered.values() if len(each) >= 8]
    assert max(shares) - min(shares) > 0.15


def test_answers_fit_the_questionnaire(city: Municipality) -> None:
    codes = {item.code for item in QUESTIONNAIRE.items}
    values = set()
    for plan in city.answer_plans:
        assert plan.answers.keys() <= codes
        values.update(plan.answers.values())
    assert values == {None, 0, 1, 2, 3}


def test_a_few_people_leave_gaps(city: Municipality) -> None:
    short = [plan for plan in city.answer_plans if len(plan.answers) < len(QUESTIONNAIRE.items)]
    assert 0 < len(short) < len(city.answer_plans) * 0.1


def test_answers_of_one_field_hang_together(city: Municipality) -> None:
    def linked(one: str, other: str) -> float:
        pairs = [
            (first, second)
            for plan in city.answer_plans
            for first, second in [(plan.answers.get(one), plan.answers.get(other))]
            if first is not None and second is not None
        ]
        return correlation([first for first, _ in pairs], [second for _, second in pairs])

    within = linked("excel-0", "excel-1")
    across = linked("excel-0", "statistics-1")
    assert within > 0.5
    assert 0.2 < across < within


def test_the_digital_office_knows_more_than_the_nursery() -> None:
    city = invent(2_000)
    offices = {row[0]: row[1] for row in city.tables[ImportKind.DEPARTMENTS].rows}
    people = _roster(city)
    ratios: dict[object, list[float]] = defaultdict(list)
    for plan in city.answer_plans:
        office = offices[str(people[plan.employee_no]["所属コード"])[:4]]
        ratios[office] += [
            float(score.ratio)
            for score in category_scores(QUESTIONNAIRE, plan.answers)
            if score.ratio is not None
        ]
    assert mean(ratios["デジタル推進課"]) > mean(ratios["中央保育所"]) + 0.2


def test_only_people_at_work_on_the_day_answer() -> None:
    summer = {plan.employee_no for plan in invent(as_of=date(2026, 8, 20)).answer_plans}
    year_end = {plan.employee_no for plan in invent().answer_plans}
    assert summer - year_end
    assert year_end - summer

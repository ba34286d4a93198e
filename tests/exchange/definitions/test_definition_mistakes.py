from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from skilltrack.domain.problems import MachineFailure, Refusal, Severity
from skilltrack.exchange.definitions.documents import MAXIMUM_BYTES, read_toml
from skilltrack.exchange.definitions.exams import exam_from_json, load_exams
from skilltrack.exchange.definitions.questionnaires import (
    load_questionnaire,
    questionnaire_from_json,
)
from skilltrack.exchange.definitions.schemes import (
    check_scheme,
    definition_from_json,
    scheme_from_json,
)
from skilltrack.i18n.problems import all_sentences, sentence

Json = dict[str, Any]
Change = Callable[[Json], object]


class Told:
    """Collects what a reader says about a document: key path → problem code."""

    def __init__(self, read: Callable[[object], object], data: object) -> None:
        with pytest.raises(Refusal) as caught:
            read(data)
        self.problems = caught.value.problems
        self.pairs = [
            (problem.place.column, problem.code.removeprefix("definitions."))
            for problem in self.problems
        ]
        self.sentences = [sentence(problem) for problem in self.problems]


def item(document: Json) -> Any:
    return document["items"][0]


def tier(document: Json) -> Any:
    return document["tiers"][0]


def leaf(document: Json) -> Any:
    return tier(document)["gate"]["all"][0]


def course(document: Json) -> Any:
    return document["courses"][0]


def edition(document: Json) -> Any:
    return document["editions"][0]


def rule(document: Json) -> Any:
    return edition(document)["pass_rule"]["all"][0]


STEP = {"points": 1, "label": "できる"}
CHOICES = [{"code": "a", "label": "正", "is_right": True}, {"code": "b", "label": "誤"}]

QUESTIONNAIRE_MISTAKES: list[tuple[Change, str, str]] = [
    (lambda d: d.pop("title"), "title", "missing_key"),
    (lambda d: d.update(titel="x"), "titel", "unknown_key_near"),
    (lambda d: d.update(zzz="x"), "zzz", "unknown_key"),
    (lambda d: item(d).update(txt="x"), "items[E01].txt", "unknown_key_near"),
    (lambda d: item(d).update(text=5), "items[E01].text", "needs_text"),
    (lambda d: item(d).update(text=" \n"), "items[E01].text", "empty_text"),
    (lambda d: item(d).update(text="あ" * 2001), "items[E01].text", "text_too_long"),
    (lambda d: item(d).update(code="E 01"), "items[E 01].code", "bad_code"),
    (lambda d: item(d).update(code=7), "items[1].code", "needs_text"),
    (lambda d: item(d).update(origin="public"), "items[E01].origin", "not_one_of"),
    (lambda d: item(d).update(courses=["A B"]), "items[E01].courses[1]", "bad_course_code"),
    (lambda d: item(d).update(category="exel"), "items[E01].category", "unknown_category_near"),
    (lambda d: item(d).update(category="zzz"), "items[E01].category", "unknown_category"),
    (lambda d: d["items"].append(item(d)), "items[E01]", "duplicate_code"),
    (lambda d: d.update(items="x"), "items", "needs_list"),
    (lambda d: d.update(items=[]), "items", "too_few_entries"),
    (lambda d: d.update(items=[item(d)] * 501), "items", "too_many_entries"),
    (lambda d: d.update(items=["x"]), "items[1]", "needs_table"),
    (lambda d: d.update(version="1"), "version", "needs_integer"),
    (lambda d: d.update(version=True), "version", "needs_integer"),
    (lambda d: d.update(version=0), "version", "number_too_small"),
    (lambda d: d.update(version=10**9), "version", "number_too_large"),
    (
        lambda d: d["categories"].append({"code": "b", "name": "空"}),
        "categories[b]",
        "category_without_items",
    ),
    (lambda d: d["scale"]["steps"].pop(), "scale.steps", "too_few_entries"),
    (
        lambda d: d["scale"]["steps"][1].update(points=0),
        "scale.steps[2].points",
        "scale_not_ascending",
    ),
    (
        lambda d: d["scale"]["steps"][1].update(points=101),
        "scale.steps[2].points",
        "number_too_large",
    ),
    (
        lambda d: d["scale"].update(allows_not_applicable="yes"),
        "scale.allows_not_applicable",
        "needs_truth",
    ),
    (lambda d: item(d).update(kind="quiz"), "items[E01].kind", "not_one_of"),
    (lambda d: item(d).update(kind="comment"), "items", "nothing_to_answer"),
    (
        lambda d: item(d).update(scale={"steps": [STEP, STEP]}),
        "items[E01].scale.steps[2].points",
        "scale_not_ascending",
    ),
    (
        lambda d: item(d).update(kind="choice", choices=CHOICES, scale=d["scale"]),
        "items[E01].scale",
        "scale_without_rating",
    ),
    (
        lambda d: item(d).update(kind="choice", choices=CHOICES[:1]),
        "items[E01].choices",
        "too_few_choices",
    ),
    (
        lambda d: item(d).update(kind="choice", choices=[CHOICES[1], {**CHOICES[1], "code": "c"}]),
        "items[E01].choices",
        "right_and_wrong",
    ),
    (
        lambda d: item(d).update(kind="choice", choices=[*CHOICES, CHOICES[1]]),
        "items[E01].choices[b]",
        "duplicate_code",
    ),
    (lambda d: item(d).update(choices=CHOICES), "items[E01].choices", "choices_without_check"),
]

SCHEME_MISTAKES: list[tuple[Change, str, str]] = [
    (lambda d: d.update(rule="by_posts"), "rule", "not_one_of"),
    (lambda d: d.update(titles=["主事"]), "titles", "needs_table"),
    (lambda d: d["titles"].update(部長="staf"), "titles.部長", "unknown_band_near"),
    (lambda d: d["titles"].update(部長="x"), "titles.部長", "unknown_band"),
    (lambda d: d["bands"].append(d["bands"][0]), "bands[staff]", "duplicate_code"),
    (lambda d: d["roles"].append(d["roles"][0]), "roles[leader]", "duplicate_code"),
    (
        lambda d: tier(d).update(expected_bands=["stuff"]),
        "tiers[base].expected_bands",
        "unknown_band_near",
    ),
    (lambda d: tier(d).update(expected_role="x"), "tiers[base].expected_role", "unknown_role"),
    (lambda d: tier(d).update(expected_bands=[]), "tiers[base]", "tier_expected_of_nobody"),
    (lambda d: d.update(rule="earned"), "tiers[base]", "earned_tier_expected"),
    (lambda d: tier(d).update(medal="copper"), "tiers[base].medal", "not_one_of"),
    (
        lambda d: leaf(d).update(percent=101),
        "tiers[base].gate.all[excel].percent",
        "percent_out_of_range",
    ),
    (lambda d: leaf(d).update(percent=-1), "tiers[base].gate.all[excel].percent", "needs_number"),
    (
        lambda d: leaf(d).update(percent=float("nan")),
        "tiers[base].gate.all[excel].percent",
        "needs_number",
    ),
    (
        lambda d: leaf(d).update(percent="9e9"),
        "tiers[base].gate.all[excel].percent",
        "needs_number",
    ),
    (lambda d: leaf(d).update(percent=True), "tiers[base].gate.all[excel].percent", "needs_number"),
    (lambda d: leaf(d).update(percnt=6), "tiers[base].gate.all[excel].percnt", "unknown_key_near"),
    (lambda d: leaf(d).update(id="exam"), "tiers[base].gate.all[exam]", "duplicate_requirement"),
    (lambda d: tier(d).update(gate={"all": []}), "tiers[base].gate.all", "too_few_entries"),
    (
        lambda d: tier(d).update(gate={"any": [{}]}),
        "tiers[base].gate.any[1]",
        "unknown_requirement",
    ),
    (lambda d: tier(d).update(gate=[]), "tiers[base].gate", "unknown_requirement"),
    (
        lambda d: tier(d).update(gate={"at_least": 2, "of": [leaf(d)]}),
        "tiers[base].gate",
        "more_than_named",
    ),
    (
        lambda d: tier(d).update(gate={"at_least": 0, "of": [leaf(d)]}),
        "tiers[base].gate.at_least",
        "number_too_small",
    ),
    (
        lambda d: tier(d).update(gate={"id": "c", "label": "c", "courses": ["C-1"], "count": 2}),
        "tiers[base].gate",
        "more_than_named",
    ),
    (
        lambda d: tier(d).update(gate={"any": [{"id": "b", "label": "b", "band": ["boss"]}]}),
        "tiers[base].gate.any[b].band",
        "unknown_band",
    ),
    (
        lambda d: tier(d).update(gate={"id": "r", "label": "r", "role": "leder"}),
        "tiers[base].gate.role",
        "unknown_role_near",
    ),
    (
        lambda d: tier(d).update(gate={"id": "s", "label": "s", "score": "total", "points": 1}),
        "tiers[base].gate",
        "score_outside_exam",
    ),
    (
        lambda d: d["tiers"].append({**tier(d), "code": "two", "gate": {**leaf(d), "id": "z"}}),
        "tiers",
        "band_in_two_tiers",
    ),
    (lambda d: course(d).update(hours="two"), "courses[C-1].hours", "needs_number"),
    (lambda d: course(d).update(hours=float("inf")), "courses[C-1].hours", "needs_number"),
    (lambda d: course(d).update(bands=["x"]), "courses[C-1].bands", "unknown_band"),
    (lambda d: d["courses"].append(course(d)), "courses[C-1]", "course_row_twice"),
    (
        lambda d: d["courses"].append({**course(d), "kind": "elective", "name": "別"}),
        "courses[C-1]",
        "course_with_two_names",
    ),
    (lambda d: d["evaluation"].update(leader_role="x"), "evaluation.leader_role", "unknown_role"),
    (
        lambda d: d["evaluation"]["weights"].pop("leader"),
        "evaluation.weights.leader",
        "missing_key",
    ),
    (
        lambda d: d["evaluation"].update(counted_employment_types=["正規"]),
        "evaluation.counted_employment_types[1]",
        "not_one_of",
    ),
    (
        lambda d: d.update(inclusion={"required": {"bands_left_out": ["x"]}}),
        "inclusion.required.bands_left_out",
        "unknown_band",
    ),
    (
        lambda d: d.update(
            inclusion={"all": {"hired_from": "2026-04-01", "hired_until": "2020-04-01"}}
        ),
        "inclusion.required.hired_until",
        "hired_reversed",
    ),
    (
        lambda d: d.update(inclusion={"tiers": {"employment_types": []}}),
        "inclusion.tiers.employment_types",
        "too_few_entries",
    ),
]


def detail(**values: object) -> Change:
    return lambda d: course(d).update(detail=values)


def gated(**asked: object) -> Change:
    return lambda d: tier(d).update(gate={"id": "x", "label": "x", **asked})


def ladder(*levels: tuple[float, float | None], **values: object) -> Change:
    """Put a ladder into a document; levels are from and below."""
    rows = []
    for place, (start, end) in enumerate(levels):
        row: Json = {"code": f"l{place}", "name": "水準", "from": start}
        rows.append(row if end is None else {**row, "below": end})
    return lambda d: d.update(ladders=[{"id": "skill", "name": "水準", "levels": rows, **values}])


def both(*changes: Change) -> Change:
    def change(document: Json) -> None:
        for one in changes:
            one(document)

    return change


WHOLE = ladder((0, 30.5), (30.5, None))


def obligation(**values: object) -> Change:
    rule = {"id": "o", "name": "義務", "occasion": "once", "courses": ["C-1"], **values}
    kept = {key: value for key, value in rule.items() if value is not None}
    return lambda d: d.update(obligations=[kept])


def target(**values: object) -> Change:
    rule = {
        "id": "t",
        "name": "目標",
        "shape": "heads",
        "starts_on": "2026-04-01",
        "due_on": "2029-03-31",
        "measure": {"kind": "courses", "codes": ["C-1"]},
        "goal": 5,
        **values,
    }
    kept = {key: value for key, value in rule.items() if value is not None}
    return lambda d: d.update(targets=[kept])


LEVELS = "ladders[skill].levels"

PROGRAMME_MISTAKES: list[tuple[Change, str, str]] = [
    (gated(level="l1", ladder="skil"), "tiers[base].gate.ladder", "unknown_ladder"),
    (
        both(WHOLE, gated(level="l1", ladder="skil")),
        "tiers[base].gate.ladder",
        "unknown_ladder_near",
    ),
    (
        both(WHOLE, gated(level="ll1", ladder="skill")),
        "tiers[base].gate.level",
        "unknown_level_near",
    ),
    (both(WHOLE, gated(level="top", ladder="skill")), "tiers[base].gate.level", "unknown_level"),
    (gated(accredited="bas"), "tiers[base].gate.accredited", "unknown_tier_near"),
    (gated(accredited="zzz"), "tiers[base].gate.accredited", "unknown_tier"),
    (gated(hours="much"), "tiers[base].gate.hours", "needs_number"),
    (gated(career="hobby"), "tiers[base].gate.career", "not_one_of"),
    (ladder((0, 30), (30.5, None)), f"{LEVELS}[l1].from", "levels_apart"),
    (ladder((5, None)), f"{LEVELS}[l0].from", "levels_apart"),
    (ladder((0, 31), (30.5, None)), f"{LEVELS}[l1].from", "levels_overlap"),
    (ladder((0, 50), (50, 99)), f"{LEVELS}[l1].below", "level_not_to_the_top"),
    (ladder((0, None), (50, None)), f"{LEVELS}[l0].below", "level_without_end"),
    (ladder((0, 50), (50, 50), (50, None)), f"{LEVELS}[l1].below", "level_empty"),
    (
        lambda d: d["courses"].extend(
            [{**course(d), "kind": kind, "detail": {}} for kind in ("leader", "elective")]
        ),
        "courses[C-1].detail",
        "detail_twice",
    ),
    (
        detail(completion={"kind": "hours"}),
        "courses[C-1].detail.completion.hours",
        "completion_hours",
    ),
    (
        detail(completion={"kind": "test"}),
        "courses[C-1].detail.completion.score",
        "completion_score",
    ),
    (detail(renewed_by="C-2"), "courses[C-1].detail.renewed_by", "unknown_course_near"),
    (detail(modes=["radio"]), "courses[C-1].detail.modes[1]", "not_one_of"),
    (detail(audience={"bands": ["boss"]}), "courses[C-1].detail.audience.bands", "unknown_band"),
    (obligation(courses=None), "obligations[o]", "obligation_needs_courses"),
    (
        obligation(courses=None, catalogue="required"),
        "obligations[o].catalogue",
        "catalogue_not_yearly",
    ),
    (
        obligation(occasion="year_of_service"),
        "obligations[o].year_of_service",
        "obligation_year_of_service",
    ),
    (
        obligation(occasion="designation"),
        "obligations[o].audience.cohort",
        "designation_needs_cohort",
    ),
    (obligation(occasion="promotion"), "obligations[o].audience.bands", "promotion_needs_bands"),
    (obligation(due={"kind": "months"}), "obligations[o].due.months", "due_months"),
    (
        obligation(due={"kind": "day_of_year", "month": 2, "day": 30}),
        "obligations[o].due.day",
        "due_day",
    ),
    (obligation(since="April"), "obligations[o].since", "needs_date"),
    (target(due_on="2020-03-31"), "targets[t].due_on", "period_backwards"),
    (
        target(milestones=[{"on": "2030-03-31", "value": 3}]),
        "targets[t].milestones",
        "milestones_out_of_order",
    ),
    (target(shape="levels"), "targets[t].per_level", "target_levels"),
    (
        target(measure={"kind": "stated", "codes": ["C-1"]}),
        "targets[t].measure.codes",
        "measure_codes",
    ),
    (target(shape="outputs"), "targets[t].measure.kind", "target_of_outputs"),
    (target(measure=None), "targets[t].measure", "missing_key"),
]

EXAM_MISTAKES: list[tuple[Change, str, str]] = [
    (
        lambda d: edition(d).update(valid_through="April"),
        "editions[old].valid_through",
        "needs_date",
    ),
    (lambda d: edition(d).update(valid_through=5), "editions[old].valid_through", "needs_date"),
    (
        lambda d: edition(d).update(valid_through=datetime(2025, 3, 31)),  # noqa: DTZ001
        "editions[old].valid_through",
        "needs_date",
    ),
    (
        lambda d: edition(d).update(valid_from=date(2026, 1, 1)),
        "editions[old].valid_through",
        "period_backwards",
    ),
    (lambda d: edition(d).pop("valid_through"), "editions[new]", "editions_overlap"),
    (lambda d: edition(d).update(code="new"), "editions[new]", "duplicate_code"),
    (lambda d: edition(d).update(fieldz=[]), "editions[old].fieldz", "unknown_key_near"),
    (
        lambda d: rule(d).update(score="totl"),
        "editions[old].pass_rule.all[total].score",
        "unknown_score_near",
    ),
    (
        lambda d: rule(d).update(score="x"),
        "editions[old].pass_rule.all[total].score",
        "unknown_score",
    ),
    (
        lambda d: rule(d).update(points=101),
        "editions[old].pass_rule.all[total].points",
        "points_above_maximum",
    ),
    (
        lambda d: edition(d)["pass_rule"]["all"].append(rule(d)),
        "editions[old].pass_rule",
        "duplicate_requirement",
    ),
    (
        lambda d: edition(d).update(pass_rule={"id": "p", "label": "実践", "practices": 1}),
        "editions[old].pass_rule",
        "not_a_score",
    ),
]


def assert_told(told: Told, path: str, code: str) -> None:
    assert (path, code) in told.pairs
    assert all(text.startswith("定義.toml") for text in told.sentences)
    assert all("{" not in text.replace("{ }", "") for text in told.sentences)


@pytest.mark.parametrize(("change", "path", "code"), QUESTIONNAIRE_MISTAKES)
def test_a_mistake_in_a_questionnaire_is_named_by_its_key_path(
    small_questionnaire: Json, change: Change, path: str, code: str
) -> None:
    change(small_questionnaire)
    told = Told(lambda d: questionnaire_from_json(d, file="定義.toml"), small_questionnaire)
    assert_told(told, path, code)


@pytest.mark.parametrize(("change", "path", "code"), SCHEME_MISTAKES)
def test_a_mistake_in_a_scheme_is_named_by_its_key_path(
    small_scheme: Json, change: Change, path: str, code: str
) -> None:
    change(small_scheme)
    assert_told(Told(lambda d: scheme_from_json(d, file="定義.toml"), small_scheme), path, code)


@pytest.mark.parametrize(("change", "path", "code"), PROGRAMME_MISTAKES)
def test_a_mistake_in_a_programme_is_named_by_its_key_path(
    small_scheme: Json, change: Change, path: str, code: str
) -> None:
    change(small_scheme)
    assert_told(Told(lambda d: definition_from_json(d, file="定義.toml"), small_scheme), path, code)


def test_every_score_lies_in_exactly_one_level(small_scheme: Json) -> None:
    WHOLE(small_scheme)
    (found,) = scheme_from_json(small_scheme).ladders
    assert [found.reached(Fraction(tenths, 1000)) for tenths in (304, 305, 306)] == [
        ("l0",),
        ("l0", "l1"),
        ("l0", "l1"),
    ]


@pytest.mark.parametrize(("change", "path", "code"), EXAM_MISTAKES)
def test_a_mistake_in_an_exam_is_named_by_its_key_path(
    small_exam: Json, change: Change, path: str, code: str
) -> None:
    change(small_exam)
    assert_told(Told(lambda d: exam_from_json(d, file="定義.toml"), small_exam), path, code)


def test_all_mistakes_are_told_at_once(small_questionnaire: Json) -> None:
    small_questionnaire.update(version="1", titel="x")
    item(small_questionnaire).update(origin="x", standrd="x")
    told = Told(questionnaire_from_json, small_questionnaire)
    assert [code for _, code in told.pairs] == [
        "needs_integer",
        "not_one_of",
        "unknown_key_near",
        "unknown_key_near",
    ]


def test_contradictions_are_told_at_once(small_scheme: Json) -> None:
    small_scheme["titles"]["部長"] = "boss"
    leaf(small_scheme)["id"] = "exam"
    small_scheme["courses"] *= 2
    assert len(Told(scheme_from_json, small_scheme).pairs) == 3


def test_a_misspelt_key_is_not_also_told_as_missing(small_scheme: Json) -> None:
    leaf(small_scheme)["categry"] = leaf(small_scheme).pop("category")
    told = Told(scheme_from_json, small_scheme)
    (text,) = told.sentences
    assert text == (
        "「tiers[base].gate.all[excel].categry」：「categry」という項目は使えません。"
        "「category」の書き間違いでないか確かめてください。"
    )


def test_the_choices_are_told(small_questionnaire: Json) -> None:
    item(small_questionnaire)["origin"] = "x"
    (text,) = Told(questionnaire_from_json, small_questionnaire).sentences
    assert "published、own" in text


def test_a_tree_without_end_is_refused(small_scheme: Json) -> None:
    gate = tier(small_scheme)["gate"]
    for _ in range(1000):
        gate = {"all": [gate]}
    tier(small_scheme)["gate"] = gate
    assert Told(scheme_from_json, small_scheme).pairs == [("tiers[base].gate", "too_deep")]


@pytest.mark.parametrize("data", [None, [], "x", 5])
def test_something_else_than_a_definition_is_refused(data: object) -> None:
    assert Told(questionnaire_from_json, data).pairs == [("", "needs_table")]


OUTSIDE_MISTAKES: list[tuple[Json, str, str]] = [
    ({"category": "exel", "percent": 1}, "category", "unknown_category_near"),
    ({"item": "E1", "step": 1}, "item", "unknown_item_near"),
    ({"item": "zzz", "step": 1}, "item", "unknown_item"),
    ({"item": "E01", "step": 2}, "step", "step_above_scale"),
    ({"exam": "ipp"}, "exam", "unknown_exam_near"),
    ({"exam": "zzz"}, "exam", "unknown_exam"),
    ({"courses": ["C-2"]}, "courses", "unknown_course_near"),
    ({"courses": ["zzz"]}, "courses", "unknown_course"),
    ({"hours": 3, "of_courses": ["C-2"]}, "of_courses", "unknown_course_near"),
    (
        {"category": "excel", "percent": 1, "questionnaire": "smal"},
        "questionnaire",
        "unknown_questionnaire",
    ),
    ({"item": "E01", "step": 1, "questionnaire": "x"}, "questionnaire", "unknown_questionnaire"),
    ({"accredited": "base", "scheme": "smal"}, "scheme", "unknown_scheme_near"),
    ({"accredited": "base", "scheme": "zzz"}, "scheme", "unknown_scheme"),
]

NOTICED = ("courses", "of_courses", "scheme")
"""Keys that may name what a body has besides; they are only noticed."""


@pytest.mark.parametrize(("asked", "key", "code"), OUTSIDE_MISTAKES)
def test_a_requirement_that_names_something_unknown_is_found(
    small_scheme: Json,
    small_questionnaire: Json,
    small_exam: Json,
    asked: Json,
    key: str,
    code: str,
) -> None:
    tier(small_scheme)["gate"] = {"any": [{"id": "odd", "label": "要件", **asked}]}
    problems = check_scheme(
        scheme_from_json(small_scheme),
        questionnaire_from_json(small_questionnaire),
        [exam_from_json(small_exam)],
        file="定義.toml",
    )
    (problem,) = problems
    assert problem.code == f"definitions.{code}"
    assert problem.place.column == f"tiers[base].gate.any[odd].{key}"
    assert sentence(problem).startswith("定義.tomlの「tiers[base]")
    assert (problem.severity is Severity.NOTICE) == (key in NOTICED)


def test_what_a_programme_names_outside_itself_is_found(
    small_scheme: Json, small_questionnaire: Json
) -> None:
    course(small_scheme)["detail"] = {"builds": [{"code": "exel"}, {"code": "E01"}]}
    small_scheme["pairs"] = [{"id": "p", "name": "前後", "before": "small", "after": "smal"}]
    target(measure={"kind": "exams", "codes": ["ip"]})(small_scheme)
    ladder((0, None), category="zzz")(small_scheme)
    found = definition_from_json(small_scheme)
    problems = check_scheme(
        found.scheme,
        questionnaire_from_json(small_questionnaire),
        [],
        programme=found.programme,
    )
    assert [(p.place.column, p.code.removeprefix("definitions.")) for p in problems] == [
        ("tiers[base].gate.all[exam].exam", "unknown_exam"),
        ("ladders[skill].category", "unknown_category"),
        ("courses[C-1].detail.builds[exel].code", "unknown_category_near"),
        ("pairs[p].after", "unknown_questionnaire"),
        ("targets[t].measure.codes", "unknown_exam"),
    ]


def test_a_scheme_for_another_questionnaire_is_found(
    small_scheme: Json, small_questionnaire: Json
) -> None:
    small_questionnaire["id"] = "other"
    scheme = scheme_from_json(small_scheme)
    for questionnaire in (None, questionnaire_from_json(small_questionnaire)):
        (problem,) = check_scheme(scheme, questionnaire, [])
        assert problem.code == "definitions.unknown_questionnaire"
        assert "「small」" in sentence(problem)


def told_by_file(read: Callable[[Path], object], path: Path) -> tuple[str, str]:
    with pytest.raises(Refusal) as caught:
        read(path)
    (problem,) = caught.value.problems
    return problem.code.removeprefix("definitions."), sentence(problem)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    code, text = told_by_file(load_questionnaire, tmp_path / "無い.toml")
    assert code == "missing_file"
    assert text.startswith("無い.toml：")


def test_a_folder_without_a_definition_is_told(tmp_path: Path) -> None:
    assert told_by_file(load_questionnaire, tmp_path)[0] == "missing_file"


def test_a_place_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("", encoding="utf-8")
    with pytest.raises(MachineFailure) as caught:
        load_questionnaire(tmp_path / "a.toml" / "b.toml")
    assert sentence(caught.value.problems[0]).startswith("b.toml：ファイルを読み込めません。")


@pytest.mark.parametrize(
    ("content", "code", "row"),
    [
        (b'id = "x"\nversion = \ntitle = "t"\n', "not_toml", 2),
        (b'id = "x"\n[scale', "not_toml", 2),
        ('id = "x"\n# 調査票\ntitle = "題名"'.encode("cp932"), "not_utf8", 2),
        (b"x = " + b"[" * 5000 + b"]" * 5000, "too_deep", None),
        (b"#" * (MAXIMUM_BYTES + 1), "file_too_large", None),
    ],
)
def test_a_file_that_is_no_toml_is_told_with_its_line(
    tmp_path: Path, content: bytes, code: str, row: int | None
) -> None:
    path = tmp_path / "questionnaire.toml"
    path.write_bytes(content)
    told, text = told_by_file(load_questionnaire, tmp_path)
    assert told == code
    assert text.startswith("questionnaire.toml" + (f"の{row}行目：" if row else "："))


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"\xef\xbb\xbf" + 'name = "髙﨑"\r\n'.encode())
    assert read_toml(path) == {"name": "髙﨑"}


def test_exams_of_several_files_may_not_share_codes_or_names(tmp_path: Path) -> None:
    text = '[[exams]]\ncode = "a"\nname = "試験"\naliases = ["A"]\neditions = [{ code = "1" }]\n'
    (tmp_path / "one.toml").write_text(text, encoding="utf-8")
    (tmp_path / "two.toml").write_text(text.replace('"試験"', '"別"'), encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        load_exams(tmp_path)
    assert [(p.code, p.values["name"]) for p in caught.value.problems] == [
        ("definitions.duplicate_code", "a"),
        ("definitions.exam_name_twice", "A"),
    ]


def test_mistakes_of_several_exam_files_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text("exams = 1", encoding="utf-8")
    (tmp_path / "two.toml").write_text("exams = [{}]", encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        load_exams(tmp_path)
    assert {p.place.file for p in caught.value.problems} == {"one.toml", "two.toml"}


def test_every_sentence_about_definitions_is_used_by_a_case_here() -> None:
    outside = {code for _, _, code in OUTSIDE_MISTAKES}
    inside = {
        code
        for cases in (QUESTIONNAIRE_MISTAKES, SCHEME_MISTAKES, PROGRAMME_MISTAKES, EXAM_MISTAKES)
        for _, _, code in cases
    }
    elsewhere = {
        "missing_file",
        "not_toml",
        "not_utf8",
        "too_deep",
        "file_too_large",
        "unknown_questionnaire",
        "exam_name_twice",
        "exam_name_taken",  # these five in test_exam_editions
        "covers_not_taken",
        "field_name_twice",
        "sum_without_fields",
        "total_not_sum",
        "cap_below_unit",  # these five with the rules of aid
        "deadline_without_months",
        "months_without_deadline",
        "no_aid",
        "paper_twice",
        "unreadable",
        "wrong_value",  # a kind of error that pydantic may add
    }
    written = {
        code.removeprefix("definitions.")
        for code in all_sentences()
        if code.startswith("definitions.")
    }
    assert written == outside | inside | elsewhere

"""The shipped questionnaires: as large as published, honest about what is ours, and usable."""

from collections import Counter
from itertools import chain

import pytest

from skilltrack.domain.questionnaires.definition import ItemKind, Origin, Questionnaire
from skilltrack.exchange.definitions.questionnaires import shipped_questionnaires
from skilltrack.exchange.definitions.schemes import shipped_definitions
from skilltrack.files.shipped import shipped_folder
from skilltrack.services.definitions import questionnaires_of

SHIPPED = {one.id: one for one in shipped_questionnaires()}
DEFINITIONS = shipped_definitions()

each = pytest.mark.parametrize("questionnaire", SHIPPED.values(), ids=list(SHIPPED))

SIZES = {
    "fukui_skillmap": {"strategy": 4, "project": 10, "knowledge": 7, "mind": 4},
    "aichi_24": {
        "leadership": 1,
        "planning": 1,
        "management_skill": 1,
        "general_it": 4,
        "bpr": 3,
        "it_strategy": 3,
        "procurement": 4,
        "building": 4,
        "info_security": 3,
    },
    "literacy": {"mind": 6, "why": 4, "what": 8, "how": 6},
    "sakata": {"basic_terms": 5, "excel": 6, "statistics": 6, "tools": 9, "security": 1},
}


@each
def test_the_fields_are_as_large_as_said(questionnaire: Questionnaire) -> None:
    sizes = {code: len(items) for code, items in questionnaire.items_by_category.items()}
    assert sizes == SIZES[questionnaire.id]


@pytest.mark.parametrize(
    ("questionnaire", "published", "own"),
    [("fukui_skillmap", 25, 0), ("aichi_24", 3, 21), ("literacy", 0, 24), ("sakata", 9, 18)],
)
def test_published_themes_are_told_from_ours(questionnaire: str, published: int, own: int) -> None:
    origins = Counter(item.origin for item in SHIPPED[questionnaire].items)
    assert (origins[Origin.PUBLISHED], origins[Origin.OWN]) == (published, own)


@each
def test_no_question_is_asked_twice(questionnaire: Questionnaire) -> None:
    for said in ("text", "theme", "code"):
        values = [getattr(item, said) for item in questionnaire.items]
        assert len(set(values)) == len(values), said


def test_no_question_is_asked_in_two_questionnaires() -> None:
    texts = [item.text for one in SHIPPED.values() for item in one.items]
    assert len(set(texts)) == len(texts)


@each
def test_every_item_is_rated_and_leads_to_a_course(questionnaire: Questionnaire) -> None:
    known = {course.code for one in DEFINITIONS for course in one.scheme.courses}
    for item in questionnaire.items:
        assert item.kind is ItemKind.RATING
        assert item.courses, item.code
        assert set(item.courses) <= known, item.code
        assert item.text.endswith(("か。", "か？"))


@each
def test_the_purpose_is_told_and_a_single_question_is_owned_up_to(
    questionnaire: Questionnaire,
) -> None:
    assert "ために使います" in questionnaire.explanation
    for category in questionnaire.categories:
        assert category.explanation
        if len(questionnaire.items_by_category[category.code]) == 1:
            assert "設問は1つ" in category.explanation


@each
def test_a_source_note_lies_beside_it(questionnaire: Questionnaire) -> None:
    path = shipped_folder("questionnaires") / questionnaire.id / "SOURCE.md"
    text = path.read_text(encoding="utf-8")
    assert f"（{questionnaire.id}）" in text.splitlines()[0]
    assert "## 公表されている内容" in text
    assert "## 当方で決めた内容" in text


def test_every_questionnaire_is_asked_by_a_scheme_that_judges_by_it() -> None:
    named = set(chain(*(questionnaires_of(one.scheme, one.programme) for one in DEFINITIONS)))
    assert named == set(SHIPPED)


def test_the_literacy_standard_has_its_four_parts() -> None:
    parts = {item.standard.split(":")[0] for item in SHIPPED["literacy"].items}
    assert parts == {"マインド・スタンス", "Why", "What", "How"}


def test_the_skill_map_names_what_the_scheme_shows() -> None:
    """Each line of the map that the scheme shows is asked."""
    scheme = next(one.scheme for one in DEFINITIONS if one.scheme.id == "fukui_skillmap")
    themes = {item.theme.split("：")[0] for item in SHIPPED["fukui_skillmap"].items}
    shown = {skill.split("（")[0] for tier in scheme.tiers for skill in tier.skills}
    assert shown == themes

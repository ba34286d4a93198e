"""Every shipped scheme with its programme: whole, told apart, and honest about its sources."""

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from skilltrack.domain.questionnaires.definition import ItemKind, Questionnaire
from skilltrack.domain.schemes import gates, leaves
from skilltrack.domain.schemes.definition import TierRule
from skilltrack.domain.schemes.programmes import CompletionKind
from skilltrack.domain.targets.definition import MeasureKind
from skilltrack.exchange.definitions.exams import shipped_exams
from skilltrack.exchange.definitions.questionnaires import shipped_questionnaires
from skilltrack.exchange.definitions.schemes import (
    SchemeDefinition,
    check_scheme,
    definition_from_json,
    definition_to_json,
    shipped_definitions,
)
from skilltrack.files.shipped import shipped_folder

DEFINITIONS = {definition.scheme.id: definition for definition in shipped_definitions()}
QUESTIONNAIRES = {questionnaire.id: questionnaire for questionnaire in shipped_questionnaires()}
EXAMS = {exam.code: exam for exam in shipped_exams()}

each = pytest.mark.parametrize("definition", DEFINITIONS.values(), ids=list(DEFINITIONS))


def rated(questionnaire: Questionnaire) -> set[str]:
    """Return the categories and items that a requirement or a course can mean."""
    items = [item for item in questionnaire.items if item.kind is ItemKind.RATING]
    return {item.code for item in items} | {item.category for item in items}


@each
def test_it_names_nothing_unknown(definition: SchemeDefinition) -> None:
    scheme = definition.scheme
    assert check_scheme(scheme, QUESTIONNAIRES.get(scheme.questionnaire), EXAMS.values()) == ()


@each
def test_it_comes_back_from_the_data_file_without_loss(definition: SchemeDefinition) -> None:
    assert definition_from_json(definition_to_json(definition)) == definition


@each
def test_scheme_and_programme_carry_one_id_and_version(definition: SchemeDefinition) -> None:
    scheme, programme = definition.scheme, definition.programme
    assert (programme.scheme, programme.version) == (scheme.id, scheme.version)


@each
def test_results_lead_to_tiers(definition: SchemeDefinition) -> None:
    """Some tier of every scheme hangs on what the questionnaire found."""
    kinds = {leaf.kind for tier in definition.scheme.tiers for leaf in gates.leaves(tier.gate)}
    assert kinds & leaves.ANSWER_KINDS


@each
def test_requirements_and_ladders_look_at_existing_answers(definition: SchemeDefinition) -> None:
    scheme = definition.scheme
    for tier in scheme.tiers:
        for leaf in gates.leaves(tier.gate):
            if isinstance(leaf, leaves.CategoryAtLeast):
                assert leaf.category in rated(
                    QUESTIONNAIRES[leaf.questionnaire or scheme.questionnaire]
                )
            if isinstance(leaf, leaves.LevelAtLeast):
                ladder = next(one for one in scheme.ladders if one.id == leaf.ladder)
                assert leaf.level in {level.code for level in ladder.levels}
            if isinstance(leaf, leaves.AccreditationHeld) and not leaf.scheme:
                assert leaf.tier in scheme.tiers_by_code
            if isinstance(leaf, leaves.HoursCompleted):
                assert set(leaf.courses) <= {course.code for course in scheme.courses}
    for ladder in scheme.ladders:
        codes = rated(QUESTIONNAIRES[ladder.questionnaire or scheme.questionnaire])
        assert not ladder.category or ladder.category in codes


@each
def test_every_course_is_told_in_detail_and_builds_something_measured(
    definition: SchemeDefinition,
) -> None:
    scheme = definition.scheme
    details = {detail.code: detail for detail in definition.programme.details}
    assert set(details) == {course.code for course in scheme.courses}
    for detail in details.values():
        assert detail.modes, detail.code
        assert detail.builds, detail.code
        for skill in detail.builds:
            questionnaire = QUESTIONNAIRES[skill.questionnaire or scheme.questionnaire]
            assert skill.code in rated(questionnaire), (detail.code, skill.code)


@each
def test_targets_and_pairs_look_at_what_exists(definition: SchemeDefinition) -> None:
    for target in definition.programme.targets:
        if target.measure is not None and target.measure.kind is MeasureKind.EXAMS:
            assert set(target.measure.codes) <= set(EXAMS)
    for pair in definition.programme.pairs:
        assert {pair.before, pair.after} <= set(QUESTIONNAIRES)


@each
def test_a_target_with_our_own_figure_alone_says_so(definition: SchemeDefinition) -> None:
    for target in definition.programme.targets:
        assert target.source or "当方" in target.explanation, target.id


@each
def test_a_threshold_of_ours_says_so(definition: SchemeDefinition) -> None:
    """No published source turns scores, practices or entries into a tier."""
    ours = (
        leaves.CategoryAtLeast,
        leaves.ItemAtLeast,
        leaves.PracticesRegistered,
        leaves.CareerRegistered,
    )
    for tier in definition.scheme.tiers:
        for leaf in gates.leaves(tier.gate):
            if isinstance(leaf, ours):
                assert leaf.label.endswith("（目安）"), leaf.id
            if isinstance(leaf, leaves.CoursesCompleted) and leaf.count not in {
                1,
                len(leaf.courses),
            }:
                assert leaf.label.endswith("（目安）"), leaf.id


@each
def test_notes_part_what_is_published_from_what_is_ours(definition: SchemeDefinition) -> None:
    notes = definition.scheme.notes
    assert any(note.source for note in notes)
    assert any(not note.source for note in notes)
    for note in notes:
        assert note.source or not re.search(r"公表資料によります", note.text), note.text


@each
def test_a_source_note_lies_beside_it(definition: SchemeDefinition) -> None:
    scheme = definition.scheme
    text = (shipped_folder("schemes") / scheme.id / "SOURCE.md").read_text(encoding="utf-8")
    assert f"（{scheme.id}）" in text.splitlines()[0]
    assert "## 公表されている内容" in text
    assert "## 当方で決めた内容" in text


@each
def test_everybody_usual_has_a_band_where_there_are_bands(definition: SchemeDefinition) -> None:
    """Side by side with another scheme, a post finds its band by the job title."""
    scheme = definition.scheme
    if scheme.bands:
        assert {scheme.band_of(None, title) for title in scheme.titles} == scheme.band_codes
        assert {scheme.band_of(code, "") for code in scheme.band_codes} == scheme.band_codes
    if scheme.rule is TierRule.BY_POST and scheme.bands:
        expected = {band for tier in scheme.tiers for band in tier.expected_bands}
        assert expected == scheme.band_codes


@each
def test_conditions_of_completion_have_what_they_need(definition: SchemeDefinition) -> None:
    for detail in definition.programme.details:
        rule = detail.completion
        if rule.has_presentation:
            assert rule.kind is CompletionKind.ALL_SESSIONS
        if rule.is_evidence_needed:
            assert rule.kind is CompletionKind.SELF_REPORT


def one_meaning(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return what stands for more than one thing."""
    meanings: dict[str, set[str]] = defaultdict(set)
    for word, meaning in pairs:
        meanings[word].add(meaning)
    return {word: found for word, found in meanings.items() if len(found) > 1}


def test_bands_and_roles_mean_the_same_in_all_schemes() -> None:
    """Schemes run side by side on one table of posts and one list of appointments."""
    schemes = [definition.scheme for definition in DEFINITIONS.values()]
    bands = [(band.code, band.name) for scheme in schemes for band in scheme.bands]
    roles = [(role.code, role.name) for scheme in schemes for role in scheme.roles]
    for named in (bands, roles):
        assert one_meaning(named) == {}
        assert one_meaning((name, code) for code, name in named) == {}


def test_no_course_code_stands_for_courses_of_two_schemes() -> None:
    codes = [
        (course.code, definition.scheme.id)
        for definition in DEFINITIONS.values()
        for course in definition.scheme.courses
    ]
    assert one_meaning(codes) == {}


def test_nothing_shipped_holds_the_sentences_of_another() -> None:
    """A sentence of a source note stands in one scheme only."""
    said = [
        (note.text, definition.scheme.id)
        for definition in DEFINITIONS.values()
        for note in definition.scheme.notes
        if len(note.text) > 60
    ]
    assert one_meaning(said) == {}


def test_every_folder_of_schemes_holds_a_scheme_or_exams() -> None:
    folders: list[Path] = [path for path in shipped_folder("schemes").iterdir() if path.is_dir()]
    assert {path.name for path in folders} == {*DEFINITIONS, "exams", "subsidies"}

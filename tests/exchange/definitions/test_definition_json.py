import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skilltrack.domain.calendar import Period
from skilltrack.domain.schemes import gates, leaves
from skilltrack.exchange.definitions.documents import canonical
from skilltrack.exchange.definitions.exams import (
    exam_from_json,
    exam_to_json,
    load_exams,
    shipped_exams,
)
from skilltrack.exchange.definitions.gates import gate_to_json
from skilltrack.exchange.definitions.questionnaires import (
    questionnaire_from_json,
    questionnaire_to_json,
    shipped_questionnaires,
)
from skilltrack.exchange.definitions.schemes import (
    load_scheme,
    scheme_from_json,
    scheme_to_json,
    shipped_schemes,
)

Json = dict[str, Any]


def through_bytes(data: object) -> object:
    return json.loads(canonical(data))


def test_shipped_definitions_survive_json() -> None:
    for questionnaire in shipped_questionnaires():
        data = through_bytes(questionnaire_to_json(questionnaire))
        assert questionnaire_from_json(data) == questionnaire
    for scheme in shipped_schemes():
        assert scheme_from_json(through_bytes(scheme_to_json(scheme))) == scheme
    for exam in shipped_exams():
        assert exam_from_json(through_bytes(exam_to_json(exam))) == exam


CODES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
LABELS = st.text(min_size=1, max_size=20).filter(lambda text: bool(text.strip()))
COUNTS = st.integers(1, 9)
RATIOS = st.fractions(0, 1, max_denominator=100_000)
LEAVES = st.one_of(
    st.builds(leaves.CategoryAtLeast, CODES, LABELS, CODES, RATIOS),
    st.builds(leaves.ItemAtLeast, CODES, LABELS, CODES, COUNTS),
    st.lists(CODES, min_size=1, max_size=4).flatmap(
        lambda courses: st.builds(
            leaves.CoursesCompleted,
            CODES,
            LABELS,
            st.just(tuple(courses)),
            st.integers(1, len(courses)),
        )
    ),
    st.builds(leaves.CatalogueCompleted, CODES, LABELS, st.sampled_from(leaves.CatalogueKind)),
    st.builds(leaves.ExamPassed, CODES, LABELS, CODES),
    st.builds(leaves.RoleHeld, CODES, LABELS, st.just("leader")),
    st.builds(leaves.BandIs, CODES, LABELS, st.just(("staff",))),
    st.builds(leaves.PracticesRegistered, CODES, LABELS, COUNTS),
)


def branches(children: st.SearchStrategy[gates.Gate]) -> st.SearchStrategy[gates.Gate]:
    several = st.lists(children, min_size=1, max_size=4).map(tuple)
    return st.one_of(
        st.builds(gates.All, several),
        several.flatmap(
            lambda kept: st.builds(gates.AtLeast, st.integers(1, len(kept)), st.just(kept))
        ),
    )


GATES = st.recursive(LEAVES, branches, max_leaves=12).filter(
    lambda gate: len({leaf.id for leaf in gates.leaves(gate)}) == len(list(gates.leaves(gate)))
)


@settings(deadline=None)
@given(gate=GATES)
def test_any_tree_survives_json(gate: gates.Gate) -> None:
    data = {
        "id": "any",
        "version": 1,
        "name": "制度",
        "rule": "earned",
        "questionnaire": "any",
        "bands": [{"code": "staff", "name": "一般職員"}],
        "roles": [{"code": "leader", "name": "リーダー"}],
        "tiers": [{"code": "t", "name": "区分", "gate": gate_to_json(gate)}],
    }
    assert scheme_from_json(through_bytes(data)).tiers[0].gate == gate


def test_a_decimal_percentage_is_exact(tmp_path: Path) -> None:
    text = (
        'id = "s"\nversion = 1\nname = "n"\nrule = "earned"\nquestionnaire = "q"\n'
        '[[tiers]]\ncode = "t"\nname = "n"\n'
        'gate = { id = "a", label = "l", category = "c", percent = 30.5 }\n'
    )
    path = tmp_path / "scheme.toml"
    path.write_text(text, encoding="utf-8")
    (leaf,) = gates.leaves(load_scheme(path).tiers[0].gate)
    assert isinstance(leaf, leaves.CategoryAtLeast)
    assert leaf.ratio == Fraction(305, 1000)


@pytest.mark.parametrize(
    ("percent", "ratio"),
    [
        (0, Fraction(0)),
        (100, Fraction(1)),
        (33.3, Fraction(333, 1000)),
        ("100/3", Fraction(1, 3)),
        ("61/2", Fraction(61, 200)),
    ],
)
def test_percentages_are_read_exactly(
    small_scheme: Json, percent: float | str, ratio: Fraction
) -> None:
    small_scheme["tiers"][0]["gate"]["all"][0]["percent"] = percent
    scheme = scheme_from_json(small_scheme)
    leaf = next(gates.leaves(scheme.tiers[0].gate))
    assert isinstance(leaf, leaves.CategoryAtLeast)
    assert leaf.ratio == ratio
    assert scheme_from_json(through_bytes(scheme_to_json(scheme))) == scheme


def test_weights_are_exact(small_scheme: Json) -> None:
    scheme = scheme_from_json(small_scheme)
    assert scheme.evaluation is not None
    assert scheme.evaluation.weights == (1, 1, Fraction(1, 2))


def test_courses_without_a_count_are_all_asked(small_scheme: Json) -> None:
    gate = {"id": "c", "label": "研修", "courses": ["C-1", "C-2"]}
    small_scheme["tiers"][0]["gate"] = gate
    scheme = scheme_from_json(small_scheme)
    assert scheme.tiers[0].gate == leaves.CoursesCompleted("c", "研修", ("C-1", "C-2"), 2)


def test_a_last_valid_day_is_stored_as_the_day_after(small_exam: Json) -> None:
    exam = exam_from_json(small_exam)
    assert exam.editions[0].valid == Period(None, date(2025, 4, 1))
    assert exam.editions[1].valid == Period(date(2025, 4, 1), None)
    assert exam_from_json(through_bytes(exam_to_json(exam))) == exam


def test_one_file_of_exams_can_be_read_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    text = '[[exams]]\ncode = "{}"\nname = "試験{}"\neditions = [{{ code = "1" }}]\n'
    path.write_text(text.format("b", "B") + text.format("a", "A"), encoding="utf-8")
    assert [exam.code for exam in load_exams(path)] == ["a", "b"]


def test_the_canonical_form_is_one_for_one_value() -> None:
    assert canonical({"い": [1, "ろ"], "a": None}) == canonical({"a": None, "い": [1, "ろ"]})
    assert canonical({"い": [1, "ろ"], "a": None}) == '{"a":null,"い":[1,"ろ"]}'.encode()


def test_the_canonical_form_has_no_numbers_that_json_lacks() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"x": float("nan")})

"""Pass rules changed step by step, and what a version decides anew."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.calendar import ALWAYS
from skilltrack.domain.exams.changes import exam_changes, exam_effect
from skilltrack.domain.exams.definition import (
    Exam,
    ExamAttempt,
    ExamEdition,
    ExamField,
    first_passes,
)
from skilltrack.domain.exams.rules import (
    children_of,
    free_id,
    node_at,
    with_child,
    with_count,
    without_node,
)
from skilltrack.domain.schemes.gates import All, AtLeast, Gate, leaves
from skilltrack.domain.schemes.leaves import ScoreAtLeast
from skilltrack.domain.submissions import EditionOffer, ExamOffer, ScoreOffer, scores_asked


def leaf(name: str, points: int = 60) -> ScoreAtLeast:
    return ScoreAtLeast(name, name, "total", points)


def exam(points: int) -> Exam:
    edition = ExamEdition("1", ALWAYS, (ExamField("total", "計", 100),), leaf("a", points))
    return Exam("own", "検定", (), (edition,))


def test_a_rule_grows_from_nothing_and_goes_back_to_nothing() -> None:
    rule, path = with_child(None, (), leaf("a"))
    assert (rule, path) == (leaf("a"), ())
    rule, path = with_child(rule, path, leaf("b"))
    assert (rule, path) == (All((leaf("a"), leaf("b"))), (1,))
    rule, path = with_child(rule, path, AtLeast(1, (leaf("c"),)))
    rule, path = with_child(rule, path, leaf("d"))
    assert node_at(rule, path) == leaf("d")
    assert with_count(rule, path[:-1], 2) == All(
        (leaf("a"), leaf("b"), AtLeast(2, (leaf("c"), leaf("d"))))
    )
    assert free_id(rule) == "r1"
    left: Gate | None = rule
    while left is not None:
        first = (0,) if children_of(left) else ()
        left = without_node(left, first) if first else None


@given(st.integers(1, 5), st.integers(-3, 9))
def test_a_group_never_asks_for_more_than_it_has(size: int, count: int) -> None:
    rule = All(tuple(leaf(str(n)) for n in range(size)))
    changed = with_count(rule, (), count)
    assert isinstance(changed, AtLeast)
    assert 1 <= changed.count <= size
    assert [one.id for one in leaves(changed)] == [str(n) for n in range(size)]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 100))), st.integers(0, 100))
def test_the_effect_is_the_difference_of_those_who_passed(
    sat: list[tuple[int, int]], points: int
) -> None:
    attempts = [
        ExamAttempt(str(person), "own", date(2026, 4, 1 + place % 28), {"total": score})
        for place, (person, score) in enumerate(sat)
    ]
    old, new = exam(60), exam(points)

    effect = exam_effect(old, new, attempts)

    def passed(by: Exam) -> set[str]:
        people = {one.employee_no for one in attempts}
        own = {p: [a for a in attempts if a.employee_no == p] for p in people}
        return {p for p in people if first_passes({"own": by}, own[p])}

    assert set(effect.gained) == passed(new) - passed(old)
    assert set(effect.lost) == passed(old) - passed(new)
    assert effect.sittings == len(attempts)
    assert bool(exam_changes(old, new)) is (points != 60)


def test_what_is_asked_of_a_sitting_follows_its_day() -> None:
    old = EditionOffer(ALWAYS.through(None, date(2027, 3, 31)), (ScoreOffer("a", "A", 10),))
    new = EditionOffer(ALWAYS.through(date(2027, 4, 1), None), (ScoreOffer("b", "B", 10),))
    offers = [ExamOffer("own", "検定", new.scores, (old, new))]

    assert scores_asked(offers, "own", date(2027, 3, 31)) == old
    assert scores_asked(offers, "own", date(2027, 4, 1)) == new
    unknown = scores_asked(offers, "own", None)
    assert unknown is not None
    assert unknown.scores == new.scores
    assert scores_asked(offers, "", None) is None

"""A plan of a reorganisation: who goes where, what it refuses, and the laws it keeps."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skilltrack.domain.calendar import ALWAYS, Period
from skilltrack.domain.organisation import (
    Appointment,
    Department,
    EmploymentType,
    Posting,
    SuccessionKind,
    cycles,
    evaluation_units,
    nested_units,
)
from skilltrack.domain.reorganisation.contrast import Outcome, contrast, department_tree
from skilltrack.domain.reorganisation.planning import ReorganisationPlan, plan_reorganisation
from skilltrack.domain.reorganisation.steps import TOP, Action, Part, Step, with_people

DAY = date(2027, 4, 1)
EARLIER = date(2020, 4, 1)
SINCE = Period(EARLIER, None)


def department(
    code: str, name: str, parent: str | None, valid: Period, *, is_unit: bool = False
) -> Department:
    return Department(code, name, parent, is_unit, valid)


TOWN = (
    department("01", "総務部", None, SINCE),
    department("02", "民生部", None, SINCE),
    department("0101", "人事課", "01", SINCE, is_unit=True),
    department("0102", "税務課", "01", SINCE, is_unit=True),
    department("010201", "市民税係", "0102", SINCE),
    department("0201", "納税課", "02", SINCE, is_unit=True),
)


def post(
    department: str,
    start: date | None = EARLIER,
    end: date | None = None,
    *,
    title: str = "主事",
    is_concurrent: bool = False,
) -> Posting:
    return Posting(department, title, EmploymentType.REGULAR, Period(start, end), is_concurrent)


PEOPLE: dict[str, tuple[Posting, ...]] = {
    "1": (post("0101"),),
    "2": (post("0102", title="課長"),),
    "3": (post("010201"),),
    "4": (post("0201"), post("0102", is_concurrent=True)),
    "5": (post("0102", end=date(2027, 7, 1)), post("0101", date(2027, 7, 1))),
    "6": (post("0201", date(2027, 4, 1)),),
}


def plan(
    *steps: Step,
    departments: Sequence[Department] = TOWN,
    people: Mapping[str, Sequence[Posting]] = PEOPLE,
    appointments: Sequence[Appointment] = (),
    on: date = DAY,
) -> ReorganisationPlan:
    return plan_reorganisation(departments, people, appointments, steps, on)


def codes(found: ReorganisationPlan) -> list[str]:
    return sorted({problem.code.partition(".")[2] for problem in found.problems})


def people_after(
    found: ReorganisationPlan, people: Mapping[str, Sequence[Posting]] = PEOPLE
) -> dict[str, list[Posting]]:
    gone = list(found.people.superseded)
    rows = {no: [p for p in held if (no, p) not in gone] for no, held in people.items()}
    for employee_no, posting in found.people.recorded:
        rows[employee_no].append(posting)
    return rows


def departments_after(
    found: ReorganisationPlan, departments: Sequence[Department] = TOWN
) -> list[Department]:
    gone = found.tree.superseded
    return [*(row for row in departments if row not in gone), *found.tree.recorded]


def main_on(rows: Mapping[str, Sequence[Posting]], on: date) -> dict[str, list[str]]:
    return {
        no: [p.department for p in held if on in p.valid and not p.is_concurrent]
        for no, held in rows.items()
    }


MERGE = Step(
    Action.MERGE, ("0102", "0201"), (Part("0110", "税務納税課", is_evaluation_unit=True),), "0110"
)
SPLIT = Step(
    Action.SPLIT,
    ("0102",),
    (
        Part("0102", takes=("課長",), takes_rest=True),
        Part("0103", "資産税課", takes=("4",)),
    ),
)


def test_a_new_name_keeps_every_posting() -> None:
    found = plan(Step(Action.RENAME, ("0101",), (Part("0101", "人財課"),)))
    assert found.problems == ()
    assert found.people.recorded == []
    assert found.people.superseded == []
    assert found.tree.successions == ()
    past, now = found.tree.recorded
    assert (past.name, past.valid) == ("人事課", Period(EARLIER, DAY))
    assert (now.name, now.valid) == ("人財課", Period(DAY, None))


def test_a_new_code_takes_people_and_children_along() -> None:
    found = plan(Step(Action.RENAME, ("0102",), (Part("0112"),)))
    assert found.problems == ()
    after = {row.code: row for row in found.tree.after}
    assert after["0112"].name == "税務課"
    assert after["010201"].parent == "0112"
    (one,) = found.tree.successions
    assert (one.predecessor, one.successor, one.kind) == ("0102", "0112", SuccessionKind.RENAMED)
    assert main_on(people_after(found), DAY)["2"] == ["0112"]


def test_a_merge_moves_everybody_and_drops_the_second_post_in_one_department() -> None:
    found = plan(MERGE)
    assert found.problems == ()
    after = people_after(found)
    assert [p.department for p in after["4"] if DAY in p.valid] == ["0110"]
    assert [p for p in after["4"] if p.is_concurrent] == [post("0102", end=DAY, is_concurrent=True)]
    assert after["6"] == [post("0110", DAY)]
    dropped = [move.employee_no for move in found.people.moves if move.is_dropped]
    assert dropped == ["4"]
    assert {row.successor for row in found.tree.recorded if row.code in {"0102", "0201"}} == {
        "0110"
    }


def test_a_post_that_starts_elsewhere_on_the_day_is_respected() -> None:
    people = {"7": (post("0102", end=DAY), post("0101", DAY))}
    found = plan(MERGE, people=people)
    assert found.people.recorded == []
    assert found.people.moves == []


def test_a_post_moves_only_for_the_days_in_the_department_that_ended() -> None:
    after = people_after(plan(MERGE))["5"]
    assert sorted((p.department, p.valid.start) for p in after) == [
        ("0101", date(2027, 7, 1)),
        ("0102", EARLIER),
        ("0110", DAY),
    ]


def test_a_split_assigns_by_number_before_title_before_the_rest() -> None:
    found = plan(SPLIT)
    assert found.problems == ()
    after = people_after(found)
    assert [p.department for p in after["4"] if p.is_concurrent and DAY in p.valid] == ["0103"]
    assert after["2"] == list(PEOPLE["2"])
    shares = {share.part: (share.people, share.titles) for share in found.people.shares}
    assert shares == {"0102": (2, (("主事", 1), ("課長", 1))), "0103": (0, ())}


def test_a_split_names_everybody_who_is_not_assigned() -> None:
    parts = (Part("0102", takes=("課長",)), Part("0103", "資産税課"))
    found = plan(Step(Action.SPLIT, ("0102",), parts))
    assert codes(found) == ["unassigned"]
    assert [one.employee_no for one in found.people.unassigned] == ["4", "5"]


def test_a_list_assigns_people_and_tells_of_codes_that_are_no_part() -> None:
    (step,), unknown = with_people([SPLIT], {"2": "0103", "5": "0999"})
    assert unknown == ("0999",)
    assert main_on(people_after(plan(step)), DAY)["2"] == ["0103"]


def test_an_appointment_follows_its_department_from_the_day_on() -> None:
    held = Appointment("2", "dx_leader", Period(EARLIER, None), department="0102")
    found = plan(MERGE, appointments=[held])
    assert found.people.appointments_recorded == [
        replace(held, valid=Period(EARLIER, DAY)),
        replace(held, department="0110", valid=Period(DAY, None)),
    ]


@pytest.mark.parametrize(
    ("parts", "children_to", "expected"),
    [
        ((Part("0102", takes=("2", "4", "5")), Part("0103", "資産税課")), "", None),
        ((Part("0104", "新税課", takes=("2", "4", "5")), Part("0103", "資")), "0104", "0104"),
    ],
)
def test_a_role_held_from_a_team_below_stays_with_the_team(
    parts: tuple[Part, ...], children_to: str, expected: str | None
) -> None:
    held = Appointment("3", "dx_leader", Period(EARLIER, None), department="0102")
    found = plan(Step(Action.SPLIT, ("0102",), parts, children_to), appointments=[held])
    assert found.problems == ()
    after = [one.department for one in found.people.appointments_recorded if DAY in one.valid]
    assert after == ([] if expected is None else [expected])


LATER = replace(TOWN[2], name="職員課", valid=Period(date(2028, 4, 1), None))
ENDING = replace(TOWN[2], valid=Period(EARLIER, date(2028, 4, 1)))


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ((Step(Action.RENAME, ("0999",), (Part("0999", "無"),)),), ["unknown_department"]),
        ((Step(Action.OPEN, (), (Part("0101", "新課"),)),), ["code_used"]),
        ((Step(Action.OPEN, (), (Part("0109"),)),), ["name_needed"]),
        ((Step(Action.CLOSE, ("0101",)),), ["people_left"]),
        ((Step(Action.CLOSE, ("0102",), (Part("0101"),)),), ["children_left"]),
        ((Step(Action.CLOSE, ("0101",), (Part("0888"),)),), ["unknown_target"]),
        ((Step(Action.MOVE, ("01",), (Part("01", parent="0102"),)),), ["cycle"]),
        (
            (Step(Action.RENAME, ("01",), (Part("01", is_evaluation_unit=True),)),),
            ["nested_units"],
        ),
        ((MERGE, Step(Action.MOVE, ("0201",), (Part("0201", parent="01"),))), ["twice"]),
        ((MERGE, Step(Action.CLOSE, ("0101",), (Part("0201"),))), ["target_ends"]),
        ((Step(Action.RENAME, ("0101",), (Part("0101"),)),), ["nothing_changes"]),
        ((Step(Action.MERGE, ("0101",), (Part("0101"),)),), ["merge_needs_two"]),
        ((Step(Action.SPLIT, ("0101",), (Part("0101"),)),), ["split_needs_two"]),
        ((Step(Action.MOVE, ("0101",), (Part("0101"),)),), ["parent_needed"]),
    ],
)
def test_what_cannot_be_is_refused(steps: tuple[Step, ...], expected: list[str]) -> None:
    assert codes(plan(*steps)) == expected


def test_every_problem_is_told_at_once_with_its_row() -> None:
    found = plan(
        Step(Action.CLOSE, ("0101",), row=4),
        Step(Action.OPEN, (), (Part("0201", "新課"),), row=2),
        Step(Action.MOVE, ("0777",), (Part("0777", parent="01"),), row=3),
    )
    assert [(p.place.row, p.code.partition(".")[2]) for p in found.problems] == [
        (2, "code_used"),
        (3, "unknown_department"),
        (4, "people_left"),
    ]


def test_a_plan_before_a_department_began_or_against_a_later_one_is_refused() -> None:
    step = Step(Action.RENAME, ("0101",), (Part("0101", "人財課"),))
    assert codes(plan(step, on=date(2019, 4, 1))) == ["not_begun"]
    others = [row for row in TOWN if row.code != "0101"]
    assert codes(plan(step, departments=[*others, ENDING, LATER])) == ["later_plan"]
    assert codes(plan(step, departments=[*others, ENDING])) == []
    assert codes(plan(step, departments=[*others, ENDING], on=date(2028, 4, 1))) == ["ended_before"]
    close = Step(Action.CLOSE, ("0201",), (Part("0101"),))
    assert codes(plan(close, departments=[*others, ENDING])) == ["ends_later"]
    assert codes(plan(close, on=EARLIER)) == ["begins_that_day"]


def test_a_department_moves_to_the_top() -> None:
    found = plan(Step(Action.MOVE, ("0101",), (Part("0101", parent=TOP),)))
    assert next(row for row in found.tree.after if row.code == "0101").parent is None


def test_departments_opened_in_the_plan_take_people_and_children_in() -> None:
    found = plan(
        Step(Action.OPEN, (), (Part("0110", "税務課", "01", is_evaluation_unit=True),)),
        Step(Action.CLOSE, ("0102",), (Part("0110"),), "0110"),
        Step(Action.CLOSE, ("0201",), (Part("0110"),)),
    )
    assert found.problems == ()
    assert {row.code: row.parent for row in found.tree.after}["010201"] == "0110"
    assert main_on(people_after(found), DAY)["6"] == ["0110"]


def test_before_and_after_stand_side_by_side() -> None:
    found = plan(MERGE, Step(Action.RENAME, ("0101",), (Part("0101", "人財課"),)))
    lines = contrast(TOWN, found.tree.after, found.tree.successions)
    told = {
        (line.old.code if line.old else "", line.new.code if line.new else ""): line.outcome
        for line in lines
    }
    assert told["0101", "0101"] is Outcome.RENAMED
    assert told["0102", "0110"] is told["0201", "0110"] is Outcome.MERGED
    assert told["01", "01"] is Outcome.SAME
    assert told["010201", "010201"] is Outcome.MOVED


def test_a_tree_counts_people_with_everything_below() -> None:
    rows = department_tree(TOWN, {"0102": 2, "010201": 1, "0201": 1}, DAY)
    counted = {row.department.code: (row.depth, row.people, row.people_within) for row in rows}
    assert counted["01"] == (0, 0, 3)
    assert counted["0102"] == (1, 2, 3)
    assert counted["010201"] == (2, 1, 1)


# Laws

CODES = ("A", "B", "C", "D", "E")
TITLES = ("課長", "係長", "主事")
DAYS = st.integers(0, 3000).map(lambda days: date(2021, 4, 1) + timedelta(days=days))


@st.composite
def histories(draw: st.DrawFn) -> tuple[Posting, ...]:
    """Draw a person's main posts without a gap, and some concurrent ones."""
    starts = sorted(draw(st.sets(DAYS, min_size=1, max_size=4)))
    ends: list[date | None] = [*starts[1:], None]
    mains = [
        post(draw(st.sampled_from(CODES)), start, end, title=draw(st.sampled_from(TITLES)))
        for start, end in zip(starts, ends, strict=True)
    ]
    extra = [
        post(draw(st.sampled_from(CODES)), start, None, is_concurrent=True)
        for start in draw(st.lists(DAYS, max_size=2))
    ]
    return (*mains, *extra)


@st.composite
def plans(draw: st.DrawFn) -> tuple[Step, ...]:
    """Draw a plan of one to three steps over departments that no other step touches."""
    left = list(draw(st.permutations(CODES)))
    steps: list[Step] = []
    for number in range(draw(st.integers(1, 3))):
        if len(left) < 3:
            break
        one, other = left.pop(), left.pop()
        new = f"N{number}"
        kind = draw(st.sampled_from(list(Action)))
        if kind is Action.MERGE:
            into = draw(st.sampled_from((new, one)))
            part = Part(into, "新" if into == new else "")
            steps.append(Step(kind, (one, other), (part,), into))
        elif kind is Action.SPLIT:
            kept = draw(st.booleans())
            parts = (
                Part(one if kept else new, "" if kept else "新", takes_rest=True),
                Part(f"{new}b", "別", takes=()),
            )
            steps.append(Step(kind, (one,), parts, f"{new}b"))
        elif kind is Action.RENAME:
            code = draw(st.sampled_from((one, new)))
            steps.append(Step(kind, (one,), (Part(code, "改"),)))
        elif kind is Action.CLOSE:
            steps.append(Step(kind, (one,), (Part(left[0]),), left[0]))
        elif kind is Action.MOVE:
            steps.append(Step(kind, (one,), (Part(one, parent="T"),)))
        else:
            steps.append(Step(kind, (), (Part(new, "新", "T"),)))
    return tuple(steps)


ROOTS = (
    department("T", "市", None, ALWAYS),
    *(department(code, code, "T", ALWAYS, is_unit=True) for code in CODES),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(histories(), min_size=1, max_size=5), plans(), DAYS)
def test_nobody_is_lost_or_doubled_and_the_past_stays(
    held: list[tuple[Posting, ...]], steps: tuple[Step, ...], on: date
) -> None:
    people = {str(number): posts for number, posts in enumerate(held)}
    found = plan(*steps, departments=ROOTS, people=people, on=on)
    if found.problems:
        # A later step may close into a department that an earlier one ends.
        assert set(codes(found)) <= {"target_ends"}
        return
    after = people_after(found, people)
    tree = departments_after(found, ROOTS)
    probes = {on, on - timedelta(days=1), date(2035, 1, 1)}
    for posts in held:
        for one in posts:
            start = one.valid.start
            assert start is not None
            probes |= {start, start - timedelta(days=1)}
    for day in probes:
        before_, after_ = main_on(people, day), main_on(after, day)
        standing = [row for row in tree if day in row.valid]
        assert len({row.code for row in standing}) == len(standing)
        assert cycles(standing) == ()
        assert nested_units(standing) == ()
        assert {no: len(posts) for no, posts in before_.items()} == {
            no: len(posts) for no, posts in after_.items()
        }
        names = {row.code for row in standing}
        for no, posts in after.items():
            there = [p.department for p in posts if day in p.valid]
            assert set(there) <= names
            old = [p.department for p in people[no] if day in p.valid]
            if len(set(old)) == len(old) and day >= on:
                assert len(set(there)) == len(there)
            if day < on:
                assert sorted(there) == sorted(old)
        # Whoever was counted in a unit is counted in exactly one afterwards.
        units = evaluation_units(standing)
        for posts_ in after_.values():
            assert all(units[code] is not None for code in posts_ if code != "T")

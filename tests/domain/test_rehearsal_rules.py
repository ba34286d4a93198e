"""Two days compared: nobody is lost in the sums, and every difference is told."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.calendar import Period
from skilltrack.domain.catalogue.courses import Course, CourseKind
from skilltrack.domain.organisation import (
    AbsenceKind,
    Appointment,
    Department,
    Succession,
    SuccessionKind,
)
from skilltrack.domain.roles.appointments import RoleRule
from skilltrack.domain.roles.outcomes import CoverState, Fate
from skilltrack.domain.years.rehearsal import (
    Catalogued,
    DepartmentState,
    Differences,
    Known,
    MovementKind,
    compare,
)
from skilltrack.domain.years.snapshots import Placed, Snapshot

BEFORE, AFTER = date(2027, 3, 31), date(2027, 4, 1)
LEADER = "dx_leader"
UNITS = tuple(
    Department(code, f"{code}課", None, is_evaluation_unit=True) for code in ("A", "B", "C")
)
COURSES = (
    Course("R1", "全員", 2027, CourseKind.REQUIRED),
    Course("R2", "管理職", 2027, CourseKind.REQUIRED, ("manager",)),
    Course("L1", "リーダー", 2027, CourseKind.LEADER),
)


def person(number: str, unit: str, band: str = "staff", **others: object) -> Placed:
    return Placed(number, f"職員{number}", "", unit, unit, "主事", band, **others)  # type: ignore[arg-type]


def differences(
    before: tuple[Placed, ...],
    after: tuple[Placed, ...],
    known: Known | None = None,
    departments: tuple[Department, ...] = UNITS,
) -> Differences:
    return compare(
        Snapshot(BEFORE, UNITS, before),
        Snapshot(AFTER, departments, after),
        known or Known(catalogue=Catalogued(COURSES, LEADER)),
    )


people = st.dictionaries(
    st.sampled_from([f"{number:02}" for number in range(12)]),
    st.builds(
        lambda unit, band, absence, roles: (unit, band, absence, roles),
        st.sampled_from("ABC"),
        st.sampled_from(("staff", "manager")),
        st.sampled_from((None, AbsenceKind.LEAVE)),
        st.sampled_from((frozenset(), frozenset({LEADER}))),
    ),
)


def placed(
    drawn: dict[str, tuple[str, str, AbsenceKind | None, frozenset[str]]],
) -> tuple[Placed, ...]:
    return tuple(
        person(number, unit, band, absence=absence, roles=roles)
        for number, (unit, band, absence, roles) in drawn.items()
    )


@given(people, people)
def test_heads_balance_in_every_department_and_in_all(
    before: dict[str, tuple[str, str, AbsenceKind | None, frozenset[str]]],
    after: dict[str, tuple[str, str, AbsenceKind | None, frozenset[str]]],
) -> None:
    found = differences(placed(before), placed(after)).departments
    for row in found:
        assert row.before + row.joined + row.moved_in - row.moved_out - row.left == row.after
    assert sum(row.moved_in for row in found) == sum(row.moved_out for row in found)
    assert sum(row.before for row in found) == len(before)
    assert sum(row.after for row in found) == len(after)


@given(people, people)
def test_the_other_way_round_everything_is_the_other_way_round(
    before: dict[str, tuple[str, str, AbsenceKind | None, frozenset[str]]],
    after: dict[str, tuple[str, str, AbsenceKind | None, frozenset[str]]],
) -> None:
    there = differences(placed(before), placed(after))
    back = differences(placed(after), placed(before))
    kinds, opposite = (
        Counter(kind for one in days.movements for kind in one.kinds) for days in (there, back)
    )
    assert kinds[MovementKind.JOINED] == opposite[MovementKind.LEFT]
    assert kinds[MovementKind.WENT_ON_LEAVE] == opposite[MovementKind.RETURNED]
    assert kinds[MovementKind.MOVED] == opposite[MovementKind.MOVED]


@given(people)
def test_a_day_beside_itself_differs_in_nothing(
    drawn: dict[str, tuple[str, str, AbsenceKind | None, frozenset[str]]],
) -> None:
    assert differences(placed(drawn), placed(drawn)).movements == ()


def test_a_new_band_and_a_new_role_bring_their_courses_and_take_the_old_ones() -> None:
    found = differences(
        (person("1", "A"), person("2", "A", "manager"), person("3", "A")),
        (
            person("1", "A", "manager"),
            person("2", "A"),
            person("3", "A", roles=frozenset({LEADER})),
        ),
    )
    owed = {m.person.employee_no: (m.due, m.newly_due, m.no_longer_due) for m in found.movements}
    assert owed == {
        "1": (("R1", "R2"), ("R2",), ()),
        "2": (("R1",), (), ("R2",)),
        "3": (("L1", "R1"), ("L1",), ()),
    }


def test_whoever_does_not_count_owes_nothing() -> None:
    known = Known(
        catalogue=Catalogued(COURSES, LEADER, frozenset({"1"}), frozenset()),
    )
    (one,) = differences((person("1", "A"),), (person("1", "A"),), known).movements
    assert (one.kinds, one.due, one.no_longer_due) == ((), (), ("R1",))


def test_moving_with_the_department_is_a_reorganisation_and_no_transfer() -> None:
    merged = Known((Succession("B", "C", SuccessionKind.MERGED, AFTER),))
    found = differences(
        (person("1", "B"), person("2", "B")),
        (person("1", "C"), person("2", "A")),
        merged,
        departments=(UNITS[0], UNITS[2]),
    )
    kinds = {m.person.employee_no: m.kinds for m in found.movements}
    assert kinds == {"1": (MovementKind.REORGANISED,), "2": (MovementKind.MOVED,)}
    rows = {row.code: row for row in found.departments}
    assert (rows["B"].state, rows["B"].successors) == (DepartmentState.ENDED, ("C",))
    assert rows["C"].predecessors == ("B",)


def test_a_succession_of_another_day_is_no_part_of_this_one() -> None:
    earlier = Known((Succession("B", "C", SuccessionKind.MERGED, date(2026, 10, 1)),))
    found = differences((person("1", "B"),), (person("1", "C"),), earlier)
    assert found.movements[0].kinds == (MovementKind.MOVED,)


def roles_of(
    before: tuple[Placed, ...],
    after: tuple[Placed, ...],
    rule: RoleRule,
    *appointments: Appointment,
) -> Differences:
    return differences(before, after, Known((), appointments, {LEADER: rule}))


def leader(number: str, unit: str) -> Placed:
    return person(number, unit, roles=frozenset({LEADER}))


def appointed(number: str, start: date, end: date | None = None) -> Appointment:
    return Appointment(number, LEADER, Period(start, end))


def test_the_only_leader_who_moves_away_leaves_a_unit_without() -> None:
    found = roles_of(
        (leader("1", "A"), leader("2", "B")),
        (leader("1", "B"), leader("2", "B")),
        RoleRule(LEADER),
        appointed("1", date(2026, 4, 1)),
        appointed("2", date(2026, 4, 1)),
    )
    states = {cover.unit: (cover.before, cover.after, cover.state) for cover in found.covers}
    assert states == {
        "A": (1, 0, CoverState.LOST),
        "B": (1, 2, CoverState.HELD),
        "C": (0, 0, CoverState.SHORT),
    }
    assert found.empty_units == ("A", "C")


def test_what_becomes_of_an_appointment_follows_the_rule_of_the_role() -> None:
    stays = RoleRule(LEADER, term_years=3, continues_after_transfer=False)
    before = tuple(leader(number, "A") for number in "12345")
    after = (leader("1", "A"), leader("2", "B"), leader("3", "A"), leader("5", "A"))
    found = roles_of(
        before,
        after,
        stays,
        appointed("1", date(2026, 4, 1)),
        appointed("2", date(2026, 4, 1)),
        appointed("3", date(2024, 9, 1)),  # the third fiscal year ends on the day before
        appointed("4", date(2026, 4, 1)),
        appointed("5", date(2024, 9, 1), AFTER),
    )
    fates = {one.appointment.employee_no: one.fate for one in found.outcomes}
    assert fates == {
        "1": Fate.CONTINUES,
        "2": Fate.TRANSFERRED,
        "3": Fate.TERM_OVER,
        "4": Fate.LEFT,
        "5": Fate.ENDED_BY_TERM,
    }
    goes_on = roles_of(before[1:2], after[1:2], RoleRule(LEADER), appointed("2", date(2026, 4, 1)))
    assert goes_on.outcomes[0].fate is Fate.FOLLOWS


def test_a_unit_whose_only_leader_ends_by_the_rule_is_at_risk() -> None:
    rule = RoleRule(LEADER, continues_after_transfer=False)
    found = roles_of(
        (leader("1", "A"),), (leader("1", "B"),), rule, appointed("1", date(2026, 4, 1))
    )
    states = {cover.unit: cover.state for cover in found.covers}
    assert (states["A"], states["B"]) == (CoverState.LOST, CoverState.AT_RISK)

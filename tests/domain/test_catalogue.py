"""Courses gathered, two years compared, the menu, the cost, and the rules that name a course."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.audience import Audience, Cohort
from skilltrack.domain.catalogue.courses import Course, CourseKind
from skilltrack.domain.catalogue.menu import MenuSegment, menu_of
from skilltrack.domain.catalogue.years import (
    CatalogueCourse,
    CatalogueField,
    CourseUse,
    MentionKind,
    YearState,
    compared,
    gathered,
    mentions,
    modes_in,
    planned_cost,
)
from skilltrack.domain.obligations.rules import ObligationRule, Occasion
from skilltrack.domain.schemes import gates, leaves
from skilltrack.domain.schemes.definition import Band, EvaluationRule, Role, Scheme, Tier, TierRule
from skilltrack.domain.schemes.programmes import CourseDetail, CourseMode, Programme, SkillRef
from skilltrack.domain.targets.definition import Measure, MeasureKind, TargetRule, TargetShape

BANDS = ("a", "b", "c")
SCHEME = Scheme(
    "s",
    1,
    "制度",
    "",
    TierRule.BY_POST,
    "q",
    tuple(Band(code, code) for code in BANDS),
    (Role("lead", "リーダー"), Role("other", "別")),
    (
        Tier(
            "t",
            "区分",
            gates.All(
                (
                    leaves.CoursesCompleted("1", "", ("X", "Y"), 1),
                    gates.AtLeast(1, (leaves.HoursCompleted("2", "", 3, ("Z",)),)),  # type: ignore[arg-type]
                )
            ),
        ),
    ),
    evaluation=EvaluationRule("lead"),
)


def course(
    code: str, *rows: tuple[CourseKind, tuple[str, ...]], detail: CourseDetail | None = None
) -> CatalogueCourse:
    made = tuple(Course(code, f"研修{code}", 2026, kind, bands) for kind, bands in rows)
    return CatalogueCourse(made, detail or CourseDetail(code))


def test_rows_of_a_code_are_one_course() -> None:
    rows = [
        Course("A", "甲", 2026, CourseKind.ELECTIVE, ("a",)),
        Course("B", "乙", 2026, CourseKind.LEADER),
        Course("A", "甲", 2026, CourseKind.REQUIRED, ("b",)),
    ]
    first, second = gathered(rows, {"B": CourseDetail("B", organiser="県")})
    assert (first.code, len(first.rows)) == ("A", 2)
    assert first.kinds == (CourseKind.REQUIRED, CourseKind.ELECTIVE)
    assert [first.is_for_band(band) for band in BANDS] == [True, True, False]
    assert first.detail == CourseDetail("A")
    assert second.detail.organiser == "県"
    assert second.is_for_band("c")


def test_two_years_are_compared_part_by_part() -> None:
    kept = course("K", (CourseKind.ELECTIVE, ()))
    before = course("C", (CourseKind.REQUIRED, ("a", "b")))
    turned = course("C", (CourseKind.REQUIRED, ("b",)), (CourseKind.REQUIRED, ("a",)))
    changed = course("C", (CourseKind.ELECTIVE, ()), detail=CourseDetail("C", seat_yen=1))
    gone = course("G", (CourseKind.ELECTIVE, ()))
    new = course("N", (CourseKind.ELECTIVE, ()))
    assert [one.state for one in compared([before], [turned])] == [YearState.SAME]
    found = {one.course.code: one for one in compared([kept, before, gone], [new, changed, kept])}
    assert {code: one.state for code, one in found.items()} == {
        "N": YearState.ADDED,
        "C": YearState.CHANGED,
        "K": YearState.SAME,
        "G": YearState.DROPPED,
    }
    assert found["C"].parts == (CatalogueField.OFFERS, CatalogueField.SEAT_YEN)


offers = st.lists(
    st.tuples(
        st.sampled_from(CourseKind),
        st.lists(st.sampled_from((*BANDS, "elsewhere")), unique=True).map(tuple),
    ),
    min_size=1,
    max_size=3,
)
details = st.builds(
    lambda roles, cohort, bands, skills: CourseDetail(
        "?",
        builds=tuple(map(SkillRef, skills)),
        audience=Audience(
            bands=tuple(bands), roles=tuple(roles), cohort=Cohort(cohort) if cohort else None
        ),
    ),
    st.lists(st.sampled_from(["lead", "other", "gone"]), unique=True),
    st.sampled_from([None, "other"]),
    st.lists(st.sampled_from(BANDS), unique=True),
    st.lists(st.sampled_from(["k1", "k2", "i2", "unknown"]), unique=True),
)
SEGMENT_OF = {"k1": "k1", "k2": "k2", "i2": "k2"}


def stands_in(one: CatalogueCourse, line: str, segment: str, *, is_role: bool) -> set[CourseKind]:
    """Return as which kinds a course stands in a cell, worked out row by row."""
    keys = {SEGMENT_OF.get(skill.code) for skill in one.detail.builds} - {None}
    if segment not in (keys or {""}):
        return set()
    audience, found = one.detail.audience, set()
    for row in one.rows:
        roles = set(audience.roles)
        if not roles and audience.cohort is not None:
            roles = {audience.cohort.role}
        if not roles and row.kind is CourseKind.LEADER:
            roles = {"lead"}
        if roles:
            if is_role and line in roles:
                found.add(row.kind)
        elif not is_role:
            row_fits = row.bands == () or line in row.bands
            audience_fits = audience.bands == () or line in audience.bands
            if row_fits and audience_fits:
                found.add(row.kind)
    return found


@given(st.lists(st.tuples(offers, details), max_size=4))
def test_a_course_stands_in_the_menu_where_it_is_offered(made: list) -> None:  # type: ignore[type-arg]
    courses = [course(f"C{n}", *rows, detail=detail) for n, (rows, detail) in enumerate(made)]
    segments = (MenuSegment("k1", "一"), MenuSegment("k2", "二"))
    menu = menu_of(courses, SCHEME, segments, SEGMENT_OF)
    order = list(CourseKind)
    shown = set()
    for line in menu.lines:
        for segment in (*segments, MenuSegment("", "")):
            expected = {
                one.code: min(kinds, key=order.index)
                for one in courses
                if (kinds := stands_in(one, line.code, segment.key, is_role=line.is_role))
            }
            cell = menu.cells.get((line, segment), ())
            assert {entry.code: entry.kind for entry in cell} == expected
            assert [order.index(e.kind) for e in cell] == sorted(order.index(e.kind) for e in cell)
            shown |= expected.keys()
            assert not expected or segment in menu.segments
    assert {one.code for one in menu.outside} == {one.code for one in courses} - shown


def test_a_cost_nobody_stated_is_unknown_and_not_nothing() -> None:
    assert planned_cost(CourseDetail("A"), CourseUse(3, 10, 30)) is None


def test_sessions_and_people_are_paid_for() -> None:
    detail = CourseDetail("A", session_yen=50_000, seat_yen=1_000)
    cost = planned_cost(detail, CourseUse(2, 18, 30, planned=99, completed=40))
    assert cost is not None
    assert (cost.sessions, cost.seats, cost.total, cost.at_most) == (
        100_000,
        18_000,
        118_000,
        130_000,
    )
    unlimited = planned_cost(detail, CourseUse(2, 18, None))
    assert unlimited is not None
    assert unlimited.at_most is None
    fixed = planned_cost(CourseDetail("A", session_yen=50_000), CourseUse(2, 18, None))
    assert fixed is not None
    assert fixed.at_most == 100_000


def test_a_course_without_sessions_is_paid_for_those_planned_or_done() -> None:
    detail = CourseDetail("A", seat_yen=1_000)
    planned = planned_cost(detail, CourseUse(planned=7, completed=3))
    done = planned_cost(detail, CourseUse(planned=2, completed=3))
    assert planned is not None
    assert done is not None
    assert (planned.total, planned.at_most, done.total) == (7_000, 7_000, 3_000)


def test_every_rule_that_names_a_course_is_told() -> None:
    programme = Programme(
        "s",
        1,
        obligations=(
            ObligationRule(
                "o", "義務", Occasion.ONCE, courses=("X",), courses_by_band={"a": ("W",)}
            ),
        ),
        targets=(
            TargetRule(
                "g",
                "目標",
                TargetShape.HEADS,
                date(2026, 4, 1),
                date(2027, 3, 31),
                Measure(MeasureKind.COURSES, ("V",)),
            ),
            TargetRule(
                "h",
                "試験",
                TargetShape.HEADS,
                date(2026, 4, 1),
                date(2027, 3, 31),
                Measure(MeasureKind.EXAMS, ("it",)),
            ),
        ),
    )
    found = mentions(SCHEME, programme)
    assert set(found) == {"X", "Y", "Z", "W", "V"}
    assert [one.kind for one in found["X"]] == [MentionKind.REQUIREMENT, MentionKind.OBLIGATION]
    assert found["V"][0].name == "目標"


def test_a_text_is_read_as_modes_only_where_every_word_is_one() -> None:
    names = {"集合": CourseMode.CLASSROOM, "動画": CourseMode.VIDEO}
    assert modes_in("集合・動画", names) == (CourseMode.CLASSROOM, CourseMode.VIDEO)
    assert modes_in("集合、集合", names) == (CourseMode.CLASSROOM,)
    assert modes_in("集合と動画", names) == ()
    assert modes_in("", names) == ()

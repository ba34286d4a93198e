"""Bands of posts: by the body's titles and the tables of schemes, beside a plain reading."""

from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.catalogue.courses import Course, CourseKind
from skilltrack.domain.schemes.bands import BY_TITLES, Bands, TitleTable

GRADES = TitleTable(
    "grades", frozenset({"head", "officer"}), {"課長": "head", "主事": "officer"}, frozenset({"G1"})
)
LEVELS = TitleTable(
    "levels",
    frozenset({"manager", "staff"}),
    {"課長": "manager", "係長": "staff", "主事": "staff"},
    frozenset({"M1"}),
)
STRICT = TitleTable(
    "strict", frozenset({"manager", "staff"}), {"課長": "manager", "係長": "manager"}, frozenset()
)


def required(code: str, *bands: str) -> Course:
    return Course(code, code, 2026, CourseKind.REQUIRED, bands)


def test_a_band_of_another_scheme_gives_way_to_the_one_usual_for_the_title() -> None:
    assert GRADES.band_of("manager", "課長") == "head"
    assert GRADES.band_of("officer", "課長") == "officer"  # the body says so
    assert GRADES.band_of("manager", "技監") is None
    assert TitleTable("none", frozenset()).band_of("manager", "課長") == "manager"


def test_a_band_is_read_by_every_scheme_that_has_it() -> None:
    bands = Bands([GRADES, LEVELS, STRICT])
    assert bands.place(("officer", "head"), "manager", "課長") == "head"
    assert bands.place(("manager",), None, "係長") == "manager"
    assert bands.place(("manager",), "staff", "係長") is None  # the body says otherwise
    assert BY_TITLES.place(("head",), "manager", "課長") is None


def test_a_sample_course_is_read_by_its_own_scheme_alone() -> None:
    bands = Bands([GRADES, LEVELS, STRICT])
    assert not bands.concerns(required("M1", "manager"), None, "係長")
    assert bands.concerns(required("M1", "staff"), None, "係長")
    assert bands.concerns(required("own", "manager"), None, "係長")
    # a band that its scheme does not have was added by the body
    assert bands.concerns(required("G1", "head", "manager"), None, "係長")


def test_what_is_required_of_a_post_are_the_rows_that_concern_it() -> None:
    bands = Bands([GRADES, LEVELS])
    rows = (required("G1", "head"), required("M1", "manager"), required("all"), required("x", "?"))
    assert bands.required_of(rows, "manager", "課長") == {"G1", "M1", "all"}
    assert bands.required_of(rows, "staff", "技監") == {"all"}


CODES = ("a", "b", "c", "d")
TITLES = ("課長", "係長", "主事", "")
tables = st.builds(
    TitleTable,
    st.sampled_from(("s", "t", "u")),
    st.frozensets(st.sampled_from(CODES), max_size=3),
    st.dictionaries(st.sampled_from(TITLES), st.sampled_from(CODES), max_size=3),
    st.frozensets(st.sampled_from(("C", "D")), max_size=1),
)


@given(
    st.lists(tables, max_size=3),
    st.lists(st.sampled_from(CODES), min_size=1, max_size=3, unique=True),
    st.none() | st.sampled_from(CODES),
    st.sampled_from(TITLES),
    st.sampled_from(("C", "D", "")),
)
def test_places_are_those_of_a_plain_reading(
    known: list[TitleTable], wanted: list[str], band: str | None, title: str, course: str
) -> None:
    def is_there(one: str) -> bool:
        if one == band:
            return True
        having = [table for table in known if one in table.bands]
        own = [table for table in having if course in table.courses]
        for table in own or having:
            stands = band if band in table.bands else table.titles.get(title)
            if stands == one:
                return True
        return False

    expected = next((one for one in wanted if is_there(one)), None)
    assert Bands(known).place(tuple(wanted), band, title, course) == expected

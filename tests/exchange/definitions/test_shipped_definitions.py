from collections import Counter
from datetime import date
from fractions import Fraction
from itertools import chain

import pytest

from skilltrack.domain.catalogue.courses import CourseKind
from skilltrack.domain.exams.definition import Exam, ExamAttempt, is_passed
from skilltrack.domain.questionnaires.definition import Origin, Questionnaire
from skilltrack.domain.schemes import gates
from skilltrack.domain.schemes.definition import Medal, Scheme, TierRule
from skilltrack.domain.schemes.leaves import CatalogueCompleted, CatalogueKind, CategoryAtLeast
from skilltrack.exchange.definitions.exams import shipped_exams
from skilltrack.exchange.definitions.questionnaires import (
    load_questionnaire,
    shipped_questionnaires,
)
from skilltrack.exchange.definitions.schemes import check_scheme, load_scheme, shipped_schemes
from skilltrack.files.shipped import shipped_folder


@pytest.fixture(scope="module")
def sakata() -> Questionnaire:
    return load_questionnaire(shipped_folder("questionnaires") / "sakata")


@pytest.fixture(scope="module")
def fukui() -> Scheme:
    return load_scheme(shipped_folder("schemes") / "fukui")


@pytest.fixture(scope="module")
def kitakyushu() -> Scheme:
    return load_scheme(shipped_folder("schemes") / "kitakyushu")


@pytest.fixture(scope="module")
def exams() -> dict[str, Exam]:
    return {exam.code: exam for exam in shipped_exams()}


def test_the_questionnaire_has_five_fields_of_5_6_6_9_and_1_items(sakata: Questionnaire) -> None:
    sizes = {code: len(items) for code, items in sakata.items_by_category.items()}
    assert sizes == {"basic_terms": 5, "excel": 6, "statistics": 6, "tools": 9, "security": 1}
    assert [category.name for category in sakata.categories] == [
        "基礎用語",
        "エクセル関数",
        "統計知識",
        "ツール",
        "セキュリティ",
    ]


def test_nine_items_have_published_themes(sakata: Questionnaire) -> None:
    published = [item for item in sakata.items if item.origin is Origin.PUBLISHED]
    assert Counter(item.category for item in published) == {
        "basic_terms": 2,
        "excel": 2,
        "statistics": 2,
        "tools": 2,
        "security": 1,
    }


def test_no_question_is_asked_twice(sakata: Questionnaire) -> None:
    assert len({item.text for item in sakata.items}) == len(sakata.items)
    assert len({item.theme for item in sakata.items}) == len(sakata.items)


def test_item_codes_are_the_ones_other_rounds_compare_with(sakata: Questionnaire) -> None:
    series = {"T": 5, "E": 6, "S": 6, "L": 9, "C": 1}
    expected = [f"{letter}{n:02}" for letter, last in series.items() for n in range(1, last + 1)]
    assert [item.code for item in sakata.items] == expected


def test_the_scale_climbs_in_four_steps_from_0_to_3(sakata: Questionnaire) -> None:
    assert [step.points for step in sakata.scale.steps] == [0, 1, 2, 3]
    assert sakata.scale.allows_not_applicable


def test_every_item_leads_to_a_course_of_each_kind_of_body(
    sakata: Questionnaire, fukui: Scheme, kitakyushu: Scheme
) -> None:
    known = {course.code for course in chain(fukui.courses, kitakyushu.courses)}
    assert {code for item in sakata.items for code in item.courses} <= known
    assert all(any(code.startswith("DX-") for code in item.courses) for item in sakata.items)


def test_shipped_definitions_come_sorted_by_id() -> None:
    for folder, file, found in (
        ("questionnaires", "questionnaire.toml", [one.id for one in shipped_questionnaires()]),
        ("schemes", "scheme.toml", [one.id for one in shipped_schemes()]),
    ):
        files = shipped_folder(folder).glob(f"*/{file}")
        assert found == sorted(path.parent.name for path in files)
    codes = [exam.code for exam in shipped_exams()]
    assert codes == sorted(codes)
    assert len(codes) == 15


def test_shipped_schemes_name_nothing_unknown(
    sakata: Questionnaire, fukui: Scheme, kitakyushu: Scheme, exams: dict[str, Exam]
) -> None:
    assert check_scheme(fukui, sakata, exams.values()) == ()
    assert check_scheme(kitakyushu, sakata, exams.values()) == ()


def test_every_category_threshold_is_labelled_as_ours(fukui: Scheme, kitakyushu: Scheme) -> None:
    labels = [
        leaf.label
        for tier in (*fukui.tiers, *kitakyushu.tiers)
        for leaf in gates.leaves(tier.gate)
        if isinstance(leaf, CategoryAtLeast)
    ]
    assert labels
    assert all(label.endswith("（目安）") for label in labels)


def test_fukui_expects_tiers_of_three_bands_and_one_role(fukui: Scheme) -> None:
    assert fukui.rule is TierRule.BY_POST
    for band in fukui.bands:
        tier = fukui.expected_tier(band.code, frozenset())
        assert tier is not None
        assert tier.code == band.code
    leader = fukui.expected_tier("staff", frozenset({"dx_leader"}))
    assert leader is not None
    assert leader.code == "dx_leader"


def test_the_leader_must_do_all_that_staff_must(fukui: Scheme) -> None:
    def asked(tier: str) -> tuple[dict[str, Fraction], set[CatalogueKind]]:
        leaves = list(gates.leaves(fukui.tiers_by_code[tier].gate))
        ratios = {x.category: x.ratio for x in leaves if isinstance(x, CategoryAtLeast)}
        return ratios, {x.catalogue for x in leaves if isinstance(x, CatalogueCompleted)}

    staff_ratios, staff_catalogues = asked("staff")
    leader_ratios, leader_catalogues = asked("dx_leader")
    assert all(leader_ratios[category] > ratio for category, ratio in staff_ratios.items())
    assert leader_catalogues == staff_catalogues | {CatalogueKind.LEADER}


def test_fukui_asks_the_published_courses_of_each_band(fukui: Scheme) -> None:
    required = {
        band.code: {
            course.name
            for course in fukui.courses
            if course.kind is CourseKind.REQUIRED and band.code in course.bands
        }
        for band in fukui.bands
    }
    assert required == {
        "management": {"DX推進研修", "人と組織の改革", "インシデント管理"},
        "project_leader": {"DX推進研修", "ICT改革"},
        "staff": {"DX推進研修", "情報セキュリティ", "DXゲートウェイ研修"},
    }


def test_fukui_offers_13_electives_to_staff_and_15_in_all(fukui: Scheme) -> None:
    electives = [course for course in fukui.courses if course.kind is CourseKind.ELECTIVE]
    assert len({course.code for course in electives if "staff" in course.bands}) == 13
    assert len({course.code for course in electives}) == 15
    leader = {course.code for course in fukui.courses if course.kind is CourseKind.LEADER}
    assert len(leader) == 2


def test_a_course_may_be_required_of_one_band_and_elective_for_another(fukui: Scheme) -> None:
    rows = {course.kind: course.bands for course in fukui.courses if course.name == "ICT改革"}
    assert rows == {CourseKind.REQUIRED: ("project_leader",), CourseKind.ELECTIVE: ("staff",)}


@pytest.mark.parametrize(
    ("title", "band"),
    [
        ("部長", "management"),
        ("参事", "management"),
        ("課長補佐", "project_leader"),
        ("主任", "project_leader"),
        ("主査", "staff"),
        ("主事", "staff"),
    ],
)
def test_fukui_puts_titles_into_bands_as_published(fukui: Scheme, title: str, band: str) -> None:
    assert fukui.titles[title] == band


def test_kitakyushu_climbs_from_bronze_to_gold(kitakyushu: Scheme) -> None:
    assert kitakyushu.rule is TierRule.EARNED
    assert [tier.medal for tier in kitakyushu.tiers] == [Medal.BRONZE, Medal.SILVER, Medal.GOLD]
    assert kitakyushu.evaluation is None


def test_silver_needs_two_of_four_hands_on_courses(kitakyushu: Scheme) -> None:
    silver = kitakyushu.tiers_by_code["silver"].gate
    full = dict.fromkeys(("basic_terms", "excel", "statistics", "tools"), Fraction(1))

    def is_reached(*courses: str) -> bool | None:
        completed = dict.fromkeys(courses, date(2026, 6, 1))
        evidence = gates.Evidence(categories=full, completed=completed)
        return gates.holds(silver, gates.judge(silver, evidence))

    assert is_reached("KQ-02") is False
    assert is_reached("KQ-02", "KQ-05") is True
    assert is_reached("KQ-01", "KQ-06") is False


@pytest.mark.parametrize(
    ("total", "strategy", "management", "technology", "expected"),
    [
        (640, 290, 700, 700, False),
        (600, 300, 300, 300, True),
        (599, 700, 700, 700, False),
        (1000, 1000, 1000, 299, False),
    ],
)
@pytest.mark.parametrize("on", [date(2022, 3, 31), date(2022, 4, 1), date(2026, 11, 21)])
def test_it_passport_is_passed_with_600_in_all_and_300_in_each_field(
    exams: dict[str, Exam],
    on: date,
    total: int,
    strategy: int,
    management: int,
    technology: int,
    *,
    expected: bool,
) -> None:
    scores = {
        "total": total,
        "strategy": strategy,
        "management": management,
        "technology": technology,
    }
    edition = exams["it_passport"].edition_on(on)
    assert edition is not None
    assert is_passed(edition, ExamAttempt("000123", "it_passport", on, scores)) is expected


def test_it_passport_cost_5700_yen_until_march_2022(exams: dict[str, Exam]) -> None:
    def fee(on: date) -> int | None:
        edition = exams["it_passport"].edition_on(on)
        return None if edition is None else edition.fee_yen

    assert fee(date(2022, 3, 31)) == 5700
    assert fee(date(2022, 4, 1)) == 7500


def test_the_other_national_exams_report_pass_or_fail(exams: dict[str, Exam]) -> None:
    others = [exam for code, exam in exams.items() if code != "it_passport"]
    assert len([exam for exam in others if "IPA" in exam.organiser]) == 12
    for exam in others:
        edition = exam.edition_on(date(2015, 10, 18))
        assert edition is not None
        attempt = ExamAttempt("000123", exam.code, date(2015, 10, 18), stated_pass=True)
        assert is_passed(edition, attempt) is True

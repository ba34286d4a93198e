"""The published figures of the case books stand in the shipped schemes, each with its source."""

from datetime import date
from fractions import Fraction

import pytest

from skilltrack.domain.inclusion import DEFAULT_RULES, Figure
from skilltrack.domain.obligations.rules import ObligationRule, Occasion
from skilltrack.domain.organisation import AbsenceKind, EmploymentType, PracticeStage
from skilltrack.domain.people.career import CareerKind
from skilltrack.domain.roles.appointments import RoleRule, term_end
from skilltrack.domain.schemes import gates
from skilltrack.domain.schemes.leaves import (
    AccreditationHeld,
    CareerRegistered,
    ExamPassed,
    Leaf,
    LeafKind,
    PracticesRegistered,
)
from skilltrack.domain.schemes.programmes import CompletionKind, CourseDetail, CourseMode
from skilltrack.domain.targets.counting import CountingUnit
from skilltrack.domain.targets.definition import MeasureKind, Milestone, TargetRule, TargetShape
from skilltrack.exchange.definitions.schemes import shipped_definitions

DEFINITIONS = {definition.scheme.id: definition for definition in shipped_definitions()}

ROWS = {
    1: ("福井県", "fukui"),
    2: ("酒田市", "sakata"),
    3: ("北九州市", "kitakyushu"),
    4: ("江津市", "gotsu"),
    5: ("栃木県", "tochigi"),
    6: ("金沢市", "kanazawa"),
    7: ("真岡市", "moka"),
    8: ("神戸市", "kobe"),
    9: ("滋賀県", "shiga"),
    10: ("小山町", "oyama"),
    11: ("北海道", "hokkaido"),
    12: ("愛知県", "aichi"),
    13: ("東京都", "tokyo"),
    14: ("つくば市", "tsukuba"),
    15: ("豊田市", "toyota"),
    16: ("袋井市", "fukuroi"),
    17: ("長井市", "nagai"),
    18: ("あわら市", "awara"),
    19: ("広島県", "hiroshima"),
    20: ("愛媛県", "ehime"),
}
"""Row of the table of bodies in the case books → body and scheme."""


def target(scheme: str, target_id: str) -> TargetRule:
    return next(t for t in DEFINITIONS[scheme].programme.targets if t.id == target_id)


def owed(scheme: str, rule_id: str) -> ObligationRule:
    return next(r for r in DEFINITIONS[scheme].programme.obligations if r.id == rule_id)


def course(scheme: str, code: str) -> CourseDetail:
    return next(d for d in DEFINITIONS[scheme].programme.details if d.code == code)


def leaves(scheme: str, tier: str) -> list[Leaf]:
    return list(gates.leaves(DEFINITIONS[scheme].scheme.tiers_by_code[tier].gate))


@pytest.mark.parametrize("row", ROWS)
def test_the_body_of_each_row_has_a_scheme_that_names_it(row: int) -> None:
    body, scheme = ROWS[row]
    assert DEFINITIONS[scheme].scheme.name.startswith(body)
    assert any(body.removesuffix("県") in note.source for note in DEFINITIONS[scheme].scheme.notes)


HEADS = [
    # row, target, goal, first day, last day, what is counted
    (3, "heads-2400", 2400, date(2023, 4, 1), date(2026, 3, 31), MeasureKind.TIERS),
    (5, "skip-900", 900, date(2023, 4, 1), date(2028, 3, 31), MeasureKind.ROLES),
    (6, "leaders-100", 100, date(2021, 4, 1), date(2026, 3, 31), MeasureKind.COURSES),
    (9, "challengers-450", 450, date(2022, 4, 1), date(2025, 3, 31), MeasureKind.ROLES),
    (14, "heads-2000", 2000, date(2017, 4, 1), date(2031, 3, 31), MeasureKind.COURSES),
    (13, "literacy-40000", 40000, date(2022, 4, 1), date(2027, 3, 31), MeasureKind.COURSES),
    (13, "reskilling-5000", 5000, date(2022, 4, 1), date(2027, 3, 31), MeasureKind.COURSES),
    (16, "bpr-staff-96", 96, date(2020, 4, 1), date(2024, 3, 31), MeasureKind.COURSES),
    (17, "members-17", 17, date(2020, 7, 1), date(2027, 3, 31), MeasureKind.ROLES_HELD),
]


@pytest.mark.parametrize(("row", "name", "goal", "starts", "due", "kind"), HEADS)
def test_heads_by_a_deadline(
    row: int, name: str, goal: int, starts: date, due: date, kind: MeasureKind
) -> None:
    rule = target(ROWS[row][1], name)
    assert rule.shape is TargetShape.HEADS
    assert (rule.goal, rule.starts_on, rule.due_on) == (goal, starts, due)
    assert rule.measure is not None
    assert rule.measure.kind is kind
    assert rule.source


SHARES = [
    (5, "skip-share", Fraction(1, 5)),
    (9, "challengers-share", Fraction(1, 10)),
    (14, "advanced-share", Fraction(1, 10)),
]


@pytest.mark.parametrize(("row", "name", "share"), SHARES)
def test_shares_of_staff(row: int, name: str, share: Fraction) -> None:
    rule = target(ROWS[row][1], name)
    assert (rule.shape, rule.goal) == (TargetShape.SHARE, share)
    assert rule.source


EVERYONE = [
    (4, "everyone-it-passport", date(2027, 3, 31), ("it_passport",)),
    (5, "skip-it-passport", date(2028, 3, 31), ("it_passport",)),
    (14, "everyone-2030", date(2031, 3, 31), ("TK-01", "TK-02", "TK-03")),
]


@pytest.mark.parametrize(("row", "name", "due", "codes"), EVERYONE)
def test_everyone_by_a_deadline(row: int, name: str, due: date, codes: tuple[str, ...]) -> None:
    rule = target(ROWS[row][1], name)
    assert (rule.shape, rule.goal, rule.due_on) == (TargetShape.EVERYONE, 1, due)
    assert rule.measure is not None
    assert (rule.measure.codes, rule.measure.count) == (codes, 1)


LEADERS = [
    (1, "leader-in-each-department", "dx_leader"),
    (6, "leader-in-each-section", "digital_admin_leader"),
    (10, "leader-in-each-department", "dx_promotion_leader"),
    (11, "leader-in-each-section", "digital_promotion_leader"),
    (15, "promoter-in-each-section", "digital_promoter"),
    (12, "leader-in-each-department", "dx_promotion_leader"),
]


@pytest.mark.parametrize(("row", "name", "role"), LEADERS)
def test_one_leader_in_each_department(row: int, name: str, role: str) -> None:
    rule = target(ROWS[row][1], name)
    assert (rule.shape, rule.goal) == (TargetShape.PER_DEPARTMENT, 1)
    assert rule.measure is not None
    assert (rule.measure.kind, rule.measure.codes) == (MeasureKind.ROLES_HELD, (role,))


def test_kanazawa_aims_at_a_pyramid_of_100_40_and_10() -> None:
    rule = target("kanazawa", "pyramid")
    assert rule.shape is TargetShape.LEVELS
    assert rule.per_level == {"leader": 100, "adviser": 40, "specialist": 10}


def test_kanazawa_plans_twenty_leaders_a_year() -> None:
    values = [milestone.value for milestone in target("kanazawa", "leaders-100").milestones]
    assert values == [20, 40, 60, 80, 100]


def test_kanazawa_teaches_its_leaders_for_100_hours_and_compares_before_and_after() -> None:
    rule = course("kanazawa", "KZ-01").completion
    assert (rule.kind, rule.hours) == (CompletionKind.HOURS, 100)
    (pair,) = DEFINITIONS["kanazawa"].programme.pairs
    assert pair.before == pair.after == DEFINITIONS["kanazawa"].scheme.questionnaire


def test_tochigi_plans_100_and_then_200_a_year_to_900() -> None:
    assert target("tochigi", "skip-900").milestones == tuple(
        Milestone(date(2024 + n, 3, 31), Fraction(100 + 200 * n)) for n in range(5)
    )


def test_tochigi_owes_by_the_year_of_designation() -> None:
    rules = DEFINITIONS["tochigi"].programme.obligations
    assert {rule.occasion for rule in rules} == {Occasion.DESIGNATION}
    years = [
        year
        for rule in rules
        if rule.audience.cohort is not None
        for year in rule.audience.cohort.fiscal_years
    ]
    assert years == [2023, 2024, 2025, 2026, 2027]
    assert len({rule.courses for rule in rules}) == 2
    assert target("tochigi", "skip-it-passport").population.cohort is not None


def test_tochigi_knows_all_thirteen_exams() -> None:
    tiers = DEFINITIONS["tochigi"].scheme.tiers
    named = [
        leaf.exam
        for tier in tiers
        for leaf in gates.leaves(tier.gate)
        if isinstance(leaf, ExamPassed)
    ]
    assert len(named) == len(set(named)) == 13


def test_tsukuba_owes_its_own_course_at_each_grade() -> None:
    rule = owed("tsukuba", "each-grade")
    bands = [band.code for band in DEFINITIONS["tsukuba"].scheme.bands]
    assert rule.occasion is Occasion.EACH_GRADE
    assert sorted(rule.courses_by_band) == sorted(bands)
    assert len(set(rule.courses_by_band.values())) == 3
    measure = target("tsukuba", "heads-2000").measure
    assert measure is not None
    assert measure.unit is CountingUnit.PEOPLE


def test_the_published_totals_of_tsukuba_add_up() -> None:
    text = target("tsukuba", "heads-2000").explanation
    assert all(f"{total}人" in text for total in (493, 618, 741, 892))
    sizes = [course("tsukuba", code).capacity for code in ("TK-03", "TK-01", "TK-02")]
    assert sizes == [32, 89, 30]
    assert sum(size or 0 for size in sizes) == 892 - 741


def test_kitakyushu_owes_at_entry_in_the_third_year_and_to_new_managers() -> None:
    rules = DEFINITIONS["kitakyushu"].programme.obligations
    assert [(rule.occasion, rule.year_of_service) for rule in rules] == [
        (Occasion.ENTRY, None),
        (Occasion.YEAR_OF_SERVICE, 3),
        (Occasion.PROMOTION, None),
    ]
    assert rules[2].audience.bands == ("director", "section_manager")


def test_fukui_owes_the_required_courses_of_each_year() -> None:
    (rule,) = DEFINITIONS["fukui"].programme.obligations
    assert (rule.occasion, rule.catalogue) == (Occasion.EVERY_YEAR, "required")
    kinds = {detail.completion.kind for detail in DEFINITIONS["fukui"].programme.details}
    assert kinds == {CompletionKind.SELF_REPORT}


def test_moka_asks_all_sessions_the_presentation_and_an_accreditation() -> None:
    detail = course("moka", "MK-02")
    assert detail.completion.kind is CompletionKind.ALL_SESSIONS
    assert detail.completion.has_presentation
    assert not detail.completion.counts_archive
    assert detail.session_yen == 3_135_000
    assert [tier.code for tier in DEFINITIONS["moka"].scheme.tiers[1:]] == [
        "adviser",
        "expert",
        "specialist",
    ]
    for tier in ("adviser", "expert", "specialist"):
        held = [leaf for leaf in leaves("moka", tier) if isinstance(leaf, AccreditationHeld)]
        assert [leaf.tier for leaf in held] == [tier]
    stages = [
        leaf.stage
        for tier in ("expert", "specialist")
        for leaf in leaves("moka", tier)
        if isinstance(leaf, PracticesRegistered)
    ]
    assert stages == [PracticeStage.CARRIED_OUT, PracticeStage.SPREAD]


def test_kobe_asks_a_leader_with_results_for_a_recorded_achievement() -> None:
    (leaf,) = leaves("kobe", "leader_with_results")
    assert isinstance(leaf, CareerRegistered)
    assert leaf.career is CareerKind.ACHIEVEMENT
    occasions = {rule.occasion for rule in DEFINITIONS["kobe"].programme.obligations}
    assert occasions == {Occasion.ONCE, Occasion.PROMOTION}


def test_oyama_lets_the_archive_make_up_for_an_absence() -> None:
    for detail in DEFINITIONS["oyama"].programme.details:
        assert detail.modes == (CourseMode.CLASSROOM, CourseMode.ARCHIVE)
        assert detail.completion.counts_archive
    rule = target("oyama", "online-procedures")
    assert (rule.shape, rule.goal) == (TargetShape.OUTPUTS, 10)


def test_hokkaido_has_levels_0_to_4_and_looks_for_experience() -> None:
    scheme = DEFINITIONS["hokkaido"].scheme
    assert [tier.code for tier in scheme.tiers] == [f"level{n}" for n in range(5)]
    assert target("hokkaido", "levels").per_level == {"level1": 947}
    careers = {
        leaf.career
        for tier in scheme.tiers
        for leaf in gates.leaves(tier.gate)
        if isinstance(leaf, CareerRegistered)
    }
    assert careers == {CareerKind.EXPERIENCE, CareerKind.QUALIFICATION}


def test_toyota_has_three_kinds_above_all_staff_and_the_five_exams_passed() -> None:
    scheme = DEFINITIONS["toyota"].scheme
    assert [tier.name for tier in scheme.tiers[1:]] == [
        "デジタル活用人材",
        "デジタル構築人材",
        "プロフェッショナル人材",
    ]
    exams = {
        leaf.exam
        for code in ("builder", "professional")
        for leaf in leaves("toyota", code)
        if isinstance(leaf, ExamPassed)
    }
    assert exams == {
        "fundamental_information",
        "applied_information",
        "database_specialist",
        "it_strategist",
        "project_manager",
    }


def test_gotsu_lets_whoever_passed_teach() -> None:
    kinds = {leaf.kind for leaf in leaves("gotsu", "teaching")}
    assert kinds == {LeafKind.EXAM, LeafKind.ROLE}
    assert course("gotsu", "GT-01").modes == (CourseMode.STUDY_GROUP,)


def test_sakata_has_a_course_for_each_field_and_a_ladder_for_each_and_the_whole() -> None:
    scheme = DEFINITIONS["sakata"].scheme
    fields = ["basic_terms", "excel", "statistics", "tools", "security"]
    assert [ladder.category for ladder in scheme.ladders] == ["", *fields]
    built = [course("sakata", f"SK-0{n}").builds[0].code for n in range(1, 6)]
    assert built == fields


def test_every_score_lies_in_exactly_one_level_of_every_ladder() -> None:
    """30.5 % as well as 39.9 and 40.0."""
    ladders = [ladder for one in DEFINITIONS.values() for ladder in one.scheme.ladders]
    assert ladders
    for ladder in ladders:
        starts = [level.least for level in ladder.levels]
        for tenths in range(1001):
            score = Fraction(tenths, 1000)
            at = [
                level.code
                for level, upper in zip(ladder.levels, [*starts[1:], Fraction(2)], strict=True)
                if level.least <= score < upper
            ]
            reached = ladder.reached(score)
            assert reached is not None
            assert at == [reached[-1]]


PUBLISHED = [
    ("gotsu", "20名程度"),
    ("gotsu", "258人"),
    ("tochigi", "507人"),
    ("tochigi", "4,300人"),
    ("kanazawa", "2,000人"),
    ("kanazawa", "100〜150時間"),
    ("kanazawa", "27,398千円"),
    ("moka", "26人"),
    ("moka", "47人"),
    ("moka", "21人"),
    ("moka", "23人"),
    ("moka", "3,157千円"),
    ("kobe", "4,232千円"),
    ("shiga", "10〜15％"),
    ("shiga", "3,493人"),
    ("shiga", "36百万円"),
    ("oyama", "10件以上"),
    ("hokkaido", "947"),
    ("tsukuba", "151人"),
    ("tsukuba", "2,000人"),
    ("toyota", "200人"),
    ("kitakyushu", "2,400人"),
    ("sakata", "5分野27問"),
    ("aichi", "6分類21項目"),
    ("aichi", "38プログラム"),
    ("aichi", "10,354千円"),
    ("aichi", "10人"),
    ("tokyo", "22のスキル項目と10のジョブタイプ"),
    ("fukuroi", "95人"),
    ("fukuroi", "21件"),
    ("fukuroi", "10件"),
    ("nagai", "18人"),
    ("nagai", "兼務13人"),
    ("nagai", "15人"),
    ("awara", "4月と9月の年2回"),
    ("hiroshima", "16市町"),
    ("hiroshima", "160件以上"),
    ("hiroshima", "月額5万円"),
    ("ehime", "33,623人"),
    ("ehime", "9,114人（27.1％）"),
    ("ehime", "20市町"),
    ("yasu", "3年度目の末"),
]


@pytest.mark.parametrize(("scheme", "figure"), PUBLISHED)
def test_a_published_figure_stands_where_it_has_a_source(scheme: str, figure: str) -> None:
    definition = DEFINITIONS[scheme]
    said = [note.text for note in definition.scheme.notes if note.source]
    said += [t.explanation for t in definition.programme.targets if t.source]
    assert any(figure in text for text in said)


@pytest.mark.parametrize(
    ("scheme", "part", "whole"), [("tochigi", 507, 900), ("shiga", 450, 3493), ("gotsu", 20, 258)]
)
def test_a_share_that_we_calculated_is_right(scheme: str, part: int, whole: int) -> None:
    share = f"{round(Fraction(part, whole) * 1000) / 10}％"
    (text,) = (note.text for note in DEFINITIONS[scheme].scheme.notes if share in note.text)
    assert "当方の計算" in text


def test_aichi_has_five_roles_over_24_skills_and_leaves_nobody_out() -> None:
    scheme = DEFINITIONS["aichi"].scheme
    assert [role.name for role in scheme.roles] == [
        "DX推進マネジャー",
        "DX推進リーダー",
        "DX推進デザイナー",
        "デジタル導入担当者",
        "デジタルアドバイザー",
    ]
    assert [tier.expected_role for tier in scheme.tiers] == [role.code for role in scheme.roles]
    assert scheme.questionnaire == "aichi_24"
    assert all(not course.bands for course in scheme.courses)
    special = course("aichi", "AC-08")
    assert special.completion.kind is CompletionKind.ALL_SESSIONS
    assert "全8回" in special.explanation


def test_tokyo_offers_by_occupation_and_has_three_levels() -> None:
    scheme = DEFINITIONS["tokyo"].scheme
    assert [tier.name for tier in scheme.tiers] == [
        "デジタルが分かる",
        "デジタルを使える",
        "デジタルをつくる",
    ]
    audiences = {d.code: d.audience for d in DEFINITIONS["tokyo"].programme.details}
    of_ict = [code for code, audience in audiences.items() if audience.occupations == ("ICT",)]
    assert len(of_ict) == 8
    assert audiences["TM-02"].occupations_left_out == ("ICT",)
    assert target("tokyo", "literacy-40000").is_yearly
    assert owed("tokyo", "ict-basic").audience.occupations == ("ICT",)


def test_fukuroi_plans_24_people_and_3_improvements_a_year() -> None:
    people = [one.value for one in target("fukuroi", "bpr-staff-96").milestones]
    outputs = target("fukuroi", "improvements-12")
    assert people == [24, 48, 72, 96]
    assert [one.value for one in outputs.milestones] == [3, 6, 9, 12]
    assert (outputs.shape, outputs.goal) == (TargetShape.OUTPUTS, 12)
    assert outputs.measure is not None
    assert outputs.measure.stage is PracticeStage.CARRIED_OUT
    assert "95人" in target("fukuroi", "bpr-staff-96").explanation
    assert "21件の提案のうち10件" in outputs.explanation
    assert course("fukuroi", "FR-01").completion.has_presentation


def test_hiroshima_leaves_out_whoever_is_seconded_in_every_figure() -> None:
    scheme = DEFINITIONS["hiroshima"].scheme
    for figure in Figure:
        if figure is not Figure.EXAMS:
            rule = scheme.stated_inclusion(figure) or DEFAULT_RULES[figure]
            assert AbsenceKind.SECONDED_OUT not in rule.absences, figure
    shared = target("hiroshima", "municipalities-16")
    assert (shared.shape, shared.goal, shared.baseline) == (TargetShape.OUTPUTS, 16, 15)


def test_ehime_counts_the_reappointed_and_fixed_term_in_the_survey() -> None:
    rule = DEFINITIONS["ehime"].scheme.stated_inclusion(Figure.ANSWERS)
    assert rule is not None
    assert rule.employment_types == (
        EmploymentType.REGULAR,
        EmploymentType.REAPPOINTED,
        EmploymentType.FIXED_TERM,
    )


def test_the_guideline_has_three_classes_with_a_target_for_each_level() -> None:
    scheme = DEFINITIONS["mic_guideline"].scheme
    assert {tier.name for tier in scheme.tiers} == {
        "高度専門人材",
        "DX推進リーダー",
        "一般行政職員",
    }
    rule = target("mic_guideline", "levels")
    assert rule.shape is TargetShape.LEVELS
    assert "当方の例" in rule.explanation


def test_the_literacy_map_has_a_ladder_for_each_part_and_the_whole() -> None:
    scheme = DEFINITIONS["dss_literacy"].scheme
    assert [ladder.category for ladder in scheme.ladders] == ["", "mind", "why", "what", "how"]
    kinds = {leaf.kind for tier in scheme.tiers for leaf in gates.leaves(tier.gate)}
    assert kinds == {LeafKind.LEVEL}


def test_the_usual_rule_of_a_role_is_the_one_of_yasu() -> None:
    """One for each department, to the end of the third fiscal year, also after a transfer."""
    (role,) = DEFINITIONS["yasu"].scheme.roles
    rule = RoleRule(role.code)
    assert (rule.least_per_unit, rule.continues_after_transfer) == (1, True)
    assert term_end(rule, date(2026, 10, 1)) == date(2029, 3, 31)
    assert target("yasu", "leader-in-each-department").goal == 1


def test_nagai_and_awara_give_roles_with_something_owed_on_appointment() -> None:
    for scheme, role in (("nagai", "digital_office_member"), ("awara", "dx_promoter")):
        (rule,) = DEFINITIONS[scheme].programme.obligations
        assert rule.occasion is Occasion.DESIGNATION
        assert rule.audience.cohort is not None
        assert rule.audience.cohort.role == role

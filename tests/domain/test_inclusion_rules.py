"""Inclusion rules: what applies, and the words under a table."""

from datetime import date

import pytest

from skilltrack.domain.inclusion import (
    BOARD_FIGURES,
    DEFAULT_RULES,
    Applied,
    Coverage,
    Exclusion,
    Figure,
    InclusionRule,
    Origin,
    ordered,
    resolve,
)
from skilltrack.domain.organisation import AbsenceKind, EmploymentType
from skilltrack.i18n.inclusion import EXCLUSION_NAMES, counted_note, rule_words

ON = date(2026, 11, 20)
REGULAR = InclusionRule((EmploymentType.REGULAR, EmploymentType.REAPPOINTED))


def test_executives_and_the_absent_do_not_count_by_default() -> None:
    rule = DEFAULT_RULES[Figure.REQUIRED]
    assert EmploymentType.SPECIAL_SERVICE not in rule.employment_types
    assert EmploymentType.SECONDED_IN in rule.employment_types
    assert rule.absences == ()


def test_every_reason_has_a_word_and_every_figure_a_default() -> None:
    assert set(EXCLUSION_NAMES) == set(Exclusion)
    assert set(DEFAULT_RULES) == set(Figure)


def test_the_first_rule_that_exists_applies() -> None:
    rules = [InclusionRule(new_hire_months=months) for months in (1, 2, 3)]
    own, common, stated = rules
    for given, origin in (
        ({"own": own, "common": common, "stated": stated}, Origin.SCHEME_SETTING),
        ({"common": common, "stated": stated}, Origin.SETTING),
        ({"stated": stated}, Origin.SCHEME),
        ({}, Origin.DEFAULT),
    ):
        found = resolve(Figure.TIERS, **given)
        assert found.origin is origin
        assert found.rule == next(iter(given.values()), DEFAULT_RULES[Figure.TIERS])


def test_rules_that_say_the_same_are_equal_once_ordered() -> None:
    turned = InclusionRule(
        (EmploymentType.REAPPOINTED, EmploymentType.REGULAR), bands_left_out=("b", "a", "b")
    )
    assert ordered(turned) == ordered(
        InclusionRule(REGULAR.employment_types, bands_left_out=("a", "b"))
    )


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (REGULAR, "正規・再任用（休職・育休・派遣出を除く）"),
        (InclusionRule(absences=tuple(AbsenceKind)), "特別職以外の職員"),
        (
            InclusionRule(tuple(EmploymentType), (AbsenceKind.CHILDCARE,), ("top",), ("労務職",)),
            "すべての任用区分（休職・派遣出・部長級・労務職を除く）",
        ),
        (
            InclusionRule(
                absences=tuple(AbsenceKind),
                hired_from=date(2000, 4, 1),
                hired_until=date(2026, 3, 31),
                new_hire_months=6,
                least_days_in_post=30,
            ),
            (
                "特別職以外の職員、平成12年4月1日以後の採用、令和8年3月31日以前の採用、"
                "採用から6か月以上、今の所属に30日以上"
            ),
        ),
    ],
)
def test_a_rule_is_told_in_words(rule: InclusionRule, words: str) -> None:
    assert rule_words(rule, {"top": "部長級"}) == words


def test_the_line_under_a_table_names_the_figures_only_where_they_differ() -> None:
    left_out = ((Exclusion.FISCAL_YEAR, 8), (Exclusion.LEAVE, 4))
    one = Coverage(Figure.TIERS, Applied(REGULAR, Origin.SCHEME), ON, 1_200, left_out)
    assert (one.left_out_in_all, one.everybody) == (12, 1_212)
    assert counted_note([one]) == (
        "対象：正規・再任用（休職・育休・派遣出を除く）。"
        "除いた人 12人（会計年度 8人、休職 4人）。兼務は主務の所属で数えます。"
    )
    rules = (REGULAR, DEFAULT_RULES[Figure.LEADER], DEFAULT_RULES[Figure.ELECTIVE])
    board = [
        Coverage(figure, Applied(rule, Origin.DEFAULT), ON, 1)
        for figure, rule in zip(BOARD_FIGURES, rules, strict=True)
    ]
    assert counted_note(board) == (
        "①の対象：正規・再任用（休職・育休・派遣出を除く）。除いた人 0人。"
        "②③の対象：特別職以外の職員。除いた人 0人。兼務は主務の所属で数えます。"
    )

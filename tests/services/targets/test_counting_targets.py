"""Every shape of target on real records: against a plain count written here by itself."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random

import pytest
from tests.conftest import TODAY, Take
from tests.services.targets.conftest import Roster

from skilltrack.domain.audience import Audience, Cohort
from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.organisation import PracticeStage
from skilltrack.domain.problems import Refusal
from skilltrack.domain.targets.counting import CountingUnit
from skilltrack.domain.targets.definition import (
    KeptTarget,
    Measure,
    MeasureKind,
    TargetRule,
    TargetShape,
)
from skilltrack.domain.targets.parts import Origin, TargetStanding
from skilltrack.domain.targets.progress import TargetState
from skilltrack.reports.target_document import targets_document
from skilltrack.services import definitions, operations
from skilltrack.services.targets import editing as target_editing
from skilltrack.services.targets.details import target_detail
from skilltrack.services.targets.reading import targets
from skilltrack.services.targets.years import carry_targets, preview_targets
from skilltrack.store.database import Database

START, DUE = date(2025, 4, 1), date(2028, 3, 31)
TITLES = {"staff": "主事", "leader": "課長"}
SCHEME = "fukui"


def rule(
    shape: TargetShape, measure: Measure | None, goal: Fraction | int = 1, **more: object
) -> TargetRule:
    return TargetRule("own", "試しの目標", shape, START, DUE, measure, Fraction(goal), **more)  # type: ignore[arg-type]


def stands(
    database: Database, one: TargetRule, as_of: date = TODAY, scheme: str = ""
) -> TargetStanding:
    return target_editing.preview(database, KeptTarget(one, scheme), as_of)


def courses(take: Take, *codes: str) -> None:
    take(
        ImportKind.COURSES,
        "研修コード 研修名 種別 年度",
        [(code, code, "選択", year) for code in codes for year in (2025, 2026)],
    )


def completed(take: Take, rows: list[tuple[str, str, date]]) -> None:
    take(ImportKind.COMPLETIONS, "職員番号 研修コード 修了日", rows)


@pytest.fixture
def town(take: Take, people: Roster) -> Take:
    """Twelve people in two sections; a third section is empty."""
    people([(f"{n:02}", "0101" if n < 8 else "0102", "主事") for n in range(12)])
    courses(take, "A", "B", "C")
    return take


def test_a_share_speaks_of_the_people_of_the_day(database: Database, town: Take) -> None:
    completed(town, [("00", "A", date(2025, 5, 1)), ("09", "A", date(2026, 5, 1))])
    share = rule(TargetShape.SHARE, Measure(MeasureKind.COURSES, ("A",)), Fraction(1, 4))
    now = stands(database, share)
    assert (now.actual, now.base, now.goal, now.ratio) == (2, 12, 3, Fraction(1, 6))
    assert len(now.missing) == 10
    assert stands(database, share, date(2025, 5, 1)).actual == 1
    assert stands(database, share, date(2025, 4, 30)).actual == 0
    town(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 フリガナ 所属コード 職名 任用区分 退職日",
        [("00", "試験 00", "シケン", "0101", "主事", "正規", date(2026, 6, 30))],
        effective=date(2026, 6, 1),
    )
    gone = stands(database, share)
    assert (gone.actual, gone.base) == (1, 11)  # 6月30日 was the last day
    assert stands(database, share, date(2026, 6, 30)).base == 12
    heads = rule(TargetShape.HEADS, Measure(MeasureKind.COURSES, ("A",)), 5)
    assert stands(database, heads).actual == 2  # whoever left still was trained
    assert stands(database, heads).elsewhere == 1


def test_a_promoted_person_is_one_of_the_people_and_two_attendances(
    database: Database, town: Take
) -> None:
    completed(town, [("00", "A", date(2025, 5, 1)), ("00", "A", date(2025, 9, 1))])
    town(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 フリガナ 所属コード 職名 任用区分",
        [("00", "試験 00", "シケン", "0101", "課長", "正規")],
        effective=date(2026, 4, 1),
    )
    completed(town, [("00", "B", date(2026, 5, 1)), ("01", "A", date(2026, 5, 1))])
    measure = Measure(MeasureKind.COURSES, ("A", "B"))
    heads = rule(TargetShape.HEADS, measure, 5)
    assert stands(database, heads, scheme=SCHEME).actual == 2
    attendances = replace(heads, measure=replace(measure, unit=CountingUnit.ATTENDANCES))
    assert stands(database, attendances, scheme=SCHEME).actual == 3
    assert stands(database, attendances, date(2026, 4, 30), SCHEME).actual == 1


def test_transfers_and_merges_after_the_day_change_nothing(database: Database, town: Take) -> None:
    completed(town, [(f"{n:02}", "A", date(2025, 5, 1)) for n in range(10)])
    for number, shape in enumerate((TargetShape.HEADS, TargetShape.SHARE, TargetShape.EVERYONE)):
        goal = Fraction(1, 2) if shape is TargetShape.SHARE else Fraction(10)
        one = replace(rule(shape, Measure(MeasureKind.COURSES, ("A",)), goal), id=f"own-{number}")
        target_editing.add(database, KeptTarget(one), TODAY)
    day = date(2026, 3, 31)
    known = database.clock()
    before = json.dumps(targets_document(targets(database, day, known)), ensure_ascii=False)
    town(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 フリガナ 所属コード 職名 任用区分",
        [(f"{n:02}", f"試験 {n:02}", "シケン", "0102", "主事", "正規") for n in range(6)],
        effective=date(2026, 4, 1),
    )
    assert json.dumps(targets_document(targets(database, day, known)), ensure_ascii=False) == before
    assert json.dumps(targets_document(targets(database, day)), ensure_ascii=False) == before


def test_each_department_needs_its_own_and_an_empty_one_has_no_figure(
    database: Database, town: Take
) -> None:
    role = definitions.list_schemes(database)
    name = next(one.name for s in role if s.id == SCHEME for one in s.roles)
    town(
        ImportKind.APPOINTMENTS,
        "職員番号 役割 開始 終了 方法",
        [
            ("00", name, date(2025, 4, 1), date(2026, 3, 31), "指名"),
            ("01", name, date(2025, 4, 1), "", "指名"),
        ],
    )
    each = rule(TargetShape.PER_DEPARTMENT, Measure(MeasureKind.ROLES_HELD, ("dx_leader",)))
    now = stands(database, each)
    assert (now.actual, now.goal, now.missing) == (1, 2, ("0102",))
    assert [(u.code, u.headcount, u.count, u.least) for u in now.units] == [
        ("0101", 8, 1, 1),
        ("0102", 4, 0, 1),
        ("0103", 0, 0, 0),
    ]
    two = stands(database, replace(each, goal=Fraction(2)))
    assert (two.actual, two.missing) == (0, ("0101", "0102"))
    assert stands(database, replace(each, goal=Fraction(2)), date(2026, 3, 31)).actual == 1


def test_a_cohort_stays_the_base_after_the_role_is_given_up(database: Database, town: Take) -> None:
    name = next(
        o.name for s in definitions.list_schemes(database) if s.id == SCHEME for o in s.roles
    )
    town(
        ImportKind.APPOINTMENTS,
        "職員番号 役割 開始 終了 方法",
        [
            ("00", name, date(2024, 4, 1), date(2025, 3, 31), "指名"),
            ("01", name, date(2025, 4, 1), "", "指名"),
            ("02", name, date(2027, 4, 1), "", "指名"),
        ],
    )
    completed(town, [("00", "A", date(2025, 5, 1))])
    everybody = rule(
        TargetShape.EVERYONE,
        Measure(MeasureKind.COURSES, ("A",)),
        population=Audience(cohort=Cohort("dx_leader")),
    )
    now = stands(database, everybody)
    assert (now.actual, now.base, now.missing) == (1, 2, ("01",))
    of_year = replace(everybody, population=Audience(cohort=Cohort("dx_leader", (2025,))))
    assert (stands(database, of_year).actual, stands(database, of_year).base) == (0, 1)


def test_figures_by_hand_stand_until_the_next_and_can_be_undone(
    database: Database, town: Take
) -> None:
    stated = rule(TargetShape.OUTPUTS, Measure(MeasureKind.STATED), 10)
    target_editing.add(database, KeptTarget(stated), TODAY)
    target_editing.state(database, "own", date(2025, 9, 30), 3)
    target_editing.state(database, "own", date(2026, 9, 30), 7, "内訳")
    target_editing.state(database, "own", date(2026, 9, 30), 8)

    def actual(on: date) -> int | None:
        return next(o.actual for o in targets(database, on).targets if o.key == "own")

    assert [actual(on) for on in (date(2025, 9, 29), date(2025, 9, 30), TODAY)] == [None, 3, 8]
    change = operations.list_operations(database, "targets")[0].change
    operations.undo_operation(database, change)
    assert actual(TODAY) == 7
    with pytest.raises(Refusal) as refused:
        target_editing.state(database, "own", date(2025, 3, 31), 1)
    assert refused.value.problems[0].code == "targets.stated_early"


def test_practices_count_when_they_reach_the_stage(database: Database, town: Take) -> None:
    town(
        ImportKind.PRACTICES,
        "所属コード 名称 段階 内容 参加者職員番号",
        [
            ("0101", "窓口予約", "実施", "内容", "00;01"),
            ("0102", "様式の整理", "提案", "内容", "09"),
        ],
    )
    done = rule(
        TargetShape.OUTPUTS, Measure(MeasureKind.PRACTICES, stage=PracticeStage.CARRIED_OUT), 3
    )
    assert stands(database, done).actual == 1
    proposed = Measure(MeasureKind.PRACTICES, stage=PracticeStage.PROPOSED)
    assert stands(database, replace(done, measure=proposed)).actual == 2
    people = rule(
        TargetShape.HEADS, Measure(MeasureKind.PARTICIPANTS, stage=PracticeStage.PROPOSED), 24
    )
    assert stands(database, people).actual == 3


def test_random_completions_agree_with_a_plain_count(database: Database, town: Take) -> None:
    chance = Random(7)  # noqa: S311 (a history, no secret)
    rows = sorted(
        {
            (
                f"{chance.randrange(12):02}",
                chance.choice("ABC"),
                date(2025, 4, 1).replace(
                    year=chance.choice((2025, 2026)), month=chance.randrange(1, 12)
                ),
            )
            for _ in range(60)
        }
    )
    rows = [row for row in rows if row[2] <= TODAY]
    completed(town, rows)
    for codes, count in ((("A",), 1), (("A", "B", "C"), 2), (("A", "B", "C"), 3)):
        measure = Measure(MeasureKind.COURSES, codes, count)
        for as_of in (date(2025, 6, 30), date(2026, 3, 31), TODAY):
            expected = 0
            for n in range(12):
                own = {c for number, c, on in rows if number == f"{n:02}" and on <= as_of}
                expected += len(own & set(codes)) >= count
            assert stands(database, rule(TargetShape.HEADS, measure, 5), as_of).actual == expected
            everyone = stands(database, rule(TargetShape.EVERYONE, measure), as_of)
            assert (everyone.actual, len(everyone.missing)) == (expected, 12 - expected)
            yearly = rule(TargetShape.HEADS, measure, 5, is_yearly=True)
            first = FiscalYear.of(as_of).first_day
            of_year = 0
            for n in range(12):
                own = {c for number, c, on in rows if number == f"{n:02}" and first <= on <= as_of}
                of_year += len(own & set(codes)) >= count
            assert stands(database, yearly, as_of).actual == of_year


def test_a_target_of_a_scheme_is_changed_closed_and_brought_back(
    database: Database, town: Take
) -> None:
    key = f"{SCHEME}:leader-in-each-department"

    def found() -> TargetStanding:
        return next(o for o in targets(database, TODAY, has_closed=True).targets if o.key == key)

    assert found().origin is Origin.SCHEME
    with pytest.raises(Refusal) as refused:
        target_editing.edit(database, key, lambda kept: kept, TODAY, "変えない")
    assert refused.value.problems[0].code == "targets.unchanged"
    changed = replace(found().rule, goal=Fraction(2))
    target_editing.edit_rule(database, key, changed, TODAY, "2人体制")
    assert (found().origin, found().rule.goal) == (Origin.CHANGED, 2)
    target_editing.close(database, key, TODAY, "計画の見直し")
    assert found().state is TargetState.CLOSED
    assert all(one.key != key for one in targets(database, TODAY).targets)
    assert any(one.key == key for one in targets(database, date(2026, 4, 1)).targets)
    for operation in operations.list_operations(database, "targets"):
        operations.undo_operation(database, operation.change)
    assert (found().origin, found().rule.goal) == (Origin.SCHEME, 1)


def test_everything_wrong_with_a_target_is_told_at_once(database: Database, town: Take) -> None:
    wrong = TargetRule(
        "Wrong id",
        "",
        TargetShape.SHARE,
        DUE,
        START,
        Measure(MeasureKind.COURSES, ("Z",)),
        Fraction(2),
    )
    with pytest.raises(Refusal) as refused:
        target_editing.add(database, KeptTarget(wrong), TODAY)
    assert {one.code for one in refused.value.problems} == {
        "targets.no_name",
        "targets.bad_id",
        "targets.period",
        "targets.share",
        "targets.unknown_code",
    }


def test_targets_due_are_carried_into_the_next_year(database: Database, town: Take) -> None:
    yearly = replace(
        rule(TargetShape.EVERYONE, Measure(MeasureKind.COURSES, ("A",)), is_yearly=True),
        due_on=date(2027, 3, 31),
    )
    target_editing.add(database, KeptTarget(yearly), TODAY)
    new = FiscalYear(2027)
    assert "own" in {one.kept.key for one in preview_targets(database, new)}
    (carried,) = carry_targets(database, new, ["own"])
    assert carried.rule.due_on == date(2028, 3, 31)
    assert "own" not in {one.kept.key for one in preview_targets(database, new)}
    with pytest.raises(Refusal):
        carry_targets(database, new, ["own"])


def test_the_minimum_standard_stands_beside_the_targets(database: Database, town: Take) -> None:
    (found,) = [one for one in targets(database, TODAY).targets if one.is_minimum]
    assert found.kept.scheme == SCHEME
    assert found.missing == ("0101", "0102")
    detail = target_detail(database, found.key, TODAY)
    assert detail.standing == found


def test_the_people_behind_a_target_are_those_it_counts(database: Database, town: Take) -> None:
    completed(town, [("00", "A", date(2025, 5, 1))])
    everyone = rule(TargetShape.EVERYONE, Measure(MeasureKind.COURSES, ("A",)))
    target_editing.add(database, KeptTarget(everyone), TODAY)
    detail = target_detail(database, "own", TODAY)
    assert len(detail.people) == 12
    assert [(p.employee_no, p.on) for p in detail.people if p.is_counted] == [
        ("00", date(2025, 5, 1))
    ]
    assert {p.employee_no for p in detail.people if not p.is_counted} == set(
        detail.standing.missing
    )

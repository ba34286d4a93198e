from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise

import pytest
from invented import (
    Line,
    days,
    departments_of,
    everybody,
    invent,
    rosters,
    rows_of,
)

from skilltrack.domain.calendar import Period
from skilltrack.domain.exams.definition import ExamAttempt, ExamEdition, ExamField, is_passed
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.organisation import evaluation_units
from skilltrack.domain.schemes.gates import All
from skilltrack.domain.schemes.leaves import ScoreAtLeast
from skilltrack.services.demonstration import Cell, Municipality

SCORES = {
    "total": ("総合評価点", 600),
    "strategy": ("ストラテジ系", 300),
    "management": ("マネジメント系", 300),
    "technology": ("テクノロジ系", 300),
}
EDITION = ExamEdition(
    "2022",
    Period(),
    tuple(ExamField(code, name, 1000) for code, (name, _) in SCORES.items()),
    All(tuple(ScoreAtLeast(code, name, code, least) for code, (name, least) in SCORES.items())),
)


@pytest.mark.parametrize("as_of", [date(2026, 3, 1), date(2026, 8, 20), date(2027, 3, 31)])
def test_nothing_happens_after_as_of(as_of: date) -> None:
    city = invent(as_of=as_of)
    assert max(days(city, ImportKind.COMPLETIONS, "修了日")) <= as_of
    assert max(days(city, ImportKind.EXAMS, "受験日")) <= as_of
    assert max(days(city, ImportKind.APPOINTMENTS, "開始")) <= as_of
    assert all(last <= as_of for last in days(city, ImportKind.APPOINTMENTS, "終了"))
    assert all(roster.effective <= as_of for roster in city.transfers)


@pytest.mark.parametrize("kind", [ImportKind.COMPLETIONS, ImportKind.EXAMS])
def test_a_later_day_only_adds(city: Municipality, kind: ImportKind) -> None:
    earlier = invent(as_of=date(2026, 8, 20)).tables[kind].rows
    assert city.tables[kind].rows[: len(earlier)] == earlier
    assert len(city.tables[kind].rows) > len(earlier)


def test_nobody_completes_before_being_hired_or_after_leaving(city: Municipality) -> None:
    people = everybody(city)
    for kind, heading in ((ImportKind.COMPLETIONS, "修了日"), (ImportKind.EXAMS, "受験日")):
        for line in rows_of(city, kind):
            on, person = line[heading], people[line["職員番号"]]
            hired, last = person["採用日"], person["退職日"]
            assert isinstance(on, date)
            assert isinstance(hired, date)
            assert hired <= on
            assert last is None or (isinstance(last, date) and on <= last)


def test_nobody_completes_while_on_leave(city: Municipality) -> None:
    leaves = defaultdict(set)
    for _, people in rosters(city):
        for person in people.values():
            leaves[person["職員番号"]].add((person["状態開始"], person["状態終了"]))
    for line in rows_of(city, ImportKind.COMPLETIONS):
        on = line["修了日"]
        assert isinstance(on, date)
        for first, last in leaves[line["職員番号"]]:
            if isinstance(first, date) and isinstance(last, date):
                assert not first <= on <= last


def test_courses_are_attended_on_working_days(city: Municipality) -> None:
    attended = days(city, ImportKind.COMPLETIONS, "修了日")
    assert max(day.weekday() for day in attended) == 4
    assert not {date(2026, 5, 4), date(2026, 7, 20), date(2026, 12, 29)} & set(attended)


def test_required_courses_are_completed_unevenly(city: Municipality) -> None:
    units = evaluation_units(departments_of(city))
    done = {
        line["職員番号"]
        for line in rows_of(city, ImportKind.COMPLETIONS)
        if line["研修コード"] == "DX-01" and line["修了日"] >= date(2026, 4, 1)  # type: ignore[operator]
    }
    shares: dict[str | None, list[bool]] = defaultdict(list)
    for number, person in everybody(city).items():
        if person["任用区分"] == "正規" and person["状態"] == "在職" and person["退職日"] is None:
            shares[units[str(person["所属コード"])]].append(number in done)
    ratios = [sum(each) / len(each) for each in shares.values() if len(each) >= 5]
    assert min(ratios) < 0.6
    assert max(ratios) > 0.85


def test_exemptions_repeats_and_every_source_occur(city: Municipality) -> None:
    completions = [
        line
        for line in rows_of(city, ImportKind.COMPLETIONS)
        if line["修了日"] >= date(2026, 4, 1)  # type: ignore[operator]
    ]
    assert {line["状態"] for line in completions} == {"修了", "免除"}
    assert {line["出所"] for line in completions} == {"集合", "eラーニング", "アーカイブ", None}
    pairs = Counter((line["職員番号"], line["研修コード"]) for line in completions)
    assert max(pairs.values()) > 1
    keys = [(line["職員番号"], line["研修コード"], line["修了日"]) for line in completions]
    assert len(set(keys)) == len(keys)


def test_elective_credit_stays_behind_in_the_old_office(city: Municipality) -> None:
    units = evaluation_units(departments_of(city))
    files = rosters(city)
    electives = {
        line["研修コード"] for line in rows_of(city, ImportKind.COURSES) if line["種別"] == "選択"
    }
    moved_on = {
        number: on
        for (_, before), (on, after) in pairwise(files)
        for number in before
        if units[str(before[number]["所属コード"])] != units[str(after[number]["所属コード"])]
    }
    taken: dict[bool, set[Cell]] = {True: set(), False: set()}
    for line in rows_of(city, ImportKind.COMPLETIONS):
        number, day = line["職員番号"], line["修了日"]
        assert isinstance(day, date)
        if number in moved_on and line["研修コード"] in electives and day >= city.effective:
            taken[day < moved_on[number]].add(number)
    assert len(taken[True] & taken[False]) >= 3


def test_a_course_for_new_hires_is_attended_by_new_hires() -> None:
    city = invent(2_000)
    people = everybody(city)
    attended = [
        line for line in rows_of(city, ImportKind.COMPLETIONS) if line["研修コード"] == "EX-91"
    ]
    assert attended
    for line in attended:
        hired, on = people[line["職員番号"]]["採用日"], line["修了日"]
        assert isinstance(hired, date)
        assert isinstance(on, date)
        assert (on - hired).days < 366


def _is_pass(line: Line) -> bool | None:
    scores = {code: line[name] for code, (name, _) in SCORES.items()}
    whole = {code: score for code, score in scores.items() if isinstance(score, int)}
    on = line["受験日"]
    assert isinstance(on, date)
    return is_passed(EDITION, ExamAttempt(str(line["職員番号"]), "it_passport", on, whole))


def test_exam_results_hold_the_cases_worth_looking_at(city: Municipality) -> None:
    attempts = [
        line for line in rows_of(city, ImportKind.EXAMS) if line["試験"] == "ITパスポート試験"
    ]
    results: dict[Cell, list[bool | None]] = defaultdict(list)
    for line in attempts:
        results[line["職員番号"]].append(_is_pass(line))
    failed_by_field = [
        line for line in attempts if (line["総合評価点"], line["ストラテジ系"]) == (640, 290)
    ]
    assert [_is_pass(line) for line in failed_by_field] == [False]
    assert [False, True] in results.values()
    assert any(outcome[0] and len(outcome) > 1 for outcome in results.values())
    outcomes = [passed for outcome in results.values() for passed in outcome]
    assert 0.4 <= outcomes.count(True) / len(outcomes) <= 0.7
    assert {line["受験日"].year for line in attempts} == {2024, 2025, 2026, 2027}  # type: ignore[union-attr]


def test_other_exams_state_pass_or_fail_and_no_scores(city: Municipality) -> None:
    others = [
        line for line in rows_of(city, ImportKind.EXAMS) if line["試験"] != "ITパスポート試験"
    ]
    assert {line["合否"] for line in others} == {"合格", "不合格"}
    assert all(line["総合評価点"] is None for line in others)
    assert "基本情報技術者試験" in {line["試験"] for line in others}


def test_practices_run_from_proposal_to_spread(city: Municipality) -> None:
    practices = rows_of(city, ImportKind.PRACTICES)
    assert 12 <= len(practices) <= 20
    assert {line["段階"] for line in practices} <= {"提案", "採択", "実施", "横展開"}
    for line in practices:
        is_carried_out = line["段階"] in {"実施", "横展開"}
        assert (line["効果件数"] is not None) is is_carried_out
        assert line["公開可否"] in {"可", "否"}

"""A round studied: groups as frozen when it opened, compared with the round before."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from tests.conftest import Take

from skilltrack.domain.analysis.rounds import RoundAnalysis
from skilltrack.domain.analysis.trends import LeftOutBecause, Split
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.problems import Refusal
from skilltrack.domain.questionnaires.answers import Answers
from skilltrack.domain.questionnaires.definition import Questionnaire
from skilltrack.domain.tally import Tally
from skilltrack.exchange.plain import plain
from skilltrack.services import definitions
from skilltrack.services.rounds.analysis import analysis, write_analysis
from skilltrack.services.rounds.running import RoundOrder, open_round
from skilltrack.store import audit
from skilltrack.store.database import Database
from skilltrack.store.definitions import DEFINITIONS, Definition, DefinitionKind
from skilltrack.store.rounds import RESPONSES, ResponseRecord

Ask = Callable[..., str]
Steps = Mapping[str, int | Answers]


@pytest.fixture
def questionnaire(database: Database) -> Questionnaire:
    (found,) = definitions.list_questionnaires(database)
    return found


@pytest.fixture
def ask(
    town: Take, database: Database, tmp_path: Path, questionnaire: Questionnaire
) -> Callable[..., str]:
    """Open a round and record answers: employee number → one step for all, or the answers."""

    def go(opens_on: date, steps: Steps, version: Questionnaire = questionnaire) -> str:
        keep(database, version)
        order = RoundOrder(
            title=f"{opens_on.month}月の自己点検",
            questionnaire=version.id,
            schemes=("fukui",),
            opens_on=opens_on,
            closes_on=opens_on.replace(day=28),
            purpose="…",
            questionnaire_version=version.version,
        )
        round_id = open_round(database, order, tmp_path / str(opens_on)).round_id
        answer(database, round_id, version, steps)
        return round_id

    return go


def keep(database: Database, version: Questionnaire) -> None:
    with database.reading() as session:
        known = {(one.code, one.version) for one in DEFINITIONS.values(session)}
    if (version.id, version.version) not in known:
        kept = Definition(DefinitionKind.QUESTIONNAIRE, version.id, version.version, plain(version))
        with database.changing("questionnaires.import") as work:
            DEFINITIONS.record(work, [kept])


def answer(database: Database, round_id: str, asked: Questionnaire, steps: Steps) -> None:
    responses = [
        ResponseRecord(
            round_id=round_id,
            employee_no=number,
            channel="sealed",
            epoch=1,
            counter=1,
            content=number,
            job_title="主事",
            answered_on=date(2026, 11, 5),
            answers={item.code: given for item in asked.items} if isinstance(given, int) else given,
        )
        for number, given in steps.items()
    ]
    with database.changing("round.collect", round_id) as work:
        RESPONSES.record(work, responses)


def means(found: RoundAnalysis) -> dict[str, tuple[int, Fraction | None]]:
    """Return department → people judged and mean of the first field."""
    scores = {row.group.code: row.categories[0].score for row in found.departments}
    return {code: (one.n, one.mean) for code, one in scores.items() if one is not None}


def parts(split: Split) -> tuple[Fraction | None, ...]:
    return (split.improved, split.moved, split.questionnaire)


NOW = date(2026, 11, 1)
BEFORE = date(2026, 6, 1)


def test_figures_come_for_everybody_for_units_and_for_bands(
    ask: Ask, database: Database, questionnaire: Questionnaire
) -> None:
    first = questionnaire.items[0]
    found = analysis(
        database, ask(NOW, {"0001": 3, "0003": 1, "0004": {first.code: None}, "0005": 0})
    )
    assert found.body.answered == Tally(4, 8)
    assert means(found) == {"0101": (2, Fraction(2, 3)), "0102": (1, Fraction(0))}
    assert [(band.group.name, band.answered.done) for band in found.bands] == [
        ("推進マネジメント層", 2),
        ("プロジェクトリーダー層", 0),
        ("一般職員", 2),
    ]
    (one,) = [answers for answers in found.body.items if answers.item == first.code]
    assert (one.counts, one.not_applicable, one.unanswered) == ((1, 1, 0, 1), 1, 0)
    assert [answers.unanswered for answers in found.body.items[1:]] == [1] * (
        len(questionnaire.items) - 1
    )
    assert all(row.is_small for row in found.departments)


def test_a_transfer_after_the_opening_changes_nothing(
    ask: Ask, database: Database, town: Take
) -> None:
    round_id = ask(NOW, {"0003": 3})
    before = means(analysis(database, round_id))
    town(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 フリガナ 所属コード 職名",
        [["0003", "𠮷田　次郎", "ヨシダ ジロウ", "0102", "課長"]],
        effective=date(2026, 11, 15),
    )
    assert means(analysis(database, round_id)) == before == {"0101": (1, 1), "0102": (0, None)}


def test_departments_and_bands_narrow_every_figure(ask: Ask, database: Database) -> None:
    everybody = {f"000{n}": n % 4 for n in range(1, 9)}
    round_id = ask(NOW, everybody)
    unit = analysis(database, round_id, departments=["0101"])
    assert (unit.body.answered, [one.name for one in unit.chosen]) == (Tally(4, 4), ["人事課"])
    assert set(means(unit)) == {"0101"}
    assert unit.quality[0].n == 4
    assert unit.trend.categories[0].points[0].n == 4
    above = analysis(database, round_id, departments=["01"])
    assert above.body.answered == Tally(8, 8)
    band = analysis(database, round_id, departments=["0101"], bands=["management"])
    assert band.body.answered == Tally(1, 1)


def test_unknown_departments_and_bands_are_refused_together(ask: Ask, database: Database) -> None:
    round_id = ask(NOW, {"0001": 1})
    with pytest.raises(Refusal) as refused:
        analysis(database, round_id, departments=["9999"], bands=["部長"])
    assert [problem.code for problem in refused.value.problems] == [
        "rounds.unknown_department",
        "rounds.unknown_band",
    ]


def test_answers_of_people_not_asked_are_in_no_figure_but_told(
    ask: Ask, database: Database
) -> None:
    found = analysis(database, ask(NOW, {"0001": 3, "0099": 0}))
    assert (found.not_asked, found.body.answered) == (1, Tally(1, 8))


def test_the_round_before_with_answers_is_compared(ask: Ask, database: Database) -> None:
    oldest = ask(date(2026, 4, 10), {"0001": 0})
    last = ask(BEFORE, {"0001": 1, "0003": 1})
    ask(date(2026, 9, 1), {})
    newest = ask(NOW, {"0001": 2, "0003": 3})
    found = analysis(database, newest)
    assert found.comparison is not None
    assert found.comparison.then.round_id == last
    assert parts(found.comparison.body.categories[0].split) == (Fraction(1, 2), 0, 0)
    chosen = analysis(database, newest, compare_with=oldest).comparison
    assert chosen is not None
    assert parts(chosen.body.categories[0].split) == (Fraction(2, 3), Fraction(1, 6), 0)
    assert analysis(database, oldest).comparison is None
    assert [one.opens_on.month for one in found.trend.rounds] == [4, 6, 9, 11]


def test_only_an_earlier_round_of_the_same_questionnaire_can_be_compared(
    ask: Ask, database: Database, questionnaire: Questionnaire
) -> None:
    other = ask(BEFORE, {"0001": 1}, replace(questionnaire, id="other"))
    last, newest = ask(BEFORE, {"0001": 1}), ask(NOW, {"0001": 2})
    for round_id, compare_with, code in (
        (newest, other, "analysis.other_questionnaire"),
        (newest, newest, "analysis.not_earlier"),
        (last, newest, "analysis.not_earlier"),
        (newest, "2020-00000000", "rounds.unknown"),
    ):
        with pytest.raises(Refusal) as refused:
            analysis(database, round_id, compare_with=compare_with)
        assert [problem.code for problem in refused.value.problems] == [code]


def test_a_reworded_item_is_left_out_and_its_effect_told_apart(
    ask: Ask, database: Database, questionnaire: Questionnaire
) -> None:
    first = questionnaire.items[0]
    field = [item.code for item in questionnaire.items if item.category == first.category]
    changed = replace(first, text="まったく別のことを尋ねる設問です。")
    new = replace(questionnaire, version=2, items=(changed, *questionnaire.items[1:]))
    ask(BEFORE, {"0003": 1})
    answers = {item.code: 3 if item.code == first.code else 1 for item in new.items}
    found = analysis(database, ask(NOW, {"0003": answers}, new))
    assert found.comparison is not None
    assert [(one.item, one.because) for one in found.comparison.left_out] == [
        (first.code, LeftOutBecause.CHANGED)
    ]
    assert parts(found.comparison.body.categories[0].split) == (0, 0, Fraction(2, 3) / len(field))
    assert first.code not in {line.code for line in found.trend.items}
    assert [point.mean for point in found.trend.categories[0].points] == [Fraction(1, 3)] * 2


def test_words_continued_in_a_version_that_no_round_used_are_compared(
    ask: Ask, database: Database, questionnaire: Questionnaire
) -> None:
    first, *others = questionnaire.items
    continued = replace(first, text="言い換えても同じことを尋ねる設問です。", is_continued=True)
    second = replace(questionnaire, version=2, items=(continued, *others))
    third = replace(second, version=3, items=(replace(continued, is_continued=False), *others))
    keep(database, second)
    ask(BEFORE, {"0003": 1})
    found = analysis(database, ask(NOW, {"0003": 1}, third))
    assert found.comparison is not None
    assert found.comparison.left_out == ()


def test_an_item_changed_and_changed_back_is_no_trend(
    ask: Ask, database: Database, questionnaire: Questionnaire
) -> None:
    first, *others = questionnaire.items
    other = replace(first, text="まったく別のことを尋ねる設問です。")
    ask(date(2026, 4, 10), {"0003": 1})
    ask(BEFORE, {"0003": 1}, replace(questionnaire, version=2, items=(other, *others)))
    found = analysis(database, ask(NOW, {"0003": 1}, replace(questionnaire, version=3)))
    assert [one.item for one in found.trend.left_out] == [first.code]


def test_a_department_under_a_new_code_is_the_same_department(
    ask: Ask, database: Database, town: Take
) -> None:
    ask(BEFORE, {"0003": 1})
    town(
        ImportKind.DEPARTMENTS,
        "所属コード 所属名 上位所属コード 評価単位 有効開始 有効終了 後継所属コード",
        [
            ["01", "総務部", "", "", "", "", ""],
            ["0101", "人事課", "01", "○", "", "2026-07-31", "0111"],
            ["0111", "人事育成課", "01", "○", "2026-08-01", "", ""],
            ["0102", "税務課", "01", "○", "", "", ""],
        ],
    )
    town(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 フリガナ 所属コード 職名",
        [["0003", "𠮷田　次郎", "ヨシダ ジロウ", "0111", "主事"]],
        effective=date(2026, 8, 1),
    )
    found = analysis(database, ask(NOW, {"0003": 2}))
    assert found.comparison is not None
    (changed,) = [g for g in found.comparison.departments if g.group.name == "人事育成課"]
    assert parts(changed.categories[0].split) == (Fraction(1, 3), 0, 0)


def test_what_was_known_then_can_be_asked_again(
    ask: Ask, database: Database, questionnaire: Questionnaire
) -> None:
    round_id = ask(NOW, {"0001": 3})
    known = datetime.now(UTC)
    answer(database, round_id, questionnaire, {"0002": 0})
    assert analysis(database, round_id).body.answered == Tally(2, 8)
    assert analysis(database, round_id, as_known=known).body.answered == Tally(1, 8)


def test_looking_and_taking_away_are_logged(ask: Ask, database: Database, tmp_path: Path) -> None:
    round_id = ask(NOW, {"0001": 3})
    found = analysis(database, round_id)
    write_analysis(database, tmp_path / "分析.xlsx", found)
    write_analysis(database, tmp_path / "データ.xlsx", found, is_data=True)
    with database.reading() as session:
        logged = {
            (e.entry.action, e.entry.target, e.entry.count) for e in audit.entries(session)[:3]
        }
    assert logged == {
        ("round.analysis", round_id, 1),
        ("report.analysis", "分析.xlsx", 1),
        ("report.analysis", "データ.xlsx", 1),
    }
    assert openpyxl.load_workbook(tmp_path / "分析.xlsx").sheetnames[0] == "分野別の結果"
    assert openpyxl.load_workbook(tmp_path / "データ.xlsx").sheetnames[0] == "分野別"

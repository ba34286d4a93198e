"""Entries of careers; people found by them, by scores, exams and courses; searches kept."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from tests.conftest import TODAY, Take

from skilltrack.domain.intake import ImportKind
from skilltrack.domain.people.career import CareerKind
from skilltrack.domain.people.talent import CareerSought, CriterionKind, Sought, TalentQuery
from skilltrack.domain.problems import Refusal
from skilltrack.i18n.problems import sentences_of
from skilltrack.services.imports.files import undo_import
from skilltrack.services.operations import list_operations, undo_operation
from skilltrack.services.people import careers
from skilltrack.services.people.careers import CareerDraft
from skilltrack.services.talent import search as talent
from skilltrack.services.talent import searches as talent_searches
from skilltrack.services.talent import words as talent_words
from skilltrack.store import audit
from skilltrack.store.database import Database

PURPOSE = "プロジェクトの人選"
HEADINGS = "職員番号 種類 分野 名称 開始 終了 水準 証拠"


def sought(database: Database, kind: CriterionKind, code: str) -> Sought | CareerSought:
    return talent_searches.sought_of(talent_words.offered(database, TODAY), kind, code)


def query(
    database: Database, *codes: tuple[CriterionKind, str], is_any: bool = False
) -> TalentQuery:
    found = [sought(database, kind, code) for kind, code in codes]
    return TalentQuery(
        wanted=tuple(one for one in found if not isinstance(one, CareerSought)),
        careers=tuple(one for one in found if isinstance(one, CareerSought)),
        is_any=is_any,
    )


def look(database: Database, wanted: TalentQuery) -> dict[str, tuple[str, ...]]:
    found = talent.find_talent(database, wanted, TODAY, PURPOSE)
    return {row.person.employee_no: row.reasons for row in found.rows}


def entry(number: str = "0003", **changes: object) -> CareerDraft:
    given: dict[str, object] = {
        "kind": CareerKind.EXPERIENCE,
        "title": "統合型GISの運用",
        "field": "地図",
    }
    return CareerDraft(number, **{**given, **changes})  # type: ignore[arg-type]


def codes_of(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    assert all(sentences_of(refusal.value))
    return [problem.code for problem in refusal.value.problems]


def test_an_entry_is_added_changed_taken_back_and_undone(database: Database, learned: Take) -> None:
    made = careers.add(database, entry(level=3))
    changed = careers.change(database, made.entry_id, entry(title="GISの更新", level=4))
    assert changed.entry_id == made.entry_id
    assert careers.fields_offered(database) == {CareerKind.EXPERIENCE: ("地図",)}
    careers.remove(database, made.entry_id, "入力の誤り")
    assert careers.lines_of(database, TODAY, employee_no="0003") == ()
    undo_operation(database, list_operations(database, "career")[0].change)
    (line,) = careers.lines_of(database, TODAY)
    assert (line.entry.title, line.entry.level) == ("GISの更新", 4)


def test_a_wrong_entry_is_refused_with_all_that_is_wrong(database: Database, learned: Take) -> None:
    wrong = entry(
        "9999",
        title=" ",
        field="長" * 81,
        start=date(2026, 5, 1),
        last_day=date(2026, 4, 1),
        level=10,
    )
    with pytest.raises(Refusal) as refusal:
        careers.add(database, wrong)
    assert codes_of(refusal) == [
        "career.no_title",
        "career.too_long",
        "career.reversed",
        "career.bad_level",
        "career.unknown_employee",
    ]
    careers.add(database, entry())
    with pytest.raises(Refusal) as refusal:
        careers.add(database, entry())
    assert codes_of(refusal) == ["career.same"]
    with pytest.raises(Refusal) as refusal:
        careers.remove(database, "C0-0", "x")
    assert codes_of(refusal) == ["career.unknown"]
    (line,) = careers.lines_of(database, TODAY)
    with pytest.raises(Refusal) as refusal:
        careers.remove(database, line.entry.entry_id, "")
    assert codes_of(refusal) == ["career.no_reason"]


def test_a_list_is_taken_over_known_again_and_undone(database: Database, learned: Take) -> None:
    rows = [
        ["0003", "実務経験", "地図", "GISの運用", "2019-04-01", "2022-03-31", "3", ""],
        ["0004", "資格", "統計", "統計検定2級", "2020-04-01", "2023-03-31", "", "合格証"],
        ["0004", "極めたい分野", "データ分析", "政策評価", "", "", "", ""],
    ]
    taken = learned(ImportKind.CAREER, HEADINGS, rows)
    assert taken.new == 3
    lines = {line.entry.title: line for line in careers.lines_of(database, TODAY)}
    assert [lines[name].counts for name in ("GISの運用", "統計検定2級", "政策評価")] == [
        True,
        False,  # the qualification has lapsed
        True,
    ]
    rows[0][6] = "4"
    again = learned(ImportKind.CAREER, HEADINGS, rows)
    assert (again.new, len(again.changed), again.unchanged) == (0, 1, 2)
    assert again.change is not None
    undo_import(database, again.change, today=TODAY)
    with pytest.raises(Refusal) as refusal:
        learned(ImportKind.CAREER, HEADINGS, [["9999", "技能", "", "x", "", "", "99", ""]])
    assert set(codes_of(refusal)) == {"intake.unknown_employee", "career.bad_level"}


def test_people_are_found_with_the_reasons(database: Database, learned: Take) -> None:
    careers.add(database, entry(level=3))
    careers.add(database, entry("0008", kind=CareerKind.ASPIRATION, title="データ分析"))
    exam = (CriterionKind.EXAM, "fundamental_information")
    course = (CriterionKind.COURSE, "MK-02")
    gis = (CriterionKind.CAREER, "experience:ＧＩＳ>=3")
    assert set(look(database, query(database, exam, course, gis))) == {"0003"}
    some = look(database, query(database, exam, course, gis, is_any=True))
    assert list(some) == ["0003", "0007", "0004"]  # most findings first, then by kana
    assert some["0003"] == (
        "基本情報技術者試験 合格（R8.6.1）",
        "変革プロジェクト 修了（R8.9.30）",
        "実務経験：地図・統合型GISの運用（水準3）",
    )
    assert look(database, query(database, (CriterionKind.CAREER, ":データ"))) == {
        "0008": ("極めたい分野：地図・データ分析",)
    }
    none = (CriterionKind.CAREER, "experience:GIS>=4")
    assert look(database, query(database, none)) == {}


def test_limits_narrow_who_is_looked_at(database: Database, learned: Take) -> None:
    course = query(database, (CriterionKind.COURSE, "MK-02"))
    narrowed = TalentQuery(wanted=course.wanted, departments=("0102",))
    assert set(look(database, narrowed)) == {"0007"}
    assert len(look(database, TalentQuery(departments=("01",)))) == 8
    assert look(database, TalentQuery(ages=(20,))) == {}  # nobody's day of birth is known


def test_whoever_has_not_answered_is_told_and_not_taken_as_zero(
    database: Database, learned: Take
) -> None:
    wanted = query(database, (CriterionKind.CATEGORY, "sakata:excel=0"))
    found = talent.find_talent(database, wanted, TODAY, PURPOSE)
    assert (found.rows, found.looked_at, found.unanswered) == ((), 8, 8)


def test_a_search_needs_a_purpose_and_is_logged(database: Database, learned: Take) -> None:
    with pytest.raises(Refusal) as refusal:
        talent.find_talent(database, TalentQuery(), TODAY, " ")
    assert codes_of(refusal) == ["talent.no_purpose", "talent.no_criterion"]
    look(database, query(database, (CriterionKind.COURSE, "MK-02")))
    with database.reading() as session:
        newest = audit.entries(session, limit=1)[0].entry
    assert (newest.action, newest.target, newest.count, newest.reason) == (
        "talent.find",
        "course:MK-02",
        3,
        PURPOSE,
    )


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (CriterionKind.CATEGORY, "sakata:none=60"),
        (CriterionKind.CATEGORY, "sakata:excel"),
        (CriterionKind.ITEM, "sakata:T01=x"),
        (CriterionKind.LEVEL, "kanazawa:overall=none"),
        (CriterionKind.EXAM, "none"),
        (CriterionKind.COURSE, "none"),
        (CriterionKind.ACCREDITED, "moka:none"),
        (CriterionKind.CAREER, "none:GIS"),
    ],
)
def test_an_unknown_code_is_refused_with_what_is_known(
    database: Database, learned: Take, kind: CriterionKind, code: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        sought(database, kind, code)
    assert codes_of(refusal) == ["talent.unknown"]


def test_searches_are_kept_found_again_and_forgotten(
    database: Database, learned: Take, tmp_path: Path
) -> None:
    wanted = query(
        database,
        (CriterionKind.CATEGORY, "sakata:excel=60"),
        (CriterionKind.ITEM, "sakata:T01=3"),
        (CriterionKind.LEVEL, "kanazawa:overall=advanced"),
        (CriterionKind.ACCREDITED, "moka:adviser"),
        (CriterionKind.CAREER, "資格:統計"),
    )
    with pytest.raises(Refusal) as refusal:
        talent_searches.keep_search(database, " ", PURPOSE, wanted)
    assert codes_of(refusal) == ["talent.no_name"]
    with pytest.raises(Refusal) as refusal:
        talent_searches.keep_search(database, "空", PURPOSE, TalentQuery())
    assert codes_of(refusal) == ["talent.no_criterion"]
    talent_searches.keep_search(database, "人選", PURPOSE, wanted)
    assert talent_searches.saved_search(database, "人選").query == wanted
    texts = talent_searches.query_texts(wanted)
    assert texts[0].startswith("エクセル関数")
    assert texts[0].endswith("60\u2009%以上")
    found = talent.find_talent(
        database, query(database, (CriterionKind.COURSE, "MK-02")), TODAY, PURPOSE
    )
    assert talent_searches.save_talent(database, tmp_path / "t.xlsx", found, PURPOSE) == 3
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").worksheets[0]
    assert any(PURPOSE in str(cell.value) for row in sheet for cell in row)
    talent_searches.drop_search(database, "人選")
    with pytest.raises(Refusal) as refusal:
        talent_searches.saved_search(database, "人選")
    assert codes_of(refusal) == ["talent.unknown_search"]

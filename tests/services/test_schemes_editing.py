"""Schemes of the body: versions with a reason, copies, use, undo, files, effect."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from tests.conftest import TODAY, Take

from skilltrack.domain.intake import ImportKind
from skilltrack.domain.problems import Refusal
from skilltrack.domain.schemes import leaves
from skilltrack.domain.schemes.changes import Part
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.domain.schemes.edits import Spot, node_at, with_node
from skilltrack.domain.schemes.judging import Standing
from skilltrack.i18n.problems import sentence
from skilltrack.services import definitions
from skilltrack.services.rounds.running import RoundOrder, open_round
from skilltrack.services.schemes import editing as schemes_editing
from skilltrack.services.schemes import files as scheme_files
from skilltrack.services.schemes.editing import Saved
from skilltrack.services.schemes.effects import effect_of, gathered_for
from skilltrack.services.verdicts.tiers import judge_all
from skilltrack.store.database import Database

ID = "kitakyushu"


def found(database: Database) -> tuple[Scheme, object]:
    return schemes_editing.find_scheme(database, ID)


def with_percent(scheme: Scheme, percent: int) -> Scheme:
    spot = Spot(0, (1,))
    leaf = node_at(scheme, spot)
    assert isinstance(leaf, leaves.CategoryAtLeast)
    return with_node(scheme, spot, replace(leaf, ratio=Fraction(percent, 100)))


def saved(database: Database, percent: int, reason: str = "見直し") -> Saved:
    scheme, programme = schemes_editing.find_scheme(database, ID)
    return schemes_editing.save_scheme(database, with_percent(scheme, percent), programme, reason)


def test_a_change_makes_a_version_and_what_was_known_before_keeps_its_own(
    database: Database,
) -> None:
    before = database.clock()
    made = saved(database, 55)
    assert (made.scheme.version, made.is_new_version) == (2, True)
    (change,) = made.changes
    assert (change.part, change.field) == (Part.REQUIREMENT, "ratio")
    assert (change.before, change.after) == (Fraction(2, 5), Fraction(11, 20))
    assert judge_all(database, ID, TODAY).scheme.version == 2
    assert judge_all(database, ID, TODAY, before).scheme.version == 1


def test_scheme_and_programme_are_of_one_version(database: Database) -> None:
    scheme, programme = schemes_editing.find_scheme(database, ID)
    fewer = replace(programme, targets=())
    made = schemes_editing.save_scheme(database, scheme, fewer, "目標を見直す")
    with database.reading() as session:
        assert definitions.programme(session, ID).version == made.scheme.version == 2
        assert definitions.programme(session, ID).targets == ()
        assert definitions.programmes(session)[ID].targets == ()
        assert definitions.programme_version(session, ID, 1).targets == programme.targets


def test_what_says_the_same_makes_no_version(database: Database) -> None:
    scheme, programme = schemes_editing.find_scheme(database, ID)
    again = schemes_editing.save_scheme(database, scheme, programme, "")
    assert not again.is_new_version
    assert definitions.adopt_shipped(database, [ID])[0].version == 1
    assert len(schemes_editing.list_versions(database, ID)) == 1


def test_a_version_wants_a_reason(database: Database) -> None:
    with pytest.raises(Refusal, match=r"schemes\.no_reason"):
        saved(database, 55, "  ")


def test_a_mistake_is_refused_with_its_key_path(database: Database) -> None:
    scheme, programme = schemes_editing.find_scheme(database, ID)
    odd = with_node(scheme, Spot(0, (1,)), leaves.ExamPassed("e", "合格", "it_pasport"))
    with pytest.raises(Refusal) as caught:
        schemes_editing.save_scheme(database, odd, programme, "試す")
    (problem,) = caught.value.problems
    assert problem.place.column == "tiers[bronze].gate.all[e].exam"
    assert "it_passport" in sentence(problem)


def test_a_version_can_be_undone_and_its_number_is_not_given_again(database: Database) -> None:
    saved(database, 55)
    newest = schemes_editing.list_versions(database, ID)[0]
    assert (newest.reason, newest.is_newest) == ("見直し", True)
    schemes_editing.undo_scheme_change(database, newest.change)
    assert found(database)[0].version == 1
    assert saved(database, 60).scheme.version == 3


def test_an_older_version_and_one_that_a_round_uses_stay(
    town: Take, database: Database, tmp_path: Path
) -> None:
    first = saved(database, 55)
    change = schemes_editing.list_versions(database, ID)[0].change
    saved(database, 60)
    with pytest.raises(Refusal, match=r"schemes\.later_version"):
        schemes_editing.undo_scheme_change(database, change)
    newest = schemes_editing.list_versions(database, ID)[0]
    order = RoundOrder("点検", "sakata", (ID,), TODAY, date(2026, 12, 18), "目的")
    open_round(database, order, tmp_path / "調査")
    with pytest.raises(Refusal, match=r"schemes\.version_in_round"):
        schemes_editing.undo_scheme_change(database, newest.change)
    assert first.scheme.version == 2


def test_a_copy_stands_beside_the_original(database: Database) -> None:
    made = schemes_editing.copy_scheme(database, ID, "our-city", "わが市の制度", "試行")
    assert (made.id, made.version, made.name) == ("our-city", 1, "わが市の制度")
    assert "北九州市方式" in made.notes[0].text
    with pytest.raises(Refusal, match=r"schemes\.id_taken"):
        schemes_editing.copy_scheme(database, ID, "our-city", "別", "試行")
    assert len(judge_all(database, "our-city", TODAY).people) == 0


def test_a_scheme_out_of_use_is_kept_for_the_past_and_can_return(database: Database) -> None:
    schemes_editing.drop_scheme(database, ID, "使わない")
    with database.reading() as session:
        assert ID not in definitions.schemes(session)
        assert ID not in definitions.programmes(session)
        assert ID in definitions.schemes_ever(session)
    assert judge_all(database, ID, TODAY).scheme.id == ID
    with pytest.raises(Refusal, match=r"schemes\.use_unchanged"):
        schemes_editing.drop_scheme(database, ID, "使わない")
    schemes_editing.return_scheme(database, ID, "使う")
    with database.reading() as session:
        assert ID in definitions.schemes(session)


def test_a_scheme_comes_back_from_workbook_and_text_without_loss(
    database: Database, tmp_path: Path
) -> None:
    entries = schemes_editing.list_entries(database)
    for scheme_id in (one.scheme.id for one in entries if one.is_own):
        for ending in ("xlsx", "toml"):
            path = tmp_path / f"{scheme_id}.{ending}"
            scheme_files.export_scheme(database, scheme_id, None, path)
            read = scheme_files.check_file(path)
            assert read == schemes_editing.find_scheme(database, scheme_id), path.name


def edited(path: Path, sheet: str, row: int, heading: str, value: object) -> None:
    workbook = openpyxl.load_workbook(path)
    page = workbook[sheet]
    headings = [cell.value for cell in page[1]]
    place = next(n for n, text in enumerate(headings, 1) if str(text).rstrip("＊") == heading)
    page.cell(row, place).value = value
    workbook.save(path)


def test_a_workbook_edited_in_excel_becomes_a_version(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "制度.xlsx"
    scheme_files.export_scheme(database, ID, None, path)
    edited(path, "要件", 4, "基準", 55.5)
    made = scheme_files.import_file(database, path, "Excelで見直し")
    (change,) = made.changes
    assert (change.code, change.after) == ("bronze-terms", Fraction(111, 200))


MISTAKES = [
    ("要件", 4, "基準", 101, "definitions.percent_out_of_range"),
    ("要件", 4, "対象", "basic_term", "definitions.unknown_category_near"),
    ("要件", 4, "種類", "得点", "schemebook.unknown_word"),
    ("要件", 4, "段", 4, "schemebook.depth_skipped"),
    ("要件", 2, "区分コード", "gould", "schemebook.unknown_tier"),
    ("区分", 2, "色", "白", "schemebook.unknown_word"),
    ("研修", 2, "時間", "二", "schemebook.no_number"),
    ("受講義務", 2, "研修", "KQ-99", "definitions.unknown_course_near"),
    ("目標", 2, "期限", "来年", "schemebook.no_day"),
    ("制度", 6, "値", "だれでも", "schemebook.unknown_word"),
]


@pytest.mark.parametrize(("sheet", "row", "heading", "value", "code"), MISTAKES)
def test_a_mistake_in_a_workbook_is_told_by_sheet_row_and_column(
    database: Database,
    tmp_path: Path,
    sheet: str,
    row: int,
    heading: str,
    value: object,
    code: str,
) -> None:
    path = tmp_path / "制度.xlsx"
    scheme_files.export_scheme(database, ID, None, path)
    edited(path, sheet, row, heading, value)
    with pytest.raises(Refusal) as caught:
        scheme_files.import_file(database, path, "試す")
    places = {(p.code, p.place.sheet, p.place.row, p.place.column) for p in caught.value.problems}
    if code == "definitions.unknown_category_near":  # what stands outside the file: by key path
        assert any(problem.code == code for problem in caught.value.problems)
    else:
        assert (code, sheet, row, heading) in places


def test_the_effect_names_who_moves_from_where_to_where(town: Take, database: Database) -> None:
    town(
        ImportKind.EXAMS,
        "職員番号 試験 受験日 総合評価点 ストラテジ系 マネジメント系 テクノロジ系 合否",
        [["0001", "ITパスポート", "2026-05-01", 640, 600, 700, 700, ""]],
    )
    scheme, _programme = schemes_editing.find_scheme(database, ID)
    first = scheme.tiers[0]
    only_exam = replace(first, gate=leaves.ExamPassed("e", "合格", "it_passport"))
    changed = replace(scheme, tiers=(only_exam, *scheme.tiers[1:]))
    tried = gathered_for(database, scheme, TODAY, changed)
    effect = effect_of(tried, scheme, changed)
    assert [(move.before, move.after, move.people) for move in effect.shift.moves] == [
        (Standing(None), Standing("bronze"), 1)
    ]
    assert [one.person.employee_no for one in effect.moved] == ["0001"]
    assert effect.shift.people == 8
    counts = dict(effect.shift.after)
    assert counts == {Standing("bronze"): 1, Standing(None): 7}
    judged = {
        one.person.employee_no: one.verdict.reached for one in judged_under(database, changed)
    }
    assert judged["0001"] == "bronze"


def judged_under(database: Database, scheme: Scheme) -> tuple[object, ...]:
    from skilltrack.services.verdicts.tiers import judge_in

    with database.reading() as session:
        return judge_in(session, scheme, TODAY).people


def test_a_draft_that_asks_for_more_is_read_again(database: Database) -> None:
    scheme, _programme = schemes_editing.find_scheme(database, ID)
    changed = with_node(scheme, Spot(0, (1,)), leaves.CoursesCompleted("c", "研修", ("ZZ",), 1))
    tried = gathered_for(database, scheme, TODAY)
    assert not tried.covers(changed)
    with pytest.raises(ValueError, match="more"):
        effect_of(tried, scheme, changed)
    assert gathered_for(database, scheme, TODAY, changed).covers(changed)

"""The exams of the body: versions with a reason, their effect, copies, drops, files."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from tests.conftest import Take

from skilltrack.domain.calendar import Period
from skilltrack.domain.exams.changes import ExamPart
from skilltrack.domain.exams.definition import Exam, ExamEdition, ExamField
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.problems import Refusal
from skilltrack.domain.schemes.gates import All, AtLeast
from skilltrack.domain.schemes.leaves import ScoreAtLeast
from skilltrack.services import definitions
from skilltrack.services.exams import master, master_files
from skilltrack.services.exams.register import exam_register
from skilltrack.services.operations import list_operations
from skilltrack.store.database import Database
from skilltrack.store.operations import Operation

CODE = "it_passport"
AS_OF = date(2026, 9, 30)


def _with_edition(exam: Exam, code: str, **values: object) -> Exam:
    return replace(
        exam,
        editions=tuple(
            replace(one, **values) if one.code == code else one  # type: ignore[arg-type]
            for one in exam.editions
        ),
    )


def _easier(exam: Exam) -> Exam:
    return _with_edition(
        exam, "2022", pass_rule=ScoreAtLeast("total", "総合評価点580点以上", "total", 580)
    )


@pytest.fixture
def sat(database: Database, town: Take) -> Database:
    town(
        ImportKind.EXAMS,
        "職員番号 試験 受験日 総合評価点 ストラテジ系 マネジメント系 テクノロジ系",
        [
            ["0001", "iパス", "2026/5/1", 640, 290, 700, 600],
            ["0002", "iパス", "2026/5/1", 590, 400, 500, 600],
            ["0003", "iパス", "2026/5/1", 570, 400, 500, 600],
        ],
    )
    return database


def test_each_edition_counts_the_sittings_of_its_own_days(sat: Database) -> None:
    (entry,) = (one for one in master.list_exams(sat) if one.exam.code == CODE)
    counts = {edition.code: entry.sittings_in(edition.valid) for edition in entry.exam.editions}
    assert counts == {"2009": 0, "2022": 3, "2027": 0}
    assert entry.sittings == 3


def test_a_corrected_rule_decides_the_sittings_of_its_days_anew(sat: Database) -> None:
    before = sat.clock()
    changed = _easier(master.find_exam(sat, CODE))

    effect = master.effect_of(sat, changed)
    saved = master.save_exam(sat, changed, "基準の誤りを直す")

    assert effect == saved.effect
    assert effect.sittings == 3
    assert [(one.attempt.employee_no, one.before, one.after) for one in effect.rejudged] == [
        ("0001", False, True),
        ("0002", False, True),
    ]
    assert (effect.gained, effect.lost) == (("0001", "0002"), ())
    assert exam_register(sat, CODE, AS_OF).total.passers == 2
    assert exam_register(sat, CODE, AS_OF, before).total.passers == 0


def test_a_rehearsal_tells_everything_and_leaves_everything(sat: Database) -> None:
    exam = master.find_exam(sat, CODE)

    saved = master.save_exam(sat, _easier(exam), "確認", is_rehearsal=True)

    assert saved.is_new_version
    assert len(saved.effect.gained) == 2
    assert master.find_exam(sat, CODE) == exam


def test_versions_tell_what_changed_and_why_and_are_undone(sat: Database) -> None:
    exam = master.find_exam(sat, CODE)
    master.save_exam(sat, _easier(exam), "基準の誤りを直す")

    newest, first = master.list_versions(sat, CODE)

    (change,) = newest.changes
    assert (change.part, change.edition, change.key) == (ExamPart.EDITION, "2022", "pass_rule")
    assert (newest.version, newest.reason, newest.is_newest) == (2, "基準の誤りを直す", True)
    assert (first.version, first.changes, first.change) == (1, (), 0)
    master.undo_exam_change(sat, newest.change)
    assert master.find_exam(sat, CODE) == exam


def test_only_the_newest_version_is_undone(sat: Database) -> None:
    exam = master.find_exam(sat, CODE)
    master.save_exam(sat, _easier(exam), "1回目")
    master.save_exam(sat, replace(_easier(exam), organiser="IPA"), "2回目")
    second = master.list_versions(sat, CODE)[1]

    with pytest.raises(Refusal) as refused:
        master.undo_exam_change(sat, second.change)

    assert refused.value.problems[0].code == "exam_master.later_version"


def test_what_says_the_same_makes_no_version_and_needs_no_reason(database: Database) -> None:
    saved = master.save_exam(database, master.find_exam(database, CODE), "")

    assert not saved.is_new_version
    assert saved.version == 1


def test_a_change_without_a_reason_is_refused(database: Database) -> None:
    with pytest.raises(Refusal) as refused:
        master.save_exam(database, _easier(master.find_exam(database, CODE)), " ")

    assert refused.value.problems[0].code == "exam_master.no_reason"


def test_a_provisional_edition_is_completed_once_it_is_published(
    database: Database, town: Take
) -> None:
    town(
        ImportKind.EXAMS,
        "職員番号 試験 受験日 合否 総合評価点 ビジネス テクノロジ セキュリティ・倫理",
        [["0001", "iパス", "2027/5/1", "不合格", 700, 500, 500, 500]],
        today=date(2027, 5, 31),
    )
    exam = master.find_exam(database, CODE)
    published = _with_edition(
        exam,
        "2027",
        is_provisional=False,
        pass_rule=ScoreAtLeast("total", "総合評価点600点以上", "total", 600),
    )

    assert exam_register(database, CODE, date(2027, 5, 31)).total.passers == 0
    saved = master.save_exam(database, published, "制度の公表")

    assert saved.effect.gained == ("0001",)
    assert exam_register(database, CODE, date(2027, 5, 31)).total.passers == 1


def test_sittings_left_without_an_edition_and_odd_scores_are_told(sat: Database) -> None:
    exam = master.find_exam(sat, CODE)
    later = replace(exam, editions=tuple(one for one in exam.editions if one.code != "2022"))
    fields = tuple(one for one in exam.editions[1].fields if one.code != "strategy")
    fewer = _with_edition(exam, "2022", fields=fields, pass_rule=None)

    assert master.effect_of(sat, later).without_edition == 3
    assert master.effect_of(sat, fewer).odd_scores == 3


def test_an_own_exam_is_copied_changed_and_dropped_again(database: Database) -> None:
    master.copy_exam(database, CODE, "own", "庁内検定", "庁内で行う")
    assert definitions.list_schemes(database)
    names = {entry.exam.name for entry in master.list_exams(database) if entry.is_own}
    assert "庁内検定" in names

    dropped = master.drop_exam(database, "own", "使わない")
    assert "own" not in {entry.exam.code for entry in master.list_exams(database)}
    change = next(o.change for o in _operations(database) if o.kind == dropped.kind)
    master.undo_exam_change(database, change)

    assert master.find_exam(database, "own").name == "庁内検定"


def _operations(database: Database) -> tuple[Operation, ...]:
    return list_operations(database, master.AREA)


def test_an_exam_with_records_or_named_by_a_scheme_stays(sat: Database) -> None:
    with pytest.raises(Refusal) as refused:
        master.drop_exam(sat, CODE, "使わない")
    assert refused.value.problems[0].code == "exam_master.in_records"

    master.drop_exam(sat, "systems_auditor", "使わない")
    shipped = {e.exam.code for e in master.list_exams(sat) if not e.is_own}
    assert shipped == {"systems_auditor"}
    definitions.adopt_shipped(sat, ["fukui"])
    assert {e.exam.code for e in master.list_exams(sat) if not e.is_own} == shipped


def test_names_of_other_exams_are_refused(database: Database) -> None:
    with pytest.raises(Refusal) as refused:
        master.copy_exam(database, CODE, "own", "iパス", "庁内で行う")

    assert refused.value.problems[0].code == "definitions.exam_name_taken"


def _everything() -> Exam:
    rule = All(
        (
            ScoreAtLeast("a", "総合60点以上", "total", 60),
            AtLeast(1, (ScoreAtLeast("b", "A", "x", 10), ScoreAtLeast("c", "B", "y", 10))),
            AtLeast(
                2,
                (
                    ScoreAtLeast("d", "A", "x", 5),
                    ScoreAtLeast("e", "B", "y", 5),
                    ScoreAtLeast("f", "総合", "total", 70),
                ),
            ),
        )
    )
    fields = (
        ExamField("total", "合計", 100),
        ExamField("x", "筆記", 60),
        ExamField("y", "実技", 40),
    )
    edition = ExamEdition(
        "1",
        Period.through(date(2026, 4, 1), date(2027, 3, 31)),
        fields,
        rule,
        fee_yen=0,
        is_total_sum=True,
    )
    next_one = ExamEdition("2", Period(date(2027, 4, 1)), (), None, is_provisional=True)
    return Exam("own", "庁内検定", ("庁検",), (edition, next_one), "情報政策課", 6)


@pytest.mark.parametrize("suffix", [".xlsx", ".toml"])
def test_files_bring_back_what_they_were_written_from(
    database: Database, tmp_path: Path, suffix: str
) -> None:
    master.save_exam(database, _everything(), "庁内で行う")
    path = tmp_path / f"exams{suffix}"

    written = master_files.export_exams(database, [], path)
    read = master_files.check_file(path)

    assert {exam.code: exam for exam in read} == {exam.code: exam for exam in written}
    assert not any(s.is_new_version for s in master_files.import_file(database, path, ""))


def test_a_long_list_of_items_has_the_lines_that_it_takes(
    database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "exams.xlsx"
    master_files.export_exams(database, ["it_passport"], path)
    (sheet,) = [one for one in openpyxl.load_workbook(path) if "分野コード＊" in _texts(one, 1)]
    heights = {
        sheet.cell(row, 3).value: sheet.row_dimensions[row].height
        for row in range(2, sheet.max_row + 1)
        if sheet.cell(row, 2).value == "2022"
    }
    assert heights["technology"] > heights["management"] > 15
    assert heights["total"] is None


def _texts(sheet: Worksheet, row: int) -> list[object]:
    return [cell.value for cell in sheet[row]]


def test_mistakes_in_a_workbook_are_told_by_sheet_row_and_column(
    database: Database, tmp_path: Path
) -> None:
    master.save_exam(database, _everything(), "庁内で行う")
    path = tmp_path / "exams.xlsx"
    master_files.export_exams(database, ["own"], path)
    book = openpyxl.load_workbook(path)
    book["分野"]["E2"] = 101
    book["合格の規則"]["H3"] = 999
    book["制度版"]["C3"] = "2026-06-01"
    book.save(path)

    with pytest.raises(Refusal) as refused:
        master_files.check_file(path)

    told = {(p.code, p.place.sheet, p.place.row, p.place.column) for p in refused.value.problems}
    assert ("definitions.total_not_sum", "分野", 2, "満点") in told
    assert ("definitions.editions_overlap", "制度版", 3, "") in told
    assert len([one for one in told if one[1] == "合格の規則"]) == 1


def test_two_exams_are_compared_by_name_version_shipped_or_file(
    sat: Database, tmp_path: Path
) -> None:
    exam = master.find_exam(sat, CODE)
    master.save_exam(sat, _easier(exam), "直す")
    path = tmp_path / "own.toml"
    master_files.export_exams(sat, [f"{CODE}@1"], path)

    assert master_files.difference(sat, f"{CODE}@1", f"shipped:{CODE}") == ()
    (change,) = master_files.difference(sat, str(path), CODE)
    assert change.key == "pass_rule"
    (back,) = master_files.import_shipped(sat, [CODE], "同梱の内容に戻す")
    assert back.version == 3

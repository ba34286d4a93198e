"""Exam results from files: whose they are, what the edition says, and that nothing is silent."""

from datetime import date

import pytest
from tests.conftest import Take

from skilltrack.domain.calendar import Period
from skilltrack.domain.exams.definition import Exam, ExamAttempt, ExamEdition, ExamField, PaidBy
from skilltrack.domain.exams.vouchers import Voucher, VoucherStepKind
from skilltrack.domain.intake import ColumnMapping, ImportKind, ImportOutcome
from skilltrack.domain.problems import Problem, Refusal, Severity
from skilltrack.i18n.problems import sentence
from skilltrack.services.exams import master
from skilltrack.services.imports import mappings
from skilltrack.services.imports.files import import_file, undo_import
from skilltrack.store.database import Database
from skilltrack.store.exams import ATTEMPTS
from skilltrack.store.vouchers import VOUCHER_STEPS, VOUCHERS

HEAD = "職員番号 試験 受験日 総合評価点 ストラテジ系 マネジメント系 テクノロジ系 合否"
PASSED = ["0001", "iパス", "2026-05-01", 700, 600, 600, 600, ""]


def attempts(database: Database) -> tuple[ExamAttempt, ...]:
    with database.reading() as session:
        return ATTEMPTS.values(session)


def refused(take: Take, headings: str, *rows: list[object]) -> tuple[Problem, ...]:
    with pytest.raises(Refusal) as told:
        take(ImportKind.EXAMS, headings, rows)
    problems = told.value.problems
    assert all(sentence(problem) for problem in problems)
    return problems


def codes(outcome: ImportOutcome) -> list[str]:
    return [notice.code for notice in outcome.notices]


def buy(database: Database, number: str, exam: str = "it_passport") -> None:
    with database.changing("test.buy", number) as work:
        bought = Voucher(f"key{number[1:]}", number, exam, date(2026, 4, 1), date(2027, 3, 31))
        VOUCHERS.record(work, [bought])


def test_certificate_payer_evidence_and_note_come_with_a_result(
    town: Take, database: Database
) -> None:
    head = f"{HEAD} 合格証書番号 負担 証跡 備考"
    town(ImportKind.EXAMS, head, [[*PASSED, "IP-1", "自己負担（助成あり）", "棚3", "初回"]])

    (one,) = attempts(database)

    assert (one.certificate_no, one.paid_by) == ("IP-1", PaidBy.AIDED)
    assert (one.evidence, one.note, one.source) == ("棚3", "初回", "exams.csv")


def test_a_blank_never_takes_away_what_the_records_hold(town: Take, database: Database) -> None:
    town(ImportKind.EXAMS, f"{HEAD} 合格証書番号 負担", [[*PASSED, "IP-1", "公費"]])
    before = attempts(database)

    again = town(
        ImportKind.EXAMS, "職員番号 試験 受験日 合否", [["0001", "iパス", "2026-05-01", ""]]
    )

    assert (again.new, len(again.changed), again.unchanged) == (0, 0, 1)
    assert attempts(database) == before


def test_other_scores_are_previewed_by_the_names_of_the_fields(town: Take) -> None:
    town(ImportKind.EXAMS, HEAD, [PASSED])

    told = town(ImportKind.EXAMS, HEAD, [[*PASSED[:3], 710, *PASSED[4:]]], is_dry_run=True)

    ((change,),) = [line.fields for line in told.changed]
    assert change.old.startswith("総合評価点 700; ストラテジ系 600")
    assert change.new.startswith("総合評価点 710")


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (
            ["0001", "iパス", "2026-05-01", 1001, 600, 600, 600, ""],
            "score_out_of_range",
            "総合評価点",
        ),
        (
            ["0001", "iパス", "2026-05-01", 700, -1, 600, 600, ""],
            "score_out_of_range",
            "ストラテジ系",
        ),
        (["0001", "iパス", "2009-10-31", 700, 600, 600, 600, ""], "no_edition", "受験日"),
        (["0001", "iパス", "2026-12-01", 700, 600, 600, 600, ""], "future_date", "受験日"),
        (
            ["0001", "基本情報技術者", "2026-05-01", 700, "", "", "", "合格"],
            "score_not_of_exam",
            "総合評価点",
        ),
        (["9999", "iパス", "2026-05-01", 700, 600, 600, 600, ""], "unknown_employee", "職員番号"),
        (["", "iパス", "2026-05-01", 700, 600, 600, 600, ""], "nobody", "職員番号"),
        (["0001", "", "2026-05-01", 700, 600, 600, 600, ""], "blank", "試験"),
        (["0001", "iパス", "2026-05-01", 700, 600, "", 600, ""], "exam_undecided", ""),
    ],
)
def test_a_bad_row_is_told_by_row_and_column_and_nothing_is_taken(
    town: Take, database: Database, row: list[object], code: str, column: str
) -> None:
    (problem,) = refused(town, HEAD, PASSED[:0] or row)

    assert (problem.code, problem.place.column) == (f"intake.{code}", column)
    assert problem.place.row == 2
    assert attempts(database) == ()


def test_a_person_twice_on_a_day_is_told_apart_by_the_scores(town: Take) -> None:
    same, other = list(PASSED), [*PASSED[:3], 650, *PASSED[4:]]

    assert [p.code for p in refused(town, HEAD, PASSED, same)] == ["intake.duplicate_key"]
    (problem,) = refused(town, HEAD, PASSED, other)
    assert (problem.code, problem.place.row) == ("intake.sitting_twice", 3)


def test_a_contradiction_is_decided_by_the_rule_and_told(town: Take, database: Database) -> None:
    row = ["0001", "iパス", "2026-05-01", 640, 290, 700, 700, "合格"]

    outcome = town(ImportKind.EXAMS, f"{HEAD} 合格証書番号", [[*row, "IP-1"]])

    assert codes(outcome) == ["intake.pass_contradicts", "intake.certificate_of_failed"]
    assert attempts(database)[0].stated_pass is True


def test_a_certificate_belongs_to_one_person(town: Take) -> None:
    head = "職員番号 試験 受験日 合否 合格証書番号"
    town(ImportKind.EXAMS, head, [["0001", "G検定", "2026-05-01", "合格", "G-1"]])

    (problem,) = refused(town, head, ["0002", "G検定", "2026-06-01", "合格", "G-1"])

    assert problem.code == "intake.certificate_twice"


def test_the_total_must_be_the_sum_where_the_edition_says_so(
    town: Take, database: Database
) -> None:
    fields = (
        ExamField("total", "合計", 100),
        ExamField("a", "筆記", 60),
        ExamField("b", "実技", 40),
    )
    edition = ExamEdition("1", Period(), fields, None, is_total_sum=True)
    master.save_exam(database, Exam("own", "庁内検定", (), (edition,)), "庁内で行う")
    head = "職員番号 試験 受験日 合計 筆記 実技 合否"

    (problem,) = refused(town, head, ["0001", "庁内検定", "2026-05-01", 71, 40, 30, "合格"])
    assert (problem.code, problem.place.column) == ("intake.total_not_sum", "合計")
    assert town(
        ImportKind.EXAMS, head, [["0001", "庁内検定", "2026-05-01", 70, 40, 30, "合格"]]
    ).new


def test_a_result_of_a_provisional_edition_keeps_what_was_stated_and_is_told(
    town: Take, database: Database
) -> None:
    head = "職員番号 試験 受験日 合否 総合評価点 ビジネス"
    day, today = "2027-05-01", date(2027, 5, 31)
    rows = [["0001", "iパス", day, "合格", 1200, 10], ["0002", "iパス", day, "不合格", "", ""]]

    outcome = town(ImportKind.EXAMS, head, rows, today=today)

    assert codes(outcome) == ["intake.score_above_provisional", "intake.edition_provisional"]
    assert outcome.notices[1].values["count"] == 2
    assert [one.stated_pass for one in attempts(database)] == [True, False]
    with pytest.raises(Refusal) as told:
        town(ImportKind.EXAMS, head, [["0003", "iパス", day, "", 700, 300]], today=today)
    assert told.value.problems[0].code == "intake.exam_undecided"


def test_exams_of_one_field_name_share_a_column_each_with_its_own_maximum(
    town: Take, database: Database
) -> None:
    edition = ExamEdition("1", Period(), (ExamField("total", "総合評価点", 100),), None)
    master.save_exam(database, Exam("own", "庁内検定", (), (edition,)), "庁内で行う")
    rows = [PASSED, ["0001", "庁内検定", "2026-05-01", 90, "", "", "", "合格"]]

    assert town(ImportKind.EXAMS, HEAD, rows).new == 2
    (problem,) = refused(town, HEAD, ["0001", "庁内検定", "2026-05-01", 101, "", "", "", "合格"])
    assert problem.values["maximum"] == 100


# The file of the seller of vouchers


def _people(town: Take) -> None:
    town(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 フリガナ 所属コード 職名 採用日 アカウント",
        [
            ["0011", "田中　一", "タナカ ハジメ", "0101", "主事", "2020-04-01", "tanaka1"],
            ["0012", "田中　一", "タナカ イチ", "0102", "主事", "2020-04-01", "tanaka2"],
        ],
        effective=date(2026, 4, 1),
    )


def test_people_are_found_by_account_or_by_name_and_reading(town: Take, database: Database) -> None:
    _people(town)
    head = "アカウント 氏名 フリガナ 試験 受験日 合否"
    rows = [
        ["TANAKA1", "", "", "G検定", "2026-05-01", "合格"],
        ["tanaka2@city.example", "", "", "G検定", "2026-05-02", "合格"],
        ["", "田中 一", "タナカ　イチ", "G検定", "2026-05-03", "合格"],
        ["", "高橋 一郎", "", "G検定", "2026-05-04", "合格"],
    ]

    assert town(ImportKind.EXAMS, head, rows).new == 4
    assert [one.employee_no for one in attempts(database)] == ["0011", "0012", "0012", "0001"]


def test_a_person_who_is_not_certain_is_refused(town: Take) -> None:
    _people(town)
    head = "アカウント 氏名 試験 受験日 合否"

    problems = refused(
        town,
        head,
        ["", "田中一", "G検定", "2026-05-01", "合格"],
        ["", "無名　太郎", "G検定", "2026-05-01", "合格"],
        ["nobody", "", "G検定", "2026-05-01", "合格"],
    )

    assert [problem.code for problem in problems] == [
        "intake.person_ambiguous",
        "intake.unknown_person",
        "intake.unknown_person",
    ]


def test_another_name_beside_a_number_is_told(town: Take) -> None:
    head = "職員番号 氏名 試験 受験日 合否"
    rows = [
        ["0001", "髙橋一郎", "G検定", "2026-05-01", "合格"],
        ["0002", "別人　花子", "G検定", "2026-05-01", "合格"],
    ]

    outcome = town(ImportKind.EXAMS, head, rows)

    assert [(n.code, n.place.row) for n in outcome.notices] == [("intake.other_name", 3)]


def test_a_file_without_anybody_or_any_exam_is_refused_once(town: Take) -> None:
    (nobody,) = refused(town, "試験 受験日 合否", ["G検定", "2026-05-01", "合格"])
    (no_exam,) = refused(town, "職員番号 受験日 合否", ["0001", "2026-05-01", "合格"])

    assert {nobody.code, no_exam.code} == {"intake.missing_column"}


def test_the_voucher_tells_the_exam_and_who_paid(town: Take, database: Database) -> None:
    buy(database, "V-1")
    head = "職員番号 受験日 合否 バウチャー番号 負担"

    town(ImportKind.EXAMS, head, [["0001", "2026-05-01", "合格", "V-1", ""]])

    (one,) = attempts(database)
    assert (one.exam, one.paid_by) == ("it_passport", PaidBy.VOUCHER)


def test_a_voucher_is_used_once_and_reading_the_file_again_is_no_second_use(
    town: Take, database: Database
) -> None:
    buy(database, "V-1")
    head = "職員番号 受験日 合否 バウチャー番号"
    row = ["0001", "2026-05-01", "合格", "V-1"]
    town(ImportKind.EXAMS, head, [row])

    assert town(ImportKind.EXAMS, head, [row]).unchanged == 1
    with database.reading() as session:
        (step,) = VOUCHER_STEPS.values(session)
    assert (step.kind, step.employee_no) == (VoucherStepKind.USED, "0001")
    problems = refused(town, head, ["0002", "2026-06-01", "合格", "V-1"])
    assert problems[0].place.column == "バウチャー番号"
    assert not any("V-1" in sentence(p) for p in problems)


def test_vouchers_that_do_not_fit_are_refused(town: Take, database: Database) -> None:
    buy(database, "V-1")
    head = "職員番号 試験 受験日 合否 バウチャー番号 負担"

    problems = refused(
        town,
        head,
        ["0001", "iパス", "2026-05-01", "合格", "V-9", ""],
        ["0002", "G検定", "2026-05-01", "合格", "V-1", ""],
        ["0003", "iパス", "2026-05-01", "合格", "V-1", "自己負担"],
    )

    assert {p.code for p in problems} >= {
        "intake.unknown_voucher",
        "intake.voucher_other_exam",
        "intake.voucher_and_payer",
    }
    assert not any("V-" in sentence(p) for p in problems)


def test_the_layout_of_the_seller_is_mapped_once_and_undone_as_a_whole(
    town: Take, database: Database, write_csv: object
) -> None:
    buy(database, "V-1")
    mapping = ColumnMapping(
        headings={
            "職員番号": "利用者",
            "受験日": "試験実施日",
            "バウチャー番号": "券",
            "合否": "判定結果",
        },
        words={"合否": {"PASS": "合格"}},
    )
    mappings.remember(database, ImportKind.EXAMS, mapping)
    path = write_csv(
        "seller", "利用者 試験実施日 券 判定結果", [["0001", "2026-05-01", "V-1", "PASS"]]
    )  # type: ignore[operator]

    outcome = import_file(database, ImportKind.EXAMS, path, today=date(2026, 11, 20))

    assert attempts(database)[0].stated_pass is True
    assert outcome.change is not None
    undo_import(database, outcome.change, today=date(2026, 11, 20))
    assert attempts(database) == ()


def test_the_own_list_and_the_file_of_the_seller_keep_a_mapping_each(
    town: Take, database: Database, write_csv: object
) -> None:
    buy(database, "V-1")
    own = ColumnMapping(
        headings={"職員番号": "番号", "試験": "種目", "受験日": "日付", "合否": "結果"}
    )
    seller = ColumnMapping(
        headings={"アカウント": "番号", "受験日": "実施日", "バウチャー番号": "券", "合否": "判定"}
    )
    mappings.remember(database, ImportKind.EXAMS, own)
    mappings.remember(database, ImportKind.VOUCHER_RESULTS, seller)
    assert mappings.list_mappings(database) == {
        ImportKind.EXAMS: own,
        ImportKind.VOUCHER_RESULTS: seller,
    }
    town(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 所属コード アカウント",
        [["0009", "新", "0101", "shin"]],
    )

    ours = write_csv("own", "番号 種目 日付 結果", [["0001", "iパス", "2026-05-01", "合格"]])  # type: ignore[operator]
    theirs = write_csv("sold", "番号 実施日 券 判定", [["shin", "2026-05-02", "V-1", "不合格"]])  # type: ignore[operator]
    for kind, path in ((ImportKind.EXAMS, ours), (ImportKind.VOUCHER_RESULTS, theirs)):
        outcome = import_file(database, kind, path, today=date(2026, 11, 20))
        assert (outcome.kind, outcome.new) == (kind, 1)

    found = {one.employee_no: (one.stated_pass, one.paid_by) for one in attempts(database)}
    assert found == {"0001": (True, None), "0009": (False, PaidBy.VOUCHER)}


def test_notices_are_notices(town: Take) -> None:
    outcome = town(ImportKind.EXAMS, HEAD, [[*PASSED[:7], "不合格"]])

    assert {notice.severity for notice in outcome.notices} == {Severity.NOTICE}

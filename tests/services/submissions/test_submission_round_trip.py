"""From the terminal of an employee to the records: sealed, collected, confirmed, undone."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.conftest import TODAY, Take

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.organisation import PracticeStage
from skilltrack.domain.problems import Refusal
from skilltrack.domain.submissions import (
    BLOCKING,
    Arrived,
    Conflict,
    SubmissionKind,
    SubmissionState,
)
from skilltrack.services.answering.profiles import Profile
from skilltrack.services.answering.submitting import SubmissionSession, open_desk
from skilltrack.services.operations import undo_operation
from skilltrack.services.submissions.collecting import collect_submissions
from skilltrack.services.submissions.confirming import confirm, name_course, send_back
from skilltrack.services.submissions.desk import DeskOrder, hand_out, set_up_desk
from skilltrack.services.submissions.forms import FormOrder, write_blank_form
from skilltrack.services.submissions.review import list_submissions
from skilltrack.store import schema
from skilltrack.store.database import Database
from skilltrack.store.erasure import erase_identities
from skilltrack.store.exams import ATTEMPTS
from skilltrack.store.organisation import PRACTICES
from skilltrack.store.practices import REVIEWS
from skilltrack.store.training import COMPLETIONS

YEAR = FiscalYear(2026)
REPORT = {"course": "S1", "on": "R8.10.5", "hours": "１.5", "learnt": "表の作り方"}
EXAM = {"exam": "it_passport", "on": "2026/9/1", "result": "合格"}


@pytest.fixture
def office(database: Database, take: Take) -> Database:
    """Return a data file with two departments, three people and two courses."""
    take(
        ImportKind.DEPARTMENTS,
        "所属コード 所属名 評価単位",
        [["01", "税務課", "○"], ["02", "福祉課", "○"]],
    )
    take(ImportKind.TITLES, "職名 役職区分", [["主事", "一般職員"]])
    take(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 フリガナ 所属コード 職名 任用区分",
        [
            ["0001", "青木", "アオキ", "01", "主事", "正規"],
            ["0002", "石田", "イシダ", "02", "主事", "正規"],
            ["0003", "上野", "ウエノ", "02", "主事", "正規"],
        ],
        effective=date(2026, 4, 1),
    )
    take(
        ImportKind.COURSES,
        "研修コード 研修名 種別 年度",
        [["S1", "表計算入門", "選択", "2026"], ["S2", "セキュリティ研修", "必須", "2026"]],
    )
    return database


@pytest.fixture
def package(office: Database, tmp_path: Path) -> Path:
    """Return the package of the desk of the year."""
    set_up_desk(office, DeskOrder(YEAR, tmp_path / "届出", contact="人事課 内線200"))
    return hand_out(office, YEAR)


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    """Return the profile of a terminal."""
    return Profile(tmp_path / "profile", account="")


def send(
    package: Path,
    profile: Profile,
    kind: SubmissionKind,
    fields: dict[str, str],
    person: tuple[str, str] = ("0001", "アオキ"),
) -> SubmissionSession:
    with SubmissionSession.start(
        open_desk(package, profile), *person, profile, today=TODAY
    ) as session:
        session.send(session.save(kind, fields).entry_id)
    return session


def ends(office: Database) -> list[Arrived]:
    return [file.outcome for file in collect_submissions(office, YEAR, today=TODAY).files]


class TestSending:
    def test_package_names_courses_and_nobody(self, package: Path, profile: Profile) -> None:
        desk = open_desk(package, profile).desk
        assert [offer.code for offer in desk.courses] == ["S1", "S2"]
        assert "青木" not in package.read_text()

    def test_draft_is_there_in_the_next_session(self, package: Path, profile: Profile) -> None:
        opened = open_desk(package, profile)
        with SubmissionSession.start(opened, "0001", "アオキ", profile, today=TODAY) as first:
            first.save(SubmissionKind.COURSE_REPORT, {"learnt": "途中"})
        with SubmissionSession.start(opened, "0001", "アオキ", profile, today=TODAY) as second:
            assert [entry.fields for entry in second.entries] == [{"learnt": "途中"}]

    def test_wrong_fields_are_all_told_and_nothing_is_sent(
        self, package: Path, profile: Profile, tmp_path: Path
    ) -> None:
        with pytest.raises(Refusal) as caught:
            send(package, profile, SubmissionKind.COURSE_REPORT, {"on": "きのう", "hours": "999"})
        assert {p.code for p in caught.value.problems} == {
            "submissions.bad_day",
            "submissions.too_high",
            "submissions.blank",
        }
        assert not list((tmp_path / "届出" / "回収").iterdir())

    def test_nothing_can_be_sent_after_the_last_day(self, package: Path, profile: Profile) -> None:
        opened = open_desk(package, profile)
        late = date(2027, 5, 1)
        with SubmissionSession.start(opened, "0001", "アオキ", profile, today=late) as session:
            draft = session.save(SubmissionKind.COURSE_REPORT, REPORT)
            with pytest.raises(Refusal, match="not_open"):
                session.send(draft.entry_id)

    def test_receipt_is_seen_once_collected(
        self, office: Database, package: Path, profile: Profile
    ) -> None:
        send(package, profile, SubmissionKind.COURSE_REPORT, REPORT)
        opened = open_desk(package, profile)
        with SubmissionSession.start(opened, "0001", "アオキ", profile, today=TODAY) as session:
            assert session.look_for_receipts()[0].received_at is None
            collect_submissions(office, YEAR, today=TODAY)
            assert session.look_for_receipts()[0].received_at is not None

    def test_sent_again_is_the_same_file(
        self, office: Database, package: Path, profile: Profile
    ) -> None:
        opened = open_desk(package, profile)
        with SubmissionSession.start(opened, "0001", "アオキ", profile, today=TODAY) as session:
            draft = session.save(SubmissionKind.COURSE_REPORT, REPORT)
            first = session.send(draft.entry_id)
            second = session.send(draft.entry_id)
        assert Path(first.path).read_bytes() == Path(second.path).read_bytes()
        assert sorted(ends(office)) == [Arrived.ACCEPTED, Arrived.DUPLICATE]


class TestCollecting:
    def test_collecting_twice_changes_nothing(
        self, office: Database, package: Path, profile: Profile
    ) -> None:
        send(package, profile, SubmissionKind.COURSE_REPORT, REPORT)
        assert ends(office) == [Arrived.ACCEPTED]
        again = collect_submissions(office, YEAR, today=TODAY)
        assert (again.files, again.known) == ((), 1)

    def test_same_content_sealed_anew_is_a_duplicate(
        self, office: Database, package: Path, profile: Profile
    ) -> None:
        send(package, profile, SubmissionKind.COURSE_REPORT, REPORT)
        send(package, profile, SubmissionKind.COURSE_REPORT, REPORT)
        assert sorted(ends(office)) == [Arrived.ACCEPTED, Arrived.DUPLICATE]

    def test_file_that_brings_what_is_known_gets_a_receipt_too(
        self, office: Database, package: Path, profile: Profile
    ) -> None:
        send(package, profile, SubmissionKind.COURSE_REPORT, REPORT)
        send(package, profile, SubmissionKind.COURSE_REPORT, REPORT)
        collect_submissions(office, YEAR, today=TODAY)
        opened = open_desk(package, profile)
        with SubmissionSession.start(opened, "0001", "アオキ", profile, today=TODAY) as session:
            entries = session.look_for_receipts()
        assert [entry.received_at is not None for entry in entries] == [True, True]
        again = collect_submissions(office, YEAR, today=TODAY)
        assert (again.files, again.known) == ((), 2)

    def test_unknown_number_is_set_aside_until_the_roster_has_it(
        self, office: Database, package: Path, profile: Profile, take: Take
    ) -> None:
        send(package, profile, SubmissionKind.COURSE_REPORT, REPORT, ("0099", "ノベ"))
        files = collect_submissions(office, YEAR, today=TODAY).files
        assert [(f.outcome, f.reason) for f in files] == [
            (Arrived.SET_ASIDE, "submissions.unknown_person")
        ]
        take(
            ImportKind.EMPLOYEES,
            "職員番号 氏名 フリガナ 所属コード 職名 任用区分",
            [["0099", "野辺", "ノベ", "01", "主事", "正規"]],
            effective=date(2026, 4, 1),
        )
        assert ends(office) == [Arrived.ACCEPTED]

    def test_damaged_and_foreign_files_are_set_aside(
        self, office: Database, package: Path, profile: Profile, tmp_path: Path
    ) -> None:
        inbox = tmp_path / "届出" / "回収"
        send(package, profile, SubmissionKind.COURSE_REPORT, REPORT)
        (sealed,) = inbox.iterdir()
        changed = bytearray(sealed.read_bytes())
        changed[-1] ^= 1
        sealed.write_bytes(changed)
        set_up_desk(office, DeskOrder(FiscalYear(2025), tmp_path / "昨年"))
        other = hand_out(office, FiscalYear(2025))
        opened = open_desk(other, profile)
        on = date(2026, 3, 1)
        with SubmissionSession.start(opened, "0001", "アオキ", profile, today=on) as session:
            fields = REPORT | {"on": "2026-02-01", "course": "", "course_name": "別の研修"}
            session.send(session.save(SubmissionKind.COURSE_REPORT, fields).entry_id, inbox)
        files = collect_submissions(office, YEAR, today=TODAY).files
        assert {(f.outcome, f.reason) for f in files} == {
            (Arrived.BEING_WRITTEN, "submissions.unreadable"),
            (Arrived.SET_ASIDE, "submissions.foreign_desk"),
        }


class TestConfirming:
    def waiting(self, office: Database) -> tuple[int, ...]:
        collect_submissions(office, YEAR, today=TODAY)
        return tuple(line.id for line in list_submissions(office, today=TODAY))

    def test_report_becomes_a_completion_and_can_be_undone(
        self, office: Database, package: Path, profile: Profile
    ) -> None:
        send(package, profile, SubmissionKind.COURSE_REPORT, REPORT)
        done = confirm(office, self.waiting(office), today=TODAY)
        with office.reading() as session:
            (completion,) = COMPLETIONS.values(session)
        assert (completion.employee_no, completion.course) == ("0001", "S1")
        assert (completion.on, completion.hours) == (date(2026, 10, 5), 1.5)
        assert completion.origin == "受講報告"
        assert list_submissions(office, today=TODAY) == ()
        assert done.change is not None
        undo_operation(office, done.change)
        with office.reading() as session:
            assert COMPLETIONS.values(session) == ()
        (line,) = list_submissions(office, today=TODAY)
        assert line.state is SubmissionState.WAITING

    def test_what_was_known_then_is_known_then(
        self, office: Database, package: Path, profile: Profile
    ) -> None:
        send(package, profile, SubmissionKind.COURSE_REPORT, REPORT)
        ids = self.waiting(office)
        before = office.clock()
        shown = list_submissions(office, today=TODAY, as_known=before)
        confirm(office, ids, today=TODAY)
        assert list_submissions(office, today=TODAY, as_known=before) == shown

    def test_dry_run_records_nothing(
        self, office: Database, package: Path, profile: Profile
    ) -> None:
        send(package, profile, SubmissionKind.COURSE_REPORT, REPORT)
        ids = self.waiting(office)
        tried = confirm(office, ids, today=TODAY, is_dry_run=True)
        assert tried.recorded == {SubmissionKind.COURSE_REPORT: 1}
        assert tuple(line.id for line in list_submissions(office, today=TODAY)) == ids

    def test_exam_practice_and_review_are_recorded(
        self, office: Database, package: Path, profile: Profile
    ) -> None:
        send(package, profile, SubmissionKind.EXAM_RESULT, EXAM)
        practice = {
            "title": "窓口の予約", "stage": "実施", "content": "待ち時間をなくす",
            "effect_hours": "120", "participants": "0002", "public": "可",
        }  # fmt: skip
        send(package, profile, SubmissionKind.PRACTICE, practice)
        confirm(office, self.waiting(office), today=TODAY)
        with office.reading() as session:
            (attempt,) = ATTEMPTS.values(session)
            (held,) = PRACTICES.values(session)
        assert (attempt.exam, attempt.stated_pass) == ("it_passport", True)
        assert held.participants == ("0001", "0002")
        assert (held.department, held.is_public) == ("01", True)
        hand_out(office, YEAR)
        review = {"practice": held.practice_id, "view:good": "待たなくてよい"}
        send(package, profile, SubmissionKind.PEER_REVIEW, review, ("0002", "イシダ"))
        send(package, profile, SubmissionKind.PEER_REVIEW, review, ("0001", "アオキ"))
        collect_submissions(office, YEAR, today=TODAY)
        lines = list_submissions(office, today=TODAY)
        own = {line.employee_no: line.is_blocked for line in lines}
        assert own == {"0002": False, "0001": True}
        confirm(office, [line.id for line in lines if not line.is_blocked], today=TODAY)
        with office.reading() as session:
            rows = session.connection.execute(sa.select(schema.peer_review)).all()
        assert [(row.employee_no, row.views) for row in rows] == [
            ("0002", {"good": "待たなくてよい"})
        ]

    def test_reviews_sent_in_keep_the_rules_of_the_register(
        self, office: Database, profile: Profile, take: Take, tmp_path: Path
    ) -> None:
        headings = "所属コード 名称 段階 参加者職員番号 公開可否"
        rows = [["01", "予約", "実施", "", "可"], ["01", "構想", "提案", "", "可"]]
        take(ImportKind.PRACTICES, headings, rows)
        set_up_desk(office, DeskOrder(YEAR, tmp_path / "届出"))
        package = hand_out(office, YEAR)
        (offered,) = open_desk(package, profile).desk.practices
        with office.reading() as session:
            codes = {one.title: one.practice_id for one in PRACTICES.values(session)}
        assert offered.code == codes["予約"]
        good = {"practice": offered.code, "view:good": "待たなくてよい"}
        send(package, profile, SubmissionKind.PEER_REVIEW, good, ("0001", "アオキ"))
        send(package, profile, SubmissionKind.PEER_REVIEW, good, ("0002", "イシダ"))
        marks = good | {"view:good": "◎"}
        send(package, profile, SubmissionKind.PEER_REVIEW, marks, ("0003", "ウエノ"))
        ids = self.waiting(office)
        found = {x.employee_no: x.conflicts for x in list_submissions(office, today=TODAY)}
        assert found["0001"][0] is Conflict.OWN_DEPARTMENT
        assert found["0003"][0] is Conflict.NO_WORDS
        assert not BLOCKING & set(found["0002"])
        with pytest.raises(Refusal, match="blocked"):
            confirm(office, ids, today=TODAY)
        with office.reading() as session:
            assert REVIEWS.values(session) == ()
        with office.changing("practices.earlier") as work:
            (held,) = [one for one in PRACTICES.current(work) if one.value.title == "予約"]
            PRACTICES.supersede(work, [held])
            PRACTICES.record(work, [replace(held.value, stage=PracticeStage.ADOPTED)])
        line = next(x for x in list_submissions(office, today=TODAY) if x.employee_no == "0002")
        assert Conflict.NOT_CARRIED_OUT in line.conflicts

    def test_review_is_of_the_department_of_the_day_it_was_sent(
        self, office: Database, profile: Profile, take: Take, tmp_path: Path
    ) -> None:
        headings = "所属コード 名称 段階 参加者職員番号 公開可否"
        take(ImportKind.PRACTICES, headings, [["01", "予約", "実施", "", "可"]])
        set_up_desk(office, DeskOrder(YEAR, tmp_path / "届出"))
        package = hand_out(office, YEAR)
        (offered,) = open_desk(package, profile).desk.practices
        good = {"practice": offered.code, "view:good": "待たなくてよい"}
        send(package, profile, SubmissionKind.PEER_REVIEW, good, ("0002", "イシダ"))
        ids = self.waiting(office)
        take(
            ImportKind.EMPLOYEES,
            "職員番号 氏名 フリガナ 所属コード 職名 任用区分",
            [["0002", "石田", "イシダ", "01", "主事", "正規"]],
            effective=TODAY + timedelta(days=1),
        )
        confirm(office, ids, today=TODAY + timedelta(days=2))
        with office.reading() as session:
            (said,) = REVIEWS.values(session)
        assert (said.department, said.on, said.employee_no) == ("02", TODAY, "0002")

    def test_same_report_twice_is_one_completion(
        self, office: Database, package: Path, profile: Profile
    ) -> None:
        send(package, profile, SubmissionKind.COURSE_REPORT, REPORT)
        send(package, profile, SubmissionKind.COURSE_REPORT, REPORT | {"learnt": "ほか"})
        ids = self.waiting(office)
        assert all(
            Conflict.TWICE in line.conflicts for line in list_submissions(office, today=TODAY)
        )
        confirm(office, ids, today=TODAY)
        with office.reading() as session:
            assert len(COMPLETIONS.values(session)) == 1

    def test_unknown_course_is_refused_until_somebody_says_which_it_is(
        self, office: Database, package: Path, profile: Profile
    ) -> None:
        fields = REPORT | {"course": "", "course_name": "エクセル講座"}
        send(package, profile, SubmissionKind.COURSE_REPORT, fields)
        ids = self.waiting(office)
        with pytest.raises(Refusal, match="blocked"):
            confirm(office, ids, today=TODAY)
        name_course(office, ["エクセル講座"], "S1")
        confirm(office, ids, today=TODAY)
        with office.reading() as session:
            assert [c.course for c in COMPLETIONS.values(session)] == ["S1"]

    def test_conflicts_are_named(
        self, office: Database, package: Path, profile: Profile, take: Take
    ) -> None:
        take(ImportKind.COMPLETIONS, "職員番号 研修コード 修了日", [["0001", "S1", "2026-05-01"]])
        send(package, profile, SubmissionKind.COURSE_REPORT, REPORT)
        send(package, profile, SubmissionKind.COURSE_REPORT, REPORT | {"on": "2026-05-01"})
        send(package, profile, SubmissionKind.COURSE_REPORT, REPORT | {"on": "2026-12-24"})
        send(package, profile, SubmissionKind.COURSE_REPORT, REPORT | {"on": "2026-03-31"})
        self.waiting(office)
        found = {
            str(line.on): set(line.conflicts) for line in list_submissions(office, today=TODAY)
        }
        assert found["2026-10-05"] == {Conflict.COMPLETED_EARLIER}
        assert found["2026-05-01"] == {Conflict.ALREADY_RECORDED}
        assert {Conflict.IN_FUTURE, Conflict.COMPLETED_EARLIER} <= found["2026-12-24"]
        assert {Conflict.NO_POST, Conflict.OUTSIDE_YEAR} <= found["2026-03-31"]

    def test_another_terminal_and_another_name_stand_out(
        self, office: Database, package: Path, profile: Profile, tmp_path: Path
    ) -> None:
        send(package, profile, SubmissionKind.COURSE_REPORT, REPORT)
        elsewhere = Profile(tmp_path / "elsewhere", account="")
        fields = REPORT | {"course": "S2"}
        send(package, elsewhere, SubmissionKind.COURSE_REPORT, fields, ("0001", "アオヤマ"))
        self.waiting(office)
        found = {line.code: set(line.conflicts) for line in list_submissions(office, today=TODAY)}
        other = Conflict.OTHER_KEY
        assert found == {"S1": {other}, "S2": {other, Conflict.OTHER_KANA}}
        lines = list_submissions(office, today=TODAY)
        own = next(line for line in lines if line.code == "S1")
        confirm(office, [own.id], today=TODAY)
        (left,) = list_submissions(office, today=TODAY)
        assert set(left.conflicts) == {other, Conflict.OTHER_KANA}

    def test_decided_ones_are_not_decided_again(
        self, office: Database, package: Path, profile: Profile
    ) -> None:
        send(package, profile, SubmissionKind.COURSE_REPORT, REPORT)
        ids = self.waiting(office)
        confirm(office, ids, today=TODAY)
        with pytest.raises(Refusal, match="decided"):
            send_back(office, ids, "重複", today=TODAY)
        with pytest.raises(Refusal, match="unknown"):
            confirm(office, [4711], today=TODAY)


class TestForms:
    def test_workbook_sent_back_is_read_again_once_mended(
        self, office: Database, package: Path, profile: Profile, tmp_path: Path
    ) -> None:
        import openpyxl

        send(package, profile, SubmissionKind.COURSE_REPORT, REPORT)
        collect_submissions(office, YEAR, today=TODAY)
        ids = [line.id for line in list_submissions(office, today=TODAY)]
        (book,) = send_back(office, ids, "日付が違います", today=TODAY, folder=tmp_path / "差戻し")
        (line,) = list_submissions(office, today=TODAY, state=SubmissionState.RETURNED)
        assert line.reason == "日付が違います"
        workbook = openpyxl.load_workbook(book)
        sheet = workbook.worksheets[0]
        ids_row = [cell.value for cell in sheet[1]]
        row = next(r for r in range(1, 60) if sheet.cell(r, 1).value == "row")
        assert sheet.cell(row, ids_row.index("remark") + 1).value == "日付が違います"
        sheet.cell(row, ids_row.index("on") + 1).value = "R8.10.6"
        workbook.save(tmp_path / "届出" / "回収" / "直した.xlsx")
        files = collect_submissions(office, YEAR, today=TODAY).files
        assert [(f.outcome, f.employee_no) for f in files] == [(Arrived.ACCEPTED, "0001")]
        (line,) = list_submissions(office, today=TODAY)
        assert (line.on, line.channel, line.code) == (date(2026, 10, 6), "form", "S1")

    @pytest.mark.usefixtures("package")
    def test_one_workbook_takes_several_people_and_tells_bad_rows(
        self, office: Database, tmp_path: Path
    ) -> None:
        import openpyxl

        blank = write_blank_form(
            office,
            FormOrder(SubmissionKind.COURSE_REPORT, YEAR, ("0001", "0002")),
            tmp_path / "様式.xlsx",
        )
        workbook = openpyxl.load_workbook(blank)
        sheet = workbook.worksheets[0]
        columns = {cell.value: cell.column for cell in sheet[1]}
        rows = [r for r in range(1, 60) if sheet.cell(r, 1).value == "row"]
        for row, on in zip(rows, ["2026/6/1", "きょう", "2026/7/1"], strict=False):
            sheet.cell(row, columns["course"]).value = "S2　セキュリティ研修"
            sheet.cell(row, columns["on"]).value = on
            sheet.cell(row, columns["learnt"]).value = "守り方"
        workbook.save(tmp_path / "届出" / "回収" / "税務課.xlsx")
        files = collect_submissions(office, YEAR, today=TODAY).files
        assert [(f.outcome, f.employee_no, f.reason) for f in files] == [
            (Arrived.SET_ASIDE, "0002", "submissions.bad_day"),
            (Arrived.SET_ASIDE, None, "submissions.blank_employee_no"),
            (Arrived.ACCEPTED, "0001", ""),
        ]

    @pytest.mark.usefixtures("package")
    def test_other_workbooks_and_other_years_are_set_aside(
        self, office: Database, tmp_path: Path
    ) -> None:
        import openpyxl

        inbox = tmp_path / "届出" / "回収"
        plain = openpyxl.Workbook()
        plain.active.append(["職員番号", "研修"])
        plain.save(inbox / "名簿.xlsx")
        set_up_desk(office, DeskOrder(FiscalYear(2025), tmp_path / "昨年"))
        write_blank_form(
            office,
            FormOrder(SubmissionKind.PRACTICE, FiscalYear(2025)),
            inbox / "昨年の様式.xlsx",
        )
        files = collect_submissions(office, YEAR, today=TODAY).files
        assert {(f.name, f.reason) for f in files} == {
            ("名簿.xlsx", "submissions.not_a_form"),
            ("昨年の様式.xlsx", "submissions.other_desk_form"),
        }


def test_erasing_a_person_empties_what_was_sent_and_it_does_not_come_back(
    office: Database, package: Path, profile: Profile
) -> None:
    send(package, profile, SubmissionKind.COURSE_REPORT, REPORT)
    collect_submissions(office, YEAR, today=TODAY)
    with office.changing("retention.erase") as work:
        erase_identities(work, {"0001": "x-1"}, "消去", lambda _attempt: None)
    assert list_submissions(office, today=TODAY, state=None) == ()
    assert ends(office) == [Arrived.SET_ASIDE]

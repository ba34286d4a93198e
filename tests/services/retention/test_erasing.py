"""Erasing people and classes: nothing of them is left, and figures stay."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.conftest import TODAY
from tests.services.retention.conftest import LATER, LEFT, LEFT_KANA, LEFT_NAME, Town

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams.definition import first_passes
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.problems import Refusal
from skilltrack.domain.retention import ErasedLine, RecordClass, is_stub
from skilltrack.services import datafiles, definitions
from skilltrack.services.erasure.erasing import ERASED, erase_due, erase_person, frozen_figures
from skilltrack.services.erasure.records import certificate, certificates, remaining
from skilltrack.services.erasure.retention import due, hold
from skilltrack.services.imports.files import list_imports, undo_import
from skilltrack.services.roles import appointments
from skilltrack.services.roles.certificates import number_certificates
from skilltrack.services.rounds.running import round_status
from skilltrack.services.verdicts.tiers import judge_all
from skilltrack.store import audit, erasure, schema
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database
from skilltrack.store.exams import attempts_until
from skilltrack.store.operations import Operation, record_operation
from skilltrack.store.organisation import APPOINTMENTS
from skilltrack.store.traces import traces

IDENTITY = (LEFT, LEFT_NAME, LEFT_NAME.replace("　", ""), LEFT_KANA, "yoshida-j", "1990-05-05")


def erase(its: Town, number: str = LEFT, reason: str = "文書第1号") -> int:
    return erase_person(its.database, number, today=LATER, reason=reason).number


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def test_every_table_that_knows_people_is_treated() -> None:
    knowing = {table for table in schema.metadata.tables.values() if "employee_no" in table.c}
    assert knowing == erasure.TREATED


def test_nothing_of_the_person_is_left_in_any_version(left_town: Town) -> None:
    left_town.open_round()
    with left_town.database.changing("note", LEFT) as work:
        record_operation(work, Operation("people.correct", "訂正", f"{LEFT_NAME}の申出"))
        entry = Entry("view.person", LEFT, 1, f"{LEFT_NAME}（{LEFT}）の照会")
        audit.append(left_town.database, work, entry)
    assert [trace for text in IDENTITY for trace in traces(left_town.database, text)]
    erase(left_town, reason=f"{LEFT_NAME}の依頼 {LEFT}")
    assert {text: traces(left_town.database, text) for text in IDENTITY[:5]} == dict.fromkeys(
        IDENTITY[:5], ()
    )
    assert "0003の自由記述" not in left_town.database.path.read_bytes().decode("utf-8", "ignore")
    assert datafiles.check(left_town.database, is_full=True) == ()
    assert datafiles.verify_log(left_town.database) > 0


def test_birthdays_go_although_others_have_the_same(left_town: Town) -> None:
    erase(left_town)
    with left_town.database.reading() as session:
        e = schema.employee.c
        born = session.connection.execute(
            sa.select(e.born_on).where(e.employee_no.startswith("#"))
        ).scalars()
        assert set(born) == {None}


def test_a_stub_keeps_posts_completions_passes_and_roles_alone(left_town: Town) -> None:
    left_town.open_round()
    erase(left_town)
    (stub,) = [number for number in left_town.people() if is_stub(number)]
    for table in ("posting", "completion", "exam_attempt", "appointment"):
        assert stub in left_town.people(table)
    for table in ("response", "round_target", "access_code", "respondent_key"):
        assert left_town.people(table) & {stub, LEFT} == set()
    with left_town.database.reading() as session:
        attempts = [a for a in attempts_until(session, TODAY) if a.employee_no == stub]
        exams = definitions.exams(session)
        row = session.connection.execute(
            sa.select(schema.employee).where(schema.employee.c.employee_no == stub)
        ).first()
        scores = session.connection.execute(
            sa.select(schema.completion.c.score).where(schema.completion.c.employee_no == stub)
        )
        assert set(scores.scalars()) == {None}
    assert [(a.on, dict(a.scores), a.stated_pass) for a in attempts] == [
        (date(2026, 6, 7), {}, True)
    ]
    assert list(first_passes(exams, attempts).values()) == [date(2026, 6, 7)]
    assert row is not None
    assert (row.name, row.kana, row.account, row.born_on) == (ERASED, "", "", None)


def test_the_number_of_a_certificate_is_given_to_nobody_else(left_town: Town) -> None:
    database = left_town.database
    given = number_certificates(database, "dx_leader", FiscalYear(2026))
    assert LEFT in {one.employee_no for one in given}
    erase(left_town)
    appointments.give(database, [appointments.Gift("0001", "dx_leader", date(2026, 5, 1))])
    (next_one,) = number_certificates(database, "dx_leader", FiscalYear(2026))
    assert next_one.certificate_no not in {one.certificate_no for one in given}
    with database.reading() as session:
        stub = next(a for a in APPOINTMENTS.values(session) if is_stub(a.employee_no))
    assert stub.certificate_no == ""


def test_boards_of_earlier_days_stay_byte_for_byte(left_town: Town) -> None:
    days = [date(2026, 6, 30), TODAY, date(2027, 3, 31), date(2027, 4, 1)]
    before = [json.dumps(left_town.rank(day), ensure_ascii=False) for day in days]
    erase_due(left_town.database, today=LATER, reason="月例", classes=[RecordClass.LEAVERS])
    assert [json.dumps(left_town.rank(day), ensure_ascii=False) for day in days] == before


def test_two_people_erased_get_stubs_that_say_nothing(left_town: Town) -> None:
    done = erase_due(left_town.database, today=LATER, reason="月例")
    assert done.lines[0].people == 2
    stubs = [number for number in left_town.people() if is_stub(number)]
    assert len(set(stubs)) == 2
    with left_town.database.reading() as session:
        assert {one.stub for one in erasure.erasures(session) if one.stub} == set(stubs)


def test_undoing_an_older_import_brings_nobody_back(left_town: Town) -> None:
    newest = list_imports(left_town.database)[0]
    erase(left_town, "0004")
    with pytest.raises(Refusal):  # what came after it may rest on it
        undo_import(left_town.database, list_imports(left_town.database)[-2].change, today=TODAY)
    assert newest.at is not None
    undo_import(left_town.database, newest.change, today=newest.at.date())
    assert traces(left_town.database, "田中　三郎") == ()
    assert "0004" not in left_town.people()
    assert datafiles.verify_log(left_town.database) > 0


def test_a_number_given_to_somebody_new_has_no_past(left_town: Town) -> None:
    erase(left_town)
    left_town.take(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 フリガナ 所属コード 職名 採用日",
        [[LEFT, "新任　春子", "シンニン ハルコ", "0102", "主事", "2028-04-01"]],
        effective=date(2028, 4, 1),
        today=LATER,
    )
    with left_town.database.reading() as session:
        p, c = schema.posting.c, schema.completion.c
        posts = session.connection.execute(
            sa.select(p.department_code).where(p.employee_no == LEFT)
        ).scalars()
        assert list(posts) == ["0102"]
        done = sa.select(c.id).where(c.employee_no == LEFT)
        assert session.connection.execute(done).first() is None
    with pytest.raises(Refusal) as refusal:
        erase(left_town)
    assert codes(refusal) == ["retention.in_service"]


def test_a_stub_is_not_missing_from_the_next_roster(left_town: Town) -> None:
    erase(left_town)
    outcome = left_town.take(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 所属コード 職名",
        [["0001", "髙橋　一郎", "0101", "課長"]],
        effective=LATER,
        today=LATER,
        is_dry_run=True,
    )
    assert not [number for number in outcome.missing if is_stub(number)]


def test_one_press_takes_everything_that_is_due(left_town: Town) -> None:
    day = date(2040, 4, 1)
    erase_due(left_town.database, today=day, reason="月例")
    left = {one.record_class for one in due(left_town.database, day) if one.obstacle is None}
    assert left <= {RecordClass.LOG}  # the erasure itself is logged under the real day


def test_whoever_came_back_is_not_due_and_cannot_be_erased(left_town: Town) -> None:
    left_town.take(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 フリガナ 所属コード 職名 採用日 退職日",
        [[LEFT, LEFT_NAME, LEFT_KANA, "0102", "主事", "2015-04-01", "2035-03-31"]],
        effective=date(2027, 10, 1),
        today=LATER,
    )
    assert LEFT not in [one.subject for one in due(left_town.database, LATER)]
    with pytest.raises(Refusal) as refusal:
        erase(left_town)
    assert codes(refusal) == ["retention.in_service"]


@pytest.mark.parametrize(
    ("number", "code"),
    [("0001", "retention.in_service"), ("9999", "retention.unknown_person")],
)
def test_only_somebody_who_left_can_be_erased(left_town: Town, number: str, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        erase(left_town, number)
    assert codes(refusal) == [code]


def test_a_reason_is_needed_but_not_for_counting(left_town: Town) -> None:
    with pytest.raises(Refusal) as refusal:
        erase(left_town, reason=" ")
    assert codes(refusal) == ["retention.no_reason"]
    counted = erase_person(left_town.database, LEFT, today=LATER, reason="", is_dry_run=True)
    assert counted.lines[0].people == 1
    assert LEFT in left_town.people()
    assert certificates(left_town.database) == ()


def test_a_person_asked_by_an_open_round_waits(left_town: Town) -> None:
    left_town.open_round(is_closed=False)
    with pytest.raises(Refusal) as refusal:
        erase(left_town)
    assert codes(refusal) == ["retention.round_open"]
    with pytest.raises(Refusal) as refusal:
        erase_due(left_town.database, today=LATER, reason="月例", classes=[RecordClass.LEAVERS])
    assert codes(refusal) == ["retention.nothing"]


def test_what_is_held_stays(left_town: Town) -> None:
    hold(left_town.database, today=LATER, reason="訴訟", employee_no=LEFT)
    with pytest.raises(Refusal) as refusal:
        erase(left_town)
    assert codes(refusal) == ["retention.held"]
    erase_due(left_town.database, today=LATER, reason="月例")
    assert LEFT in left_town.people()
    assert "0004" not in left_town.people()


# Rounds


def test_answers_go_with_the_keys_and_figures_of_groups_stay(left_town: Town) -> None:
    round_id = left_town.open_round()
    day = date(2030, 4, 1)
    before = round_status(left_town.database, round_id)
    done = erase_due(left_town.database, today=day, reason="月例", classes=[RecordClass.ANSWERS])
    assert [line.record_class for line in done.lines] == [RecordClass.ANSWERS]
    assert traces(left_town.database, "自由記述") == ()
    assert round_status(left_town.database, round_id) == before
    with left_town.database.reading() as session:
        kept = session.connection.execute(
            sa.select(schema.secret.c.name).where(schema.secret.c.name.contains(round_id))
        ).scalars()
        assert list(kept) == []
    figures = frozen_figures(left_town.database, round_id)
    assert figures["body"]["answered"] == 2
    assert LEFT not in json.dumps(figures)
    assert judge_all(left_town.database, "fukui", day)
    assert RecordClass.ANSWERS not in [one.record_class for one in due(left_town.database, day)]


def test_participation_and_frozen_figures_go_after_five_years(left_town: Town) -> None:
    round_id = left_town.open_round()
    erase_due(left_town.database, today=date(2030, 4, 1), reason="月例")
    erase_due(left_town.database, today=date(2032, 4, 1), reason="月例")
    assert left_town.people("round_target") == set()
    assert left_town.people("response") == set()
    with pytest.raises(Refusal) as refusal:
        frozen_figures(left_town.database, round_id)
    assert codes(refusal) == ["retention.no_figures"]


def test_files_that_were_not_taken_go_after_ninety_days(left_town: Town) -> None:
    left_town.open_round()
    day = date(2026, 12, 18) + timedelta(days=90)
    files = [RecordClass.FILES]
    with pytest.raises(Refusal):
        erase_due(left_town.database, today=day - timedelta(days=1), reason="月例", classes=files)
    done = erase_due(left_town.database, today=day, reason="月例", classes=files)
    assert done.lines == (ErasedLine(RecordClass.FILES, 0, 1),)
    with left_town.database.reading() as session:
        f, d = schema.received_file.c, schema.file_decision.c
        rows = {
            row.digest: (row.name, row.sealed, row.employee_no)
            for row in session.connection.execute(sa.select(schema.received_file))
        }
        decided = sa.select(f.digest, d.decision).join(
            schema.file_decision, d.received_file_id == f.id
        )
        assert session.connection.execute(decided).all() == [("d3", "rejected")]
    assert rows["d3"] == (ERASED, None, None)
    assert rows["d2"][1] == b"form"


# What leavers leave


def test_the_stub_itself_goes_with_the_last_class(left_town: Town) -> None:
    erase_due(left_town.database, today=LATER, reason="月例")
    done = erase_due(left_town.database, today=date(2032, 4, 1), reason="月例")
    assert {line.record_class for line in done.lines} >= {
        RecordClass.COMPLETIONS,
        RecordClass.EXAMS,
        RecordClass.ROLES,
        RecordClass.POSTINGS,
    }
    assert not [number for number in left_town.people() if is_stub(number)]
    assert not [number for number in left_town.people("completion") if is_stub(number)]
    assert "0001" in left_town.people("posting")


def test_meetings_go_but_for_people_held(left_town: Town) -> None:
    with left_town.database.changing("meeting.add") as work:
        for meeting_id, numbers in (("M1", [LEFT, "0001"]), ("M2", ["0001"])):
            row = {
                "meeting_id": meeting_id,
                "circle": "role:dx_leader",
                "title": "定例会",
                "held_on": date(2026, 5, 12),
                "minutes": 60,
                "notes": "",
            }
            work.record(schema.meeting, [row])
            came = [
                {"meeting_id": meeting_id, "employee_no": number, "state": "present"}
                for number in numbers
            ]
            work.record(schema.meeting_attendance, came)
    hold(left_town.database, today=LATER, reason="訴訟", employee_no=LEFT)
    day, meetings = date(2032, 4, 1), [RecordClass.MEETINGS]
    with pytest.raises(Refusal):
        erase_due(left_town.database, today=date(2032, 3, 31), reason="月例", classes=meetings)
    erase_due(left_town.database, today=day, reason="月例", classes=meetings)
    assert left_town.people("meeting_attendance") == {LEFT}
    with left_town.database.reading() as session:
        left = session.connection.execute(sa.select(schema.meeting.c.meeting_id)).scalars()
        assert list(left) == ["M1"]
    assert not [d for d in due(left_town.database, day) if d.record_class in meetings]


# Certificates


def test_a_certificate_is_proved_by_the_log(left_town: Town, tmp_path: Path) -> None:
    datafiles.backup(left_town.database, tmp_path / "控え.db")
    number = erase(left_town)
    found = certificate(left_town.database, number)
    assert (found.is_proved, found.people, found.reason) == (True, 1, "文書第1号")
    assert found.newest_backup_on is not None
    assert found.gone_from_backups_on == found.newest_backup_on + timedelta(days=280)
    with left_town.database.changing("forge") as work:
        work.connection.execute(sa.update(schema.erasure).values(rows=1))
    assert not certificate(left_town.database, number).is_proved


def test_a_certificate_of_nothing_is_refused(left_town: Town) -> None:
    with pytest.raises(Refusal) as refusal:
        certificate(left_town.database, 1)
    assert codes(refusal) == ["retention.unknown_certificate"]


def test_looking_for_a_text_finds_files_and_columns(left_town: Town) -> None:
    places = [one.place for one in remaining(left_town.database, LEFT_NAME)]
    assert places == [
        left_town.database.path.name,
        "employee.name",
        "practice.content",
    ]
    with pytest.raises(Refusal):
        remaining(left_town.database, " ")


# The disk


@pytest.mark.parametrize("is_protected", [True, False])
def test_no_erased_name_is_left_on_the_disk(tmp_path: Path, *, is_protected: bool) -> None:
    made = datafiles.create(
        tmp_path / "town.db",
        passphrase="ながい あいことば ほしくず みずうみ" if is_protected else None,
        label="人事",
        organisation="試験市",
        is_unprotected=not is_protected,
    )
    fill(made.database)
    for number in range(0, 20, 2):
        erase_person(made.database, f"S{number:05}", today=LATER, reason="依頼")
    erase_due(made.database, today=LATER, reason="月例")
    pages = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert not [n for n in range(200) if f"消去太郎{n:05}".encode() in pages]
    if not is_protected:
        assert f"残留花子{0:05}".encode() in pages  # what stays is found by this very search
    assert traces(made.database, "消去太郎") == ()
    made.database.close()


def fill(database: Database) -> None:
    """Record two hundred people who left and as many who stay."""
    with database.changing("fill") as work:
        for letter, name, left_on in (
            ("S", "消去太郎", date(2027, 3, 31)),
            ("T", "残留花子", None),
        ):
            rows = [
                {
                    "employee_no": f"{letter}{n:05}",
                    "name": f"{name}{n:05}",
                    "kana": "",
                    "occupation": "",
                    "hired_on": None,
                    "left_on": left_on,
                    "born_on": None,
                    "account": "",
                }
                for n in range(200)
            ]
            work.record(schema.employee, rows)

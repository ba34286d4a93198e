"""Roles given, extended, ended, imported; each a change that is undone as a whole."""

from datetime import date, timedelta

import pytest
from roles_town import APRIL, HEADINGS, LEADER, OWN, roster
from tests.conftest import TODAY, Take

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.organisation import AppointmentMethod
from skilltrack.domain.problems import Refusal
from skilltrack.domain.roles.appointments import RoleRule, Standing
from skilltrack.i18n.problems import sentences_of
from skilltrack.services.imports.files import import_file, undo_import
from skilltrack.services.operations import list_operations, undo_operation
from skilltrack.services.roles import appointments, certificates
from skilltrack.services.roles import figures as role_figures
from skilltrack.services.roles.appointments import Gift
from skilltrack.store.database import Database

MOVED_ON = date(2026, 10, 1)


def lines(database: Database, on: date = TODAY) -> dict[str, object]:
    return {one.employee_no: one for one in role_figures.appointment_lines(database, on)}


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    assert all(sentences_of(refusal.value))
    return [problem.code for problem in refusal.value.problems]


def move(take: Take, number: str, department: str, on: date = MOVED_ON) -> None:
    moved = {f"n{number}": department}
    take(ImportKind.EMPLOYEES, HEADINGS, roster(**moved), effective=on)


@pytest.mark.parametrize(
    ("start", "last_day"),
    [
        (date(2026, 4, 1), date(2029, 3, 31)),
        (date(2026, 3, 31), date(2028, 3, 31)),
        (date(2027, 3, 31), date(2029, 3, 31)),
    ],
)
def test_a_term_ends_with_the_third_fiscal_year(
    database: Database, town: Take, start: date, last_day: date
) -> None:
    if start < APRIL:
        town(
            ImportKind.EMPLOYEES,
            "職員番号 氏名 所属コード 採用日",
            [["0009", "過去　太郎", "0101", "2010-04-01"]],
            effective=date(2025, 4, 1),
        )
    number = "0003" if start >= APRIL else "0009"
    (given,) = appointments.give(database, [Gift(number, LEADER, start)])
    assert given.valid.last_day == last_day
    assert given.department == "0101"


def test_everything_that_stands_against_a_gift_is_told_at_once(
    database: Database, body: Take
) -> None:
    appointments.give(database, [Gift("0003", LEADER, APRIL)])
    with pytest.raises(Refusal) as refusal:
        appointments.give(
            database,
            [
                Gift("9999", LEADER, APRIL),
                Gift("0004", "名誉職", APRIL),
                Gift("0005", LEADER, APRIL, department="77"),
                Gift("0003", LEADER, MOVED_ON),
                Gift("0006", LEADER, date(1999, 4, 1)),
                Gift("0007", LEADER, APRIL, last_day=date(2026, 3, 1)),
            ],
        )
    assert codes(refusal) == [
        "roles.unknown_employee",
        "roles.unknown_role",
        "roles.unknown_department",
        "roles.already_held",
        "roles.not_in_post",
        "roles.reversed",
    ]
    assert set(lines(database)) == {"0003"}


def test_one_gift_of_many_cannot_be_given_twice(database: Database, body: Take) -> None:
    with pytest.raises(Refusal) as refusal:
        appointments.give(database, [Gift("0003", LEADER, APRIL), Gift("0003", LEADER, TODAY)])
    assert codes(refusal) == ["roles.already_held"]


def test_a_rehearsal_leaves_nothing(database: Database, body: Take) -> None:
    before = list_operations(database)
    (given,) = appointments.give(database, [Gift("0003", LEADER, APRIL)], is_dry_run=True)
    assert given.valid.last_day == date(2029, 3, 31)
    assert lines(database) == {}
    assert list_operations(database) == before


def test_the_reason_for_leaving_is_kept_and_the_end_can_be_undone(
    database: Database, body: Take
) -> None:
    appointments.give(database, [Gift("0003", LEADER, APRIL, AppointmentMethod.VOLUNTEERED)])
    before = lines(database)
    appointments.end(database, LEADER, {"0003": date(2026, 9, 15)}, "育児のため")
    ended = role_figures.appointment_lines(database, TODAY)[0]
    assert (ended.valid.last_day, ended.ended_because) == (date(2026, 9, 15), "育児のため")
    assert ended.standing is Standing.ENDED
    done = list_operations(database, "roles")[0]
    assert (done.kind, done.reason) == ("roles.end", "育児のため")
    assert "𠮷田" not in done.title
    undo_operation(database, done.change)
    assert lines(database) == before


def test_the_last_day_still_counts_and_the_next_does_not(database: Database, body: Take) -> None:
    appointments.give(database, [Gift("0003", LEADER, APRIL)])
    appointments.end(database, LEADER, {"0003": date(2026, 9, 15)}, "本人の希望")
    held = role_figures.coverage(database, LEADER, date(2026, 9, 15)).units[0].holders
    assert [one.employee_no for one in held] == ["0003"]
    assert role_figures.coverage(database, LEADER, date(2026, 9, 16)).units[0].holders == ()


def test_an_end_needs_a_reason_and_somebody_who_holds_the_role(
    database: Database, body: Take
) -> None:
    with pytest.raises(Refusal) as refusal:
        appointments.end(database, LEADER, {"0003": TODAY}, " ")
    assert codes(refusal) == ["roles.no_reason", "roles.not_held"]


def test_an_extension_is_another_term_or_until_a_day(database: Database, body: Take) -> None:
    appointments.give(database, [Gift("0003", OWN, APRIL), Gift("0004", OWN, APRIL)])
    (longer,) = appointments.extend(database, OWN, ["0003"], TODAY)
    assert longer.valid.last_day == date(2028, 3, 31)
    (until,) = appointments.extend(database, OWN, ["0004"], TODAY, until=date(2027, 9, 30))
    assert until.valid.last_day == date(2027, 9, 30)
    with pytest.raises(Refusal) as refusal:
        appointments.extend(database, OWN, ["0004"], TODAY, until=date(2027, 9, 30))
    assert codes(refusal) == ["roles.not_longer"]


def test_an_extension_never_runs_into_a_later_appointment(database: Database, body: Take) -> None:
    appointments.give(database, [Gift("0003", OWN, APRIL), Gift("0003", OWN, date(2027, 4, 1))])
    with pytest.raises(Refusal) as refusal:
        appointments.extend(database, OWN, ["0003"], TODAY)
    assert codes(refusal) == ["roles.already_held"]


def test_a_role_of_the_body_is_known_to_files(database: Database, body: Take) -> None:
    body(
        ImportKind.APPOINTMENTS,
        "職員番号 役割 開始 認定番号",
        [["0003", OWN, "2026-04-01", "令和8-推-1"]],
    )
    (one,) = role_figures.appointment_lines(database, TODAY)
    assert (one.role_name, one.certificate_no) == (OWN, "令和8-推-1")


def test_a_file_without_the_columns_keeps_number_and_reason(database: Database, body: Take) -> None:
    appointments.give(database, [Gift("0003", LEADER, APRIL, AppointmentMethod.VOLUNTEERED)])
    certificates.number_certificates(database, LEADER, FiscalYear(2026))
    appointments.end(database, LEADER, {"0003": date(2026, 9, 15)}, "転出")
    before = lines(database)
    outcome = body(
        ImportKind.APPOINTMENTS,
        "職員番号 役割 開始 終了 方法 所属コード",
        [["0003", "DXリーダー", "2026-04-01", "2026-09-15", "手挙げ", "0101"]],
    )
    assert outcome.unchanged == 1
    assert lines(database) == before


# Certificates


def test_numbers_follow_the_first_day_and_are_never_used_again(
    database: Database, body: Take
) -> None:
    appointments.give(database, [Gift("0004", LEADER, APRIL), Gift("0003", LEADER, APRIL)])
    given = certificates.number_certificates(database, LEADER, FiscalYear(2026))
    assert [(one.employee_no, one.certificate_no) for one in given] == [
        ("0003", "令和8-DXリーダー-001"),
        ("0004", "令和8-DXリーダー-002"),
    ]
    undo_operation(database, list_operations(database, "roles")[0].change)
    again = certificates.number_certificates(database, LEADER, FiscalYear(2026))
    assert [one.certificate_no for one in again] == ["令和8-DXリーダー-003", "令和8-DXリーダー-004"]
    with pytest.raises(Refusal) as refusal:
        certificates.number_certificates(database, LEADER, FiscalYear(2026))
    assert codes(refusal) == ["roles.all_numbered"]


def test_the_pattern_of_the_numbers_is_a_setting(database: Database, body: Take) -> None:
    appointments.set_rule(database, RoleRule(LEADER, certificate="{年度}-DXL-{番号}"))
    appointments.give(database, [Gift("0003", LEADER, APRIL)])
    (given,) = certificates.number_certificates(database, LEADER, FiscalYear(2026))
    assert given.certificate_no == "令和8-DXL-001"


def test_a_rule_that_cannot_be_is_refused_with_every_mistake(database: Database) -> None:
    with pytest.raises(Refusal) as refusal:
        appointments.set_rule(
            database, RoleRule("", term_years=0, least_per_unit=-1, certificate="{番号}")
        )
    assert codes(refusal) == [
        "roles.no_name",
        "roles.bad_term",
        "roles.bad_least",
        "roles.bad_pattern",
    ]


# Evaluation units, balance, transfers


def test_units_below_the_least_number_lack_somebody_on_a_day_ahead(
    database: Database, body: Take
) -> None:
    appointments.give(database, [Gift("0003", OWN, APRIL), Gift("0007", LEADER, APRIL)])
    now = role_figures.coverage(database, OWN, TODAY)
    assert [(u.code, len(u.holders), u.missing, u.next_end) for u in now.units] == [
        ("0101", 1, 0, date(2027, 3, 31)),
        ("0102", 0, 1, None),
    ]
    ahead = role_figures.coverage(database, OWN, date(2027, 4, 1))
    assert [unit.code for unit in ahead.lacking] == ["0101", "0102"]
    assert now.units[0].division == "総務部"


def test_whoever_moves_counts_in_the_new_unit_from_the_day_on(
    database: Database, body: Take
) -> None:
    appointments.give(database, [Gift("0004", LEADER, APRIL)])
    move(body, "0004", "0102")
    before = role_figures.coverage(database, LEADER, MOVED_ON - timedelta(days=1))
    after = role_figures.coverage(database, LEADER, MOVED_ON)
    assert [len(unit.holders) for unit in before.units] == [1, 0]
    assert [len(unit.holders) for unit in after.units] == [0, 1]


def test_a_transfer_ends_a_role_that_does_not_continue(database: Database, body: Take) -> None:
    appointments.give(database, [Gift("0004", OWN, APRIL), Gift("0004", LEADER, APRIL)])
    assert role_figures.transferred(database, TODAY) == ()
    move(body, "0004", "0102")
    (found,) = role_figures.transferred(database, TODAY)
    assert (found.role, found.unit_then, found.unit_now, found.moved_on) == (
        OWN,
        "人事課",
        "税務課",
        MOVED_ON,
    )
    assert role_figures.transferred(database, MOVED_ON - timedelta(days=1)) == ()
    role_figures.end_transferred(database, OWN, TODAY, "異動のため")
    own = {one.role: one for one in role_figures.appointment_lines(database, TODAY)}
    assert own[OWN].valid.last_day == MOVED_ON - timedelta(days=1)
    assert own[LEADER].valid.last_day == date(2029, 3, 31)
    assert role_figures.transferred(database, TODAY) == ()


def test_every_person_stands_once_in_each_part_of_the_balance(
    database: Database, body: Take
) -> None:
    appointments.give(database, [Gift("0003", LEADER, APRIL), Gift("0007", LEADER, APRIL)])
    found = role_figures.role_balance(database, LEADER, TODAY)
    assert (found.total.count, found.total.staff) == (2, 8)
    for part in (found.divisions, found.units, found.ages, found.occupations):
        assert sum(share.staff for share in part) == 8
        assert sum(share.count for share in part) == 2
    assert [(a.key, a.count, a.staff) for a in found.ages] == [
        ("10", 0, 1),
        ("20", 1, 1),
        ("30", 1, 1),
        ("40", 0, 2),
        ("50", 0, 2),
        ("", 0, 1),
    ]
    assert [(o.key, o.count) for o in found.occupations] == [("事務", 1), ("土木", 1), ("", 0)]


def test_figures_of_a_day_stay_as_they_were_known(database: Database, body: Take) -> None:
    appointments.give(database, [Gift("0003", LEADER, APRIL)])
    known = database.clock()
    before = role_figures.coverage(database, LEADER, TODAY, known)
    balance = role_figures.role_balance(database, LEADER, TODAY, known)
    appointments.end(database, LEADER, {"0003": date(2026, 9, 15)}, "本人の希望")
    move(body, "0003", "0102")
    assert role_figures.coverage(database, LEADER, TODAY, known) == before
    assert role_figures.role_balance(database, LEADER, TODAY, known) == balance
    assert role_figures.coverage(database, LEADER, TODAY) != before


def test_an_import_of_appointments_is_undone_with_its_columns(
    database: Database, body: Take, write_csv: object
) -> None:
    path = write_csv(  # type: ignore[operator]
        "任命",
        "職員番号 役割 開始 終了 終了理由 認定番号",
        [["0003", OWN, "2026-04-01", "2026-06-30", "休業に入るため", "1"]],
    )
    outcome = import_file(database, ImportKind.APPOINTMENTS, path, today=TODAY)
    (one,) = role_figures.appointment_lines(database, TODAY)
    assert one.ended_because == "休業に入るため"
    assert outcome.change is not None
    undo_import(database, outcome.change, today=TODAY)
    assert role_figures.appointment_lines(database, TODAY) == ()

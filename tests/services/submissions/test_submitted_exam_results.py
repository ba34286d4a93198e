"""Results that employees send are held to what is asked of those that are typed in."""

from datetime import date

import pytest
from tests.conftest import TODAY, Take

from skilltrack.domain.exams.definition import ExamAttempt
from skilltrack.domain.problems import Refusal
from skilltrack.domain.submissions import Conflict, SubmissionKind
from skilltrack.services.exams.attempts import record_attempt
from skilltrack.services.submissions.confirming import confirm
from skilltrack.services.submissions.review import SubmissionLine, list_submissions
from skilltrack.store.database import Database
from skilltrack.store.exams import ATTEMPTS
from skilltrack.store.submissions import SEALED, SubmissionRecord, record_submissions

ON = date(2026, 9, 1)
PASS = {"total": 640, "strategy": 600, "management": 640, "technology": 680}
ONE_FIELD_SHORT = PASS | {"management": 290}


@pytest.fixture
def office(database: Database, town: Take) -> Database:
    return database


def fields(result: str = "", certificate: str = "", on: date = ON, **scores: int) -> dict[str, str]:
    """Return a submission as it is kept."""
    written = {"exam": "it_passport", "on": on.isoformat()}
    written |= {f"score:{code}": str(points) for code, points in scores.items()}
    written |= {"result": result} if result else {}
    return written | ({"certificate": certificate} if certificate else {})


def send(office: Database, *sent: dict[str, str], number: str = "0001") -> None:
    """Let results arrive as the inbox takes them."""
    with office.changing("submissions.collect") as work:
        known = len(list_submissions(office, today=TODAY, state=None))
        record_submissions(
            work,
            [
                SubmissionRecord(
                    id=0,
                    kind=SubmissionKind.EXAM_RESULT,
                    employee_no=number,
                    kana="",
                    account="",
                    desk_id="2026",
                    submitted_on=date(2026, 9, 10),
                    channel=SEALED,
                    sender="",
                    file_name="",
                    digest=f"{known + place}",
                    fields=one,
                )
                for place, one in enumerate(sent)
            ],
        )


def listed(office: Database) -> list[SubmissionLine]:
    return list(list_submissions(office, today=TODAY))


def about(line: SubmissionLine) -> set[Conflict]:
    """Return what is said of the result, not of the sender."""
    return set(line.conflicts) - {Conflict.OTHER_KEY, Conflict.OTHER_KANA, Conflict.OUTSIDE_YEAR}


def recorded(office: Database) -> list[ExamAttempt]:
    with office.reading() as session:
        return list(ATTEMPTS.values(session))


def test_a_pass_stated_with_a_field_of_290_is_shown_before_and_judged_by_the_rule(
    office: Database,
) -> None:
    send(office, fields("passed", **ONE_FIELD_SHORT))
    (line,) = listed(office)
    assert about(line) == {Conflict.RESULT_CONTRADICTS}
    assert [one.values["said"] for one in line.problems] == ["届いた合否は合格、規則では不合格"]
    confirm(office, [line.id], today=TODAY)
    assert [(one.scores["management"], one.stated_pass) for one in recorded(office)] == [
        (290, True)
    ]


@pytest.mark.parametrize(
    ("sent", "conflict", "code"),
    [
        (PASS | {"total": 1_001}, Conflict.SCORE_TOO_HIGH, "intake.score_out_of_range"),
        (PASS | {"business": 500}, Conflict.SCORE_NOT_OF_EXAM, "intake.score_not_of_exam"),
        ({"strategy": 500}, Conflict.UNDECIDED_RESULT, "intake.exam_undecided"),
    ],
)
def test_what_the_form_refuses_is_refused_of_what_is_sent(
    office: Database, sent: dict[str, int], conflict: Conflict, code: str
) -> None:
    with pytest.raises(Refusal) as typed:
        record_attempt(office, ExamAttempt("0001", "it_passport", ON, sent), today=TODAY)
    send(office, fields(**sent))
    (line,) = listed(office)
    assert about(line) == {conflict}
    assert [one.code for one in line.problems] == [code]
    assert [one.code for one in typed.value.problems] == [code]
    with pytest.raises(Refusal, match="blocked"):
        confirm(office, [line.id], today=TODAY)
    assert recorded(office) == []


def test_an_edition_not_yet_published_keeps_what_was_stated(office: Database) -> None:
    day, on = date(2027, 5, 2), date(2027, 5, 1)
    send(office, fields("passed", on=on, business=1_100))
    (line,) = list_submissions(office, today=day)
    assert Conflict.EDITION_PROVISIONAL in line.conflicts
    assert [one.code for one in line.problems] == ["intake.score_above_provisional"]
    confirm(office, [line.id], today=day)
    assert [one.stated_pass for one in recorded(office)] == [True]


def test_a_sitting_whose_result_is_awaited_is_completed_by_what_is_sent(office: Database) -> None:
    awaited = ExamAttempt("0001", "it_passport", ON, note="予約番号あり")
    record_attempt(office, awaited, today=TODAY, is_awaited=True)
    send(office, fields("passed", certificate="IP-1", **PASS))
    (line,) = listed(office)
    assert about(line) == {Conflict.COMPLETES_RECORD}
    confirm(office, [line.id], today=TODAY)
    (held,) = recorded(office)
    assert (held.scores, held.certificate_no, held.note) == (PASS, "IP-1", "予約番号あり")


def test_what_is_recorded_otherwise_is_told_and_never_replaced(office: Database) -> None:
    record_attempt(office, ExamAttempt("0001", "it_passport", ON, ONE_FIELD_SHORT), today=TODAY)
    send(office, fields(**PASS))
    (line,) = listed(office)
    assert about(line) == {Conflict.RECORDED_OTHERWISE}
    (problem,) = line.problems
    assert "マネジメント系 290点" in str(problem.values["said"])
    with pytest.raises(Refusal, match="blocked"):
        confirm(office, [line.id], today=TODAY)
    assert [one.scores for one in recorded(office)] == [ONE_FIELD_SHORT]


def test_the_same_again_records_nothing_new(office: Database) -> None:
    record_attempt(office, ExamAttempt("0001", "it_passport", ON, PASS), today=TODAY)
    send(office, fields(**PASS))
    (line,) = listed(office)
    assert about(line) == {Conflict.ALREADY_RECORDED}
    assert confirm(office, [line.id], today=TODAY).known == 1
    assert len(recorded(office)) == 1


def test_two_that_say_different_things_of_one_sitting_are_not_confirmed_together(
    office: Database,
) -> None:
    send(office, fields(**PASS), fields(**ONE_FIELD_SHORT))
    first, second = listed(office)
    assert Conflict.TOLD_OTHERWISE in first.conflicts
    assert Conflict.TOLD_OTHERWISE in second.conflicts
    with pytest.raises(Refusal, match="recorded_otherwise"):
        confirm(office, [first.id, second.id], today=TODAY)
    confirm(office, [first.id], today=TODAY)
    (left,) = listed(office)
    assert about(left) == {Conflict.RECORDED_OTHERWISE}


def test_two_that_complete_each_other_become_one_sitting(office: Database) -> None:
    send(office, fields(**PASS), fields("passed", certificate="IP-1"))
    assert confirm(office, [one.id for one in listed(office)], today=TODAY).total == 2
    (held,) = recorded(office)
    assert (held.scores, held.stated_pass, held.certificate_no) == (PASS, True, "IP-1")


def test_a_certificate_of_somebody_else_is_told_of_what_is_sent_and_typed(
    office: Database,
) -> None:
    held = ExamAttempt("0002", "it_passport", ON, PASS, certificate_no="IP-1")
    record_attempt(office, held, today=TODAY)
    send(office, fields(certificate="IP-1", **PASS))
    (line,) = listed(office)
    assert about(line) == {Conflict.CERTIFICATE_OF_OTHER}
    typed = ExamAttempt("0001", "it_passport", ON, PASS, certificate_no="IP-1")
    with pytest.raises(Refusal, match="certificate_twice"):
        record_attempt(office, typed, today=TODAY)


def test_one_certificate_sent_by_two_people_stands_against_both(office: Database) -> None:
    send(office, fields(certificate="IP-1", **PASS))
    send(office, fields(certificate="IP-1", **PASS), number="0002")
    assert [about(line) for line in listed(office)] == [{Conflict.CERTIFICATE_OF_OTHER}] * 2

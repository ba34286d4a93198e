"""Exams as definitions: editions, what they cover, booking, and editions still to be published."""

from datetime import date
from pathlib import Path

import pytest

from skilltrack.domain.exams.definition import BookingRule, Exam, ExamAttempt, is_passed
from skilltrack.domain.problems import Refusal, Severity
from skilltrack.domain.schemes.programmes import SkillRef
from skilltrack.exchange.definitions.exam_checks import check_exam
from skilltrack.exchange.definitions.exams import (
    exam_from_json,
    exam_to_json,
    load_exams,
    shipped_exams,
)
from skilltrack.exchange.definitions.questionnaires import shipped_questionnaires

NATIONAL = 13
FIELD_OF_5 = '{ code = "x", name = "A", maximum = 5 }'
SECOND_OF_5 = '{ code = "y", name = "A", maximum = 5 }'
TOTAL_OF_9 = '{ code = "total", name = "計", maximum = 9 }'


@pytest.fixture(scope="module")
def shipped() -> dict[str, Exam]:
    return {exam.code: exam for exam in shipped_exams()}


def _mistakes(tmp_path: Path, edition: str) -> list[tuple[str, str]]:
    path = tmp_path / "exams.toml"
    path.write_text(
        f'[[exams]]\ncode = "own"\nname = "庁内検定"\n[[exams.editions]]\ncode = "1"\n{edition}',
        encoding="utf-8",
    )
    with pytest.raises(Refusal) as refused:
        load_exams(path)
    assert {problem.place.file for problem in refused.value.problems} == {"exams.toml"}
    return [(problem.code, problem.place.column) for problem in refused.value.problems]


def test_every_national_exam_is_shipped_with_its_organiser(shipped: dict[str, Exam]) -> None:
    national = [exam for exam in shipped.values() if "IPA" in exam.organiser]

    assert len(national) == NATIONAL
    assert {"ds_literacy", "g_test"} <= shipped.keys()


def test_what_is_known_of_it_passport_is_carried(shipped: dict[str, Exam]) -> None:
    exam = shipped["it_passport"]
    today = exam.edition_on(date(2026, 11, 1))

    assert exam.voucher_months == 12
    assert today is not None
    assert (today.questions, today.minutes, today.fee_yen) == (100, 120, 7500)
    assert today.booking == BookingRule(retake_days=1, change_days=3, months_ahead=3)
    assert not today.is_total_sum


def test_a_provisional_edition_judges_nothing_and_keeps_what_was_stated(
    shipped: dict[str, Exam],
) -> None:
    edition = shipped["it_passport"].edition_on(date(2027, 4, 1))

    assert edition is not None
    assert edition.is_provisional
    assert edition.pass_rule is None
    for stated in (True, False, None):
        attempt = ExamAttempt("1", "it_passport", date(2027, 5, 1), {"total": 10}, stated)
        assert is_passed(edition, attempt) is stated


def test_what_was_stated_counts_where_scores_leave_the_rule_open(shipped: dict[str, Exam]) -> None:
    edition = shipped["it_passport"].edition_on(date(2026, 5, 1))

    assert edition is not None
    open_ = ExamAttempt("1", "it_passport", date(2026, 5, 1), {"total": 640}, stated_pass=True)
    failed = ExamAttempt("1", "it_passport", date(2026, 5, 1), {"total": 599}, stated_pass=True)
    assert is_passed(edition, open_) is True
    assert is_passed(edition, failed) is False


def test_every_exam_survives_the_way_through_json(shipped: dict[str, Exam]) -> None:
    for exam in shipped.values():
        assert exam_from_json(exam_to_json(exam)) == exam


def test_what_shipped_fields_cover_is_asked_by_shipped_questionnaires(
    shipped: dict[str, Exam],
) -> None:
    questionnaires = {one.id: one for one in shipped_questionnaires()}

    found = [p for exam in shipped.values() for p in check_exam(exam, questionnaires)]

    assert found == []
    technology = shipped["it_passport"].editions[1].fields[3]
    assert SkillRef("security", "sakata") in technology.covers


def test_a_questionnaire_not_taken_is_only_told(shipped: dict[str, Exam]) -> None:
    found = check_exam(shipped["it_passport"], {})

    assert {p.code for p in found} == {"definitions.covers_not_taken"}
    assert {p.severity for p in found} == {Severity.NOTICE}
    assert len(found) == 4


def test_an_unknown_item_is_named_by_its_path(shipped: dict[str, Exam]) -> None:
    questionnaires = {one.id: one for one in shipped_questionnaires()}
    document = exam_to_json(shipped["it_passport"])
    document["editions"][1]["fields"][1]["covers"] = [  # type: ignore[index]
        {"questionnaire": "sakata", "code": "T99"}
    ]

    found = check_exam(exam_from_json(document), questionnaires, file="x.toml")

    assert [p.place.column for p in found] == ["editions[2022].fields[strategy].covers[T99].code"]


def test_names_of_other_exams_are_not_taken_again(shipped: dict[str, Exam]) -> None:
    own = Exam("own", "iパス", ("G検定",))

    found = check_exam(own, {}, shipped.values())

    assert [(p.code, p.values["exam"]) for p in found] == [
        ("definitions.exam_name_taken", "ITパスポート試験"),
        ("definitions.exam_name_taken", "G検定"),
    ]


@pytest.mark.parametrize(
    ("edition", "code", "path"),
    [
        (
            'fields = [{ code = "a", name = "A", maximum = 5, covers = [{ code = "T01" }] }]',
            "definitions.missing_key",
            "exams[own].editions[1].fields[a].covers[T01].questionnaire",
        ),
        (
            f"fields = [{FIELD_OF_5}, {SECOND_OF_5}]",
            "definitions.field_name_twice",
            "exams[own].editions[1].fields",
        ),
        (
            f"fields = [{TOTAL_OF_9}, {FIELD_OF_5}]\nis_total_sum = true",
            "definitions.total_not_sum",
            "exams[own].editions[1].fields[total].maximum",
        ),
        (
            f"fields = [{FIELD_OF_5}]\nis_total_sum = true",
            "definitions.sum_without_fields",
            "exams[own].editions[1].is_total_sum",
        ),
        (
            "booking = { change_days = -1 }",
            "definitions.number_too_small",
            "exams[own].editions[1].booking.change_days",
        ),
        ("questions = 0", "definitions.number_too_small", "exams[own].editions[1].questions"),
        ("minutes = 1.5", "definitions.needs_integer", "exams[own].editions[1].minutes"),
    ],
)
def test_mistakes_are_named_by_file_path_and_reason(
    tmp_path: Path, edition: str, code: str, path: str
) -> None:
    assert (code, path) in _mistakes(tmp_path, edition)


def test_a_provisional_edition_may_lack_fields_and_rule(tmp_path: Path) -> None:
    path = tmp_path / "exams.toml"
    path.write_text(
        '[[exams]]\ncode = "own"\nname = "庁内検定"\n'
        'editions = [{ code = "next", is_provisional = true }]\n',
        encoding="utf-8",
    )

    (exam,) = load_exams(path)

    assert exam.editions[0].is_provisional

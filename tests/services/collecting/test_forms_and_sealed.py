"""Sealed answers and forms of one person, and what waits for a decision."""

from datetime import date

import pytest
from tests.conftest import TODAY
from tests.services.collecting.conftest import MakeOffice, Office

from skilltrack.domain.problems import Refusal
from skilltrack.domain.rounds.definition import Bucket, CollectedFile, Collection, Decision
from skilltrack.services.collecting import collected_files, problems_by_department
from skilltrack.services.collecting.arrivals import Arrival
from skilltrack.services.collecting.kept import kept_form
from skilltrack.services.rounds.decisions import decide, waiting
from skilltrack.store import audit
from skilltrack.store import rounds as records

AFTER_CLOSING = date(2026, 12, 19)


def ends(files: list[CollectedFile]) -> list[tuple[str, str]]:
    return [(file.bucket.value, file.reason) for file in files]


def take(office: Office, arrival: Arrival, reason: str = "電話で確認") -> CollectedFile:
    return decide(
        office.database,
        office.round_id,
        arrival.digest,
        arrival.sheet,
        Decision.TAKEN,
        reason,
        today=TODAY,
    )


def reject(office: Office, arrival: Arrival) -> CollectedFile:
    return decide(
        office.database,
        office.round_id,
        arrival.digest,
        arrival.sheet,
        Decision.REJECTED,
        "本人のものでない",
        today=TODAY,
    )


def codes_of(refused: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_a_sealed_answer_outranks_a_form_whichever_comes_first(office: Office) -> None:
    assert ends(office.take(office.form("0003", 1))) == [("accepted", "")]
    assert ends(office.take(office.sealed("0003", 2))) == [("replaced", "")]
    assert ends(office.take(office.sealed("0007", 2))) == [("accepted", "")]
    assert ends(office.take(office.form("0007", 1))) == [("older", "")]
    assert office.steps() == {"0003": 2, "0007": 2}


def test_the_same_answers_in_another_workbook_are_the_same(office: Office) -> None:
    assert ends(office.take(office.form("0003", 1), office.form("0003", 1))) == [
        ("accepted", ""),
        ("same", ""),
    ]
    assert ends(office.take(office.form("0003", 1))) == [("same", "")]


def test_two_differing_forms_both_wait_and_nothing_counts(office: Office) -> None:
    first, second = office.form("0003", 1), office.form("0003", 2)
    assert ends(office.take(first)) == [("accepted", "")]
    assert office.steps() == {"0003": 1}
    assert ends(office.take(second)) == [("to_confirm", "answers.differing_forms")]
    assert office.steps() == {}
    both = [("to_confirm", "answers.differing_forms")] * 2
    assert ends(list(collected_files(office.database, office.round_id))) == both
    found = waiting(office.database, office.round_id)
    assert [(w.digest, w.employee_no, w.name, w.counts_now) for w in found] == [
        (first.digest, "0003", "𠮷田　次郎", ""),
        (second.digest, "0003", "𠮷田　次郎", ""),
    ]
    assert {w.department_name for w in found} == {"人事課"}
    assert {w.differing for w in found} == {len(office.codes)}


def test_differing_forms_of_one_collection_are_told_as_waiting(office: Office) -> None:
    told = office.take(office.form("0003", 1), office.form("0003", 2))
    assert ends(told) == [("to_confirm", "answers.differing_forms")] * 2


def test_taking_one_of_differing_forms_rejects_the_others(office: Office) -> None:
    first, second, third = (office.form("0003", step) for step in (1, 2, 3))
    office.take(first, second, third)
    taken = take(office, second)
    assert (taken.decision, taken.employee_no) == (Decision.TAKEN, "0003")
    assert office.steps() == {"0003": 2}
    assert waiting(office.database, office.round_id) == ()
    listed = collected_files(office.database, office.round_id)
    assert [file.decision for file in listed] == [
        Decision.REJECTED,
        Decision.TAKEN,
        Decision.REJECTED,
    ]


def test_a_form_that_somebody_took_stays_until_the_next_one_is_decided(office: Office) -> None:
    first, second, third = (office.form("0003", step) for step in (1, 2, 3))
    office.take(first, second)
    take(office, first)
    assert ends(office.take(third)) == [("to_confirm", "answers.differing_forms")]
    assert office.steps() == {"0003": 1}
    assert [w.counts_now for w in waiting(office.database, office.round_id)] == ["form"]
    reject(office, third)
    assert office.steps() == {"0003": 1}
    assert ends(office.take(office.form("0003", 3, file="写し"))) == [("same", "")]


def test_rejecting_one_of_two_differing_forms_leaves_the_other_to_decide(office: Office) -> None:
    first, second = office.form("0003", 1), office.form("0003", 2)
    office.take(first, second)
    reject(office, second)
    assert office.steps() == {}
    assert [w.digest for w in waiting(office.database, office.round_id)] == [first.digest]
    take(office, first)
    assert office.steps() == {"0003": 1}


def test_a_form_after_rejected_ones_counts(office: Office) -> None:
    first, second = office.form("0003", 1), office.form("0003", 2)
    office.take(first, second)
    reject(office, first)
    reject(office, second)
    assert ends(office.take(office.form("0003", 3))) == [("accepted", "")]
    assert office.steps() == {"0003": 3}


def test_a_sealed_answer_settles_differing_forms(office: Office) -> None:
    first, second = office.form("0003", 1), office.form("0003", 2)
    office.take(first, second)
    assert ends(office.take(office.sealed("0003", 3))) == [("accepted", "")]
    assert waiting(office.database, office.round_id) == ()
    with pytest.raises(Refusal) as refused:
        take(office, first)
    assert codes_of(refused) == ["answers.not_waiting"]
    assert office.steps() == {"0003": 3}


def test_a_late_form_counts_once_somebody_takes_it(office: Office) -> None:
    form = office.form("0003", 1)
    assert ends(office.take(form, today=AFTER_CLOSING)) == [("late", "answers.late")]
    assert office.steps() == {}
    take(office, form, "用紙の回収が遅れた")
    assert office.steps() == {"0003": 1}
    assert office.counting()["0003"].channel == "form"


def test_a_decision_is_made_once_with_a_reason_and_stands_in_the_log(office: Office) -> None:
    form = office.form("0003", 1)
    office.take(form, today=AFTER_CLOSING)
    with pytest.raises(Refusal) as refused:
        take(office, form, "　")
    assert codes_of(refused) == ["answers.no_reason"]
    reject(office, form)
    with pytest.raises(Refusal) as refused:
        take(office, form)
    assert codes_of(refused) == ["answers.decided_already"]
    with pytest.raises(Refusal) as refused:
        take(office, office.form("0004", 1))
    assert codes_of(refused) == ["answers.unknown_file"]
    assert office.steps() == {}
    with office.database.reading() as session:
        logged = audit.entries(session)[0].entry
    assert (logged.action, logged.target, logged.reason) == (
        "round.decide.rejected",
        "0003",
        "本人のものでない",
    )


def test_forms_of_a_strict_round_always_wait(make_office: MakeOffice) -> None:
    office = make_office(is_strict=True)
    first, second = office.form("0003", 1), office.form("0003", 2)
    reason = ("to_confirm", "answers.form_in_strict_round")
    assert ends(office.take(first, second)) == [reason, reason]
    assert office.steps() == {}
    take(office, second)
    assert office.steps() == {"0003": 2}
    assert waiting(office.database, office.round_id) == ()


def test_what_waits_is_told_by_department(office: Office) -> None:
    office.take(office.form("0003", 1), office.form("0003", 2))
    office.take(office.sealed("0008", 1, kana="ベツジン"))
    told = problems_by_department(office.database, office.round_id)
    assert [(d.code, d.name, [p.code for p in d.problems]) for d in told] == [
        ("0101", "人事課", ["answers.differing_forms"] * 2),
        ("0102", "税務課", ["answers.other_kana"]),
    ]
    assert told[1].problems[0].place.column == "職員番号 0008"


def test_somebody_unknown_is_told_by_the_folder_of_the_file(office: Office) -> None:
    collection_of = office.take(
        office.form("0099", 1, file="0102_税務課/0102_0099"), office.form("0098", 1, file="人事")
    )
    assert ends(collection_of) == [("set_aside", "answers.unknown_person")] * 2
    assert problems_by_department(office.database, office.round_id) == ()
    told = problems_by_department(
        office.database, office.round_id, Collection(tuple(collection_of), 0)
    )
    assert [(d.code, d.name) for d in told] == [("0102", "税務課"), ("", "所属不明")]


def test_only_answers_are_kept_of_a_form_that_counts_and_none_of_an_outranked_one(
    office: Office,
) -> None:
    office.take(office.sealed("0007", 2))
    office.take(office.form("0003", 1), office.form("0007", 1))
    with office.database.reading() as session:
        kept = {f.employee_no: f.sealed for f in records.received_files(session, office.round_id)}
    assert kept["0003"] is not None
    assert set(kept_form(kept["0003"]).answers.values()) == {1}
    assert kept["0007"] is not None
    assert kept_form(kept["0007"]).answers == {}
    assert Bucket.OLDER in {f.bucket for f in collected_files(office.database, office.round_id)}

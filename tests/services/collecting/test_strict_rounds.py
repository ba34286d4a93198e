"""Strict rounds: an answer counts with the personal code and with nothing else."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import TODAY
from tests.services.collecting.conftest import NAMES, MakeOffice, Office

from skilltrack.domain.problems import Refusal
from skilltrack.domain.rounds.access_codes import is_well_formed, normalised_code
from skilltrack.domain.rounds.definition import AnswerSheet
from skilltrack.exchange.answers import seal_answer, write_answer
from skilltrack.exchange.sealing.documents import canonical
from skilltrack.exchange.sealing.envelopes import seal
from skilltrack.exchange.sealing.keys import new_signing_key, public_of
from skilltrack.exchange.sealing.signatures import sign
from skilltrack.services.collecting import collect
from skilltrack.services.rounds.access_codes import code_for, codes, reissue
from skilltrack.services.rounds.running import INBOX, round_folder, round_record
from skilltrack.store import audit
from skilltrack.store.rounds import RESPONDENT_KEYS


@pytest.fixture
def strict(make_office: MakeOffice) -> Office:
    return make_office(is_strict=True)


def send(
    office: Office, number: str, step: int, code: str, *, key: bytes, counter: int = 1
) -> Path:
    with office.database.reading() as session:
        record = round_record(session, office.round_id)
        inbox = round_folder(session, office.round_id) / INBOX
    sheet = AnswerSheet(
        round_id=office.round_id,
        employee_no=number,
        kana=NAMES[number],
        job_title="主事",
        account="",
        counter=1,
        answers=dict.fromkeys(office.codes, step),
        program_version="1",
        sent_at_display="",
    )
    data = seal_answer(sheet, key, record.public_key, access_code=normalised_code(code))
    return write_answer(inbox, data)


def buckets(office: Office) -> list[tuple[str, str]]:
    found = collect(office.database, office.round_id, today=TODAY)
    return sorted((file.bucket.value, file.reason) for file in found.files)


def code_of(office: Office, number: str) -> str:
    return {c.employee_no: c.code for c in codes(office.database, office.round_id)}[number]


def test_everybody_asked_has_a_code_of_their_own_that_stays(strict: Office) -> None:
    made = codes(strict.database, strict.round_id)
    assert {one.employee_no for one in made} == set(NAMES)
    assert len({one.code for one in made}) == len(NAMES)
    assert all(is_well_formed(one.code) for one in made)
    assert codes(strict.database, strict.round_id) == made
    with strict.database.reading() as session:
        logged = audit.entries(session)[0].entry
    assert (logged.action, logged.count) == ("round.codes", len(NAMES))


def test_the_right_code_counts_from_any_terminal_without_asking(strict: Office) -> None:
    code = code_of(strict, "0003")
    first, second = new_signing_key(), new_signing_key()
    send(strict, "0003", 1, code, key=first)
    assert buckets(strict) == [("accepted", "")]
    send(strict, "0003", 2, code.lower(), key=second)
    assert buckets(strict) == [("replaced", "")]
    assert strict.steps() == {"0003": 2}
    with strict.database.reading() as session:
        keys = [key.epoch for key in RESPONDENT_KEYS.values(session)]
    assert keys == [0, 1]


def test_a_wrong_a_missing_and_somebody_elses_code_are_set_aside(strict: Office) -> None:
    send(strict, "0003", 1, "", key=new_signing_key())
    send(strict, "0004", 1, "0123-4567-89AB", key=new_signing_key())
    send(strict, "0007", 1, code_of(strict, "0008"), key=new_signing_key())
    assert buckets(strict) == [
        ("set_aside", "answers.no_code"),
        ("set_aside", "answers.wrong_code"),
        ("set_aside", "answers.wrong_code"),
    ]
    assert strict.steps() == {}
    assert buckets(strict) == []


@pytest.mark.parametrize("proof", ["証", "0" * 64, "\u0000", "é" * 64])
def test_an_invented_proof_is_set_aside_and_stops_nothing(strict: Office, proof: str) -> None:
    with strict.database.reading() as session:
        record = round_record(session, strict.round_id)
        inbox = round_folder(session, strict.round_id) / INBOX
    send(strict, "0003", 1, code_of(strict, "0003"), key=new_signing_key())
    key, purpose = new_signing_key(), b"skill/answer/1|" + strict.round_id.encode()
    fields = {"fmt": 1, "min_reader": 1, "kind": "answers", "round": strict.round_id}
    sheet = {"kana": NAMES["0004"], "job_title": "主事", "account": "", "counter": 1}
    texts = {"program_version": "1", "sent_at_display": "", "proof": proof}
    answers = dict.fromkeys(strict.codes, 1)
    body = canonical(fields | sheet | texts | {"employee_no": "0004", "answers": answers})
    content = public_of(key) + sign(key, purpose, body) + body
    write_answer(inbox, seal(content, record.public_key, purpose))
    assert buckets(strict) == [("accepted", ""), ("set_aside", "answers.wrong_code")]


def test_a_new_code_cancels_the_old_one(strict: Office) -> None:
    old = code_of(strict, "0003")
    new = reissue(strict.database, strict.round_id, "0003").code
    assert new != old
    assert code_of(strict, "0003") == new
    assert reissue(strict.database, strict.round_id, "0003").code not in {old, new}
    newest = code_of(strict, "0003")
    send(strict, "0003", 1, old, key=new_signing_key())
    send(strict, "0003", 2, new, key=new_signing_key())
    assert buckets(strict) == [("set_aside", "answers.wrong_code")] * 2
    send(strict, "0003", 3, newest, key=new_signing_key())
    assert buckets(strict) == [("accepted", "")]
    assert strict.steps() == {"0003": 3}


def test_codes_are_refused_where_none_are_used(strict: Office, make_office: MakeOffice) -> None:
    plain = make_office()
    for refused_by in (
        lambda: codes(plain.database, plain.round_id),
        lambda: reissue(plain.database, plain.round_id, "0003"),
    ):
        with pytest.raises(Refusal) as refused:
            refused_by()
        assert [p.code for p in refused.value.problems] == ["rounds.not_strict"]
    with pytest.raises(Refusal) as refused:
        reissue(strict.database, strict.round_id, "0099")
    assert [p.code for p in refused.value.problems] == ["rounds.not_asked"]


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.text(max_size=8), other=st.text(max_size=8), issue=st.integers(1, 12))
def test_no_two_people_or_issues_share_what_a_code_is_made_of(
    number: str, other: str, issue: int
) -> None:
    secret = os.urandom(32)
    mine = code_for(secret, number, issue)
    assert mine == code_for(secret, number, issue)
    assert mine != code_for(secret, number, issue + 1)
    assert (mine == code_for(secret, other, issue)) == (number == other)

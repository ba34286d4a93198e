"""Submission files: sealed and opened, told apart; fields in one canonical writing."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.submissions import (
    FieldShape,
    FormField,
    Offer,
    SubmissionKind,
    SubmissionSheet,
)
from skilltrack.exchange.answers import AnswerRejected, open_answer
from skilltrack.exchange.sealing.keys import new_round_keys, new_signing_key, public_of
from skilltrack.exchange.submission_fields import read_fields
from skilltrack.exchange.submissions import (
    Reason,
    SubmissionRejected,
    content_digest,
    open_submission,
    seal_submission,
)

KEYS = new_round_keys()
SHEET = SubmissionSheet(
    "todoke-2026-1", SubmissionKind.COURSE_REPORT, "0001", "アオキ", "aoki", 3, {"learnt": "髙い"}
)
FORM = (
    FormField("course", FieldShape.CHOICE, choices=(Offer("S1", "入門"), Offer("S2", "応用"))),
    FormField("course_name", FieldShape.LINE),
    FormField("on", FieldShape.DAY, is_needed=True),
    FormField("hours", FieldShape.NUMBER, maximum=400),
    FormField("learnt", FieldShape.TEXT),
)


def test_what_was_sealed_is_opened_with_its_signer() -> None:
    signing = new_signing_key()
    opened = open_submission(
        seal_submission(SHEET, signing, KEYS.public), KEYS.private, SHEET.desk_id
    )
    assert opened.sheet == SHEET
    assert opened.sender_public == public_of(signing)


def test_every_file_has_the_same_size_whatever_its_kind() -> None:
    sizes = {
        len(seal_submission(replace(SHEET, kind=kind), new_signing_key(), KEYS.public))
        for kind in SubmissionKind
    }
    assert len(sizes) == 1


def test_submission_is_no_answer_and_belongs_to_one_desk() -> None:
    data = seal_submission(SHEET, new_signing_key(), KEYS.public)
    with pytest.raises(AnswerRejected):
        open_answer(data, KEYS.private, SHEET.desk_id)
    with pytest.raises(SubmissionRejected) as other_key:
        open_submission(data, new_round_keys().private, SHEET.desk_id)
    assert other_key.value.reason is Reason.FOREIGN_DESK
    with pytest.raises(SubmissionRejected) as other_desk:
        open_submission(data, KEYS.private, "todoke-2027-1")
    assert other_desk.value.reason is Reason.UNREADABLE


@given(st.integers(0, 4000), st.integers(0, 255))
def test_no_damaged_file_is_ever_taken(at: int, bits: int) -> None:
    data = bytearray(seal_submission(SHEET, new_signing_key(), KEYS.public))
    data[at] ^= bits
    try:
        opened = open_submission(bytes(data), KEYS.private, SHEET.desk_id)
    except SubmissionRejected:
        assert bits
    else:
        assert opened.sheet == SHEET


@pytest.mark.parametrize("written", ["S1", "Ｓ１", "入門", "S1　入門", "s1 入門"])
def test_choice_is_read_by_code_name_or_both(written: str) -> None:
    kind = SubmissionKind.COURSE_REPORT
    fields, problems = read_fields(kind, FORM, {"course": written, "on": "R8.4.1"})
    assert (fields, problems) == ({"course": "S1", "on": "2026-04-01"}, ())


@given(
    st.dictionaries(
        st.sampled_from([field.id for field in FORM]),
        st.one_of(
            st.text(max_size=12),
            st.sampled_from(["S1", "入門", "R8.4.1", "2026/5/6", "1,5", "１．５", "400", "0.25"]),
            st.floats(0, 500),
            st.dates(),
        ),
    )
)
def test_canonical_writing_is_read_as_it_is(written: dict[str, object]) -> None:
    kind = SubmissionKind.COURSE_REPORT
    fields, problems = read_fields(kind, FORM, written)  # type: ignore[arg-type]
    if not problems:
        again, found = read_fields(kind, FORM, fields)
        assert (again, found) == (fields, ())
        assert content_digest(kind.value, "1", again) == content_digest(kind.value, "1", fields)

import dataclasses
import itertools
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skilltrack.domain.questionnaires.definition import ItemKind, Questionnaire
from skilltrack.domain.rounds.definition import AnswerSheet, RoundPackage
from skilltrack.exchange.answers import (
    MAXIMUM_BYTES,
    AnswerRejected,
    Bucket,
    Mark,
    OpenedAnswer,
    Reason,
    answer_problems,
    bucket_of,
    file_digest,
    folded_kana,
    latest,
    open_answer,
    seal_answer,
    write_answer,
)
from skilltrack.exchange.sealing.documents import canonical
from skilltrack.exchange.sealing.envelopes import seal
from skilltrack.exchange.sealing.keys import RoundKeys, new_round_keys, new_signing_key, public_of
from skilltrack.exchange.sealing.signatures import sign
from skilltrack.i18n.problems import sentence, sentences_of

ROUND = "r-2026-1"
PURPOSE = b"skill/answer/1|r-2026-1"


@pytest.fixture(scope="module")
def data(sheet: AnswerSheet, respondent_key: bytes, round_keys: RoundKeys) -> bytes:
    return seal_answer(sheet, respondent_key, round_keys.public)


def reason_of(data: bytes, private: bytes, round_id: str = ROUND) -> Reason:
    with pytest.raises(AnswerRejected) as caught:
        open_answer(data, private, round_id)
    assert sentences_of(caught.value)
    return caught.value.reason


def test_answer_comes_back_with_the_key_of_its_respondent(
    data: bytes, sheet: AnswerSheet, respondent_key: bytes, round_keys: RoundKeys
) -> None:
    opened = open_answer(data, round_keys.private, ROUND)
    assert opened.sheet == sheet
    assert opened.respondent_public == opened.mark.respondent_public == public_of(respondent_key)
    assert opened.mark.counter == 3


def test_every_changed_byte_is_rejected(data: bytes, round_keys: RoundKeys) -> None:
    reasons = Counter()
    for position in range(len(data)):
        changed = bytearray(data)
        changed[position] ^= 1 << position % 8
        reasons[reason_of(bytes(changed), round_keys.private)] += 1
    assert reasons.total() == len(data)
    assert set(reasons) == {Reason.UNREADABLE, Reason.NEWER_FORMAT, Reason.FOREIGN_ROUND}


def test_every_seventh_cut_is_unreadable(data: bytes, round_keys: RoundKeys) -> None:
    for length in range(0, len(data), 7):
        assert reason_of(data[:length], round_keys.private) is Reason.UNREADABLE
    assert reason_of(data + b"\0", round_keys.private) is Reason.UNREADABLE


def test_other_rounds_are_rejected(data: bytes, round_keys: RoundKeys) -> None:
    assert reason_of(data, round_keys.private, "r-2026-2") is Reason.UNREADABLE
    assert reason_of(data, new_round_keys().private) is Reason.FOREIGN_ROUND


def test_oversized_file_is_not_looked_into(round_keys: RoundKeys) -> None:
    assert reason_of(bytes(MAXIMUM_BYTES + 1), round_keys.private) is Reason.UNREADABLE


def sealed_body(fields: object, key: bytes, keys: RoundKeys, *, claimed: bytes = b"") -> bytes:
    body = fields if isinstance(fields, bytes) else canonical(fields)
    content = (claimed or public_of(key)) + sign(key, PURPOSE, body) + body
    return seal(content, keys.public, PURPOSE)


FIELDS = {
    "fmt": 1,
    "min_reader": 1,
    "kind": "answers",
    "round": ROUND,
    "employee_no": "000123",
    "kana": "ヨシダ",
    "job_title": "主事",
    "account": "",
    "counter": 1,
    "answers": {"W1": 0},
    "program_version": "0.1.0",
    "sent_at_display": "",
}


def test_fields_of_format_1_are_read(respondent_key: bytes, round_keys: RoundKeys) -> None:
    opened = open_answer(sealed_body(FIELDS, respondent_key, round_keys), round_keys.private, ROUND)
    assert opened.sheet.employee_no == "000123"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"kana":"', b'"kana":"\\ud800'),  # half a character, which no database takes
        (b'"counter":1', b'"counter":1,"x":NaN'),
        (b'"counter":1', b'"counter":2,"counter":1'),
        (b'"counter":1', b'"counter": 1'),
    ],
)
def test_a_signed_body_that_this_program_would_not_write_is_rejected(
    respondent_key: bytes, round_keys: RoundKeys, old: bytes, new: bytes
) -> None:
    body = canonical(FIELDS)
    assert old in body
    odd = sealed_body(body.replace(old, new), respondent_key, round_keys)
    assert reason_of(odd, round_keys.private) is Reason.MALFORMED


def test_signature_of_another_key_is_rejected(respondent_key: bytes, round_keys: RoundKeys) -> None:
    forged = sealed_body(FIELDS, new_signing_key(), round_keys, claimed=public_of(respondent_key))
    assert reason_of(forged, round_keys.private) is Reason.BAD_SIGNATURE
    assert reason_of(seal(b"", round_keys.public, PURPOSE), round_keys.private) is (
        Reason.BAD_SIGNATURE
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"min_reader": 2}, Reason.NEWER_FORMAT),
        ({"kind": "practices"}, Reason.NEWER_FORMAT),
        ({"min_reader": "1"}, Reason.MALFORMED),
        ({"round": "r-2025-1"}, Reason.FOREIGN_ROUND),
        ({"round": None}, Reason.MALFORMED),
        ({"employee_no": 123}, Reason.MALFORMED),
        ({"kana": "カ" * 201}, Reason.MALFORMED),
        ({"counter": 0}, Reason.MALFORMED),
        ({"counter": True}, Reason.MALFORMED),
        ({"counter": 2**53 + 1}, Reason.MALFORMED),
        ({"answers": [1]}, Reason.MALFORMED),
        ({"answers": {"W1": "3"}}, Reason.MALFORMED),
        ({"answers": {"W1": True}}, Reason.MALFORMED),
        ({"answers": {"W1": 1.0}}, Reason.MALFORMED),
    ],
)
def test_signed_answers_of_another_shape_are_rejected(
    change: dict[str, object], reason: Reason, respondent_key: bytes, round_keys: RoundKeys
) -> None:
    data = sealed_body({**FIELDS, **change}, respondent_key, round_keys)
    assert reason_of(data, round_keys.private) is reason


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"a":1,"a":1}', b"\xff", b"[" * 9000])
def test_signed_bytes_that_are_no_answers_are_rejected(
    body: bytes, respondent_key: bytes, round_keys: RoundKeys
) -> None:
    data = sealed_body(body, respondent_key, round_keys)
    assert reason_of(data, round_keys.private) is Reason.MALFORMED


def test_later_format_that_earlier_readers_may_read_is_read(
    respondent_key: bytes, round_keys: RoundKeys
) -> None:
    data = sealed_body({**FIELDS, "fmt": 2, "more": 1}, respondent_key, round_keys)
    assert open_answer(data, round_keys.private, ROUND).sheet.counter == 1


@settings(max_examples=60)
@given(steps=st.lists(st.sampled_from([None, 0, 1, 2, 3, "unanswered"]), min_size=27, max_size=27))
def test_size_says_nothing_about_the_answers(
    steps: list[int | str | None], sheet: AnswerSheet, respondent_key: bytes, round_keys: RoundKeys
) -> None:
    answers = {f"X{i:02}": step for i, step in enumerate(steps) if not isinstance(step, str)}
    filled = dataclasses.replace(sheet, answers=answers)
    assert len(seal_answer(filled, respondent_key, round_keys.public)) == 4189


def test_sizes_fall_into_at_most_three_classes(
    sheet: AnswerSheet, respondent_key: bytes, round_keys: RoundKeys
) -> None:
    sizes = set()
    for items, name, account in itertools.product((0, 1, 27, 100), (1, 40, 200), (0, 20, 200)):
        filled = dataclasses.replace(
            sheet,
            answers={f"X{i:02}": 3 for i in range(items)},
            kana="カ" * name,
            account="a" * account,
        )
        sizes.add(len(seal_answer(filled, respondent_key, round_keys.public)))
    assert len(sizes) <= 3


def test_file_name_is_random_and_says_nothing(tmp_path: Path, data: bytes) -> None:
    first, second = write_answer(tmp_path, data), write_answer(tmp_path, data)
    assert first != second
    for path in (first, second):
        assert re.fullmatch(r"[0-9a-f]{16}\.kaitou", path.name)
        assert path.read_bytes() == data
    assert file_digest(first.read_bytes()) == file_digest(data)


def test_sealing_again_gives_another_file_with_the_same_content(
    data: bytes, sheet: AnswerSheet, respondent_key: bytes, round_keys: RoundKeys
) -> None:
    again = seal_answer(sheet, respondent_key, round_keys.public)
    assert file_digest(again) != file_digest(data)
    marks = [open_answer(each, round_keys.private, ROUND).mark for each in (data, again)]
    assert marks[0] == marks[1]


def test_answers_that_fit_have_no_problems(questionnaire: Questionnaire) -> None:
    assert answer_problems(questionnaire, {"W1": 0, "W2": None, "L1": 3}) == ()


def test_all_answers_that_do_not_fit_are_told(questionnaire: Questionnaire) -> None:
    strict = dataclasses.replace(
        questionnaire, scale=dataclasses.replace(questionnaire.scale, allows_not_applicable=False)
    )
    problems = answer_problems(strict, {"W1": 4, "W2": None, "L1": -1, "Z9": 0})
    assert [problem.code for problem in problems] == [
        "answers.step_out_of_range",
        "answers.not_applicable",
        "answers.step_out_of_range",
        "answers.unknown_item",
    ]
    assert all(sentence(problem) for problem in problems)


def test_a_step_below_the_scale_is_told_even_alone(questionnaire: Questionnaire) -> None:
    assert [p.code for p in answer_problems(questionnaire, {"W1": -1})] == [
        "answers.step_out_of_range"
    ]


# Comments and personal codes.


def test_comments_travel_and_must_be_of_comment_items(
    sheet: AnswerSheet, respondent_key: bytes, round_keys: RoundKeys, questionnaire: Questionnaire
) -> None:
    said = dataclasses.replace(sheet, comments={"T1": "𠮷野家で\n使いたい"})
    data = seal_answer(said, respondent_key, round_keys.public)
    opened = open_answer(data, round_keys.private, ROUND)
    assert opened.sheet == said
    comment = dataclasses.replace(
        questionnaire.items[0], code="T1", kind=ItemKind.COMMENT, category="W"
    )
    asked = dataclasses.replace(questionnaire, items=(*questionnaire.items, comment))
    assert answer_problems(asked, {"W1": 0}, said.comments) == ()
    problems = answer_problems(asked, {"T1": 0}, {"W1": "…"})
    assert [problem.values["item"] for problem in problems] == ["T1", "W1"]


def test_a_comment_that_is_too_long_is_not_taken(
    sheet: AnswerSheet, respondent_key: bytes, round_keys: RoundKeys
) -> None:
    said = dataclasses.replace(sheet, comments={"T1": "字" * 1001})
    data = seal_answer(said, respondent_key, round_keys.public)
    with pytest.raises(AnswerRejected) as rejected:
        open_answer(data, round_keys.private, ROUND)
    assert rejected.value.reason is Reason.MALFORMED


def test_a_personal_code_is_proved_and_not_sent(
    sheet: AnswerSheet, respondent_key: bytes, round_keys: RoundKeys
) -> None:
    data = seal_answer(sheet, respondent_key, round_keys.public, access_code="ABCD2345EFGH")
    opened = open_answer(data, round_keys.private, ROUND)
    assert opened.has_proof
    assert opened.is_proved_by("ABCD2345EFGH")
    assert not opened.is_proved_by("ABCD2345EFGJ")
    assert b"ABCD2345EFGH" not in opened.proved


@pytest.mark.parametrize("proof", ["髙", "\ud800"])
def test_a_proof_of_other_signs_proves_nothing(proof: str) -> None:
    opened = OpenedAnswer(
        AnswerSheet("r", "1", "ア", "主事", "", 1, {}, "1", ""),
        b"",
        Mark(b"", 1, ""),
        proof,
        b"{}",
    )
    assert not opened.is_proved_by("ABCD2345EFGH")


def test_without_a_code_nothing_is_proved(data: bytes, round_keys: RoundKeys) -> None:
    opened = open_answer(data, round_keys.private, ROUND)
    assert not opened.has_proof
    assert not opened.is_proved_by("")


@pytest.mark.parametrize("kana", ["ヨシダ ハナコ", "よしだ　はなこ", "ﾖｼﾀﾞﾊﾅｺ", " ヨシダハナコ "])
def test_kana_is_compared_without_width_blanks_and_script(kana: str) -> None:
    assert folded_kana(kana) == "ヨシダハナコ"


# The order of answers.

OWN, OTHER, LATER = b"own", b"other", b"later"
MARKS = st.builds(
    Mark,
    st.sampled_from([OWN, OTHER, LATER]),
    st.integers(1, 6),
    st.just(""),
).map(lambda mark: dataclasses.replace(mark, content=f"{mark.respondent_public!r}{mark.counter}"))


@settings(max_examples=600)
@given(st.lists(MARKS, max_size=20), st.data())
def test_what_counts_is_the_highest_counter_in_any_order(
    marks: list[Mark], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(marks + marks[:3]))
    own = [mark for mark in marks if mark.respondent_public == OWN]
    expected = max(own, key=lambda mark: mark.counter, default=None)
    assert latest(shuffled, [OWN]) == expected
    assert latest([*shuffled, *shuffled], [OWN]) == expected


@settings(max_examples=300)
@given(st.lists(MARKS, max_size=20), st.data())
def test_an_approved_new_key_outranks_every_counter_of_the_old_one(
    marks: list[Mark], data: st.DataObject
) -> None:
    known = [mark for mark in marks if mark.respondent_public != OTHER]
    expected = max(
        known, key=lambda mark: (mark.respondent_public == LATER, mark.counter), default=None
    )
    assert latest(data.draw(st.permutations(marks)), [OWN, LATER]) == expected


def test_each_answer_falls_into_one_bucket() -> None:
    taken = Mark(OWN, 3, "a")
    assert bucket_of(taken, None, []) is Bucket.TAKEN
    assert bucket_of(taken, taken, [OWN]) is Bucket.SAME
    assert bucket_of(Mark(OWN, 2, "b"), taken, [OWN]) is Bucket.OLDER
    assert bucket_of(Mark(OWN, 4, "b"), taken, [OWN]) is Bucket.TAKEN
    assert bucket_of(Mark(OWN, 3, "b"), taken, [OWN]) is Bucket.TO_CONFIRM
    assert bucket_of(Mark(OTHER, 9, "b"), taken, [OWN]) is Bucket.TO_CONFIRM
    assert bucket_of(Mark(OTHER, 9, "b"), taken, []) is Bucket.TO_CONFIRM
    assert bucket_of(Mark(OTHER, 9, "b"), None, [OWN]) is Bucket.TO_CONFIRM


ACTIONS = st.sampled_from(["good", "flipped", "foreign key", "other round", "other signer"])


@settings(max_examples=100, deadline=None)
@given(files=st.lists(st.tuples(ACTIONS, st.integers(1, 9)), max_size=8), data=st.data())
def test_final_state_is_the_valid_file_with_the_highest_counter(
    files: list[tuple[str, int]],
    data: st.DataObject,
    sheet: AnswerSheet,
    respondent_key: bytes,
    round_keys: RoundKeys,
    package: RoundPackage,
) -> None:
    sealed = [made(action, n, sheet, respondent_key, round_keys) for action, n in files]
    marks = []
    for each in data.draw(st.permutations(sealed + sealed)):
        try:
            marks.append(open_answer(each, round_keys.private, package.round_id).mark)
        except AnswerRejected:
            continue
    good = [counter for action, counter in files if action == "good"]
    taken = latest(marks, [public_of(respondent_key)])
    assert (None if taken is None else taken.counter) == max(good, default=None)


def made(action: str, counter: int, sheet: AnswerSheet, key: bytes, keys: RoundKeys) -> bytes:
    sheet = dataclasses.replace(sheet, counter=counter)
    match action:
        case "foreign key":
            return seal_answer(sheet, new_signing_key(), keys.public)
        case "other round":
            other = dataclasses.replace(sheet, round_id="r-2025-1")
            return seal_answer(other, key, keys.public)
        case "other signer":
            fields = {**FIELDS, "counter": counter}
            return sealed_body(fields, new_signing_key(), keys, claimed=public_of(key))
    data = seal_answer(sheet, key, keys.public)
    return data if action == "good" else data[:100] + bytes([data[100] ^ 1]) + data[101:]

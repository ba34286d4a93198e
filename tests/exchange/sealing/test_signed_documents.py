import json

import pytest

from skilltrack.exchange.sealing.documents import (
    Flaw,
    Untrusted,
    canonical,
    read_document,
    signed_document,
)
from skilltrack.exchange.sealing.keys import new_signing_key, public_of

KEY = new_signing_key()
BODY = {"名": "髙﨑𠮷", "numbers": [1, 2], "none": None}
DATA = signed_document("trial", 1, BODY, KEY)


def flaw_of(data: bytes, kind: str = "trial") -> Flaw:
    with pytest.raises(Untrusted) as caught:
        read_document(data, kind, 1)
    return caught.value.flaw


def test_body_and_signer_come_back() -> None:
    document = read_document(DATA, "trial", 1)
    assert document.body == BODY
    assert document.signer == public_of(KEY)


def test_every_changed_byte_is_noticed() -> None:
    for position in range(len(DATA)):
        for bit in (0x01, 0x20, 0x80):
            changed = bytearray(DATA)
            changed[position] ^= bit
            flaw_of(bytes(changed))


def test_every_cut_is_noticed() -> None:
    for length in range(len(DATA)):
        flaw_of(DATA[:length])
    assert flaw_of(DATA[:-1]) is Flaw.DAMAGED
    assert flaw_of(DATA + b"\n") is Flaw.DAMAGED


def test_other_kind_is_no_such_document() -> None:
    assert flaw_of(DATA, "trials") is Flaw.NOT_A_DOCUMENT
    assert flaw_of(b'{"skilltrack":"trial"') is Flaw.DAMAGED
    assert flaw_of(b"PK\3\4") is Flaw.NOT_A_DOCUMENT


def test_later_format_is_told_before_the_signature_is_looked_at() -> None:
    later = signed_document("trial", 2, BODY, KEY)
    assert flaw_of(later) is Flaw.NEWER
    fields = json.loads(later)
    fields["signature"] = "a signature of a kind not known yet"
    assert flaw_of(written(fields)) is Flaw.NEWER


def test_later_format_that_earlier_readers_may_read_is_read() -> None:
    fields = json.loads(DATA)
    fields["later"] = "aside"
    assert read_document(written(fields), "trial", 1).body == BODY


def test_format_cannot_be_lowered() -> None:
    later = json.loads(signed_document("trial", 2, BODY, KEY))
    later["min_reader"] = 1
    assert flaw_of(written(later)) is Flaw.FORGED


def test_signer_cannot_be_exchanged() -> None:
    fields = json.loads(DATA)
    fields["signer"] = public_of(new_signing_key()).hex()
    assert flaw_of(written(fields)) is Flaw.FORGED


@pytest.mark.parametrize("value", [None, 1.5, "1", True, [], {}])
@pytest.mark.parametrize("name", ["fmt", "min_reader", "signer", "signature", "body"])
def test_wrong_types_are_noticed(name: str, value: object) -> None:
    fields = json.loads(DATA)
    fields[name] = value
    assert flaw_of(written(fields)) in {Flaw.DAMAGED, Flaw.FORGED}


@pytest.mark.parametrize(
    "text",
    [
        '{"a":1,"a":2}',
        '{"b":1,"a":2}',
        '"\\ud800"',
        "NaN",
        " 1",
        "[" * 100_000,
        "1" * 5000,
        "",
    ],
)
def test_signed_text_that_is_not_canonical_is_damaged(text: str) -> None:
    from skilltrack.exchange.sealing.signatures import sign

    fields = json.loads(DATA)
    fields["body"] = text
    fields["signature"] = sign(KEY, b"skill/trial/1/1", text.encode()).hex()
    assert flaw_of(written(fields)) is Flaw.DAMAGED


def test_canonical_has_one_form_only() -> None:
    assert canonical({"b": 1, "a": ["髙", None]}) == '{"a":["髙",null],"b":1}'.encode()


def written(fields: dict[str, object]) -> bytes:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()

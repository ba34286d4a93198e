from datetime import UTC, datetime
from pathlib import Path

import pytest

from skilltrack.domain.problems import Refusal
from skilltrack.exchange.receipts import (
    Receipt,
    read_receipts,
    receipt_key,
    receipts_file,
    write_receipts,
)
from skilltrack.exchange.sealing.documents import signed_document
from skilltrack.exchange.sealing.keys import new_signing_key, public_of
from skilltrack.i18n.problems import sentences_of

KEY = new_signing_key()
AT = datetime(2026, 9, 3, 1, 15, tzinfo=UTC)
DIGEST = "0123456789abcdef" * 4


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = receipts_file(tmp_path, "r1")
    write_receipts(path, "r1", {DIGEST: Receipt(AT)}, KEY)
    return path


def code_of(path: Path, *, public: bytes | None = None, round_id: str = "r1") -> str:
    with pytest.raises(Refusal) as caught:
        read_receipts(path, public_of(KEY) if public is None else public, round_id)
    assert sentences_of(caught.value)[0].startswith(path.name)
    return caught.value.problems[0].code


def test_receipts_come_back_by_the_beginning_of_the_hash(path: Path) -> None:
    assert read_receipts(path, public_of(KEY), "r1") == {"0123456789abcdef": Receipt(AT)}
    assert receipt_key(DIGEST) == "0123456789abcdef"
    assert DIGEST not in path.read_text(encoding="utf-8")


def test_list_grows_by_writing_it_again(path: Path) -> None:
    known = dict(read_receipts(path, public_of(KEY), "r1"))
    write_receipts(path, "r1", {**known, "f" * 64: Receipt(AT)}, KEY)
    assert set(read_receipts(path, public_of(KEY), "r1")) == {"0123456789abcdef", "f" * 16}


def test_list_of_another_signer_is_refused(path: Path) -> None:
    assert code_of(path, public=public_of(new_signing_key())) == "receipts.forged"


def test_list_of_another_round_is_refused(path: Path) -> None:
    assert code_of(path, round_id="r2") == "receipts.foreign_round"


def test_changed_bytes_and_cuts_are_refused(path: Path) -> None:
    data = path.read_bytes()
    for position in range(len(data)):
        changed = bytearray(data)
        changed[position] ^= 0x01
        path.write_bytes(bytes(changed))
        code_of(path)
        path.write_bytes(data[:position])
        code_of(path)


def test_missing_list_is_told(tmp_path: Path) -> None:
    assert code_of(receipts_file(tmp_path, "r9")) == "receipts.missing"


@pytest.mark.parametrize(
    "body",
    [
        {"round": "r1"},
        {"round": "r1", "taken": []},
        {"round": "r1", "taken": {"a": 1}},
        {"round": "r1", "taken": {"a": "yesterday"}},
    ],
)
def test_signed_list_of_another_shape_is_refused(path: Path, body: object) -> None:
    path.write_bytes(signed_document("receipts", 1, body, KEY))
    assert code_of(path) == "receipts.damaged"

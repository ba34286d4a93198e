import hashlib
import json
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.problems import Refusal
from skilltrack.store import keys

CHEAP = keys.DerivationCost(memory_kib=64, iterations=1, lanes=1)
PASSPHRASE = "青い山のふもとで静かに昼寝をする猫"
SAMPLE_KEYS = {number: hashlib.sha256(bytes([number])).digest() for number in (1, 2, 3)}
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def wrong_groups(code: str) -> list[object]:
    with pytest.raises(Refusal) as refusal:
        keys.parse_recovery_code(code)
    assert set(codes(refusal)) == {"data.recovery_code_wrong"}
    return [problem.values["group"] for problem in refusal.value.problems]


def test_each_of_two_passphrases_opens_its_slot_at_the_shipped_cost() -> None:
    data_key = keys.new_data_key()
    key_file = keys.with_slot(keys.KeyFile(), data_key, PASSPHRASE, "係長")
    key_file = keys.with_slot(key_file, data_key, "another long phrase of ours", "主任")
    assert keys.unlock(key_file, PASSPHRASE) == data_key
    assert keys.unlock(key_file, "another long phrase of ours") == data_key
    assert {slot.cost for slot in key_file.slots} == {keys.DerivationCost(131_072, 3, 4)}


def test_a_passphrase_typed_in_full_width_is_the_same_passphrase() -> None:
    data_key = keys.new_data_key()
    key_file = keys.with_slot(keys.KeyFile(), data_key, "kagi-no-kotoba 2026", "a", CHEAP)
    assert keys.unlock(key_file, "ｋａｇｉ－ｎｏ－ｋｏｔｏｂａ　２０２６") == data_key


def test_a_wrong_passphrase_opens_nothing() -> None:
    key_file = keys.with_slot(keys.KeyFile(), keys.new_data_key(), PASSPHRASE, "a", CHEAP)
    with pytest.raises(Refusal) as refusal:
        keys.unlock(key_file, PASSPHRASE + "。")
    assert codes(refusal) == ["data.passphrase_wrong"]


def test_a_slot_of_another_data_file_opens_nothing() -> None:
    key_file = keys.with_slot(keys.KeyFile(), keys.new_data_key(), PASSPHRASE, "a", CHEAP)
    with pytest.raises(Refusal) as refusal:
        keys.unlock(replace(key_file, db_id=keys.KeyFile().db_id), PASSPHRASE)
    assert codes(refusal) == ["data.passphrase_wrong"]


def test_a_removed_passphrase_no_longer_opens_and_the_last_one_stays() -> None:
    data_key = keys.new_data_key()
    key_file = keys.with_slot(keys.KeyFile(), data_key, "the first phrase", "a", CHEAP)
    key_file = keys.with_slot(key_file, data_key, "the second phrase", "b", CHEAP)
    left = keys.without_slot(key_file, key_file.slots[0].id)
    assert keys.unlock(left, "the second phrase") == data_key
    with pytest.raises(Refusal) as wrong:
        keys.unlock(left, "the first phrase")
    with pytest.raises(Refusal) as last:
        keys.without_slot(left, left.slots[0].id)
    with pytest.raises(Refusal) as unknown:
        keys.without_slot(left, key_file.slots[0].id)
    assert codes(wrong) + codes(last) + codes(unknown) == [
        "data.passphrase_wrong",
        "data.key_slot_last",
        "data.key_slot_unknown",
    ]


def test_a_key_file_is_read_as_written_and_belongs_to_its_owner(tmp_path: Path) -> None:
    data_key = keys.new_data_key()
    key_file = keys.with_slot(keys.KeyFile(), data_key, PASSPHRASE, "人事 係長", CHEAP)
    path = keys.key_path(tmp_path / "町.db")
    keys.write_key_file(path, key_file)
    assert path.name == "町.db.key"
    assert keys.read_key_file(path) == key_file
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    written = path.read_bytes()
    assert data_key not in written
    assert data_key.hex().encode() not in written
    assert PASSPHRASE.encode() not in written


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"fmt": 2}, "data.key_newer"),
        ({"fmt": "x"}, "data.key_unreadable"),
        ({"slots": 5}, "data.key_unreadable"),
        ({"slots": [{"id": "a"}]}, "data.key_unreadable"),
    ],
)
def test_a_foreign_key_file_is_refused(
    tmp_path: Path, change: dict[str, object], code: str
) -> None:
    path = tmp_path / "town.db.key"
    path.write_text(json.dumps({"fmt": 1, "db_id": "a", "slots": []} | change), encoding="utf-8")
    with pytest.raises(Refusal) as refusal:
        keys.read_key_file(path)
    assert codes(refusal) == [code]


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"[" * 100_000, b"null", b'{"fmt": 1}'])
def test_a_damaged_key_file_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "town.db.key"
    path.write_bytes(data)
    with pytest.raises(Refusal) as refusal:
        keys.read_key_file(path)
    assert codes(refusal) == ["data.key_unreadable"]


@pytest.mark.parametrize(
    "cost",
    [(2**31, 1, 1), (131_072, 10**9, 4), (131_072, 3, 10**6), (0, 3, 4), (131_072, 0, 4)],
)
def test_a_key_file_cannot_ask_for_an_unbearable_derivation(
    tmp_path: Path, cost: tuple[int, int, int]
) -> None:
    path = tmp_path / "town.db.key"
    key_file = keys.with_slot(keys.KeyFile(), keys.new_data_key(), PASSPHRASE, "a", CHEAP)
    slot = replace(key_file.slots[0], cost=keys.DerivationCost(*cost))
    keys.write_key_file(path, replace(key_file, slots=(slot,)))
    with pytest.raises(Refusal) as refusal:
        keys.read_key_file(path)
    assert codes(refusal) == ["data.key_unreadable"]


def test_a_missing_key_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        keys.read_key_file(tmp_path / "town.db.key")
    assert refusal.value.problems[0].code == "data.key_missing"
    assert refusal.value.problems[0].values == {"key_file": "town.db.key"}


@given(st.binary(min_size=32, max_size=32))
def test_a_recovery_code_leads_back_to_the_data_key(data_key: bytes) -> None:
    code = keys.recovery_code(data_key)
    groups = code.split("-")
    assert [len(group) for group in groups] == [5] * 13
    assert not set(code) & set("ILOU")
    assert keys.parse_recovery_code(code) == data_key
    assert keys.parse_recovery_code(code.lower().replace("-", " ")) == data_key
    assert keys.parse_recovery_code(code.replace("-", "")) == data_key


def test_letters_that_look_alike_and_full_width_letters_are_taken() -> None:
    code = keys.recovery_code(bytes(31) + b"\x01")
    mistaken = code.replace("0", "O").replace("1", "l")
    wide = "".join(chr(ord(c) + 0xFEE0) if c != "-" else "－" for c in code)
    assert (
        keys.parse_recovery_code(mistaken) == keys.parse_recovery_code(wide) == bytes(31) + b"\x01"
    )


def test_every_single_wrong_character_is_found_in_its_group() -> None:
    code = keys.recovery_code(SAMPLE_KEYS[1])
    for position, right in enumerate(code):
        if right == "-":
            continue
        for letter in ALPHABET:
            if letter != right:
                changed = code[:position] + letter + code[position + 1 :]
                assert wrong_groups(changed) == [position // 6 + 1]


def test_exchanged_characters_and_exchanged_groups_are_found() -> None:
    groups = keys.recovery_code(SAMPLE_KEYS[2]).split("-")
    for index, group in enumerate(groups):
        for left in range(4):
            swapped = list(group)
            swapped[left], swapped[left + 1] = swapped[left + 1], swapped[left]
            if swapped != list(group):
                changed = [*groups[:index], "".join(swapped), *groups[index + 1 :]]
                assert wrong_groups("-".join(changed)) == [index + 1]
    groups[3], groups[8] = groups[8], groups[3]
    assert wrong_groups("-".join(groups)) == [4, 9]


def test_a_group_with_a_character_missing_is_named_where_groups_are_written_apart() -> None:
    groups = keys.recovery_code(SAMPLE_KEYS[3]).split("-")
    groups[6] = groups[6][:-1]
    assert wrong_groups("-".join(groups)) == [7]


@pytest.mark.parametrize("code", ["", "7K3QX", "7K3QX-" * 14, "あ" * 65 + "い"])
def test_a_code_of_another_length_is_told_so(code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        keys.parse_recovery_code(code)
    assert codes(refusal) == ["data.recovery_code_length"]


@pytest.mark.parametrize(
    "passphrase",
    [
        PASSPHRASE,
        "correct horse battery staple",
        "ゆきどけの川をのぼる銀色の魚たち",
        "Tokyo駅の時計は五分だけ遅れている",
        "melon-taiko-yuyake-7-kujira",
    ],
)
def test_a_phrase_of_ones_own_is_taken(passphrase: str) -> None:
    keys.check_passphrase(passphrase, organisation="架空市")


@pytest.mark.parametrize(
    ("passphrase", "code"),
    [
        ("", "data.passphrase_short"),
        ("みじかいことば", "data.passphrase_short"),
        ("x" * 14, "data.passphrase_short"),
        ("ｶﾞｶﾞｶﾞｶﾞｶﾞｶﾞｶﾞ", "data.passphrase_short"),  # seven characters in NFKC
        ("passwordpassword", "data.passphrase_common"),
        ("Password123456789", "data.passphrase_common"),
        ("パスワードパスワード20260401", "data.passphrase_common"),
        ("aaaaaaaaaaaaaaaa", "data.passphrase_common"),
        ("123456789012345678", "data.passphrase_common"),
        ("qwertyuiopasdfghjkl", "data.passphrase_common"),
        ("ＱＷＥＲＴＹＵＩＯＰ１２３４５６", "data.passphrase_common"),
        ("あいうえおかきくけこさしすせそ", "data.passphrase_common"),
        ("架空市人事課パスワード2026", "data.passphrase_common"),
        ("abcabcabcabcabcabc", "data.passphrase_common"),
    ],
)
def test_an_easy_passphrase_is_refused(passphrase: str, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        keys.check_passphrase(passphrase, organisation="架空市")
    assert codes(refusal) == [code]

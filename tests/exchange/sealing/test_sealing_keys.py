import re

from skilltrack.exchange.sealing.keys import (
    fingerprint,
    new_round_keys,
    new_signing_key,
    public_of,
)


def test_keys_are_new_each_time_and_of_fixed_length() -> None:
    first, second = new_round_keys(), new_round_keys()
    assert first.private != second.private
    assert len(first.public) == len(second.public) == 65
    assert new_signing_key() != new_signing_key()
    assert len(public_of(new_signing_key())) == 32


def test_private_keys_do_not_show_in_texts() -> None:
    keys = new_round_keys()
    assert repr(keys.private) not in repr(keys)


def test_fingerprint_is_five_groups_of_four() -> None:
    shown = fingerprint(public_of(bytes(range(32))))
    assert re.fullmatch(r"[0-9a-f]{4}( [0-9a-f]{4}){4}", shown)
    assert shown != fingerprint(public_of(bytes(32)))


def test_public_key_is_that_of_rfc_8032() -> None:
    # RFC 8032, 7.1, test 1.
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert public_of(seed).hex() == public

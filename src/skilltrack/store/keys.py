"""The key file beside a data file, its passphrases, and the recovery code.

A data file is encrypted with a random *data key*. The key file holds *slots*: each wraps the data
key with a key derived from one passphrase. The recovery code is the data key itself, written so
that a person can copy it from paper. ``cryptography`` is imported only when a slot is made or
opened, so that files without protection open without it.
"""

import base64
import binascii
import json
import re
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from skilltrack.domain.problems import Place, Problem, Refusal, refuse
from skilltrack.files.atomic import write_bytes_atomically

DATA_KEY_BYTES: Final = 32
"""The length of a data key in bytes."""

PASSPHRASE_MIN_CHARACTERS: Final = 15
"""Source: OWASP ASVS 5.0, 6.2.9 (what a passphrase without a second factor needs)."""

RECOVERY_GROUPS: Final = 13
"""Groups of the recovery code: four characters and a check character each."""

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
_MISREAD: Final = str.maketrans("ILO", "110")
_GROUP: Final = 5
_FORMAT: Final = 1
_COMMON: Final = (
    *("password", "passphrase", "passwort", "passw", "pass", "qwertyuiop", "qwerty"),
    *("asdfghjkl", "asdf", "zxcvbnm", "zxcv", "azerty", "abcdefghijklmnopqrstuvwxyz"),
    *("abcdefg", "abc", "xyz", "letmein", "welcome", "iloveyou", "admin", "administrator"),
    *("secret", "changeme", "default", "login", "user", "guest", "master", "test", "sample"),
    *("skilltrack", "skill", "track", "windows", "excel", "office", "digital", "dx"),
    *("japan", "nippon", "nihon", "sakura", "tokyo", "reiwa", "heisei", "jinji", "shokuin"),
    *("aikotoba", "himitsu", "anshou", "yakusho", "shiyakusho", "soumu", "jouhou", "city"),
    *("パスワード", "パスフレーズ", "あいことば", "合言葉", "暗証番号", "暗証", "番号", "秘密"),
    *("ひみつ", "ないしょ", "さくら", "桜", "日本", "にほん", "にっぽん", "東京", "令和", "平成"),
    *("市役所", "役所", "役場", "人事課", "人事", "総務課", "職員課", "職員", "情報", "管理者"),
    *("管理", "研修", "スキル", "デジタル", "いろはにほへと", "いろは"),
    *("あいうえお", "かきくけこ", "さしすせそ", "たちつてと", "なにぬねの", "はひふへほ"),
    *("まみむめも", "やゆよ", "らりるれろ", "わをん"),
)
_MAX_KEY_FILE_BYTES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class DerivationCost:
    """What deriving a key from a passphrase costs, for the owner and for whoever guesses.

    Source: RFC 9106 §4 (t = 3, p = 4), with 128 MiB instead of 64.
    """

    memory_kib: int = 131_072
    iterations: int = 3
    lanes: int = 4

    @property
    def is_bearable(self) -> bool:
        """Return whether an office terminal can afford it; a forged file could ask for more."""
        return (
            8 * self.lanes <= self.memory_kib <= 1_048_576
            and 1 <= self.iterations <= 16
            and 1 <= self.lanes <= 16
        )


@dataclass(frozen=True, slots=True)
class Slot:
    """The data key, wrapped with one passphrase."""

    id: str
    label: str
    cost: DerivationCost
    salt: bytes
    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The slots of one data file; ``db_id`` ties them to it."""

    db_id: str = field(default_factory=lambda: secrets.token_hex(16))
    slots: tuple[Slot, ...] = ()


def key_path(data_path: Path) -> Path:
    """Return where the key file of a data file lies."""
    return data_path.with_name(data_path.name + ".key")


def new_data_key() -> bytes:
    """Make a random data key of 32 bytes."""
    return secrets.token_bytes(DATA_KEY_BYTES)


def with_slot(
    key_file: KeyFile,
    data_key: bytes,
    passphrase: str,
    label: str,
    cost: DerivationCost | None = None,
) -> KeyFile:
    """Return the key file with one more slot; the passphrase is not judged here.

    Args:
        key_file: The slots so far.
        data_key: What the slot wraps.
        passphrase: What opens the slot.
        label: Whose it is, as shown in the list of passphrases.
        cost: None for the present standard.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cost = cost or DerivationCost()
    slot_id, salt, nonce = secrets.token_hex(8), secrets.token_bytes(16), secrets.token_bytes(12)
    wrapping_key = _derive(passphrase, salt, cost)
    wrapped = AESGCM(wrapping_key).encrypt(nonce, data_key, _bound_to(key_file.db_id, slot_id))
    slot = Slot(slot_id, label, cost, salt, nonce, wrapped)
    return replace(key_file, slots=(*key_file.slots, slot))


def without_slot(key_file: KeyFile, slot_id: str) -> KeyFile:
    """Return the key file without one slot.

    Raises:
        Refusal: It is the last one, or there is no such slot.
    """
    remaining = tuple(slot for slot in key_file.slots if slot.id != slot_id)
    if len(remaining) == len(key_file.slots):
        raise refuse("data.key_slot_unknown")
    if not remaining:
        raise refuse("data.key_slot_last")
    return replace(key_file, slots=remaining)


def unlock(key_file: KeyFile, passphrase: str) -> bytes:
    """Return the data key from the first slot that the passphrase opens.

    Raises:
        Refusal: It opens none.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    for slot in key_file.slots:
        wrapping_key = _derive(passphrase, slot.salt, slot.cost)
        try:
            return AESGCM(wrapping_key).decrypt(
                slot.nonce, slot.wrapped, _bound_to(key_file.db_id, slot.id)
            )
        except InvalidTag:
            continue
    raise refuse("data.passphrase_wrong")


def check_passphrase(passphrase: str, *, organisation: str = "") -> None:
    """Accept a new passphrase or refuse it.

    Args:
        passphrase: As typed; compared in NFKC, as it is used.
        organisation: The organisation's name, which is the first thing a guesser tries.

    Raises:
        Refusal: It is shorter than 15 characters, or made of nothing but well-known words, runs
            of keys or digits, and repetitions.
    """
    text = unicodedata.normalize("NFKC", passphrase)
    if len(text) < PASSPHRASE_MIN_CHARACTERS:
        raise refuse("data.passphrase_short", minimum=PASSPHRASE_MIN_CHARACTERS)
    letters = "".join(character for character in text.casefold() if character.isalpha())
    known = sorted((*_COMMON, *_words(organisation)), key=len, reverse=True)
    for word in known:
        letters = letters.replace(word, "")
    # what is left once the well-known parts are gone has to carry the passphrase
    if len(set(letters)) < 5:
        raise refuse("data.passphrase_common")


def _words(organisation: str) -> tuple[str, ...]:
    name = unicodedata.normalize("NFKC", organisation).casefold()
    return (name,) if name else ()


def recovery_code(data_key: bytes) -> str:
    """Write a data key so that a person can copy it: 13 groups such as ``7K3QX``.

    Each group is four characters in base 32 and a check character, which notices every single
    wrong character, every two characters exchanged within the group, and every two groups
    exchanged.
    """
    number = int.from_bytes(data_key) << 4  # 256 bits in 52 characters of 5 bits
    digits = [number >> shift & 31 for shift in range(255, -1, -5)]
    groups = [digits[start : start + 4] for start in range(0, len(digits), 4)]
    return "-".join(
        "".join(_ALPHABET[digit] for digit in (*group, _check_digit(index, group)))
        for index, group in enumerate(groups)
    )


def parse_recovery_code(text: str) -> bytes:
    """Read a recovery code back into the data key.

    Small letters, full-width letters, spaces and hyphens are taken as they come; I and L count
    as 1, O counts as 0.

    Raises:
        Refusal: One problem per group that is wrong, or one for a code of another length.
    """
    plain = unicodedata.normalize("NFKC", text).upper().translate(_MISREAD)
    kept = "".join(character for character in plain if character.isalnum())
    groups = re.findall(r"[^\W_]+", plain)
    if len(groups) != RECOVERY_GROUPS:
        if len(kept) != RECOVERY_GROUPS * _GROUP:
            raise refuse("data.recovery_code_length", characters=RECOVERY_GROUPS * _GROUP)
        groups = [kept[start : start + _GROUP] for start in range(0, len(kept), _GROUP)]
    wrong = [index for index, group in enumerate(groups) if not _is_right(index, group)]
    number = 0
    if not wrong:
        for group in groups:
            for character in group[:4]:
                number = number << 5 | _ALPHABET.index(character)
        if number & 15:  # the last four bits carry nothing
            wrong = [RECOVERY_GROUPS - 1]
    if wrong:
        raise Refusal(
            Problem("data.recovery_code_wrong", values={"group": index + 1}) for index in wrong
        )
    return (number >> 4).to_bytes(DATA_KEY_BYTES)


def _is_right(index: int, group: str) -> bool:
    if len(group) != _GROUP or any(character not in _ALPHABET for character in group):
        return False
    *digits, check = (_ALPHABET.index(character) for character in group)
    return _check_digit(index, digits) == check


def _check_digit(index: int, digits: list[int]) -> int:
    # A weighted sum in GF(32): distinct weights other than 0 and 1 tell apart any exchange of
    # two characters, the check character (weight 1) included.
    check = index
    for digit in digits:
        check = _times_two(check ^ digit)
    return check


def _times_two(value: int) -> int:
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 32 else doubled  # modulo x⁵ + x² + 1


def read_key_file(path: Path) -> KeyFile:
    """Read a key file, which may be damaged or forged.

    Raises:
        Refusal: It is missing, damaged or of a newer form.
    """
    place = Place(file=path.name)
    try:
        with path.open("rb") as stream:
            data = stream.read(_MAX_KEY_FILE_BYTES)
        document = json.loads(data)
        if document["fmt"] > _FORMAT:
            raise refuse("data.key_newer", place)
        key_file = KeyFile(
            str(document["db_id"]), tuple(_slot(entry) for entry in document["slots"])
        )
    except FileNotFoundError as error:
        raise refuse("data.key_missing", key_file=path.name) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise refuse("data.key_unreadable", place) from error
    if not all(_is_sound(slot) for slot in key_file.slots):
        raise refuse("data.key_unreadable", place)
    return key_file


def write_key_file(path: Path, key_file: KeyFile) -> None:
    """Write a key file whole or not at all, readable by its owner alone where that exists."""
    document = {
        "fmt": _FORMAT,
        "db_id": key_file.db_id,
        "slots": [
            {
                "id": slot.id,
                "label": slot.label,
                "kdf": {
                    "algorithm": "argon2id",
                    "memory_kib": slot.cost.memory_kib,
                    "iterations": slot.cost.iterations,
                    "lanes": slot.cost.lanes,
                    "salt": _to_text(slot.salt),
                },
                "nonce": _to_text(slot.nonce),
                "wrapped": _to_text(slot.wrapped),
            }
            for slot in key_file.slots
        ],
    }
    write_bytes_atomically(path, json.dumps(document, ensure_ascii=False, indent=1).encode())
    path.chmod(0o600)


def _slot(entry: Mapping[str, Any]) -> Slot:
    kdf = entry["kdf"]
    if kdf["algorithm"] != "argon2id":
        raise ValueError(kdf["algorithm"])
    cost = DerivationCost(int(kdf["memory_kib"]), int(kdf["iterations"]), int(kdf["lanes"]))
    return Slot(
        id=str(entry["id"]),
        label=str(entry["label"]),
        cost=cost,
        salt=_from_text(kdf["salt"]),
        nonce=_from_text(entry["nonce"]),
        wrapped=_from_text(entry["wrapped"]),
    )


def _is_sound(slot: Slot) -> bool:
    # 16 bytes of tag follow the wrapped key
    return (
        slot.cost.is_bearable
        and len(slot.salt) == 16
        and len(slot.nonce) == 12
        and len(slot.wrapped) == DATA_KEY_BYTES + 16
    )


def _to_text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _from_text(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(text) from error


def _bound_to(db_id: str, slot_id: str) -> bytes:
    return f"{_FORMAT}|{db_id}|{slot_id}".encode()


def _derive(passphrase: str, salt: bytes, cost: DerivationCost) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    derivation = Argon2id(
        salt=salt,
        length=DATA_KEY_BYTES,
        iterations=cost.iterations,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    )
    return derivation.derive(unicodedata.normalize("NFKC", passphrase).encode())

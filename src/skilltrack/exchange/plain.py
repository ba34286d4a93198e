"""Domain values as plain JSON and back, without loss.

A dataclass is an object of its fields; where a field may hold one of several dataclasses the
object names its class under ``is``. Exact ratios are texts such as ``"61/200"``, dates and
instants ISO 8601, bytes hexadecimal. Reading is strict about types; a field that is absent takes
the default of the class, one that is unknown is left aside: that is how a later format stays
readable.

Only the standard library: a signed and verified package must not cost the answer window the
0.15 s that the import of a validation library takes.
"""

import re
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import TypeVar, Union, cast, get_args, get_origin, get_type_hints

_T = TypeVar("_T")
_CLASS = "is"


class Misfit(Exception):  # noqa: N818 (where the data do not fit the type; callers make a refusal)
    """The data do not fit; ``path`` names the key, such as ``questionnaire.items.3.code``."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(path)


def plain(value: object) -> object:
    """Return a value as what JSON knows.

    Raises:
        TypeError: The value holds something this format does not know.
    """
    match value:
        case Enum():
            return value.value
        case None | bool() | int() | float() | str():
            return value
        case date():
            return value.isoformat()
        case bytes():
            return value.hex()
        case tuple():
            return [plain(member) for member in value]
        case Mapping():
            return {str(key): plain(member) for key, member in value.items()}
    if type(value).__name__ == "Fraction":
        return str(value)
    if isinstance(value, type) or not is_dataclass(value):
        raise TypeError(f"no plain form for {type(value).__name__}")
    members = {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return {_CLASS: type(value).__name__, **members}


def restored(kind: type[_T], data: object) -> _T:
    """Return the value of a dataclass from its plain form.

    Raises:
        Misfit: The data are not the plain form of such a value.
    """
    try:
        return cast("_T", _restore(kind, data, ""))
    except RecursionError:
        raise Misfit("") from None


def _restore(kind: object, data: object, path: str) -> object:
    if kind in {str, int, float, bool}:
        if type(data) is not kind:
            raise Misfit(path)
        return data
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        return _restore_one_of(get_args(kind), data, path)
    if origin is tuple:
        return _restore_tuple(get_args(kind), data, path)
    if origin is Mapping:
        return _restore_mapping(get_args(kind), data, path)
    if not isinstance(kind, type):
        raise TypeError(f"no plain form for {kind}")
    if is_dataclass(kind):
        return _restore_dataclass(kind, data, path)
    return _restore_text(kind, data, path)


def _restore_text(kind: type, data: object, path: str) -> object:
    if not isinstance(data, str):
        raise Misfit(path)
    try:
        value = _TEXT_READERS.get(kind.__name__, kind)(data)
    except (ValueError, ZeroDivisionError):
        raise Misfit(path) from None
    if plain(value) != data:
        raise Misfit(path)
    return value


def _ratio(text: str) -> object:
    from fractions import Fraction  # a tenth of what the answer window imports before it opens

    # Fraction itself also reads "1e999999999" and would compute it.
    if not re.fullmatch(r"-?\d{1,60}(/\d{1,60})?", text, re.ASCII):
        raise ValueError(text)
    return Fraction(text)


_TEXT_READERS: Mapping[str, Callable[[str], object]] = {
    "Fraction": _ratio,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "bytes": bytes.fromhex,
}
"""Name of a type → its reader."""


def _restore_one_of(kinds: tuple[object, ...], data: object, path: str) -> object:
    if data is None and type(None) in kinds:
        return None
    members = [kind for kind in kinds if kind is not type(None)]
    if len(members) == 1:
        return _restore(members[0], data, path)
    named = data.get(_CLASS) if isinstance(data, dict) else None
    for kind in members:
        if getattr(kind, "__name__", None) == named:
            return _restore(kind, data, path)
    raise Misfit(path)


def _restore_tuple(kinds: tuple[object, ...], data: object, path: str) -> tuple[object, ...]:
    if not isinstance(data, list):
        raise Misfit(path)
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        kinds = (kinds[0],) * len(data)
    if len(kinds) != len(data):
        raise Misfit(path)
    pairs = enumerate(zip(kinds, data, strict=True))
    return tuple(_restore(kind, member, _under(path, i)) for i, (kind, member) in pairs)


def _restore_mapping(kinds: tuple[object, ...], data: object, path: str) -> dict[str, object]:
    if not isinstance(data, dict):
        raise Misfit(path)
    return {key: _restore(kinds[1], member, _under(path, key)) for key, member in data.items()}


def _restore_dataclass(kind: type, data: object, path: str) -> object:
    if not isinstance(data, dict):
        raise Misfit(path)
    values = {}
    for name, (member_kind, has_default) in _members_of(kind).items():
        if name in data:
            values[name] = _restore(member_kind, data[name], _under(path, name))
        elif not has_default:
            raise Misfit(_under(path, name))
    return kind(**values)


@cache
def _members_of(kind: type) -> Mapping[str, tuple[object, bool]]:
    hints = get_type_hints(kind)
    return {
        field.name: (
            hints[field.name],
            field.default is not MISSING or field.default_factory is not MISSING,
        )
        for field in fields(kind)
    }


def _under(path: str, key: object) -> str:
    return f"{path}.{key}" if path else str(key)

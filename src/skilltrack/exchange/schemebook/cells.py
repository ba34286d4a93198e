"""How the values of a scheme stand in cells, and how cells become values again.

Every way is a pair: ``shown`` makes the datum of a cell from a value of the document, ``read`` the
value from the text of a cell. ``read`` raises ``Unread`` with the problem code.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from skilltrack.exchange.intake.columns import fold
from skilltrack.exchange.tables import Cell
from skilltrack.i18n.dates import parse_date

Datum = str | int | float | date | None
LIST = "; "
YES, NO = "○", "×"


class Unread(Exception):  # noqa: N818 (a cell without a value; readers make a problem of it)
    """A cell cannot be read; ``code`` is the problem, ``values`` what its sentence says."""

    def __init__(self, code: str, **values: str) -> None:
        self.code = code
        self.values = values
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Way:
    """How a value stands in a cell; ``hint`` tells whoever fills it in."""

    shown: Callable[[Any], Datum]
    read: Callable[[Cell], Any]
    hint: str = ""


def plain_text(cell: Cell) -> str:
    """Return a cell as text, exactly as it stands."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return YES if cell else NO
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _folded(cell: Cell) -> str:
    return fold(plain_text(cell))


def _parts(cell: Cell) -> list[str]:
    text = plain_text(cell)
    for mark in ("；", "\n"):
        text = text.replace(mark, ";")
    return [part.strip() for part in text.split(";") if part.strip()]


def _pairs(cell: Cell) -> list[tuple[str, str]]:
    found = []
    for part in _parts(cell):
        name, mark, value = fold(part).partition("=")
        if not mark:
            raise Unread("schemebook.no_pair", text=part)
        found.append((name.strip(), value.strip()))
    return found


def _number(text: str) -> int | float | str:
    """Return a number as definitions state it; what is none stays text and is refused later."""
    try:
        exact = Fraction(text)
    except (ValueError, ZeroDivisionError):
        return text
    return exact.numerator if exact.denominator == 1 else text


def _shown_number(value: object) -> Datum:
    return value if isinstance(value, int | float | str) else None


def _read_number(cell: Cell) -> object:
    if isinstance(cell, bool):
        raise Unread("schemebook.no_number", text=plain_text(cell))
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else repr(cell)
    return _number(_folded(cell).replace(",", ""))


def _read_float(cell: Cell) -> float:
    try:
        return float(_folded(cell).replace(",", ""))
    except ValueError:
        raise Unread("schemebook.no_number", text=plain_text(cell)) from None


def _read_truth(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return cell
    text = _folded(cell)
    if text in {YES, "〇", "◯", "はい"}:
        return True
    if text in {NO, "✕", "いいえ"}:
        return False
    raise Unread("schemebook.no_mark", text=text)


def _read_day(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    found = parse_date(_folded(cell))
    if found is None:
        raise Unread("schemebook.no_day", text=plain_text(cell))
    return found.isoformat()


TEXT = Way(lambda value: value, plain_text)
CODE = Way(lambda value: value, _folded)
NUMBER = Way(_shown_number, _read_number)
FLOAT = Way(lambda value: value, _read_float)
TRUTH = Way(lambda value: YES if value else NO, _read_truth)
DAY = Way(lambda value: date.fromisoformat(value) if value else None, _read_day)
TEXTS = Way(LIST.join, _parts)
CODES = Way(LIST.join, lambda cell: [fold(part) for part in _parts(cell)])
NUMBERS = Way(
    lambda value: LIST.join(map(str, value)), lambda cell: [_number(fold(p)) for p in _parts(cell)]
)
AMOUNTS = Way(
    lambda value: LIST.join(f"{name}={amount}" for name, amount in value.items()),
    lambda cell: {name: _number(amount) for name, amount in _pairs(cell)},
)
LISTS = Way(
    lambda value: LIST.join(f"{name}={' '.join(codes)}" for name, codes in value.items()),
    lambda cell: {name: codes.split() for name, codes in _pairs(cell)},
)
DATED = Way(
    lambda value: LIST.join(f"{one['on']}={one['value']}" for one in value),
    lambda cell: [{"on": _read_day(on), "value": _number(amount)} for on, amount in _pairs(cell)],
)
SKILLS = Way(
    lambda value: LIST.join(
        f"{one['questionnaire']}:{one['code']}" if one["questionnaire"] else one["code"]
        for one in value
    ),
    lambda cell: [_skill(fold(part)) for part in _parts(cell)],
)


def _skill(text: str) -> dict[str, str]:
    owner, mark, code = text.partition(":")
    return {"code": code, "questionnaire": owner} if mark else {"code": text}


def word(names: Mapping[Any, str]) -> Way:
    """Return the way of one of fixed words; the code is read as well as the word."""
    codes = _codes_of(names)
    return Way(
        lambda value: _name(names, value),
        lambda cell: _coded(codes, _folded(cell)),
        hint=" / ".join(names.values()),
    )


def words(names: Mapping[Any, str]) -> Way:
    """Return the way of several fixed words."""
    codes = _codes_of(names)
    return Way(
        lambda value: LIST.join(_name(names, one) for one in value),
        lambda cell: [_coded(codes, fold(part)) for part in _parts(cell)],
        hint=" / ".join(names.values()),
    )


def _codes_of(names: Mapping[Any, str]) -> dict[str, str]:
    return {fold(name): str(code) for code, name in names.items()} | {
        str(code): str(code) for code in names
    }


def _name(names: Mapping[Any, str], value: object) -> str:
    return next((name for code, name in names.items() if str(code) == str(value)), str(value))


def _coded(codes: Mapping[str, str], text: str) -> str:
    if text not in codes:
        accepted = "・".join(dict.fromkeys(name for name in codes if not name.isascii()))
        raise Unread("schemebook.unknown_word", text=text, accepted=accepted)
    return codes[text]


def value_at(document: Mapping[str, Any], path: Sequence[str]) -> Any:  # noqa: ANN401
    """Return the value at a path of keys; None where there is none."""
    here: Any = document
    for key in path:
        if not isinstance(here, Mapping) or here.get(key) is None:
            return None
        here = here[key]
    return here


def put(document: dict[str, Any], path: Sequence[str], value: object) -> None:
    """Put a value at a path of keys."""
    for key in path[:-1]:
        document = document.setdefault(key, {})
    document[path[-1]] = value

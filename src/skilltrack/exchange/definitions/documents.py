"""Definition documents: read, validated, and every mistake named by its key path.

TOML files and JSON values pass through the same models. A key path counts list entries by their
``code`` or ``id`` where they have one (``items[E03].category``), else from 1 (``steps[2]``).
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from types import UnionType
from typing import Annotated, TypeVar, Union, get_args, get_origin

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    Tag,
    ValidationError,
)
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, PydanticCustomError

from skilltrack.domain.problems import MachineFailure, Place, Problem, Refusal, refuse

MAXIMUM_BYTES = 4_000_000
"""No definition is longer; the shipped ones have under 20,000 bytes."""

LARGEST = 1_000_000
"""No count, score or fee is larger, and every store can hold it."""

_CODE_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$"
_OWNER_PATTERN = r"^([A-Za-z0-9][A-Za-z0-9_-]{0,39})?$"
_COURSE_CODE_PATTERN = r"^\S{1,40}$"
_TEXT_PATTERN = r"\S"
_PATTERN_CODES = {
    _CODE_PATTERN: "definitions.bad_code",
    _OWNER_PATTERN: "definitions.bad_code",
    _COURSE_CODE_PATTERN: "definitions.bad_course_code",
    _TEXT_PATTERN: "definitions.empty_text",
}
_EXACT_PATTERN = re.compile(r"\d{1,18}(\.\d{1,18}|/[1-9]\d{0,17})?")

Location = tuple[int | str, ...]


class Document(BaseModel):
    """A part of a definition: no conversion between types, no unknown keys.

    Its check is built when a document is first read: 45 ms less at import for those who only
    write definitions.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)


def exact(value: object) -> Fraction:
    """Read a number of 0 or more exactly: 60, 30.5 (as written), "61/2".

    Raises:
        PydanticCustomError: The value is no such number.
    """
    text = str(value)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise PydanticCustomError("definitions.needs_number", "needs a number")
    if not _EXACT_PATTERN.fullmatch(text):
        raise PydanticCustomError("definitions.needs_number", "needs a number")
    return Fraction(text)


def exact_json(value: Fraction) -> int | str:
    """Return an exact number as JSON can carry it: 60 or "61/2"."""
    return value.numerator if value.denominator == 1 else str(value)


def exact_percent(ratio: Fraction) -> str:
    """Return a ratio in percent as definitions write it: 30 or 30.5."""
    percent = ratio * 100
    return str(percent.numerator) if percent.denominator == 1 else f"{float(percent):g}"


def _percent(value: object) -> Fraction:
    number = exact(value)
    if number > 100:
        raise PydanticCustomError("definitions.percent_out_of_range", "not 0 to 100")
    return number / 100


def _day(value: object) -> object:
    """Read the ISO text of JSON; TOML brings dates."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return None if isinstance(value, datetime) else value


Code = Annotated[str, Field(pattern=_CODE_PATTERN)]
OwnerCode = Annotated[str, Field(pattern=_OWNER_PATTERN)]
"""The id of another definition; empty is this one, or the one that this names."""
Name = Annotated[str, Field(pattern=_TEXT_PATTERN, max_length=200)]
Text = Annotated[str, Field(pattern=_TEXT_PATTERN, max_length=2000)]
OptionalText = Annotated[str, Field(max_length=2000)]
CourseCode = Annotated[str, Field(pattern=_COURSE_CODE_PATTERN)]
ExactNumber = Annotated[Fraction, PlainValidator(exact)]
Ratio = Annotated[Fraction, PlainValidator(_percent)]
"""Written in percent, kept as a ratio."""
Day = Annotated[date, BeforeValidator(_day)]

D = TypeVar("D", bound=Document)
T = TypeVar("T")


def canonical(data: object) -> bytes:
    """Return the one byte form of a JSON value: sorted keys, UTF-8, no white space."""
    text = json.dumps(
        data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return text.encode()


def read_toml(path: Path) -> dict[str, object]:
    """Read a TOML file.

    Raises:
        Refusal: There is no such file, or it is not TOML in UTF-8.
        MachineFailure: The file cannot be read.
    """
    import tomllib  # only where files are read; packages bring JSON

    place = Place(file=path.name)
    try:
        with path.open("rb") as file:
            data = file.read(MAXIMUM_BYTES + 1)
    except (FileNotFoundError, IsADirectoryError) as error:
        raise refuse("definitions.missing_file", place) from error
    except OSError as error:
        raise MachineFailure(Problem("definitions.unreadable", place)) from error
    if len(data) > MAXIMUM_BYTES:
        raise refuse("definitions.file_too_large", place, megabytes=MAXIMUM_BYTES // 1_000_000)
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise refuse("definitions.not_utf8", Place(path.name, row=row)) from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        row = int(line[1]) if line else data.count(b"\n") + 1
        raise refuse("definitions.not_toml", Place(path.name, row=row)) from error
    except RecursionError as error:
        raise refuse("definitions.too_deep", place) from error


def validate(model: type[D], data: object, file: str = "") -> D:
    """Check the shape of a definition.

    Args:
        model: The shape.
        data: Values from TOML or JSON.
        file: The name of the file for the problems; empty when there is none.

    Raises:
        Refusal: One problem per mistake, each with its key path.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems = [
            _problem(model, data, details, file)
            for details in error.errors(include_url=False, include_input=False)
        ]
        raise Refusal(_without_echoes(problems)) from error


def _without_echoes(problems: Sequence[Problem]) -> Iterator[Problem]:
    """Leave out the missing keys that are there, only misspelt."""
    meant = {
        problem.place.column.removesuffix(str(problem.values["name"]))
        + str(problem.values["nearest"])
        for problem in problems
        if problem.code == "definitions.unknown_key_near"
    }
    for problem in problems:
        if problem.code != "definitions.missing_key" or problem.place.column not in meant:
            yield problem


def settle(value: T, problems: Iterable[Problem]) -> T:
    """Return the value when nothing is wrong with it.

    Raises:
        Refusal: All the problems.
    """
    found = tuple(problems)
    if found:
        raise Refusal(found)
    return value


def duplicates(codes: Iterable[str]) -> tuple[str, ...]:
    """Return the codes that occur more than once, each once, in order."""
    seen: dict[str, int] = {}
    for code in codes:
        seen[code] = seen.get(code, 0) + 1
    return tuple(code for code, count in seen.items() if count > 1)


class Finder:
    """Makes the problems of one document, each with its key path."""

    def __init__(self, file: str) -> None:
        self._file = file

    def problem(self, code: str, path: str, **values: str | int) -> Problem:
        """Make a problem at a key path."""
        return Problem(f"definitions.{code}", Place(self._file, column=path), values)

    def duplicate_codes(self, list_key: str, codes: Iterable[str]) -> Iterator[Problem]:
        """Yield a problem for each code used twice in a list."""
        for code in duplicates(codes):
            yield self.problem("duplicate_code", f"{list_key}[{code}]", name=code)

    def unknown(self, code: str, path: str, name: str, known: Iterable[str]) -> Problem:
        """Make a problem about a name that is not defined, with the nearest one that is.

        ``code`` has a twin ``<code>_near`` whose sentence offers the nearest name.
        """
        nearest = near_miss(name, known)
        if nearest is None:
            return self.problem(code, path, name=name)
        return self.problem(f"{code}_near", path, name=name, nearest=nearest)


def near_miss(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that was probably meant; None when none is near."""
    import difflib  # only once something is wrong: the answer window never pays for it

    return next(iter(difflib.get_close_matches(word, sorted(known), n=1)), None)


def key_path(data: object, location: Location) -> str:
    """Return a location as a key path, list entries named by their code or id."""
    path = ""
    here = data
    for step in location:
        if isinstance(step, int):
            here = here[step] if isinstance(here, Sequence) and step < len(here) else None
            path += f"[{_entry_name(here, step)}]"
        elif not _is_kind(step):
            here = here.get(step) if isinstance(here, Mapping) else None
            path += f".{step}" if path else step
    return path


def _entry_name(entry: object, position: int) -> str:
    if isinstance(entry, Mapping):
        for key in ("code", "id"):
            if isinstance(entry.get(key), str):
                return str(entry[key])
    return str(position + 1)


def _is_kind(step: str) -> bool:
    """Tell the tag of a requirement (``<category>``) from a key."""
    return step.startswith("<")


_Values = Mapping[str, str | int]
_CODES: Mapping[str, tuple[str, Callable[[Mapping[str, object]], _Values]]] = {
    "missing": ("missing_key", lambda _: {}),
    "string_type": ("needs_text", lambda _: {}),
    "int_type": ("needs_integer", lambda _: {}),
    "bool_type": ("needs_truth", lambda _: {}),
    "float_type": ("needs_number", lambda _: {}),
    "finite_number": ("needs_number", lambda _: {}),
    "date_type": ("needs_date", lambda _: {}),
    "list_type": ("needs_list", lambda _: {}),
    "dict_type": ("needs_table", lambda _: {}),
    "model_type": ("needs_table", lambda _: {}),
    "enum": ("not_one_of", lambda c: {"choices": _choices(str(c["expected"]))}),
    "greater_than_equal": ("number_too_small", lambda c: {"limit": str(c["ge"])}),
    "less_than_equal": ("number_too_large", lambda c: {"limit": str(c["le"])}),
    "too_short": ("too_few_entries", lambda c: {"least": str(c["min_length"])}),
    "too_long": ("too_many_entries", lambda c: {"most": str(c["max_length"])}),
    "string_too_long": ("text_too_long", lambda c: {"most": str(c["max_length"])}),
}
"""Error type of pydantic → problem code and its values from the error's context."""


def _problem(model: type[Document], data: object, details: ErrorDetails, file: str) -> Problem:
    location = details["loc"]
    context = details.get("ctx", {})
    kind = details["type"]
    place = Place(file, column=key_path(data, location))
    if kind.startswith("definitions."):
        return Problem(kind, place, context)
    if kind in {"recursion_loop", "recursion_depth_exceeded"}:  # 255 levels
        return Problem("definitions.too_deep", Place(file, column=key_path(data, location[:3])))
    if kind == "extra_forbidden":
        known = _keys_at(model, location[:-1])
        return Finder(file).unknown("unknown_key", place.column, str(location[-1]), known)
    if kind == "string_pattern_mismatch":
        return Problem(_PATTERN_CODES[context["pattern"]], place)
    code, values = _CODES.get(kind, ("wrong_value", lambda _: {}))
    return Problem(f"definitions.{code}", place, values(context))


def _choices(expected: str) -> str:
    return "、".join(re.findall(r"'([^']*)'", expected))


def _keys_at(model: type[Document], location: Sequence[int | str]) -> tuple[str, ...]:
    """Follow a location through the annotations to the keys that may stand there."""
    here: object = model
    for step in location:
        if isinstance(step, str) and not _is_kind(step):
            here = _fields(here)[step].annotation
        elif isinstance(step, str):
            here = next(member for tag, member in _members(here) if tag == step)
        else:
            here = next(get_args(member)[0] for _, member in _members(here) if get_args(member))
    return tuple(_fields(here))


def _fields(annotation: object) -> Mapping[str, FieldInfo]:
    """Return the keys of the only model in an annotation, as files spell them."""
    model = next(
        member
        for _, member in _members(annotation)
        if isinstance(member, type) and issubclass(member, Document)
    )
    model.model_rebuild()  # parts read only inside others have not resolved their annotations
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _members(annotation: object, tag: str | None = None) -> Iterator[tuple[str | None, object]]:
    """Yield the members of unions, with their tags; anything else is its own only member."""
    if get_origin(annotation) is Annotated:
        inner, *metadata = get_args(annotation)
        own = next((mark.tag for mark in metadata if isinstance(mark, Tag)), tag)
        yield from _members(inner, own)
    elif get_origin(annotation) in {Union, UnionType}:
        for member in get_args(annotation):
            yield from _members(member, tag)
    else:
        yield tag, annotation

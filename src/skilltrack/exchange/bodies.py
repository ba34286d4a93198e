"""Comparison files: what a body tells others of a round, written and read."""

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, PlainValidator
from pydantic_core import PydanticCustomError

from skilltrack.domain.analysis.bodies import (
    FINGERPRINT_LENGTH,
    PEOPLE_STEP,
    BodySummary,
    SummaryBand,
    SummaryCategory,
    SummaryFigure,
)
from skilltrack.domain.problems import MachineFailure, Place, Problem, refuse
from skilltrack.exchange.definitions.documents import (
    Code,
    Day,
    Document,
    Finder,
    Name,
    OptionalText,
    duplicates,
    settle,
    validate,
)

KIND = "skilltrack-comparison"
FORMAT = 1
MOST_BYTES = 2_000_000
MOST_PEOPLE = 10_000_000
LOWEST_YEAR, HIGHEST_YEAR = 1990, 2200


def _tenths(value: object) -> Fraction:
    """Read a share with at most three decimals."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise PydanticCustomError("definitions.needs_number", "needs a share")
    return Fraction(round(value * 1000), 1000)


People = Annotated[int, Field(ge=0, le=MOST_PEOPLE)]
BandCode = Annotated[str, Field(max_length=40)]
Share = Annotated[Fraction, PlainValidator(_tenths)]


class CategoryDocument(Document):
    """A field and what it asks."""

    code: Code
    name: Name
    items: int = Field(ge=1, le=1000)
    fingerprint: str = Field(pattern=r"\S", max_length=FINGERPRINT_LENGTH)


class BandDocument(Document):
    """A rank band; an empty code is people without one."""

    code: BandCode
    name: Name


class FigureDocument(Document):
    """A mean, or nothing where the body does not tell it."""

    category: Code
    band: BandCode | None = None
    people: People | None = None
    mean: Share | None = None


class SummaryDocument(Document):
    """A comparison file."""

    kind: Literal["skilltrack-comparison"]
    fmt: int = Field(ge=1)
    min_reader: int = Field(ge=1)
    body: OptionalText = ""
    title: Name
    questionnaire: Code
    questionnaire_title: Name
    version: int = Field(ge=1, le=1_000_000)
    opens_on: Day
    closes_on: Day
    settled_on: Day
    asked: People
    answered: People
    categories: list[CategoryDocument] = Field(min_length=1, max_length=50)
    bands: list[BandDocument] = Field(default=[], max_length=100)
    figures: list[FigureDocument] = Field(default=[], max_length=6000)


def summary_to_json(summary: BodySummary) -> dict[str, object]:
    """Return the contents of a comparison file."""
    return {
        "kind": KIND,
        "fmt": FORMAT,
        "min_reader": 1,
        "body": summary.body,
        "title": summary.title,
        "questionnaire": summary.questionnaire,
        "questionnaire_title": summary.questionnaire_title,
        "version": summary.version,
        "opens_on": summary.opens_on.isoformat(),
        "closes_on": summary.closes_on.isoformat(),
        "settled_on": summary.settled_on.isoformat(),
        "asked": summary.asked,
        "answered": summary.answered,
        "categories": [
            {"code": c.code, "name": c.name, "items": c.items, "fingerprint": c.fingerprint}
            for c in summary.categories
        ],
        "bands": [{"code": band.code, "name": band.name} for band in summary.bands],
        "figures": [
            {
                "category": figure.category,
                "band": figure.band,
                "people": figure.people,
                "mean": None if figure.mean is None else float(figure.mean),
            }
            for figure in summary.figures
        ],
    }


def summary_bytes(summary: BodySummary) -> bytes:
    """Return a comparison file, the same for the same summary."""
    text = json.dumps(summary_to_json(summary), ensure_ascii=False, indent=1, allow_nan=False)
    return f"{text}\n".encode()


def read_summary(path: Path) -> BodySummary:
    """Read a comparison file of a body.

    Raises:
        Refusal: It is none, it needs a newer program, or it tells what no body should: figures
            about few people, or figures twice.
        MachineFailure: The file cannot be read.
    """
    place = Place(file=path.name)
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (FileNotFoundError, IsADirectoryError) as error:
        raise refuse("bodies.missing_file", place) from error
    except OSError as error:
        raise MachineFailure(Problem("bodies.unreadable", place)) from error
    if len(data) > MOST_BYTES:
        raise refuse("bodies.too_large", place, megabytes=MOST_BYTES // 1_000_000)
    try:
        values = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise refuse("bodies.not_a_summary", place) from error
    if not isinstance(values, dict) or values.get("kind") != KIND:
        raise refuse("bodies.not_a_summary", place)
    needed = values.get("min_reader")
    if isinstance(needed, int) and needed > FORMAT:
        raise refuse("bodies.newer_program", place)
    document = validate(SummaryDocument, values, path.name)
    return settle(_summary(document), _mistakes(document, path.name))


def _summary(document: SummaryDocument) -> BodySummary:
    return BodySummary(
        body=document.body.strip(),
        title=document.title,
        questionnaire=document.questionnaire,
        questionnaire_title=document.questionnaire_title,
        version=document.version,
        opens_on=document.opens_on,
        closes_on=document.closes_on,
        settled_on=document.settled_on,
        asked=document.asked,
        answered=document.answered,
        categories=tuple(
            SummaryCategory(c.code, c.name, c.items, c.fingerprint) for c in document.categories
        ),
        bands=tuple(SummaryBand(band.code, band.name) for band in document.bands),
        figures=tuple(
            SummaryFigure(f.category, f.band, f.people, f.mean) for f in document.figures
        ),
    )


def _mistakes(document: SummaryDocument, file: str) -> Iterator[Problem]:
    finder = Finder(file)
    yield from finder.duplicate_codes("categories", (one.code for one in document.categories))
    yield from finder.duplicate_codes("bands", (one.code for one in document.bands))
    yield from _in_time(document, finder)
    if document.answered > document.asked:
        yield Problem("bodies.more_answered", Place(file, column="answered"))
    categories = {one.code for one in document.categories}
    bands = {None, *(one.code for one in document.bands)}
    places = [f"{one.category}/{one.band or ''}/{one.band is None}" for one in document.figures]
    twice = set(duplicates(places))
    for place, figure in zip(places, document.figures, strict=True):
        where = Place(file, column=f"figures[{figure.category}, {figure.band}]")
        if figure.category not in categories or figure.band not in bands:
            yield Problem("bodies.unknown_group", where)
        if place in twice:
            yield Problem("bodies.figure_twice", where)
        if (figure.people is None) != (figure.mean is None):
            yield Problem("bodies.half_figure", where)
        if figure.people is not None and figure.people < PEOPLE_STEP:
            yield Problem("bodies.too_few", where, {"people": figure.people, "least": PEOPLE_STEP})


def _in_time(document: SummaryDocument, finder: Finder) -> Iterator[Problem]:
    for key, on in (("opens_on", document.opens_on), ("closes_on", document.closes_on)):
        if not LOWEST_YEAR <= on.year <= HIGHEST_YEAR:
            yield finder.problem("needs_date", key)
    if document.closes_on < document.opens_on:
        yield finder.problem("period_backwards", "closes_on")

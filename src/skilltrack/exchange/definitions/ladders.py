"""Ladders of scores as part of a scheme: levels between which no score is lost."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from pydantic import Field

from skilltrack.domain.problems import Problem
from skilltrack.domain.schemes.definition import ScoreLadder, ScoreLevel
from skilltrack.exchange.definitions.documents import (
    Code,
    Document,
    Finder,
    Name,
    OwnerCode,
    Ratio,
    exact_json,
    exact_percent,
)


class LevelDocument(Document):
    """A level of a ladder: scores of ``from`` and more, less than ``below``, both in percent."""

    code: Code
    name: Name
    from_: Ratio = Field(alias="from")
    below: Ratio | None = None


class LadderDocument(Document):
    """Levels of a score, lowest first."""

    id: Code
    name: Name
    category: OwnerCode = ""
    questionnaire: OwnerCode = ""
    levels: list[LevelDocument] = Field(min_length=1, max_length=50)


def to_ladder(document: LadderDocument) -> ScoreLadder:
    """Make a ladder."""
    return ScoreLadder(
        id=document.id,
        name=document.name,
        levels=tuple(ScoreLevel(one.code, one.name, one.from_) for one in document.levels),
        category=document.category,
        questionnaire=document.questionnaire,
    )


def ladder_to_json(ladder: ScoreLadder) -> dict[str, object]:
    """Return a ladder without loss as a JSON value."""
    above = [*ladder.levels[1:], None]
    return {
        "id": ladder.id,
        "name": ladder.name,
        "category": ladder.category,
        "questionnaire": ladder.questionnaire,
        "levels": [
            {
                "code": level.code,
                "name": level.name,
                "from": exact_json(level.least * 100),
                "below": None if upper is None else exact_json(upper.least * 100),
            }
            for level, upper in zip(ladder.levels, above, strict=True)
        ],
    }


def ladder_mistakes(ladders: Iterable[LadderDocument], finder: Finder) -> Iterator[Problem]:
    """Yield levels between which a score lies in none, or in two."""
    for ladder in ladders:
        path = f"ladders[{ladder.id}].levels"
        reached = Fraction(0)
        for level in ladder.levels:
            if level.from_ != reached:
                lower, upper = sorted((level.from_, reached))
                code = "levels_overlap" if level.from_ < reached else "levels_apart"
                span = {"lower": exact_percent(lower), "upper": exact_percent(upper)}
                yield finder.problem(code, f"{path}[{level.code}].from", **span)
            is_last = level is ladder.levels[-1]
            reached = Fraction(1) if level.below is None else level.below
            if is_last and level.below is not None:
                yield finder.problem("level_not_to_the_top", f"{path}[{level.code}].below")
            if not is_last and level.below is None:
                yield finder.problem("level_without_end", f"{path}[{level.code}].below")
            if reached <= level.from_ and not is_last:
                yield finder.problem("level_empty", f"{path}[{level.code}].below")

"""What a body tells others of a round, and the figures of several bodies side by side.

Only figures about groups leave a body, and only those that ``disclosure.protect`` allows: none
about few people, none from which such a one follows. Numbers of people are rounded as well, so
that nothing follows from their differences.

Source: facts §2.1 and §3.4 row 20 (愛媛県: comparison between bodies without names); PROTECTION
decision 7 (k = 5, means to one decimal, people in steps).
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from skilltrack.domain.analysis.groups import Answered, Scored, by_band
from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.disclosure.cells import (
    EVERYBODY,
    CellKey,
    DisclosureRules,
    Published,
    share_cell,
)
from skilltrack.domain.disclosure.protection import protect
from skilltrack.domain.questionnaires.definition import ItemKind, Questionnaire

PEOPLE_STEP = 5
"""Numbers of people are told in steps of this."""

_MEAN_STEPS = 1000
"""Means are told to 0.1 %."""

_BAND_ROW = "band:"
"""Before the code of a band, so that people without one are not the row of everybody."""

FINGERPRINT_LENGTH = 16


@dataclass(frozen=True, slots=True)
class SummaryCategory:
    """A field; fields with one ``fingerprint`` ask the same and can be compared."""

    code: str
    name: str
    items: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class SummaryBand:
    """A rank band of the body; ``code`` is empty for people without one."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class SummaryFigure:
    """The mean of a field over a band, or over everybody (``band`` None).

    ``people`` are those judged, in steps, ``mean`` their mean score (0–1) to 0.1 %; both are None
    where the figure is hidden.
    """

    category: str
    band: str | None
    people: int | None
    mean: Fraction | None


@dataclass(frozen=True)
class BodySummary:
    """What a body tells of a round.

    ``body`` is its name, empty where it wants none. ``asked`` and ``answered`` are in steps.
    ``settled_on`` is the day on which the figures were worked out: they never change afterwards.
    ``figures`` has one for each field and everybody, then one for each field and band.
    """

    body: str
    title: str
    questionnaire: str
    questionnaire_title: str
    version: int
    opens_on: date
    closes_on: date
    settled_on: date
    asked: int
    answered: int
    categories: tuple[SummaryCategory, ...]
    bands: tuple[SummaryBand, ...]
    figures: tuple[SummaryFigure, ...]

    @property
    def fiscal_year(self) -> FiscalYear:
        """Return the fiscal year in which the round opened."""
        return FiscalYear.of(self.opens_on)

    @property
    def hidden(self) -> int:
        """Return how many figures are hidden."""
        return sum(figure.mean is None for figure in self.figures)


@dataclass(frozen=True, slots=True)
class SummaryHead:
    """What is said of a round besides its figures; see ``BodySummary``."""

    body: str
    title: str
    opens_on: date
    closes_on: date
    settled_on: date


@dataclass(frozen=True, slots=True)
class Summarised:
    """A summary and what was decided about each figure; the reasons stay within the body."""

    summary: BodySummary
    published: Published


def summarise(
    head: SummaryHead,
    answered: Answered,
    asked_in_band: Mapping[str, int],
    band_names: Mapping[str, str],
    rules: DisclosureRules | None = None,
) -> Summarised:
    """Work out what may be told of a round.

    Args:
        head: What is said of the round.
        answered: Who answered, each with the band of the day of the population.
        asked_in_band: Band code → how many were asked; '' for people without one.
        band_names: Band code → name, in the order of the schemes; '' among them.
        rules: How many people must be behind a figure; None for the defaults.
    """
    questionnaire = answered.questionnaire
    rated = _rated(questionnaire)
    groups = _groups(answered, asked_in_band, band_names)
    cells = {
        (category.code, band): share_cell(_key(category.code, band), _scores(people, category.code))
        for category in rated
        for band, people in groups.items()
    }
    published = protect(cells.values(), rules=rules)
    figures = tuple(
        _figure(category.code, band, groups[band], is_shown=cell.key in published.shown)
        for band in groups
        for category in rated
        for cell in (cells[category.code, band],)
    )
    summary = BodySummary(
        body=head.body,
        title=head.title,
        questionnaire=questionnaire.id,
        questionnaire_title=questionnaire.title,
        version=questionnaire.version,
        opens_on=head.opens_on,
        closes_on=head.closes_on,
        settled_on=head.settled_on,
        asked=in_steps(sum(asked_in_band.values())),
        answered=in_steps(len(answered.people)),
        categories=rated,
        bands=tuple(SummaryBand(band, band_names[band]) for band in groups if band is not None),
        figures=figures,
    )
    return Summarised(summary, published)


def in_steps(people: int) -> int:
    """Return a number of people in steps; anybody at all is at least one step."""
    steps = (2 * people + PEOPLE_STEP) // (2 * PEOPLE_STEP)
    return PEOPLE_STEP * max(steps, 1) if people else 0


def fingerprint(questionnaire: Questionnaire, category: str) -> str:
    """Return what is the same for fields that ask the same in the same way.

    Width, case, blanks and punctuation of the words do not count, as between versions.
    """
    digest = hashlib.sha256()
    ratings = [i for i in questionnaire.items_by_category[category] if i.kind is ItemKind.RATING]
    for item in sorted(ratings, key=lambda one: one.code):
        scale = questionnaire.scale_of(item)
        steps = [f"{step.points}:{_folded(step.label)}" for step in scale.steps]
        parts = (item.code, _folded(item.text), *steps, str(scale.allows_not_applicable))
        digest.update("\x1f".join((*parts, "\x1e")).encode())
    return digest.hexdigest()[:FINGERPRINT_LENGTH]


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if unicodedata.category(c)[0] not in "ZPC")


def _rated(questionnaire: Questionnaire) -> tuple[SummaryCategory, ...]:
    counts = {
        code: sum(item.kind is ItemKind.RATING for item in items)
        for code, items in questionnaire.items_by_category.items()
    }
    return tuple(
        SummaryCategory(one.code, one.name, counts[one.code], fingerprint(questionnaire, one.code))
        for one in questionnaire.categories
        if counts[one.code]
    )


def _groups(
    answered: Answered, asked_in_band: Mapping[str, int], band_names: Mapping[str, str]
) -> dict[str | None, Sequence[Scored]]:
    """Return everybody, then the bands of which somebody was asked, in the order of names."""
    people = by_band(answered.scored)
    groups: dict[str | None, Sequence[Scored]] = {None: answered.scored}
    for band in band_names:
        if asked_in_band.get(band):
            groups[band] = people.get(band, ())
    return groups


def _key(category: str, band: str | None) -> CellKey:
    row = EVERYBODY if band is None else _BAND_ROW + band
    return CellKey(row, EVERYBODY, category)


def _scores(people: Iterable[Scored], category: str) -> Mapping[str, Fraction | None]:
    return {one.person.employee_no: one.score.get(category) for one in people}


def _figure(
    category: str, band: str | None, people: Iterable[Scored], *, is_shown: bool
) -> SummaryFigure:
    scores = [one.score[category] for one in people if category in one.score]
    if not is_shown:
        return SummaryFigure(category, band, None, None)
    mean = sum(scores, Fraction(0)) / len(scores)
    rounded = Fraction((2 * mean * _MEAN_STEPS + 1) // 2, _MEAN_STEPS)
    return SummaryFigure(category, band, in_steps(len(scores)), rounded)


# Several bodies side by side


class NoFigure(StrEnum):
    """Why a body has no figure at a place."""

    HIDDEN = "hidden"  # 非公開: the body does not tell it
    OTHER_ITEMS = "other_items"  # 設問が異なる: not comparable with the newest version
    ABSENT = "absent"  # なし: the body has no such field or band


@dataclass(frozen=True, slots=True)
class ComparedFigure:
    """A figure of a body as it stands in the table: a mean, or why there is none."""

    people: int | None
    mean: Fraction | None
    why: NoFigure | None = None


@dataclass(frozen=True, slots=True)
class AverageFigure:
    """The mean of the newest figures of the bodies, weighted with their people."""

    people: int
    mean: Fraction
    bodies: int


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A summary in the table.

    ``unnamed`` numbers the bodies without a name from 1, None for the others. ``is_newest`` is
    the last summary of its body: the averages are made of these. ``figures`` is (category code,
    name of a band or None for everybody) → figure.
    """

    summary: BodySummary
    unnamed: int | None
    is_newest: bool
    figures: Mapping[tuple[str, str | None], ComparedFigure]


@dataclass(frozen=True)
class BodiesTable:
    """Bodies side by side, by name and opening day, those without a name last.

    ``categories`` are those of the newest version among the summaries; ``bands`` the names of
    the bands of all bodies, in the order in which they first come.
    """

    questionnaire: str
    questionnaire_title: str
    categories: tuple[SummaryCategory, ...]
    bands: tuple[str, ...]
    lines: tuple[BodyLine, ...]

    @cached_property
    def averages(self) -> Mapping[tuple[str, str | None], AverageFigure]:
        """Return (category, band or None) → average, where two bodies or more have a figure."""
        found = {}
        for category in self.categories:
            for band in (None, *self.bands):
                average = self._average(category.code, band)
                if average is not None:
                    found[category.code, band] = average
        return found

    def _average(self, category: str, band: str | None) -> AverageFigure | None:
        newest = (line.figures[category, band] for line in self.lines if line.is_newest)
        shown = [
            (figure.people, figure.mean)
            for figure in newest
            if figure.people is not None and figure.mean is not None
        ]
        people = sum(count for count, _mean in shown)
        if len(shown) < 2 or not people:
            return None
        total = sum((count * mean for count, mean in shown), Fraction(0))
        return AverageFigure(people, total / people, len(shown))


def side_by_side(summaries: Sequence[BodySummary]) -> BodiesTable:
    """Put summaries of one questionnaire into a table.

    Args:
        summaries: At least one; all of one questionnaire, none twice.
    """
    newest = max(summaries, key=lambda one: (one.version, one.opens_on))
    bands = tuple(dict.fromkeys(band.name for one in summaries for band in one.bands))
    ordered = sorted(summaries, key=lambda one: (not one.body, one.body, one.opens_on))
    last = {one.body: one for one in ordered if one.body}
    unnamed = [one for one in ordered if not one.body]
    lines = tuple(
        BodyLine(
            summary=one,
            unnamed=None if one.body else unnamed.index(one) + 1,
            is_newest=not one.body or last[one.body] is one,
            figures=_compared(one, newest.categories, bands),
        )
        for one in ordered
    )
    return BodiesTable(
        newest.questionnaire, newest.questionnaire_title, newest.categories, bands, lines
    )


def _compared(
    summary: BodySummary, categories: Sequence[SummaryCategory], bands: Sequence[str]
) -> Mapping[tuple[str, str | None], ComparedFigure]:
    fingerprints = {one.code: one.fingerprint for one in summary.categories}
    codes: dict[str | None, str | None] = {band.name: band.code for band in summary.bands}
    codes[None] = None
    figures = {(one.category, one.band): one for one in summary.figures}
    found: dict[tuple[str, str | None], ComparedFigure] = {}
    for category in categories:
        for band in (None, *bands):
            figure = figures.get((category.code, codes[band])) if band in codes else None
            if figure is None:
                compared = ComparedFigure(None, None, NoFigure.ABSENT)
            elif fingerprints.get(category.code) != category.fingerprint:
                compared = ComparedFigure(None, None, NoFigure.OTHER_ITEMS)
            elif figure.mean is None:
                compared = ComparedFigure(None, None, NoFigure.HIDDEN)
            else:
                compared = ComparedFigure(figure.people, figure.mean)
            found[category.code, band] = compared
    return found

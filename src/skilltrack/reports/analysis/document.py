"""The analysis of a round as a JSON document.

Ratios have four decimals, half up; what is unknown or does not apply is null, never 0.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from skilltrack.domain.analysis.groups import (
    CategoryFigures,
    Group,
    GroupFigures,
    ItemDistribution,
    RoundFacts,
    SelfRating,
)
from skilltrack.domain.analysis.items import Ends, SetQuality
from skilltrack.domain.analysis.rounds import RoundAnalysis
from skilltrack.domain.analysis.statistics import Spread
from skilltrack.domain.analysis.trends import Comparison, GroupChange, LeftOut, Trend, TrendLine
from skilltrack.i18n.numbers import ratio_figure
from skilltrack.reports.documents import asked_document
from skilltrack.reports.structures import structure_part

Document = dict[str, Any]


def analysis_document(analysis: RoundAnalysis) -> Document:
    """Return the analysis; groups and fields in the order of the screens."""
    labels = {
        item.code: analysis.questionnaire.labels_of(item)
        for item in analysis.questionnaire.answerable
    }
    return {
        **_facts(analysis.round),
        "chosen": [_group(group) for group in analysis.chosen],
        "not_asked": analysis.not_asked,
        "counted": asked_document(analysis.counted),
        "body": _figures(analysis.body, labels),
        "departments": [_figures(group, labels) for group in analysis.departments],
        "bands": [_figures(group, labels) for group in analysis.bands],
        "comparison": None if analysis.comparison is None else _comparison(analysis.comparison),
        "trend": _trend(analysis.trend),
        "quality": [_quality(one) for one in analysis.quality],
        **structure_part(analysis.arranged),
    }


def _facts(facts: RoundFacts) -> Document:
    return {
        "round": facts.round_id,
        "title": facts.title,
        "questionnaire": facts.questionnaire,
        "version": facts.version,
        "opens_on": facts.opens_on.isoformat(),
        "closes_on": facts.closes_on.isoformat(),
        "is_closed": facts.is_closed,
    }


def _group(group: Group) -> Document:
    return {"kind": group.kind.value, "code": group.code, "name": group.name}


def _figures(figures: GroupFigures, labels: Mapping[str, Sequence[str]]) -> Document:
    return {
        **_group(figures.group),
        "asked": figures.answered.due,
        "answered": figures.answered.done,
        "is_small": figures.is_small,
        "categories": [_category(one) for one in figures.categories],
        "items": [_item(one, labels[one.item]) for one in figures.items],
        "self_ratings": [_self_rating(one) for one in figures.self_ratings],
    }


def _category(figures: CategoryFigures) -> Document:
    return {
        "code": figures.category,
        "score": None if figures.score is None else _spread(figures.score),
        "knowledge": None if figures.knowledge is None else _spread(figures.knowledge),
    }


def _spread(spread: Spread) -> Document:
    return {
        "n": spread.n,
        "mean": ratio_figure(spread.mean),
        "lower_quartile": ratio_figure(spread.lower_quartile),
        "median": ratio_figure(spread.median),
        "upper_quartile": ratio_figure(spread.upper_quartile),
        "histogram": list(spread.histogram),
    }


def _item(answers: ItemDistribution, labels: Sequence[str]) -> Document:
    return {
        "code": answers.item,
        "counts": [
            {"label": label, "n": people}
            for label, people in zip(labels, answers.counts, strict=True)
        ],
        "not_applicable": answers.not_applicable,
        "unanswered": answers.unanswered,
        "mean": ratio_figure(answers.mean_ratio),
    }


def _self_rating(one: SelfRating) -> Document:
    return {
        "category": one.category,
        "n": one.n,
        "rated": ratio_figure(one.rated_ratio),
        "right": ratio_figure(one.right_ratio),
        "difference": ratio_figure(one.difference),
        "correlation": _coefficient(one.correlation),
        "is_small": one.is_small,
    }


def _coefficient(value: Fraction | float | None) -> float | None:
    return None if value is None else ratio_figure(Fraction(value))


def _comparison(comparison: Comparison) -> Document:
    return {
        "then": _facts(comparison.then),
        "compared": list(comparison.compared),
        "left_out": [_left_out(one) for one in comparison.left_out],
        "body": _changes(comparison.body),
        "departments": [_changes(group) for group in comparison.departments],
    }


def _left_out(one: LeftOut) -> Document:
    return {"code": one.item, "category": one.category, "because": one.because.value}


def _changes(change: GroupChange) -> Document:
    return {
        **_group(change.group),
        "categories": [
            {
                "code": field.category,
                "then": {"n": field.split.people_then, "mean": ratio_figure(field.split.then)},
                "now": {"n": field.split.people_now, "mean": ratio_figure(field.split.now)},
                "both": field.split.people_both,
                "change": ratio_figure(field.split.change),
                "improved": ratio_figure(field.split.improved),
                "moved": ratio_figure(field.split.moved),
                "questionnaire": ratio_figure(field.split.questionnaire),
            }
            for field in change.categories
        ],
    }


def _trend(trend: Trend) -> Document:
    return {
        "rounds": [_facts(facts) for facts in trend.rounds],
        "left_out": [_left_out(one) for one in trend.left_out],
        "categories": [_line(line) for line in trend.categories],
        "items": [_line(line) for line in trend.items],
    }


def _line(line: TrendLine) -> Document:
    return {
        "code": line.code,
        "points": [{"n": point.n, "mean": ratio_figure(point.mean)} for point in line.points],
    }


def _quality(one: SetQuality) -> Document:
    return {
        "category": one.category,
        "kind": one.kind.value,
        "n": one.n,
        "alpha": _coefficient(one.alpha),
        "ends": _ends(one.ends),
        "items": [
            {
                "code": item.item,
                "n": item.n,
                "difficulty": ratio_figure(item.difficulty),
                "item_rest": _coefficient(item.item_rest),
                "alpha_without": _coefficient(item.alpha_without),
                "ends": None if item.ends is None else _ends(item.ends),
            }
            for item in one.items
        ],
    }


def _ends(ends: Ends) -> Document:
    return {
        "floor": ratio_figure(ends.floor),
        "ceiling": ratio_figure(ends.ceiling),
        "has_floor": ends.has_floor,
        "has_ceiling": ends.has_ceiling,
    }

"""Sentences for problems: what happened, where, and what to do."""

import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from skilltrack.domain.problems import Place, Problem, SkilltrackError
from skilltrack.i18n import sentences
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.texts import _


@cache
def all_sentences() -> Mapping[str, str]:
    """Return problem code → sentence template, gathered from ``i18n.sentences``."""
    gathered: dict[str, str] = {}
    for module in iter_modules(sentences.__path__):
        gathered.update(import_module(f"{sentences.__name__}.{module.name}").SENTENCES)
    return gathered


def place_text(place: Place) -> str:
    """Return 「名簿.xlsx シート「職員」 の3行目 職員番号：」 for the parts that apply."""
    parts = [place.file]
    if place.sheet:
        parts.append(_("シート「{sheet}」").format(sheet=place.sheet))
    text = " ".join(part for part in parts if part)
    if place.row is not None:
        text += (_("の") if text else "") + _("{row}行目").format(row=place.row)
    if place.column:
        text += (_("の") if text else "") + _("「{column}」").format(column=place.column)
    return text


def sentence(problem: Problem) -> str:
    """Return one plain sentence with its place and what to do next."""
    where = place_text(problem.place)
    text = _(all_sentences()[problem.code]).format(**problem.values)
    return f"{where}：{text}" if where else text


def reason_text(code: str) -> str:
    """Return the sentence of a problem of which only the code is known; '' for no code.

    What would stand in its blanks is only in the problem itself.
    """
    return re.sub(r"\{\w+\}", NO_FIGURE, _(all_sentences()[code])) if code else ""


def sentences_of(error: SkilltrackError) -> tuple[str, ...]:
    """Return one sentence per problem of an error."""
    return tuple(sentence(problem) for problem in error.problems)

"""What the editor of exams offers and shows: questions about a field, people in an effect."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from skilltrack.domain.exams.changes import ExamEffect
from skilltrack.domain.questionnaires.definition import ItemKind
from skilltrack.domain.schemes.programmes import SkillRef
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.store.database import Database
from skilltrack.store.roster import names


@dataclass(frozen=True, slots=True)
class EditingWords:
    """What fields can be said to be asked by: (key, name), a questionnaire's id before a colon."""

    skills: tuple[tuple[str, str], ...]

    @property
    def names(self) -> Mapping[str, str]:
        """Return key → name."""
        return dict(self.skills)


def editing_words(database: Database) -> EditingWords:
    """Return the categories and rated items of every questionnaire of the body."""
    skills: list[tuple[str, str]] = []
    with database.reading() as session:
        known = definitions.questionnaires(session)
    for one in sorted(known.values(), key=lambda one: one.id):
        after = _("（{title}）").format(title=one.title)
        skills += [
            (SkillRef(category.code, one.id).key, f"{category.name}{after}")
            for category in one.categories
        ]
        skills += [
            (SkillRef(item.code, one.id).key, f"{item.code} {item.theme}{after}")
            for item in one.items
            if item.kind is ItemKind.RATING
        ]
    return EditingWords(tuple(skills))


def names_in_effect(database: Database, effect: ExamEffect, on: date) -> Mapping[str, str]:
    """Return number → name of the people whose results are decided anew."""
    if not effect.rejudged:
        return {}
    numbers = {one.attempt.employee_no for one in effect.rejudged}
    with database.reading() as session:
        return {number: name for number, name in names(session, on).items() if number in numbers}

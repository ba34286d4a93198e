"""What the pages of questions and result need of whoever keeps the answers."""

from datetime import datetime
from typing import Protocol

from skilltrack.domain.questionnaires.answers import Answers, Comments
from skilltrack.domain.questionnaires.definition import Item, ItemKind, Questionnaire
from skilltrack.domain.rounds.results import PersonalResult
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.i18n.texts import _


class Answering(Protocol):
    """One person answering one questionnaire: for a round, or only to look at the pages.

    ``answer`` and ``comment`` return when it was saved, None where nothing is kept.
    """

    @property
    def questionnaire(self) -> Questionnaire:
        """Return what is asked."""

    @property
    def schemes(self) -> tuple[Scheme, ...]:
        """Return the schemes under which the result is judged."""

    @property
    def is_open(self) -> bool:
        """Return whether answers can be given."""

    @property
    def is_kept(self) -> bool:
        """Return whether what is answered is saved and can be sent."""

    @property
    def answers(self) -> Answers:
        """Return the answers as they are kept."""

    @property
    def comments(self) -> Comments:
        """Return the comments as they are kept."""

    @property
    def saved_at(self) -> datetime | None:
        """Return when something was last saved; None before, and where nothing is kept."""

    def answer(self, item_code: str, step: int | None) -> datetime | None:
        """Set the answer to an item."""

    def comment(self, item_code: str, text: str) -> datetime | None:
        """Set the text of a comment."""

    def result(self) -> PersonalResult:
        """Work out the result so far."""


def item_number(questionnaire: Questionnaire, item: Item) -> int | None:
    """Return the number of a question from 1; comments are not numbered."""
    if item.kind is ItemKind.COMMENT:
        return None
    return questionnaire.answerable.index(item) + 1


def item_name(questionnaire: Questionnaire, item: Item) -> str:
    """Return how lists call a question."""
    number = item_number(questionnaire, item)
    return _("自由記述") if number is None else _("{number}問目").format(number=number)

"""A questionnaire with a rating, a rating on its own scale, a check and a comment."""

from dataclasses import replace

from skilltrack.domain.questionnaires.definition import (
    Choice,
    Item,
    ItemKind,
    Origin,
    Questionnaire,
    Scale,
    ScaleStep,
)


def with_every_kind(questionnaire: Questionnaire) -> Questionnaire:
    """Return a questionnaire with other items."""
    own = Scale(
        tuple(ScaleStep(points, f"{points}回") for points in range(6)), allows_not_applicable=False
    )
    choices = (Choice("a", "甲"), Choice("b", "乙", is_right=True), Choice("c", "丙"))
    items = (
        Item("X01", "x", "", "", Origin.OWN),
        Item("S01", "x", "", "", Origin.OWN, scale=own),
        Item("K01", "x", "", "", Origin.OWN, kind=ItemKind.CHOICE, choices=choices),
        Item("C01", "x", "", "", Origin.OWN, kind=ItemKind.COMMENT),
    )
    return replace(questionnaire, items=items)

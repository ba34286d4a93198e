"""A round as it is printed for people who answer on paper."""

from dataclasses import dataclass
from datetime import date

from skilltrack.domain.questionnaires.definition import Questionnaire


@dataclass(frozen=True, slots=True)
class PaperForm:
    """What a paper form shows; ``form_id`` is the round, by which the answers are typed in.

    ``closes_on`` is the last day on which the form is taken. ``is_strict``: the form asks for
    the personal code too.
    """

    form_id: str
    title: str
    organisation: str
    purpose: str
    contact: str
    closes_on: date
    questionnaire: Questionnaire
    is_strict: bool

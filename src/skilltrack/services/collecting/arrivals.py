"""What comes in: a sealed answer file, or a sheet of an Excel form."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from skilltrack.domain.problems import Problem
from skilltrack.domain.questionnaires.answers import Answers, Comments
from skilltrack.domain.questionnaires.definition import Item, ItemKind, Questionnaire
from skilltrack.domain.rounds.definition import Bucket
from skilltrack.exchange import answers as sealed
from skilltrack.services import definitions
from skilltrack.services.rounds import access_codes
from skilltrack.services.rounds.running import code_secret, private_key, round_record
from skilltrack.store.database import Session
from skilltrack.store.rounds import RoundRecord

if TYPE_CHECKING:
    from skilltrack.exchange.forms.reader import FormAnswer

SEALED = "sealed"
FORM = "form"
"""Channels by which answers come."""


class Fitting:
    """What a questionnaire lets a person answer, looked up once for all answers of a round."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._allowed = frozenset(
            (item.code, answer)
            for item in questionnaire.answerable
            for answer in _allowed(questionnaire, item)
        )
        self._comments = frozenset(
            item.code for item in questionnaire.items if item.kind is ItemKind.COMMENT
        )

    def fits(self, answers: Answers, comments: Comments) -> bool:
        """Return whether answers were given to items of the questionnaire and are among theirs."""
        return answers.items() <= self._allowed and comments.keys() <= self._comments


def _allowed(questionnaire: Questionnaire, item: Item) -> tuple[int | None, ...]:
    steps = range(len(questionnaire.labels_of(item)))
    return (*steps, None) if questionnaire.allows_not_applicable(item) else tuple(steps)


@dataclass(frozen=True, slots=True)
class CollectedRound:
    """A round with what is needed to take its answers.

    ``code_secret`` is None where answers count without a personal code. ``now`` is the clock of
    the personnel section.
    """

    record: RoundRecord
    questionnaire: Questionnaire
    fitting: Fitting
    today: date
    now: datetime
    private: bytes = field(repr=False)
    code_secret: bytes | None = field(repr=False)

    @property
    def is_open(self) -> bool:
        """Return whether answers are still taken, by the clock of the personnel section."""
        return not self.record.is_closed and self.today <= self.record.closes_on

    def is_proved(self, opened: sealed.OpenedAnswer, issue: int) -> bool:
        """Return whether an answer to a strict round was sent with the person's code."""
        if self.code_secret is None:
            raise ValueError("only strict rounds have codes")
        number = opened.sheet.employee_no
        return opened.is_proved_by(access_codes.code_for(self.code_secret, number, issue))


@dataclass(frozen=True, slots=True)
class Arrival:
    """A sealed file, a sheet of a form, or a file of which nothing can be used.

    ``name`` is the path below the inbox. ``claim`` is what it holds, None where nothing can be
    used: then ``bucket`` and ``reason`` are known already. ``data`` are the bytes of a sealed
    file. ``problems`` say where in a form the mistakes are.
    """

    name: str
    digest: str
    sheet: str = ""
    claim: "sealed.OpenedAnswer | FormAnswer | None" = None
    data: bytes = field(default=b"", repr=False)
    bucket: Bucket = Bucket.SET_ASIDE
    reason: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def employee_no(self) -> str | None:
        """Return whose answers they claim to be; None where that cannot be read."""
        if self.claim is None:
            return None
        if isinstance(self.claim, sealed.OpenedAnswer):
            return self.claim.sheet.employee_no
        return self.claim.employee_no or None


def collected_round(session: Session, round_id: str, today: date, now: datetime) -> CollectedRound:
    """Return a round with its keys.

    Raises:
        Refusal: No such round, or its keys were deleted after the retention date.
    """
    record = round_record(session, round_id)
    questionnaire = definitions.questionnaire_version(
        session, record.questionnaire, record.questionnaire_version
    )
    return CollectedRound(
        record,
        questionnaire,
        Fitting(questionnaire),
        today,
        now,
        private_key(session, round_id),
        code_secret(session, round_id) if record.is_strict else None,
    )

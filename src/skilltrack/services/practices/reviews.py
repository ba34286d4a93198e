"""What departments say of other departments' practices, and what they took over of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from skilltrack.domain.organisation import Practice
from skilltrack.domain.practices import (
    OPEN_STAGES,
    TAKEN_OVER,
    PeerReview,
    is_only_marks,
    stage_on,
)
from skilltrack.domain.problems import Problem, Refusal
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.practice_names import aspect_name
from skilltrack.i18n.submission_words import ASPECTS
from skilltrack.i18n.texts import _
from skilltrack.services.organisation.lineage import department_names
from skilltrack.services.practices.register import units_of
from skilltrack.store import audit, organisation
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.operations import Operation, record_operation
from skilltrack.store.organisation import PRACTICES
from skilltrack.store.practices import REVIEWS, practice_days

KNOWN_ASPECTS = frozenset(offer.code for offer in ASPECTS) | {TAKEN_OVER}


@dataclass(frozen=True, slots=True)
class ReviewOrder:
    """What a department says; ``employee_no`` '' where the personnel section enters it for it."""

    practice_id: str
    department: str
    on: date
    views: Mapping[str, str]
    employee_no: str = ""


def review(
    database: Database,
    orders: Iterable[ReviewOrder],
    *,
    today: date,
    is_dry_run: bool = False,
) -> int:
    """Record what departments say of practices of others; never points, never their own.

    Returns:
        How many reviews were recorded.

    Raises:
        Refusal: With every problem: unknown, own department, no words, only marks, a day ahead.
    """
    with database.changing("practices.review", is_rehearsal=is_dry_run) as work:
        given = tuple(orders)
        review_in(work, given, today=today)
        is_spread = all(one.views.keys() <= {TAKEN_OVER} for one in given)
        name = _("DX実践の横展開（{count}件）") if is_spread else _("DX実践の相互評価（{count}件）")
        title = name.format(count=len(given))
        days = max((one.on for one in given), default=None)
        record_operation(work, Operation("practices.review", title, "", days))
        if not is_dry_run:
            codes = " ".join(sorted({one.practice_id for one in given}))
            audit.append(database, work, Entry("practices.review", codes, len(given)))
        return len(given)


def review_in(work: UnitOfWork, orders: Sequence[ReviewOrder], *, today: date) -> None:
    """Record reviews within a change; Raises as ``review`` does."""
    rules = ReviewRules(work, today)
    problems = [problem for one in orders for problem in rules.problems(one)]
    if problems:
        raise Refusal(problems)
    REVIEWS.record(work, [_review(one) for one in orders])


def take_over(
    database: Database,
    practice_id: str,
    department: str,
    on: date,
    text: str,
    *,
    today: date,
    is_dry_run: bool = False,
) -> None:
    """Record that a department took a practice over, and what; Raises as ``review`` does."""
    order = ReviewOrder(practice_id, department, on, {TAKEN_OVER: text})
    review(database, [order], today=today, is_dry_run=is_dry_run)


class ReviewRules:
    """What a review has to be, whoever enters it; the records are read once for many."""

    def __init__(self, session: Session, today: date) -> None:
        """Read the practices and the days of their stages."""
        self._session = session
        self._today = today
        self._practices = {one.practice_id: one for one in PRACTICES.values(session)}
        self._days = practice_days(session)
        self._of_day: dict[date, tuple[frozenset[str], Mapping[str, str | None]]] = {}

    def problems(self, order: ReviewOrder) -> Iterator[Problem]:
        """Yield what stands against a review."""
        practice = self._practices.get(order.practice_id) if order.practice_id else None
        if practice is None:
            yield Problem("practices.unknown", values={"practice": order.practice_id})
            return
        standing, units = self._departments(order.on)
        if order.department not in standing:
            values = {"code": order.department, "on": wareki(order.on)}
            yield Problem("practices.unknown_department", values=values)
        else:
            own = units.get(practice.department) or practice.department
            if (units.get(order.department) or order.department) == own:
                names = department_names(self._session, order.on)
                values = {"department": names.get(order.department, order.department)}
                yield Problem("practices.own_department", values=values)
        if order.employee_no and not organisation.known_numbers(self._session, [order.employee_no]):
            yield Problem("practices.unknown_employee", values={"number": order.employee_no})
        if order.on > self._today:
            yield Problem("practices.future", values={"on": wareki(order.on)})
        if not self._is_open(practice, order.on):
            values = {"title": practice.title, "on": wareki(order.on)}
            yield Problem("practices.not_open", values=values)
        yield from _word_problems(order.views)

    def _departments(self, on: date) -> tuple[frozenset[str], Mapping[str, str | None]]:
        """Return the codes of the departments of a day, and the evaluation unit of each."""
        if on not in self._of_day:
            departments = organisation.departments_on(self._session, on)
            codes = frozenset(one.code for one in departments)
            self._of_day[on] = codes, units_of(self._session, on, departments)
        return self._of_day[on]

    def _is_open(self, practice: Practice, on: date) -> bool:
        stage = stage_on(practice.stage, self._days.get(practice.practice_id, ()), on)
        return stage in OPEN_STAGES


def _review(order: ReviewOrder) -> PeerReview:
    words = {aspect: text.strip() for aspect, text in order.views.items() if text.strip()}
    return PeerReview(order.practice_id, order.department, order.on, words, order.employee_no)


def _word_problems(views: Mapping[str, str]) -> Iterator[Problem]:
    accepted = _("、").join(sorted(KNOWN_ASPECTS))
    for aspect in views.keys() - KNOWN_ASPECTS:
        values = {"aspect": aspect, "accepted": accepted}
        yield Problem("practices.unknown_aspect", values=values)
    written = {aspect: text for aspect, text in views.items() if text.strip()}
    if not written:
        yield Problem("practices.no_words")
    for aspect, text in written.items():
        if is_only_marks(text):
            yield Problem("practices.only_marks", values={"aspect": aspect_name(aspect)})

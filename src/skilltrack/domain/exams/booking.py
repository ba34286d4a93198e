"""What the organiser's rules say of a booking: from when, how many at once, how far ahead.

Source: facts §4; a new booking of the ITパスポート試験 is possible from the day after the exam
taken, not several at once, and the day lies at most three months ahead.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from skilltrack.domain.exams.definition import Exam, ExamAttempt, ExamEdition, ExamPlan
from skilltrack.domain.exams.vouchers import last_day_of


def earliest_booking(exam: Exam, attempts: Iterable[ExamAttempt]) -> date | None:
    """Return the first day on which a booking is possible after the latest sitting.

    None without a sitting, or where the rule of its edition is not known.
    """
    last = max((one.on for one in attempts), default=None)
    edition = None if last is None else exam.edition_on(last)
    if last is None or edition is None or edition.booking.retake_days is None:
        return None
    return last + timedelta(days=edition.booking.retake_days)


def latest_day(edition: ExamEdition, booked_on: date) -> date | None:
    """Return how far ahead the day may lie; None where the rule is not known."""
    months = edition.booking.months_ahead
    return None if months is None else last_day_of(booked_on, months)


class BookingIssue(StrEnum):
    """What is to be said of a booking; the last two are only worth knowing."""

    BACKWARDS = "booked_backwards"  # the exam lies before the day of booking
    NO_EDITION = "no_edition"  # the exam has no edition on the day booked
    TOO_EARLY = "booked_early"  # booked before the first day on which it is possible
    TWICE = "booked_twice"  # another booking is open
    TOO_FAR = "booked_far"  # further ahead than the organiser takes bookings
    TOO_LATE_TO_MOVE = "moved_late"  # moved later than the organiser allows


TOLD = frozenset({BookingIssue.TOO_FAR, BookingIssue.TOO_LATE_TO_MOVE})
"""Issues that stand against nothing: the organiser may have allowed it."""


@dataclass(frozen=True, slots=True)
class BookingFinding:
    """An issue with the day that it is about: the first possible, the other booked, the last."""

    issue: BookingIssue
    on: date


def booking_findings(
    exam: Exam,
    attempts: Iterable[ExamAttempt],
    plans: Iterable[ExamPlan],
    plan: ExamPlan,
    booked_on: date,
    booked_for: date,
) -> tuple[BookingFinding, ...]:
    """Return what the rules of the organiser say of a booking.

    Args:
        exam: The exam.
        attempts: The person's sittings of it.
        plans: The person's plans for it that are under way, this one among them.
        plan: The plan for which it is booked; an earlier booking of it is moved.
        booked_on: The day of booking.
        booked_for: The day of the exam.
    """
    found: list[BookingFinding] = []
    if booked_for < booked_on:
        found.append(BookingFinding(BookingIssue.BACKWARDS, booked_on))
    edition = exam.edition_on(booked_for)
    if edition is None:
        found.append(BookingFinding(BookingIssue.NO_EDITION, booked_for))
        return tuple(found)
    first = earliest_booking(exam, (one for one in attempts if one.on <= booked_on))
    if first is not None and booked_on < first:
        found.append(BookingFinding(BookingIssue.TOO_EARLY, first))
    found += (
        BookingFinding(BookingIssue.TWICE, other.booked_for)
        for other in plans
        if other.plan_id != plan.plan_id and other.booked_for is not None
    )
    last = latest_day(edition, booked_on)
    if last is not None and booked_for > last:
        found.append(BookingFinding(BookingIssue.TOO_FAR, last))
    before, days = plan.booked_for, edition.booking.change_days
    if before is not None and before != booked_for and days is not None:
        until = before - timedelta(days=days)
        if booked_on > until:
            found.append(BookingFinding(BookingIssue.TOO_LATE_TO_MOVE, until))
    return tuple(found)

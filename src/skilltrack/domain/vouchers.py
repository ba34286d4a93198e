"""Exam vouchers: until when they can be used, and when to warn.

Source: facts §4 (valid one year from issue) and §8.2; the days of warning are ours.
"""

from calendar import monthrange
from datetime import date

WARNING_DAYS = (90, 30)
"""Days before the last day on which a voucher not yet used is pointed out."""


def last_day_of(issued_on: date) -> date:
    """Return the last day on which a voucher can be used: one year from issue.

    A voucher of 29 February runs to 28 February.
    """
    year = issued_on.year + 1
    day = min(issued_on.day, monthrange(year, issued_on.month)[1])
    return date(year, issued_on.month, day)


def warning_on(issued_on: date, today: date) -> int | None:
    """Return the warning due for an unused voucher: 90 or 30 days; None when there is none.

    Also None once it has expired: then it is lost, which is told elsewhere.
    """
    left = (last_day_of(issued_on) - today).days
    return min((days for days in WARNING_DAYS if 0 <= left <= days), default=None)

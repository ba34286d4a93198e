"""Exam vouchers and textbooks: until when a voucher can be used, what happened to it.

Source: facts §4 (an electronic ticket number, valid one year from issue, no refund) and §8.2; the
days of warning are ours. A voucher's number pays a fee: whoever knows it can use it.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

WARNING_DAYS = (90, 30)
"""Days before the last day on which a voucher not yet used is pointed out."""


@dataclass(frozen=True, slots=True)
class Voucher:
    """A voucher bought; ``price_yen`` None is not known, ``budget_id`` '' no budget."""

    voucher_id: str
    number: str
    exam: str
    issued_on: date
    last_day: date
    price_yen: int | None = None
    order_no: str = ""
    budget_id: str = ""
    note: str = ""


class VoucherStepKind(StrEnum):
    """What happens to a voucher after it was bought."""

    ASSIGNED = "assigned"  # 配付
    RETURNED = "returned"  # 返却
    USED = "used"  # 使用
    VOIDED = "voided"  # 紛失・無効


@dataclass(frozen=True, slots=True)
class VoucherStep:
    """One step of a voucher on a day; ``employee_no`` '' where nobody is concerned."""

    voucher_id: str
    on: date
    kind: VoucherStepKind
    employee_no: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class TextbookIssue:
    """A textbook given to a person (豊田市); ``returned_on`` None: kept."""

    issue_id: str
    employee_no: str
    exam: str
    title: str
    issued_on: date
    returned_on: date | None = None
    price_yen: int | None = None
    budget_id: str = ""
    note: str = ""


def last_day_of(issued_on: date, months: int = 12) -> date:
    """Return the last day on which a voucher can be used: so many months from issue.

    A voucher of 29 February runs to 28 February.
    """
    year, month = divmod(issued_on.year * 12 + issued_on.month - 1 + months, 12)
    day = min(issued_on.day, monthrange(year, month + 1)[1])
    return date(year, month + 1, day)


def warning_on(last_day: date, today: date) -> int | None:
    """Return the warning due for an unused voucher: 90 or 30 days; None when there is none.

    Also None once it has expired: then it is lost, which is told elsewhere.
    """
    left = (last_day - today) // timedelta(days=1)
    return min((days for days in WARNING_DAYS if 0 <= left <= days), default=None)

"""Milestones of a plan, as one line of text: R8.3.31=300、R9.3.31=600."""

import re
from collections.abc import Sequence
from fractions import Fraction

from skilltrack.domain.targets.definition import Milestone
from skilltrack.i18n.dates import parse_date, wareki_short
from skilltrack.i18n.texts import _


def milestones_text(milestones: Sequence[Milestone]) -> str:
    """Return milestones as they are typed."""
    parts = (f"{wareki_short(one.on)}={_number(one.value)}" for one in milestones)
    return _("、").join(parts)


def _number(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else str(float(value))


def milestones_of(text: str) -> tuple[Milestone, ...] | None:
    """Read milestones; None where the text is none."""
    found = []
    for part in re.split(r"[、,，;]", text):
        if not part.strip():
            continue
        day, _equals, value = part.replace("＝", "=").partition("=")
        on = parse_date(day)
        number = value.strip().translate(str.maketrans("０１２３４５６７８９", "0123456789"))
        if on is None or not re.fullmatch(r"\d{1,7}", number):
            return None
        found.append(Milestone(on, Fraction(int(number))))
    return tuple(found)

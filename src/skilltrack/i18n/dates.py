"""Dates in Japanese eras: read from what people write, shown as officials write them."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from skilltrack.domain.calendar import FiscalYear
from skilltrack.i18n.texts import _

EXCEL_EPOCH = date(1899, 12, 30)
"""Day 0 of Excel serials (1900 date system) for every day after 28 February 1900."""


@dataclass(frozen=True, slots=True)
class Era:
    """A Japanese era with its first day."""

    name: str
    letter: str
    first_day: date


ERAS = (
    Era("令和", "R", date(2019, 5, 1)),
    Era("平成", "H", date(1989, 1, 8)),
    Era("昭和", "S", date(1926, 12, 25)),
    Era("大正", "T", date(1912, 7, 30)),
    Era("明治", "M", date(1868, 1, 25)),
)

_WESTERN = r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
_ERA = (
    r"(令和|平成|昭和|大正|明治|[RHSTM])\s*(元|\d{1,2})"
    r"\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
)
_SERIAL = r"\d{1,6}(\.0+)?"


def parse_date(text: str) -> date | None:
    """Read 令和8年4月1日, R8.4.1, 2026/4/1, 2026-04-01, 20260401 or an Excel serial.

    Returns:
        The day, or None where the text is no date. An era year beyond its era (令和0年,
        平成40年) is no date; a day of the era's last year after the change is read as meant.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = re.sub(r"[T ]00:00(:00(\.0+)?)?$", "", plain)
    if match := re.fullmatch(_WESTERN, plain):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(_ERA, plain, re.IGNORECASE):
        era = next(e for e in ERAS if match[1].upper() in {e.name, e.letter})
        year = 1 if match[2] == "元" else int(match[2])
        day = _day(era.first_day.year + year - 1, int(match[3]), int(match[4])) if year else None
        return day if day is not None and era.first_day <= day < _era_end(era) else None
    if re.fullmatch(r"(19|20)\d{6}", plain):
        return _day(int(plain[:4]), int(plain[4:6]), int(plain[6:]))
    if re.fullmatch(_SERIAL, plain):
        serial = int(float(plain))
        return EXCEL_EPOCH + timedelta(days=serial) if serial >= 61 else None
    return None


def _era_end(era: Era) -> date:
    """Return the last day on which an era's year may still be written: the end of that year.

    The fiscal year of a change of era is often written through in the old era (平成31年12月).
    """
    index = ERAS.index(era)
    return date.max if index == 0 else date(ERAS[index - 1].first_day.year + 1, 4, 1)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def era_of(on: date) -> Era:
    """Return the era of a day (the Meiji era for anything earlier)."""
    return next((era for era in ERAS if era.first_day <= on), ERAS[-1])


def era_year(on: date) -> str:
    """Return 令和8年 or 令和元年."""
    era = era_of(on)
    year = on.year - era.first_day.year + 1
    return f"{era.name}{'元' if year == 1 else year}年"


def wareki(on: date) -> str:
    """Return 令和8年4月1日."""
    return f"{era_year(on)}{on.month}月{on.day}日"


def wareki_with_weekday(on: date) -> str:
    """Return 令和8年4月1日（水）."""
    return _("{day}（{weekday}）").format(day=wareki(on), weekday=_("月火水木金土日")[on.weekday()])


def wareki_short(on: date) -> str:
    """Return R8.4.1."""
    era = era_of(on)
    return f"{era.letter}{on.year - era.first_day.year + 1}.{on.month}.{on.day}"


def fiscal_year_text(fiscal_year: FiscalYear) -> str:
    """Return 令和8年度; the fiscal year 2019 as a whole is 令和元年度 (facts §6.3)."""
    return _("{year}度").format(year=era_year(date(fiscal_year.year, 5, 1)))


def local_time_text(at: datetime, zone: tzinfo | None = None) -> str:
    """Return 令和8年11月21日 9:05 in the zone of the terminal for a stored UTC instant."""
    local = at.replace(tzinfo=UTC) if at.tzinfo is None else at
    local = local.astimezone(zone)
    return f"{wareki(local.date())} {local.hour}:{local.minute:02}"

"""Where a person stood under every scheme at the end of each fiscal year and after each round."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.schemes.definition import Scheme, TierRule
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.services.accreditation.granting import tier_name
from skilltrack.services.people.person import known_employee
from skilltrack.services.verdicts import tiers
from skilltrack.services.verdicts.gathering import gather
from skilltrack.store import audit, schema
from skilltrack.store import rounds as round_records
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.definitions import DefinitionKind, version_records
from skilltrack.store.people import postings_of
from skilltrack.store.rounds import RESPONSES

MOST_YEARS = 10


class MomentKind(StrEnum):
    """Why somebody is judged on a day."""

    YEAR_END = "year_end"  # 年度末
    ROUND = "round"  # 調査
    PRESENT = "present"  # 基準日


@dataclass(frozen=True, slots=True)
class Moment:
    """A day on which somebody is judged, newest first in lists."""

    on: date
    kind: MomentKind
    name: str


@dataclass(frozen=True, slots=True)
class PastVerdict:
    """Where somebody stood on a day under one scheme.

    ``version`` is the version of the scheme that was in force on the day. ``tier_name`` is the
    tier reached, or the one expected of the post; ``met`` None is a ladder or not judged.
    ``before`` tells whether it differs from the moment before: 1 higher, -1 lower, 0 the same,
    None where there is nothing to compare with.
    """

    moment: Moment
    scheme: str
    scheme_name: str
    version: int
    tier: str | None
    tier_name: str
    met: bool | None
    is_overridden: bool
    accredited: tuple[str, ...]
    missing: int
    change: int | None


def verdict_history(
    database: Database, employee_no: str, as_of: date, as_known: datetime | None = None
) -> tuple[PastVerdict, ...]:
    """Return where a person stood, scheme by scheme, newest first; that it was read is logged.

    Days on which the person had no post are left out. A verdict of the past is made by the
    version of the scheme in force on that day, from what is recorded today.

    Raises:
        Refusal: There is no such person.
    """
    with database.reading(as_known) as session:
        known_employee(session, employee_no)
        found = history_in(session, employee_no, as_of)
    audit.note(database, Entry("verdicts.history", employee_no, 1))
    return found


def history_in(session: Session, employee_no: str, as_of: date) -> tuple[PastVerdict, ...]:
    """Return the history of a person within a session."""
    moments = moments_of(session, employee_no, as_of)
    found: list[PastVerdict] = []
    for scheme_id in definitions.schemes(session):
        found += _under(session, scheme_id, employee_no, moments)
    return tuple(found)


def moments_of(session: Session, employee_no: str, as_of: date) -> tuple[Moment, ...]:
    """Return the days on which somebody is judged, oldest first."""
    mine = schema.response.c.employee_no == employee_no
    answered = {one.round_id: one.answered_on for one in RESPONSES.values(session, mine)}
    found: dict[date, Moment] = {}
    for record in reversed(round_records.rounds(session)):
        on = min(record.closes_on, as_of)
        if record.round_id in answered and answered[record.round_id] <= on:
            found[on] = Moment(on, MomentKind.ROUND, record.title)
    held = (stored.value.fact.valid.start for stored in postings_of(session, employee_no))
    starts = [start for start in held if start is not None]
    last = FiscalYear.of(as_of).year
    first = max(FiscalYear.of(min(starts, default=as_of)).year, last - MOST_YEARS)
    for year in range(first, last + 1):
        day = FiscalYear(year).last_day
        if day < as_of:
            name = _("{year}末").format(year=fiscal_year_text(FiscalYear(year)))
            found[day] = Moment(day, MomentKind.YEAR_END, name)
    found[as_of] = Moment(as_of, MomentKind.PRESENT, _("基準日"))
    return tuple(found[on] for on in sorted(found))


def _under(
    session: Session, scheme_id: str, employee_no: str, moments: tuple[Moment, ...]
) -> list[PastVerdict]:
    among = frozenset({employee_no})
    schemes: dict[int, Scheme] = {}
    before: int | None = None
    found: list[PastVerdict] = []
    for moment in moments:
        version = version_on(session, scheme_id, moment.on)
        if version not in schemes:
            schemes[version] = definitions.scheme_version(session, scheme_id, version)
        scheme = schemes[version]
        people = tiers.people_judged(session, scheme, moment.on, among)
        gathered = gather(session, scheme, moment.on, people, among)
        for one in tiers.judged(session, scheme, gathered, among):
            verdict = one.verdict
            is_by_post = scheme.rule is TierRule.BY_POST
            shown = verdict.expected if is_by_post else verdict.reached
            place = _place(scheme, verdict.reached)
            found.append(
                PastVerdict(
                    moment,
                    scheme.id,
                    scheme.name,
                    version,
                    shown,
                    tier_name(scheme, shown) if shown or is_by_post else _("未到達"),
                    verdict.met,
                    verdict.overridden is not None,
                    tuple(tier_name(scheme, tier) for tier, _on in verdict.accredited),
                    len(verdict.missing),
                    None if before is None or is_by_post else _sign(place - before),
                )
            )
            before = place
    return found[::-1]


def _place(scheme: Scheme, tier: str | None) -> int:
    codes = [one.code for one in scheme.tiers]
    return codes.index(tier) if tier in codes else -1


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def version_on(session: Session, scheme_id: str, on: date) -> int:
    """Return the version of a scheme in force at the end of a day; before the first, the first."""
    found = version_records(session, DefinitionKind.SCHEME, scheme_id)
    return next((one.version for one in found if one.at.date() <= on), found[-1].version)

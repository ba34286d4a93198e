"""The desk for submissions of a fiscal year: its key pair, its folders, its package."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams.definition import ExamField
from skilltrack.domain.practices import OPEN_STAGES
from skilltrack.domain.problems import refuse
from skilltrack.domain.submissions import (
    EditionOffer,
    ExamOffer,
    Offer,
    ScoreOffer,
    SubmissionDesk,
    SubmissionKind,
)
from skilltrack.exchange.sealing.keys import new_round_keys
from skilltrack.exchange.submissions import PACKAGE_SUFFIX, write_desk
from skilltrack.files.folders import file_name, make_folder
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.services.rounds.running import signing_key
from skilltrack.store import audit, training
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.definitions import change_setting, keep_secret, secret, setting
from skilltrack.store.organisation import PRACTICES, departments_on

HANDED_OUT, INBOX, RECEIPTS = "配布", "回収", "受領"
_DESKS = "submissions.desks"
LATE_MONTH, LATE_DAY = 4, 30
"""Until this day after its end a fiscal year can still be reported."""


@dataclass(frozen=True, slots=True)
class DeskOrder:
    """What HR decides about the desk of a fiscal year.

    ``folder`` holds 配布, 回収 and 受領; None keeps that of the desk that is there. ``kinds``
    empty are all kinds. ``opens_on`` and ``closes_on`` (the last day) None are the first day of
    the year and 30 April after it.
    """

    year: FiscalYear
    folder: Path | None = None
    kinds: tuple[SubmissionKind, ...] = ()
    contact: str = ""
    purpose: str = ""
    opens_on: date | None = None
    closes_on: date | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk of a fiscal year as it is kept."""

    desk_id: str
    fiscal_year: int
    folder: Path
    kinds: tuple[SubmissionKind, ...]
    contact: str
    purpose: str
    opens_on: date
    closes_on: date
    public_key: bytes

    @property
    def inbox(self) -> Path:
        """Return the folder into which employees send."""
        return self.folder / INBOX


def default_purpose() -> str:
    """Return the purpose that senders read where HR writes none of its own."""
    return _(
        "受けた研修や試験、職場での改善を人事課に届け出ます。担当が確かめてから記録になります。"
        "研修の計画と学びの支援に使い、人事評価の点数にはしません。"
    )


def last_day_for(year: FiscalYear) -> date:
    """Return until when a fiscal year can be reported unless HR says otherwise."""
    return date(year.last_day.year, LATE_MONTH, LATE_DAY)


def package_now(database: Database, desk: Desk) -> SubmissionDesk:
    """Return what would be handed out now."""
    with database.reading() as session:
        return package_of(session, desk)


def desk_of(session: Session, year: FiscalYear) -> Desk:
    """Return the desk of a fiscal year.

    Raises:
        Refusal: There is none yet.
    """
    found = _desks(session).get(str(year.year))
    if found is None:
        raise refuse("submissions.no_desk", year=fiscal_year_text(year))
    return _desk(found)


def desk_or_none(database: Database, year: FiscalYear) -> Desk | None:
    """Return the desk of a fiscal year; None where there is none yet."""
    with database.reading() as session:
        found = _desks(session).get(str(year.year))
    return None if found is None else _desk(found)


def private_key(session: Session, desk: Desk) -> bytes:
    """Return the key that opens what was sent to a desk.

    Raises:
        Refusal: It was deleted after the retention date.
    """
    key = secret(session, _key_name(desk.desk_id))
    if key is None:
        raise refuse("submissions.key_deleted")
    return key


def set_up_desk(database: Database, order: DeskOrder) -> Desk:
    """Make the desk of a fiscal year, or change it; its key pair stays.

    Raises:
        Refusal: The days are reversed, or there is no folder.
    """
    with database.changing("submissions.desk", str(order.year.year)) as work:
        known = _desks(work).get(str(order.year.year))
        held = None if known is None else _desk(known)
        desk = _ordered(order, held)
        if desk.closes_on < desk.opens_on:
            start, last = str(desk.opens_on), str(desk.closes_on)
            raise refuse("submissions.reversed", start=start, last=last)
        if held is None:
            keys = new_round_keys()
            desk = replace(desk, public_key=keys.public)
            keep_secret(work, _key_name(desk.desk_id), keys.private)
        for name in (HANDED_OUT, INBOX, RECEIPTS):
            make_folder(desk.folder / name)
        change_setting(work, _DESKS, {**_desks(work), str(order.year.year): _document(desk)})
        audit.append(database, work, Entry("submissions.desk", desk.desk_id))
        return desk


def hand_out(database: Database, year: FiscalYear, target: Path | None = None) -> Path:
    """Write the signed package of the desk with the courses, exams and practices of today.

    Args:
        database: The data file.
        year: The fiscal year.
        target: The file; None writes it to the folder 配布 of the desk.

    Returns:
        The file written.
    """
    with database.reading() as session:
        desk = desk_of(session, year)
        package = package_of(session, desk, is_at_home=target is None)
        key = signing_key(session)
    path = target or desk.folder / HANDED_OUT / file_name(f"{package.title}{PACKAGE_SUFFIX}")
    write_desk(path, package, key)
    audit.note(database, Entry("submissions.package", desk.desk_id))
    return path


def package_of(session: Session, desk: Desk, *, is_at_home: bool = True) -> SubmissionDesk:
    """Return what is handed out: nothing in it is about a person."""
    year = FiscalYear(desk.fiscal_year)
    home = Path("..") if is_at_home else desk.folder.absolute()
    courses = {course.code: course.name for course in training.catalogue(session, year)}
    names = {d.code: d.name for d in departments_on(session, year.last_day)}
    return SubmissionDesk(
        desk_id=desk.desk_id,
        fiscal_year=desk.fiscal_year,
        title=_("{year} 届出").format(year=fiscal_year_text(year)),
        organisation=setting(session, "organisation") or "",
        contact=desk.contact,
        purpose=desk.purpose,
        opens_on=desk.opens_on,
        closes_on=desk.closes_on,
        kinds=desk.kinds,
        courses=tuple(Offer(code, name) for code, name in courses.items()),
        exams=_exam_offers(session, year),
        practices=tuple(
            Offer(p.practice_id, f"{p.title}（{names.get(p.department, p.department)}）")
            for p in PRACTICES.values(session)
            if p.practice_id and p.is_public and p.stage in OPEN_STAGES
        ),
        inbox=(home / INBOX).as_posix(),
        receipts=(home / RECEIPTS).as_posix(),
        public_key=desk.public_key,
    )


def _score_offers(fields: Sequence[ExamField]) -> tuple[ScoreOffer, ...]:
    return tuple(ScoreOffer(field.code, field.name, field.maximum) for field in fields)


def _exam_offers(session: Session, year: FiscalYear) -> tuple[ExamOffer, ...]:
    offers = []
    for exam in definitions.exams(session).values():
        edition = exam.edition_on(year.last_day) or exam.edition_on(year.first_day)
        fields = () if edition is None else edition.fields
        editions = tuple(
            EditionOffer(one.valid, _score_offers(one.fields), one.is_provisional)
            for one in exam.editions
        )
        offers.append(ExamOffer(exam.code, exam.name, _score_offers(fields), editions))
    return tuple(offers)


def _ordered(order: DeskOrder, held: Desk | None) -> Desk:
    folder = order.folder or (None if held is None else held.folder)
    if folder is None:
        raise refuse("submissions.no_desk", year=fiscal_year_text(order.year))
    late = last_day_for(order.year)
    every = tuple(SubmissionKind)
    if held is None:
        return Desk(
            desk_id=f"todoke-{order.year.year}-{secrets.token_hex(4)}",
            fiscal_year=order.year.year,
            folder=folder,
            kinds=order.kinds or every,
            contact=order.contact,
            purpose=order.purpose or default_purpose(),
            opens_on=order.opens_on or order.year.first_day,
            closes_on=order.closes_on or late,
            public_key=b"",
        )
    return replace(
        held,
        folder=folder,
        kinds=order.kinds or held.kinds,
        contact=order.contact or held.contact,
        purpose=order.purpose or held.purpose,
        opens_on=order.opens_on or held.opens_on,
        closes_on=order.closes_on or held.closes_on,
    )


def _desks(session: Session) -> Mapping[str, Any]:
    found: Mapping[str, Any] = setting(session, _DESKS) or {}
    return found


def _document(desk: Desk) -> dict[str, Any]:
    return {
        "desk_id": desk.desk_id,
        "fiscal_year": desk.fiscal_year,
        "folder": str(desk.folder),
        "kinds": [kind.value for kind in desk.kinds],
        "contact": desk.contact,
        "purpose": desk.purpose,
        "opens_on": desk.opens_on.isoformat(),
        "closes_on": desk.closes_on.isoformat(),
        "public_key": desk.public_key.hex(),
    }


def _desk(document: Mapping[str, Any]) -> Desk:
    kinds: Sequence[str] = document["kinds"]
    return Desk(
        desk_id=document["desk_id"],
        fiscal_year=document["fiscal_year"],
        folder=Path(document["folder"]),
        kinds=tuple(SubmissionKind(kind) for kind in kinds),
        contact=document["contact"],
        purpose=document["purpose"],
        opens_on=date.fromisoformat(document["opens_on"]),
        closes_on=date.fromisoformat(document["closes_on"]),
        public_key=bytes.fromhex(document["public_key"]),
    )


def _key_name(desk_id: str) -> str:
    return f"desk.{desk_id}.key"

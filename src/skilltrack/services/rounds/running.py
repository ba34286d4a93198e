"""Rounds: opened, handed out as a signed package, followed and closed."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import Course
from skilltrack.domain.problems import Problem, Refusal, refuse
from skilltrack.domain.questionnaires.definition import Questionnaire
from skilltrack.domain.rounds.definition import (
    AnswerRate,
    Asked,
    CourseOffer,
    Population,
    RoundPackage,
    RoundStatus,
)
from skilltrack.domain.structure import Arrangement
from skilltrack.domain.tally import Tally
from skilltrack.exchange.packages import SUFFIX, write_package
from skilltrack.exchange.sealing.keys import new_round_keys
from skilltrack.files.folders import file_name, make_folder
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.services.organisation.lineage import Places, arrangement_in
from skilltrack.services.people.populations import people_chosen
from skilltrack.store import audit, organisation, training
from skilltrack.store import rounds as records
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.definitions import change_setting, keep_secret, secret, setting
from skilltrack.store.rounds import RoundRecord

HANDED_OUT = "配布"
INBOX = "回収"
RECEIPTS = "受領"

SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class RoundOrder:
    """What HR decides when opening a round; ``closes_on`` is the last day for answers.

    ``questionnaire_version`` None is the newest. A ``population`` without employment types asks
    those that the schemes count. ``reminders`` are the days on which to chase.
    """

    title: str
    questionnaire: str
    schemes: tuple[str, ...]
    opens_on: date
    closes_on: date
    purpose: str
    contact: str = ""
    questionnaire_version: int | None = None
    population: Population = field(default_factory=Population)
    reminders: tuple[date, ...] = ()
    is_strict: bool = False


def default_purpose() -> str:
    """Return the purpose shown to respondents where HR writes none of its own."""
    return _(
        "この調査は、研修の計画と一人ひとりの学びの支援に使います。"
        "人事評価には使いません。所属別の結果は、5人以上のまとまりでだけ示します。"
    )


def open_round(database: Database, order: RoundOrder, folder: Path) -> RoundRecord:
    """Open a round: freeze its questionnaire, make its key pair, note whom it asks.

    Asked are the people in a main post on the day of the population whom its rule includes.

    Args:
        database: The data file.
        order: What is asked, of whom and until when.
        folder: The folder of the round on the file server; three folders are made in it.

    Raises:
        Refusal: Dates reversed, a reminder outside of them, questionnaire, scheme or a part of
            the population unknown, nobody to ask.
    """
    _check_days(order)
    keys = new_round_keys()
    with database.changing("round.open", order.title) as work:
        questionnaire = _questionnaire(work, order)
        schemes = [definitions.scheme(work, scheme_id) for scheme_id in order.schemes]
        asked = people_chosen(work, order.population, order.opens_on, schemes)
        if not asked:
            raise refuse("rounds.nobody", date=str(order.population.as_of or order.opens_on))
        year = FiscalYear.of(order.opens_on).year
        record = RoundRecord(
            round_id=f"{year}-{secrets.token_hex(4)}",
            title=order.title,
            questionnaire=questionnaire.id,
            questionnaire_version=questionnaire.version,
            schemes=tuple((scheme.id, scheme.version) for scheme in schemes),
            purpose=order.purpose,
            contact=order.contact,
            opens_on=order.opens_on,
            closes_on=order.closes_on,
            is_closed=False,
            public_key=keys.public,
            population=order.population,
            reminders=tuple(sorted(set(order.reminders))),
            is_strict=order.is_strict,
        )
        for name in (HANDED_OUT, INBOX, RECEIPTS):
            make_folder(folder / name)
        records.ROUNDS.record(work, [record])
        records.record_asked(work, record.round_id, asked)
        _keep_secrets(work, record.round_id, keys.private)
        change_setting(work, _folder_name(record.round_id), str(folder))
        audit.append(database, work, Entry("round.open", record.round_id, len(asked)))
        return record


def _check_days(order: RoundOrder) -> None:
    if order.closes_on < order.opens_on:
        raise refuse("rounds.reversed", start=str(order.opens_on), last=str(order.closes_on))
    outside = [day for day in order.reminders if not order.opens_on <= day <= order.closes_on]
    if outside:
        raise Refusal([Problem("rounds.reminder", values={"day": str(day)}) for day in outside])


def _questionnaire(session: Session, order: RoundOrder) -> Questionnaire:
    if order.questionnaire_version is not None:
        return definitions.questionnaire_version(
            session, order.questionnaire, order.questionnaire_version
        )
    newest = definitions.questionnaires(session).get(order.questionnaire)
    if newest is None:
        raise refuse("questionnaires.unknown", questionnaire=order.questionnaire)
    return newest


def preview_asked(database: Database, order: RoundOrder) -> tuple[Asked, ...]:
    """Return whom an order would ask, by department and number, without opening anything."""
    with database.reading() as session:
        schemes = [definitions.scheme(session, scheme_id) for scheme_id in order.schemes]
        return people_chosen(session, order.population, order.opens_on, schemes)


def _keep_secrets(work: UnitOfWork, round_id: str, private: bytes) -> None:
    keep_secret(work, _key_name(round_id), private)
    keep_secret(work, _form_key_name(round_id), secrets.token_bytes(SECRET_BYTES))
    keep_secret(work, _code_secret_name(round_id), secrets.token_bytes(SECRET_BYTES))


def _key_name(round_id: str) -> str:
    return f"round.{round_id}.key"


def _folder_name(round_id: str) -> str:
    return f"round.{round_id}.folder"


def _form_key_name(round_id: str) -> str:
    return f"round.{round_id}.forms"


def _code_secret_name(round_id: str) -> str:
    return f"round.{round_id}.codes"


def secret_names(round_id: str) -> tuple[str, ...]:
    """Return under which names the keys of a round are kept."""
    return (_key_name(round_id), _form_key_name(round_id), _code_secret_name(round_id))


def round_record(session: Session, round_id: str) -> RoundRecord:
    """Return a round.

    Raises:
        Refusal: There is no such round.
    """
    known = records.rounds(session)
    for record in known:
        if record.round_id == round_id:
            return record
    accepted = "、".join(record.round_id for record in known) or "―"
    raise refuse("rounds.unknown", round=round_id, accepted=accepted)


def round_folder(session: Session, round_id: str) -> Path:
    """Return the folder of a round."""
    return Path(setting(session, _folder_name(round_id)))


def private_key(session: Session, round_id: str) -> bytes:
    """Return the key that opens the answers of a round.

    Raises:
        Refusal: It was deleted after the retention date.
    """
    return _secret_of(session, round_id, _key_name(round_id))


def form_key(session: Session, round_id: str) -> bytes:
    """Return the key that stamps the Excel forms of a round.

    Raises:
        Refusal: It was deleted after the retention date.
    """
    return _secret_of(session, round_id, _form_key_name(round_id))


def code_secret(session: Session, round_id: str) -> bytes:
    """Return the secret from which the personal codes of a round are made.

    Raises:
        Refusal: It was deleted after the retention date.
    """
    return _secret_of(session, round_id, _code_secret_name(round_id))


def _secret_of(session: Session, round_id: str, name: str) -> bytes:
    found = secret(session, name)
    if found is None:
        raise refuse("rounds.key_deleted", round=round_id)
    return found


def signing_key(session: Session) -> bytes:
    """Return the key by which the organisation signs packages and receipts."""
    key = secret(session, "signing_key")
    if key is None:
        raise refuse("rounds.no_signing_key")
    return key


def hand_out(database: Database, round_id: str, target: Path | None = None) -> Path:
    """Write the signed package of a round.

    Args:
        database: The data file.
        round_id: The round.
        target: The file; None writes it to the folder 配布 of the round.

    Returns:
        The file written.
    """
    with database.reading() as session:
        record = round_record(session, round_id)
        folder = round_folder(session, round_id)
        package = _package(session, record, folder, at_home=target is None)
        key = signing_key(session)
    path = target or folder / HANDED_OUT / file_name(f"{record.title}{SUFFIX}")
    write_package(path, package, key)
    audit.note(database, Entry("round.package", round_id))
    return path


def _package(session: Session, record: RoundRecord, folder: Path, *, at_home: bool) -> RoundPackage:
    questionnaire = definitions.questionnaire_version(
        session, record.questionnaire, record.questionnaire_version
    )
    schemes = tuple(definitions.scheme_version(session, *frozen) for frozen in record.schemes)
    offers = _offers(training.catalogue(session, FiscalYear.of(record.opens_on)))
    titles = organisation.TITLES.values(session)
    home = Path("..") if at_home else folder.absolute()
    return RoundPackage(
        round_id=record.round_id,
        title=record.title,
        organisation=setting(session, "organisation") or "",
        contact=record.contact,
        purpose=record.purpose,
        opens_on=record.opens_on,
        closes_on=record.closes_on,
        questionnaire=questionnaire,
        schemes=schemes,
        titles=tuple(
            (title.name, title.band) for title in titles if record.opens_on in title.valid
        ),
        courses=offers,
        inbox=(home / INBOX).as_posix(),
        receipts=(home / RECEIPTS).as_posix(),
        public_key=record.public_key,
        is_strict=record.is_strict,
    )


def _offers(catalogue: Sequence[Course]) -> tuple[CourseOffer, ...]:
    """Return one offer per course code, meant for the bands of all its catalogue rows."""
    offered: dict[str, CourseOffer] = {}
    for course in catalogue:
        known = offered.get(course.code)
        if known is None:
            bands = course.bands
        else:
            is_for_all = not known.bands or not course.bands
            bands = () if is_for_all else tuple(dict.fromkeys(known.bands + course.bands))
        offered[course.code] = CourseOffer(course.code, course.name, course.mode, bands)
    return tuple(offered.values())


def close_round(database: Database, round_id: str) -> RoundRecord:
    """Close a round: from now on no answer is taken."""
    with database.changing("round.close", round_id) as work:
        record = round_record(work, round_id)
        if record.is_closed:
            raise refuse("rounds.closed_already", title=record.title)
        stored = [s for s in records.ROUNDS.current(work) if s.value.round_id == round_id]
        closed = replace(record, is_closed=True)
        records.ROUNDS.supersede(work, stored)
        records.ROUNDS.record(work, [closed])
        audit.append(database, work, Entry("round.close", round_id))
        return closed


def list_rounds(database: Database, as_known: datetime | None = None) -> tuple[RoundRecord, ...]:
    """Return the rounds, newest opening first; ``as_known`` None is everything recorded."""
    with database.reading(as_known) as session:
        return records.rounds(session)


def people_asked(database: Database, round_id: str) -> frozenset[str]:
    """Return the numbers of everybody whom a round asks."""
    with database.reading() as session:
        return frozenset(person.employee_no for person in records.asked(session, round_id))


def round_status(
    database: Database, round_id: str, as_known: datetime | None = None
) -> RoundStatus:
    """Return who was asked and has answered, by evaluation unit of the day of opening.

    People outside any unit are counted under their own department; ``as_known`` None is
    everything recorded.
    """
    with database.reading(as_known) as session:
        return status_in(session, round_record(session, round_id))


def status_in(
    session: Session, record: RoundRecord, arrangement: Arrangement | None = None
) -> RoundStatus:
    """Return the status of a round within a session.

    Args:
        session: Where to read.
        record: The round.
        arrangement: Of a day on or after the opening; None is the organisation of the opening.
    """
    arrangement = arrangement or arrangement_in(session, record.opens_on)
    places = Places(arrangement, record.opens_on)
    split = {code for code, _on in arrangement.lineage.split}
    tallies: dict[str, Tally] = {}
    names: dict[str, str] = {}
    answered = records.answered_by_department(session, record.round_id, split)
    for (department, number), tally in answered.items():
        place = places.of(department, number)
        row = place.row or place.code
        names[row] = places.row_name(place)
        tallies[row] = tallies.get(row, Tally(0, 0)) + tally
    rates: Sequence[AnswerRate] = [
        AnswerRate(code, names[code], tallies[code]) for code in sorted(tallies)
    ]
    return RoundStatus(
        round_id=record.round_id,
        title=record.title,
        questionnaire=record.questionnaire,
        opens_on=record.opens_on,
        closes_on=record.closes_on,
        is_closed=record.is_closed,
        answered=sum(tallies.values(), Tally(0, 0)),
        rates=tuple(rates),
    )

"""A role by the fields of the answers: in which field its holders are strongest and weakest."""

from datetime import date, datetime

from skilltrack.domain.analysis.groups import RoundFacts, score_of
from skilltrack.domain.problems import refuse
from skilltrack.domain.questionnaires.definition import ItemKind
from skilltrack.domain.roles.fields import FieldBalance, even, field_shares
from skilltrack.services import definitions
from skilltrack.services.people.posts import posts_on
from skilltrack.services.roles.appointments import known_role, role_names
from skilltrack.services.roles.figures import holders_on
from skilltrack.services.rounds.running import round_record
from skilltrack.store import rounds as records
from skilltrack.store.analysis import answers_of_round
from skilltrack.store.database import Database, Session
from skilltrack.store.rounds import RoundRecord


def role_fields(
    database: Database,
    role: str,
    as_of: date,
    as_known: datetime | None = None,
    *,
    round_id: str = "",
) -> FieldBalance | None:
    """Return in which fields whoever holds a role on a day is strongest and weakest.

    Figures about too few people are hidden, whoever looks.

    Args:
        database: The data file.
        role: The role by name or code.
        as_of: The day: of posts, role and answers.
        as_known: What was recorded by this instant; None is everything.
        round_id: The round whose answers count; '' is the newest one that was answered by then.

    Returns:
        None where no round was answered by then.

    Raises:
        Refusal: There is no such role or round, or the round opens after the day.
    """
    with database.reading(as_known) as session:
        code = known_role(session, role)
        record = _round(session, as_of, round_id)
        if record is None:
            return None
        questionnaire = definitions.questionnaire_version(
            session, record.questionnaire, record.questionnaire_version
        )
        answers = answers_of_round(session, record.round_id, as_of)
        scores = {number: score_of(questionnaire, one) for number, one in answers.items()}
        holders = holders_on(session, code, as_of) & posts_on(session, as_of).people.keys()
        rated = {item.category for item in questionnaire.items if item.kind is ItemKind.RATING}
        categories = [one for one in questionnaire.categories if one.code in rated]
        return FieldBalance(
            code,
            role_names(session)[code],
            as_of,
            RoundFacts(
                record.round_id,
                record.title,
                record.questionnaire,
                record.questionnaire_version,
                record.opens_on,
                record.closes_on,
                record.is_closed,
            ),
            len(holders),
            len(holders & scores.keys()),
            even(scores, holders),
            field_shares(categories, scores, holders),
        )


def _round(session: Session, as_of: date, round_id: str) -> RoundRecord | None:
    if round_id:
        record = round_record(session, round_id)
        if record.opens_on > as_of:
            raise refuse("roles.round_ahead", title=record.title)
        return record
    opened = (one for one in records.rounds(session) if one.opens_on <= as_of)
    return next((one for one in opened if answers_of_round(session, one.round_id, as_of)), None)


def rounds_offered(database: Database, as_of: date) -> tuple[tuple[str, str], ...]:
    """Return the rounds opened by a day, newest first: id and title."""
    with database.reading() as session:
        return tuple(
            (one.round_id, one.title) for one in records.rounds(session) if one.opens_on <= as_of
        )

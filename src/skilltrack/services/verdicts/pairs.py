"""Before and after training: two rounds of which both were answered by the same people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from skilltrack.domain.analysis.groups import restricted
from skilltrack.domain.analysis.trends import compared_items
from skilltrack.domain.disclosure.cells import DisclosureRules
from skilltrack.domain.pairs import (
    QUARTERS,
    TOTAL,
    Both,
    LevelGains,
    PairFigures,
    Side,
    level_gains,
    pair_figures,
)
from skilltrack.domain.problems import refuse
from skilltrack.domain.questionnaires.answers import Answers
from skilltrack.domain.questionnaires.definition import Category, ItemKind, Questionnaire
from skilltrack.domain.questionnaires.scoring import Scorer, total_score
from skilltrack.domain.questionnaires.versions import comparable_between
from skilltrack.domain.schemes.definition import ScoreLadder, ScoreLevel
from skilltrack.i18n.numbers import percent
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.services.organisation.lineage import Places, arrangement_in
from skilltrack.store import audit
from skilltrack.store import rounds as records
from skilltrack.store.analysis import answers_of_round
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.definitions import setting
from skilltrack.store.rounds import RoundRecord


@dataclass(frozen=True, slots=True)
class PairOffered:
    """A comparison that a scheme names, with the two rounds it means; None where one is missing."""

    id: str
    name: str
    scheme_name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class PairChoice:
    """What can be compared: the pairs of the schemes, and every round, newest first."""

    pairs: tuple[PairOffered, ...]
    rounds: tuple[tuple[str, str], ...]


def pairs_offered(database: Database, as_known: datetime | None = None) -> PairChoice:
    """Return the comparisons of the schemes in use, and every round that can be chosen."""
    with database.reading(as_known) as session:
        return offered_in(session)


def offered_in(session: Session) -> PairChoice:
    """Return what can be compared within a session."""
    known = records.rounds(session)
    schemes = definitions.schemes(session)
    found = []
    for scheme_id, programme in definitions.programmes(session).items():
        for pair in programme.pairs:
            before, after = _meant(known, pair.before, pair.after)
            found.append(
                PairOffered(
                    f"{scheme_id}:{pair.id}",
                    pair.name,
                    schemes[scheme_id].name,
                    None if before is None else before.round_id,
                    None if after is None else after.round_id,
                )
            )
    return PairChoice(tuple(found), tuple((one.round_id, one.title) for one in known))


def _meant(
    known: tuple[RoundRecord, ...], before: str, after: str
) -> tuple[RoundRecord | None, RoundRecord | None]:
    """Return the newest round of the second questionnaire and the newest of the first before it."""
    second = next((one for one in known if one.questionnaire == after), None)
    first = next(
        (
            one
            for one in known
            if one.questionnaire == before
            and second is not None
            and one.round_id != second.round_id
            and one.opens_on <= second.opens_on
        ),
        None,
    )
    return first, second


def compare_rounds(
    database: Database, before: str, after: str, as_known: datetime | None = None
) -> PairFigures:
    """Compare two rounds person by person; that it was looked at is logged.

    Args:
        database: The data file.
        before: The earlier round.
        after: The later one, of the same questionnaire or of another.
        as_known: What was recorded by this instant; None is everything.

    Raises:
        Refusal: A round is unknown, both are the same, or they are the wrong way round.
    """
    with database.reading(as_known) as session:
        found = compared_in(session, before, after)
    audit.note(database, Entry("pairs.show", f"{before} {after}", found.people))
    return found


def compared_in(session: Session, before: str, after: str) -> PairFigures:
    """Compare two rounds within a session."""
    first, second = _round(session, before), _round(session, after)
    if first.round_id == second.round_id:
        raise refuse("pairs.same_round")
    if first.opens_on > second.opens_on:
        raise refuse("pairs.not_earlier", before=first.title, after=second.title)
    old_version, new_version, left_out = _versions(session, first, second)
    old = answers_of_round(session, first.round_id)
    new = answers_of_round(session, second.round_id)
    both = sorted(old.keys() & new.keys())
    units, names = _units(session, second, frozenset(both))
    old_shares, new_shares = _Shares(old_version), _Shares(new_version)
    people = [
        Both(number, units.get(number, ""), old_shares.of(old[number]), new_shares.of(new[number]))
        for number in both
    ]
    return pair_figures(
        (_side(first, len(old)), _side(second, len(new))),
        people,
        {TOTAL: _("全分野")} | {c.code: c.name for c in _categories(old_version, new_version)},
        {**names, "": _("所属なし")},
        _levels(session, second.questionnaire, people),
        left_out,
        DisclosureRules(),
    )


def _round(session: Session, round_id: str) -> RoundRecord:
    known = {one.round_id: one for one in records.rounds(session)}
    if round_id not in known:
        raise refuse("pairs.unknown_round", round=round_id, accepted=_("、").join(known) or "―")
    return known[round_id]


def _side(record: RoundRecord, answered: int) -> Side:
    return Side(
        record.round_id,
        record.title,
        record.questionnaire,
        record.questionnaire_version,
        record.opens_on,
        answered,
    )


def _versions(
    session: Session, first: RoundRecord, second: RoundRecord
) -> tuple[Questionnaire, Questionnaire, int]:
    """Return what was asked, narrowed to what can be compared, and how many items are left out.

    Different questionnaires are compared by their fields as they are.
    """
    old = definitions.questionnaire_version(
        session, first.questionnaire, first.questionnaire_version
    )
    new = definitions.questionnaire_version(
        session, second.questionnaire, second.questionnaire_version
    )
    if first.questionnaire != second.questionnaire:
        return old, new, 0
    versions = {
        number: definitions.questionnaire_version(session, first.questionnaire, number)
        for number in range(min(old.version, new.version), max(old.version, new.version) + 1)
    }
    comparable = comparable_between(versions, {old.version, new.version})
    compared, left_out = compared_items((old, new), comparable)
    return restricted(old, compared), restricted(new, compared), len(left_out)


def _categories(old: Questionnaire, new: Questionnaire) -> tuple[Category, ...]:
    """Return the fields with ratings in both."""
    rated = [
        {item.category for item in one.items if item.kind is ItemKind.RATING} for one in (old, new)
    ]
    return tuple(c for c in new.categories if c.code in rated[0] & rated[1])


class _Shares:
    """Scores people under one questionnaire: every field, and all together."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._scorer = Scorer(questionnaire)

    def of(self, answers: Answers) -> Mapping[str, Fraction | None]:
        """Return field → share."""
        scores = self._scorer.scores(answers)
        found = {score.category: score.ratio for score in scores}
        found[TOTAL] = total_score(scores).ratio if scores else None
        return found


def _units(
    session: Session, record: RoundRecord, wanted: frozenset[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return employee number → unit at the later round, and unit → name."""
    places = Places(arrangement_in(session, record.opens_on, None), record.opens_on)
    units: dict[str, str] = {}
    names: dict[str, str] = {}
    for person in records.asked(session, record.round_id):
        if person.employee_no in wanted:
            place = places.of(person.department, person.employee_no)
            unit = units[person.employee_no] = place.row or place.code
            names.setdefault(unit, places.row_name(place))
    return units, names


def _levels(session: Session, questionnaire: str, people: list[Both]) -> LevelGains:
    """Count levels by the first ladder of a scheme over the questionnaire, else by quarters."""
    for scheme in definitions.schemes(session).values():
        for ladder in scheme.ladders:
            owner = ladder.questionnaire or scheme.questionnaire
            if owner == questionnaire and not ladder.category:
                return level_gains(people, ladder, is_ours=False)
    levels = tuple(
        ScoreLevel(str(place), _("{least}から").format(least=percent(least, 0)), least)
        for place, least in enumerate(QUARTERS)
    )
    return level_gains(people, ScoreLadder("", _("得点の水準"), levels), is_ours=True)


def save_pair(database: Database, path: Path, found: PairFigures) -> int:
    """Save a comparison as a workbook; return how many people are compared.

    Raises:
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.pairs import write_pair

    with database.reading() as session:
        name = setting(session, "organisation") or ""
    write_pair(path, found, organisation=name, made_at=database.clock())
    audit.note(database, Entry("export.pairs", path.name, found.people))
    return found.people

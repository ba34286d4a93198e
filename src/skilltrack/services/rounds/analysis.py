"""What a round shows, compared with the one before, and the workbook of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from skilltrack.domain.analysis.groups import (
    Answered,
    Group,
    GroupKind,
    Respondent,
    RoundFacts,
    figures_by_group,
    group_figures,
)
from skilltrack.domain.analysis.items import item_analysis
from skilltrack.domain.analysis.rounds import RoundAnalysis
from skilltrack.domain.analysis.trends import EVERYBODY, Comparison, Trend, compare, trend
from skilltrack.domain.organisation import lines_of
from skilltrack.domain.problems import Problem, Refusal, refuse
from skilltrack.domain.progress import Progress, silent
from skilltrack.domain.questionnaires.definition import Questionnaire
from skilltrack.domain.questionnaires.versions import comparable_between
from skilltrack.domain.rounds.definition import Asked
from skilltrack.domain.structure import (
    Arranged,
    Arrangement,
    Structure,
    StructureOn,
    arrange,
    chosen_structure,
)
from skilltrack.exchange.plain import restored
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.services.organisation.lineage import Place, Places, arrangement_in
from skilltrack.services.rounds.coverage import asked_coverage
from skilltrack.services.rounds.running import round_record
from skilltrack.services.years.closed_figures import knowing_round
from skilltrack.store import audit
from skilltrack.store import rounds as records
from skilltrack.store.analysis import answers_of_round
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.definitions import DefinitionKind, all_versions, setting
from skilltrack.store.rounds import RoundRecord


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A round narrowed to the chosen people: who was asked, by unit and band, and who answered."""

    facts: RoundFacts
    answered: Answered
    asked_in_unit: Mapping[str, int]
    asked_in_band: Mapping[str, int]
    not_asked: int


@dataclass(slots=True)
class _Reader:
    """Reads rounds as they are needed for one analysis, with the rows of its arrangement."""

    session: Session
    arrangement: Arrangement
    departments: frozenset[str]
    bands: frozenset[str]
    versions: Mapping[int, Questionnaire]
    lines: Mapping[str, frozenset[str]] = field(init=False)
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.lines = lines_of(self.arrangement.lineage.on(self.arrangement.settled_on))

    def load(self, record: RoundRecord) -> tuple[_Loaded, Arranged]:
        """Read a round.

        One that opened after the day of the arrangement stays as it was: nothing leads back.
        """
        day = record.opens_on
        is_later = day > self.arrangement.settled_on
        arrangement = arrange(self.arrangement.lineage, day) if is_later else self.arrangement
        places = Places(arrangement, day)
        everybody = records.asked(self.session, record.round_id)
        answers = answers_of_round(self.session, record.round_id)
        not_asked = answers.keys() - {person.employee_no for person in everybody}
        unit_of: dict[str, str] = {}
        for person in everybody:
            place = places.of(person.department, person.employee_no)
            if self._includes(person, place):
                row = unit_of[person.employee_no] = place.row or place.code
                self.names.setdefault(row, places.row_name(place))
        chosen = [person for person in everybody if person.employee_no in unit_of]
        people = tuple(
            Respondent(number, unit_of[number], person.band or "", answers[number])
            for person in chosen
            if (number := person.employee_no) in answers
        )
        loaded = _Loaded(
            facts=_facts(record),
            answered=Answered(self.versions[record.questionnaire_version], people),
            asked_in_unit=Counter(unit_of.values()),
            asked_in_band=Counter(person.band or "" for person in chosen),
            not_asked=len(not_asked),
        )
        return loaded, places.arranged

    def _includes(self, person: Asked, place: Place) -> bool:
        if self.bands and (person.band or "") not in self.bands:
            return False
        if not self.departments:
            return True
        line = self.lines.get(place.code, frozenset({place.code}))
        return not self.departments.isdisjoint(line | {place.row})


def analysis(
    database: Database,
    round_id: str,
    *,
    departments: Sequence[str] = (),
    bands: Sequence[str] = (),
    compare_with: str | None = None,
    as_known: datetime | None = None,
    structure: StructureOn | None = None,
    is_live: bool = False,
) -> RoundAnalysis:
    """Study a round; that it was looked at is logged.

    Band and department of a person are those of the day on which the round chose whom it asks;
    the department is followed to the organisation wanted, in earlier rounds as in this one.

    Args:
        database: The data file.
        round_id: The round.
        departments: Codes of departments to which it is narrowed, with all below them.
        bands: Codes of bands to which it is narrowed, "" for people without one.
        compare_with: An earlier round of the same questionnaire; None for the newest one before
            it that was answered.
        as_known: What was recorded by this instant; None is everything.
        structure: By which organisation; None is the one of the opening day.
        is_live: Take today's records even where the year of the round is closed.

    Raises:
        Refusal: Round, department or band unknown, or the round to compare with is not an
            earlier one of the same questionnaire.
    """
    with database.reading(as_known) as session:
        known, closed, _at = knowing_round(session, round_id, structure, is_live=is_live)
        found = analysis_in(known, round_id, departments, bands, compare_with, structure)
    audit.note(database, Entry("round.analysis", round_id, found.body.answered.done))
    return replace(found, closed=closed)


def way_of_round(
    database: Database,
    round_id: str,
    structure: Structure,
    today: date,
    *,
    on: date | None = None,
    compare_with: str | None = None,
    as_known: datetime | None = None,
) -> StructureOn | None:
    """Return a way of looking at a round with its other day; None for its opening day.

    ``on`` is the other day; None is today for 今の組織, and for 比較できる単位 the opening of the
    round compared with (``compare_with``, None for the one opened before as known at
    ``as_known``).

    Raises:
        Refusal: No such round, or the day of the organisation lies before the opening.
    """
    with database.reading(as_known) as session:
        record = round_record(session, round_id)
        if on is None and structure is Structure.LIKE_FOR_LIKE:
            on = _opened_before(session, record, compare_with)
    return chosen_structure(structure, record.opens_on, today, on)


def analysis_in(
    session: Session,
    round_id: str,
    departments: Sequence[str] = (),
    bands: Sequence[str] = (),
    compare_with: str | None = None,
    structure: StructureOn | None = None,
) -> RoundAnalysis:
    """Study a round within a session."""
    record = round_record(session, round_id)
    arrangement = arrangement_in(session, record.opens_on, structure)
    names = band_names(session, record)
    chosen = _chosen(arrangement, names, departments, bands)
    versions = _versions(session, record.questionnaire)
    reader = _Reader(session, arrangement, frozenset(departments), frozenset(bands), versions)
    of_questionnaire = [
        one for one in records.rounds(session) if one.questionnaire == record.questionnaire
    ]
    read = {one.round_id: reader.load(one) for one in of_questionnaire}
    loaded = {code: one for code, (one, _arranged) in read.items()}
    now, arranged = read[round_id]
    answered = now.answered
    then = _then(session, record, of_questionnaire, loaded, compare_with)
    return RoundAnalysis(
        round=now.facts,
        questionnaire=answered.questionnaire,
        chosen=chosen,
        body=group_figures(
            answered.questionnaire,
            EVERYBODY,
            sum(now.asked_in_unit.values()),
            answered.scored,
        ),
        departments=figures_by_group(
            answered, _department_groups(now.asked_in_unit, reader.names), now.asked_in_unit
        ),
        bands=figures_by_group(answered, _band_groups(now.asked_in_band, names), now.asked_in_band),
        quality=item_analysis(answered.questionnaire, [one.answers for one in answered.people]),
        comparison=None if then is None else _comparison(versions, then, now, reader.names),
        trend=_trend(versions, [loaded[one.round_id] for one in reversed(of_questionnaire)]),
        not_asked=now.not_asked,
        counted=asked_coverage(session, record),
        arranged=arranged,
    )


def _opened_before(session: Session, record: RoundRecord, compare_with: str | None) -> date | None:
    """Return the opening day of the round to compare with; None without an earlier one."""
    if compare_with is not None:
        return round_record(session, compare_with).opens_on
    earlier = (
        one.opens_on
        for one in records.rounds(session)
        if one.questionnaire == record.questionnaire and one.opens_on < record.opens_on
    )
    return max(earlier, default=None)


def _facts(record: RoundRecord) -> RoundFacts:
    return RoundFacts(
        record.round_id,
        record.title,
        record.questionnaire,
        record.questionnaire_version,
        record.opens_on,
        record.closes_on,
        record.is_closed,
    )


def _versions(session: Session, questionnaire: str) -> dict[int, Questionnaire]:
    """Return every version of a questionnaire, number → version."""
    return {
        found.version: restored(Questionnaire, found.body)
        for found in all_versions(session, DefinitionKind.QUESTIONNAIRE)
        if found.code == questionnaire
    }


def band_names(session: Session, record: RoundRecord) -> dict[str, str]:
    """Return the bands of the schemes of a round, then those of all others, code → name."""
    frozen = [definitions.scheme_version(session, *scheme) for scheme in record.schemes]
    names: dict[str, str] = {}
    for scheme in (*frozen, *definitions.schemes(session).values()):
        for band in scheme.bands:
            names.setdefault(band.code, band.name)
    return names


def no_band() -> str:
    """Return what people without a band are called together."""
    return _("役職区分なし")


def _chosen(
    arrangement: Arrangement,
    band_names: Mapping[str, str],
    departments: Sequence[str],
    bands: Sequence[str],
) -> tuple[Group, ...]:
    """Name what was chosen.

    Raises:
        Refusal: With every unknown code.
    """
    on = arrangement.settled_on
    departments_named = {
        row.code: row.name for row in (*arrangement.lineage.on(on), *arrangement.rows)
    }
    names = {**band_names, "": no_band()}
    accepted = "、".join(band_names) or "―"
    unknown = [
        Problem("rounds.unknown_department", values={"name": code})
        for code in departments
        if code not in departments_named
    ] + [
        Problem("rounds.unknown_band", values={"name": code, "accepted": accepted})
        for code in bands
        if code not in names
    ]
    if unknown:
        raise Refusal(unknown)
    return (
        *(Group(GroupKind.DEPARTMENT, code, departments_named[code]) for code in departments),
        *(Group(GroupKind.BAND, code, names[code]) for code in bands),
    )


def _department_groups(codes: Iterable[str], names: Mapping[str, str]) -> list[Group]:
    return [Group(GroupKind.DEPARTMENT, code, names.get(code, code)) for code in sorted(codes)]


def _band_groups(codes: Iterable[str], names: Mapping[str, str]) -> list[Group]:
    """Return the bands in the order of the schemes; people without one come last."""
    order = {code: place for place, code in enumerate(names)}
    ordered = sorted(codes, key=lambda code: (not code, order.get(code, len(order)), code))
    return [
        Group(GroupKind.BAND, code, names.get(code, code) if code else no_band())
        for code in ordered
    ]


def _then(
    session: Session,
    record: RoundRecord,
    of_questionnaire: Sequence[RoundRecord],
    loaded: Mapping[str, _Loaded],
    compare_with: str | None,
) -> _Loaded | None:
    """Return the round to compare with; None where there is no earlier one with answers."""
    if compare_with is not None:
        other = round_record(session, compare_with)
        if other.questionnaire != record.questionnaire:
            raise refuse("analysis.other_questionnaire", title=other.title)
        if other.round_id == record.round_id or other.opens_on > record.opens_on:
            raise refuse("analysis.not_earlier", title=other.title)
        return loaded[other.round_id]
    at = of_questionnaire.index(record)
    earlier = (loaded[one.round_id] for one in of_questionnaire[at + 1 :])
    return next((one for one in earlier if one.answered.people), None)


def _comparison(
    versions: Mapping[int, Questionnaire], then: _Loaded, now: _Loaded, names: Mapping[str, str]
) -> Comparison:
    return compare(
        then.answered,
        now.answered,
        _comparable(versions, [then, now]),
        then.facts,
        _department_groups(then.asked_in_unit.keys() | now.asked_in_unit.keys(), names),
    )


def _trend(versions: Mapping[int, Questionnaire], rounds: Sequence[_Loaded]) -> Trend:
    return trend([(one.facts, one.answered) for one in rounds], _comparable(versions, rounds))


def _comparable(versions: Mapping[int, Questionnaire], rounds: Iterable[_Loaded]) -> frozenset[str]:
    """Return the codes of items that ask the same in every version that the rounds used."""
    return comparable_between(versions, {one.facts.version for one in rounds})


def write_analysis(
    database: Database,
    path: Path,
    found: RoundAnalysis,
    *,
    is_data: bool = False,
    progress: Progress = silent,
) -> None:
    """Write an analysis as a workbook; the log keeps that it left.

    Args:
        database: The data file.
        path: The workbook to write or to replace.
        found: The analysis.
        is_data: Long tables for other programs instead of pages for printing.
        progress: Told the rows of the long tables written, and all rows.

    Raises:
        MachineFailure: The file could not be written.
        Cancelled: The progress callable stopped the work; the file is as it was.
    """
    with database.reading() as session:
        name = setting(session, "organisation") or ""
    made_at = database.clock()
    if is_data:
        from skilltrack.reports.analysis.data import write_analysis_data

        write_analysis_data(path, found, made_at=made_at, organisation=name, progress=progress)
    else:
        from skilltrack.reports.analysis.workbook import write_analysis_report

        write_analysis_report(path, found, made_at=made_at, organisation=name)
    audit.note(database, Entry("report.analysis", path.name, found.body.answered.done))

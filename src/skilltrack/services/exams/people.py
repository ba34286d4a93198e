"""Everybody's progress with an exam: the list, narrowed and ordered, and its counts."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from skilltrack.domain.exams.definition import TOTAL, Exam
from skilltrack.domain.exams.progress import NOTHING, ExamStage, Progress, progress_of
from skilltrack.domain.exams.sittings import Judged
from skilltrack.domain.inclusion import Coverage
from skilltrack.domain.problems import refuse
from skilltrack.domain.structure import Arranged, StructureOn
from skilltrack.i18n.exam_people import STAGE_NAMES
from skilltrack.i18n.folding import fold
from skilltrack.services import definitions
from skilltrack.services.exams.plans import known_exam
from skilltrack.services.exams.register import counted_people
from skilltrack.services.imports.memory import uncollected
from skilltrack.store.database import Database, Session
from skilltrack.store.exam_trails import trails
from skilltrack.store.organisation import InPost


@dataclass(frozen=True, slots=True)
class ExamPerson:
    """A person's progress; ``is_counted`` tells whether the person counts in the figures."""

    person: InPost
    department_name: str
    progress: Progress
    is_counted: bool = True

    @property
    def latest_total(self) -> int | None:
        """Return the total of the latest sitting; None where there is none."""
        latest = self.progress.latest
        return None if latest is None else latest.attempt.scores.get(TOTAL)

    @property
    def contradictions(self) -> tuple[Judged, ...]:
        """Return the sittings whose stated result is not what the rule says."""
        return tuple(one for one in self.progress.sittings if one.contradicts)


@dataclass(frozen=True, slots=True)
class ExamPeople:
    """Everybody in post on a day, with the progress with one exam.

    ``people`` are by department, kana, number; those who do not count are among them.
    ``stages`` counts those who count. ``rows`` is the number of everybody who counts → the
    evaluation unit, ``row_names`` its name.
    """

    exam: Exam
    as_of: date
    people: tuple[ExamPerson, ...]
    counted: Coverage
    arranged: Arranged
    rows: Mapping[str, str]
    row_names: Mapping[str, str]

    @property
    def stages(self) -> Mapping[ExamStage, int]:
        """Return how many who count are at each stage."""
        return Counter(one.progress.stage for one in self.people if one.is_counted)

    def person(self, employee_no: str) -> ExamPerson | None:
        """Return one person; None for nobody in post."""
        return next((p for p in self.people if p.person.employee_no == employee_no), None)


class Among(StrEnum):
    """Of whom a list is, beside those of one stage."""

    INVOLVED = "involved"  # 着手した人
    EVERYBODY = "everybody"  # すべての職員
    NEAR = "near"  # 合格まで50点以内
    DUE = "due"  # 予約日を過ぎて結果のない人
    CONTRADICTING = "contradicting"  # 合否の食い違い


class PeopleOrder(StrEnum):
    """By what a list is ordered."""

    DEPARTMENT = "department"
    NUMBER = "number"
    NAME = "name"
    STAGE = "stage"
    SINCE = "since"
    DAY = "day"
    SITTINGS = "sittings"
    LATEST = "latest"
    TOTAL = "total"
    LACKING = "lacking"


@dataclass(frozen=True, slots=True)
class PeopleQuery:
    """Which people are wanted, and in which order.

    ``among`` is an ``Among`` or an ``ExamStage``; ``within`` departments, None all; ``text``
    words that all stand in number, name, kana, department or title.
    """

    among: Among | ExamStage = Among.INVOLVED
    within: frozenset[str] | None = None
    text: str = ""
    order: PeopleOrder = PeopleOrder.DEPARTMENT
    is_descending: bool = False


INVOLVED = PeopleQuery()


def held_exams(database: Database) -> tuple[Exam, ...]:
    """Return the exams of the body."""
    with database.reading() as session:
        return tuple(definitions.exams(session).values())


def exam_people(
    database: Database,
    exam_code: str,
    as_of: date,
    as_known: datetime | None = None,
    structure: StructureOn | None = None,
) -> ExamPeople:
    """Return everybody's progress with one exam on a day.

    Raises:
        Refusal: There is no such exam.
    """
    with database.reading(as_known) as session:
        return people_in(session, exam_code, as_of, structure)


def people_in(
    session: Session, exam_code: str, as_of: date, structure: StructureOn | None = None
) -> ExamPeople:
    """Return everybody's progress within a session; see ``exam_people``."""
    exam = known_exam(session, exam_code)
    with uncollected():
        counted = session.once(counted_people, as_of, structure)
        known = trails(session, exam_code, as_of)
        involved = known.people
        found = []
        for people, is_counted in ((counted.people, True), (counted.others, False)):
            for number, person in people.items():
                progress = NOTHING
                if number in involved:
                    progress = progress_of(
                        exam,
                        known.plans_of(number),
                        known.attempts_of(number),
                        known.vouchers.get(number),
                        as_of,
                    )
                name = counted.departments[person.department]
                found.append(ExamPerson(person, name, progress, is_counted))
    if counted.others:
        found.sort(key=_place)
    rows = {number: row for row, numbers in counted.groups.items() for number in numbers}
    return ExamPeople(
        exam, as_of, tuple(found), counted.coverage, counted.arranged, rows, counted.names
    )


def _place(one: ExamPerson) -> tuple[str, str, str]:
    person = one.person
    return person.department, person.kana, person.employee_no


def among_of(text: str) -> Among | ExamStage:
    """Return the group of people or the stage that a word names.

    Raises:
        Refusal: ``exam_people.unknown_stage``.
    """
    known: dict[str, Among | ExamStage] = {one.value: one for one in (*Among, *ExamStage)}
    known |= {name: stage for stage, name in STAGE_NAMES.items()}
    if text not in known:
        accepted = "、".join(one.value for one in (*Among, *ExamStage))
        raise refuse("exam_people.unknown_stage", stage=text, accepted=accepted)
    return known[text]


# Narrowing


_IN: Mapping[Among, Callable[[ExamPerson], bool]] = {
    Among.INVOLVED: lambda one: one.progress is not NOTHING,
    Among.EVERYBODY: lambda _one: True,
    Among.NEAR: lambda one: one.progress.near_miss is not None,
    Among.DUE: lambda one: one.progress.is_result_due,
    Among.CONTRADICTING: lambda one: bool(one.contradictions),
}


def is_among(one: ExamPerson, among: Among | ExamStage) -> bool:
    """Tell whether a person is of those wanted."""
    if isinstance(among, Among):
        return _IN[among](one)
    return one.progress.stage is among


def narrowed(found: ExamPeople, query: PeopleQuery) -> tuple[ExamPerson, ...]:
    """Return those wanted in the order wanted; who has nothing to order by comes last."""
    words = fold(query.text).split()
    chosen = [
        one
        for one in found.people
        if is_among(one, query.among)
        and (query.within is None or one.person.department in query.within)
        and (not words or _is_spelt(one, words))
    ]
    key = _KEYS[query.order]
    if key is not None:
        known = [one for one in chosen if key(one) is not None]
        unknown = [one for one in chosen if key(one) is None]
        known.sort(key=key, reverse=query.is_descending)
        chosen = [*known, *unknown]
    elif query.is_descending:
        chosen.reverse()
    return tuple(chosen)


def _is_spelt(one: ExamPerson, words: list[str]) -> bool:
    person = one.person
    spelt = fold(
        "\n".join(
            (person.employee_no, person.name, person.kana, one.department_name, person.job_title)
        )
    )
    tight = "".join(spelt.split(" "))
    return all(word in spelt or word in tight for word in words)


_ORDER = {stage: place for place, stage in enumerate(ExamStage)}


def _latest(one: ExamPerson) -> date | None:
    latest = one.progress.latest
    return None if latest is None else latest.attempt.on


def _lacking(one: ExamPerson) -> int | None:
    latest = one.progress.latest
    if latest is None or one.progress.passed_on is not None:
        return None
    return latest.points_lacking or None


_KEYS: Mapping[PeopleOrder, Callable[[ExamPerson], Any] | None] = {
    PeopleOrder.DEPARTMENT: None,
    PeopleOrder.NUMBER: lambda one: one.person.employee_no,
    PeopleOrder.NAME: lambda one: (one.person.kana, one.person.employee_no),
    PeopleOrder.STAGE: lambda one: _ORDER[one.progress.stage],
    PeopleOrder.SINCE: lambda one: one.progress.since,
    PeopleOrder.DAY: lambda one: one.progress.planned_on,
    PeopleOrder.SITTINGS: lambda one: len(one.progress.sittings) or None,
    PeopleOrder.LATEST: _latest,
    PeopleOrder.TOTAL: lambda one: one.latest_total,
    PeopleOrder.LACKING: _lacking,
}

"""How far the body is towards an exam's goal, what it still takes, and where it comes out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

from skilltrack.domain.audience import EVERYBODY
from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams.definition import Exam
from skilltrack.domain.exams.forecast import PassRate, usual_rate
from skilltrack.domain.exams.goals import (
    ExamGoal,
    GoalPerson,
    GoalRow,
    Outlook,
    counts_shown,
    goal_rows,
    outlook,
    rates_shown,
)
from skilltrack.domain.exams.progress import ExamStage
from skilltrack.domain.exams.sittings import judged
from skilltrack.domain.inclusion import Coverage
from skilltrack.domain.problems import Problem, Refusal
from skilltrack.domain.structure import Arranged, StructureOn
from skilltrack.domain.targets.definition import KeptTarget, MeasureKind, TargetShape
from skilltrack.domain.targets.progress import goal_in_heads, plan_marks, span_on
from skilltrack.i18n.catalogue import audience_texts
from skilltrack.i18n.inclusion import counted_note
from skilltrack.i18n.texts import _
from skilltrack.services.catalogue.reading import options_in
from skilltrack.services.exams.consents import ConsentLine, ConsentList, consents_in
from skilltrack.services.exams.people import ExamPeople, ExamPerson, people_in
from skilltrack.services.exams.study import StudyGroups, study_groups
from skilltrack.services.targets.counting import Counting
from skilltrack.services.targets.reading import found_targets
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.definitions import setting
from skilltrack.store.exam_study import studied
from skilltrack.store.exams import attempts_until


@dataclass(frozen=True, slots=True)
class GoalChoice:
    """What is tried out instead of what the records say; None takes it from there.

    ``target`` is the key of a target, '' the one that is due next; ``share`` (0–1] and ``due_on``
    are the goal, ``ratio`` the pass rate (0–1], ``fee_yen`` what a sitting costs.
    """

    target: str = ""
    share: Fraction | None = None
    due_on: date | None = None
    ratio: Fraction | None = None
    fee_yen: int | None = None


AS_RECORDED = GoalChoice()


@dataclass(frozen=True, slots=True)
class ExamGoals:
    """One exam: the goal, the whole body, one row per department, the outlook, and the people.

    ``targets`` are the goals that targets of the body set, the next one due first. ``missing`` are
    those of whom the goal speaks and who have not passed. ``shown_rates`` are the rows ('' the
    body) whose pass rate may leave the personnel section, ``shown_counts`` those whose number of
    passers may. ``groups`` are the study groups.
    ``meant`` says of whom the goal speaks where that is not everybody who counts, else ''.
    """

    exam: Exam
    as_of: date
    goal: ExamGoal
    targets: tuple[ExamGoal, ...]
    total: GoalRow
    departments: tuple[GoalRow, ...]
    outlook: Outlook
    usual: PassRate
    fee_yen: int | None
    missing: tuple[ExamPerson, ...]
    rows: dict[str, str]
    consents: ConsentList
    shown_rates: frozenset[str]
    shown_counts: frozenset[str]
    groups: StudyGroups
    counted: Coverage
    arranged: Arranged
    meant: str = ""

    @property
    def teachers(self) -> tuple[ConsentLine, ...]:
        """Return who is able and willing to teach."""
        return self.consents.teachers

    def missing_in(self, row: str) -> tuple[ExamPerson, ...]:
        """Return who of a row has not passed; '' is everybody."""
        return tuple(
            one for one in self.missing if not row or self.rows[one.person.employee_no] == row
        )


def exam_goals(
    database: Database,
    exam_code: str,
    as_of: date,
    choice: GoalChoice = AS_RECORDED,
    as_known: datetime | None = None,
    structure: StructureOn | None = None,
) -> ExamGoals:
    """Return how far the body is with an exam on a day.

    The goal is that of a target on this exam alone (everybody, or a share); without one everybody
    until the end of the fiscal year. Where a target speaks of some people only, only they count.

    Raises:
        Refusal: No such exam or target, or a share, rate or fee outside its range.
    """
    with database.reading(as_known) as session:
        return goals_in(session, exam_code, as_of, choice, structure)


def goals_in(
    session: Session,
    exam_code: str,
    as_of: date,
    choice: GoalChoice = AS_RECORDED,
    structure: StructureOn | None = None,
) -> ExamGoals:
    """Return the progress within a session; see ``exam_goals``."""
    _check(choice)
    found = people_in(session, exam_code, as_of, structure)
    kept = exam_targets(session, exam_code, as_of)
    chosen = _chosen(kept, choice.target)
    meant = _meant(session, found, chosen, as_of)
    base = [one for one in found.people if one.person.employee_no in meant]
    targets = tuple(_goal_of(one, as_of, len(base)) for one in kept)
    goal = _goal(chosen, choice, as_of, len(base))
    consents = consents_in(session, found)
    teachers = {one.person.employee_no for one in consents.teachers}
    groups = study_groups(session, found.exam, as_of)
    came = studied(session, groups.courses, groups.sessions, as_of)
    people = [
        GoalPerson(
            number := one.person.employee_no,
            found.rows[number],
            one.progress,
            number in came,
            number in teachers,
        )
        for one in base
    ]
    total, *departments = goal_rows(
        people, found.row_names, goal.share, FiscalYear.of(as_of).first_day
    )
    every = session.once(attempts_until, as_of)
    usual = usual_rate((judged(found.exam, one) for one in every if one.exam == exam_code), as_of)
    rate = usual if choice.ratio is None else PassRate(choice.ratio)
    edition = found.exam.edition_on(as_of)
    fee = edition.fee_yen if choice.fee_yen is None and edition is not None else choice.fee_yen
    passed = [one.progress.passed_on for one in base]
    return ExamGoals(
        exam=found.exam,
        as_of=as_of,
        goal=goal,
        targets=targets,
        total=total,
        departments=tuple(departments),
        outlook=outlook(total, (on for on in passed if on), goal, rate, fee, as_of),
        usual=usual,
        fee_yen=fee,
        missing=tuple(one for one in base if one.progress.stage is not ExamStage.PASSED),
        rows={one.employee_no: one.row for one in people},
        consents=consents,
        shown_rates=rates_shown(people),
        shown_counts=counts_shown(people),
        groups=groups,
        counted=found.counted,
        arranged=found.arranged,
        meant=_meant_text(session, chosen, as_of, found.counted.counted, len(base)),
    )


def _check(choice: GoalChoice) -> None:
    problems = []
    if choice.share is not None and not 0 < choice.share <= 1:
        problems.append(Problem("exam_goals.bad_share"))
    if choice.ratio is not None and not Fraction(1, 100) <= choice.ratio <= 1:
        problems.append(Problem("exam_goals.bad_ratio"))
    if choice.fee_yen is not None and choice.fee_yen < 0:
        problems.append(Problem("exam_goals.bad_fee"))
    if problems:
        raise Refusal(problems)


# The goal


def exam_targets(session: Session, exam_code: str, as_of: date) -> tuple[KeptTarget, ...]:
    """Return the targets by which people are to pass this exam: those due next, then those past."""
    found = []
    for one in found_targets(session):
        kept, rule = one.kept, one.kept.rule
        measure = rule.measure
        if (
            rule.shape in {TargetShape.EVERYONE, TargetShape.SHARE}
            and measure is not None
            and measure.kind is MeasureKind.EXAMS
            and measure.codes == (exam_code,)
            and not rule.is_yearly
            and rule.starts_on <= as_of
            and (kept.closed_on is None or as_of < kept.closed_on)
        ):
            found.append(kept)
    return tuple(sorted(found, key=lambda k: (k.rule.due_on < as_of, k.rule.due_on, k.key)))


def _chosen(kept: tuple[KeptTarget, ...], target: str) -> KeptTarget | None:
    if not target:
        return kept[0] if kept else None
    named = [one for one in kept if target in {one.key, one.rule.id}]
    if not named:
        accepted = "、".join(one.key for one in kept) or "―"
        raise Refusal([Problem("targets.unknown", values={"target": target, "accepted": accepted})])
    return named[0]


def _meant(
    session: Session, found: ExamPeople, chosen: KeptTarget | None, as_of: date
) -> Collection[str]:
    if chosen is None or chosen.rule.population == EVERYBODY:
        return found.rows
    return found.rows.keys() & Counting(session, chosen, as_of).population(as_of).keys()


def _meant_text(
    session: Session, chosen: KeptTarget | None, as_of: date, counted: int, meant: int
) -> str:
    if chosen is None or counted == meant:
        return ""
    words = options_in(session, as_of).words
    who = _("、").join(audience_texts(chosen.rule.population, words)) or _("その日の在職者")
    return _("目標の対象：{who}。数える職員{counted:,}人のうち{meant:,}人。").format(
        who=who, counted=counted, meant=meant
    )


def _goal_of(kept: KeptTarget, as_of: date, people: int) -> ExamGoal:
    rule = kept.rule
    heads = goal_in_heads(rule, people)
    marks = () if heads is None else plan_marks(rule, heads, span_on(rule, as_of))
    return ExamGoal(rule.goal, rule.starts_on, rule.due_on, kept.key, rule.name, marks)


def _goal(chosen: KeptTarget | None, choice: GoalChoice, as_of: date, people: int) -> ExamGoal:
    year = FiscalYear.of(as_of)
    held = (
        ExamGoal(Fraction(1), year.first_day, year.last_day)
        if chosen is None
        else _goal_of(chosen, as_of, people)
    )
    share = held.share if choice.share is None else choice.share
    due = held.due_on if choice.due_on is None else choice.due_on
    if (share, due) == (held.share, held.due_on):
        return held
    return ExamGoal(share, min(held.starts_on, due), due)


def save_goals(database: Database, path: Path, found: ExamGoals) -> int:
    """Save the progress for heads of departments; rates of few people are not in it.

    Returns:
        How many departments there are.

    Raises:
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.exam_goals import GoalsSheet, write_goals

    with database.reading() as session:
        body = setting(session, "organisation") or ""
    sheet = GoalsSheet(
        found.exam.name,
        found.as_of,
        found.goal,
        found.total,
        found.departments,
        found.outlook,
        found.shown_rates,
        found.shown_counts,
        found.meant + counted_note((found.counted,)),
    )
    write_goals(path, sheet, organisation=body, made_at=database.clock())
    audit.note(database, Entry("export.exam_goals", path.name, len(found.departments)))
    return len(found.departments)

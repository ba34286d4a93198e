"""Every figure that closing a year fixed, beside what the records give today."""

from collections.abc import Iterator, Mapping

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams.definition import ExamProgress
from skilltrack.domain.rounds.definition import RoundStatus
from skilltrack.domain.targets.parts import TargetStanding
from skilltrack.domain.years.closings import Closing, FrozenArea, FrozenDifference
from skilltrack.domain.years.figures import (
    DepartmentTiers,
    DepartmentTraining,
    ExamFigures,
    TierFigures,
    TrainingFigures,
)
from skilltrack.i18n.targets import actual_text, goal_text, name_of, state_name
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.services.rounds import running as rounds
from skilltrack.services.years import closed_figures, closed_standings, closed_targets
from skilltrack.services.years.closed_figures import frozen
from skilltrack.store.database import Session
from skilltrack.store.rounds import rounds as all_rounds

Line = tuple[str, str]
"""What a figure counts, and the figure."""

Rows = Mapping[str, tuple[str, tuple[Line, ...]]]
"""Code → name and figures."""


def differences(session: Session, closing: Closing) -> tuple[FrozenDifference, ...]:
    """Return where fixed figures differ from today's, by kind, then code."""
    return (
        *_of_schemes(session, closing),
        *_of_exams(session, closing),
        *_of_rounds(session, closing.fiscal_year),
        *_of_targets(session, closing),
    )


def _of_schemes(session: Session, closing: Closing) -> Iterator[FrozenDifference]:
    year, on = closing.fiscal_year, closing.as_of
    for scheme in definitions.schemes(session).values():
        taught = frozen(session, TrainingFigures, year, closed_standings.TRAINING, scheme.id)
        if taught is not None and scheme.evaluation is not None:
            now = closed_standings.shown_training(session, scheme, year, on, is_live=True).figures
            yield from _compared(
                FrozenArea.TRAINING, scheme.id, scheme.name, _taught(taught), _taught(now)
            )
        held = frozen(session, TierFigures, year, closed_standings.TIER, scheme.id)
        if held is not None:
            today = closed_standings.shown_tiers(session, scheme, on, is_live=True).figures
            yield from _compared(
                FrozenArea.TIERS, scheme.id, scheme.name, _tiers(held), _tiers(today)
            )


def _of_exams(session: Session, closing: Closing) -> Iterator[FrozenDifference]:
    for exam in definitions.exams(session).values():
        held = frozen(session, ExamFigures, closing.fiscal_year, closed_figures.EXAM, exam.code)
        if held is None:
            continue
        now = closed_figures.shown_exam(session, exam.code, closing.as_of, is_live=True)
        yield from _compared(
            FrozenArea.EXAMS,
            exam.code,
            exam.name,
            {one.department: _progress(one) for one in held.departments},
            {one.department: _progress(one) for one in now.departments},
        )


def _of_rounds(session: Session, year: FiscalYear) -> Iterator[FrozenDifference]:
    for record in all_rounds(session):
        held = frozen(session, RoundStatus, year, closed_figures.RATES, record.round_id)
        if held is None:
            continue
        now = rounds.status_in(session, record)
        yield from _compared(
            FrozenArea.ROUNDS, record.round_id, record.title, _rates(held), _rates(now)
        )


def _of_targets(session: Session, closing: Closing) -> Iterator[FrozenDifference]:
    kept = frozen(
        session, closed_targets.TargetFigures, closing.fiscal_year, closed_targets.TARGET, ""
    )
    if kept is None:
        return
    now = closed_targets.shown_targets(session, closing.as_of, is_live=True).targets
    yield from _compared(
        FrozenArea.TARGETS,
        "",
        _("目標"),
        {one.key: _standing(one) for one in kept.targets},
        {one.key: _standing(one) for one in now},
    )


def _compared(
    area: FrozenArea, subject: str, subject_name: str, before: Rows, after: Rows
) -> Iterator[FrozenDifference]:
    for code in sorted({**before, **after}):
        was, is_now = before.get(code), after.get(code)
        name = (was or after[code])[0]
        old = dict(() if was is None else was[1])
        new = dict(() if is_now is None else is_now[1])
        for figure in dict.fromkeys((*old, *new)):
            pair = old.get(figure, ""), new.get(figure, "")
            if pair[0] != pair[1]:
                yield FrozenDifference(area, subject, subject_name, code, name, figure, *pair)


def _taught(figures: TrainingFigures) -> Rows:
    def lines(one: DepartmentTraining) -> tuple[Line, ...]:
        people = (_("人数"), str(one.headcount))
        courses = (
            (course.name, f"{done}/{done + owed}")
            for course, done, owed in zip(figures.courses, one.done, one.owed, strict=True)
        )
        return (people, *courses)

    return {one.code: (one.name, lines(one)) for one in figures.departments}


def _tiers(figures: TierFigures) -> Rows:
    def lines(one: DepartmentTiers) -> Iterator[Line]:
        yield _("人数"), str(one.people)
        for code, name in figures.tiers:
            for words, counts in (
                (_("{tier}（目安）"), one.expected),
                (_("{tier}（充足）"), one.met),
                (_("{tier}（到達）"), one.reached),
            ):
                if counts.get(code):
                    yield words.format(tier=name), str(counts[code])

    return {one.code: (one.name, tuple(lines(one))) for one in figures.departments}


def _progress(one: ExamProgress) -> tuple[str, tuple[Line, ...]]:
    return one.department_name, (
        (_("人数"), str(one.headcount)),
        (_("合格者"), str(one.passers)),
        (_("受験者"), str(one.candidates)),
        (_("受験回数"), str(one.attempts)),
    )


def _rates(status: RoundStatus) -> Rows:
    return {
        rate.department: (
            rate.department_name,
            ((_("回答"), f"{rate.answered.done}/{rate.answered.due}"),),
        )
        for rate in status.rates
    }


def _standing(one: TargetStanding) -> tuple[str, tuple[Line, ...]]:
    return name_of(one), (
        (_("実績"), actual_text(one)),
        (_("目標値"), goal_text(one)),
        (_("状態"), state_name(one)),
        *((unit.name, f"{unit.count}/{unit.least}") for unit in one.units),
        *((level.name, str(level.count)) for level in one.levels),
    )

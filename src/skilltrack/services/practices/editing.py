"""Practices: registered, changed, moved on from stage to stage, withdrawn."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from skilltrack.domain.organisation import Practice, PracticeStage
from skilltrack.domain.practices import STAGES, StageDay, free_id, misplaced
from skilltrack.domain.problems import Problem, Refusal, refuse
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.names import STAGE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.store import audit, organisation
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.facts import Stored
from skilltrack.store.operations import Operation, record_operation
from skilltrack.store.organisation import PRACTICES
from skilltrack.store.practices import STAGE_DAYS, put_days, stored_practice
from skilltrack.store.schema import practice_stage

AREA = "practices"


@dataclass(frozen=True, slots=True)
class PracticeOrder:
    """A practice as a form has it; the effect is per year, as the department states it."""

    department: str
    title: str
    content: str = ""
    effect_hours: float | None = None
    effect_cases: int | None = None
    participants: tuple[str, ...] = ()
    is_public: bool = False


def register(
    database: Database,
    order: PracticeOrder,
    stage: PracticeStage,
    on: date,
    *,
    today: date,
    is_dry_run: bool = False,
) -> str:
    """Register a practice at a stage.

    Args:
        database: The data file.
        order: The practice.
        stage: The stage it has reached.
        on: The day of that stage.
        today: No stage is reached later.
        is_dry_run: Only check.

    Returns:
        Its id.

    Raises:
        Refusal: With every problem: no title, unknown department or people, a day ahead.
    """
    with database.changing("practices.register", is_rehearsal=is_dry_run) as work:
        practice = register_in(work, order, stage, on, today=today)
        record_operation(work, Operation("practices.register", _("DX実践の登録（1件）"), "", on))
        if not is_dry_run:
            audit.append(database, work, Entry("practices.register", practice.practice_id, 1))
        return practice.practice_id


def register_in(
    work: UnitOfWork, order: PracticeOrder, stage: PracticeStage, on: date, *, today: date
) -> Practice:
    """Register a practice within a change; Raises as ``register`` does."""
    known = PRACTICES.values(work)
    problems = [*_problems(work, order, on), *_title_problems(known, order, "")]
    if on > today:
        problems.append(Problem("practices.future", values={"on": wareki(on)}))
    if problems:
        raise Refusal(problems)
    code = free_id(order.department, order.title, (one.practice_id for one in known))
    practice = _practice(order, stage, code)
    PRACTICES.record(work, [practice])
    STAGE_DAYS.record(work, [StageDay(code, stage, on)])
    return practice


def change_practice(
    database: Database,
    practice_id: str,
    order: PracticeOrder,
    reason: str,
    *,
    today: date,
    is_dry_run: bool = False,
) -> None:
    """Change what is recorded of a practice, but for its stages.

    Raises:
        Refusal: With every problem: unknown, no reason, nothing changed, as ``register``.
    """
    with database.changing("practices.change", practice_id, is_rehearsal=is_dry_run) as work:
        stored = needed(work, practice_id)
        wanted = _practice(order, stored.value.stage, practice_id)
        problems = [*_problems(work, order, today)]
        problems += _title_problems(PRACTICES.values(work), order, practice_id)
        if wanted == stored.value:
            problems.append(Problem("practices.unchanged"))
        if not reason.strip():
            problems.append(Problem("practices.no_reason"))
        if problems:
            raise Refusal(problems)
        PRACTICES.supersede(work, [stored])
        PRACTICES.record(work, [wanted])
        operation = Operation("practices.change", _("DX実践の内容の変更（1件）"), reason.strip())
        record_operation(work, operation)
        if not is_dry_run:
            audit.append(database, work, Entry("practices.change", practice_id, 1, reason.strip()))


def reach_stage(
    database: Database,
    practice_id: str,
    days: Mapping[PracticeStage, date],
    reason: str = "",
    *,
    today: date,
    is_dry_run: bool = False,
) -> PracticeStage:
    """Record on which days a practice reached its stages; a day recorded before is corrected.

    Args:
        database: The data file.
        practice_id: The practice.
        days: The days; stages without one keep theirs.
        reason: Why; needed where a day recorded before is corrected.
        today: No stage is reached later.
        is_dry_run: Only check.

    Returns:
        The stage reached.

    Raises:
        Refusal: With every problem: unknown, a day ahead, days out of order, nothing changed.
    """
    with database.changing("practices.stage", practice_id, is_rehearsal=is_dry_run) as work:
        stored = needed(work, practice_id)
        mine = practice_stage.c.practice_id == practice_id
        before = {one.stage: one.on for one in STAGE_DAYS.values(work, mine)}
        after = before | dict(days)
        problems = list(_day_problems(after, today))
        if before == after:
            problems.append(Problem("practices.unchanged"))
        if any(stage in before and before[stage] != on for stage, on in days.items()):
            problems += [] if reason.strip() else [Problem("practices.no_reason")]
        if problems:
            raise Refusal(problems)
        stage = max(after, key=STAGES.index)
        put_days(work, practice_id, after)
        PRACTICES.supersede(work, [stored])  # also where the stage stays: undoing rests on it
        PRACTICES.record(work, [replace(stored.value, stage=stage)])
        title = _("DX実践の段階（{stage}）").format(stage=STAGE_NAMES[stage])
        record_operation(
            work, Operation("practices.stage", title, reason.strip(), max(days.values()))
        )
        if not is_dry_run:
            entry = Entry("practices.stage", f"{practice_id} {stage.value}", 1, reason.strip())
            audit.append(database, work, entry)
        return stage


def withdraw_practice(
    database: Database, practice_id: str, reason: str, *, is_dry_run: bool = False
) -> Practice:
    """Take a practice off the register; what was said of it stays recorded and unseen.

    Returns:
        The practice as it was.

    Raises:
        Refusal: Unknown, or no reason.
    """
    with database.changing("practices.withdraw", practice_id, is_rehearsal=is_dry_run) as work:
        stored = needed(work, practice_id)
        if not reason.strip():
            raise refuse("practices.no_reason")
        PRACTICES.supersede(work, [stored])
        title = _("DX実践の登録の取消し（1件）")
        record_operation(work, Operation("practices.withdraw", title, reason.strip()))
        if not is_dry_run:
            entry = Entry("practices.withdraw", practice_id, 1, reason.strip())
            audit.append(database, work, entry)
        return stored.value


def needed(session: Session, practice_id: str) -> Stored[Practice]:
    """Return a practice.

    Raises:
        Refusal: ``practices.unknown``.
    """
    stored = stored_practice(session, practice_id)
    if stored is None:
        raise refuse("practices.unknown", practice=practice_id)
    return stored


def _practice(order: PracticeOrder, stage: PracticeStage, practice_id: str) -> Practice:
    return Practice(
        order.department,
        order.title.strip(),
        stage,
        order.content.strip(),
        order.effect_hours,
        order.effect_cases,
        tuple(dict.fromkeys(order.participants)),
        order.is_public,
        practice_id,
    )


def _problems(session: Session, order: PracticeOrder, on: date) -> Iterator[Problem]:
    if not order.title.strip():
        yield Problem("practices.no_title")
    if order.department not in {one.code for one in organisation.departments_on(session, on)}:
        values = {"code": order.department, "on": wareki(on)}
        yield Problem("practices.unknown_department", values=values)
    people = organisation.known_numbers(session, frozenset(order.participants))
    for number in sorted(frozenset(order.participants) - people):
        yield Problem("practices.unknown_employee", values={"number": number})
    if (order.effect_hours or 0) < 0 or (order.effect_cases or 0) < 0:
        yield Problem("practices.negative_effect")


def _title_problems(
    known: tuple[Practice, ...], order: PracticeOrder, practice_id: str
) -> Iterator[Problem]:
    """Refuse a title that another practice of the department has: files know it by both."""
    mine = (order.department, order.title.strip())
    for one in known:
        if (one.department, one.title) == mine and one.practice_id != practice_id:
            values = {"department": order.department, "title": one.title}
            yield Problem("practices.title_known", values=values)


def _day_problems(days: Mapping[PracticeStage, date], today: date) -> Iterator[Problem]:
    for on in days.values():
        if on > today:
            yield Problem("practices.future", values={"on": wareki(on)})
    pair = misplaced(StageDay("", stage, on) for stage, on in days.items())
    if pair is not None:
        earlier, later = pair
        values = {
            "earlier": STAGE_NAMES[earlier.stage],
            "earlier_on": wareki(earlier.on),
            "later": STAGE_NAMES[later.stage],
            "later_on": wareki(later.on),
        }
        yield Problem("practices.order", values=values)

"""Targets at the change of the fiscal year: those whose deadline has come are carried over."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.problems import Problem, Refusal, refuse
from skilltrack.domain.targets.definition import KeptTarget
from skilltrack.domain.targets.parts import TargetStanding
from skilltrack.domain.targets.progress import TargetState
from skilltrack.domain.years.checklist import CheckItem, CheckKey, CheckState
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.i18n.texts import _
from skilltrack.services.targets.editing import keep_all
from skilltrack.services.targets.reading import found_targets, standing_in
from skilltrack.store.database import Database, Session
from skilltrack.store.operations import Operation


@dataclass(frozen=True, slots=True)
class TargetCarry:
    """A target whose deadline lies in the old year, with the deadline it would get.

    A yearly target goes on in any case; of the others only those not reached need deciding.
    ``standing`` is that of the last day of the old year.
    """

    standing: TargetStanding
    due_on: date

    @property
    def kept(self) -> KeptTarget:
        """Return the target."""
        return self.standing.kept


def preview_targets(database: Database, new: FiscalYear) -> tuple[TargetCarry, ...]:
    """Return the targets to carry into a fiscal year, in the order of all targets."""
    with database.reading() as session:
        return carries_in(session, new)


def carries_in(session: Session, new: FiscalYear) -> tuple[TargetCarry, ...]:
    """Return the targets to carry, within a session."""
    old = FiscalYear(new.year - 1)
    found = []
    for one in found_targets(session):
        if one.kept.closed_on is not None or one.kept.rule.due_on not in old:
            continue
        standing = standing_in(session, one, old.last_day)
        if one.kept.rule.is_yearly or standing.state is not TargetState.REACHED:
            found.append(TargetCarry(standing, new.last_day))
    return tuple(found)


def carry_step(session: Session, new: FiscalYear) -> CheckItem:
    """Return the step of the change of year: targets that nobody carried or ended yet."""
    waiting = len(carries_in(session, new))
    state = CheckState.ATTENTION if waiting else CheckState.DONE
    return CheckItem(CheckKey.TARGETS, state, waiting)


def carry_targets(
    database: Database, new: FiscalYear, keys: Collection[str] | None = None
) -> tuple[KeptTarget, ...]:
    """Give targets the last day of a fiscal year as their deadline.

    Args:
        database: The data file.
        new: The year into which they are carried.
        keys: Which targets; None is all that are offered.

    Returns:
        The targets carried, in the order of all targets.

    Raises:
        Refusal: There is nothing to carry, or not those.
    """
    with database.changing("targets.carry", str(new.year)) as work:
        offered = {one.kept.key: one for one in carries_in(work, new)}
        year = fiscal_year_text(new)
        if not offered:
            raise refuse("targets.nothing_to_carry", year=year)
        chosen = set(offered) if keys is None else set(keys)
        unknown = sorted(chosen - set(offered))
        if unknown:
            raise Refusal(
                [Problem("targets.not_to_carry", values={"target": key}) for key in unknown]
            )
        carried = {
            key: replace(one.kept, rule=replace(one.kept.rule, due_on=one.due_on))
            for key, one in offered.items()
            if key in chosen
        }
        title = _("目標{count}件を{year}に引き継ぎ").format(count=len(carried), year=year)
        keep_all(database, work, carried, Operation("targets.carry", title, "", new.first_day))
        return tuple(carried.values())

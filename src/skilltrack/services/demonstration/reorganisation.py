"""The reorganisation that the fictional city has planned for next April."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from skilltrack.domain.reorganisation.contrast import DepartmentRow
from skilltrack.i18n.texts import _
from skilltrack.reports.tables import write_table
from skilltrack.services.organisation.files import read_plan_file
from skilltrack.services.organisation.reorganisation import organisation_tree, reorganise
from skilltrack.store.database import Database

_HEADINGS = ("操作", "所属コード", "新コード", "新名称", "振分")
_PART_CODE = "{code}9"
_PART_NAME = "{name}分室"


def plan_next_april(
    database: Database, folder: Path, on: date, tell: Callable[[str], None]
) -> None:
    """Write a plan as the personnel section would, and take it over for a day to come.

    The largest office without teams is divided, the two smallest of one division become one, and
    another office gets a new name.

    Args:
        database: The data file.
        folder: Where the plan is written.
        on: The day of the reorganisation.
        tell: Told what was done.
    """
    rows = list(_plan(organisation_tree(database, on)))
    if not rows:
        return
    path = folder / f"{_('組織改編の計画')}.xlsx"
    write_table(path, _("改編の計画"), _HEADINGS, rows)
    plan = read_plan_file(path)
    done = reorganise(database, plan.steps, on, reason=_("組織の見直し"))
    tell(_("組織改編（予定）：{title}").format(title=done.title))


def _plan(tree: Sequence[DepartmentRow]) -> Iterator[tuple[str, str, str, str, str]]:
    above = {row.department.parent for row in tree}
    offices = [
        row
        for row in tree
        if row.department.is_evaluation_unit and row.department.code not in above
    ]
    offices.sort(key=lambda row: (row.people, row.department.code))
    if len(offices) < 4:
        return
    pair = _smallest_pair(offices)
    if pair is not None:
        one, other = pair
        name = f"{one.department.name.removesuffix('課')}{other.department.name}"
        for row in pair:
            yield "統合", row.department.code, other.department.code, name, ""
        offices = [row for row in offices if row not in pair]
    largest = offices.pop().department
    code, name = _PART_CODE.format(code=largest.code), _PART_NAME.format(name=largest.name)
    yield "分割", largest.code, largest.code, "", "残り"
    yield "分割", largest.code, code, name, ""
    renamed = offices.pop().department
    yield "改称", renamed.code, "", f"新{renamed.name}", ""


def _smallest_pair(
    offices: Sequence[DepartmentRow],
) -> tuple[DepartmentRow, DepartmentRow] | None:
    """Return the two smallest offices below one division."""
    first: dict[str, DepartmentRow] = {}
    for row in offices:
        parent = row.department.parent
        if parent is None:
            continue
        if parent in first:
            return first[parent], row
        first[parent] = row
    return None

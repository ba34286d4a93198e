"""What reorganisations print: sentences and JSON documents."""

from collections.abc import Sequence
from datetime import date

from skilltrack.cli.console import say
from skilltrack.domain.reorganisation.contrast import DepartmentRow
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.names import EMPLOYMENT_TYPE_NAMES
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.texts import _
from skilltrack.services.organisation.reorganisation import Reorganisation

SHOWN_MOVES = 20


def iso(on: date | None) -> str | None:
    """Return a day in ISO form, None where there is none."""
    return None if on is None else on.isoformat()


def tree_document(rows: Sequence[DepartmentRow], on: date) -> dict[str, object]:
    """Return the departments of a day."""
    departments = [
        {
            "code": row.department.code,
            "name": row.department.name,
            "parent": row.department.parent,
            "is_evaluation_unit": row.department.is_evaluation_unit,
            "depth": row.depth,
            "headcount": row.people,
            "headcount_within": row.people_within,
            "is_standing": row.is_standing,
            "from": iso(row.department.valid.start),
            "until": iso(row.department.valid.last_day),
        }
        for row in rows
    ]
    return {"as_of": on.isoformat(), "departments": departments}


def tell(done: Reorganisation) -> None:
    """Say what was done, or would be."""
    values = {"title": done.title, "day": wareki(done.on), "count": len(done.moves)}
    if done.change is None:
        text = _("確かめただけで、変えていません（{title}。{day}から。移る配属 {count} 件）。")
        say(text.format(**values))
    else:
        text = _("改編しました（{title}。{day}から。移る配属 {count} 件。番号 {change}）。")
        say(text.format(change=done.change, **values))
    for move_ in done.moves[:SHOWN_MOVES]:
        end = _("（主務と重なるため兼務を終える）") if move_.is_dropped else ""
        say(f"  {move_.employee_no} {move_.source} → {move_.target}{end}")
    if len(done.moves) > SHOWN_MOVES:
        say(_("  ほか {count} 件").format(count=len(done.moves) - SHOWN_MOVES))
    for one in done.nominations:
        text = _("  未決の応募 {number}（{title}） {old} → {new}")
        new = one.heir or _("引き継ぐ所属なし。任命するときは本人の所属")
        old = one.nomination.department
        number = one.nomination.employee_no
        say(text.format(number=number, title=one.title, old=old, new=new))
    for share in done.shares:
        titles = [f"{title or NO_FIGURE} {count}" for title, count in share.titles]
        kinds = [f"{EMPLOYMENT_TYPE_NAMES[kind]} {count}" for kind, count in share.employment_types]
        text = _("  振り分け {old} → {new}：{count} 人（{words}）")
        words = _("、").join([*titles, *kinds]) or NO_FIGURE
        say(text.format(old=share.source, new=share.part, count=share.people, words=words))


def result_document(done: Reorganisation) -> dict[str, object]:
    """Return what was done, or would be."""
    lines = () if done.comparison is None else done.comparison.lines
    return {
        "title": done.title,
        "effective_on": done.on.isoformat(),
        "departments": [
            {
                "outcome": line.outcome.value,
                "old": None if line.old is None else line.old.code,
                "old_name": None if line.old is None else line.old.name,
                "new": None if line.new is None else line.new.code,
                "new_name": None if line.new is None else line.new.name,
            }
            for line in lines
        ],
        "moves": [
            {
                "employee_no": move_.employee_no,
                "from": move_.source,
                "to": move_.target,
                "job_title": move_.job_title,
                "is_concurrent": move_.is_concurrent,
                "is_dropped": move_.is_dropped,
            }
            for move_ in done.moves
        ],
        "shares": [
            {
                "from": share.source,
                "to": share.part,
                "people": share.people,
                "titles": dict(share.titles),
                "employment_types": {kind.value: count for kind, count in share.employment_types},
            }
            for share in done.shares
        ],
        "nominations": [
            {
                "recruitment": one.nomination.recruitment_id,
                "employee_no": one.nomination.employee_no,
                "from": one.nomination.department,
                "to": one.heir or None,
            }
            for one in done.nominations
        ],
        "change": done.change,
    }

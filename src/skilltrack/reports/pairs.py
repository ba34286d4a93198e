"""Two surveys before and after training as a workbook."""

from datetime import datetime
from pathlib import Path

from skilltrack.domain.pairs import LevelGains, PairFigures
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.numbers import points
from skilltrack.i18n.role_names import HIDDEN
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.printing import PrintColumn, PrintTable, print_table
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading, Value

FIELDS_SHEET = _("分野別の伸び")
SPREAD_SHEET = _("得点の分布")
UNITS_SHEET = _("所属別の伸び")
LEVELS_SHEET = _("水準の変化")


def write_pair(path: Path, found: PairFigures, *, organisation: str, made_at: datetime) -> None:
    """Write a comparison for printing.

    Args:
        path: The workbook to write or to replace.
        found: The figures.
        organisation: The body.
        made_at: The aware instant named in the footer.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(_("研修の前後の比較"), organisation, made_at)
    facts = (
        _("前 {title}（{day}開始）").format(
            title=found.before.title, day=wareki(found.before.opens_on)
        ),
        _("後 {title}（{day}開始）").format(
            title=found.after.title, day=wareki(found.after.opens_on)
        ),
        _("両方に回答 {count:,}人").format(count=found.people),
    )
    for title, table in (
        (FIELDS_SHEET, _fields(found)),
        (SPREAD_SHEET, _spreads(found)),
        (UNITS_SHEET, _units(found)),
        (LEVELS_SHEET, _levels(found.levels)),
    ):
        heading = Heading(title, facts, organisation, made_at)
        print_table(workbook.create_sheet(title), heading, table)
    save(workbook, path)


def _fields(found: PairFigures) -> PrintTable:
    columns = (
        PrintColumn(_("分野"), narrowest=20, widest=36),
        PrintColumn(_("比べた人"), "right"),
        PrintColumn(_("前の平均"), "right"),
        PrintColumn(_("後の平均"), "right"),
        PrintColumn(_("差（ポイント）"), "right"),
        PrintColumn(_("伸びた"), "right"),
        PrintColumn(_("同じ"), "right"),
        PrintColumn(_("下がった"), "right"),
    )
    rows: list[tuple[Value, ...]] = [
        (
            gain.name,
            gain.n,
            gain.before.mean,
            gain.after.mean,
            points(gain.change),
            gain.up,
            gain.same,
            gain.down,
        )
        for gain in found.gains
    ]
    notes = [
        _(
            "両方の調査に回答した職員だけで比べます。前だけの{before:,}人、"
            "後だけの{after:,}人は含みません。"
        ).format(before=found.only_before, after=found.only_after),
        _("分野の得点が判定できない職員は、その分野に含みません。"),
    ]
    if found.left_out:
        text = _("文や選択肢の変わった設問、片方にしかない設問（{count}問）は比べません。")
        notes.append(text.format(count=found.left_out))
    return PrintTable(columns, rows, totals=1, notes=tuple(notes))


def _spreads(found: PairFigures) -> PrintTable:
    bands = range(len(found.gains[0].before.histogram))
    columns = (
        PrintColumn(_("分野"), narrowest=20, widest=36),
        PrintColumn(_("前後"), "center"),
        *(PrintColumn(_("{from_}～").format(from_=band * 10), "right") for band in bands),
    )
    rows: list[tuple[Value, ...]] = []
    for gain in found.gains:
        rows.append((gain.name, _("前"), *gain.before.histogram))
        rows.append(("", _("後"), *gain.after.histogram))
    notes = (_("得点の割合（%）を10ずつに区切った人数です。100は最後の区切りに入ります。"),)
    return PrintTable(columns, rows, notes=notes)


def _units(found: PairFigures) -> PrintTable:
    columns = (
        PrintColumn(_("所属"), narrowest=20, widest=30),
        PrintColumn(_("比べた人"), "right"),
        *(PrintColumn(gain.name, "right", widest=12) for gain in found.gains),
    )
    rows: list[tuple[Value, ...]] = [
        (
            unit.name,
            None if unit.is_hidden else unit.people,
            *(HIDDEN if unit.is_hidden else points(change) for change in unit.changes),
        )
        for unit in found.units
    ]
    notes = (
        _("所属は後の調査のものです。数値は得点の差の平均（ポイント）です。"),
        _("{least}人に満たない所属と、差し引きで分かってしまう所属は「非公表」とします。").format(
            least=found.least
        ),
    )
    return PrintTable(columns, rows, notes=notes)


def _levels(levels: LevelGains) -> PrintTable:
    columns = (
        PrintColumn(_("前の水準"), narrowest=16, widest=30),
        *(
            PrintColumn(level, "right", group=_("後の水準（人）"), widest=20)
            for level in levels.levels
        ),
    )
    rows: list[tuple[Value, ...]] = [
        (level, *counts) for level, counts in zip(levels.levels, levels.counts, strict=True)
    ]
    notes = [
        _("上がった {up:,}人、同じ {same:,}人、下がった {down:,}人です。").format(
            up=levels.up, same=levels.same, down=levels.down
        )
    ]
    if levels.is_ours:
        notes.append(_("水準を決めた制度がないため、得点を四つに分けた目安です。"))
    return PrintTable(columns, rows, notes=tuple(notes))

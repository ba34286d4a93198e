"""How many stand on each level of a scheme, and surveys before and after training."""

from datetime import date
from typing import Annotated

import typer

from skilltrack.cli.accreditation_options import Out, Scheme, iso
from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.pair_figures import choice_document, pair_document
from skilltrack.cli.role_options import AsKnown, AsOf, Json
from skilltrack.cli.session import day_or_today, instant_if_named, opened
from skilltrack.domain.accreditation import Level, YearFigures
from skilltrack.i18n.dates import fiscal_year_text, wareki_short
from skilltrack.i18n.numbers import percent, points
from skilltrack.i18n.texts import _


def register(app: typer.Typer, group: typer.Typer) -> None:
    """Add the commands: the levels to a group, the comparison by itself."""
    group.command("pyramid", help=_("区分ごとの人数、認定、目標を出します。"))(pyramid)
    app.command("pairs", help=_("同じ職員の前と後の調査を比べます。"))(pairs)


def _short(on: date | None) -> str:
    return "" if on is None else wareki_short(on)


@refusals_told
def pyramid(
    context: typer.Context,
    scheme: Scheme,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    out: Out = None,
    *,
    json: Json = False,
) -> None:
    """Show how many stand on each level, year after year."""
    from skilltrack.services.accreditation.reports import save_pyramid
    from skilltrack.services.verdicts import pyramids

    on = day_or_today(as_of)
    known = instant_if_named(as_known)
    with opened(context) as database:
        if out is not None:
            count = save_pyramid(database, scheme, out, on, known)
            say(_("「{file}」に{count}人を書き出しました。").format(file=out.name, count=count))
            return
        found = pyramids.pyramid(database, scheme, on, known)
    if json:
        print_document(
            {
                "scheme": scheme,
                "as_of": on.isoformat(),
                "headcount": found.headcount,
                "below": found.below,
                "levels": [_level_document(level) for level in found.levels],
                "years": [_year_document(year) for year in found.years],
            }
        )
        return
    print_table(
        (_("区分"), _("この区分"), _("以上"), _("認定"), _("目標"), _("期限")),
        (
            (
                level.name,
                level.here,
                level.reached,
                level.accredited,
                level.target,
                _short(level.target_due),
            )
            for level in found.levels
        ),
    )
    print_table(
        (_("年度"), _("区分"), _("参加"), _("修了"), _("認定"), _("有効"), _("累計")),
        (
            (
                fiscal_year_text(year.fiscal_year),
                year.tier_name,
                year.participants,
                year.completed,
                year.granted,
                year.held,
                year.ever,
            )
            for year in found.years
        ),
    )
    say(_("対象 {count} 人").format(count=found.headcount))


def _level_document(level: Level) -> dict[str, object]:
    return {
        "tier": level.tier,
        "name": level.name,
        "here": level.here,
        "reached": level.reached,
        "accredited": level.accredited,
        "target": level.target,
        "target_due": iso(level.target_due),
    }


def _year_document(year: YearFigures) -> dict[str, object]:
    return {
        "fiscal_year": year.fiscal_year.year,
        "as_of": year.on.isoformat(),
        "tier": year.tier,
        "participants": year.participants,
        "completed": year.completed,
        "granted": year.granted,
        "held": year.held,
        "ever": year.ever,
    }


@refusals_told
def pairs(
    context: typer.Context,
    before: Annotated[
        str, typer.Argument(metavar="BEFORE", help=_("前の調査のID。省くと選べるものの一覧"))
    ] = "",
    after: Annotated[str, typer.Argument(metavar="AFTER", help=_("後の調査のID"))] = "",
    as_known: AsKnown = None,
    out: Out = None,
    *,
    json: Json = False,
) -> None:
    """Compare two rounds person by person."""
    from skilltrack.services.verdicts import pairs as service

    known = instant_if_named(as_known)
    with opened(context) as database:
        if not before or not after:
            choice = service.pairs_offered(database, known)
            if json:
                print_document(choice_document(choice))
                return
            print_table((_("調査"), _("題名")), choice.rounds)
            print_table(
                (_("比較"), _("名前"), _("前"), _("後")),
                ((one.id, one.name, one.before, one.after) for one in choice.pairs),
            )
            return
        found = service.compare_rounds(database, before, after, known)
        if out is not None:
            count = service.save_pair(database, out, found)
            say(_("「{file}」に{count}人を書き出しました。").format(file=out.name, count=count))
            return
    if json:
        print_document(pair_document(found))
        return
    print_table(
        (_("分野"), _("人"), _("前"), _("後"), _("差"), _("伸びた"), _("同じ"), _("下がった")),
        (
            (
                gain.name,
                gain.n,
                percent(gain.before.mean),
                percent(gain.after.mean),
                points(gain.change),
                gain.up,
                gain.same,
                gain.down,
            )
            for gain in found.gains
        ),
    )
    say(_("両方に回答した {count} 人で比べました。").format(count=found.people))

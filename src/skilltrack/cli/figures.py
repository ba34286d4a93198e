"""Figures and reports: tiers, rank, exams, report."""

from pathlib import Path
from typing import Annotated

import typer

from skilltrack.cli import rank_change, training_figures
from skilltrack.cli.closed import LiveOption, tell_closed
from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.session import (
    day,
    day_or_today,
    fiscal_year,
    instant_if_named,
    opened,
    today,
)
from skilltrack.cli.structure import StructureDay, StructureOption, structure_of, tell_structure
from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.problems import refuse
from skilltrack.domain.structure import Structure
from skilltrack.i18n.numbers import percent
from skilltrack.i18n.texts import _

Json = Annotated[bool, typer.Option("--json", help=_("JSONで出す"))]
AsOf = Annotated[str | None, typer.Option(metavar="DATE", help=_("基準日"))]
AsKnown = Annotated[
    str | None, typer.Option(metavar="INSTANT", help=_("この時点までの記録で計算する"))
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("tiers", help=_("全員を育成制度で判定します。"))(tiers)
    training_figures.register(app)
    app.command("rank", help=_("所属を評価して順位を出します。"))(rank)
    rank_change.register(app)
    app.command("exams", help=_("資格の受験と合格の状況を出します。"))(exams)
    app.command("report", help=_("帳票を書き出します。「report list」で一覧を出します。"))(report)


@refusals_told
def tiers(
    context: typer.Context,
    scheme: Annotated[str, typer.Argument(metavar="SCHEME", help=_("育成制度"))],
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    live: LiveOption = False,
    json: Json = False,
) -> None:
    """Judge everybody; a closed year shows how many closing it counted in each tier."""
    from skilltrack.reports.documents import tiers_document
    from skilltrack.services.years.closed_standings import tiers_shown

    on = day_or_today(as_of)
    known = instant_if_named(as_known)
    with opened(context) as database:
        shown = tiers_shown(database, scheme, on, known, is_live=live)
    found = shown.verdicts
    tell_closed(shown.figures.closed, has_people=True)
    if json:
        verdicts = ((one.person.employee_no, one.verdict) for one in found.people)
        print_document(tiers_document(scheme, on, verdicts, figures=shown.figures))
        return
    total = shown.figures.total
    print_table(
        (_("区分"), _("対象"), _("達成"), _("判定できず"), _("到達")),
        (
            (
                name,
                total.expected.get(code, 0),
                total.met.get(code, 0),
                total.unjudged.get(code, 0),
                total.reached.get(code, 0),
            )
            for code, name in shown.figures.tiers
        ),
    )
    names = {code: tier.name for code, tier in found.scheme.tiers_by_code.items()}
    met = {True: _("達成"), False: _("未達成"), None: _("判定できず")}
    print_table(
        (_("職員番号"), _("氏名"), _("区分"), _("判定"), _("足りない要件")),
        (
            (
                one.person.employee_no,
                one.person.name,
                names.get(one.verdict.expected or one.verdict.reached or ""),
                "" if one.verdict.expected is None else met[one.verdict.met],
                len(one.verdict.missing),
            )
            for one in found.people
        ),
    )


@refusals_told
def rank(
    context: typer.Context,
    scheme: Annotated[str, typer.Argument(metavar="SCHEME", help=_("育成制度"))],
    year: Annotated[int, typer.Option(metavar="YYYY", help=_("年度（西暦）"))],
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    structure: StructureOption = Structure.AS_WAS,
    structure_on: StructureDay = None,
    live: LiveOption = False,
    json: Json = False,
) -> None:
    """Evaluate and rank departments; a closed year shows what closing it fixed."""
    from skilltrack.reports.documents import rank_document
    from skilltrack.services.years.closed_boards import board_shown, frozen_rank
    from skilltrack.services.years.closed_figures import state_of_year

    its_year = fiscal_year(year)
    on = its_year.default_as_of(today()) if as_of is None else day(as_of)
    way = structure_of(structure, structure_on, on)
    known = instant_if_named(as_known)
    with opened(context) as database:
        is_fixed = not live and way is None
        frozen = frozen_rank(database, scheme, its_year, on, known) if is_fixed else None
        found = board_shown(database, scheme, its_year, on, known, way, is_live=live)
        closed = state_of_year(database, its_year, on, known, way, is_live=live)
    tell_closed(closed)
    if json and frozen is not None:
        typer.echo(frozen[0], nl=False)
        return
    if json:
        print_document(rank_document(found))
        return
    print_table(
        (_("順位"), _("所属"), _("人数"), _("①必須"), _("②リーダー"), _("③選択"), _("総合")),
        (
            (
                row.rank,
                row.name,
                row.headcount,
                percent(row.required.ratio),
                percent(row.leader.ratio),
                percent(row.elective.ratio),
                percent(row.composite),
            )
            for row in found.evaluation.departments
        ),
    )
    tell_structure(found.arranged)


@refusals_told
def exams(
    context: typer.Context,
    as_of: AsOf = None,
    exam: Annotated[str, typer.Option(help=_("試験"))] = "it_passport",
    as_known: AsKnown = None,
    *,
    structure: StructureOption = Structure.AS_WAS,
    structure_on: StructureDay = None,
    live: LiveOption = False,
    json: Json = False,
) -> None:
    """Show attempts, passes and progress; a closed year shows what closing it fixed."""
    from skilltrack.cli.exam_documents import person_line
    from skilltrack.reports.documents import exams_document
    from skilltrack.services.exams.people import INVOLVED, exam_people, narrowed
    from skilltrack.services.years.closed_figures import exam_shown

    on = day_or_today(as_of)
    way = structure_of(structure, structure_on, on)
    known = instant_if_named(as_known)
    with opened(context) as database:
        register = exam_shown(database, exam, on, known, way, is_live=live)
        people = exam_people(database, exam, on, known, way) if json else None
    tell_closed(register.closed)
    if people is not None:
        sittings = (
            (s.person.employee_no, s.attempt.on, dict(s.attempt.scores), s.passed)
            for s in register.sittings
        )
        print_document(
            exams_document(
                exam,
                on,
                register.total,
                register.departments,
                sittings,
                register.counted,
                register.arranged,
                map(person_line, narrowed(people, INVOLVED)),
            )
        )
        return
    print_table(
        (_("所属"), _("人数"), _("合格者"), _("受験者"), _("受験回数")),
        (
            (row.department_name, row.headcount, row.passers, row.candidates, row.attempts)
            for row in register.departments
        ),
    )
    tell_structure(register.arranged)


@refusals_told
def report(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("帳票の名前、または list"))],
    out: Annotated[Path | None, typer.Option(metavar="FILE", help=_("書き先のファイル"))] = None,
    scheme: Annotated[str, typer.Option(help=_("育成制度"))] = "fukui",
    year: Annotated[int | None, typer.Option(metavar="YYYY", help=_("年度（西暦）"))] = None,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    structure: StructureOption = Structure.AS_WAS,
    structure_on: StructureDay = None,
    live: LiveOption = False,
) -> None:
    """Write a report; figures of a closed year are those that closing it fixed."""
    from skilltrack.services.handover import REPORTS, write_report
    from skilltrack.services.years.closed_figures import state_of_year

    if name == "list":
        print_table((_("名前"), _("内容")), ((code, title()) for code, title in REPORTS.items()))
        return
    if out is None:
        raise refuse("reports.no_target", name=name)
    its_year: FiscalYear = fiscal_year(year)
    on = its_year.default_as_of(today()) if as_of is None else day(as_of)
    way = structure_of(structure, structure_on, on)
    known = instant_if_named(as_known)
    with opened(context) as database:
        closed = state_of_year(database, its_year, on, known, way, is_live=live)
        write_report(
            database,
            name,
            out,
            scheme_id=scheme,
            fiscal_year=its_year,
            as_of=on,
            structure=way,
            as_known=known,
            is_live=live,
        )
    tell_closed(closed)
    say(_("帳票を書き出しました：{path}").format(path=out))

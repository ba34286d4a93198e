"""The search for people by what they can do, have done and want to do."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated

import typer

from skilltrack.cli.accreditation_options import Out
from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.role_options import AsKnown, AsOf, Json
from skilltrack.cli.session import (
    day_or_today,
    employment_type,
    instant_if_named,
    opened,
)
from skilltrack.domain.people.talent import CareerSought, CriterionKind, TalentFound, TalentQuery
from skilltrack.i18n.texts import _
from skilltrack.store.database import Database

Codes = list[str] | None


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_("技能・資格・経験・希望から職員を探す。"), no_args_is_help=True)
    group.command("find", help=_("条件に当てはまる職員を理由とともに出します。"))(find)
    group.command("searches", help=_("保存した条件を出すか、消します。"))(searches)
    app.add_typer(group, name="talent")


@refusals_told
def find(
    context: typer.Context,
    purpose: Annotated[str, typer.Option(help=_("利用目的（必須。操作の記録に残る）"))] = "",
    category: Annotated[Codes, typer.Option(help=_("分野の得点。例：sakata:excel=60（%）"))] = None,
    item: Annotated[Codes, typer.Option(help=_("設問の段階。例：sakata:T01=3"))] = None,
    level: Annotated[
        Codes, typer.Option(help=_("調査の水準。例：kanazawa:overall=advanced"))
    ] = None,
    exam: Annotated[Codes, typer.Option(help=_("合格した試験のコード"))] = None,
    course: Annotated[Codes, typer.Option(help=_("修了した研修のコード"))] = None,
    career: Annotated[
        Codes, typer.Option(help=_("経験など。例：experience:GIS、資格:統計、:データ>=3"))
    ] = None,
    accredited: Annotated[Codes, typer.Option(help=_("認定。例：moka:adviser"))] = None,
    department: Annotated[Codes, typer.Option(help=_("所属コード（下の所属も含む）"))] = None,
    band: Annotated[Codes, typer.Option(help=_("役職区分のコード"))] = None,
    role: Annotated[Codes, typer.Option(help=_("役割のコード"))] = None,
    employment: Annotated[Codes, typer.Option(help=_("任用区分"))] = None,
    occupation: Annotated[Codes, typer.Option(help=_("職種"))] = None,
    age: Annotated[
        list[int] | None, typer.Option(help=_("年代（10は20歳未満、20、…、60は60歳以上）"))
    ] = None,
    saved: Annotated[str, typer.Option(help=_("保存した条件を使う"))] = "",
    save: Annotated[str, typer.Option(help=_("この条件を名前を付けて保存する"))] = "",
    as_of: AsOf = None,
    as_known: AsKnown = None,
    out: Out = None,
    *,
    any_of: Annotated[
        bool, typer.Option("--any", help=_("条件のどれかに当てはまればよい"))
    ] = False,
    absent: Annotated[bool, typer.Option("--absent", help=_("休業中などの職員も探す"))] = False,
    json: Json = False,
) -> None:
    """Look for people."""
    from skilltrack.services.talent import search as talent
    from skilltrack.services.talent import searches as talent_searches

    on = day_or_today(as_of)
    known = instant_if_named(as_known)
    codes = {
        CriterionKind.CATEGORY: category,
        CriterionKind.ITEM: item,
        CriterionKind.LEVEL: level,
        CriterionKind.EXAM: exam,
        CriterionKind.COURSE: course,
        CriterionKind.CAREER: career,
        CriterionKind.ACCREDITED: accredited,
    }
    limits = TalentQuery(
        is_any=any_of,
        departments=tuple(department or ()),
        bands=tuple(band or ()),
        roles=tuple(role or ()),
        employment_types=tuple(map(employment_type, employment or ())),
        occupations=tuple(occupation or ()),
        ages=tuple(age or ()),
        has_absent=absent,
    )
    with opened(context) as database:
        if saved:
            kept = talent_searches.saved_search(database, saved)
            query, purpose = kept.query, purpose or kept.purpose
        else:
            query = _query(database, codes, limits, on)
        found = talent.find_talent(database, query, on, purpose, known)
        if save:
            talent_searches.keep_search(database, save, purpose, query)
        if out is not None:
            talent_searches.save_talent(database, out, found, purpose)
    if json:
        print_document(_document(found))
        return
    print_table(
        (_("職員番号"), _("氏名"), _("所属"), _("職名"), _("一致"), _("見つかった理由")),
        (
            (
                row.person.employee_no,
                row.person.name,
                row.person.department_name,
                row.person.job_title,
                row.matches,
                _("、").join(row.reasons),
            )
            for row in found.rows
        ),
    )
    text = _("{count} 人（対象 {looked} 人、回答のない職員 {unanswered} 人）")
    say(text.format(count=len(found.rows), looked=found.looked_at, unanswered=found.unanswered))


def _query(
    database: Database,
    codes: Mapping[CriterionKind, Sequence[str] | None],
    limits: TalentQuery,
    on: date,
) -> TalentQuery:
    from skilltrack.services.talent import searches as talent_searches
    from skilltrack.services.talent import words as talent_words

    offered = talent_words.offered(database, on)
    sought = [
        talent_searches.sought_of(offered, kind, code)
        for kind, given in codes.items()
        for code in given or ()
    ]
    return replace(
        limits,
        wanted=tuple(one for one in sought if not isinstance(one, CareerSought)),
        careers=tuple(one for one in sought if isinstance(one, CareerSought)),
    )


def _document(found: TalentFound) -> dict[str, object]:
    return {
        "as_of": found.as_of.isoformat(),
        "looked_at": found.looked_at,
        "unanswered": found.unanswered,
        "people": [
            {
                "employee_no": row.person.employee_no,
                "name": row.person.name,
                "department": row.person.department,
                "job_title": row.person.job_title,
                "matches": row.matches,
                "reasons": list(row.reasons),
            }
            for row in found.rows
        ],
    }


@refusals_told
def searches(
    context: typer.Context,
    drop: Annotated[str, typer.Option(help=_("消す条件の名前"))] = "",
    *,
    json: Json = False,
) -> None:
    """List the kept searches, or forget one."""
    from skilltrack.services.talent import searches as talent_searches

    with opened(context) as database:
        if drop:
            talent_searches.drop_search(database, drop)
            say(_("保存した条件「{name}」を消しました。").format(name=drop))
            return
        found = talent_searches.saved_searches(database)
    if json:
        print_document(
            {
                "searches": [
                    {
                        "name": one.name,
                        "purpose": one.purpose,
                        "criteria": list(talent_searches.query_texts(one.query)),
                    }
                    for one in found
                ]
            }
        )
        return
    print_table(
        (_("名前"), _("利用目的"), _("条件")),
        (
            (one.name, one.purpose, _("、").join(talent_searches.query_texts(one.query)))
            for one in found
        ),
    )

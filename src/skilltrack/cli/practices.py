"""Practices: the register, stages, reviews by peers, nominations, consent, workbooks."""

from datetime import date
from typing import Annotated, Any

import typer

from skilltrack.cli import practice_figures
from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.practice_options import On, Practice, award_state, stage_of
from skilltrack.cli.role_options import AsKnown, AsOf, DryRun, Json
from skilltrack.cli.session import day_or_today, instant_if_named, opened, today
from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.organisation import PracticeStage
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.names import STAGE_NAMES
from skilltrack.i18n.practice_names import AWARD
from skilltrack.i18n.texts import _


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help=_("DX実践の一覧・登録・段階・相互評価・推薦・同意・帳票。"), no_args_is_help=True
    )
    group.command("list", help=_("取組みを一覧にします。"))(list_)
    group.command("add", help=_("取組みを登録します。"))(add)
    group.command("change", help=_("取組みの内容を直します。"))(change)
    group.command("stage", help=_("段階に達した日を記録します。"))(stage)
    group.command("review", help=_("ほかの所属の言葉を記録します。"))(review)
    group.command("spread", help=_("取り入れた所属を記録します。"))(spread)
    group.command("nominate", help=_("賞の候補、推薦、結果を記録します。"))(nominate)
    group.command("consent", help=_("人事評価への利用の意思を記録します。"))(consent)
    group.command("withdraw", help=_("取組みの登録を取り消します。"))(withdraw)
    practice_figures.register(group)
    app.add_typer(group, name="practices")


Reason = Annotated[str, typer.Option(help=_("理由"))]
Title = Annotated[str | None, typer.Option(help=_("名称"))]
Content = Annotated[str | None, typer.Option(help=_("内容"))]
Hours = Annotated[float | None, typer.Option(help=_("1年あたりに減る時間"))]
Cases = Annotated[int | None, typer.Option(help=_("1年あたりの件数"))]
People = Annotated[
    list[str] | None, typer.Option("--participant", help=_("参加した職員の番号。繰り返せる"))
]
Public = Annotated[bool | None, typer.Option("--public/--private", help=_("庁外に見せてよいか"))]


@refusals_told
def list_(
    context: typer.Context,
    stage: Annotated[str, typer.Option(help=_("段階"))] = "",
    department: Annotated[str, typer.Option(help=_("所属コード。下の所属も含む"))] = "",
    year: Annotated[int | None, typer.Option(help=_("その年度に段階が進んだもの"))] = None,
    text: Annotated[str, typer.Option(help=_("名称や職員などの言葉"))] = "",
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    public: Annotated[bool, typer.Option("--public", help=_("公開できるものだけ"))] = False,
    json: Json = False,
) -> None:
    """List practices."""
    from skilltrack.services.practices.register import narrowed, practice_register

    on = day_or_today(as_of)
    with opened(context) as database:
        query = practice_figures.query_of(
            database, on, stage, department, year, text, is_public_only=public
        )
        known = instant_if_named(as_known)
        found = practice_register(database, on, known)
    lines = narrowed(found, query)
    if json:
        documents = [practice_figures.line_document(found, one) for one in lines]
        print_document({"as_of": on.isoformat(), "practices": documents})
        return
    print_table(
        (_("実践番号"), _("所属"), _("名称"), _("段階"), _("その日"), _("参加者")),
        (
            (
                one.id,
                one.department_name,
                one.practice.title,
                STAGE_NAMES[one.stage],
                None if one.since is None else wareki_short(one.since),
                _("、").join(p.name for p in one.participants),
            )
            for one in lines
        ),
    )


@refusals_told
def add(
    context: typer.Context,
    department: Annotated[str, typer.Argument(metavar="DEPARTMENT", help=_("所属コード"))],
    title: Annotated[str, typer.Argument(metavar="TITLE", help=_("名称"))],
    stage: Annotated[str, typer.Option(help=_("段階。省くと提案"))] = PracticeStage.PROPOSED.value,
    on: On = None,
    content: Annotated[str, typer.Option(help=_("内容"))] = "",
    hours: Hours = None,
    cases: Cases = None,
    participant: People = None,
    *,
    public: Annotated[bool, typer.Option("--public", help=_("庁外に見せてよい"))] = False,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Register a practice."""
    from skilltrack.services.practices import editing as practices

    order = practices.PracticeOrder(
        department, title, content, hours, cases, tuple(participant or ()), public
    )
    with opened(context) as database:
        code = practices.register(
            database, order, stage_of(stage), _on(on), today=today(), is_dry_run=dry_run
        )
    told = _("「{title}」を登録しました（実践番号 {code}）。").format(title=title, code=code)
    _tell({"practice_id": code}, told, is_dry_run=dry_run, is_json=json)


@refusals_told
def change(
    context: typer.Context,
    practice: Practice,
    reason: Annotated[str, typer.Option(help=_("理由（必須）"))],
    department: Annotated[str | None, typer.Option(help=_("所属コード"))] = None,
    title: Title = None,
    content: Content = None,
    hours: Hours = None,
    cases: Cases = None,
    participant: People = None,
    public: Public = None,
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Change a practice; what is not given stays."""
    from skilltrack.services.practices import editing as practices

    with opened(context) as database:
        with database.reading() as session:
            now = practices.needed(session, practice).value
        order = practices.PracticeOrder(
            now.department if department is None else department,
            now.title if title is None else title,
            now.content if content is None else content,
            now.effect_hours if hours is None else hours,
            now.effect_cases if cases is None else cases,
            now.participants if participant is None else tuple(participant),
            now.is_public if public is None else public,
        )
        practices.change_practice(
            database, practice, order, reason, today=today(), is_dry_run=dry_run
        )
    told = _("「{title}」の内容を直しました。").format(title=order.title)
    _tell({"practice_id": practice}, told, is_dry_run=dry_run, is_json=json)


@refusals_told
def stage(
    context: typer.Context,
    practice: Practice,
    stage: Annotated[str, typer.Argument(metavar="STAGE", help=_("段階"))],
    on: On = None,
    reason: Reason = "",
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Record the day of a stage."""
    from skilltrack.services.practices.editing import reach_stage

    days = {stage_of(stage): _on(on)}
    with opened(context) as database:
        now = reach_stage(database, practice, days, reason, today=today(), is_dry_run=dry_run)
    told = _("段階は{stage}です。").format(stage=STAGE_NAMES[now])
    document = {"practice_id": practice, "stage": now.value}
    _tell(document, told, is_dry_run=dry_run, is_json=json)


@refusals_told
def review(
    context: typer.Context,
    practice: Practice,
    department: Annotated[str, typer.Argument(metavar="DEPARTMENT", help=_("評価した所属"))],
    good: Annotated[str, typer.Option(help=_("よいと思ったところ"))] = "",
    apply: Annotated[str, typer.Option(help=_("自分の職場に生かせるところ"))] = "",
    advice: Annotated[str, typer.Option(help=_("さらによくするための助言"))] = "",
    employee: Annotated[str, typer.Option(help=_("書いた職員の番号"))] = "",
    on: On = None,
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Record what a department says."""
    from skilltrack.services.practices.reviews import ReviewOrder, review

    given = {"good": good, "apply": apply, "advice": advice}
    views = {aspect: text for aspect, text in given.items() if text.strip()}
    order = ReviewOrder(practice, department, _on(on), views, employee)
    with opened(context) as database:
        review(database, [order], today=today(), is_dry_run=dry_run)
    document = {"practice_id": practice, "department": department, "views": views}
    _tell(document, _("相互評価を記録しました。"), is_dry_run=dry_run, is_json=json)


@refusals_told
def spread(
    context: typer.Context,
    practice: Practice,
    department: Annotated[str, typer.Argument(metavar="DEPARTMENT", help=_("取り入れた所属"))],
    text: Annotated[str, typer.Option("--what", help=_("取り入れた内容（必須）"))],
    on: On = None,
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Record that a department took a practice over."""
    from skilltrack.services.practices.reviews import take_over

    with opened(context) as database:
        take_over(database, practice, department, _on(on), text, today=today(), is_dry_run=dry_run)
    document = {"practice_id": practice, "department": department}
    _tell(document, _("取り入れた所属を記録しました。"), is_dry_run=dry_run, is_json=json)


@refusals_told
def nominate(
    context: typer.Context,
    practices: Annotated[list[str], typer.Argument(metavar="PRACTICE...", help=_("実践番号"))],
    state: Annotated[str, typer.Option(help=_("候補、推薦、表彰、選外のどれか"))],
    reason: Annotated[str, typer.Option(help=_("理由（必須）"))],
    award: Annotated[str, typer.Option(help=_("賞の名称"))] = AWARD,
    year: Annotated[int | None, typer.Option(help=_("賞の年度。省くと今年度"))] = None,
    on: On = None,
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Make practices candidates, nominate them, or record what became of them."""
    from skilltrack.services.practices.awards import AwardOrder, nominate

    of_year = FiscalYear.of(today()).year if year is None else year
    order = AwardOrder(tuple(practices), award, of_year, award_state(state), reason, _on(on))
    with opened(context) as database:
        given = nominate(database, order, today=today(), is_dry_run=dry_run)
    document = {"nominations": [practice_figures.nomination_document(one) for one in given]}
    told = _("{count}件を記録しました。").format(count=len(given))
    _tell(document, told, is_dry_run=dry_run, is_json=json)


@refusals_told
def consent(
    context: typer.Context,
    practice: Practice,
    numbers: Annotated[list[str], typer.Argument(metavar="NUMBER...", help=_("職員番号"))],
    on: On = None,
    *,
    no: Annotated[bool, typer.Option("--no", help=_("同意しない"))] = False,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Record whether participants consent to the use for appraisal."""
    from skilltrack.services.practices.consents import state_consents

    with opened(context) as database:
        count = state_consents(
            database,
            practice,
            dict.fromkeys(numbers, not no),
            _on(on),
            today=today(),
            is_dry_run=dry_run,
        )
    document = {"practice_id": practice, "recorded": count, "consents": not no}
    told = _("{count}人の意思を記録しました。").format(count=count)
    _tell(document, told, is_dry_run=dry_run, is_json=json)


@refusals_told
def withdraw(
    context: typer.Context,
    practice: Practice,
    reason: Annotated[str, typer.Option(help=_("理由（必須）"))],
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Take a practice off the register."""
    from skilltrack.services.practices.editing import withdraw_practice

    with opened(context) as database:
        gone = withdraw_practice(database, practice, reason, is_dry_run=dry_run)
    told = _("「{title}」の登録を取り消しました。").format(title=gone.title)
    _tell({"practice_id": practice}, told, is_dry_run=dry_run, is_json=json)


def _on(text: str | None) -> date:
    return day_or_today(text)


def _tell(document: dict[str, Any], told: str, *, is_dry_run: bool, is_json: bool) -> None:
    if is_json:
        print_document({"is_dry_run": is_dry_run} | document)
        return
    say(_("確かめただけで、記録していません。") if is_dry_run else told)

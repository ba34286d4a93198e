"""Aid towards exam fees: rules, applications, decisions, payments, documents."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skilltrack.cli import subsidy_rules, subsidy_steps
from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.session import day, day_or_today, instant_if_named, opened, today
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.texts import _

if TYPE_CHECKING:
    from skilltrack.domain.exams.subsidy_judging import Judgement
    from skilltrack.services.exams.subsidy_reading import SubsidyCase

Json = Annotated[bool, typer.Option("--json", help=_("JSONで出す"))]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help=_("理由"))]
Number = Annotated[str, typer.Argument(metavar="APPLICATION", help=_("申請番号"))]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help=_("その日。省くと今日"))]
AsOf = Annotated[str | None, typer.Option(metavar="DATE", help=_("基準日。省くと今日"))]
AsKnown = Annotated[str | None, typer.Option(metavar="TIME", help=_("この時点までの記録で出す"))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=_("確かめるだけで記録しない"))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_("受験料の助成（規則・申請・決定・支払い）"))
    group.command("rules", help=_("助成の規則を出します。"))(rules)
    group.command("take", help=_("付いている規則か、ファイルの規則を取り入れます。"))(take)
    group.command("apply", help=_("申請を記録し、規則の判定を出します。"))(apply)
    group.command("amend", help=_("審査中の申請に書類などを加えます。"))(amend)
    group.command("list", help=_("申請の一覧を出します。"))(list_)
    group.command("judge", help=_("申請の判定を、条件ごとに出します。"))(judge)
    subsidy_steps.register(group)
    subsidy_rules.register(group)
    app.add_typer(group, name="subsidy")


@refusals_told
def rules(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="[RULE]", help=_("規則のコード。省くと一覧"))] = "",
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("規則を書き出す .toml のファイル"))
    ] = None,
    *,
    json: Json = False,
) -> None:
    """List the rules, or show one; with ``--out`` write it."""
    from skilltrack.i18n.subsidies import amount_text, deadline_text, rule_lines
    from skilltrack.services.exams import subsidy_rules
    from skilltrack.services.exams.subsidy_rules import document_of

    with opened(context) as database:
        if out is not None:
            subsidy_rules.export_rule(database, code, out)
        found = subsidy_rules.list_rules(database)
        one = subsidy_rules.named_rule(database, code) if code else None
    if json:
        print_document(
            {"definition": document_of(one)}
            if one is not None
            else {
                "rules": [
                    {"own": entry.is_own, "uses": entry.uses, **document_of(entry.rule)}
                    for entry in found
                ]
            }
        )
    elif one is not None:
        say(_("{name}（{code}）").format(name=one.name, code=one.code))
        print_table((_("項目"), _("内容")), rule_lines(one, {}))
        print_table((_("資料にないための取決め"),), [(text,) for text in one.assumptions])
    else:
        print_table(
            (_("コード"), _("名称"), _("版"), _("額"), _("期限"), _("申請")),
            (
                (
                    entry.rule.code,
                    entry.rule.name,
                    entry.rule.version if entry.is_own else _("取り入れられます"),
                    amount_text(entry.rule.aid),
                    deadline_text(entry.rule.deadline, entry.rule.paid_when),
                    entry.uses,
                )
                for entry in found
            ),
        )


@refusals_told
def take(
    context: typer.Context,
    rule: Annotated[str, typer.Argument(metavar="RULE", help=_("規則のコードか .toml のファイル"))],
    reason: Reason = "",
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Take a shipped rule, or one of a file, as a new version."""
    from skilltrack.i18n.problems import sentence
    from skilltrack.i18n.subsidies import change_text
    from skilltrack.services.exams import subsidy_rules

    with opened(context) as database:
        if Path(rule).is_file():
            saved = subsidy_rules.import_rule(database, Path(rule), reason, is_rehearsal=dry_run)
        else:
            saved = subsidy_rules.take_rule(database, rule, is_rehearsal=dry_run)
    if json:
        print_document(
            {
                "rule": saved.rule.code,
                "version": saved.rule.version,
                "new_version": saved.is_new_version,
                "changes": [one.key for one in saved.changes],
                "notices": [sentence(one) for one in saved.notices],
            }
        )
        return
    for change in saved.changes:
        say(change_text(change, {}))
    for told in saved.notices:
        say(sentence(told))
    if not saved.is_new_version:
        say(_("変更はありません。"))
    else:
        text = _("「{name}」の版{version}を取り入れました。")
        say(text.format(name=saved.rule.name, version=saved.rule.version))


@refusals_told
def apply(
    context: typer.Context,
    rule: Annotated[str, typer.Argument(metavar="RULE", help=_("規則のコード"))],
    person: Annotated[str, typer.Argument(metavar="NO", help=_("職員番号"))],
    exam: Annotated[str, typer.Argument(metavar="EXAM", help=_("試験のコードか名称"))],
    *,
    sat_on: Annotated[str | None, typer.Option(metavar="DATE", help=_("受験日"))] = None,
    on: On = None,
    cost: Annotated[int | None, typer.Option(help=_("費用（円）。省くと受験料"))] = None,
    other_aid: Annotated[int, typer.Option(help=_("ほかの助成（円）"))] = 0,
    paper: Annotated[
        list[str] | None, typer.Option(metavar="TEXT", help=_("出た書類（重ねて指定）"))
    ] = None,
    public_expense: Annotated[
        bool | None,
        typer.Option("--public-expense/--own-expense", help=_("公費で受けるものか")),
    ] = None,
    renewal: Annotated[
        bool | None, typer.Option("--renewal/--no-renewal", help=_("資格の更新か"))
    ] = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help=_("備考"))] = "",
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Record an application; what is left out is proposed."""
    from skilltrack.domain.exams.subsidies import Condition, SubsidyApplication
    from skilltrack.services.exams import subsidies

    said = {Condition.PUBLIC_EXPENSE: public_expense, Condition.RENEWAL: renewal}
    with opened(context) as database:
        proposed = subsidies.propose(
            database,
            rule,
            person,
            exam,
            today=today(),
            sat_on=None if sat_on is None else day(sat_on),
        )
        application = SubsidyApplication(
            "",
            rule,
            0,
            person,
            exam,
            day_or_today(on),
            (proposed.cost_yen or 0) if cost is None else cost,
            proposed.sat_on,
            other_aid,
            tuple(paper or ()),
            {condition: stated for condition, stated in said.items() if stated is not None},
            note,
        )
        made = subsidies.apply(database, application, today=today(), is_dry_run=dry_run)
    _tell_judged(made.application.application_id, made.judgement, json=json)


@refusals_told
def amend(
    context: typer.Context,
    application: Number,
    reason: Reason = "",
    *,
    sat_on: Annotated[str | None, typer.Option(metavar="DATE", help=_("受験日"))] = None,
    cost: Annotated[int | None, typer.Option(help=_("費用（円）"))] = None,
    other_aid: Annotated[int | None, typer.Option(help=_("ほかの助成（円）"))] = None,
    paper: Annotated[
        list[str] | None, typer.Option(metavar="TEXT", help=_("加える書類（重ねて指定）"))
    ] = None,
    json: Json = False,
) -> None:
    """Complete an application not decided yet."""
    from skilltrack.services.exams import subsidies
    from skilltrack.services.exams.subsidy_reading import subsidy_book

    with opened(context) as database:
        before = subsidy_book(database, today()).case(application).application
        after = replace(
            before,
            sat_on=before.sat_on if sat_on is None else day(sat_on),
            cost_yen=before.cost_yen if cost is None else cost,
            other_aid_yen=before.other_aid_yen if other_aid is None else other_aid,
            papers=tuple(dict.fromkeys((*before.papers, *(paper or ())))),
        )
        made = subsidies.amend(database, after, reason, today=today())
    _tell_judged(application, made.judgement, json=json)


def _judged(judgement: "Judgement") -> dict[str, Any]:
    from skilltrack.i18n.subsidies import reason_text

    last = judgement.deadline
    return {
        "outlook": judgement.outlook.value,
        "amount_yen": judgement.amount_yen,
        "granted_yen": judgement.granted_yen,
        "deadline": None if last is None else last.isoformat(),
        "missing_papers": list(judgement.missing_papers),
        "findings": [
            {
                "condition": one.condition.value,
                "reason": one.reason.value,
                "clause": one.clause,
                "open": one.is_open,
                "text": reason_text(one),
            }
            for one in judgement.findings
        ],
    }


def _tell_judged(number: str, judgement: "Judgement", *, json: bool) -> None:
    from skilltrack.i18n.exam_rules import yen_text
    from skilltrack.i18n.subsidies import OUTLOOK_NAMES, finding_text

    if json:
        print_document({"application": number, **_judged(judgement)})
        return
    text = _("申請番号 {number}：{outlook}（規則による額 {yen}）")
    outlook = OUTLOOK_NAMES[judgement.outlook]
    say(text.format(number=number, outlook=outlook, yen=yen_text(judgement.amount_yen)))
    for one in judgement.findings:
        say(finding_text(one))


def _case(case: "SubsidyCase") -> dict[str, Any]:
    one = case.application
    return {
        "application": one.application_id,
        "rule": one.rule,
        "rule_version": one.rule_version,
        "employee_no": one.employee_no,
        "name": case.name,
        "department": case.department,
        "exam": one.exam,
        "sat_on": None if one.sat_on is None else one.sat_on.isoformat(),
        "applied_on": one.applied_on.isoformat(),
        "cost_yen": one.cost_yen,
        "other_aid_yen": one.other_aid_yen,
        "state": case.state.value,
        "deviates": case.is_deviating,
        "steps": [
            {
                "on": step.on.isoformat(),
                "kind": step.kind.value,
                "amount_yen": step.amount_yen,
                "budget": step.budget_id,
                "conditions": [condition.value for condition in step.clauses],
                "reason": step.reason,
            }
            for step in case.steps
        ],
        "judgement": _judged(case.judgement),
    }


@refusals_told
def list_(
    context: typer.Context,
    state: Annotated[
        str, typer.Option(metavar="STATE", help=_("状態（applied、granted、paidなど）"))
    ] = "",
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    json: Json = False,
) -> None:
    """List the applications as of a day."""
    from skilltrack.i18n.exam_rules import yen_text
    from skilltrack.i18n.subsidies import OUTLOOK_NAMES, STATE_NAMES
    from skilltrack.services.exams.subsidy_reading import subsidy_book

    with opened(context) as database:
        book = subsidy_book(database, day_or_today(as_of), instant_if_named(as_known))
    cases = [one for one in book.cases if state in {"", one.state.value}]
    if json:
        print_document(
            {"as_of": book.as_of.isoformat(), "applications": [_case(one) for one in cases]}
        )
        return
    headings = (_("番号"), _("氏名"), _("試験"), _("受験日"), _("状態"), _("判定"), _("規則の額"))
    print_table(
        headings,
        (
            (
                one.application.application_id,
                one.name,
                one.exam_name,
                None if one.application.sat_on is None else wareki_short(one.application.sat_on),
                STATE_NAMES[one.state],
                OUTLOOK_NAMES[one.judgement.outlook] if not one.steps else None,
                yen_text(one.judgement.amount_yen),
            )
            for one in cases
        ),
    )


@refusals_told
def judge(
    context: typer.Context,
    application: Number,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    json: Json = False,
) -> None:
    """Judge an application by what the records say as of a day."""
    from skilltrack.services.exams.subsidy_reading import subsidy_book

    with opened(context) as database:
        book = subsidy_book(database, day_or_today(as_of), instant_if_named(as_known))
    _tell_judged(application, book.case(application).judgement, json=json)

"""People on the way to exams: plan, book, end, sittings."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from skilltrack.cli.console import print_document, refusals_told, say
from skilltrack.cli.exam_master import ExamCode
from skilltrack.cli.role_options import DryRun, Json
from skilltrack.cli.session import day, day_or_today, opened, today
from skilltrack.domain.exams.definition import PaidBy
from skilltrack.domain.problems import refuse
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.exam_people import (
    STAGE_NAMES,
    lacking_text,
    result_text,
)
from skilltrack.i18n.problems import sentence
from skilltrack.i18n.texts import _

if TYPE_CHECKING:
    from skilltrack.services.exams.attempts import RecordedAttempt
    from skilltrack.services.exams.plans import Planned

People = Annotated[
    list[str], typer.Argument(metavar="EMPLOYEE...", help=_("職員番号。複数を並べられる"))
]
Person = Annotated[str, typer.Argument(metavar="EMPLOYEE", help=_("職員番号"))]
On = Annotated[str | None, typer.Option(metavar="DATE", help=_("日付。省くと今日"))]
Reason = Annotated[str, typer.Option(help=_("理由（必須）"))]
Scores = Annotated[
    list[str] | None,
    typer.Option("--score", metavar="FIELD=POINTS", help=_("分野のコードと得点。繰り返せる")),
]
Passed = Annotated[bool | None, typer.Option("--passed/--failed", help=_("届いた合否"))]
Certificate = Annotated[str | None, typer.Option(help=_("合格証番号"))]
Paid = Annotated[PaidBy | None, typer.Option(help=_("受験料を支払った者"))]
Evidence = Annotated[str | None, typer.Option(help=_("証拠のある所"))]
Note = Annotated[str | None, typer.Option(help=_("備考"))]


def register(group: typer.Typer) -> None:
    """Add the commands to the group of exams."""
    group.command("plan", help=_("学習開始か、受験の予定日を記録します。"))(plan)
    group.command("book", help=_("予約を記録します。"))(book)
    group.command("end", help=_("受験の取りやめを記録します。"))(end)
    group.command("attempt", help=_("受験の結果を1件記録します。"))(attempt)
    group.command("correct", help=_("受験の記録を訂正するか、取り消します。"))(correct)


@refusals_told
def plan(
    context: typer.Context,
    exam: ExamCode,
    employees: People,
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("学習開始日。省くと予定日だけを記録する"))
    ] = None,
    sitting_on: Annotated[
        str | None, typer.Option("--for", metavar="DATE", help=_("受験の予定日"))
    ] = None,
    note: Note = None,
    *,
    is_open: Annotated[bool, typer.Option("--no-day", help=_("予定日をなくす"))] = False,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Let people study, or plan the day of those who do."""
    from skilltrack.services.exams.plans import plan_day, start_studying

    wanted = None if sitting_on is None else day(sitting_on)
    with opened(context) as database:
        if on is None and (wanted is not None or is_open):
            done = plan_day(database, employees, exam, wanted, today=today(), is_dry_run=dry_run)
        else:
            done = start_studying(
                database,
                employees,
                exam,
                day_or_today(on),
                wanted,
                today=today(),
                note=note or "",
                is_dry_run=dry_run,
            )
    _tell(done, is_dry_run=dry_run, is_json=json)


@refusals_told
def book(
    context: typer.Context,
    exam: ExamCode,
    employee: Person,
    sitting_on: Annotated[str, typer.Argument(metavar="DATE", help=_("受験日"))],
    on: On = None,
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Record a booking."""
    from skilltrack.services.exams.plans import book as book_exam

    with opened(context) as database:
        done = book_exam(
            database,
            employee,
            exam,
            day(sitting_on),
            day_or_today(on),
            today=today(),
            is_dry_run=dry_run,
        )
    _tell(done, is_dry_run=dry_run, is_json=json)


@refusals_told
def end(
    context: typer.Context,
    exam: ExamCode,
    employees: People,
    reason: Reason,
    on: On = None,
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Record that people gave an exam up."""
    from skilltrack.services.exams.plans import end_plans

    with opened(context) as database:
        done = end_plans(
            database,
            employees,
            exam,
            day_or_today(on),
            reason,
            today=today(),
            is_dry_run=dry_run,
        )
    _tell(done, is_dry_run=dry_run, is_json=json)


def _tell(done: "Planned", *, is_dry_run: bool, is_json: bool) -> None:
    if is_json:
        print_document(
            {
                "dry_run": is_dry_run,
                "changed": list(done.changed),
                "left_out": [
                    {"employee_no": number, "stage": stage.value} for number, stage in done.left_out
                ],
                "notices": [sentence(one) for one in done.notices],
            }
        )
        return
    say(_("{count}人を記録しました。").format(count=len(done.changed)))
    for number, stage in done.left_out:
        text = _("{number}：「{stage}」のため除きました。")
        say(text.format(number=number, stage=STAGE_NAMES[stage]))
    for one in done.notices:
        say(sentence(one))


@refusals_told
def attempt(
    context: typer.Context,
    exam: ExamCode,
    employee: Person,
    on: On = None,
    score: Scores = None,
    passed: Passed = None,
    certificate: Certificate = None,
    paid: Paid = None,
    evidence: Evidence = None,
    note: Note = None,
    *,
    awaited: Annotated[bool, typer.Option("--awaited", help=_("結果はまだ届いていない"))] = False,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Record one sitting."""
    from skilltrack.domain.exams.definition import ExamAttempt
    from skilltrack.services.exams.attempts import record_attempt

    made = ExamAttempt(
        employee,
        exam,
        day_or_today(on),
        _scores(score or []),
        passed,
        certificate or "",
        paid,
        evidence=evidence or "",
        note=note or "",
    )
    with opened(context) as database:
        done = record_attempt(database, made, today=today(), is_awaited=awaited, is_dry_run=dry_run)
    _tell_sitting(done, is_dry_run=dry_run, is_json=json)


@refusals_told
def correct(
    context: typer.Context,
    exam: ExamCode,
    employee: Person,
    on: Annotated[str, typer.Argument(metavar="DATE", help=_("記録されている受験日"))],
    reason: Reason,
    to: Annotated[str | None, typer.Option(metavar="DATE", help=_("正しい受験日"))] = None,
    score: Scores = None,
    passed: Passed = None,
    certificate: Certificate = None,
    paid: Paid = None,
    evidence: Evidence = None,
    note: Note = None,
    *,
    withdraw: Annotated[bool, typer.Option("--withdraw", help=_("受験そのものを取り消す"))] = False,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Correct a sitting, what is not given stays; or take it back."""
    from dataclasses import replace

    from skilltrack.services.exams.attempts import (
        correct_attempt,
        find_attempt,
        withdraw_attempt,
    )

    sat_on = day(on)
    with opened(context) as database:
        if withdraw:
            gone = withdraw_attempt(database, employee, exam, sat_on, reason, is_dry_run=dry_run)
            if json:
                document = {"employee_no": gone.employee_no, "on": gone.on.isoformat()}
                print_document({"dry_run": dry_run, "withdrawn": document})
            else:
                say(_("{on}の受験を取り消しました。").format(on=wareki_short(gone.on)))
            return
        now = find_attempt(database, employee, exam, sat_on)
        wanted = replace(
            now,
            on=now.on if to is None else day(to),
            scores=now.scores if score is None else {**now.scores, **_scores(score)},
            stated_pass=now.stated_pass if passed is None else passed,
            certificate_no=now.certificate_no if certificate is None else certificate,
            paid_by=now.paid_by if paid is None else paid,
            evidence=now.evidence if evidence is None else evidence,
            note=now.note if note is None else note,
        )
        done = correct_attempt(database, sat_on, wanted, reason, today=today(), is_dry_run=dry_run)
    _tell_sitting(done, is_dry_run=dry_run, is_json=json)


def _scores(given: list[str]) -> Mapping[str, int]:
    found = {}
    for one in given:
        code, _sign, points = one.partition("=")
        if not code or not points.strip().isdecimal():
            raise refuse("exam_people.bad_score", text=one)
        found[code.strip()] = int(points)
    return found


def _tell_sitting(done: "RecordedAttempt", *, is_dry_run: bool, is_json: bool) -> None:
    from skilltrack.cli.exam_documents import sitting_document

    notices = [sentence(one) for one in done.notices]
    if is_json:
        document = {"dry_run": is_dry_run, **sitting_document(done.judged), "notices": notices}
        print_document(document)
        return
    judged = done.judged
    say(
        _("{on}の受験を記録しました：{result}").format(
            on=wareki_short(judged.attempt.on), result=result_text(judged.passed)
        )
    )
    lacking = lacking_text(judged.lacking)
    for line in filter(None, (lacking, *notices)):
        say(line)

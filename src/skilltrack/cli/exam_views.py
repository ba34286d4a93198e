"""Lists of people and exams: progress, near misses, scores beside self-assessments."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told
from skilltrack.cli.exam_master import ExamCode
from skilltrack.cli.role_options import AsKnown, AsOf, Json
from skilltrack.cli.session import day_or_today, instant_if_named, opened
from skilltrack.domain.problems import refuse
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.exam_people import (
    contradiction_text,
    lacking_text,
    result_text,
    stage_text,
)
from skilltrack.i18n.texts import _


def register(group: typer.Typer) -> None:
    """Add the commands to the group of exams."""
    group.command("people", help=_("職員ごとの段階と受験を出します。"))(people)
    group.command("near-miss", help=_("もう少しで合格の人と、足りない分野の助けを出します。"))(
        near_miss
    )
    group.command("differences", help=_("得点と自己評価の差を、所属ごとに出します。"))(differences)


@refusals_told
def people(
    context: typer.Context,
    exam: ExamCode,
    among: Annotated[str, typer.Option(help=_("段階か、だれを出すか"))] = "involved",
    department: Annotated[str, typer.Option(help=_("所属コード。下の所属も含む"))] = "",
    text: Annotated[str, typer.Option(help=_("氏名や所属などの言葉"))] = "",
    employee: Annotated[str, typer.Option(help=_("1人のすべての受験を出す"))] = "",
    out: Annotated[Path | None, typer.Option(help=_("印刷用の一覧を書き出すファイル"))] = None,
    data: Annotated[Path | None, typer.Option(help=_("データを書き出すファイル"))] = None,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    json: Json = False,
) -> None:
    """List people with their progress."""
    from skilltrack.cli.exam_documents import people_document, person_document
    from skilltrack.services import overview
    from skilltrack.services.exams import people_reports
    from skilltrack.services.exams.people import PeopleQuery, among_of, exam_people, narrowed
    from skilltrack.services.exams.person import person_exams

    on, known = day_or_today(as_of), instant_if_named(as_known)
    with opened(context) as database:
        if employee:
            person = person_exams(database, employee, on, known)
            print_document(person_document(person)) if json else _print_person(person)
            return
        within = None
        if department:
            choices = overview.department_choices(database, on)
            within = next((c.within for c in choices if c.code == department), None)
            if within is None:
                raise refuse("recommendations.unknown_department", department=department)
        query = PeopleQuery(among_of(among), within, text)
        if out is not None:
            people_reports.save_people(database, out, exam, on, query, known)
        if data is not None:
            people_reports.save_people_data(database, data, exam, on, query, known)
        found = exam_people(database, exam, on, known)
    listed = narrowed(found, query)
    if json:
        print_document(people_document(found, listed))
        return
    print_table(
        (_("職員番号"), _("氏名"), _("所属"), _("段階"), _("予定"), _("受験"), _("足りない点")),
        (
            (
                one.person.employee_no,
                one.person.name,
                one.department_name,
                stage_text(one.progress),
                _short(one.progress.planned_on),
                len(one.progress.sittings),
                _lacking(one),
            )
            for one in listed
        ),
    )


def _lacking(one: Any) -> str:  # noqa: ANN401 (an ExamPerson, whose module is not loaded here)
    latest = one.progress.latest
    said = [contradiction_text(each) for each in one.contradictions]
    if latest is not None and one.progress.passed_on is None:
        said.append(lacking_text(latest.lacking))
    return _("、").join(filter(None, said))


def _short(on: date | None) -> str | None:
    return None if on is None else wareki_short(on)


def _print_person(person: Any) -> None:  # noqa: ANN401 (PersonExams, as above)
    print_table(
        (_("試験"), _("段階"), _("受験日"), _("判定"), _("足りない点"), _("合格証番号")),
        (
            (
                one.exam.name,
                stage_text(one.progress),
                None if line is None else wareki_short(line.judged.attempt.on),
                None if line is None else result_text(line.judged.passed),
                None if line is None else lacking_text(line.judged.lacking),
                None if line is None else line.judged.attempt.certificate_no,
            )
            for one in person.exams
            for line in (one.sittings or (None,))
        ),
    )


@refusals_told
def near_miss(
    context: typer.Context,
    exam: ExamCode,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    json: Json = False,
) -> None:
    """List who nearly passed, with what helps with the fields that lacked."""
    from skilltrack.cli.exam_documents import near_document
    from skilltrack.services.exams.fields import near_misses

    with opened(context) as database:
        found = near_misses(database, exam, day_or_today(as_of), instant_if_named(as_known))
    if json:
        print_document(near_document(found))
        return
    print_table(
        (_("職員番号"), _("氏名"), _("所属"), _("受験日"), _("足りない点"), _("助けになる研修")),
        (
            (
                one.person.person.employee_no,
                one.person.person.name,
                one.person.department_name,
                wareki_short(one.judged.attempt.on),
                lacking_text(one.judged.lacking),
                _("、").join(name for helped in one.help for _code, name in helped.courses),
            )
            for one in found.people
        ),
    )


@refusals_told
def differences(
    context: typer.Context,
    exam: ExamCode,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    json: Json = False,
) -> None:
    """Show by how much scores lie above the self-assessments before them."""
    from skilltrack.cli.exam_documents import differences_document
    from skilltrack.services.exams.fields import exam_differences

    with opened(context) as database:
        found = exam_differences(database, exam, day_or_today(as_of), instant_if_named(as_known))
    if json:
        print_document(differences_document(found))
        return
    print_table(
        (_("制度版"), _("所属"), _("分野"), _("人数"), _("差（点）")),
        (
            (
                each.edition.code,
                found.rows.get(group, _("全体")),
                field.name,
                figure.people,
                _("秘匿") if figure.mean is None else f"{float(figure.mean * 100):+.1f}",
            )
            for each in found.editions
            for group, by_field in each.by_group.items()
            for field in each.fields
            if (figure := by_field.get(field.code)) is not None
        ),
    )

"""Posts and absences put right, and the undoing of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.session import day, employment_type, opened
from skilltrack.domain.calendar import Period
from skilltrack.domain.organisation import Absence, AbsenceKind, EmploymentType, Posting
from skilltrack.domain.people.timeline import (
    AbsenceCorrection,
    Correction,
    Fill,
    History,
    PostingCorrection,
)
from skilltrack.domain.problems import Problem, Refusal, refuse
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.names import ABSENCE_NAMES
from skilltrack.i18n.problems import sentence
from skilltrack.i18n.texts import _

WITHOUT_END = _("なし")


class Part(StrEnum):
    """What is put right."""

    POSTING = "posting"
    CONCURRENT = "concurrent"
    ABSENCE = "absence"


@dataclass(frozen=True, slots=True)
class _Given:
    """What the options name; None keeps what was there. ``until`` may say that there is no end."""

    start: date | None
    until: str | None
    department: str | None
    title: str | None
    employment_type: EmploymentType | None
    absence: AbsenceKind | None

    def period(self, old: Period) -> Period:
        """Return the period with what is given in the place of what was there."""
        end = old.end
        if self.until is not None:
            end = None if self.until == WITHOUT_END else day(self.until) + timedelta(days=1)
        return Period(old.start if self.start is None else self.start, end)


@refusals_told
def correct(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=_("職員番号"))],
    reason: Annotated[str, typer.Option(metavar="TEXT", help=_("訂正の理由"))],
    part: Annotated[
        Part, typer.Option("--part", help=_("直すもの：主務・兼務・休業など"))
    ] = Part.POSTING,
    at: Annotated[
        str | None,
        typer.Option(metavar="DATE", help=_("この日に当たる記録を直す。省くと新しく加える")),
    ] = None,
    of: Annotated[str | None, typer.Option(metavar="CODE", help=_("直す兼務の所属コード"))] = None,
    start: Annotated[str | None, typer.Option("--from", metavar="DATE", help=_("開始日"))] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("最後の日。「なし」で終わりなし"))
    ] = None,
    department: Annotated[str | None, typer.Option(metavar="CODE", help=_("所属コード"))] = None,
    title: Annotated[str | None, typer.Option(metavar="TITLE", help=_("職名"))] = None,
    kind: Annotated[
        EmploymentType | None,
        typer.Option("--type", metavar="TYPE", parser=employment_type, help=_("任用区分")),
    ] = None,
    absence: Annotated[AbsenceKind | None, typer.Option(help=_("休業などの種類"))] = None,
    fill: Annotated[
        Fill, typer.Option(help=_("空いた日を、前の配属・後の配属のどちらで埋めるか"))
    ] = Fill.BEFORE,
    *,
    remove: Annotated[bool, typer.Option("--remove", help=_("記録を取り除く"))] = False,
    keep_gap: Annotated[
        bool, typer.Option("--keep-gap", help=_("在職中に配属のない日が残ってもよい"))
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("確かめるだけで訂正しない"))] = False,
    json: Annotated[bool, typer.Option("--json", help=_("JSONで出す"))] = False,
) -> None:
    """Put a post or an absence right."""
    from skilltrack.reports.person import history_document
    from skilltrack.services.people.corrections import CorrectionOrder, correct_person
    from skilltrack.services.people.person import find_history

    first_day = None if start is None else day(start)
    given = _Given(first_day, until, department, title, kind, absence)
    with opened(context) as database:
        history = find_history(database, number)
        old = None if at is None else _held(history, part, day(at), of)
        if remove and old is None:
            raise refuse("people.incomplete", field="--at")
        if part is Part.ABSENCE:
            correction = _absence_correction(old, given, is_removed=remove)
        else:
            correction = _posting_correction(history, part, old, given, fill, is_removed=remove)
        order = CorrectionOrder(number, (correction,), reason, keep_gap)
        outcome = correct_person(database, order, is_dry_run=dry_run)
    for notice in outcome.notices:
        say(sentence(notice))
    if json:
        print_document(
            {
                "employee_no": number,
                "change": outcome.change,
                "before": history_document(outcome.before),
                "after": history_document(outcome.after),
                "notices": [sentence(notice) for notice in outcome.notices],
            }
        )
        return
    _say_history(outcome.after)
    if outcome.change is None:
        say(_("確かめただけで、訂正していません。"))
    else:
        say(_("訂正しました（番号 {change}）。").format(change=outcome.change))


def _say_history(history: History) -> None:
    rows = [
        (
            _("兼務") if post.is_concurrent else _("主務"),
            days_text(post.valid),
            post.department,
            post.job_title,
        )
        for post in history.postings
    ]
    rows += [(ABSENCE_NAMES[a.kind], days_text(a.valid), "", "") for a in history.absences]
    print_table((_("区分"), _("期間"), _("所属コード"), _("職名")), rows)


def days_text(valid: Period) -> str:
    """Return a period as a table shows it: one day, or the first and the last."""
    start = "" if valid.start is None else wareki(valid.start)
    last = valid.last_day
    if last is None:
        return _("{start}～").format(start=start)
    if last == valid.start:
        return start
    return _("{start}～{last}").format(start=start, last=wareki(last))


def _held(history: History, part: Part, on: date, department: str | None) -> Posting | Absence:
    """Return the record that holds on a day.

    Raises:
        Refusal: There is none, or there are several.
    """
    facts: list[Posting | Absence] = []
    if part is Part.ABSENCE:
        facts += history.absences
    else:
        facts += history.concurrent if part is Part.CONCURRENT else history.main
    found = [
        fact
        for fact in facts
        if on in fact.valid
        and (department is None or isinstance(fact, Absence) or fact.department == department)
    ]
    if not found:
        raise refuse("people.nothing_held", date=wareki(on))
    if len(found) > 1:
        raise refuse("people.several_held", date=wareki(on), count=len(found))
    return found[0]


def _absence_correction(
    old: Posting | Absence | None, given: _Given, *, is_removed: bool
) -> Correction:
    held = old if isinstance(old, Absence) else None
    if is_removed:
        return AbsenceCorrection(held, None)
    kind = given.absence or (None if held is None else held.kind)
    valid = given.period(Period() if held is None else held.valid)
    _check_given(("--absence", kind), ("--from", valid.start))
    return AbsenceCorrection(held, None if kind is None else Absence(kind, valid))


def _posting_correction(
    history: History,
    part: Part,
    old: Posting | Absence | None,
    given: _Given,
    fill: Fill,
    *,
    is_removed: bool,
) -> Correction:
    held = old if isinstance(old, Posting) else None
    if is_removed:
        return PostingCorrection(held, None, fill)
    start = given.start
    model = held or next(
        (post for post in history.main if start is not None and start in post.valid), None
    )
    valid = given.period(Period() if held is None else held.valid)
    department = given.department or (None if held is None else held.department)
    _check_given(("--department", department), ("--from", valid.start))
    new = Posting(
        department or "",
        given.title if given.title is not None else "" if model is None else model.job_title,
        given.employment_type
        or (EmploymentType.REGULAR if model is None else model.employment_type),
        valid,
        part is Part.CONCURRENT,
    )
    return PostingCorrection(held, new, fill)


def _check_given(*needed: tuple[str, object]) -> None:
    """Refuse what is not complete, every option at once."""
    missing = [
        Problem("people.incomplete", values={"field": name})
        for name, value in needed
        if value is None
    ]
    if missing:
        raise Refusal(missing)


@refusals_told
def correct_name(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=_("職員番号"))],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help=_("記録にある変更の日"))],
    reason: Annotated[str, typer.Option(metavar="TEXT", help=_("訂正の理由"))],
    to: Annotated[
        str | None,
        typer.Option(
            "--to", metavar="DATE", help=_("正しい変更の日。省くと、変更はなかったことにする")
        ),
    ] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("確かめるだけで訂正しない"))] = False,
    json: Annotated[bool, typer.Option("--json", help=_("JSONで出す"))] = False,
) -> None:
    """Put a change of name right."""
    from skilltrack.services.people.naming import DayCorrection
    from skilltrack.services.people.naming import correct_name as put_right

    order = DayCorrection(number, day(on), None if to is None else day(to), reason)
    with opened(context) as database:
        outcome = put_right(database, order, is_dry_run=dry_run)
    names = [
        {"from": None if start is None else start.isoformat(), "name": one.name, "kana": one.kana}
        for start, one in outcome.after.stretches
    ]
    if json:
        print_document({"employee_no": number, "change": outcome.change, "names": names})
        return
    print_table(
        (_("いつから"), _("氏名"), _("フリガナ")),
        [
            ("" if start is None else wareki(start), one.name, one.kana)
            for start, one in outcome.after.stretches
        ],
    )
    _say_outcome(outcome.change)


def _say_outcome(change: int | None) -> None:
    if change is None:
        say(_("確かめただけで、訂正していません。"))
    else:
        say(_("訂正しました（番号 {change}）。").format(change=change))


@refusals_told
def correct_occupation(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=_("職員番号"))],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help=_("記録にある変更の日"))],
    reason: Annotated[str, typer.Option(metavar="TEXT", help=_("訂正の理由"))],
    to: Annotated[
        str | None,
        typer.Option(
            "--to", metavar="DATE", help=_("正しい変更の日。省くと、変更はなかったことにする")
        ),
    ] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("確かめるだけで訂正しない"))] = False,
    json: Annotated[bool, typer.Option("--json", help=_("JSONで出す"))] = False,
) -> None:
    """Put a change of occupation right."""
    from skilltrack.services.people.naming import DayCorrection
    from skilltrack.services.people.occupations import correct_occupation as put_right

    order = DayCorrection(number, day(on), None if to is None else day(to), reason)
    with opened(context) as database:
        outcome = put_right(database, order, is_dry_run=dry_run)
    found = outcome.after.stretches
    if json:
        occupations = [
            {"from": None if start is None else start.isoformat(), "occupation": one}
            for start, one in found
        ]
        document = {"employee_no": number, "change": outcome.change, "occupations": occupations}
        print_document(document)
        return
    print_table(
        (_("いつから"), _("職種")),
        [("" if start is None else wareki(start), one) for start, one in found],
    )
    _say_outcome(outcome.change)


@refusals_told
def undo(
    context: typer.Context,
    change: Annotated[int, typer.Argument(metavar="ID", help=_("訂正の番号"))],
) -> None:
    """Undo a correction."""
    from skilltrack.services.people.corrections import undo_correction

    with opened(context) as database:
        done = undo_correction(database, change)
    say(_("「{title}」を元に戻しました。").format(title=done.title))

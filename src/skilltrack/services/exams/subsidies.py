"""Applications for aid: proposed, made, completed.

The rows on which a step rests are recorded anew with it: so the change that brought them cannot be
undone before the step is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from skilltrack.domain.exams.definition import Exam
from skilltrack.domain.exams.subsidies import (
    PaidWhen,
    SubsidyApplication,
    SubsidyRule,
    SubsidyStep,
)
from skilltrack.domain.exams.subsidy_judging import Judgement, Sitting
from skilltrack.domain.exams.subsidy_steps import SubsidyState, state_of
from skilltrack.domain.problems import Place, Problem, Refusal
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.exam_rules import yen_text
from skilltrack.i18n.subsidies import STATE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.services.exams.plans import refuse_unknown
from skilltrack.services.exams.subsidy_reading import (
    SubsidyCase,
    book_in,
    sitting_from,
)
from skilltrack.services.exams.subsidy_rules import rule_in
from skilltrack.store import audit, schema
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.exams import ATTEMPTS
from skilltrack.store.operations import Operation, record_operation
from skilltrack.store.subsidies import APPLICATIONS, SUBSIDY_STEPS

AREA = "subsidies"
APPLY, AMEND = (f"{AREA}.{verb}" for verb in ("apply", "amend"))
MOST_YEN = 1_000_000


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a form of application starts with.

    ``sittings`` are those of the person, newest first; ``cost_yen`` is the fee of the edition,
    None where it is not known; ``papers`` are those that the rule asks for.
    """

    rule: SubsidyRule
    sittings: tuple[Sitting, ...]
    sat_on: date | None
    cost_yen: int | None
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """An application as recorded and what the rule says of it."""

    application: SubsidyApplication
    judgement: Judgement


def propose(
    database: Database,
    rule: str,
    employee_no: str,
    exam: str,
    *,
    today: date,
    sat_on: date | None = None,
) -> Proposal:
    """Return what an application would start with: sitting, cost, papers.

    Without ``sat_on`` it is the newest sitting that fits the rule.

    Raises:
        Refusal: Unknown rule or person.
    """
    with database.reading() as session:
        found = rule_in(session, rule)
        refuse_unknown(session, [employee_no])
        exams = definitions.exams(session)
        code = exam_code(exams, exam)
        t = schema.exam_attempt.c
        held = ATTEMPTS.values(session, t.employee_no == employee_no, t.exam == code)
    sittings = sorted((sitting_from(one, exams) for one in held), key=lambda s: s.on, reverse=True)
    if sat_on is None:
        wants_pass = found.paid_when is PaidWhen.PASS
        fitting = (one.on for one in sittings if one.is_passed or not wants_pass)
        sat_on = next(fitting, None)
    edition = exams[code].edition_on(sat_on or today) if code in exams else None
    cost = None if edition is None else edition.fee_yen
    return Proposal(found, tuple(sittings), sat_on, cost, found.papers)


def exam_code(exams: dict[str, Exam], text: str) -> str:
    """Return the code of an exam named by code, name or alias; else the text as it is."""
    text = text.strip()
    for code, exam in exams.items():
        if text in {code, exam.name, *exam.aliases}:
            return code
    return text


def apply(
    database: Database,
    application: SubsidyApplication,
    *,
    today: date,
    is_dry_run: bool = False,
) -> Applied:
    """Record an application under the newest version of its rule.

    Args:
        database: The data file.
        application: What is applied for; its number and the version of the rule are given here.
        today: Nobody has applied later.
        is_dry_run: Only check and judge.

    Raises:
        Refusal: With every problem: unknown rule or person, an amount or a day that cannot be,
            a paper that the rule does not know, an application for the same sitting.
    """
    with database.changing(APPLY, application.rule, is_rehearsal=is_dry_run) as work:
        rule = rule_in(work, application.rule)
        refuse_unknown(work, [application.employee_no])
        made = replace(
            application,
            application_id=str(work.change),
            rule_version=rule.version,
            exam=exam_code(definitions.exams(work), application.exam),
            note=application.note.strip(),
        )
        problems = [*_mistakes(rule, made, today), *_twice(work, made)]
        if problems:
            raise Refusal(problems)
        APPLICATIONS.record(work, [made])
        judgement = book_in(work, today).case(made.application_id).judgement
        title = _("{rule}の申請（1件）").format(rule=rule.name)
        record_operation(work, Operation(APPLY, title, "", made.applied_on))
        if not is_dry_run:
            audit.append(database, work, Entry(APPLY, made.application_id, 1))
        return Applied(made, judgement)


def amend(
    database: Database,
    application: SubsidyApplication,
    reason: str,
    *,
    today: date,
    is_dry_run: bool = False,
) -> Applied:
    """Complete or correct an application not decided yet; person and rule stay.

    Raises:
        Refusal: Unknown or decided, nothing changed, no reason, or as ``apply``.
    """
    with database.changing(AMEND, application.application_id, is_rehearsal=is_dry_run) as work:
        case = book_in(work, today).case(application.application_id)
        refuse_unless(case, SubsidyState.APPLIED)
        before = case.application
        made = replace(
            application,
            rule=before.rule,
            rule_version=before.rule_version,
            employee_no=before.employee_no,
            exam=exam_code(definitions.exams(work), application.exam),
        )
        problems = [*_mistakes(case.rule, made, today), *_twice(work, made)]
        if made == before:
            problems.append(Problem("subsidies.unchanged"))
        if not reason.strip():
            problems.append(Problem("subsidies.no_reason"))
        if problems:
            raise Refusal(problems)
        record_anew(work, case, made)
        judgement = book_in(work, today).case(made.application_id).judgement
        title = _("{rule}の申請の変更（1件）").format(rule=case.rule.name)
        record_operation(work, Operation(AMEND, title, reason.strip(), made.applied_on))
        if not is_dry_run:
            audit.append(database, work, Entry(AMEND, made.application_id, 1, reason.strip()))
        return Applied(made, judgement)


# Parts


def record_anew(
    work: UnitOfWork,
    case: SubsidyCase,
    application: SubsidyApplication,
    steps: Sequence[SubsidyStep] = (),
) -> None:
    """Record an application and its last step anew, with what follows."""
    a, s = schema.subsidy_application.c, schema.subsidy_step.c
    number = case.application.application_id
    APPLICATIONS.supersede(work, APPLICATIONS.current(work, a.application_id == number))
    APPLICATIONS.record(work, [application])
    if steps:
        last = SUBSIDY_STEPS.current(work, s.application_id == number)[-1:]
        SUBSIDY_STEPS.supersede(work, last)
        SUBSIDY_STEPS.record(work, [*(one.value for one in last), *steps])


def _mistakes(rule: SubsidyRule, made: SubsidyApplication, today: date) -> list[Problem]:
    problems = []
    if not made.exam:
        problems.append(Problem("subsidies.no_exam"))
    if made.applied_on > today:
        problems.append(day_ahead(made.applied_on))
    if not 0 < made.cost_yen <= MOST_YEN:
        values = {"most": yen_text(MOST_YEN)}
        problems.append(Problem("subsidies.cost_out_of_range", Place(), values))
    if not 0 <= made.other_aid_yen <= MOST_YEN:
        values = {"most": yen_text(MOST_YEN)}
        problems.append(Problem("subsidies.other_aid_out_of_range", Place(), values))
    is_before = rule.paid_when is PaidWhen.UP_FRONT
    if made.sat_on is not None and made.sat_on > made.applied_on and not is_before:
        values = {"sat_on": wareki(made.sat_on)}
        problems.append(Problem("subsidies.not_yet_sat", Place(), values))
    accepted = "、".join(rule.papers) or "―"
    problems += [
        Problem("subsidies.unknown_paper", Place(), {"paper": one, "accepted": accepted})
        for one in made.papers
        if one not in rule.papers
    ]
    return problems


def _twice(session: Session, made: SubsidyApplication) -> list[Problem]:
    """Return whether there is an application for the same sitting that still counts."""
    a, s = schema.subsidy_application.c, schema.subsidy_step.c
    for one in APPLICATIONS.values(session, a.employee_no == made.employee_no, a.exam == made.exam):
        if one.application_id == made.application_id or one.sat_on != made.sat_on:
            continue
        state = state_of(SUBSIDY_STEPS.values(session, s.application_id == one.application_id))
        if state in {SubsidyState.APPLIED, SubsidyState.GRANTED, SubsidyState.PAID}:
            values = {"application": one.application_id, "state": STATE_NAMES[state]}
            return [Problem("subsidies.applied_already", Place(), values)]
    return []


def refuse_unless(case: SubsidyCase, state: SubsidyState) -> None:
    """Refuse what only an application in a state allows.

    Raises:
        Refusal: It is in another one.
    """
    problems = not_in_state(case, state)
    if problems:
        raise Refusal(problems)


def not_in_state(case: SubsidyCase, state: SubsidyState) -> list[Problem]:
    """Return the problem that an application is in another state; none where it is in this."""
    if case.state is state:
        return []
    values = {
        "application": case.application.application_id,
        "state": STATE_NAMES[case.state],
        "needed": STATE_NAMES[state],
    }
    return [Problem("subsidies.wrong_state", Place(), values)]


def day_ahead(on: date) -> Problem:
    """Return the problem that a day has not come yet."""
    return Problem("subsidies.ahead", Place(), {"on": wareki(on)})


def day_problems(first: date, on: date, today: date) -> list[Problem]:
    """Return why a step cannot be on a day: ahead, or before the step before it."""
    problems = [day_ahead(on)] if on > today else []
    if on < first:
        values = {"first": wareki(first), "then": wareki(on)}
        problems.append(Problem("subsidies.backwards", Place(), values))
    return problems

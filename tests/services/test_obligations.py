"""Obligations and exemptions on a real data file: read for everybody at once, kept, undone."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import openpyxl
import pytest
from tests.conftest import TODAY, Take

from skilltrack.domain.audience import Audience, Cohort
from skilltrack.domain.calendar import ALWAYS, FiscalYear, Period
from skilltrack.domain.catalogue.courses import CellState, Completion, CompletionStatus
from skilltrack.domain.inclusion import Figure, InclusionRule
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.obligations.owing import Ledger, ObligationState, obligations
from skilltrack.domain.obligations.pasts import Past, Stretch
from skilltrack.domain.obligations.rules import ObligationRule, Occasion
from skilltrack.domain.organisation import (
    Appointment,
    Department,
    Employee,
    EmploymentType,
    JobTitle,
    Posting,
)
from skilltrack.domain.people.occupations import NO_OCCUPATION
from skilltrack.domain.problems import Refusal
from skilltrack.domain.schemes.programmes import CourseDetail
from skilltrack.domain.tally import Tally
from skilltrack.services import definitions
from skilltrack.services.evaluation import board, completion_matrix
from skilltrack.services.obligations import exemptions
from skilltrack.services.obligations import reading as service
from skilltrack.services.obligations import reports as obligation_reports
from skilltrack.services.obligations.exemptions import ExemptionState
from skilltrack.services.obligations.reading import ObligationQuery, Status, narrowed, owed
from skilltrack.services.operations import list_operations, undo_operation
from skilltrack.services.people.person import find_person
from skilltrack.services.verdicts.tiers import judge_all
from skilltrack.store.database import Database
from skilltrack.store.facts import Personal
from skilltrack.store.organisation import APPOINTMENTS, DEPARTMENTS, EMPLOYEES, POSTINGS, TITLES
from skilltrack.store.owing import EXEMPTIONS, Exemption
from skilltrack.store.training import COMPLETIONS, DETAILS, YearDetail

YEAR = FiscalYear(2026)
REASON = "他の団体で修了している"


def lines(database: Database, number: str, on: date = TODAY) -> dict[str, ObligationState]:
    found = owed(database, on, scheme_id="fukui")
    return {
        line.of.rule.id: line.obligation.state
        for line in found.lines
        if line.person.employee_no == number
    }


def required(database: Database, on: date = TODAY) -> Tally:
    rows = board(database, "fukui", YEAR, on).evaluation.departments
    return next(row.required.tally for row in rows if row.code == "0101")


def test_the_required_courses_of_the_year_are_owed_by_band(town: Take, database: Database) -> None:
    found = owed(database, TODAY, scheme_id="fukui")
    by_number = {line.person.employee_no: line for line in found.lines}
    assert len(by_number) == 8
    assert by_number["0001"].obligation.courses == ("R1",)
    assert by_number["0003"].obligation.courses == ("R1", "R2")
    assert found.why(by_number["0003"]) == "毎年度（一般職員）"
    assert found.course_names(("R1",)) == ("DX推進研修",)


def test_a_completion_and_an_exemption_fulfil_it(town: Take, database: Database) -> None:
    town(
        ImportKind.COMPLETIONS,
        "職員番号 研修コード 修了日 状態",
        [["0001", "R1", "2026-06-01", "修了"], ["0002", "R1", "2026-06-01", "免除"]],
    )
    assert lines(database, "0001") == {"required": ObligationState.DONE}
    assert lines(database, "0002") == {"required": ObligationState.EXEMPT}
    assert lines(database, "0005") == {"required": ObligationState.OWED}


def test_both_kinds_of_exemption_leave_both_sides_of_the_first_criterion(
    town: Take, database: Database
) -> None:
    assert required(database) == Tally(0, 6)
    town(
        ImportKind.COMPLETIONS,
        "職員番号 研修コード 修了日 状態",
        [["0002", "R1", "2026-06-01", "免除"], ["0004", "R1", "2026-06-01", "修了"]],
    )
    assert required(database) == Tally(1, 5)
    exemptions.exempt(database, ["0001", "0004"], ["R1"], REASON, date(2026, 5, 1))
    assert required(database) == Tally(1, 4)
    cells = {
        row.employee_no: row.cells[0].state
        for row in completion_matrix(database, "fukui", YEAR, TODAY).rows
    }
    assert cells["0001"] is cells["0002"] is CellState.EXEMPT
    assert cells["0004"] is CellState.COMPLETED
    verdicts = judge_all(database, "fukui", TODAY).people
    due = {one.person.employee_no: _catalogue_due(one.verdict.requirements) for one in verdicts}
    assert due["0001"] == due["0002"] == 0


def _catalogue_due(requirements: object) -> object:
    return next(r.threshold for r in requirements if r.kind == "catalogue")  # type: ignore[attr-defined]


def test_an_exemption_ends_with_its_last_day(town: Take, database: Database) -> None:
    exemptions.exempt(database, ["0001"], ["R1"], REASON, date(2026, 5, 1), date(2026, 8, 31))
    assert required(database, date(2026, 4, 30)) == Tally(0, 6)
    assert required(database, date(2026, 8, 31)) == Tally(0, 5)
    assert required(database, date(2026, 9, 1)) == Tally(0, 6)
    assert lines(database, "0001", date(2026, 8, 31))["required"] is ObligationState.EXEMPT
    assert lines(database, "0001", date(2026, 9, 1))["required"] is ObligationState.OWED


def test_taking_back_ends_it_or_takes_it_away_and_both_can_be_undone(
    town: Take, database: Database
) -> None:
    exemptions.exempt(database, ["0001"], ["R1"], REASON, date(2026, 5, 1))
    exemptions.withdraw(database, [("0001", "R1")], date(2026, 9, 1), "復帰した")
    (line,) = exemptions.list_exemptions(database, TODAY)
    assert (line.state, line.exemption.valid.last_day) == (
        ExemptionState.ENDED,
        date(2026, 8, 31),
    )
    newest = list_operations(database, exemptions.AREA)[0]
    assert (newest.kind, newest.reason) == ("obligations.withdraw", "復帰した")
    undo_operation(database, newest.change)
    (line,) = exemptions.list_exemptions(database, TODAY)
    assert (line.state, line.exemption.valid.end) == (ExemptionState.HELD, None)
    exemptions.withdraw(database, [("0001", "R1")], date(2026, 5, 1), "誤り")
    assert exemptions.list_exemptions(database, TODAY) == ()


def test_what_was_known_before_an_exemption_is_printed_as_before(
    town: Take, database: Database
) -> None:
    before = database.clock()
    first = owed(database, TODAY, before)
    exemptions.exempt(database, ["0001"], ["R1"], REASON, date(2026, 5, 1))
    assert owed(database, TODAY, before) == first
    assert owed(database, TODAY) != first


def test_everything_wrong_with_an_exemption_is_told_together(
    town: Take, database: Database
) -> None:
    with pytest.raises(Refusal) as refused:
        exemptions.exempt(
            database, ["0001", "9999"], ["R1", "X"], " ", date(2026, 6, 1), date(2026, 5, 1)
        )
    assert [problem.code for problem in refused.value.problems] == [
        "obligations.no_reason",
        "obligations.reversed",
        "obligations.unknown_employee",
        "obligations.unknown_course",
    ]
    exemptions.exempt(database, ["0001"], ["R1"], REASON, date(2026, 5, 1))
    with pytest.raises(Refusal) as again:
        exemptions.exempt(database, ["0001"], ["R1"], REASON, date(2026, 7, 1))
    assert [problem.code for problem in again.value.problems] == ["obligations.exempt_already"]
    with pytest.raises(Refusal) as none:
        exemptions.withdraw(database, [("0002", "R1")], TODAY, REASON)
    assert [problem.code for problem in none.value.problems] == ["obligations.not_exempt"]


def test_a_dry_run_records_nothing(town: Take, database: Database) -> None:
    given = exemptions.exempt(database, ["0001"], ["R1"], REASON, date(2026, 5, 1), is_dry_run=True)
    assert len(given) == 1
    assert exemptions.list_exemptions(database, TODAY) == ()


def test_filters_leave_what_they_name(town: Take, database: Database) -> None:
    found = owed(database, TODAY)
    assert len(narrowed(found, ObligationQuery("fukui", status=Status.OPEN))) == 8
    late = owed(database, date(2027, 1, 15))
    assert narrowed(late, ObligationQuery(status=Status.DUE_60)) == ()
    assert len(narrowed(late, ObligationQuery("fukui", status=Status.DUE_90))) == 8
    tax = frozenset({"0102"})
    assert len(narrowed(found, ObligationQuery("fukui", within=tax))) == 4
    (one,) = narrowed(found, ObligationQuery("fukui", text="髙橋 推進"))
    assert one.person.employee_no == "0001"
    key = service.known_rule(found, "required")
    assert len(narrowed(found, ObligationQuery(rule=key))) == 8
    with pytest.raises(Refusal):
        service.known_rule(found, "nothing")


def test_a_scheme_that_states_no_rule_asks_for_the_required_courses(
    town: Take, database: Database
) -> None:
    with database.changing("test") as work:
        scheme, programme = definitions.scheme(work, "fukui"), definitions.programme(work, "fukui")
        without = replace(programme, obligations=())
        definitions.keep_version(work, scheme, without, scheme.version + 1)
    with database.reading() as session:
        rules = service.rules_in_use(session, "fukui")
    assert [one.name for one in rules] == ["今年度の必須研修"]
    assert lines(database, "0005") == {"required": ObligationState.OWED}


def test_who_does_not_count_owes_nothing(town: Take, database: Database) -> None:
    town(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 所属コード 職名 採用日 状態 状態開始",
        [["0004", "田中　三郎", "0101", "主事", "2018-04-01", "育休", "2026-06-01"]],
        effective=date(2026, 6, 1),
    )
    assert lines(database, "0004") == {}
    assert lines(database, "0004", date(2026, 5, 31)) != {}


def test_the_page_of_a_person_tells_what_is_owed_and_exempted(
    town: Take, database: Database
) -> None:
    exemptions.exempt(database, ["0003"], ["R1"], REASON, date(2026, 5, 1))
    person = find_person(database, "0003", TODAY)
    (line,) = [one for one in person.owing if one.of.scheme_id == "fukui"]
    assert (line.obligation.lacking, line.obligation.exempt) == (("R2",), ("R1",))
    assert "DX推進研修の免除" in [event.title for event in person.events]


def test_reminders_hold_nobody_of_another_unit(
    town: Take, database: Database, tmp_path: Path
) -> None:
    town(
        ImportKind.COMPLETIONS,
        "職員番号 研修コード 修了日",
        [["0001", "R1", "2026-06-01"]],
    )
    query = ObligationQuery("fukui")
    paths = obligation_reports.write_reminders(database, tmp_path / "依頼", TODAY, query)
    assert [path.name for path in paths] == [
        "0101_人事課_受講の依頼.xlsx",
        "0102_税務課_受講の依頼.xlsx",
    ]
    book = openpyxl.load_workbook(paths[0])
    text = "\n".join(
        str(cell.value) for sheet in book for row in sheet for cell in row if cell.value
    )
    assert "山﨑　花子" in text
    assert "佐藤　四郎" not in text
    assert "髙橋　一郎" not in text
    assert "3人に3件の未修了があります" in text
    whole = tmp_path / "全体.xlsx"
    assert obligation_reports.write_obligations(database, whole, TODAY, query) == 7


def test_nobody_is_reminded_of_nothing(database: Database, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        obligation_reports.write_reminders(database, tmp_path, TODAY, ObligationQuery())
    assert [problem.code for problem in refused.value.problems] == ["obligations.none_open"]


# Random people in a real data file against the rule for one person at a time

FIRST = date(2022, 4, 1)
BANDS = ("management", "project_leader", "staff")
TITLES_OF = {"課長": "management", "主査": "project_leader", "主事": "staff"}
COURSES = ("DX-01", "DX-02", "DX-03")
DEPARTMENT_CODES = ("01", "0101", "0102")
RULES = (
    ObligationRule("once", "", Occasion.ONCE, courses=COURSES[:2], since=date(2024, 4, 1)),
    ObligationRule(
        "grade",
        "",
        Occasion.EACH_GRADE,
        courses_by_band={"management": ("DX-01",), "staff": ("DX-02", "DX-03")},
        is_anew=True,
    ),
    ObligationRule("entry", "", Occasion.ENTRY, courses=("DX-02",), since=FIRST),
    ObligationRule("third", "", Occasion.YEAR_OF_SERVICE, courses=("DX-03",), year_of_service=3),
    ObligationRule(
        "promoted", "", Occasion.PROMOTION, Audience(bands=("management",)), courses=("DX-01",)
    ),
    ObligationRule(
        "cohort",
        "",
        Occasion.DESIGNATION,
        Audience(cohort=Cohort("dx_leader", (2024, 2025))),
        courses=COURSES,
        count=2,
    ),
    ObligationRule(
        "there",
        "",
        Occasion.ONCE,
        Audience(departments=("01",), roles=("dx_leader",)),
        courses=("DX-01",),
    ),
    ObligationRule("yearly", "", Occasion.EVERY_YEAR, courses=("DX-01", "DX-03")),
)


def a_day(chance: Random) -> date:
    return FIRST + timedelta(days=chance.randrange((TODAY - FIRST).days + 60))


@pytest.mark.parametrize("seed", range(6))
def test_all_at_once_gives_what_each_person_alone_gives(database: Database, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 (a history, no secret)
    pasts: list[Past] = []
    completions: list[Completion] = []
    held: list[Exemption] = []
    posts: list[Personal[Posting]] = []
    given: list[Appointment] = []
    people: list[Employee] = []
    retitled = date(2025, 1, 1)
    for n in range(60):
        number = f"{n:04}"
        starts = sorted({a_day(chance) for _ in range(chance.randint(1, 4))})
        ends = [*starts[1:], None if chance.random() < 0.8 else starts[-1] + timedelta(400)]
        hired = chance.choice((None, starts[0], a_day(chance)))
        people.append(Employee(number, "名", "ナ", hired_on=hired))
        stretches = []
        for start, end in zip(starts, ends, strict=True):
            title, code = (
                chance.choice(("課長", "主査", "主事", "参与")),
                chance.choice(DEPARTMENT_CODES),
            )
            kind = chance.choice((EmploymentType.REGULAR, EmploymentType.FISCAL_YEAR))
            posts.append(Personal(number, Posting(code, title, kind, Period(start, end))))
            line = frozenset({code, "01"} if code != "0102" else {code})
            cuts = [start, end]
            if title == "参与" and start < retitled and (end is None or end > retitled):
                cuts = [start, retitled, end]
            for first, last in pairwise(cuts):
                assert first is not None
                band = TITLES_OF.get(title) or ("staff" if first >= retitled else "management")
                stretches.append(Stretch(Period(first, last), band, line, kind))
        terms = [Period(a_day(chance), None) for _ in range(chance.randint(0, 2))]
        given += [Appointment(number, "dx_leader", term) for term in terms]
        for course in COURSES:
            for _ in range(chance.randint(0, 2)):
                status = chance.choice((*CompletionStatus, CompletionStatus.COMPLETED))
                completions.append(Completion(number, course, a_day(chance), status))
            if chance.random() < 0.1:
                held.append(Exemption(number, course, "理由", Period(a_day(chance), None)))
        begun = tuple(s for s in stretches if s.valid.start is not None and s.valid.start <= TODAY)
        own = [term for term in terms if term.start is not None and term.start <= TODAY]
        pasts.append(Past(number, begun, NO_OCCUPATION, hired, {"dx_leader": own} if own else {}))
    with database.changing("test") as work:
        DEPARTMENTS.record(
            work,
            [
                Department("01", "部", None, is_evaluation_unit=False),
                Department("0101", "一課", "01", is_evaluation_unit=True),
                Department("0102", "二課", None, is_evaluation_unit=True),
            ],
        )
        TITLES.supersede(work, TITLES.current(work))
        TITLES.record(work, [JobTitle(name, band, ALWAYS) for name, band in TITLES_OF.items()])
        TITLES.record(
            work,
            [
                JobTitle("参与", "management", Period(None, retitled)),
                JobTitle("参与", "staff", Period(retitled, None)),
            ],
        )
        EMPLOYEES.record(work, people)
        POSTINGS.record(work, posts)
        APPOINTMENTS.record(work, given)
        COMPLETIONS.record(work, completions)
        EXEMPTIONS.record(work, held)
        DETAILS.record(work, [YearDetail(2024, CourseDetail("DX-02", valid_months=18))])
        scheme = definitions.scheme(work, "fukui")
        everybody = InclusionRule(employment_types=tuple(EmploymentType))
        stated = replace(scheme, inclusion={Figure.OBLIGATIONS: everybody})
        programme = replace(definitions.programme(work, "fukui"), obligations=RULES)
        definitions.keep_version(work, stated, programme, scheme.version + 1)
    found = owed(database, TODAY, scheme_id="fukui")
    at_once = {(line.person.employee_no, line.of.rule.id): line.obligation for line in found.lines}
    alone = {
        (one.employee_no, one.rule): one
        for past in pasts
        for one in obligations(RULES, [past], _ledger_of(past, completions, held), TODAY)
    }
    assert at_once == alone
    assert len({rule for _number, rule in alone}) == len(RULES)


def _ledger_of(past: Past, completions: list[Completion], held: list[Exemption]) -> Ledger:
    from skilltrack.domain.catalogue.validity import Validity

    number = past.employee_no

    def days(status: CompletionStatus) -> dict[str, dict[str, list[date]]]:
        found: dict[str, dict[str, list[date]]] = {}
        for one in sorted(completions, key=lambda c: c.on):
            if one.employee_no == number and one.status is status and one.on <= TODAY:
                found.setdefault(one.course, {}).setdefault(number, []).append(one.on)
        return found

    return Ledger(
        days(CompletionStatus.COMPLETED),
        days(CompletionStatus.EXEMPT),
        {number: frozenset(e.course for e in held if e.employee_no == number and TODAY in e.valid)},
        (),
        {"DX-02": {2024: Validity(18)}},
    )

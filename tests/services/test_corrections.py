"""Posts and absences put right: what is refused, what is recorded, what stays as known, undo."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import TODAY, Take

from skilltrack.domain.calendar import FiscalYear, Period
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.organisation import Absence, AbsenceKind, EmploymentType, Posting
from skilltrack.domain.people.timeline import (
    AbsenceCorrection,
    Correction,
    EventKind,
    Fill,
    History,
    PostingCorrection,
)
from skilltrack.domain.problems import Refusal
from skilltrack.reports.documents import rank_document, tiers_document
from skilltrack.services.evaluation import board
from skilltrack.services.operations import list_operations
from skilltrack.services.people.corrections import (
    CorrectionOrder,
    CorrectionOutcome,
    correct_person,
    undo_correction,
)
from skilltrack.services.people.person import (
    Person,
    find_person,
    history_of,
    known_employee,
    source_text,
)
from skilltrack.services.verdicts.tiers import judge_all
from skilltrack.store import audit
from skilltrack.store.database import Database

WHO = "0004"
START = date(2026, 4, 1)
REASON = "発令日の誤り"


def person(database: Database, **wanted: object) -> Person:
    return find_person(database, WHO, TODAY, **wanted)  # type: ignore[arg-type]


def correct(database: Database, *corrections: Correction, **order: object) -> CorrectionOutcome:
    is_dry_run = bool(order.pop("is_dry_run", False))
    reason = str(order.pop("reason", REASON))
    wanted = CorrectionOrder(WHO, corrections, reason, **order)  # type: ignore[arg-type]
    return correct_person(database, wanted, is_dry_run=is_dry_run)


def codes(refused: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def post(
    department: str,
    start: date | None = START,
    end: date | None = None,
    title: str = "主事",
    *,
    is_concurrent: bool = False,
) -> Posting:
    return Posting(department, title, EmploymentType.REGULAR, Period(start, end), is_concurrent)


def moved(database: Database, on: date = date(2026, 7, 1)) -> CorrectionOutcome:
    """Record that the person was in another section from a day on."""
    return correct(database, PostingCorrection(None, post("0102", on)))


def test_a_missing_posting_is_put_in_and_counts_from_then_on(
    town: Take, database: Database
) -> None:
    assert town is not None
    known = database.clock()
    before = board(database, "fukui", FiscalYear(2026), TODAY)
    outcome = moved(database)
    assert [p.department for p in outcome.after.main] == ["0101", "0102"]
    assert person(database).present is not None
    after = board(database, "fukui", FiscalYear(2026), TODAY)
    heads = {row.code: row.headcount for row in after.evaluation.departments}
    assert (heads["0101"], heads["0102"]) == (3, 5)
    assert board(database, "fukui", FiscalYear(2026), TODAY, as_known=known) == before
    assert person(database, as_known=known).history == outcome.before


def test_a_correction_is_listed_with_its_reason_and_no_name(town: Take, database: Database) -> None:
    assert town is not None
    outcome = moved(database)
    (operation,) = list_operations(database, "people")
    assert operation.change == outcome.change
    assert (operation.kind, operation.reason) == ("people.correct", REASON)
    assert operation.effective_on == date(2026, 7, 1)
    assert "田中" not in operation.title
    with database.reading() as session:
        entries = [logged.entry for logged in audit.entries(session)]
    assert [e.reason for e in entries if e.action == "people.correct"] == [REASON]
    found = person(database)
    assert [one.change for one in found.corrections] == [outcome.change]
    assert outcome.change is not None
    assert REASON in source_text(found.sources[outcome.change])


def test_undoing_brings_everything_back(town: Take, database: Database) -> None:
    assert town is not None
    before = person(database).history
    outcome = moved(database)
    assert outcome.change is not None
    undo_correction(database, outcome.change)
    assert person(database).history == before
    with pytest.raises(Refusal) as refused:
        undo_correction(database, outcome.change)
    assert codes(refused) == ["operations.undo_done"]


def test_only_corrections_are_undone_here(town: Take, database: Database) -> None:
    assert town is not None
    with pytest.raises(Refusal) as refused:
        undo_correction(database, 1)
    assert codes(refused) == ["people.no_correction"]


def test_a_correction_on_which_a_later_one_rests_is_not_undone(
    town: Take, database: Database
) -> None:
    assert town is not None
    first = moved(database)
    second = post("0101", date(2026, 9, 1))
    correct(database, PostingCorrection(None, second))
    assert first.change is not None
    with pytest.raises(Refusal) as refused:
        undo_correction(database, first.change)
    assert codes(refused) == ["operations.undo_rests"]


def test_a_dry_run_tells_what_would_be_and_records_nothing(town: Take, database: Database) -> None:
    assert town is not None
    before = person(database).history
    outcome = correct(
        database, PostingCorrection(None, post("0102", date(2026, 7, 1))), is_dry_run=True
    )
    assert outcome.change is None
    assert len(outcome.after.main) == 2
    assert person(database).history == before
    assert list_operations(database, "people") == ()


def test_everything_wrong_is_told_at_once(town: Take, database: Database) -> None:
    assert town is not None
    wrong = post("0999", date(2010, 4, 1), title="無い職名")
    with pytest.raises(Refusal) as refused:
        correct(database, PostingCorrection(None, wrong), reason=" ")
    assert codes(refused) == [
        "people.no_department",
        "people.no_title",
        "people.outside_employment",
        "people.no_reason",
    ]
    outside = refused.value.problems[2].values["days"]
    assert outside == "平成22年4月1日から平成30年3月31日まで"


def test_the_days_on_which_a_department_does_not_exist_are_named(
    town: Take, database: Database
) -> None:
    town(
        ImportKind.DEPARTMENTS,
        "所属コード 所属名 上位所属コード 有効開始 有効終了",
        [["0103", "臨時課", "01", "2026-05-01", "2026-08-31"]],
    )
    with pytest.raises(Refusal) as refused:
        correct(database, PostingCorrection(None, post("0103", START, date(2026, 10, 1))))
    days = [problem.values["days"] for problem in refused.value.problems]
    assert days == [
        "令和8年4月1日から令和8年4月30日まで",
        "令和8年9月1日から令和8年9月30日まで",
    ]


def test_a_gap_is_told_and_kept_only_with_the_reason(town: Take, database: Database) -> None:
    assert town is not None
    moved(database)
    last = person(database).history.main[-1]
    later = post("0102", date(2026, 9, 1))
    gap = PostingCorrection(last, later, Fill.NONE)
    with pytest.raises(Refusal) as refused:
        correct(database, gap)
    (problem,) = refused.value.problems
    assert problem.code == "people.gap"
    assert problem.values["days"] == "令和8年7月1日から令和8年8月31日まで"
    kept = correct(database, gap, keeps_gap=True)
    assert [notice.code for notice in kept.notices] == ["people.gap_kept"]


def test_a_gap_within_an_absence_is_explained(town: Take, database: Database) -> None:
    assert town is not None
    moved(database)
    away = Absence(AbsenceKind.SECONDED_OUT, Period(date(2026, 7, 1), date(2026, 9, 1)))
    last = person(database).history.main[-1]
    outcome = correct(
        database,
        AbsenceCorrection(None, away),
        PostingCorrection(last, post("0102", date(2026, 9, 1)), Fill.NONE),
    )
    assert [notice.code for notice in outcome.notices] == ["people.gap_in_absence"]
    assert outcome.after.absences == (away,)


def test_nothing_to_correct_is_said(town: Take, database: Database) -> None:
    assert town is not None
    (held,) = person(database).history.main
    with pytest.raises(Refusal) as refused:
        correct(database, PostingCorrection(held, held))
    assert codes(refused) == ["people.nothing_to_correct"]


def test_an_unknown_number_is_refused(town: Take, database: Database) -> None:
    assert town is not None
    with pytest.raises(Refusal) as refused:
        find_person(database, "9999", TODAY)
    assert codes(refused) == ["people.unknown"]


def test_what_has_no_end_ends_with_the_employment(town: Take, database: Database) -> None:
    town(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 フリガナ 所属コード 職名 採用日 退職日",
        [[WHO, "田中　三郎", "タナカ サブロウ", "0101", "主事", "2018-04-01", "2027-03-31"]],
        effective=START,
    )
    outcome = moved(database)
    assert outcome.after.main[-1].valid.end == date(2027, 4, 1)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2019, 4, 30), 2019),
        (date(2019, 5, 1), 2019),
        (date(2020, 2, 29), 2019),
        (date(2020, 3, 31), 2019),
        (date(2020, 4, 1), 2020),
    ],
)
def test_edges_of_eras_and_years_stand_in_the_right_year(
    town: Take, database: Database, day: date, year: int
) -> None:
    assert town is not None
    beside = post("0102", day, day + timedelta(days=1), is_concurrent=True)
    correct(database, PostingCorrection(None, beside))
    (event,) = [e for e in person(database).events if e.kind is EventKind.CONCURRENT]
    assert event.days.start == event.days.last_day == day
    assert FiscalYear.of(day).year == year


def test_the_timeline_holds_every_kind_with_its_source(town: Take, database: Database) -> None:
    town(ImportKind.COMPLETIONS, "職員番号 研修コード 修了日", [[WHO, "R1", "2026-06-01"]])
    town(ImportKind.APPOINTMENTS, "職員番号 役割 開始", [[WHO, "DXリーダー", "2026-04-01"]])
    town(
        ImportKind.EXAMS,
        "職員番号 試験 受験日 総合評価点 ストラテジ系 マネジメント系 テクノロジ系",
        [[WHO, "ITパスポート試験", "2026-05-10", 650, 400, 400, 400]],
    )
    town(
        ImportKind.PRACTICES,
        "所属コード 名称 段階 参加者職員番号",
        [["0101", "申請の電子化", "実施", WHO]],
    )
    found = person(database)
    titles = {event.kind: event.title for event in found.events}
    assert titles[EventKind.EMPLOYMENT] == "採用"
    assert titles[EventKind.POSTING] == "人事課　主事"
    assert titles[EventKind.COURSE] == "DX推進研修"
    assert titles[EventKind.ROLE] == "DXリーダー"
    assert titles[EventKind.PRACTICE] == "申請の電子化"
    exam = next(event for event in found.events if event.kind is EventKind.EXAM)
    assert exam.detail.startswith("合格")
    assert all(event.recorded_in in found.sources for event in found.events)
    assert "completions.csv" in source_text(
        found.sources[next(e for e in found.events if e.kind is EventKind.COURSE).recorded_in]
    )


def test_what_was_put_right_is_shown_on_request(town: Take, database: Database) -> None:
    assert town is not None
    outcome = moved(database)
    past = [e for e in person(database, has_superseded=True).events if e.superseded_in is not None]
    assert [(e.title, e.superseded_in) for e in past] == [("人事課　主事", outcome.change)]
    assert all(e.superseded_in is None for e in person(database).events)


DAYS = st.dates(START, TODAY + timedelta(days=200))


@dataclass(frozen=True)
class Step:
    """A correction of any main post so far (None: a further one), and whether it is undone."""

    which: int | None
    start: date
    days: int | None
    department: str
    fill: Fill
    keeps_gap: bool
    is_undone: bool

    def order(self, history: History) -> PostingCorrection:
        old = None if self.which is None else history.main[self.which % len(history.main)]
        end = None if self.days is None else self.start + timedelta(days=self.days)
        return PostingCorrection(old, post(self.department, self.start, end), self.fill)


STEPS = st.lists(
    st.builds(
        Step,
        which=st.none() | st.integers(0, 9),
        start=DAYS,
        days=st.none() | st.integers(1, 300),
        department=st.sampled_from(["01", "0101", "0102"]),
        fill=st.sampled_from(Fill),
        keeps_gap=st.booleans(),
        is_undone=st.booleans(),
    ),
    min_size=1,
    max_size=3,
)


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_corrections_and_undos_leave_what_was_known(
    town: Take, database: Database, steps: list[Step]
) -> None:
    """Figures as known before stay byte for byte; undoing brings the present ones back."""
    assert town is not None
    known = database.clock()
    standing = figures(database, as_known=known)
    for step in steps:
        now = figures(database)
        try:
            order = step.order(history_now(database))
            outcome = correct(database, order, keeps_gap=step.keeps_gap)
        except Refusal:
            assert figures(database) == now
            continue
        assert outcome.change is not None
        if step.is_undone:
            undo_correction(database, outcome.change)
            assert figures(database) == now
    assert figures(database, as_known=known) == standing


def history_now(database: Database, as_known: datetime | None = None) -> History:
    with database.reading(as_known) as session:
        return history_of(session, known_employee(session, WHO))


def figures(database: Database, as_known: datetime | None = None) -> bytes:
    """Return ranking, tiers and the history of the person as bytes."""
    ranking = board(database, "fukui", FiscalYear(2026), TODAY, as_known=as_known)
    tiers = judge_all(database, "fukui", TODAY, as_known)
    verdicts = ((one.person.employee_no, one.verdict) for one in tiers.people)
    history = history_now(database, as_known)
    documents = [rank_document(ranking), tiers_document("fukui", TODAY, verdicts), repr(history)]
    return json.dumps(documents, ensure_ascii=False).encode()

"""The fictional municipality led through the public paths: import, answer, collect, report."""

import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.problems import refuse
from skilltrack.domain.rounds.definition import TAKEN, Bucket
from skilltrack.exchange.xlsform.writer import write_xlsform
from skilltrack.i18n.numbers import percent
from skilltrack.i18n.texts import _
from skilltrack.reports.tables import write_table
from skilltrack.services import datafiles, definitions, handover
from skilltrack.services.answering.profiles import Profile
from skilltrack.services.answering.session import AnswerSession, OpenedPackage, open_package, send
from skilltrack.services.collecting import collect
from skilltrack.services.demonstration import (
    AnswerPlan,
    Municipality,
    RosterFile,
    Table,
    generate,
)
from skilltrack.services.demonstration.accreditation import let_people_be_accredited
from skilltrack.services.demonstration.bodies import compare_with_neighbours
from skilltrack.services.demonstration.catalogue import describe_courses
from skilltrack.services.demonstration.exam_goals import ask_for_consent, post_notice
from skilltrack.services.demonstration.exam_master import write_exams
from skilltrack.services.demonstration.exam_people import let_people_prepare
from skilltrack.services.demonstration.meetings import let_roles_live
from skilltrack.services.demonstration.municipality import NAME
from skilltrack.services.demonstration.obligations import let_people_owe
from skilltrack.services.demonstration.practice_life import let_practices_live
from skilltrack.services.demonstration.questionnaire import next_version
from skilltrack.services.demonstration.renaming import rename_in_february, with_earlier_names
from skilltrack.services.demonstration.reorganisation import plan_next_april
from skilltrack.services.demonstration.retraining import with_earlier_occupations
from skilltrack.services.demonstration.schemes import try_own_scheme
from skilltrack.services.demonstration.seats import plan_next_seats
from skilltrack.services.demonstration.sessions import hold_sessions
from skilltrack.services.demonstration.study_group import hold_study_group
from skilltrack.services.demonstration.submissions import send_and_collect
from skilltrack.services.demonstration.subsidies import aid_fees
from skilltrack.services.demonstration.targets import set_targets
from skilltrack.services.demonstration.vouchers import buy_and_hand_out
from skilltrack.services.imports.files import import_file
from skilltrack.services.questionnaires import import_questionnaire
from skilltrack.services.rounds.running import (
    RoundOrder,
    close_round,
    default_purpose,
    hand_out,
    open_round,
    people_asked,
    round_status,
)
from skilltrack.store.database import Database

Tell = Callable[[str], None]

SCHEMES = ("fukui", "kitakyushu")
BESIDE = ("gotsu",)
"""Schemes that no round asks for: they read the records that the others bring."""
QUESTIONNAIRE = "sakata"
MARK = "これは架空の市のデータです.txt"
DATA = "demo.db"

FILE_NAMES = {
    ImportKind.DEPARTMENTS: "所属",
    ImportKind.TITLES: "職名",
    ImportKind.EMPLOYEES: "職員",
    ImportKind.APPOINTMENTS: "任命",
    ImportKind.COURSES: "研修",
    ImportKind.COMPLETIONS: "修了",
    ImportKind.EXAMS: "試験",
    ImportKind.PRACTICES: "DX実践",
}

BEFORE_PEOPLE = (ImportKind.DEPARTMENTS, ImportKind.TITLES)
AFTER_TRANSFERS = (
    ImportKind.APPOINTMENTS,
    ImportKind.COURSES,
    ImportKind.COMPLETIONS,
    ImportKind.EXAMS,
    ImportKind.PRACTICES,
)


@dataclass(frozen=True, slots=True)
class Demonstrated:
    """What a run left behind; ``as_of`` is the day up to which the fiction is told."""

    folder: Path
    data: Path
    package: Path
    round_id: str
    fiscal_year: FiscalYear
    as_of: date


def demonstration_day(today: date) -> date:
    """Return the day up to which the fiction is told: the newest 20 November gone by."""
    day = date(today.year, 11, 20)
    return day if day <= today else date(today.year - 1, 11, 20)


def run_demonstration(
    folder: Path, *, employees: int, seed: int, today: date, tell: Tell
) -> Demonstrated:
    """Make a fictional municipality by the paths that everybody uses.

    Args:
        folder: Where everything is written; an earlier demonstration in it is replaced.
        employees: People on the roster, 50 to 20,000.
        seed: Another seed is another municipality.
        today: The present day.
        tell: Told a sentence after each step.

    Raises:
        Refusal: The folder holds something other than a demonstration.
    """
    as_of = demonstration_day(today)
    year = FiscalYear.of(as_of)
    _clear(folder)
    clock = _Clock(as_of)
    database = datafiles.create(
        folder / DATA,
        passphrase=None,
        label="",
        organisation=NAME,
        is_unprotected=True,
        clock=clock,
    ).database
    try:
        definitions.adopt_shipped(database, (*SCHEMES, *BESIDE))
        city = _invent(database, employees, seed, year, as_of)
        _take_over(database, city, seed, folder / "名簿", tell)
        let_roles_live(database, city, seed, tell)
        describe_courses(database, folder / "名簿", year, as_of, tell)
        let_people_owe(database, city, seed, folder / "名簿", tell)
        hold_sessions(database, city, seed, tell)
        set_targets(database, employees, year, as_of, tell)
        round_id, package = _ask(database, city, folder / "調査", clock, tell)
        let_people_prepare(database, seed, as_of, tell)
        hold_study_group(database, seed, as_of, tell)
        ask_for_consent(database, seed, as_of, tell)
        buy_and_hand_out(database, seed, as_of, tell)
        let_practices_live(database, seed, as_of, tell)
        let_people_be_accredited(database, folder / "名簿", seed, as_of, tell)
        _report(database, city, folder / "帳票", tell)
        post_notice(database, folder / "帳票", as_of, tell)
        compare_with_neighbours(database, folder / "団体間比較", as_of, tell)
        try_own_scheme(database)
        write_exams(database, as_of, tell)
        aid_fees(database, as_of, tell)
        plan_next_seats(database, folder / "名簿", year, as_of, tell)
        april = FiscalYear(year.year + 1).first_day
        february = date(year.year + 1, 2, 1)
        rename_in_february(database, folder / "名簿", seed, as_of, february, tell)
        plan_next_april(database, folder / "名簿", april, tell)
    finally:
        database.close()
    return Demonstrated(folder, folder / DATA, package, round_id, year, as_of)


class _Clock:
    """Nine in the morning of the day up to which the fiction is told so far."""

    def __init__(self, day: date) -> None:
        self.day = day

    def __call__(self) -> datetime:
        return datetime.combine(self.day, time(9, 0), UTC)


def _clear(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARK).exists():
            raise refuse("demo.folder_in_use", folder=folder.name)
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    text = _("このフォルダーの市、職員、成績はすべて架空です。実在の団体や人とは関係ありません。")
    (folder / MARK).write_text(f"{text}\n", encoding="utf-8")


def _invent(
    database: Database, employees: int, seed: int, year: FiscalYear, as_of: date
) -> Municipality:
    schemes = {scheme.id: scheme for scheme in definitions.list_schemes(database)}
    (questionnaire,) = definitions.list_questionnaires(database)
    return generate(
        employees,
        seed,
        year.year,
        as_of=as_of,
        questionnaire=questionnaire,
        autumn_questionnaire=next_version(questionnaire),
        courses=tuple(course for name in SCHEMES for course in schemes[name].courses),
        bands={band.code: band.name for band in schemes["fukui"].bands},
    )


def _take_over(database: Database, city: Municipality, seed: int, folder: Path, tell: Tell) -> None:
    folder.mkdir()

    def take(kind: ImportKind, table: Table, name: str, effective: date) -> None:
        path = folder / f"{name}.xlsx"
        write_table(path, FILE_NAMES[kind], table.headings, table.rows)
        outcome = import_file(database, kind, path, today=city.as_of, effective=effective)
        tell(
            _("{name}：新規 {new} 件、変更 {changed} 件").format(
                name=name, new=outcome.new, changed=len(outcome.changed)
            )
        )

    def take_rosters(rosters: Sequence[RosterFile]) -> None:
        for roster in rosters:
            name = f"{FILE_NAMES[ImportKind.EMPLOYEES]}_{roster.effective:%Y%m%d}"
            take(ImportKind.EMPLOYEES, roster.table, name, roster.effective)

    for kind in BEFORE_PEOPLE:
        take(kind, city.tables[kind], FILE_NAMES[kind], city.effective)
    people = ImportKind.EMPLOYEES
    before = with_earlier_names(city.before, city.tables[people], seed)
    take_rosters(with_earlier_occupations(before, city.tables[people], seed))
    take(people, city.tables[people], FILE_NAMES[people], city.effective)
    take_rosters(city.transfers)
    for kind in AFTER_TRANSFERS:
        take(kind, city.tables[kind], FILE_NAMES[kind], city.effective)
    name = f"{FILE_NAMES[people]}_{city.coming.effective:%Y%m%d}"
    table = city.coming.table
    write_table(folder / f"{name}.xlsx", FILE_NAMES[people], table.headings, table.rows)
    tell(_("{name}：取り込みを試すための来月の名簿（まだ取り込んでいません）").format(name=name))


def _ask(
    database: Database, city: Municipality, folder: Path, clock: _Clock, tell: Tell
) -> tuple[str, Path]:
    """Ask in spring, change the questionnaire, ask again in autumn."""
    spring = RoundOrder(
        title=_("デジタルスキル自己点検（春）"),
        questionnaire=QUESTIONNAIRE,
        schemes=SCHEMES,
        opens_on=city.spring - timedelta(days=10),
        closes_on=city.spring + timedelta(days=4),
        purpose=default_purpose(),
        contact=_("総務部人事課"),
    )
    terminals = folder / "端末"
    before, _package = _answered(
        database, spring, folder / "春", terminals, city.spring_plans, city.spring, clock, tell
    )
    close_round(database, before)
    _change_questionnaire(database, folder / "調査票", tell)
    closes_on = city.as_of + timedelta(days=12)
    autumn = replace(
        spring,
        title=_("デジタルスキル自己点検（秋）"),
        opens_on=city.as_of - timedelta(days=18),
        closes_on=closes_on,
        reminders=(city.as_of - timedelta(days=1), closes_on - timedelta(days=3)),
    )
    answered = _answered(
        database, autumn, folder / "秋", terminals, city.answer_plans, city.as_of, clock, tell
    )
    send_and_collect(database, folder.parent, terminals, city.as_of, tell)
    shutil.rmtree(terminals)
    return answered


def _change_questionnaire(database: Database, folder: Path, tell: Tell) -> None:
    """Take the next version over from an Excel file, as an officer would."""
    (questionnaire,) = definitions.list_questionnaires(database)
    folder.mkdir(parents=True)
    path = folder / f"{QUESTIONNAIRE}.xlsx"
    write_xlsform(path, next_version(questionnaire))
    imported = import_questionnaire(database, path)
    tell(_("調査票：第{version}版を取り込み").format(version=imported.questionnaire.version))


def _answered(
    database: Database,
    order: RoundOrder,
    folder: Path,
    terminals: Path,
    plans: Sequence[AnswerPlan],
    today: date,
    clock: _Clock,
    tell: Tell,
) -> tuple[str, Path]:
    """Open a round, let people answer over some days, and collect on each."""
    record = open_round(database, order, folder)
    package = hand_out(database, record.round_id)
    opened = open_package(package, Profile(terminals))
    asked = people_asked(database, record.round_id)
    answering = [plan for plan in plans if plan.employee_no in asked]
    collected: Counter[Bucket] = Counter()
    days = (today - order.opens_on).days
    for day in range(days + 1):
        on = order.opens_on + timedelta(days=day)
        clock.day = on
        of_this_day = answering[day :: days + 1]
        for plan in of_this_day:
            _answer(opened, plan, Profile(terminals, account=plan.account), on)
        if of_this_day:
            collected += collect(database, record.round_id, today=on).counts
        elsewhere = [plan for plan in of_this_day if plan.is_from_elsewhere]
        for plan in elsewhere:  # collected later: files have random names, and the first key counts
            _answer(opened, plan, Profile(terminals / order.title, account=plan.account), on)
        if elsewhere:
            collected += collect(database, record.round_id, today=on).counts
    status = round_status(database, record.round_id)
    tell(
        _("{title}：{taken} 件を回収（回答率 {rate}）、確認待ち {waiting} 件").format(
            title=order.title,
            taken=sum(count for bucket, count in collected.items() if bucket in TAKEN),
            rate=percent(status.answered.ratio),
            waiting=collected[Bucket.TO_CONFIRM],
        )
    )
    return record.round_id, package


def _answer(opened: OpenedPackage, plan: AnswerPlan, profile: Profile, today: date) -> None:
    with AnswerSession.start(
        opened, plan.employee_no, plan.kana, plan.job_title, profile, today=today
    ) as session:
        session.answer_all(plan.answers)
        for item, text in plan.comments.items():
            session.comment(item, text)
        send(session)


def _report(database: Database, city: Municipality, folder: Path, tell: Tell) -> None:
    folder.mkdir()
    names = {"ranking": _("所属別評価.xlsx"), "data": _("データ.xlsx")}
    for name, file_name in names.items():
        handover.write_report(
            database,
            name,
            folder / file_name,
            scheme_id=SCHEMES[0],
            fiscal_year=city.fiscal_year,
            as_of=city.as_of,
        )
        tell(_("帳票：{file}").format(file=file_name))

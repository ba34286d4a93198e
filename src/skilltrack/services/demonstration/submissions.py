"""What the people of the fictional municipality send, and the exports of other systems."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

from skilltrack.domain import submissions as s
from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.submissions import SubmissionKind
from skilltrack.i18n.texts import _
from skilltrack.reports.tables import write_table
from skilltrack.services.answering.profiles import Profile
from skilltrack.services.answering.submitting import SubmissionSession, open_desk
from skilltrack.services.imports.elsewhere import ElsewhereOrder, take_elsewhere
from skilltrack.services.submissions.collecting import collect_submissions
from skilltrack.services.submissions.confirming import confirm, send_back
from skilltrack.services.submissions.desk import DeskOrder, hand_out, set_up_desk
from skilltrack.services.submissions.review import course_choices, list_submissions
from skilltrack.store.database import Database
from skilltrack.store.people import people_for_matching
from skilltrack.store.submissions import senders

Tell = Callable[[str], None]

SENDERS = 24
LEARNT = (
    _("表の集計を数式だけで組めるようになりました。月次の報告に使います。"),
    _("怪しいメールの見分け方を知りました。係で共有します。"),
    _("業務の流れを図にすると、待ち時間がどこにあるか分かりました。"),
    _("生成AIに頼む前に、条件を箇条書きにするとよいと分かりました。"),
    _("個人情報を含むファイルの受渡しの決まりを確かめました。"),
)
PRACTICES = (
    (_("会議室の予約を共有カレンダーにまとめる"), "adopted", "30"),
    (_("照会文書の回答をフォームで集める"), "carried_out", "120"),
)
ELSEWHERE_NAME = _("県市町村研修センター データ活用研修")


SHORT_OF_A_FIELD = {"total": "640", "strategy": "290", "management": "655", "technology": "780"}
"""Scores that fail, sent as a pass. Source: facts §8.2."""


def send_and_collect(
    database: Database, folder: Path, terminals: Path, as_of: date, tell: Tell
) -> None:
    """Let people send reports, results and practices; some are confirmed, one is sent back.

    Args:
        database: The data file.
        folder: The folder of the demonstration.
        terminals: Where the profiles of the people lie, with the keys of their answers.
        as_of: The day on which they send.
        tell: Told a sentence.
    """
    chance = Random("submissions")  # noqa: S311 (a fiction, no secret)
    year = FiscalYear.of(as_of)
    home = folder / "届出"
    set_up_desk(database, DeskOrder(year, home, contact=_("人事課 人材育成係（内線 2345）")))
    package = hand_out(database, year)
    with database.reading() as session:
        everybody = (number for number, _name, _account in people_for_matching(session))
        numbers = list(dict.fromkeys(everybody))
        people = senders(session, numbers, as_of)
    serving = [n for n in numbers if people[n].department_on(as_of) and people[n].kana]
    chosen = chance.sample(serving, min(SENDERS, len(serving)))
    courses = [offer.code for offer in course_choices(database)]
    for at, number in enumerate(chosen):
        person = people[number]
        profile = Profile(terminals, account=person.account)
        opened = open_desk(package, profile)
        with SubmissionSession.start(opened, number, person.kana, profile, today=as_of) as terminal:
            kind, fields = _sent(at, chance, courses, as_of)
            terminal.send(terminal.save(kind, fields).entry_id)
        if at == SENDERS // 3:
            _decide_first(database, year, as_of)
    found = collect_submissions(database, year, today=as_of)
    waiting = len(list_submissions(database, today=as_of))
    tell(_("届出：確認待ち {count} 件").format(count=waiting))
    if found.files:
        _write_exports(database, folder / "他の仕組みの出力", serving, chance, as_of)


def _decide_first(database: Database, year: FiscalYear, as_of: date) -> None:
    """Confirm what came first, and send one back."""
    collect_submissions(database, year, today=as_of)
    waiting = sorted(list_submissions(database, today=as_of), key=lambda one: one.employee_no)
    lines = [one for one in waiting if not one.is_blocked]
    confirm(database, [one.id for one in lines[1:]], today=as_of)
    reason = _("受けた日が分かるもの（修了証など）を添えて、もう一度届け出てください。")
    send_back(database, [lines[0].id], reason, today=as_of)


def _sent(
    at: int, chance: Random, courses: Sequence[str], as_of: date
) -> tuple[SubmissionKind, dict[str, str]]:
    on = as_of - timedelta(days=chance.randrange(5, 160))
    if at % 8 == 3:
        exam = {s.EXAM: "it_passport", s.ON: on.isoformat(), s.RESULT: s.PASSED}
        if at % 16 == 11:
            exam |= {s.SCORE + code: points for code, points in SHORT_OF_A_FIELD.items()}
        return SubmissionKind.EXAM_RESULT, exam
    if at % 8 == 5 and at // 8 < len(PRACTICES):
        title, stage, hours = PRACTICES[at // 8]
        fields = {s.TITLE: title, s.STAGE: stage, s.CONTENT: LEARNT[2], s.EFFECT_HOURS: hours}
        return SubmissionKind.PRACTICE, fields
    report = {
        s.ON: on.isoformat(),
        s.HOURS: chance.choice(("1", "1.5", "2", "3", "6")),
        s.LEARNT: chance.choice(LEARNT),
    }
    if at % 3 != 1:
        report[s.EVIDENCE_NAME] = _("修了証.pdf")
    if at % 8 == 6:
        return SubmissionKind.COURSE_REPORT, report | {s.COURSE_NAME: ELSEWHERE_NAME}
    return SubmissionKind.COURSE_REPORT, report | {s.COURSE: chance.choice(courses)}


def _write_exports(
    database: Database, folder: Path, serving: Sequence[str], chance: Random, as_of: date
) -> None:
    """Write exports as other systems might; the one of J-LIS is taken over."""
    folder.mkdir()
    courses = course_choices(database)
    with database.reading() as session:
        people = senders(session, serving, as_of)
    some = chance.sample(list(serving), min(12, len(serving)))
    days = [as_of - timedelta(days=chance.randrange(10, 150)) for _n in some]
    course = [chance.choice(courses) for _n in some]
    rows = list(zip(some, days, course, strict=True))
    write_table(
        folder / "J-LIS受講履歴.xlsx",
        _("受講履歴"),
        (_("受講者番号"), _("受講者氏名"), _("講座名"), _("受講状況"), _("修了日"), _("学習時間")),
        [(n, people[n].name, c.name, _("修了"), d.isoformat(), "1:30:00") for n, d, c in rows]
        + [(some[0], people[some[0]].name, courses[0].name, _("受講中"), "", "0:20:00")],
    )
    write_table(
        folder / "Udemy受講状況.xlsx",
        "activity",
        ("User Name", "User Email", "Course Title", "% Complete", "Completion Date",
         "Minutes Consumed"),
        [
            (n, f"{people[n].account or n}@city.example", _("{name}（動画）").format(name=c.name),
             100, f"{d.isoformat()}T10:15:00Z", 95)
            for n, d, c in rows[:5]
        ],
    )  # fmt: skip
    write_table(
        folder / "kintone研修記録.xlsx",
        _("研修記録"),
        (_("申請者"), _("研修名"), _("受講日"), _("受講時間"), _("ステータス")),
        [
            (people[n].account or n, c.name, d.isoformat(), _("90分"), _("完了"))
            for n, d, c in rows[5:9]
        ],
    )
    write_table(
        folder / "LoGoフォーム回答.xlsx",
        _("回答一覧"),
        (
            _("受付番号"),
            _("職員番号"),
            _("氏名"),
            _("受講した研修"),
            _("受講日"),
            _("所要時間(分)"),
        ),
        [
            (str(at), n.lstrip("0"), people[n].name, c.name, d.isoformat(), 60)
            for at, (n, d, c) in enumerate(rows[8:], start=1)
        ],
    )
    write_table(
        folder / "Forms回答.xlsx",
        "Sheet1",
        ("ID", _("完了時刻"), _("メール"), _("名前"), _("受講した研修")),
        [
            (str(at), f"{d.isoformat()} 17:05:00", f"{people[n].account or n}@city.example",
             people[n].name, c.name)
            for at, (n, d, c) in enumerate(rows[:4], start=1)
        ],
    )  # fmt: skip
    take_elsewhere(database, ElsewhereOrder("jlis", folder / "J-LIS受講履歴.xlsx"), today=as_of)

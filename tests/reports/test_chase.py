import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from skilltrack.domain.inclusion import AskedCoverage, Exclusion
from skilltrack.domain.rounds.participation import Chase, Owing, ReplyState, Unit, UnitChase
from skilltrack.domain.tally import Tally
from skilltrack.reports.chase import reminder_text, write_chase, write_unit_chase
from skilltrack.reports.reminders import ReminderText

SOFFICE = shutil.which("soffice")
Dump = dict[str, dict[str, Any]]


def owing(number: str, name: str, state: ReplyState = ReplyState.OUTSTANDING) -> Owing:
    return Owing(number, name, "カナ", "0101", "人材育成係", state)


PERSONNEL = UnitChase(
    Unit("0101", "人事課"),
    Tally(2, 5),
    1,
    (
        owing("0003", "𠮷田　次郎"),
        owing("0004", "=田中", ReplyState.WAITING),
        owing("0009", "森", ReplyState.AWAY),
    ),
)
TAXES = UnitChase(Unit("0102", "税務課"), Tally(0, 2), 0, (owing("0005", "佐藤　四郎"),) * 2)
DONE = UnitChase(Unit("0103", "監査室"), Tally(3, 3), 0, ())


@pytest.fixture
def chase() -> Chase:
    return Chase(
        title="自己点検",
        organisation="試験市",
        purpose="研修の計画に使います。\n人事評価には使いません。",
        contact="人事課（内線2345）",
        closes_on=date(2026, 12, 18),
        is_strict=False,
        on=date(2026, 11, 20),
        handed_out=r"S:\調査\配布",
        inbox=r"S:\調査\回収",
        units=(PERSONNEL, TAXES, DONE),
        total=UnitChase(Unit("", ""), Tally(5, 10), 1, PERSONNEL.people + TAXES.people),
        counted=AskedCoverage(
            date(2026, 11, 1), 10, ((Exclusion.LEAVE, 2), (Exclusion.SECONDED_OUT, 1))
        ),
    )


def whole(text: ReminderText) -> str:
    return "\n".join((text.subject, *text.body))


def test_the_text_says_what_until_when_how_many_how_and_whom_to_ask(chase: Chase) -> None:
    text = reminder_text(chase, PERSONNEL)
    assert text.subject == "【回答のお願い】自己点検（締切：令和8年12月18日（金））"
    assert text.body[0] == "人事課の皆様"
    said = whole(text)
    assert "令和8年12月18日（金）、残り28日です。" in said
    assert "人事課では、令和8年11月20日現在、対象の5人のうち1人の回答が届いていません。" in said
    assert r"S:\調査\配布" in said
    assert r"S:\調査\回収" in said
    assert "人事課（内線2345）" in said
    assert "ありがとうございます。" in said
    assert "目的　研修の計画に使います。 人事評価には使いません。" in said


def test_the_text_names_nobody(chase: Chase) -> None:
    for unit in (*chase.units, chase.total):
        said = whole(reminder_text(chase, unit))
        assert not any(one.name in said or one.employee_no in said for one in chase.total.people)


def test_appraisal_is_mentioned_in_the_purpose_alone(chase: Chase) -> None:
    said = whole(reminder_text(replace(chase, purpose="学びの支援。"), PERSONNEL))
    assert "評価" not in said


def test_everybody_is_addressed_with_the_figures_of_everybody(chase: Chase) -> None:
    text = reminder_text(chase, chase.total)
    assert text.body[0] == "職員の皆様"
    assert "令和8年11月20日現在、対象の10人のうち3人の回答が届いていません。" in text.body


def test_on_the_closing_day_the_text_says_that_it_is_today(chase: Chase) -> None:
    text = reminder_text(replace(chase, on=chase.closes_on), PERSONNEL)
    assert "1　締切　令和8年12月18日（金）、本日です。" in text.body


def test_the_personal_code_is_asked_for_only_where_it_is_needed(chase: Chase) -> None:
    assert "個人コード" not in whole(reminder_text(chase, PERSONNEL))
    assert "個人コード" in whole(reminder_text(replace(chase, is_strict=True), PERSONNEL))


def test_without_a_contact_the_personnel_section_is_asked(chase: Chase) -> None:
    assert "4　問い合わせ先　人事担当課" in reminder_text(replace(chase, contact=""), TAXES).body


def test_the_first_sheet_shows_rates_with_bars_from_0_to_100_percent(
    tmp_path: Path, chase: Chase, made_at: datetime
) -> None:
    path = tmp_path / "督促.xlsx"
    write_chase(path, chase, made_at=made_at)
    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames == ["全体", "未回答者", "督促文"]
    sheet = workbook["全体"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_row=7)]
    assert rows == [
        ["所属", "対象", "回答", "回答率", "24時間の増", "確認待ち", "休職など", "未回答"],
        ["全体", 10, 5, 0.5, 1, 1, 1, 3],
        ["人事課", 5, 2, 0.4, 1, 1, 1, 1],
        ["税務課", 2, 0, 0, 0, 0, 0, 2],
        ["監査室", 3, 3, 1, 0, 0, 0, 0],
    ]
    ((bars, rules),) = sheet.conditional_formatting._cf_rules.items()
    assert str(bars.sqref) == "D4:D7"
    assert [(end.type, end.val) for end in rules[0].dataBar.cfvo] == [("num", 0), ("num", 1)]
    said = [row[0].value for row in sheet.iter_rows(min_row=8)]
    assert "まだ1人も回答していない所属：税務課" in said


def test_the_list_marks_who_has_sent_an_answer_and_who_is_away(
    tmp_path: Path, chase: Chase, made_at: datetime
) -> None:
    path = tmp_path / "督促.xlsx"
    write_unit_chase(path, chase, PERSONNEL, made_at=made_at)
    sheet = openpyxl.load_workbook(path)["未回答者"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=6)]
    assert rows == [
        ["人事課", "人材育成係", "0003", "𠮷田　次郎", "カナ", "未回答"],
        ["人事課", "人材育成係", "0004", "=田中", "カナ", "回答あり・確認待ち"],
        ["人事課", "人材育成係", "0009", "森", "カナ", "休職・退職など"],
    ]
    assert sheet["D5"].data_type == "s"
    assert sheet["A1"].value == "未回答者一覧（人事課）"
    assert "回答 2／5人" in sheet["A2"].value


def test_the_text_is_pasted_line_by_line(
    tmp_path: Path, chase: Chase, made_at: datetime, dump: Callable[[Path], Dump]
) -> None:
    path = tmp_path / "督促.xlsx"
    write_unit_chase(path, chase, PERSONNEL, made_at=made_at)
    text = reminder_text(chase, PERSONNEL)
    sheet = dump(path)["督促文"]
    assert sheet["A4"] == text.subject
    lines = [sheet.get(f"A{row}", "") for row in range(6, 6 + len(text.body))]
    assert lines == list(text.body)


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not on the PATH")
def test_every_sheet_of_a_small_chase_prints_on_one_page(
    tmp_path: Path, chase: Chase, made_at: datetime
) -> None:
    path = tmp_path / "督促.xlsx"
    write_chase(path, chase, made_at=made_at)
    subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation=file://{tmp_path / 'profile'}",
            *("--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)),
        ],
        capture_output=True,
        timeout=120,
        check=True,
    )
    assert len(re.findall(rb"/Type\s*/Page\b", path.with_suffix(".pdf").read_bytes())) == 3

"""A round on the command line from handing out to comparing, on one data file made once."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from tests.acceptance.conftest import Run, document
from tests.commands import skilltrack

from skilltrack.cli.session import today
from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.questionnaires.forms import ANSWER_COLUMN, form_blocks, form_options
from skilltrack.domain.rounds.access_codes import is_well_formed, normalised_code
from skilltrack.services import datafiles, definitions
from skilltrack.services.answering.profiles import Profile
from skilltrack.services.answering.session import AnswerSession, open_package, send
from skilltrack.services.collecting import collect
from skilltrack.services.imports.files import import_file
from skilltrack.services.rounds.running import RoundOrder, close_round, hand_out, open_round
from skilltrack.store.database import Database

KANA = {
    "0001": "タカハシ イチロウ",
    "0002": "ヤマザキ ハナコ",
    "0003": "ヨシダ ジロウ",
    "0004": "タナカ サブロウ",
    "0005": "サトウ シロウ",
    "0006": "スズキ サツキ",
    "0007": "イトウ ムツミ",
    "0008": "カトウ ナナミ",
}
TITLES = ("課長", "課長補佐", "主事", "主事") * 2
ROSTER = (
    "職員番号,氏名,フリガナ,所属コード,職名,採用日",
    *(
        f"{number},職員{number},{kana},{'0101' if number < '0005' else '0102'},{title},2001-04-01"
        for (number, kana), title in zip(KANA.items(), TITLES, strict=True)
    ),
)
DEPARTMENTS = ("所属コード,所属名,評価単位", "0101,人事課,○", "0102,税務課,○")

UNKNOWN = "2026-00000000"


@dataclass(frozen=True)
class Office:
    """The data file with three rounds, and what collecting the newest one printed."""

    data: Path
    folder: Path
    before: str
    now: str
    strict: str
    collected: Any
    told: str

    @property
    def given(self) -> tuple[object, ...]:
        return ("--data", self.data)


def _take_over(database: Database, folder: Path) -> None:
    effective = date(FiscalYear.of(today()).year - 1, 4, 1)
    for kind, lines in ((ImportKind.DEPARTMENTS, DEPARTMENTS), (ImportKind.EMPLOYEES, ROSTER)):
        path = folder / f"{kind.value}.csv"
        path.write_text("\n".join(lines), encoding="utf-8-sig")
        import_file(database, kind, path, today=today(), effective=effective)


def _open(
    database: Database, folder: Path, title: str, opens: int, closes: int, **more: Any
) -> str:
    order = RoundOrder(
        title=title,
        questionnaire="sakata",
        schemes=("fukui",),
        opens_on=today() + timedelta(days=opens),
        closes_on=today() + timedelta(days=closes),
        purpose="研修の計画に使います。",
        **more,
    )
    return open_round(database, order, folder).round_id


def _answer(
    package: Path, number: str, step: int, on: date, *, kana: str = "", terminal: str = ""
) -> None:
    profile = Profile(package.parents[2] / "端末" / (terminal or number))
    opened = open_package(package, profile)
    kana = kana or KANA.get(number, "フメイ")
    with AnswerSession.start(opened, number, kana, "主事", profile, today=on) as session:
        session.answer_all({item.code: step for item in session.package.questionnaire.items})
        send(session)


def _fill(database: Database, form: Path, target: Path, choice: int, *, last: str = "") -> None:
    """Choose the same place of every list, as somebody does in Excel; ``last`` in the last."""
    (questionnaire,) = definitions.list_questionnaires(database)
    workbook = load_workbook(form)
    sheet = workbook.worksheets[0]
    placed_items = [placed for block in form_blocks(questionnaire) for placed in block.items]
    for placed in placed_items:
        text = form_options(questionnaire, placed.item, "該当しない")[choice][0]
        sheet.cell(placed.row, ANSWER_COLUMN, text)
    if last:
        sheet.cell(placed_items[-1].row, ANSWER_COLUMN, last)
    target.parent.mkdir(exist_ok=True)
    workbook.save(target)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Return a small town that was asked twice; eight people, two sections."""
    base = tmp_path_factory.mktemp("調査")
    data = base / "データ" / "市.db"
    data.parent.mkdir()
    created = datafiles.create(
        data, passphrase=None, label="", organisation="試験市", is_unprotected=True
    )
    database = created.database
    definitions.adopt_shipped(database)
    _take_over(database, base)
    before = _open(database, base / "春", "春の自己点検", -60, -30)
    package = hand_out(database, before)
    on = today() - timedelta(days=40)
    for number in ("0001", "0002", "0003", "0005"):
        _answer(package, number, 1, on)
    collect(database, before, today=on)
    close_round(database, before)
    now = _open(database, base / "秋", "秋の自己点検", -1, 30, reminders=(today(),))
    strict = _open(database, base / "個別", "個人コードの点検", 0, 30, is_strict=True)
    package = hand_out(database, now)
    forms = skilltrack("--data", data, "round", "forms", now)
    assert forms.returncode == 0, forms.stderr
    assert str(base / "秋" / "配布" / "記入用Excel") in forms.stderr
    for number in ("0001", "0002", "0003"):
        _answer(package, number, 2, today())
    _answer(package, "0002", 3, today(), terminal="よその端末")
    _answer(package, "0004", 2, today(), kana="マチガイ")
    _answer(package, "0099", 2, today())
    inbox = base / "秋" / "回収"
    written = {path.stem[-4:]: path for path in (base / "秋" / "配布").rglob("*.xlsx")}
    assert sorted(written) == sorted(KANA)
    _fill(database, written["0006"], inbox / "税務課" / "鈴木.xlsx", 3)
    _fill(database, written["0007"], inbox / "税務課" / "伊藤1.xlsx", 1)
    _fill(database, written["0007"], inbox / "税務課" / "伊藤2.xlsx", 2)
    _fill(database, written["0008"], inbox / "税務課" / "加藤.xlsx", 1, last="たぶん3")
    broken = inbox / "0000000000000000.kaitou"
    broken.write_bytes(b"broken")
    os.utime(broken, (0, 0))
    database.close()
    problems = ("--problems", base / "差し戻し")
    done = skilltrack("--data", data, "round", "collect", now, *problems, "--json")
    return Office(data, base, before, now, strict, document(done), done.stderr)


@pytest.fixture
def own(office: Office, tmp_path: Path) -> tuple[object, ...]:
    """Return the arguments that open a copy of the data file, to be changed by one test."""
    shutil.copytree(office.data.parent, tmp_path / "データ")
    return ("--data", tmp_path / "データ" / office.data.name)


@pytest.fixture
def cells() -> Callable[[Path], str]:
    """Return all words of a workbook."""

    def words(path: Path) -> str:
        book = CalamineWorkbook.from_path(str(path))
        sheets = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
        return "\n".join(str(cell) for sheet in sheets for row in sheet for cell in row)

    return words


def test_a_round_asks_whom_its_rule_names(
    office: Office, own: tuple[object, ...], run: Run, tmp_path: Path
) -> None:
    closes = (today() + timedelta(days=30)).isoformat()
    start = ("round", "open", "--folder", tmp_path / "対象", "--title", "対象", "--closes", closes)
    rule = ("--band", "一般職員", "--department", "0102", "--employment", "正規", "--strict")
    made = run(*own, *start, *rule, "--reminder", closes)
    assert made.returncode == 0, made.stderr
    status = document(run(*own, "round", "status", made.stdout.strip(), "--json"))
    assert status["answered"]["due"] == 2
    late = run(*own, *start, "--reminder", "2099-01-01", "--reminder", "2020-01-01")
    assert late.returncode == 1
    assert len(late.stderr.strip().splitlines()) == 2
    wrong = run(*own, *start, "--band", "どこか", "--role", "なにか", "--department", "9999")
    assert wrong.returncode == 1
    assert len(wrong.stderr.strip().splitlines()) == 3
    assert run(*own, *start, "--employment", "どれか").returncode == 2


def test_collecting_tells_of_every_file_and_sheet(office: Office) -> None:
    counts = {name: count for name, count in office.collected["counts"].items() if count}
    assert counts == {"accepted": 4, "to_confirm": 4, "set_aside": 3}
    assert set(office.collected["files"][0]) == {
        *("name", "sheet", "digest", "bucket", "reason", "employee_no")
    }
    reasons = sorted((f["employee_no"] or "", f["reason"]) for f in office.collected["files"])
    assert [pair for pair in reasons if pair[1]] == [
        ("", "answers.unreadable"),
        ("0002", "answers.new_key"),
        ("0004", "answers.other_kana"),
        ("0007", "answers.differing_forms"),
        ("0007", "answers.differing_forms"),
        ("0008", "forms.bad_value"),
        ("0099", "answers.unknown_person"),
    ]
    assert "加藤.xlsx" in office.told
    assert "{" not in office.told


def test_what_could_not_be_taken_goes_to_each_department(
    office: Office, run: Run, tmp_path: Path, cells: Callable[[Path], str]
) -> None:
    with_collection = sorted(path.name for path in (office.folder / "差し戻し").iterdir())
    done = run(*office.given, "round", "problems", office.now, "--out", tmp_path / "差し戻し")
    assert done.returncode == 0, done.stderr
    files = sorted((tmp_path / "差し戻し").iterdir())
    assert [path.name for path in files] == with_collection
    tax = next(path for path in files if "税務課" in path.name)
    assert "伊藤2.xlsx" in cells(tax)
    assert "たぶん3" in cells(tax)
    assert "0004" not in cells(tax)
    told = "".join(cells(path) for path in (office.folder / "差し戻し").iterdir())
    assert "0099" in told
    nothing = run(*office.given, "round", "problems", office.before, "--out", tmp_path / "なし")
    assert nothing.returncode == 0
    assert "取り込めない回答はありません" in nothing.stderr
    assert not (tmp_path / "なし").exists()


def test_waiting_answers_are_listed_and_never_shown(office: Office, run: Run) -> None:
    found = document(run(*office.given, "round", "waiting", office.now, "--json"))["waiting"]
    told = {(one["employee_no"], one["reason"], one["counts_now"]) for one in found}
    assert told == {
        ("0002", "answers.new_key", "sealed"),
        ("0004", "answers.other_kana", None),
        ("0007", "answers.differing_forms", None),
    }
    other = next(one for one in found if one["employee_no"] == "0002")
    assert (other["differing"], other["department"], other["sheet"]) == (27, "人事課", "")
    listed = run(*office.given, "round", "waiting", office.now)
    assert listed.returncode == 0, listed.stderr
    assert other["digest"][:12] in listed.stdout
    assert "伊藤2.xlsx" in listed.stderr
    none = run(*office.given, "round", "waiting", office.before)
    assert (none.returncode, none.stdout) == (0, "")


def test_an_answer_is_decided_once_by_the_beginning_of_its_hash(
    office: Office, own: tuple[object, ...], run: Run
) -> None:
    found = document(run(*own, "round", "waiting", office.now, "--json"))["waiting"]
    digest = next(one["digest"] for one in found if one["employee_no"] == "0004")
    because = ("--reason", "本人に電話で確認")
    decide = ("round", "decide", office.now, digest[:8].upper())
    assert run(*own, *decide, *because).returncode == 2
    assert run(*own, *decide, *because, "--take", "--reject").returncode == 2
    assert run(*own, *decide, "--take").returncode == 2
    blank = run(*own, *decide, "--take", "--reason", " ")
    assert blank.returncode == 1
    assert "理由が空欄です" in blank.stderr
    taken = run(*own, *decide, *because, "--take")
    assert taken.returncode == 0, taken.stderr
    assert "0004" in taken.stderr
    status = document(run(*own, "round", "status", office.now, "--json"))
    assert status["answered"]["done"] == 5
    again = run(*own, *decide, *because, "--reject")
    assert again.returncode == 1
    assert "すでに決まっています" in again.stderr


def test_one_of_two_forms_is_taken_and_the_other_falls_away(
    office: Office, own: tuple[object, ...], run: Run
) -> None:
    found = document(run(*own, "round", "waiting", office.now, "--json"))["waiting"]
    form = next(one for one in found if one["file"] == "税務課/伊藤1.xlsx")
    because = ("--reason", "本人が選んだ", "--take")
    short = run(*own, "round", "decide", office.now, form["digest"][:7], *because)
    assert short.returncode == 2
    unknown = run(*own, "round", "decide", office.now, "0" * 64, *because)
    assert unknown.returncode == 1
    sheet = ("--sheet", form["sheet"])
    taken = run(*own, "round", "decide", office.now, form["digest"], *sheet, *because)
    assert taken.returncode == 0, taken.stderr
    left = document(run(*own, "round", "waiting", office.now, "--json"))["waiting"]
    assert sorted(one["employee_no"] for one in left) == ["0002", "0004"]


def test_forms_are_written_again_for_those_who_owe_an_answer(
    office: Office, run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "用紙"
    options = ("--by-department", "--outstanding", "--out", out)
    done = run(*office.given, "round", "forms", office.now, *options)
    assert done.returncode == 0, done.stderr
    people = {
        path.name: [name[:4] for name in CalamineWorkbook.from_path(str(path)).sheet_names]
        for path in sorted(out.iterdir())
    }
    assert people == {"0101_人事課.xlsx": ["0004"], "0102_税務課.xlsx": ["0005", "0007", "0008"]}


def test_paper_is_a_pdf_without_a_display(
    office: Office, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    out = tmp_path / "紙.pdf"
    done = run(*office.given, "round", "paper", office.now, "--out", out)
    assert done.returncode == 0, done.stderr
    assert out.read_bytes().startswith(b"%PDF")
    assert run(*office.given, "round", "paper", office.now).returncode == 2
    elsewhere = ("--out", tmp_path / "ない" / "紙.pdf")
    assert run(*office.given, "round", "paper", office.now, *elsewhere).returncode == 1


def test_codes_are_written_and_one_is_made_anew(
    office: Office, own: tuple[object, ...], run: Run, tmp_path: Path, cells: Callable[[Path], str]
) -> None:
    out = tmp_path / "コード.xlsx"
    done = run(*own, "round", "codes", office.strict, "--out", out)
    assert done.returncode == 0, done.stderr
    assert "8 人分" in done.stderr
    made = run(*own, "round", "reissue", office.strict, "0003")
    assert made.returncode == 0, made.stderr
    code = made.stdout.strip()
    assert is_well_formed(normalised_code(code))
    assert code not in cells(out)
    assert run(*own, "round", "codes", office.strict, "--out", out).returncode == 0
    assert code in cells(out)
    plain = run(*own, "round", "codes", office.now, "--out", out)
    assert plain.returncode == 1
    assert "個人コードを使わない調査です" in plain.stderr
    stranger = run(*own, "round", "reissue", office.strict, "0099")
    assert stranger.returncode == 1
    assert "0099" in stranger.stderr


def test_a_reminder_is_due_until_the_list_is_written(
    office: Office, own: tuple[object, ...], run: Run, tmp_path: Path
) -> None:
    due = document(run(*own, "round", "reminders", "--json"))["reminders"]
    assert due == [
        {
            "round": office.now,
            "title": "秋の自己点検",
            "day": today().isoformat(),
            "outstanding": 2,
        }
    ]
    assert office.now in run(*own, "round", "reminders").stdout
    out = tmp_path / "催促"
    done = run(*own, "round", "remind", office.now, "--out", out, "--by-department")
    assert done.returncode == 0, done.stderr
    assert [path.name for path in out.iterdir()] == ["0102_税務課_未回答者.xlsx"]
    none = run(*own, "round", "reminders")
    assert (none.returncode, none.stdout) == (0, "")
    whole = tmp_path / "催促.xlsx"
    assert run(*own, "round", "remind", office.now, "--out", whole).returncode == 0
    assert whole.exists()
    closed = run(*own, "round", "remind", office.before, "--out", whole)
    assert closed.returncode == 1
    assert "締め切ったため" in closed.stderr


def test_participation_counts_day_by_day(office: Office, run: Run) -> None:
    found = document(run(*office.given, "round", "participation", office.now, "--json"))
    yesterday = today() - timedelta(days=1)
    assert found["days"] == [yesterday.isoformat(), today().isoformat()]
    assert found["body"] == {"done": 4, "due": 8, "ratio": 0.5, "gained": 4, "answered": [0, 4]}
    assert [(one["name"], one["answered"]) for one in found["departments"]] == [
        ("人事課", [0, 3]),
        ("税務課", [0, 1]),
    ]
    assert found["without_answer"] == []
    table = run(*office.given, "round", "participation", office.before)
    assert table.returncode == 0, table.stderr
    assert "全体" in table.stdout


def test_results_are_compared_with_the_round_before(
    office: Office, run: Run, tmp_path: Path, cells: Callable[[Path], str]
) -> None:
    out = tmp_path / "分析.xlsx"
    told = run(*office.given, "round", "analyse", office.now, "--out", out, "--json")
    found = document(told)
    assert found["comparison"]["then"]["round"] == office.before
    for field in found["comparison"]["body"]["categories"]:
        parts = (field["improved"], field["moved"], field["questionnaire"])
        assert sum(parts) == pytest.approx(field["change"], abs=2e-4)
        assert field["both"] == 3
    assert {one["score"]["n"] for one in found["body"]["categories"]} == {4}
    assert "人事担当課限り" in cells(out)
    people = run(*office.given, "round", "analyse", office.now)
    assert people.returncode == 0, people.stderr
    assert "75.0" in people.stdout
    assert "+41.7" in people.stdout
    assert "春の自己点検" in people.stderr


def test_results_are_narrowed_and_written_as_data(office: Office, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "データ.xlsx"
    options = ("--department", "0101", "--band", "一般職員", "--band", "management")
    compare = ("--compare", office.before, "--out", out, "--data", "--json")
    found = document(run(*office.given, "round", "analyse", office.now, *options, *compare))
    assert [one["name"] for one in found["chosen"]] == [
        *("人事課", "一般職員", "推進マネジメント層")
    ]
    assert found["body"]["asked"] == 3
    assert out.exists()
    long_ago = ("--as-known", "2020-01-01", "--json")
    assert run(*office.given, "round", "analyse", office.now, *long_ago).returncode == 1
    assert run(*office.given, "round", "analyse", office.now, "--data").returncode == 2
    assert run(*office.given, "round", "analyse", office.now, "--as-known", "昔").returncode == 2
    wrong = ("--department", "9999", "--band", "どこか")
    refused = run(*office.given, "round", "analyse", office.now, *wrong)
    assert refused.returncode == 1
    assert len(refused.stderr.strip().splitlines()) == 2
    later = run(*office.given, "round", "analyse", office.before, "--compare", office.now)
    assert later.returncode == 1
    assert "秋の自己点検" in later.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("forms", UNKNOWN),
        ("waiting", UNKNOWN, "--json"),
        ("decide", UNKNOWN, "0" * 8, "--take", "--reason", "確認"),
        ("participation", UNKNOWN, "--json"),
        ("analyse", UNKNOWN, "--json"),
    ],
    ids=lambda command: command[0],
)
def test_an_unknown_round_is_refused_in_one_sentence_that_names_those_there_are(
    office: Office, run: Run, command: tuple[str, ...]
) -> None:
    done = run(*office.given, "round", *command)
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.strip().splitlines()) == 1
    assert office.now in done.stderr


def test_whom_a_round_leaves_out_is_told_and_listed(office: Office, run: Run) -> None:
    found = document(run(*office.given, "round", "left-out", office.now, "--json"))
    status = document(run(*office.given, "round", "status", office.now, "--json"))
    results = document(run(*office.given, "round", "analyse", office.now, "--json"))
    assert found["counted"] == status["counted"] == results["counted"]
    assert found["counted"]["people"] == status["answered"]["due"]
    assert len(found["people"]) == sum(found["counted"]["left_out"].values())
    assert {one["reason"] for one in found["people"]} == found["counted"]["left_out"].keys()
    people = run(*office.given, "round", "left-out", office.now)
    assert f"この調査の対象 {found['counted']['people']}人" in people.stderr
    long_ago = ("--as-known", "2020-01-01")
    assert run(*office.given, "round", "left-out", office.now, *long_ago).returncode == 1

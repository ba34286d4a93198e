"""The command line from an empty folder: what it does, refuses and prints."""

import csv
from pathlib import Path

import pytest
from tests.acceptance.conftest import Run, document

from skilltrack.cli.session import today
from skilltrack.services.answering.profiles import Profile
from skilltrack.services.answering.session import AnswerSession, open_package, send


def write(path: Path, *lines: str) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(line.split(" ") for line in lines)
    return path


@pytest.fixture
def passphrase(tmp_path: Path) -> Path:
    path = tmp_path / "合言葉.txt"
    path.write_text("さくら もみじ こぶし つばき あやめ\n", encoding="utf-8")
    return path


@pytest.fixture
def office(tmp_path: Path, passphrase: Path, run: Run) -> list[object]:
    """Return the arguments that open a protected data file with four people."""
    given: list[object] = ["--data", tmp_path / "市.db", "--passphrase-file", passphrase]
    made = run(*given, "init", "--scheme", "fukui", "--organisation", "試験市")
    assert made.returncode == 0, made.stderr
    assert "回復コード" in made.stderr
    (tmp_path / "回復コード.txt").write_text(made.stderr.strip().splitlines()[-1], "utf-8")
    files = {
        "departments": ("所属コード 所属名 評価単位", "0101 人事課 ○", "0102 税務課 ○"),
        "employees": (
            "職員番号 氏名 フリガナ 所属コード 職名",
            "0001 髙橋 タカハシ 0101 課長",
            "0002 山﨑 ヤマザキ 0101 主事",
            "0003 田中 タナカ 0102 課長",
            "0004 佐藤 サトウ 0102 主事",
        ),
    }
    for kind, lines in files.items():
        path = write(tmp_path / f"{kind}.csv", *lines)
        done = run(*given, "import", kind, path, "--effective", "2026-04-01")
        assert done.returncode == 0, done.stderr
    assert run(*given, "courses", "copy", "fukui", "--year", 2026).returncode == 0
    return given


def test_a_protected_file_says_nothing_of_what_it_holds(
    office: list[object], tmp_path: Path
) -> None:
    for path in tmp_path.glob("市.db*"):
        data = path.read_bytes()
        assert "髙橋".encode() not in data
        assert "人事課".encode() not in data
    assert not (tmp_path / "市.db").read_bytes().startswith(b"SQLite format 3")


def test_a_wrong_passphrase_is_refused_in_one_sentence(
    office: list[object], run: Run, tmp_path: Path
) -> None:
    wrong = tmp_path / "違う.txt"
    wrong.write_text("まちがった あいことば です\n", encoding="utf-8")
    done = run("--data", tmp_path / "市.db", "--passphrase-file", wrong, "exams")
    assert (done.returncode, done.stdout) == (1, "")
    assert "合言葉が違います" in done.stderr


def test_the_recovery_code_opens_the_file_when_key_file_and_passphrase_are_lost(
    office: list[object], run: Run, tmp_path: Path
) -> None:
    (tmp_path / "市.db.key").unlink()
    assert run(*office, "exams").returncode == 1
    new = tmp_path / "新しい合言葉.txt"
    new.write_text("うめ やなぎ けやき いちょう まつ\n", encoding="utf-8")
    code = ("--recovery-code-file", tmp_path / "回復コード.txt")
    added = run(
        "--data",
        tmp_path / "市.db",
        "passphrase",
        "add",
        "--label",
        "復旧",
        "--new-passphrase-file",
        new,
        *code,
    )
    assert added.returncode == 0, added.stderr
    again = ("--data", tmp_path / "市.db", "--passphrase-file", new)
    listed = document(run(*again, "passphrase", "list", "--json"))["passphrases"]
    assert [one["label"] for one in listed] == ["復旧"]
    assert run(*again, "passphrase", "remove", listed[0]["id"]).returncode == 1


def test_reading_commands_print_one_document_and_messages_go_to_stderr(
    office: list[object], run: Run
) -> None:
    told = document(run(*office, "rank", "fukui", "--year", 2026, "--json"))
    assert [d["headcount"] for d in told["departments"]] == [2, 2]
    assert document(run(*office, "tiers", "fukui", "--json"))["people"]
    assert len(document(run(*office, "imports", "list", "--json"))["imports"]) == 2


def test_wrong_usage_ends_with_two_and_a_refusal_with_one(office: list[object], run: Run) -> None:
    assert run(*office, "rank", "fukui").returncode == 2
    assert run(*office, "rank", "fukui", "--year", 2026, "--as-of", "きのう").returncode == 2
    unknown = run(*office, "rank", "どこか", "--year", 2026)
    assert unknown.returncode == 1
    assert "fukui" in unknown.stderr


def test_a_bad_file_is_refused_with_every_problem_and_nothing_changes(
    office: list[object], run: Run, tmp_path: Path
) -> None:
    before = document(run(*office, "imports", "list", "--json"))
    path = write(
        tmp_path / "修了.csv",
        "職員番号 研修コード 修了日",
        "9999 DX-01 2026-06-01",
        "0001 ない 2026-06-01",
        "0002 DX-01 2026-02-30",
    )
    done = run(*office, "import", "completions", path)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 3
    assert document(run(*office, "imports", "list", "--json")) == before


def test_an_import_is_rehearsed_taken_over_and_undone(
    office: list[object], run: Run, tmp_path: Path
) -> None:
    path = write(tmp_path / "修了.csv", "職員番号 研修コード 修了日", "0001 DX-01 2026-06-01")
    rehearsed = run(*office, "import", "completions", path, "--dry-run")
    assert "取り込んでいません" in rehearsed.stderr
    taken = document(run(*office, "import", "completions", path, "--json"))
    assert (taken["new"], taken["unchanged"]) == (1, 0)
    undone = run(*office, "imports", "undo", taken["change"])
    assert undone.returncode == 0, undone.stderr
    assert document(run(*office, "import", "completions", path, "--json"))["new"] == 1


def test_a_round_from_opening_to_the_last_answer(
    office: list[object], run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "調査"
    opened = run(
        *office,
        "round",
        "open",
        "--folder",
        folder,
        "--title",
        "自己点検",
        "--closes",
        "2099-03-31",
    )
    assert opened.returncode == 0, opened.stderr
    round_id = opened.stdout.strip()
    assert run(*office, "round", "package", round_id).returncode == 0
    package = folder / "配布" / "自己点検.skilltrack"
    content = package.read_bytes()
    assert "髙橋".encode() not in content
    assert b"0001" not in content

    for number, kana, title in (("0002", "ヤマザキ", "主事"), ("0003", "マチガイ", "課長")):
        profile = Profile(tmp_path / f"端末{number}")
        with AnswerSession.start(
            open_package(package, profile), number, kana, title, profile, today=today()
        ) as session:
            session.answer_all({item.code: 2 for item in session.package.questionnaire.items})
            send(session)
    for path in (folder / "回収").iterdir():
        assert b"0002" not in path.read_bytes()
        assert "0002" not in path.name

    told = document(run(*office, "round", "collect", round_id, "--json"))
    assert (told["counts"]["accepted"], told["counts"]["to_confirm"]) == (1, 1)
    again = document(run(*office, "round", "collect", round_id, "--json"))
    assert (again["files"], again["known_before"]) == ([], 2)
    status = document(run(*office, "round", "status", round_id, "--json"))
    assert (status["answered"]["done"], status["answered"]["due"]) == (1, 4)
    assert (folder / "受領" / f"{round_id}.receipts").exists()

    people = document(run(*office, "tiers", "fukui", "--json"))["people"]
    judged = {p["employee_no"]: p for p in people}
    scores = [r for r in judged["0002"]["requirements"] if r["kind"] == "category"]
    assert {score["value"] for score in scores} == {0.6667}
    assert run(*office, "round", "close", round_id).returncode == 0
    assert run(*office, "round", "close", round_id).returncode == 1


def test_backup_check_and_restore(
    office: list[object], run: Run, tmp_path: Path, passphrase: Path
) -> None:
    backup = tmp_path / "控え" / "市.db"
    backup.parent.mkdir()
    assert run(*office, "backup", backup).returncode == 0
    assert run(*office, "check").returncode == 0
    assert run(*office, "audit", "verify").returncode == 0
    before = document(run(*office, "tiers", "fukui", "--json"))
    path = write(tmp_path / "職員2.csv", "職員番号 氏名 所属コード", "0009 新人 0101")
    assert run(*office, "import", "employees", path).returncode == 0
    assert document(run(*office, "tiers", "fukui", "--json")) != before
    restored = run(*office, "restore", backup)
    assert restored.returncode == 0, restored.stderr
    assert document(run(*office, "tiers", "fukui", "--json")) == before
    assert list(tmp_path.glob("*退避*"))


def test_a_lost_end_of_the_log_is_told_until_somebody_accounts_for_it(
    office: list[object], run: Run, tmp_path: Path
) -> None:
    (tmp_path / "市.db.anchor").unlink()
    refused = run(*office, "audit", "verify")
    assert refused.returncode == 1
    assert "記録（監査ログ）" in refused.stderr
    assert run(*office, "audit", "accept", "--reason", "誤って消した").returncode == 0
    assert run(*office, "audit", "verify").returncode == 0


def test_reports_are_listed_and_written(office: list[object], run: Run, tmp_path: Path) -> None:
    assert "ranking" in run(*office, "report", "list").stdout
    for name in ("ranking", "data"):
        out = tmp_path / f"{name}.xlsx"
        done = run(*office, "report", name, "--out", out, "--year", 2026)
        assert done.returncode == 0, done.stderr
        assert out.read_bytes()[:2] == b"PK"
    assert run(*office, "report", "ない", "--out", tmp_path / "x.xlsx").returncode == 1
    assert run(*office, "report", "ranking").returncode == 1


def test_a_missing_data_file_is_one_sentence(run: Run, tmp_path: Path) -> None:
    done = run("--data", tmp_path / "ない.db", "exams")
    assert done.returncode == 1
    assert "ない.db" in done.stderr

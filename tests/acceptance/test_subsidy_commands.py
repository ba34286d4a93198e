"""Aid on the command line: applications judged, decided, paid; its papers written."""

import shutil
from pathlib import Path

import openpyxl
import pytest
from tests.acceptance.conftest import Run, document

from skilltrack.services.demonstration.pipeline import Demonstrated


@pytest.fixture
def data(demo: Demonstrated, tmp_path: Path) -> Path:
    for file in demo.data.parent.glob(f"{demo.data.name}*"):
        shutil.copy(file, tmp_path / file.name)
    return tmp_path / demo.data.name


def test_an_application_is_judged_decided_and_paid(data: Path, run: Run, tmp_path: Path) -> None:
    taken = document(run("--data", data, "subsidy", "take", "gotsu", "--json"))
    assert (taken["rule"], taken["version"], taken["new_version"]) == ("gotsu", 1, True)
    people = document(run("--data", data, "exam", "people", "it_passport", "--json"))["people"]
    sat = next(one for one in people if one["passed_on"] and one["counted"])
    given = ("gotsu", sat["employee_no"], "it_passport", "--paper", "領収書", "--json")
    tried = document(run("--data", data, "subsidy", "apply", *given, "--dry-run"))
    assert (tried["outlook"], tried["amount_yen"]) == ("grantable", 7_500)
    made = document(run("--data", data, "subsidy", "apply", *given))
    number = made["application"]

    against = run("--data", data, "subsidy", "decide", number, "--refuse")
    assert against.returncode
    assert "理由" in against.stderr
    decided = document(run("--data", data, "subsidy", "decide", number, "--grant", "--json"))
    assert (decided["amount_yen"], decided["deviates"]) == (7_500, False)
    paid = document(run("--data", data, "subsidy", "pay", number, "--json"))
    assert paid == {"paid": [number], "total_yen": 7_500}
    listed = document(run("--data", data, "subsidy", "list", "--state", "paid", "--json"))
    assert number in {one["application"] for one in listed["applications"]}

    out, notice = tmp_path / "台帳.xlsx", tmp_path / "通知書.xlsx"
    register = document(run("--data", data, "subsidy", "register", "--out", out, "--json"))
    assert register["total_yen"] == sum(one["amount_yen"] for one in register["payments"])
    rows = list(openpyxl.load_workbook(out)["データ"].iter_rows(min_row=2, values_only=True))
    assert sum(int(str(row[9])) for row in rows) == register["total_yen"]
    assert not run("--data", data, "subsidy", "notice", number, "--out", notice).returncode
    assert notice.is_file()


def test_a_rule_is_taken_dropped_and_brought_back(data: Path, run: Run) -> None:
    base = ("--data", data, "subsidy")
    document(run(*base, "take", "yazu", "--json"))
    assert run(*base, "drop", "yazu").returncode == 1  # no reason
    assert document(run(*base, "drop", "yazu", "--reason", "使わない", "--json"))["rule"] == "yazu"

    def own() -> set[str]:
        rules = document(run(*base, "rules", "--json"))["rules"]
        return {one["code"] for one in rules if one["own"]}

    assert "yazu" not in own()
    change = document(run(*base, "undo", "--json"))["changes"][0]["change"]
    assert run(*base, "undo", change).returncode == 0
    assert "yazu" in own()


def test_the_rules_are_listed_with_their_definitions(data: Path, run: Run) -> None:
    rules = document(run("--data", data, "subsidy", "rules", "--json"))["rules"]
    found = {one["code"]: one for one in rules}
    assert found["own"]["own"]
    assert not found["kosai"]["own"]
    assert found["arakawa"]["aid"] == {"rate": 50, "cap_yen": None, "unit_yen": 1_000}

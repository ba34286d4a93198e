"""Vouchers, textbooks and budgets on the command line."""

from pathlib import Path

from tests.acceptance.conftest import document
from tests.commands import skilltrack
from tests.conftest import Take

from skilltrack.store.database import Database


def test_vouchers_are_bought_given_out_used_and_paid_for(
    database: Database, town: Take, tmp_path: Path
) -> None:
    assert town
    base = ("--data", database.path)
    made = skilltrack(
        *base, "budget", "set", "--year", 2026, "--name", "試験", "--source", "一般財源",
        "--amount", 10_000, "--json",
    )  # fmt: skip
    budget = document(made)["budget"]
    numbers = tmp_path / "numbers.csv"
    numbers.write_text("番号\nAB120001\nAB120002\n", encoding="utf-8")
    bought = skilltrack(
        *base, "voucher", "buy", "it_passport", "--file", numbers, "--issued", "2026-05-01",
        "--price", 7500, "--budget", budget, "--json",
    )  # fmt: skip
    first, second = (one["voucher"] for one in document(bought)["vouchers"])
    assert "AB120001" not in bought.stdout
    given = skilltrack(
        *base, "voucher", "assign", "it_passport", "0003", "0004", "--on", "2026-06-01", "--json"
    )
    assert [one["employee_no"] for one in document(given)["vouchers"]] == ["0003", "0004"]
    sheet = tmp_path / "sheet.xlsx"
    assert skilltrack(*base, "voucher", "sheet", "--out", sheet).returncode == 0
    assert skilltrack(*base, "voucher", "use", first, "--on", "2026-07-01").returncode == 0
    assert skilltrack(*base, "voucher", "return", "AB120002", "--on", "2026-07-02").returncode == 0
    again = skilltrack(*base, "voucher", "use", first, "--on", "2026-07-03")
    assert again.returncode == 1
    assert "使用済みか無効です" in again.stderr
    listed = document(skilltrack(*base, "voucher", "list", "--as-of", "2027-05-02", "--json"))
    assert [(one["voucher"], one["state"]) for one in listed["vouchers"]] == [
        (first, "used"),
        (second, "expired"),
    ]
    assert listed["years"][0]["expired"] == {"count": 1, "yen": 7500, "unknown": 0}
    warned = document(skilltrack(*base, "voucher", "warn", "--as-of", "2027-04-15", "--json"))
    assert [one["days"] for one in warned["warnings"]] == [30]
    lent = skilltrack(*base, "textbook", "give", "it_passport", "教本", "0003", "--json")
    issue = document(lent)["textbooks"][0]["issue"]
    assert skilltrack(*base, "textbook", "return", issue).returncode == 0
    money = document(skilltrack(*base, "budget", "list", "--json"))["budgets"][0]
    assert (money["left_yen"], money["is_over"]) == (-5000, True)
    shown = skilltrack(*base, "budget", "show", budget)
    assert "▲5,000円" in shown.stdout
    undone = skilltrack(*base, "voucher", "undo")
    assert "バウチャーの登録" in undone.stdout

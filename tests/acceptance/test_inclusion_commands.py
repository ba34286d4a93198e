"""Who counts, on the command line: shown, set, listed, undone."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.acceptance.conftest import Run, document

from skilltrack.services.demonstration.pipeline import Demonstrated

DAY = ("--as-of", "2026-11-20")


@pytest.fixture
def data(demo: Demonstrated, tmp_path: Path) -> tuple[object, ...]:
    """Return the arguments that open a copy of the municipality."""
    for file in demo.data.parent.glob("demo.db*"):
        shutil.copy(file, tmp_path / file.name)
    return "--data", tmp_path / demo.data.name


def figures(run: Run, data: tuple[object, ...], *more: object) -> Any:
    return document(run(*data, "inclusion", "show", "fukui", *DAY, "--json", *more))["figures"]


def test_every_figure_says_whom_it_counts_and_the_sums_agree(
    run: Run, data: tuple[object, ...]
) -> None:
    found = figures(run, data)
    assert list(found) == [
        "required",
        "leader",
        "elective",
        "tiers",
        "exams",
        "obligations",
        "targets",
        "answers",
    ]
    everybody = {one["people"] + sum(one["left_out"].values()) for one in found.values()}
    assert len(everybody) == 1
    assert found["required"]["employment_types"] == ["regular", "reappointed", "fixed_term"]
    ranked = document(run(*data, "rank", "fukui", "--year", 2026, *DAY, "--json"))
    assert ranked["counted"] == {name: found[name] for name in ("required", "leader", "elective")}
    assert ranked["body"]["headcount"] == found["required"]["people"]
    judged = document(run(*data, "tiers", "fukui", *DAY, "--json"))
    assert judged["counted"] == found["tiers"]
    assert len(judged["people"]) == found["tiers"]["people"]
    exams = document(run(*data, "exams", *DAY, "--json"))
    assert exams["counted"] == found["exams"]
    assert exams["body"]["headcount"] == found["exams"]["people"]


def test_people_left_out_are_listed_with_one_reason_each(
    run: Run, data: tuple[object, ...]
) -> None:
    found = figures(run, data)["required"]
    listed = document(
        run(*data, "inclusion", "people", "required", "--scheme", "fukui", *DAY, "--json")
    )["people"]
    numbers = [one["employee_no"] for one in listed]
    assert len(numbers) == len(set(numbers)) == sum(found["left_out"].values())
    reasons = dict.fromkeys(found["left_out"], 0)
    for one in listed:
        reasons[one["reason"]] += 1
    assert reasons == found["left_out"]


def test_a_rule_is_set_followed_known_and_undone(run: Run, data: tuple[object, ...]) -> None:
    rank = (*data, "rank", "fukui", "--year", 2026, *DAY, "--json")
    before = run(*rank).stdout
    kinds = "正規,再任用,任期付,会計年度"
    arguments = ("inclusion", "set", "①必須研修", "--scheme", "fukui", "--employment-types", kinds)
    tried = run(*data, *arguments, "--reason", "会計年度任用職員も", "--dry-run")
    assert (tried.returncode, run(*rank).stdout) == (0, before)
    assert "まだ変えていません" in tried.stderr
    done = run(*data, *arguments, "--reason", "会計年度任用職員も")
    assert done.returncode == 0, done.stderr
    after = document(run(*rank))
    assert after["counted"]["required"]["origin"] == "scheme_setting"
    assert "fiscal_year" in after["counted"]["required"]["employment_types"]
    shown = document(run(*data, "inclusion", "show", "fukui", "--json"))
    (version,) = shown["versions"]
    assert (version["reason"], version["undone"]) == ("会計年度任用職員も", False)
    assert run(*rank, "--as-known", "2026-11-21T00:00:00").returncode == 0
    undone = run(*data, "inclusion", "undo", version["id"])
    assert undone.returncode == 0, undone.stderr
    assert run(*rank).stdout == before


def test_only_what_is_named_changes_and_the_rest_can_be_cleared(
    run: Run, data: tuple[object, ...]
) -> None:
    def change(*arguments: object) -> Any:
        done = run(*data, "inclusion", "set", "tiers", *arguments, "--reason", "試し")
        assert done.returncode == 0, done.stderr
        return figures(run, data)["tiers"]

    first = change("--without-bands", "一般職員", "--new-hire-months", 6, "--absences", "none")
    assert (first["bands_left_out"], first["new_hire_months"], first["absences"]) == (
        ["staff"],
        6,
        [],
    )
    second = change("--hired-from", "2010-04-01", "--without-bands", "none")
    assert (second["bands_left_out"], second["hired_from"]) == ([], "2010-04-01")
    assert second["new_hire_months"] == 6
    third = change("--hired-from", "none")
    assert third["hired_from"] is None
    assert change("--default")["origin"] == "default"


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("set", "tiers", "--reason", "試し"), 2, "変える項目"),
        (("set", "体力", "--default", "--reason", "試し"), 2, "数値ではありません"),
        (("set", "tiers", "--default", "--reason", " "), 1, "理由がありません"),
        (("set", "tiers", "--default", "--reason", "試し"), 1, "今と同じ"),
        (("set", "tiers", "--without-bands", "仙人", "--reason", "試し"), 1, "仙人"),
        (("undo", "1"), 1, "数え方の変更ではありません"),
        (("show", "ない"), 1, "登録されていません"),
    ],
)
def test_what_cannot_be_done_is_refused(
    run: Run, data: tuple[object, ...], arguments: tuple[str, ...], code: int, told: str
) -> None:
    done = run(*data, "inclusion", *arguments)
    assert done.returncode == code
    assert told in done.stderr

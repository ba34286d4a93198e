"""Comparison files: written the same, read as strictly as what comes from elsewhere needs."""

import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from skilltrack.domain.analysis.bodies import (
    BodySummary,
    SummaryBand,
    SummaryCategory,
    SummaryFigure,
)
from skilltrack.domain.problems import Refusal
from skilltrack.exchange.bodies import MOST_BYTES, read_summary, summary_bytes, summary_to_json

SUMMARY = BodySummary(
    body="東市",
    title="春の調査",
    questionnaire="literacy",
    questionnaire_title="デジタルリテラシー調査",
    version=1,
    opens_on=date(2026, 5, 1),
    closes_on=date(2026, 5, 31),
    settled_on=date(2026, 6, 3),
    asked=120,
    answered=95,
    categories=(SummaryCategory("mind", "マインド・スタンス", 6, "0123456789abcdef"),),
    bands=(SummaryBand("staff", "一般職員"), SummaryBand("", "役職区分なし")),
    figures=(
        SummaryFigure("mind", None, 95, Fraction(512, 1000)),
        SummaryFigure("mind", "staff", 80, Fraction(1, 2)),
        SummaryFigure("mind", "", None, None),
    ),
)

Break = Callable[[dict[str, Any]], object]


def written(path: Path, break_it: Break) -> Path:
    values = json.loads(summary_bytes(SUMMARY))
    break_it(values)
    path.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_summary_comes_back_and_is_written_alike(tmp_path: Path) -> None:
    path = tmp_path / "東市.json"
    path.write_bytes(summary_bytes(SUMMARY))
    assert read_summary(path) == SUMMARY
    assert summary_bytes(read_summary(path)) == path.read_bytes()


def test_a_summary_holds_figures_of_groups_and_nothing_else() -> None:
    values = summary_to_json(SUMMARY)
    assert set(values) == {
        *("kind", "fmt", "min_reader", "body", "title", "questionnaire", "questionnaire_title"),
        *("version", "opens_on", "closes_on", "settled_on", "asked", "answered"),
        *("categories", "bands", "figures"),
    }


@pytest.mark.parametrize(
    ("break_it", "code"),
    [
        (lambda v: v["figures"][1].update(people=4), "bodies.too_few"),
        (lambda v: v["figures"][1].update(people=None), "bodies.half_figure"),
        (lambda v: v["figures"].append(v["figures"][0]), "bodies.figure_twice"),
        (lambda v: v["figures"][1].update(band="chief"), "bodies.unknown_group"),
        (lambda v: v["figures"][1].update(category="why"), "bodies.unknown_group"),
        (lambda v: v.update(answered=130), "bodies.more_answered"),
        (lambda v: v.update(min_reader=2), "bodies.newer_program"),
        (lambda v: v.update(kind="other"), "bodies.not_a_summary"),
        (lambda v: v.update(people=["0001"]), "definitions.unknown_key"),
        (lambda v: v["figures"][1].update(mean=1.2), "definitions.needs_number"),
        (lambda v: v.pop("version"), "definitions.missing_key"),
        (lambda v: v.update(closes_on="2026-04-01"), "definitions.period_backwards"),
        (lambda v: v["bands"].append(v["bands"][0]), "definitions.duplicate_code"),
    ],
)
def test_a_file_that_tells_too_much_or_nonsense_is_refused(
    tmp_path: Path, break_it: Break, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        read_summary(written(tmp_path / "他.json", break_it))
    assert code in {problem.code for problem in refused.value.problems}
    assert {problem.place.file for problem in refused.value.problems} == {"他.json"}


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[1]", b"{", b"[" * 50_000])
def test_anything_else_is_no_comparison_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "何か.json"
    path.write_bytes(content)
    with pytest.raises(Refusal) as refused:
        read_summary(path)
    assert [problem.code for problem in refused.value.problems] == ["bodies.not_a_summary"]


def test_a_missing_file_and_one_that_is_too_large_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        read_summary(tmp_path / "ない.json")
    assert refused.value.problems[0].code == "bodies.missing_file"
    large = tmp_path / "大.json"
    large.write_bytes(b" " * (MOST_BYTES + 1))
    with pytest.raises(Refusal) as refused:
        read_summary(large)
    assert refused.value.problems[0].code == "bodies.too_large"

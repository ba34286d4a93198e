"""Comparison files from records: settled once, without names, put side by side, written."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from tests.conftest import Take

from skilltrack.domain.analysis.bodies import BodySummary
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.problems import Refusal
from skilltrack.exchange.bodies import read_summary, summary_bytes
from skilltrack.services import definitions
from skilltrack.services.bodies import (
    compare_files,
    offered_summary,
    write_comparison,
    write_summary,
)
from skilltrack.services.rounds.running import RoundOrder, close_round, open_round
from skilltrack.store import audit
from skilltrack.store.database import Database
from skilltrack.store.rounds import RESPONSES, ResponseRecord

TODAY = date(2026, 11, 21)
HEADS, CHIEFS, STAFF = 3, 8, 24
SIZES = (("課長", HEADS), ("課長補佐", CHIEFS), ("主事", STAFF))


@pytest.fixture
def round_id(take: Take, database: Database, tmp_path: Path) -> str:
    """Return an open round that asked 35 people, all of whom answered."""
    take(ImportKind.DEPARTMENTS, "所属コード 所属名 評価単位", [["01", "総務課", "○"]])
    titles = [title for title, size in SIZES for _n in range(size)]
    take(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 フリガナ 所属コード 職名 採用日",
        [
            [f"{n:04}", f"職員{n}", "ショクイン", "01", title, "2001-04-01"]
            for n, title in enumerate(titles)
        ],
        effective=date(2026, 4, 1),
    )
    order = RoundOrder(
        title="秋の自己点検",
        questionnaire="sakata",
        schemes=("fukui",),
        opens_on=date(2026, 11, 1),
        closes_on=date(2026, 11, 20),
        purpose="…",
    )
    opened = open_round(database, order, tmp_path / "調査").round_id
    answer(database, opened, {f"{n:04}": n % 4 for n in range(len(titles))})
    return opened


@pytest.fixture
def closed(database: Database, round_id: str) -> str:
    close_round(database, round_id)
    return round_id


def answer(database: Database, round_id: str, steps: dict[str, int]) -> None:
    (asked,) = definitions.list_questionnaires(database)
    with database.changing("round.collect", round_id) as work:
        RESPONSES.record(
            work,
            [
                ResponseRecord(
                    round_id=round_id,
                    employee_no=number,
                    channel="sealed",
                    epoch=1,
                    counter=1,
                    content=number,
                    job_title="主事",
                    answered_on=date(2026, 11, 5),
                    answers={
                        item.code: (step + place) % 4 for place, item in enumerate(asked.items)
                    },
                )
                for number, step in steps.items()
            ],
        )


def means(summary: BodySummary) -> dict[str | None, Fraction | None]:
    return {one.band: one.mean for one in summary.figures if one.category == "excel"}


def refusal(act: Callable[[], object]) -> list[str]:
    with pytest.raises(Refusal) as refused:
        act()
    return [problem.code for problem in refused.value.problems]


def test_few_heads_are_hidden_with_another_band(database: Database, closed: str) -> None:
    offered = offered_summary(database, closed, TODAY)
    found = means(offered.summary)
    assert found["management"] is None
    assert found[None] is not None
    assert sum(mean is None for mean in found.values()) == 2
    assert offered.hidden is not None
    assert offered.hidden.too_few_people == len(offered.summary.categories)
    assert offered.hidden.protects_another == len(offered.summary.categories)


def test_the_file_holds_neither_number_nor_name_nor_department(
    database: Database, closed: str, tmp_path: Path
) -> None:
    path = tmp_path / "試験市.json"
    summary = write_summary(database, closed, path, TODAY)
    text = path.read_text(encoding="utf-8")
    assert read_summary(path) == summary
    assert summary.body == "試験市"
    for private in ("0001", "職員1", "総務課", "課長補佐", closed):
        assert private not in text


def test_an_open_round_and_one_with_few_answers_are_refused(
    database: Database, round_id: str, tmp_path: Path
) -> None:
    assert refusal(lambda: offered_summary(database, round_id, TODAY)) == ["bodies.round_open"]
    order = RoundOrder(
        title="少ない調査",
        questionnaire="sakata",
        schemes=("fukui",),
        opens_on=date(2026, 11, 1),
        closes_on=date(2026, 11, 20),
        purpose="…",
    )
    few = open_round(database, order, tmp_path / "少").round_id
    answer(database, few, {f"{n:04}": 1 for n in range(4)})
    close_round(database, few)
    assert refusal(lambda: offered_summary(database, few, TODAY)) == ["bodies.too_few_answers"]


def test_what_was_written_once_is_written_again_whatever_changed_since(
    database: Database, closed: str, tmp_path: Path
) -> None:
    """The difference of two editions would tell of whoever came in between."""
    first, again = tmp_path / "1.json", tmp_path / "2.json"
    write_summary(database, closed, first, TODAY)
    with database.changing("round.collect", closed) as work:
        RESPONSES.supersede(work, list(RESPONSES.current(work))[:7])
    offered = offered_summary(database, closed, date(2027, 1, 5))
    assert offered.is_kept
    assert offered.hidden is None
    write_summary(database, closed, again, date(2027, 1, 5))
    assert again.read_bytes() == first.read_bytes()


def test_looking_settles_nothing(database: Database, closed: str, tmp_path: Path) -> None:
    offered_summary(database, closed, TODAY)
    assert not offered_summary(database, closed, TODAY).is_kept
    write_summary(database, closed, tmp_path / "a.json", TODAY)
    assert offered_summary(database, closed, TODAY).is_kept


def test_a_body_may_leave_its_name_out_or_take_another(
    database: Database, closed: str, tmp_path: Path
) -> None:
    unnamed = write_summary(database, closed, tmp_path / "a.json", TODAY, body="")
    named = write_summary(database, closed, tmp_path / "b.json", TODAY, body="第3団体")
    assert (unnamed.body, named.body) == ("", "第3団体")
    assert unnamed.figures == named.figures


def test_writing_is_logged(database: Database, closed: str, tmp_path: Path) -> None:
    write_summary(database, closed, tmp_path / "a.json", TODAY)
    with database.reading() as session:
        logged = [one.entry.action for one in audit.entries(session)]
    assert "bodies.write" in logged


@pytest.fixture
def files(database: Database, closed: str, tmp_path: Path) -> list[Path]:
    """Return the files of two bodies."""
    folder = tmp_path / "比較"
    folder.mkdir()
    own = write_summary(database, closed, folder / "試験市.json", TODAY)
    other = BodySummary(**{**vars_of(own), "body": "=隣町", "answered": 15})
    (folder / "隣町.json").write_bytes(summary_bytes(other))
    return sorted(folder.iterdir())


def vars_of(summary: BodySummary) -> dict[str, object]:
    return {name: getattr(summary, name) for name in summary.__dataclass_fields__}


def test_bodies_are_put_side_by_side(files: list[Path]) -> None:
    table = compare_files(files)
    assert [line.summary.body for line in table.lines] == ["=隣町", "試験市"]
    assert table.averages["excel", None].bodies == 2


def test_files_that_do_not_belong_together_are_refused_all_at_once(
    files: list[Path], tmp_path: Path
) -> None:
    same = tmp_path / "同じ.json"
    same.write_bytes(files[0].read_bytes())
    other = tmp_path / "別.json"
    other.write_bytes(files[0].read_bytes().replace(b'"sakata"', b'"literacy"'))
    broken = tmp_path / "壊.json"
    broken.write_bytes(b"{}")
    codes = refusal(lambda: compare_files([*files, same, other, broken]))
    assert sorted(codes) == [
        "bodies.not_a_summary",
        "bodies.other_questionnaire",
        "bodies.same_twice",
        "bodies.same_twice",
    ]
    assert refusal(lambda: compare_files([])) == ["bodies.no_files"]


def test_the_printed_workbook_has_the_fields_and_the_bands(
    database: Database, files: list[Path], tmp_path: Path
) -> None:
    path = tmp_path / "比較.xlsx"
    write_comparison(database, path, compare_files(files))
    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames == ["分野別", "役職区分別"]
    sheet = workbook["分野別"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert [row[0] for row in rows[:3]] == ["団体の平均", "=隣町", "試験市"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    by_band = [[cell.value for cell in row] for row in workbook["役職区分別"].iter_rows()]
    assert any("非公開" in row for row in by_band)


def test_the_data_has_a_row_for_each_body_field_and_band(
    database: Database, files: list[Path], tmp_path: Path
) -> None:
    path = tmp_path / "比較データ.xlsx"
    table = compare_files(files)
    write_comparison(database, path, table, is_data=True)
    workbook = CalamineWorkbook.from_path(path)
    assert workbook.sheet_names == ["団体別の平均", "調査", "項目の意味"]
    rows = workbook.get_sheet_by_name("団体別の平均").to_python()
    head = {name: place for place, name in enumerate(rows[0])}
    assert len(rows) - 1 == 2 * len(table.categories) * (1 + len(table.bands))
    for row in rows[1:]:
        people, mean, why = (
            row[head[name]] for name in ("人数（人）", "平均（割合）", "数値のない理由")
        )
        assert (people == "") == (mean == "") == (why != "")
        assert people == "" or float(str(people)) >= 5

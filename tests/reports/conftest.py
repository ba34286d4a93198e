"""Boards made by hand, and workbooks as plain cells."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from skilltrack.domain.evaluation import (
    Board,
    BodyTotal,
    Criterion,
    DepartmentEvaluation,
    Evaluation,
    Flag,
    PracticeLine,
)
from skilltrack.domain.inclusion import (
    Applied,
    Coverage,
    Exclusion,
    Figure,
    InclusionRule,
    Origin,
)
from skilltrack.domain.organisation import AbsenceKind, EmploymentType, PracticeStage
from skilltrack.domain.schemes.definition import EvaluationRule, NoLeader
from skilltrack.domain.tally import Tally

Dump = dict[str, dict[str, Any]]

RULE = EvaluationRule(
    leader_role="dx_leader",
    weights=(Fraction(1, 2), Fraction(3, 10), Fraction(1, 5)),
    no_leader=NoLeader.NOT_APPLICABLE,
    minimum_electives=3,
)
COUNTED = tuple(
    Coverage(figure, Applied(rule, Origin.SCHEME), date(2027, 3, 31), 1203, left_out)
    for figure, rule, left_out in (
        (
            Figure.REQUIRED,
            InclusionRule((EmploymentType.REGULAR, EmploymentType.FIXED_TERM)),
            ((Exclusion.FISCAL_YEAR, 90), (Exclusion.LEAVE, 12)),
        ),
        (Figure.LEADER, InclusionRule(tuple(EmploymentType), tuple(AbsenceKind)), ()),
        (Figure.ELECTIVE, InclusionRule(tuple(EmploymentType), tuple(AbsenceKind)), ()),
    )
)


def criterion(done: int, due: int, rank: int | None) -> Criterion:
    tally = Tally(done, due)
    return Criterion(tally, tally.ratio if rank is not None else None, rank)


def department(code: str, name: str, rank: int | None, **changes: Any) -> DepartmentEvaluation:
    values: dict[str, Any] = {
        "headcount": 20,
        "required": criterion(30, 40, 1),
        "leader": criterion(1, 2, 1),
        "elective": criterion(4, 13, 1),
        "practices": (),
        "composite": Fraction(1, 2),
        "flags": (),
    }
    return DepartmentEvaluation(code=code, name=name, rank=rank, **(values | changes))


def board_of(*departments: DepartmentEvaluation, rule: EvaluationRule = RULE) -> Board:
    body = BodyTotal(
        headcount=1203,
        required=Tally(1500, 2400),
        elective=Tally(9, 13),
        headcount_without_unit=3,
    )
    evaluation = Evaluation(departments, body)
    return Board("fukui", "福井方式", 2026, date(2027, 3, 31), rule, evaluation, counted=COUNTED)


@pytest.fixture
def make_board() -> Callable[..., Board]:
    return board_of


@pytest.fixture
def make_department() -> Callable[..., DepartmentEvaluation]:
    return department


@pytest.fixture
def board() -> Board:
    """Four departments: two tied, one without leader and people enough, one without anybody."""
    practices = (
        PracticeLine("窓口の予約", PracticeStage.CARRIED_OUT),
        PracticeLine("議事録の自動作成", PracticeStage.PROPOSED),
        PracticeLine("収納の消込み", PracticeStage.SPREAD),
    )
    return board_of(
        department("0102", "税務課", 1, practices=practices, required=criterion(1, 16, 3)),
        department("0101", '=HYPERLINK("http://example.jp","総務課")', 2),
        department(
            "0103",
            "監査室",
            2,
            headcount=3,
            leader=criterion(0, 2, None),
            elective=criterion(0, 13, 4),
            practices=(PracticeLine("+オープンデータ", PracticeStage.ADOPTED),),
            flags=(Flag.NO_LEADER, Flag.SMALL, Flag.NOT_APPLICABLE, Flag.BELOW_MINIMUM),
        ),
        department(
            "0104",
            "準備室",
            None,
            headcount=0,
            required=criterion(0, 0, None),
            leader=criterion(0, 2, None),
            elective=criterion(0, 13, None),
            composite=None,
            flags=(Flag.SMALL, Flag.NOT_APPLICABLE),
        ),
    )


@pytest.fixture
def made_at() -> datetime:
    return datetime(2027, 4, 2, 1, 5, tzinfo=UTC)


@pytest.fixture
def dump() -> Callable[[Path], Dump]:
    """Read a workbook as sheet → address → value, without empty cells."""

    def read(path: Path) -> Dump:
        return {
            sheet.title: {
                cell.coordinate: cell.value
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None
            }
            for sheet in openpyxl.load_workbook(path).worksheets
        }

    return read

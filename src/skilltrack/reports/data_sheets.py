"""The sheets of the data workbook, one function for each read model."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from skilltrack.domain.catalogue.courses import (
    CellState,
    CompletionMatrix,
    Course,
    MatrixCell,
    MatrixRow,
)
from skilltrack.domain.evaluation import Board, Criterion, DepartmentEvaluation, Flag, PracticeLine
from skilltrack.domain.exams.definition import ExamProgress
from skilltrack.domain.rounds.definition import AnswerRate, RoundStatus
from skilltrack.domain.tally import Tally
from skilltrack.i18n.names import (
    FLAG_NAMES,
    STAGE_NAMES,
)
from skilltrack.i18n.numbers import ratio_figure
from skilltrack.i18n.texts import _
from skilltrack.reports.data_tables import (
    Column,
    DataTable,
    Row,
    day_columns,
    fiscal_year_columns,
    streamed,
    tabulate,
)
from skilltrack.reports.rules import (
    weights_text,
)

STATE_NAMES: Mapping[CellState, str] = {
    CellState.COMPLETED: _("修了"),
    CellState.EXEMPT: _("免除"),
    CellState.OWED: _("未修了"),
    CellState.NOT_DUE: _("義務なし"),
}


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A department of a board."""

    board: Board
    department: DepartmentEvaluation


@dataclass(frozen=True, slots=True)
class PracticeRow:
    """A practice of a department of a board."""

    board: Board
    department: DepartmentEvaluation
    line: PracticeLine


@dataclass(frozen=True, slots=True)
class CourseRow:
    """One person against one course on a day."""

    as_of: date
    person: MatrixRow
    course: Course
    cell: MatrixCell


@dataclass(frozen=True, slots=True)
class ExamRow:
    """One department with one exam on a day."""

    exam_name: str
    as_of: date
    progress: ExamProgress


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One department in one round."""

    status: RoundStatus
    rate: AnswerRate


def evaluation_table(board: Board) -> DataTable:
    """Return a row per department, by composite rank, then code."""
    columns: tuple[Column[BoardRow], ...] = (
        *_board_columns(lambda row: row.board),
        *_department_columns(lambda row: row.department),
        Column(_("人数（人）"), _("数える職員"), lambda row: row.department.headcount),
        *_criterion_columns(_("必須研修_階層別"), lambda row: row.department.required),
        *_criterion_columns(_("必須研修_DXリーダー"), lambda row: row.department.leader),
        *_criterion_columns(_("選択研修"), lambda row: row.department.elective),
        Column(
            _("総合（0～1）"),
            _(
                "階層別、DXリーダー、選択研修の率を{weights}の重みで平均した値。"
                "どの基準も対象外のときは空欄"
            ).format(weights=weights_text(board.rule.weights)),
            lambda row: ratio_figure(row.department.composite),
        ),
        Column(
            _("総合_順位（位）"),
            _("総合の高い順。同じ値は同じ順位とし、次の順位を空ける"),
            lambda row: row.department.rank,
        ),
        *_flag_columns(board),
    )
    departments = board.evaluation.departments
    return tabulate(_("所属別評価"), columns, [BoardRow(board, row) for row in departments])


def body_table(board: Board) -> DataTable:
    """Return one row for the whole body."""
    columns: tuple[Column[Board], ...] = (
        *_board_columns(lambda row: row),
        Column(_("人数（人）"), _("数える職員の全員"), lambda row: row.evaluation.body.headcount),
        Column(
            _("評価単位外の人数（人）"),
            _("評価の単位となる所属に入らない職員。人数に含む"),
            lambda row: row.evaluation.body.headcount_without_unit,
        ),
        *_tally_columns(_("必須研修_階層別"), lambda row: row.evaluation.body.required),
        *_tally_columns(_("選択研修"), lambda row: row.evaluation.body.elective),
    )
    return tabulate(_("全体"), columns, (board,))


def without_unit_table(board: Board) -> DataTable:
    """Return a row per counted person who stands in no evaluation unit."""
    columns: tuple[Column[str], ...] = (
        *_board_columns(lambda _employee_no: board),
        Column(
            _("職員番号"),
            _("評価の単位となる所属に入らない職員。文字列"),
            lambda employee_no: employee_no,
        ),
    )
    return tabulate(_("評価単位外の職員"), columns, board.without_unit)


def practice_table(board: Board) -> DataTable:
    """Return a row per practice, by department code."""
    columns: tuple[Column[PracticeRow], ...] = (
        *_board_columns(lambda row: row.board),
        *_department_columns(lambda row: row.department),
        Column(_("名称"), _("登録されたとおりの名称"), lambda row: row.line.title),
        Column(
            _("段階"),
            _("提案、採択、実施、横展開のどれか"),
            lambda row: STAGE_NAMES[row.line.stage],
        ),
    )
    rows = [
        PracticeRow(board, department, line)
        for department in sorted(board.evaluation.departments, key=lambda row: row.code)
        for line in department.practices
    ]
    return tabulate(_("DX実践"), columns, rows)


def training_table(
    matrix: CompletionMatrix, as_of: date, band_names: Mapping[str, str]
) -> DataTable:
    """Return a row per person and course, in the order of the matrix."""

    def rows() -> Iterator[CourseRow]:
        for person in matrix.rows:
            for course, cell in zip(matrix.courses, person.cells, strict=True):
                yield CourseRow(as_of, person, course, cell)

    columns: tuple[Column[CourseRow], ...] = (
        *fiscal_year_columns(lambda row: row.course.fiscal_year),
        *day_columns(_("基準日"), _("この日の状況"), lambda row: row.as_of),
        Column(_("職員番号"), _("文字列。先頭の0も含む"), lambda row: row.person.employee_no),
        Column(_("氏名"), _("登録されたとおりの表記"), lambda row: row.person.name),
        Column(_("フリガナ"), _("登録がなければ空欄"), lambda row: row.person.kana),
        Column(_("所属コード"), _("主務の所属。文字列"), lambda row: row.person.department),
        Column(_("所属名"), _("主務の所属"), lambda row: row.person.department_name),
        Column(_("職名"), _("主務の職名"), lambda row: row.person.job_title),
        Column(
            _("役職区分"),
            _("職名から定まる区分。定まらないときは空欄"),
            lambda row: band_names.get(row.person.band or "", row.person.band),
        ),
        Column(_("研修コード"), _("文字列"), lambda row: row.course.code),
        Column(_("研修名"), _("年度の研修一覧の名称"), lambda row: row.course.name),
        Column(
            _("状況"),
            _("修了、免除、未修了（必須でまだ修了していない）、義務なしのどれか"),
            lambda row: STATE_NAMES[row.cell.state],
        ),
        *day_columns(
            _("修了日"), _("修了または免除の日。どちらでもなければ空欄"), lambda row: row.cell.on
        ),
    )
    return streamed(_("受講状況"), columns, rows, len(matrix.rows) * len(matrix.courses))


def exam_table(rows: Sequence[ExamRow]) -> DataTable:
    """Return a row per exam and department."""
    columns: tuple[Column[ExamRow], ...] = (
        Column(_("試験"), _("試験の名称"), lambda row: row.exam_name),
        *day_columns(_("基準日"), _("この日までの受験と合格"), lambda row: row.as_of),
        Column(_("所属コード"), _("文字列"), lambda row: row.progress.department),
        Column(_("所属名"), _("基準日の名称"), lambda row: row.progress.department_name),
        Column(_("人数（人）"), _("基準日に所属する職員"), lambda row: row.progress.headcount),
        Column(_("受験者数（人）"), _("1回以上受験した職員"), lambda row: row.progress.candidates),
        Column(_("受験回数（回）"), _("延べの受験回数"), lambda row: row.progress.attempts),
        Column(_("合格者数（人）"), _("合格した職員"), lambda row: row.progress.passers),
        Column(
            _("合格者割合（0～1）"),
            _("合格者数を人数で割った値。人数が0のときは空欄"),
            lambda row: _ratio(Tally(row.progress.passers, row.progress.headcount)),
        ),
    )
    return tabulate(_("資格"), columns, rows)


def answer_table(rows: Sequence[AnswerRow]) -> DataTable:
    """Return a row per round and department."""
    columns: tuple[Column[AnswerRow], ...] = (
        Column(_("調査ID"), _("調査を区別する文字列"), lambda row: row.status.round_id),
        Column(_("調査名"), _("調査の名称"), lambda row: row.status.title),
        *day_columns(_("受付開始日"), _("受け付ける最初の日"), lambda row: row.status.opens_on),
        *day_columns(_("受付締切日"), _("受け付ける最後の日"), lambda row: row.status.closes_on),
        Column(_("締切済み"), _("締め切った調査は1"), lambda row: int(row.status.is_closed)),
        Column(_("所属コード"), _("文字列"), lambda row: row.rate.department),
        Column(_("所属名"), _("対象者を定めた時点の名称"), lambda row: row.rate.department_name),
        Column(_("回答者数（人）"), _("回答が届いた対象者"), lambda row: row.rate.answered.done),
        Column(_("対象者数（人）"), _("回答をお願いした職員"), lambda row: row.rate.answered.due),
        Column(
            _("回答率（0～1）"),
            _("回答者数を対象者数で割った値。対象者がいないときは空欄"),
            lambda row: _ratio(row.rate.answered),
        ),
    )
    return tabulate(_("回答状況"), columns, rows)


def _ratio(tally: Tally) -> float | None:
    return ratio_figure(tally.ratio)


def _board_columns(board: Callable[[Row], Board]) -> tuple[Column[Row], ...]:
    return (
        Column(_("育成制度"), _("評価の方式"), lambda row: board(row).scheme_name),
        *fiscal_year_columns(lambda row: board(row).fiscal_year),
        *day_columns(
            _("基準日"),
            _("この日の所属と、この日までの修了で評価する"),
            lambda row: board(row).as_of,
        ),
    )


def _department_columns(
    department: Callable[[Row], DepartmentEvaluation],
) -> tuple[Column[Row], ...]:
    return (
        Column(_("所属コード"), _("文字列。先頭の0も含む"), lambda row: department(row).code),
        Column(_("所属名"), _("基準日の名称"), lambda row: department(row).name),
    )


def _tally_columns(
    name: str, tally: Callable[[Row], Tally]
) -> tuple[Column[Row], Column[Row], Column[Row]]:
    return (
        Column(
            _("{name}_済（件）").format(name=name),
            _("階層別は修了した延べ件数、ほかは修了した研修の数"),
            lambda row: tally(row).done,
        ),
        Column(
            _("{name}_全（件）").format(name=name),
            _("階層別は受講すべき延べ件数、ほかは対象の研修の数"),
            lambda row: tally(row).due,
        ),
        Column(
            _("{name}_率（0～1）").format(name=name),
            _("済を全で割った値。対象外のときは空欄"),
            lambda row: _ratio(tally(row)),
        ),
    )


def _criterion_columns(name: str, criterion: Callable[[Row], Criterion]) -> tuple[Column[Row], ...]:
    def tally(row: Row) -> Tally:
        return criterion(row).tally

    done, due, ratio = _tally_columns(name, tally)
    # A criterion can be 対象外 by rule although something was due.
    ratio = replace(ratio, value=lambda row: ratio_figure(criterion(row).ratio))
    rank: Column[Row] = Column(
        _("{name}_順位（位）").format(name=name),
        _("率の高い順。同じ値は同じ順位とし、次の順位を空ける。対象外のときは空欄"),
        lambda row: criterion(row).rank,
    )
    return (done, due, ratio, rank)


def _flag_columns(board: Board) -> tuple[Column[BoardRow], ...]:
    minimum = board.rule.minimum_electives
    meanings = {
        Flag.NO_LEADER: _("DXリーダーがいない所属は1"),
        Flag.SMALL: _("{count}人未満の所属は1").format(count=board.rule.small_below),
        Flag.NOT_APPLICABLE: _("対象外の基準がある所属は1"),
        Flag.BELOW_MINIMUM: _("最低受講数の定めがないため常に0")
        if minimum is None
        else _("修了した選択研修が{count}研修に満たない所属は1").format(count=minimum),
    }
    return tuple(_flag_column(flag, meaning) for flag, meaning in meanings.items())


def _flag_column(flag: Flag, meaning: str) -> Column[BoardRow]:
    return Column(FLAG_NAMES[flag], meaning, lambda row: int(flag in row.department.flags))

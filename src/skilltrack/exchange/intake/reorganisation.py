"""Plans of a reorganisation as files bring them: a table, or the same rows as text."""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from skilltrack.domain.intake import Intake, Line
from skilltrack.domain.problems import Place, Problem, refuse
from skilltrack.domain.reorganisation.steps import TOP, Action, Part, Step
from skilltrack.exchange.intake import columns as c
from skilltrack.exchange.intake.columns import Column
from skilltrack.exchange.tables import Cell, RawTable
from skilltrack.files.sources import read_source
from skilltrack.i18n.texts import _

ACTIONS = {
    "新設": Action.OPEN,
    "改称": Action.RENAME,
    "移管": Action.MOVE,
    "統合": Action.MERGE,
    "分割": Action.SPLIT,
    "廃止": Action.CLOSE,
}

REST = "残り"
"""In 振分: everybody whom no other part takes."""

TOP_WORDS = frozenset({"最上位", "なし", "―", "-"})
"""In 上位所属コード: the department stands at the top."""

HEADINGS = (
    "操作",
    "所属コード",
    "新コード",
    "新名称",
    "上位所属コード",
    "評価単位",
    "下位所属の移し先",
    "振分",
)

TEXT_ROWS = "操作"
"""The array of tables that holds the rows of a plan written as text."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the file as read; ``is_unit`` None is blank."""

    row: int
    action: Action
    source: str
    code: str
    name: str
    parent: str | None
    is_unit: bool | None
    children_to: str
    takes: tuple[str, ...]


def _parent(cell: Cell) -> str | None:
    text = c.code(cell)
    if not text:
        return None
    return TOP if text in TOP_WORDS else text


def _flag(cell: Cell) -> bool | None:
    return None if c.code(cell) == "" else c.yes_no(cell)


def read_plan(raw: RawTable) -> Intake[Step]:
    """Read a plan: rows that merge into one department, or split one, make one step."""
    parsed = c.read_columns(
        raw,
        (
            Column("操作", c.one_of(ACTIONS), needed=True),
            Column("所属コード", c.code),
            Column("新コード", c.code),
            Column("新名称", c.verbatim),
            Column("上位所属コード", _parent),
            Column("評価単位", _flag),
            Column("下位所属の移し先", c.code),
            Column("振分", c.codes),
            Column("備考", c.verbatim),
        ),
    )
    blanks: tuple[Any, ...] = ("", "", "", None, None, "", ())
    cells = [parsed.column("操作")]
    cells += [
        parsed.column(heading, blank) for heading, blank in zip(HEADINGS[1:], blanks, strict=True)
    ]
    rows = [_Row(row, *values) for row, *values in zip(parsed.rows, *cells, strict=True)]
    problems = list(parsed.problems)
    lines = [Line(group[0].row, _step(raw, group, problems)) for group in _groups(rows)]
    return Intake(raw.file, raw.sheet, raw.digest, len(raw.rows), lines, tuple(problems))


def _groups(rows: Iterable[_Row]) -> Iterable[Sequence[_Row]]:
    """Gather the rows of one step: a merge by its new code, a split by its department."""
    groups: dict[tuple[object, ...], list[_Row]] = {}
    for row in rows:
        key: tuple[object, ...] = (row.row,)
        if row.action is Action.MERGE:
            key = (row.action, row.code)
        elif row.action is Action.SPLIT:
            key = (row.action, row.source)
        groups.setdefault(key, []).append(row)
    return groups.values()


def _step(raw: RawTable, rows: Sequence[_Row], problems: list[Problem]) -> Step:
    first = rows[0]
    children = _agreed(raw, rows, "下位所属の移し先", [row.children_to for row in rows], problems)
    sources = tuple(dict.fromkeys(row.source for row in rows if row.source))
    if first.action is Action.SPLIT:
        parts = tuple(map(_part, rows))
    elif first.action is Action.MERGE:
        parts = (_merged(raw, rows, problems),)
    elif first.action is Action.CLOSE and not first.code:
        parts = ()
    elif first.action is Action.OPEN:
        code = first.code or first.source
        sources, parts = (), (_part(first, code),)
    else:
        parts = (_part(first, first.code or first.source),)
    if first.action is not Action.OPEN and not sources:
        problems.append(
            Problem("intake.blank", Place(raw.file, raw.sheet, first.row, "所属コード"))
        )
    return Step(first.action, sources, parts, children, first.row)


def _part(row: _Row, code: str = "") -> Part:
    takes = tuple(word for word in row.takes if word != REST)
    return Part(code or row.code, row.name, row.parent, row.is_unit, takes, REST in row.takes)


def _merged(raw: RawTable, rows: Sequence[_Row], problems: list[Problem]) -> Part:
    """Return what several rows merge into; each thing may stand in any of them."""
    return Part(
        rows[0].code,
        _agreed(raw, rows, "新名称", [row.name for row in rows], problems),
        next((row.parent for row in rows if row.parent is not None), None),
        next((row.is_unit for row in rows if row.is_unit is not None), None),
    )


def _agreed(
    raw: RawTable,
    rows: Sequence[_Row],
    heading: str,
    words: Sequence[str],
    problems: list[Problem],
) -> str:
    """Return what the rows say, telling where they say two things."""
    said = ""
    for row, word in zip(rows, words, strict=True):
        if word and said and word != said:
            place = Place(raw.file, raw.sheet, row.row, heading)
            problems.append(Problem("organisation.rows_disagree", place, {"heading": heading}))
        said = said or word
    return said


def read_division(raw: RawTable) -> Intake[tuple[str, str]]:
    """Read who goes to which part: employee number and department code."""
    parsed = c.read_columns(
        raw,
        (Column("職員番号", c.code, needed=True), Column("所属コード", c.code, needed=True)),
    )
    pairs = zip(parsed.rows, parsed.column("職員番号"), parsed.column("所属コード"), strict=True)
    lines = [Line(row, (employee_no, code)) for row, employee_no, code in pairs]
    return Intake(raw.file, raw.sheet, raw.digest, len(raw.rows), lines, parsed.problems)


def plan_text(path: Path) -> RawTable:
    """Read a plan written as text (TOML) as the same rows as a table.

    Each row is a table ``[["操作"]]`` with the headings of the table as keys.

    Raises:
        Refusal: The file is no TOML, or holds something else.
    """
    source = read_source(path)
    try:
        document: Mapping[str, Any] = tomllib.loads(source.content.decode("utf-8"))
        rows = document[TEXT_ROWS]
        header = tuple(dict.fromkeys(str(key) for row in rows for key in row))
        cells = [tuple(_cell(row.get(key)) for key in header) for row in rows]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise refuse("organisation.no_plan_text", Place(path.name), reason=str(error)) from error
    except (KeyError, AttributeError, TypeError) as error:
        reason = _("操作の行がありません")
        raise refuse("organisation.no_plan_text", Place(path.name), reason=reason) from error
    digest = hashlib.sha256(source.content).hexdigest()
    return RawTable(path.name, "", digest, header, list(enumerate(cells, start=1)))


def _cell(value: Any) -> Cell:  # noqa: ANN401 (whatever the file holds)
    if isinstance(value, list):
        return ";".join(map(str, value))
    return value if value is None or isinstance(value, bool | int | float) else str(value)

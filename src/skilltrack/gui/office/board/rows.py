"""The columns of the board, and what a row of it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from skilltrack.domain.evaluation import Board, Criterion, DepartmentEvaluation, Flag
from skilltrack.domain.tally import Tally
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import CENTRE, LEFT, RIGHT, Field
from skilltrack.i18n.names import (
    FLAG_NAMES,
)
from skilltrack.i18n.numbers import NO_FIGURE, percent
from skilltrack.i18n.texts import _

REQUIRED_COLUMN, LEADER_COLUMN, ELECTIVE_COLUMN = 3, 4, 5

FLAG_TONES: Mapping[Flag, Tone] = {
    Flag.NO_LEADER: Tone.BAD,
    Flag.BELOW_MINIMUM: Tone.ATTENTION,
    Flag.SMALL: Tone.INFO,
    Flag.NOT_APPLICABLE: Tone.INFO,
}
"""From the gravest to the lightest; the gravest lends its icon to the cell."""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A department on the board, or the whole body (``department`` None)."""

    name: str
    headcount: int
    required: Criterion
    leader: Criterion | None
    elective: Criterion | None
    department: DepartmentEvaluation | None


def board_rows(board: Board) -> tuple[BoardRow, ...]:
    """Return the whole body, then the departments in the order of the board."""
    body = board.evaluation.body
    whole = BoardRow(
        _("全体"),
        body.headcount,
        Criterion(body.required, body.required.ratio, None),
        None,
        Criterion(body.elective, body.elective.ratio, None),
        None,
    )
    return (
        whole,
        *(
            BoardRow(row.name, row.headcount, row.required, row.leader, row.elective, row)
            for row in board.evaluation.departments
        ),
    )


def is_whole(row: BoardRow) -> bool:
    """Tell whether a row is the whole body, which stays on top."""
    return row.department is None


def tally_text(tally: Tally) -> str:
    """Return 34/36."""
    return f"{tally.done}/{tally.due}"


def _rank(row: BoardRow) -> int | None:
    return None if row.department is None else row.department.rank


def _rank_text(row: BoardRow) -> str | int | None:
    return "" if row.department is None else row.department.rank


def _count(criterion: Criterion | None) -> str:
    if criterion is None:
        return ""
    return NO_FIGURE if criterion.ratio is None else tally_text(criterion.tally)


def _ratio(criterion: Criterion | None) -> Fraction | None:
    return None if criterion is None else criterion.ratio


def _composite(row: BoardRow) -> Fraction | None:
    return None if row.department is None else row.department.composite


def _composite_text(row: BoardRow) -> str:
    return "" if row.department is None else percent(row.department.composite)


def _practices(row: BoardRow) -> str:
    return _("見る") if row.department is not None and row.department.practices else ""


def flag_names(row: BoardRow) -> tuple[str, ...]:
    """Return the marks of a row in words, the gravest first."""
    flags = () if row.department is None else row.department.flags
    return tuple(FLAG_NAMES[flag] for flag in FLAG_TONES if flag in flags)


def _flag_tone(row: BoardRow) -> Tone | None:
    flags = () if row.department is None else row.department.flags
    return next((tone for flag, tone in FLAG_TONES.items() if flag in flags), None)


def _figure_tooltip(name: str, criterion: Criterion | None) -> str:
    if criterion is None:
        return ""
    text = f"{name} {tally_text(criterion.tally)}　{percent(criterion.ratio)}"
    if criterion.rank is not None:
        text += _("　{rank}位").format(rank=criterion.rank)
    return text


BOARD_FIELDS: tuple[Field[BoardRow], ...] = (
    Field(_("順位"), _rank_text, _rank, RIGHT, 52),
    Field(_("所属"), lambda row: row.name, None, LEFT, 148),
    Field(_("人数"), lambda row: row.headcount, None, RIGHT, 56),
    Field(
        _("①必須"),
        lambda row: percent(row.required.ratio),
        lambda row: row.required.ratio,
        LEFT,
        176,
        tooltip=lambda row: _figure_tooltip(_("必須研修"), row.required),
    ),
    Field(
        _("②リーダー"),
        lambda row: _count(row.leader),
        lambda row: _ratio(row.leader),
        LEFT,
        136,
        tooltip=lambda row: _figure_tooltip(_("リーダー必須研修"), row.leader),
    ),
    Field(
        _("③選択"),
        lambda row: _count(row.elective),
        lambda row: _ratio(row.elective),
        LEFT,
        156,
        tooltip=lambda row: _figure_tooltip(_("選択研修"), row.elective),
    ),
    Field(_("④実践"), _practices, lambda _row: None, CENTRE, 60),
    Field(_("総合"), _composite_text, _composite, RIGHT, 76),
    Field(
        _("印"),
        lambda row: _("、").join(flag_names(row)),
        lambda row: len(row.department.flags) if row.department else None,
        LEFT,
        160,
        tone=_flag_tone,
    ),
)

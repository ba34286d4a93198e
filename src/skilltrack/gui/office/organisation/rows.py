"""The rows of the page 組織改編 and how each is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from skilltrack.domain.organisation import Department
from skilltrack.domain.reorganisation.contrast import Comparison, DepartmentRow, Outcome
from skilltrack.domain.reorganisation.people import Move, Share
from skilltrack.domain.reorganisation.steps import Step
from skilltrack.domain.roles.appointments import PassedNomination
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import CENTRE, LEFT, RIGHT, Field
from skilltrack.i18n.dates import local_time_text, wareki
from skilltrack.i18n.names import EMPLOYMENT_TYPE_NAMES
from skilltrack.i18n.reorganisation import ACTION_NAMES, OUTCOME_NAMES, step_text
from skilltrack.i18n.role_names import METHOD_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.organisation.reorganisation import Reorganisation
from skilltrack.store.operations import Operation

INDENT = "\u3000"
NAMED_WORDS = 2


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A department in the tree, with what is to be said of its period on the reference date."""

    row: DepartmentRow
    state: str


def tree_row(row: DepartmentRow, as_of: date) -> TreeRow:
    """Say when a department ends, has ended or begins; '' for one without an end in sight."""
    valid = row.department.valid
    state = ""
    if valid.start is not None and valid.start > as_of:
        state = _("{day}から").format(day=wareki(valid.start))
    elif valid.last_day is not None:
        text = _("{day}まで") if row.is_standing else _("{day}で終わり")
        state = text.format(day=wareki(valid.last_day))
    return TreeRow(row, state)


def _indented(row: DepartmentRow) -> str:
    return INDENT * row.depth + row.department.name


def _people(row: TreeRow) -> str | None:
    return f"{row.row.people:,}" if row.row.is_standing else None


def _within(row: TreeRow) -> str | None:
    return f"{row.row.people_within:,}" if row.row.is_standing else None


TREE_FIELDS: tuple[Field[TreeRow], ...] = (
    Field(_("コード"), lambda row: row.row.department.code, None, LEFT, 104),
    Field(
        _("所属名"),
        lambda row: _indented(row.row),
        lambda row: row.row.department.name,
        LEFT,
        280,
        tone=lambda row: None if row.row.is_standing else Tone.INFO,
    ),
    Field(
        _("評価単位"),
        lambda row: _("○") if row.row.department.is_evaluation_unit else "",
        None,
        CENTRE,
        88,
    ),
    Field(_("人数"), _people, lambda row: row.row.people, RIGHT, 80),
    Field(_("下位を含む"), _within, lambda row: row.row.people_within, RIGHT, 104),
    Field(_("期間"), lambda row: row.state, None, LEFT, 180),
)


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of the plan in words; ``number`` counts from 1."""

    number: int
    step: Step
    text: str


def step_rows(steps: tuple[Step, ...], names: Mapping[str, str]) -> tuple[StepRow, ...]:
    """Return one row per step; a department made by the plan is known by its new name."""
    known = dict(names)
    for step in steps:
        known |= {part.code: part.name for part in step.parts if part.name}
    return tuple(
        StepRow(number, step, step_text(step, {**known, **names}))
        for number, step in enumerate(steps, start=1)
    )


def _taken(words: Sequence[str]) -> str:
    text = _("・").join(words[:NAMED_WORDS])
    rest = len(words) - NAMED_WORDS
    return text if rest <= 0 else _("{text}ほか{count}件").format(text=text, count=rest)


def _share_text(row: StepRow) -> str:
    texts = [
        _("{code}に{words}").format(code=part.code, words=_taken(part.takes))
        for part in row.step.parts
        if part.takes
    ]
    texts += [_("残りは{code}").format(code=p.code) for p in row.step.parts if p.takes_rest]
    if row.step.children_to:
        texts.append(_("下位の所属は{code}の下").format(code=row.step.children_to))
    return _("、").join(texts)


STEP_FIELDS: tuple[Field[StepRow], ...] = (
    Field(_("順"), lambda row: row.number, None, RIGHT, 48),
    Field(_("操作"), lambda row: ACTION_NAMES[row.step.action], None, LEFT, 72),
    Field(_("内容"), lambda row: row.text, None, LEFT, 420),
    Field(_("振り分けと下位の所属"), _share_text, None, LEFT, 240),
)


@dataclass(frozen=True, slots=True)
class SideRow:
    """A department in one of the two trees; ``outcomes`` is what becomes, or became, of it."""

    row: DepartmentRow
    outcomes: str


AFTERWARDS = {**OUTCOME_NAMES, Outcome.CLOSED: _("廃止を引継ぎ")}
"""Said of what stands afterwards; a department that took over from one that ended goes on."""


def _side_rows(
    rows: tuple[DepartmentRow, ...],
    outcomes: Mapping[str, set[Outcome]],
    names: Mapping[Outcome, str],
) -> tuple[SideRow, ...]:
    def words(department: Department) -> str:
        found = outcomes.get(department.code, set()) - {Outcome.SAME}
        return _("・").join(names[outcome] for outcome in Outcome if outcome in found)

    return tuple(SideRow(row, words(row.department)) for row in rows)


def side_rows(comparison: Comparison) -> tuple[tuple[SideRow, ...], tuple[SideRow, ...]]:
    """Return the rows of the tree before and of the tree after."""
    old: dict[str, set[Outcome]] = {}
    new: dict[str, set[Outcome]] = {}
    for line in comparison.lines:
        if line.old is not None:
            old.setdefault(line.old.code, set()).add(line.outcome)
        if line.new is not None:
            new.setdefault(line.new.code, set()).add(line.outcome)
    before = _side_rows(comparison.before, old, OUTCOME_NAMES)
    return before, _side_rows(comparison.after, new, AFTERWARDS)


def changed_rows(rows: Sequence[SideRow]) -> tuple[SideRow, ...]:
    """Return the departments that change and those above them."""
    by_code = {row.row.department.code: row for row in rows}
    kept: set[str] = set()
    for row in rows:
        at: SideRow | None = row if row.outcomes else None
        while at is not None and at.row.department.code not in kept:
            kept.add(at.row.department.code)
            at = by_code.get(at.row.department.parent or "")
    return tuple(row for row in rows if row.row.department.code in kept)


SIDE_FIELDS: tuple[Field[SideRow], ...] = (
    Field(
        _("所属"),
        lambda row: _indented(row.row),
        lambda row: row.row.department.code,
        LEFT,
        200,
        tooltip=lambda row: f"{row.row.department.code} {row.row.department.name}",
    ),
    Field(_("人数"), lambda row: f"{row.row.people:,}", lambda row: row.row.people, RIGHT, 60),
    Field(
        _("変更"),
        lambda row: row.outcomes,
        None,
        LEFT,
        128,
        tone=lambda row: Tone.INFO if row.outcomes else None,
    ),
)


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A post that moves, with the names behind its codes."""

    move: Move
    name: str
    source: str
    target: str


def move_rows(done: Reorganisation) -> tuple[MoveRow, ...]:
    """Return one row per post that moves."""
    old, new = _names(done)
    return tuple(
        MoveRow(
            move,
            done.names.get(move.employee_no, ""),
            old.get(move.source, move.source),
            new.get(move.target, move.target),
        )
        for move in done.moves
    )


def _names(done: Reorganisation) -> tuple[dict[str, str], dict[str, str]]:
    if done.comparison is None:
        return {}, {}
    return (
        {row.department.code: row.department.name for row in done.comparison.before},
        {row.department.code: row.department.name for row in done.comparison.after},
    )


def _post_word(row: MoveRow) -> str:
    if row.move.is_dropped:
        return _("兼務を終える（主務と同じ所属）")
    return _("兼務") if row.move.is_concurrent else _("主務")


MOVE_FIELDS: tuple[Field[MoveRow], ...] = (
    Field(_("職員番号"), lambda row: row.move.employee_no, None, LEFT, 96),
    Field(_("氏名"), lambda row: plain_name(row.name), None, LEFT, 128),
    Field(_("職名"), lambda row: row.move.job_title, None, LEFT, 128),
    Field(_("今の所属"), lambda row: row.source, lambda row: row.move.source, LEFT, 176),
    Field(_("移る所属"), lambda row: row.target, lambda row: row.move.target, LEFT, 176),
    Field(_("配属"), _post_word, None, LEFT, 200),
)


@dataclass(frozen=True, slots=True)
class PassedRow:
    """An application that goes to another department, with the names behind its codes."""

    passed: PassedNomination
    name: str
    source: str
    heir: str


def passed_rows(done: Reorganisation) -> tuple[PassedRow, ...]:
    """Return one row per undecided application that goes to another department."""
    old, new = _names(done)
    return tuple(
        PassedRow(
            one,
            done.names.get(one.nomination.employee_no, ""),
            old.get(one.nomination.department, one.nomination.department),
            new.get(one.heir, one.heir),
        )
        for one in done.nominations
    )


PASSED_FIELDS: tuple[Field[PassedRow], ...] = (
    Field(_("募集"), lambda row: row.passed.title, None, LEFT, 200),
    Field(_("職員番号"), lambda row: row.passed.nomination.employee_no, None, LEFT, 96),
    Field(_("氏名"), lambda row: plain_name(row.name), None, LEFT, 128),
    Field(_("方法"), lambda row: METHOD_NAMES[row.passed.nomination.method], None, LEFT, 80),
    Field(_("受け付けた所属"), lambda row: row.source, None, LEFT, 176),
    Field(
        _("引き継ぐ所属"),
        lambda row: row.heir or _("なし（任命するときは本人の所属）"),
        None,
        LEFT,
        240,
        tone=lambda row: None if row.heir else Tone.ATTENTION,
    ),
)


@dataclass(frozen=True, slots=True)
class ShareRow:
    """How many people a part of a split takes, with the names behind its codes."""

    share: Share
    source: str
    part: str


def share_rows(done: Reorganisation) -> tuple[ShareRow, ...]:
    """Return one row per part of a split."""
    old, new = _names(done)
    return tuple(
        ShareRow(share, old.get(share.source, share.source), new.get(share.part, share.part))
        for share in done.shares
    )


def _titles(row: ShareRow) -> str:
    return _("、").join(f"{title or _('職名なし')} {count}" for title, count in row.share.titles)


def _kinds(row: ShareRow) -> str:
    return _("、").join(
        f"{EMPLOYMENT_TYPE_NAMES[kind]} {count}" for kind, count in row.share.employment_types
    )


SHARE_FIELDS: tuple[Field[ShareRow], ...] = (
    Field(_("分割する所属"), lambda row: row.source, None, LEFT, 176),
    Field(_("移る先"), lambda row: row.part, None, LEFT, 176),
    Field(_("人数"), lambda row: row.share.people, None, RIGHT, 72),
    Field(_("職名ごと"), _titles, None, LEFT, 280),
    Field(_("任用区分ごと"), _kinds, None, LEFT, 200),
)


def _at(operation: Operation) -> str:
    return "" if operation.at is None else local_time_text(operation.at)


def _state(operation: Operation, today: date) -> str:
    if operation.undone_in is not None:
        return _("元に戻した")
    on = operation.effective_on
    return _("予定") if on is not None and on > today else _("実施済み")


def history_fields(today: date) -> tuple[Field[Operation], ...]:
    """Return the columns of the list of reorganisations."""
    return (
        Field(
            _("改編の日"),
            lambda one: None if one.effective_on is None else wareki(one.effective_on),
            lambda one: one.effective_on,
            LEFT,
            140,
        ),
        Field(
            _("状態"),
            lambda one: _state(one, today),
            None,
            LEFT,
            108,
            tone=lambda one: Tone.INFO if one.undone_in is not None else None,
        ),
        Field(_("内容"), lambda one: one.title, None, LEFT, 340),
        Field(_("理由"), lambda one: one.reason, None, LEFT, 200),
        Field(_("登録した日時"), _at, lambda one: one.change, LEFT, 176),
        Field(_("番号"), lambda one: one.change, None, RIGHT, 72),
    )

"""The words for reorganisations, one place for screens, command line and workbooks."""

from collections import Counter
from collections.abc import Mapping, Sequence

from skilltrack.domain.reorganisation.contrast import Outcome
from skilltrack.domain.reorganisation.steps import Action, Part, Step
from skilltrack.i18n.texts import _

ACTION_NAMES: Mapping[Action, str] = {
    Action.OPEN: _("新設"),
    Action.RENAME: _("改称"),
    Action.MOVE: _("移管"),
    Action.MERGE: _("統合"),
    Action.SPLIT: _("分割"),
    Action.CLOSE: _("廃止"),
}

OUTCOME_NAMES: Mapping[Outcome, str] = {
    Outcome.SAME: _("変更なし"),
    Outcome.OPENED: _("新設"),
    Outcome.RENAMED: _("改称"),
    Outcome.MOVED: _("移管"),
    Outcome.MERGED: _("統合"),
    Outcome.SPLIT: _("分割"),
    Outcome.CLOSED: _("廃止"),
}


def plan_title(steps: Sequence[Step], names: Mapping[str, str]) -> str:
    """Return what a plan does in one line; several steps are counted by kind.

    Args:
        steps: The plan.
        names: Department code → name.
    """
    if len(steps) == 1:
        return _("{action}：{text}").format(
            action=ACTION_NAMES[steps[0].action], text=step_text(steps[0], names)
        )
    counted = Counter(step.action for step in steps)
    return _("、").join(
        _("{action}{count}件").format(action=ACTION_NAMES[action], count=counted[action])
        for action in Action
        if counted[action]
    )


def step_text(step: Step, names: Mapping[str, str]) -> str:
    """Return what a step does without the word for it, such as 税務課・納税課 → 税務課（0110）."""
    old = _("・").join(f"{names.get(code, '')}（{code}）" for code in step.sources)
    if step.action is Action.MOVE:
        parent = step.parts[0].parent
        new = _("最上位") if not parent else f"{names.get(parent, '')}（{parent}）"
        return _("{old} → {new}の下").format(old=old, new=new)
    new = _("・").join(_part_text(step, part, names) for part in step.parts)
    if not old:
        return new
    return _("{old} → {new}").format(old=old, new=new or _("後継なし"))


def _part_text(step: Step, part: Part, names: Mapping[str, str]) -> str:
    kept = part.code if part.code in names else (step.sources[0] if step.sources else "")
    return f"{part.name or names.get(kept, '')}（{part.code}）"

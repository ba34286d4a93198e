"""What differs between two rules for aid."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from skilltrack.domain.exams.subsidies import SubsidyRule

_NOT_SAID = frozenset({"code", "version", "aid", "deadline", "clauses"})


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A key of a rule such as ``aid.cap_yen`` with what it said before and says now."""

    key: str
    before: object
    after: object


def rule_values(rule: SubsidyRule) -> Mapping[str, object]:
    """Return what a rule says, by key, in the order in which it is read."""
    return dict(_values(rule))


def rule_changes(before: SubsidyRule, after: SubsidyRule) -> tuple[RuleChange, ...]:
    """Return what differs, in the order of the keys; none for rules that say the same."""
    old, new = rule_values(before), rule_values(after)
    keys = dict.fromkeys((*old, *new))
    return tuple(
        RuleChange(key, old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key)
    )


def _values(rule: SubsidyRule) -> Iterator[tuple[str, object]]:
    for one in fields(rule):
        if one.name not in _NOT_SAID:
            yield one.name, getattr(rule, one.name)
        elif one.name == "aid":
            yield "aid.rate", rule.aid.rate
            yield "aid.cap_yen", rule.aid.cap_yen
            yield "aid.unit_yen", rule.aid.unit_yen
        elif one.name == "deadline":
            yield "deadline", rule.deadline
    for condition, clause in rule.clauses.items():
        yield f"clauses.{condition.value}", clause

"""Before and after as JSON."""

from fractions import Fraction

from skilltrack.domain.pairs import PairFigures
from skilltrack.services.verdicts.pairs import PairChoice


def _ratio(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), 4)


def choice_document(choice: PairChoice) -> dict[str, object]:
    """Return what can be compared."""
    return {
        "rounds": [{"round": code, "title": title} for code, title in choice.rounds],
        "pairs": [
            {"id": one.id, "name": one.name, "before": one.before, "after": one.after}
            for one in choice.pairs
        ],
    }


def pair_document(found: PairFigures) -> dict[str, object]:
    """Return a comparison; what is hidden is null."""
    return {
        "before": found.before.round_id,
        "after": found.after.round_id,
        "people": found.people,
        "only_before": found.only_before,
        "only_after": found.only_after,
        "left_out": found.left_out,
        "fields": [
            {
                "field": gain.field,
                "name": gain.name,
                "people": gain.n,
                "before": _ratio(gain.before.mean),
                "after": _ratio(gain.after.mean),
                "change": _ratio(gain.change),
                "up": gain.up,
                "same": gain.same,
                "down": gain.down,
                "histogram_before": list(gain.before.histogram),
                "histogram_after": list(gain.after.histogram),
            }
            for gain in found.gains
        ],
        "departments": [
            {
                "code": unit.code,
                "name": unit.name,
                "people": None if unit.is_hidden else unit.people,
                "is_hidden": unit.is_hidden,
                "changes": [_ratio(change) for change in unit.changes],
            }
            for unit in found.units
        ],
        "levels": {
            "names": list(found.levels.levels),
            "counts": [list(row) for row in found.levels.counts],
            "is_ours": found.levels.is_ours,
        },
    }

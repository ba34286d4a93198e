"""Seeded chance: the same seed gives the same municipality on every machine."""

import random

Chance = random.Random


def stream(seed: int, purpose: str) -> Chance:
    """Return the source of chance of one part of the municipality.

    Every part draws from its own stream, so that more courses do not change the people.
    """
    return Chance(f"{seed}/{purpose}")


def happens(chance: Chance, probability: float) -> bool:
    """Decide one event; ``probability`` is 0–1."""
    return chance.random() < probability


def near(chance: Chance, mean: float, deviation: float, low: float, high: float) -> float:
    """Draw from a normal distribution cut off at ``low`` and ``high``."""
    return min(high, max(low, chance.gauss(mean, deviation)))

"""Whatever happens later, what was known at an instant of a day stays as it was said."""

import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.acceptance.histories import STEPS, Town

pytestmark = pytest.mark.slow

LENGTH = 30


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(random=st.randoms(use_true_random=False))
def test_figures_of_a_day_as_known_at_an_instant_never_change(random: Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        town = Town(Path(folder), random)
        for _ in range(10 * LENGTH):
            town.step()
            town.say()
            if len(town.done) == LENGTH:
                break
        try:
            assert len(town.done) == LENGTH
            for said in town.said:
                assert town.figures(said.as_of, said.instant) == said.figures
        finally:
            town.database.close()


def test_a_long_history_holds_every_kind_of_step(tmp_path: Path) -> None:
    town = Town(tmp_path, Random(1))  # noqa: S311 (a history, no secret)
    for _ in range(400):
        town.step()
        if set(town.done) == {step.__name__ for step in STEPS}:
            break
    town.say()
    assert set(town.done) == {step.__name__ for step in STEPS}
    figures = {town.figures(said.as_of) for said in town.said}
    assert figures == {said.figures for said in town.said}
    town.database.close()

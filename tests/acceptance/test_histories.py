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
        founded, first = town.last_change(), town.ranked()
        for _ in range(10 * LENGTH):
            town.step()
            town.say()
            if len(town.done) == LENGTH:
                break
        try:
            assert len(town.done) == LENGTH
            for said in town.said:
                assert town.figures(said.as_of, said.instant) == said.figures
            assert town.people_twice() == []
            if town.is_founded(founded):
                town.undo_everything(founded)
                assert town.ranked() == first
        finally:
            town.database.close()


def test_histories_hold_every_kind_of_step(tmp_path: Path) -> None:
    done: set[str] = set()
    for seed in range(20):
        folder = tmp_path / str(seed)
        folder.mkdir()
        town = Town(folder, Random(seed))  # noqa: S311 (a history, no secret)
        for _ in range(LENGTH):
            town.step()
        town.database.close()
        done.update(town.done)
        if done == {step.__name__ for step in STEPS}:
            break
    assert done == {step.__name__ for step in STEPS}

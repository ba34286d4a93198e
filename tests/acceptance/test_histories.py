"""Whatever happens later, what was known at an instant of a day stays as it was said."""

import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from tests.acceptance.histories import Town
from tests.acceptance.history_duty_steps import DUTY_STEPS
from tests.acceptance.history_learning_steps import LEARNING_STEPS
from tests.acceptance.history_office_steps import OFFICE_STEPS
from tests.acceptance.history_steps import RECORD_STEPS

pytestmark = pytest.mark.slow

STEPS = [*RECORD_STEPS, *OFFICE_STEPS, *LEARNING_STEPS, *DUTY_STEPS]
LENGTH = 30
EXAMPLES = settings.default.max_examples // 33
"""A history takes some 15 seconds: a few as a rule, hundreds with ``--hypothesis-profile=long``."""


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a smaller seed is no smaller history
)
@given(seed=st.integers(0, 10**9))
def test_figures_of_a_day_as_known_at_an_instant_never_change(seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        town = Town(Path(folder), Random(seed))  # noqa: S311 (a history, no secret)
        try:
            founded, first = town.last_change(), town.ranked()
            for _ in range(10 * LENGTH):
                town.step(STEPS)
                town.say()
                if len(town.done) == LENGTH:
                    break
            note(" ".join(town.done))
            assert len(town.done) == LENGTH
            assert town.differing() == []
            assert town.people_twice() == []
            if town.is_founded(founded):
                town.undo_everything(founded)
                assert town.ranked() == first
        finally:
            town.database.close()


def test_every_kind_of_step_can_be_taken(tmp_path: Path) -> None:
    town = Town(tmp_path, Random(1))  # noqa: S311 (a history, no secret)
    for _ in range(120):  # rare ones need luck, but always the same
        missing = [step for step in STEPS if step.__name__ not in town.done]
        if not missing:
            break
        for step in missing:
            town.step([step])
            town.step(STEPS)  # some need what another has done
    town.database.close()
    assert missing == []

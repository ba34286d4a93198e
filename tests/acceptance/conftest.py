"""The fictional municipality, made once, and the command line as a person runs it."""

import json
import subprocess
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.commands import skilltrack

from skilltrack.services.demonstration.pipeline import Demonstrated, run_demonstration

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demonstrated:
    """Return a small municipality led through every public path."""
    folder = tmp_path_factory.mktemp("city") / "demo"
    return run_demonstration(
        folder, employees=120, seed=1, today=date(2026, 11, 21), tell=lambda _sentence: None
    )


@pytest.fixture
def run() -> Run:
    """Return the command line."""
    return skilltrack


def document(done: subprocess.CompletedProcess[str]) -> Any:
    """Return the one JSON document that a command printed."""
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="session")
def rank(demo: Demonstrated) -> Any:
    """Return ``rank --json`` of the demo."""
    return document(
        skilltrack(
            "--data", demo.data, "rank", "fukui", "--year", 2026, "--as-of", "2026-11-20", "--json"
        )
    )

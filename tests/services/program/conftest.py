"""A publisher, and a terminal on which nothing is really started."""

from pathlib import Path

import pytest
from tests.services.program.publishing import Desktop, Publishing, desktop_in

from skilltrack.exchange.sealing.keys import new_signing_key


@pytest.fixture
def publishing(tmp_path: Path) -> Publishing:
    folder = tmp_path / "発行"
    folder.mkdir()
    return Publishing(folder, new_signing_key())


@pytest.fixture
def desktop(tmp_path: Path, publishing: Publishing) -> Desktop:
    return desktop_in(tmp_path, publishing.publisher)

"""The town of ``roles_town`` as a fixture."""

import pytest
from roles_town import take_over
from tests.conftest import Take

from skilltrack.store.database import Database


@pytest.fixture
def body(database: Database, take: Take) -> Take:
    """A town of two sections with eight people, and the role DX推進員; returns ``take``."""
    take_over(database, take)
    return take

import pytest
from invented import invent

from skilltrack.services.demonstration import Municipality


@pytest.fixture(scope="session")
def city() -> Municipality:
    return invent()

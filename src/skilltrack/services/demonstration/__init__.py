"""A fictional municipality: invented by seed, told as the files of a personnel section.

Nothing here reads or writes: the tables go through the imports, the answers through the sealed
envelopes, like those of any municipality.
"""

from skilltrack.services.demonstration.answers import AnswerPlan
from skilltrack.services.demonstration.municipality import (
    FEWEST_EMPLOYEES,
    MOST_EMPLOYEES,
    Municipality,
    generate,
)
from skilltrack.services.demonstration.tables import Cell, RosterFile, Row, Table

__all__ = [
    "FEWEST_EMPLOYEES",
    "MOST_EMPLOYEES",
    "AnswerPlan",
    "Cell",
    "Municipality",
    "RosterFile",
    "Row",
    "Table",
    "generate",
]

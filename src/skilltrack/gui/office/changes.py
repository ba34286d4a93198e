"""What an action may change, so that only what shows it is read again."""

from collections.abc import Mapping
from enum import Enum, auto

from skilltrack.domain.intake import ImportKind


class Changed(Enum):
    """An area of the records."""

    ORGANISATION = auto()
    TRAINING = auto()
    EXAMS = auto()
    PRACTICES = auto()
    QUESTIONNAIRES = auto()
    ROUNDS = auto()
    RESPONSES = auto()
    IMPORTS = auto()
    MEETINGS = auto()
    YEARS = auto()
    RETENTION = auto()
    INCLUSION = auto()


Changes = frozenset[Changed]

NOTHING: Changes = frozenset()

CHANGED_BY_IMPORT: Mapping[ImportKind, Changes] = {
    ImportKind.DEPARTMENTS: frozenset({Changed.ORGANISATION, Changed.IMPORTS}),
    ImportKind.TITLES: frozenset({Changed.ORGANISATION, Changed.IMPORTS}),
    ImportKind.EMPLOYEES: frozenset({Changed.ORGANISATION, Changed.IMPORTS}),
    ImportKind.APPOINTMENTS: frozenset({Changed.ORGANISATION, Changed.IMPORTS}),
    ImportKind.COURSES: frozenset({Changed.TRAINING, Changed.IMPORTS}),
    ImportKind.COMPLETIONS: frozenset({Changed.TRAINING, Changed.IMPORTS}),
    ImportKind.EXAMS: frozenset({Changed.EXAMS, Changed.IMPORTS}),
    ImportKind.PRACTICES: frozenset({Changed.PRACTICES, Changed.IMPORTS}),
}

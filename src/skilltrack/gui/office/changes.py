"""What an action may change, so that only what shows it is read again."""

from enum import Enum, auto


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
    SCHEMES = auto()
    SESSIONS = auto()
    SUBMISSIONS = auto()
    ACCREDITATION = auto()
    CAREER = auto()
    TARGETS = auto()
    SEATS = auto()


Changes = frozenset[Changed]

NOTHING: Changes = frozenset()

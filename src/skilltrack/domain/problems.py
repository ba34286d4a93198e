"""What can go wrong, as codes and values. The sentence is made in ``skilltrack.i18n``.

::

    SkilltrackError
    ├── Refusal          what the user can mend: a bad file, a wrong passphrase, a newer data file
    ├── MachineFailure   what the machine did: disk full, no access, file held by another program
    └── Cancelled        the user stopped the work; nothing was changed

Everything else that is raised is a bug.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """Whether a problem stops the work or is only worth knowing."""

    ERROR = "error"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something is; empty parts do not apply.

    ``row`` counts as the user sees it in Excel: the heading is row 1.
    """

    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to tell: a code such as ``roster.unknown_department`` and its values."""

    code: str
    place: Place = field(default_factory=Place)
    values: Mapping[str, str | int] = field(default_factory=dict)
    severity: Severity = Severity.ERROR


class SkilltrackError(Exception):
    """The root of every error that is told to the user as sentences."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (
            (problems,) if isinstance(problems, Problem) else tuple(problems)
        )
        super().__init__(", ".join(problem.code for problem in self.problems))


class Refusal(SkilltrackError):  # noqa: N818 (a refusal is an answer, not a fault)
    """The program declines; the user can mend the cause."""


class MachineFailure(SkilltrackError):  # noqa: N818
    """The machine could not do it: disk full, share gone, file locked."""


class Cancelled(SkilltrackError):  # noqa: N818
    """The user stopped the work; raised inside the progress callable."""

    def __init__(self) -> None:
        super().__init__(Problem("work.cancelled"))


def refuse(code: str, place: Place | None = None, /, **values: str | int) -> Refusal:
    """Make a refusal with one problem.

    Args:
        code: The problem's code.
        place: Where it is; None when no file is concerned.
        **values: What the sentence names.
    """
    return Refusal(Problem(code, place or Place(), values))

"""What is kept of a form in place of the workbook: its answers, or its mistakes.

Beside sealed files, which are kept as they came, a kept form begins with a format mark and is
canonical JSON. The workbook itself is never kept.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from skilltrack.domain.problems import Place, Problem, Severity
from skilltrack.domain.questionnaires.answers import Answers, Comments
from skilltrack.exchange.sealing.documents import canonical

MARK = b"KTF1"


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form as far as somebody may need it later; ``content`` is the SHA-256 of its answers."""

    content: str = ""
    answers: Answers = field(default_factory=dict)
    comments: Comments = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def is_kept_form(data: bytes) -> bool:
    """Return whether kept bytes are those of a form and not a sealed file."""
    return data.startswith(MARK)


def kept_bytes(form: KeptForm) -> bytes:
    """Return what is kept of a form."""
    document = {
        "content": form.content,
        "answers": dict(form.answers),
        "comments": dict(form.comments),
        "problems": [_problem_document(problem) for problem in form.problems],
    }
    return MARK + canonical(document)


def kept_form(data: bytes) -> KeptForm:
    """Return what was kept of a form."""
    document = json.loads(data[len(MARK) :])
    return KeptForm(
        document["content"],
        document["answers"],
        document["comments"],
        tuple(_problems(document["problems"])),
    )


def _problem_document(problem: Problem) -> dict[str, object]:
    place = problem.place
    return {
        "code": problem.code,
        "file": place.file,
        "sheet": place.sheet,
        "row": place.row,
        "column": place.column,
        "values": dict(problem.values),
        "severity": problem.severity.value,
    }


def _problems(documents: Iterable[dict[str, Any]]) -> Iterable[Problem]:
    for one in documents:
        place = Place(one["file"], one["sheet"], one["row"], one["column"])
        yield Problem(one["code"], place, one["values"], Severity(one["severity"]))

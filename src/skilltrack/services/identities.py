"""Who answers, as the person says."""

import unicodedata
from dataclasses import dataclass

from skilltrack.domain.problems import Place, Problem, Refusal
from skilltrack.exchange.answers import MAXIMUM_TEXT
from skilltrack.i18n.texts import _


@dataclass(frozen=True, slots=True)
class Identity:
    """Who answers, as the person says; compared with the roster at collection."""

    employee_no: str
    kana: str
    job_title: str


def checked_identity(employee_no: str, kana: str, job_title: str) -> Identity:
    """Take what was typed; width and blanks at the ends do not count.

    Raises:
        Refusal: Parts are blank, too long or written otherwise; all are told at once.
    """
    number = unicodedata.normalize("NFKC", employee_no).strip()
    name = " ".join(unicodedata.normalize("NFKC", kana).split())
    parts = (
        (Place(column=_("職員番号")), number, "answering.blank_employee_no"),
        (Place(column=_("フリガナ")), name, "answering.blank_kana"),
        (Place(column=_("職名")), job_title.strip(), "answering.blank_job_title"),
    )
    problems = [Problem(code, place) for place, text, code in parts if not text]
    problems += [
        Problem("answering.too_long", place, {"maximum": MAXIMUM_TEXT})
        for place, text, code in parts
        if len(text) > MAXIMUM_TEXT
    ]
    if any("IDEOGRAPH" in unicodedata.name(character, "") for character in name):
        problems.append(Problem("answering.kanji_in_kana", parts[1][0]))
    if problems:
        raise Refusal(problems)
    return Identity(number, name, job_title)

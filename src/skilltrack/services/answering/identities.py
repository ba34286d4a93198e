"""Who answers, as the person says."""

import unicodedata
from dataclasses import dataclass, field

from skilltrack.domain.problems import Place, Problem, Refusal
from skilltrack.domain.rounds.access_codes import is_well_formed, normalised_code
from skilltrack.exchange.answers import MAXIMUM_TEXT
from skilltrack.i18n.texts import _


@dataclass(frozen=True, slots=True)
class Identity:
    """Who answers, as the person says; compared with the roster at collection.

    ``access_code`` is the personal code of a strict round in its normal form, else empty.
    """

    employee_no: str
    kana: str
    job_title: str
    access_code: str = field(default="", repr=False)


def checked_identity(
    employee_no: str, kana: str, job_title: str, access_code: str | None = None
) -> Identity:
    """Take what was typed; width and blanks at the ends do not count.

    Args:
        employee_no: The number.
        kana: The name in kana.
        job_title: The title as chosen.
        access_code: The personal code; None where none is asked for.

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
    if access_code is not None:
        problems += access_code_problems(access_code)
    if problems:
        raise Refusal(problems)
    return Identity(number, name, job_title, normalised_code(access_code or ""))


def access_code_problems(typed: str) -> tuple[Problem, ...]:
    """Return what is wrong with the form of a personal code; empty when it can be one.

    Whether it is the code of the person shows only at collection: no code is on the terminal.
    """
    place = Place(column=_("個人コード"))
    if not normalised_code(typed):
        return (Problem("answering.blank_access_code", place),)
    if not is_well_formed(typed):
        return (Problem("answering.malformed_access_code", place),)
    return ()

"""What is written into the fields of a submission: read, or told to be wrong."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from skilltrack.domain import submissions as s
from skilltrack.domain.problems import Place, Problem
from skilltrack.domain.submissions import ExamOffer, FieldShape, FormField, SubmissionKind
from skilltrack.files.cells import printable
from skilltrack.i18n.dates import parse_date
from skilltrack.i18n.submission_words import choice_text, field_name

Written = str | float | date | None


def read_fields(
    kind: SubmissionKind,
    form: Sequence[FormField],
    written: Mapping[str, Written],
    place: Place = Place(),  # noqa: B008 (frozen)
    exams: Sequence[ExamOffer] = (),
) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Return the fields in their canonical writing, and every problem, each with its heading.

    Args:
        kind: What is sent.
        form: Its fields.
        written: Id → what was typed or stands in a cell; fields the form does not have are left
            aside.
        place: Where it stands; the heading is added.
        exams: The exams of the desk, by which the scores of a sitting are checked; empty leaves
            that to whoever confirms it.
    """
    fields: dict[str, str] = {}
    problems: list[Problem] = []

    def complain(field: FormField, code: str, **values: str | int) -> None:
        where = Place(place.file, place.sheet, place.row, field_name(field, kind))
        problems.append(Problem(code, where, values))

    for field in form:
        text = _text(written.get(field.id))
        if not text:
            if field.is_needed:
                complain(field, "submissions.blank")
            continue
        if len(text) > field.most_characters:
            complain(field, "submissions.too_long", most=field.most_characters)
            continue
        found = _READ[field.shape](field, text)
        if found is None:
            complain(field, f"submissions.bad_{field.shape.value}", text=_short(text))
        elif field.maximum is not None and float(found) > field.maximum:
            complain(field, "submissions.too_high", maximum=field.maximum)
        else:
            fields[field.id] = found
    if not problems:
        problems += _together(kind, form, fields, place)
        problems += _scores_wrong(form, fields, place, exams)
    return fields, tuple(problems)


def _together(
    kind: SubmissionKind, form: Sequence[FormField], fields: Mapping[str, str], place: Place
) -> list[Problem]:
    """Return what is wrong with fields that are each right."""
    by_id = {field.id: field for field in form}

    def problem(field_id: str, code: str) -> Problem:
        name = field_name(by_id[field_id], kind)
        return Problem(code, Place(place.file, place.sheet, place.row, name))

    if kind is SubmissionKind.COURSE_REPORT:
        if s.COURSE not in fields and s.COURSE_NAME not in fields:
            return [problem(s.COURSE, "submissions.no_course")]
        if s.COURSE in fields and s.COURSE_NAME in fields:
            return [problem(s.COURSE_NAME, "submissions.two_courses")]
    if kind is SubmissionKind.EXAM_RESULT:
        is_decided = s.RESULT in fields or any(k.startswith(s.SCORE) for k in fields)
        return [] if is_decided else [problem(s.RESULT, "submissions.no_result")]
    if kind is SubmissionKind.PEER_REVIEW and not s.views_of(fields):
        first = next(f.id for f in form if f.id.startswith(s.VIEW))
        return [problem(first, "submissions.no_view")]
    return []


def _scores_wrong(
    form: Sequence[FormField],
    fields: Mapping[str, str],
    place: Place,
    exams: Sequence[ExamOffer],
) -> list[Problem]:
    """Return what is wrong with scores by the edition of the day of the sitting."""
    asked = s.scores_asked(exams, fields.get(s.EXAM, ""), _as_day(fields.get(s.ON, "")))
    if asked is None:
        return []
    maxima = {score.code: score.maximum for score in asked.scores}
    found = []
    for field in form:
        code = field.id.removeprefix(s.SCORE)
        if not field.id.startswith(s.SCORE) or field.id not in fields:
            continue
        name = field_name(field, SubmissionKind.EXAM_RESULT)
        where = Place(place.file, place.sheet, place.row, name)
        if code not in maxima:
            found.append(Problem("submissions.score_not_of_exam", where))
        elif not asked.is_provisional and int(fields[field.id]) > maxima[code]:
            found.append(Problem("submissions.too_high", where, {"maximum": maxima[code]}))
    return found


def _as_day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _text(written: Written) -> str:
    if written is None:
        return ""
    if isinstance(written, datetime):
        return written.date().isoformat()
    if isinstance(written, date):
        return written.isoformat()
    if isinstance(written, float) and written.is_integer():
        return str(int(written))
    return printable(str(written)).strip()


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 20 else f"{line[:20]}…"


def plain(text: str) -> str:
    """Fold width, case and blanks, for comparing only."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _line(_field: FormField, text: str) -> str | None:
    return " ".join(text.split())


def _long(_field: FormField, text: str) -> str | None:
    return text


def _day(_field: FormField, text: str) -> str | None:
    found = parse_date(text)
    return None if found is None else found.isoformat()


def _number(_field: FormField, text: str) -> str | None:
    folded = unicodedata.normalize("NFKC", text).replace(",", "")
    try:
        found = float(folded)
    except ValueError:
        return None
    return f"{found:.2f}".rstrip("0").rstrip(".") if 0 <= found < 10**9 else None


def _count(field: FormField, text: str) -> str | None:
    found = _number(field, text)
    return found if found is not None and found.isdigit() else None


def _choice(field: FormField, text: str) -> str | None:
    """Return the code of a choice written as code, as name, or as both."""
    wanted = plain(text)
    spellings: dict[str, set[str]] = {}
    for offer in field.choices:
        for spelling in (offer.code, offer.name, choice_text(offer)):
            spellings.setdefault(plain(spelling), set()).add(offer.code)
    found = spellings.get(wanted, set())
    if plain(text) in {plain(offer.code) for offer in field.choices}:
        return next(offer.code for offer in field.choices if plain(offer.code) == wanted)
    return next(iter(found)) if len(found) == 1 else None


_READ = {
    FieldShape.LINE: _line,
    FieldShape.TEXT: _long,
    FieldShape.DAY: _day,
    FieldShape.NUMBER: _number,
    FieldShape.COUNT: _count,
    FieldShape.CHOICE: _choice,
}

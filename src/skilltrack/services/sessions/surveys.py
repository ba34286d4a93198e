"""What people said of a session: tallies entered, or anonymous sheets taken from a file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from skilltrack.domain.problems import Refusal, Severity, refuse
from skilltrack.domain.sessions.figures import SCALE, SurveySheet
from skilltrack.i18n.texts import _
from skilltrack.services.sessions.editing import note
from skilltrack.services.sessions.reading import known_session
from skilltrack.store import sessions as records
from skilltrack.store.database import Database

MOST_SHEETS = 5_000
MOST_COMMENT = 2_000


def record_tallies(
    database: Database,
    session_id: str,
    satisfaction: Mapping[int, int],
    understanding: Mapping[int, int],
    comments: Sequence[str] | None = None,
) -> int:
    """Put the tallies of a survey in place of what was recorded; return the number of sheets.

    Args:
        database: The data file.
        session_id: The session.
        satisfaction: Step → how often it was chosen.
        understanding: The same for the other question.
        comments: What was written, in any order; nobody is named. None keeps what is recorded.

    Raises:
        Refusal: No such session, an unknown step, or too many sheets.
    """
    if comments is None:
        with database.reading() as session:
            held = records.surveys_of(session, session_id)
        comments = [stored.value.comment for stored in held if stored.value.comment]
    steps = [_given(counts) for counts in (satisfaction, understanding)]
    length = max(*map(len, steps), len(comments))
    padded = [[*given, *[None] * (length - len(given))] for given in steps]
    texts = [*comments, *[""] * (length - len(comments))]
    sheets = [
        SurveySheet(session_id, number, happy, clear, text.strip())
        for number, (happy, clear, text) in enumerate(zip(*padded, texts, strict=True), start=1)
    ]
    return _replace_survey(database, session_id, sheets)


def _given(counts: Mapping[int, int]) -> list[int | None]:
    for step, count in counts.items():
        if step not in SCALE or not 0 <= count <= MOST_SHEETS:
            raise refuse("sessions.bad_tally", step=step, count=count)
    return [step for step in SCALE for _number in range(counts.get(step, 0))]


def take_survey(
    database: Database, session_id: str, path: Path, *, is_dry_run: bool = False
) -> int:
    """Take anonymous sheets from a list (満足度, 理解度, 意見); return how many.

    Raises:
        Refusal: With every problem of the list; nothing was changed.
    """
    from skilltrack.exchange.intake.sessions import read_survey
    from skilltrack.exchange.tables import read_table

    intake = read_survey(read_table(path))
    problems = [p for p in intake.problems if p.severity is Severity.ERROR]
    if problems:
        raise Refusal(problems)
    sheets = [
        SurveySheet(session_id, number, happy, clear, text)
        for number, (happy, clear, text) in enumerate(
            sorted((line.value for line in intake.lines), key=lambda each: each[2]), start=1
        )
        if happy is not None or clear is not None or text
    ]
    if not sheets:
        raise refuse("sessions.no_rows")
    return _replace_survey(database, session_id, sheets, is_dry_run=is_dry_run)


def _replace_survey(
    database: Database,
    session_id: str,
    sheets: Sequence[SurveySheet],
    *,
    is_dry_run: bool = False,
) -> int:
    if len(sheets) > MOST_SHEETS:
        raise refuse("sessions.many_sheets", most=MOST_SHEETS)
    with database.changing("sessions.survey", session_id, is_rehearsal=is_dry_run) as work:
        one = known_session(work, session_id).value
        if any(len(sheet.comment) > MOST_COMMENT for sheet in sheets):
            raise refuse("sessions.long_comment", most=MOST_COMMENT)
        records.SURVEYS.supersede(work, records.surveys_of(work, one.session_id))
        records.SURVEYS.record(work, [replace(s, session_id=one.session_id) for s in sheets])
        title = _("実施回「{title}」のアンケートを{count}枚記録")
        note(database, work, "sessions.survey", title, one, count=len(sheets))
        return len(sheets)

"""Comparison between bodies: a file that tells no person, and several of them as one table.

What a body tells of a round is worked out once, after the round was closed, and kept. Whoever
writes the file again writes the same figures: the difference of two editions tells nothing.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from skilltrack.domain.analysis.bodies import (
    PEOPLE_STEP,
    BodiesTable,
    BodySummary,
    SummaryHead,
    side_by_side,
    summarise,
)
from skilltrack.domain.analysis.groups import Answered, Respondent
from skilltrack.domain.disclosure.cells import HiddenSummary
from skilltrack.domain.problems import Place, Problem, Refusal, refuse
from skilltrack.exchange.plain import plain, restored
from skilltrack.files.atomic import write_bytes_atomically
from skilltrack.services import definitions
from skilltrack.services.rounds.analysis import band_names, no_band
from skilltrack.services.rounds.running import round_record
from skilltrack.store import audit
from skilltrack.store import rounds as records
from skilltrack.store.analysis import answers_of_round
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.definitions import change_setting, setting

SUFFIX = ".json"

MOST_FILES = 2_000
"""There are about 1,800 municipalities."""

_KEPT = "bodies.summary:"


@dataclass(frozen=True, slots=True)
class Offered:
    """What a comparison file of a round would tell.

    ``is_kept`` tells whether its figures were settled before; ``hidden`` counts the figures that
    are hidden and why, None where they were settled before.
    """

    summary: BodySummary
    is_kept: bool
    hidden: HiddenSummary | None


def offered_summary(
    database: Database, round_id: str, today: date, *, body: str | None = None
) -> Offered:
    """Return what a comparison file would tell, and settle nothing.

    Args:
        database: The data file.
        round_id: A round that is closed.
        today: The present day.
        body: What the body is called in the file, '' for no name; None is the name that the data
            file has.

    Raises:
        Refusal: No such round, it is still open, or too few people answered it.
    """
    with database.reading() as session:
        return _offered(session, round_id, today, body)


def write_summary(
    database: Database, round_id: str, path: Path, today: date, *, body: str | None = None
) -> BodySummary:
    """Write the comparison file of a round; from then on its figures are settled.

    See ``offered_summary``.

    Raises:
        Refusal: No such round, it is still open, or too few people answered it.
        MachineFailure: The file could not be written; nothing was settled.
    """
    from skilltrack.exchange.bodies import summary_bytes

    with database.changing("bodies.write", round_id) as work:
        offered = _offered(work, round_id, today, body)
        if not offered.is_kept:
            change_setting(work, _KEPT + round_id, plain(replace(offered.summary, body="")))
        write_bytes_atomically(path, summary_bytes(offered.summary))
        shown = len(offered.summary.figures) - offered.summary.hidden
        audit.append(database, work, Entry("bodies.write", round_id, shown))
    return offered.summary


def _offered(session: Session, round_id: str, today: date, body: str | None) -> Offered:
    name = (setting(session, "organisation") or "") if body is None else body.strip()
    record = round_record(session, round_id)
    if not record.is_closed:
        raise refuse("bodies.round_open", title=record.title)
    kept = setting(session, _KEPT + round_id)
    if kept is not None:
        return Offered(replace(restored(BodySummary, kept), body=name), is_kept=True, hidden=None)
    everybody = records.asked(session, round_id)
    answers = answers_of_round(session, round_id)
    people = tuple(
        Respondent(one.employee_no, "", one.band or "", answers[one.employee_no])
        for one in everybody
        if one.employee_no in answers
    )
    if len(people) < PEOPLE_STEP:
        raise refuse("bodies.too_few_answers", title=record.title, least=PEOPLE_STEP)
    questionnaire = definitions.questionnaire_version(
        session, record.questionnaire, record.questionnaire_version
    )
    asked = Counter(one.band or "" for one in everybody)
    names = {**band_names(session, record), "": no_band()}
    names |= {band: band for band in sorted(asked) if band not in names}
    found = summarise(
        SummaryHead(name, record.title, record.opens_on, record.closes_on, today),
        Answered(questionnaire, people),
        asked,
        names,
    )
    return Offered(found.summary, is_kept=False, hidden=found.published.summary)


def compare_files(paths: Sequence[Path]) -> BodiesTable:
    """Read comparison files and put them side by side.

    Raises:
        Refusal: With every mistake of every file; files of different questionnaires, the same
            round of a body twice, or no file.
        MachineFailure: A file cannot be read.
    """
    from skilltrack.exchange.bodies import read_summary

    if not paths:
        raise refuse("bodies.no_files")
    if len(paths) > MOST_FILES:
        raise refuse("bodies.too_many_files", most=MOST_FILES)
    found: list[tuple[Path, BodySummary]] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            found.append((path, read_summary(path)))
        except Refusal as error:
            problems += error.problems
    problems += _unlike(found)
    if problems:
        raise Refusal(problems)
    return side_by_side([summary for _path, summary in found])


def _unlike(found: Sequence[tuple[Path, BodySummary]]) -> list[Problem]:
    problems: list[Problem] = []
    seen: dict[object, Path] = {}
    for path, summary in found:
        place = Place(file=path.name)
        first = found[0][1]
        if summary.questionnaire != first.questionnaire:
            values = {"title": summary.questionnaire_title, "first": first.questionnaire_title}
            problems.append(Problem("bodies.other_questionnaire", place, values))
        same = seen.setdefault(_identity(summary), path)
        if same is not path:
            problems.append(Problem("bodies.same_twice", place, {"file": same.name}))
    return problems


def _identity(summary: BodySummary) -> object:
    """Return by what a round of a body is known again; without a name by all it tells."""
    if not summary.body:
        return repr(summary)
    return summary.body, summary.opens_on, summary.closes_on, summary.title


def write_comparison(
    database: Database | None, path: Path, table: BodiesTable, *, is_data: bool = False
) -> None:
    """Write bodies side by side as a workbook.

    Args:
        database: The data file of the body that compares; None where there is none.
        path: The workbook to write or to replace.
        table: The bodies.
        is_data: A long table for other programs instead of pages for printing.

    Raises:
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.bodies import write_bodies, write_bodies_data

    organisation, made_at = "", datetime.now(UTC)
    if database is not None:
        made_at = database.clock()
        with database.reading() as session:
            organisation = setting(session, "organisation") or ""
    write = write_bodies_data if is_data else write_bodies
    write(path, table, made_at=made_at, organisation=organisation)
    if database is not None:
        audit.note(database, Entry("report.comparison", path.name, len(table.lines)))

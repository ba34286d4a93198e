"""What comes back of a session: its attendance sheet, applications, scores, anonymous surveys.

The sheet is written by ``reports.session_sheets``. Its first row, hidden, says what each column
is, so that columns may be moved and rows sorted, added or taken out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from skilltrack.domain.intake import Intake, Line
from skilltrack.domain.problems import Place, Problem, Severity
from skilltrack.domain.sessions.definition import THERE, GuestState, PresenceState
from skilltrack.domain.sessions.figures import SCALE
from skilltrack.exchange.intake import columns as c
from skilltrack.exchange.intake.columns import BadCell, Column, Parse
from skilltrack.exchange.intake.roster import gather
from skilltrack.exchange.tables import Cell, RawTable

SESSION_KEY, PERSON_KEY = "session:", "person"
DAY_KEY, MINUTES_KEY, SCORE_KEY = "day:", "minutes:", "score"
NUMBER_HEADING = "職員番号"

PRESENCE_WORDS: Mapping[str, PresenceState] = {
    "出席": PresenceState.ATTENDED,
    "欠席": PresenceState.ABSENT,
    "遅刻・早退": PresenceState.LATE,
    "届出欠席": PresenceState.EXCUSED,
    "アーカイブ": PresenceState.ARCHIVE,
}
"""What the list of the sheet offers."""

_TYPED: Mapping[str, PresenceState] = {
    **PRESENCE_WORDS,
    "出": PresenceState.ATTENDED,
    "○": PresenceState.ATTENDED,
    "〇": PresenceState.ATTENDED,
    "欠": PresenceState.ABSENT,
    "×": PresenceState.ABSENT,
    "遅刻": PresenceState.LATE,
    "早退": PresenceState.LATE,
    "届": PresenceState.EXCUSED,
    "△": PresenceState.EXCUSED,
    "動画": PresenceState.ARCHIVE,
}
_presence: Parse = c.one_of(_TYPED)


@dataclass(frozen=True, slots=True)
class Given:
    """What a sheet says of a day."""

    state: PresenceState
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """An attendance sheet as read.

    ``people`` is number → number of the day → what is said, None where nothing is. ``places`` is
    where a number or the id of a guest stands.
    """

    session_id: str
    place: Place
    people: dict[str, dict[int, Given | None]] = field(default_factory=dict)
    guests: dict[str, GuestState] = field(default_factory=dict)
    scores: dict[str, Fraction] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def read_sheet(raw: RawTable) -> ReadSheet:
    """Read an attendance sheet that was filled in; every problem is gathered."""
    place = Place(raw.file, raw.sheet)
    layout = _Layout.of(raw)
    if layout is None:
        return ReadSheet("", place, problems=(Problem("sessions.no_sheet", place),))
    found = ReadSheet(layout.session_id, place)
    problems = [p for p in raw.notices if p.severity is Severity.ERROR]
    for row, cells in layout.rows(raw):
        problems += _read_row(found, layout, raw, row, cells)
    if not found.people and not found.guests and not problems:
        problems.append(Problem("sessions.no_rows", place))
    return ReadSheet(
        found.session_id,
        place,
        found.people,
        found.guests,
        found.scores,
        found.places,
        tuple(problems),
    )


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where each column of a sheet stands."""

    session_id: str
    guest: int
    person: int
    days: Mapping[int, int]
    minutes: Mapping[int, int]
    score: int | None

    @classmethod
    def of(cls, raw: RawTable) -> "_Layout | None":
        keys = {c.fold(heading): place for place, heading in enumerate(raw.header) if heading}
        named = next((key for key in keys if key.startswith(SESSION_KEY)), None)
        if named is None or PERSON_KEY not in keys:
            return None
        return cls(
            named.removeprefix(SESSION_KEY),
            keys[named],
            keys[PERSON_KEY],
            _numbered(keys, DAY_KEY),
            _numbered(keys, MINUTES_KEY),
            keys.get(SCORE_KEY),
        )

    def rows(self, raw: RawTable) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """Yield the rows below the headings that people see."""
        is_below = False
        for row, cells in raw.rows:
            if is_below:
                yield row, cells
            is_below = is_below or c.fold(str(cells[self.person] or "")) == NUMBER_HEADING


def _numbered(keys: Mapping[str, int], prefix: str) -> dict[int, int]:
    """Return number of the day → column, for the keys that begin in a way."""
    parts = {key.removeprefix(prefix): place for key, place in keys.items() if prefix in key}
    return {int(text): place for text, place in parts.items() if text.isdecimal()}


def _read_row(
    found: ReadSheet, layout: _Layout, raw: RawTable, row: int, cells: tuple[Cell, ...]
) -> list[Problem]:
    problems: list[Problem] = []
    days: dict[int, Given | None] = {}
    score = None
    for day_no, at in layout.days.items():
        try:
            state = _presence(cells[at])
            minutes_at = layout.minutes.get(day_no)
            minutes = None if minutes_at is None else c.whole_number(cells[minutes_at])
            days[day_no] = None if state is None else Given(state, minutes)
        except BadCell as error:
            place = Place(raw.file, raw.sheet, row, _day_name(day_no))
            problems.append(Problem(error.code, place, error.values))
    if layout.score is not None:
        try:
            score = _score(cells[layout.score])
        except BadCell as error:
            place = Place(raw.file, raw.sheet, row, "点数")
            problems.append(Problem(error.code, place, error.values))
    number, guest = c.code(cells[layout.person]), c.code(cells[layout.guest])
    who, place = number or guest, Place(raw.file, raw.sheet, row, NUMBER_HEADING)
    is_filled = any(days.values()) or score is not None
    if not who:
        return [*problems, Problem("sessions.row_without_id", place)] if is_filled else []
    if who in found.places:
        first = found.places[who].row or 0
        return [*problems, Problem("sessions.twice", place, {"number": who, "first": first})]
    found.places[who] = place
    if number:
        found.people[number] = days
        if score is not None:
            found.scores[number] = score
    elif any(days.values()):
        came = any(given is not None and given.state in THERE for given in days.values())
        found.guests[guest] = GuestState.ATTENDED if came else GuestState.ABSENT
    return problems


def _day_name(day_no: int) -> str:
    return f"{day_no}日目"


def _score(cell: Cell) -> Fraction | None:
    found = c.number(cell)
    return None if found is None else Fraction(str(found))


def read_applications(raw: RawTable) -> Intake[tuple[str, date | None]]:
    """Read who applied: employee number and day of the application, None where it is blank."""
    parsed = c.read_columns(
        raw, (Column(NUMBER_HEADING, c.code, needed=True), Column("申込日", c.day))
    )
    return gather(
        raw,
        parsed,
        lambda number, on: (number, on),
        parsed.column(NUMBER_HEADING),
        parsed.column("申込日"),
    )


def read_scores(raw: RawTable) -> Intake[tuple[str, Fraction]]:
    """Read scores of a test from an attendance sheet, or from 職員番号 and 点数."""
    if _Layout.of(raw) is not None:
        sheet = read_sheet(raw)
        lines = [Line(sheet.places[n].row or 0, (n, s)) for n, s in sheet.scores.items()]
        return Intake(raw.file, raw.sheet, raw.digest, len(raw.rows), lines, sheet.problems)
    parsed = c.read_columns(
        raw,
        (Column(NUMBER_HEADING, c.code, needed=True), Column("点数", _score, needed=True)),
    )
    return gather(
        raw,
        parsed,
        lambda number, score: (number, score),
        parsed.column(NUMBER_HEADING),
        parsed.column("点数"),
    )


def read_survey(raw: RawTable) -> Intake[tuple[int | None, int | None, str]]:
    """Read anonymous sheets: 満足度 and 理解度 from 1 to 5, and what was written."""
    parsed = c.read_columns(
        raw,
        (
            Column("満足度", _step, needed=False),
            Column("理解度", _step),
            Column("意見", c.verbatim),
        ),
    )
    if {"満足度", "理解度"} <= parsed.lacking:
        place = Place(raw.file, raw.sheet)
        values = {"heading": "満足度", "accepted": "満足度、理解度、意見"}
        problem = Problem("intake.missing_column", place, values)
        return Intake(raw.file, raw.sheet, raw.digest, len(raw.rows), (), (problem,))
    return gather(
        raw,
        parsed,
        lambda happy, clear, text: (happy, clear, text.strip()),
        parsed.column("満足度"),
        parsed.column("理解度"),
        parsed.column("意見", ""),
    )


def _step(cell: Cell) -> int | None:
    found = c.whole_number(cell)
    if found is not None and found not in SCALE:
        raise BadCell("sessions.bad_step", step=found)
    return found

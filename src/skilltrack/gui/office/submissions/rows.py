"""The tables of 届出: what employees sent, and the rows of exports of other systems."""

from collections.abc import Mapping

from skilltrack.domain.catalogue.elsewhere import OPEN_ENDS, RowEnd, RowOutcome
from skilltrack.domain.submissions import BLOCKING, Conflict, SubmissionState
from skilltrack.gui.office.names import plain_name, searched_name
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.elsewhere import END_NAMES, remark_of
from skilltrack.i18n.submission_words import CONFLICT_NAMES, KIND_NAMES, STATE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.submissions.review import SubmissionLine

Line = SubmissionLine


def tone_of(conflicts: tuple[Conflict, ...]) -> Tone:
    """Return how grave what stands out is."""
    if BLOCKING & set(conflicts):
        return Tone.BAD
    return Tone.ATTENTION if conflicts else Tone.GOOD


def standing(line: Line) -> str:
    """Return what to look at, or what was decided."""
    if line.state is SubmissionState.RETURNED:
        return line.reason
    if line.state is SubmissionState.CONFIRMED:
        return STATE_NAMES[line.state]
    return _("・").join(CONFLICT_NAMES[one] for one in line.conflicts) or _("なし")


def _standing_tone(line: Line) -> Tone:
    if line.state is SubmissionState.WAITING:
        return tone_of(line.conflicts)
    return Tone.GOOD if line.state is SubmissionState.CONFIRMED else Tone.INFO


LINE_FIELDS: tuple[Field[Line], ...] = (
    Field(_("氏名"), lambda line: plain_name(line.name), lambda line: line.kana, LEFT, 100),
    Field(_("種類"), lambda line: KIND_NAMES[line.kind], None, LEFT, 84),
    Field(_("内容"), lambda line: line.subject, None, LEFT, 160),
    Field(
        _("日付"),
        lambda line: None if line.on is None else wareki_short(line.on),
        lambda line: line.on,
        LEFT,
        80,
    ),
    Field(_("確かめること・理由"), standing, None, LEFT, 216, tone=_standing_tone),
    Field(_("所属"), lambda line: line.department_name, lambda line: line.department, LEFT, 112),
    Field(_("証拠"), lambda line: _("あり") if line.evidence else None, None, LEFT, 60),
    Field(
        _("受付日"),
        lambda line: wareki_short(line.submitted_on),
        lambda line: line.submitted_on,
        LEFT,
        84,
    ),
)
SUBJECT_COLUMN = 2

SEARCHED: tuple[Field[Line], ...] = (
    Field(
        _("氏名"),
        lambda line: "\n".join(
            (
                line.employee_no,
                searched_name(line.name),
                searched_name(line.kana),
                line.department_name,
                line.subject,
            )
        ),
    ),
)

_END_TONES: Mapping[RowEnd, Tone] = {
    RowEnd.NEW: Tone.GOOD,
    **dict.fromkeys(OPEN_ENDS, Tone.ATTENTION),
}


def _person(row: RowOutcome) -> str:
    name = plain_name(row.employee_name or row.brought.name)
    return f"{row.employee_no or row.brought.person}　{name}".strip()


ROW_FIELDS: tuple[Field[RowOutcome], ...] = (
    Field(_("行"), lambda row: row.brought.row, None, RIGHT, 56),
    Field(_("職員"), _person, None, LEFT, 176),
    Field(
        _("研修"),
        lambda row: row.course_name or row.brought.course or row.brought.code,
        None,
        LEFT,
        236,
    ),
    Field(
        _("修了日"),
        lambda row: None if row.brought.on is None else wareki_short(row.brought.on),
        lambda row: row.brought.on,
        LEFT,
        84,
    ),
    Field(
        _("扱い"),
        lambda row: END_NAMES[row.end],
        None,
        LEFT,
        124,
        tone=lambda row: _END_TONES.get(row.end, Tone.INFO),
    ),
    Field(_("確かめること"), remark_of, None, LEFT, 240),
)
REMARK_COLUMN = 5

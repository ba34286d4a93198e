"""Rows and columns of the exams: departments, people, sittings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from skilltrack.domain.exams.definition import TOTAL, ExamField, ExamProgress
from skilltrack.domain.exams.progress import ExamStage, Progress
from skilltrack.domain.exams.sittings import Judged, judged
from skilltrack.gui.office.names import plain_name, searched_name
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field
from skilltrack.i18n.dates import wareki, wareki_short
from skilltrack.i18n.exam_people import (
    contradiction_text,
    lacking_text,
    result_text,
    stage_text,
)
from skilltrack.i18n.numbers import percent
from skilltrack.i18n.texts import _
from skilltrack.services.exams.people import ExamPerson, PeopleOrder
from skilltrack.services.exams.register import Sitting

STAGE_TONES: Mapping[ExamStage, Tone | None] = {
    ExamStage.NOT_STARTED: None,
    ExamStage.STUDYING: Tone.INFO,
    ExamStage.VOUCHER: Tone.INFO,
    ExamStage.BOOKED: Tone.INFO,
    ExamStage.SAT: Tone.ATTENTION,
    ExamStage.PASSED: Tone.GOOD,
    ExamStage.FAILED: Tone.BAD,
    ExamStage.GIVEN_UP: None,
}


def stage_tone(progress: Progress) -> Tone | None:
    """Return the tone of a stage; a result that is due asks for attention."""
    return Tone.ATTENTION if progress.is_result_due else STAGE_TONES[progress.stage]


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """A department, or the whole body (``is_whole``)."""

    progress: ExamProgress
    is_whole: bool = False

    @property
    def ratio(self) -> Fraction | None:
        """Return passers ÷ people."""
        headcount = self.progress.headcount
        return Fraction(self.progress.passers, headcount) if headcount else None


PROGRESS_FIELDS: tuple[Field[ProgressRow], ...] = (
    Field(
        _("所属"),
        lambda row: _("全体") if row.is_whole else row.progress.department_name,
        lambda row: row.progress.department,
        LEFT,
        220,
    ),
    Field(_("人数"), lambda row: row.progress.headcount, None, RIGHT, 80),
    Field(_("合格者"), lambda row: row.progress.passers, None, RIGHT, 88),
    Field(_("合格率"), lambda row: percent(row.ratio), lambda row: row.ratio, LEFT, 240),
    Field(_("受験者"), lambda row: row.progress.candidates, None, RIGHT, 88),
    Field(_("受験回数"), lambda row: row.progress.attempts, None, RIGHT, 96),
)


# Sittings


@dataclass(frozen=True, slots=True)
class SittingRow:
    """A sitting with the department's name, judged by the edition of its day."""

    sitting: Sitting
    department_name: str
    judged: Judged

    @property
    def points_lacking(self) -> int | None:
        """Return all points lacking; None for a pass and where no scores are known."""
        return self.judged.points_lacking or None


def sitting_row(sitting: Sitting, names: Mapping[str, str]) -> SittingRow:
    """Return a sitting with what its scores lack to the pass rule of its edition."""
    department = sitting.person.department
    return SittingRow(
        sitting, names.get(department, department), judged(sitting.exam, sitting.attempt)
    )


def searched(row: SittingRow) -> str:
    """Return what the search looks at."""
    person = row.sitting.person
    names = (searched_name(person.name), searched_name(person.kana))
    return "\n".join((person.employee_no, row.department_name, person.job_title, *names))


def _result(row: SittingRow) -> str:
    text = result_text(row.sitting.passed)
    return _("{result}（食い違い）").format(result=text) if row.judged.contradicts else text


def _result_tone(row: SittingRow) -> Tone | None:
    if row.judged.contradicts:
        return Tone.ATTENTION
    if row.sitting.passed:
        return Tone.GOOD
    return Tone.BAD if row.sitting.passed is False else Tone.INFO


def _score_field(field: ExamField) -> Field[SittingRow]:
    return Field(
        field.name,
        lambda row: row.sitting.attempt.scores.get(field.code),
        None,
        RIGHT,
        104 if field.code == TOTAL else 112,
    )


def sitting_fields(scores: Sequence[ExamField]) -> tuple[Field[SittingRow], ...]:
    """Return the columns of the sittings with those of the scores."""
    lacking: Field[SittingRow] = Field(
        _("合格まで"),
        lambda row: lacking_text(row.judged.lacking),
        lambda row: row.points_lacking,
        LEFT,
        232,
        tone=lambda row: Tone.ATTENTION if row.judged.is_near else None,
    )
    return (
        Field(
            _("氏名"),
            lambda row: plain_name(row.sitting.person.name),
            lambda row: row.sitting.person.kana,
            LEFT,
            116,
        ),
        Field(
            _("所属"),
            lambda row: row.department_name,
            lambda row: row.sitting.person.department,
            LEFT,
            132,
        ),
        Field(
            _("受験日"),
            lambda row: wareki(row.sitting.attempt.on),
            lambda row: row.sitting.attempt.on,
            LEFT,
            128,
        ),
        Field(
            _("判定"),
            _result,
            None,
            LEFT,
            168,
            tone=_result_tone,
            tooltip=lambda row: contradiction_text(row.judged) or _result(row),
        ),
        *((*map(_score_field, scores), lacking) if scores else ()),
    )


# People


def _day(row: ExamPerson) -> str | None:
    on = row.progress.planned_on
    if on is None:
        return None
    plan = row.progress.plan
    is_booked = plan is not None and plan.booked_for is not None
    text = _("{on} 予約") if is_booked else _("{on} 予定")
    return text.format(on=wareki_short(on))


def _latest(row: ExamPerson) -> str | None:
    latest = row.progress.latest
    return None if latest is None else wareki_short(latest.attempt.on)


def _lacking(row: ExamPerson) -> str | None:
    latest = row.progress.latest
    if latest is None or row.progress.passed_on is not None:
        return None
    return lacking_text(latest.lacking) or None


def _remark(row: ExamPerson) -> str | None:
    said = [contradiction_text(one) for one in row.contradictions]
    said += [_lacking(row) or ""]
    said += [] if row.is_counted else [_("集計の対象外")]
    return _("、").join(filter(None, said)) or None


def _remark_tone(row: ExamPerson) -> Tone | None:
    is_marked = row.contradictions or row.progress.near_miss is not None
    return Tone.ATTENTION if is_marked else None


PEOPLE_FIELDS: tuple[Field[ExamPerson], ...] = (
    Field(_("職員番号"), lambda row: row.person.employee_no, None, LEFT, 84),
    Field(_("氏名"), lambda row: plain_name(row.person.name), None, LEFT, 112),
    Field(_("所属"), lambda row: row.department_name, None, LEFT, 132),
    Field(
        _("段階"),
        lambda row: stage_text(row.progress),
        None,
        LEFT,
        172,
        tone=lambda row: stage_tone(row.progress),
    ),
    Field(
        _("いつから"),
        lambda row: None if row.progress.since is None else wareki_short(row.progress.since),
        None,
        LEFT,
        84,
    ),
    Field(_("受験の予定"), _day, None, LEFT, 120),
    Field(_("受験"), lambda row: len(row.progress.sittings) or None, None, RIGHT, 56),
    Field(_("最後の受験"), _latest, None, LEFT, 96),
    Field(_("総合点"), lambda row: row.latest_total, None, RIGHT, 72),
    Field(
        _("合格まで・確かめること"),
        _remark,
        None,
        LEFT,
        232,
        tone=_remark_tone,
    ),
)

ORDERS = (
    PeopleOrder.NUMBER,
    PeopleOrder.NAME,
    PeopleOrder.DEPARTMENT,
    PeopleOrder.STAGE,
    PeopleOrder.SINCE,
    PeopleOrder.DAY,
    PeopleOrder.SITTINGS,
    PeopleOrder.LATEST,
    PeopleOrder.TOTAL,
    PeopleOrder.LACKING,
)
"""The order of each column of the people."""

"""Columns of the goals: departments, and those who passed."""

from datetime import date

from skilltrack.domain.exams.definition import ExamConsent
from skilltrack.domain.exams.goals import GoalRow
from skilltrack.domain.exams.progress import ExamStage
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.exam_goals import consent_text
from skilltrack.i18n.numbers import percent
from skilltrack.i18n.texts import _
from skilltrack.services.exams.consents import ConsentLine

RATIO_COLUMN = 3


def _of(row: GoalRow, number: int) -> int | None:
    """Return a number of people; None where nobody is there to count."""
    return number if row.people else None


def _waiting(row: GoalRow) -> int:
    return row.at(ExamStage.VOUCHER) + row.at(ExamStage.BOOKED) + row.at(ExamStage.SAT)


GOAL_FIELDS: tuple[Field[GoalRow], ...] = (
    Field(_("所属"), lambda row: row.name or _("全体"), lambda row: row.code, LEFT, 176),
    Field(_("対象\n（人）"), lambda row: row.people, None, RIGHT, 60),
    Field(_("合格\n（人）"), lambda row: _of(row, row.passers), None, RIGHT, 60),
    Field(_("合格者の割合"), lambda row: percent(row.ratio), lambda row: row.ratio, RIGHT, 140),
    Field(_("目標まで\n（人）"), lambda row: _of(row, row.missing), None, RIGHT, 76),
    Field(_("学習中"), lambda row: _of(row, row.at(ExamStage.STUDYING)), None, RIGHT, 64),
    Field(
        _("予約・\n結果待ち"),
        lambda row: _of(row, _waiting(row)),
        None,
        RIGHT,
        80,
        tooltip=lambda _row: _("バウチャー配付済み、予約済み、結果待ちの人です。"),
    ),
    Field(_("不合格"), lambda row: _of(row, row.at(ExamStage.FAILED)), None, RIGHT, 64),
    Field(_("今年度の\n受験（回）"), lambda row: _of(row, row.attempts_year), None, RIGHT, 88),
    Field(_("これまでの\n受験（回）"), lambda row: _of(row, row.attempts), None, RIGHT, 92),
    Field(
        _("合格率"),
        lambda row: percent(row.pass_rate),
        lambda row: row.pass_rate,
        RIGHT,
        72,
        tooltip=lambda row: _("合否の決まった受験{sittings:,}回のうち{passed:,}回").format(
            sittings=row.sittings, passed=row.passed
        ),
    ),
    Field(_("学習会\n（人）"), lambda row: _of(row, row.studied), None, RIGHT, 68),
    Field(_("講師\n（人）"), lambda row: _of(row, row.teachers), None, RIGHT, 60),
)


def _tone(stated: ExamConsent | None) -> Tone | None:
    if stated is None:
        return None
    return Tone.GOOD if stated.consents else Tone.INFO


def _order(stated: ExamConsent | None) -> tuple[int, date]:
    return (0, date.min) if stated is None else (1 + stated.consents, stated.stated_on)


CONSENT_FIELDS: tuple[Field[ConsentLine], ...] = (
    Field(_("職員番号"), lambda line: line.person.employee_no, None, LEFT, 84),
    Field(
        _("氏名"),
        lambda line: plain_name(line.person.name),
        lambda line: line.person.kana,
        LEFT,
        120,
    ),
    Field(
        _("所属"),
        lambda line: line.person.department_name,
        lambda line: line.person.department,
        LEFT,
        168,
    ),
    Field(_("職名"), lambda line: line.person.job_title, None, LEFT, 104),
    Field(
        _("合格日"),
        lambda line: wareki_short(line.passed_on),
        lambda line: line.passed_on,
        LEFT,
        92,
    ),
    Field(
        _("氏名の掲載"),
        lambda line: consent_text(line.notice),
        lambda line: _order(line.notice),
        LEFT,
        156,
        tone=lambda line: _tone(line.notice),
    ),
    Field(
        _("学習会の講師"),
        lambda line: consent_text(line.teaching),
        lambda line: _order(line.teaching),
        LEFT,
        156,
        tone=lambda line: _tone(line.teaching),
    ),
)

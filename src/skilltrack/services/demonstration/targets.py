"""Targets of the fictional city itself, beside those of its schemes; figures entered by hand."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from skilltrack.domain.audience import Audience
from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.organisation import EmploymentType, PracticeStage
from skilltrack.domain.targets.counting import CountingUnit
from skilltrack.domain.targets.definition import (
    KeptTarget,
    Measure,
    MeasureKind,
    TargetRule,
    TargetShape,
)
from skilltrack.i18n.texts import _
from skilltrack.services.targets import editing as target_editing
from skilltrack.store.database import Database

PERMANENT = Audience(
    employment_types=(
        EmploymentType.REGULAR,
        EmploymentType.REAPPOINTED,
        EmploymentType.FIXED_TERM,
    )
)

SHARE_OF_LEADERS = Fraction(15, 100)
PROCEDURES = "online-procedures"


def set_targets(
    database: Database, employees: int, year: FiscalYear, as_of: date, tell: Callable[[str], None]
) -> None:
    """Add the targets of the city, one of each shape that its schemes do not have."""
    rules = _rules(employees, year)
    for rule, scheme in rules:
        target_editing.add(database, KeptTarget(rule, scheme), as_of, _("育成計画の策定"))
    first = FiscalYear(year.year - 1).first_day
    figures = (
        (date(first.year, 6, 30), 2, _("住民票、所得証明")),
        (date(first.year, 12, 28), 5, _("粗大ごみ、施設予約、水道の開栓")),
        (date(first.year + 1, 3, 31), 7, _("保育の申込、犬の登録")),
        (date(first.year + 1, 9, 30), 11, _("道路占用など4件")),
    )
    for on, value, note in figures:
        if on <= as_of:
            target_editing.state(database, PROCEDURES, on, value, note)
    tell(_("目標：{count} 件").format(count=len(rules)))


def _rules(employees: int, year: FiscalYear) -> tuple[tuple[TargetRule, str], ...]:
    start, end = FiscalYear(year.year - 1).first_day, FiscalYear(year.year + 1).last_day
    gold, silver = max(2, employees // 40), max(4, employees // 12)
    return (
        (
            TargetRule(
                "levels",
                _("ゴールド・シルバー・ブロンズの人数"),
                TargetShape.LEVELS,
                start,
                end,
                per_level={
                    "gold": Fraction(gold),
                    "silver": Fraction(silver),
                    "bronze": Fraction(max(8, employees // 4)),
                },
            ),
            "kitakyushu",
        ),
        (
            TargetRule(
                "security-everyone",
                _("全職員の情報セキュリティ研修"),
                TargetShape.EVERYONE,
                start,
                year.last_day,
                Measure(MeasureKind.COURSES, ("DX-03",)),
                population=PERMANENT,
                is_yearly=True,
            ),
            "",
        ),
        (
            TargetRule(
                "leaders-share",
                _("職員に占めるDXリーダーの割合"),
                TargetShape.SHARE,
                start,
                end,
                Measure(MeasureKind.ROLES_HELD, ("dx_leader",)),
                goal=SHARE_OF_LEADERS,
                population=PERMANENT,
            ),
            "",
        ),
        (
            TargetRule(
                "course-attendances",
                _("DX研修の延べ受講者"),
                TargetShape.HEADS,
                start,
                end,
                Measure(
                    MeasureKind.COURSES,
                    ("DX-01", "DX-02", "DX-04", "DX-05", "DX-06"),
                    unit=CountingUnit.ATTENDANCES,
                ),
                goal=Fraction(round(employees * 8 // 5, -1)),
            ),
            "",
        ),
        (
            TargetRule(
                "passes",
                _("ITパスポートの合格者"),
                TargetShape.HEADS,
                start,
                end,
                Measure(MeasureKind.EXAMS, ("it_passport",)),
                goal=Fraction(max(20, employees * 2 // 5)),
            ),
            "",
        ),
        (
            TargetRule(
                "improvements",
                _("実施まで進んだDX実践"),
                TargetShape.OUTPUTS,
                start,
                year.last_day,
                Measure(MeasureKind.PRACTICES, stage=PracticeStage.CARRIED_OUT),
                goal=Fraction(12),
            ),
            "",
        ),
        (
            TargetRule(
                PROCEDURES,
                _("オンラインで申請できる手続き"),
                TargetShape.OUTPUTS,
                start,
                year.last_day,
                Measure(MeasureKind.STATED),
                goal=Fraction(15),
            ),
            "",
        ),
    )

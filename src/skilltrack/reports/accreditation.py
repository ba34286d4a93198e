"""The register of accreditations, their certificates, and the levels of a scheme."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from skilltrack.domain.accreditation import AccreditationLine, Level, OverrideLine, Pyramid
from skilltrack.i18n.career import ACCREDITATION_STATE_NAMES, project_text
from skilltrack.i18n.dates import fiscal_year_text, wareki, wareki_short
from skilltrack.i18n.inclusion import counted_note
from skilltrack.i18n.role_names import last_day_text
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.certificates import Certificate, write_certificate_pages
from skilltrack.reports.printing import PrintColumn, PrintTable, print_table
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading, Value

REGISTER_SHEET = _("認定者名簿")
LEVELS_SHEET = _("段階別人数")
YEARS_SHEET = _("年度別の推移")
CHANGED_SHEET = _("判定の変更")


def write_accreditation_certificates(
    path: Path, lines: Sequence[AccreditationLine], *, organisation: str, made_at: datetime
) -> None:
    """Write a certificate on an A4 page for each accreditation.

    Raises:
        MachineFailure: The file could not be written.
    """
    pages = [
        Certificate(
            line.accreditation.certificate_no,
            line.person.department_name,
            line.person.name,
            _("あなたを「{tier}」に認定します。").format(tier=line.tier_name),
            line.scheme_name,
            _day(line.accreditation.valid.start),
        )
        for line in lines
    ]
    write_certificate_pages(path, pages, organisation=organisation, made_at=made_at)


def _day(on: date | None) -> str:
    return "" if on is None else wareki(on)


def _short(on: date | None) -> str:
    return "" if on is None else wareki_short(on)


def write_accreditation_register(
    path: Path,
    lines: Sequence[AccreditationLine],
    title: str,
    as_of: date,
    *,
    organisation: str,
    made_at: datetime,
) -> None:
    """Write the register of those accredited, for printing.

    Args:
        path: The workbook to write or to replace.
        lines: The accreditations.
        title: The scheme.
        as_of: The day on which they stand as they do.
        organisation: The body.
        made_at: The aware instant named in the footer.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(REGISTER_SHEET, organisation, made_at)
    facts = (title, _("基準日 {as_of}").format(as_of=wareki(as_of)))
    heading = Heading(REGISTER_SHEET, facts, organisation, made_at)
    columns = (
        PrintColumn(_("認定番号"), narrowest=14, widest=28),
        PrintColumn(_("区分"), widest=20),
        PrintColumn(_("所属"), widest=20),
        PrintColumn(_("職名"), widest=12),
        PrintColumn(_("職員番号"), "center"),
        PrintColumn(_("氏名"), widest=18),
        PrintColumn(_("認定の日"), "center"),
        PrintColumn(_("終わりの日"), "center"),
        PrintColumn(_("状態"), "center"),
        PrintColumn(_("理由"), widest=26),
        PrintColumn(_("証拠・プロジェクト"), widest=40),
        PrintColumn(_("取消の理由"), widest=20),
    )
    rows: list[tuple[Value, ...]] = [
        (
            line.accreditation.certificate_no,
            line.tier_name,
            line.person.department_name,
            line.person.job_title,
            line.person.employee_no,
            line.person.name,
            _short(line.accreditation.valid.start),
            last_day_text(line.accreditation.valid),
            ACCREDITATION_STATE_NAMES[line.state],
            line.accreditation.reason,
            "\n".join(
                filter(None, (line.accreditation.grounds.text, *map(project_text, line.projects)))
            ),
            line.accreditation.ended_because,
        )
        for line in lines
    ]
    notes = (
        _("所属と職名は基準日のものです。基準日に配属のない職員は空欄です。"),
        _("認定番号は年度ごとに順に付け、取り消した番号も二度と使いません。"),
    )
    print_table(
        workbook.create_sheet(REGISTER_SHEET), heading, PrintTable(columns, rows, notes=notes)
    )
    save(workbook, path)


def write_pyramid(path: Path, found: Pyramid, *, organisation: str, made_at: datetime) -> None:
    """Write the levels of a scheme on a day, and year by year.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(LEVELS_SHEET, organisation, made_at)
    facts = (
        found.scheme_name,
        _("基準日 {as_of}").format(as_of=wareki(found.as_of)),
        _("対象 {count:,}人").format(count=found.headcount),
    )
    columns = (
        PrintColumn(_("区分"), narrowest=20),
        PrintColumn(_("この区分（人）"), "right"),
        PrintColumn(_("この区分以上（人）"), "right"),
        PrintColumn(_("認定（人）"), "right"),
        PrintColumn(_("目標（人）"), "right"),
        PrintColumn(_("目標まで（人）"), "right"),
        PrintColumn(_("目標の期限"), "center"),
    )
    rows: list[tuple[Value, ...]] = [
        (
            level.name,
            level.here,
            level.reached,
            level.accredited,
            level.target,
            lacking(level),
            _short(level.target_due),
        )
        for level in found.levels
    ]
    rows.append((_("どの区分にもいない"), found.below, None, None, None, None, ""))
    print_table(
        workbook.create_sheet(LEVELS_SHEET),
        Heading(LEVELS_SHEET, facts, organisation, made_at),
        PrintTable(columns, rows, notes=_level_notes(found)),
    )
    print_table(
        workbook.create_sheet(YEARS_SHEET),
        Heading(YEARS_SHEET, facts[:2], organisation, made_at),
        _years(found),
    )
    save(workbook, path)


def lacking(level: Level) -> int | None:
    """Return how many are missing to the target; None where there is no target or no figure."""
    if level.target is None or level.reached is None:
        return None
    return max(0, level.target - level.reached)


def _level_notes(found: Pyramid) -> tuple[str, ...]:
    return (
        counted_note((found.counted,)),
        _(
            "「この区分」は、理由を付けて変更した判定があるときはその区分で数えます。"
            "「認定」は基準日に有効な認定のある対象の職員です。"
        ),
        _("目標は、制度の区分ごとの人数の目標です。"),
    )


def _years(found: Pyramid) -> PrintTable:
    columns = (
        PrintColumn(_("年度"), narrowest=12),
        PrintColumn(_("区分"), narrowest=20),
        PrintColumn(_("研修の参加（人）"), "right"),
        PrintColumn(_("研修の修了（人）"), "right"),
        PrintColumn(_("年度の認定（人）"), "right"),
        PrintColumn(_("年度末に有効（人）"), "right"),
        PrintColumn(_("認定の累計（人）"), "right"),
    )
    rows: list[tuple[Value, ...]] = [
        (
            fiscal_year_text(year.fiscal_year),
            year.tier_name,
            year.participants,
            year.completed,
            year.granted,
            year.held,
            year.ever,
        )
        for year in found.years
    ]
    notes = (
        _(
            "「参加」は区分が求める研修に出席したか修了した職員、「認定」は年度に認定された職員で、"
            "同じ人は1人と数えます。参加者と認定者は一致しないことがあります。"
        ),
        _("区分が研修を求めないときは、参加と修了を数えません。退職した職員も数えます。"),
        _("今年度の「年度末に有効」は基準日の人数です。"),
    )
    return PrintTable(columns, rows, notes=notes)


def write_overrides(
    path: Path,
    lines: Sequence[OverrideLine],
    title: str,
    as_of: date,
    *,
    organisation: str,
    made_at: datetime,
) -> None:
    """Write the tiers that were set by hand beside the calculated ones.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(CHANGED_SHEET, organisation, made_at)
    facts = (title, _("基準日 {as_of}").format(as_of=wareki(as_of)))
    columns = (
        PrintColumn(_("職員番号"), "center"),
        PrintColumn(_("氏名"), widest=20),
        PrintColumn(_("所属"), widest=24),
        PrintColumn(_("職名"), widest=12),
        PrintColumn(_("変更した区分"), widest=24),
        PrintColumn(_("計算の区分"), widest=24),
        PrintColumn(_("始まりの日"), "center"),
        PrintColumn(_("終わりの日"), "center"),
        PrintColumn(_("状態"), "center"),
        PrintColumn(_("理由"), narrowest=20, widest=40),
    )
    rows: list[tuple[Value, ...]] = [
        (
            line.person.employee_no,
            line.person.name,
            line.person.department_name,
            line.person.job_title,
            line.tier_name,
            line.calculated_name if line.is_judged else None,
            _short(line.set_verdict.override.valid.start),
            last_day_text(line.set_verdict.override.valid),
            ACCREDITATION_STATE_NAMES[line.state],
            line.set_verdict.override.reason,
        )
        for line in lines
    ]
    notes = (
        _("計算の区分は、基準日の要件から計算したものです。判定の対象でない職員は「―」です。"),
    )
    print_table(
        workbook.create_sheet(CHANGED_SHEET),
        Heading(CHANGED_SHEET, facts, organisation, made_at),
        PrintTable(columns, rows, notes=notes),
    )
    save(workbook, path)

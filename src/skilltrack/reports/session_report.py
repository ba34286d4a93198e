"""研修実績報告: the sessions of a year, and one session with what people said."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.sessions.definition import SessionState
from skilltrack.domain.sessions.figures import (
    FEWEST_COMMENTS,
    SCALE,
    Answered,
    SessionLine,
    SessionSheet,
    SessionYear,
)
from skilltrack.i18n.dates import fiscal_year_text, wareki
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.sessions import (
    counting_note,
    days_text,
    hours_text,
    mode_name,
    state_name,
    yen,
)
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.data_tables import Column, Datum, day_columns, tabulate
from skilltrack.reports.data_writing import write_tables
from skilltrack.reports.printing import PrintColumn, PrintTable, print_table
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading, Value

REPORT_SHEET, COURSE_SHEET = _("実施回"), _("研修別")
SURVEY_SHEET, COMMENT_SHEET = _("アンケート"), _("意見")
FEWEST_ANSWERS = 5
"""Figures of fewer answers are not printed: a report leaves the personnel section."""


def write_year(path: Path, year: SessionYear, *, organisation: str, made_at: datetime) -> None:
    """Write the report on the training of a year: every session, and totals by course.

    Args:
        path: The workbook to write or to replace.
        year: The sessions.
        organisation: The body.
        made_at: The aware instant named in the footer.

    Raises:
        MachineFailure: The file could not be written.

    Source: facts §5 (亀岡市: each year's results are reported).
    """
    workbook = style.new_workbook(_("研修実績報告"), organisation, made_at)
    facts = (
        fiscal_year_text(FiscalYear(year.fiscal_year)),
        _("基準日 {as_of}").format(as_of=wareki(year.as_of)),
    )
    heading = Heading(_("研修実績報告"), facts, organisation, made_at)
    print_table(workbook.create_sheet(REPORT_SHEET), heading, _sessions(year.lines))
    print_table(workbook.create_sheet(COURSE_SHEET), heading, _courses(year.lines))
    save(workbook, path)


def _sessions(lines: Sequence[SessionLine]) -> PrintTable:
    columns = (
        PrintColumn(_("開催日"), narrowest=12, widest=26),
        PrintColumn(_("実施回"), narrowest=20, widest=28),
        PrintColumn(_("形態"), "center"),
        PrintColumn(_("会場"), widest=16),
        PrintColumn(_("講師"), widest=14),
        PrintColumn(_("状態"), "center"),
        *_FIGURES,
    )
    rows: list[tuple[Value, ...]] = [
        (_("計"), "", "", "", "", "", *_figures(lines)),
        *(
            (
                f"{days_text(line.session)} {hours_text(line.session)}".strip(),
                line.session.title,
                mode_name(line.session),
                line.session.place,
                line.session.lecturer,
                state_name(line.session),
                *_figures([line]),
            )
            for line in lines
        ),
    ]
    return PrintTable(columns, rows, totals=1, notes=_notes())


_PEOPLE, _POSITIVE = _("人数（人）"), _("肯定的な回答")
_FIGURES = (
    PrintColumn(_("予定"), "right", _PEOPLE),
    PrintColumn(_("出席"), "right", _PEOPLE),
    PrintColumn(_("修了"), "right", _PEOPLE),
    PrintColumn(_("外部"), "right", _PEOPLE),
    PrintColumn(_("出席率"), "right"),
    PrintColumn(_("費用"), "right"),
    PrintColumn(_("1人あたり"), "right"),
    PrintColumn(_("満足度"), "right", _POSITIVE),
    PrintColumn(_("理解度"), "right", _POSITIVE),
)


def _figures(lines: Iterable[SessionLine]) -> tuple[Value, ...]:
    """Return the figures of some sessions together, those called off left out."""
    every = [line for line in lines if not line.session.is_cancelled]
    if not every:
        return (None,) * len(_FIGURES)
    noted = [line for line in every if line.counts.attended]
    enrolled = sum(line.counts.enrolled for line in every)
    came = sum(line.counts.attended for line in every)
    due = sum(line.counts.enrolled for line in noted)
    costs = [line.cost for line in every if line.cost is not None]
    cost = sum(costs) if costs else None
    priced = sum(line.counts.attended for line in every if line.cost is not None)
    paid = sum(line.cost or 0 for line in noted)
    return (
        enrolled,
        came if noted else None,
        sum(line.counts.completed for line in every),
        sum(line.counts.guests for line in every),
        Fraction(came, due) if due else None,
        yen(cost),
        yen(Fraction(paid, priced) if costs and priced else None),
        _positive([line.survey.satisfaction.counts for line in every]),
        _positive([line.survey.understanding.counts for line in every]),
    )


def _positive(counts: Sequence[Mapping[int, int]]) -> Value:
    summed = {step: sum(each[step] for each in counts) for step in SCALE}
    answered = Answered(summed)
    return answered.positive if answered.n >= FEWEST_ANSWERS else None


def _courses(lines: Sequence[SessionLine]) -> PrintTable:
    by_course: dict[str, list[SessionLine]] = {}
    for line in lines:
        by_course.setdefault(line.session.course, []).append(line)
    columns = (
        PrintColumn(_("研修コード"), widest=14),
        PrintColumn(_("研修"), narrowest=24, widest=40),
        PrintColumn(_("実施済み（回）"), "right"),
        *_FIGURES,
    )
    rows: list[tuple[Value, ...]] = [
        ("", _("計"), _held(lines), *_figures(lines)),
        *(
            (code, of_course[0].course_name, _held(of_course), *_figures(of_course))
            for code, of_course in sorted(by_course.items())
        ),
    ]
    return PrintTable(columns, rows, totals=1, notes=_notes())


def _held(lines: Iterable[SessionLine]) -> int:
    return sum(line.session.state is SessionState.HELD for line in lines)


def _notes() -> tuple[str, ...]:
    return (
        counting_note(),
        _(
            "出席率は、出欠のある実施回の出席÷受講予定です。計の人数は延べです。中止の回は入れません。"
        ),
        _(
            "費用には、これからの回の予定を含みます。1人あたりは、出席のある回の費用÷出席です。"
            "費用が登録されていない回は入れません。"
        ),
        _("「肯定的」は、5段階の4と5の割合です。回答が{fewest}人未満のときは示しません。").format(
            fewest=FEWEST_ANSWERS
        ),
    )


def write_year_data(path: Path, year: SessionYear, *, organisation: str, made_at: datetime) -> None:
    """Write the sessions of a year as data: one cell one datum, days in both calendars.

    Args:
        path: The workbook to write or to replace.
        year: The sessions.
        organisation: The body.
        made_at: The aware instant kept in the file's properties.

    Raises:
        MachineFailure: The file could not be written.
    """
    tables = (tabulate(_("実施回"), _DATA, year.lines),)
    write_tables(path, _("実施回"), tables, made_at=made_at, organisation=organisation)


def _first(line: SessionLine) -> date | None:
    return line.session.first_day


def _last(line: SessionLine) -> date | None:
    return line.session.last_day


def _ratio(value: Fraction | None) -> Datum:
    return None if value is None else float(value)


_DATA: tuple[Column[SessionLine], ...] = (
    Column(_("実施回番号"), _("実施回の番号"), lambda line: line.session.session_id),
    Column(_("研修コード"), _("研修のコード"), lambda line: line.session.course),
    Column(_("研修名"), _("研修一覧の名前"), lambda line: line.course_name),
    Column(_("題名"), _("実施回の題名"), lambda line: line.session.title),
    *day_columns(_("最初の開催日"), _("空欄は日程未定"), _first),
    *day_columns(_("最後の開催日"), _("空欄は日程未定"), _last),
    Column(_("開催日数"), _("開催日の数"), lambda line: len(line.session.days)),
    Column(
        _("状態"),
        _("計画、受付中、受付終了、実施済み、中止"),
        lambda line: state_name(line.session),
    ),
    Column(_("形態"), _("開き方"), lambda line: mode_name(line.session) or None),
    Column(_("会場"), _("場所"), lambda line: line.session.place or None),
    Column(_("定員"), _("空欄は定員なし"), lambda line: line.session.capacity),
    Column(_("名簿（人）"), _("名簿にある職員"), lambda line: line.counts.invited),
    Column(_("受講予定（人）"), _("席のある職員"), lambda line: line.counts.enrolled),
    Column(_("補欠（人）"), _("席を待つ職員"), lambda line: line.counts.waiting),
    Column(
        _("出席（人）"),
        _("1日でも出席したかアーカイブを視聴した職員"),
        lambda line: line.counts.attended,
    ),
    Column(_("修了（人）"), _("この実施回で修了した職員"), lambda line: line.counts.completed),
    Column(
        _("外部（人）"),
        _("参加した外部の人。職員の人数に入らない"),
        lambda line: line.counts.guests,
    ),
    Column(
        _("費用（円）"), _("1回の費用＋1人の費用×受講予定。空欄は未登録"), lambda line: line.cost
    ),
    Column(
        _("満足度（肯定的）"),
        _("5段階の4と5の割合"),
        lambda line: _ratio(line.survey.satisfaction.positive),
    ),
    Column(_("満足度（回答数）"), _("答えた人数"), lambda line: line.survey.satisfaction.n),
    Column(
        _("理解度（肯定的）"),
        _("5段階の4と5の割合"),
        lambda line: _ratio(line.survey.understanding.positive),
    ),
    Column(_("理解度（回答数）"), _("答えた人数"), lambda line: line.survey.understanding.n),
)


# One session


def write_session(path: Path, sheet: SessionSheet, *, organisation: str, made_at: datetime) -> None:
    """Write the report on one session: facts and figures, the survey, what was written.

    Args:
        path: The workbook to write or to replace.
        sheet: The session.
        organisation: The body.
        made_at: The aware instant named in the footer.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(_("実施報告"), organisation, made_at)
    heading = Heading(
        _("実施報告：{title}").format(title=sheet.session.title),
        (days_text(sheet.session), _("基準日 {as_of}").format(as_of=wareki(sheet.as_of))),
        organisation,
        made_at,
    )
    print_table(workbook.create_sheet(_("実施報告")), heading, _facts(sheet), "portrait")
    page = workbook.create_sheet(SURVEY_SHEET)
    print_table(page, heading, _survey(sheet), "portrait")
    _write_comments(workbook.create_sheet(COMMENT_SHEET), heading, sheet)
    save(workbook, path)


def _facts(sheet: SessionSheet) -> PrintTable:
    line, one, counts = sheet.line, sheet.session, sheet.line.counts
    units: dict[str, int] = {}
    for person in sheet.seated:
        if person.has_come:
            units[person.unit_name] = units.get(person.unit_name, 0) + 1
    rows: list[tuple[Value, ...]] = [
        (_("研修"), f"{line.course_name}（{one.course}）"),
        (_("開催日"), f"{days_text(one)} {hours_text(one)}".strip()),
        (_("形態"), mode_name(one) or NO_FIGURE),
        (_("会場"), one.place or NO_FIGURE),
        (_("講師"), one.lecturer or NO_FIGURE),
        (_("主催"), line.detail.organiser or NO_FIGURE),
        (_("状態"), state_name(one)),
        (_("定員"), NO_FIGURE if one.capacity is None else _people(one.capacity)),
        (_("受講予定"), _people(counts.enrolled)),
        (_("出席"), _people(counts.attended)),
        (_("出席率"), style.shown(line.turnout)),
        (_("修了"), _people(counts.completed)),
        (_("外部の参加者"), _people(counts.guests)),
        (_("費用"), yen(line.cost)),
        (_("1人あたりの費用"), yen(line.cost_per_head)),
        (
            _("出席した所属"),
            _("、").join(_("{name} {count}人").format(name=n, count=c) for n, c in units.items())
            or NO_FIGURE,
        ),
        (_("備考"), one.note or NO_FIGURE),
    ]
    columns = (
        PrintColumn(_("項目"), narrowest=18),
        PrintColumn(_("内容"), narrowest=60, widest=64),
    )
    return PrintTable(columns, rows, notes=(counting_note(),))


def _people(count: int) -> str:
    return _("{count:,}人").format(count=count)


def _survey(sheet: SessionSheet) -> PrintTable:
    survey = sheet.line.survey
    columns = (
        PrintColumn(_("段階"), narrowest=18),
        PrintColumn(_("満足度（人）"), "right", narrowest=24),
        PrintColumn(_("理解度（人）"), "right", narrowest=24),
    )
    both = (survey.satisfaction, survey.understanding)
    is_shown = [answered.n >= FEWEST_ANSWERS for answered in both]

    def row(name: str, values: Iterable[Value]) -> tuple[Value, ...]:
        cells = zip(values, is_shown, strict=True)
        return (name, *(value if shown else None for value, shown in cells))

    rows = [
        row(_("肯定的（4と5）"), (answered.positive for answered in both)),
        *(
            row(_("{step}").format(step=step), (answered.counts[step] for answered in both))
            for step in SCALE
        ),
        row(_("回答数"), (answered.n for answered in both)),
    ]
    note = _("5が最もよい段階です。回答が{fewest}人未満の設問は示しません。")
    return PrintTable(columns, rows, totals=1, notes=(note.format(fewest=FEWEST_ANSWERS),))


def _write_comments(page: Worksheet, heading: Heading, sheet: SessionSheet) -> None:
    survey = sheet.line.survey
    note = _(
        "意見は{count}件です。{fewest}件未満のときは、書いた人が分かるおそれがあるため示しません。"
    )
    rows: list[tuple[Value, ...]] = [(comment,) for comment in survey.comments]
    table = PrintTable(
        (PrintColumn(_("意見（並びは内容の順）"), narrowest=80, widest=80),),
        rows,
        notes=(note.format(count=survey.comment_count, fewest=FEWEST_COMMENTS),),
    )
    print_table(page, heading, table, "portrait")

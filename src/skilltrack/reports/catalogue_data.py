"""The catalogue as data: the table that the import reads, and JSON documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from skilltrack.domain.catalogue.courses import Course
from skilltrack.domain.catalogue.menu import Menu
from skilltrack.domain.catalogue.years import (
    CatalogueCourse,
    CourseComparison,
    CourseLine,
    Mention,
    MissingCourse,
)
from skilltrack.domain.schemes.programmes import CompletionRule
from skilltrack.i18n.catalogue import COMPLETION_NAMES, CatalogueWords, modes_text
from skilltrack.i18n.names import COURSE_KIND_NAMES, EMPLOYMENT_TYPE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.reports.data_tables import Column, DataTable, Datum, tabulate
from skilltrack.reports.data_writing import write_tables

Document = dict[str, Any]
PARTED = ";"


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the catalogue with its course and the names."""

    row: Course
    line: CourseLine
    words: CatalogueWords


def write_catalogue_data(
    path: Path,
    lines: Sequence[CourseLine],
    words: CatalogueWords,
    *,
    organisation: str,
    made_at: datetime,
) -> None:
    """Write the catalogue under the headings of the import, and what was arranged for it.

    Args:
        path: The workbook to write or to replace.
        lines: The courses.
        words: The names of the municipality.
        organisation: The body.
        made_at: The aware instant kept in the file's properties.

    Raises:
        MachineFailure: The file could not be written.
    """
    rows = [_Row(row, line, words) for line in lines for row in line.course.rows]
    tables = (tabulate(_("研修一覧"), _COLUMNS, rows), _uses(lines))
    write_tables(path, _("研修一覧"), tables, made_at=made_at, organisation=organisation)


def _joined(words: Sequence[str]) -> str | None:
    return PARTED.join(words) or None


def _named(codes: Sequence[str], names: Mapping[str, str]) -> str | None:
    return _joined([names.get(code, code) for code in codes])


def _figure(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _mark(*, is_on: bool) -> str:
    return _("○") if is_on else _("×")


def _rule(row: _Row) -> CompletionRule:
    return row.line.course.detail.completion


def _cohort_role(row: _Row) -> Datum:
    cohort = row.line.course.detail.audience.cohort
    return None if cohort is None else row.words.roles.get(cohort.role, cohort.role)


def _cohort_years(row: _Row) -> Datum:
    cohort = row.line.course.detail.audience.cohort
    return None if cohort is None else _joined([str(year) for year in cohort.fiscal_years])


_COLUMNS: tuple[Column[_Row], ...] = (
    Column(_("研修コード"), _("研修を見分ける文字"), lambda r: r.row.code),
    Column(_("研修名"), _("研修の名前"), lambda r: r.row.name),
    Column(_("種別"), _("必須・リーダー必須・選択"), lambda r: COURSE_KIND_NAMES[r.row.kind]),
    Column(
        _("対象区分"),
        _("この種別で受ける役職区分（;区切り、空欄は全区分）"),
        lambda r: _named(r.row.bands, r.words.bands),
    ),
    Column(_("形態"), _("実施の形（・区切り）"), lambda r: modes_text(r.line.course) or None),
    Column(_("時間"), _("研修の長さ（時間）"), lambda r: r.row.hours),
    Column(_("年度"), _("4月1日に始まる年度の、始まりの年"), lambda r: r.row.fiscal_year),
    Column(_("主催"), _("行う団体"), lambda r: r.line.course.detail.organiser or None),
    Column(_("講師"), _("講師の名前"), lambda r: r.line.course.detail.lecturer or None),
    Column(_("定員"), _("1回の定員（人）"), lambda r: r.line.course.detail.capacity),
    Column(
        _("1回の費用"), _("実施1回ごとの費用（円）"), lambda r: r.line.course.detail.session_yen
    ),
    Column(_("1人の費用"), _("受講1人ごとの費用（円）"), lambda r: r.line.course.detail.seat_yen),
    Column(_("修了条件"), _("何をすると修了か"), lambda r: COMPLETION_NAMES[_rule(r).kind]),
    Column(_("修了時間"), _("時間数で修了とするときの時間"), lambda r: _figure(_rule(r).hours)),
    Column(_("合格点"), _("確認テストで修了とするときの点"), lambda r: _figure(_rule(r).score)),
    Column(
        _("報告会"),
        _("報告会への出席も必要か"),
        lambda r: _mark(is_on=_rule(r).has_presentation),
    ),
    Column(_("証跡"), _("証跡も必要か"), lambda r: _mark(is_on=_rule(r).is_evidence_needed)),
    Column(
        _("アーカイブで補える"),
        _("欠席をアーカイブの視聴で補えるか"),
        lambda r: _mark(is_on=_rule(r).counts_archive),
    ),
    Column(
        _("有効月数"),
        _("修了の有効な月数（空欄は期限なし）"),
        lambda r: r.line.course.detail.valid_months,
    ),
    Column(
        _("更新研修コード"),
        _("これでも更新できる研修"),
        lambda r: r.line.course.detail.renewed_by or None,
    ),
    Column(
        _("育てるスキル"),
        _("調査票の分野・設問（;区切り）"),
        lambda r: _joined([skill.key for skill in r.line.course.detail.builds]),
    ),
    Column(
        _("対象者の役職区分"),
        _("対象者の絞り込み：役職区分（;区切り）"),
        lambda r: _named(r.line.course.detail.audience.bands, r.words.bands),
    ),
    Column(
        _("対象役割"),
        _("対象者の絞り込み：役割（;区切り）"),
        lambda r: _named(r.line.course.detail.audience.roles, r.words.roles),
    ),
    Column(_("対象指定役割"), _("対象者の絞り込み：指定された役割"), _cohort_role),
    Column(_("対象指定年度"), _("その指定の年度（;区切り、空欄は全年度）"), _cohort_years),
    Column(
        _("対象所属コード"),
        _("対象者の絞り込み：所属（;区切り、下の所属も含む）"),
        lambda r: _joined(r.line.course.detail.audience.departments),
    ),
    Column(
        _("対象任用区分"),
        _("対象者の絞り込み：任用区分（;区切り）"),
        lambda r: _joined(
            [EMPLOYMENT_TYPE_NAMES[kind] for kind in r.line.course.detail.audience.employment_types]
        ),
    ),
    Column(
        _("対象職種"),
        _("対象者の絞り込み：職種（;区切り）"),
        lambda r: _joined(r.line.course.detail.audience.occupations),
    ),
    Column(
        _("対象外職種"),
        _("対象にしない職種（;区切り）"),
        lambda r: _joined(r.line.course.detail.audience.occupations_left_out),
    ),
    Column(_("説明"), _("研修の説明"), lambda r: r.line.course.detail.explanation or None),
)


def _uses(lines: Sequence[CourseLine]) -> DataTable:
    columns: tuple[Column[CourseLine], ...] = (
        Column(_("研修コード"), _("研修を見分ける文字"), lambda one: one.course.code),
        Column(_("研修名"), _("研修の名前"), lambda one: one.course.name),
        Column(_("実施回"), _("中止でない実施回の数"), lambda one: one.use.sessions),
        Column(_("申込"), _("実施回に席のある職員の人数"), lambda one: one.use.enrolled),
        Column(
            _("席"), _("実施回の定員の合計（空欄は定員のない回あり）"), lambda one: one.use.seats
        ),
        Column(_("受講計画の席"), _("最新の受講計画の席の数"), lambda one: one.use.planned),
        Column(_("修了"), _("年度の初日から基準日までの修了者"), lambda one: one.use.completed),
        Column(
            _("費用（円）"),
            _("1回の費用 × 実施回 ＋ 1人の費用 × 人数"),
            lambda one: None if one.cost is None else one.cost.total,
        ),
        Column(
            _("満席の場合（円）"),
            _("定員まで入ったときの費用"),
            lambda one: None if one.cost is None else one.cost.at_most,
        ),
    )
    return tabulate(_("実施と費用"), columns, lines)


# JSON documents


def course_document(course: CatalogueCourse) -> Document:
    """Return a course with its detail."""
    detail = course.detail
    rule, audience = detail.completion, detail.audience
    return {
        "code": course.code,
        "name": course.name,
        "fiscal_year": course.fiscal_year,
        "offers": [{"kind": row.kind.value, "bands": list(row.bands)} for row in course.rows],
        "mode": course.mode,
        "modes": [mode.value for mode in detail.modes],
        "hours": course.hours,
        "builds": [
            {"code": skill.code, "questionnaire": skill.questionnaire} for skill in detail.builds
        ],
        "completion": {
            "kind": rule.kind.value,
            "hours": _figure(rule.hours),
            "score": _figure(rule.score),
            "has_presentation": rule.has_presentation,
            "is_evidence_needed": rule.is_evidence_needed,
            "counts_archive": rule.counts_archive,
        },
        "audience": {
            "bands": list(audience.bands),
            "roles": list(audience.roles),
            "cohort": None
            if audience.cohort is None
            else {
                "role": audience.cohort.role,
                "fiscal_years": list(audience.cohort.fiscal_years),
            },
            "departments": list(audience.departments),
            "employment_types": [kind.value for kind in audience.employment_types],
            "occupations": list(audience.occupations),
            "occupations_left_out": list(audience.occupations_left_out),
        },
        "organiser": detail.organiser,
        "lecturer": detail.lecturer,
        "capacity": detail.capacity,
        "session_yen": detail.session_yen,
        "seat_yen": detail.seat_yen,
        "valid_months": detail.valid_months,
        "renewed_by": detail.renewed_by,
        "explanation": detail.explanation,
    }


def line_document(line: CourseLine) -> Document:
    """Return a course with what was arranged for it, what it costs and what names it."""
    use, cost = line.use, line.cost
    return {
        **course_document(line.course),
        "sessions": use.sessions,
        "enrolled": use.enrolled,
        "seats": use.seats,
        "planned": use.planned,
        "completed": use.completed,
        "heads": use.heads,
        "cost": None if cost is None else {"total": cost.total, "at_most": cost.at_most},
        "named_by": _mentions(line.named_by),
    }


def row_documents(line: CourseLine) -> list[Document]:
    """Return the rows of a course, each with what was arranged for the course."""
    use, cost = line.use, line.cost
    return [
        {
            "code": row.code,
            "name": row.name,
            "kind": row.kind.value,
            "bands": list(row.bands),
            "mode": row.mode,
            "hours": row.hours,
            "organiser": line.course.detail.organiser,
            "sessions": use.sessions,
            "enrolled": use.enrolled,
            "seats": use.seats,
            "completed": use.completed,
            "cost": None if cost is None else cost.total,
        }
        for row in line.course.rows
    ]


def _mentions(mentions: Sequence[Mention]) -> list[Document]:
    return [{"kind": one.kind.value, "scheme": one.scheme, "name": one.name} for one in mentions]


def missing_document(one: MissingCourse) -> Document:
    """Return a course that rules name and the year does not hold."""
    return {"code": one.code, "name": one.name, "named_by": _mentions(one.named_by)}


def comparison_document(one: CourseComparison) -> Document:
    """Return a course in two years."""
    return {
        "code": one.course.code,
        "name": one.course.name,
        "state": one.state.value,
        "parts": [part.value for part in one.parts],
        "before": None if one.before is None else course_document(one.before),
        "after": None if one.after is None else course_document(one.after),
    }


def menu_document(menu: Menu) -> Document:
    """Return the menu: lines, segments, and the courses of each cell that has any."""
    return {
        "lines": [
            {"code": line.code, "name": line.name, "is_role": line.is_role} for line in menu.lines
        ],
        "segments": [{"key": segment.key, "name": segment.name} for segment in menu.segments],
        "cells": [
            {
                "line": line.code,
                "segment": segment.key,
                "courses": [{"code": one.code, "kind": one.kind.value} for one in entries],
            }
            for line in menu.lines
            for segment in menu.segments
            for entries in [menu.cells.get((line, segment), ())]
            if entries
        ],
        "outside": [course.code for course in menu.outside],
    }

"""The columns of the catalogue, of two years compared, and of the cost."""

from dataclasses import dataclass

from skilltrack.domain.catalogue.years import CourseComparison, CourseLine, PlannedCost, YearState
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field
from skilltrack.i18n.catalogue import (
    PART_NAMES,
    YEAR_STATE_NAMES,
    CatalogueWords,
    completion_text,
    listed,
    modes_text,
    number_text,
    offer_texts,
    part_text,
    validity_text,
)
from skilltrack.i18n.names import COURSE_KIND_NAMES
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.texts import _


@dataclass(frozen=True, slots=True)
class ListRow:
    """A course of the year with the names it is shown by."""

    line: CourseLine
    words: CatalogueWords

    @property
    def skills(self) -> str:
        """Return the skills it builds."""
        return listed(self.words.skill(skill) for skill in self.line.course.detail.builds)

    @property
    def seats(self) -> str:
        """Return 「18 / 30」, people with a seat of all seats."""
        use = self.line.use
        if not use.sessions:
            return NO_FIGURE
        return f"{use.enrolled:,} / {NO_FIGURE if use.seats is None else f'{use.seats:,}'}"


def _kinds(row: ListRow) -> str:
    return listed(COURSE_KIND_NAMES[kind] for kind in row.line.course.kinds)


def _bands(row: ListRow) -> str:
    found: dict[str, None] = {}
    for one in row.line.course.rows:
        if not one.bands:
            return _("全区分")
        found |= dict.fromkeys(row.words.bands.get(band, band) for band in one.bands)
    return listed(found)


def searched_course(row: ListRow) -> str:
    """Return what the search field looks at."""
    course = row.line.course
    return "\n".join(
        (
            course.code,
            course.name,
            course.detail.organiser,
            course.detail.lecturer,
            modes_text(course),
            row.skills,
            *offer_texts(course, row.words),
        )
    )


LIST_FIELDS: tuple[Field[ListRow], ...] = (
    Field(_("コード"), lambda row: row.line.course.code, None, LEFT, 84),
    Field(_("研修名"), lambda row: row.line.course.name, None, LEFT, 216),
    Field(
        _("種別"),
        _kinds,
        None,
        LEFT,
        104,
        tooltip=lambda row: "\n".join(offer_texts(row.line.course, row.words)),
    ),
    Field(
        _("対象区分"),
        _bands,
        None,
        LEFT,
        150,
        tooltip=lambda row: "\n".join(offer_texts(row.line.course, row.words)),
    ),
    Field(_("形態"), lambda row: modes_text(row.line.course) or None, None, LEFT, 116),
    Field(
        _("時間"),
        lambda row: number_text(row.line.course.hours) or None,
        lambda row: row.line.course.hours,
        RIGHT,
        60,
    ),
    Field(
        _("実施回"),
        lambda row: row.line.use.sessions,
        None,
        RIGHT,
        68,
    ),
    Field(
        _("席（申込 / 定員）"),
        lambda row: row.seats,
        lambda row: row.line.use.enrolled if row.line.use.sessions else None,
        RIGHT,
        130,
    ),
    Field(_("修了（人）"), lambda row: row.line.use.completed, None, RIGHT, 88),
    Field(
        _("修了条件"),
        lambda row: completion_text(row.line.course.detail.completion),
        None,
        LEFT,
        150,
    ),
    Field(
        _("有効期間"),
        lambda row: validity_text(row.line.course.detail, row.words),
        lambda row: row.line.course.detail.valid_months,
        LEFT,
        96,
    ),
    Field(_("育てるスキル"), lambda row: row.skills or None, None, LEFT, 180),
    Field(_("主催"), lambda row: row.line.course.detail.organiser or None, None, LEFT, 110),
    Field(_("講師"), lambda row: row.line.course.detail.lecturer or None, None, LEFT, 110),
    Field(
        _("定員（1回）"),
        lambda row: row.line.course.detail.capacity,
        None,
        RIGHT,
        92,
    ),
    Field(
        _("費用（円）"),
        lambda row: _yen(row.line.cost),
        lambda row: None if row.line.cost is None else row.line.cost.total,
        RIGHT,
        100,
    ),
)


def _yen(cost: PlannedCost | None) -> str | None:
    return None if cost is None else f"{cost.total:,}"


# Two years


@dataclass(frozen=True, slots=True)
class YearRow:
    """A course in two years with the names it is shown by."""

    comparison: CourseComparison
    words: CatalogueWords

    @property
    def changes(self) -> tuple[str, ...]:
        """Return 「時間：2 → 3」 for each part that differs."""
        before, after = self.comparison.before, self.comparison.after
        if before is None or after is None:
            return ()
        return tuple(
            _("{part}：{old} → {new}").format(
                part=PART_NAMES[part],
                old=part_text(before, part, self.words),
                new=part_text(after, part, self.words),
            )
            for part in self.comparison.parts
        )


STATE_TONES = {
    YearState.ADDED: Tone.GOOD,
    YearState.DROPPED: Tone.ATTENTION,
    YearState.CHANGED: Tone.INFO,
}

YEAR_FIELDS: tuple[Field[YearRow], ...] = (
    Field(
        _("違い"),
        lambda row: YEAR_STATE_NAMES[row.comparison.state],
        lambda row: list(YearState).index(row.comparison.state),
        LEFT,
        96,
        tone=lambda row: STATE_TONES.get(row.comparison.state),
    ),
    Field(_("コード"), lambda row: row.comparison.course.code, None, LEFT, 84),
    Field(_("研修名"), lambda row: row.comparison.course.name, None, LEFT, 240),
    Field(
        _("種別"),
        lambda row: listed(COURSE_KIND_NAMES[kind] for kind in row.comparison.course.kinds),
        None,
        LEFT,
        110,
    ),
    Field(
        _("変わったところ"),
        lambda row: _("　").join(row.changes),
        None,
        LEFT,
        400,
        tooltip=lambda row: "\n".join(row.changes),
    ),
)


# The cost


@dataclass(frozen=True, slots=True)
class CostRow:
    """A course with its cost; ``line`` None is the total of the year."""

    line: CourseLine | None
    total: int | None
    at_most: int | None


def _of_line(row: CostRow, value: int | None) -> str | None:
    return "" if row.line is None else None if value is None else f"{value:,}"


COST_FIELDS: tuple[Field[CostRow], ...] = (
    Field(
        _("コード"), lambda row: "" if row.line is None else row.line.course.code, None, LEFT, 84
    ),
    Field(
        _("研修名"),
        lambda row: _("年度の合計") if row.line is None else row.line.course.name,
        None,
        LEFT,
        216,
    ),
    Field(
        _("主催"),
        lambda row: "" if row.line is None else row.line.course.detail.organiser or None,
        None,
        LEFT,
        104,
    ),
    Field(
        _("講師"),
        lambda row: "" if row.line is None else row.line.course.detail.lecturer or None,
        None,
        LEFT,
        104,
    ),
    Field(
        _("1回の費用（円）"),
        lambda row: _of_line(row, None if row.line is None else row.line.course.detail.session_yen),
        lambda row: None if row.line is None else row.line.course.detail.session_yen,
        RIGHT,
        124,
    ),
    Field(
        _("実施回"),
        lambda row: _of_line(row, None if row.line is None else row.line.use.sessions),
        lambda row: None if row.line is None else row.line.use.sessions,
        RIGHT,
        72,
    ),
    Field(
        _("1人の費用（円）"),
        lambda row: _of_line(row, None if row.line is None else row.line.course.detail.seat_yen),
        lambda row: None if row.line is None else row.line.course.detail.seat_yen,
        RIGHT,
        124,
    ),
    Field(
        _("人数"),
        lambda row: _of_line(row, None if row.line is None else row.line.use.heads),
        lambda row: None if row.line is None else row.line.use.heads,
        RIGHT,
        72,
    ),
    Field(
        _("費用（円）"),
        lambda row: None if row.total is None else f"{row.total:,}",
        lambda row: row.total,
        RIGHT,
        112,
    ),
    Field(
        _("満席の場合（円）"),
        lambda row: None if row.at_most is None else f"{row.at_most:,}",
        lambda row: row.at_most,
        RIGHT,
        130,
    ),
)


def cost_row(line: CourseLine) -> CostRow:
    """Return the row of a course."""
    cost = line.cost
    return CostRow(
        line, None if cost is None else cost.total, None if cost is None else cost.at_most
    )

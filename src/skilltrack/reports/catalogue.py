"""The catalogue of a year for printing: list, menu, two years compared, cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.menu import Menu
from skilltrack.domain.catalogue.years import CourseComparison, CourseLine, YearState
from skilltrack.i18n.catalogue import (
    PART_NAMES,
    YEAR_STATE_NAMES,
    CatalogueWords,
    audience_texts,
    completion_text,
    listed,
    modes_text,
    number_text,
    offer_texts,
    part_text,
    validity_text,
)
from skilltrack.i18n.dates import fiscal_year_text, wareki
from skilltrack.i18n.names import COURSE_KIND_NAMES
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.printing import PrintColumn, PrintTable, print_table
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading, Value

LIST_SHEET, MENU_SHEET = _("研修一覧"), _("メニュー表")
YEARS_SHEET, COST_SHEET = _("前年度との違い"), _("費用")


@dataclass(frozen=True, slots=True)
class PrintedCatalogue:
    """What is printed; without a ``menu`` its sheet is left out."""

    fiscal_year: FiscalYear
    as_of: date
    lines: Sequence[CourseLine]
    comparison: Sequence[CourseComparison]
    words: CatalogueWords
    menu: Menu | None = None
    scheme_name: str = ""


def write_catalogue(
    path: Path, printed: PrintedCatalogue, *, organisation: str, made_at: datetime
) -> None:
    """Write the catalogue of a year.

    Args:
        path: The workbook to write or to replace.
        printed: What is in it.
        organisation: The body.
        made_at: The aware instant named in the footer.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(LIST_SHEET, organisation, made_at)
    year = fiscal_year_text(printed.fiscal_year)
    as_of = _("基準日 {as_of}").format(as_of=wareki(printed.as_of))

    def heading(title: str, *facts: str) -> Heading:
        return Heading(title, (year, *facts), organisation, made_at)

    sheets = [
        (LIST_SHEET, heading(_("研修一覧"), as_of), _list(printed)),
        (YEARS_SHEET, heading(_("前年度との違い")), _years(printed)),
        (COST_SHEET, heading(_("研修の費用の見込み"), as_of), _costs(printed)),
    ]
    if printed.menu is not None and printed.menu.cells:
        menu = (
            MENU_SHEET,
            heading(_("研修のメニュー表"), printed.scheme_name),
            _menu(printed.menu),
        )
        sheets.insert(1, menu)
    for name, head, table in sheets:
        print_table(workbook.create_sheet(name), head, table)
    save(workbook, path)


def _list(printed: PrintedCatalogue) -> PrintTable:
    words = printed.words
    columns = (
        PrintColumn(_("コード")),
        PrintColumn(_("研修名"), narrowest=16, widest=30),
        PrintColumn(_("種別と対象区分"), narrowest=16, widest=30),
        PrintColumn(_("対象者"), widest=22),
        PrintColumn(_("形態"), widest=14),
        PrintColumn(_("時間"), "right"),
        PrintColumn(_("主催・講師"), widest=18),
        PrintColumn(_("定員"), "right"),
        PrintColumn(_("修了条件"), widest=20),
        PrintColumn(_("有効期間"), widest=16),
        PrintColumn(_("育てるスキル"), widest=24),
        PrintColumn(_("実施回"), "right"),
        PrintColumn(_("申込"), "right"),
        PrintColumn(_("修了"), "right"),
    )
    rows: list[tuple[Value, ...]] = [
        (
            course.code,
            course.name,
            "\n".join(offer_texts(course, words)),
            "\n".join(audience_texts(detail.audience, words)),
            modes_text(course),
            number_text(course.hours),
            "\n".join(filter(None, (detail.organiser, detail.lecturer))),
            detail.capacity,
            completion_text(detail.completion),
            validity_text(detail, words),
            listed(words.skill(skill) for skill in detail.builds),
            line.use.sessions,
            line.use.enrolled if line.use.sessions else None,
            line.use.completed,
        )
        for line in printed.lines
        for course in [line.course]
        for detail in [course.detail]
    ]
    notes = (
        _("修了は、年度の初日から基準日までに修了した職員の人数（退職した職員を含む）です。"),
        _("申込は、中止でない実施回に席のある職員の人数です。"),
    )
    return PrintTable(columns, rows, notes=notes)


def _menu(menu: Menu) -> PrintTable:
    columns = (
        PrintColumn(_("職位・役割"), narrowest=12, widest=20),
        *(
            PrintColumn(segment.name or _("分野なし"), narrowest=12, widest=26)
            for segment in menu.segments
        ),
    )
    rows: list[tuple[Value, ...]] = [
        (
            line.name,
            *(
                "\n".join(
                    _("{kind}　{name}").format(kind=COURSE_KIND_NAMES[one.kind], name=one.name)
                    for one in menu.cells.get((line, segment), ())
                )
                for segment in menu.segments
            ),
        )
        for line in menu.lines
    ]
    notes: tuple[str, ...] = (
        _(
            "研修は、育てるスキルの分野ごとに並べます。一つの研修が二つ以上の欄に出ることがあります。"
        ),
    )
    if menu.outside:
        outside = _("表に出ない研修（対象の区分・役割がこの制度にない）：{names}").format(
            names=listed(course.name for course in menu.outside)
        )
        notes = (*notes, outside)
    return PrintTable(columns, rows, notes=notes)


def _years(printed: PrintedCatalogue) -> PrintTable:
    columns = (
        PrintColumn(_("違い"), "center"),
        PrintColumn(_("コード")),
        PrintColumn(_("研修名"), narrowest=20, widest=36),
        PrintColumn(_("変わったところ"), narrowest=30, widest=80),
    )
    rows: list[tuple[Value, ...]] = [
        (
            YEAR_STATE_NAMES[one.state],
            one.course.code,
            one.course.name,
            "\n".join(difference_texts(one, printed.words)),
        )
        for one in printed.comparison
        if one.state is not YearState.SAME
    ]
    same = sum(1 for one in printed.comparison if one.state is YearState.SAME)
    before = fiscal_year_text(FiscalYear(printed.fiscal_year.year - 1))
    notes = (
        _("{before}と同じ研修 {count:,}件は省いてあります。").format(before=before, count=same),
    )
    return PrintTable(columns, rows, notes=notes)


def difference_texts(one: CourseComparison, words: CatalogueWords) -> tuple[str, ...]:
    """Return 「時間：2 → 3」 for each part that differs."""
    if one.before is None or one.after is None:
        return ()
    before, after = one.before, one.after
    return tuple(
        _("{part}：{old} → {new}").format(
            part=PART_NAMES[part],
            old=part_text(before, part, words),
            new=part_text(after, part, words),
        )
        for part in one.parts
    )


def _costs(printed: PrintedCatalogue) -> PrintTable:
    columns = (
        PrintColumn(_("コード")),
        PrintColumn(_("研修名"), narrowest=20, widest=36),
        PrintColumn(_("主催"), widest=20),
        PrintColumn(_("講師"), widest=20),
        PrintColumn(_("1回の費用（円）"), "right"),
        PrintColumn(_("実施回"), "right"),
        PrintColumn(_("1人の費用（円）"), "right"),
        PrintColumn(_("人数"), "right"),
        PrintColumn(_("費用（円）"), "right"),
        PrintColumn(_("満席の場合（円）"), "right"),
    )
    costs = [line.cost for line in printed.lines if line.cost is not None]
    most = [cost.at_most for cost in costs]
    known = [one for one in most if one is not None]
    total: tuple[Value, ...] = (
        "",
        _("年度の合計"),
        *("",) * 6,
        sum(cost.total for cost in costs) if costs else None,
        sum(known) if known and len(known) == len(most) else None,
    )
    rows: list[tuple[Value, ...]] = [
        (
            line.course.code,
            line.course.name,
            line.course.detail.organiser,
            line.course.detail.lecturer,
            line.course.detail.session_yen,
            line.use.sessions,
            line.course.detail.seat_yen,
            line.use.heads,
            None if line.cost is None else line.cost.total,
            None if line.cost is None else line.cost.at_most,
        )
        for line in printed.lines
    ]
    notes = (
        _("費用は、1回の費用 × 実施回 ＋ 1人の費用 × 人数 です。"),
        _(
            "人数は、実施回に席のある職員です。実施回のない研修（eラーニングなど）は、"
            "受講計画の席と修了者の多い方です。"
        ),
        _("費用の決まっていない研修 {count:,}件は合計に入りません。").format(
            count=len(printed.lines) - len(costs)
        ),
    )
    return PrintTable(columns, [total, *rows], totals=1, notes=notes)

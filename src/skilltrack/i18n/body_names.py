"""The words of a comparison between bodies, shared by screens, command line and reports."""

from collections.abc import Mapping

from skilltrack.domain.analysis.bodies import (
    PEOPLE_STEP,
    BodiesTable,
    BodyLine,
    BodySummary,
    ComparedFigure,
    NoFigure,
)
from skilltrack.i18n.dates import fiscal_year_text, wareki
from skilltrack.i18n.numbers import NO_FIGURE, percent
from skilltrack.i18n.texts import _

AVERAGE = _("団体の平均")
EVERYBODY = _("全体")

NO_FIGURE_WORDS: Mapping[NoFigure, str] = {
    NoFigure.HIDDEN: _("非公開"),
    NoFigure.OTHER_ITEMS: _("設問違い"),
    NoFigure.ABSENT: NO_FIGURE,
}


def body_name(line: BodyLine) -> str:
    """Return the name of a body, a number where it gives none."""
    if line.unnamed is None:
        return line.summary.body
    return _("団体名なし{number}").format(number=line.unnamed)


def year_text(summary: BodySummary) -> str:
    """Return the fiscal year of a summary."""
    return fiscal_year_text(summary.fiscal_year)


def period_of(summary: BodySummary) -> str:
    """Return the first and the last day of the round."""
    return _("{first}から{last}まで").format(
        first=wareki(summary.opens_on), last=wareki(summary.closes_on)
    )


def figure_text(figure: ComparedFigure) -> str:
    """Return a mean in percent, or the word for why there is none."""
    return percent(figure.mean) if figure.why is None else NO_FIGURE_WORDS[figure.why]


def rules_notes() -> tuple[str, ...]:
    """Return what holds for every comparison file."""
    return (
        _(
            "平均は、得点を満点で割った割合の平均です。"
            "人数は{step}人単位に丸めてあり、回答率も丸めた人数で計算しています。"
        ).format(step=PEOPLE_STEP),
        _(
            "「非公開」は、{step}人に満たない数値、ほかの数値との差し引きで分かる数値、"
            "全員の値が分かる数値です。理由は示しません。"
        ).format(step=PEOPLE_STEP),
    )


def table_notes(table: BodiesTable) -> tuple[str, ...]:
    """Return the notes under the bodies side by side."""
    whys = {figure.why for line in table.lines for figure in line.figures.values()}
    notes = [*rules_notes()]
    if NoFigure.OTHER_ITEMS in whys:
        notes.append(
            _("「設問違い」は、いちばん新しい版と設問が異なるため、比べていない分野です。")
        )
    notes.append(
        _("「団体の平均」は、団体ごとにいちばん新しい調査を、人数で重み付けした平均です。")
    )
    return tuple(notes)

"""Practices as data: the list, the days, the sums of years, and who consents to appraisal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.organisation import Practice, PracticeStage
from skilltrack.domain.practices import STAGES, AwardNomination, PeerReview, YearSum
from skilltrack.i18n.dates import fiscal_year_text, wareki
from skilltrack.i18n.names import STAGE_NAMES
from skilltrack.i18n.practice_names import AWARD_STATE_NAMES, aspect_name
from skilltrack.i18n.texts import _
from skilltrack.reports.data_tables import Column, DataTable, tabulate
from skilltrack.reports.data_writing import write_tables

Appraised = tuple[str, str, date | None, Practice, PracticeStage, str]
"""Number, name, day of the consent, practice, its stage, name of its department."""


@dataclass(frozen=True, slots=True)
class PracticeDatum:
    """A practice with its names."""

    practice: Practice
    stage: PracticeStage
    days: Mapping[PracticeStage, date]
    department_name: str
    reviews: tuple[tuple[str, PeerReview], ...]
    nominations: tuple[AwardNomination, ...]


def write_practice_data(
    path: Path,
    practices: Sequence[PracticeDatum],
    years: Sequence[YearSum],
    *,
    organisation: str,
    made_at: datetime,
) -> None:
    """Write the register, what others say, nominations and the years; one datum in a cell.

    Raises:
        MachineFailure: The file could not be written.
    """
    tables = (
        _practices(practices),
        _participants(practices),
        _reviews(practices),
        _nominations(practices),
        _years(years),
    )
    write_tables(path, _("DX実践一覧"), tables, made_at=made_at, organisation=organisation)


def _era(on: date | None) -> str | None:
    return None if on is None else wareki(on)


def _day_columns() -> tuple[Column[PracticeDatum], ...]:
    found: list[Column[PracticeDatum]] = []
    for stage in STAGES:
        name = STAGE_NAMES[stage]

        def western(one: PracticeDatum, stage: PracticeStage = stage) -> date | None:
            return one.days.get(stage)

        def era(one: PracticeDatum, stage: PracticeStage = stage) -> str | None:
            return _era(one.days.get(stage))

        day = _("{stage}日").format(stage=name)
        found.append(Column(day, _("段階に達した日（西暦）"), western))
        found.append(Column(_("{day}（和暦）").format(day=day), _("同じ日の和暦"), era))
    return tuple(found)


def _practices(rows: Sequence[PracticeDatum]) -> DataTable:
    columns: tuple[Column[PracticeDatum], ...] = (
        Column(_("実践番号"), _("取組みを見分ける番号"), lambda d: d.practice.practice_id),
        Column(_("所属コード"), _("取組みを進める所属"), lambda d: d.practice.department),
        Column(_("所属名"), _("所属の名称"), lambda d: d.department_name),
        Column(_("名称"), _("取組みの名称"), lambda d: d.practice.title),
        Column(_("段階"), _("基準日の段階"), lambda d: STAGE_NAMES[d.stage]),
        *_day_columns(),
        Column(_("内容"), _("取組みの説明"), lambda d: d.practice.content or None),
        Column(_("効果時間（時間/年）"), _("所属の申告"), lambda d: d.practice.effect_hours),
        Column(_("効果件数（件/年）"), _("所属の申告"), lambda d: d.practice.effect_cases),
        Column(
            _("公開"),
            _("庁外に見せてよいか"),
            lambda d: _("可") if d.practice.is_public else _("否"),
        ),
    )
    return tabulate(_("取組み"), columns, rows)


def _participants(rows: Sequence[PracticeDatum]) -> DataTable:
    pairs = [(one, number) for one in rows for number in one.practice.participants]
    columns: tuple[Column[tuple[PracticeDatum, str]], ...] = (
        Column(_("実践番号"), _("取組みを見分ける番号"), lambda p: p[0].practice.practice_id),
        Column(_("職員番号"), _("参加した職員"), lambda p: p[1]),
    )
    return tabulate(_("参加者"), columns, pairs)


def _reviews(rows: Sequence[PracticeDatum]) -> DataTable:
    said = [
        (one, name, review, aspect)
        for one in rows
        for name, review in one.reviews
        for aspect in review.views
    ]
    columns: tuple[Column[tuple[PracticeDatum, str, PeerReview, str]], ...] = (
        Column(_("実践番号"), _("取組みを見分ける番号"), lambda r: r[0].practice.practice_id),
        Column(_("評価した所属コード"), _("評価した所属"), lambda r: r[2].department),
        Column(_("評価した所属名"), _("評価した所属の名称"), lambda r: r[1]),
        Column(_("日付"), _("評価した日（西暦）"), lambda r: r[2].on),
        Column(_("日付（和暦）"), _("同じ日の和暦"), lambda r: wareki(r[2].on)),
        Column(_("観点"), _("何について述べたか"), lambda r: aspect_name(r[3])),
        Column(_("言葉"), _("述べたこと。点数はない"), lambda r: r[2].views[r[3]]),
    )
    return tabulate(_("相互評価と横展開"), columns, said)


def _nominations(rows: Sequence[PracticeDatum]) -> DataTable:
    pairs = [(one, nomination) for one in rows for nomination in one.nominations]
    columns: tuple[Column[tuple[PracticeDatum, AwardNomination]], ...] = (
        Column(_("実践番号"), _("取組みを見分ける番号"), lambda p: p[0].practice.practice_id),
        Column(_("年度（西暦）"), _("4月に始まる年"), lambda p: p[1].fiscal_year),
        Column(
            _("年度"), _("同じ年度の和暦"), lambda p: fiscal_year_text(FiscalYear(p[1].fiscal_year))
        ),
        Column(_("賞"), _("賞の名称"), lambda p: p[1].award),
        Column(_("状態"), _("候補、推薦、表彰、選外"), lambda p: AWARD_STATE_NAMES[p[1].state]),
        Column(_("日付"), _("その状態になった日（西暦）"), lambda p: p[1].on),
        Column(_("日付（和暦）"), _("同じ日の和暦"), lambda p: wareki(p[1].on)),
        Column(_("理由"), _("推薦などの理由"), lambda p: p[1].reason),
    )
    return tabulate(_("推薦・表彰"), columns, pairs)


def _years(years: Sequence[YearSum]) -> DataTable:
    def stage_column(stage: PracticeStage) -> Column[YearSum]:
        heading = _("{stage}（件）").format(stage=STAGE_NAMES[stage])
        return Column(heading, _("その年度に初めて達した件数"), lambda y: len(y.reached[stage]))

    columns: tuple[Column[YearSum], ...] = (
        Column(
            _("年度（西暦）"), _("4月に始まる年。空欄は日付の記録なし"), lambda y: y.fiscal_year
        ),
        *(stage_column(stage) for stage in STAGES),
        Column(_("参加者（人）"), _("その年度に提案された取組みの参加者"), lambda y: len(y.people)),
        Column(
            _("効果時間（時間/年）"), _("その年度に実施した取組みの申告の合計"), lambda y: y.hours
        ),
        Column(
            _("効果件数（件/年）"), _("その年度に実施した取組みの申告の合計"), lambda y: y.cases
        ),
        Column(_("効果の申告なし（件）"), _("合計に入っていない実施の件数"), lambda y: y.unstated),
    )
    return tabulate(_("年度別"), columns, years)


def write_appraisal_data(
    path: Path, rows: Sequence[Appraised], *, organisation: str, made_at: datetime
) -> None:
    """Write who took part in what, for those who consent.

    Raises:
        MachineFailure: The file could not be written.
    """
    columns: tuple[Column[Appraised], ...] = (
        Column(_("職員番号"), _("同意した参加者"), lambda r: r[0]),
        Column(_("氏名"), _("参加者の氏名"), lambda r: r[1]),
        Column(_("同意の日"), _("意思を確かめた日（西暦）"), lambda r: r[2]),
        Column(_("同意の日（和暦）"), _("同じ日の和暦"), lambda r: _era(r[2])),
        Column(_("実践番号"), _("取組みを見分ける番号"), lambda r: r[3].practice_id),
        Column(_("名称"), _("取組みの名称"), lambda r: r[3].title),
        Column(_("所属名"), _("取組みを進める所属"), lambda r: r[5]),
        Column(_("段階"), _("基準日の段階"), lambda r: STAGE_NAMES[r[4]]),
        Column(_("内容"), _("取組みの説明"), lambda r: r[3].content or None),
    )
    table = tabulate(_("同意した参加者"), columns, rows)
    title = _("DX実践の参加（人事評価への利用に同意した職員）")
    write_tables(path, title, (table,), made_at=made_at, organisation=organisation)

"""What becomes of the improvements of the city: said by others, taken over, nominated."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.organisation import PracticeStage
from skilltrack.domain.practices import TAKEN_OVER, AwardState
from skilltrack.i18n.practice_names import AWARD
from skilltrack.i18n.texts import _
from skilltrack.services.demonstration.chance import Chance, happens, stream
from skilltrack.services.practices.awards import AwardOrder, nominate
from skilltrack.services.practices.consents import state_consents
from skilltrack.services.practices.editing import PracticeOrder, reach_stage, register
from skilltrack.services.practices.register import (
    PracticeLine,
    PracticeRegister,
    practice_register,
)
from skilltrack.services.practices.reviews import ReviewOrder, review
from skilltrack.store.database import Database

REVIEWERS = 3
CONSENT_SHARE, ANSWERED_SHARE = 0.8, 0.7

_GOOD = (
    "窓口で待つ人が減り、説明に時間を使えるようになった点がよい。",
    "入力の項目を先に減らしてから電子化した順番が参考になる。",
    "現場の職員が自分で直せる形にしてある。",
    "始める前と後の手間を書き残していて、効果が分かりやすい。",
)
_APPLY = (
    "うちの申請でも、同じ様式の考え方が使える。",
    "月末の集計に当てはめられる。",
    "照会の取りまとめに使いたい。",
)
_ADVICE = (
    "手順書を短くすると、異動した職員にも引き継ぎやすい。",
    "高齢の方への案内も一緒に用意するとよい。",
    "使わなくなる帳票を決めておくと、二重の作業がなくなる。",
)
_TAKEN = (
    "様式をそのまま使い、項目名だけを直した。",
    "確認の手順だけを取り入れた。",
    "試行として一つの係で始めた。",
)
_WHY = (
    "ほかの所属の声が多く、取り入れた所属もあるため",
    "少ない費用で住民の待ち時間を減らしたため",
    "失敗した試みも含めて経過を残しているため",
)


def let_practices_live(
    database: Database, seed: int, as_of: date, tell: Callable[[str], None]
) -> None:
    """Let departments review and take over, people consent, and practices be nominated."""
    chance = stream(seed, "life of practices")
    _add(database, practice_register(database, as_of), as_of)
    found = practice_register(database, as_of)
    orders = [*_reviews(chance, found, as_of), *_taken_over(chance, found, as_of)]
    if orders:
        review(database, orders, today=as_of)
    done = [one for one in found.lines if one.is_reviewed]
    _nominate(database, done, as_of)
    for line in done[:6]:
        stated = {
            one.employee_no: happens(chance, CONSENT_SHARE)
            for one in line.participants
            if happens(chance, ANSWERED_SHARE)
        }
        if stated:
            state_consents(database, line.id, stated, as_of - timedelta(days=4), today=as_of)
    text = _("DX実践：{count} 件、相互評価と横展開 {said} 件")
    tell(text.format(count=len(found.lines), said=len(orders)))


def _add(database: Database, found: PracticeRegister, as_of: date) -> None:
    """Register a proposal by hand and let it be adopted."""
    if not found.reviewers:
        return
    order = PracticeOrder(
        found.reviewers[0].code,
        _("議事の録音からの要点の抽出"),
        _("録音の文字起こしから決定事項と宿題だけを拾い、当日のうちに関係課へ送る。"),
        is_public=True,
    )
    proposed = as_of - timedelta(days=40)
    added = register(database, order, PracticeStage.PROPOSED, proposed, today=as_of)
    days = {PracticeStage.ADOPTED: as_of - timedelta(days=9)}
    reach_stage(database, added, days, today=as_of)


def _others(chance: Chance, found: PracticeRegister, line: PracticeLine, count: int) -> list[str]:
    units = [one.code for one in found.reviewers if one.code != line.unit]
    return chance.sample(units, min(count, len(units)))


def _after(chance: Chance, line: PracticeLine, as_of: date) -> date:
    first = next((one.on for one in line.days if one.stage is PracticeStage.CARRIED_OUT), as_of)
    return max(first, as_of - timedelta(days=chance.randint(3, 60)))


def _reviews(chance: Chance, found: PracticeRegister, as_of: date) -> Iterator[ReviewOrder]:
    for line in found.lines:
        if not line.is_reviewed:
            continue
        for department in _others(chance, found, line, chance.randint(1, REVIEWERS)):
            views = {"good": chance.choice(_GOOD)}
            if happens(chance, 0.6):
                views["apply"] = chance.choice(_APPLY)
            if happens(chance, 0.4):
                views["advice"] = chance.choice(_ADVICE)
            yield ReviewOrder(line.id, department, _after(chance, line, as_of), views)


def _taken_over(chance: Chance, found: PracticeRegister, as_of: date) -> Iterator[ReviewOrder]:
    for line in found.lines:
        if line.stage is not PracticeStage.SPREAD:
            continue
        for department in _others(chance, found, line, chance.randint(1, 2)):
            on = max(line.since or as_of, as_of - timedelta(days=chance.randint(3, 40)))
            yield ReviewOrder(line.id, department, on, {TAKEN_OVER: chance.choice(_TAKEN)})


def _nominate(database: Database, done: Sequence[PracticeLine], as_of: date) -> None:
    """Award one of last year, nominate one of this year and leave others as candidates."""
    year = FiscalYear.of(as_of)
    steps = (
        (0, year.year - 1, (AwardState.NOMINATED, AwardState.AWARDED)),
        (1, year.year - 1, (AwardState.NOMINATED, AwardState.NOT_AWARDED)),
        (2, year.year, (AwardState.CANDIDATE, AwardState.NOMINATED)),
        (3, year.year, (AwardState.CANDIDATE,)),
        (4, year.year, (AwardState.CANDIDATE,)),
    )
    for place, award_year, states in steps:
        if place >= len(done):
            return
        last = min(as_of, FiscalYear(award_year).last_day)
        for number, state in enumerate(states):
            on = last - timedelta(days=30 - 14 * number)
            reason = _WHY[(place + number) % len(_WHY)]
            order = AwardOrder((done[place].id,), AWARD, award_year, state, reason, on)
            nominate(database, order, today=as_of)

"""Improvements that the offices made, from proposal to use in other offices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from skilltrack.domain.calendar import FiscalYear
from skilltrack.services.demonstration.chance import Chance, happens
from skilltrack.services.demonstration.organisation import Organisation
from skilltrack.services.demonstration.people import Person, by_unit
from skilltrack.services.demonstration.tables import Row, Table

_FEWEST, _MOST = 12, 20
_STAGES = {"提案": 4, "採択": 3, "実施": 8, "横展開": 3}
_STAGES_WITH_EFFECT = frozenset(["実施", "横展開"])
_PUBLIC_SHARE = 0.8
_DAY_HEADINGS = ("提案日", "採択日", "実施日", "横展開日")


@dataclass(frozen=True, slots=True)
class Idea:
    """An improvement and parts of the names of the offices it suits.

    ``hours`` is the time saved in a year, ``cases`` the number of cases it concerns.
    """

    title: str
    content: str
    offices: tuple[str, ...]
    hours: int
    cases: int


def _idea(title: str, content: str, offices: str, hours: int, cases: int) -> Idea:
    return Idea(title, content, tuple(offices.split()), hours, cases)


IDEAS = (
    _idea(
        "住民異動届の事前入力フォーム",
        "転入・転居の届出を来庁前に入力してもらい、窓口では確認だけで受け付ける。",
        "市民課 市民窓口課", 420, 3600,
    ),
    _idea(
        "口座振替データの照合の自動化",
        "収納データと振替結果の突合をRPAで行い、差異のある明細だけを職員が確認する。",
        "税務課 納税課 保険年金課", 310, 12000,
    ),
    _idea(
        "証明書の待ち人数の表示",
        "窓口の待ち人数を庁舎の画面とホームページに表示し、混雑する時間を分散させる。",
        "市民課 保険年金課 市民窓口課", 0, 21000,
    ),
    _idea(
        "介護認定調査票の音声入力",
        "訪問調査の記録を音声で入力し、帰庁後の転記をなくす。",
        "介護 高齢障がい", 540, 1800,
    ),
    _idea(
        "生活相談記録の様式の統一",
        "相談記録を一つの様式にまとめ、過去の経過を検索できるようにする。",
        "福祉課 生活支援課 保護課", 150, 900,
    ),
    _idea(
        "乳幼児健診の予約のオンライン化",
        "健診の日程変更を電話からオンライン予約に移し、受付名簿を自動で作成する。",
        "健康推進課 健康づくり課 保健センター", 180, 1400,
    ),
    _idea(
        "保育所の登降園記録の電子化",
        "紙の出席簿をタブレットの記録に替え、月末の集計作業をなくす。",
        "保育所 こども園", 360, 240,
    ),
    _idea(
        "給食の発注量の見直し",
        "過去三年の欠席と残食のデータから発注量を見積もり、廃棄を減らす。",
        "給食センター", 60, 190,
    ),
    _idea(
        "道路損傷通報の地図での共有",
        "市民からの通報を地図に登録し、現場の班と修繕の進み具合を共有する。",
        "建設課 道路", 220, 860,
    ),
    _idea(
        "公共工事の写真整理の省力化",
        "工事写真を撮影日と工種で自動的に分類し、検査書類の作成を短くする。",
        "建設課 下水道課 土木事務所", 260, 140,
    ),
    _idea(
        "農地台帳の現地確認のタブレット化",
        "紙図面で行っていた農地の見回りをタブレットに移し、結果をその場で登録する。",
        "農業委員会 農林課", 130, 520,
    ),
    _idea(
        "会議録の作成支援",
        "音声認識で会議録の下書きを作り、職員は要点の確認と修正に集中する。",
        "議会事務局 総務課", 280, 160,
    ),
    _idea(
        "予算要求書の様式の整理",
        "各課に配る様式の入力欄を半分に減らし、集計を関数からデータ連携に替える。",
        "財政課", 240, 33,
    ),
    _idea(
        "庁内照会の一覧表への集約",
        "ばらばらに届く照会を一つの一覧表にまとめ、回答状況を所属ごとに見えるようにする。",
        "総務課 企画政策課", 200, 310,
    ),
    _idea(
        "生成AIによる通知文の下書き",
        "定型の通知文の下書きに生成AIを使い、確認の観点を手引にまとめる。",
        "デジタル推進課 秘書広報課 人事課", 170, 450,
    ),
    _idea(
        "ローコードによる備品管理",
        "表計算で管理していた備品台帳をローコードのアプリに移し、貸出を記録する。",
        "デジタル推進課 契約管財課 教育総務課", 90, 700,
    ),
    _idea(
        "学校施設の予約の電子化",
        "体育館などの利用申請を電子化し、鍵の受渡しの記録と結び付ける。",
        "生涯学習課 スポーツ振興課", 190, 2300,
    ),
    _idea(
        "図書館の除籍候補の抽出",
        "貸出履歴から除籍の候補を抽出し、書架の点検を計画的に行う。",
        "図書館", 80, 5200,
    ),
    _idea(
        "支所と本庁のオンライン相談",
        "支所の窓口と本庁の担当課を画面でつなぎ、市民の移動を減らす。",
        "支所 市民課", 0, 340,
    ),
    _idea(
        "防火対象物の台帳の検索",
        "査察の記録を台帳と結び付け、次の査察の優先順位を付けやすくする。",
        "予防課 消防署", 140, 1900,
    ),
    _idea(
        "避難所の開設訓練の記録の共有",
        "訓練の写真と気付きを地図に集め、開設の手順書を毎年見直す。",
        "防災", 40, 28,
    ),
    _idea(
        "水道の検針データの異常の検知",
        "使用水量の急な変化を統計で見付け、漏水の疑いを早めに知らせる。",
        "上下水道課 経営総務課", 110, 14500,
    ),
)  # fmt: skip
"""Invented improvements of the sort that municipalities report."""


def practices_table(
    chance: Chance,
    organisation: Organisation,
    people: Sequence[Person],
    year: FiscalYear,
    as_of: date,
) -> Table:
    """Return one row per improvement, in order of department code."""
    members = by_unit(people)
    rows: list[Row] = []
    suited = {
        idea: [
            unit
            for unit in organisation.units
            if any(part in unit.office.name for part in idea.offices)
        ]
        for idea in IDEAS
    }
    ideas = [idea for idea in IDEAS if suited[idea]]
    for idea in chance.sample(ideas, min(len(ideas), chance.randint(_FEWEST, _MOST))):
        unit = chance.choice(suited[idea])
        stage = chance.choices(tuple(_STAGES), tuple(_STAGES.values()))[0]
        staff = [
            person
            for person in members[unit.code]
            if len(person.posts) == 1
            and person.last_day is None
            and not person.leaves
            and person.hired_on <= person.posts[0].since
        ]
        team = chance.sample(staff, min(len(staff), chance.randint(1, 5)))
        rows.append(
            (
                unit.code,
                idea.title,
                stage,
                idea.content,
                *_effect(chance, idea, stage),
                ";".join(sorted(person.employee_no for person in team)),
                "可" if happens(chance, _PUBLIC_SHARE) else "否",
            )
        )
    headings = ("所属コード", "名称", "段階", "内容", "効果時間", "効果件数")
    rows.sort(key=lambda row: (str(row[0]), str(row[1])))
    rows = [(*row, *_days(chance, str(row[2]), year)) for row in rows]
    told = [row for row in (_until(row, as_of) for row in rows) if row is not None]
    return Table((*headings, "参加者職員番号", "公開可否", *_DAY_HEADINGS), tuple(told))


def _days(chance: Chance, stage: str, year: FiscalYear) -> tuple[date | None, ...]:
    """Return the days of all stages, from the year before to the autumn of the year."""
    reached = list(_STAGES).index(stage) + 1
    earliest = -170 if stage in _STAGES_WITH_EFFECT else 90
    days = [year.first_day + timedelta(days=chance.randint(earliest, 220))]
    while len(days) < reached:
        days.insert(0, days[0] - timedelta(days=chance.randint(25, 80)))
    return (*days, *[None] * (len(_STAGES) - reached))


def _until(row: Row, as_of: date) -> Row | None:
    """Return a row as it stands on a day; None before anything was proposed."""
    cells, days = row[:-4], [on for on in row[-4:] if isinstance(on, date) and on <= as_of]
    if not days:
        return None
    stage = list(_STAGES)[len(days) - 1]
    effect = cells[4:6] if stage in _STAGES_WITH_EFFECT else (None, None)
    kept = (*cells[:2], stage, cells[3], *effect, *cells[6:])
    return (*kept, *days, *[None] * (len(_STAGES) - len(days)))


def _effect(chance: Chance, idea: Idea, stage: str) -> tuple[int | None, int | None]:
    """Return hours and cases in a year; None before anything was carried out."""
    if stage not in _STAGES_WITH_EFFECT:
        return None, None
    factor = chance.uniform(0.6, 1.3)
    return round(idea.hours * factor) or None, round(idea.cases * factor)

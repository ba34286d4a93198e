"""The offices a Japanese city may have, and from what size of city it has them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class OfficeKind(StrEnum):
    """What an office does, as far as it shapes its people and their training."""

    ADMINISTRATION = "administration"
    DIGITAL = "digital"
    COUNTER = "counter"
    WELFARE = "welfare"
    HEALTH = "health"
    NURSERY = "nursery"
    WORKS = "works"
    EDUCATION = "education"
    KITCHEN = "kitchen"
    LIBRARY = "library"
    BRANCH = "branch"
    COMMISSION = "commission"
    FIRE = "fire"


@dataclass(frozen=True, slots=True)
class Staffing:
    """How an office is staffed and how its people take to training.

    Shares are 0–1. ``training`` is the usual share of required courses completed in a year,
    ``response`` the share of people who answer a survey, ``skill`` a shift of the latent skill.
    """

    occupations: tuple[tuple[str, int], ...]
    fiscal_year_share: float
    training: float
    response: float
    skill: float


STAFFING: Mapping[OfficeKind, Staffing] = {
    OfficeKind.ADMINISTRATION: Staffing((("事務", 1),), 0.12, 0.80, 0.94, 0.30),
    OfficeKind.DIGITAL: Staffing((("事務", 2), ("情報", 1)), 0.10, 0.94, 0.98, 1.00),
    OfficeKind.COUNTER: Staffing((("事務", 1),), 0.30, 0.68, 0.90, 0.00),
    OfficeKind.WELFARE: Staffing((("事務", 3), ("社会福祉士", 2)), 0.28, 0.64, 0.89, -0.10),
    OfficeKind.HEALTH: Staffing(
        (("事務", 2), ("保健師", 5), ("管理栄養士", 1)), 0.25, 0.66, 0.89, -0.10
    ),
    OfficeKind.NURSERY: Staffing((("保育士", 9), ("調理", 1)), 0.45, 0.50, 0.85, -0.55),
    OfficeKind.WORKS: Staffing((("事務", 2), ("土木", 4), ("建築", 1)), 0.12, 0.66, 0.89, 0.05),
    OfficeKind.EDUCATION: Staffing((("事務", 1),), 0.25, 0.72, 0.91, 0.05),
    OfficeKind.KITCHEN: Staffing((("調理", 5), ("事務", 1)), 0.45, 0.48, 0.84, -0.60),
    OfficeKind.LIBRARY: Staffing((("司書", 3), ("事務", 2)), 0.40, 0.70, 0.90, 0.05),
    OfficeKind.BRANCH: Staffing((("事務", 1),), 0.30, 0.62, 0.89, -0.20),
    OfficeKind.COMMISSION: Staffing((("事務", 1),), 0.10, 0.76, 0.92, 0.05),
    OfficeKind.FIRE: Staffing((("消防", 9), ("事務", 1)), 0.03, 0.58, 0.87, -0.20),
}


@dataclass(frozen=True, slots=True)
class Office:
    """An office below a division (部); ``division`` empty: it stands beside the divisions.

    ``weight`` is about its number of people in a city of 400, ``from_employees`` the size of
    city from which it exists on its own. ``teams`` (係) open when the office is large enough.
    """

    division: str
    name: str
    weight: int
    kind: OfficeKind
    from_employees: int
    teams: tuple[str, ...] = ()


JOINED_WITH = {
    "環境部": "市民生活部",
    "こども未来部": "健康福祉部",
    "上下水道部": "建設部",
}
"""Divisions that stand alone only with two offices or more, and where their office is else."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FORMER_NAMES: Mapping[str, tuple[str, ...]] = {
    "デジタル推進課": ("情報政策課",),
    "農林課": ("農政課", "林務課"),
}
"""Offices new at the start of the fiscal year → what was renamed or merged into them."""

_OFFICES = """
政策推進部 企画政策課 9 administration 10 企画係 統計係 広域連携係
政策推進部 財政課 8 administration 200 財政係 財務係
政策推進部 秘書広報課 7 administration 210 秘書係 広報広聴係
政策推進部 デジタル推進課 9 digital 150 行政改革係 情報基盤係
政策推進部 公共施設マネジメント課 8 administration 900
政策推進部 シティプロモーション課 7 administration 760
政策推進部 統計調査室 5 administration 1500
政策推進部 行政経営課 9 administration 1300
政策推進部 国際交流課 7 administration 1700
総務部 総務課 12 administration 10 庶務係 文書法制係
総務部 人事課 8 administration 160 人事係 給与厚生係
総務部 契約管財課 9 administration 220 契約係 管財係
総務部 税務課 26 counter 10 市民税係 資産税係 収納係 滞納整理係
総務部 防災危機管理課 6 administration 230 防災係 危機管理係
総務部 法務文書課 8 administration 800
総務部 納税課 14 counter 700 収納管理係 徴収係
総務部 資産税課 17 counter 720 土地係 家屋係
総務部 市民税課 16 counter 740 個人住民税係 法人諸税係
総務部 職員厚生課 8 administration 1200
総務部 検査課 6 administration 1000
総務部 庁舎管理課 7 administration 1400
市民生活部 市民課 24 counter 10 窓口係 記録係 マイナンバー係
市民生活部 保険年金課 16 counter 130 国民健康保険係 後期高齢者医療係 年金係
市民生活部 市民協働課 7 branch 270 協働推進係 市民相談係
市民生活部 東支所 5 branch 250
市民生活部 西支所 5 branch 500
市民生活部 北支所 5 branch 620
市民生活部 人権男女共同参画課 6 administration 560
市民生活部 消費生活センター 5 counter 1250
市民生活部 交通安全課 7 counter 1050
市民生活部 文化振興課 9 education 950
市民生活部 斎場管理事務所 5 branch 1600
環境部 環境課 14 counter 140 環境保全係 廃棄物対策係
環境部 資源循環課 15 counter 780 減量推進係 収集係
環境部 クリーンセンター 22 works 660 管理係 施設係
環境部 脱炭素推進課 7 administration 1100
環境部 環境衛生課 9 counter 1450
健康福祉部 福祉課 20 welfare 10 地域福祉係 障がい福祉係 保護係
健康福祉部 高齢介護課 18 welfare 120 高齢者支援係 介護保険係 認定係
健康福祉部 健康推進課 22 health 10 保健予防係 成人保健係 母子保健係
健康福祉部 生活支援課 19 welfare 680 相談係 保護第一係 保護第二係
健康福祉部 障がい福祉課 16 welfare 640 給付係 自立支援係
健康福祉部 地域包括支援センター 12 health 540
健康福祉部 福祉指導監査課 7 welfare 1550
健康福祉部 感染症対策課 13 health 1850
健康福祉部 保健所 38 health 2000 企画係 生活衛生係 保健対策係
健康福祉部 地域医療課 7 administration 1350
こども未来部 こども家庭課 15 welfare 170 給付係 家庭支援係
こども未来部 中央保育所 60 nursery 190
こども未来部 保育幼稚園課 13 welfare 580 入所係 運営係
こども未来部 東保育所 26 nursery 420
こども未来部 西保育所 22 nursery 600
こども未来部 南こども園 30 nursery 850
こども未来部 北こども園 28 nursery 980
こども未来部 青少年育成課 8 education 1150
こども未来部 児童発達支援センター 16 nursery 1650
産業振興部 農林課 12 works 10 農政係 林務係 農村整備係
産業振興部 商工観光課 9 administration 240 商工係 観光係
産業振興部 企業立地課 7 administration 820
産業振興部 観光交流課 10 administration 860
産業振興部 農村整備課 11 works 1220
産業振興部 水産課 8 works 1750
産業振興部 雇用労政課 6 administration 1580
産業振興部 中央卸売市場 13 branch 2200
建設部 建設課 18 works 10 管理係 道路係 河川係
建設部 都市計画課 10 works 180 計画係 開発指導係
建設部 建築住宅課 9 works 260 建築係 住宅係
建設部 道路維持課 16 works 520 維持係 補修係
建設部 河川課 11 works 920
建設部 用地課 9 administration 880
建設部 公園緑地課 12 works 840
建設部 建築指導課 12 works 1020
建設部 市街地整備課 13 works 1120
建設部 交通政策課 8 administration 1280
建設部 営繕課 12 works 1480
建設部 土木事務所 24 works 1900 管理係 工事係
建設部 景観まちづくり課 8 works 1680
上下水道部 上下水道課 16 works 145 業務係 水道係 下水道係
上下水道部 経営総務課 10 administration 700
上下水道部 浄水場 18 works 940
上下水道部 下水道整備課 15 works 1080
上下水道部 浄化センター 16 works 1180
上下水道部 給排水サービス課 12 counter 1620
 会計課 4 commission 110
教育委員会事務局 教育総務課 9 education 10 総務係 施設係
教育委員会事務局 学校教育課 12 education 125 学事係 指導係
教育委員会事務局 生涯学習課 10 education 155 生涯学習係 文化財係
教育委員会事務局 学校給食センター 14 kitchen 205
教育委員会事務局 中央図書館 9 library 165
教育委員会事務局 スポーツ振興課 8 education 550
教育委員会事務局 文化財課 8 education 910
教育委員会事務局 市立博物館 10 library 1060
教育委員会事務局 中央公民館 8 branch 460
教育委員会事務局 教育研究所 8 education 1320
教育委員会事務局 北学校給食センター 16 kitchen 1380
教育委員会事務局 学校保健課 8 health 1520
消防本部 消防総務課 10 fire 450
消防本部 予防課 13 fire 470
消防本部 警防課 15 fire 480 警防係 救急係
消防本部 中央消防署 46 fire 490 第一小隊 第二小隊 救急隊
消防本部 通信指令課 14 fire 960
消防本部 東消防署 36 fire 1040
消防本部 西消防署 32 fire 1420
 議会事務局 4 commission 10
 監査委員事務局 2 commission 215
 選挙管理委員会事務局 3 commission 225
 農業委員会事務局 3 commission 235
 公平委員会事務局 3 commission 1700
"""

WARD_OFFICES = (
    ("総務企画課", 12, OfficeKind.ADMINISTRATION),
    ("地域振興課", 12, OfficeKind.BRANCH),
    ("防災安全課", 7, OfficeKind.ADMINISTRATION),
    ("市民窓口課", 32, OfficeKind.COUNTER),
    ("保険年金課", 26, OfficeKind.COUNTER),
    ("市民税課", 22, OfficeKind.COUNTER),
    ("固定資産税課", 20, OfficeKind.COUNTER),
    ("納税課", 18, OfficeKind.COUNTER),
    ("保護課", 34, OfficeKind.WELFARE),
    ("高齢障がい課", 26, OfficeKind.WELFARE),
    ("こども支援課", 22, OfficeKind.WELFARE),
    ("健康づくり課", 26, OfficeKind.HEALTH),
    ("生活衛生課", 12, OfficeKind.HEALTH),
    ("環境対策課", 9, OfficeKind.COUNTER),
    ("道路公園課", 24, OfficeKind.WORKS),
    ("建築審査課", 12, OfficeKind.WORKS),
    ("出納室", 4, OfficeKind.COMMISSION),
    ("選挙統計室", 4, OfficeKind.COMMISSION),
)
"""Offices of every ward (区) of a designated city; names begin with that of the ward."""

WARDS = _words("東 西 南 北 中央 緑 港 旭 城東 城西 泉 若葉 桜 大和 瑞穂 青葉 美浜 花見 栄 山手")

FACILITIES = (
    ("こども未来部", "保育所", 24, OfficeKind.NURSERY),
    ("教育委員会事務局", "公民館", 6, OfficeKind.BRANCH),
    ("市民生活部", "支所", 7, OfficeKind.BRANCH),
    ("消防本部", "消防出張所", 22, OfficeKind.FIRE),
    ("教育委員会事務局", "図書館", 10, OfficeKind.LIBRARY),
    ("健康福祉部", "保健センター", 14, OfficeKind.HEALTH),
    ("建設部", "土木事務所", 18, OfficeKind.WORKS),
)
"""Branch facilities that a growing city opens, district by district."""

DISTRICTS = _words(
    "桜台 緑丘 松原 高砂 清水 新町 本郷 大泉 富岡 日の出 栄町 花園 西浦 梅園 藤沢台 千歳 朝日 "
    "若松 東雲 竹の里 白鳥 鶴見台 川端 石橋 中原 片岡 柳町 南原 北浜 平和 宮前 八幡 春日 稲荷 "
    "大宮台 浜崎 今泉 小倉台 桃山 美園"
)


def base_offices() -> tuple[Office, ...]:
    """Return the offices of a city without wards, division by division."""
    offices = []
    for line in _OFFICES.strip("\n").splitlines():
        division, name, weight, kind, from_employees, *teams = line.split(" ")
        offices.append(
            Office(division, name, int(weight), OfficeKind(kind), int(from_employees), tuple(teams))
        )
    return tuple(offices)

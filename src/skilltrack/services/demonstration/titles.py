"""Job titles of the municipality, their rank bands and the kinds of employment."""

from collections.abc import Mapping
from datetime import date

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.organisation import EmploymentType
from skilltrack.services.demonstration.tables import Table

MANAGEMENT = "management"
PROJECT_LEADER = "project_leader"
STAFF = "staff"
"""Codes of the rank bands of a scheme by post (Source: facts §3.1); the caller names them."""

FISCAL_YEAR_TITLE = "会計年度任用職員"

_TITLES_OF_BAND = {
    MANAGEMENT: (
        "副市長 教育長 部長 区長 消防長 次長 参事 課長 室長 事務局長 支所長 所長 園長 館長 署長"
    ),
    PROJECT_LEADER: "課長補佐 主幹 係長",
    STAFF: (
        "主査 主任 主事 主任技師 技師 主任保健師 保健師 主任保育士 保育士 主任司書 司書 "
        "主任管理栄養士 管理栄養士 調理員 消防司令補 消防士長 消防士 会計年度任用職員"
    ),
}

BAND_OF_TITLE: Mapping[str, str] = {
    title: band for band, titles in _TITLES_OF_BAND.items() for title in titles.split()
}
"""In this municipality 主任 stands below 主査, so both are 一般職員 (Source: facts §6.4)."""

LADDERS: Mapping[str, tuple[str, str, str]] = {
    "事務": ("主査", "主任", "主事"),
    "社会福祉士": ("主査", "主任", "主事"),
    "情報": ("主査", "主任技師", "技師"),
    "土木": ("主査", "主任技師", "技師"),
    "建築": ("主査", "主任技師", "技師"),
    "保健師": ("主査", "主任保健師", "保健師"),
    "管理栄養士": ("主査", "主任管理栄養士", "管理栄養士"),
    "保育士": ("主査", "主任保育士", "保育士"),
    "司書": ("主査", "主任司書", "司書"),
    "調理": ("調理員", "調理員", "調理員"),
    "消防": ("消防司令補", "消防士長", "消防士"),
}
"""Occupation → titles without a team, from senior to junior."""

_HEAD_BY_SUFFIX = (
    ("事務局", "事務局長"),
    ("支所", "支所長"),
    ("図書館", "館長"),
    ("公民館", "館長"),
    ("博物館", "館長"),
    ("消防署", "署長"),
    ("こども園", "園長"),
    ("所", "所長"),
    ("センター", "所長"),
    ("場", "所長"),
    ("室", "室長"),
)


EMPLOYMENT_WORDS: Mapping[EmploymentType, str] = {
    EmploymentType.REGULAR: "正規",
    EmploymentType.REAPPOINTED: "再任用",
    EmploymentType.FIXED_TERM: "任期付",
    EmploymentType.FISCAL_YEAR: "会計年度",
    EmploymentType.SPECIAL_SERVICE: "特別職",
}
"""Kinds of employment as they stand in the roster (任用区分)."""


def head_title(department_name: str) -> str:
    """Return the title of whoever heads a department of this name."""
    for suffix, title in _HEAD_BY_SUFFIX:
        if department_name.endswith(suffix):
            return title
    return "課長"


def titles_table(bands: Mapping[str, str], fiscal_year: FiscalYear) -> Table:
    """Return one row per job title; ``bands`` maps band codes to their names."""
    since = date(fiscal_year.year - 8, 4, 1)
    return Table(
        headings=("職名", "役職区分", "有効開始", "有効終了"),
        rows=tuple((title, bands[band], since, None) for title, band in BAND_OF_TITLE.items()),
    )

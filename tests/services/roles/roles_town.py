"""A town with a role of its own, two people with concurrent posts, and days to move on."""

from datetime import date

from tests.conftest import Take

from skilltrack.domain.intake import ImportKind
from skilltrack.domain.roles.appointments import RoleRule
from skilltrack.services.roles.appointments import set_rule
from skilltrack.store.database import Database

OWN = "DX推進員"
LEADER = "dx_leader"
APRIL = date(2026, 4, 1)
HEADINGS = "職員番号 氏名 フリガナ 所属コード 職名 職種 兼務所属コード 採用日 生年月日"
# fmt: off
PEOPLE = {
    "0001": [
        "髙橋　一郎", "タカハシ イチロウ",
        "0101", "課長", "事務", "", "2001-04-01", "1968-05-01",
    ],
    "0002": [
        "山﨑　花子", "ヤマザキ ハナコ",
        "0101", "課長補佐", "事務", "", "2005-04-01", "1979-01-01",
    ],
    "0003": [
        "𠮷田　次郎", "ヨシダ ジロウ",
        "0101", "主事", "事務", "0102", "2015-04-01", "1990-04-01",
    ],
    "0004": [
        "田中　三郎", "タナカ サブロウ",
        "0101", "主事", "土木", "", "2018-04-01", "",
    ],
    "0005": [
        "佐藤　四郎", "サトウ シロウ",
        "0102", "課長", "事務", "", "2000-04-01", "1970-01-01",
    ],
    "0006": [
        "鈴木　五月", "スズキ サツキ",
        "0102", "主査", "", "0101", "2010-04-01", "1985-12-31",
    ],
    "0007": [
        "伊藤　六実", "イトウ ムツミ",
        "0102", "主事", "土木", "", "2019-04-01", "1997-02-28",
    ],
    "0008": [
        "加藤　七海", "カトウ ナナミ",
        "0102", "主事", "事務", "", "2020-04-01", "2006-12-01",
    ],
}
# fmt: on


def roster(**moved: str) -> list[list[str]]:
    """Return the roster; keyword n0004="0102" puts somebody elsewhere."""
    rows = []
    for number, values in PEOPLE.items():
        department = moved.get(f"n{number}", values[2])
        rows.append([number, *values[:2], department, *values[3:]])
    return rows


def take_over(database: Database, take: Take) -> None:
    """Take over a town of two sections with eight people, and set the rule of DX推進員."""
    take(
        ImportKind.DEPARTMENTS,
        "所属コード 所属名 上位所属コード 評価単位",
        [["01", "総務部", "", ""], ["0101", "人事課", "01", "○"], ["0102", "税務課", "01", "○"]],
    )
    take(ImportKind.EMPLOYEES, HEADINGS, roster(), effective=APRIL)
    set_rule(database, RoleRule(OWN, term_years=1, continues_after_transfer=False))

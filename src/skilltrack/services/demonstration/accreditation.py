"""What people bring beside courses, who is accredited, whose tier was set by hand."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from skilltrack.domain.accreditation import Grounds
from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.organisation import EmploymentType
from skilltrack.domain.people.talent import CareerSought, CriterionKind, TalentQuery
from skilltrack.i18n.texts import _
from skilltrack.reports.tables import write_table
from skilltrack.services.accreditation import candidates
from skilltrack.services.accreditation import granting as accreditation
from skilltrack.services.accreditation.granting import Grant
from skilltrack.services.demonstration.chance import Chance, happens, stream
from skilltrack.services.imports.files import import_file
from skilltrack.services.talent import searches as talent_searches
from skilltrack.services.talent import words as talent_words
from skilltrack.services.verdicts import overrides
from skilltrack.store import organisation
from skilltrack.store.database import Database
from skilltrack.store.organisation import InPost

SCHEME = "kitakyushu"
FILE = "経験・資格・希望"
HEADINGS = ("職員番号", "種類", "分野", "名称", "開始", "終了", "水準", "証拠", "備考")
SHARE, MOST_ENTRIES = 0.3, 3
ACCREDITED_SUMMER, ACCREDITED_NOW = 24, 12
OVERRIDDEN = 3
QUALIFICATION_YEARS = 3

_ENTRIES = (
    ("実務経験", "情報システム", "民間企業での業務システムの開発"),
    ("実務経験", "情報システム", "基幹系システムの更新"),
    ("実務経験", "GIS", "統合型GISの運用"),
    ("実務経験", "データ分析", "統計調査の集計と分析"),
    ("実務経験", "広報", "市ホームページの運営"),
    ("実務経験", "業務改革", "窓口業務の見直し"),
    ("技能", "プログラミング", "表計算の自動化"),
    ("技能", "プログラミング", "簡単なアプリの作成"),
    ("技能", "デザイン", "図表とチラシの作成"),
    ("資格", "統計", "統計検定2級"),
    ("資格", "表計算", "表計算ソフトの上級の資格"),
    ("資格", "セキュリティ", "情報セキュリティ管理の民間資格"),
    ("実績", "業務改革", "申請の電子化による待ち時間の短縮"),
    ("実績", "業務改革", "課内の集計作業の自動化"),
    ("極めたい分野", "データ分析", "政策に使うデータ分析"),
    ("極めたい分野", "生成AI", "生成AIの庁内での活用"),
    ("極めたい分野", "セキュリティ", "インシデントへの対応"),
    ("極めたい分野", "業務改革", "サービスデザイン"),
)
_EVIDENCE = ("所属長の確認書", "合格証の写し", "庁内報告会の資料")


def let_people_be_accredited(
    database: Database, folder: Path, seed: int, as_of: date, tell: Callable[[str], None]
) -> None:
    """Record careers, accredit people in summer and autumn, set a few tiers, keep searches."""
    chance = stream(seed, "accreditation")
    with database.reading() as session:
        people = [
            person
            for person in organisation.in_post(session, as_of)
            if person.employment_type is EmploymentType.REGULAR
        ]
    entries = _careers(database, folder, chance, people, as_of)
    count = _accredit(database, as_of)
    _set_tiers(database, as_of)
    _keep_searches(database, as_of)
    text = _("経験・資格・希望：{entries} 件、認定：{count} 人")
    tell(text.format(entries=entries, count=count))


def _careers(
    database: Database, folder: Path, chance: Chance, people: list[InPost], as_of: date
) -> int:
    rows = []
    for person in people:
        if not happens(chance, SHARE):
            continue
        for kind, field, title in chance.sample(_ENTRIES, chance.randint(1, MOST_ENTRIES)):
            start = as_of - timedelta(days=chance.randint(200, 4000))
            last = None
            if kind == "実務経験" and happens(chance, 0.6):
                last = start + timedelta(days=chance.randint(180, 1500))
                last = min(last, as_of)
            if kind == "資格" and happens(chance, 0.5):
                last = date(start.year + QUALIFICATION_YEARS, start.month, 1)
            is_wish = kind == "極めたい分野"
            rows.append(
                (
                    person.employee_no,
                    kind,
                    field,
                    title,
                    None if is_wish else start,
                    last,
                    chance.randint(1, 5) if kind in {"技能", "実務経験"} else None,
                    chance.choice(_EVIDENCE) if kind in {"実績", "資格"} else "",
                    "",
                )
            )
    path = folder / f"{FILE}.xlsx"
    write_table(path, FILE, HEADINGS, rows)
    import_file(database, ImportKind.CAREER, path, today=as_of)
    return len(rows)


def _accredit(database: Database, as_of: date) -> int:
    year = FiscalYear.of(as_of)
    accreditation.set_pattern(database, SCHEME, "{年度}-{役割}-{番号}", _("認定制度の開始"))
    summer = year.first_day + timedelta(days=91)
    count = 0
    for tier, on, most, reason, evidence in (
        ("bronze", summer, ACCREDITED_SUMMER, _("動画学習の修了"), ""),
        ("bronze", year.first_day + timedelta(days=182), ACCREDITED_NOW, _("動画学習の修了"), ""),
        ("silver", as_of, ACCREDITED_NOW, _("ハンズオン研修の修了"), _("成果物を課内で発表")),
    ):
        found = candidates.candidates(database, SCHEME, tier, on).lines[:most]
        if found:
            grants = [
                Grant(line.person.employee_no, SCHEME, tier, on, reason, Grounds(evidence))
                for line in found
            ]
            count += len(accreditation.grant(database, grants))
    return count


def _set_tiers(database: Database, as_of: date) -> None:
    """Set the tier of a few people, and take one accreditation back."""
    found = candidates.candidates(database, SCHEME, "bronze", as_of).lines
    if len(found) < OVERRIDDEN:
        return
    numbers = [line.person.employee_no for line in found[:OVERRIDDEN]]
    reason = _("前職での業務システム開発の経験を確認したため")
    overrides.override(database, SCHEME, "silver", numbers[:-1], as_of - timedelta(days=30), reason)
    overrides.override(
        database,
        SCHEME,
        "gold",
        numbers[-1:],
        as_of - timedelta(days=60),
        _("IT企業への派遣から戻ったばかりで、記録が届いていないため"),
        last_day=as_of + timedelta(days=100),
    )
    held = [
        line
        for line in accreditation.accreditation_lines(database, as_of, SCHEME)
        if line.accreditation.tier == "bronze"
    ]
    if held:
        number = held[-1].person.employee_no
        accreditation.revoke(
            database, SCHEME, "bronze", [number], as_of, _("本人の申し出による辞退")
        )


def _keep_searches(database: Database, as_of: date) -> None:
    offered = talent_words.offered(database, as_of)
    category = talent_searches.sought_of(offered, CriterionKind.CATEGORY, "sakata:statistics=60")
    assert not isinstance(category, CareerSought)  # noqa: S101 (a category is none)
    data = talent_searches.sought_of(offered, CriterionKind.CAREER, _(":データ"))
    assert isinstance(data, CareerSought)  # noqa: S101 (nothing else begins with a colon)
    query = TalentQuery(wanted=(category,), careers=(data,), is_any=True)
    name, purpose = _("データ活用の候補"), _("データ活用プロジェクトの人選")
    talent_searches.keep_search(database, name, purpose, query)
    wish = talent_searches.sought_of(offered, CriterionKind.CAREER, "aspiration:生成AI")
    assert isinstance(wish, CareerSought)  # noqa: S101 (an entry of a career)
    query = TalentQuery(careers=(wish,))
    talent_searches.keep_search(database, _("生成AIを極めたい"), _("研修の案内"), query)

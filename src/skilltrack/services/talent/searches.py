"""Searches for people written in codes, and searches that are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from skilltrack.domain.people.career import CareerKind
from skilltrack.domain.people.talent import (
    CareerSought,
    CriterionKind,
    Sought,
    TalentFound,
    TalentQuery,
)
from skilltrack.domain.problems import Refusal, refuse
from skilltrack.domain.schemes import leaves
from skilltrack.exchange.plain import plain, restored
from skilltrack.i18n.career import CAREER_KIND_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.talent.words import Offered, sought_text
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database
from skilltrack.store.definitions import change_setting, setting

_SEARCHES = "talent.searches"
LONGEST_NAME = 40

CRITERION_NAMES: Mapping[CriterionKind, str] = {
    CriterionKind.CATEGORY: _("分野の得点"),
    CriterionKind.ITEM: _("設問の段階"),
    CriterionKind.LEVEL: _("調査の水準"),
    CriterionKind.EXAM: _("試験の合格"),
    CriterionKind.COURSE: _("研修の修了"),
    CriterionKind.CAREER: _("経験・資格・希望"),
    CriterionKind.ACCREDITED: _("認定"),
}


# Codes


def sought_of(offered: Offered, kind: CriterionKind, text: str) -> Sought | CareerSought:
    """Return what a code looks for.

    Args:
        offered: What can be looked for.
        kind: What the code is about.
        text: ``sakata:excel=60`` (percent), ``sakata:excel_1=3`` (step from 1),
            ``kanazawa:overall=advanced``, an exam, a course, ``moka:adviser``, or
            ``experience:GIS 庁内`` (kind, empty for any, and words; ``>=3`` asks for a level).

    Raises:
        Refusal: The code is not known.
    """
    code, _equals, amount = text.partition("=")
    match kind:
        case CriterionKind.CATEGORY:
            name = _known(kind, offered.categories, code)
            questionnaire, _mark, category = code.partition(":")
            least = Fraction(_number(kind, amount, text), 100)
            return leaves.CategoryAtLeast("", name, category, least, questionnaire)
        case CriterionKind.ITEM:
            name = _known(kind, offered.items, code)
            questionnaire, _mark, item = code.partition(":")
            return leaves.ItemAtLeast(
                "", name, item, _number(kind, amount, text) - 1, questionnaire
            )
        case CriterionKind.LEVEL:
            name = _known(kind, offered.levels, text)
            return leaves.LevelAtLeast("", name, code, amount)
        case CriterionKind.EXAM:
            return leaves.ExamPassed("", _passed(_known(kind, offered.exams, text)), text)
        case CriterionKind.COURSE:
            name = _known(kind, offered.courses, text)
            return leaves.CoursesCompleted("", _completed(name), (text,), 1)
        case CriterionKind.ACCREDITED:
            name = _known(kind, offered.tiers, text)
            scheme, _mark, tier = text.partition(":")
            return leaves.AccreditationHeld("", _("{tier}の認定").format(tier=name), tier, scheme)
        case CriterionKind.CAREER:
            return _career(text)


def _passed(name: str) -> str:
    return _("{exam} 合格").format(exam=name)


def _completed(name: str) -> str:
    return _("{course} 修了").format(course=name)


def _career(text: str) -> CareerSought:
    text, _mark, level = text.partition(">=")
    kind, _colon, words = text.partition(":") if ":" in text else (text, "", "")
    names = {kind.value: kind for kind in CareerKind} | {
        name: kind for kind, name in CAREER_KIND_NAMES.items()
    }
    kind = kind.strip()
    if kind and kind not in names:
        accepted = _("、").join(CAREER_KIND_NAMES.values())
        raise _unknown(CriterionKind.CAREER, kind, accepted)
    least = _number(CriterionKind.CAREER, level, text) if level else None
    return CareerSought(names.get(kind), tuple(words.split()), least)


def _known(kind: CriterionKind, offered: Sequence[tuple[str, str]], code: str) -> str:
    names = dict(offered)
    if code not in names:
        raise _unknown(kind, code, _("、").join(list(names)[:20]) or "―")
    return names[code]


def _unknown(kind: CriterionKind, code: str, accepted: str) -> Refusal:
    return refuse("talent.unknown", code=code, kind=CRITERION_NAMES[kind], accepted=accepted)


def _number(kind: CriterionKind, amount: str, text: str) -> int:
    if not amount.strip().isdecimal():
        raise _unknown(kind, text, _("「コード=数」の形"))
    return int(amount)


# Kept searches


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search under a name, with what it is usually for."""

    name: str
    purpose: str
    query: TalentQuery


def saved_searches(database: Database) -> tuple[SavedSearch, ...]:
    """Return the kept searches, by name."""
    with database.reading() as session:
        found: Mapping[str, Mapping[str, object]] = setting(session, _SEARCHES) or {}
    return tuple(
        SavedSearch(name, str(found[name]["purpose"]), restored(TalentQuery, found[name]["query"]))
        for name in sorted(found)
    )


def saved_search(database: Database, name: str) -> SavedSearch:
    """Return a kept search.

    Raises:
        Refusal: There is none of that name.
    """
    found = {one.name: one for one in saved_searches(database)}
    if name not in found:
        accepted = _("、").join(found) or "―"
        raise refuse("talent.unknown_search", name=name, accepted=accepted)
    return found[name]


def keep_search(database: Database, name: str, purpose: str, query: TalentQuery) -> SavedSearch:
    """Keep a search under a name; one of the same name is replaced.

    Raises:
        Refusal: No name, or nothing is looked for.
    """
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise refuse("talent.no_name", most=LONGEST_NAME)
    if query.is_empty:
        raise refuse("talent.no_criterion")
    with database.changing("talent.keep", "") as work:
        kept = {**(setting(work, _SEARCHES) or {})}
        kept[name] = {"purpose": purpose.strip(), "query": plain(query)}
        change_setting(work, _SEARCHES, kept)
        audit.append(database, work, Entry("talent.keep", name, 1))
    return SavedSearch(name, purpose.strip(), query)


def drop_search(database: Database, name: str) -> None:
    """Forget a kept search.

    Raises:
        Refusal: There is none of that name.
    """
    saved_search(database, name)
    with database.changing("talent.drop", "") as work:
        kept = {**(setting(work, _SEARCHES) or {})}
        del kept[name]
        change_setting(work, _SEARCHES, kept)
        audit.append(database, work, Entry("talent.drop", name, 1))


def save_talent(database: Database, path: Path, found: TalentFound, purpose: str) -> int:
    """Save what a search found as a workbook; the log keeps how many people left, and why.

    Raises:
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.talent import write_talent

    with database.reading() as session:
        organisation = setting(session, "organisation") or ""
    write_talent(
        path,
        found,
        query_texts(found.query),
        purpose.strip(),
        organisation=organisation,
        made_at=database.clock(),
    )
    audit.note(database, Entry("export.talent", path.name, len(found.rows), purpose.strip()))
    return len(found.rows)


def query_texts(query: TalentQuery) -> tuple[str, ...]:
    """Return the findings looked for in words."""
    return tuple(sought_text(one) for one in (*query.wanted, *query.careers))

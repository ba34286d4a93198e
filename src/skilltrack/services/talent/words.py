"""A search for people in words: what is looked for, why somebody was found, what can be chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from skilltrack.domain.people.career import CareerEntry
from skilltrack.domain.people.talent import CareerSought, Sought, TalentQuery
from skilltrack.domain.questionnaires.definition import ItemKind
from skilltrack.domain.schemes import leaves
from skilltrack.domain.schemes.gates import JudgedLeaf
from skilltrack.i18n.career import CAREER_KIND_NAMES
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.numbers import percent
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.services.people.timelines import course_names
from skilltrack.store import organisation
from skilltrack.store.bands import bands_of_schemes
from skilltrack.store.career import fields_known
from skilltrack.store.database import Database, Session
from skilltrack.store.occupations import occupations_known
from skilltrack.store.training import course_years

LADDER_MARK = ":"

# Why somebody was found


def reason_of_leaf(session: Session, leaf: leaves.Leaf, judged: JudgedLeaf) -> str:
    """Return why a finding holds, with the figure and the day."""
    day = "" if judged.on is None else _("（{day}）").format(day=wareki_short(judged.on))
    name = leaf.label or leaf.id
    match leaf:
        case leaves.CategoryAtLeast():
            ratio = judged.value if not isinstance(judged.value, int | str) else None
            return _("{name} {ratio}{day}").format(name=name, ratio=percent(ratio), day=day)
        case leaves.ItemAtLeast():
            step = int(judged.value) + 1 if isinstance(judged.value, int) else 0
            return _("{name} 段階{step}{day}").format(name=name, step=step, day=day)
        case leaves.LevelAtLeast():
            level = _level_names(session).get((leaf.ladder, str(judged.value)), judged.value)
            return _("{name} {level}{day}").format(name=name, level=level, day=day)
        case _:
            return _("{name}{day}").format(name=name, day=day)


def _level_names(session: Session) -> dict[tuple[str, str], str]:
    return {
        (f"{scheme.id}{LADDER_MARK}{ladder.id}", level.code): level.name
        for scheme in definitions.schemes_ever(session).values()
        for ladder in scheme.ladders
        for level in ladder.levels
    }


def reason_of_career(entry: CareerEntry) -> str:
    """Return an entry of a career in a line."""
    about = _("・").join(part for part in (entry.field, entry.title) if part)
    level = "" if entry.level is None else _("（水準{level}）").format(level=entry.level)
    return _("{kind}：{about}{level}").format(
        kind=CAREER_KIND_NAMES[entry.kind], about=about, level=level
    )


# What is looked for


def sought_codes(query: TalentQuery) -> tuple[str, ...]:
    """Return what is looked for as codes, for the log."""
    found = [_code(one) for one in query.wanted]
    found += [
        f"career:{one.kind.value if one.kind else '*'}:{'+'.join(one.words)}"
        for one in query.careers
    ]
    limits: Mapping[str, tuple[object, ...]] = {
        "department": query.departments,
        "band": query.bands,
        "role": query.roles,
        "employment": query.employment_types,
        "occupation": query.occupations,
        "age": query.ages,
    }
    found += [f"{name}:{value}" for name, values in limits.items() for value in values]
    return tuple([*found, "any"] if query.is_any else found)


def _code(sought: Sought) -> str:
    match sought:
        case leaves.CategoryAtLeast():
            return f"category:{sought.key}={float(sought.ratio) * 100:g}"
        case leaves.ItemAtLeast():
            return f"item:{sought.key}={sought.step + 1}"
        case leaves.LevelAtLeast():
            return f"level:{sought.ladder}={sought.level}"
        case leaves.CoursesCompleted():
            return f"course:{','.join(sought.courses)}"
        case leaves.ExamPassed():
            return f"exam:{sought.exam}"
        case leaves.AccreditationHeld():
            return f"accredited:{sought.key}"
        case leaves.PracticesRegistered():
            return f"practices:{sought.stage.value}={sought.count}"
        case leaves.CareerRegistered():
            return f"career:{sought.career.value}:{sought.field}={sought.count}"


def sought_text(sought: Sought | CareerSought) -> str:
    """Return what is looked for in words."""
    if isinstance(sought, CareerSought):
        kind = _("経歴") if sought.kind is None else CAREER_KIND_NAMES[sought.kind]
        words = _("、").join(sought.words) or _("すべて")
        level = "" if sought.level is None else _("（水準{level}以上）").format(level=sought.level)
        return _("{kind}：{words}{level}").format(kind=kind, words=words, level=level)
    name = sought.label or sought.id
    match sought:
        case leaves.CategoryAtLeast():
            return _("{name} {ratio}以上").format(name=name, ratio=percent(sought.ratio, 0))
        case leaves.ItemAtLeast():
            return _("{name} 段階{step}以上").format(name=name, step=sought.step + 1)
        case _:
            return name


# What can be chosen


@dataclass(frozen=True, slots=True)
class Offered:
    """Everything the form offers, as (code, name) pairs; codes are those of the command line.

    ``categories`` and ``items`` are ``questionnaire:code``, with ``steps`` item → names of its
    steps; ``levels`` are ``scheme:ladder=level``; ``tiers`` are ``scheme:tier``.
    """

    categories: tuple[tuple[str, str], ...]
    items: tuple[tuple[str, str], ...]
    steps: Mapping[str, tuple[str, ...]]
    levels: tuple[tuple[str, str], ...]
    exams: tuple[tuple[str, str], ...]
    courses: tuple[tuple[str, str], ...]
    tiers: tuple[tuple[str, str], ...]
    bands: tuple[tuple[str, str], ...]
    roles: tuple[tuple[str, str], ...]
    occupations: tuple[str, ...]
    fields: tuple[str, ...]


def offered(database: Database, as_of: date) -> Offered:
    """Return what can be looked for on a day."""
    with database.reading() as session:
        return offered_in(session, as_of)


def offered_in(session: Session, as_of: date) -> Offered:
    """Return what can be looked for within a session."""
    questionnaires = definitions.questionnaires(session).values()
    schemes = definitions.schemes(session).values()
    is_one = len(questionnaires) == 1

    def of(title: str, name: str) -> str:
        return name if is_one else _("{name}（{title}）").format(name=name, title=title)

    rated = [
        (f"{q.id}:{item.code}", of(_short(q.title), item.text), item, q)
        for q in questionnaires
        for item in q.items
        if item.kind is ItemKind.RATING
    ]
    courses = course_names(session, course_years(session))
    bands = {band.code: band.name for scheme in schemes for band in scheme.bands}
    posts = {(person.band, person.job_title) for person in organisation.in_post(session, as_of)}
    tables = bands_of_schemes(session)
    held = {code for code in bands if any(tables.place((code,), *post) for post in posts)}
    bands = {code: name for code, name in bands.items() if code in held} or bands
    return Offered(
        categories=tuple(
            (f"{q.id}:{c.code}", of(_short(q.title), c.name))
            for q in questionnaires
            for c in q.categories
        ),
        items=tuple((code, name) for code, name, _item, _q in rated),
        steps={
            code: tuple(step.label for step in q.scale_of(item).steps)
            for code, _name, item, q in rated
        },
        levels=tuple(
            (
                f"{scheme.id}:{ladder.id}={level.code}",
                _("{ladder} {level}（{scheme}）").format(
                    ladder=ladder.name, level=level.name, scheme=_short(scheme.name)
                ),
            )
            for scheme in schemes
            for ladder in scheme.ladders
            for level in ladder.levels[1:]
        ),
        exams=tuple((exam.code, exam.name) for exam in definitions.exams(session).values()),
        courses=tuple((code, courses.get(code, code)) for code in sorted(course_years(session))),
        tiers=tuple(
            (
                f"{scheme.id}:{tier.code}",
                _("{tier}（{scheme}）").format(tier=tier.name, scheme=_short(scheme.name)),
            )
            for scheme in schemes
            for tier in scheme.tiers
        ),
        bands=tuple(bands.items()),
        roles=tuple((c, n) for n, c in definitions.vocabulary(session).roles.items()),
        occupations=occupations_known(session),
        fields=tuple(sorted({f for found in fields_known(session).values() for f in found})),
    )


def _short(name: str) -> str:
    return name.partition("（")[0]

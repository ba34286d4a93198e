"""The courses of a fiscal year by what they build, and for whom they are meant."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from skilltrack.domain.audience import EVERYBODY
from skilltrack.domain.catalogue.years import CatalogueCourse
from skilltrack.domain.exams.definition import Exam
from skilltrack.domain.obligations.rules import ObligationRule, Occasion
from skilltrack.domain.questionnaires.definition import Questionnaire
from skilltrack.domain.schemes.bands import Bands
from skilltrack.domain.schemes.leaves import LeafKind
from skilltrack.i18n.folding import fold
from skilltrack.services.verdicts.evidence import Needs
from skilltrack.services.verdicts.gathering import gather_for
from skilltrack.store import owing
from skilltrack.store.bands import bands_of_schemes
from skilltrack.store.database import Session
from skilltrack.store.organisation import InPost

Names = Mapping[tuple[str, str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Offers:
    """Courses by what they build, codes in order.

    ``skills`` is questionnaire and code of a category or item → courses that build it;
    ``teaching`` questionnaire → courses that build anything of it; ``exams`` exam → courses that
    prepare for it; ``hours`` course → its length where the catalogue states it.
    """

    courses: Mapping[str, CatalogueCourse]
    skills: Names
    teaching: Mapping[str, tuple[str, ...]]
    exams: Mapping[str, tuple[str, ...]]
    hours: Mapping[str, Fraction]


def offers_of(
    courses: Sequence[CatalogueCourse],
    own: Sequence[str],
    questionnaires: Mapping[str, Questionnaire],
    exams: Mapping[str, Exam],
    on: date,
) -> Offers:
    """Gather the courses of a year by what they build.

    A course builds a category or an item where its detail names it, and an item where the item
    names the course. Whatever builds a category builds its items, and whatever builds an item
    builds its category. A course prepares for an exam where its name holds that of the exam
    (学習会); where there is none, where it builds what a field of the exam covers, in the edition
    of the day or else the newest.

    Args:
        courses: The courses of the year.
        own: The questionnaires by which schemes judge: skills without a questionnaire are theirs.
        questionnaires: All questionnaires by id.
        exams: All exams by code.
        on: The day whose editions of exams are meant.
    """
    built: dict[tuple[str, str], set[str]] = {}
    prepares: dict[str, set[str]] = {code: set() for code in exams}
    spelt = {code: [fold(n) for n in (one.name, *one.aliases) if n] for code, one in exams.items()}
    for course in courses:
        for skill in course.detail.builds:
            for owner in (skill.questionnaire,) if skill.questionnaire else own:
                built.setdefault((owner, skill.code), set()).add(course.code)
        name = fold(course.name)
        for code, spellings in spelt.items():
            if any(one in name for one in spellings):
                prepares[code].add(course.code)
    held = {course.code for course in courses}
    skills: dict[tuple[str, str], tuple[str, ...]] = {}
    teaching: dict[str, tuple[str, ...]] = {}
    for owner, questionnaire in questionnaires.items():
        of_items = {
            item.code: built.get((owner, item.code), set()) | (held & set(item.courses))
            for item in questionnaire.items
        }
        of_all: set[str] = set()
        for category in questionnaire.categories:
            whole = built.get((owner, category.code), set())
            items = [item.code for item in questionnaire.items if item.category == category.code]
            parts = whole.union(*(of_items[code] for code in items))
            skills[owner, category.code] = tuple(sorted(parts))
            skills |= {(owner, code): tuple(sorted(whole | of_items[code])) for code in items}
            of_all |= parts
        teaching[owner] = tuple(sorted(of_all))
    for code, one in exams.items():
        if prepares[code]:
            continue
        edition = one.edition_on(on) or (one.editions[-1] if one.editions else None)
        for part in () if edition is None else edition.fields:
            for skill in part.covers:
                prepares[code].update(skills.get((skill.questionnaire, skill.code), ()))
    return Offers(
        {course.code: course for course in sorted(courses, key=lambda one: one.code)},
        skills,
        teaching,
        {code: tuple(sorted(found)) for code, found in prepares.items()},
        {one.code: Fraction(str(one.hours)) for one in courses if one.hours},
    )


def courses_taken(
    session: Session, codes: Iterable[str], on: date, among: owing.Among = None
) -> dict[str, frozenset[str]]:
    """Return number → those of some courses that were completed and hold on a day."""
    wanted = Needs(
        frozenset(),
        frozenset(codes),
        frozenset(),
        frozenset({LeafKind.COURSES}),
        has_hours_of_all=False,
    )
    found: dict[str, set[str]] = {}
    for course, people in gather_for(session, wanted, on, (), among).completed.items():
        for number in people:
            found.setdefault(number, set()).add(course)
    return {number: frozenset(courses) for number, courses in found.items()}


Meant = Callable[[InPost], frozenset[str]]
"""A person → courses meant for the person."""


def meant_for(
    session: Session, courses: Mapping[str, CatalogueCourse], on: date, among: owing.Among = None
) -> Meant:
    """Return what tells which courses are meant for a person on a day.

    A course is meant for whoever is in its audience and in one of the bands of its rows.
    """
    bands = bands_of_schemes(session)
    wider = {code: replace(one.detail.audience, bands=()) for code, one in courses.items()}
    special = {code: audience for code, audience in wider.items() if audience != EVERYBODY}
    shut: dict[str, frozenset[str]] = {}
    if special:
        rules = [ObligationRule(c, "", Occasion.EVERY_YEAR, a) for c, a in special.items()]
        for past in owing.pasts(session, rules, on, among):
            stretch = past.stretch_on(on)
            if stretch is None:
                continue
            standing = past.standing(stretch, on)
            left = frozenset(c for c, one in special.items() if not one.includes(standing))
            if left:
                shut[past.employee_no] = left
    by_post: dict[tuple[str | None, str], frozenset[str]] = {}

    def meant(person: InPost) -> frozenset[str]:
        post = person.band, person.job_title
        if post not in by_post:
            by_post[post] = frozenset(
                code for code, one in courses.items() if _is_for(one, bands, *post)
            )
        return by_post[post] - shut.get(person.employee_no, frozenset())

    return meant


def _is_for(course: CatalogueCourse, bands: Bands, band: str | None, job_title: str) -> bool:
    wanted = course.detail.audience.bands
    is_in_audience = not wanted or bands.place(wanted, band, job_title, course.code) is not None
    return is_in_audience and any(bands.concerns(row, band, job_title) for row in course.rows)

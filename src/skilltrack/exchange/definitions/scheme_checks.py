"""Checks of a scheme beyond its shape."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from skilltrack.domain.catalogue.courses import CourseKind
from skilltrack.domain.exams.definition import Exam
from skilltrack.domain.problems import Problem, Severity
from skilltrack.domain.questionnaires.definition import Item, ItemKind, Questionnaire
from skilltrack.domain.schemes import leaves
from skilltrack.domain.schemes.definition import Scheme, ScoreLadder, TierRule
from skilltrack.domain.schemes.programmes import Programme
from skilltrack.domain.targets.definition import MeasureKind
from skilltrack.exchange.definitions.documents import Finder, duplicates
from skilltrack.exchange.definitions.gates import leaf_paths


def check_scheme(
    scheme: Scheme,
    questionnaire: Questionnaire | None,
    exams: Iterable[Exam],
    *,
    others: Iterable[Questionnaire] = (),
    programme: Programme | None = None,
    schemes: Iterable[Scheme] = (),
    file: str = "",
) -> tuple[Problem, ...]:
    """Find what a scheme names outside itself and does not exist there.

    Args:
        scheme: The scheme.
        questionnaire: The questionnaire it names; None when there is none of that id.
        exams: The exams that are known.
        others: Further questionnaires that requirements, ladders, courses and pairs may name.
        programme: The programme beside the scheme; None looks at the scheme alone.
        schemes: Further schemes for whose tiers somebody may have to be accredited.
        file: The name of the scheme's file for the problems; empty when there is none.

    Returns:
        One problem per unknown name, in the order of the tiers; empty when all is known. A course
        missing from the scheme's own samples is only a notice: a body has courses of its own.
    """
    finder = Finder(file)
    if questionnaire is None or questionnaire.id != scheme.questionnaire:
        name = scheme.questionnaire
        return (finder.problem("unknown_questionnaire", "questionnaire", name=name),)
    outside = _Outside(
        {one.id: one for one in (*others, questionnaire)} | {"": questionnaire},
        [exam.code for exam in exams],
        {one.id: one for one in (*schemes, scheme)},
        finder,
    )
    return tuple(
        [
            problem
            for path, leaf in _leaves(scheme)
            for problem in (
                *outside.of_leaf(leaf, path),
                *_unknown_courses(scheme, leaf, path, finder),
            )
        ]
        + [problem for ladder in scheme.ladders for problem in outside.of_ladder(ladder)]
        + ([] if programme is None else list(outside.of_programme(programme)))
    )


@dataclass(frozen=True, slots=True)
class _Outside:
    """What is known outside a scheme; questionnaire '' is the one of the scheme."""

    questionnaires: Mapping[str, Questionnaire]
    exams: list[str]
    schemes: Mapping[str, Scheme]
    finder: Finder

    def of_leaf(self, leaf: leaves.Leaf, path: str) -> Iterator[Problem]:
        match leaf:
            case leaves.CategoryAtLeast(category=code, questionnaire=owner):
                yield from self._category(owner, code, path)
            case leaves.ItemAtLeast(item=code, step=step, questionnaire=owner):
                yield from self._item(owner, code, step, path)
            case leaves.ExamPassed(exam=code):
                yield from self._exam(code, f"{path}.exam")
            case leaves.AccreditationHeld(tier=tier, scheme=owner) if owner:
                yield from self._tier_elsewhere(owner, tier, path)
            case _:
                return

    def of_ladder(self, ladder: ScoreLadder) -> Iterator[Problem]:
        path = f"ladders[{ladder.id}]"
        if ladder.category:
            yield from self._category(ladder.questionnaire, ladder.category, path)
        else:
            yield from self._owner(ladder.questionnaire, path)

    def of_programme(self, programme: Programme) -> Iterator[Problem]:
        for detail in programme.details:
            path = f"courses[{detail.code}].detail.builds"
            for skill in detail.builds:
                yield from self._skill(skill.questionnaire, skill.code, f"{path}[{skill.code}]")
        for pair in programme.pairs:
            for key, code in (("before", pair.before), ("after", pair.after)):
                if code not in self.questionnaires:
                    yield self._unknown_owner(code, f"pairs[{pair.id}].{key}")
        for rule in programme.targets:
            if rule.measure is not None and rule.measure.kind is MeasureKind.EXAMS:
                for code in rule.measure.codes:
                    yield from self._exam(code, f"targets[{rule.id}].measure.codes")

    def _unknown_owner(self, code: str, path: str) -> Problem:
        return self.finder.problem("unknown_questionnaire", path, name=code)

    def _owner(self, owner: str, path: str) -> Iterator[Problem]:
        if owner not in self.questionnaires:
            yield self._unknown_owner(owner, f"{path}.questionnaire")

    def _category(self, owner: str, code: str, path: str) -> Iterator[Problem]:
        if owner not in self.questionnaires:
            yield self._unknown_owner(owner, f"{path}.questionnaire")
            return
        codes = _rated_categories(self.questionnaires[owner])
        if code not in codes:
            yield self.finder.unknown("unknown_category", f"{path}.category", code, codes)

    def _item(self, owner: str, code: str, step: int, path: str) -> Iterator[Problem]:
        if owner not in self.questionnaires:
            yield self._unknown_owner(owner, f"{path}.questionnaire")
            return
        questionnaire = self.questionnaires[owner]
        ratings = {item.code: item for item in _ratings(questionnaire)}
        item = ratings.get(code)
        scale = questionnaire.scale if item is None else questionnaire.scale_of(item)
        highest = len(scale.steps) - 1
        if item is None:
            yield self.finder.unknown("unknown_item", f"{path}.item", code, list(ratings))
        if step > highest:
            yield self.finder.problem("step_above_scale", f"{path}.step", highest=highest)

    def _skill(self, owner: str, code: str, path: str) -> Iterator[Problem]:
        if owner not in self.questionnaires:
            yield self._unknown_owner(owner, f"{path}.questionnaire")
            return
        questionnaire = self.questionnaires[owner]
        codes = [category.code for category in questionnaire.categories]
        codes += [item.code for item in questionnaire.items]
        if code not in codes:
            yield self.finder.unknown("unknown_category", f"{path}.code", code, codes)

    def _exam(self, code: str, path: str) -> Iterator[Problem]:
        if code not in self.exams:
            yield self.finder.unknown("unknown_exam", path, code, self.exams)

    def _tier_elsewhere(self, owner: str, tier: str, path: str) -> Iterator[Problem]:
        """Yield a tier that a known scheme does not have; one not taken yet is only noticed."""
        if owner not in self.schemes:
            problem = self.finder.unknown("unknown_scheme", f"{path}.scheme", owner, self.schemes)
            yield replace(problem, severity=Severity.NOTICE)
            return
        codes = [one.code for one in self.schemes[owner].tiers]
        if tier not in codes:
            yield self.finder.unknown("unknown_tier", f"{path}.accredited", tier, codes)


def _ratings(questionnaire: Questionnaire) -> list[Item]:
    """Return the items that requirements can name: what is checked or told has no level."""
    return [item for item in questionnaire.items if item.kind is ItemKind.RATING]


def _rated_categories(questionnaire: Questionnaire) -> list[str]:
    rated = {item.category for item in _ratings(questionnaire)}
    return [one.code for one in questionnaire.categories if one.code in rated]


def _unknown_courses(
    scheme: Scheme, leaf: leaves.Leaf, path: str, finder: Finder
) -> Iterator[Problem]:
    known = {course.code for course in scheme.courses}
    if isinstance(leaf, leaves.CoursesCompleted | leaves.HoursCompleted):
        key = "courses" if isinstance(leaf, leaves.CoursesCompleted) else "of_courses"
        for code in leaf.courses:
            if known and code not in known:
                problem = finder.unknown("unknown_course", f"{path}.{key}", code, known)
                yield replace(problem, severity=Severity.NOTICE)


def _leaves(scheme: Scheme) -> Iterator[tuple[str, leaves.Leaf]]:
    for tier in scheme.tiers:
        yield from leaf_paths(tier.gate, f"tiers[{tier.code}].gate")


def mistakes(scheme: Scheme, finder: Finder) -> Iterator[Problem]:
    """Yield what contradicts itself within a scheme."""
    bands = [band.code for band in scheme.bands]
    roles = [role.code for role in scheme.roles]
    yield from finder.duplicate_codes("bands", bands)
    yield from finder.duplicate_codes("roles", roles)
    yield from finder.duplicate_codes("tiers", (tier.code for tier in scheme.tiers))
    for path, band in _named_bands(scheme):
        if band not in bands:
            yield finder.unknown("unknown_band", path, band, bands)
    for path, role in _named_roles(scheme):
        if role not in roles:
            yield finder.unknown("unknown_role", path, role, roles)
    yield from _expectation_mistakes(scheme, finder)
    yield from _inclusion_mistakes(scheme, finder)
    for leaf_id in duplicates(leaf.id for _, leaf in _leaves(scheme)):
        paths = [path for path, leaf in _leaves(scheme) if leaf.id == leaf_id]
        yield finder.problem("duplicate_requirement", paths[-1], id=leaf_id)
    for path, leaf in _leaves(scheme):
        if isinstance(leaf, leaves.ScoreAtLeast):
            yield finder.problem("score_outside_exam", path, label=leaf.label)
    yield from _ladder_mistakes(scheme, finder)
    yield from _course_mistakes(scheme, finder)


def _ladder_mistakes(scheme: Scheme, finder: Finder) -> Iterator[Problem]:
    """Yield ladders, levels and tiers that requirements name and the scheme does not have."""
    ladders = {ladder.id: ladder for ladder in scheme.ladders}
    yield from finder.duplicate_codes("ladders", (ladder.id for ladder in scheme.ladders))
    for ladder in scheme.ladders:
        codes = (level.code for level in ladder.levels)
        yield from finder.duplicate_codes(f"ladders[{ladder.id}].levels", codes)
    tiers = [tier.code for tier in scheme.tiers]
    for path, leaf in _leaves(scheme):
        if isinstance(leaf, leaves.LevelAtLeast):
            if leaf.ladder not in ladders:
                yield finder.unknown("unknown_ladder", f"{path}.ladder", leaf.ladder, ladders)
                continue
            levels = [level.code for level in ladders[leaf.ladder].levels]
            if leaf.level not in levels:
                yield finder.unknown("unknown_level", f"{path}.level", leaf.level, levels)
        if (
            isinstance(leaf, leaves.AccreditationHeld)
            and leaf.scheme in {"", scheme.id}
            and leaf.tier not in tiers
        ):
            yield finder.unknown("unknown_tier", f"{path}.accredited", leaf.tier, tiers)


def _named_bands(scheme: Scheme) -> Iterator[tuple[str, str]]:
    for title, band in scheme.titles.items():
        yield f"titles.{title}", band
    for tier in scheme.tiers:
        for band in tier.expected_bands:
            yield f"tiers[{tier.code}].expected_bands", band
    for course in scheme.courses:
        for band in course.bands:
            yield f"courses[{course.code}].bands", band
    for figure, rule in scheme.inclusion.items():
        for band in rule.bands_left_out:
            yield f"inclusion.{figure}.bands_left_out", band
    for path, leaf in _leaves(scheme):
        if isinstance(leaf, leaves.BandIs):
            for band in leaf.bands:
                yield f"{path}.band", band


def _named_roles(scheme: Scheme) -> Iterator[tuple[str, str]]:
    for tier in scheme.tiers:
        if tier.expected_role is not None:
            yield f"tiers[{tier.code}].expected_role", tier.expected_role
    for path, leaf in _leaves(scheme):
        if isinstance(leaf, leaves.RoleHeld):
            yield f"{path}.role", leaf.role
    if scheme.evaluation is not None:
        yield "evaluation.leader_role", scheme.evaluation.leader_role


def _expectation_mistakes(scheme: Scheme, finder: Finder) -> Iterator[Problem]:
    """Yield tiers expected of nobody in a scheme by post, and of somebody in a ladder."""
    for tier in scheme.tiers:
        is_expected = bool(tier.expected_bands) or tier.expected_role is not None
        path = f"tiers[{tier.code}]"
        if scheme.rule is TierRule.BY_POST and not is_expected:
            yield finder.problem("tier_expected_of_nobody", path, name=tier.name)
        if scheme.rule is TierRule.EARNED and is_expected:
            yield finder.problem("earned_tier_expected", path, name=tier.name)
    for band in duplicates(band for tier in scheme.tiers for band in tier.expected_bands):
        yield finder.problem("band_in_two_tiers", "tiers", band=band)


def _inclusion_mistakes(scheme: Scheme, finder: Finder) -> Iterator[Problem]:
    """Yield rules whose days of hiring count nobody."""
    for figure, rule in scheme.inclusion.items():
        if rule.hired_from and rule.hired_until and rule.hired_until < rule.hired_from:
            yield finder.problem("hired_reversed", f"inclusion.{figure}.hired_until")


def _course_mistakes(scheme: Scheme, finder: Finder) -> Iterator[Problem]:
    """Yield rows that say the same twice, and codes that carry two names."""
    names: dict[str, str] = {}
    rows: set[tuple[str, CourseKind, str]] = set()
    for course in scheme.courses:
        path = f"courses[{course.code}]"
        if names.setdefault(course.code, course.name) != course.name:
            yield finder.problem("course_with_two_names", path, course=course.code)
        said = {(course.code, course.kind, band) for band in course.bands or ("",)}
        if said & rows:
            yield finder.problem("course_row_twice", path, course=course.code)
        rows |= said

"""Checks of a programme against its scheme and in itself."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping

from skilltrack.domain.audience import Audience
from skilltrack.domain.obligations.rules import DueKind, ObligationRule, Occasion
from skilltrack.domain.problems import Problem
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.domain.schemes.programmes import CompletionKind, CourseDetail, Programme
from skilltrack.domain.targets.definition import MeasureKind, TargetRule, TargetShape
from skilltrack.exchange.definitions.documents import Finder

LEAP_YEAR = 2024  # 29 February is a day of the year, too


def programme_mistakes(scheme: Scheme, programme: Programme, finder: Finder) -> Iterator[Problem]:
    """Yield what contradicts the scheme or itself within a programme."""
    for key, ids in (
        ("obligations", [rule.id for rule in programme.obligations]),
        ("targets", [rule.id for rule in programme.targets]),
        ("pairs", [pair.id for pair in programme.pairs]),
    ):
        yield from finder.duplicate_codes(key, ids)
    for detail in programme.details:
        yield from _detail_mistakes(scheme, detail, f"courses[{detail.code}].detail", finder)
    for rule in programme.obligations:
        yield from _obligation_mistakes(scheme, rule, f"obligations[{rule.id}]", finder)
    for target in programme.targets:
        yield from _target_mistakes(scheme, target, f"targets[{target.id}]", finder)


def _audience_mistakes(
    scheme: Scheme, audience: Audience, path: str, finder: Finder
) -> Iterator[Problem]:
    bands = [band.code for band in scheme.bands]
    yield from _unknown("unknown_band", f"{path}.bands", audience.bands, bands, finder)
    roles = [role.code for role in scheme.roles]
    named = audience.roles if audience.cohort is None else (*audience.roles, audience.cohort.role)
    yield from _unknown("unknown_role", path, named, roles, finder)


def _unknown(
    code: str, path: str, named: Iterable[str], known: Iterable[str], finder: Finder
) -> Iterator[Problem]:
    known = list(known)
    for name in named:
        if name not in known:
            yield finder.unknown(code, path, name, known)


def _detail_mistakes(
    scheme: Scheme, detail: CourseDetail, path: str, finder: Finder
) -> Iterator[Problem]:
    yield from _audience_mistakes(scheme, detail.audience, f"{path}.audience", finder)
    rule = detail.completion
    if (rule.kind is CompletionKind.HOURS) != (rule.hours is not None):
        yield finder.problem("completion_hours", f"{path}.completion.hours")
    if (rule.kind is CompletionKind.TEST) != (rule.score is not None):
        yield finder.problem("completion_score", f"{path}.completion.score")
    codes = {course.code for course in scheme.courses}
    renewing = [detail.renewed_by] if detail.renewed_by else []
    yield from _unknown("unknown_course", f"{path}.renewed_by", renewing, codes, finder)


def _obligation_mistakes(
    scheme: Scheme, rule: ObligationRule, path: str, finder: Finder
) -> Iterator[Problem]:
    yield from _audience_mistakes(scheme, rule.audience, f"{path}.audience", finder)
    given = (rule.catalogue is not None, bool(rule.courses), bool(rule.courses_by_band))
    if given.count(True) != 1:
        yield finder.problem("obligation_needs_courses", path)
    if rule.catalogue is not None and rule.occasion is not Occasion.EVERY_YEAR:
        yield finder.problem("catalogue_not_yearly", f"{path}.catalogue")
    named = (*rule.courses, *(code for codes in rule.courses_by_band.values() for code in codes))
    known = {course.code for course in scheme.courses}
    yield from _unknown("unknown_course", f"{path}.courses", named, known, finder)
    bands = [band.code for band in scheme.bands]
    by_band = f"{path}.courses_by_band"
    yield from _unknown("unknown_band", by_band, rule.courses_by_band, bands, finder)
    if rule.count is not None and rule.courses and rule.count > len(rule.courses):
        values = {"count": rule.count, "available": len(rule.courses)}
        yield finder.problem("more_than_named", f"{path}.count", **values)
    if (rule.occasion is Occasion.YEAR_OF_SERVICE) != (rule.year_of_service is not None):
        yield finder.problem("obligation_year_of_service", f"{path}.year_of_service")
    if rule.occasion is Occasion.DESIGNATION and rule.audience.cohort is None:
        yield finder.problem("designation_needs_cohort", f"{path}.audience.cohort")
    if rule.occasion is Occasion.PROMOTION and not (rule.audience.bands or rule.courses_by_band):
        yield finder.problem("promotion_needs_bands", f"{path}.audience.bands")
    due = rule.due
    if due.kind is DueKind.MONTHS and due.months == 0:
        yield finder.problem("due_months", f"{path}.due.months")
    if due.kind is DueKind.DAY_OF_YEAR and not _is_a_day(due.month, due.day):
        yield finder.problem("due_day", f"{path}.due.day")


def _is_a_day(month: int, day: int) -> bool:
    return month > 0 and 0 < day <= monthrange(LEAP_YEAR, month)[1]


_CODES_OF: Mapping[MeasureKind, tuple[str, Callable[[Scheme], list[str]]]] = {
    MeasureKind.COURSES: ("unknown_course", lambda scheme: [c.code for c in scheme.courses]),
    MeasureKind.ROLES: ("unknown_role", lambda scheme: [r.code for r in scheme.roles]),
    MeasureKind.ROLES_HELD: ("unknown_role", lambda scheme: [r.code for r in scheme.roles]),
    MeasureKind.TIERS: ("unknown_tier", lambda scheme: [t.code for t in scheme.tiers]),
    MeasureKind.ACCREDITED: ("unknown_tier", lambda scheme: [t.code for t in scheme.tiers]),
}
"""Measure → the problem of a code that the scheme does not have, and the codes it has."""

_WITHOUT_CODES = frozenset({MeasureKind.PRACTICES, MeasureKind.PARTICIPANTS, MeasureKind.STATED})


def _target_mistakes(
    scheme: Scheme, rule: TargetRule, path: str, finder: Finder
) -> Iterator[Problem]:
    yield from _audience_mistakes(scheme, rule.population, f"{path}.population", finder)
    if rule.due_on < rule.starts_on:
        yield finder.problem("period_backwards", f"{path}.due_on")
    days = [milestone.on for milestone in rule.milestones]
    if days != sorted(set(days)) or any(not rule.starts_on <= on <= rule.due_on for on in days):
        yield finder.problem("milestones_out_of_order", f"{path}.milestones")
    tiers = [tier.code for tier in scheme.tiers]
    yield from _unknown("unknown_tier", f"{path}.per_level", rule.per_level, tiers, finder)
    if (rule.shape is TargetShape.LEVELS) != bool(rule.per_level):
        yield finder.problem("target_levels", f"{path}.per_level")
    if rule.measure is None:
        if rule.shape is not TargetShape.LEVELS:
            yield finder.problem("missing_key", f"{path}.measure")
        return
    measure = rule.measure
    if measure.kind in _CODES_OF:
        code, known = _CODES_OF[measure.kind]
        yield from _unknown(code, f"{path}.measure.codes", measure.codes, known(scheme), finder)
    if bool(measure.codes) == (measure.kind in _WITHOUT_CODES):
        yield finder.problem("measure_codes", f"{path}.measure.codes")
    outputs = {MeasureKind.PRACTICES, MeasureKind.STATED}
    if (rule.shape is TargetShape.OUTPUTS) != (measure.kind in outputs):
        yield finder.problem("target_of_outputs", f"{path}.measure.kind")

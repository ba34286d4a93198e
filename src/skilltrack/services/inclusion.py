"""Who counts: the rule that applies to a figure, whom it leaves out, and changing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from skilltrack.domain import inclusion as rules
from skilltrack.domain.inclusion import (
    COMMON_FIGURES,
    Applied,
    Coverage,
    Exclusion,
    Figure,
    InclusionRule,
    Origin,
)
from skilltrack.domain.problems import Refusal, refuse
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.exchange.plain import plain, restored
from skilltrack.i18n.inclusion import FIGURE_NAMES
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.texts import _
from skilltrack.services import definitions, operations
from skilltrack.store import audit, organisation
from skilltrack.store import inclusion as records
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.definitions import change_setting, setting
from skilltrack.store.occupations import occupations_known
from skilltrack.store.operations import Operation, record_operation
from skilltrack.store.operations import operations as recorded_operations

_AREA = "inclusion"
_EVERY_SCHEME = "*"


def applied(session: Session, figure: Figure, scheme: Scheme | None) -> Applied:
    """Return the rule that applies to a figure.

    The setting for scheme and figure goes before the setting for the figure, that before what
    the scheme states, and that before the default. ``scheme`` None is a figure of no scheme.
    """
    is_common = scheme is None or figure in COMMON_FIGURES
    return rules.resolve(
        figure,
        own=None if is_common or scheme is None else _set(session, scheme.id, figure),
        common=_set(session, "", figure),
        stated=None if is_common or scheme is None else scheme.stated_inclusion(figure),
    )


def rules_for(
    session: Session, figures: Sequence[Figure], scheme: Scheme | None
) -> Mapping[Figure, InclusionRule]:
    """Return figure → rule that applies."""
    return {figure: applied(session, figure, scheme).rule for figure in figures}


def coverage(session: Session, figure: Figure, scheme: Scheme | None, as_of: date) -> Coverage:
    """Return how many count in a figure on a day, and how many do not by reason."""
    return _covered(session, figure, applied(session, figure, scheme), as_of)


def coverages(
    session: Session, figures: Sequence[Figure], scheme: Scheme | None, as_of: date
) -> tuple[Coverage, ...]:
    """Return the coverage of each figure; figures with the same rule are counted together."""
    applying = {figure: applied(session, figure, scheme) for figure in figures}
    found: dict[Applied, Coverage] = {}
    for figure, rule in applying.items():
        if rule not in found:
            found[rule] = _covered(session, figure, rule, as_of)
    return tuple(replace(found[rule], figure=figure) for figure, rule in applying.items())


def _covered(session: Session, figure: Figure, rule: Applied, as_of: date) -> Coverage:
    found = records.coverage(session, figure, rule, as_of)
    if not rule.rule.bands_left_out:
        return found
    names = vocabulary(session).band_names
    return replace(
        found, band_names=tuple(names.get(band, band) for band in rule.rule.bands_left_out)
    )


def _set(session: Session, scheme_id: str, figure: Figure) -> InclusionRule | None:
    value = setting(session, _name(scheme_id, figure))
    return None if value is None else restored(InclusionRule, value)


def _name(scheme_id: str, figure: Figure) -> str:
    return f"{_AREA}.{scheme_id or _EVERY_SCHEME}.{figure.value}"


def _scheme(session: Session, scheme_id: str) -> Scheme | None:
    return definitions.scheme(session, scheme_id) if scheme_id else None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a rule can name; bands and schemes are (code, name), occupations those that occur."""

    bands: tuple[tuple[str, str], ...]
    occupations: tuple[str, ...]
    schemes: tuple[tuple[str, str], ...]

    @property
    def band_names(self) -> Mapping[str, str]:
        """Return code → name of the bands."""
        return dict(self.bands)


@dataclass(frozen=True, slots=True)
class Version:
    """A change of rules: who, when and why, and the rules that it set.

    ``rules`` are scheme ('' for all), figure and rule, None where the rule was taken back.
    """

    change: int
    at: datetime
    actor: str
    title: str
    reason: str
    undone_in: int | None
    rules: tuple[tuple[str, Figure, InclusionRule | None], ...]


@dataclass(frozen=True, slots=True)
class Inclusion:
    """Every figure with its rule and whom it counts on a day, and how it came to be so.

    ``figures`` in the order of ``Figure``; ``versions`` newest first.
    """

    scheme: str
    as_of: date
    figures: tuple[Coverage, ...]
    vocabulary: Vocabulary
    versions: tuple[Version, ...]


def inclusion(
    database: Database, scheme_id: str, as_of: date, as_known: datetime | None = None
) -> Inclusion:
    """Return who counts in every figure on a day.

    Args:
        database: The data file.
        scheme_id: The scheme; '' for what applies where a scheme says nothing.
        as_of: The reference date.
        as_known: What was recorded by this instant; None is everything.

    Raises:
        Refusal: No such scheme.
    """
    with database.reading(as_known) as session:
        scheme = _scheme(session, scheme_id)
        return Inclusion(
            scheme_id,
            as_of,
            coverages(session, tuple(Figure), scheme, as_of),
            vocabulary(session),
            _versions(session),
        )


def covered(
    database: Database,
    figure: Figure,
    scheme_id: str,
    as_of: date,
    as_known: datetime | None = None,
) -> Coverage:
    """Return how many count in a figure on a day; ``scheme_id`` '' is a figure of no scheme.

    ``as_known`` None is everything recorded.

    Raises:
        Refusal: No such scheme.
    """
    with database.reading(as_known) as session:
        return coverage(session, figure, _scheme(session, scheme_id), as_of)


def vocabulary(session: Session) -> Vocabulary:
    """Return what a rule can name."""
    schemes = definitions.schemes(session)
    bands = {band.code: band.name for one in schemes.values() for band in one.bands}
    return Vocabulary(
        tuple(bands.items()),
        occupations_known(session),
        tuple((one.id, one.name) for one in schemes.values()),
    )


def _versions(session: Session) -> tuple[Version, ...]:
    made: dict[int, list[records.RuleVersion]] = {}
    for one in records.rule_versions(session, f"{_AREA}."):
        made.setdefault(one.change, []).append(one)
    return tuple(
        Version(
            found.change,
            made[found.change][0].at,
            made[found.change][0].actor,
            found.title,
            found.reason,
            found.undone_in,
            tuple(_told(one) for one in made[found.change]),
        )
        for found in recorded_operations(session, _AREA)
        if found.change in made
    )


def _told(version: records.RuleVersion) -> tuple[str, Figure, InclusionRule | None]:
    _area, scheme_id, figure = version.setting.split(".")
    rule = None if version.value is None else restored(InclusionRule, version.value)
    return "" if scheme_id == _EVERY_SCHEME else scheme_id, Figure(figure), rule


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody in a main post who does not count in a figure, and the first reason.

    ``name`` is '―' and ``kana`` and ``job_title`` are '' for people who were erased.
    """

    figure: Figure
    employee_no: str
    name: str
    kana: str
    department: str
    department_name: str
    job_title: str
    reason: Exclusion


def left_out(
    database: Database,
    figure: Figure,
    scheme_id: str,
    as_of: date,
    as_known: datetime | None = None,
) -> tuple[LeftOut, ...]:
    """Return who does not count in a figure on a day, by department, kana, number.

    Raises:
        Refusal: No such scheme.
    """
    with database.reading(as_known) as session:
        return left_out_in(session, figure, _scheme(session, scheme_id), as_of)


def left_out_in(
    session: Session, figure: Figure, scheme: Scheme | None, as_of: date
) -> tuple[LeftOut, ...]:
    """Return who does not count in a figure within a session."""
    found = records.left_out(session, applied(session, figure, scheme).rule, as_of)
    return told(session, figure, found, as_of)


def told(
    session: Session,
    figure: Figure,
    found: Mapping[str, tuple[str, Exclusion]],
    as_of: date,
) -> tuple[LeftOut, ...]:
    """Return people left out with their names, by department, kana, number.

    ``found`` is employee number → department and reason on the day.
    """
    people = {person.employee_no: person for person in organisation.in_post(session, as_of)}
    names = {d.code: d.name for d in organisation.departments_on(session, as_of)}
    listed = []
    for number, (department, reason) in found.items():
        person = people.get(number)
        listed.append(
            LeftOut(
                figure,
                number,
                NO_FIGURE if person is None else person.name,
                "" if person is None else person.kana,
                department,
                names.get(department, department),
                "" if person is None else person.job_title,
                reason,
            )
        )
    return tuple(sorted(listed, key=lambda one: (one.department, one.kana, one.employee_no)))


def preview(
    database: Database, figures: Sequence[Figure], rule: InclusionRule, as_of: date
) -> tuple[Coverage, ...]:
    """Return whom a rule would count on a day, without setting it."""
    with database.reading() as session:
        tried = Applied(rule, Origin.SETTING)
        return tuple(_covered(session, figure, tried, as_of) for figure in figures)


def set_rule(
    database: Database,
    figures: Sequence[Figure],
    scheme_id: str,
    rule: InclusionRule | None,
    reason: str,
    *,
    is_rehearsal: bool = False,
) -> Operation:
    """Set who counts in some figures; earlier rules stay known.

    Args:
        database: The data file.
        figures: The figures.
        scheme_id: The scheme; '' for every scheme without a setting of its own.
        rule: The rule; None takes the setting back, so that scheme or default apply again.
        reason: Why; no name of a person.
        is_rehearsal: Check everything and leave everything as it was.

    Raises:
        Refusal: No such scheme, no figure, no reason, every mistake of the rule, or nothing
            would change.
    """
    if not figures:
        raise refuse("inclusion.no_figure")
    if not reason.strip():
        raise refuse("inclusion.no_reason")
    names = " ".join(figure.value for figure in figures)
    rule = None if rule is None else rules.ordered(rule)
    with database.changing(
        "inclusion.change", f"{scheme_id or _EVERY_SCHEME} {names}", is_rehearsal=is_rehearsal
    ) as work:
        scheme = _scheme(work, scheme_id)
        _check(work, figures, scheme, rule)
        changed = [f for f in figures if _set(work, scheme_id, f) != rule]
        if not changed:
            raise refuse("inclusion.unchanged")
        for figure in changed:
            change_setting(work, _name(scheme_id, figure), None if rule is None else plain(rule))
        operation = Operation("inclusion.change", _title(changed, scheme), reason.strip())
        record_operation(work, operation)
        target = scheme_id or _EVERY_SCHEME
        entry = Entry("inclusion.change", target, len(changed), reason.strip())
        audit.append(database, work, entry)
        return operation


def _check(
    work: UnitOfWork,
    figures: Sequence[Figure],
    scheme: Scheme | None,
    rule: InclusionRule | None,
) -> None:
    common = next((figure for figure in figures if figure in COMMON_FIGURES), None)
    if scheme is not None and common is not None:
        raise refuse("inclusion.common", figure=FIGURE_NAMES[common])
    if rule is None:
        return
    words = vocabulary(work)
    found = tuple(rules.mistakes(rule, words.band_names, words.occupations))
    if found:
        raise Refusal(found)


def _title(figures: Sequence[Figure], scheme: Scheme | None) -> str:
    return _("数え方の変更：{figures}（{scheme}）").format(
        figures=_("、").join(FIGURE_NAMES[figure] for figure in figures),
        scheme=_("すべての育成制度") if scheme is None else scheme.name,
    )


def undo_rule(database: Database, change: int) -> Operation:
    """Undo a change of rules.

    Raises:
        Refusal: It is no change of rules, was undone already, or a later one rests on it.
    """
    known = operations.list_operations(database, _AREA)
    if all(one.change != change for one in known):
        raise refuse("inclusion.not_a_change", change=change)
    return operations.undo_operation(database, change)

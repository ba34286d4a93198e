"""Targets written by the body: added, changed, closed, and figures entered by hand.

A target of a scheme is changed by keeping one under its id; the scheme stays as it is. Every
change is a new version with a reason and can be undone.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from skilltrack.domain.problems import Refusal, refuse
from skilltrack.domain.targets.checks import LARGEST, TargetVocabulary, mistakes
from skilltrack.domain.targets.definition import KeptTarget, MeasureKind, TargetRule
from skilltrack.domain.targets.parts import Origin, TargetStanding
from skilltrack.exchange.plain import plain
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.services.people.timelines import course_names
from skilltrack.services.targets.reading import (
    MINIMUM,
    Found,
    found_target,
    found_targets,
    standing_in,
)
from skilltrack.store import audit, organisation
from skilltrack.store import targets as records
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.definitions import DEFINITIONS, Definition, DefinitionKind, highest_version
from skilltrack.store.occupations import occupations_known
from skilltrack.store.operations import Operation, record_operation
from skilltrack.store.targets import STATED, StatedActual
from skilltrack.store.training import course_years


def vocabulary(database: Database, as_of: date) -> TargetVocabulary:
    """Return what a target can name, with the departments of a day."""
    with database.reading() as session:
        return vocabulary_in(session, as_of)


def vocabulary_in(session: Session, as_of: date) -> TargetVocabulary:
    """Return what a target can name, within a session."""
    schemes = definitions.schemes(session)
    sampled = {c.code: c.name for scheme in schemes.values() for c in scheme.courses}
    words = definitions.vocabulary(session)
    return TargetVocabulary(
        courses=sampled | course_names(session, course_years(session)),
        exams={code: exam.name for code, exam in definitions.exams(session).items()},
        roles={code: name for name, code in words.roles.items()},
        tiers={
            scheme.id: {tier.code: tier.name for tier in scheme.tiers}
            for scheme in schemes.values()
        },
        bands={band.code: band.name for scheme in schemes.values() for band in scheme.bands},
        departments={d.code: d.name for d in organisation.departments_on(session, as_of)},
        occupations=occupations_known(session),
        schemes={scheme.id: scheme.name for scheme in schemes.values()},
    )


def ids_taken(database: Database) -> tuple[str, ...]:
    """Return the ids of every target, with and without their scheme."""
    with database.reading() as session:
        found = found_targets(session)
    return tuple({name for one in found for name in (one.kept.key, one.kept.rule.id)})


def preview(database: Database, kept: KeptTarget, as_of: date) -> TargetStanding:
    """Return how a target would stand on a day, without keeping it.

    Raises:
        Refusal: With everything that is wrong with it.
    """
    with database.reading() as session:
        words = vocabulary_in(session, as_of)
        _check(kept, words)
        known = next((one for one in found_targets(session) if one.kept.key == kept.key), None)
        name = words.schemes.get(kept.scheme, "")
        found = replace(known, kept=kept) if known else Found(kept, Origin.OWN, name)
        return standing_in(session, found, as_of)


def add(
    database: Database, kept: KeptTarget, today: date, reason: str = "", *, is_dry_run: bool = False
) -> KeptTarget:
    """Add a target of the body.

    Raises:
        Refusal: There is one of that id, or with everything that is wrong with it.
    """
    with database.changing("targets.add", kept.key, is_rehearsal=is_dry_run) as work:
        if any(one.kept.key == kept.key for one in found_targets(work)):
            raise refuse("targets.exists", target=kept.key)
        _check(kept, vocabulary_in(work, today))
        title = _("目標「{name}」を追加").format(name=kept.rule.name)
        _keep(database, work, kept, Operation("targets.add", title, reason.strip()))
        return kept


def edit(
    database: Database,
    target: str,
    change: Callable[[KeptTarget], KeptTarget],
    today: date,
    reason: str,
    *,
    is_dry_run: bool = False,
) -> KeptTarget:
    """Change a target; one of a scheme is kept by the body from then on.

    Args:
        database: The data file.
        target: Its key, or its id alone.
        change: Returns the target as it shall be; scheme and id stay.
        today: The present day, for the departments it may name.
        reason: Why.
        is_dry_run: Check everything and leave everything as it was.

    Raises:
        Refusal: No such target, no reason, nothing changed, or everything that is wrong with it.
    """
    with database.changing("targets.edit", target, is_rehearsal=is_dry_run) as work:
        before = _known(work, target)
        if not reason.strip():
            raise refuse("targets.no_reason")
        after = change(before)
        after = replace(after, scheme=before.scheme, rule=replace(after.rule, id=before.rule.id))
        if after == before:
            raise refuse("targets.unchanged")
        _check(after, vocabulary_in(work, today))
        title = _("目標「{name}」を変更").format(name=after.rule.name)
        _keep(database, work, after, Operation("targets.edit", title, reason.strip()))
        return after


def edit_rule(
    database: Database, target: str, rule: TargetRule, today: date, reason: str
) -> KeptTarget:
    """Change a target to a rule; see ``edit``."""
    return edit(database, target, lambda kept: replace(kept, rule=rule), today, reason)


def close(database: Database, target: str, on: date, reason: str) -> KeptTarget:
    """Stop to pursue a target from a day on; before that day it stands as it was.

    Raises:
        Refusal: No such target, it is closed already, or no reason.
    """
    with database.changing("targets.close", target) as work:
        before = _known(work, target)
        if before.closed_on is not None:
            raise refuse("targets.closed", target=before.rule.name)
        if not reason.strip():
            raise refuse("targets.no_reason")
        after = replace(before, closed_on=on)
        title = _("目標「{name}」を{day}で終了").format(name=before.rule.name, day=wareki(on))
        _keep(database, work, after, Operation("targets.close", title, reason.strip(), on))
        return after


def state(
    database: Database, target: str, on: date, value: int, note: str = "", reason: str = ""
) -> StatedActual:
    """Enter by hand how much was reached by the end of a day; a later entry replaces it.

    Raises:
        Refusal: No such target, it is counted from records, or the figure is impossible.
    """
    with database.changing("targets.state", target) as work:
        kept = _known(work, target)
        rule = kept.rule
        if rule.measure is None or rule.measure.kind is not MeasureKind.STATED:
            raise refuse("targets.not_stated", target=rule.name)
        if not 0 <= value <= LARGEST:
            raise refuse("targets.bad_value", most=LARGEST)
        if on < rule.starts_on:
            raise refuse("targets.stated_early", target=rule.name, starts_on=wareki(rule.starts_on))
        t = records.STATED.table.c
        held = STATED.current(work, t.target_id == kept.key, t.counted_on == on)
        STATED.supersede(work, held)
        figure = StatedActual(kept.key, on, value, note.strip())
        STATED.record(work, [figure])
        title = _("目標「{name}」の{day}の値を{value:,}と入力").format(
            name=rule.name, day=wareki(on), value=value
        )
        record_operation(work, Operation("targets.state", title, reason.strip(), on))
        audit.append(database, work, Entry("targets.state", kept.key, value, reason.strip()))
        return figure


def _known(session: Session, target: str) -> KeptTarget:
    if target == MINIMUM or target.endswith(f":{MINIMUM}"):
        raise refuse("targets.minimum")
    return found_target(session, target).kept


def _check(kept: KeptTarget, words: TargetVocabulary) -> None:
    found = tuple(mistakes(kept, words))
    if found:
        raise Refusal(found)


def _keep(database: Database, work: UnitOfWork, kept: KeptTarget, operation: Operation) -> None:
    number = highest_version(work, DefinitionKind.TARGET, kept.key) + 1
    DEFINITIONS.record(work, [Definition(DefinitionKind.TARGET, kept.key, number, plain(kept))])
    record_operation(work, operation)
    audit.append(database, work, Entry(operation.kind, kept.key, number, operation.reason))


def keep_all(
    database: Database, work: UnitOfWork, kept: Mapping[str, KeptTarget], operation: Operation
) -> None:
    """Keep several targets in one operation."""
    DEFINITIONS.record(
        work,
        [
            Definition(
                DefinitionKind.TARGET,
                key,
                highest_version(work, DefinitionKind.TARGET, key) + 1,
                plain(one),
            )
            for key, one in kept.items()
        ],
    )
    record_operation(work, operation)
    audit.append(database, work, Entry(operation.kind, " ".join(sorted(kept)), len(kept)))

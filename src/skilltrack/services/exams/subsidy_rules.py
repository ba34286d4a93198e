"""The rules of aid as versions: taken, written, copied, changed, compared, dropped, undone.

An application keeps the version under which it was made: a later version does not judge it anew.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from skilltrack.domain.exams.definition import Exam
from skilltrack.domain.exams.subsidies import SubsidyRule
from skilltrack.domain.exams.subsidy_changes import RuleChange, rule_changes
from skilltrack.domain.problems import Place, Problem, Severity, refuse
from skilltrack.exchange.plain import plain, restored
from skilltrack.i18n.texts import _
from skilltrack.services import definitions, operations
from skilltrack.store import audit, schema
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.definitions import (
    DEFINITIONS,
    Definition,
    DefinitionKind,
    current_definitions,
    definition,
    highest_version,
    newest_definition,
    version_records,
)
from skilltrack.store.operations import Operation, record_operation
from skilltrack.store.operations import operations as recorded_operations
from skilltrack.store.subsidies import APPLICATIONS

AREA = "subsidy_rules"
CHANGE, DROP = (f"{AREA}.{verb}" for verb in ("change", "drop"))
SHIPPED = "shipped:"
"""How the name of a shipped rule begins where two are compared."""

_KIND = DefinitionKind.SUBSIDY
_VERSIONED = re.compile(r"(?P<code>.+)@(?P<version>\d{1,7})")


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """A rule of the body, or one that is shipped and was not taken (``is_own`` False).

    ``uses`` counts the applications under any version of it.
    """

    rule: SubsidyRule
    is_own: bool
    uses: int = 0


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """A version of a rule: when, by whom and why it came, and what it changed.

    ``change`` can be undone as long as nothing rests on it; 0 where it cannot.
    """

    rule: SubsidyRule
    at: datetime
    actor: str
    reason: str
    change: int
    changes: tuple[RuleChange, ...]


@dataclass(frozen=True, slots=True)
class SavedRule:
    """What came of saving; ``is_new_version`` is False where nothing changed."""

    rule: SubsidyRule
    changes: tuple[RuleChange, ...]
    notices: tuple[Problem, ...]
    is_new_version: bool


def list_rules(database: Database) -> tuple[RuleEntry, ...]:
    """Return the rules of the body by code, then the shipped ones that it has not."""
    from skilltrack.exchange.definitions.subsidies import shipped_subsidies

    with database.reading() as session:
        own = rules(session)
        uses = _uses(session)
    found = [RuleEntry(rule, is_own=True, uses=uses.get(code, 0)) for code, rule in own.items()]
    offered = [RuleEntry(one, is_own=False) for one in shipped_subsidies() if one.code not in own]
    return (*found, *offered)


def rules(session: Session) -> dict[str, SubsidyRule]:
    """Return the rules of the body in their newest version, by code."""
    return {
        one.code: restored(SubsidyRule, one.body) for one in current_definitions(session, _KIND)
    }


def rule_in(session: Session, code: str, version: int | None = None) -> SubsidyRule:
    """Return a rule within a session; see ``find_rule``."""
    newest = newest_definition(session, _KIND, code)
    if newest is None:
        raise refuse("subsidies.unknown_rule", rule=code, accepted="、".join(rules(session)) or "―")
    if version is None or version == newest.version:
        return restored(SubsidyRule, newest.body)
    found = definition(session, _KIND, code, version)
    if found is None:
        numbers = "、".join(str(one.version) for one in version_records(session, _KIND, code))
        raise refuse("subsidies.unknown_version", rule=code, version=version, known=numbers)
    return restored(SubsidyRule, found.body)


def find_rule(database: Database, code: str, version: int | None = None) -> SubsidyRule:
    """Return a rule of the body; ``version`` None is the newest.

    Raises:
        Refusal: The body has no such rule or version.
    """
    with database.reading() as session:
        return rule_in(session, code, version)


def shipped_rule(code: str) -> SubsidyRule:
    """Return a shipped rule.

    Raises:
        Refusal: None of that code is shipped.
    """
    from skilltrack.exchange.definitions.subsidies import shipped_subsidies

    shipped = {rule.code: rule for rule in shipped_subsidies()}
    if code not in shipped:
        raise refuse("subsidies.not_shipped", rule=code, accepted="、".join(shipped))
    return shipped[code]


def take_rule(database: Database, code: str, *, is_rehearsal: bool = False) -> SavedRule:
    """Take a shipped rule into the data file, as a new version where the body has it.

    Raises:
        Refusal: None of that code is shipped.
    """
    reason = _("付いている規則の取入れ")
    return save_rule(database, shipped_rule(code), reason, is_rehearsal=is_rehearsal)


def save_rule(
    database: Database,
    rule: SubsidyRule,
    reason: str,
    *,
    is_new: bool = False,
    is_rehearsal: bool = False,
    file: str = "",
) -> SavedRule:
    """Record a rule as a new version; its own ``version`` does not matter.

    Args:
        database: The data file.
        rule: The rule as it shall be.
        reason: Why; no name of a person.
        is_new: The body must not have one of that code.
        is_rehearsal: Check everything and leave everything as it was.
        file: The file it comes from, for the problems.

    Raises:
        Refusal: Every mistake with its key path, the code is taken, or there is no reason.
    """
    from skilltrack.exchange.definitions.subsidies import subsidy_from_json, subsidy_to_json

    with database.changing(CHANGE, rule.code, is_rehearsal=is_rehearsal) as work:
        number = highest_version(work, _KIND, rule.code) + 1
        made = subsidy_from_json(subsidy_to_json(replace(rule, version=number)), file=file)
        newest = newest_definition(work, _KIND, rule.code)
        known = None if newest is None else restored(SubsidyRule, newest.body)
        if known is not None and is_new:
            raise refuse("subsidies.code_taken", rule=rule.code)
        notices = tuple(_notices(made, definitions.exams(work), file))
        if known is not None and replace(known, version=number) == made:
            return SavedRule(known, (), notices, is_new_version=False)
        if not reason.strip():
            raise refuse("subsidies.no_reason")
        changes = () if known is None else rule_changes(known, made)
        DEFINITIONS.record(work, [Definition(_KIND, made.code, number, plain(made))])
        title = _("{name}の版{version}").format(name=made.name, version=number)
        record_operation(work, Operation(CHANGE, title, reason.strip()))
        subject = f"{made.code}@{number}"
        if not is_rehearsal:
            audit.append(database, work, Entry(CHANGE, subject, len(changes), reason.strip()))
        return SavedRule(made, changes, notices, is_new_version=True)


def _notices(rule: SubsidyRule, exams: dict[str, Exam], file: str) -> list[Problem]:
    """Return which exams of a rule the body does not have."""
    return [
        Problem(
            "subsidies.exam_not_held",
            Place(file, column=f"exams[{code}]"),
            {"exam": code},
            Severity.NOTICE,
        )
        for code in rule.exams
        if code not in exams
    ]


def copy_rule(database: Database, source: str, code: str, name: str, reason: str) -> SavedRule:
    """Copy a rule of the body, or a shipped one, under an own code and name.

    Raises:
        Refusal: There is no such rule, the code is taken, or there is no reason.
    """
    rule = named_rule(database, source)
    return save_rule(database, replace(rule, code=code, name=name.strip()), reason, is_new=True)


def drop_rule(database: Database, code: str, reason: str) -> Operation:
    """Take a rule out of the data file under which nobody applied; it can be undone.

    Raises:
        Refusal: The body has no such rule, somebody applied under it, or there is no reason.
    """
    if not reason.strip():
        raise refuse("subsidies.no_reason")
    with database.changing(DROP, code) as work:
        rule = rule_in(work, code)
        used = _uses(work).get(code, 0)
        if used:
            raise refuse("subsidies.rule_used", name=rule.name, count=used)
        d = schema.definition.c
        held = DEFINITIONS.current(work, d.kind == _KIND.value, d.code == code)
        DEFINITIONS.supersede(work, held)
        operation = Operation(DROP, _("{name}の削除").format(name=rule.name), reason.strip())
        record_operation(work, operation)
        audit.append(database, work, Entry(DROP, code, len(held), reason.strip()))
        return operation


def list_versions(database: Database, code: str) -> tuple[RuleVersion, ...]:
    """Return the versions of a rule with what each changed, newest first.

    Raises:
        Refusal: The body has no such rule.
    """
    with database.reading() as session:
        rule_in(session, code)
        made = {one.change: one for one in recorded_operations(session, AREA)}
        records = version_records(session, _KIND, code)
        held = [rule_in(session, code, one.version) for one in records]
    found = []
    for place, record in enumerate(records):
        operation = made.get(record.change)
        is_first = place + 1 == len(records)
        found.append(
            RuleVersion(
                held[place],
                record.at,
                record.actor,
                "" if operation is None else operation.reason,
                0 if operation is None else record.change,
                () if is_first else rule_changes(held[place + 1], held[place]),
            )
        )
    return tuple(found)


def undo_rule_change(database: Database, change: int) -> Operation:
    """Undo a version of a rule, or that it was dropped.

    Raises:
        Refusal: It is no change of rules, was undone, a later version or an application rests on
            it.
    """
    with database.reading() as session:
        if change not in {one.change for one in recorded_operations(session, AREA)}:
            raise refuse("subsidies.not_a_rule_change", change=change)
        for code, rule in rules(session).items():
            records = version_records(session, _KIND, code)
            made = next((one for one in records if one.change == change), None)
            if made is None:
                continue
            if made is not records[0]:
                raise refuse("subsidies.later_version", name=rule.name, version=records[0].version)
            used = _applied_under(session, code, made.version)
            if used:
                raise refuse("subsidies.rule_used", name=rule.name, count=used)
    return operations.undo_operation(database, change)


# Files


def check_file(path: Path) -> SubsidyRule:
    """Read a rule from a TOML or JSON file.

    Raises:
        Refusal: Every mistake, each with its key path.
        MachineFailure: The file cannot be read.
    """
    from skilltrack.exchange.definitions.subsidies import load_subsidy

    return load_subsidy(path)


def import_rule(
    database: Database, path: Path, reason: str, *, is_rehearsal: bool = False
) -> SavedRule:
    """Take the rule of a file over, as a new one or as a new version of its code.

    Raises:
        Refusal: Every mistake found, or there is no reason.
    """
    rule = check_file(path)
    return save_rule(database, rule, reason, is_rehearsal=is_rehearsal, file=path.name)


def export_rule(database: Database, name: str, path: Path) -> SubsidyRule:
    """Write a rule as TOML; ``code@version`` names a version.

    Raises:
        Refusal: No such rule or version.
        MachineFailure: The file could not be written.
    """
    from skilltrack.exchange.definitions.subsidies import write_subsidy_text

    rule = named_rule(database, name)
    write_subsidy_text(path, rule)
    audit.note(database, Entry("subsidy_rules.export", name, 1))
    return rule


def named_rule(database: Database, name: str) -> SubsidyRule:
    """Return a rule named by code, code@version, shipped:code, or a file.

    A code that the body has not is looked for among what is shipped.

    Raises:
        Refusal: It is unknown, or the file has mistakes.
    """
    if name.startswith(SHIPPED):
        return shipped_rule(name.removeprefix(SHIPPED))
    path = Path(name)
    if path.is_file():
        return check_file(path)
    versioned = _VERSIONED.fullmatch(name)
    if versioned is not None:
        return find_rule(database, versioned["code"], int(versioned["version"]))
    with database.reading() as session:
        own = rules(session).get(name)
    return shipped_rule(name) if own is None else own


def difference(database: Database, old: str, new: str) -> tuple[RuleChange, ...]:
    """Compare two rules, each named as ``named_rule`` takes it.

    Raises:
        Refusal: One of them is unknown.
    """
    return rule_changes(named_rule(database, old), named_rule(database, new))


def document_of(rule: SubsidyRule) -> dict[str, object]:
    """Return a rule as the JSON value that definitions have."""
    from skilltrack.exchange.definitions.subsidies import subsidy_to_json

    return subsidy_to_json(rule)


def _uses(session: Session | UnitOfWork) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in APPLICATIONS.values(session):
        counts[one.rule] = counts.get(one.rule, 0) + 1
    return counts


def _applied_under(session: Session, code: str, version: int) -> int:
    a = schema.subsidy_application.c
    return len(APPLICATIONS.values(session, a.rule == code, a.rule_version == version))

"""Rules for aid towards exam fees as definitions: one file, one rule."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field

from skilltrack.domain.exams.subsidies import (
    AidRule,
    ApplicationDeadline,
    Condition,
    DeadlineKind,
    PaidWhen,
    SubsidyRule,
)
from skilltrack.domain.organisation import EmploymentType
from skilltrack.domain.problems import Problem, Refusal
from skilltrack.exchange.definitions.documents import (
    LARGEST,
    Code,
    Document,
    Finder,
    Name,
    OptionalText,
    Ratio,
    Text,
    duplicates,
    exact_json,
    read_toml,
    settle,
    validate,
)
from skilltrack.exchange.definitions.scheme_text import entry_lines
from skilltrack.files.atomic import write_bytes_atomically
from skilltrack.files.shipped import shipped_folder

MOST_MONTHS = 120
MOST_TIMES = 100


class AidDocument(Document):
    """How an amount is worked out; the rate in percent."""

    rate: Ratio = Field(default=100, validate_default=True)
    cap_yen: int | None = Field(default=None, ge=1, le=LARGEST)
    unit_yen: int = Field(default=1, ge=1, le=LARGEST)


class DeadlineDocument(Document):
    """Until when aid must be applied for; ``months`` belongs to the kind ``months``."""

    kind: Annotated[DeadlineKind, Field(strict=False)] = DeadlineKind.NONE
    months: int | None = Field(default=None, ge=1, le=MOST_MONTHS)


class SubsidyDocument(Document):
    """A rule; lists left out mean all, numbers left out mean without limit."""

    code: Code
    name: Name
    version: int = Field(default=1, ge=1, le=LARGEST)
    employment_types: list[Annotated[EmploymentType, Field(strict=False)]] = Field(
        default=[], max_length=50
    )
    exams: list[Code] = Field(default=[], max_length=500)
    paid_when: Annotated[PaidWhen, Field(strict=False)] = PaidWhen.PASS
    aid: AidDocument = AidDocument()
    times_per_exam: int | None = Field(default=None, ge=1, le=MOST_TIMES)
    waiting_months: int | None = Field(default=None, ge=1, le=MOST_MONTHS)
    deadline: DeadlineDocument = DeadlineDocument()
    papers: list[Name] = Field(default=[], max_length=50)
    is_same_year_only: bool = False
    excludes_public_expense: bool = False
    excludes_renewals: bool = False
    deducts_other_aid: bool = False
    is_within_budget: bool = False
    clauses: dict[Annotated[Condition, Field(strict=False)], Name] = Field(default={})
    source: OptionalText = ""
    assumptions: list[Text] = Field(default=[], max_length=50)


def load_subsidy(path: Path) -> SubsidyRule:
    """Read a rule from a TOML file.

    Raises:
        Refusal: Every mistake, each with its key path.
        MachineFailure: The file cannot be read.
    """
    return subsidy_from_json(read_toml(path), file=path.name)


def load_subsidies(folder: Path) -> tuple[SubsidyRule, ...]:
    """Read every rule of a folder, sorted by code.

    Raises:
        Refusal: Every mistake in all the files.
        MachineFailure: A file cannot be read.
    """
    rules: list[SubsidyRule] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            rules.append(load_subsidy(path))
        except Refusal as refusal:
            problems += refusal.problems
    problems += Finder(folder.name).duplicate_codes("subsidies", (rule.code for rule in rules))
    return settle(tuple(sorted(rules, key=lambda rule: rule.code)), problems)


def subsidy_from_json(data: object, *, file: str = "") -> SubsidyRule:
    """Check the values of a rule and make it.

    Args:
        data: What ``subsidy_to_json`` returned, or what a TOML file holds.
        file: The name of the file for the problems; empty when there is none.

    Raises:
        Refusal: Every mistake, each with its key path.
    """
    rule = _rule(validate(SubsidyDocument, data, file))
    return settle(rule, _mistakes(rule, Finder(file)))


def subsidy_to_json(rule: SubsidyRule) -> dict[str, object]:
    """Return a rule without loss as a JSON value."""
    return {
        "code": rule.code,
        "name": rule.name,
        "version": rule.version,
        "employment_types": [kind.value for kind in rule.employment_types],
        "exams": list(rule.exams),
        "paid_when": rule.paid_when.value,
        "aid": {
            "rate": exact_json(rule.aid.rate * 100),
            "cap_yen": rule.aid.cap_yen,
            "unit_yen": rule.aid.unit_yen,
        },
        "times_per_exam": rule.times_per_exam,
        "waiting_months": rule.waiting_months,
        "deadline": {"kind": rule.deadline.kind.value, "months": rule.deadline.months},
        "papers": list(rule.papers),
        "is_same_year_only": rule.is_same_year_only,
        "excludes_public_expense": rule.excludes_public_expense,
        "excludes_renewals": rule.excludes_renewals,
        "deducts_other_aid": rule.deducts_other_aid,
        "is_within_budget": rule.is_within_budget,
        "clauses": {condition.value: clause for condition, clause in rule.clauses.items()},
        "source": rule.source,
        "assumptions": list(rule.assumptions),
    }


def subsidy_text(rule: SubsidyRule) -> str:
    """Return a rule as TOML; the same rule gives the same text."""
    said = {key: value for key, value in subsidy_to_json(rule).items() if value is not False}
    return "\n".join(entry_lines(said)) + "\n"


def write_subsidy_text(path: Path, rule: SubsidyRule) -> None:
    """Write a rule so that ``load_subsidy`` reads it back without loss.

    Raises:
        MachineFailure: The file could not be written.
    """
    write_bytes_atomically(path, subsidy_text(rule).encode())


def shipped_subsidies() -> tuple[SubsidyRule, ...]:
    """Return the shipped rules, sorted by code."""
    return load_subsidies(shipped_folder("schemes") / "subsidies")


def _rule(document: SubsidyDocument) -> SubsidyRule:
    aid, deadline = document.aid, document.deadline
    return SubsidyRule(
        code=document.code,
        name=document.name,
        version=document.version,
        employment_types=tuple(document.employment_types),
        exams=tuple(document.exams),
        paid_when=document.paid_when,
        aid=AidRule(aid.rate, aid.cap_yen, aid.unit_yen),
        times_per_exam=document.times_per_exam,
        waiting_months=document.waiting_months,
        deadline=ApplicationDeadline(deadline.kind, deadline.months),
        papers=tuple(document.papers),
        is_same_year_only=document.is_same_year_only,
        excludes_public_expense=document.excludes_public_expense,
        excludes_renewals=document.excludes_renewals,
        deducts_other_aid=document.deducts_other_aid,
        is_within_budget=document.is_within_budget,
        clauses=dict(document.clauses),
        source=document.source,
        assumptions=tuple(document.assumptions),
    )


def _mistakes(rule: SubsidyRule, finder: Finder) -> Iterator[Problem]:
    yield from finder.duplicate_codes("exams", rule.exams)
    yield from finder.duplicate_codes("employment_types", rule.employment_types)
    for name in duplicates(rule.papers):
        yield finder.problem("paper_twice", "papers", name=name)
    if rule.aid.rate == 0:
        yield finder.problem("no_aid", "aid.rate")
    if rule.aid.cap_yen is not None and rule.aid.cap_yen < rule.aid.unit_yen:
        yield finder.problem("cap_below_unit", "aid.cap_yen", unit=rule.aid.unit_yen)
    is_by_months = rule.deadline.kind is DeadlineKind.MONTHS
    if is_by_months and rule.deadline.months is None:
        yield finder.problem("deadline_without_months", "deadline.months")
    if not is_by_months and rule.deadline.months is not None:
        yield finder.problem("months_without_deadline", "deadline.months")

"""Plans of a reorganisation read from files."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from skilltrack.domain.problems import Place, Problem, Refusal, Severity
from skilltrack.domain.reorganisation.steps import Action, Part, Step, with_people
from skilltrack.exchange.intake.columns import codes
from skilltrack.exchange.intake.reorganisation import REST, plan_text, read_division, read_plan
from skilltrack.exchange.tables import read_table

TEXT_SUFFIX = ".toml"


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan as a file brought it; ``notices`` are worth knowing and stop nothing."""

    steps: tuple[Step, ...]
    notices: tuple[Problem, ...]


def read_plan_file(path: Path, division: Path | None = None) -> PlanFile:
    """Read a plan, and the list of who goes where when a department is split.

    Args:
        path: xlsx, xls, ods or CSV, or the same rows as TOML.
        division: A table of employee numbers and department codes; None without one.

    Raises:
        Refusal: With every problem found in the files.
    """
    raw = plan_text(path) if path.suffix.lower() == TEXT_SUFFIX else read_table(path)
    intake = read_plan(raw)
    problems = list(intake.problems)
    if not raw.rows:
        problems.append(Problem("intake.no_rows", Place(raw.file, raw.sheet)))
    steps = tuple(line.value for line in intake.lines)
    if division is not None:
        goes_to, found = _division(division)
        problems += found
        steps, unknown = with_people(steps, goes_to)
        place = Place(file=division.name)
        problems += [
            Problem("organisation.list_unknown_part", place, {"code": code}) for code in unknown
        ]
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise Refusal(one for one in problems if one.severity is Severity.ERROR)
    return PlanFile(steps, tuple(problems))


def read_division_file(path: Path) -> dict[str, str]:
    """Read who goes to which part: employee number → department code.

    Raises:
        Refusal: With every problem found in the file.
    """
    goes_to, problems = _division(path)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        raise Refusal(errors)
    return goes_to


def _division(path: Path) -> tuple[dict[str, str], list[Problem]]:
    raw = read_table(path)
    intake = read_division(raw)
    problems = list(intake.problems)
    goes_to: dict[str, str] = {}
    for line in intake.lines:
        employee_no, code = line.value
        if goes_to.setdefault(employee_no, code) != code:
            place = Place(raw.file, raw.sheet, line.row, "職員番号")
            problems.append(Problem("organisation.share_twice", place, {"word": employee_no}))
    return goes_to, problems


def split_step(
    code: str,
    parts: Sequence[tuple[str, str]],
    shares: Sequence[tuple[str, str]],
    children_to: str = "",
    division: Path | None = None,
) -> Step:
    """Return the step that splits a department.

    Args:
        code: The department.
        parts: Code and name of each part; '' as a name for one that stands already.
        shares: Code of a part and what it takes: job titles, employee numbers or 残り.
        children_to: The department that takes those below; '' for none.
        division: A table of employee numbers and department codes; None without one.

    Raises:
        Refusal: The table has problems, or a share names no part.
    """
    known = {part for part, _name in parts}
    goes_to = {} if division is None else read_division_file(division)
    takes: dict[str, list[str]] = {}
    for part, words in shares:
        takes.setdefault(part, []).extend(codes(words))
    unknown = sorted({*takes, *goes_to.values()} - known)
    if unknown:
        raise Refusal(
            Problem("organisation.list_unknown_part", values={"code": part}) for part in unknown
        )
    made = tuple(
        Part(
            part,
            name,
            takes=tuple(word for word in takes.get(part, ()) if word != REST),
            takes_rest=REST in takes.get(part, ()),
        )
        for part, name in parts
    )
    steps, _unknown = with_people([Step(Action.SPLIT, (code,), made, children_to)], goes_to)
    return steps[0]

"""What the command line prints, and how it ends."""

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import typer

from skilltrack.domain.problems import SkilltrackError
from skilltrack.i18n.problems import sentence
from skilltrack.i18n.texts import _

P = ParamSpec("P")
R = TypeVar("R")

SHOWN_PROBLEMS = 50
"""How many problems are printed; a workbook of problems holds all."""


def say(text: str) -> None:
    """Print a message to stderr: stdout belongs to documents and tables."""
    typer.echo(text, err=True)


def print_document(document: Any) -> None:  # noqa: ANN401 (any JSON value)
    """Print one JSON document on stdout."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def print_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table for people."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*("―" if cell is None else str(cell) for cell in row))
    Console(file=sys.stdout, soft_wrap=False).print(table)


def say_problems(error: SkilltrackError) -> None:
    """Print every problem of an error as one sentence each."""
    for problem in error.problems[:SHOWN_PROBLEMS]:
        say(sentence(problem))
    rest = len(error.problems) - SHOWN_PROBLEMS
    if rest > 0:
        say(_("ほかに {count} 件あります。").format(count=rest))


def refusals_told(command: Callable[P, R]) -> Callable[P, R]:
    """End a command with exit code 1 and sentences where the program declines."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except SkilltrackError as error:
            say_problems(error)
            raise typer.Exit(1) from error

    return run

"""The command line put together.

A command needs the services of its own part only; the module that knows it is imported when it is
asked for, so that neither ``--version`` nor a scheduled command waits for all the others.
"""

import io
import sys
from collections import UserDict
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from skilltrack import __version__
from skilltrack.cli.session import Given
from skilltrack.i18n.texts import _

_REGISTERED = (
    ("data", "answer demo init backup restore check"),
    ("imports", "import"),
    ("gaps", "gaps"),
    ("figures", "tiers training rank rank-change exams report"),
    ("years", "rehearse"),
    ("accreditation", "pairs"),
    ("data", "audit passphrase"),
    ("imports", "imports mappings"),
    ("people", "people"),
    ("organisation", "organisation"),
    ("roles", "roles meetings"),
    ("catalogue", "courses"),
    ("sessions", "sessions"),
    ("seats", "seats"),
    ("submissions", "submissions"),
    ("completions", "completions"),
    ("obligations", "obligations"),
    ("questionnaires", "questionnaire"),
    ("rounds", "round"),
    ("schemes", "schemes"),
    ("exam", "exam"),
    ("vouchers", "voucher"),
    ("exam_money", "textbook budget"),
    ("qualifications", "qualification"),
    ("subsidies", "subsidy"),
    ("bodies", "compare"),
    ("inclusion", "inclusion"),
    ("targets", "targets"),
    ("years", "year"),
    ("retention", "retention"),
    ("accreditation", "accreditation"),
    ("verdicts", "verdict"),
    ("careers", "career"),
    ("talent", "talent"),
    ("practices", "practices"),
    ("program", "update"),
)
"""Which module registers which commands and groups, in the order of ``--help``."""

MODULES = {name: module for module, names in _REGISTERED for name in names.split()}
"""The module of each command or group."""


class _Commands(UserDict[str, Any]):
    """The commands by name; a value is the name of its module until it is asked for."""

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 (a command of typer's own click)
        if isinstance(super().__getitem__(name), str):
            part = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
            import_module(f"skilltrack.cli.{MODULES[name]}").register(part)
            self.update(typer.main.get_group(part).commands)
        return super().__getitem__(name)


class LazyGroup(TyperGroup):
    """The group of all commands, each imported when it is used or told about."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 (handed on to typer)
        super().__init__(**settings)
        self.commands = _Commands(MODULES)


app = typer.Typer(
    cls=LazyGroup,
    help=_("職員のデジタルスキルの自己点検・研修・資格を、職場の端末だけで管理します。"),
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _print_version(is_asked: bool) -> None:  # noqa: FBT001 (typer passes it so)
    if is_asked:
        typer.echo(f"skilltrack {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _given(
    context: typer.Context,
    data_file: Annotated[
        Path | None,
        typer.Option("--data", metavar="PATH", help=_("データファイルの場所")),
    ] = None,
    passphrase_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=_("合言葉を1行目に書いたファイル")),
    ] = None,
    *,
    is_version_asked: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_print_version, help=_("版の番号を出して終わる")
        ),
    ] = False,
) -> None:
    del is_version_asked  # answered while the arguments are read
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    context.obj = Given(data_file, passphrase_file)
    if context.invoked_subcommand is None:
        from skilltrack.gui.application import run_office, run_start

        code = run_start() if data_file is None else run_office(data_file, passphrase_file)
        raise typer.Exit(code)

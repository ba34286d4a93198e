"""The command line put together."""

import io
import sys
from pathlib import Path
from typing import Annotated

import typer

from skilltrack.cli import (
    accreditation,
    bodies,
    careers,
    catalogue,
    completions,
    data,
    figures,
    imports,
    inclusion,
    obligations,
    organisation,
    people,
    practices,
    questionnaires,
    retention,
    roles,
    rounds,
    schemes,
    sessions,
    submissions,
    talent,
    targets,
    verdicts,
    years,
)
from skilltrack.cli.session import Given
from skilltrack.i18n.texts import _

app = typer.Typer(
    help=_("職員のデジタルスキルの自己点検・研修・資格を、職場の端末だけで管理します。"),
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
)


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
) -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    context.obj = Given(data_file, passphrase_file)
    if context.invoked_subcommand is None:
        from skilltrack.gui.application import run_office, run_start

        code = run_start() if data_file is None else run_office(data_file, passphrase_file)
        raise typer.Exit(code)


data.register(app)
imports.register(app)
people.register(app)
organisation.register(app)
roles.register(app)
catalogue.register(app)
sessions.register(app)
submissions.register(app)
completions.register(app)
obligations.register(app)
questionnaires.register(app)
rounds.register(app)
schemes.register(app)
figures.register(app)
bodies.register(app)
inclusion.register(app)
targets.register(app)
years.register(app)
retention.register(app)
accreditation.register(app)
verdicts.register(app)
careers.register(app)
talent.register(app)
practices.register(app)

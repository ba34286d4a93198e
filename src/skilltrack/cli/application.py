"""The command line put together."""

import io
import sys
from pathlib import Path
from typing import Annotated

import typer

from skilltrack import __version__
from skilltrack.cli import (
    accreditation,
    bodies,
    careers,
    catalogue,
    completions,
    data,
    exam,
    exam_money,
    figures,
    gaps,
    imports,
    inclusion,
    obligations,
    organisation,
    people,
    practices,
    program,
    qualifications,
    questionnaires,
    retention,
    roles,
    rounds,
    schemes,
    seats,
    sessions,
    submissions,
    subsidies,
    talent,
    targets,
    verdicts,
    vouchers,
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


data.register(app)
imports.register(app)
people.register(app)
organisation.register(app)
roles.register(app)
catalogue.register(app)
sessions.register(app)
seats.register(app)
submissions.register(app)
completions.register(app)
obligations.register(app)
gaps.register(app)
questionnaires.register(app)
rounds.register(app)
schemes.register(app)
exam.register(app)
vouchers.register(app)
exam_money.register(app)
qualifications.register(app)
subsidies.register(app)
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
program.register(app)

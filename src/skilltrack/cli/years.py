"""The April rehearsal and the change of the fiscal year."""

import typer


def register(app: typer.Typer) -> None:
    """Add the commands."""

"""The group ``exam``: put together from the modules that know each part."""

import typer

from skilltrack.cli import exam_goals, exam_master, exam_notices, exam_people, exam_views
from skilltrack.i18n.texts import _


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_("試験の内容と受験"))
    exam_master.register(group)
    exam_people.register(group)
    exam_views.register(group)
    exam_goals.register(group)
    exam_notices.register(group)
    app.add_typer(group, name="exam")

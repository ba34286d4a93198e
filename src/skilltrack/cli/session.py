"""The data file that a command works on."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.problems import refuse
from skilltrack.i18n.dates import parse_date
from skilltrack.i18n.texts import _

if TYPE_CHECKING:
    from skilltrack.domain.organisation import EmploymentType
    from skilltrack.store.database import Database


@dataclass(frozen=True, slots=True)
class Given:
    """What stands before the command: the data file and where its passphrase is."""

    data: Path | None
    passphrase_file: Path | None

    @property
    def path(self) -> Path:
        """Return the data file; without ``--data`` the one of this user."""
        if self.data is not None:
            return self.data
        from skilltrack.services.datafiles import default_path

        return default_path()

    def passphrase(self, prompt: str, *, is_new: bool = False) -> str:
        """Return the passphrase from its file, or ask for it."""
        if self.passphrase_file is not None:
            from skilltrack.services.datafiles import read_passphrase

            return read_passphrase(self.passphrase_file)
        if not sys.stdin.isatty():
            raise refuse("data.passphrase_needed")
        return str(typer.prompt(prompt, hide_input=True, confirmation_prompt=is_new, err=True))


@contextmanager
def opened(context: typer.Context) -> "Iterator[Database]":
    """Open the data file for one command."""
    from skilltrack.services.datafiles import is_protected, open_data

    given: Given = context.obj
    passphrase = given.passphrase(_("合言葉")) if is_protected(given.path) else None
    database = open_data(given.path, passphrase)
    try:
        yield database
    finally:
        database.close()


def today() -> date:
    """Return the present day of the terminal."""
    return datetime.now().astimezone().date()


def day(text: str) -> date:
    """Read a day of the command line in any form that files may use."""
    found = parse_date(text)
    if found is None:
        raise typer.BadParameter(_("日付として読めません：{text}").format(text=text))
    return found


def day_or_today(text: str | None) -> date:
    """Read a day; the present one where none is named."""
    return today() if text is None else day(text)


def employment_type(text: str) -> "EmploymentType":
    """Read an employment type by its Japanese name or its code."""
    from skilltrack.domain.organisation import EmploymentType
    from skilltrack.i18n.names import EMPLOYMENT_TYPE_NAMES

    for kind in EmploymentType:
        if text in {kind.value, EMPLOYMENT_TYPE_NAMES[kind]}:
            return kind
    accepted = "、".join(EMPLOYMENT_TYPE_NAMES.values())
    raise typer.BadParameter(
        _("任用区分ではありません：{text}。使えるもの：{accepted}").format(
            text=text, accepted=accepted
        )
    )


def instant(text: str) -> datetime:
    """Read an ISO instant; without a zone it is local time."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(_("日時として読めません：{text}").format(text=text)) from None
    return found if found.tzinfo is not None else found.astimezone()


def instant_if_named(text: str | None) -> datetime | None:
    """Read an instant; None, for all that is recorded, where none is named."""
    return None if text is None else instant(text)


def fiscal_year(year: int | None) -> FiscalYear:
    """Return a fiscal year, the present one when none is named."""
    return FiscalYear.of(today()) if year is None else FiscalYear(year)

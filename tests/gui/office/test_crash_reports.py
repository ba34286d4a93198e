"""A bug inside of a page that holds names: what is kept of it tells nobody's."""

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from PySide6.QtCore import QTimer
from tests.conftest import Take
from tests.gui.office.conftest import Office

from skilltrack.gui.application import CrashDoor
from skilltrack.gui.office.people.page import PeoplePage
from skilltrack.gui.office.standpoint import Destination
from skilltrack.store import schema
from skilltrack.store.database import Database


def everybody(database: Database) -> list[str]:
    """Return every text that the data file holds about people and departments."""
    texts: set[str] = set()
    with database.reading() as session:
        for table in (schema.employee, schema.department):
            for row in session.connection.execute(sa.select(table)):
                texts.update(text for text in row if isinstance(text, str) and len(text) > 2)
    return sorted(texts)


def look_up_somebody_who_is_not_there(database: Database) -> str:
    """Fail as a page might: names in the message, in the locals and in the cause."""
    names = everybody(database)
    try:
        return dict.fromkeys(names, "")[f"{names[0]} {names[-1]}"]
    except KeyError as error:
        raise ValueError(f"{names} {database.path}") from error


def test_kept_report_of_a_page_full_of_names_holds_none(
    town: Take, database: Database, open_office: Callable[[Path], Office], tmp_path: Path
) -> None:
    office = open_office(database.path)
    page = office.visit(PeoplePage, Destination("people"))
    folder = tmp_path / "Logs"
    door = CrashDoor(folder)
    office.window.desk.dispatcher.crashed.connect(door.report)
    close = QTimer(interval=20)
    close.timeout.connect(lambda: None if door.dialog is None else door.dialog.accept())
    close.start()
    office.window.desk.read(
        look_up_somebody_who_is_not_there,
        done=lambda _name: None,
        failed=lambda _error: None,
        owner=page,
    )
    office.qtbot.waitUntil(folder.exists)
    office.settle()
    close.stop()
    (kept,) = folder.iterdir()
    report = kept.read_text(encoding="utf-8")
    assert "ValueError" in report
    assert "look_up_somebody_who_is_not_there" in report
    names = everybody(database)
    assert len(names) >= 16
    assert [name for name in names if name in report] == []
    for private in (database.path.name, str(tmp_path), database.actor, database.terminal):
        assert private not in report

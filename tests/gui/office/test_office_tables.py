"""Every table of the office window under the model tester of Qt."""

from pytestqt.modeltest import ModelTester
from tests.gui.office.conftest import Office

from skilltrack.gui.office.pages import ENTRIES
from skilltrack.gui.office.standpoint import Destination
from skilltrack.gui.widgets.tables import TableView


def test_every_model_keeps_the_rules_of_qt(office: Office, qtmodeltester: ModelTester) -> None:
    tables: set[str] = set()
    for entry in ENTRIES:
        office.window.go(Destination(entry.key))
        office.settle()
        assert office.window.current is not None
        for table in office.window.current.findChildren(TableView):
            qtmodeltester.check(table.rows)
            qtmodeltester.check(table.filter)
            tables.add(table.accessibleName())
    assert len(tables) > 8

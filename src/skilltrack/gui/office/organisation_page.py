"""組織改編."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.standpoint import Standpoint
from skilltrack.i18n.texts import _
from skilltrack.store.database import Database


class OrganisationPage(Page[None]):
    """Connects the page with the services."""

    key = "organisation"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("組織改編"), "", QWidget())

    def reading(self, _standpoint: Standpoint) -> Callable[[Database], None]:
        return lambda _database: None

    def show_read(self, read: None) -> None:
        """Nothing yet."""

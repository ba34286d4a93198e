"""The line above every page: the way back, year and reference date, search, the data file."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QMenu, QToolButton

from skilltrack.domain.calendar import FiscalYear
from skilltrack.gui.icons import Icon, icon
from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.shortcuts import Shortcut
from skilltrack.gui.theme import Space, TextRole, quiet_button
from skilltrack.gui.widgets.search import SearchField
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.i18n.texts import _

WIDEST_SEARCH = 300
YEARS_WIDTH = 124


class Head(QFrame):
    """Lays out the choices that hold for every page, and emits them."""

    year_chosen = Signal(object)
    """Carries the ``FiscalYear``."""
    day_chosen = Signal(object)
    """Carries the reference date."""
    known_requested = Signal()
    """The records of another time are asked for."""
    search_settled = Signal(str)
    back_requested = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self.setObjectName("head")
        self.back_button = QToolButton()
        self.back_button.setToolTip(_("前のページに戻る（{keys}）").format(keys=Shortcut.BACK.text))
        self.back_button.setAccessibleName(_("戻る"))
        self.back_button.setAutoRaise(True)
        self.back_button.setEnabled(False)
        self.back_button.clicked.connect(self.back_requested)
        self.years = QComboBox()
        self.years.setAccessibleName(_("年度"))
        self.years.setMinimumWidth(YEARS_WIDTH)
        self.years.activated.connect(self._announce_year)
        self.day = EraDateField(_("基準日"), today)
        self.day.day_changed.connect(self.day_chosen)
        self.known_button = quiet_button("")
        self.known_button.setToolTip(_("どの時点の記録を表示するかを選びます"))
        self.known_button.clicked.connect(self.known_requested)
        self.show_known(is_newest=True)
        self.search = SearchField(_("人・所属・研修（{keys}）").format(keys=Shortcut.SEARCH.text))
        self.search.setMaximumWidth(WIDEST_SEARCH)
        self.search.settled.connect(self.search_settled)
        self.data_menu = QMenu(self)
        self.data_button = QToolButton()
        self.data_button.setText(_("設定"))
        self.data_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.data_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.data_button.setMenu(self.data_menu)
        self.data_button.setAutoRaise(True)
        self._lay_out()
        self._draw_icons()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.XL, Space.S)
        row.setSpacing(Space.S)
        row.addWidget(self.back_button)
        row.addWidget(self.years)
        row.addSpacing(Space.S)
        label = text_label(_("基準日"), TextRole.SECONDARY)
        label.setBuddy(self.day)
        row.addWidget(label)
        row.addWidget(self.day)
        row.addWidget(self.known_button)
        row.addStretch(1)
        row.addWidget(self.search, 100)
        row.addWidget(self.data_button)

    def show_years(self, years: Sequence[FiscalYear], chosen: FiscalYear) -> None:
        """Offer the fiscal years, newest first."""
        self.years.clear()
        for year in years:
            self.years.addItem(fiscal_year_text(year), year)
        self.years.setCurrentIndex(self.years.findText(fiscal_year_text(chosen)))

    def add_data_action(self, action: QAction) -> None:
        """Put something to do with the data file into its menu."""
        self.data_menu.addAction(action)

    def _announce_year(self, number: int) -> None:
        self.year_chosen.emit(self.years.itemData(number))

    def show_known(self, *, is_newest: bool) -> None:
        """Say whether the newest records are shown."""
        self.known_button.setText(_("最新の記録") if is_newest else _("前の時点の記録"))
        self.known_button.setAccessibleName(_("記録の時点：") + self.known_button.text())

    def show_search(self, text: str) -> None:
        """Show what the page in sight is filtered by, without announcing it."""
        self.search.show_text(text)

    def _draw_icons(self) -> None:
        self.back_button.setIcon(icon(Icon.BACK))
        self.data_button.setIcon(icon(Icon.SETTINGS))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icons()
        super().changeEvent(event)

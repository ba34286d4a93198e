"""The line that earlier records are shown, with the way back to the newest."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from skilltrack.gui.icons import SMALL
from skilltrack.gui.theme import Space, TextRole, Tone, quiet_button
from skilltrack.gui.widgets.texts import Paragraph, ToneIcon
from skilltrack.i18n.dates import local_time_text
from skilltrack.i18n.texts import _


class KnownBand(QFrame):
    """Stands below the head while earlier records are shown."""

    newest_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("knownBand")
        self.text = Paragraph("", TextRole.TABLE)
        self.button = quiet_button(_("最新の記録に戻る"))
        self.button.clicked.connect(self.newest_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.XL, 0, Space.XL, 0)
        row.setSpacing(Space.S)
        row.addWidget(ToneIcon(Tone.ATTENTION, SMALL))
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        self.hide()

    def show_known(self, as_known: datetime | None) -> None:
        """Say which records are shown; None is the newest, of which nothing is said."""
        self.setVisible(as_known is not None)
        if as_known is None:
            return
        words = _(
            "{at}の時点の記録を表示しています。後から記録した内容は含めず、変更もできません。"
        )
        self.text.set_text(words.format(at=local_time_text(as_known)))
        self.setAccessibleName(self.text.text())

"""Where a package cannot be opened: why, and the way on."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton

from skilltrack.gui.answer.sheet import Sheet
from skilltrack.gui.theme import primary_button
from skilltrack.gui.widgets.cards import ErrorPanel
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.texts import _


class OpeningView(Sheet):
    """Tells what is wrong with a package; emits which way on is taken."""

    other_package_requested = Signal()
    trust_requested = Signal(str)
    """Carries the fingerprint as typed."""

    def __init__(self) -> None:
        super().__init__()
        self.fingerprint = QLineEdit()
        self.fingerprint.setPlaceholderText(_("電話で聞いた照合番号"))
        self.fingerprint.setAccessibleName(_("電話で聞いた照合番号"))
        self.trust_button = primary_button(_("この配布元で続ける"))
        self.other_button = QPushButton(_("別の配布ファイルを選ぶ"))
        self.fingerprint.returnPressed.connect(self._trust)
        self.trust_button.clicked.connect(self._trust)
        self.other_button.clicked.connect(self.other_package_requested)
        self._panel: ErrorPanel | None = None
        self._advice = Paragraph(
            _("担当者に電話で確かめ、照合番号が同じときだけ、この配布元に切り替えられます。")
        )
        self.content.addWidget(self._advice)
        self.content.addWidget(self.fingerprint)
        self.foot.addWidget(self.other_button)
        self.foot.addStretch(1)
        self.foot.addWidget(self.trust_button)

    def show_errors(self, sentences: Sequence[str], *, can_trust: bool) -> None:
        """Show why the package is not open."""
        if self._panel is not None:
            self._panel.hide()
            self._panel.deleteLater()
        self._panel = ErrorPanel(_("配布ファイルを開けません"), sentences)
        self.content.insertWidget(0, self._panel)
        for widget in (self._advice, self.fingerprint, self.trust_button):
            widget.setVisible(can_trust)
        self.refit()
        (self.fingerprint if can_trust else self.other_button).setFocus()

    def _trust(self) -> None:
        self.trust_requested.emit(self.fingerprint.text())

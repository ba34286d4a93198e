"""プログラムの更新: what a file would change, then the backup and the installing program."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.problems import Cancelled, SkilltrackError
from skilltrack.domain.progress import Progress
from skilltrack.gui.tasks import Dispatcher
from skilltrack.gui.theme import LINE_HEIGHT, Space, TextRole, Tone, primary_button
from skilltrack.gui.widgets.cards import ErrorPanel, Notice
from skilltrack.gui.widgets.progress import ProgressLine
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.problems import sentences_of
from skilltrack.i18n.texts import _
from skilltrack.services.program.updating import (
    Offer,
    Started,
    Terminal,
    apply_update,
    look_at_update,
    this_terminal,
)
from skilltrack.store.database import Database

WIDTH, HEIGHT = 620, 460
REFUSED_HEIGHT = 240


def ask_for_update(parent: QWidget) -> Path | None:
    """Ask for an update file."""
    chosen, _filter = QFileDialog.getOpenFileName(
        parent, _("更新ファイルを選ぶ"), "", _("更新ファイル (*.stupdate)")
    )
    return Path(chosen) if chosen else None


class UpdateDialog(QDialog):
    """Looks at an update file and starts it; ``started`` asks to end this program."""

    started = Signal(object)
    """Carries the ``Started``."""

    def __init__(
        self,
        path: Path,
        dispatcher: Dispatcher,
        parent: QWidget | None = None,
        *,
        database: Database | None = None,
        terminal: Terminal | None = None,
    ) -> None:
        """Look at a file; ``database`` is backed up first, ``terminal`` None is here."""
        super().__init__(parent)
        self.setWindowTitle(_("プログラムの更新"))
        self._path = path
        self._dispatcher = dispatcher
        self._database = database
        self._terminal = terminal or this_terminal()
        self._is_starting = False
        self._body = QVBoxLayout()
        self._body.setSpacing(Space.M)
        self.line = ProgressLine()
        self.start_button = primary_button(_("更新を始める"))
        self.start_button.setEnabled(False)
        self.start_button.clicked.connect(self._start)
        self.leave_button = QPushButton(_("やめる"))
        self.leave_button.clicked.connect(self.reject)
        self._lay_out()
        room = self.screen().availableSize()
        self.resize(min(WIDTH, room.width() - Space.XXL), min(HEIGHT, room.height() - Space.XXL))
        self._look()

    def _lay_out(self) -> None:
        body = QWidget()
        body.setLayout(self._body)
        self._body.setContentsMargins(Space.XL, Space.L, Space.XL, Space.S)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.XL, 0, Space.XL, Space.L)
        foot.addStretch(1)
        foot.addWidget(self.leave_button)
        foot.addWidget(self.start_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area, 1)
        column.addWidget(self.line)
        column.addLayout(foot)

    def _look(self) -> None:
        self._show_only(
            Paragraph(_("「{name}」の署名を確かめています。").format(name=self._path.name))
        )
        handle = self._dispatcher.start(
            lambda progress: look_at_update(self._path, self._terminal, progress),
            done=self._show_offer,
            failed=self._show_refusal,
            progress=self.line.show_progress,
            finished=self.line.end,
            owner=self,
        )
        self.line.begin(_("更新ファイルを確かめています"), handle.cancel)

    def _show_offer(self, offer: Offer) -> None:
        title = _("{present} から {version} へ更新します").format(
            present=offer.version, version=offer.release.version
        )
        self._show_only(text_label(title, TextRole.PAGE_TITLE))
        if not self._terminal.is_windows:
            self._body.addWidget(
                Notice(_("更新ファイルを入れられるのは Windows だけです。"), Tone.ATTENTION)
            )
        self._body.addWidget(text_label(_("変わること"), TextRole.SECTION))
        notes = offer.release.notes or (_("説明は付いていません。"),)
        self._body.addWidget(Paragraph("\n".join(_("・{note}").format(note=n) for n in notes)))
        self._body.addLayout(self._facts(offer))
        self._body.addStretch(1)
        self.start_button.setEnabled(self._terminal.is_windows)
        if self._terminal.is_windows:
            self.start_button.setFocus()

    def _facts(self, offer: Offer) -> QGridLayout:
        if offer.is_data_changed:
            data = _("新しい版で開くときに新しい形に直します。直す前の控えを自動で作ります。")
        else:
            data = _("形は変わりません。そのまま使えます。")
        if self._database is None:
            backup = _("データファイルを開いていないので、作りません。")
        else:
            backup = _("「{name}」の控えを、同じフォルダーに作ってから始めます。").format(
                name=self._database.path.name
            )
        signed = _("{name}（鍵の指紋 {fingerprint}）").format(
            name=offer.update.publisher.name, fingerprint=offer.fingerprint
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.L)
        grid.setColumnStretch(1, 1)
        rows = (
            (_("データファイル"), data),
            (_("控え"), backup),
            (_("署名"), signed),
            (
                _("このあと"),
                _("この画面を閉じて更新します。1分ほど待ってから、もう一度開いてください。"),
            ),
        )
        for number, (caption, text) in enumerate(rows):
            label = text_label(caption, TextRole.SECONDARY)
            label.setFixedHeight(round(TextRole.BODY.size * LINE_HEIGHT))
            said = Paragraph(text)
            said.setAlignment(Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(said, number, 1)
        return grid

    def _show_refusal(self, error: SkilltrackError) -> None:
        if isinstance(error, Cancelled):
            self.reject()
            return
        self._show_only(ErrorPanel(_("この更新ファイルは使えません"), sentences_of(error)))
        self._body.addStretch(1)
        self.start_button.hide()
        self.leave_button.setText(_("閉じる"))
        self.resize(self.width(), REFUSED_HEIGHT)

    def _start(self) -> None:
        self._is_starting = True
        self.start_button.setEnabled(False)
        self.leave_button.setEnabled(False)

        def work(progress: Progress) -> Started:
            return apply_update(self._path, self._database, self._terminal, progress)

        self._dispatcher.start(
            work,
            done=self._hand_over,
            failed=self._show_not_started,
            progress=self.line.show_progress,
            finished=self.line.end,
            owner=self,
        )
        self.line.begin(_("控えを作り、更新を始めています"))

    def _hand_over(self, started: Started) -> None:
        self._is_starting = False
        self.started.emit(started)
        self.accept()

    def _show_not_started(self, error: SkilltrackError) -> None:
        self._is_starting = False
        self.leave_button.setEnabled(True)
        self.leave_button.setText(_("閉じる"))
        panel = ErrorPanel(_("更新を始められませんでした"), sentences_of(error))
        self._body.insertWidget(0, panel)

    def reject(self) -> None:
        """Close, unless the installing program is just being started."""
        if not self._is_starting:
            super().reject()

    def _show_only(self, first: QWidget) -> None:
        while self._body.count():
            widget = self._body.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._body.addWidget(first)

"""Making a data file: the name of the body, a passphrase, and the recovery code to keep."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.problems import Problem, Refusal, SkilltrackError
from skilltrack.domain.progress import Progress
from skilltrack.gui.tasks import Dispatcher
from skilltrack.gui.theme import Space, TextRole, primary_button
from skilltrack.gui.widgets.cards import ErrorPanel
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.problems import sentences_of
from skilltrack.i18n.texts import _
from skilltrack.services import datafiles
from skilltrack.services.datafiles import Created

WIDTH = 740


def make_data(path: Path, organisation: str, passphrase: str) -> Created:
    """Make a protected data file with the schemes that one starts with."""
    from skilltrack.services.definitions import adopt_shipped

    created = datafiles.create(
        path, passphrase=passphrase, label=_("人事担当"), organisation=organisation
    )
    adopt_shipped(created.database)
    return created


class NewDataDialog(QDialog):
    """Two pages: what is needed, then the recovery code; ``made`` carries the ``Created``."""

    made = Signal(object)

    def __init__(self, path: Path, dispatcher: Dispatcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("データファイルを作る"))
        self.setFixedWidth(WIDTH)
        self._path = path
        self._dispatcher = dispatcher
        self._created: Created | None = None
        self.organisation = QLineEdit()
        self.passphrase = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self.again = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self.make_button = primary_button(_("データファイルを作る"))
        self.make_button.clicked.connect(self._make)
        self.code = QLineEdit(readOnly=True)
        self.is_kept = QCheckBox(_("2部印刷し、別々の場所に保管しました"))
        self.open_button = primary_button(_("人事課の画面を開く"))
        self.open_button.setEnabled(False)
        self.is_kept.toggled.connect(self.open_button.setEnabled)
        self.open_button.clicked.connect(self._hand_over)
        self._problems = QVBoxLayout()
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._needed_page())
        self._pages.addWidget(self._code_page())
        self.organisation.setFocus()

    def _needed_page(self) -> QWidget:
        page, column = _page()
        column.addWidget(text_label(_("データファイルを作る"), TextRole.PAGE_TITLE))
        column.addWidget(
            Paragraph(
                _(
                    "ファイル「{name}」を新しく作ります。中身は暗号化され、合言葉がないと開けません。"
                ).format(name=self._path.name)
            )
        )
        form = QFormLayout()
        form.setSpacing(Space.S)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignVCenter)
        form.addRow(_("団体の名前"), self.organisation)
        form.addRow(_("合言葉"), self.passphrase)
        form.addRow(_("合言葉（もう一度）"), self.again)
        column.addLayout(form)
        column.addWidget(
            Paragraph(
                _(
                    "合言葉は15文字以上です。思い出しやすい言葉を五つほど並べると、長くても覚えられます。"
                )
            )
        )
        column.addLayout(self._problems)
        column.addStretch()
        column.addLayout(_foot(self._cancel_button(), self.make_button))
        return page

    def _code_page(self) -> QWidget:
        page, column = _page()
        column.addWidget(text_label(_("回復コード"), TextRole.PAGE_TITLE))
        column.addWidget(
            Paragraph(
                _(
                    "合言葉を忘れたとき、鍵のファイルをなくしたときは、このコードだけで開けます。"
                    "画面を閉じると二度と出ません。"
                )
            )
        )
        self.code.setAccessibleName(_("回復コード"))
        column.addWidget(self.code)
        copy = QPushButton(_("コードをコピー"))
        copy.clicked.connect(self._copy)
        folder = QPushButton(_("保存先のフォルダーを開く"))
        folder.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))
        )
        column.addLayout(_foot(copy, folder))
        column.addWidget(self.is_kept)
        column.addStretch()
        column.addLayout(_foot(self.open_button))
        return page

    def _cancel_button(self) -> QPushButton:
        button = QPushButton(_("やめる"))
        button.clicked.connect(self.reject)
        return button

    def _copy(self) -> None:
        self.code.selectAll()
        self.code.copy()

    def check(self) -> tuple[Problem, ...]:
        """Return everything that keeps the file from being made."""
        problems = []
        if not self.organisation.text().strip():
            problems.append(Problem("data.organisation_blank"))
        if self.passphrase.text() != self.again.text():
            problems.append(Problem("data.passphrases_differ"))
        return tuple(problems)

    def _make(self) -> None:
        problems = self.check()
        if problems:
            self._show_problems(Refusal(problems))
            return
        self._clear_problems()
        self.make_button.setEnabled(False)
        organisation, passphrase = self.organisation.text().strip(), self.passphrase.text()

        def work(_progress: Progress) -> Created:
            return make_data(self._path, organisation, passphrase)

        self._dispatcher.start(
            work,
            done=self._show_code,
            failed=self._show_problems,
            finished=lambda: self.make_button.setEnabled(True),
            owner=self,
        )

    def _show_code(self, created: Created) -> None:
        self._created = created
        self.code.setText(created.recovery_code or "")
        self.passphrase.clear()
        self.again.clear()
        self._pages.setCurrentIndex(1)

    def _hand_over(self) -> None:
        self.made.emit(self._created)
        self._created = None
        self.accept()

    def reject(self) -> None:
        """Close; a file already made is kept and closed."""
        if self._created is not None:
            self._created.database.close()
            self._created = None
        super().reject()

    def _show_problems(self, error: SkilltrackError) -> None:
        self._clear_problems()
        self._problems.addWidget(ErrorPanel(_("データファイルを作れません"), sentences_of(error)))
        self.adjustSize()

    def _clear_problems(self) -> None:
        while (item := self._problems.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
    column.setSpacing(Space.M)
    return page, column


def _foot(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch()
    for button in buttons:
        row.addWidget(button)
    return row

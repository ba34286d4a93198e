"""The one door through which the user is asked for a file or for a decision."""

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget

from skilltrack.i18n.texts import _


class Asking(Protocol):
    """What pages ask; None and False are a withdrawal."""

    def file_to_open(self, parent: QWidget, title: str, kinds: str) -> Path | None:
        """Ask for a file that is there."""

    def file_to_save(self, parent: QWidget, title: str, suggested: str, kinds: str) -> Path | None:
        """Ask for a file to write."""

    def folder(self, parent: QWidget, title: str) -> Path | None:
        """Ask for a folder."""

    def text(self, parent: QWidget, title: str, label: str) -> str | None:
        """Ask for a line of text."""

    def decision(self, parent: QWidget, title: str, text: str, action: str) -> bool:
        """Ask whether to do what the text says will happen."""

    def show_folder(self, folder: Path) -> None:
        """Show a folder in the file manager of the system."""


class Dialogs:
    """Asks by the dialogs of the system."""

    def file_to_open(self, parent: QWidget, title: str, kinds: str) -> Path | None:
        return _path(QFileDialog.getOpenFileName(parent, title, "", kinds)[0])

    def file_to_save(self, parent: QWidget, title: str, suggested: str, kinds: str) -> Path | None:
        return _path(QFileDialog.getSaveFileName(parent, title, suggested, kinds)[0])

    def folder(self, parent: QWidget, title: str) -> Path | None:
        return _path(QFileDialog.getExistingDirectory(parent, title))

    def text(self, parent: QWidget, title: str, label: str) -> str | None:
        dialog = QInputDialog(parent)
        dialog.setWindowTitle(title)
        dialog.setLabelText(label)
        dialog.setOkButtonText(title)
        dialog.setCancelButtonText(_("やめる"))
        return dialog.textValue() if dialog.exec() else None

    def decision(self, parent: QWidget, title: str, text: str, action: str) -> bool:
        box = QMessageBox(parent)
        box.setWindowTitle(title)
        box.setText(title)
        box.setInformativeText(text)
        do_it = box.addButton(action, QMessageBox.ButtonRole.AcceptRole)
        leave = box.addButton(_("やめる"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(leave)
        box.setEscapeButton(leave)
        box.exec()
        return box.clickedButton() is do_it

    def show_folder(self, folder: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _path(chosen: str) -> Path | None:
    return Path(chosen) if chosen else None


def excel_files() -> str:
    """Return the kind of file that tables are written to."""
    return _("Excelブック (*.xlsx)")


def table_files() -> str:
    """Return the kinds of file that can be taken over."""
    return _("名簿などの表 (*.xlsx *.xls *.ods *.csv)")


def data_files() -> str:
    """Return the kind of file that holds the records."""
    return _("データファイル (*.db)")

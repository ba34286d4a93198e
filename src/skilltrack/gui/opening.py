"""What comes before the office window is open: a data file, a passphrase, the demonstration."""

from datetime import date
from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QInputDialog,
    QLineEdit,
    QMessageBox,
    QWidget,
)

from skilltrack.domain.problems import SkilltrackError
from skilltrack.domain.progress import Progress
from skilltrack.i18n.problems import sentences_of
from skilltrack.i18n.texts import _
from skilltrack.services.datafiles import read_passphrase

DEMONSTRATED_EMPLOYEES = 400


def passphrase_of(data: Path, file: Path | None) -> str | None:
    """Return the passphrase from its file, or as typed; None when the question is dismissed."""
    if file is not None:
        return read_passphrase(file)
    typed, is_given = QInputDialog.getText(
        QApplication.activeWindow(),
        _("データファイルを開く"),
        _("「{name}」の合言葉").format(name=data.name),
        QLineEdit.EchoMode.Password,
    )
    return typed if is_given else None


def tell_refusal(parent: QWidget | None, title: str, error: SkilltrackError) -> None:
    """Tell why something was not done."""
    QMessageBox.warning(parent, title, "\n".join(sentences_of(error)))


def ask_for_data(parent: QWidget) -> Path | None:
    """Ask for a data file, or for the name of one to be made."""
    dialog = QFileDialog(parent, _("データファイルを選ぶか、新しい名前を付ける"))
    dialog.setNameFilter(_("データファイル (*.db)"))
    dialog.setDefaultSuffix("db")
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, _("開く"))
    return Path(dialog.selectedFiles()[0]) if dialog.exec() else None


def make_demonstration(today: date, report: Progress) -> Path:
    """Make the fictional municipality in a folder of its own and return its data file.

    Raises:
        Cancelled: ``report`` said so.
    """
    from skilltrack.services.demonstration.pipeline import run_demonstration

    done = run_demonstration(
        Path(mkdtemp(prefix="skilltrack-demo-")),
        employees=DEMONSTRATED_EMPLOYEES,
        seed=1,
        today=today,
        tell=lambda _text: report(0, 0),
    )
    return done.data

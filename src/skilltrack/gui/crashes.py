"""What is told of a bug: its type, its place in the code and the versions, never a value."""

import platform
import traceback
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
)

from skilltrack import __version__
from skilltrack.domain.problems import SkilltrackError
from skilltrack.files.atomic import write_bytes_atomically
from skilltrack.files.folders import make_folder
from skilltrack.files.terminal import system_name
from skilltrack.gui import theme
from skilltrack.gui.opening import tell_refusal
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.texts import _

PACKAGE_ROOT = Path(__file__).parents[1]
MOST_KEPT = 20
"""Older reports are removed: they are of use only while somebody remembers what happened."""

_NAME = _("不具合-")
_ENDING = ".txt"


def crash_report(error: BaseException) -> str:
    """Return what happened and where in the code, without a single value of the user."""
    lines = [
        f"skilltrack {__version__}",
        f"Python {platform.python_version()}, Qt {qVersion()}, {system_name()}",
    ]
    cause: BaseException | None = error
    while cause is not None:
        lines += ["", type(cause).__name__]
        lines += [
            f"  {_place_in_code(frame.filename)} {frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(cause.__traceback__)
        ]
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines) + "\n"


def keep_report(report: str, folder: Path, at: datetime) -> Path | None:
    """Save a report in a folder, which is made, and remove the oldest beyond ``MOST_KEPT``.

    Returns:
        Where it is; None where it cannot be saved: it is on the screen all the same.
    """
    stem = f"{_NAME}{at:%Y%m%d-%H%M%S}"
    path, number = folder / f"{stem}{_ENDING}", 2
    while path.exists():
        path, number = folder / f"{stem}-{number}{_ENDING}", number + 1
    try:
        make_folder(folder)
        write_bytes_atomically(path, report.encode())
    except SkilltrackError:
        return None
    kept = sorted(folder.glob(f"{_NAME}*{_ENDING}"), key=lambda one: one.stat().st_mtime_ns)
    for old in kept[:-MOST_KEPT]:
        with suppress(OSError):  # somebody is reading it; the next report removes it
            old.unlink()
    return path


def _place_in_code(file: str) -> str:
    """Return the path within the program; a full path would name the account."""
    path = Path(file)
    if path.is_relative_to(PACKAGE_ROOT):
        return path.relative_to(PACKAGE_ROOT).as_posix()
    return path.name


def crash_dialog(report: str, kept: Path | None = None) -> QDialog:
    """Make the dialog that shows a report, where it was kept, and saves it elsewhere."""
    dialog = QDialog(QApplication.activeWindow())
    dialog.setWindowTitle(_("不具合"))
    dialog.setMinimumWidth(480)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(*[theme.Space.XL] * 4)
    column.setSpacing(theme.Space.M)
    column.addWidget(text_label(_("思わぬ不具合が起きました"), theme.TextRole.SECTION))
    text = _(
        "保存済みの内容はそのまま残っています。画面を開きなおしても続くときは、報告を"
        "情報担当に渡してください。報告には、氏名や回答などの内容は含まれません。"
    )
    column.addWidget(Paragraph(text))
    if kept is not None:
        place = Paragraph(
            _("報告を保存しました：{path}").format(path=kept), theme.TextRole.SECONDARY
        )
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(place)
    shown = QPlainTextEdit(report)
    shown.setReadOnly(True)
    shown.setAccessibleName(_("報告"))
    column.addWidget(shown)
    buttons = QHBoxLayout()
    buttons.addStretch(1)
    if kept is not None:
        folder = QPushButton(_("フォルダーを開く"))
        folder.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(kept.parent)))
        )
        buttons.addWidget(folder)
    save = theme.primary_button(_("別の場所に保存") if kept is not None else _("報告を保存"))
    save.clicked.connect(lambda: _save_report(dialog, report))
    leave = QPushButton(_("閉じる"))
    leave.clicked.connect(dialog.accept)
    buttons.addWidget(leave)
    buttons.addWidget(save)
    column.addLayout(buttons)
    return dialog


def _save_report(dialog: QDialog, report: str) -> None:
    chosen, _filter = QFileDialog.getSaveFileName(
        dialog, _("報告を保存"), "skilltrack-report.txt", _("テキスト (*.txt)")
    )
    if not chosen:
        return
    try:
        write_bytes_atomically(Path(chosen), report.encode())
    except SkilltrackError as error:
        tell_refusal(dialog, _("報告を保存できませんでした"), error)

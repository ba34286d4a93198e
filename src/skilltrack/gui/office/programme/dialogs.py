"""Saving a version with its reason, and copying a scheme under an own id."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from skilltrack.domain.problems import Problem
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.office.programme.rows import CHANGE_FIELDS
from skilltrack.gui.theme import Space, Tone
from skilltrack.gui.widgets.cards import ErrorPanel, Notice
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.folding import fold
from skilltrack.i18n.problems import sentence
from skilltrack.i18n.scheme_changes import ChangeLine, change_lines
from skilltrack.i18n.texts import _
from skilltrack.services.schemes.editing import Saved

SAVE_SIZE = (960, 520)
COPY_SIZE = (560, 320)
LEAST_TABLE = 180
REFUSED_WIDTH = 640


class SaveDialog(FormDialog):
    """What a new version changes; asks for the reason."""

    def __init__(self, saved: Saved, effect: str, parent: QWidget | None = None) -> None:
        super().__init__(_("新しい版として保存する"), _("保存する"), parent, size=SAVE_SIZE)
        version = _("「{name}」の版{version}になります。").format(
            name=saved.scheme.name, version=saved.scheme.version
        )
        self.add_explanation(
            version + effect + _("これまでの記録時点で見る判定と、始めた調査は、前の版のままです。")
        )
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("理由"))
        self.form.addRow(_("理由"), self.reason)
        for text in _notices(saved.notices):
            self.form.addRow(Notice(text, Tone.ATTENTION))
        self.changes: TableView[ChangeLine] = TableView(CHANGE_FIELDS, fold=fold, stretched=1)
        self.changes.setAccessibleName(_("変わるもの"))
        self.changes.show_rows(change_lines(saved.changes))
        self.changes.setMinimumHeight(LEAST_TABLE)
        self.form.addRow(self.changes)

    def check(self) -> tuple[str, ...]:
        return () if self.reason.text().strip() else (_("理由を書いてください。"),)


def _notices(problems: Sequence[Problem]) -> tuple[str, ...]:
    return tuple(sentence(problem) for problem in problems)


class CopyDialog(FormDialog):
    """Asks for id, name and reason of a copy."""

    def __init__(self, scheme: Scheme, parent: QWidget | None = None) -> None:
        super().__init__(_("制度を写す"), _("写す"), parent, size=COPY_SIZE)
        self.add_explanation(
            _("「{name}」を写して、団体の制度として直せるようにします。").format(name=scheme.name)
        )
        self.id = QLineEdit(_("{id}-own").format(id=scheme.id))
        self.id.setAccessibleName(_("ID"))
        self.name = QLineEdit(_("{name}（写し）").format(name=scheme.name))
        self.name.setAccessibleName(_("名称"))
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("理由"))
        self.form.addRow(_("ID（半角英数）"), self.id)
        self.form.addRow(_("名称"), self.name)
        self.form.addRow(_("理由"), self.reason)

    def check(self) -> tuple[str, ...]:
        needed = (
            (self.id, _("IDを書いてください。")),
            (self.name, _("名称を書いてください。")),
            (self.reason, _("理由を書いてください。")),
        )
        return tuple(text for field, text in needed if not field.text().strip())


class RefusedDialog(QDialog):
    """Why a scheme cannot be saved: every mistake with its key path."""

    def __init__(self, problems: Sequence[Problem], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("このままでは保存できません"))
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        title = _("直すところが{count:,}件あります").format(count=len(problems))
        self.panel = ErrorPanel(title, [sentence(problem) for problem in problems])
        column.addWidget(self.panel, 1)
        leave = QPushButton(_("編集に戻る"))
        leave.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(leave)
        column.addLayout(foot)
        room = self.screen().availableSize()
        self.resize(min(REFUSED_WIDTH, room.width() - Space.XXL), self.sizeHint().height())

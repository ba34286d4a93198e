"""What would come of a questionnaire file, and what keeps it from being taken over."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from skilltrack.domain.problems import Problem
from skilltrack.domain.questionnaires.definition import Questionnaire
from skilltrack.gui.office.imports.result import ProblemsPanel
from skilltrack.gui.office.questionnaires.tables import DifferenceView, ItemsView
from skilltrack.gui.theme import Space, TextRole, Tone, primary_button
from skilltrack.gui.widgets.cards import Notice
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field, TableView
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.folding import fold
from skilltrack.i18n.texts import _
from skilltrack.i18n.versions import difference_lines
from skilltrack.services.questionnaires import Imported

WIDTH, HEIGHT = 1_040, 600


class ImportDialog(QDialog):
    """The changes that a file brings, before it is taken over."""

    take_requested = Signal()
    preview_requested = Signal()

    def __init__(
        self, imported: Imported, orphaned: Sequence[str], parent: QWidget | None = None
    ) -> None:
        """Show a rehearsal; ``orphaned`` names the requirements that lose what they ask for."""
        super().__init__(parent)
        self.setWindowTitle(_("調査票を取り込む"))
        self.differences = DifferenceView()
        self.items = ItemsView()
        self.preview_button = QPushButton(_("回答画面で確かめる"))
        self.preview_button.clicked.connect(self.preview_requested)
        self.take_button = primary_button(_("取り込む"))
        self.take_button.clicked.connect(self.take_requested)
        column = _column(self)
        column.addWidget(Notice(_summary(imported), Tone.INFO))
        if orphaned:
            text = _(
                "取り込むと、次の要件は正しく判定できなくなります：{names}。"
                "育成制度の定義を直すまで、この調査票で新しい調査を始めないでください。"
            ).format(names="、".join(orphaned))
            column.addWidget(Notice(text, Tone.ATTENTION))
        if imported.difference is None:
            self.items.show_items(imported.questionnaire)
            column.addWidget(self.items, 1)
        else:
            self.differences.show_lines(difference_lines(imported.difference))
            column.addWidget(self.differences, 1)
        leave = QPushButton(_("やめる"))
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.preview_button)
        foot.addStretch(1)
        foot.addWidget(leave)
        foot.addWidget(self.take_button)
        column.addLayout(foot)
        _fit(self)
        self.take_button.setFocus()


class ProblemsDialog(QDialog):
    """Every mistake of a file, each with sheet, row and column."""

    def __init__(
        self, file: str, problems: Sequence[Problem], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("調査票を取り込めません"))
        self.panel = ProblemsPanel(file, problems, has_sheets=True)
        column = _column(self)
        column.addWidget(self.panel, 1)
        leave = QPushButton(_("閉じる"))
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(leave)
        column.addLayout(foot)
        _fit(self)


class OfferDialog(QDialog):
    """The shipped questionnaires that are not in use yet."""

    take_requested = Signal(object)
    """Carries the questionnaire chosen."""
    preview_requested = Signal(object)

    def __init__(self, offered: Sequence[Questionnaire], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("付属の調査票を加える"))
        self.table: TableView[Questionnaire] = TableView(OFFERED_FIELDS, fold=fold)
        self.table.setAccessibleName(_("付属の調査票"))
        self.told = Paragraph("", TextRole.SECONDARY)
        self.preview_button = QPushButton(_("回答画面で確かめる"))
        self.take_button = primary_button(_("加える"))
        self.preview_button.clicked.connect(lambda: self._emit(self.preview_requested))
        self.take_button.clicked.connect(lambda: self._emit(self.take_requested))
        self.table.row_activated.connect(self.preview_requested)
        self.table.current_row_changed.connect(self._tell)
        leave = QPushButton(_("やめる"))
        leave.clicked.connect(self.reject)
        column = _column(self)
        column.addWidget(self.table, 1)
        column.addWidget(self.told)
        foot = QHBoxLayout()
        foot.addWidget(self.preview_button)
        foot.addStretch(1)
        foot.addWidget(leave)
        foot.addWidget(self.take_button)
        column.addLayout(foot)
        _fit(self)
        self.table.show_rows(offered)
        self.table.selectRow(0)
        self.table.setFocus()

    def _emit(self, signal: SignalInstance) -> None:
        row = self.table.current_row()
        if row is not None:
            signal.emit(row)

    def _tell(self, row: Questionnaire | None) -> None:
        self.told.set_text("" if row is None else row.explanation.replace("\n", ""))


def _scale_text(found: Questionnaire) -> str:
    return "／".join(step.label for step in found.scale.steps)


OFFERED_FIELDS: tuple[Field[Questionnaire], ...] = (
    Field(_("題名"), lambda one: one.title, None, LEFT, 300),
    Field(_("設問"), lambda one: len(one.items), None, RIGHT, 64),
    Field(_("分野"), lambda one: len(one.categories), None, RIGHT, 64),
    Field(_("尺度"), _scale_text, None, LEFT, 240),
)


def _column(dialog: QDialog) -> QVBoxLayout:
    column = QVBoxLayout(dialog)
    column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
    column.setSpacing(Space.M)
    return column


def _fit(dialog: QDialog) -> None:
    """Take the usual size, or what the screen has room for."""
    room = dialog.screen().availableSize()
    dialog.resize(min(WIDTH, room.width() - Space.XXL), min(HEIGHT, room.height() - Space.XXL))


def _summary(imported: Imported) -> str:
    found = imported.questionnaire
    if imported.difference is None:
        text = _("誤りはありません。新しい調査票「{title}」（{count}問）を版{version}とします。")
    else:
        text = _("誤りはありません。「{title}」（{count}問）の新しい版{version}になります。")
    said = text.format(title=found.title, count=len(found.items), version=found.version)
    return said + _("まだ取り込んでいません。始めた調査は、今の版のまま変わりません。")

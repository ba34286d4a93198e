"""Taking files over: choose, check, take over; and the list of what was taken over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.intake import ColumnMapping, ImportKind, MissingRule
from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.office.imports.kinds import DATED_KINDS, IMPORT_COLUMNS
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import Space, TextRole, Tone, primary_button, set_surface
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field, TableView
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.dates import local_time_text, wareki
from skilltrack.i18n.folding import fold
from skilltrack.i18n.intake_words import IMPORT_KIND_NAMES
from skilltrack.i18n.texts import _
from skilltrack.store.imports import ImportFile

TAKE, HISTORY = "take", "history"
TAKEN_OVER = frozenset({".xlsx", ".xls", ".ods", ".csv"})


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is to be taken over.

    ``effective`` is None where the kind has no first day, ``mapping`` None where the file is read
    as is remembered.
    """

    kind: ImportKind
    path: Path
    effective: date | None
    mapping: ColumnMapping | None = None
    is_partial: bool = False


def _at(record: ImportFile) -> str:
    return "" if record.at is None else local_time_text(record.at)


def _count_field(label: str, count: Callable[[ImportFile], int], width: int) -> Field[ImportFile]:
    return Field(label, lambda record: f"{count(record):,}", count, RIGHT, width)


HISTORY_FIELDS: tuple[Field[ImportFile], ...] = (
    Field(_("日時"), _at, lambda record: record.change, LEFT, 176),
    Field(_("種類"), lambda record: IMPORT_KIND_NAMES[record.kind], None, LEFT, 132),
    Field(_("ファイル"), lambda record: record.file_name, None, LEFT, 240),
    Field(
        _("行"), lambda record: f"{record.rows_read:,}", lambda record: record.rows_read, RIGHT, 72
    ),
    Field(
        _("新規（件）"),
        lambda record: f"{record.rows_new:,}",
        lambda record: record.rows_new,
        RIGHT,
        88,
    ),
    Field(
        _("変更（件）"),
        lambda record: f"{record.rows_changed:,}",
        lambda record: record.rows_changed,
        RIGHT,
        88,
    ),
    Field(
        _("いつから"),
        lambda record: "" if record.effective_on is None else wareki(record.effective_on),
        lambda record: record.effective_on,
        LEFT,
        136,
    ),
    Field(
        _("状態"),
        lambda record: "" if record.undone_in is None else _("元に戻した"),
        None,
        LEFT,
        120,
        tone=lambda record: None if record.undone_in is None else Tone.INFO,
    ),
)


class ImportsView(QWidget):
    """Lays out the form and the list; emits what is asked for."""

    file_requested = Signal()
    check_requested = Signal(object)
    """Carries the ``Chosen``."""
    take_requested = Signal(object)
    """Carries the ``Chosen``."""
    mapping_requested = Signal(object)
    """Carries the ``Chosen``."""
    undo_requested = Signal(object)
    """Carries the ``ImportFile``."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self.switch = Switch(((TAKE, _("取り込む")), (HISTORY, _("これまでの取り込み"))))
        self.kind = QComboBox()
        self.kind.setAccessibleName(_("種類"))
        for kind, name in IMPORT_KIND_NAMES.items():
            self.kind.addItem(name, kind)
        self.file = QLineEdit()
        self.file.setReadOnly(True)
        self.file.setAccessibleName(_("ファイル"))
        self.file.setPlaceholderText(_("ここにファイルを落とすか、「ファイルを選ぶ」で選びます"))
        self.file_button = QPushButton(_("ファイルを選ぶ"))
        self.effective_label = text_label(_("いつから"), TextRole.SECONDARY)
        self.effective = EraDateField(_("いつから"), today)
        self.is_partial = QCheckBox(_("この名簿は一部の職員だけ"))
        self.is_partial.setToolTip(_("ファイルにない職員の扱いを尋ねません。"))
        self.columns = Paragraph("", TextRole.SECONDARY)
        self.mapping_button = QPushButton(_("見出しの対応"))
        self.check_button = QPushButton(_("確かめる"))
        self.take_button = primary_button(_("取り込む"))
        self.result = QStackedWidget()
        self.hint = EmptyState(
            _(
                "「確かめる」を押すと、新規・変更・誤りがここに出ます。\n"
                "「取り込む」を押すまで、データは変わりません。"
            )
        )
        self.result.addWidget(self.hint)
        self.history: TableView[ImportFile] = TableView(HISTORY_FIELDS, fold=fold)
        self.history.setAccessibleName(_("これまでの取り込み"))
        self.undo_button = QPushButton(_("元に戻す"))
        self.no_history = EmptyState(_("取り込んだファイルがここに並びます。"))
        self.parts = QStackedWidget()
        self.path: Path | None = None
        self._checked: Chosen | None = None
        self._is_acting = False
        self._mapping: ColumnMapping | None = None
        self._is_decided = True
        self.rule = MissingRule()
        """What was decided about people missing from the file chosen."""
        self._lay_out()
        self._connect()
        self.setAcceptDrops(True)
        self._show_kind()

    def _lay_out(self) -> None:
        form = QWidget()
        set_surface(form)
        first = QHBoxLayout()
        first.setSpacing(Space.S)
        first.addWidget(self.kind)
        first.addWidget(self.file, 1)
        first.addWidget(self.file_button)
        second = QHBoxLayout()
        second.setSpacing(Space.S)
        second.addWidget(self.effective_label)
        second.addWidget(self.effective)
        second.addWidget(self.is_partial)
        second.addStretch(1)
        second.addWidget(self.mapping_button)
        second.addWidget(self.check_button)
        second.addWidget(self.take_button)
        rows = QVBoxLayout(form)
        rows.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        rows.setSpacing(Space.S)
        rows.addLayout(first)
        rows.addLayout(second)
        rows.addWidget(self.columns)
        take = QWidget()
        inner = QVBoxLayout(take)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(Space.M)
        inner.addWidget(form)
        inner.addWidget(self.result, 1)
        history = QWidget()
        inner = QVBoxLayout(history)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(Space.S)
        row = QHBoxLayout()
        text = _("後の記録に使われていない取り込みは、30日のあいだ元に戻せます。")
        row.addWidget(text_label(text, TextRole.SECONDARY), 1)
        row.addWidget(self.undo_button)
        inner.addLayout(row)
        inner.addWidget(self.history, 1)
        for part in (take, history, self.no_history):
            self.parts.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self.parts, 1)

    def _connect(self) -> None:
        self.switch.chosen.connect(lambda _key: self.show_part())
        self.kind.currentIndexChanged.connect(lambda _at: self._show_kind())
        self.effective.day_changed.connect(lambda _day: self._start_anew())
        self.is_partial.toggled.connect(lambda _on: self._start_anew())
        self.mapping_button.clicked.connect(lambda: self.mapping_requested.emit(self.chosen()))
        self.file_button.clicked.connect(self.file_requested)
        self.check_button.clicked.connect(lambda: self.check_requested.emit(self.chosen()))
        self.take_button.clicked.connect(lambda: self.take_requested.emit(self.chosen()))
        self.undo_button.clicked.connect(
            lambda: self.undo_requested.emit(self.history.current_row())
        )
        self.history.current_row_changed.connect(lambda _row: self.show_buttons())

    # What is chosen

    def choose_kind(self, kind: ImportKind) -> None:
        """Choose what the file holds."""
        self.kind.setCurrentIndex(self.kind.findData(kind))

    def choose_file(self, path: Path) -> None:
        """Choose a file."""
        self.path = path
        self.file.setText(str(path))
        self._mapping = None
        self._start_anew()

    def use_mapping(self, mapping: ColumnMapping | None) -> None:
        """Read the file chosen in another way; None reads it as is remembered."""
        self._mapping = mapping
        self._forget_check()

    def chosen(self) -> Chosen | None:
        """Return what is chosen; None without a file."""
        if self.path is None:
            return None
        kind = ImportKind(self.kind.currentData())
        effective = self.effective.day if kind in DATED_KINDS else None
        is_partial = kind is ImportKind.EMPLOYEES and self.is_partial.isChecked()
        return Chosen(kind, self.path, effective, self._mapping, is_partial)

    def _show_kind(self) -> None:
        kind = ImportKind(self.kind.currentData())
        self.columns.set_text(_("必要な列：{columns}").format(columns=IMPORT_COLUMNS[kind]))
        for widget in (self.effective_label, self.effective):
            widget.setVisible(kind in DATED_KINDS)
        self.is_partial.setVisible(kind is ImportKind.EMPLOYEES)
        self._mapping = None
        self._start_anew()

    def _start_anew(self) -> None:
        self.rule = MissingRule()
        self._forget_check()

    def _forget_check(self) -> None:
        self._checked = None
        self.show_result(None)
        self.show_buttons()

    def mark_checked(self, chosen: Chosen) -> None:
        """Remember that a file was checked and may be taken over."""
        self._checked = chosen
        self.show_buttons()

    def take_decisions(self, rule: MissingRule, *, is_decided: bool) -> None:
        """Remember what was decided about people missing, and whether anything is left open."""
        self.rule = rule
        self._is_decided = is_decided
        self.show_buttons()

    def forget_file(self) -> None:
        """Start anew, leaving the result in sight."""
        self.path = None
        self.file.clear()
        self._checked = None
        self.show_buttons()

    def show_acting(self, is_acting: bool) -> None:  # noqa: FBT001 (a slot)
        """Hold the buttons back while something is being done."""
        self._is_acting = is_acting
        self.show_buttons()

    def show_buttons(self) -> None:
        """Offer what can be done now."""
        chosen = self.chosen()
        self.check_button.setEnabled(chosen is not None and not self._is_acting)
        self.mapping_button.setEnabled(chosen is not None and not self._is_acting)
        can_take = chosen is not None and chosen == self._checked and self._is_decided
        self.take_button.setEnabled(can_take and not self._is_acting)
        row = self.history.current_row()
        can_undo = row is not None and row.undone_in is None
        self.undo_button.setEnabled(can_undo and not self._is_acting)

    # What is shown

    def show_result(self, panel: QWidget | None) -> None:
        """Show what checking or taking over found; None shows the hint."""
        while self.result.count() > 1:
            old = self.result.widget(1)
            self.result.removeWidget(old)
            old.deleteLater()
        self.columns.setVisible(panel is None)  # the room is for what was found
        if panel is not None:
            self.result.addWidget(panel)
            self.result.setCurrentWidget(panel)

    def show_history(self, records: Sequence[ImportFile]) -> None:
        """Show other imports."""
        self.history.show_rows(records)
        self.show_buttons()
        self.show_part()

    def show_part(self) -> None:
        """Show the form or the list."""
        is_history = self.switch.current == HISTORY
        has_records = bool(self.history.rows.given_rows())
        self.parts.setCurrentIndex((1 if has_records else 2) if is_history else 0)

    # Dropping a file

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped_file(event)
        if path is not None:
            self.switch.choose(TAKE)
            self.choose_file(path)
            event.acceptProposedAction()


def _dropped_file(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    is_one_table = len(paths) == 1 and paths[0].suffix.lower() in TAKEN_OVER
    return paths[0] if is_one_table else None

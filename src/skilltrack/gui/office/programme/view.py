"""The content of schemes laid out: the list, and part by part what the one chosen says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.programme.rows import (
    ENTRY_FIELDS,
    GATE_FIELDS,
    NOTE_FIELDS,
    PROGRAMME_FIELDS,
    VERSION_FIELDS,
    GateRow,
    NoteRow,
    ProgrammeRow,
    gate_rows,
    name_of,
    names_of,
    note_rows,
    programme_rows,
)
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.office.version_panel import VersionPanel
from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.drawer import Drawer
from skilltrack.gui.widgets.rows import RowRole
from skilltrack.gui.widgets.tables import TableView
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.folding import fold
from skilltrack.i18n.scheme_changes import change_lines
from skilltrack.i18n.texts import _
from skilltrack.services.schemes.editing import SchemeEntry, SchemeVersion

ENTRIES, GATES, PROGRAMME, VERSIONS, NOTES = "entries", "gates", "programme", "versions", "notes"
PARTS = (
    (ENTRIES, _("一覧")),
    (GATES, _("区分と要件")),
    (PROGRAMME, _("研修・義務・目標")),
    (VERSIONS, _("版")),
    (NOTES, _("出典")),
)
WIDTH_OF_SCHEMES = 240


@dataclass(frozen=True, slots=True)
class SchemesRead:
    """What the page reads: the schemes, names, and the versions of each scheme of the body."""

    entries: tuple[SchemeEntry, ...]
    names: Mapping[str, str]
    versions: Mapping[str, tuple[SchemeVersion, ...]]


class ProgrammeView(QWidget):
    """Shows schemes; emits what is asked for."""

    undo_requested = Signal(object)
    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.schemes = NamedChoice(_("育成制度"))
        self.schemes.setMinimumWidth(WIDTH_OF_SCHEMES)
        self.schemes.setMaximumWidth(WIDTH_OF_SCHEMES)
        self.schemes.activated.connect(lambda _at: self._show_chosen())
        self.switch = Switch(PARTS)
        self.switch.chosen.connect(lambda _key: self.show_part())
        self.count = text_label("", TextRole.SECONDARY)
        self.entries: TableView[SchemeEntry] = TableView(ENTRY_FIELDS, fold=fold, stretched=0)
        self.gates: TableView[GateRow] = TableView(GATE_FIELDS, fold=fold, stretched=2)
        self.programme: TableView[ProgrammeRow] = TableView(
            PROGRAMME_FIELDS, fold=fold, stretched=2
        )
        self.versions: TableView[SchemeVersion] = TableView(VERSION_FIELDS, fold=fold, stretched=3)
        self.notes: TableView[NoteRow] = TableView(NOTE_FIELDS, fold=fold, stretched=0)
        self.drawer = Drawer(self.versions)
        self.parts = QStackedWidget()
        self._tables: dict[str, TableView[Any]] = {
            ENTRIES: self.entries,
            GATES: self.gates,
            PROGRAMME: self.programme,
            VERSIONS: self.versions,
            NOTES: self.notes,
        }
        self.read: SchemesRead | None = None
        self._lay_out()

    def _lay_out(self) -> None:
        for key, name in PARTS:
            table = self._tables[key]
            table.setAccessibleName(name)
            self.parts.addWidget(self.drawer if key == VERSIONS else table)
        choice = QHBoxLayout()
        choice.setSpacing(Space.M)
        choice.addWidget(self.switch)
        choice.addWidget(self.count)
        choice.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(choice)
        column.addWidget(self.parts, 1)
        self.entries.row_activated.connect(self.open_entry)
        self.entries.current_row_changed.connect(self._follow)
        self.versions.row_activated.connect(self.open_version)
        self.versions.clicked.connect(lambda index: self.open_version(index.data(RowRole)))

    @property
    def entry(self) -> SchemeEntry | None:
        """Return the scheme chosen."""
        if self.read is None:
            return None
        code = self.schemes.code
        return next((one for one in self.read.entries if one.scheme.id == code), None)

    def show_schemes(self, read: SchemesRead) -> None:
        """Show the schemes; the one chosen stays chosen."""
        self.read = read
        self.schemes.offer([(one.scheme.id, name_of(one)) for one in read.entries])
        self.entries.show_rows(read.entries)
        self._show_chosen()

    def choose(self, scheme_id: str) -> None:
        """Choose a scheme."""
        self.schemes.choose(scheme_id)
        self._show_chosen()

    def _follow(self, entry: SchemeEntry | None) -> None:
        if entry is not None and entry.scheme.id != self.schemes.code:
            self.schemes.choose(entry.scheme.id)
            self._show_chosen()

    def open_entry(self, entry: SchemeEntry) -> None:
        """Show what a scheme asks."""
        self.choose(entry.scheme.id)
        self.switch.choose(GATES)

    def _show_chosen(self) -> None:
        entry, read = self.entry, self.read
        if entry is None or read is None:
            return
        self.drawer.shut()
        self.gates.show_rows(gate_rows(entry.scheme, names_of(entry.scheme, read.names)))
        self.programme.show_rows(programme_rows(entry))
        self.versions.show_rows(read.versions.get(entry.scheme.id, ()))
        self.notes.show_rows(note_rows(entry.scheme))
        self.show_part()
        self.chosen.emit()

    def show_part(self) -> None:
        """Show the part chosen."""
        key = self.switch.current
        place = [name for name, _text in PARTS].index(key)
        self.parts.setCurrentIndex(place)
        self._show_count()

    def _show_count(self) -> None:
        self.count.setText(_("{count:,} 件").format(count=self.table().filter.rowCount()))

    def open_version(self, version: SchemeVersion) -> None:
        """Open what a version changed."""
        panel = VersionPanel(
            version.reason or _("最初の版です。"),
            (
                (
                    _("{part}「{subject}」　{what}").format(
                        part=line.part, subject=line.subject, what=line.what
                    ),
                    line.before,
                    line.after,
                )
                for line in change_lines(version.changes)
            ),
            can_undo=bool(version.change) and version.is_newest,
        )
        panel.undo_requested.connect(lambda: self.undo_requested.emit(version))
        self.drawer.open(_("版{version}").format(version=version.scheme.version), panel)

    def table(self) -> TableView[Any]:
        """Return the table in sight."""
        return self._tables[self.switch.current]

    def search(self, text: str) -> None:
        """Filter by a text."""
        for table in self._tables.values():
            table.filter.set_text(text)
        self._show_count()

"""The exams laid out: their editions, the versions of the one chosen, and what stands behind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from skilltrack.domain.schemes.gates import All, AtLeast, Gate
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.exam_master.rows import (
    EDITION_FIELDS,
    VERSION_FIELDS,
    EditionRow,
    edition_rows,
)
from skilltrack.gui.office.parts import add_lines, add_section, add_state
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.office.version_panel import VersionPanel
from skilltrack.gui.theme import Space, TextRole, Tone
from skilltrack.gui.widgets.drawer import Drawer
from skilltrack.gui.widgets.rows import RowRole
from skilltrack.gui.widgets.tables import TableView
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.exam_rules import (
    booking_lines,
    change_lines,
    covers_text,
    edition_name,
    gate_text,
    group_name,
    score_names,
    size_text,
    yen_text,
)
from skilltrack.i18n.folding import fold
from skilltrack.i18n.texts import _
from skilltrack.services.exams.master import ExamEntry, ExamVersion

EDITIONS, VERSIONS = "editions", "versions"
PARTS = ((EDITIONS, _("制度版")), (VERSIONS, _("版の履歴")))
WIDTH_OF_EXAMS = 240


@dataclass(frozen=True, slots=True)
class ExamsRead:
    """What the page reads: the exams on a day, names of questions, and the versions of each."""

    entries: tuple[ExamEntry, ...]
    on: date
    names: Mapping[str, str]
    versions: Mapping[str, tuple[ExamVersion, ...]]


class EditionPanel(QWidget):
    """What an edition says: fields, rule, fee, booking."""

    edit_requested = Signal(object)

    def __init__(self, row: EditionRow, names: Mapping[str, str]) -> None:
        super().__init__()
        exam, edition = row.entry.exam, row.edition
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, Space.S, 0)
        column.setSpacing(Space.XS)
        if edition.is_provisional:
            add_state(column, _("公表待ち"), Tone.ATTENTION)
            text = _("この期間の受験は判定せず、届いた合否をそのまま残します。")
            column.addWidget(Paragraph(text, TextRole.SECONDARY))
        add_section(column, _("合格の規則"))
        add_lines(
            column,
            list(_rule_lines(edition.pass_rule, score_names(edition))),
            none=_("合否だけを記録します。"),
        )
        add_section(column, _("分野と満点"))
        add_lines(
            column,
            [
                _("{name}　{maximum:,}点").format(name=f.name, maximum=f.maximum)
                for f in edition.fields
            ],
            none=_("分野の得点は記録しません。"),
        )
        asked = [field for field in edition.fields if field.covers]
        if asked:
            add_section(column, _("分野を問う設問（目安）"))
            add_lines(
                column,
                [
                    _("{name}：{covers}").format(
                        name=field.name, covers=covers_text(field.covers, names)
                    )
                    for field in asked
                ],
                none="",
            )
        add_section(column, _("受験"))
        facts = [
            _("受験料　{fee}").format(fee=yen_text(edition.fee_yen)),
            _("問題と時間　{size}").format(size=size_text(edition)),
            *booking_lines(edition.booking),
        ]
        if exam.voucher_months is not None:
            facts.append(_("バウチャーは発行から{months}か月").format(months=exam.voucher_months))
        if exam.organiser:
            facts.append(_("主催　{name}").format(name=exam.organiser))
        if exam.aliases:
            facts.append(_("別名　{names}").format(names=_("、").join(exam.aliases)))
        add_lines(column, facts, none="")
        if row.entry.has_shipped_change:
            column.addSpacing(Space.S)
            note = _("プログラムに付いている内容と違います。「ほかの操作」から取り込めます。")
            column.addWidget(Paragraph(note, TextRole.SECONDARY))
        edit = QPushButton(_("編集する") if row.entry.is_own else _("取り入れる"))
        edit.clicked.connect(lambda: self.edit_requested.emit(row))
        column.addSpacing(Space.M)
        column.addWidget(edit)
        column.addStretch(1)


def _rule_lines(rule: Gate | None, names: Mapping[str, str]) -> list[str]:
    if rule is None:
        return []
    if isinstance(rule, All | AtLeast):
        return [
            group_name(rule),
            *(_("・{text}").format(text=gate_text(child, names)) for child in rule.children),
        ]
    return [gate_text(rule, names)]


class ExamMasterView(QWidget):
    """Shows exams; emits what is asked for."""

    edit_requested = Signal(object)
    undo_requested = Signal(object)
    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.exams = NamedChoice(_("試験"))
        self.exams.setMinimumWidth(WIDTH_OF_EXAMS)
        self.exams.setMaximumWidth(WIDTH_OF_EXAMS)
        self.exams.activated.connect(lambda _at: self._choose_row())
        self.switch = Switch(PARTS)
        self.switch.chosen.connect(lambda _key: self.show_part())
        self.count = text_label("", TextRole.SECONDARY)
        self.editions: TableView[EditionRow] = TableView(EDITION_FIELDS, fold=fold, stretched=4)
        self.versions: TableView[ExamVersion] = TableView(VERSION_FIELDS, fold=fold, stretched=3)
        self.edition_drawer = Drawer(self.editions)
        self.version_drawer = Drawer(self.versions)
        self.parts = QStackedWidget()
        self._tables: dict[str, TableView[Any]] = {
            EDITIONS: self.editions,
            VERSIONS: self.versions,
        }
        self.read: ExamsRead | None = None
        for key, name in PARTS:
            self._tables[key].setAccessibleName(name)
        self.parts.addWidget(self.edition_drawer)
        self.parts.addWidget(self.version_drawer)
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
        self.editions.row_activated.connect(self.open_edition)
        self.editions.clicked.connect(lambda index: self.open_edition(index.data(RowRole)))
        self.editions.current_row_changed.connect(self._follow)
        self.versions.row_activated.connect(self.open_version)
        self.versions.clicked.connect(lambda index: self.open_version(index.data(RowRole)))

    @property
    def entry(self) -> ExamEntry | None:
        """Return the exam chosen."""
        if self.read is None:
            return None
        code = self.exams.code
        return next((one for one in self.read.entries if one.exam.code == code), None)

    @property
    def edition(self) -> str:
        """Return the code of the edition chosen in the list; '' for none of the exam."""
        row = self.editions.current_row()
        is_of_exam = row is not None and row.entry.exam.code == self.exams.code
        return row.edition.code if row is not None and is_of_exam else ""

    def show_exams(self, read: ExamsRead) -> None:
        """Show the exams; the one chosen stays chosen."""
        self.read = read
        rows = edition_rows(read.entries, read.on)
        ordered = dict.fromkeys((row.entry.exam.code, row.entry.exam.name) for row in rows)
        self.exams.offer(list(ordered))
        self.edition_drawer.shut()
        self.editions.show_rows(rows)
        self._show_chosen()

    def choose(self, code: str) -> None:
        """Choose an exam."""
        self.exams.choose(code)
        self._choose_row()

    def _choose_row(self) -> None:
        for row in self.editions.shown_rows():
            if row.entry.exam.code == self.exams.code:
                self.editions.choose(row)
                break
        self._show_chosen()

    def _follow(self, row: EditionRow | None) -> None:
        if row is not None and row.entry.exam.code != self.exams.code:
            self.exams.choose(row.entry.exam.code)
            self._show_chosen()

    def _show_chosen(self) -> None:
        entry, read = self.entry, self.read
        if entry is None or read is None:
            return
        self.version_drawer.shut()
        self.versions.show_rows(read.versions.get(entry.exam.code, ()))
        self.show_part()
        self.chosen.emit()

    def show_part(self) -> None:
        """Show the part chosen."""
        key = self.switch.current
        self.parts.setCurrentIndex([name for name, _text in PARTS].index(key))
        self._show_count()

    def _show_count(self) -> None:
        self.count.setText(_("{count:,} 件").format(count=self.table().filter.rowCount()))

    def open_edition(self, row: EditionRow) -> None:
        """Open what an edition says."""
        names = {} if self.read is None else self.read.names
        panel = EditionPanel(row, names)
        panel.edit_requested.connect(self.edit_requested)
        title = _("{exam} {edition}").format(
            exam=row.entry.exam.name, edition=edition_name(row.edition)
        )
        self.edition_drawer.open(title, panel)

    def open_version(self, version: ExamVersion) -> None:
        """Open what a version changed."""
        panel = VersionPanel(
            version.reason or _("取り入れたときの内容です。"),
            (
                (_("　").join(part for part in said if part), line.before, line.after)
                for line in change_lines(version.exam, version.changes)
                for said in ((line.part, line.subject, line.what),)
            ),
            can_undo=bool(version.change) and version.is_newest,
        )
        panel.undo_requested.connect(lambda: self.undo_requested.emit(version))
        title = _("{name} 版{version}").format(name=version.exam.name, version=version.version)
        self.version_drawer.open(title, panel)

    def table(self) -> TableView[Any]:
        """Return the table in sight."""
        return self._tables[self.switch.current]

    def search(self, text: str) -> None:
        """Filter by a text."""
        for table in self._tables.values():
            table.filter.set_text(text)
        self._show_count()

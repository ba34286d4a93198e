"""A person's experience, skills, qualifications, achievements and aspirations."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.people.career import CareerEntry, CareerKind
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.office.deeds import Deeds
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.theme import Space, TextRole, Tone, primary_button
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field, TableView
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.career import CAREER_KIND_NAMES
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.folding import fold
from skilltrack.i18n.texts import _
from skilltrack.services.people import careers
from skilltrack.services.people.careers import HIGHEST_LEVEL, CareerDraft, CareerLine
from skilltrack.store.database import Database

EVIDENCE_HEIGHT = 64
CHANGES = frozenset({Changed.CAREER})
Fields = Mapping[CareerKind, Sequence[str]]


def days_words(entry: CareerEntry) -> str:
    """Return the period of an entry; empty where it has none."""
    start, last = entry.valid.start, entry.valid.last_day
    if start is None and last is None:
        return ""
    return _("{start} ～ {last}").format(
        start="" if start is None else wareki_short(start),
        last="" if last is None else wareki_short(last),
    )


CAREER_FIELDS: tuple[Field[CareerLine], ...] = (
    Field(
        _("種類"),
        lambda line: CAREER_KIND_NAMES[line.entry.kind],
        lambda line: list(CareerKind).index(line.entry.kind),
        LEFT,
        104,
    ),
    Field(_("分野"), lambda line: line.entry.field, None, LEFT, 120),
    Field(_("名称"), lambda line: line.entry.title, None, LEFT, 208),
    Field(
        _("期間"),
        lambda line: days_words(line.entry),
        lambda line: line.entry.valid.start or date.min,
        LEFT,
        156,
    ),
    Field(_("水準"), lambda line: line.entry.level, None, RIGHT, 56),
    Field(
        _("状態"),
        lambda line: "" if line.counts else _("期間外"),
        None,
        LEFT,
        84,
        tone=lambda line: None if line.counts else Tone.INFO,
    ),
    Field(_("証拠"), lambda line: line.entry.evidence, None, LEFT, 180),
    Field(_("備考"), lambda line: line.entry.note, None, LEFT, 160),
)


class CareerDialog(FormDialog):
    """Adds an entry, or puts one right."""

    def __init__(
        self,
        number: str,
        entry: CareerEntry | None,
        fields: Fields,
        today: date,
        parent: QWidget,
    ) -> None:
        title = _("経験・資格などを加える") if entry is None else _("経験・資格などを直す")
        super().__init__(title, _("記録する"), parent, size=(640, 480))
        self._number = number
        self._fields = fields
        self.kind = NamedChoice(_("種類"))
        self.kind.offer([(kind.value, name) for kind, name in CAREER_KIND_NAMES.items()])
        self.about = QLineEdit()
        self.about.setPlaceholderText(_("データ分析、GISなど"))
        self.title = QLineEdit()
        self.start = OptionalDay(_("始まりの日"), today)
        self.last_day = OptionalDay(_("終わりの日"), today)
        self.level = QSpinBox()
        self.level.setRange(0, HIGHEST_LEVEL)
        self.level.setSpecialValueText(_("決めない"))
        self.evidence = QPlainTextEdit()
        self.evidence.setFixedHeight(EVIDENCE_HEIGHT)
        self.evidence.setTabChangesFocus(True)
        self.evidence.setAccessibleName(_("証拠"))
        self.note = QLineEdit()
        self.form.addRow(_("種類"), self.kind)
        self.form.addRow(_("分野"), self.about)
        self.form.addRow(_("名称"), self.title)
        self.form.addRow(_("始まりの日"), self.start)
        self.form.addRow(_("終わりの日"), self.last_day)
        self.form.addRow(_("水準（1～9）"), self.level)
        self.form.addRow(_("証拠（任意）"), self.evidence)
        self.form.addRow(_("備考（任意）"), self.note)
        self.add_explanation(
            _("資格は終わりの日を過ぎると数えません。経験と実績は終わった後も経歴に残ります。")
        )
        self.kind.currentIndexChanged.connect(lambda _at: self._complete())
        if entry is not None:
            self._show(entry)
        self._complete()
        self.about.setFocus()

    def _show(self, entry: CareerEntry) -> None:
        self.kind.choose(entry.kind.value)
        self.about.setText(entry.field)
        self.title.setText(entry.title)
        self.start.show_day(entry.valid.start)
        self.last_day.show_day(entry.valid.last_day)
        self.level.setValue(entry.level or 0)
        self.evidence.setPlainText(entry.evidence)
        self.note.setText(entry.note)

    def _complete(self) -> None:
        """Offer the fields that others of the kind have, so that they are called the same."""
        completer = QCompleter(list(self._fields.get(CareerKind(self.kind.code), ())), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.about.setCompleter(completer)

    def draft(self) -> CareerDraft:
        """Return what the form holds."""
        return CareerDraft(
            self._number,
            CareerKind(self.kind.code),
            self.title.text(),
            self.about.text(),
            self.start.day,
            self.last_day.day,
            self.level.value() or None,
            self.evidence.toPlainText(),
            self.note.text(),
        )

    def check(self) -> tuple[str, ...]:
        start, last = self.start.day, self.last_day.day
        found = (
            (not self.title.text().strip(), _("名称を入力します。")),
            (
                start is not None and last is not None and last < start,
                _("終わりの日を始まりの日より後にします。"),
            ),
        )
        return tuple(text for is_wrong, text in found if is_wrong)


class OptionalDay(QWidget):
    """A day that may be unknown."""

    def __init__(self, name: str, day: date) -> None:
        super().__init__()
        self.is_known = QCheckBox(_("日を入れる"))
        self.field = EraDateField(name, day)
        self.field.setEnabled(False)
        self.is_known.toggled.connect(self.field.setEnabled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.is_known)
        row.addWidget(self.field)
        row.addStretch(1)

    def show_day(self, day: date | None) -> None:
        """Show a day; None is unknown."""
        self.is_known.setChecked(day is not None)
        if day is not None:
            self.field.set_day(day)

    @property
    def day(self) -> date | None:
        """Return the day; None is unknown."""
        return self.field.day if self.is_known.isChecked() else None


class _RemoveDialog(FormDialog):
    """Takes an entry back, with a reason."""

    def __init__(self, entry: CareerEntry, parent: QWidget) -> None:
        super().__init__(_("記録を取り消す"), _("記録を取り消す"), parent, size=(560, 220))
        self.reason = QLineEdit()
        self.form.addRow(_("記録"), text_label(entry.title, TextRole.BODY))
        self.form.addRow(_("理由"), self.reason)
        self.reason.setFocus()

    def check(self) -> tuple[str, ...]:
        return () if self.reason.text().strip() else (_("理由を入力します。"),)


class CareerPart(QWidget):
    """Shows and changes the entries of one person, read when the part is in sight."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__()
        self.desk = desk
        self.deeds = Deeds(desk, page, CHANGES)
        self._page = page
        self._number = ""
        self._as_of = desk.today
        self.table: TableView[CareerLine] = TableView(CAREER_FIELDS, fold=fold)
        self.table.setAccessibleName(_("経験・資格・希望"))
        self.history_button = QPushButton(_("変更の履歴"))
        self.remove_button = QPushButton(_("取り消す"))
        self.change_button = QPushButton(_("直す"))
        self.add_button = primary_button(_("加える"))
        self.empty = EmptyState(
            _(
                "実務経験、技能、資格、実績、極めたい分野を記録すると、人材を探すときに見つかります。"
            ),
            _("経験・資格などを加える"),
        )
        self._states = QStackedWidget()
        self._states.addWidget(self.table)
        self._states.addWidget(self.empty)
        self.count = text_label("", TextRole.SECONDARY)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.count)
        row.addStretch(1)
        for button in (
            self.history_button,
            self.remove_button,
            self.change_button,
            self.add_button,
        ):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(row)
        column.addWidget(self._states, 1)
        self.add_button.clicked.connect(lambda: self.edit(None))
        self.empty.action_requested.connect(lambda: self.edit(None))
        self.change_button.clicked.connect(lambda: self.edit(self._current()))
        self.table.row_activated.connect(lambda line: self.edit(line.entry))
        self.remove_button.clicked.connect(self.remove)
        self.history_button.clicked.connect(
            lambda: self.deeds.show_history(
                _("経験・資格などの変更の履歴"),
                _("経験や資格を変えると、その履歴がここに並びます。"),
                careers.AREA,
            )
        )
        self.table.current_row_changed.connect(lambda _row: self._enable())

    def _current(self) -> CareerEntry | None:
        line = self.table.current_row()
        return None if line is None else line.entry

    def _enable(self) -> None:
        for button in (self.remove_button, self.change_button):
            button.setEnabled(self._current() is not None)

    def show_person(self, number: str, as_of: date) -> None:
        """Read and show the entries of a person."""
        self._number, self._as_of = number, as_of

        def show(lines: Sequence[CareerLine]) -> None:
            if number == self._number:
                self.show_lines(lines)

        self.desk.read(
            lambda database: careers.lines_of(database, as_of, employee_no=number),
            done=show,
            failed=self.desk.tell_error,
            owner=self._page,
        )

    def show_lines(self, lines: Sequence[CareerLine]) -> None:
        """Show entries."""
        self.table.show_rows(lines)
        self.count.setText(_("{count:,} 件").format(count=len(lines)))
        self._states.setCurrentWidget(self.table if lines else self.empty)
        self._enable()

    def edit(self, entry: CareerEntry | None) -> None:
        """Ask for an entry, and record it."""
        number = self._number

        def show(fields: Fields) -> None:
            dialog = CareerDialog(number, entry, fields, self.desk.today, self._page)

            def record(database: Database, draft: CareerDraft) -> CareerEntry:
                if entry is None:
                    return careers.add(database, draft)
                return careers.change(database, entry.entry_id, draft)

            dialog.submitted.connect(
                lambda: self.deeds.act(
                    _("記録しています"),
                    partial(record, draft=dialog.draft()),
                    lambda made: _("「{title}」を記録しました。").format(title=made.title),
                    dialog,
                )
            )
            self.deeds.open(dialog)

        self.deeds.read(careers.fields_offered, show)

    def remove(self) -> None:
        """Ask for the reason, and take the entry back."""
        entry = self._current()
        if entry is None:
            return
        dialog = _RemoveDialog(entry, self._page)
        dialog.submitted.connect(
            lambda: self.deeds.act(
                _("記録を取り消しています"),
                partial(careers.remove, entry_id=entry.entry_id, reason=dialog.reason.text()),
                lambda gone: _("「{title}」を取り消しました。").format(title=gone.title),
                dialog,
            )
        )
        self.deeds.open(dialog)

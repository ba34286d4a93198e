"""What the personnel section decides when it puts a post or an absence of the past right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QWidget,
)

from skilltrack.domain.calendar import Period
from skilltrack.domain.organisation import Absence, AbsenceKind, EmploymentType, Posting
from skilltrack.domain.people.timeline import (
    AbsenceCorrection,
    Correction,
    EventKind,
    Fill,
    PostingCorrection,
)
from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.office.people.person_rows import KIND_NAMES
from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.names import ABSENCE_NAMES, EMPLOYMENT_TYPE_NAMES
from skilltrack.i18n.texts import _

SIZE = 680, 440
SHORTEST_CHOICE = 24
"""In characters; a longer name of a department does not widen the form."""

FILLS = (
    (Fill.BEFORE, _("前後の配属を延ばして埋める（前を優先）")),
    (Fill.AFTER, _("後ろの配属を前に延ばして埋める")),
    (Fill.NONE, _("埋めずに空けておく（理由に書く）")),
)


@dataclass(frozen=True, slots=True)
class CorrectionChoices:
    """What can be chosen: departments of any time as (code, name), and job titles."""

    departments: tuple[tuple[str, str], ...]
    titles: tuple[str, ...]


class CorrectionDialog(FormDialog):
    """A form; ``changed`` tells that it says something else, ``submitted`` that it is complete.

    ``submitted`` carries the ``Correction``, the reason and whether days may stay empty.
    """

    changed = Signal()
    submitted = Signal(object, str, bool)

    def __init__(
        self,
        kind: EventKind,
        fact: Posting | Absence | None,
        model: Posting | None,
        choices: CorrectionChoices,
        on: date,
        parent: QWidget | None = None,
    ) -> None:
        """Lay out the form.

        Args:
            kind: A main or a concurrent posting, or an absence.
            fact: What is put right; None adds one.
            model: The posting from which title and type of a new one are taken.
            choices: What can be chosen.
            on: The first day of a new one.
            parent: As in Qt.
        """
        title = _("{kind}を訂正する") if fact is not None else _("{kind}を加える")
        action = _("訂正する") if fact is not None else _("加える")
        super().__init__(title.format(kind=KIND_NAMES[kind]), action, parent, size=SIZE)
        self._kind = kind
        self._fact = fact
        shown = fact if isinstance(fact, Posting) else model
        self.removal = QComboBox()
        self.removal.addItem(_("内容や期間を直す"), "")
        self.removal.addItem(_("この記録を取り除く"), "remove")
        self.department = _choice(
            [(code, f"{code}　{name}") for code, name in choices.departments],
            "" if shown is None else shown.department,
        )
        self.job_title = QComboBox()
        self.job_title.setEditable(True)
        self.job_title.addItems(["", *choices.titles])
        self.job_title.setCurrentText("" if shown is None else shown.job_title)
        self.employment_type = _choice(
            [(one.value, EMPLOYMENT_TYPE_NAMES[one]) for one in EmploymentType],
            EmploymentType.REGULAR if shown is None else shown.employment_type,
        )
        self.absence = _choice(
            [(one.value, ABSENCE_NAMES[one]) for one in AbsenceKind],
            fact.kind if isinstance(fact, Absence) else "",
        )
        valid = Period(on, None) if fact is None else fact.valid
        self.starts_on = EraDateField(_("開始日"), valid.start or on)
        self.ends_on = EraDateField(_("最後の日"), valid.last_day or on)
        self.is_open = QCheckBox(_("終わりなし"))
        self.is_open.setChecked(valid.end is None)
        self.fill = QComboBox()
        for fill, text in FILLS:
            self.fill.addItem(text, fill.value)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("例：発令日の誤りを辞令で確認したため"))
        self.after = Paragraph("", TextRole.SECONDARY)
        self._lay_out()
        self._connect()
        self._show_parts()

    @property
    def is_removed(self) -> bool:
        """Tell whether the record is to be taken away."""
        return bool(self.removal.currentData())

    def _lay_out(self) -> None:
        self.form.addRow(_("すること"), self.removal)
        self.form.addRow(_("所属"), self.department)
        self.form.addRow(_("職名"), self.job_title)
        self.form.addRow(_("任用区分"), self.employment_type)
        self.form.addRow(_("種類"), self.absence)
        self._days = QWidget()
        days = QHBoxLayout(self._days)
        days.setContentsMargins(0, 0, 0, 0)
        days.setSpacing(Space.S)
        days.addWidget(self.starts_on)
        days.addWidget(text_label(_("から")))
        days.addWidget(self.ends_on)
        days.addWidget(text_label(_("まで")))
        days.addWidget(self.is_open)
        days.addStretch(1)
        self.form.addRow(_("期間"), self._days)
        self.form.addRow(_("空いた日"), self.fill)
        self.form.addRow(_("理由"), self.reason)
        self.form.addRow(text_label(_("訂正後"), TextRole.SECTION))
        self.form.addRow(self.after)

    def _connect(self) -> None:
        for box in (self.removal, self.department, self.employment_type, self.absence, self.fill):
            box.currentIndexChanged.connect(self._announce)
        self.job_title.currentTextChanged.connect(self._announce)
        for field in (self.starts_on, self.ends_on):
            field.day_changed.connect(self._announce)
        self.is_open.toggled.connect(self._announce)

    def _announce(self) -> None:
        self._show_parts()
        self.changed.emit()

    def _show_parts(self) -> None:
        is_absence = self._kind is EventKind.ABSENCE
        is_main = self._kind is EventKind.POSTING
        parts: Sequence[tuple[QWidget, bool]] = (
            (self.removal, self._fact is not None),
            (self.department, not is_absence and not self.is_removed),
            (self.job_title, not is_absence and not self.is_removed),
            (self.employment_type, not is_absence and not self.is_removed),
            (self.absence, is_absence and not self.is_removed),
            (self._days, not self.is_removed),
            (self.fill, is_main and self._fact is not None),
        )
        for widget, is_shown in parts:
            self.form.setRowVisible(widget, is_shown)
        self.ends_on.setEnabled(not self.is_open.isChecked())
        self.submit_button.setText(
            _("取り除く")
            if self.is_removed
            else _("訂正する")
            if self._fact is not None
            else _("加える")
        )

    def correction(self) -> Correction:
        """Return what the form says."""
        last = None if self.is_open.isChecked() else self.ends_on.day
        valid = Period.through(self.starts_on.day, last)
        if self._kind is EventKind.ABSENCE:
            held = self._fact if isinstance(self._fact, Absence) else None
            kind = AbsenceKind(self.absence.currentData())
            return AbsenceCorrection(held, None if self.is_removed else Absence(kind, valid))
        old = self._fact if isinstance(self._fact, Posting) else None
        new = Posting(
            self.department.currentData() or self.department.currentText().strip(),
            self.job_title.currentText().strip(),
            EmploymentType(self.employment_type.currentData()),
            valid,
            self._kind is EventKind.CONCURRENT,
        )
        fill = Fill(self.fill.currentData())
        return PostingCorrection(old, None if self.is_removed else new, fill)

    @property
    def keeps_gap(self) -> bool:
        """Tell whether days may stay without a main posting."""
        return Fill(self.fill.currentData()) is Fill.NONE

    def _submit(self) -> None:
        self.submitted.emit(self.correction(), self.reason.text().strip(), self.keeps_gap)

    def show_after(self, lines: Sequence[str]) -> None:
        """Show how the posts or absences stand after it."""
        self.after.set_text("\n".join(lines))
        super().show_problems(())

    def show_problems(self, sentences: Sequence[str]) -> None:
        """Show why it cannot be done as it stands."""
        self.after.set_text(_("このままでは訂正できません。"))
        super().show_problems(sentences)


def _choice(offered: Sequence[tuple[str, str]], chosen: str) -> QComboBox:
    """Return a choice that is found by typing a part of it."""
    box = QComboBox()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(SHORTEST_CHOICE)
    box.setMaxVisibleItems(15)
    for code, name in offered:
        box.addItem(name, code)
    completer = QCompleter(box.model(), box)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    box.setCompleter(completer)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    return box

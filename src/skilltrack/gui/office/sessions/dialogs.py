"""The form for a session: its course, days, place, seats."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.schemes.programmes import CourseMode
from skilltrack.domain.sessions.definition import CourseSession, SessionDay, minutes_of
from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.theme import Space, TextRole, quiet_button
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.catalogue import MODE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.sessions.editing import MOST_SEATS, SessionOrder
from skilltrack.services.sessions.reading import OVER

TIME_WIDTH = 72
USUAL_START, USUAL_END = "13:30", "16:30"
DAYS_BETWEEN = 7


class DayLine(QWidget):
    """A day with its hours, and whether it is the presentation."""

    def __init__(self, day: SessionDay) -> None:
        super().__init__()
        self.day_no = day.day_no
        self.on = EraDateField(_("開催日"), day.held_on)
        self.starts = self._time(_("始まりの時刻"), day.starts_at)
        self.ends = self._time(_("終わりの時刻"), day.ends_at)
        self.is_presentation = QCheckBox(_("報告会"))
        self.is_presentation.setChecked(day.is_presentation)
        self.remove_button = quiet_button(_("除く"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.on)
        row.addWidget(self.starts)
        row.addWidget(text_label(_("～"), TextRole.BODY))
        row.addWidget(self.ends)
        row.addWidget(self.is_presentation)
        row.addWidget(self.remove_button)
        row.addStretch(1)

    def _time(self, name: str, text: str) -> QLineEdit:
        field = QLineEdit(text)
        field.setAccessibleName(name)
        field.setPlaceholderText(_("未定"))
        field.setFixedWidth(TIME_WIDTH)
        return field

    def day(self) -> SessionDay:
        """Return what the line holds."""
        return SessionDay(
            self.day_no,
            self.on.day,
            self.starts.text().strip(),
            self.ends.text().strip(),
            self.is_presentation.isChecked(),
        )

    def is_readable(self) -> bool:
        """Tell whether the times can be read."""
        texts = (self.starts.text().strip(), self.ends.text().strip())
        return all(not text or minutes_of(text) is not None for text in texts)


class DayLines(QWidget):
    """Any number of days, one below the other."""

    def __init__(self, days: Sequence[SessionDay], first: date) -> None:
        super().__init__()
        self._first = first
        self.lines: list[DayLine] = []
        self.add_button = QPushButton(_("開催日を加える"))
        self.add_button.clicked.connect(self.add)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.XS)
        self._column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        for day in days:
            self._put(day)

    def add(self) -> None:
        """Add a day, a week after the last one, with the same hours."""
        if not self.lines:
            self._put(SessionDay(0, self._first, USUAL_START, USUAL_END))
            return
        last = self.lines[-1].day()
        on = last.held_on + timedelta(days=DAYS_BETWEEN)
        self._put(SessionDay(0, on, last.starts_at, last.ends_at))

    def _put(self, day: SessionDay) -> None:
        line = DayLine(day)
        line.remove_button.clicked.connect(lambda: self._remove(line))
        self._column.insertWidget(len(self.lines), line)
        self.lines.append(line)

    def _remove(self, line: DayLine) -> None:
        self.lines.remove(line)
        line.hide()
        line.deleteLater()

    def days(self) -> tuple[SessionDay, ...]:
        """Return the days."""
        return tuple(line.day() for line in self.lines)


class SessionDialog(FormDialog):
    """Adds a session, or changes one."""

    def __init__(
        self,
        courses: Sequence[tuple[str, str]],
        year: FiscalYear,
        today: date,
        parent: QWidget,
        before: CourseSession | None = None,
    ) -> None:
        """Offer the courses of a year as (code, name); None adds a session."""
        title = _("実施回を加える") if before is None else _("実施回を変える")
        action = _("加える") if before is None else _("変える")
        super().__init__(title, action, parent, size=(720, 640))
        self._year = year
        self._before = before
        first = min(max(today + timedelta(days=30), year.first_day), year.last_day)
        self.course = NamedChoice(_("研修"))
        self.course.offer([(code, f"{code}　{name}") for code, name in courses])
        self.title = QLineEdit("" if before is None else before.title)
        self.title.setPlaceholderText(_("空欄なら研修名"))
        days = (SessionDay(0, first, USUAL_START, USUAL_END),) if before is None else before.days
        self.days = DayLines(days, first)
        self.mode = QComboBox()
        self.mode.setAccessibleName(_("形態"))
        self.mode.addItem(_("研修一覧のとおり"), "")
        for mode in CourseMode:
            self.mode.addItem(MODE_NAMES[mode], mode.value)
        self.place = QLineEdit("" if before is None else before.place)
        self.lecturer = QLineEdit("" if before is None else before.lecturer)
        self.lecturer.setPlaceholderText(_("空欄なら研修一覧のとおり"))
        self.capacity = QSpinBox()
        self.capacity.setRange(0, MOST_SEATS)
        self.capacity.setSpecialValueText(_("研修一覧のとおり"))
        self.capacity.setSuffix(_(" 人"))
        self.has_limit = QCheckBox(_("申込期限を設ける"))
        self.apply_by = EraDateField(_("申込期限"), first - timedelta(days=DAYS_BETWEEN))
        self.note = QLineEdit("" if before is None else before.note)
        self.reason = QLineEdit()
        self._fill()
        self._lay_out()

    def _fill(self) -> None:
        before = self._before
        if before is not None:
            self.course.choose(before.course)
            self.course.setEnabled(False)
            self.mode.setCurrentIndex(max(0, self.mode.findData(before.mode)))
            self.capacity.setValue(before.capacity or 0)
        limit = None if before is None else before.apply_by
        self.has_limit.setChecked(before is None or limit is not None)
        if limit is not None:
            self.apply_by.set_day(limit)
        self.has_limit.toggled.connect(self.apply_by.setEnabled)
        self.apply_by.setEnabled(self.has_limit.isChecked())

    def _lay_out(self) -> None:
        limit = QWidget()
        row = QHBoxLayout(limit)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.has_limit)
        row.addWidget(self.apply_by)
        row.addStretch(1)
        for name, field in (
            (_("研修"), self.course),
            (_("題名"), self.title),
            (_("開催日"), self.days),
            (_("形態"), self.mode),
            (_("会場"), self.place),
            (_("講師"), self.lecturer),
            (_("定員"), self.capacity),
            (_("申込期限"), limit),
            (_("備考"), self.note),
        ):
            self.form.addRow(name, field)
        if self._before is not None:
            is_over = self._before.state in OVER
            self.form.addRow(_("理由") if is_over else _("理由（任意）"), self.reason)
        self.add_explanation(_("時刻は 13:30 の形で入れます。決まっていなければ空欄にします。"))

    def order(self) -> SessionOrder:
        """Return what the form holds."""
        return SessionOrder(
            self.course.code,
            self._year.year if self._before is None else self._before.fiscal_year,
            self.days.days(),
            self.title.text().strip(),
            str(self.mode.currentData() or ""),
            self.place.text().strip(),
            self.lecturer.text().strip(),
            self.capacity.value() or None,
            self.apply_by.day if self.has_limit.isChecked() else None,
            self.note.text().strip(),
        )

    def check(self) -> tuple[str, ...]:
        found = (
            (not self.course.code, _("研修を選びます。")),
            (
                not all(line.is_readable() for line in self.days.lines),
                _("時刻を 13:30 の形で入れます。"),
            ),
            (
                self._before is not None
                and self._before.state in OVER
                and not self.reason.text().strip(),
                _("実施済みか中止の回を変える理由を入力します。"),
            ),
        )
        return tuple(text for is_wrong, text in found if is_wrong)

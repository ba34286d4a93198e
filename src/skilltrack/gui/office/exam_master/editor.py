"""An exam changed in the window: editions, fields, pass rule, and whose results that decides."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.calendar import Period
from skilltrack.domain.exams.changes import ExamEffect, Rejudged
from skilltrack.domain.exams.definition import Exam, ExamEdition
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.exam_master.field_editor import FieldEditor
from skilltrack.gui.office.exam_master.forms import EditionForm, ExamForm
from skilltrack.gui.office.exam_master.rows import rejudged_fields
from skilltrack.gui.office.exam_master.rule_editor import RuleEditor
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.tasks import TaskHandle
from skilltrack.gui.theme import Space, TextRole, primary_button
from skilltrack.gui.widgets.tables import TableView
from skilltrack.gui.widgets.texts import LineLabel
from skilltrack.i18n.exam_rules import edition_name, effect_text
from skilltrack.i18n.folding import fold
from skilltrack.i18n.problems import sentences_of
from skilltrack.i18n.texts import _
from skilltrack.services.exams import master
from skilltrack.services.exams.master_words import EditingWords, names_in_effect
from skilltrack.store.database import Database

WIDTH, HEIGHT = 1_080, 620
EDITION_WIDTH = 200
SETTLED_AFTER_MS = 250
EXAM, EDITION, FIELDS, RULE, EFFECT = "exam", "edition", "fields", "rule", "effect"


class ExamEditor(QDialog):
    """Changes an exam; ``save_requested`` carries it."""

    save_requested = Signal(object)
    effect_shown = Signal()

    def __init__(
        self,
        desk: Desk,
        exam: Exam,
        words: EditingWords,
        *,
        edition: str = "",
        is_new: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("試験の内容の編集：{name}").format(name=exam.name))
        self._desk, self._before, self._is_new = desk, exam, is_new
        self.exam = exam
        self.effect: ExamEffect | None = None
        self._trying: TaskHandle | None = None
        self.edition_choice = NamedChoice(_("制度版"))
        self.edition_choice.setFixedWidth(EDITION_WIDTH)
        self.edition_choice.activated.connect(lambda _at: self._show_edition())
        self.add_button = QPushButton(_("制度版を加える"))
        self.add_button.setAutoDefault(False)
        self.add_button.clicked.connect(self.add_edition)
        self.exam_form = ExamForm(exam)
        self.exam_form.changed.connect(self._take_exam)
        self.edition_form = EditionForm(desk.today)
        self.edition_form.changed.connect(self._take_edition)
        self.edition_form.remove_requested.connect(self.remove_edition)
        self.fields = FieldEditor(words)
        self.fields.changed.connect(self._take_fields)
        self.rule = RuleEditor()
        self.rule.changed.connect(lambda rule: self._replace(pass_rule=rule))
        self.people: TableView[Rejudged] = TableView(rejudged_fields({}), fold=fold)
        self.summary = LineLabel("", TextRole.SECONDARY)
        self.save_button = primary_button(_("保存に進む"))
        self.save_button.clicked.connect(lambda: self.save_requested.emit(self.exam))
        self._debounce = QTimer(self, singleShot=True, interval=SETTLED_AFTER_MS)
        self._debounce.timeout.connect(self.try_effect)
        self._lay_out()
        self._offer_editions(edition or exam.editions[0].code)
        self.switch.choose(EXAM if is_new else EDITION)
        self._show_part()
        self.try_effect()

    def _lay_out(self) -> None:
        self._people_box = QWidget()
        self._people_column = QVBoxLayout(self._people_box)
        self._people_column.setContentsMargins(0, 0, 0, 0)
        self._people_column.addWidget(self.people)
        self._pages: list[tuple[str, str, QWidget]] = [
            (EXAM, _("試験"), self.exam_form),
            (EDITION, _("制度版"), self.edition_form),
            (FIELDS, _("分野と満点"), self.fields),
            (RULE, _("合格の規則"), self.rule),
            (EFFECT, _("影響"), self._people_box),
        ]
        self.switch = Switch([(key, text) for key, text, _page in self._pages])
        self.pages = QStackedWidget()
        for _key, _text, page in self._pages:
            self.pages.addWidget(page)
        self.switch.chosen.connect(lambda _key: self._show_part())
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self.switch)
        head.addStretch(1)
        head.addWidget(self.edition_choice)
        head.addWidget(self.add_button)
        leave = QPushButton(_("やめる"))
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.summary, 1)
        foot.addWidget(leave)
        foot.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.M)
        column.addLayout(head)
        column.addWidget(self.pages, 1)
        column.addLayout(foot)
        room = self.screen().availableSize()
        self.resize(min(WIDTH, room.width() - Space.XXL), min(HEIGHT, room.height() - Space.XXL))

    def _show_part(self) -> None:
        key = self.switch.current
        self.pages.setCurrentIndex([one for one, _text, _page in self._pages].index(key))
        is_of_edition = key in {EDITION, FIELDS, RULE}
        self.edition_choice.setVisible(is_of_edition)
        self.add_button.setVisible(is_of_edition)

    # Editions

    @property
    def edition(self) -> ExamEdition:
        """Return the edition chosen."""
        code = self.edition_choice.code
        return next(one for one in self.exam.editions if one.code == code)

    def _offer_editions(self, chosen: str) -> None:
        names = [(one.code, edition_name(one)) for one in reversed(self.exam.editions)]
        self.edition_choice.offer(names)
        self.edition_choice.choose(chosen)
        self._show_edition()

    def _show_edition(self) -> None:
        edition = self.edition
        self.edition_form.show_edition(edition, can_remove=len(self.exam.editions) > 1)
        self.fields.show_fields(edition)
        self.rule.show_rule(edition)

    def add_edition(self) -> None:
        """Add an edition that follows the newest one, which then ends the day before."""
        newest = max(self.exam.editions, key=lambda one: one.valid.start or date.min)
        today = self._desk.today
        start = newest.valid.end or max(today, (newest.valid.start or today) + timedelta(days=1))
        codes = {one.code for one in self.exam.editions}
        code = next(c for c in _codes(start.year) if c not in codes)
        ended = replace(newest, valid=Period(newest.valid.start, start))
        added = replace(newest, code=code, valid=Period(start))
        editions = [ended if one is newest else one for one in self.exam.editions]
        self._take(replace(self.exam, editions=(*editions, added)))
        self._offer_editions(code)
        self.switch.choose(EDITION)
        self._show_part()

    def remove_edition(self) -> None:
        """Take the edition chosen away."""
        left = tuple(one for one in self.exam.editions if one.code != self.edition.code)
        if left:
            self._take(replace(self.exam, editions=left))
            self._offer_editions(left[-1].code)

    # What the forms say

    def _take_exam(self, values: Mapping[str, object]) -> None:
        self._take(replace(self.exam, **values))  # type: ignore[arg-type]

    def _take_edition(self, values: Mapping[str, object]) -> None:
        self._replace(**values)
        place = self.edition_choice.currentIndex()
        self.edition_choice.setItemText(place, edition_name(self.edition))

    def _take_fields(self, fields: object) -> None:
        self._replace(fields=fields)
        self.rule.take_fields(self.edition)

    def _replace(self, **values: object) -> None:
        code = self.edition_choice.code
        editions = tuple(
            replace(one, **values) if one.code == code else one  # type: ignore[arg-type]
            for one in self.exam.editions
        )
        self._take(replace(self.exam, editions=editions))

    def _take(self, exam: Exam) -> None:
        self.exam = exam
        self._debounce.start()

    @property
    def is_changed(self) -> bool:
        """Tell whether anything differs from what was opened."""
        return self._is_new or self.exam != self._before

    # The effect

    def try_effect(self) -> None:
        """Decide every sitting by the exam as it is now."""
        if self._trying is not None:
            self._trying.cancel()
        self.summary.setText(_("判定への影響を調べています"))
        handle = self._desk.read(
            _effect(self.exam, self._desk.today),
            done=lambda found: self._show_effect(handle, *found),
            failed=lambda error: self.summary.setText("　".join(sentences_of(error))),
            owner=self,
        )
        self._trying = handle

    def _show_effect(
        self, handle: TaskHandle, effect: ExamEffect, names: Mapping[str, str]
    ) -> None:
        if handle is not self._trying:
            return
        self._trying = None
        self.effect = effect
        self.summary.setText(effect_text(effect))
        table: TableView[Rejudged] = TableView(rejudged_fields(names), fold=fold, stretched=1)
        table.setAccessibleName(_("判定が変わる受験"))
        table.show_rows(effect.rejudged)
        self._people_column.replaceWidget(self.people, table)
        self.people.deleteLater()
        self.people = table
        text = _("影響（{count:,}件）").format(count=len(effect.rejudged))
        self.switch.set_text(EFFECT, text)
        self.effect_shown.emit()

    # Leaving

    def done(self, result: int) -> None:
        self._debounce.stop()
        super().done(result)

    def reject(self) -> None:
        if self._may_leave():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.reject()

    def _may_leave(self) -> bool:
        if not self.is_changed:
            return True
        text = _("保存していない変更があります。変更を捨てて閉じます。")
        return self._desk.asking.decision(self, _("編集をやめる"), text, _("変更を捨てる"))


def _effect(exam: Exam, on: date) -> Callable[[Database], tuple[ExamEffect, Mapping[str, str]]]:
    def work(database: Database) -> tuple[ExamEffect, Mapping[str, str]]:
        effect = master.effect_of(database, exam)
        return effect, names_in_effect(database, effect, on)

    return work


def _codes(year: int) -> list[str]:
    return [str(year), *(f"{year}-{number}" for number in range(2, 100))]

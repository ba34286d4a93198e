"""数え方: the dialog that every table with a base of people leads to."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.inclusion import COMMON_FIGURES, Coverage, Figure
from skilltrack.domain.problems import Cancelled, SkilltrackError
from skilltrack.gui.office.asking import excel_files
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.inclusion.form import InclusionForm, RuleOrder
from skilltrack.gui.office.inclusion.note import AskedRound
from skilltrack.gui.office.inclusion.view import InclusionView
from skilltrack.gui.office.page import Loading
from skilltrack.gui.tasks import TaskHandle
from skilltrack.gui.theme import Space
from skilltrack.gui.widgets.cards import ErrorPanel
from skilltrack.i18n.inclusion import EXCLUSION_NAMES, FIGURE_NAMES
from skilltrack.i18n.problems import sentences_of
from skilltrack.i18n.texts import _
from skilltrack.services import inclusion
from skilltrack.services.handover import save_shown_table
from skilltrack.services.inclusion import Inclusion, LeftOut, Version
from skilltrack.services.rounds.coverage import left_out_of_round
from skilltrack.store.database import Database
from skilltrack.store.operations import Operation

WIDTH, HEIGHT = 1_040, 560

Read = tuple[Inclusion, tuple[LeftOut, ...]]


class InclusionDialog(QDialog):
    """Shows and changes who counts, for a scheme on a day."""

    settled = Signal()
    """Rules and people, or what went wrong, are shown."""

    def __init__(
        self,
        desk: Desk,
        figure: Figure,
        scheme: str,
        as_of: date,
        part: str,
        parent: QWidget,
        asked: AskedRound | None = None,
    ) -> None:
        """``asked`` is the round of which people are listed, None for whom the rule counts."""
        super().__init__(parent)
        self._asked = asked
        self.setWindowTitle(_("数え方"))
        self._desk = desk
        self._scheme = scheme
        self._as_of = as_of
        self._reading: TaskHandle | None = None
        self._trying: TaskHandle | None = None
        self._people: tuple[LeftOut, ...] = ()
        self.form: InclusionForm | None = None
        self.view = InclusionView()
        self.view.figure.choose(figure.value)
        self.view.switch.choose(part)
        self._loading = Loading()
        self._message = QWidget()
        self._states = QStackedWidget()
        for state in (self._loading, self.view, self._message):
            self._states.addWidget(state)
        self._lay_out()
        self._connect()
        self._loading.begin()
        self.reload()

    def _lay_out(self) -> None:
        leave = QPushButton(_("閉じる"))
        leave.setAutoDefault(False)
        leave.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(self._states, 1)
        column.addLayout(foot)
        room = self.screen().availableSize()
        self.resize(min(WIDTH, room.width() - Space.XXL), min(HEIGHT, room.height() - Space.XXL))

    def _connect(self) -> None:
        view = self.view
        view.scheme_chosen.connect(self._choose_scheme)
        view.figure_chosen.connect(self.reload)
        view.change_requested.connect(self.open_form)
        view.undo_requested.connect(self._ask_undo)
        view.export_requested.connect(self._export)

    def _choose_scheme(self) -> None:
        self._scheme = self.view.schemes.code
        self.reload()

    def reload(self) -> None:
        """Read again."""
        if self._reading is not None:
            self._reading.cancel()
        scheme, figure, as_of = self._scheme, self.view.chosen_figure, self._as_of
        asked = self._asked if figure is Figure.ANSWERS else None

        def read(database: Database) -> Read:
            return (
                inclusion.inclusion(database, scheme, as_of),
                inclusion.left_out(database, figure, scheme, as_of)
                if asked is None
                else left_out_of_round(database, asked.round_id),
            )

        handle = self._desk.read(
            read,
            done=lambda found: self._show(handle, found),
            failed=lambda error: self._fail(handle, error),
            owner=self,
        )
        self._reading = handle

    def _show(self, handle: TaskHandle, read: Read) -> None:
        if handle is not self._reading:
            return
        self._loading.end()
        found, self._people = read
        self.view.show_inclusion(found)
        self.view.show_people(self._people, self._asked)
        self._states.setCurrentWidget(self.view)
        self.settled.emit()

    def _fail(self, handle: TaskHandle, error: SkilltrackError) -> None:
        if handle is not self._reading or isinstance(error, Cancelled):
            return
        self._loading.end()
        self._states.removeWidget(self._message)
        self._message.deleteLater()
        self._message = ErrorPanel(_("数え方を読み込めませんでした"), sentences_of(error))
        self._states.addWidget(self._message)
        self._states.setCurrentWidget(self._message)
        self.settled.emit()

    # Changing

    def open_form(self, covered: Coverage) -> None:
        """Open the form for a figure."""

        def show(found: Inclusion) -> None:
            scheme = "" if covered.figure in COMMON_FIGURES else self._scheme
            self.form = InclusionForm(covered, scheme, found.vocabulary, self._desk.today, self)
            self.form.rule_changed.connect(self._try)
            self.form.submitted.connect(self._set)
            self.form.open()
            self._try(self.form.order())

        scheme, as_of = self._scheme, self._as_of
        self._desk.read(
            lambda database: inclusion.inclusion(database, scheme, as_of),
            done=show,
            failed=self._desk.tell_error,
            owner=self,
        )

    def _try(self, order: RuleOrder) -> None:
        """Count whom the form would count."""
        form, rule = self.form, order.rule
        if form is None or rule is None:
            return
        if self._trying is not None:
            self._trying.cancel()
        as_of = self._as_of
        self._trying = self._desk.read(
            lambda database: inclusion.preview(database, order.figures[:1], rule, as_of),
            done=form.show_counted,
            failed=lambda _error: None,
            owner=form,
        )

    def _set(self, order: RuleOrder) -> None:
        self._desk.act(
            _("数え方を変えています"),
            lambda database, _progress: inclusion.set_rule(
                database, order.figures, order.scheme, order.rule, order.reason
            ),
            done=self._tell_set,
            failed=self._tell_not_set,
            owner=self,
            changes=frozenset({Changed.INCLUSION}),
        )

    def _tell_set(self, operation: Operation) -> None:
        if self.form is not None:
            self.form.accept()
        self._desk.tell(_("{title}を記録しました。").format(title=operation.title))
        self.reload()

    def _tell_not_set(self, error: SkilltrackError) -> None:
        if self.form is not None:
            self.form.show_problems(sentences_of(error))

    def _ask_undo(self, version: Version) -> None:
        text = _("「{title}」の前の数え方に戻します。すべての表の人数が変わることがあります。")
        if not self._desk.asking.decision(
            self, _("数え方を元に戻す"), text.format(title=version.title), _("元に戻す")
        ):
            return
        self._desk.act(
            _("数え方を元に戻しています"),
            lambda database, _progress: inclusion.undo_rule(database, version.change),
            done=lambda _operation: self._tell_undone(version),
            failed=self._tell_not_undone,
            owner=self,
            changes=frozenset({Changed.INCLUSION}),
        )

    def _tell_undone(self, version: Version) -> None:
        self._desk.tell(_("{title}を元に戻しました。").format(title=version.title))
        self.reload()

    def _tell_not_undone(self, error: SkilltrackError) -> None:
        self.view.show_problem(sentences_of(error))

    def _export(self) -> None:
        title = _("除いた人")
        path = self._desk.asking.file_to_save(
            self, _("表をExcelに保存"), f"{title}.xlsx", excel_files()
        )
        if path is None:
            return
        headings = [_("数値"), *(field.label for field in self.view.people.rows.fields)]
        rows = [
            [
                FIGURE_NAMES[one.figure],
                one.employee_no,
                one.name,
                one.department_name,
                one.job_title,
                EXCLUSION_NAMES[one.reason],
            ]
            for one in self.view.people.shown_rows()
        ]
        self._desk.act(
            _("表を保存しています"),
            lambda database, _progress: save_shown_table(database, path, title, headings, rows),
            done=lambda _none: self._desk.tell(
                _("「{file}」に保存しました。").format(file=path.name), folder=path.parent
            ),
            owner=self,
        )

"""数え方 laid out: figures and rules, people left out, changes."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.inclusion import Figure
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.inclusion.note import PEOPLE, RULES, VERSIONS, AskedRound
from skilltrack.gui.office.inclusion.tables import (
    VersionRow,
    figures_table,
    people_table,
    versions_table,
)
from skilltrack.gui.office.parts import clear
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.cards import EmptyState, ErrorPanel
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.inclusion import FIGURE_NAMES, asked_words, coverage_words, left_out_words
from skilltrack.i18n.texts import _
from skilltrack.services.inclusion import Inclusion, LeftOut

WIDTH_OF_SCHEMES = 260


class InclusionView(QWidget):
    """Shows who counts; emits what is asked for."""

    scheme_chosen = Signal()
    figure_chosen = Signal()
    change_requested = Signal(object)
    """Carries the ``Coverage`` of the figure."""
    undo_requested = Signal(object)
    """Carries the ``Version``."""
    export_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.schemes = NamedChoice(_("育成制度"))
        self.schemes.setMinimumWidth(WIDTH_OF_SCHEMES)
        self.day = text_label("", TextRole.SECONDARY)
        self.switch = Switch(
            ((RULES, _("数え方")), (PEOPLE, _("除いた人")), (VERSIONS, _("変更の履歴")))
        )
        self.figures = figures_table()
        self.change_button = QPushButton(_("数え方を変える"))
        self.figure = NamedChoice(_("数値"))
        self.figure.offer([(one.value, FIGURE_NAMES[one]) for one in Figure])
        self.people = people_table()
        self.nobody = EmptyState(_("この数値から除いた人はいません。"))
        self.people_note = Paragraph(role=TextRole.SECONDARY)
        self.export_button = QPushButton(_("表をExcelに保存"))
        self.versions = versions_table()
        self.unchanged = EmptyState(
            _("数え方はまだ変えていません。変えると、ここに履歴が残ります。")
        )
        self.undo_button = QPushButton(_("元に戻す"))
        for button in (self.change_button, self.export_button, self.undo_button):
            button.setAutoDefault(False)  # Enter belongs to the table
        self._listed = QStackedWidget()
        self._history = QStackedWidget()
        self._parts = QStackedWidget()
        self._problems = QVBoxLayout()
        self._found: Inclusion | None = None
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._listed.addWidget(self.people)
        self._listed.addWidget(self.nobody)
        self._history.addWidget(self.versions)
        self._history.addWidget(self.unchanged)
        explanation = _(
            "行を選んで「数え方を変える」を押すか、Enterを押します。"
            "兼務は、どの数値でも主務の所属だけで数えます。"
        )
        rules = _part(self.figures, Paragraph(explanation, TextRole.SECONDARY), self.change_button)
        chosen = QFormLayout()
        chosen.addRow(_("数値"), self.figure)
        people = _part(self._listed, self.people_note, self.export_button, above=chosen)
        history = _part(
            self._history,
            Paragraph(_("元に戻しても、変更の記録は残ります。"), TextRole.SECONDARY),
            self.undo_button,
        )
        for part in (rules, people, history):
            self._parts.addWidget(part)
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self.schemes)
        head.addWidget(self.day)
        head.addStretch(1)
        head.addWidget(self.switch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(head)
        column.addLayout(self._problems)
        column.addWidget(self._parts, 1)

    def _connect(self) -> None:
        self.schemes.activated.connect(lambda _at: self.scheme_chosen.emit())
        self.figure.activated.connect(lambda _at: self.figure_chosen.emit())
        self.switch.chosen.connect(lambda _key: self._show_part())
        self.figures.row_activated.connect(self.change_requested)
        self.figures.current_row_changed.connect(lambda _row: self._show_buttons())
        self.versions.current_row_changed.connect(lambda _row: self._show_buttons())
        self.change_button.clicked.connect(self._ask_change)
        self.undo_button.clicked.connect(self._ask_undo)
        self.export_button.clicked.connect(self.export_requested)

    def _ask_change(self) -> None:
        if (row := self.figures.current_row()) is not None:
            self.change_requested.emit(row)

    def _ask_undo(self) -> None:
        if (row := self.versions.current_row()) is not None:
            self.undo_requested.emit(row.version)

    def show_inclusion(self, found: Inclusion) -> None:
        """Show other rules."""
        chosen = self.figures.current_row()
        self._found = found
        clear(self._problems)
        self.schemes.offer((("", _("すべての育成制度")), *found.vocabulary.schemes))
        self.schemes.choose(found.scheme)
        self.day.setText(_("基準日 {day}").format(day=wareki(found.as_of)))
        self.figures.show_rows(found.figures)
        wanted = self.chosen_figure if chosen is None else chosen.figure
        self.figures.choose(next(one for one in found.figures if one.figure is wanted))
        rows = [VersionRow(one, found.vocabulary) for one in found.versions]
        self.versions.show_rows(rows)
        self._history.setCurrentWidget(self.versions if rows else self.unchanged)
        if latest := next((one for one in rows if one.version.undone_in is None), None):
            self.versions.choose(latest)
        self._show_buttons()

    @property
    def chosen_figure(self) -> Figure:
        """Return the figure of which people are listed."""
        return Figure(self.figure.code)

    def show_people(self, people: Sequence[LeftOut], asked: AskedRound | None = None) -> None:
        """Show who is left out of the figure chosen, or of a round."""
        self.people.show_rows(people)
        self._listed.setCurrentWidget(self.people if people else self.nobody)
        self.export_button.setEnabled(bool(people))
        if self._found is None:
            return
        if asked is not None and self.chosen_figure is Figure.ANSWERS:
            self.people_note.set_text(
                _("「{title}」：{asked}").format(
                    title=asked.title, asked=asked_words(asked.counted)
                )
            )
            return
        covered = next(one for one in self._found.figures if one.figure is self.chosen_figure)
        self.people_note.set_text(
            _("対象：{rule}。数えた人 {count:,}人、{left_out}。").format(
                rule=coverage_words(covered),
                count=covered.counted,
                left_out=left_out_words(covered),
            )
        )

    def show_problem(self, sentences: Sequence[str]) -> None:
        """Show why a change was not undone."""
        clear(self._problems)
        self._problems.addWidget(ErrorPanel(_("元に戻せません"), sentences))

    def _show_part(self) -> None:
        clear(self._problems)
        keys = (RULES, PEOPLE, VERSIONS)
        self._parts.setCurrentIndex(keys.index(self.switch.current))

    def _show_buttons(self) -> None:
        self.change_button.setEnabled(self.figures.current_row() is not None)
        row = self.versions.current_row()
        self.undo_button.setEnabled(row is not None and row.version.undone_in is None)


def _part(
    shown: QWidget, note: Paragraph, button: QPushButton, above: QFormLayout | None = None
) -> QWidget:
    """Lay out a part: what is shown, and below it a note with what can be done."""
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Space.S)
    if above is not None:
        column.addLayout(above)
    column.addWidget(shown, 1)
    foot = QHBoxLayout()
    foot.setSpacing(Space.M)
    foot.addWidget(note, 1)
    foot.addWidget(button)
    column.addLayout(foot)
    return part

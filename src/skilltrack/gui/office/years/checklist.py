"""The steps of the change of year, each with its state, what stands behind it, and its link."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.years.checklist import CheckItem, CheckKey, Checklist, CheckState
from skilltrack.gui.office.parts import clear
from skilltrack.gui.office.standpoint import Destination
from skilltrack.gui.theme import Space, TextRole, Tone, quiet_button, set_surface
from skilltrack.gui.widgets.texts import Paragraph, ToneLabel, text_label
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.i18n.texts import _
from skilltrack.i18n.years import CHECK_NAMES, CHECK_STATE_NAMES, check_text

STATE_WIDTH = 88
NAME_WIDTH = 148

TONES: Mapping[CheckState, Tone] = {
    CheckState.DONE: Tone.GOOD,
    CheckState.OPEN: Tone.INFO,
    CheckState.ATTENTION: Tone.ATTENTION,
}

ACTIONS: Mapping[CheckKey, str] = {
    CheckKey.ROSTER: _("名簿を取り込む"),
    CheckKey.REORGANISATION: _("組織改編を開く"),
    CheckKey.TITLES: _("職名の表を取り込む"),
    CheckKey.CATALOGUE: _("研修を引き継ぐ"),
    CheckKey.ROLES: _("役割を引き継ぐ"),
    CheckKey.TARGETS: _("目標を引き継ぐ"),
    CheckKey.ROUNDS: _("調査を開く"),
    CheckKey.COMPLETIONS: _("修了を取り込む"),
    CheckKey.EXAMS: _("試験結果を取り込む"),
    CheckKey.CLOSED: _("年度の締めへ"),
    CheckKey.BACKUP: _("控えを作る"),
}

LINKS: Mapping[CheckKey, Destination] = {
    CheckKey.ROSTER: Destination("imports", part=ImportKind.EMPLOYEES.value),
    CheckKey.REORGANISATION: Destination("organisation"),
    CheckKey.TITLES: Destination("imports", part=ImportKind.TITLES.value),
    CheckKey.TARGETS: Destination("targets", part="carry"),
    CheckKey.ROUNDS: Destination("rounds"),
    CheckKey.COMPLETIONS: Destination("imports", part=ImportKind.COMPLETIONS.value),
    CheckKey.EXAMS: Destination("imports", part=ImportKind.EXAMS.value),
}
"""Where the steps are done that have another page."""


class ChecklistView(QWidget):
    """Shows the steps; ``step_opened`` carries the ``CheckKey`` of the link pressed."""

    step_opened = Signal(object)
    year_chosen = Signal(object)
    """Carries the ``FiscalYear`` that begins."""

    def __init__(self) -> None:
        super().__init__()
        self.years = QComboBox()
        self.years.setAccessibleName(_("年度替わり"))
        self.years.activated.connect(
            lambda number: self.year_chosen.emit(self.years.itemData(number))
        )
        self.summary = text_label("", TextRole.SECONDARY)
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self.years)
        head.addWidget(self.summary)
        head.addStretch(1)
        body = QWidget()
        self._steps = QVBoxLayout(body)
        self._steps.setContentsMargins(0, 0, Space.S, 0)
        self._steps.setSpacing(Space.S)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(body)
        area.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(head)
        column.addWidget(area, 1)
        self.steps: dict[CheckKey, QWidget] = {}

    def offer(self, years: tuple[FiscalYear, ...], chosen: FiscalYear) -> None:
        """Offer the years that begin."""
        self.years.clear()
        for year in years:
            text = _("{old}から{new}へ").format(
                old=fiscal_year_text(FiscalYear(year.year - 1)), new=fiscal_year_text(year)
            )
            self.years.addItem(text, year)
        self.years.setCurrentIndex(years.index(chosen))

    def show_checklist(self, found: Checklist) -> None:
        """Show other steps."""
        self.summary.setText(
            _("{all}項目のうち{done}項目が済んでいます。").format(
                all=len(found.items), done=found.done
            )
        )
        clear(self._steps)
        self.steps = {item.key: self._step(item) for item in found.items}
        for step in self.steps.values():
            self._steps.addWidget(step)
        self._steps.addStretch(1)

    def _step(self, item: CheckItem) -> QWidget:
        frame = QFrame()
        set_surface(frame)
        state = ToneLabel(CHECK_STATE_NAMES[item.state], TONES[item.state])
        state.setFixedWidth(STATE_WIDTH)
        name = text_label(CHECK_NAMES[item.key])
        name.setFixedWidth(NAME_WIDTH)
        text = Paragraph(check_text(item), TextRole.SECONDARY)
        link = quiet_button(ACTIONS[item.key])
        link.setAccessibleName(f"{CHECK_NAMES[item.key]} {ACTIONS[item.key]}")
        link.clicked.connect(partial(self.step_opened.emit, item.key))
        row = QHBoxLayout(frame)
        row.setContentsMargins(Space.M, Space.XS, Space.S, Space.XS)
        row.setSpacing(Space.M)
        row.addWidget(state)
        row.addWidget(name)
        row.addWidget(text, 1)
        row.addWidget(link)
        frame.setAccessibleName(
            f"{CHECK_NAMES[item.key]} {CHECK_STATE_NAMES[item.state]} {check_text(item)}"
        )
        return frame

"""What the personnel section decides when it opens a round."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from skilltrack.gui.office.asking import Asking
from skilltrack.gui.office.dates import DaysField, EraDateField
from skilltrack.gui.office.parts import clear
from skilltrack.gui.office.rounds.population_form import PopulationChoices, PopulationForm
from skilltrack.gui.theme import Space, TextRole, primary_button
from skilltrack.gui.widgets.cards import ErrorPanel
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.texts import _
from skilltrack.services.rounds.running import RoundOrder, default_purpose

USUAL_DAYS = 14
"""How long a round usually stays open (facts §7.1)."""

DAYS_TO_REMIND = 4
"""How long before the last day a reminder is usually sent."""

WIDTH, HEIGHT = 800, 640


@dataclass(frozen=True, slots=True)
class RoundChoices:
    """What can be chosen: questionnaires, schemes as (id, name), and whom to ask.

    ``questionnaires`` are (id, version, title), the newest version of each before the others.
    """

    questionnaires: tuple[tuple[str, int, str], ...]
    schemes: tuple[tuple[str, str], ...]
    population: PopulationChoices


class RoundDialog(QDialog):
    """A form; ``submitted`` carries the ``RoundOrder`` and the folder once it is complete.

    ``population_changed`` carries the order as it stands, whenever it may ask other people.
    """

    submitted = Signal(object, object)
    population_changed = Signal(object)

    def __init__(
        self, choices: RoundChoices, today: date, asking: Asking, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("調査を始める"))
        self.setMinimumWidth(WIDTH)
        self._asking = asking
        self.title = QLineEdit()
        self.questionnaire = QComboBox()
        for code, version, title in choices.questionnaires:
            name = _("{title}　第{version}版").format(title=title, version=version)
            self.questionnaire.addItem(name, (code, version))
        self.schemes = {code: QCheckBox(name) for code, name in choices.schemes}
        for box in self.schemes.values():
            box.setChecked(True)
        self.opens_on = EraDateField(_("開始日"), today)
        self.closes_on = EraDateField(_("締切日"), today + timedelta(days=USUAL_DAYS))
        self.reminders = DaysField(_("督促日"), today + timedelta(days=USUAL_DAYS - DAYS_TO_REMIND))
        self.population = PopulationForm(choices.population, today)
        self.is_strict = QCheckBox(_("個人コードを求める"))
        self.purpose = QPlainTextEdit(default_purpose())
        self.purpose.setFixedHeight(76)
        self.purpose.setTabChangesFocus(True)
        self.contact = QLineEdit()
        self.folder = QLineEdit()
        self.folder_button = QPushButton(_("選ぶ"))
        self.folder_button.clicked.connect(self._ask_folder)
        self.submit_button = primary_button(_("調査を始める"))
        self.submit_button.clicked.connect(self._submit)
        self._problems = QVBoxLayout()
        self._lay_out()
        self._connect()
        self.title.setFocus()

    def _connect(self) -> None:
        self.population.changed.connect(self._tell_population)
        self.opens_on.day_changed.connect(self._tell_population)
        for box in self.schemes.values():
            box.toggled.connect(self._tell_population)

    def _tell_population(self) -> None:
        self.population_changed.emit(self.order())

    def show_asked(self, count: int) -> None:
        """Show how many people the order asks."""
        self.population.show_count(_("対象 {count:,}人").format(count=count))

    def show_asked_unknown(self) -> None:
        """Show that the order asks nobody whom it can name."""
        self.population.show_count(_("対象を数えられません"))

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(Space.S)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(_("題名"), self.title)
        form.addRow(_("調査票"), self.questionnaire)
        boxes = QVBoxLayout()
        boxes.setSpacing(0)
        for box in self.schemes.values():
            boxes.addWidget(box)
        form.addRow(_("育成制度"), boxes)
        days = QHBoxLayout()
        days.addWidget(self.opens_on)
        days.addWidget(text_label(_("から")))
        days.addWidget(self.closes_on)
        days.addWidget(text_label(_("まで受け付け")))
        days.addStretch(1)
        form.addRow(_("期間"), days)
        form.addRow(_("督促日"), self.reminders)
        form.addRow(_("対象"), self.population)
        form.addRow(
            _("本人の確認"),
            _explained(
                self.is_strict,
                _(
                    "職員ごとに配る12文字のコードが合う回答だけを取り込みます。"
                    "Excelの記入用紙は、取り込む前に担当者が確かめます。"
                ),
            ),
        )
        form.addRow(_("利用目的"), self.purpose)
        form.addRow(_("問い合わせ先"), self.contact)
        place = QWidget()
        in_place = QHBoxLayout(place)
        in_place.setContentsMargins(0, 0, 0, 0)
        in_place.addWidget(self.folder, 1)
        in_place.addWidget(self.folder_button)
        form.addRow(
            _("保存先フォルダー"),
            _explained(
                place,
                _(
                    "このフォルダーに「配布」「回収」「受領」の三つを作ります。"
                    "回答する人が書き込める共有フォルダーを選びます。"
                ),
            ),
        )
        foot = QHBoxLayout()
        leave = QPushButton(_("やめる"))
        leave.clicked.connect(self.reject)
        foot.addStretch(1)
        foot.addWidget(leave)
        foot.addWidget(self.submit_button)
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(Space.XL, Space.L, Space.XL, Space.S)
        inner.setSpacing(Space.M)
        inner.addLayout(self._problems)
        inner.addLayout(form)
        inner.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(body)
        foot.setContentsMargins(Space.XL, 0, Space.XL, Space.L)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self._area, 1)
        column.addLayout(foot)
        room = self.screen().availableSize().height() - Space.XXL
        self.resize(WIDTH, min(HEIGHT, room))

    def _ask_folder(self) -> None:
        folder = self._asking.folder(self, _("保存先フォルダー"))
        if folder is not None:
            self.folder.setText(str(folder))

    def order(self) -> RoundOrder:
        """Return what the form holds."""
        questionnaire, version = self.questionnaire.currentData()
        return RoundOrder(
            title=self.title.text().strip(),
            questionnaire=questionnaire,
            questionnaire_version=version,
            schemes=tuple(code for code, box in self.schemes.items() if box.isChecked()),
            opens_on=self.opens_on.day,
            closes_on=self.closes_on.day,
            purpose=self.purpose.toPlainText().strip(),
            contact=self.contact.text().strip(),
            population=self.population.population(),
            reminders=self.reminders.days,
            is_strict=self.is_strict.isChecked(),
        )

    def check(self) -> tuple[str, ...]:
        """Return everything that is missing, one sentence each."""
        order = self.order()
        found = (
            (not order.title, _("題名を入力します。")),
            (not order.schemes, _("育成制度を一つ以上選びます。")),
            (order.closes_on < order.opens_on, _("締切日を開始日より後にします。")),
            (
                any(not order.opens_on <= day <= order.closes_on for day in order.reminders),
                _("督促日を開始日から締切日までの間にします。"),
            ),
            (not order.purpose, _("利用目的を入力します。回答する人に示されます。")),
            (not self.folder.text().strip(), _("保存先フォルダーを選びます。")),
        )
        return tuple(text for is_wrong, text in found if is_wrong)

    def _submit(self) -> None:
        problems = self.check()
        self.show_problems(problems)
        if not problems:
            self.submitted.emit(self.order(), Path(self.folder.text().strip()))

    def show_problems(self, sentences: Sequence[str]) -> None:
        """Show why the round was not opened; none takes the panel away."""
        clear(self._problems)
        if sentences:
            self._problems.addWidget(ErrorPanel(_("調査を始められません"), sentences))
            self._area.verticalScrollBar().setValue(0)


def _explained(field: QWidget, explanation: str) -> QWidget:
    """Return a field with a line of explanation below it."""
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Space.XS)
    column.addWidget(field)
    column.addWidget(Paragraph(explanation, TextRole.SECONDARY))
    return both

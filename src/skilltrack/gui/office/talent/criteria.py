"""The criteria of a search for people: findings, one line each, and what limits the people."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.organisation import EmploymentType
from skilltrack.domain.people.talent import CareerSought, CriterionKind, Sought, TalentQuery
from skilltrack.gui.office.departments import DepartmentFilter, NamedChoice
from skilltrack.gui.theme import ROW_HEIGHT, Space, TextRole, primary_button, quiet_button
from skilltrack.gui.widgets.choices import ChoicesField
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.career import CAREER_KIND_NAMES
from skilltrack.i18n.names import EMPLOYMENT_TYPE_NAMES
from skilltrack.i18n.role_names import age_name
from skilltrack.i18n.texts import _
from skilltrack.services.overview import DepartmentChoice
from skilltrack.services.talent.searches import CRITERION_NAMES, SavedSearch
from skilltrack.services.talent.words import Offered, sought_text

WIDTH = 316
USUAL_PERCENT = 60
DECADES = (10, 20, 30, 40, 50, 60)
LISTED = 3
WIDEST = 16_777_215
"""As wide as there is room."""


_ALL, _ANY = "all", "any"


class _Wanted(QListWidget):
    """The findings looked for; Delete takes one away."""

    removed = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        if event.key() in keys and self.currentRow() >= 0:
            self.removed.emit(self.currentRow())
        else:
            super().keyPressEvent(event)


class CriteriaPanel(QWidget):
    """Asks what is looked for; the codes of a line are those of the command line."""

    search_requested = Signal()
    keep_requested = Signal()
    drop_requested = Signal(str)
    """Carries the name of a kept search."""
    line_requested = Signal(object, str)
    """Carries the ``CriterionKind`` and the code of a finding to add."""

    def __init__(self) -> None:
        super().__init__()
        self._offered: Offered | None = None
        self._sought: list[Sought | CareerSought] = []
        self._saved: tuple[SavedSearch, ...] = ()
        self.saved = NamedChoice(_("保存した条件"))
        self.drop_button = quiet_button(_("消す"))
        self.purpose = QLineEdit()
        self.purpose.setPlaceholderText(_("庁内プロジェクトの人選など（必須）"))
        self.purpose.setAccessibleName(_("利用目的"))
        self.kind = NamedChoice(_("条件の種類"))
        self.kind.offer([(kind.value, name) for kind, name in CRITERION_NAMES.items()])
        self.what = QComboBox()
        self.what.setAccessibleName(_("条件の対象"))
        self.what.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.what.view().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.percent = QSpinBox()
        self.percent.setRange(0, 100)
        self.percent.setSingleStep(10)
        self.percent.setValue(USUAL_PERCENT)
        self.percent.setSuffix(_("\u2009%以上"))
        self.percent.setAccessibleName(_("得点の下限"))
        self.step = QComboBox()
        self.step.setAccessibleName(_("段階の下限"))
        self.step.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.words = QLineEdit()
        self.words.setPlaceholderText(_("言葉（空けておくとすべて）"))
        self.words.setAccessibleName(_("経歴の言葉"))
        self._least = QStackedWidget()
        for part in (self.percent, self.step, self.words, QWidget()):
            self._least.addWidget(part)
        self.add_button = QPushButton(_("条件に加える"))
        self.listed = _Wanted()
        self.listed.setAccessibleName(_("加えた条件"))
        self.listed.setFixedHeight(LISTED * ROW_HEIGHT)
        self.listed.setMinimumWidth(0)
        self.listed.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.listed.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.remove_button = quiet_button(_("外す"))
        self.way = NamedChoice(_("条件の合わせ方"))
        self.way.offer(((_ALL, _("すべてに当てはまる")), (_ANY, _("どれかに当てはまる"))))
        self.departments = DepartmentFilter()
        self.bands = ChoicesField(_("役職区分"), ())
        self.roles = ChoicesField(_("役割"), ())
        self.occupations = ChoicesField(_("職種"), ())
        self.ages = ChoicesField(_("年代"), [(str(one), age_name(str(one))) for one in DECADES])
        self.types = ChoicesField(
            _("任用区分"), [(one.value, EMPLOYMENT_TYPE_NAMES[one]) for one in EmploymentType]
        )
        self.has_absent = QCheckBox(_("休業・派遣中の職員も探す"))
        self.keep_button = QPushButton(_("条件を保存"))
        self.search_button = primary_button(_("探す"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, Space.S, 0)
        column.setSpacing(Space.S)
        kept = QHBoxLayout()
        kept.setSpacing(Space.S)
        kept.addWidget(self.saved, 1)
        kept.addWidget(self.drop_button)
        column.addLayout(kept)
        column.addWidget(text_label(_("利用目的"), TextRole.SECONDARY))
        column.addWidget(self.purpose)
        column.addWidget(text_label(_("探す条件"), TextRole.SECTION))
        for part in (self.kind, self.what, self._least, self.add_button, self.listed):
            column.addWidget(part)
        foot = QHBoxLayout()
        foot.addWidget(self.way, 1)
        foot.addWidget(self.remove_button)
        column.addLayout(foot)
        column.addWidget(text_label(_("職員の絞り込み"), TextRole.SECTION))
        limits = QFormLayout()
        limits.setSpacing(Space.XS + 2)
        limits.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, field in (
            (_("所属"), self.departments),
            (_("役職区分"), self.bands),
            (_("役割"), self.roles),
            (_("職種"), self.occupations),
            (_("年代"), self.ages),
            (_("任用区分"), self.types),
        ):
            field.setMinimumWidth(0)
            field.setMaximumWidth(WIDEST)
            field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            limits.addRow(name, field)
        column.addLayout(limits)
        column.addWidget(self.has_absent)
        note = _("得点で探すと、調査に回答のない職員は見つかりません。")
        column.addWidget(Paragraph(note, TextRole.SECONDARY))
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.viewport().setAutoFillBackground(False)
        area.setWidget(body)
        body.setAutoFillBackground(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addWidget(self.keep_button)
        buttons.addWidget(self.search_button, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(Space.S)
        whole.addWidget(area, 1)
        whole.addLayout(buttons)
        self.setFixedWidth(WIDTH)

    def _connect(self) -> None:
        self.kind.currentIndexChanged.connect(lambda _at: self._offer_what())
        self.what.currentIndexChanged.connect(lambda _at: self._offer_steps())
        self.add_button.clicked.connect(self._ask_line)
        self.words.returnPressed.connect(self._ask_line)
        self.listed.removed.connect(self._remove)
        self.remove_button.clicked.connect(lambda: self._remove(self.listed.currentRow()))
        self.search_button.clicked.connect(self.search_requested)
        self.purpose.returnPressed.connect(self.search_requested)
        self.keep_button.clicked.connect(self.keep_requested)
        self.saved.activated.connect(lambda _at: self._take_saved())
        self.drop_button.clicked.connect(lambda: self.drop_requested.emit(self.saved.code))

    # What is offered

    def offer(
        self,
        offered: Offered,
        saved: Sequence[SavedSearch],
        departments: Sequence[DepartmentChoice],
    ) -> None:
        """Offer other things to look for; what is chosen stays."""
        self._offered = offered
        self._saved = tuple(saved)
        self.saved.offer(
            [("", _("保存した条件から選ぶ")), *((one.name, one.name) for one in saved)]
        )
        self.saved.setEnabled(bool(saved))
        self.drop_button.setEnabled(bool(self.saved.code))
        self.departments.offer(departments)
        self.bands.offer(offered.bands)
        self.roles.offer(offered.roles)
        self.occupations.offer([(one, one) for one in offered.occupations])
        self._offer_what()
        self._show_listed()

    @property
    def criterion(self) -> CriterionKind:
        """Return the kind of finding chosen."""
        return CriterionKind(self.kind.code)

    def _offer_what(self) -> None:
        offered = self._offered
        if offered is None:
            return
        kind = self.criterion
        choices: dict[CriterionKind, Sequence[tuple[str, str]]] = {
            CriterionKind.CATEGORY: offered.categories,
            CriterionKind.ITEM: offered.items,
            CriterionKind.LEVEL: offered.levels,
            CriterionKind.EXAM: offered.exams,
            CriterionKind.COURSE: offered.courses,
            CriterionKind.ACCREDITED: offered.tiers,
            CriterionKind.CAREER: [
                ("", _("経験・資格・希望のどれでも")),
                *((one.value, name) for one, name in CAREER_KIND_NAMES.items()),
            ],
        }
        before = self.what.currentData()
        self.what.clear()
        for code, name in choices[kind]:
            self.what.addItem(name, code)
        self.what.setCurrentIndex(max(0, self.what.findData(before)))
        self.add_button.setEnabled(bool(choices[kind]))
        parts = {CriterionKind.CATEGORY: 0, CriterionKind.ITEM: 1, CriterionKind.CAREER: 2}
        self._least.setVisible(kind in parts)
        self._least.setCurrentIndex(parts.get(kind, 3))
        self._offer_steps()

    def _offer_steps(self) -> None:
        if self._offered is None or self.criterion is not CriterionKind.ITEM:
            return
        self.step.clear()
        labels = self._offered.steps.get(str(self.what.currentData()), ())
        for number, label in enumerate(labels, start=1):
            self.step.addItem(
                _("段階{number}以上（{label}）").format(number=number, label=label), number
            )
        self.step.setCurrentIndex(max(0, len(labels) - 2))

    # The findings

    def _ask_line(self) -> None:
        kind, code = self.criterion, str(self.what.currentData() or "")
        if kind is CriterionKind.CATEGORY:
            code = f"{code}={self.percent.value()}"
        elif kind is CriterionKind.ITEM:
            code = f"{code}={self.step.currentData() or 1}"
        elif kind is CriterionKind.CAREER:
            code = f"{code}:{self.words.text().strip()}"
        self.line_requested.emit(kind, code)

    def add_line(self, sought: Sought | CareerSought) -> None:
        """Add a finding that is looked for."""
        if sought not in self._sought:
            self._sought.append(sought)
        self.words.clear()
        self._show_listed()

    def _remove(self, number: int) -> None:
        if 0 <= number < len(self._sought):
            del self._sought[number]
            self._show_listed()

    def _show_listed(self) -> None:
        self.listed.clear()
        for one in self._sought:
            item = QListWidgetItem(sought_text(one))
            item.setToolTip(sought_text(one))
            self.listed.addItem(item)
        self.remove_button.setEnabled(bool(self._sought))
        self.way.setEnabled(len(self._sought) > 1)

    # The query

    def query(self) -> TalentQuery:
        """Return what is looked for."""
        return TalentQuery(
            wanted=tuple(one for one in self._sought if not isinstance(one, CareerSought)),
            careers=tuple(one for one in self._sought if isinstance(one, CareerSought)),
            is_any=self.way.code == _ANY,
            departments=(self.departments.code,) if self.departments.code else (),
            bands=self.bands.codes,
            roles=self.roles.codes,
            employment_types=tuple(EmploymentType(code) for code in self.types.codes),
            occupations=self.occupations.codes,
            ages=tuple(int(code) for code in self.ages.codes),
            has_absent=self.has_absent.isChecked(),
        )

    def show_query(self, query: TalentQuery, purpose: str) -> None:
        """Show another query."""
        self._sought = [*query.wanted, *query.careers]
        self.way.choose(_ANY if query.is_any else _ALL)
        self.departments.choose(query.departments[0] if query.departments else "")
        self.bands.choose(query.bands)
        self.roles.choose(query.roles)
        self.types.choose([one.value for one in query.employment_types])
        self.occupations.choose(query.occupations)
        self.ages.choose([str(age) for age in query.ages])
        self.has_absent.setChecked(query.has_absent)
        if purpose:
            self.purpose.setText(purpose)
        self._show_listed()

    def _take_saved(self) -> None:
        found = next((one for one in self._saved if one.name == self.saved.code), None)
        self.drop_button.setEnabled(found is not None)
        if found is not None:
            self.show_query(found.query, found.purpose)
            self.search_requested.emit()

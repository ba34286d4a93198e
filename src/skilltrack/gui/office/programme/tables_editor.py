"""Levels, bands with their titles, and the evaluation of departments, changed in the window."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.schemes.definition import (
    Band,
    EvaluationRule,
    NoLeader,
    Scheme,
    ScoreLadder,
    ScoreLevel,
)
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.theme import ROW_HEIGHT, Space, TextRole
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.scheme_words import NO_LEADER_NAMES
from skilltrack.i18n.texts import _

MOST_WEIGHT, MOST_COURSES, MOST_SMALL = 100.0, 1_000, 1_000


class RowsEditor(QWidget):
    """A table whose cells can be changed, with rows added and taken away."""

    edited = Signal()

    def __init__(self, name: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        super().__init__()
        self.table = QTableWidget(0, len(headings))
        self.table.setAccessibleName(name)
        self.table.setHorizontalHeaderLabels(list(headings))
        self.table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        for row in rows:
            self.append(row)
        self.table.resizeColumnsToContents()
        add = QPushButton(_("行を加える"))
        add.clicked.connect(self.add_row)
        remove = QPushButton(_("行を取り除く"))
        remove.clicked.connect(self.remove_row)
        buttons = QHBoxLayout()
        buttons.addWidget(add)
        buttons.addWidget(remove)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)
        self.table.cellChanged.connect(lambda _row, _column: self.edited.emit())

    def append(self, row: Sequence[str]) -> None:
        """Add a row with its cells."""
        number = self.table.rowCount()
        self.table.insertRow(number)
        for place, text in enumerate(row):
            self.table.setItem(number, place, QTableWidgetItem(text))

    def add_row(self) -> None:
        """Add an empty row."""
        self.append([""] * self.table.columnCount())
        self.table.setCurrentCell(self.table.rowCount() - 1, 0)
        self.table.setFocus()

    def remove_row(self) -> None:
        """Take the row chosen away."""
        if self.table.currentRow() >= 0:
            self.table.removeRow(self.table.currentRow())
            self.edited.emit()

    def rows(self) -> list[list[str]]:
        """Return the cells as text; rows without any are left out."""
        found = []
        for number in range(self.table.rowCount()):
            items = [self.table.item(number, at) for at in range(self.table.columnCount())]
            row = ["" if item is None else item.text().strip() for item in items]
            if any(row):
                found.append(row)
        return found


def percent_text(ratio: Fraction) -> str:
    """Return a ratio in percent as the table shows it."""
    return f"{float(ratio * 100):g}"


class LaddersEditor(QWidget):
    """The levels of scores: each reaches up to the next, so there is no gap between them."""

    changed = Signal(object)

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        self._ladders = {ladder.id: ladder for ladder in scheme.ladders}
        headings = (
            _("水準表ID"),
            _("水準表名"),
            _("分野"),
            _("コード"),
            _("水準名"),
            _("下限（%）"),
        )
        self.rows = RowsEditor(
            _("得点の水準"),
            headings,
            [
                (one.id, one.name, one.category, level.code, level.name, percent_text(level.least))
                for one in scheme.ladders
                for level in one.levels
            ],
        )
        self.rows.edited.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        text = _(
            "各水準は次の水準の下限まで続きます。いちばん下は0 %から始めます。"
            "分野を空けると、調査票全体の得点を見ます。"
        )
        column.addWidget(Paragraph(text, TextRole.SECONDARY))
        column.addWidget(self.rows, 1)

    def _take(self) -> None:
        found: dict[str, ScoreLadder] = {}
        for ladder_id, name, category, code, level_name, least in self.rows.rows():
            owner = self._ladders[ladder_id].questionnaire if ladder_id in self._ladders else ""
            known = found.get(ladder_id, ScoreLadder(ladder_id, name, (), category, owner))
            level = ScoreLevel(code, level_name, _ratio(least))
            found[ladder_id] = replace(known, levels=(*known.levels, level))
        self.changed.emit(
            tuple(
                replace(one, levels=tuple(sorted(one.levels, key=lambda level: level.least)))
                for one in found.values()
            )
        )


def _ratio(text: str) -> Fraction:
    try:
        return min(max(Fraction(text or "0") / 100, Fraction(0)), Fraction(1))
    except (ValueError, ZeroDivisionError):
        return Fraction(0)


class BandsEditor(QWidget):
    """The rank bands with the job titles that lie in each."""

    changed = Signal(object)
    """Carries bands and titles."""

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        titles = {
            band.code: "、".join(t for t, code in scheme.titles.items() if code == band.code)
            for band in scheme.bands
        }
        self.rows = RowsEditor(
            _("役職区分"),
            (_("コード"), _("役職区分名"), _("職名（、で区切る）")),
            [(band.code, band.name, titles[band.code]) for band in scheme.bands],
        )
        self.rows.edited.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        text = _(
            "職名は、制度を取り入れたときに職名の表へ加えるものです。"
            "取り入れた後の職名の表は「取り込み」で直します。"
        )
        column.addWidget(Paragraph(text, TextRole.SECONDARY))
        column.addWidget(self.rows, 1)

    def _take(self) -> None:
        rows = self.rows.rows()
        bands = tuple(Band(code, name) for code, name, _titles in rows)
        titles = {
            title.strip(): code
            for code, _name, listed in rows
            for title in listed.split("、")
            if title.strip()
        }
        self.changed.emit((bands, titles))


class EvaluationEditor(QWidget):
    """How departments are evaluated."""

    changed = Signal(object)

    def __init__(self, rule: EvaluationRule) -> None:
        super().__init__()
        self._rule = rule
        form = QFormLayout(self)
        form.setSpacing(Space.S)
        self.weights = [_weight(float(weight)) for weight in rule.weights]
        names = (_("重み ①必須研修"), _("重み ②リーダー研修"), _("重み ③選択研修"))
        for name, box in zip(names, self.weights, strict=True):
            box.setAccessibleName(name)
            form.addRow(name, box)
        self.minimum = QSpinBox()
        self.minimum.setRange(-1, MOST_COURSES)
        self.minimum.setSpecialValueText(_("定めない"))
        self.minimum.setSuffix(_(" 研修"))
        self.minimum.setValue(-1 if rule.minimum_electives is None else rule.minimum_electives)
        form.addRow(_("最低受講数"), self.minimum)
        self.no_leader = NamedChoice(_("リーダーのいない所属の②"))
        self.no_leader.offer([(one.value, NO_LEADER_NAMES[one]) for one in NoLeader])
        self.no_leader.choose(rule.no_leader.value)
        form.addRow(_("リーダーのいない所属の②"), self.no_leader)
        self.small = QSpinBox()
        self.small.setRange(0, MOST_SMALL)
        self.small.setSuffix(_(" 人未満"))
        self.small.setValue(rule.small_below)
        form.addRow(_("参考とする所属"), self.small)
        for weight in self.weights:
            weight.valueChanged.connect(lambda _value: self._take())
        for count in (self.minimum, self.small):
            count.valueChanged.connect(lambda _value: self._take())
        self.no_leader.activated.connect(lambda _at: self._take())

    def _take(self) -> None:
        required, leader, elective = (Fraction(f"{box.value():.2f}") for box in self.weights)
        minimum = self.minimum.value()
        self._rule = replace(
            self._rule,
            weights=(required, leader, elective),
            minimum_electives=None if minimum < 0 else minimum,
            no_leader=NoLeader(self.no_leader.code),
            small_below=self.small.value(),
        )
        self.changed.emit(self._rule)


def _weight(value: float) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(0, MOST_WEIGHT)
    box.setDecimals(2)
    box.setSingleStep(0.5)
    box.setValue(value)
    return box

"""The part 配置: evaluation units that lack somebody, and the balance of a role."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.roles.appointments import Coverage, UnitCoverage
from skilltrack.domain.roles.balance import Balance, Share
from skilltrack.domain.roles.fields import FieldBalance, FieldShare
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.roles.rows import (
    FIELD_FIELDS,
    SHARE_COLUMN,
    SHARE_FIELDS,
    UNIT_FIELDS,
    ShareRow,
)
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.bars import BarDelegate
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.folding import fold
from skilltrack.i18n.numbers import percent
from skilltrack.i18n.role_names import (
    age_name,
    balance_note,
    fields_note,
    fields_text,
    occupation_name,
    rule_text,
    unit_share_name,
)
from skilltrack.i18n.texts import _

UNITS, DIVISIONS, SECTIONS, AGES, OCCUPATIONS, FIELDS = (
    "units",
    "divisions",
    "sections",
    "ages",
    "occupations",
    "fields",
)


class CoverageView(QWidget):
    """Shows where a role is; emits what is asked for."""

    coverage_saved = Signal()
    balance_saved = Signal()
    part_chosen = Signal()
    round_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.switch = Switch(
            (
                (UNITS, _("評価単位の不足")),
                (DIVISIONS, _("部別")),
                (SECTIONS, _("課別")),
                (AGES, _("年代別")),
                (OCCUPATIONS, _("職種別")),
                (FIELDS, _("得意・苦手")),
            )
        )
        self.lacking_only = QCheckBox(_("足りないところだけ"))
        self.summary = text_label("", TextRole.BODY)
        self.summary.setWordWrap(True)
        self.note = Paragraph("", TextRole.SECONDARY)
        self.save_button = QPushButton(_("Excelに書き出す"))
        self.units: TableView[UnitCoverage] = TableView(UNIT_FIELDS, fold=fold, frozen_columns=2)
        self.units.setAccessibleName(_("評価単位ごとの配置"))
        self.shares: TableView[ShareRow] = TableView(SHARE_FIELDS, fold=fold)
        self.shares.setItemDelegateForColumn(SHARE_COLUMN, BarDelegate(self.shares))
        self.shares.setAccessibleName(_("役割のかたより"))
        self.fields: TableView[FieldShare] = TableView(FIELD_FIELDS, fold=fold, stretched=0)
        self.fields.setAccessibleName(_("分野ごとの得意・苦手"))
        self.rounds = NamedChoice(_("調査"))
        self.no_fields = EmptyState(
            _("基準日までに回答のあった調査がありません。回答を回収すると、ここに分野が出ます。")
        )
        self._parts = QStackedWidget()
        for part in (self.units, self.shares, self.fields, self.no_fields):
            self._parts.addWidget(part)
        self._coverage: Coverage | None = None
        self._balance: Balance | None = None
        self._fields: FieldBalance | None = None
        self._lay_out()
        self.switch.chosen.connect(lambda _key: self._show())
        self.lacking_only.toggled.connect(lambda _on: self._show())
        self.save_button.clicked.connect(self._save)
        self.rounds.activated.connect(lambda _row: self.round_chosen.emit())

    def _lay_out(self) -> None:
        choice = QHBoxLayout()
        choice.setSpacing(Space.M)
        choice.addWidget(self.switch)
        choice.addWidget(self.lacking_only)
        choice.addWidget(self.rounds)
        choice.addStretch(1)
        choice.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(choice)
        column.addWidget(self.summary)
        column.addWidget(self._parts, 1)
        column.addWidget(self.note)

    def _save(self) -> None:
        asked = self.coverage_saved if self.switch.current == UNITS else self.balance_saved
        asked.emit()

    def show_figures(self, coverage: Coverage, balance: Balance) -> None:
        """Show another role or day."""
        self._coverage, self._balance = coverage, balance
        self.units.show_rows(coverage.units)
        self._show()

    def show_fields(self, fields: FieldBalance | None, rounds: Sequence[tuple[str, str]]) -> None:
        """Show the fields of a round; None where no round was answered."""
        self._fields = fields
        self.rounds.offer(rounds)
        if fields is not None:
            self.rounds.choose(fields.round.round_id)
            self.fields.show_rows(fields.fields)
        self._show()

    def _show(self) -> None:
        if self._coverage is None or self._balance is None:
            return
        is_units, is_fields = self.switch.current == UNITS, self.switch.current == FIELDS
        self.lacking_only.setVisible(not is_fields)
        self.rounds.setVisible(is_fields and self.rounds.count() > 0)
        if is_fields:
            self._show_fields(self._fields)
            return
        self._parts.setCurrentWidget(self.units if is_units else self.shares)
        only = self.lacking_only.isChecked()
        if is_units:
            self.units.filter.set_condition((lambda unit: unit.missing > 0) if only else None)
            self._show_units(self._coverage)
            return
        self._show_shares(self._balance)
        self.shares.filter.set_condition((lambda row: row.share.count == 0) if only else None)

    def _show_units(self, found: Coverage) -> None:
        text = _("{role}が足りない評価単位は {units}のうち{lacking}です。").format(
            role=found.role_name, units=len(found.units), lacking=len(found.lacking)
        )
        if not found.rule.least_per_unit:
            text = _("{role}は評価単位ごとの人数を決めていません。").format(role=found.role_name)
        self.summary.setText(text)
        note = _("決まり：{rule}。基準日の主務の所属で数えます。").format(
            rule=rule_text(found.rule)
        )
        if found.outside:
            note += _("評価単位の外に{count}人います。").format(count=len(found.outside))
        self.note.set_text(note)

    def _show_fields(self, found: FieldBalance | None) -> None:
        self._parts.setCurrentWidget(self.no_fields if found is None else self.fields)
        self.summary.setText("" if found is None else fields_text(found))
        self.note.set_text("" if found is None else fields_note(found))

    def _show_shares(self, found: Balance) -> None:
        parts: dict[str, tuple[tuple[Share, ...], Callable[[Share], str]]] = {
            DIVISIONS: (found.divisions, unit_share_name),
            SECTIONS: (found.units, unit_share_name),
            AGES: (found.ages, lambda share: age_name(share.key)),
            OCCUPATIONS: (found.occupations, occupation_name),
        }
        shares, name = parts[self.switch.current]
        most = max((_length(share) for share in shares), default=Fraction(0)) or Fraction(1)
        self.shares.show_rows(
            [ShareRow(name(share), share, _length(share) / most) for share in shares]
        )
        without = sum(share.count == 0 for share in shares)
        text = _(
            "{role}は全体で{count}人（職員の{ratio}）。いない区分は{parts}のうち{without}です。"
        )
        self.summary.setText(
            text.format(
                role=found.role_name,
                count=found.total.count,
                ratio=percent(found.total.ratio),
                parts=len(shares),
                without=without,
            )
        )
        bars = _("棒は、割合のいちばん大きい区分を端までの長さとします。")
        self.note.set_text(balance_note() + bars)

    def shown_table(self) -> TableView[Any]:
        """Return the table in sight."""
        if self.switch.current == FIELDS:
            return self.fields
        return self.units if self.switch.current == UNITS else self.shares


def _length(share: Share) -> Fraction:
    return share.ratio or Fraction(0)

"""The parts 候補, 認定者 and 判定の変更: a table each, with what is done with its rows."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.accreditation import (
    AccreditationLine,
    AccreditationState,
    CandidateLine,
    OverrideLine,
)
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.gui.office.accreditation.rows import (
    CANDIDATE_FIELDS,
    OVERRIDE_FIELDS,
    REGISTER_FIELDS,
    searched_candidate,
    searched_line,
    searched_override,
)
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.roles.rows import chosen_rows
from skilltrack.gui.theme import Space, TextRole, menu_button, primary_button
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import Field, TableView
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.folding import fold
from skilltrack.i18n.texts import _
from skilltrack.services.accreditation.candidates import Candidates


def lay_out(part: QWidget, row: Sequence[QWidget | None], table: QWidget) -> None:
    """Put a row of choices and buttons above a table; None is the room between them."""
    line = QHBoxLayout()
    line.setSpacing(Space.S)
    for one in row:
        if one is None:
            line.addStretch(1)
        else:
            line.addWidget(one)
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Space.S)
    column.addLayout(line)
    column.addWidget(table, 1)


class CandidatesView(QWidget):
    """Shows who could be accredited for a tier."""

    tier_chosen = Signal()
    grant_requested = Signal(object)
    """Carries the ``CandidateLine`` values chosen; none are all that are shown."""
    person_chosen = Signal(object)
    """Carries the ``Person``."""

    def __init__(self) -> None:
        super().__init__()
        self.tier = NamedChoice(_("区分"))
        self.tier.setMinimumWidth(240)
        self.tier.activated.connect(lambda _at: self.tier_chosen.emit())
        self.count = text_label("", TextRole.SECONDARY)
        self.grant_button = primary_button(_("認定する"))
        self.table: TableView[CandidateLine] = TableView(
            CANDIDATE_FIELDS,
            searched=(Field("", searched_candidate),),
            fold=fold,
            frozen_columns=2,
        )
        self.table.setAccessibleName(_("認定の候補"))
        self._empty = EmptyState(_("この区分の要件を満たし、まだ認定されていない職員はいません。"))
        self._states = QStackedWidget()
        self._states.addWidget(self.table)
        self._states.addWidget(self._empty)
        lay_out(self, (self.tier, self.count, None, self.grant_button), self._states)
        self.grant_button.clicked.connect(lambda: self.grant_requested.emit(self.chosen()))
        self.table.row_activated.connect(lambda line: self.person_chosen.emit(line.person))
        self.table.selectionModel().selectionChanged.connect(lambda *_what: self._enable())

    def chosen(self) -> tuple[CandidateLine, ...]:
        """Return the rows chosen."""
        return chosen_rows(self.table)

    def _enable(self) -> None:
        count = len(self.chosen())
        self.grant_button.setEnabled(bool(count))
        text = _("{count}人を認定する") if count > 1 else _("認定する")
        self.grant_button.setText(text.format(count=count))

    def show_candidates(self, scheme: Scheme, found: Candidates) -> None:
        """Show other candidates."""
        self.tier.offer(
            [
                (
                    tier.code,
                    _("{tier}（候補{count:,}人）").format(
                        tier=tier.name, count=found.counts[tier.code]
                    ),
                )
                for tier in reversed(scheme.tiers)
            ]
        )
        self.tier.choose(found.tier)
        self.table.show_rows(found.lines)
        self._states.setCurrentWidget(self.table if found.lines else self._empty)
        self.count.setText(_("認定済み {held:,}人").format(held=found.held))
        self._enable()


class RegisterView(QWidget):
    """Shows the accreditations of a scheme."""

    grant_requested = Signal()
    revoke_requested = Signal(object)
    """Carries the ``AccreditationLine`` values chosen that hold."""
    certificates_requested = Signal()
    register_requested = Signal()
    export_requested = Signal()
    pattern_requested = Signal()
    person_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.with_ended = QCheckBox(_("終了も出す"))
        self.count = text_label("", TextRole.SECONDARY)
        self.papers_button = menu_button(_("認定証・名簿"))
        self.revoke_button = QPushButton(_("認定を取り消す"))
        self.grant_button = primary_button(_("職員を選んで認定する"))
        self.table: TableView[AccreditationLine] = TableView(
            REGISTER_FIELDS, searched=(Field("", searched_line),), fold=fold, frozen_columns=2
        )
        self.table.setAccessibleName(_("認定者"))
        menu = QMenu(self.papers_button)
        for text, asked in (
            (_("認定証をExcelに書き出す"), self.certificates_requested),
            (_("認定者名簿をExcelに書き出す"), self.register_requested),
            (_("表をExcelに保存"), self.export_requested),
            (_("認定番号の形を変える"), self.pattern_requested),
        ):
            menu.addAction(text).triggered.connect(lambda _on=False, ask=asked: ask.emit())
        self.papers_button.setMenu(menu)
        row = (
            self.count,
            self.with_ended,
            None,
            self.papers_button,
            self.revoke_button,
            self.grant_button,
        )
        lay_out(self, row, self.table)
        self.with_ended.toggled.connect(lambda _on: self._filter())
        self.grant_button.clicked.connect(self.grant_requested)
        self.revoke_button.clicked.connect(lambda: self.revoke_requested.emit(self.revocable()))
        self.table.row_activated.connect(lambda line: self.person_chosen.emit(line.person))
        self.table.selectionModel().selectionChanged.connect(lambda *_what: self._enable())

    def revocable(self) -> tuple[AccreditationLine, ...]:
        """Return the rows chosen that hold, of the tier of the first one."""
        held = [row for row in chosen_rows(self.table) if row.state is AccreditationState.HELD]
        return tuple(r for r in held if r.accreditation.tier == held[0].accreditation.tier)

    def _enable(self) -> None:
        self.revoke_button.setEnabled(bool(self.revocable()))

    def show_lines(self, lines: Sequence[AccreditationLine]) -> None:
        """Show other accreditations."""
        self.table.show_rows(lines)
        now = sum(line.state is AccreditationState.HELD for line in lines)
        text = _("有効な認定 {now:,}件（これまで {ever:,}件）")
        self.count.setText(text.format(now=now, ever=len(lines)))
        self._filter()

    def _filter(self) -> None:
        with_ended = self.with_ended.isChecked()
        self.table.filter.set_condition(
            lambda line: with_ended or line.state is not AccreditationState.ENDED
        )
        self._enable()


class OverridesView(QWidget):
    """Shows the tiers set by hand beside the calculated ones."""

    set_requested = Signal()
    withdraw_requested = Signal(object)
    """Carries the ``OverrideLine`` values chosen that have not ended."""
    save_requested = Signal()
    person_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.with_ended = QCheckBox(_("終了も出す"))
        self.count = text_label("", TextRole.SECONDARY)
        self.save_button = QPushButton(_("一覧をExcelに書き出す"))
        self.withdraw_button = QPushButton(_("計算の判定に戻す"))
        self.set_button = primary_button(_("判定を変える"))
        self.table: TableView[OverrideLine] = TableView(
            OVERRIDE_FIELDS, searched=(Field("", searched_override),), fold=fold, frozen_columns=2
        )
        self.table.setAccessibleName(_("判定の変更"))
        row = (
            self.count,
            self.with_ended,
            None,
            self.save_button,
            self.withdraw_button,
            self.set_button,
        )
        lay_out(self, row, self.table)
        self.with_ended.toggled.connect(lambda _on: self._filter())
        self.set_button.clicked.connect(self.set_requested)
        self.save_button.clicked.connect(self.save_requested)
        self.withdraw_button.clicked.connect(
            lambda: self.withdraw_requested.emit(self.withdrawable())
        )
        self.table.row_activated.connect(lambda line: self.person_chosen.emit(line.person))
        self.table.selectionModel().selectionChanged.connect(lambda *_what: self._enable())

    def withdrawable(self) -> tuple[OverrideLine, ...]:
        """Return the rows chosen that have not ended."""
        return tuple(
            row for row in chosen_rows(self.table) if row.state is not AccreditationState.ENDED
        )

    def _enable(self) -> None:
        self.withdraw_button.setEnabled(bool(self.withdrawable()))

    def show_lines(self, lines: Sequence[OverrideLine]) -> None:
        """Show other tiers set by hand."""
        self.table.show_rows(lines)
        now = sum(line.state is AccreditationState.HELD for line in lines)
        self.count.setText(_("変更中 {now:,}人").format(now=now))
        self.save_button.setEnabled(bool(lines))
        self._filter()

    def _filter(self) -> None:
        with_ended = self.with_ended.isChecked()
        self.table.filter.set_condition(
            lambda line: with_ended or line.state is not AccreditationState.ENDED
        )
        self._enable()

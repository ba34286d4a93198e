"""The page 認定 laid out: a scheme, and five parts."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from skilltrack.domain.accreditation import AccreditationLine, OverrideLine, Pyramid
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.gui.office.accreditation.levels import LevelsView
from skilltrack.gui.office.accreditation.lists import CandidatesView, OverridesView, RegisterView
from skilltrack.gui.office.accreditation.pairs import PairRead, PairsView
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import Space
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.texts import _
from skilltrack.services.accreditation.candidates import Candidates

CANDIDATES, REGISTER, LEVELS, CHANGED, PAIRS = (
    "candidates",
    "register",
    "levels",
    "changed",
    "pairs",
)
ORDER = (CANDIDATES, REGISTER, LEVELS, CHANGED, PAIRS)


@dataclass(frozen=True)
class AccreditationRead:
    """What the page reads: the part in sight, the others None."""

    offered: tuple[tuple[str, str], ...]
    scheme: Scheme | None
    part: str
    candidates: Candidates | None = None
    lines: tuple[AccreditationLine, ...] | None = None
    pyramid: Pyramid | None = None
    overrides: tuple[OverrideLine, ...] | None = None
    pair: PairRead | None = None


class AccreditationView(QWidget):
    """Shows a scheme; emits another choice."""

    scheme_chosen = Signal()
    part_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.schemes = NamedChoice(_("育成制度"))
        self.schemes.setMinimumWidth(200)
        self.switch = Switch(
            (
                (CANDIDATES, _("候補")),
                (REGISTER, _("認定者")),
                (LEVELS, _("段階別人数")),
                (CHANGED, _("判定の変更")),
                (PAIRS, _("前後の比較")),
            )
        )
        self.candidates = CandidatesView()
        self.register = RegisterView()
        self.levels = LevelsView()
        self.overrides = OverridesView()
        self.pairs = PairsView()
        self.nothing = {
            REGISTER: EmptyState(
                _("認定すると、番号、日付、理由がここに並びます。"), _("職員を選んで認定する")
            ),
            CHANGED: EmptyState(
                _("判定を理由とともに変えると、計算の判定と並べてここに出ます。"),
                _("判定を変える"),
            ),
        }
        self._parts = QStackedWidget()
        for part in (self.candidates, self.register, self.levels, self.overrides, self.pairs):
            self._parts.addWidget(part)
        for empty in (self.nothing[REGISTER], self.nothing[CHANGED]):
            self._parts.addWidget(empty)
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(self.switch)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(row)
        column.addWidget(self._parts, 1)
        self.schemes.activated.connect(lambda _at: self.scheme_chosen.emit())
        self.switch.chosen.connect(lambda _key: self.part_chosen.emit())

    def show_read(self, read: AccreditationRead) -> None:
        """Show what was read of the part in sight."""
        self.schemes.offer(read.offered)
        self.schemes.setVisible(read.part != PAIRS)
        scheme = read.scheme
        if scheme is not None:
            self.schemes.choose(scheme.id)
        shown: QWidget = self._parts.widget(ORDER.index(read.part))
        if read.candidates is not None and scheme is not None:
            self.candidates.show_candidates(scheme, read.candidates)
        elif read.lines is not None:
            self.register.show_lines(read.lines)
            shown = shown if read.lines else self.nothing[REGISTER]
        elif read.pyramid is not None:
            self.levels.show_pyramid(read.pyramid)
        elif read.overrides is not None:
            self.overrides.show_lines(read.overrides)
            shown = shown if read.overrides else self.nothing[CHANGED]
        elif read.pair is not None:
            self.pairs.show_pair(read.pair)
        self._parts.setCurrentWidget(shown)

    def shown_table(self) -> TableView[Any]:
        """Return the table in sight."""
        tables: dict[str, TableView[Any]] = {
            CANDIDATES: self.candidates.table,
            REGISTER: self.register.table,
            LEVELS: self.levels.shown_table(),
            CHANGED: self.overrides.table,
            PAIRS: self.pairs.shown_table(),
        }
        return tables[self.switch.current]

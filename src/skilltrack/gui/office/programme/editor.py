"""A scheme changed in the window, with the effect on the people of today as it changes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.schemes.definition import Scheme
from skilltrack.domain.schemes.programmes import Programme
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.programme.effect_view import EffectView, summary_text
from skilltrack.gui.office.programme.gate_editor import GateEditor
from skilltrack.gui.office.programme.tables_editor import (
    BandsEditor,
    EvaluationEditor,
    LaddersEditor,
)
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.tasks import TaskHandle
from skilltrack.gui.theme import Space, TextRole, primary_button
from skilltrack.gui.widgets.texts import LineLabel, text_label
from skilltrack.i18n.problems import sentences_of
from skilltrack.i18n.texts import _
from skilltrack.services.schemes.editing import EditingWords
from skilltrack.services.schemes.effects import Effect, Tried, effect_of, gathered_for
from skilltrack.store.database import Database

WIDTH, HEIGHT = 1_120, 640
NAME_WIDTH = 220
SETTLED_AFTER_MS = 250
GATES, LADDERS, BANDS, EVALUATION, EFFECT = "gates", "ladders", "bands", "evaluation", "effect"


@dataclass(frozen=True, slots=True)
class Draft:
    """A scheme being changed, with its programme."""

    scheme: Scheme
    programme: Programme


class SchemeEditor(QDialog):
    """Changes a scheme; ``save_requested`` carries a ``Draft``."""

    save_requested = Signal(object)
    effect_shown = Signal()

    def __init__(
        self,
        desk: Desk,
        draft: Draft,
        words: EditingWords,
        as_of: date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("育成制度の編集：{name}").format(name=draft.scheme.name))
        self._desk, self._as_of = desk, as_of
        self._before = draft.scheme
        self.draft = draft
        self._tried: Tried | None = None
        self._trying: TaskHandle | None = None
        self.effect: Effect | None = None
        self.name = QLineEdit(draft.scheme.name)
        self.name.setAccessibleName(_("制度の名称"))
        self.name.setMinimumWidth(NAME_WIDTH)
        self.name.setCursorPosition(0)
        self.name.textEdited.connect(lambda text: self._take(name=text))
        self.gates = GateEditor(draft.scheme, words)
        self.gates.changed.connect(lambda scheme: self._take(tiers=scheme.tiers))
        self.ladders = LaddersEditor(draft.scheme)
        self.ladders.changed.connect(lambda ladders: self._take(ladders=ladders))
        self.bands = BandsEditor(draft.scheme)
        self.bands.changed.connect(lambda pair: self._take(bands=pair[0], titles=pair[1]))
        self.effects = EffectView(draft.scheme)
        self.summary = LineLabel(_("変更の影響を調べています"), TextRole.SECONDARY)
        self.save_button = primary_button(_("保存に進む"))
        self.save_button.clicked.connect(lambda: self.save_requested.emit(self.draft))
        self._debounce = QTimer(self, singleShot=True, interval=SETTLED_AFTER_MS)
        self._debounce.timeout.connect(self.try_effect)
        self._lay_out()
        self.try_effect()

    def _lay_out(self) -> None:
        pages: list[tuple[str, str, QWidget]] = [
            (GATES, _("区分と要件"), self.gates),
            (LADDERS, _("得点の水準"), self.ladders),
            (BANDS, _("役職区分"), self.bands),
        ]
        if self._before.evaluation is not None:
            editor = EvaluationEditor(self._before.evaluation)
            editor.changed.connect(lambda rule: self._take(evaluation=rule))
            pages.append((EVALUATION, _("所属別評価"), editor))
        pages.append((EFFECT, _("影響"), self.effects))
        self.switch = Switch([(key, text) for key, text, _page in pages])
        self.pages = QStackedWidget()
        for _key, _text, page in pages:
            self.pages.addWidget(page)
        keys = [key for key, _text, _page in pages]
        self.switch.chosen.connect(lambda key: self.pages.setCurrentIndex(keys.index(key)))
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self.switch)
        head.addWidget(text_label(_("名称"), TextRole.SECONDARY))
        head.addWidget(self.name, 1)
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

    @property
    def is_changed(self) -> bool:
        """Tell whether anything differs from what was opened."""
        return self.draft.scheme != self._before

    def _take(self, **values: object) -> None:
        scheme = replace(self.draft.scheme, **values)  # type: ignore[arg-type]
        self.draft = replace(self.draft, scheme=scheme)
        if "tiers" not in values:
            self.gates.scheme = replace(scheme, tiers=self.gates.scheme.tiers)
        self._debounce.start()

    # The effect

    def try_effect(self) -> None:
        """Judge everybody of today by the draft, from what was read once."""
        if self._trying is not None:
            self._trying.cancel()
        self.summary.setText(_("変更の影響を調べています"))
        handle = self._desk.read(
            tried_effect(self._tried, self._before, self.draft.scheme, self._as_of),
            done=lambda found: self._show_effect(handle, *found),
            failed=lambda error: self.summary.setText("　".join(sentences_of(error))),
            owner=self,
        )
        self._trying = handle

    def _show_effect(self, handle: TaskHandle, tried: Tried, effect: Effect, after: Scheme) -> None:
        self._tried = tried
        if handle is not self._trying:
            return
        self._trying = None
        self.effect = effect
        self.effects.show_effect(effect, after)
        self.summary.setText(summary_text(effect))
        self.switch.set_text(EFFECT, _("影響（{count:,}人）").format(count=len(effect.moved)))
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


def tried_effect(
    tried: Tried | None, before: Scheme, after: Scheme, as_of: date
) -> Callable[[Database], tuple[Tried, Effect, Scheme]]:
    """Return what judges everybody in the worker, reading again only where that is needed."""

    def work(database: Database) -> tuple[Tried, Effect, Scheme]:
        enough = tried
        if enough is None or not enough.covers(after):
            enough = gathered_for(database, before, as_of, after)
        return enough, effect_of(enough, before, after), after

    return work

"""One session: its facts, and the parts 名簿, 出欠, 修了, 外部, アンケート."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from skilltrack.domain.sessions.definition import SessionState
from skilltrack.domain.sessions.figures import CompletionPlan, SessionSheet
from skilltrack.gui.office.sessions.outcome_parts import CompletionPart, GuestsPart, SurveyPart
from skilltrack.gui.office.sessions.people_parts import PresencePart, RosterPart
from skilltrack.gui.office.sessions.rows import SESSION_TONES
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import Space, TextRole, Tone, menu_button
from skilltrack.gui.widgets.tables import TableView
from skilltrack.gui.widgets.texts import LineLabel, ToneLabel
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.sessions import counts_text, day_text, mode_name, state_name, yen
from skilltrack.i18n.texts import _

ROSTER, PRESENCE, COMPLETION = "roster", "presence", "completion"
GUESTS, SURVEY = "guests", "survey"
STATE_TEXTS = {
    SessionState.OPEN: _("受付を始める"),
    SessionState.CLOSED: _("受付を終える"),
    SessionState.HELD: _("実施済みにする"),
    SessionState.PLANNED: _("計画に戻す"),
    SessionState.CANCELLED: _("中止する"),
}
NEXT_STATES = {
    SessionState.PLANNED: (SessionState.OPEN, SessionState.HELD, SessionState.CANCELLED),
    SessionState.OPEN: (SessionState.CLOSED, SessionState.HELD, SessionState.CANCELLED),
    SessionState.CLOSED: (SessionState.HELD, SessionState.OPEN, SessionState.CANCELLED),
    SessionState.HELD: (SessionState.CLOSED,),
    SessionState.CANCELLED: (SessionState.PLANNED,),
}


class SessionView(QWidget):
    """Shows a session; emits what is asked for."""

    list_requested = Signal()
    change_requested = Signal()
    state_requested = Signal(object)
    """Carries the ``SessionState`` wanted."""
    roster_saved = Signal()
    invitations_saved = Signal()
    report_saved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.back_button = QPushButton(_("一覧へ戻る"))
        self.title = LineLabel("", TextRole.SECTION)
        self.state = ToneLabel("", Tone.INFO)
        self.facts = LineLabel("", TextRole.BODY)
        self.figures = LineLabel("", TextRole.SECONDARY)
        self.more_button = menu_button(_("この実施回"))
        self.switch = Switch(
            (
                (ROSTER, _("名簿")),
                (PRESENCE, _("出欠")),
                (COMPLETION, _("修了")),
                (GUESTS, _("外部")),
                (SURVEY, _("アンケート")),
            )
        )
        self.roster = RosterPart()
        self.presence = PresencePart()
        self.completion = CompletionPart()
        self.guests = GuestsPart()
        self.survey = SurveyPart()
        self._parts = QStackedWidget()
        self.sheet: SessionSheet | None = None
        self._menu = QMenu(self.more_button)
        self.more_button.setMenu(self._menu)
        self._lay_out()
        self._make_sheet_menu()
        self.switch.chosen.connect(lambda _key: self._show_part())
        self.back_button.clicked.connect(self.list_requested)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self.title, 1)
        head.addWidget(self.state)
        head.addWidget(self.more_button)
        below = QHBoxLayout()
        below.setSpacing(Space.M)
        below.addWidget(self.switch)
        below.addWidget(self.figures, 1)
        for part in (self.roster, self.presence, self.completion, self.guests, self.survey):
            self._parts.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(head)
        column.addWidget(self.facts)
        column.addLayout(below)
        column.addWidget(self._parts, 1)

    def _make_sheet_menu(self) -> None:
        menu = QMenu(self.presence.file_button)
        for text, asked in (
            (_("出席簿をExcelに書き出す"), self.presence.sheet_requested),
            (_("記入した出席簿を取り込む"), self.presence.collect_requested),
        ):
            menu.addAction(text).triggered.connect(lambda _on=False, asked=asked: asked.emit())
        self.presence.file_button.setMenu(menu)

    def _fill_menu(self, state: SessionState) -> None:
        menu = self._menu
        menu.clear()
        menu.addAction(_("内容を変える")).triggered.connect(lambda: self.change_requested.emit())
        for wanted in NEXT_STATES[state]:
            menu.addAction(STATE_TEXTS[wanted]).triggered.connect(
                lambda _on=False, wanted=wanted: self.state_requested.emit(wanted)
            )
        menu.addSeparator()
        menu.addAction(_("申込みの一覧を取り込む")).triggered.connect(
            lambda: self.roster.applications_requested.emit()
        )
        menu.addSeparator()
        for text, asked in (
            (_("名簿をExcelに書き出す"), self.roster_saved),
            (_("案内を所属ごとに書き出す"), self.invitations_saved),
            (_("実施報告をExcelに書き出す"), self.report_saved),
        ):
            menu.addAction(text).triggered.connect(lambda _on=False, asked=asked: asked.emit())

    def show_session(self, sheet: SessionSheet, plan: CompletionPlan) -> None:
        """Show a session; the part chosen before stays chosen."""
        self.sheet = sheet
        one = sheet.session
        self.title.setText(one.title)
        self.state.set_state(state_name(one), SESSION_TONES[one.state] or Tone.INFO)
        self._fill_menu(one.state)
        self.facts.setText(_facts(sheet))
        self.facts.setToolTip(_facts(sheet))
        self.figures.setText(counts_text(sheet.line.counts))
        self.roster.show_sheet(sheet)
        self.presence.show_sheet(sheet)
        self.completion.show_plan(plan)
        self.guests.show_sheet(sheet)
        self.survey.show_sheet(sheet)
        self._show_part()

    def _show_part(self) -> None:
        order = (ROSTER, PRESENCE, COMPLETION, GUESTS, SURVEY)
        self._parts.setCurrentIndex(order.index(self.switch.current))

    def shown_table(self) -> TableView[Any]:
        """Return the table in sight."""
        tables: dict[str, TableView[Any]] = {
            ROSTER: self.roster.table,
            PRESENCE: self.presence.table,
            COMPLETION: self.completion.table,
            GUESTS: self.guests.table,
            SURVEY: self.survey.table(),
        }
        return tables[self.switch.current]


def _facts(sheet: SessionSheet) -> str:
    one, line = sheet.session, sheet.line
    days = [day_text(day) for day in one.days[:2]]
    if len(one.days) > 2:
        days.append(_("ほか{count}日").format(count=len(one.days) - 2))
    apply_by = "" if one.apply_by is None else wareki_short(one.apply_by)
    parts = (
        _("、").join(days) or _("日程未定"),
        one.place,
        mode_name(one),
        _("講師 {name}").format(name=one.lecturer) if one.lecturer else "",
        _("申込期限 {on}").format(on=apply_by) if apply_by else "",
        _("費用 {yen}").format(yen=yen(line.cost)) if line.cost is not None else "",
        one.note if one.note != NO_FIGURE else "",
    )
    return _("　").join(part for part in parts if part)

"""実施回: the sessions of a year, and one of them with its people."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QMenu, QPushButton, QStackedWidget

from skilltrack.domain.sessions.definition import SessionState
from skilltrack.domain.sessions.figures import CompletionPlan, Fate, SessionSheet, SessionYear
from skilltrack.gui.office.asking import table_files
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.sessions.actions import COMPLETIONS_CHANGED, SessionActions
from skilltrack.gui.office.sessions.list_view import DAYS, SESSIONS, SessionListView
from skilltrack.gui.office.sessions.people_actions import PeopleActions
from skilltrack.gui.office.sessions.session_view import SessionView
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.theme import menu_button, primary_button
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.texts import _
from skilltrack.services.operations import list_operations
from skilltrack.services.sessions import reading as sessions
from skilltrack.services.sessions.completing import complete, preview_completions, scores_from
from skilltrack.services.sessions.reports import (
    save_attendance_sheet,
    save_invitations,
    save_roster,
    save_session_report,
    save_year_report,
)
from skilltrack.store.database import Database
from skilltrack.store.operations import Operation

LIST_PARTS = frozenset({SESSIONS, DAYS})


@dataclass(frozen=True, slots=True)
class SessionsRead:
    """The year, and the session that is open with what completing it would do."""

    year: SessionYear
    sheet: SessionSheet | None
    plan: CompletionPlan | None
    operations: tuple[Operation, ...]


class SessionsPage(Page[SessionsRead]):
    """Connects sessions with the services."""

    key = "sessions"
    concerns = frozenset({Changed.SESSIONS, Changed.TRAINING, Changed.ORGANISATION})

    def __init__(self, desk: Desk) -> None:
        self.view = SessionListView()
        self.session = SessionView()
        self._parts = QStackedWidget()
        self._parts.addWidget(self.view)
        self._parts.addWidget(self.session)
        super().__init__(desk, _("実施回"), "", self._parts)
        self.deeds = SessionActions(desk, self)
        self.people = PeopleActions(self.deeds)
        self.read: SessionsRead | None = None
        self._session_id = ""
        self._scores: Mapping[str, Fraction] = {}
        self.history_button = QPushButton(_("変更の履歴"))
        self.year_button = menu_button(_("年度の報告と目安"))
        self.add_button = primary_button(_("実施回を加える"))
        self._add_year_menu()
        self.add_action(self.session.back_button)
        self.add_action(self.history_button)
        self.add_action(self.year_button)
        self.add_action(self.add_button)
        self._connect()
        self._connect_people()
        self._show_part()

    def _add_year_menu(self) -> None:
        menu = QMenu(self.year_button)
        for text, act in (
            (_("研修実績報告をExcelに書き出す"), partial(self._save_year, is_data=False)),
            (_("実施回のデータを書き出す"), partial(self._save_year, is_data=True)),
            (_("表をExcelに保存"), self._export),
            (_("離席する人数の目安を変える"), self._set_limit),
        ):
            menu.addAction(text).triggered.connect(lambda _on=False, act=act: act())
        self.year_button.setMenu(menu)

    def _connect(self) -> None:
        self.add_button.clicked.connect(self.add_session)
        self.history_button.clicked.connect(self._show_history)
        self.view.session_chosen.connect(
            lambda session_id: self.go(Destination(self.key, part=session_id))
        )
        view = self.session
        view.list_requested.connect(lambda: self.go(Destination(self.key, part=SESSIONS)))
        view.change_requested.connect(lambda: self._with(self._change))
        view.state_requested.connect(
            lambda state: self._with(lambda sheet: self._set_state(sheet, state))
        )
        view.roster_saved.connect(lambda: self._with(self._save_roster))
        view.invitations_saved.connect(lambda: self._with(self._save_invitations))
        view.report_saved.connect(lambda: self._with(self._save_report))

    def _connect_people(self) -> None:
        roster, presence, deeds = self.session.roster, self.session.presence, self.people
        roster.invite_requested.connect(lambda: self._with(deeds.invite))
        roster.enrol_requested.connect(lambda: self._with(deeds.enrol))
        roster.applications_requested.connect(
            lambda: self._with(lambda sheet: deeds.take_applications(sheet.session))
        )
        roster.decline_requested.connect(
            lambda lines: self._with(lambda sheet: deeds.decline(sheet.session, lines))
        )
        roster.carry_requested.connect(
            lambda lines: self._with(lambda sheet: self._carry(sheet, lines))
        )
        presence.save_requested.connect(
            lambda marks: self._with(lambda sheet: deeds.save_marks(sheet.session, marks))
        )
        presence.watched_requested.connect(
            lambda lines: self._with(lambda sheet: deeds.mark_watched(sheet.session, lines))
        )
        presence.sheet_requested.connect(lambda: self._with(self._save_sheet))
        presence.collect_requested.connect(
            lambda: self._with(lambda sheet: deeds.collect(sheet.session))
        )
        completion, guests, survey = (
            self.session.completion,
            self.session.guests,
            self.session.survey,
        )
        completion.complete_requested.connect(lambda: self._with(self._complete))
        completion.scores_requested.connect(self._read_scores)
        guests.add_requested.connect(
            lambda: self._with(lambda sheet: deeds.add_guests(sheet.session))
        )
        guests.state_requested.connect(
            lambda chosen, state: self._with(
                lambda sheet: deeds.mark_guests(sheet.session, chosen, state)
            )
        )
        survey.tallies_requested.connect(lambda: self._with(deeds.enter_tallies))
        survey.file_requested.connect(
            lambda: self._with(lambda sheet: deeds.take_survey(sheet.session))
        )
        for part in (roster, presence, completion):
            part.person_chosen.connect(
                lambda line: self.go(Destination("people", text=line.employee_no, part="person"))
            )

    # Reading

    def reading(self, standpoint: Standpoint) -> Callable[[Database], SessionsRead]:
        year, as_of = standpoint.fiscal_year, standpoint.as_of
        session_id, scores = self._session_id, self._scores

        def read(database: Database) -> SessionsRead:
            found = sessions.sessions_of_year(database, year, as_of)
            sheet = plan = None
            if session_id:
                sheet = sessions.session_sheet(database, session_id, as_of)
                plan = preview_completions(database, session_id, as_of, scores)
            return SessionsRead(found, sheet, plan, list_operations(database, "sessions"))

        return read

    def emptiness(self, read: SessionsRead) -> EmptyState | None:
        if read.year.lines or read.sheet is not None:
            return None
        self.read = read
        if not read.year.courses:
            empty = EmptyState(
                _("この年度の研修一覧がまだありません。研修を登録すると、実施回を作れます。"),
                _("研修一覧を開く"),
            )
            empty.action_requested.connect(lambda: self.go(Destination("catalogue")))
            return empty
        empty = EmptyState(
            _("実施回を加えると、案内・申込み・出欠・修了をここで扱えます。"), _("実施回を加える")
        )
        empty.action_requested.connect(self.add_session)
        return empty

    def show_read(self, read: SessionsRead) -> None:
        self.read = read
        self.view.show_year(read.year)
        if read.sheet is not None and read.plan is not None:
            self.session.show_session(read.sheet, read.plan)
        self._show_part()

    def _show_part(self) -> None:
        is_one = bool(self._session_id)
        self._parts.setCurrentWidget(self.session if is_one else self.view)
        self.session.back_button.setVisible(is_one)
        self.add_button.setVisible(not is_one)
        self.year_button.setVisible(not is_one)
        self.explanation.setText(
            _("名簿、出欠、修了、アンケートを扱います。行を開くと職員のページへ進みます。")
            if is_one
            else _("年度の研修の実施回です。行を開くと、名簿と出欠へ進みます。")
        )

    def table(self) -> TableView[Any]:
        return self.session.shown_table() if self._session_id else self.view.shown_table()

    def search(self, text: str) -> None:
        tables: list[TableView[Any]] = [self.view.sessions, self.view.days]
        if self._session_id:
            view = self.session
            tables = [view.roster.table, view.presence.table, view.completion.table]
        for table in tables:
            table.filter.set_text(text)

    def visit(self, destination: Destination) -> None:
        wanted = "" if destination.part in LIST_PARTS else destination.part
        if destination.part in LIST_PARTS:
            self.view.switch.choose(destination.part)
        if wanted != self._session_id:
            self._session_id = wanted
            self._scores = {}
            self._show_part()
            self.reload()

    def here(self) -> Destination:
        return Destination(self.key, part=self._session_id or self.view.switch.current)

    def _with(self, act: Callable[[SessionSheet], object]) -> None:
        if self.read is not None and self.read.sheet is not None:
            act(self.read.sheet)

    # Acting

    def add_session(self) -> None:
        """Ask for a session, and open it."""
        if self.read is not None and self.standpoint is not None:
            self.deeds.edit(self.read.year.courses, self.standpoint.fiscal_year, self._open)

    def _open(self, session_id: str) -> None:
        if session_id != self._session_id:
            self.go(Destination(self.key, part=session_id))

    def _change(self, sheet: SessionSheet) -> None:
        if self.read is not None and self.standpoint is not None:
            courses = ((sheet.session.course, sheet.line.course_name),)
            self.deeds.edit(courses, self.standpoint.fiscal_year, self._open, sheet.session)

    def _set_state(self, sheet: SessionSheet, state: SessionState) -> None:
        self.deeds.set_state(sheet.session, state)

    def _carry(self, sheet: SessionSheet, lines: tuple[Any, ...]) -> None:
        if self.read is not None:
            self.people.carry(sheet.session, lines, self.read.year)

    def _set_limit(self) -> None:
        if self.read is not None:
            self.deeds.set_limit(self.read.year)

    def _read_scores(self) -> None:
        path = self.desk.asking.file_to_open(self, _("確認テストの点数の表"), table_files())
        if path is None:
            return

        def take(scores: Mapping[str, Fraction]) -> None:
            self._scores = scores
            self.reload()

        self.desk.act(
            _("点数を読み込んでいます"),
            lambda _database, _progress: scores_from(path),
            done=take,
            owner=self,
        )

    def _complete(self, sheet: SessionSheet) -> None:
        plan = None if self.read is None else self.read.plan
        if plan is None or self.standpoint is None:
            return
        on, scores = self.standpoint.as_of, self._scores
        session_id = sheet.session.session_id
        text = _("修了とする {new}人、内容を直す {changed}人、取り消す {withdrawn}人。").format(
            new=plan.count(Fate.NEW),
            changed=plan.count(Fate.CHANGED),
            withdrawn=plan.count(Fate.WITHDRAWN),
        )
        if not self.desk.asking.decision(
            self,
            _("修了を記録する"),
            text + _("\n先に修了している人の記録は変わりません。変更の履歴から元に戻せます。"),
            _("修了を記録する"),
        ):
            return
        self.deeds.act(
            _("修了を記録しています"),
            lambda database: complete(database, session_id, on, scores),
            lambda done: _("修了を{count}人記録しました。").format(count=done.recorded),
            changes=COMPLETIONS_CHANGED,
        )

    def _show_history(self) -> None:
        self.deeds.show_operations(
            _("実施回の変更の履歴"),
            _("実施回を変えると、その履歴がここに並びます。"),
            () if self.read is None else self.read.operations,
        )

    # Workbooks

    def _export(self) -> None:
        self.export_table(self.view.shown_table(), _("実施回"))

    def _save_year(self, *, is_data: bool) -> None:
        if self.standpoint is None:
            return
        year, on = self.standpoint.fiscal_year, self.standpoint.as_of
        name = _("実施回_{year}.xlsx") if is_data else _("研修実績報告_{year}.xlsx")
        self.deeds.save(
            _("年度の報告をExcelに書き出す"),
            name.format(year=year.year),
            lambda database, path: save_year_report(database, year, path, on, is_data=is_data),
            _("「{file}」に{count}回分を書き出しました。"),
        )

    def _save_roster(self, sheet: SessionSheet) -> None:
        self._save(
            sheet, save_roster, _("名簿_{title}.xlsx"), _("「{file}」に{count}人を書き出しました。")
        )

    def _save_sheet(self, sheet: SessionSheet) -> None:
        told = _("「{file}」に{count}人の出席簿を書き出しました。")
        self._save(sheet, save_attendance_sheet, _("出席簿_{title}.xlsx"), told)

    def _save_report(self, sheet: SessionSheet) -> None:
        told = _("「{file}」に実施報告（出席{count}人）を書き出しました。")
        self._save(sheet, save_session_report, _("実施報告_{title}.xlsx"), told)

    def _save(
        self, sheet: SessionSheet, save: Callable[..., int], suggested: str, told: str
    ) -> None:
        session_id, on = sheet.session.session_id, sheet.as_of
        self.deeds.save(
            _("Excelに書き出す"),
            suggested.format(title=sheet.session.title),
            lambda database, path: save(database, session_id, path, on),
            told,
        )

    def _save_invitations(self, sheet: SessionSheet) -> None:
        folder = self.desk.asking.folder(self, _("所属ごとの案内を置くフォルダー"))
        if folder is None:
            return
        session_id, on = sheet.session.session_id, sheet.as_of

        def tell(paths: tuple[Path, ...]) -> None:
            text = _("案内を{count}所属分書き出しました。").format(count=len(paths))
            self.desk.tell(text, folder=folder)

        self.desk.act(
            _("案内を書き出しています"),
            lambda database, progress: save_invitations(
                database, session_id, folder, on, progress=progress
            ),
            done=tell,
            owner=self,
        )

"""Rounds: opened, handed out, collected, followed and closed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QPushButton

from skilltrack.domain.inclusion import Figure
from skilltrack.domain.problems import SkilltrackError
from skilltrack.domain.rounds.definition import TAKEN, Collection, Decision
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.closed_note import ClosedNote
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.inclusion.counting import Counting
from skilltrack.gui.office.inclusion.note import AskedRound
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.rounds.actions import RoundActions
from skilltrack.gui.office.rounds.dialog import RoundChoices, RoundDialog
from skilltrack.gui.office.rounds.population_form import PopulationChoices
from skilltrack.gui.office.rounds.rows import RoundRow, by_gravity
from skilltrack.gui.office.rounds.view import DAYS, FILES, PEOPLE, RATES, WAITING, RoundsView
from skilltrack.gui.office.rounds.watching import Watch
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.names import (
    BUCKET_NAMES,
)
from skilltrack.i18n.problems import sentences_of
from skilltrack.i18n.texts import _
from skilltrack.services import collecting, definitions, overview, questionnaires
from skilltrack.services.rounds import chasing, decisions
from skilltrack.services.rounds import running as rounds
from skilltrack.services.rounds.coverage import coverage_of_round
from skilltrack.services.rounds.decisions import WaitingAnswer
from skilltrack.services.rounds.running import RoundOrder
from skilltrack.services.years.closed_figures import round_shown
from skilltrack.store.database import Database
from skilltrack.store.rounds import RoundRecord

TITLES = {
    RATES: _("回答率"),
    DAYS: _("日ごとの回答率"),
    PEOPLE: _("未回答者"),
    WAITING: _("確認待ちの回答"),
    FILES: _("届いたファイル"),
}


class RoundsPage(Page[tuple[RoundRow, ...]]):
    """Connects the rounds with the services."""

    key = "rounds"
    concerns = frozenset({Changed.ROUNDS, Changed.RESPONSES, Changed.INCLUSION, Changed.YEARS})

    def __init__(self, desk: Desk) -> None:
        self.view = RoundsView()
        super().__init__(
            desk,
            _("調査"),
            _("届いた回答を回収し、所属ごとに見ます。行をダブルクリックすると未回答者が開きます。"),
            self.view,
        )
        self.open_button = QPushButton(_("調査を始める"))
        self.open_button.clicked.connect(self.prepare_round)
        self.add_action(self.open_button)
        told = _("数え方を変えても、始めた調査の対象は変わりません。")
        self.counting = Counting(self, Figure.ANSWERS, told)
        self.closed = ClosedNote(self, has_people=True)
        self.dialog: RoundDialog | None = None
        self.deeds = RoundActions(desk, self)
        self.watch = Watch(
            self._look, lambda: desk.is_acting or desk.records is not desk.database, self
        )
        self._connect()

    def _connect(self) -> None:
        view, deeds = self.view, self.deeds
        view.collect_requested.connect(lambda row: self.collect(row))
        view.collect_elsewhere_requested.connect(self._collect_elsewhere)
        view.watch_requested.connect(lambda is_on: self.watch.turn(is_on=is_on))
        view.close_requested.connect(self._close)
        view.folder_requested.connect(self._show_folder)
        view.export_requested.connect(self._export)
        view.hand_out_requested.connect(deeds.hand_out)
        view.forms_requested.connect(lambda row: deeds.write_forms(row, by_department=False))
        view.unit_forms_requested.connect(lambda row: deeds.write_forms(row, by_department=True))
        view.paper_requested.connect(deeds.write_paper)
        view.codes_requested.connect(deeds.write_codes)
        view.reminders_requested.connect(
            lambda row: deeds.write_reminders(row, by_department=False)
        )
        view.unit_reminders_requested.connect(
            lambda row: deeds.write_reminders(row, by_department=True)
        )
        view.round_chosen.connect(self._show_chosen)
        view.results_requested.connect(self._show_results)
        view.reissue_requested.connect(deeds.reissue_code)
        view.problems_requested.connect(deeds.write_problems)
        view.waiting.decided.connect(self._decide)

    def reading(self, _standpoint: Standpoint) -> Callable[[Database], tuple[RoundRow, ...]]:
        today, is_live = self.desk.today, self.closed.is_live

        def read(database: Database) -> tuple[RoundRow, ...]:
            return tuple(
                RoundRow(
                    record,
                    round_shown(database, record.round_id, is_live=is_live),
                    chasing.participation(database, record.round_id, today=today, is_live=is_live),
                    chasing.owing(database, record.round_id, today=today),
                    by_gravity(collecting.collected_files(database, record.round_id)),
                    decisions.waiting(database, record.round_id),
                    coverage_of_round(database, record.round_id),
                    today,
                )
                for record in rounds.list_rounds(database)
            )

        return read

    def emptiness(self, read: tuple[RoundRow, ...]) -> EmptyState | None:
        if read:
            return None
        empty = EmptyState(
            _("調査を始めると、配布するファイルと、所属ごとの回答率がここに出ます。"),
            _("調査を始める"),
        )
        empty.action_requested.connect(self.prepare_round)
        return empty

    def show_read(self, read: tuple[RoundRow, ...]) -> None:
        self.view.show_rounds(read)

    def _show_chosen(self, row: RoundRow) -> None:
        record = row.record
        self.closed.show_closed(row.status.closed)
        self.counting.show_asked(AskedRound(record.round_id, record.title, row.counted))

    def table(self) -> TableView[Any]:
        return self.view.rates

    def search(self, text: str) -> None:
        self.view.rates.filter.set_text(text)
        self.view.people.filter.set_text(text)
        self.view.files.filter.set_text(text)

    def visit(self, destination: Destination) -> None:
        if destination.part in TITLES:
            self.view.switch.choose(destination.part)
        if destination.round_id:
            self.view.choose_round(destination.round_id)

    def here(self) -> Destination:
        return Destination(self.key, part=self.view.switch.current)

    def _export(self) -> None:
        self.export_table(self.view.shown_table(), TITLES[self.view.switch.current])

    # Opening

    def prepare_round(self) -> None:
        """Open the form for a new round."""
        today = self.desk.today

        def read(database: Database) -> RoundChoices:
            schemes = definitions.list_schemes(database)
            bands = {band.code: band.name for one in schemes for band in one.bands}
            roles = {role.code: role.name for one in schemes for role in one.roles}
            return RoundChoices(
                tuple(
                    (one.questionnaire.id, one.questionnaire.version, one.questionnaire.title)
                    for one in questionnaires.list_versions(database)
                ),
                tuple((one.id, one.name) for one in schemes),
                PopulationChoices(
                    tuple(bands.items()),
                    tuple(roles.items()),
                    overview.department_choices(database, today),
                ),
            )

        self.desk.read(read, done=self._show_dialog, failed=self.desk.tell_error, owner=self)

    def _show_dialog(self, choices: RoundChoices) -> None:
        self.dialog = RoundDialog(choices, self.desk.today, self.desk.asking, self)
        self.dialog.submitted.connect(self._open)
        self.dialog.population_changed.connect(self._count_asked)
        self.dialog.open()
        self._count_asked(self.dialog.order())

    def _count_asked(self, order: RoundOrder) -> None:
        dialog = self.dialog
        if dialog is None:
            return
        self.desk.read(
            lambda database: len(rounds.preview_asked(database, order)),
            done=dialog.show_asked,
            failed=lambda _error: dialog.show_asked_unknown(),
            owner=dialog,
        )

    def _open(self, order: RoundOrder, folder: Path) -> None:
        def work(database: Database) -> tuple[RoundRecord, Path]:
            record = rounds.open_round(database, order, folder)
            return record, rounds.hand_out(database, record.round_id)

        self.desk.act(
            _("調査を準備しています"),
            lambda database, _progress: work(database),
            done=self._tell_opened,
            failed=self._tell_not_opened,
            owner=self,
            changes=frozenset({Changed.ROUNDS}),
        )

    def _tell_opened(self, opened: tuple[RoundRecord, Path]) -> None:
        record, package = opened
        if self.dialog is not None:
            self.dialog.accept()
        self.view.wanted = record.round_id
        self.desk.tell(
            _("「{title}」を始めました。職員に配るファイルは「{file}」です。").format(
                title=record.title, file=package.name
            ),
            folder=package.parent,
        )

    def _tell_not_opened(self, error: SkilltrackError) -> None:
        if self.dialog is not None:
            self.dialog.show_problems(sentences_of(error))

    # What is done with a round

    def _collect_elsewhere(self, row: RoundRow) -> None:
        folder = self.desk.asking.folder(self, _("回収するフォルダー"))
        if folder is not None:
            self.collect(row, folder)

    def collect(self, row: RoundRow, inbox: Path | None = None) -> None:
        """Take the answers that have come in; None is the folder of the round."""
        today = self.desk.today
        self.desk.act(
            _("回答を取り込んでいます"),
            lambda database, progress: collecting.collect(
                database, row.record.round_id, today=today, inbox=inbox, progress=progress
            ),
            done=lambda collection: self._tell_collected(row, collection),
            owner=self,
            changes=frozenset({Changed.RESPONSES}),
        )

    def _tell_collected(self, row: RoundRow, collection: Collection) -> None:
        self.deeds.collected[row.record.round_id] = collection
        if not self._tell_new(collection):
            self.desk.tell(_("新しく届いた回答はありません。"), Tone.INFO)
            return
        self.view.switch.choose(FILES)

    def _tell_new(self, collection: Collection) -> bool:
        """Tell what was collected; nothing is told when nothing was."""
        counts = collection.counts
        summary = _("、").join(
            _("{name} {count:,}件").format(name=name, count=counts[bucket])
            for bucket, name in BUCKET_NAMES.items()
            if counts[bucket]
        )
        if summary:
            has_doubt = any(counts[bucket] for bucket in counts if bucket not in TAKEN)
            self.desk.tell(
                _("回収しました。{summary}。").format(summary=summary),
                Tone.ATTENTION if has_doubt else Tone.GOOD,
            )
        return bool(summary)

    def _look(self) -> None:
        """Collect what has come in, and say so only when something has."""
        row = self.view.row
        if row is None or row.record.is_closed:
            return
        today = self.desk.today

        def done(collection: Collection) -> None:
            self.deeds.collected[row.record.round_id] = collection
            if self._tell_new(collection):
                self.desk.changed.emit(frozenset({Changed.RESPONSES}))

        self.desk.read(
            lambda database: collecting.collect(database, row.record.round_id, today=today),
            done=done,
            failed=self._stop_watching,
            owner=self,
        )

    def _stop_watching(self, error: SkilltrackError) -> None:
        self.view.watch_box.setChecked(False)
        self.desk.tell_error(error)

    def _decide(self, answer: WaitingAnswer, decision: Decision, why: str) -> None:
        if self.view.row is not None:
            self.deeds.decide(self.view.row, answer, decision, why)

    def _close(self, row: RoundRow) -> None:
        text = _(
            "締め切ると、この後に届いた回答は期間外になり、担当者が1件ずつ決めます。"
            "締切は取り消せません。まだ回収していない回答がある場合は、先に回収します。"
        )
        title = _("「{title}」を締め切ります").format(title=row.record.title)
        if not self.desk.asking.decision(self, title, text, _("締め切る")):
            return
        self.desk.act(
            _("締め切っています"),
            lambda database, _progress: rounds.close_round(database, row.record.round_id),
            done=lambda record: self.desk.tell(
                _("「{title}」を締め切りました。").format(title=record.title)
            ),
            owner=self,
            changes=frozenset({Changed.ROUNDS}),
        )

    def _show_results(self, row: RoundRow) -> None:
        self.go(Destination("analysis", round_id=row.record.round_id))

    def _show_folder(self, row: RoundRow) -> None:
        def read(database: Database) -> Path:
            with database.reading() as session:
                return rounds.round_folder(session, row.record.round_id)

        self.desk.read(
            read, done=self.desk.asking.show_folder, failed=self.desk.tell_error, owner=self
        )

"""What is done with seat plans."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.problems import SkilltrackError
from skilltrack.domain.progress import Progress
from skilltrack.domain.seats.plans import PlanOrder
from skilltrack.domain.seats.sheets import PlanLine, PlanSheet, SeatLine, UnservedLine
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.deeds import Deeds
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.seats.dialogs import (
    ApplyDialog,
    DeleteDialog,
    DraftDialog,
    PlaceDialog,
    again,
)
from skilltrack.gui.office.seats.plan_dialog import PlanDialog
from skilltrack.i18n.problems import sentences_of
from skilltrack.i18n.seats import dated_title
from skilltrack.i18n.texts import _
from skilltrack.services.seats import reports
from skilltrack.services.seats.applying import Applied, apply_plan, fix_seats, place_by_hand
from skilltrack.services.seats.options import PlanOptions, plan_options
from skilltrack.services.seats.planning import (
    AREA,
    PlanDraft,
    delete_plan,
    draft_plan,
    save_plan,
)
from skilltrack.services.seats.sheets import breach_names
from skilltrack.store.database import Database

PLANS_CHANGED = frozenset({Changed.SEATS})
APPLIED = frozenset({Changed.SEATS, Changed.SESSIONS})


class SeatsActions(Deeds):
    """Asks, acts and tells for the page 受講計画."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(desk, page, PLANS_CHANGED, APPLIED)

    def show_all(self) -> None:
        """List what was changed here."""
        self.show_history(_("受講計画の変更の履歴"), _("受講計画の変更はまだありません。"), AREA)

    # Making a plan

    def make(self, year: FiscalYear, before: PlanLine | None = None) -> None:
        """Ask what a plan is to be like, work it out, and keep it when that is wanted."""
        as_of = self.desk.today
        order = None if before is None else again(before.record.order, before.plan_id)

        self.desk.act(
            _("必要な席を数えています"),
            lambda database, _progress: plan_options(database, year, as_of),
            done=lambda options: self._ask(options, order),
            owner=self.page,
        )

    def _ask(self, options: PlanOptions, order: PlanOrder | None) -> None:
        dialog = PlanDialog(options, order, self.page)
        dialog.submitted.connect(lambda: self._work_out(options, dialog))
        self.open(dialog)

    def _work_out(self, options: PlanOptions, dialog: PlanDialog) -> None:
        """Leave the form while the plan is worked out, so that 中止 can be reached."""
        order = dialog.order()
        dialog.hide()

        def failed(error: SkilltrackError) -> None:
            dialog.open()
            dialog.show_problems(sentences_of(error))

        self.desk.act(
            _("受講計画を作っています（最長{seconds}秒）").format(seconds=order.seconds),
            partial(_drafted, order),
            done=lambda found: self._offer(*found, options),
            failed=failed,
            owner=self.page,
        )

    def _offer(self, draft: PlanDraft, names: Sequence[str], options: PlanOptions) -> None:
        dialog = DraftDialog(draft, names, self.page)
        dialog.change_requested.connect(lambda: self._ask(options, draft.order))
        dialog.submitted.connect(
            lambda: self.act(
                _("受講計画を保存しています"),
                lambda database: save_plan(database, draft),
                lambda _plan_id: _("受講計画「{title}」を残しました。").format(
                    title=draft.order.title
                ),
                dialog,
            )
        )
        self.open(dialog)

    # By hand

    def fix(self, sheet: PlanSheet, lines: Sequence[SeatLine], *, is_fixed: bool) -> None:
        """Fix seats, or let them go."""
        keys = [(line.record.employee_no, line.record.course) for line in lines]
        told = _("{count}席を固定しました。") if is_fixed else _("{count}席の固定を解除しました。")
        self.act(
            _("席を記録しています"),
            lambda database: fix_seats(database, sheet.line.plan_id, keys, is_fixed=is_fixed),
            lambda count: told.format(count=count),
        )

    def place(self, sheet: PlanSheet, line: SeatLine | UnservedLine) -> None:
        """Ask for a session, and seat somebody in it."""
        sessions = [
            (one.taken.session_id, one.title if one.session is None else dated_title(one.session))
            for one in sheet.sessions
            if one.taken.course == line.record.course
        ]
        dialog = PlaceDialog(line, sessions, self.page)
        key = (line.record.employee_no, line.record.course)
        dialog.submitted.connect(
            lambda: self.act(
                _("席を記録しています"),
                lambda database: place_by_hand(
                    database,
                    sheet.line.plan_id,
                    [key],
                    dialog.session_id,
                    dialog.reason.text(),
                ),
                lambda _count: _("{name}の席を決めました。").format(name=line.person.name),
                dialog,
            )
        )
        self.open(dialog)

    # Carrying out

    def apply(self, line: PlanLine) -> None:
        """Show what applying a plan would do, and apply it."""
        on = self.desk.today

        def ask(found: Applied) -> None:
            dialog = ApplyDialog(line, found, self.page)
            dialog.submitted.connect(
                lambda: self.act(
                    _("実施回に反映しています"),
                    lambda database: apply_plan(database, line.plan_id, on, dialog.reason.text()),
                    lambda done: _("{count}人の申込みを実施回に登録しました。").format(
                        count=done.enrolled + done.waiting
                    ),
                    dialog,
                    changes=APPLIED,
                )
            )
            self.open(dialog)

        self.desk.act(
            _("反映を確かめています"),
            lambda database, _progress: apply_plan(database, line.plan_id, on, is_dry_run=True),
            done=ask,
            owner=self.page,
        )

    def delete(self, line: PlanLine) -> None:
        """Ask for the reason, and delete a plan."""
        dialog = DeleteDialog(line, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("受講計画を削除しています"),
                lambda database: delete_plan(database, line.plan_id, dialog.reason.text()),
                lambda gone: _("受講計画「{title}」を削除しました。").format(
                    title=gone.order.title
                ),
                dialog,
            )
        )
        self.open(dialog)

    # Workbooks

    def save_departments(self, line: PlanLine) -> None:
        """Write what heads are given: a sheet for each department."""
        self.save(
            _("所属ごとにExcelに書き出す"),
            _("受講計画_所属別_{title}.xlsx").format(title=line.title),
            lambda database, path: reports.save_department_sheets(database, line.plan_id, path),
            _("「{file}」に{count}席を書き出しました。"),
        )

    def save_sessions(self, line: PlanLine) -> None:
        """Write a sheet for each session."""
        self.save(
            _("実施回ごとにExcelに書き出す"),
            _("受講計画_実施回別_{title}.xlsx").format(title=line.title),
            lambda database, path: reports.save_session_lists(database, line.plan_id, path),
            _("「{file}」に{count}席を書き出しました。"),
        )

    def save_data(self, line: PlanLine) -> None:
        """Write all of a plan as data."""
        self.save(
            _("データを書き出す"),
            _("受講計画_データ_{title}.xlsx").format(title=line.title),
            lambda database, path: reports.save_plan_data(database, line.plan_id, path),
            _("「{file}」に{count}席を書き出しました。"),
        )


def _drafted(
    order: PlanOrder, database: Database, progress: Progress
) -> tuple[PlanDraft, tuple[str, ...]]:
    draft = draft_plan(database, order, progress)
    return draft, breach_names(database, draft)

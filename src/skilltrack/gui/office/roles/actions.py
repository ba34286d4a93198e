"""What is done with roles, recruitments and meetings: a form, then one service in the worker."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtWidgets import QWidget

from skilltrack.domain.appointments import (
    AppointmentLine,
    NominationLine,
    NominationState,
    Recruitment,
    RecruitmentLine,
    RoleRule,
    Standing,
    Transferred,
)
from skilltrack.domain.problems import SkilltrackError
from skilltrack.gui.office.asking import excel_files
from skilltrack.gui.office.changes import Changed, Changes
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.office.roles.dialogs import EndDialog, ExtendDialog, GiveDialog, RuleDialog
from skilltrack.gui.office.roles.history import HistoryDialog
from skilltrack.gui.office.roles.recruitment_dialogs import (
    ApplyDialog,
    CloseDialog,
    DecideDialog,
    RecruitmentDialog,
)
from skilltrack.gui.office.roles.view import RoleChoice
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.problems import sentences_of
from skilltrack.i18n.texts import _
from skilltrack.services import operations, overview
from skilltrack.services.roles import appointments, recruitment
from skilltrack.services.roles import figures as role_figures
from skilltrack.store.database import Database
from skilltrack.store.operations import Operation

Result = TypeVar("Result")

ROLES_CHANGED: Changes = frozenset({Changed.ORGANISATION})
RECRUITMENT_CHANGED: Changes = frozenset({Changed.ORGANISATION, Changed.MEETINGS})


class RolesActions:
    """Asks, acts and tells for a page; ``dialog`` is the form that is open."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        self.desk = desk
        self.page = page
        self.dialog: FormDialog | HistoryDialog | None = None

    def open(self, dialog: FormDialog) -> None:
        """Show a form."""
        self.dialog = dialog
        dialog.open()

    def act(
        self,
        text: str,
        work: Callable[[Database], Result],
        told: Callable[[Result], str],
        changes: Changes,
        dialog: FormDialog | None = None,
    ) -> None:
        """Run a service; what stands against it is told in the form, if one asked for it."""

        def done(result: Result) -> None:
            if dialog is not None:
                dialog.accept()
            self.desk.tell(told(result))

        def failed(error: SkilltrackError) -> None:
            if dialog is None:
                self.desk.tell_error(error)
            else:
                dialog.show_problems(sentences_of(error))

        self.desk.act(
            text,
            lambda database, _progress: work(database),
            done=done,
            failed=failed,
            owner=self.page,
            changes=changes,
        )

    def save(
        self, title: str, suggested: str, work: Callable[[Database, Path], int], told: str
    ) -> None:
        """Write a workbook where the user wants it; ``told`` has a place for the count."""
        path = self.desk.asking.file_to_save(self.page, title, suggested, excel_files())
        if path is None:
            return
        self.desk.act(
            _("ファイルを書き出しています"),
            lambda database, _progress: work(database, path),
            done=lambda count: self.desk.tell(
                told.format(file=path.name, count=count), folder=path.parent
            ),
            owner=self.page,
        )

    # Appointments

    def give(self, role: RoleChoice) -> None:
        """Ask whom to give a role, and give it."""
        dialog = GiveDialog(self.desk, role.name, role.rule, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("任命しています"),
                partial(
                    appointments.give, gifts=dialog.gifts(), reason=dialog.reason.text().strip()
                ),
                lambda given: _("{role}に{count}人を任命しました。").format(
                    role=role.name, count=len(given)
                ),
                ROLES_CHANGED,
                dialog,
            )
        )
        self.open(dialog)

    def end(self, lines: Sequence[AppointmentLine]) -> None:
        """Ask for the last day and the reason, and end the role of those chosen."""
        held = [line for line in lines if line.standing is not Standing.AHEAD]
        if not held:
            return
        dialog = EndDialog(held, self.desk.today, self.page)
        numbers = [line.employee_no for line in held]
        dialog.submitted.connect(
            lambda: self.act(
                _("任命を終えています"),
                partial(
                    appointments.end,
                    role=held[0].role,
                    last_days=dict.fromkeys(numbers, dialog.last_day.day),
                    reason=dialog.reason.text(),
                ),
                lambda ended: _("{count}人の任命を{day}までとしました。").format(
                    count=len(ended), day=wareki(dialog.last_day.day)
                ),
                ROLES_CHANGED,
                dialog,
            )
        )
        self.open(dialog)

    def extend(self, lines: Sequence[AppointmentLine], role: RoleChoice) -> None:
        """Ask until when, and extend the role of those chosen."""
        held = [line for line in lines if line.valid.last_day is not None]
        if not held:
            return
        dialog = ExtendDialog(held, role.rule, self.desk.today, self.page)
        on = max(line.valid.start or self.desk.today for line in held)
        day = max(on, self.desk.today)
        day = min([day, *(line.valid.last_day for line in held if line.valid.last_day)])
        dialog.submitted.connect(
            lambda: self.act(
                _("任期を延ばしています"),
                partial(
                    appointments.extend,
                    role=role.code,
                    numbers=[line.employee_no for line in held],
                    on=day,
                    until=dialog.last_day.day,
                    reason=dialog.reason.text().strip(),
                ),
                lambda longer: _("{count}人の任期を延ばしました。").format(count=len(longer)),
                ROLES_CHANGED,
                dialog,
            )
        )
        self.open(dialog)

    def end_moved(self, role: RoleChoice, moved: Sequence[Transferred]) -> None:
        """Show whose role ends by a transfer, and end it once agreed."""
        chosen = [one for one in moved if one.role == role.code]
        lines = [
            _("・{name}（{then}から{now}へ、{day}）").format(
                name=one.name, then=one.unit_then, now=one.unit_now, day=wareki(one.moved_on)
            )
            for one in chosen[:10]
        ]
        if len(chosen) > len(lines):
            lines.append(_("・ほか{count}人").format(count=len(chosen) - len(lines)))
        lines.append(_("異動の前日で任命を終えます。後で元に戻せます。"))
        title = _("異動した{count}人の任命を終えます").format(count=len(chosen))
        if not self.desk.asking.decision(self.page, title, "\n".join(lines), _("任命を終える")):
            return
        as_of = self.desk.today
        self.act(
            _("任命を終えています"),
            lambda database: role_figures.end_transferred(
                database, role.code, as_of, _("別の評価単位への異動")
            ),
            lambda ended: _("{count}人の任命を異動の前日で終えました。").format(count=len(ended)),
            ROLES_CHANGED,
        )

    def set_rule(self, name: str, rule: RoleRule) -> None:
        """Ask for the rule of a role, or for a new role, and set it."""
        dialog = RuleDialog(name, rule, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("決まりを登録しています"),
                partial(appointments.set_rule, rule=dialog.rule()),
                lambda _rule: _("役割「{role}」の決まりを登録しました。").format(
                    role=dialog.name.text().strip()
                ),
                ROLES_CHANGED,
                dialog,
            )
        )
        self.open(dialog)

    # Recruitment

    def recruit(self, role: RoleChoice, opened: Callable[[str], None]) -> None:
        """Offer the usual recruitment, and open it as it was changed; ``opened`` gets its id."""
        today = self.desk.today

        def tell(found: Recruitment) -> str:
            opened(found.recruitment_id)
            return _("募集「{title}」を始めました。").format(title=found.title)

        def show(usual: recruitment.RecruitmentOrder) -> None:
            dialog = RecruitmentDialog(role.name, usual, self.page)
            dialog.submitted.connect(
                lambda: self.act(
                    _("募集を始めています"),
                    partial(recruitment.open_recruitment, order=dialog.order()),
                    tell,
                    RECRUITMENT_CHANGED,
                    dialog,
                )
            )
            self.open(dialog)

        self._read(lambda database: recruitment.usual_order(database, role.code, today), show)

    def apply(self, line: RecruitmentLine) -> None:
        """Ask who applies, and take the application."""
        found, today = line.recruitment, self.desk.today

        def show(departments: tuple[overview.DepartmentChoice, ...]) -> None:
            dialog = ApplyDialog(self.desk, found, departments, self.page)
            dialog.submitted.connect(
                lambda: self.act(
                    _("応募を受け付けています"),
                    partial(
                        recruitment.apply,
                        recruitment_id=found.recruitment_id,
                        employee_no=dialog.people.numbers[0],
                        method=dialog.chosen_method,
                        on=dialog.on.day,
                        department=dialog.department.currentData(),
                        reason=dialog.reason.text(),
                    ),
                    lambda _nomination: _("応募を受け付けました。"),
                    RECRUITMENT_CHANGED,
                    dialog,
                )
            )
            self.open(dialog)

        self._read(lambda database: overview.department_choices(database, today), show)

    def decide(
        self, line: RecruitmentLine, rows: tuple[NominationLine, ...], state: NominationState
    ) -> None:
        """Ask for the day, and decide the applications chosen."""
        found = line.recruitment
        dialog = DecideDialog(found, rows, state, self.desk.today, self.page)
        decisions = {row.nomination.employee_no: state for row in rows}
        dialog.submitted.connect(
            lambda: self.act(
                _("応募を決めています"),
                partial(
                    recruitment.decide,
                    recruitment_id=found.recruitment_id,
                    decisions=decisions,
                    on=dialog.on.day,
                    reason=dialog.reason.text().strip(),
                ),
                lambda _appointed: _("{count}人の応募を決めました。").format(count=len(rows)),
                RECRUITMENT_CHANGED,
                dialog,
            )
        )
        self.open(dialog)

    def close_round(self, line: RecruitmentLine) -> None:
        """Ask for another last day of applications."""
        found = line.recruitment
        dialog = CloseDialog(found, self.desk.today, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("締切を変えています"),
                partial(
                    recruitment.close_recruitment,
                    recruitment_id=found.recruitment_id,
                    last_day=dialog.last_day.day,
                    reason=dialog.reason.text().strip(),
                ),
                lambda changed: _("「{title}」の締切を{day}にしました。").format(
                    title=changed.title, day=wareki(changed.closes_on)
                ),
                RECRUITMENT_CHANGED,
                dialog,
            )
        )
        self.open(dialog)

    def _read(self, work: Callable[[Database], Any], done: Callable[[Any], None]) -> None:
        self.desk.read(work, done=done, failed=self.desk.tell_error, owner=self.page)

    # Undoing

    def show_history(self, found: Sequence[Operation]) -> None:
        """List what was changed, to be undone."""
        dialog = HistoryDialog(found, self.page)
        dialog.undo_requested.connect(lambda one: self._undo(one, dialog))
        self.dialog = dialog
        dialog.open()

    def _undo(self, one: Operation, dialog: HistoryDialog) -> None:
        title = _("「{title}」を元に戻します").format(title=one.title)
        text = _("この変更で記録したものを取り消し、変更の前の内容に戻します。")
        if not self.desk.asking.decision(dialog, title, text, _("元に戻す")):
            return
        dialog.accept()
        self.act(
            _("元に戻しています"),
            lambda database: operations.undo_operation(database, one.change),
            lambda done: _("「{title}」を元に戻しました。").format(title=done.title),
            RECRUITMENT_CHANGED,
        )

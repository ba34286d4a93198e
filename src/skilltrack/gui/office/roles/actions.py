"""What is done with roles and recruitments: a form, then one service in the worker."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from skilltrack.domain.roles.appointments import (
    AppointmentLine,
    NominationLine,
    NominationState,
    Recruitment,
    RecruitmentLine,
    RoleRule,
    Standing,
    Transferred,
)
from skilltrack.gui.office.changes import Changed, Changes
from skilltrack.gui.office.deeds import Deeds
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.roles.dialogs import EndDialog, ExtendDialog, GiveDialog, RuleDialog
from skilltrack.gui.office.roles.recruitment_dialogs import (
    ApplyDialog,
    CloseDialog,
    DecideDialog,
    RecruitmentDialog,
)
from skilltrack.gui.office.roles.view import RoleChoice
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.texts import _
from skilltrack.services import overview
from skilltrack.services.roles import appointments, recruitment
from skilltrack.services.roles import figures as role_figures

ROLES_CHANGED: Changes = frozenset({Changed.ORGANISATION})
RECRUITMENT_CHANGED: Changes = frozenset({Changed.ORGANISATION, Changed.MEETINGS})


class RolesActions(Deeds):
    """Asks, acts and tells for the page."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(desk, page, ROLES_CHANGED, undone=RECRUITMENT_CHANGED)

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
                    dialog,
                    changes=RECRUITMENT_CHANGED,
                )
            )
            self.open(dialog)

        self.read(lambda database: recruitment.usual_order(database, role.code, today), show)

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
                    dialog,
                    changes=RECRUITMENT_CHANGED,
                )
            )
            self.open(dialog)

        self.read(lambda database: overview.department_choices(database, today), show)

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
                dialog,
                changes=RECRUITMENT_CHANGED,
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
                dialog,
                changes=RECRUITMENT_CHANGED,
            )
        )
        self.open(dialog)

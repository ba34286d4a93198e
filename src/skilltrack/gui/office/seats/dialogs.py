"""Forms: a plan wanted, what came of it before it is kept, a seat by hand, applying."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QSpinBox, QWidget

from skilltrack.domain.seats.planning import Cause
from skilltrack.domain.seats.plans import PlanOrder
from skilltrack.domain.seats.sheets import PlanLine, SeatLine, UnservedLine
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.theme import TextRole
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.catalogue import yen_text
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.seats import CAUSE_NAMES, breach_text, limits_texts, quality_text
from skilltrack.i18n.texts import _
from skilltrack.services.seats.applying import Applied
from skilltrack.services.seats.planning import PlanDraft

MOST_TOLD = 5
NUMBER_WIDTH = 200


def counted_causes(causes: Sequence[Cause]) -> str:
    """Return how many people lack a seat for each cause, most first."""
    counts = {cause: causes.count(cause) for cause in Cause if cause in causes}
    ordered = sorted(counts.items(), key=lambda one: -one[1])
    return _("、").join(
        _("{cause} {count:,}人").format(cause=CAUSE_NAMES[cause], count=count)
        for cause, count in ordered
    )


class DraftDialog(FormDialog):
    """Tells what came of a plan before it is kept; ``change_requested`` goes back to the form."""

    change_requested = Signal()

    def __init__(self, draft: PlanDraft, names: Sequence[str], parent: QWidget) -> None:
        title = _("受講計画「{title}」の案").format(title=draft.order.title)
        super().__init__(title, _("この計画を残す"), parent, size=(680, 420))
        self.draft = draft
        order, plan = draft.order, draft.plan
        self.change_button = QPushButton(_("条件を変える"))
        self.change_button.clicked.connect(self._change)
        self._row(
            _("席"),
            _("{seats:,}（必要 {needed:,}）").format(
                seats=draft.seated, needed=draft.outcome.needed
            ),
        )
        causes = [one.cause for one in plan.unserved]
        text = _("延べ{count:,}人").format(count=len(causes))
        if causes:
            text = _("{count}　{causes}").format(count=text, causes=counted_causes(causes))
        self._row(_("席のない人"), text)
        self._row(_("費用"), _cost_text(order, plan.cost_yen))
        self._row(_("上限"), _("、").join(limits_texts(order)))
        self._row(_("最適性"), quality_text(draft.outcome))
        broken = [
            breach_text(one, name)
            for one, name in zip(draft.breaches[:MOST_TOLD], names, strict=False)
        ]
        if broken:
            more = len(draft.breaches) - len(broken)
            if more > 0:
                broken.append(_("ほか{count}件").format(count=more))
            self._row(_("上限を超える決定済みの席"), "\n".join(broken))
        if draft.outcome.without_session:
            people = sum(count for _course, count in draft.outcome.without_session)
            self._row(
                _("計画に入れていない研修"),
                _("{courses:,}研修、延べ{people:,}人分").format(
                    courses=len(draft.outcome.without_session), people=people
                ),
            )
        back = QHBoxLayout()
        back.addWidget(self.change_button)
        back.addStretch(1)
        self.form.addRow("", back)
        self.add_explanation(
            _("残した計画は、比べたり、実施回に反映したりできます。後で元に戻せます。")
        )
        self.submit_button.setFocus()

    def _row(self, label: str, text: str) -> None:
        self.form.addRow(label, Paragraph(text))

    def _change(self) -> None:
        self.reject()
        self.change_requested.emit()


def _cost_text(order: PlanOrder, cost: int) -> str:
    budget = order.limits.budget_yen
    if budget is None:
        return yen_text(cost)
    text = _("{cost}（予算 {budget}、残り {left}）")
    return text.format(cost=yen_text(cost), budget=yen_text(budget), left=yen_text(budget - cost))


class PlaceDialog(FormDialog):
    """Seats somebody in a session of the plan by hand."""

    def __init__(
        self, line: SeatLine | UnservedLine, sessions: Sequence[tuple[str, str]], parent: QWidget
    ) -> None:
        action = _("席を移す") if isinstance(line, SeatLine) else _("席を決める")
        super().__init__(action, action, parent, size=(600, 300))
        self.session = QComboBox()
        for session_id, title in sessions:
            self.session.addItem(title, session_id)
        self.session.setCurrentIndex(max(0, self.session.findData(line.record.session_id)))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("所属長と調整済みなど"))
        self.form.addRow(_("職員"), text_label(line.person.name, TextRole.BODY))
        self.form.addRow(_("研修"), text_label(line.course_name, TextRole.BODY))
        self.form.addRow(_("実施回"), self.session)
        self.form.addRow(_("理由（任意）"), self.reason)
        self.add_explanation(
            _("席は固定され、作り直しても動きません。上限を超えるときは、計画の上に示します。")
        )
        self.session.setFocus()

    @property
    def session_id(self) -> str:
        """Return the session chosen."""
        return str(self.session.currentData() or "")


class ApplyDialog(FormDialog):
    """Tells what applying a plan would do, and asks for it."""

    def __init__(self, line: PlanLine, found: Applied, parent: QWidget) -> None:
        title = _("受講計画「{title}」を実施回に反映").format(title=line.title)
        super().__init__(title, _("反映する"), parent, size=(680, 400))
        self.reason = QLineEdit()
        self.form.addRow(_("席を取る人"), Paragraph(_("{n:,}人").format(n=found.enrolled)))
        lines = [
            _("{title}　{n:,}人").format(title=one.session.title, n=len(one.enrolled))
            + (_("（補欠 {n:,}人）").format(n=len(one.waiting)) if one.waiting else "")
            for one in found.outcomes
            if one.enrolled or one.waiting
        ]
        self.form.addRow(_("実施回ごと"), Paragraph("\n".join(lines)))
        further = (
            (found.waiting, _("補欠になる人 {n:,}人（定員を超えるため）")),
            (found.unchanged, _("申込み済み {n:,}人（変わりません）")),
            (found.any_time, _("随時の研修 {n:,}人（申込みはありません）")),
            (
                sum(n for _title, n in found.left_out),
                _("実施済みか中止の回 {n:,}人（反映しません）"),
            ),
            (
                sum(len(one.cautions) for one in found.outcomes),
                _("確かめたい点 {n:,}件（反映の後、実施回の名簿に出ます）"),
            ),
        )
        told = [text.format(n=number) for number, text in further if number]
        if told:
            self.form.addRow(_("そのほか"), Paragraph("\n".join(told)))
        self.form.addRow(_("理由（任意）"), self.reason)
        self.add_explanation(_("変更の履歴から、反映した全員分をまとめて元に戻せます。"))
        self.reason.setFocus()


class DeleteDialog(FormDialog):
    """Deletes a plan."""

    def __init__(self, line: PlanLine, parent: QWidget) -> None:
        super().__init__(_("受講計画を削除"), _("削除する"), parent, size=(560, 260))
        self.reason = QLineEdit()
        self.form.addRow(_("計画"), text_label(line.title, TextRole.BODY))
        self.form.addRow(_("作成日"), text_label(wareki(line.made_at.date()), TextRole.BODY))
        self.form.addRow(_("理由（任意）"), self.reason)
        self.add_explanation(_("反映した申込みは残ります。変更の履歴から計画を元に戻せます。"))
        self.reason.setFocus()


def number_field(name: str, least: int, most: int, suffix: str, none: str = "") -> QSpinBox:
    """Return a field for a number; ``none`` is shown for the least one."""
    field = QSpinBox()
    field.setAccessibleName(name)
    field.setRange(least, most)
    field.setSuffix(suffix)
    field.setGroupSeparatorShown(True)
    field.setFixedWidth(NUMBER_WIDTH)
    if none:
        field.setSpecialValueText(none)
    return field


def again(order: PlanOrder, plan_id: str) -> PlanOrder:
    """Return the order of a plan that is to be made again, its seats fixed by hand kept."""
    return replace(order, based_on=plan_id, reason="")

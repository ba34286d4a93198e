"""The form of a seat plan: its sessions, limits and weights."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.seats.planning import NeedKind, PlanLimits
from skilltrack.domain.seats.plans import PlanOrder, TakenSession
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.office.seats.dialogs import number_field
from skilltrack.gui.theme import Space, TextRole, quiet_button
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.dates import fiscal_year_text, wareki_short
from skilltrack.i18n.inclusion import counted_note
from skilltrack.i18n.seats import KIND_NAMES, MINUTES_OF_HOUR
from skilltrack.i18n.texts import _
from skilltrack.services.seats.options import PlanOptions, SessionOption
from skilltrack.services.seats.planning import LEAST_SECONDS, MOST_SECONDS

MOST_SEATS, MOST_PEOPLE, MOST_DAYS, MOST_HOURS = 100_000, 1_000, 250, 2_000
MOST_YEN, YEN_STEP, MOST_WEIGHT = 2_000_000_000, 10_000, 100_000
SEATS_WIDTH = 112


class SessionLines(QWidget):
    """Sessions to choose from, each with its seats."""

    def __init__(
        self, options: Sequence[SessionOption], taken: Mapping[str, TakenSession] | None
    ) -> None:
        super().__init__()
        self.boxes: dict[str, QCheckBox] = {}
        self.seats: dict[str, QSpinBox] = {}
        self._options = {one.taken.session_id: one for one in options}
        self.all_button = quiet_button(_("すべて選ぶ"))
        self.none_button = quiet_button(_("すべて外す"))
        self.all_button.clicked.connect(lambda: self._check_all(is_checked=True))
        self.none_button.clicked.connect(lambda: self._check_all(is_checked=False))
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(Space.XS)
        grid.setColumnStretch(0, 1)
        offered = [one for one in options if one.session is not None or one.needed]
        for number, one in enumerate(offered):
            key = one.taken.session_id
            before = None if taken is None else taken.get(key)
            box = QCheckBox(_session_text(one))
            usual = one.session is not None
            box.setToolTip(box.text())
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            box.setChecked(usual if taken is None else before is not None)
            field = number_field(
                _("{title}の席").format(title=_session_text(one)),
                -1,
                MOST_SEATS,
                _("席"),
                _("上限なし"),
            )
            seats = one.taken.seats if before is None else before.seats
            field.setValue(-1 if seats is None else seats)
            field.setFixedWidth(SEATS_WIDTH)
            field.setEnabled(box.isChecked())
            box.toggled.connect(field.setEnabled)
            self.boxes[key], self.seats[key] = box, field
            grid.addWidget(box, number, 0)
            grid.addWidget(text_label(_need_text(one), TextRole.SECONDARY), number, 1)
            grid.addWidget(field, number, 2)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.all_button)
        head.addWidget(self.none_button)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addLayout(head)
        column.addLayout(grid)

    def _check_all(self, *, is_checked: bool) -> None:
        for box in self.boxes.values():
            box.setChecked(is_checked)

    def taken(self) -> tuple[TakenSession, ...]:
        """Return the sessions chosen, with their seats."""
        found = []
        for key, box in self.boxes.items():
            if box.isChecked():
                one, seats = self._options[key].taken, self.seats[key].value()
                found.append(
                    TakenSession(
                        key,
                        one.course,
                        None if seats < 0 else seats,
                        one.session_yen,
                        one.seat_yen,
                    )
                )
        return tuple(found)


def _session_text(one: SessionOption) -> str:
    if one.session is None:
        return _("{course}（随時）").format(course=one.course_name)
    first = one.session.first_day
    day = _("日程未定") if first is None else wareki_short(first)
    return _("{day}　{title}").format(title=one.session.title, day=day)


def _need_text(one: SessionOption) -> str:
    if one.enrolled:
        return _("必要 {needed:,}人　申込み {enrolled:,}人").format(
            needed=one.needed, enrolled=one.enrolled
        )
    return _("必要 {needed:,}人").format(needed=one.needed)


class PlanDialog(FormDialog):
    """Asks what a plan is to be like."""

    def __init__(self, options: PlanOptions, before: PlanOrder | None, parent: QWidget) -> None:
        year = fiscal_year_text(FiscalYear(options.fiscal_year))
        super().__init__(
            _("{year}の受講計画").format(year=year), _("計画を作る"), parent, size=(860, 680)
        )
        self._options = options
        self._before = before
        limits = (
            PlanLimits(absent_per_department=options.most_absent)
            if before is None
            else before.limits
        )
        self.title = QLineEdit(_("案") if before is None else before.title)
        self.reason = QLineEdit("" if before is None else before.reason)
        self.reason.setPlaceholderText(_("来年度の予算要求のためなど"))
        taken = None if before is None else {one.session_id: one for one in before.sessions}
        self.sessions = SessionLines(options.sessions, taken)
        self._add_limits(limits)
        self._add_weights(limits)
        self.seconds = number_field(_("作成にかける時間"), LEAST_SECONDS, MOST_SECONDS, _("秒まで"))
        self.seconds.setValue(60 if before is None else before.seconds)
        self._lay_out()
        self.title.setFocus()
        self.title.selectAll()

    def _add_limits(self, limits: PlanLimits) -> None:
        none = _("上限なし")
        self.absent = number_field(_("同じ日に離席する人数"), 0, MOST_PEOPLE, _("人まで"), none)
        self.absent.setValue(limits.absent_per_department or 0)
        self.budget = number_field(_("予算"), -1, MOST_YEN, _("円"), none)
        self.budget.setSingleStep(YEN_STEP)
        self.budget.setValue(-1 if limits.budget_yen is None else limits.budget_yen)
        self.days = number_field(_("1人の日数"), 0, MOST_DAYS, _("日まで"), none)
        self.days.setValue(limits.days_per_person or 0)
        self.hours = number_field(_("1人の時間"), 0, MOST_HOURS, _("時間まで"), none)
        self.hours.setValue((limits.minutes_per_person or 0) // MINUTES_OF_HOUR)

    def _add_weights(self, limits: PlanLimits) -> None:
        self.weights: dict[NeedKind, QSpinBox] = {}
        self._weights = QWidget()
        grid = QGridLayout(self._weights)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.S)
        grid.setVerticalSpacing(Space.XS)
        counts = dict(self._options.needed)
        for row, kind in enumerate(NeedKind):
            field = number_field(KIND_NAMES[kind], 0, MOST_WEIGHT, "")
            field.setFixedWidth(SEATS_WIDTH)
            field.setValue(limits.weights.get(kind, 0))
            self.weights[kind] = field
            grid.addWidget(text_label(KIND_NAMES[kind], TextRole.TABLE), row, 0)
            grid.addWidget(field, row, 1)
            text = _("必要 {count:,}人分").format(count=counts.get(kind, 0))
            grid.addWidget(text_label(text, TextRole.SECONDARY), row, 2)
        grid.setColumnStretch(3, 1)

    def _lay_out(self) -> None:
        options = self._options
        self.form.addRow(_("名前"), self.title)
        self.form.addRow(_("理由（任意）"), self.reason)
        self.form.addRow(_("実施回と席"), self.sessions)
        if options.without_session:
            names = [name for name, _people in options.without_session]
            people = sum(count for _name, count in options.without_session)
            text = _("実施回がなく計画に入らない研修：{names}（延べ{people:,}人分）")
            shown = _("、").join(names[:4]) + (_(" ほか") if len(names) > 4 else "")
            self.form.addRow(
                "", Paragraph(text.format(names=shown, people=people), TextRole.SECONDARY)
            )
        self.form.addRow(_("同じ日の離席（所属ごと）"), self.absent)
        self.form.addRow(_("予算"), self.budget)
        self.form.addRow(_("1人の日数"), self.days)
        self.form.addRow(_("1人の時間"), self.hours)
        self.form.addRow(_("重み"), self._weights)
        self.form.addRow(_("作成にかける時間"), self.seconds)
        self.add_explanation(
            _(
                "重みの合計が最も大きくなるように席を割り当てます。重みを0にした区分には席を取りません。"
                "申込み済みの席と固定した席は動かしません。"
            )
        )
        if options.counted:
            self.add_explanation(counted_note(options.counted))

    def order(self) -> PlanOrder:
        """Return what the form holds."""
        before = self._before
        return PlanOrder(
            self._options.fiscal_year,
            self.title.text().strip(),
            self._options.as_of,
            self.sessions.taken(),
            PlanLimits(
                self.absent.value() or None,
                None if self.budget.value() < 0 else self.budget.value(),
                self.days.value() or None,
                self.hours.value() * MINUTES_OF_HOUR or None,
                {kind: field.value() for kind, field in self.weights.items()},
            ),
            self.reason.text().strip(),
            self.seconds.value(),
            "" if before is None else before.based_on,
        )

    def check(self) -> tuple[str, ...]:
        found = (
            (not self.title.text().strip(), _("計画の名前を入力します。")),
            (not self.sessions.taken(), _("実施回を一つ以上選びます。")),
            (
                not any(field.value() for field in self.weights.values()),
                _("重みを一つ以上、1以上にします。"),
            ),
        )
        return tuple(text for is_wrong, text in found if is_wrong)

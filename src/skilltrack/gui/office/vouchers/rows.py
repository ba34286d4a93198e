"""Vouchers, people who wait for one, textbooks and budgets as table rows."""

from datetime import date

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams.voucher_stock import Cost, VoucherState
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field
from skilltrack.i18n.dates import fiscal_year_text, wareki_short
from skilltrack.i18n.exam_people import STAGE_NAMES
from skilltrack.i18n.exam_rules import yen_text
from skilltrack.i18n.texts import _
from skilltrack.i18n.vouchers import STATE_NAMES, cost_text, signed_yen
from skilltrack.services.exams.budgets import BudgetLine
from skilltrack.services.exams.people import ExamPerson
from skilltrack.services.exams.textbooks import TextbookLine
from skilltrack.services.exams.voucher_stock import VoucherLine

STATE_TONES = {
    VoucherState.STOCK: Tone.INFO,
    VoucherState.ASSIGNED: Tone.INFO,
    VoucherState.USED: Tone.GOOD,
    VoucherState.EXPIRED: Tone.BAD,
    VoucherState.VOIDED: Tone.BAD,
}
_STATES = tuple(VoucherState)


def _short(on: date | None) -> str | None:
    return None if on is None else wareki_short(on)


def person_name(line: VoucherLine) -> str:
    """Return who has, had or used a voucher."""
    return line.standing.employee_no if line.holder is None else plain_name(line.holder.name)


def last_day_text(line: VoucherLine) -> str:
    """Return the last day, with the warning where one is due."""
    text = wareki_short(line.voucher.last_day)
    if line.warning is None:
        return text
    return _("{on}（{days}日以内）").format(on=text, days=line.warning)


VOUCHER_FIELDS: tuple[Field[VoucherLine], ...] = (
    Field(_("番号"), lambda r: r.masked, None, LEFT, 104),
    Field(
        _("状態"),
        lambda r: STATE_NAMES[r.standing.state],
        lambda r: _STATES.index(r.standing.state),
        LEFT,
        104,
        tone=lambda r: STATE_TONES[r.standing.state],
    ),
    Field(
        _("使用期限"),
        last_day_text,
        lambda r: r.voucher.last_day,
        LEFT,
        188,
        tone=lambda r: None if r.warning is None else Tone.ATTENTION,
    ),
    Field(_("職員"), person_name, lambda r: "" if r.holder is None else r.holder.kana, LEFT, 112),
    Field(
        _("所属"),
        lambda r: "" if r.holder is None else r.holder.department_name,
        lambda r: "" if r.holder is None else r.holder.department,
        LEFT,
        140,
    ),
    Field(_("その日"), lambda r: _short(r.standing.since), lambda r: r.standing.since, LEFT, 92),
    Field(
        _("価格"),
        lambda r: yen_text(r.voucher.price_yen),
        lambda r: r.voucher.price_yen,
        RIGHT,
        84,
    ),
    Field(_("試験"), lambda r: r.exam_name, None, LEFT, 160),
    Field(_("管理番号"), lambda r: r.id, None, LEFT, 96),
)


def searched_voucher(line: VoucherLine) -> str:
    """Return what a voucher is found by; whole numbers are not."""
    holder = line.holder
    people = () if holder is None else (holder.name, holder.kana, holder.department_name)
    parts = (line.id, line.masked, line.exam_name, line.standing.employee_no, *people)
    return "\n".join((*parts, line.voucher.order_no))


NEXT_FIELDS: tuple[Field[ExamPerson], ...] = (
    Field(_("氏名"), lambda r: plain_name(r.person.name), lambda r: r.person.kana, LEFT, 128),
    Field(_("職員番号"), lambda r: r.person.employee_no, None, LEFT, 92),
    Field(_("所属"), lambda r: r.department_name, lambda r: r.person.department, LEFT, 180),
    Field(_("段階"), lambda r: STAGE_NAMES[r.progress.stage], None, LEFT, 96),
    Field(
        _("受験予定日"),
        lambda r: _short(r.progress.planned_on),
        lambda r: r.progress.planned_on,
        LEFT,
        104,
    ),
    Field(
        _("学習開始"),
        lambda r: None if r.progress.plan is None else wareki_short(r.progress.plan.started_on),
        lambda r: None if r.progress.plan is None else r.progress.plan.started_on,
        LEFT,
        104,
    ),
    Field(_("これまでの受験（回）"), lambda r: len(r.progress.sittings) or None, None, RIGHT, 140),
)

BOOK_FIELDS: tuple[Field[TextbookLine], ...] = (
    Field(_("氏名"), lambda r: plain_name(r.holder.name), lambda r: r.holder.kana, LEFT, 128),
    Field(_("所属"), lambda r: r.holder.department_name, lambda r: r.holder.department, LEFT, 150),
    Field(_("教材"), lambda r: r.issue.title, None, LEFT, 220),
    Field(
        _("状態"),
        lambda r: _("返却済み") if r.is_back else _("配付中"),
        lambda r: r.is_back,
        LEFT,
        96,
        tone=lambda r: Tone.GOOD if r.is_back else Tone.INFO,
    ),
    Field(_("配付日"), lambda r: _short(r.issue.issued_on), lambda r: r.issue.issued_on, LEFT, 92),
    Field(
        _("返却日"),
        lambda r: _short(r.issue.returned_on) if r.is_back else None,
        lambda r: r.issue.returned_on if r.is_back else None,
        LEFT,
        92,
    ),
    Field(_("価格"), lambda r: yen_text(r.issue.price_yen), lambda r: r.issue.price_yen, RIGHT, 84),
    Field(_("職員番号"), lambda r: r.holder.employee_no, None, LEFT, 92),
    Field(_("試験"), lambda r: r.exam_name, None, LEFT, 160),
)


def searched_book(line: TextbookLine) -> str:
    """Return what a textbook is found by."""
    holder = line.holder
    parts = (holder.name, holder.kana, holder.department_name, holder.employee_no)
    return "\n".join((*parts, line.issue.title, line.issue.issue_id))


def _cost(name: str, width: int, of: str) -> Field[BudgetLine]:
    def cost(row: BudgetLine) -> Cost:
        found: Cost = getattr(row.spending, of)
        return found

    return Field(name, lambda r: cost_text(cost(r)), lambda r: cost(r).yen, RIGHT, width)


BUDGET_FIELDS: tuple[Field[BudgetLine], ...] = (
    Field(_("予算"), lambda r: r.budget.name, None, LEFT, 176),
    Field(
        _("年度"),
        lambda r: fiscal_year_text(FiscalYear(r.budget.fiscal_year)),
        lambda r: r.budget.fiscal_year,
        LEFT,
        92,
    ),
    Field(
        _("状態"),
        lambda r: _("超過") if r.is_over else _("予算内"),
        lambda r: r.is_over,
        LEFT,
        84,
        tone=lambda r: Tone.BAD if r.is_over else Tone.GOOD,
    ),
    Field(_("残り"), lambda r: signed_yen(r.left_yen), lambda r: r.left_yen, RIGHT, 104),
    Field(
        _("予算額"),
        lambda r: yen_text(r.budget.amount_yen),
        lambda r: r.budget.amount_yen,
        RIGHT,
        104,
    ),
    _cost(_("バウチャー"), 104, "vouchers"),
    _cost(_("教材"), 92, "textbooks"),
    _cost(_("助成（支払済み）"), 124, "aid"),
    _cost(_("助成（支払前）"), 112, "promised"),
    Field(_("財源"), lambda r: r.budget.source_of_funds, None, LEFT, 180),
)

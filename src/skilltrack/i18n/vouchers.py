"""Vouchers, textbooks and budgets in words."""

from collections.abc import Mapping

from skilltrack.domain.exams.voucher_stock import Cost, VoucherState
from skilltrack.domain.exams.vouchers import VoucherStepKind
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.texts import _

STATE_NAMES: Mapping[VoucherState, str] = {
    VoucherState.STOCK: _("在庫"),
    VoucherState.ASSIGNED: _("配付中"),
    VoucherState.USED: _("使用済み"),
    VoucherState.EXPIRED: _("期限切れ"),
    VoucherState.VOIDED: _("紛失・無効"),
}

STEP_NAMES: Mapping[VoucherStepKind, str] = {
    VoucherStepKind.ASSIGNED: _("配付"),
    VoucherStepKind.RETURNED: _("返却"),
    VoucherStepKind.USED: _("使用"),
    VoucherStepKind.VOIDED: _("紛失・無効"),
}


def cost_text(cost: Cost) -> str:
    """Return a sum; what costs an unknown amount is told beside it, never taken for 0."""
    if not cost.count:
        return NO_FIGURE
    if cost.unknown == cost.count:
        return _("金額不明")
    text = _("{yen:,}円").format(yen=cost.yen)
    if cost.unknown:
        text += _("（ほか{count}件は金額不明）").format(count=cost.unknown)
    return text


def counted_cost_text(cost: Cost) -> str:
    """Return how many vouchers, and what they cost."""
    if not cost.count:
        return _("0枚")
    return _("{count:,}枚（{cost}）").format(count=cost.count, cost=cost_text(cost))


def warning_text(days: int, cost: Cost) -> str:
    """Return that vouchers run out within some days."""
    return _("バウチャー{count:,}枚が{days}日以内に期限切れになります（{cost}）。").format(
        count=cost.count, days=days, cost=cost_text(cost)
    )


def signed_yen(yen: int) -> str:
    """Return an amount; one below 0 with the mark that papers of a body use."""
    return _("{yen:,}円").format(yen=yen) if yen >= 0 else _("▲{yen:,}円").format(yen=-yen)

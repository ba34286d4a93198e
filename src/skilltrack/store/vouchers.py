"""Vouchers, what happened to them, and textbooks."""

from skilltrack.domain.exams.vouchers import TextbookIssue, Voucher, VoucherStep, VoucherStepKind
from skilltrack.store import schema
from skilltrack.store.facts import Facts

VOUCHERS = Facts[Voucher](
    schema.voucher,
    lambda v: {
        "voucher_id": v.voucher_id,
        "number": v.number,
        "exam": v.exam,
        "issued_on": v.issued_on,
        "last_day": v.last_day,
        "price_yen": v.price_yen,
        "order_no": v.order_no,
        "budget_id": v.budget_id,
        "note": v.note,
    },
    lambda row: Voucher(
        row.voucher_id,
        row.number,
        row.exam,
        row.issued_on,
        row.last_day,
        row.price_yen,
        row.order_no,
        row.budget_id,
        row.note,
    ),
)

VOUCHER_STEPS = Facts[VoucherStep](
    schema.voucher_step,
    lambda s: {
        "voucher_id": s.voucher_id,
        "happened_on": s.on,
        "kind": s.kind.value,
        "employee_no": s.employee_no,
        "note": s.note,
    },
    lambda row: VoucherStep(
        row.voucher_id, row.happened_on, VoucherStepKind(row.kind), row.employee_no, row.note
    ),
)

TEXTBOOKS = Facts[TextbookIssue](
    schema.textbook_issue,
    lambda t: {
        "issue_id": t.issue_id,
        "employee_no": t.employee_no,
        "exam": t.exam,
        "title": t.title,
        "issued_on": t.issued_on,
        "returned_on": t.returned_on,
        "price_yen": t.price_yen,
        "budget_id": t.budget_id,
        "note": t.note,
    },
    lambda row: TextbookIssue(
        row.issue_id,
        row.employee_no,
        row.exam,
        row.title,
        row.issued_on,
        row.returned_on,
        row.price_yen,
        row.budget_id,
        row.note,
    ),
)

"""The sheets of a workbook of exams: headings, and the key of the document behind each."""

from skilltrack.exchange.schemebook import cells
from skilltrack.exchange.schemebook.layout import Column, Sheet

EXAM = Column("試験コード", "exam", cells.CODE, is_needed=True, width=28)
EDITION = Column("制度版コード", "edition", cells.CODE, is_needed=True, width=14)

EXAMS = Sheet(
    "試験",
    "exams",
    (
        Column("試験コード", "code", cells.CODE, is_needed=True, width=28),
        Column("名称", "name", is_needed=True, width=36),
        Column("別名", "aliases", cells.TEXTS, width=32),
        Column("主催", "organiser", width=36),
        Column("バウチャーの有効月数", "voucher_months", cells.NUMBER, width=20),
    ),
)

EDITIONS = Sheet(
    "制度版",
    "editions",
    (
        EXAM,
        Column("制度版コード", "code", cells.CODE, is_needed=True, width=14),
        Column("開始日", "valid_from", cells.DAY, width=12),
        Column("最終日", "valid_through", cells.DAY, width=12),
        Column("受験料（円）", "fee_yen", cells.NUMBER, width=12),
        Column("問題数", "questions", cells.NUMBER, width=8),
        Column("時間（分）", "minutes", cells.NUMBER, width=10),
        Column("次の予約ができる日数", "booking.retake_days", cells.NUMBER, width=20),
        Column("変更できる日数（試験日の前）", "booking.change_days", cells.NUMBER, width=26),
        Column("予約できる先（か月）", "booking.months_ahead", cells.NUMBER, width=20),
        Column("総合点は分野の合計", "is_total_sum", cells.TRUTH, width=18),
        Column("公表待ち", "is_provisional", cells.TRUTH, width=10),
    ),
)

FIELDS = Sheet(
    "分野",
    "fields",
    (
        EXAM,
        EDITION,
        Column("分野コード", "code", cells.CODE, is_needed=True, width=18),
        Column("分野名", "name", is_needed=True, width=24),
        Column("満点", "maximum", cells.NUMBER, is_needed=True, width=8),
        Column("分野を問う設問", "covers", cells.SKILLS, width=60),
    ),
)

RULES = Sheet(
    "合格の規則",
    "pass_rule",
    (
        EXAM,
        EDITION,
        Column("段", "depth", cells.NUMBER, is_needed=True, width=6),
        Column("種類", "kind", is_needed=True, width=18),
        Column("要件ID", "id", cells.CODE, width=20),
        Column("表示名", "label", width=36),
        Column("対象", "subject", width=18),
        Column("基準", "threshold", width=10),
    ),
)
"""A requirement a row; those one step deeper below it belong to it."""

SHEETS = (EXAMS, EDITIONS, FIELDS, RULES)

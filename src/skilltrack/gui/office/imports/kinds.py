"""What the office window knows of each kind of import."""

from collections.abc import Mapping

from skilltrack.domain.intake import ImportKind
from skilltrack.gui.office.changes import Changed, Changes
from skilltrack.i18n.texts import _

CHANGED_BY_IMPORT: Mapping[ImportKind, Changes] = {
    ImportKind.DEPARTMENTS: frozenset({Changed.ORGANISATION, Changed.IMPORTS}),
    ImportKind.TITLES: frozenset({Changed.ORGANISATION, Changed.IMPORTS}),
    ImportKind.EMPLOYEES: frozenset({Changed.ORGANISATION, Changed.IMPORTS}),
    ImportKind.APPOINTMENTS: frozenset({Changed.ORGANISATION, Changed.IMPORTS}),
    ImportKind.COURSES: frozenset({Changed.TRAINING, Changed.IMPORTS}),
    ImportKind.COMPLETIONS: frozenset({Changed.TRAINING, Changed.IMPORTS}),
    ImportKind.EXAMS: frozenset({Changed.EXAMS, Changed.IMPORTS}),
    ImportKind.VOUCHER_RESULTS: frozenset({Changed.EXAMS, Changed.IMPORTS}),
    ImportKind.PRACTICES: frozenset({Changed.PRACTICES, Changed.IMPORTS}),
    ImportKind.CAREER: frozenset({Changed.CAREER, Changed.IMPORTS}),
}

IMPORT_COLUMNS: Mapping[ImportKind, str] = {
    ImportKind.DEPARTMENTS: _("所属コード、所属名（ほかに上位所属コード、評価単位など）"),
    ImportKind.TITLES: _("職名、役職区分"),
    ImportKind.EMPLOYEES: _("職員番号、氏名、所属コード（ほかにフリガナ、職名、任用区分など）"),
    ImportKind.APPOINTMENTS: _("職員番号、役割、開始（ほかに終了、方法など）"),
    ImportKind.COURSES: _("研修コード、研修名、種別（ほかに対象区分、年度など）"),
    ImportKind.COMPLETIONS: _("職員番号、研修コード、修了日（ほかに状態、時間など）"),
    ImportKind.EXAMS: _("職員番号、試験、受験日と、得点または合否"),
    ImportKind.VOUCHER_RESULTS: _(
        "バウチャー番号か試験、職員の番号か氏名、受験日と、得点または合否"
    ),
    ImportKind.PRACTICES: _("所属コード、名称、段階（ほかに内容、効果時間など）"),
    ImportKind.CAREER: _("職員番号、種類、名称（ほかに分野、開始、水準など）"),
}
"""The columns that a file must hold."""

DATED_KINDS = frozenset({ImportKind.DEPARTMENTS, ImportKind.TITLES, ImportKind.EMPLOYEES})
"""Kinds that hold from a day on."""

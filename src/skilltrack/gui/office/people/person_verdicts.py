"""Where a person stood under every scheme over time."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from skilltrack.gui.office.desk import Desk
from skilltrack.gui.theme import Space, TextRole, Tone
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field, TableView
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.folding import fold
from skilltrack.i18n.texts import _
from skilltrack.services.verdicts.history import PastVerdict, verdict_history


def _outcome(one: PastVerdict) -> tuple[str, Tone | None]:
    if one.is_overridden:
        return _("判定の変更"), Tone.ATTENTION
    if one.met is not None:
        return (_("達成"), Tone.GOOD) if one.met else (_("未達成"), Tone.ATTENTION)
    return {
        1: (_("上がった"), Tone.GOOD),
        -1: (_("下がった"), Tone.ATTENTION),
        0: (_("変わらず"), None),
        None: ("", None),
    }[one.change]


PAST_FIELDS: tuple[Field[PastVerdict], ...] = (
    Field(_("日"), lambda one: wareki_short(one.moment.on), lambda one: one.moment.on, LEFT, 84),
    Field(_("時点"), lambda one: one.moment.name, lambda one: one.moment.on, LEFT, 200),
    Field(_("育成制度"), lambda one: one.scheme_name.partition(_("（"))[0], None, LEFT, 132),
    Field(_("区分"), lambda one: one.tier_name, None, LEFT, 160),
    Field(
        _("判定"),
        lambda one: _outcome(one)[0],
        None,
        LEFT,
        112,
        tone=lambda one: _outcome(one)[1],
    ),
    Field(_("足りない要件（件）"), lambda one: one.missing, None, RIGHT, 132),
    Field(_("認定"), lambda one: _("、").join(one.accredited), None, LEFT, 132),
    Field(_("制度の版"), lambda one: one.version, None, RIGHT, 76),
)


class VerdictsPart(QWidget):
    """Shows the verdicts of one person over time, read when the part is in sight."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__()
        self.desk = desk
        self._page = page
        self._number = ""
        self.table: TableView[PastVerdict] = TableView(PAST_FIELDS, fold=fold, stretched=6)
        self.table.setAccessibleName(_("判定の推移"))
        note = _(
            "年度末と回答した調査の締切日の判定を、その日に使っていた版の要件で、"
            "今の記録から計算します。"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(Paragraph(note, TextRole.SECONDARY))
        column.addWidget(self.table, 1)

    def show_person(self, number: str, as_of: date) -> None:
        """Read and show the verdicts of a person."""
        self._number = number

        def show(found: Sequence[PastVerdict]) -> None:
            if number == self._number:
                self.table.show_rows(found)

        self.desk.read(
            lambda database: verdict_history(database, number, as_of),
            done=show,
            failed=self.desk.tell_error,
            owner=self._page,
        )

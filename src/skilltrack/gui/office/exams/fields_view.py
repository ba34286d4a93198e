"""Scores beside self-assessments: by how much departments lie above or below their own view."""

from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from skilltrack.domain.exams.fields import FieldDifference
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field, TableView
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.exam_rules import edition_name
from skilltrack.i18n.folding import fold
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.texts import _
from skilltrack.services.exams.fields import EditionDifferences, ExamDifferences

EDITION_WIDTH = 280
HIDDEN = _("秘匿")
NOTE = _(
    "得点率と受験前の自己評価との差の平均です。＋は得点のほうが高く、人数の少ない所属は秘匿します。"
)


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A department, '' for the whole body, with its figures by field."""

    code: str
    name: str
    figures: tuple[FieldDifference | None, ...]

    @property
    def people(self) -> int:
        """Return how many have both a score and a self-assessment in some field."""
        return max((one.people for one in self.figures if one is not None), default=0)


def difference_text(value: Fraction | None) -> str:
    """Return a difference in points of a hundred, with its sign."""
    if value is None:
        return NO_FIGURE
    return _("{points:+.1f}").format(points=float(value * 100)).replace("-", "−")


def _shown(figure: FieldDifference | None) -> str | None:
    if figure is None:
        return None
    return HIDDEN if figure.is_hidden else difference_text(figure.mean)


def _fields_of(edition: EditionDifferences) -> tuple[Field[DifferenceRow], ...]:
    def one(place: int, name: str) -> Field[DifferenceRow]:
        return Field(
            _("{field}（点）").format(field=name),
            lambda row: _shown(row.figures[place]),
            lambda row: None if row.figures[place] is None else row.figures[place].mean,
            RIGHT,
            168,
        )

    return (
        Field(
            _("所属"),
            lambda row: row.name if row.code else _("全体"),
            lambda row: row.code,
            LEFT,
            220,
        ),
        Field(_("比べた人数"), lambda row: row.people, None, RIGHT, 104),
        *(one(place, field.name) for place, field in enumerate(edition.fields)),
    )


class FieldsView(QWidget):
    """Shows the differences of one edition at a time."""

    def __init__(self) -> None:
        super().__init__()
        self._found: ExamDifferences | None = None
        self._text = ""
        self.editions = NamedChoice(_("制度版"))
        self.editions.setMinimumWidth(EDITION_WIDTH)
        self.editions.activated.connect(lambda _at: self._show())
        self.table: TableView[DifferenceRow] = TableView((), fold=fold)
        self.none = EmptyState(
            _("受験の前に自己評価に答えた受験者がいると、所属ごとの差がここに出ます。")
        )
        self._parts = QStackedWidget()
        self._parts.addWidget(self.none)
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(text_label(_("制度版"), TextRole.SECONDARY))
        head.addWidget(self.editions)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(head)
        column.addWidget(Paragraph(NOTE, TextRole.SECONDARY))
        column.addWidget(self._parts, 1)

    def show_differences(self, found: ExamDifferences) -> None:
        """Show other differences."""
        self._found = found
        self.editions.offer(
            [(one.edition.code, edition_name(one.edition)) for one in found.editions]
        )
        self._show()

    def search(self, text: str) -> None:
        """Filter by a text."""
        self._text = text
        self.table.filter.set_text(text)

    def _show(self) -> None:
        found = self._found
        chosen = self.editions.code
        edition = (
            None
            if found is None
            else next((one for one in found.editions if one.edition.code == chosen), None)
        )
        if found is None or edition is None or not edition.by_group:
            self._parts.setCurrentWidget(self.none)
            return
        old = self.table
        self.table = TableView(
            _fields_of(edition), fold=fold, pinned=lambda row: not row.code, stretched=0
        )
        self.table.setAccessibleName(_("自己評価との差"))
        self._parts.addWidget(self.table)
        self._parts.removeWidget(old)
        old.deleteLater()
        names = {"": ""} | dict(found.rows)
        self.table.show_rows(
            [
                DifferenceRow(
                    code,
                    names[code],
                    tuple(edition.by_group[code].get(field.code) for field in edition.fields),
                )
                for code in names
                if code in edition.by_group
            ]
        )
        self.table.filter.set_text(self._text)
        self._parts.setCurrentWidget(self.table)

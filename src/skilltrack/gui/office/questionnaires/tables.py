"""The items of a questionnaire and what changed in it: tables whose rows open in a drawer."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from skilltrack.domain.questionnaires.definition import Item, ItemKind, Questionnaire
from skilltrack.gui.office.parts import add_lines, add_section, add_state
from skilltrack.gui.office.questionnaires.rows import (
    DIFFERENCE_FIELDS,
    DIFFERENCE_TEXT_COLUMNS,
    ITEM_FIELDS,
    ITEM_TEXT_COLUMN,
    ItemRow,
    item_rows,
)
from skilltrack.gui.theme import Space, TextRole, Tone
from skilltrack.gui.widgets.drawer import Drawer
from skilltrack.gui.widgets.rows import RowRole
from skilltrack.gui.widgets.tables import Field, TableView
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.folding import fold
from skilltrack.i18n.names import ITEM_KIND_NAMES
from skilltrack.i18n.texts import _
from skilltrack.i18n.versions import DifferenceLine, details_text


class ItemPanel(QWidget):
    """Everything that a questionnaire says of one item."""

    def __init__(self, questionnaire: Questionnaire, row: ItemRow) -> None:
        super().__init__()
        item = row.item
        column = _column(self)
        kind = _("{category}　{kind}").format(
            category=row.category.name, kind=ITEM_KIND_NAMES[item.kind]
        )
        column.addWidget(Paragraph(kind, TextRole.SECONDARY))
        column.addWidget(Paragraph(item.text))
        if item.kind is ItemKind.RATING:
            self._add_steps(column, questionnaire, item)
        elif item.kind is ItemKind.CHOICE:
            add_section(column, _("選択肢"))
            for choice in item.choices:
                if choice.is_right:
                    text = _("{label}（正答）").format(label=choice.label)
                    add_state(column, text, Tone.GOOD)
                else:
                    column.addWidget(Paragraph(choice.label, TextRole.TABLE))
        add_section(column, _("テーマ・出所・研修"))
        add_lines(column, [details_text(item)], none="")
        column.addStretch(1)

    def _add_steps(self, column: QVBoxLayout, questionnaire: Questionnaire, item: Item) -> None:
        is_own = item.scale is not None
        add_section(column, _("この設問の段階") if is_own else _("共通の段階"))
        lines = [
            _("{points}点　{label}").format(points=step.points, label=step.label)
            for step in questionnaire.scale_of(item).steps
        ]
        if questionnaire.allows_not_applicable(item):
            lines.append(_("該当しない（得点に数えません）"))
        add_lines(column, lines, none="")


class DifferencePanel(QWidget):
    """One change in full."""

    def __init__(self, line: DifferenceLine) -> None:
        super().__init__()
        column = _column(self)
        column.addWidget(Paragraph(line.change, TextRole.SECONDARY))
        if line.is_comparable is not None:
            add_state(column, line.comparison, Tone.GOOD if line.is_comparable else Tone.ATTENTION)
        elif line.comparison:
            column.addWidget(Paragraph(line.comparison, TextRole.SECONDARY))
        for heading, text in ((_("前"), line.before), (_("後"), line.after)):
            if text:
                add_section(column, heading)
                column.addWidget(Paragraph(text))
        column.addStretch(1)


def _column(panel: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, Space.S, 0)
    column.setSpacing(Space.XS)
    return column


class ItemsView(QWidget):
    """The items, field by field."""

    def __init__(self) -> None:
        super().__init__()
        self.table: TableView[ItemRow] = TableView(
            ITEM_FIELDS,
            searched=(*ITEM_FIELDS, Field("", lambda row: details_text(row.item))),
            fold=fold,
            stretched=ITEM_TEXT_COLUMN,
        )
        self.table.setAccessibleName(_("設問の一覧"))
        self.drawer = _opened_beside(self, self.table)
        self._questionnaire: Questionnaire | None = None
        self.table.row_activated.connect(self.open_item)
        self.table.clicked.connect(lambda index: self.open_item(index.data(RowRole)))

    def show_items(self, questionnaire: Questionnaire) -> None:
        """Show the items of another questionnaire."""
        self._questionnaire = questionnaire
        self.drawer.shut()
        self.table.show_rows(item_rows(questionnaire))

    def open_item(self, row: ItemRow) -> None:
        """Open one item in full."""
        if self._questionnaire is not None:
            title = _("設問 {code}").format(code=row.item.code)
            self.drawer.open(title, ItemPanel(self._questionnaire, row))


class DifferenceView(QWidget):
    """What changed from one version to the next."""

    def __init__(self) -> None:
        super().__init__()
        self.table: TableView[DifferenceLine] = TableView(
            DIFFERENCE_FIELDS, fold=fold, stretched=DIFFERENCE_TEXT_COLUMNS[0]
        )
        for column in DIFFERENCE_TEXT_COLUMNS[1:]:
            self.table.horizontalHeader().setSectionResizeMode(
                column, QHeaderView.ResizeMode.Stretch
            )
        self.table.setAccessibleName(_("前の版との違い"))
        self.drawer = _opened_beside(self, self.table)
        self.table.row_activated.connect(self.open_line)
        self.table.clicked.connect(lambda index: self.open_line(index.data(RowRole)))

    def show_lines(self, lines: Sequence[DifferenceLine]) -> None:
        """Show other changes."""
        self.drawer.shut()
        self.table.show_rows(lines)

    def open_line(self, line: DifferenceLine) -> None:
        """Open one change in full."""
        self.drawer.open(line.subject, DifferencePanel(line))


def _opened_beside(view: QWidget, table: QWidget) -> Drawer:
    """Lay out a table with a drawer beside it."""
    drawer = Drawer(table)
    column = QVBoxLayout(view)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(drawer)
    return drawer

"""A requirement tree with a form beside it: what editors of tiers and of pass rules share."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.schemes.gates import All, AtLeast
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.theme import ROW_HEIGHT, Space, menu_button
from skilltrack.i18n.texts import _

ALL, ANY, SOME = "all", "any", "some"
FORM_WIDTH, TREE_WIDTH = 340, 310

AddItem = Callable[[QTreeWidget | QTreeWidgetItem, str, object], QTreeWidgetItem]
"""Parent, text, place in the tree → the item."""


class GateTree(QWidget):
    """Shows a tree and the form of the place chosen; ``changed`` carries what it is now."""

    changed = Signal(object)

    def __init__(self, name: str, additions: Sequence[tuple[str, Callable[[], None]]]) -> None:
        super().__init__()
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setAccessibleName(name)
        self.tree.currentItemChanged.connect(lambda item, _old: self.show_form(item))
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.add_button = menu_button(_("加える"))
        menu = QMenu(self.add_button)
        for text, add in additions:
            menu.addAction(text, add)
        self.add_button.setMenu(menu)
        self.remove_button = QPushButton(_("取り除く"))
        self.remove_button.clicked.connect(self.remove)
        self._lay_out()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.tree, 1)
        column.addLayout(buttons)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.addWidget(left)
        parts.addWidget(self._area)
        left.setMinimumWidth(TREE_WIDTH)
        self._area.setMinimumWidth(FORM_WIDTH)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(parts, 1)

    @contextmanager
    def filling(self, chosen: object) -> Iterator[AddItem]:
        """Fill the tree anew within the block; afterwards ``chosen`` or the first is chosen."""
        found: QTreeWidgetItem | None = None

        def add(parent: QTreeWidget | QTreeWidgetItem, text: str, place: object) -> QTreeWidgetItem:
            nonlocal found
            item = QTreeWidgetItem(parent, [text])
            item.setData(0, Qt.ItemDataRole.UserRole, place)
            item.setToolTip(0, text)
            item.setSizeHint(0, QSize(0, ROW_HEIGHT - Space.XS))
            found = item if place == chosen else found
            return item

        self.tree.blockSignals(True)  # noqa: FBT003 (Qt's own)
        self.tree.clear()
        yield add
        self.tree.expandAll()
        self.tree.blockSignals(False)  # noqa: FBT003 (Qt's own)
        item = found or self.tree.topLevelItem(0)
        if item is not None:
            self.tree.setCurrentItem(item)
        self.show_form(item)

    def put_form(self, form: QWidget) -> None:
        """Show a form beside the tree."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        column.addWidget(form)
        column.addStretch(1)
        self._area.setWidget(holder)

    def show_form(self, item: QTreeWidgetItem | None) -> None:
        """Show the form of a place; None where the tree is empty."""
        raise NotImplementedError

    def remove(self) -> None:
        """Take the place chosen away."""
        raise NotImplementedError


def new_form() -> tuple[QWidget, QFormLayout]:
    """Return an empty form and its rows."""
    form = QWidget()
    rows = QFormLayout(form)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(Space.S)
    rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form, rows


def add_group_rows(
    rows: QFormLayout, node: All | AtLeast, take: Callable[[int | None], None]
) -> None:
    """Add how many of a group are needed to a form; ``take`` gets the number, None for all."""
    way = NamedChoice(_("満たし方"))
    way.offer(((ALL, _("すべて")), (ANY, _("どれか1つ")), (SOME, _("いくつか以上"))))
    count = QSpinBox()
    count.setAccessibleName(_("必要な数"))
    count.setRange(1, len(node.children))
    count.setSuffix(_(" つ以上"))
    if isinstance(node, AtLeast):
        way.choose(ANY if node.count == 1 else SOME)
        count.setValue(node.count)
    count.setEnabled(way.code == SOME)

    def changed() -> None:
        count.setEnabled(way.code == SOME)
        take({ALL: None, ANY: 1}.get(way.code, max(2, count.value())))

    way.activated.connect(lambda _at: changed())
    count.valueChanged.connect(lambda _value: changed())
    rows.addRow(_("満たし方"), way)
    rows.addRow(_("必要な数"), count)

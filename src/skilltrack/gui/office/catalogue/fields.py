"""Fields of the form of a course: figures that may be blank, rows of 種別 × 対象区分."""

from collections.abc import Sequence
from math import isfinite

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.catalogue.courses import CourseKind
from skilltrack.gui.theme import Space, quiet_button
from skilltrack.gui.widgets.choices import ChoicesField
from skilltrack.i18n.catalogue import number_text
from skilltrack.i18n.folding import fold
from skilltrack.i18n.names import COURSE_KIND_NAMES
from skilltrack.i18n.texts import _

NARROW = 104


def as_held(chosen: Sequence[str], held: Sequence[str]) -> tuple[str, ...]:
    """Return codes in the order in which they were held, where they are still the same."""
    return tuple(held) if set(chosen) == set(held) else tuple(chosen)


class NumberField(QWidget):
    """A number that may be blank, with its unit."""

    def __init__(self, name: str, unit: str, value: float | None, *, is_whole: bool) -> None:
        super().__init__()
        self.name = name
        self._is_whole = is_whole
        self.line = QLineEdit(number_text(value))
        self.line.setAccessibleName(name)
        self.line.setFixedWidth(NARROW)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.line)
        row.addWidget(QLabel(unit))
        row.addStretch(1)

    @property
    def text(self) -> str:
        """Return what stands there, widths folded."""
        return fold(self.line.text()).replace(",", "").strip()

    @property
    def value(self) -> float | None:
        """Return the number; None for a blank field and for what is no number."""
        try:
            found = float(self.text)
        except ValueError:
            return None
        return found if isfinite(found) else None

    @property
    def whole(self) -> int | None:
        """Return the whole number."""
        value = self.value
        return None if value is None else int(value)

    @property
    def problem(self) -> str:
        """Return what is wrong with it; '' for nothing."""
        value = self.value
        if self.text and (value is None or (self._is_whole and not value.is_integer())):
            kind = _("整数") if self._is_whole else _("数")
            return _("「{name}」は{kind}で入れるか、空欄にします。").format(
                name=self.name, kind=kind
            )
        return ""


class _OfferRow(QWidget):
    """One row: 種別, the bands, and a button that takes the row away."""

    def __init__(
        self, bands: Sequence[tuple[str, str]], kind: CourseKind, chosen: Sequence[str]
    ) -> None:
        super().__init__()
        self.kind = QComboBox()
        self.kind.setAccessibleName(_("種別"))
        for one in CourseKind:
            self.kind.addItem(COURSE_KIND_NAMES[one], one.value)
        self.kind.setCurrentIndex(list(CourseKind).index(kind))
        self.bands = ChoicesField(_("対象区分"), bands, none=_("全区分"))
        self.bands.choose(chosen)
        self._held = tuple(chosen)
        self.remove_button = quiet_button(_("行を消す"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.kind)
        row.addWidget(self.bands, 1)
        row.addWidget(self.remove_button)

    @property
    def offer(self) -> tuple[CourseKind, tuple[str, ...]]:
        """Return what the row says."""
        return CourseKind(self.kind.currentData()), as_held(self.bands.codes, self._held)


class OffersField(QWidget):
    """The rows of a course in the catalogue."""

    def __init__(
        self,
        bands: Sequence[tuple[str, str]],
        offers: Sequence[tuple[CourseKind, tuple[str, ...]]],
    ) -> None:
        super().__init__()
        self._bands = bands
        self.rows: list[_OfferRow] = []
        self.add_button = QPushButton(_("行を足す"))
        self.add_button.clicked.connect(lambda: self.add(CourseKind.ELECTIVE, ()))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.XS)
        self._column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        for kind, chosen in offers:
            self.add(kind, chosen)

    def add(self, kind: CourseKind, chosen: Sequence[str]) -> None:
        """Add a row."""
        row = _OfferRow(self._bands, kind, chosen)
        row.remove_button.clicked.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._column.insertWidget(self._column.count() - 1, row)
        self._enable()

    def _remove(self, row: _OfferRow) -> None:
        self.rows.remove(row)
        row.hide()
        row.deleteLater()
        self._enable()

    def _enable(self) -> None:
        for row in self.rows:
            row.remove_button.setEnabled(len(self.rows) > 1)

    @property
    def offers(self) -> tuple[tuple[CourseKind, tuple[str, ...]], ...]:
        """Return the rows; rows of one kind stay as they were entered."""
        return tuple(row.offer for row in self.rows)

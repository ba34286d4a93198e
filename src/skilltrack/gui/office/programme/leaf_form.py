"""The form of one requirement: what it looks at, and how much it asks."""

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDoubleSpinBox, QFormLayout, QLineEdit, QWidget

from skilltrack.domain.organisation import PracticeStage
from skilltrack.domain.people.career import CareerKind
from skilltrack.domain.schemes import leaves
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.domain.schemes.leaves import CatalogueKind, LeafKind
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.parts import level_labels
from skilltrack.gui.theme import Space
from skilltrack.gui.widgets.choices import ChoicesField
from skilltrack.i18n.names import STAGE_NAMES
from skilltrack.i18n.scheme_words import CAREER_NAMES, CATALOGUE_NAMES, LEAF_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.schemes.editing import EditingWords

OFFERED = tuple(kind for kind in LeafKind if kind is not LeafKind.SCORE)
MOST = 10_000
TEXT_WIDTH = 200

Offer = Sequence[tuple[str, str]]


def offered(kind: LeafKind, scheme: Scheme, words: EditingWords) -> Offer:
    """Return what a kind of requirement can look at, as (code, name)."""
    offers: dict[LeafKind, Offer] = {
        LeafKind.CATEGORY: words.categories,
        LeafKind.ITEM: words.items,
        LeafKind.LEVEL: [(one.id, one.name) for one in scheme.ladders],
        LeafKind.COURSES: words.courses,
        LeafKind.HOURS: words.courses,
        LeafKind.CATALOGUE: [(kind.value, CATALOGUE_NAMES[kind]) for kind in CatalogueKind],
        LeafKind.EXAM: words.exams,
        LeafKind.BAND: [(one.code, one.name) for one in scheme.bands],
        LeafKind.ROLE: [(one.code, one.name) for one in scheme.roles],
        LeafKind.PRACTICES: [(stage.value, STAGE_NAMES[stage]) for stage in PracticeStage],
        LeafKind.ACCREDITED: [(one.code, one.name) for one in scheme.tiers],
        LeafKind.CAREER: [(kind.value, CAREER_NAMES[kind]) for kind in CareerKind],
    }
    return offers.get(kind, ())


def subject_of(leaf: leaves.Leaf) -> tuple[str, ...]:
    """Return the codes of what a requirement looks at, as ``offered`` names them."""
    match leaf:
        case leaves.CategoryAtLeast() | leaves.ItemAtLeast():
            return (leaf.key,)
        case leaves.LevelAtLeast():
            return (leaf.ladder,)
        case leaves.CoursesCompleted() | leaves.HoursCompleted():
            return leaf.courses
        case leaves.CatalogueCompleted():
            return (leaf.catalogue.value,)
        case leaves.ExamPassed():
            return (leaf.exam,)
        case leaves.BandIs():
            return leaf.bands
        case leaves.RoleHeld():
            return (leaf.role,)
        case leaves.PracticesRegistered():
            return (leaf.stage.value,)
        case leaves.AccreditationHeld():
            return (leaf.tier,)
        case leaves.CareerRegistered():
            return (leaf.career.value,)
        case leaves.ScoreAtLeast():
            return (leaf.score,)


def amount_of(leaf: leaves.Leaf) -> Fraction | None:
    """Return how much a requirement asks, as the form shows it; None where it asks no amount."""
    match leaf:
        case leaves.CategoryAtLeast():
            return leaf.ratio * 100
        case leaves.ItemAtLeast():
            return Fraction(leaf.step + 1)
        case leaves.HoursCompleted():
            return leaf.hours
        case leaves.CoursesCompleted() | leaves.PracticesRegistered() | leaves.CareerRegistered():
            return Fraction(leaf.count)
        case _:
            return None


UNITS = {
    LeafKind.CATEGORY: _(" % 以上"),
    LeafKind.ITEM: _(" 段階以上"),
    LeafKind.COURSES: _(" 研修以上"),
    LeafKind.HOURS: _(" 時間以上"),
    LeafKind.PRACTICES: _(" 件以上"),
    LeafKind.CAREER: _(" 件以上"),
}


def make_leaf(
    kind: LeafKind,
    leaf_id: str,
    label: str,
    codes: Sequence[str],
    amount: Fraction,
    *,
    level: str = "",
    about: str = "",
) -> leaves.Leaf:
    """Make a requirement from what a form holds."""
    first = codes[0] if codes else ""
    owner, mark, code = first.partition(":")
    owner, code = (owner, code) if mark else ("", first)
    count = max(1, int(amount))
    match kind:
        case LeafKind.CATEGORY:
            return leaves.CategoryAtLeast(leaf_id, label, code, amount / 100, owner)
        case LeafKind.ITEM:
            return leaves.ItemAtLeast(leaf_id, label, code, count - 1, owner)
        case LeafKind.LEVEL:
            return leaves.LevelAtLeast(leaf_id, label, first, level)
        case LeafKind.COURSES:
            return leaves.CoursesCompleted(leaf_id, label, tuple(codes), count)
        case LeafKind.HOURS:
            return leaves.HoursCompleted(leaf_id, label, amount, tuple(codes))
        case LeafKind.CATALOGUE:
            return leaves.CatalogueCompleted(leaf_id, label, CatalogueKind(first))
        case LeafKind.EXAM:
            return leaves.ExamPassed(leaf_id, label, first)
        case LeafKind.BAND:
            return leaves.BandIs(leaf_id, label, tuple(codes))
        case LeafKind.ROLE:
            return leaves.RoleHeld(leaf_id, label, first)
        case LeafKind.PRACTICES:
            return leaves.PracticesRegistered(leaf_id, label, count, PracticeStage(first))
        case LeafKind.ACCREDITED:
            return leaves.AccreditationHeld(leaf_id, label, first)
        case LeafKind.CAREER:
            return leaves.CareerRegistered(leaf_id, label, CareerKind(first), count, about)
        case LeafKind.SCORE:
            return leaves.ScoreAtLeast(leaf_id, label, first, count)


class LeafForm(QWidget):
    """Shows a requirement; ``changed`` carries it as it was changed."""

    changed = Signal(object)

    def __init__(self, leaf: leaves.Leaf, scheme: Scheme, words: EditingWords) -> None:
        super().__init__()
        self._leaf, self._scheme, self._words = leaf, scheme, words
        self.label = QLineEdit(leaf.label)
        self.label.setAccessibleName(_("表示名"))
        self.kind = NamedChoice(_("種類"))
        self.kind.offer([(kind.value, LEAF_NAMES[kind]) for kind in OFFERED])
        self.kind.choose(leaf.kind.value)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setSpacing(Space.S)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.addRow(_("表示名"), self.label)
        self._form.addRow(_("種類"), self.kind)
        self.choice: NamedChoice | None = None
        self.choices: ChoicesField | None = None
        self.amount: QDoubleSpinBox | None = None
        self.level: NamedChoice | None = None
        self.about: QLineEdit | None = None
        self._add_subject(leaf)
        self._add_amount(leaf)
        level_labels(self._form)
        self.label.textEdited.connect(lambda _text: self._emit())
        self.kind.activated.connect(lambda _at: self._change_kind())

    def _add_subject(self, leaf: leaves.Leaf) -> None:
        offers = offered(leaf.kind, self._scheme, self._words)
        codes = subject_of(leaf)
        if leaf.kind in {LeafKind.COURSES, LeafKind.HOURS, LeafKind.BAND}:
            none = _("すべて") if leaf.kind is LeafKind.HOURS else _("選んでいません")
            known = {code for code, _name in offers}
            extra = [(code, code) for code in codes if code not in known]
            self.choices = ChoicesField(_("対象"), [*offers, *extra], none)
            self.choices.choose(codes)
            self.choices.chosen.connect(self._emit)
            self._form.addRow(_("対象"), self.choices)
            return
        self.choice = NamedChoice(_("対象"))
        self.choice.setMinimumWidth(TEXT_WIDTH)
        self.choice.setSizeAdjustPolicy(
            NamedChoice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        known = {code for code, _name in offers}
        self.choice.offer([*offers, *((code, code) for code in codes if code not in known)])
        self.choice.choose(codes[0])
        self.choice.activated.connect(lambda _at: self._change_subject())
        self._form.addRow(_("対象"), self.choice)

    def _add_amount(self, leaf: leaves.Leaf) -> None:
        amount = amount_of(leaf)
        if amount is not None:
            box = QDoubleSpinBox()
            box.setAccessibleName(_("基準"))
            is_exact = leaf.kind in {LeafKind.CATEGORY, LeafKind.HOURS}
            box.setDecimals(1 if is_exact else 0)
            box.setRange(0 if is_exact else 1, 100 if leaf.kind is LeafKind.CATEGORY else MOST)
            box.setSingleStep(5 if leaf.kind is LeafKind.CATEGORY else 1)
            box.setSuffix(UNITS[leaf.kind])
            box.setValue(float(amount))
            box.valueChanged.connect(lambda _value: self._emit())
            self.amount = box
            self._form.addRow(_("基準"), box)
        if isinstance(leaf, leaves.LevelAtLeast):
            self.level = NamedChoice(_("水準"))
            self._offer_levels(leaf.ladder)
            self.level.choose(leaf.level)
            self.level.activated.connect(lambda _at: self._emit())
            self._form.addRow(_("水準"), self.level)
        if isinstance(leaf, leaves.CareerRegistered):
            self.about = QLineEdit(leaf.field)
            self.about.setPlaceholderText(_("空けると、どの分野でもよい"))
            self.about.textEdited.connect(lambda _text: self._emit())
            self._form.addRow(_("分野"), self.about)

    def _offer_levels(self, ladder_id: str) -> None:
        if self.level is not None:
            ladder = next((one for one in self._scheme.ladders if one.id == ladder_id), None)
            levels = () if ladder is None else ladder.levels
            self.level.offer([(one.code, one.name) for one in levels])

    def _change_subject(self) -> None:
        if self.level is not None and self.choice is not None:
            self._offer_levels(self.choice.code)
        self._emit()

    def _codes(self) -> tuple[str, ...]:
        if self.choices is not None:
            return self.choices.codes
        return () if self.choice is None else (self.choice.code,)

    def _amount(self) -> Fraction:
        return Fraction(1) if self.amount is None else Fraction(f"{self.amount.value():.1f}")

    def _emit(self) -> None:
        self._leaf = make_leaf(
            self._leaf.kind,
            self._leaf.id,
            self.label.text(),
            self._codes(),
            self._amount(),
            level="" if self.level is None else self.level.code,
            about="" if self.about is None else self.about.text(),
        )
        self.changed.emit(self._leaf)

    def _change_kind(self) -> None:
        kind = LeafKind(self.kind.code)
        if kind is not self._leaf.kind:
            self.changed.emit(
                first_leaf(kind, self._leaf.id, self.label.text(), self._scheme, self._words)
            )


def first_leaf(
    kind: LeafKind, leaf_id: str, label: str, scheme: Scheme, words: EditingWords
) -> leaves.Leaf:
    """Return a requirement of a kind with the first of what it can look at."""
    offers = offered(kind, scheme, words)
    codes = () if kind is LeafKind.HOURS else tuple(code for code, _name in offers[:1])
    level = ""
    if kind is LeafKind.LEVEL and scheme.ladders:
        level = scheme.ladders[0].levels[-1].code
    amount = Fraction(50 if kind is LeafKind.CATEGORY else 1)
    return make_leaf(kind, leaf_id, label, codes, amount, level=level)

from dataclasses import dataclass
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from skilltrack.gui.theme import LIGHT, Tone
from skilltrack.gui.widgets.rows import RIGHT, Field, RowRole, RowsFilter, RowsModel, SortRole

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@dataclass(frozen=True, slots=True)
class Person:
    number: str
    name: str
    ratio: Fraction | None
    is_late: bool = False


PEOPLE = (
    Person("0010", "髙橋", Fraction(1, 2)),
    Person("0002", "渡邉", None, is_late=True),
    Person("0100", "佐藤", Fraction(1, 10)),
    Person("0001", "𠮷田", Fraction(1)),
)

FIELDS: tuple[Field[Person], ...] = (
    Field("職員番号", lambda person: person.number),
    Field("氏名", lambda person: person.name, tooltip=lambda person: f"{person.name}さん"),
    Field(
        "達成率（%）",
        lambda person: None if person.ratio is None else f"{person.ratio * 100}",
        sort_key=lambda person: person.ratio,
        alignment=RIGHT,
    ),
    Field(
        "状態",
        lambda person: "遅れ" if person.is_late else "済み",
        tone=lambda person: Tone.BAD if person.is_late else None,
    ),
)


@pytest.fixture
def model(qapp: QApplication) -> RowsModel[Person]:
    model = RowsModel(FIELDS)
    model.set_rows(PEOPLE)
    return model


@pytest.fixture
def shown(model: RowsModel[Person]) -> RowsFilter[Person]:
    return RowsFilter(model)


def numbers(shown: RowsFilter[Person]) -> list[str]:
    return [shown.row(number).number for number in range(shown.rowCount())]


def test_the_model_keeps_the_rules_of_qt(
    qtmodeltester: ModelTester, model: RowsModel[Person]
) -> None:
    qtmodeltester.check(model)
    model.sort(2, DOWN)
    qtmodeltester.check(model)
    model.set_rows(PEOPLE[:1])
    model.set_rows(())
    qtmodeltester.check(model)


def test_the_filter_keeps_the_rules_of_qt(
    qtmodeltester: ModelTester, shown: RowsFilter[Person]
) -> None:
    qtmodeltester.check(shown)
    shown.set_text("佐藤")
    shown.sort(0, DOWN)
    shown.set_condition(lambda person: person.is_late)
    shown.set_text("")
    qtmodeltester.check(shown)


def test_each_role_gives_what_it_is_for(model: RowsModel[Person]) -> None:
    ratio = model.index(0, 2)
    assert ratio.data() == "50"
    assert ratio.data(SortRole) == Fraction(1, 2)
    assert ratio.data(RowRole) is PEOPLE[0]
    assert ratio.data(Qt.ItemDataRole.TextAlignmentRole) == RIGHT
    assert model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole) == "髙橋さん"
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) is None


def test_headings_have_the_label_and_the_alignment_of_their_column(
    model: RowsModel[Person],
) -> None:
    across = Qt.Orientation.Horizontal
    assert model.headerData(2, across) == "達成率（%）"
    assert model.headerData(2, across, Qt.ItemDataRole.TextAlignmentRole) == RIGHT
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_no_figure_shows_its_sign_and_has_no_raw_value(model: RowsModel[Person]) -> None:
    unknown = model.index(1, 2)
    assert unknown.data() == "―"
    assert unknown.data(SortRole) is None


def test_a_state_is_colour_and_icon_beside_its_word(model: RowsModel[Person]) -> None:
    late, other = model.index(1, 3), model.index(0, 3)
    assert late.data() == "遅れ"
    assert late.data(Qt.ItemDataRole.ForegroundRole) == QColor(LIGHT.bad)
    assert not late.data(Qt.ItemDataRole.DecorationRole).isNull()
    assert other.data(Qt.ItemDataRole.ForegroundRole) is None
    assert other.data(Qt.ItemDataRole.DecorationRole) is None


@pytest.mark.parametrize(
    ("order", "expected"),
    [(UP, ["0100", "0010", "0001", "0002"]), (DOWN, ["0001", "0010", "0100", "0002"])],
)
def test_rows_without_a_value_come_last_in_both_directions(
    shown: RowsFilter[Person], order: Qt.SortOrder, expected: list[str]
) -> None:
    shown.sort(2, order)
    assert numbers(shown) == expected


def test_without_a_column_the_order_given_returns(shown: RowsFilter[Person]) -> None:
    shown.sort(0, UP)
    shown.sort(-1, UP)
    assert numbers(shown) == [person.number for person in PEOPLE]


def test_other_rows_come_in_the_order_chosen_before(
    shown: RowsFilter[Person], model: RowsModel[Person]
) -> None:
    shown.sort(0, DOWN)
    model.set_rows((*PEOPLE, Person("0999", "新人", None)))
    assert numbers(shown)[0] == "0999"


def test_a_remembered_row_stays_the_same_row_through_sorting_and_filtering(
    shown: RowsFilter[Person],
) -> None:
    remembered = QPersistentModelIndex(shown.index(2, 1))
    shown.sort(0, UP)
    shown.set_text("00")
    assert remembered.data(RowRole) is PEOPLE[2]
    shown.set_text("佐藤")
    assert (remembered.row(), remembered.data()) == (0, "佐藤")


@given(st.lists(st.one_of(st.none(), st.integers(-5, 5)), max_size=30), st.sampled_from([UP, DOWN]))
def test_sorting_is_stable_and_loses_no_row(values: list[int | None], order: Qt.SortOrder) -> None:
    model: RowsModel[tuple[int, int | None]] = RowsModel(
        [Field("値", lambda row: row[1]), Field("位置", lambda row: row[0])]
    )
    model.set_rows(list(enumerate(values)))
    model.sort(0, order)
    result = [model.row(number) for number in range(model.rowCount())]
    sign = 1 if order == UP else -1
    known = [row for row in enumerate(values) if row[1] is not None]
    unknown = [row for row in enumerate(values) if row[1] is None]
    assert result == [*sorted(known, key=lambda row: sign * row[1]), *unknown]


def test_every_word_must_be_found(shown: RowsFilter[Person]) -> None:
    shown.set_text("00 藤")
    assert numbers(shown) == ["0100"]
    shown.set_text("00 藤 田")
    assert numbers(shown) == []
    shown.set_text("")
    assert len(numbers(shown)) == len(PEOPLE)


def test_variants_are_folded_as_the_caller_says(model: RowsModel[Person]) -> None:
    variants = str.maketrans({"髙": "高", "邉": "辺"})
    shown = RowsFilter(model, fold=lambda text: text.translate(variants))
    shown.set_text("高橋")
    assert numbers(shown) == ["0010"]
    shown.set_text("渡邉")
    assert numbers(shown) == ["0002"]
    assert shown.index(0, 1).data() == "渡邉"


def test_only_the_fields_named_are_searched(model: RowsModel[Person]) -> None:
    shown = RowsFilter(model, searched=FIELDS[1:2])
    shown.set_text("0100")
    assert numbers(shown) == []
    shown.set_text("佐藤")
    assert numbers(shown) == ["0100"]


def test_a_word_does_not_match_across_two_cells(model: RowsModel[Person]) -> None:
    shown = RowsFilter(model)
    shown.set_text("0100佐藤")
    assert numbers(shown) == []


def test_condition_and_text_work_together(shown: RowsFilter[Person]) -> None:
    shown.set_condition(lambda person: person.ratio is not None)
    shown.set_text("00")
    assert numbers(shown) == ["0010", "0100", "0001"]
    shown.set_text("渡邉")
    assert numbers(shown) == []
    shown.set_condition(None)
    assert numbers(shown) == ["0002"]


def test_the_filter_looks_at_the_new_rows_after_a_change(
    shown: RowsFilter[Person], model: RowsModel[Person]
) -> None:
    shown.set_text("佐藤")
    model.set_rows((Person("0200", "佐藤", None), Person("0300", "鈴木", None)))
    assert numbers(shown) == ["0200"]

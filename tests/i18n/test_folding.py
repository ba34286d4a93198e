"""Spellings that a search takes for the same."""

import pytest

from skilltrack.i18n.folding import fold, kana_row


@pytest.mark.parametrize(
    ("registered", "typed"),
    [
        ("髙橋", "高橋"),
        ("山﨑", "山崎"),
        ("渡邊", "渡辺"),
        ("渡邉", "渡辺"),
        ("𠮷田", "吉田"),
        ("齋藤", "斉藤"),
        ("齊藤", "斎藤"),
        ("タカハシ", "たかはし"),
        ("ﾀｶﾊｼ", "タカハシ"),
        ("ヴ", "ゔ"),
        ("ＤＸ推進", "dx推進"),
        ("\ufa19田", "神田"),
    ],
)
def test_variants_kana_width_and_case_are_alike(registered: str, typed: str) -> None:
    assert fold(registered) == fold(typed)


@pytest.mark.parametrize(("one", "other"), [("高橋", "高梨"), ("ハシ", "バシ"), ("大田", "太田")])
def test_different_names_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_folding_twice_changes_nothing() -> None:
    text = "髙﨑 たかさき ＴＡＫＡＳＡＫＩ"
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("reading", "row"),
    [
        ("アオキ", "ア"),
        ("ヴィクトル", "ア"),
        ("ガマ", "カ"),
        ("ｶﾞﾏ", "カ"),
        ("がま", "カ"),
        ("ッタ", "タ"),
        ("ンゴ", "ワ"),
        ("パク", "ハ"),
        ("", ""),
        ("Smith", ""),
    ],
)
def test_a_reading_stands_in_its_row_of_the_kana_table(reading: str, row: str) -> None:
    assert kana_row(reading) == row

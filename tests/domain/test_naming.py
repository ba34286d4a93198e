"""Taking out of texts what names a person."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from skilltrack.domain.naming import Naming

GONE = "■"


@pytest.fixture
def naming() -> Naming:
    naming = Naming(GONE)
    naming.add(["髙橋　一郎", "タカハシ イチロウ"], ["000123", "t-takahashi", "7"])
    return naming


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("髙橋　一郎の異動", f"{GONE}の異動"),
        ("髙橋一郎・髙橋 一郎", f"{GONE}・{GONE}"),
        ("タカハシイチロウ", GONE),
        ("000123", GONE),
        ("回答_000123.xlsx", f"回答_{GONE}.xlsx"),
        ("2026-000123の分", f"2026-{GONE}の分"),
        ("10001234", "10001234"),
        ("t-takahashi さん", f"{GONE} さん"),
        ("高橋 二郎", "高橋 二郎"),
        ("7", GONE),
        ("7月", "7月"),
        ("", ""),
    ],
)
def test_names_go_anywhere_and_numbers_as_whole_words(naming: Naming, text: str, left: str) -> None:
    assert naming.scrubbed(text) == left


def test_settings_lose_names_but_no_parts_of_paths(naming: Naming) -> None:
    assert naming.without_names("/share/000123/髙橋一郎") == f"/share/000123/{GONE}"
    assert naming.without_names("000123") == GONE


NAMES = st.text(st.sampled_from("山川田髙𠮷あ "), min_size=2, max_size=5).filter(str.strip)


@given(NAMES, st.text(st.sampled_from("山川田髙𠮷あ x0"), max_size=12))
def test_no_name_is_left_and_nothing_else_is_touched(name: str, around: str) -> None:
    assume(name.strip() == name and len(name.replace(" ", "")) > 1)
    naming = Naming(GONE)
    naming.add([name], [])
    left = naming.scrubbed(f"{around}{name}{around}")
    assert name not in left
    assert name.replace(" ", "") not in left
    assert naming.scrubbed(left) == left

"""Folders that are made and names that every system takes."""

from pathlib import Path

import pytest

from skilltrack.domain.problems import Refusal
from skilltrack.files.folders import MOST_CHARACTERS, file_name, make_folder


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("総務課_未回答者.xlsx", "総務課_未回答者.xlsx"),
        ("令和8/9年度：調査?.xlsx", "令和8_9年度：調査_.xlsx"),
        ("題名", "題名"),
        ("  .. ", "_"),
        ("CON.xlsx", "_CON.xlsx"),
        ("lpt1.pdf", "_lpt1.pdf"),
        ("改行\nあり.xlsx", "改行_あり.xlsx"),
    ],
)
def test_a_title_becomes_a_name_that_windows_takes(text: str, name: str) -> None:
    assert file_name(text) == name


def test_a_long_title_leaves_room_for_the_folder() -> None:
    assert len(file_name("長" * 300 + ".xlsx")) == MOST_CHARACTERS + len(".xlsx")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    with pytest.raises(Refusal) as refused:
        make_folder(tmp_path / "file" / "b")
    assert refused.value.problems[0].code == "files.folder"

"""Folders that are made and names that every system takes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.problems import Refusal
from skilltrack.files.folders import (
    LONGEST_NAME,
    MOST_CHARACTERS,
    NameFlaw,
    file_name,
    make_folder,
    name_flaw,
)


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
        ("鈴\x07.xlsx", "鈴_.xlsx"),
        ("con.tar.gz", "_con.tar.gz"),
        ("COM¹.txt", "_COM¹.txt"),
        ("NUL .xlsx", "_NUL.xlsx"),
        ("報告. .xlsx", "報告.xlsx"),
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


@pytest.mark.parametrize(
    ("name", "flaw"),
    [
        ("名簿.xlsx", None),
        ("髙橋﨑𠮷田.db", None),
        (".gitignore", None),
        ("console.txt", None),
        ("COM10.txt", None),
        ("null", None),
        ("CON", NameFlaw.RESERVED),
        ("nul.xlsx", NameFlaw.RESERVED),
        ("Aux.tar.gz", NameFlaw.RESERVED),
        ("LPT² .txt", NameFlaw.RESERVED),
        ("CONIN$", NameFlaw.RESERVED),
        ("名簿.", NameFlaw.TRAILING),
        ("名簿 ", NameFlaw.TRAILING),
        ("a:b", NameFlaw.FORBIDDEN_CHARACTER),
        ("何?.xlsx", NameFlaw.FORBIDDEN_CHARACTER),
        ("a\tb", NameFlaw.FORBIDDEN_CHARACTER),
        ("長" * LONGEST_NAME, None),
        ("長" * LONGEST_NAME + "い", NameFlaw.TOO_LONG),
        ("𠮷" * 128, NameFlaw.TOO_LONG),
    ],
)
def test_names_that_windows_changes_are_told(name: str, flaw: NameFlaw | None) -> None:
    assert name_flaw(name) is flaw


@given(st.text(max_size=60), st.sampled_from(["", ".xlsx", ".stupdate"]))
def test_any_title_becomes_a_name_without_a_flaw(title: str, ending: str) -> None:
    assert name_flaw(file_name(title.replace(".", "。") + ending)) is None

"""One office window for each data file."""

import json
import platform
from datetime import UTC, datetime
from pathlib import Path

from skilltrack.files.locks import hold
from skilltrack.i18n.problems import sentences_of
from skilltrack.services.program.instances import (
    Holder,
    WindowHold,
    call_window,
    hold_path,
    hold_window,
)

NINE = datetime(2026, 11, 21, 0, 12, tzinfo=UTC)


def test_second_window_learns_who_has_the_first(tmp_path: Path) -> None:
    data = tmp_path / "人事 課" / "みずほ野市.db"
    data.parent.mkdir()
    first = hold_window(data, lambda: NINE)
    assert isinstance(first, WindowHold)
    second = hold_window(data)
    assert isinstance(second, Holder)
    assert second.is_here
    assert (second.terminal, second.since) == (platform.node(), NINE)
    assert second.refusal(data).problems[0].code == "data.window_here"
    first.release()
    third = hold_window(data)
    assert isinstance(third, WindowHold)
    third.release()
    third.release()
    assert list(data.parent.iterdir()) == []


def test_somebody_else_is_named_with_terminal_and_time(tmp_path: Path) -> None:
    data = tmp_path / "a.db"
    held = hold(hold_path(data))
    assert held is not None
    note = {"account": "tanaka", "terminal": "PC-12", "process": 1, "since": NINE.isoformat()}
    held.write_note(json.dumps(note).encode())
    found = hold_window(data)
    assert isinstance(found, Holder)
    assert not found.is_here
    (sentence,) = sentences_of(found.refusal(data))
    assert "tanaka さんが端末「PC-12」で開いています" in sentence
    held.release()


def test_unreadable_note_still_refuses(tmp_path: Path) -> None:
    data = tmp_path / "a.db"
    held = hold(hold_path(data))
    assert held is not None
    for note in (b"", b"{", b"[]", b'{"account": "a"}', b"\xff"):
        held.write_note(note)
        found = hold_window(data)
        assert isinstance(found, Holder)
        (sentence,) = sentences_of(found.refusal(data))
        assert "別の端末" in sentence
    held.release()


def test_folder_that_takes_no_file_is_told_by_the_data_file_itself(tmp_path: Path) -> None:
    kept = hold_window(tmp_path / "missing" / "a.db")
    assert isinstance(kept, WindowHold)
    assert kept.path is None
    kept.release()


def test_calling_touches_the_file_of_the_window_and_needs_none(tmp_path: Path) -> None:
    data = tmp_path / "a.db"
    call_window(data)
    kept = hold_window(data)
    assert isinstance(kept, WindowHold)
    assert kept.path is not None
    before = kept.path.stat().st_mtime_ns
    call_window(data)
    assert kept.path.stat().st_mtime_ns > before
    kept.release()

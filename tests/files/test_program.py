"""The list of the program's files."""

import hashlib
import json
from pathlib import Path

import pytest

from skilltrack.domain.problems import Refusal
from skilltrack.files.program import LIST_NAME, digests, program_folder, read_list


def test_a_checkout_has_no_list() -> None:
    assert program_folder() is None


def test_digests_cover_every_file_but_the_list(tmp_path: Path) -> None:
    (tmp_path / "lib" / "深い").mkdir(parents=True)
    (tmp_path / "lib" / "深い" / "a b.py").write_bytes(b"x")
    (tmp_path / "lib" / LIST_NAME).write_bytes(b"y")
    (tmp_path / LIST_NAME).write_bytes(b"{}")
    steps: list[tuple[int, int]] = []
    found = digests(tmp_path, lambda done, total: steps.append((done, total)))
    assert found == {
        "lib/深い/a b.py": hashlib.sha256(b"x").hexdigest(),
        f"lib/{LIST_NAME}": hashlib.sha256(b"y").hexdigest(),
    }
    assert steps == [(1, 2), (2, 2)]


def test_link_that_leads_nowhere_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "gone").symlink_to(tmp_path / "missing")
    assert digests(tmp_path) == {"gone": None}


def test_list_tells_version_files_and_its_own_digest(tmp_path: Path) -> None:
    content = json.dumps({"version": "1.2.3", "files": {"a": "00"}, "besides": ["u.exe"]}).encode()
    (tmp_path / LIST_NAME).write_bytes(content)
    listed = read_list(tmp_path)
    assert (listed.version, listed.files, listed.besides) == ("1.2.3", {"a": "00"}, {"u.exe"})
    assert listed.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"[]",
        b"\xff",
        b'{"version": "1.2.3"}',
        b'{"version": "1.2.3", "files": {}}',
        b'{"version": "1.2.3", "files": ["a"]}',
        b'{"version": "1.2.3", "files": {"a": 1}}',
        b'{"version": 1, "files": {"a": "00"}}',
        b'{"version": "1.2.3", "files": {"a": "00"}, "besides": [1]}',
        b"[" * 100_000,
    ],
)
def test_damaged_list_is_refused(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / LIST_NAME).write_bytes(content)
    with pytest.raises(Refusal) as refused:
        read_list(tmp_path)
    assert refused.value.problems[0].code == "program.list_damaged"

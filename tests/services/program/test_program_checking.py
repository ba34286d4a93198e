"""The files of the program compared with the list of its build."""

import hashlib
import json
from pathlib import Path

import pytest

from skilltrack.domain.problems import Refusal
from skilltrack.domain.releases import FileFinding, FileState
from skilltrack.services.program.checking import check_program


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Return a folder as the installing program leaves it."""
    folder = tmp_path / "プログラム SkillTrack"
    files = {"python.exe": b"MZ", "Lib/a.py": b"a = 1\n", "Lib/b.py": b"b = 2\n"}
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    listed = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    document = {"version": "0.1.0", "files": listed, "besides": ["uninstall.exe"]}
    (folder / "program.json").write_text(json.dumps(document), encoding="utf-8")
    (folder / "uninstall.exe").write_bytes(b"MZ")
    return folder


def test_untouched_program_has_no_finding(program: Path) -> None:
    found = check_program(program)
    assert (found.version, found.files, found.findings) == ("0.1.0", 3, ())
    digest = hashlib.sha256((program / "program.json").read_bytes()).hexdigest()
    assert found.list_sha256 == digest


def test_every_file_that_differs_is_named(program: Path) -> None:
    (program / "Lib" / "a.py").write_bytes(b"a = 2\n")
    (program / "Lib" / "b.py").unlink()
    (program / "python313._pth").write_text("evil", encoding="utf-8")
    assert check_program(program).findings == (
        FileFinding("Lib/a.py", FileState.CHANGED),
        FileFinding("Lib/b.py", FileState.MISSING),
        FileFinding("python313._pth", FileState.ADDITIONAL),
    )


def test_program_without_a_list_says_so() -> None:
    with pytest.raises(Refusal) as refused:
        check_program()
    assert refused.value.problems[0].code == "program.no_list"

"""The program itself from the command line: its version, its files, updates."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.acceptance.conftest import Run
from tests.services.program.publishing import NOTES, Publishing

import skilltrack
from skilltrack.exchange.sealing.keys import new_signing_key
from skilltrack.files.program import digests


@dataclass(frozen=True)
class Installed:
    """A program in a folder of its own, as the installing program leaves it."""

    folder: Path

    def run(self, *arguments: object) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [str(self.folder / "python"), "-m", "skilltrack", *map(str, arguments)],
            env={
                **os.environ,
                "PYTHONPATH": f"{self.folder}{os.pathsep}{sysconfig.get_path('purelib')}",
                "PYTHONDONTWRITEBYTECODE": "1",
                **{f"XDG_{name}_HOME": str(self.folder.parent) for name in ("CONFIG", "DATA")},
            },
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=60,
            stdin=subprocess.DEVNULL,
            cwd=self.folder.parent,
        )


@pytest.fixture(scope="module")
def publishing(tmp_path_factory: pytest.TempPathFactory) -> Publishing:
    return Publishing(tmp_path_factory.mktemp("publisher"), new_signing_key())


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, publishing: Publishing) -> Installed:
    folder = tmp_path_factory.mktemp("users") / "田中 太郎" / "SkillTrack"
    package = folder / "skilltrack"
    shutil.copytree(
        Path(skilltrack.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__")
    )
    keys = package / "shipped" / "publisher" / "keys.toml"
    keys.parent.mkdir(parents=True)
    public = publishing.publisher.public.hex()
    keys.write_text(f'[[key]]\nname = "発行元"\npublic = "{public}"\n', encoding="utf-8")
    (folder / "python").symlink_to(sys.executable)
    document = {"version": skilltrack.__version__, "files": digests(folder), "besides": ["u.exe"]}
    (folder / "program.json").write_text(json.dumps(document), encoding="utf-8")
    return Installed(folder)


def test_version_is_printed(run: Run) -> None:
    done = run("--version")
    assert (done.returncode, done.stdout) == (0, f"skilltrack {skilltrack.__version__}\n")


def test_program_without_a_list_of_files_says_so(run: Run) -> None:
    done = run("check", "--program")
    assert done.returncode == 1
    assert "一覧がありません" in done.stderr


def test_untouched_program_passes_and_every_changed_file_is_named(installed: Installed) -> None:
    done = installed.run("check", "--program", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["findings"] == []
    assert told["files"] > 500
    changed = installed.folder / "skilltrack" / "py.typed"
    content = changed.read_bytes()
    changed.write_bytes(b"?")
    extra = installed.folder / "evil.dll"
    extra.write_bytes(b"MZ")
    try:
        done = installed.run("check", "--program", "--json")
        assert done.returncode == 1
        assert json.loads(done.stdout)["findings"] == [
            {"path": "evil.dll", "state": "additional"},
            {"path": "skilltrack/py.typed", "state": "changed"},
        ]
        assert "evil.dll" in installed.run("check", "--program").stdout
    finally:
        changed.write_bytes(content)
        extra.unlink()


def test_update_is_looked_at(installed: Installed, publishing: Publishing) -> None:
    path = publishing.update("9.0.0", schema=99)
    told = json.loads(installed.run("update", "check", path, "--json").stdout)
    assert told["present"] == skilltrack.__version__
    assert told["version"] == "9.0.0"
    assert told["notes"] == list(NOTES)
    assert told["publisher"] == "発行元"
    assert told["is_data_changed"] is True
    shown = installed.run("update", "check", path)
    assert all(note in shown.stdout for note in NOTES)


def test_update_of_an_unknown_publisher_is_refused_on_any_program(
    run: Run, publishing: Publishing
) -> None:
    for command in ("check", "apply"):
        done = run("update", command, publishing.update("9.0.0"))
        assert done.returncode == 1
        assert "発行元の鍵が入っていない" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="here it would be installed")
def test_update_is_installed_on_windows_only(installed: Installed, publishing: Publishing) -> None:
    done = installed.run("update", "apply", publishing.update("9.0.0"))
    assert done.returncode == 1
    assert "Windows だけ" in done.stderr
    assert not list(installed.folder.parent.rglob("updates"))

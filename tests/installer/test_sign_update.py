"""The publisher's command: a key, a signed update, and what it refuses."""

import subprocess
import sys
from pathlib import Path

import pytest

from skilltrack.exchange.updates import Publisher, read_update

SCRIPT = Path(__file__).parents[2] / "installer" / "sign_update.py"
PASSPHRASE = "correct horse battery staple"


def sign_update(*arguments: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, str(SCRIPT), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={"PYTHONIOENCODING": "utf-8", "PATH": ""},
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture
def passphrase(tmp_path: Path) -> Path:
    path = tmp_path / "passphrase.txt"
    path.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    return path


def test_key_signs_an_update_that_its_public_half_verifies(
    tmp_path: Path, passphrase: Path
) -> None:
    key, out = tmp_path / "publisher.pem", tmp_path / "a.stupdate"
    made = sign_update("new-key", key, "--name", "発行元", "--passphrase-file", passphrase)
    assert made.returncode == 0, made.stderr
    assert key.stat().st_mode & 0o077 == 0
    assert b"ENCRYPTED" in key.read_bytes()
    public = made.stdout.partition('public = "')[2][:64]
    installer = tmp_path / "SkillTrack-Setup-1.2.0.exe"
    installer.write_bytes(b"MZ" * 1000)
    notes = tmp_path / "notes.txt"
    notes.write_text("一つ目です。\n\n 二つ目です。\n", encoding="utf-8")
    done = sign_update(
        *("sign", "--key", key, "--passphrase-file", passphrase, "--installer", installer),
        *("--version", "1.2.0", "--notes", notes, "--out", out),
    )
    assert done.returncode == 0, done.stderr
    update = read_update(out, (Publisher("発行元", bytes.fromhex(public)),))
    assert update.release.version == "1.2.0"
    assert update.release.notes == ("一つ目です。", "二つ目です。")


def test_weak_passphrase_and_existing_key_are_refused(tmp_path: Path, passphrase: Path) -> None:
    key = tmp_path / "publisher.pem"
    key.write_bytes(b"old")
    assert sign_update("new-key", key, "--name", "a", "--passphrase-file", passphrase).returncode
    assert key.read_bytes() == b"old"
    passphrase.write_text("short", encoding="utf-8")
    key.unlink()
    assert sign_update("new-key", key, "--name", "a", "--passphrase-file", passphrase).returncode
    assert not key.exists()

import os
import subprocess
import sys
from pathlib import Path

import pytest

from skilltrack.domain.problems import Refusal, Severity
from skilltrack.files.inspection import Limits
from skilltrack.files.sources import read_source
from skilltrack.i18n.problems import sentences_of


def refusal_of(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(Refusal) as refusal:
        read_source(path, limits or Limits())
    assert sentences_of(refusal.value)[0].startswith(path.name)
    return refusal.value.problems[0].code


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "名簿.CSV").write_bytes(b"abc")
    source = read_source(tmp_path / "名簿.CSV")
    assert (source.name, source.content, source.suffix) == ("名簿.CSV", b"abc", ".csv")
    assert source.notices == ()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has files of unknown size")
def test_a_file_whose_size_nobody_knows_is_read_whole() -> None:
    path = Path("/proc/self/status")
    assert path.stat().st_size == 0
    assert read_source(path).content.startswith(b"Name:")
    assert refusal_of(path, Limits(file_bytes=100)) == "files.too_large"


def test_what_is_no_file_is_refused_by_kind(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    os.mkfifo(tmp_path / "pipe")
    assert refusal_of(tmp_path) == "files.folder_given"
    assert refusal_of(tmp_path / "none.csv") == "files.missing"
    assert refusal_of(tmp_path / "none" / "a.csv") == "files.folder_missing"
    assert refusal_of(tmp_path / "empty.csv" / "a.csv") == "files.folder_missing"
    assert refusal_of(tmp_path / "empty.csv") == "files.empty"
    assert refusal_of(tmp_path / "pipe") == "files.not_a_file"
    assert refusal_of(tmp_path / ("長" * 200)) == "files.missing"


def test_a_file_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(bytes(11))
    assert refusal_of(tmp_path / "a.csv", Limits(file_bytes=10)) == "files.too_large"


@pytest.mark.parametrize(
    ("held", "code"),
    [
        ("", "files.no_access"),
        # as Windows answers: the same error, told apart by asking once more
        (", held=lambda path: path.name == 'a.csv'", "files.in_use"),
        (", held=lambda path: False", "files.no_access"),
    ],
)
def test_a_missing_right_and_another_program_are_told_apart(
    held: str, code: str, tmp_path: Path
) -> None:
    """Ask as somebody without rights: root, who may read everything, steps down first."""
    path = tmp_path / "a.csv"
    path.write_bytes(b"x")
    path.chmod(0)
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from skilltrack.domain.problems import Refusal\n"
        "from skilltrack.files.sources import read_source\n"
        "if os.geteuid() == 0:\n"
        "    os.setuid(65534)\n"
        "try:\n"
        f"    read_source(Path(sys.argv[1]){held})\n"
        "except Refusal as refusal:\n"
        "    sys.exit(refusal.problems[0].code)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-B", "-c", script, str(path)], capture_output=True, text=True, check=False
    )
    assert ended.stderr.strip() == code


@pytest.mark.parametrize("owner", ["~$a.xlsx", ".~lock.a.xlsx#"])
def test_a_file_open_elsewhere_is_read_with_a_notice(owner: str, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"x")
    (tmp_path / owner).write_bytes(b"user")
    (notice,) = read_source(tmp_path / "a.xlsx").notices
    assert (notice.code, notice.severity) == ("files.open_elsewhere", Severity.NOTICE)

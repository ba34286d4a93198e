"""What the build makes: the folder, its list, the archive, the installing program."""

import hashlib
import json
import os
import re
import shutil
import struct
import zipfile
from pathlib import Path

import pip
import pytest
from installer.nsis import compiling

from installer import archive, icon, layout, libraries, pruning

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "skilltrack"

LAUNCHER = Path(pip.__file__).parent / "_vendor" / "distlib" / "t64.exe"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A small program folder."""
    folder = tmp_path / "program"
    for name in ("python/python313.dll", "packages/b.py", "packages/a/x.py", "licences/a.txt"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    layout.lay_starters(folder, icon.icon_file(icon.DRAWING.read_bytes()))
    (folder / "sbom.cdx.json").write_text("{}")
    layout.write_list(folder, "1.2.3")
    return folder


def test_every_module_of_qt_that_the_program_imports_stays() -> None:
    imports = re.compile(r"from PySide6\.(\w+) import|import PySide6\.(\w+)")
    modules = {
        name
        for path in SOURCE.rglob("*.py")
        for match in imports.findall(path.read_text("utf-8"))
        for name in match
        if name
    }
    assert {"QtCore", "QtGui", "QtWidgets", "QtSvg"} <= modules
    for module in {*modules, "QtOpenGL", "QtOpenGLWidgets"}:  # pyqtgraph imports these
        assert pruning.removed_by(f"PySide6/{module}.pyd") is None
        assert pruning.removed_by(f"PySide6/{module.replace('Qt', 'Qt6', 1)}.dll") is None


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/plugins/iconengines/qsvgicon.dll",
        "PySide6/translations/qtbase_ja.qm",
        "skilltrack/gui/theme.qss",
        "skilltrack/gui/icons/add.svg",
        "numpy.libs/libscipy_openblas64_-x.dll",
        "alembic/ddl/sqlite.py",
    ],
)
def test_what_the_program_loads_stays(name: str) -> None:
    assert pruning.removed_by(name) is None


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/qml/QtQuick/x.dll",
        "PySide6/Qt6Network.dll",
        "PySide6/QtNetwork.pyd",
        "PySide6/plugins/tls/qschannelbackend.dll",
        "PySide6/translations/qtbase_de.qm",
        "PySide6/opengl32sw.dll",
        "numpy/ma/tests/test_core.py",
        "alembic-1.dist-info/RECORD",
    ],
)
def test_what_is_never_loaded_goes_with_a_reason(name: str) -> None:
    removal = pruning.removed_by(name)
    assert removal is not None
    assert removal.reason


def test_own_files_of_the_program_all_stay() -> None:
    names = {
        path.relative_to(SOURCE.parent).as_posix()
        for path in SOURCE.rglob("*")
        if "__pycache__" not in path.parts
    }
    assert {name for name in names if pruning.removed_by(name)} == {"skilltrack/py.typed"}


def test_pruning_removes_files_and_empty_folders(tmp_path: Path) -> None:
    (tmp_path / "PySide6/qml/a").mkdir(parents=True)
    (tmp_path / "PySide6/qml/a/b.dll").write_bytes(b"12345")
    saved = pruning.prune(tmp_path)
    assert sum(saved.values()) == 5
    assert set(saved) == set(pruning.REMOVALS)
    assert not (tmp_path / "PySide6").exists() or not any((tmp_path / "PySide6").rglob("*.dll"))


def test_libraries_of_a_real_program_file_are_read() -> None:
    if not LAUNCHER.exists():
        pytest.skip("pip carries no launcher here")
    at_once, _later = libraries.imported(LAUNCHER.read_bytes())
    assert "kernel32.dll" in at_once


def test_a_library_that_is_not_there_is_named(tmp_path: Path) -> None:
    if not LAUNCHER.exists():
        pytest.skip("pip carries no launcher here")
    shutil.copyfile(LAUNCHER, tmp_path / "a.exe")
    assert libraries.missing(tmp_path, layout.SYSTEM) == []
    assert "a.exe: kernel32.dll" in libraries.missing(tmp_path, frozenset())


def test_the_list_names_every_file_but_itself(program: Path) -> None:
    document = json.loads((program / layout.LIST_NAME).read_text("utf-8"))
    assert document["version"] == "1.2.3"
    assert document["besides"] == ["uninstall.exe"]
    there = {path.relative_to(program).as_posix() for path in archive.files_of(program)}
    assert set(document["files"]) == there - {layout.LIST_NAME}
    expected = hashlib.sha256(b"packages/b.py").hexdigest()
    assert document["files"]["packages/b.py"] == expected


def test_a_name_too_long_for_windows_is_refused(program: Path) -> None:
    (program / ("x" * (layout.LONGEST_NAME + 1))).touch()
    with pytest.raises(layout.LayoutError, match="longer"):
        layout.check(program)


def test_python_gets_only_our_list_of_folders(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "python.exe").write_bytes(b"signed")
    layout.lay_python(tmp_path / "source", tmp_path / "program")
    assert (tmp_path / "program/python/python.exe").read_bytes() == b"signed"
    lines = (tmp_path / "program/python/python313._pth").read_text().split()
    assert lines == ["python313.zip", ".", "..\\packages"]


def test_an_archive_depends_on_content_alone(program: Path, tmp_path: Path) -> None:
    archive.write_zip(tmp_path / "one.zip", program, "SkillTrack")
    copy = tmp_path / "copy"
    for path in reversed(archive.files_of(program)):
        target = copy / path.relative_to(program)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
        os.utime(target, (1, 1))
    archive.write_zip(tmp_path / "two.zip", copy, "SkillTrack")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as content:
        assert "SkillTrack/skilltrackを開く.cmd" in content.namelist()


def test_the_icon_has_every_size_that_windows_asks_for() -> None:
    content = icon.icon_file(icon.DRAWING.read_bytes())
    assert struct.unpack_from("<HHH", content) == (0, 1, len(icon.SIZES))
    widths = [content[6 + 16 * number] or 256 for number in range(len(icon.SIZES))]
    assert widths == list(icon.SIZES)
    assert content == icon.icon_file(icon.DRAWING.read_bytes())


def macro(script: str, head: str) -> str:
    return script.partition(f"!macro {head}\n")[2].partition("!macroend")[0]


def removed_by(script: str) -> set[str]:
    return set(re.findall(r'(?:RMDir /r|Delete) "\$INSTDIR\\([^"]+)"', script))


def test_the_uninstaller_removes_all_that_is_laid_at_the_top(program: Path) -> None:
    laid = {path.name for path in program.iterdir()}
    script = compiling.SCRIPT.read_text("utf-8")
    uninstalling = script.partition("Section Uninstall")[2]
    assert "!insertmacro REMOVE_PROGRAM" in uninstalling
    assert removed_by(macro(script, "REMOVE_PROGRAM")) == laid
    assert removed_by(uninstalling) == {layout.UNINSTALLER}


def test_all_that_is_laid_at_the_top_is_set_aside_and_comes_back(program: Path) -> None:
    moving = macro(compiling.SCRIPT.read_text("utf-8"), "MOVE_PROGRAM from to")
    moved = re.findall(r'Rename "\$\{from\}\\(.+)" "\$\{to\}\\(.+)"', moving)
    assert all(source == target for source, target in moved)
    assert {source for source, _ in moved} == {path.name for path in program.iterdir()} - {"python"}


def test_only_folders_of_the_program_are_removed_whole() -> None:
    script = compiling.SCRIPT.read_text("utf-8")
    whole = set(re.findall(r'RMDir /r "([^"]+)"', script))
    own = {f"$INSTDIR\\{name}" for name in ("python", "packages", "licences", "previous")}
    settings = {"$LOCALAPPDATA\\skilltrack\\Logs", "$LOCALAPPDATA\\skilltrack\\updates"}
    assert whole == own | settings | {"$APPDATA\\skilltrack"}


def test_the_script_opens_packages_by_their_ending() -> None:
    from skilltrack.exchange.submissions import PACKAGE_SUFFIX

    assert f"Software\\Classes\\{PACKAGE_SUFFIX}" in compiling.SCRIPT.read_text("utf-8")


@pytest.mark.skipif(shutil.which("makensis") is None, reason="needs nsis")
def test_two_installing_programs_are_the_same(program: Path, tmp_path: Path) -> None:
    made: list[str] = []
    for name in ("one", "two"):
        for path in archive.files_of(program):
            os.utime(path, (len(made) * 10_000, len(made) * 10_000))
        target = tmp_path / f"{name}.exe"
        compiling.compile_installer(program, tmp_path, target, "1.2.3", layout.RUN, is_quick=True)
        made.append(hashlib.sha256(target.read_bytes()).hexdigest())
    assert made[0] == made[1]

"""What goes into the installer: the lock, the pins, wheels, licences."""

import json
import re
import shutil
import zipfile
from pathlib import Path

import pip
import pytest

from installer import bill, components, lock, pins, signature, wheels

ROOT = Path(__file__).parents[2]

LAUNCHER = Path(pip.__file__).parent / "_vendor" / "distlib" / "t64.exe"


@pytest.fixture(scope="module")
def locked() -> list[lock.Locked]:
    return lock.needed(lock.read_lock((ROOT / "requirements.lock").read_text("utf-8")))


def test_the_program_takes_what_goes_with_it_and_no_tool_of_development(
    locked: list[lock.Locked],
) -> None:
    page = (ROOT / "docs" / "licences.md").read_text("utf-8")
    table = page.partition("## With the program")[2].partition("Some wheels carry")[0]
    listed = set(re.findall(r"^\| ([a-z][\w.-]*) \|", table, re.MULTILINE)) - {"package"}
    assert {package.name for package in locked} == listed
    assert "pytest" not in listed


def test_every_package_has_hashes_and_is_asked_for_with_them(locked: list[lock.Locked]) -> None:
    assert all(package.hashes for package in locked)
    text = lock.requirements(locked)
    assert text.count("==") == len(locked)
    assert text.count("--hash=sha256:") == sum(len(package.hashes) for package in locked)
    assert lock.requirements(lock.needed({p.name: p for p in locked})) == text


def test_pins_are_sha256_of_named_files() -> None:
    found = pins.read_pins()
    digests = [found.python.package_sha256, found.python.archive_sha256]
    digests += [found.signatures.root_sha256, *found.font.sha256.values()]
    assert all(re.fullmatch("[0-9a-f]{64}", value) for value in digests)
    assert all(name.startswith("BIZUD") for name in found.font.sha256)


def test_another_file_than_the_pinned_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "font.ttf"
    path.write_bytes(b"other")
    with pytest.raises(pins.PinError, match=r"font\.ttf"):
        pins.require_digest(path, "0" * 64)


@pytest.mark.skipif(shutil.which("osslsigncode") is None, reason="needs osslsigncode")
def test_an_unsigned_program_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "python.exe").write_bytes(_launcher())
    with pytest.raises(pins.PinError, match=r"python\.exe"):
        signature.verify_folder(tmp_path, pins.read_pins().signatures)


def _launcher() -> bytes:
    """A real program file of Windows: pip carries one."""
    if not LAUNCHER.exists():
        pytest.skip("pip carries no launcher here")
    return LAUNCHER.read_bytes()


def wheel(path: Path, name: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, "x")
    return path


def test_wheels_lie_beside_each_other_and_keep_their_libraries(tmp_path: Path) -> None:
    one = wheel(tmp_path / "one.whl", "one/__init__.py")
    two = wheel(tmp_path / "two.whl", "two-1.data/platlib/two/x.py")
    wheels.unpack([one, two], tmp_path / "packages")
    assert (tmp_path / "packages/one/__init__.py").is_file()
    assert (tmp_path / "packages/two/x.py").is_file()


@pytest.mark.parametrize("name", ["../out.py", "/out.py", "a/../../out.py", "C:/out.py"])
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    wheel(tmp_path / "bad.whl", name)
    with pytest.raises(wheels.WheelError):
        wheels.unpack([tmp_path / "bad.whl"], tmp_path / "packages")


def test_two_wheels_with_the_same_file_are_refused(tmp_path: Path) -> None:
    same = [wheel(tmp_path / f"{name}.whl", "a/b") for name in "cd"]
    with pytest.raises(wheels.WheelError, match="there already"):
        wheels.unpack(same, tmp_path / "packages")


def test_every_embedded_library_has_a_text_or_a_holder_that_has_one() -> None:
    for item in components.EMBEDDED:
        assert item.version or item.pattern
        for text in item.texts:
            assert len(components.licence_text(text)) > 100


def test_what_qt_compiles_in_is_named_by_the_version_of_the_lock(
    locked: list[lock.Locked],
) -> None:
    (qt,) = (one.version for one in locked if one.name == "pyside6-essentials")
    assert f"as in Qt {qt}" == components.AS_IN_QT


def test_every_text_of_the_folder_is_used() -> None:
    used = {text for item in components.EMBEDDED for text in item.texts}
    used |= {"BIZ-UDGothic", "NSIS"}
    assert {path.stem for path in components.TEXTS.glob("*.txt")} == used


def test_the_bill_names_version_and_licence_and_is_the_same_each_time() -> None:
    found = [
        components.Component("skilltrack", "1.0", "MIT", texts={"LICENSE": "x"}),
        components.Component("Qt (a)", "6.9", "LGPL-3.0-only", texts={"Qt": "y"}),
    ]
    text = bill.bill_of_materials(found)
    assert text == bill.bill_of_materials(found)
    document = json.loads(text)
    assert document["bomFormat"] == "CycloneDX"
    assert [entry["version"] for entry in document["components"]] == ["6.9"]
    assert document["components"][0]["licenses"] == [{"expression": "LGPL-3.0-only"}]


def test_each_licence_lies_in_a_folder_of_its_component(tmp_path: Path) -> None:
    found = [components.Component("Qt (a b)", "6", "LGPL-3.0-only", texts={"Qt": "text"})]
    bill.write_licences(found, tmp_path / "licences")
    assert (tmp_path / "licences" / "Qt--a-b" / "Qt.txt").read_text() == "text"
    assert "Qt (a b) 6 | LGPL-3.0-only" in (tmp_path / "licences" / bill.SUMMARY).read_text("utf-8")

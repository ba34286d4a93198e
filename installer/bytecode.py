"""Compiled files, made by the very Python that is shipped: natively on Windows, else under Wine.

Another Python of the same series writes other bytes (half of the files differ between 3.13.0 and
3.13.2), so that the build would depend on the machine. What was compiled once is kept by content.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from installer.pins import digest
from installer.wine.root import WineRoot

COMPILER = Path(__file__).with_name("compiling.py")
LISTING = "compile.txt"


def compile_packages(python: Path, packages: Path, cache: Path, wine_root: Path) -> int:
    """Write the compiled files beside the sources; return how many had to be compiled anew.

    Args:
        python: The folder of the shipped Python.
        packages: The folder of the packages.
        cache: Where compiled files are kept.
        wine_root: The Debian folder with Wine; not used on Windows.

    Raises:
        WineUnavailableError: Something has to be compiled, and this machine cannot.
    """
    store = cache / "bytecode" / digest(python / "python313.dll")[:16] / digest(COMPILER)[:16]
    store.mkdir(parents=True, exist_ok=True)
    kept = {name: store / _key(packages / name, name) for name in _sources(packages)}
    wanted = [name for name, path in kept.items() if not path.exists()]
    if wanted:
        work = cache / "compile"
        shutil.rmtree(work, ignore_errors=True)
        _lay_out(work, python, packages, wanted)
        _compile(work, wine_root)
        for name in wanted:
            shutil.move(_compiled(work / "packages" / name), kept[name])
        shutil.rmtree(work)
    for name, path in kept.items():
        target = _compiled(packages / name)
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(path, target)
    return len(wanted)


def _sources(packages: Path) -> list[str]:
    return sorted(path.relative_to(packages).as_posix() for path in packages.rglob("*.py"))


def _key(path: Path, name: str) -> str:
    return hashlib.sha256(name.encode() + b"\0" + path.read_bytes()).hexdigest()


def _compiled(source: Path) -> Path:
    return source.parent / "__pycache__" / f"{source.stem}.cpython-313.pyc"


def _lay_out(work: Path, python: Path, packages: Path, wanted: list[str]) -> None:
    for name in wanted:
        target = work / "packages" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(packages / name, target)
    (work / LISTING).write_text("".join(f"{name}\n" for name in wanted), "utf-8", newline="\n")
    shutil.copyfile(COMPILER, work / COMPILER.name)
    # Wine answers what _wmi asks with a crash; compiling does not need it.
    shutil.copytree(python, work / "python", ignore=shutil.ignore_patterns("_wmi.pyd"))


def _compile(work: Path, wine_root: Path) -> None:
    if sys.platform == "win32":
        command = [str(work / "python" / "python.exe"), "-B", str(work / COMPILER.name)]
        subprocess.run([*command, str(work / "packages"), str(work / LISTING)], check=True)
        return
    root = WineRoot(wine_root, work, "compiling", display=78)
    try:
        root.start(is_fresh=False)
        places = ["S:\\packages", f"S:\\{LISTING}"]
        program = ["S:\\python\\python.exe", "-B", f"S:\\{COMPILER.name}"]
        root.wine([*program, *places], seconds=1800)
    finally:
        root.stop()

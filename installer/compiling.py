"""Runs inside the shipped Python: compiles the packages that a list names.

Its answer is the same wherever it runs: files are named as they will be seen from the program's
folder, and a compiled file is trusted because it is in the program's list of files, not because of
a date. Only the standard library.
"""

import py_compile
import sys
from pathlib import Path


def compile_listed(packages: Path, listing: Path) -> int:
    """Compile every file of the list; return how many.

    Args:
        packages: The folder of the packages; compiled files go beside the sources.
        listing: One path below it per line, with ``/``.
    """
    names = listing.read_text("utf-8").splitlines()
    for name in names:
        source = packages / name
        target = source.parent / "__pycache__" / f"{source.stem}.cpython-313.pyc"
        py_compile.compile(
            str(source),
            cfile=str(target),
            dfile=f"packages/{name}",
            doraise=True,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
    return len(names)


if __name__ == "__main__":
    compile_listed(Path(sys.argv[1]), Path(sys.argv[2]))

"""Checking the program's own files against the list made when it was built."""

from dataclasses import dataclass
from pathlib import Path

from skilltrack.domain.problems import refuse
from skilltrack.domain.progress import Progress, silent
from skilltrack.domain.releases import FileFinding, compare_files
from skilltrack.files.program import digests, program_folder, read_list


@dataclass(frozen=True, slots=True)
class ProgramCheck:
    """How the files of the program compare with the list of its build.

    ``files`` is how many the list names, ``list_sha256`` the digest of the list itself, which
    the publisher makes known: whoever can change a file can change a list beside it too.
    """

    folder: Path
    version: str
    files: int
    list_sha256: str
    findings: tuple[FileFinding, ...]


def check_program(folder: Path | None = None, progress: Progress = silent) -> ProgramCheck:
    """Compare every file of the program with the list of its build, changing nothing.

    Args:
        folder: The program's folder; None is that of this program.
        progress: Told after each file.

    Raises:
        Refusal: ``program.no_list`` for a program that was not built with one, or
            ``program.list_damaged``.
    """
    found = folder or program_folder()
    if found is None:
        raise refuse("program.no_list")
    listed = read_list(found)
    differing = compare_files(listed.files, digests(found, progress), listed.besides)
    return ProgramCheck(found, listed.version, len(listed.files), listed.sha256, differing)

"""Signed documents in files: read with a limit, and told apart when they are not taken."""

from pathlib import Path

from skilltrack.domain.problems import MachineFailure, Place, Problem, refuse
from skilltrack.exchange.sealing.documents import SignedDocument, Untrusted, read_document
from skilltrack.files.locks import is_held


def read_signed_file(
    path: Path, *, kind: str, fmt: int, maximum_bytes: int, area: str
) -> SignedDocument:
    """Read and verify a signed document.

    Args:
        path: The file.
        kind: What the document must be.
        fmt: The newest format the caller reads.
        maximum_bytes: A longer file is not looked into.
        area: The first part of the problem codes, such as ``packages``.

    Raises:
        Refusal: ``<area>.missing``, ``no_access``, ``too_large``, ``empty`` or one of the flaws
            ``not_a_document``, ``damaged``, ``newer``, ``forged``; ``files.in_use``.
        MachineFailure: ``<area>.unreadable``; the drive or the share did not answer.
    """
    place = Place(path.name)
    try:
        with path.open("rb") as file:
            data = file.read(maximum_bytes + 1)
    except FileNotFoundError:
        raise refuse(f"{area}.missing", place) from None
    except IsADirectoryError:
        raise refuse(f"{area}.not_a_document", place) from None
    except PermissionError:
        # Windows answers a folder, and what another program holds, with "no access" as well.
        if is_held(path):
            raise refuse("files.in_use", place) from None
        code = "not_a_document" if path.is_dir() else "no_access"
        raise refuse(f"{area}.{code}", place) from None
    except OSError as error:
        raise MachineFailure(Problem(f"{area}.unreadable", place)) from error
    if len(data) > maximum_bytes:
        raise refuse(f"{area}.too_large", place, megabytes=maximum_bytes // 1024**2)
    if not data:
        raise refuse(f"{area}.empty", place)
    try:
        return read_document(data, kind, fmt)
    except Untrusted as error:
        raise refuse(f"{area}.{error.flaw}", place) from None

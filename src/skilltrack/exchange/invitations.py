"""The head of a package: what a person sees before answering begins.

A package carries the whole questionnaire and every scheme. To read only its head, verified by the
same signature, needs none of the values that stand for them: the answer window opens in two
thirds of the time.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from skilltrack.domain.problems import Place, Problem, Refusal
from skilltrack.exchange.plain import Misfit, restored
from skilltrack.exchange.sealing.documents import SignedDocument
from skilltrack.exchange.sealing.files import read_signed_file

KIND = "package"
FMT = 1
MAXIMUM_BYTES = 4 * 1024**2
"""The shipped questionnaire with both shipped schemes makes a package of 35 KB."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """The parts of a ``RoundPackage`` of the same names."""

    title: str
    organisation: str
    contact: str
    purpose: str
    opens_on: date
    closes_on: date
    titles: tuple[tuple[str, str], ...]
    is_strict: bool = False


@dataclass(frozen=True, slots=True)
class SignedInvitation:
    """A verified head and the public key of who signed it."""

    invitation: Invitation
    signer_public: bytes


def package_document(path: Path) -> SignedDocument:
    """Read the signed document of a package and verify its signature.

    Raises:
        Refusal: The file is no package, damaged, too large, made by a later version, or not
            signed by its signer.
        MachineFailure: The drive or the share did not answer.
    """
    return read_signed_file(path, kind=KIND, fmt=FMT, maximum_bytes=MAXIMUM_BYTES, area="packages")


def read_invitation(path: Path) -> SignedInvitation:
    """Read the head of a package. Whether the signer is trusted is for the caller.

    Raises:
        Refusal: As ``package_document``, or a part of the head cannot be read.
        MachineFailure: The drive or the share did not answer.
    """
    document = package_document(path)
    try:
        invitation = restored(Invitation, document.body)
    except Misfit as error:
        raise Refusal(
            Problem("packages.malformed", Place(path.name), {"key": error.path})
        ) from None
    return SignedInvitation(invitation, document.signer)

"""Opening a package to answer it: whole, verified, and from a signer who is trusted."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from skilltrack.domain.problems import Place, refuse
from skilltrack.domain.rounds.definition import RoundPackage
from skilltrack.exchange.packages import SignedPackage, read_package
from skilltrack.services.answering.invitations import is_first_contact
from skilltrack.services.answering.profiles import Profile


@dataclass(frozen=True, slots=True)
class OpenedPackage:
    """A verified package from a trusted signer, or from the first one ever met.

    ``folder`` is where the package lies. On first contact the window shows ``fingerprint``;
    starting to answer trusts the signer from then on.
    """

    package: RoundPackage
    folder: Path
    fingerprint: str
    signer_public: bytes
    is_first_contact: bool


def open_package(path: Path, profile: Profile) -> OpenedPackage:
    """Open a package.

    Raises:
        Refusal: The file is no sound package (``packages.…``), or signed by another key than
            those trusted (``answering.other_signer``).
        MachineFailure: The drive or the share did not answer.
    """
    signed = read_package(path)
    is_first = is_first_contact(path, profile, signed.signer_public)
    return _opened(path, signed, is_first_contact=is_first)


def trust_signer(path: Path, profile: Profile, fingerprint: str) -> OpenedPackage:
    """Trust the signer of a package after comparing the fingerprint by telephone.

    Args:
        path: The package.
        profile: Where the trust is kept.
        fingerprint: What the personnel section said; blanks and case do not count.

    Raises:
        Refusal: The fingerprint is another, or the file is no sound package.
    """
    signed = read_package(path)
    if _bare(fingerprint) != _bare(signed.fingerprint):
        raise refuse("answering.fingerprint_differs", Place(path.name))
    profile.trust(signed.signer_public, signed.package.organisation)
    return _opened(path, signed, is_first_contact=False)


def _opened(path: Path, signed: SignedPackage, *, is_first_contact: bool) -> OpenedPackage:
    return OpenedPackage(
        signed.package, path.parent, signed.fingerprint, signed.signer_public, is_first_contact
    )


def _bare(fingerprint: str) -> str:
    return "".join(unicodedata.normalize("NFKC", fingerprint).lower().split())

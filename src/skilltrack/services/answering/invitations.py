"""Being asked to answer: who asks, for what, until when, and whether the signer is known."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from skilltrack.domain.problems import Place, Problem, Refusal
from skilltrack.exchange import invitations
from skilltrack.exchange.invitations import Invitation
from skilltrack.exchange.sealing.keys import fingerprint
from skilltrack.i18n.dates import wareki
from skilltrack.services.answering.profiles import Profile


@dataclass(frozen=True, slots=True)
class OpenedInvitation:
    """The head of a verified package from a trusted signer, or from the first one ever met."""

    invitation: Invitation
    fingerprint: str
    is_first_contact: bool


def read_invitation(path: Path, profile: Profile) -> OpenedInvitation:
    """Read what a package asks for.

    Raises:
        Refusal: The file is no sound package (``packages.…``), or signed by another key than
            those trusted (``answering.other_signer``).
        MachineFailure: The drive or the share did not answer.
    """
    signed = invitations.read_invitation(path)
    is_first = is_first_contact(path, profile, signed.signer_public)
    return OpenedInvitation(signed.invitation, fingerprint(signed.signer_public), is_first)


def is_first_contact(path: Path, profile: Profile, signer_public: bytes) -> bool:
    """Return whether no signer is trusted yet; the signer of a package is trusted otherwise.

    Raises:
        Refusal: Others are trusted, this one is not (``answering.other_signer``).
    """
    trusted = profile.trusted_signers()
    if trusted and signer_public.hex() not in trusted:
        known = "、".join(sorted(set(trusted.values())))
        values = {"known": known, "fingerprint": fingerprint(signer_public)}
        raise Refusal(Problem("answering.other_signer", Place(path.name), values))
    return not trusted


def closed_on(today: date, opens_on: date, closes_on: date) -> Problem | None:
    """Return why a round cannot be answered on a day; None while it is open."""
    if today < opens_on:
        return Problem("answering.not_yet_open", values={"opens_on": wareki(opens_on)})
    if today > closes_on:
        return Problem("answering.closed", values={"closes_on": wareki(closes_on)})
    return None


_DESK_MARK = b'{"skilltrack":"desk"'


def is_desk_package(path: Path) -> bool:
    """Return whether a file begins as the package of a desk for submissions does.

    False also where it cannot be read: opening it as a round tells why.
    """
    try:
        with path.open("rb") as stream:
            return stream.read(len(_DESK_MARK)) == _DESK_MARK
    except OSError:
        return False

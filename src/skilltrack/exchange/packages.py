"""Packages: one signed file with everything the answer window needs, and no roster.

The file is a signed document (``sealing.documents``) of kind ``package``; its body is the plain
form of ``RoundPackage`` (``exchange.plain``). The definitions in it were validated when the
organisation took them up, and the signature says that nothing changed since; so opening checks
the signature, the shape and what the answer window rests on, without the models that read
hand-written definitions.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from skilltrack.domain.problems import Place, Problem, Refusal
from skilltrack.domain.questionnaires.definition import ItemKind, Questionnaire, Scale
from skilltrack.domain.rounds.definition import RoundPackage
from skilltrack.domain.schemes import gates
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.exchange.invitations import FMT, KIND, package_document
from skilltrack.exchange.plain import Misfit, plain, restored
from skilltrack.exchange.sealing.documents import signed_document
from skilltrack.exchange.sealing.keys import fingerprint, public_of
from skilltrack.files.atomic import write_bytes_atomically

SUFFIX = ".skilltrack"
PUBLIC_KEY_BYTES = 65
_ROUND_ID = re.compile(r"[\w-]{1,64}")
"""The id becomes part of file names."""


@dataclass(frozen=True, slots=True)
class SignedPackage:
    """A verified package and who signed it.

    ``fingerprint`` is the signer's key as two people compare it on the telephone.
    """

    package: RoundPackage
    signer_public: bytes
    fingerprint: str


def write_package(path: Path, package: RoundPackage, signing_key: bytes) -> SignedPackage:
    """Sign a package and write it.

    Args:
        path: The file; its suffix is ``.skilltrack``.
        package: What is handed out.
        signing_key: The organisation's Ed25519 private key.

    Raises:
        Refusal: ``packages.inconsistent``; a reader would not take the package.
        MachineFailure: The file could not be written.
    """
    problems = tuple(_inconsistencies(package, Place(path.name)))
    if problems:
        raise Refusal(problems)
    write_bytes_atomically(path, signed_document(KIND, FMT, plain(package), signing_key))
    public = public_of(signing_key)
    return SignedPackage(package, public, fingerprint(public))


def read_package(path: Path) -> SignedPackage:
    """Read a package and verify its signature. Whether the signer is trusted is for the caller.

    Raises:
        Refusal: The file is no package, damaged, too large, made by a later version, not signed
            by its signer, or does not fit together.
        MachineFailure: The drive or the share did not answer.
    """
    document = package_document(path)
    place = Place(path.name)
    try:
        package = restored(RoundPackage, document.body)
    except Misfit as error:
        raise Refusal(Problem("packages.malformed", place, {"key": error.path})) from None
    problems = tuple(_inconsistencies(package, place))
    if problems:
        raise Refusal(problems)
    return SignedPackage(package, document.signer, fingerprint(document.signer))


def _inconsistencies(package: RoundPackage, place: Place) -> Iterator[Problem]:
    """Yield what would leave the answer window without firm ground."""
    keys = [
        *_questionnaire_faults(package.questionnaire),
        *(fault for scheme in package.schemes for fault in _scheme_faults(scheme)),
        *_repeated("courses", (course.code for course in package.courses)),
        *_repeated("schemes", (scheme.id for scheme in package.schemes)),
    ]
    if not _ROUND_ID.fullmatch(package.round_id):
        keys.append("round_id")
    if package.opens_on > package.closes_on:
        keys.append("closes_on")
    if len(package.public_key) != PUBLIC_KEY_BYTES:
        keys.append("public_key")
    for key in keys:
        yield Problem("packages.inconsistent", place, {"key": key})


def _questionnaire_faults(questionnaire: Questionnaire) -> Iterator[str]:
    if not _is_firm(questionnaire.scale):
        yield "questionnaire.scale.steps"
    if not questionnaire.answerable:
        yield "questionnaire.items"
    categories = {category.code for category in questionnaire.categories}
    for item in questionnaire.items:
        where = f"questionnaire.items.{item.code}"
        if item.category not in categories:
            yield f"{where}.category"
        if item.scale is not None and not _is_firm(item.scale):
            yield f"{where}.scale.steps"
        if item.kind is ItemKind.CHOICE and len(item.choices) < 2:
            yield f"{where}.choices"
    yield from _repeated("questionnaire.items", (item.code for item in questionnaire.items))
    codes = (category.code for category in questionnaire.categories)
    yield from _repeated("questionnaire.categories", codes)


def _is_firm(scale: Scale) -> bool:
    points = [step.points for step in scale.steps]
    return len(points) >= 2 and points == sorted(set(points)) and points[0] >= 0


def _scheme_faults(scheme: Scheme) -> Iterator[str]:
    where = f"schemes.{scheme.id}"
    yield from _repeated(f"{where}.tiers", (tier.code for tier in scheme.tiers))
    leaf_ids = (leaf.id for tier in scheme.tiers for leaf in gates.leaves(tier.gate))
    yield from _repeated(f"{where}.gates", leaf_ids)


def _repeated(where: str, codes: Iterable[str]) -> Iterator[str]:
    for code, count in Counter(codes).items():
        if count > 1:
            yield f"{where}.{code}"

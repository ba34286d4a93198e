"""The head of a package: verified by the same signature, read without the rest."""

import subprocess
import sys
from pathlib import Path

import pytest

from skilltrack.domain.problems import Refusal
from skilltrack.domain.rounds.definition import RoundPackage
from skilltrack.exchange.invitations import read_invitation
from skilltrack.exchange.packages import write_package
from skilltrack.exchange.sealing.keys import public_of


def test_head_says_what_the_package_says(
    tmp_path: Path, package: RoundPackage, organisation_key: bytes
) -> None:
    path = tmp_path / "調査.skilltrack"
    write_package(path, package, organisation_key)
    signed = read_invitation(path)
    head = signed.invitation
    for name in ("title", "organisation", "contact", "purpose", "opens_on", "closes_on", "titles"):
        assert getattr(head, name) == getattr(package, name)
    assert signed.signer_public == public_of(organisation_key)


def test_changed_package_has_no_head(
    tmp_path: Path, package: RoundPackage, organisation_key: bytes
) -> None:
    path = tmp_path / "調査.skilltrack"
    write_package(path, package, organisation_key)
    path.write_bytes(path.read_bytes().replace("人事課".encode(), "財政課".encode()))
    with pytest.raises(Refusal) as caught:
        read_invitation(path)
    assert caught.value.problems[0].code == "packages.forged"


def test_reading_a_head_loads_neither_schemes_nor_libraries_for_workbooks() -> None:
    program = "import sys, skilltrack.services.answering.invitations\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    heavy = {
        "skilltrack.domain.schemes.definition",
        "skilltrack.domain.schemes.gates",
        "pydantic",
        "sqlalchemy",
    }
    assert loaded & heavy == set()

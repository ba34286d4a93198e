"""Sign an update file: the publisher's command, run beside the build, never on a user's terminal.

    python installer/sign_update.py new-key publisher.pem --name 発行元
    python installer/sign_update.py sign --key publisher.pem --version 1.2.0 --notes notes.txt \
        --installer SkillTrack-Setup-1.2.0.exe --out SkillTrack-1.2.0.stupdate

The private key stays with the publisher, in a file that a passphrase protects, outside of the
repository. Its public half goes into ``publisher/keys.toml`` of a release before the first update
that it signs.
"""

import argparse
import getpass
import os
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from skilltrack.domain.problems import SkilltrackError
from skilltrack.exchange.sealing.keys import fingerprint, new_signing_key, public_of
from skilltrack.exchange.updates import Publisher, read_update, release_of, write_update
from skilltrack.i18n.problems import sentences_of
from skilltrack.store.schema import SCHEMA_VERSION

SHORTEST_PASSPHRASE = 15
FAILED = 1


def new_key(path: Path, name: str, passphrase: str) -> str:
    """Make a key, keep it protected by a passphrase, and return its entry for ``keys.toml``.

    Raises:
        ValueError: The passphrase is too short.
        FileExistsError: Something is there already.
    """
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise ValueError(f"the passphrase needs {SHORTEST_PASSPHRASE} characters")
    signing_key = new_signing_key()
    pem = Ed25519PrivateKey.from_private_bytes(signing_key).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase.encode())
    )
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "wb") as file:  # noqa: PTH123 (a descriptor, not a path)
        file.write(pem)
    public = public_of(signing_key)
    return f'# {fingerprint(public)}\n[[key]]\nname = "{name}"\npublic = "{public.hex()}"\n'


def read_key(path: Path, passphrase: str) -> bytes:
    """Return the private key that a passphrase opens.

    Raises:
        ValueError: The passphrase is wrong, or the file holds no such key.
    """
    key = load_pem_private_key(path.read_bytes(), passphrase.encode())
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("not an Ed25519 key")
    return key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())


def sign_update(
    signing_key: bytes,
    installer: Path,
    *,
    version: str,
    notes: tuple[str, ...],
    schema: int,
    oldest_schema: int,
    out: Path,
) -> str:
    """Write an update file, read it back as a terminal would, and return what was signed."""
    release = release_of(
        installer, version=version, notes=notes, schema=schema, oldest_schema=oldest_schema
    )
    write_update(out, release, installer, signing_key)
    publisher = Publisher("", public_of(signing_key))
    update = read_update(out, (publisher,))
    return (
        f"{out.name}: {update.release.version}, {update.release.installer}, "
        f"sha256 {update.release.sha256}, key {fingerprint(publisher.public)}"
    )


def _passphrase(file: Path | None, *, is_new: bool = False) -> str:
    if file is not None:
        return file.read_text(encoding="utf-8").splitlines()[0]
    typed = getpass.getpass("passphrase: ")
    if is_new and getpass.getpass("again: ") != typed:
        raise ValueError("the passphrases differ")
    return typed


def _arguments(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    new = commands.add_parser("new-key", help="make a publisher key")
    new.add_argument("path", type=Path)
    new.add_argument("--name", required=True, help="shown to whoever installs")
    new.add_argument("--passphrase-file", type=Path)
    one = commands.add_parser("sign", help="sign an update file")
    one.add_argument("--key", type=Path, required=True)
    one.add_argument("--passphrase-file", type=Path)
    one.add_argument("--installer", type=Path, required=True)
    one.add_argument("--version", required=True, help="three numbers")
    one.add_argument("--notes", type=Path, required=True, help="Japanese, one change a line")
    one.add_argument("--schema", type=int, default=SCHEMA_VERSION)
    one.add_argument("--oldest-schema", type=int, default=1)
    one.add_argument("--out", type=Path, required=True)
    return parser.parse_args(given)


def main(given: list[str]) -> int:
    """Run a command and return the exit code."""
    arguments = _arguments(given)
    try:
        if arguments.command == "new-key":
            passphrase = _passphrase(arguments.passphrase_file, is_new=True)
            print(new_key(arguments.path, arguments.name, passphrase))  # noqa: T201
        else:
            key = read_key(arguments.key, _passphrase(arguments.passphrase_file))
            lines = arguments.notes.read_text(encoding="utf-8").splitlines()
            told = sign_update(
                key,
                arguments.installer,
                version=arguments.version,
                notes=tuple(line.strip() for line in lines if line.strip()),
                schema=arguments.schema,
                oldest_schema=arguments.oldest_schema,
                out=arguments.out,
            )
            print(told)  # noqa: T201
    except SkilltrackError as error:
        print("\n".join(sentences_of(error)), file=sys.stderr)  # noqa: T201
        return FAILED
    except (OSError, ValueError, TypeError, LookupError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return FAILED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

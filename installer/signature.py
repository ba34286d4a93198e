"""Checking the Authenticode signatures of the shipped Python with osslsigncode."""

import re
import shutil
import ssl
import subprocess
import tempfile
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from installer.pins import PinError, SignaturePin

SIGNED = frozenset({".exe", ".dll", ".pyd"})
_SUBJECT = re.compile(r"Signer #0:\s+Subject: (\S.*)")


def verify_folder(folder: Path, pin: SignaturePin) -> int:
    """Verify every program file of a folder; return how many there are.

    Those of the publisher must lead to the pinned root, which the signature carries, or to a root
    that this machine trusts (libraries signed earlier than Python itself). Of ``pin.others`` the
    root is not in the signature: only that a signature is there and matches the content is
    checked, and their hash is pinned with the archive.

    Raises:
        PinError: A file is unsigned, changed, or signed by somebody else.
    """
    if shutil.which("osslsigncode") is None:
        message = "osslsigncode is missing (Debian package osslsigncode)"
        raise PinError(message)
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in SIGNED)
    with tempfile.TemporaryDirectory() as scratch:
        for path in files:
            if path.name in pin.others:
                _verify_content(path)
            else:
                _verify_chain(path, pin, Path(scratch))
    return len(files)


def _verify_chain(path: Path, pin: SignaturePin, scratch: Path) -> None:
    root = _root_of(path, pin, scratch)
    trusted = ["-CAfile", str(root), "-TSA-CAfile", str(root), "-ignore-cdp", "-ignore-crl"]
    answer = _osslsigncode("verify", *trusted, "-in", str(path))
    signer = _SUBJECT.search(answer.stdout)
    if answer.returncode or "Signature verification: ok" not in answer.stdout or signer is None:
        message = f"{path.name}: the signature does not hold"
        raise PinError(message)
    if f"O={pin.publisher}" not in signer[1].split("/"):
        message = f"{path.name}: signed by {signer[1]}"
        raise PinError(message)


def _root_of(path: Path, pin: SignaturePin, scratch: Path) -> Path:
    """Return the pinned root in PEM if the signature carries it, else the roots of this machine."""
    signature = scratch / f"{path.name}.p7"
    _osslsigncode("extract-signature", "-in", str(path), "-out", str(signature))
    if not signature.exists():
        message = f"{path.name}: not signed"
        raise PinError(message)
    for certificate in pkcs7.load_der_pkcs7_certificates(signature.read_bytes()):
        if certificate.fingerprint(SHA256()).hex() == pin.root_sha256:
            return _written(certificate, scratch / "root.pem")
    return Path(ssl.get_default_verify_paths().openssl_cafile)  # what osslsigncode itself reads


def _written(certificate: x509.Certificate, path: Path) -> Path:
    path.write_bytes(certificate.public_bytes(Encoding.PEM))
    return path


def _verify_content(path: Path) -> None:
    answer = _osslsigncode("verify", "-in", str(path))
    current = re.search(r"Current message digest\s*: ([0-9A-F]+)", answer.stdout)
    calculated = re.search(r"Calculated message digest\s*: ([0-9A-F]+)", answer.stdout)
    if current is None or calculated is None or current[1] != calculated[1]:
        message = f"{path.name}: the signature does not match the content"
        raise PinError(message)


def _osslsigncode(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(["osslsigncode", *arguments], capture_output=True, text=True, check=False)

"""Sealing what stays on one terminal: AES-256-GCM under a key of the user's own profile.

On Windows the key is wrapped by the data protection service (DPAPI) of the user's account;
elsewhere the permissions of its file protect it.
"""

import os
import sys

KEY_BYTES = 32
_NONCE_BYTES = 12


class NotOpened(Exception):  # noqa: N818 (a state, told to the user by the caller)
    """The bytes are damaged, or were sealed under another key or for another purpose."""


def new_local_key() -> bytes:
    """Make a key for one profile, 32 bytes."""
    return os.urandom(KEY_BYTES)


def seal_here(key: bytes, purpose: bytes, content: bytes) -> bytes:
    """Seal a content under the key of the profile, for one purpose."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, purpose)


def open_here(key: bytes, purpose: bytes, sealed: bytes) -> bytes:
    """Open what ``seal_here`` sealed.

    Raises:
        NotOpened: The bytes are damaged, or the key or the purpose is another.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce, ciphertext = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    if len(nonce) < _NONCE_BYTES:
        raise NotOpened
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, purpose)
    except InvalidTag:
        raise NotOpened from None


def wrapped(key: bytes) -> bytes:
    """Return the key as it may lie in a file of the user's profile."""
    return _MARK + _shielded(key)


def unwrapped(stored: bytes) -> bytes:
    """Return the key from the bytes that ``wrapped`` gave.

    Raises:
        NotOpened: The bytes are damaged or belong to another account of the terminal.
    """
    if not stored.startswith(_MARK):
        raise NotOpened
    key = _unshielded(stored[len(_MARK) :])
    if len(key) != KEY_BYTES:
        raise NotOpened
    return key


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _MARK = b"SKLW"
    _NO_WINDOW = 0x1  # CRYPTPROTECT_UI_FORBIDDEN

    class _Blob(ctypes.Structure):
        _fields_ = (("size", wintypes.DWORD), ("data", ctypes.POINTER(ctypes.c_char)))

    def _shielded(key: bytes) -> bytes:
        return _protection(key, is_wrapping=True)

    def _unshielded(shielded: bytes) -> bytes:
        return _protection(shielded, is_wrapping=False)

    def _protection(content: bytes, *, is_wrapping: bool) -> bytes:
        """Call CryptProtectData or CryptUnprotectData of the user's account."""
        crypt32 = ctypes.WinDLL("crypt32", use_last_error=True)
        kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel32.LocalFree.argtypes = (ctypes.c_void_p,)
        function = crypt32.CryptProtectData if is_wrapping else crypt32.CryptUnprotectData
        buffer = ctypes.create_string_buffer(content, len(content))
        source = _Blob(len(content), ctypes.cast(buffer, ctypes.POINTER(ctypes.c_char)))
        target = _Blob()
        done = function(
            ctypes.byref(source), None, None, None, None, _NO_WINDOW, ctypes.byref(target)
        )
        if not done:
            raise NotOpened
        try:
            return ctypes.string_at(target.data, target.size)
        finally:
            kernel32.LocalFree(target.data)

else:
    _MARK = b"SKLB"

    def _shielded(key: bytes) -> bytes:
        return key

    def _unshielded(shielded: bytes) -> bytes:
        return shielded

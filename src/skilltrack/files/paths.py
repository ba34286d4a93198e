"""Where a path lies: on a fixed disk of this machine, or somewhere a database needs more care.

Source: Windows API GetDriveTypeW and QueryDosDeviceW; proc(5) /proc/self/mounts.
"""

import os
import re
import sys
from enum import StrEnum
from pathlib import Path


class PathClass(StrEnum):
    """Kinds of places; only ``LOCAL`` can carry a write-ahead log."""

    LOCAL = "local"
    UNC = "unc"
    MAPPED = "mapped"
    SUBSTITUTED = "substituted"
    MOUNTED = "mounted"
    REMOVABLE = "removable"
    UNKNOWN = "unknown"


DRIVE_REMOVABLE, DRIVE_FIXED, DRIVE_REMOTE, DRIVE_CDROM, DRIVE_RAMDISK = 2, 3, 4, 5, 6
"""What GetDriveTypeW answers; 0 is unknown and 1 is no such root."""

LOCAL_FILE_SYSTEMS = frozenset(
    {
        *("ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "jfs", "reiserfs", "bcachefs"),
        *("overlay", "tmpfs", "ramfs", "ntfs", "ntfs3", "apfs", "hfs", "hfsplus"),
    }
)
NETWORK_FILE_SYSTEMS = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "smb2", "afs", "ceph", "9p", "ncpfs", "davfs"),
        *("glusterfs", "lustre", "beegfs", "gfs2", "ocfs2", "gpfs", "virtiofs", "vboxsf", "drvfs"),
        *("fuse.sshfs", "fuse.davfs", "fuse.davfs2", "fuse.rclone", "fuse.gvfsd-fuse"),
        *("fuse.glusterfs", "fuse.ceph", "fuse.smbnetfs", "fuse.vmhgfs-fuse", "prl_fs"),
    }
)

_DRIVE = re.compile(r"([A-Za-z]):")


def classify(path: Path) -> PathClass:
    """Return where a path lies, whether or not the file exists yet.

    Links are followed: the place is that of the real file.
    """
    real = Path(os.path.realpath(path))
    if sys.platform == "win32":
        written = _classify_on_windows(path.absolute())
        return written if written is not PathClass.LOCAL else _classify_on_windows(real)
    mounts = Path("/proc/self/mounts")
    if not mounts.exists():
        return PathClass.UNKNOWN
    return classify_mounted(str(real), mounts.read_text("utf-8", "surrogateescape"))


def classify_drive(path: str, drive_type: int, device: str) -> PathClass:
    r"""Decide about an absolute Windows path.

    Args:
        path: The path as written.
        drive_type: What GetDriveTypeW says about its root.
        device: What QueryDosDeviceW says about its drive letter; "" when it says nothing.
            ``\??\`` at the start is a substituted folder (SUBST).
    """
    plain = path.replace("/", "\\")
    if plain.upper().startswith("\\\\?\\UNC\\"):
        return PathClass.UNC
    plain = plain.removeprefix("\\\\?\\")
    if plain.startswith("\\\\.\\"):
        return PathClass.UNKNOWN
    if plain.startswith("\\\\"):
        return PathClass.UNC
    if not _DRIVE.match(plain):
        return PathClass.UNKNOWN
    if device.startswith("\\??\\"):
        return PathClass.SUBSTITUTED
    if drive_type == DRIVE_REMOTE or re.search(r"\\(Mup|LanmanRedirector)\b", device):
        return PathClass.MAPPED
    if drive_type in {DRIVE_REMOVABLE, DRIVE_CDROM, DRIVE_RAMDISK}:
        return PathClass.REMOVABLE
    return PathClass.LOCAL if drive_type == DRIVE_FIXED else PathClass.UNKNOWN


LONGEST_PLAIN_PATH = 247
"""UTF-16 units that every call of Windows takes without a prefix: 260 with the end mark, and for a
folder 12 less, for the short name of a file in it."""


def reachable(path: Path) -> Path:
    """Return a path by which a file can be reached however long it is.

    Windows has a limit of 260 characters unless an administrator lifted it.
    """
    if os.name != "nt":
        return path
    return Path(extended(str(path.absolute())))


def extended(path: str) -> str:
    r"""Return an absolute Windows path with the prefix that lifts its limit, where it needs it.

    With ``\\?\`` Windows takes a path as it is: neither ``/`` nor ``.`` nor ``..`` means anything.
    A path that holds them, or is not absolute, is returned unchanged.

    Source: Maximum Path Length Limitation (Microsoft Learn).
    """
    if len(path.encode("utf-16-le", "surrogatepass")) // 2 <= LONGEST_PLAIN_PATH:
        return path
    plain = path.replace("/", "\\")
    if plain.startswith(("\\\\?\\", "\\\\.\\")):
        return path
    parts = plain.split("\\")
    if "." in parts or ".." in parts:
        return path
    if plain.startswith("\\\\"):
        return f"\\\\?\\UNC\\{plain[2:]}"
    return f"\\\\?\\{plain}" if re.match(r"[A-Za-z]:\\", plain) else path


def classify_mounted(path: str, mounts: str) -> PathClass:
    """Decide about a real, absolute POSIX path.

    Args:
        path: The path.
        mounts: The table of mounts, one a line: device, mount point, file system, options.
    """
    best = ""
    file_system = ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), fields[1])
        is_above = path == point or path.startswith(point.rstrip("/") + "/")
        # A later mount over the same point hides the earlier one.
        if is_above and len(point) >= len(best):
            best, file_system = point, fields[2]
    if file_system in LOCAL_FILE_SYSTEMS:
        return PathClass.LOCAL
    return PathClass.MOUNTED if file_system in NETWORK_FILE_SYSTEMS else PathClass.UNKNOWN


if sys.platform == "win32":
    import ctypes

    def _classify_on_windows(path: Path) -> PathClass:
        kernel = ctypes.windll.kernel32
        buffer = ctypes.create_unicode_buffer(1024)
        found = _DRIVE.match(str(path).removeprefix("\\\\?\\"))
        if found is None:
            return classify_drive(str(path), 0, "")
        drive = f"{found[1]}:"
        length = kernel.QueryDosDeviceW(drive, buffer, len(buffer))
        device = buffer.value if length else ""
        return classify_drive(str(path), kernel.GetDriveTypeW(f"{drive}\\"), device)

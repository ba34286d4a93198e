import sys
from pathlib import Path

import pytest

from skilltrack.files.paths import (
    LONGEST_PLAIN_PATH,
    PathClass,
    classify,
    classify_drive,
    classify_mounted,
    extended,
    reachable,
)

C = "\\Device\\HarddiskVolume3"
MAPPED = "\\Device\\LanmanRedirector\\;Z:00000000000a1b2c\\server\\share"
DFS = "\\Device\\Mup\\;DfsClient\\;Z:0000\\town.local\\files"


@pytest.mark.parametrize(
    ("path", "drive_type", "device", "expected"),
    [
        (r"C:\data\a.db", 3, C, PathClass.LOCAL),
        (r"\\?\C:\data\a.db", 3, C, PathClass.LOCAL),
        ("C:/data/a.db", 3, C, PathClass.LOCAL),
        (r"\\server\share\a.db", 4, "", PathClass.UNC),
        ("//server/share/a.db", 4, "", PathClass.UNC),
        (r"\\?\UNC\server\share\a.db", 4, "", PathClass.UNC),
        (r"\\town.local\files\a.db", 0, "", PathClass.UNC),
        (r"\\server@SSL\DavWWWRoot\a.db", 0, "", PathClass.UNC),
        (r"Z:\a.db", 4, MAPPED, PathClass.MAPPED),
        (r"Z:\a.db", 4, DFS, PathClass.MAPPED),
        (r"Z:\a.db", 3, DFS, PathClass.MAPPED),
        (r"S:\a.db", 3, r"\??\C:\data", PathClass.SUBSTITUTED),
        (r"S:\a.db", 4, r"\??\UNC\server\share", PathClass.SUBSTITUTED),
        (r"E:\a.db", 2, "\\Device\\HarddiskVolume9", PathClass.REMOVABLE),
        (r"D:\a.db", 5, "\\Device\\CdRom0", PathClass.REMOVABLE),
        (r"R:\a.db", 6, "\\Device\\Ramdisk", PathClass.REMOVABLE),
        (r"Q:\a.db", 0, "", PathClass.UNKNOWN),
        (r"Q:\a.db", 1, "", PathClass.UNKNOWN),
        (r"\\.\PhysicalDrive0", 3, "", PathClass.UNKNOWN),
        (r"data\a.db", 3, C, PathClass.UNKNOWN),
        (r"\\?\unc\server\share\a.db", 4, "", PathClass.UNC),
        (r"\\?\Z:\人事 課\a.db", 4, MAPPED, PathClass.MAPPED),
        (r"\\?\Volume{0b1c-2d}\a.db", 3, "", PathClass.UNKNOWN),
        ("//?/C:/data/a.db", 3, C, PathClass.LOCAL),
        (r"C:\Users\田中 太郎\AppData\Local\skilltrack\a.db", 3, C, PathClass.LOCAL),
        ("C:\\" + "深" * 300 + r"\a.db", 3, C, PathClass.LOCAL),
    ],
)
def test_windows_path_is_local_only_on_a_fixed_disk(
    path: str, drive_type: int, device: str, expected: PathClass
) -> None:
    assert classify_drive(path, drive_type, device) is expected


MOUNTS = r"""sysfs /sys sysfs rw 0 0
/dev/sda1 / ext4 rw 0 0
tmpfs /tmp tmpfs rw 0 0
//server/share /mnt/share cifs rw 0 0
server:/homes /homes nfs4 rw 0 0
me@host: /mnt/ssh fuse.sshfs rw 0 0
//server/b /mnt/人事\040課 smb3 rw 0 0
/dev/sdb1 /mnt/share/inner xfs rw 0 0
/dev/sdc1 /media/usb vfat rw 0 0
/dev/sdd1 /mnt/hidden ext4 rw 0 0
srv:/x /mnt/hidden nfs rw 0 0
odd
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/data/a.db", PathClass.LOCAL),
        ("/tmp/a.db", PathClass.LOCAL),  # noqa: S108
        ("/mnt/share/a.db", PathClass.MOUNTED),
        ("/mnt/shared/a.db", PathClass.LOCAL),
        ("/mnt/share/inner/a.db", PathClass.LOCAL),
        ("/homes/me/a.db", PathClass.MOUNTED),
        ("/mnt/ssh/a.db", PathClass.MOUNTED),
        ("/mnt/人事 課/a.db", PathClass.MOUNTED),
        ("/mnt/hidden/a.db", PathClass.MOUNTED),
        ("/media/usb/a.db", PathClass.UNKNOWN),
        ("/sys/a.db", PathClass.UNKNOWN),
    ],
)
def test_posix_path_is_as_its_nearest_mount(path: str, expected: PathClass) -> None:
    assert classify_mounted(path, MOUNTS) is expected


def test_without_a_table_of_mounts_nothing_is_known() -> None:
    assert classify_mounted("/data/a.db", "") is PathClass.UNKNOWN


@pytest.mark.skipif(sys.platform == "win32", reason="needs /dev/shm and /proc of Linux")
def test_a_link_is_as_the_file_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/proc/self")
    assert classify(tmp_path / "link" / "a.db") is PathClass.UNKNOWN
    assert classify(tmp_path / "missing" / "a.db") is classify(tmp_path)


DEEP = "\\".join(["深い場所"] * 60)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (r"C:\data\a.db", r"C:\data\a.db"),
        (rf"C:\{DEEP}\a.db", rf"\\?\C:\{DEEP}\a.db"),
        (f"C:/{DEEP}/a.db", rf"\\?\C:\{DEEP}\a.db"),
        (rf"\\server\人事\{DEEP}", rf"\\?\UNC\server\人事\{DEEP}"),
        (rf"\\?\C:\{DEEP}", rf"\\?\C:\{DEEP}"),
        (rf"\\.\C:\{DEEP}", rf"\\.\C:\{DEEP}"),
        (rf"C:\a\..\{DEEP}", rf"C:\a\..\{DEEP}"),
        (rf"C:{DEEP}", rf"C:{DEEP}"),
        (DEEP, DEEP),
    ],
)
def test_long_windows_path_gets_the_prefix_that_lifts_the_limit(path: str, expected: str) -> None:
    assert extended(path) == expected


@pytest.mark.parametrize(("more", "is_prefixed"), [(0, False), (1, True)])
def test_prefix_starts_where_windows_stops(*, more: int, is_prefixed: bool) -> None:
    path = "C:\\" + "a" * (LONGEST_PLAIN_PATH - 3 + more)
    assert extended(path).startswith("\\\\?\\") is is_prefixed


def test_characters_beyond_the_first_plane_count_twice_as_windows_counts_them() -> None:
    assert extended("C:\\" + "𠮷" * 123).startswith("\\\\?\\")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has its own limit")
def test_elsewhere_a_path_stays_as_it_is(tmp_path: Path) -> None:
    assert reachable(tmp_path / ("a" * 300)) == tmp_path / ("a" * 300)

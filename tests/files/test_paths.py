import sys
from pathlib import Path

import pytest

from skilltrack.files.paths import PathClass, classify, classify_drive, classify_mounted

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

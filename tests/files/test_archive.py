"""Parts unpacked in one go, against ``zipfile``, which unpacks them piece by piece."""

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.corpus.workbook_parts import xlsx_parts, zipped

from skilltrack.domain.problems import Refusal
from skilltrack.files.archive import Archive, damage_told, open_archive
from skilltrack.files.inspection import LIMITS
from skilltrack.files.sources import Source

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="/\\:\0"), min_size=1, max_size=8)
CONTENTS = st.one_of(st.binary(max_size=400), st.integers(0, 600_000).map(bytes))
METHODS = st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])


def archive_of(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


def unpacked(content: bytes, name: str) -> bytes:
    return Archive(content).read(name)


def told_or_refused(unpack: Callable[[], bytes]) -> bytes | None:
    """Return what was unpacked; None where the container is damaged."""
    try:
        with damage_told(Source("a.xlsx", b"")):
            return unpack()
    except Refusal:
        return None


@settings(max_examples=200, deadline=None)
@given(parts=st.dictionaries(NAMES, CONTENTS, max_size=4), method=METHODS)
def test_every_part_comes_out_as_it_went_in(parts: dict[str, bytes], method: int) -> None:
    content = zipped(parts, method)
    for name in archive_of(content).namelist():
        assert unpacked(content, name) == archive_of(content).read(name)


SEEDS = [zipped(xlsx_parts(), method) for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)]


@settings(max_examples=1_000, deadline=None)
@given(
    seed=st.sampled_from(SEEDS),
    changes=st.lists(st.tuples(st.floats(0, 0.999), st.binary(max_size=4)), max_size=4),
)
def test_a_damaged_part_is_taken_or_refused_as_zipfile_does(
    seed: bytes, changes: list[tuple[float, bytes]]
) -> None:
    damaged = bytearray(seed)
    for where, new in changes:
        position = int(where * len(damaged))
        damaged[position : position + len(new)] = new
    content = bytes(damaged)
    try:
        archive = open_archive(Source("a.xlsx", content), LIMITS)
    except Refusal:
        return
    for name in archive.entries:
        expected = told_or_refused(lambda name=name: archive_of(content).read(name))
        assert told_or_refused(lambda name=name: unpacked(content, name)) == expected


def test_a_part_that_expands_further_than_it_declares_is_damaged() -> None:
    true_size, declared = 50_000_000, 100
    content = zipped({"a.xml": bytes(true_size)})
    table = content.rindex(b"PK\x01\x02")
    size = true_size.to_bytes(4, "little")
    assert content.count(size, table) == 1
    wrong = content[:table] + content[table:].replace(size, declared.to_bytes(4, "little"))
    assert told_or_refused(lambda: unpacked(wrong, "a.xml")) is None


def test_parts_that_lie_over_each_other_are_damaged() -> None:
    content = zipped({f"{number}.xml": bytes(range(256)) * 4 for number in range(9)})
    table = content.index(b"PK\x01\x02")
    lying = content[: content.index(b"PK\x03\x04", 4)]
    entries = content[table : content.rindex(b"PK\x05\x06")]
    moved = b""
    for entry in entries.split(b"PK\x01\x02")[1:]:
        moved += b"PK\x01\x02" + entry[:38] + bytes(4) + entry[42:]
    end = content[content.rindex(b"PK\x05\x06") :]
    end = end[:16] + len(lying).to_bytes(4, "little") + end[20:]
    with pytest.raises(Refusal) as refusal:
        open_archive(Source("a.xlsx", lying + moved + end), LIMITS)
    assert refusal.value.problems[0].code == "files.damaged"

"""The table of contents of a container, against what ``zipfile`` reads in it."""

import io
import zipfile

import openpyxl
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.corpus.workbook_parts import xlsx_parts, zipped

from skilltrack.files.contents import Entry, regular_entries

SEED = zipped(xlsx_parts(), zipfile.ZIP_DEFLATED)
TABLE = SEED.index(b"PK\x01\x02")


def by_zipfile(content: bytes) -> list[Entry]:
    return [
        Entry(
            entry.orig_filename,
            entry.flag_bits,
            entry.compress_type,
            entry.CRC,
            entry.compress_size,
            entry.file_size,
            entry.header_offset,
        )
        for entry in zipfile.ZipFile(io.BytesIO(content)).infolist()
    ]


def test_what_programs_write_is_read_without_zipfile() -> None:
    theirs = io.BytesIO()
    openpyxl.Workbook().save(theirs)
    for content in (SEED, theirs.getvalue()):
        assert regular_entries(content) == by_zipfile(content)


@settings(max_examples=2_000, deadline=None)
@given(
    changes=st.lists(
        st.tuples(st.integers(0, len(SEED) - TABLE - 1), st.binary(min_size=1, max_size=4)),
        min_size=1,
        max_size=3,
    ),
    tail=st.sampled_from([b"", b"", b"", b"\0", b"PK\x05\x06" + bytes(18)]),
)
@example(changes=[(len(SEED) - TABLE - 22 - 20, b"PK\x06\x07")], tail=b"")
def test_a_damaged_table_is_read_as_zipfile_reads_it_or_left_to_it(
    changes: list[tuple[int, bytes]], tail: bytes
) -> None:
    damaged = bytearray(SEED)
    for where, new in changes:
        damaged[TABLE + where : TABLE + where + len(new)] = new
    content = bytes(damaged[: len(SEED)]) + tail
    found = regular_entries(content)
    if found is not None and all(entry.name.isprintable() for entry in found):
        assert found == by_zipfile(content)


def test_anything_unusual_is_left_to_zipfile() -> None:
    commented = io.BytesIO()
    with zipfile.ZipFile(commented, "w") as archive:
        archive.writestr("a.xml", "x")
        archive.comment = b"c"
    named = io.BytesIO()
    with zipfile.ZipFile(named, "w") as archive:
        archive.writestr("表.xml", "x")
    for content in (b"", SEED[:-1], SEED + b"\0", commented.getvalue(), named.getvalue()):
        assert regular_entries(content) is None

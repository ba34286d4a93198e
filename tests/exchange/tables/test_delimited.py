from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.problems import Refusal
from skilltrack.exchange.tables import read_table
from skilltrack.exchange.tables.delimited import decode
from skilltrack.files.cells import csv_bytes
from skilltrack.files.sources import Source
from skilltrack.i18n.problems import sentence

NAMES = ["髙﨑", "①㈱", "ﾔﾏﾀﾞ", "山田　太郎", "Ⅲ", "〒", "surname", "吉田,花子", "中\n黒"]
TEXT = st.lists(st.sampled_from(NAMES), min_size=1, max_size=50).map(
    lambda names: "職員番号,氏名\n" + "".join(f"{n},{name}\n" for n, name in enumerate(names))
)


@given(TEXT, st.sampled_from(["utf-8", "utf-8-sig", "cp932", "utf-16"]))
def test_every_encoding_of_offices_is_read_exactly(text: str, encoding: str) -> None:
    assert decode(Source("a.csv", text.encode(encoding))) == text


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        ("番号,氏名\n1,山田\n2,".encode() + b"\xff\n", "tables.unknown_encoding", 3),
        ("番号\n".encode("cp932") * 9 + b"\xfd\xfd\n", "tables.unknown_encoding", 10),
        (b"\xef\xbb\xbfa\nb\n\x8e\n", "tables.broken_encoding", 3),
        ("番号\n山".encode()[:-1], "tables.cut", 2),
    ],
)
def test_what_cannot_be_decoded_is_told_with_its_line(content: bytes, code: str, line: int) -> None:
    with pytest.raises(Refusal) as refusal:
        decode(Source("a.csv", content))
    (problem,) = refusal.value.problems
    assert (problem.code, problem.place.row) == (code, line)
    assert sentence(problem)


def test_the_quotation_that_never_closes_is_told_at_its_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'no,name\n1,a\n2,"b\n' + b"3,c\n" * 100_000)
    with pytest.raises(Refusal) as refusal:
        read_table(path)
    (problem,) = refusal.value.problems
    assert (problem.code, problem.place.row) == ("tables.quotes", 3)


def test_commas_in_quoted_headings_do_not_decide_the_delimiter(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes('"番号,枝番,列"\t氏名\n1\t山田\n'.encode())
    assert read_table(path).header == ("番号,枝番,列", "氏名")


def test_what_is_written_as_csv_is_read_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(csv_bytes([["職員番号", "氏名"], ["0012", '髙﨑 "花",\n子']]))
    assert read_table(path).rows == [(2, ("0012", '髙﨑 "花",\n子'))]


def test_a_large_file_tells_that_it_is_alive(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"no,name\n" + b"1,a\n" * 50_000)
    told: list[int] = []
    read_table(path, progress=lambda done, _total: told.append(done))
    assert len(told) > 4

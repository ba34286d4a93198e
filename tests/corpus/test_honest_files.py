"""Odd files that offices really have are read, and nothing in them changes."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from tests.corpus.honest import HONEST, Oddity

from skilltrack.exchange.tables import TableReader, read_table

MOMENT = datetime.fromisoformat("2026-04-01T09:30")
SOFFICE = shutil.which("soffice")


def test_the_corpus_is_large() -> None:
    assert len(HONEST) >= 50
    assert len({oddity.name for oddity in HONEST}) == len(HONEST)


@pytest.fixture(scope="module")
def reader() -> Iterator[TableReader]:
    with TableReader() as shared:
        yield shared


@pytest.mark.parametrize("oddity", HONEST, ids=lambda oddity: oddity.name)
def test_odd_file_is_read_as_it_stands(oddity: Oddity, tmp_path: Path, reader: TableReader) -> None:
    path = tmp_path / oddity.name
    oddity.build(path)
    table = reader.read(path)
    assert table.header == oddity.header
    assert table.file == oddity.name
    if oddity.rows is not None:
        assert table.rows == oddity.rows


@pytest.mark.office
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not on the PATH")
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "csv"])
def test_what_libreoffice_saves_says_the_same(kind: str, tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["職員番号", "氏名", "修了日", "点数", "記録"])
    sheet.append(["0012", "髙﨑 𠮷子①", date(2026, 4, 1), 72, MOMENT])
    sheet.append(["0013", "  前の空白", date(2019, 5, 1), 3.5, None])
    original = tmp_path / "original.xlsx"
    workbook.save(original)
    assert SOFFICE is not None
    target = "csv:Text - txt - csv (StarCalc):44,34,76" if kind == "csv" else kind
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [SOFFICE, profile, "--headless", "--convert-to", target, "--outdir", "out", original.name],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=120,
    )
    table = read_table(tmp_path / "out" / f"original.{kind}")
    assert table.header == ("職員番号", "氏名", "修了日", "点数", "記録")
    if kind != "csv":
        first, second = (cells for _, cells in table.rows)
        assert first == (
            "0012",
            "髙﨑 𠮷子①",
            date(2026, 4, 1),
            72,
            MOMENT,
        )
        assert second == ("0013", "  前の空白", date(2019, 5, 1), 3.5, None)
    else:
        assert [cells[:2] for _, cells in table.rows] == [
            ("0012", "髙﨑 𠮷子①"),
            ("0013", "  前の空白"),
        ]

"""Files of every kind in a folder of forms, read one after the other."""

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from openpyxl import Workbook
from tests.corpus.workbook_parts import row, sheet_xml, text_cell, xlsx, xlsx_parts, zipped
from tests.exchange.forms.conftest import KEY, ROUND, Read, Write, filled

from skilltrack.domain.questionnaires.definition import Questionnaire
from skilltrack.exchange.forms import reader as forms
from skilltrack.exchange.forms.reader import FormReader, is_form
from skilltrack.exchange.tables import ReadLimits
from skilltrack.files.inspection import MIB, Limits


def children() -> set[str]:
    """Return the process ids of the living children of this process."""
    tasks = Path("/proc/self/task").iterdir()
    return {pid for task in tasks for pid in (task / "children").read_text().split()}


@pytest.fixture(autouse=True)
def no_process_is_left() -> Iterator[None]:
    before = children()
    yield
    assert children() <= before


def heavy(path: Path, rows: int = 300_000) -> Path:
    """Write a workbook that breaks narrow limits."""
    lines = "".join(
        row(n, text_cell(f"A{n}", f"{n:06}"), f'<c r="B{n}"><v>{n}</v></c>') for n in range(1, rows)
    )
    return xlsx(path, sheet_xml(lines))


def test_what_is_a_form_by_its_name() -> None:
    names = ["a.xlsx", "b.XLS", "c.ods", "d.xlsm", "e.csv", "~$a.xlsx", ".a.xlsx", "回答.kaitou"]
    assert [name for name in names if is_form(Path(name))] == ["a.xlsx", "b.XLS", "c.ods"]


def test_files_come_in_the_order_given_whatever_they_are(
    write: Write, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    good = [filled(write(f"{n:04}", path=tmp_path / f"{n}.xlsx"), {"W1": 1}) for n in range(80)]
    text = tmp_path / "a.csv"
    text.write_text("設問コード\n", "utf-8")
    empty = tmp_path / "empty.xlsx"
    empty.touch()
    macro = tmp_path / "macro.xlsx"
    macro.write_bytes(zipped(xlsx_parts() | {"xl/vbaProject.bin": b"x"}))
    other = tmp_path / "other.xlsx"
    Workbook().save(other)
    paths = [text, *good[:70], empty, macro, *good[70:], other, tmp_path / "none.xlsx"]
    with FormReader(questionnaire, ROUND, KEY) as reader:
        files = list(reader.read(paths))
        assert list(reader.read([])) == []
    assert [file.path for file in files] == paths
    taken = [file for file in files if file.forms]
    assert [file.path for file in taken] == good
    assert [file.forms[0].employee_no for file in taken] == [f"{n:04}" for n in range(80)]
    codes = [file.problems[0].code for file in files if not file.forms]
    assert codes == [
        "forms.no_form",
        "files.empty",
        "files.macro",
        "forms.no_form",
        "files.missing",
    ]
    digests = {file.path: file.digest for file in files}
    assert digests[good[0]] == sha256(good[0].read_bytes()).hexdigest()
    assert (digests[empty], digests[tmp_path / "none.xlsx"]) == ("", "")


def test_a_known_digest_is_not_read(write: Write, read: Read, tmp_path: Path) -> None:
    path = write()
    digest = read(path).digest
    file = read(path, skip={digest})
    assert (file.is_skipped, file.digest, file.forms, file.problems) == (True, digest, (), ())
    damaged = tmp_path / "damaged.xlsx"
    damaged.write_bytes(b"PK\x03\x04")
    assert read(damaged).problems[0].code == "files.damaged"
    assert read(damaged, skip={sha256(b"PK\x03\x04").hexdigest()}).problems == ()


def test_a_file_larger_than_a_form_can_be_is_not_read(
    write: Write, questionnaire: Questionnaire
) -> None:
    path = write()
    narrow = ReadLimits(file=Limits(file_bytes=1000))
    with FormReader(questionnaire, ROUND, KEY, narrow) as reader:
        (file,) = reader.read([path])
    assert file.digest == f"too-large:{path.name}"
    assert file.problems[0].code == "files.too_large"
    assert forms.LIMITS.file.file_bytes == 16 * MIB


@pytest.mark.slow
@pytest.mark.parametrize(
    "limits",
    [ReadLimits(memory_bytes=80 * MIB, seconds=10), ReadLimits(seconds=1)],
    ids=["memory", "time"],
)
def test_a_file_beyond_the_limits_does_not_lose_its_neighbours(
    write: Write, questionnaire: Questionnaire, tmp_path: Path, limits: ReadLimits
) -> None:
    bad = heavy(tmp_path / "heavy.xlsx", 600_000 if limits.seconds == 1 else 300_000)
    before, after = write("0001"), write("0002")
    with FormReader(questionnaire, ROUND, KEY, limits) as reader:
        files = list(reader.read([before, bad, after]))
    assert [[form.employee_no for form in file.forms] for file in files] == [["0001"], [], ["0002"]]
    assert [problem.code for problem in files[1].problems] == ["tables.too_heavy"]


def test_a_killed_process_is_replaced_and_no_file_is_lost(
    write: Write, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    paths = [write(f"{n:04}", path=tmp_path / f"{n}.xlsx") for n in range(140)]
    before = children()
    with FormReader(questionnaire, ROUND, KEY) as reader:
        found = []
        for number, file in enumerate(reader.read(paths)):
            found.append(file.forms[0].employee_no)
            if number in {0, 70}:
                (worker,) = children() - before
                os.kill(int(worker), 9)
    assert found == [f"{n:04}" for n in range(140)]


def test_reading_may_be_left_in_the_middle(
    write: Write, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    paths = [write(f"{n:04}", path=tmp_path / f"{n}.xlsx") for n in range(80)]
    with FormReader(questionnaire, ROUND, KEY) as reader:
        reading = reader.read(paths)
        assert next(reading).forms[0].employee_no == "0000"
        reading.close()
        (again,) = reader.read(paths[5:6])
        assert again.forms[0].employee_no == "0005"

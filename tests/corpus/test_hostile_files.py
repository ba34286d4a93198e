"""Every hostile file is answered with its reason, and the next file is read as if nothing were."""

from pathlib import Path

import pytest
from tests.corpus.hostile import HOSTILE, Specimen
from tests.corpus.workbook_parts import xlsx

from skilltrack.domain.problems import Refusal
from skilltrack.exchange.tables import TableReader, read_table
from skilltrack.i18n.problems import sentence


def test_the_corpus_is_large() -> None:
    assert len(HOSTILE) >= 60
    assert len({specimen.name for specimen in HOSTILE}) == len(HOSTILE)


@pytest.mark.parametrize("specimen", HOSTILE, ids=lambda specimen: specimen.name)
def test_hostile_file_is_refused_with_its_reason(specimen: Specimen, tmp_path: Path) -> None:
    path = tmp_path / specimen.name
    specimen.build(path)
    with pytest.raises(Refusal) as refusal:
        read_table(path)
    (problem,) = refusal.value.problems
    assert problem.code == specimen.code
    assert sentence(problem).startswith(specimen.name)


def test_one_reader_survives_the_whole_corpus(tmp_path: Path) -> None:
    honest = xlsx(tmp_path / "honest.xlsx")
    with TableReader() as reader:
        for specimen in HOSTILE:
            path = tmp_path / specimen.name
            specimen.build(path)
            with pytest.raises(Refusal):
                reader.read(path)
            assert reader.read(honest).header == ("職員番号", "氏名")

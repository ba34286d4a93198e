"""Pictures of every page, as the demonstration and the manual use them."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from tests.gui.office.conftest import TODAY

from skilltrack.gui import theme
from skilltrack.gui.office.pictures import take_pictures
from skilltrack.services.demonstration.pipeline import Demonstrated


@pytest.mark.slow
def test_a_picture_of_every_page_is_taken(
    demonstration: Demonstrated, tmp_path: Path, qapp: QApplication
) -> None:
    try:
        taken = take_pictures(demonstration.data, tmp_path / "画面", TODAY)
    finally:
        theme.apply(qapp, theme.LIGHT)
    names = [path.stem.partition("-")[2] for path in taken]
    assert {"home", "home-department", "home-charts", "rounds", "questionnaires", "people"} <= set(
        names
    )
    assert {"training", "exams", "schemes", "schemes-person", "imports", "reports"} <= set(names)
    assert {"home-changes", "organisation", "roles", "years", "years-rehearsal"} <= set(names)
    assert {"retention", "person", "imports-preview"} <= set(names)
    assert {"obligations", "catalogue", "sessions", "sessions-people", "submissions"} <= set(names)
    assert {"talent", "accreditation", "targets", "programme", "practices"} <= set(names)
    assert {"gaps", "seats", "exams-people", "exam-goals", "vouchers", "subsidies"} <= set(names)
    assert {"qualifications", "exam-master"} <= set(names)
    images = [QImage(str(path)) for path in taken]
    assert {(image.width(), image.height()) for image in images} == {(1366, 768)}
    assert len({path.read_bytes() for path in taken}) == len(taken)

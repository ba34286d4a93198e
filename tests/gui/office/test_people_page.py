"""The roster: what it shows and how it is searched."""

from pathlib import Path

import pytest
from tests.gui.office.conftest import TODAY, Office

from skilltrack.domain.intake import ImportKind
from skilltrack.gui.office.people_page import PeoplePage
from skilltrack.gui.office.standpoint import Destination
from skilltrack.reports.tables import write_table
from skilltrack.services import overview
from skilltrack.services.imports.files import import_file

SECTION = "9901"


@pytest.fixture
def page(office: Office, tmp_path: Path) -> PeoplePage:
    """The roster with two people more, in a department and in a section of it.

    Their names are written with variants.
    """
    code = overview.department_choices(office.database, TODAY)[0].code
    path = tmp_path / "追加.xlsx"
    section = (SECTION, "相談係", code, "")
    write_table(path, "所属", ("所属コード", "所属名", "上位所属コード", "評価単位"), [section])
    import_file(office.database, ImportKind.DEPARTMENTS, path, today=TODAY, effective=TODAY)
    headings = ("職員番号", "氏名", "フリガナ", "所属コード", "任用区分")
    rows = (
        ("800001", "髙橋　由紀", "タカハシ　ユキ", code, "正規"),
        ("800002", "山﨑　渡", "ヤマサキ　ワタル", SECTION, "正規"),
    )
    write_table(path, "職員", headings, rows)
    import_file(office.database, ImportKind.EMPLOYEES, path, today=TODAY, effective=TODAY)
    return office.visit(PeoplePage, Destination("people"))


def shown(page: PeoplePage) -> list[str]:
    return [row.person.employee_no for row in page.view.table.shown_rows()]


def test_everybody_in_post_is_listed(office: Office, page: PeoplePage) -> None:
    assert page.view.table.rows.given_rows() == overview.roster(office.database, TODAY)
    assert page.view.count.text() == f"{len(shown(page))} 人"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("高橋", "800001"),
        ("たかはし ゆき", "800001"),
        ("高橋由紀", "800001"),
        ("山崎", "800002"),
        ("ﾔﾏｻｷ", "800002"),
        ("８００００２", "800002"),
    ],
)
def test_variants_and_kana_are_found(
    office: Office, page: PeoplePage, typed: str, number: str
) -> None:
    office.window.head.search.setText(typed)
    office.window.head.search.returnPressed.emit()
    found = page.view.table.shown_rows()
    assert number in [row.person.employee_no for row in found]
    assert len(found) < page.view.table.rows.rowCount()


def test_names_are_shown_as_they_were_given(page: PeoplePage) -> None:
    names = {row.person.name for row in page.view.table.rows.given_rows()}
    assert "髙橋　由紀" in names


def test_a_department_takes_in_everything_under_it(office: Office, page: PeoplePage) -> None:
    choices = overview.department_choices(office.database, TODAY)
    choice = next(one for one in choices if len(one.within) > 1)
    assert SECTION in choice.within
    page.view.departments.choose(choice.code)
    page.view.departments.chosen.emit()
    found = [row.person.department for row in page.view.table.shown_rows()]
    assert found
    assert set(found) <= choice.within
    every = [row.person.department for row in page.view.table.rows.given_rows()]
    assert len(found) == sum(1 for code in every if code in choice.within)


def test_the_tree_of_departments_is_complete(office: Office, page: PeoplePage) -> None:
    choices = overview.department_choices(office.database, TODAY)
    codes = [choice.code for choice in choices]
    assert len(codes) == len(set(codes))
    tops = [choice for choice in choices if choice.depth == 0]
    assert frozenset().union(*(choice.within for choice in tops)) == set(codes)
    assert sum(len(choice.within) for choice in tops) == len(codes)

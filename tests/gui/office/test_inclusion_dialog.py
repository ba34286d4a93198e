"""数え方: the line under each table, the dialog behind it, changing and undoing."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from tests.gui.office.conftest import Office

from skilltrack.domain.inclusion import Figure, Origin
from skilltrack.domain.organisation import EmploymentType
from skilltrack.gui.office.analysis.page import AnalysisPage
from skilltrack.gui.office.board.page import HomePage
from skilltrack.gui.office.exams.page import ExamsPage
from skilltrack.gui.office.inclusion.counting import Counting
from skilltrack.gui.office.inclusion.dialog import InclusionDialog
from skilltrack.gui.office.rounds.page import RoundsPage
from skilltrack.gui.office.schemes.page import SchemesPage
from skilltrack.gui.office.standpoint import Destination
from skilltrack.gui.office.training.page import TrainingPage
from skilltrack.i18n.dates import wareki
from skilltrack.services import inclusion
from skilltrack.services.operations import list_operations
from skilltrack.services.rounds import running as rounds
from skilltrack.services.rounds.coverage import coverage_of_round, left_out_of_round


def opened(office: Office, counting: Counting, *, on_people: bool = False) -> InclusionDialog:
    """Press the link under a table and wait for the dialog."""
    note = counting.note
    office.qtbot.mouseClick(
        note.people_button if on_people else note.rules_button, Qt.MouseButton.LeftButton
    )
    office.settle()
    assert counting.dialog is not None
    return counting.dialog


def change(office: Office, dialog: InclusionDialog, kind: EmploymentType, reason: str) -> None:
    """Count or no longer count an employment type, through the form."""
    office.qtbot.mouseClick(dialog.view.change_button, Qt.MouseButton.LeftButton)
    office.settle()
    form = dialog.form
    assert form is not None
    form.form.types[kind].click()
    form.reason.setText(reason)
    office.qtbot.mouseClick(form.submit_button, Qt.MouseButton.LeftButton)
    office.settle()


@pytest.mark.parametrize(
    ("kind", "page", "figure"),
    [
        (HomePage, "home", Figure.REQUIRED),
        (TrainingPage, "training", Figure.OBLIGATIONS),
        (SchemesPage, "schemes", Figure.TIERS),
        (ExamsPage, "exams", Figure.EXAMS),
    ],
)
def test_each_table_says_whom_it_counts_and_leads_to_the_rest(
    office: Office, kind: type, page: str, figure: Figure
) -> None:
    shown = office.visit(kind, Destination(page))
    words = shown.counting.note.text.accessibleName()
    assert "対象：" in words
    assert "除いた人 " in words
    assert "兼務は主務の所属で数えます。" in words
    dialog = opened(office, shown.counting, on_people=True)
    assert dialog.view.chosen_figure is figure
    scheme = "" if figure is Figure.EXAMS else "fukui"
    wanted = inclusion.left_out(office.database, figure, scheme, office.window.desk.today)
    assert dialog.view.people.shown_rows() == wanted
    assert f"除いた人 {len(wanted)}人" in words


def test_the_tables_keep_the_rules_of_item_models(office: Office) -> None:
    dialog = opened(office, office.visit(HomePage, Destination("home")).counting)
    for table in (dialog.view.figures, dialog.view.people, dialog.view.versions):
        QAbstractItemModelTester(
            table.model(), QAbstractItemModelTester.FailureReportingMode.Warning, dialog
        )
    dialog.reload()
    office.settle()
    assert dialog.view.figures.filter.rowCount() == len(Figure)


def test_a_change_is_counted_before_it_is_made_and_the_pages_follow(office: Office) -> None:
    page = office.visit(HomePage, Destination("home"))
    before = page._found.board.evaluation.body.headcount
    dialog = opened(office, page.counting)
    office.qtbot.mouseClick(dialog.view.change_button, Qt.MouseButton.LeftButton)
    office.settle()
    form = dialog.form
    assert form is not None
    assert f"{before}人を数えます" in form.count.accessibleName()
    form.form.types[EmploymentType.FISCAL_YEAR].click()
    office.settle()
    assert f"{before}人を数えます" not in form.count.accessibleName()
    assert "会計年度" not in form.count.accessibleName()
    tried = form.count.accessibleName()
    form.reason.setText("会計年度任用職員も対象にする")
    form.reason.setFocus()
    office.qtbot.keyClick(form.reason, Qt.Key.Key_Return)
    office.settle()
    after = page._found.board.evaluation.body.headcount
    assert after > before
    assert f"{after}人を数えます" in tried
    assert not form.isVisible()
    assert dialog.isVisible()
    covered = next(r for r in dialog.view.figures.rows.given_rows() if r.figure is Figure.REQUIRED)
    assert (covered.counted, covered.applied.origin) == (after, Origin.SCHEME_SETTING)
    assert any("数え方の変更：①必須研修" in told for told in office.told)


def test_what_is_missing_is_told_in_the_form_and_nothing_is_changed(office: Office) -> None:
    dialog = opened(office, office.visit(HomePage, Destination("home")).counting)
    office.qtbot.mouseClick(dialog.view.change_button, Qt.MouseButton.LeftButton)
    office.settle()
    form = dialog.form
    assert form is not None
    for kind in (EmploymentType.REGULAR, EmploymentType.REAPPOINTED, EmploymentType.FIXED_TERM):
        form.form.types[kind].click()
    form.figures.choose(["exams"])
    assert len(form.check(form.order())) == 3
    office.qtbot.mouseClick(form.submit_button, Qt.MouseButton.LeftButton)
    office.settle()
    assert form.isVisible()
    assert list_operations(office.database, "inclusion") == ()
    form.figures.choose(["required"])
    form.reason.setText("既定に戻す")
    office.qtbot.mouseClick(form.reset_button, Qt.MouseButton.LeftButton)
    office.settle()
    assert form.isVisible()  # there is no setting to take back
    assert list_operations(office.database, "inclusion") == ()


def test_the_history_tells_the_change_and_undoes_it(office: Office) -> None:
    page = office.visit(HomePage, Destination("home"))
    before = page._found.board.evaluation.body.headcount
    dialog = opened(office, page.counting)
    assert not dialog.view.undo_button.isEnabled()
    change(office, dialog, EmploymentType.FISCAL_YEAR, "試しに数える")
    dialog.view.switch.choose("versions")
    (row,) = dialog.view.versions.shown_rows()
    assert (row.version.reason, row.version.actor) == ("試しに数える", office.database.actor)
    assert "会計年度" in row.words
    office.qtbot.mouseClick(dialog.view.undo_button, Qt.MouseButton.LeftButton)
    office.settle()
    assert "元に戻す" in office.answers.asked[-1]
    assert page._found.board.evaluation.body.headcount == before
    (row,) = dialog.view.versions.shown_rows()
    assert row.version.undone_in is not None
    assert not dialog.view.undo_button.isEnabled()


def test_an_undo_withdrawn_changes_nothing(office: Office) -> None:
    dialog = opened(office, office.visit(HomePage, Destination("home")).counting)
    change(office, dialog, EmploymentType.FISCAL_YEAR, "試しに数える")
    office.answers.is_agreed = False
    dialog.view.switch.choose("versions")
    office.qtbot.mouseClick(dialog.view.undo_button, Qt.MouseButton.LeftButton)
    office.settle()
    assert list_operations(office.database, "inclusion")[0].undone_in is None


def test_enter_in_the_table_opens_the_form_and_leaves_the_dialog_open(office: Office) -> None:
    dialog = opened(office, office.visit(SchemesPage, Destination("schemes")).counting)
    dialog.view.figures.setFocus()
    office.qtbot.keyClick(dialog.view.figures, Qt.Key.Key_Return)
    office.settle()
    assert dialog.isVisible()
    assert dialog.form is not None
    assert dialog.form.figures.codes == ("tiers",)


def test_another_scheme_and_figure_can_be_looked_at(office: Office) -> None:
    dialog = opened(office, office.visit(SchemesPage, Destination("schemes")).counting)
    dialog.view.schemes.choose("kitakyushu")
    dialog.view.schemes.activated.emit(dialog.view.schemes.currentIndex())
    office.settle()
    rows = {row.figure: row for row in dialog.view.figures.rows.given_rows()}
    assert rows[Figure.REQUIRED].applied.origin is Origin.DEFAULT
    dialog.view.switch.choose("people")
    dialog.view.figure.choose("required")
    dialog.view.figure.activated.emit(0)
    office.settle()
    assert len(dialog.view.people.shown_rows()) == rows[Figure.REQUIRED].left_out_in_all


def test_the_people_left_out_can_be_saved(office: Office, tmp_path: Path) -> None:
    page = office.visit(HomePage, Destination("home"))
    dialog = opened(office, page.counting, on_people=True)
    office.answers.file = tmp_path / "除いた人.xlsx"
    office.qtbot.mouseClick(dialog.view.export_button, Qt.MouseButton.LeftButton)
    office.settle()
    assert office.answers.file.exists()
    assert any("除いた人.xlsx" in told for told in office.told)


@pytest.mark.parametrize(("kind", "page"), [(RoundsPage, "rounds"), (AnalysisPage, "analysis")])
def test_the_tables_of_a_round_say_whom_it_asks_and_list_the_others(
    office: Office, kind: type, page: str
) -> None:
    shown = office.visit(kind, Destination(page))
    (record, *_earlier) = rounds.list_rounds(office.database)
    wanted = left_out_of_round(office.database, record.round_id)
    asked = len(rounds.people_asked(office.database, record.round_id))
    words = shown.counting.note.text.accessibleName()
    assert f"この調査の対象 {asked}人、除いた人 {len(wanted)}人" in words
    dialog = opened(office, shown.counting, on_people=True)
    assert dialog.view.chosen_figure is Figure.ANSWERS
    assert dialog.view.people.shown_rows() == wanted
    assert record.title in dialog.view.people_note.accessibleName()
    dialog.view.figure.choose(Figure.TIERS.value)
    dialog.view.figure_chosen.emit()
    office.settle()
    assert record.title not in dialog.view.people_note.accessibleName()


def test_another_round_has_people_of_its_own(office: Office) -> None:
    shown = office.visit(RoundsPage, Destination("rounds"))
    earlier = rounds.list_rounds(office.database)[-1]
    shown.view.choose_round(earlier.round_id)
    counted = coverage_of_round(office.database, earlier.round_id)
    words = shown.counting.note.text.accessibleName()
    assert f"この調査の対象 {counted.counted}人" in words
    assert wareki(counted.as_of) in words

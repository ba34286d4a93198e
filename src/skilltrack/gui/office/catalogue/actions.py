"""What is done with the catalogue: a form, then one service in the worker."""

from functools import partial

from PySide6.QtWidgets import QWidget

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import CourseKind
from skilltrack.domain.catalogue.years import CatalogueCourse
from skilltrack.domain.years.checklist import CourseCarry
from skilltrack.gui.office.catalogue.dialogs import RemoveDialog, SamplesDialog
from skilltrack.gui.office.catalogue.editor import CourseDialog
from skilltrack.gui.office.changes import Changed, Changes
from skilltrack.gui.office.deeds import Deeds
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.years.carry import CoursesDialog
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.i18n.texts import _
from skilltrack.services.catalogue import editing as catalogue_editing
from skilltrack.services.catalogue.orders import CourseOrder, order_of
from skilltrack.services.catalogue.reading import CatalogueOptions
from skilltrack.services.years import checklist as years
from skilltrack.store.database import Database

CHANGED: Changes = frozenset({Changed.TRAINING, Changed.YEARS})


class CatalogueActions(Deeds):
    """Asks, acts and tells for the page."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(desk, page, CHANGED)

    def add(self, year: FiscalYear, options: CatalogueOptions) -> None:
        """Ask for a course, and add it to the year."""
        title = _("{year}に研修を追加").format(year=fiscal_year_text(year))
        empty = CourseOrder("", "", ((CourseKind.ELECTIVE, ()),))
        dialog = CourseDialog(title, empty, options, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("研修を追加しています"),
                partial(
                    catalogue_editing.add_course,
                    fiscal_year=year,
                    order=dialog.order(),
                    reason=dialog.reason.text(),
                ),
                lambda course: _("研修「{name}」を追加しました。").format(name=course.name),
                dialog,
            )
        )
        self.open(dialog)

    def change(self, year: FiscalYear, course: CatalogueCourse, options: CatalogueOptions) -> None:
        """Ask what changes in a course, and change it."""
        title = _("{year}の研修を変更").format(year=fiscal_year_text(year))
        dialog = CourseDialog(title, order_of(course), options, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("研修を変更しています"),
                partial(
                    catalogue_editing.change_course,
                    fiscal_year=year,
                    order=dialog.order(),
                    reason=dialog.reason.text(),
                ),
                lambda changed: _("研修「{name}」を変更しました。").format(name=changed.name),
                dialog,
            )
        )
        self.open(dialog)

    def remove(self, year: FiscalYear, course: CatalogueCourse) -> None:
        """Ask why a course goes, and take it out of the year."""
        dialog = RemoveDialog(course, fiscal_year_text(year), self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("研修を削除しています"),
                partial(
                    catalogue_editing.remove_courses,
                    fiscal_year=year,
                    codes=[course.code],
                    reason=dialog.reason.text(),
                ),
                lambda _removed: _("研修「{name}」を削除しました。").format(name=course.name),
                dialog,
            )
        )
        self.open(dialog)

    def carry(self, into: FiscalYear) -> None:
        """Offer the courses of the year before, and carry those chosen."""
        year = fiscal_year_text(into)

        def show(offered: tuple[CourseCarry, ...]) -> None:
            if not offered:
                before = fiscal_year_text(FiscalYear(into.year - 1))
                self.desk.tell(_("{year}の研修一覧がありません。").format(year=before))
                return
            dialog = CoursesDialog(into, offered, self.page)
            dialog.accepted.connect(
                lambda: self.act(
                    _("研修を引き継いでいます"),
                    partial(years.carry_courses, new=into, codes=dialog.chosen()),
                    lambda added: _("研修{count:,}件を{year}に引き継ぎました。").format(
                        count=len({course.code for course in added}), year=year
                    ),
                )
            )
            self.open(dialog)

        self.read(lambda database: years.preview_courses(database, into), show)

    def take_samples(self, year: FiscalYear, schemes: tuple[tuple[str, str], ...]) -> None:
        """Offer the samples of the schemes, and take those chosen."""

        def read(database: Database) -> dict[str, tuple[catalogue_editing.SampleOffer, ...]]:
            return {
                code: catalogue_editing.sample_courses(database, code, year)
                for code, _name in schemes
            }

        def show(offered: dict[str, tuple[catalogue_editing.SampleOffer, ...]]) -> None:
            dialog = SamplesDialog(year, schemes, offered, self.page)
            dialog.accepted.connect(
                lambda: self.act(
                    _("研修を写しています"),
                    partial(
                        catalogue_editing.take_samples,
                        scheme_id=dialog.scheme.code,
                        fiscal_year=year,
                        codes=dialog.chosen(),
                    ),
                    lambda added: _("研修{count:,}件を写しました。").format(count=len(added)),
                )
            )
            self.open(dialog)

        self.read(read, show)

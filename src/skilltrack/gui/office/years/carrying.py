"""Carrying courses and roles into the new fiscal year: what is offered, chosen and done."""

from PySide6.QtWidgets import QWidget

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.years.checklist import CourseCarry, RoleAction, RoleCarry
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.years.carry import CoursesDialog, RolesDialog
from skilltrack.gui.theme import Tone
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.i18n.texts import _
from skilltrack.services.years import checklist as years

CHANGED_BY_CARRYING = frozenset({Changed.YEARS, Changed.TRAINING, Changed.ORGANISATION})


class Carrying:
    """Asks and acts for the page of the change of year."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        self.desk = desk
        self.page = page

    def courses(self, new: FiscalYear) -> None:
        """Offer the courses of the year before."""
        self.desk.read(
            lambda database: years.preview_courses(database, new),
            done=lambda offered: self._show_courses(new, offered),
            failed=self.desk.tell_error,
            owner=self.page,
        )

    def _show_courses(self, new: FiscalYear, offered: tuple[CourseCarry, ...]) -> None:
        if not offered:
            text = _("{year}の研修一覧がないため、引き継げません。研修一覧を取り込みます。")
            self.desk.tell(
                text.format(year=fiscal_year_text(FiscalYear(new.year - 1))), Tone.ATTENTION
            )
            return
        dialog = CoursesDialog(new, offered, self.page)
        dialog.accepted.connect(lambda: self._take_courses(new, dialog.chosen()))
        dialog.open()

    def _take_courses(self, new: FiscalYear, codes: tuple[str, ...]) -> None:
        self.desk.act(
            _("研修を引き継いでいます"),
            lambda database, _progress: years.carry_courses(database, new, codes),
            done=lambda added: self.desk.tell(
                _("研修{count:,}件を{year}に引き継ぎました。").format(
                    count=len({course.code for course in added}), year=fiscal_year_text(new)
                )
            ),
            owner=self.page,
            changes=CHANGED_BY_CARRYING,
        )

    def roles(self, new: FiscalYear) -> None:
        """Offer the appointments of the end of the year before."""
        self.desk.read(
            lambda database: years.preview_roles(database, new),
            done=lambda offered: self._show_roles(new, offered),
            failed=self.desk.tell_error,
            owner=self.page,
        )

    def _show_roles(self, new: FiscalYear, offered: tuple[RoleCarry, ...]) -> None:
        if not offered:
            self.desk.tell(_("旧年度の末日に任命中の人はいません。"), Tone.INFO)
            return
        dialog = RolesDialog(new, offered, self.page)
        dialog.accepted.connect(lambda: self._take_roles(new, dialog.chosen()))
        dialog.open()

    def _take_roles(self, new: FiscalYear, decisions: dict[tuple[str, str], RoleAction]) -> None:
        self.desk.act(
            _("役割を引き継いでいます"),
            lambda database, _progress: years.carry_roles(database, new, decisions),
            done=lambda done: self.desk.tell(
                _("任命{count:,}件の更新や終了を記録しました。").format(count=len(done))
            ),
            owner=self.page,
            changes=CHANGED_BY_CARRYING,
        )

"""Asking what is to be put right of a person, showing what would follow, and doing it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from skilltrack.domain.organisation import Absence, Posting
from skilltrack.domain.people.timeline import Correction, EventKind
from skilltrack.domain.problems import SkilltrackError
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.people.day_dialog import WORDS, DayDialog
from skilltrack.gui.office.people.person_dialog import CorrectionChoices, CorrectionDialog
from skilltrack.gui.office.people.person_rows import days_text
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.names import ABSENCE_NAMES
from skilltrack.i18n.problems import sentence, sentences_of
from skilltrack.i18n.texts import _
from skilltrack.services.people.corrections import (
    CorrectionOrder,
    CorrectionOutcome,
    correct_person,
    correction_choices,
    undo_correction,
)
from skilltrack.services.people.naming import DayCorrection, NameOutcome, correct_name
from skilltrack.services.people.occupations import OccupationOutcome, correct_occupation
from skilltrack.services.people.person import Person
from skilltrack.store.database import Database
from skilltrack.store.operations import Operation

CHANGES = frozenset({Changed.ORGANISATION})

DayOutcome = NameOutcome | OccupationOutcome


class PutsRight(Protocol):
    """Puts the day of a change right, or tries what would come of it."""

    def __call__(
        self, database: Database, order: DayCorrection, *, is_dry_run: bool = False
    ) -> DayOutcome: ...


_PUT_RIGHT: Mapping[EventKind, PutsRight] = {
    EventKind.NAME: correct_name,
    EventKind.OCCUPATION: correct_occupation,
}


class PersonCorrections(QObject):
    """Puts posts and absences of a person right; everything runs in the worker."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self.dialog: CorrectionDialog | None = None
        self.day_dialog: DayDialog | None = None

    def ask(self, person: Person, kind: EventKind, fact: Posting | Absence | None) -> None:
        """Open the form once it is known what can be chosen."""

        def show(choices: tuple[tuple[tuple[str, str], ...], tuple[str, ...]]) -> None:
            self._open(person, kind, fact, CorrectionChoices(*choices))

        self._desk.read(correction_choices, done=show, failed=self._desk.tell_error, owner=self)

    def _open(
        self,
        person: Person,
        kind: EventKind,
        fact: Posting | Absence | None,
        choices: CorrectionChoices,
    ) -> None:
        model = next((p for p in person.history.main if person.as_of in p.valid), None)
        dialog = CorrectionDialog(kind, fact, model, choices, person.as_of, self._page)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._forget)
        number = person.employee.employee_no
        names = dict(choices.departments)
        dialog.changed.connect(lambda: self._try(dialog, number, names))
        dialog.submitted.connect(
            lambda correction, reason, keeps_gap: self._do(
                dialog, CorrectionOrder(number, (correction,), reason, keeps_gap)
            )
        )
        self.dialog = dialog
        dialog.open()
        if fact is None:
            self._try(dialog, number, names)
        else:
            dialog.show_after((_("直すところを選ぶと、訂正後の内容がここに出ます。"),))

    def _forget(self) -> None:
        self.dialog = None
        self.day_dialog = None

    def _try(self, dialog: CorrectionDialog, number: str, names: dict[str, str]) -> None:
        """Show what would follow, by the code that does it."""
        correction = dialog.correction()
        order = CorrectionOrder(number, (correction,), "", dialog.keeps_gap)
        self._desk.read(
            lambda database: correct_person(database, order, is_dry_run=True),
            done=lambda outcome: dialog.show_after(_after(outcome, correction, names)),
            failed=lambda error: dialog.show_problems(sentences_of(error)),
            owner=dialog,
        )

    def _do(self, dialog: CorrectionDialog, order: CorrectionOrder) -> None:
        def fail(error: SkilltrackError) -> None:
            dialog.show_problems(sentences_of(error))

        def succeed(_outcome: CorrectionOutcome) -> None:
            dialog.accept()
            self._desk.tell(_("訂正しました。経歴の行を開くと、元に戻せます。"))

        self._desk.act(
            _("訂正しています"),
            lambda database, _progress: correct_person(database, order),
            done=succeed,
            failed=fail,
            owner=dialog,
            changes=CHANGES,
        )

    def ask_day(self, person: Person, kind: EventKind, on: date) -> None:
        """Open the form for the change of name or occupation of a day."""
        dialog = DayDialog(kind, person.employee.employee_no, on, self._page)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._forget)
        dialog.changed.connect(lambda: self._try_day(dialog))
        dialog.submitted.connect(lambda: self._do_day(dialog))
        self.day_dialog = dialog
        dialog.open()
        dialog.show_after((WORDS[kind].before,))

    def _try_day(self, dialog: DayDialog) -> None:
        order, put_right = dialog.order(), _PUT_RIGHT[dialog.kind]
        self._desk.read(
            lambda database: put_right(database, order, is_dry_run=True),
            done=lambda outcome: dialog.show_after(_lines_after(outcome)),
            failed=lambda error: dialog.show_problems(sentences_of(error)),
            owner=dialog,
        )

    def _do_day(self, dialog: DayDialog) -> None:
        order, put_right = dialog.order(), _PUT_RIGHT[dialog.kind]

        def succeed(_outcome: DayOutcome) -> None:
            dialog.accept()
            self._desk.tell(_("訂正しました。経歴の行を開くと、元に戻せます。"))

        self._desk.act(
            _("訂正しています"),
            lambda database, _progress: put_right(database, order),
            done=succeed,
            failed=lambda error: dialog.show_problems(sentences_of(error)),
            owner=dialog,
            changes=CHANGES,
        )

    def undo(self, change: int) -> None:
        """Undo a correction, once the user agrees."""
        is_agreed = self._desk.asking.decision(
            self._page,
            _("訂正を元に戻す"),
            _("訂正する前の配属や休業に戻します。訂正した内容も、記録には残ります。"),
            _("元に戻す"),
        )
        if not is_agreed:
            return

        def succeed(done: Operation) -> None:
            self._desk.tell(_("「{title}」を元に戻しました。").format(title=done.title))

        self._desk.act(
            _("元に戻しています"),
            lambda database, _progress: undo_correction(database, change),
            done=succeed,
            owner=self,
            changes=CHANGES,
        )


def _lines_after(outcome: DayOutcome) -> tuple[str, ...]:
    """Return what the person is called or does, from the first name or occupation to the last."""
    return tuple(
        name if start is None else _("{day}から {name}").format(day=wareki(start), name=name)
        for start, name in _named(outcome)
    )


def _named(outcome: DayOutcome) -> Iterator[tuple[date | None, str]]:
    if isinstance(outcome, OccupationOutcome):
        for start, occupation in outcome.after.stretches:
            yield start, occupation or _("職種なし")
    else:
        for start, called in outcome.after.stretches:
            yield start, called.name


def _after(
    outcome: CorrectionOutcome, correction: Correction, names: dict[str, str]
) -> tuple[str, ...]:
    """Return the posts or absences after a correction, and what is worth knowing."""
    after = outcome.after
    lines: list[str] = []
    fact = correction.new or correction.old
    if isinstance(fact, Absence):
        lines += [f"{ABSENCE_NAMES[a.kind]}　{days_text(a.valid)}" for a in after.absences]
    else:
        is_concurrent = isinstance(fact, Posting) and fact.is_concurrent
        posts = after.concurrent if is_concurrent else after.main
        lines += [
            _("　").join((days_text(p.valid), names.get(p.department, p.department), p.job_title))
            for p in posts
        ]
    none = (_("記録はなくなります。"),)
    return (*(lines or none), *(sentence(notice) for notice in outcome.notices))

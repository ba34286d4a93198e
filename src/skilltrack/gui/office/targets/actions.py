"""What is done with targets: a form, then one service in the worker."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.targets.checks import TargetVocabulary
from skilltrack.domain.targets.parts import TargetStanding
from skilltrack.gui.office.changes import Changed, Changes
from skilltrack.gui.office.deeds import Deeds
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.targets.dialogs import CarryDialog, CloseDialog, StateDialog
from skilltrack.gui.office.targets.editor import TargetDialog, next_id
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.i18n.problems import sentences_of
from skilltrack.i18n.targets import (
    actual_text,
    forecast_text,
    goal_text,
    name_of,
    pace_text,
    state_name,
)
from skilltrack.i18n.texts import _
from skilltrack.services.targets import editing as target_editing
from skilltrack.services.targets import years as target_years
from skilltrack.services.targets.reports import save_targets
from skilltrack.store.database import Database

CHANGED: Changes = frozenset({Changed.TARGETS})


def outcome_text(standing: TargetStanding) -> str:
    """Return how a target that is tried would stand."""
    return _(
        "試算：実績 {actual}、目標値 {goal}、状態 {state}、"
        "必要な速さ {pace}、期限の見込み {forecast}"
    ).format(
        actual=actual_text(standing),
        goal=goal_text(standing),
        state=state_name(standing),
        pace=pace_text(standing),
        forecast=forecast_text(standing),
    )


class TargetActions(Deeds):
    """Asks, acts and tells for the page."""

    page: Page[Any]

    def __init__(self, desk: Desk, page: Page[Any]) -> None:
        super().__init__(desk, page, CHANGED)

    # The editor

    def add(self) -> None:
        """Ask for a target of the body."""
        self._with_words(lambda words, known: self._edit(words, None, next_id(known)))

    def edit(self, standing: TargetStanding) -> None:
        """Change a target; one of a scheme is kept by the body from then on."""
        self._with_words(lambda words, _known: self._edit(words, standing, ""))

    def _with_words(self, then: Callable[..., None]) -> None:
        today = self._day()

        def read(database: Database) -> tuple[TargetVocabulary, tuple[str, ...]]:
            known = target_editing.ids_taken(database)
            return target_editing.vocabulary(database, today), known

        self.read(read, lambda found: then(*found))

    def _day(self) -> date:
        standpoint = self.page.standpoint
        return self.desk.today if standpoint is None else standpoint.as_of

    def _edit(self, words: TargetVocabulary, standing: TargetStanding | None, new_id: str) -> None:
        kept = None if standing is None else standing.kept
        dialog = TargetDialog(words, self.desk.today, self.page, kept, new_id)
        dialog.tried.connect(lambda: self._try(dialog))
        dialog.submitted.connect(lambda: self._submit(dialog, standing))
        self.open(dialog)

    def _try(self, dialog: TargetDialog) -> None:
        kept, on = dialog.kept, self._day()
        self.desk.read(
            lambda database: target_editing.preview(database, kept, on),
            done=lambda found: dialog.show_outcome(outcome_text(found)),
            failed=lambda error: dialog.show_problems(sentences_of(error)),
            owner=dialog,
        )

    def _submit(self, dialog: TargetDialog, standing: TargetStanding | None) -> None:
        kept, reason = dialog.kept, dialog.reason.text()
        today = self.desk.today
        if standing is None:
            self.act(
                _("目標を加えています"),
                lambda database: target_editing.add(database, kept, today, reason),
                lambda added: _("目標「{name}」を加えました。").format(name=added.rule.name),
                dialog,
            )
            return
        self.act(
            _("目標を変更しています"),
            lambda database: target_editing.edit_rule(
                database, standing.key, kept.rule, today, reason
            ),
            lambda changed: _("目標「{name}」を変更しました。").format(name=changed.rule.name),
            dialog,
        )

    # Figures, the end, the next year

    def state(self, standing: TargetStanding) -> None:
        """Ask for a figure by hand."""
        dialog = StateDialog(standing, self.desk.today, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("値を入れています"),
                partial(
                    target_editing.state,
                    target=standing.key,
                    on=dialog.on.day,
                    value=dialog.value.value(),
                    note=dialog.memo.text(),
                    reason=dialog.reason.text(),
                ),
                lambda figure: _("「{name}」に{value:,}を入れました。").format(
                    name=name_of(standing), value=figure.value
                ),
                dialog,
            )
        )
        self.open(dialog)

    def close(self, standing: TargetStanding) -> None:
        """Ask when and why a target ends."""
        dialog = CloseDialog(standing, self.desk.today, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("目標を終えています"),
                partial(
                    target_editing.close,
                    target=standing.key,
                    on=dialog.on.day,
                    reason=dialog.reason.text(),
                ),
                lambda kept: _("目標「{name}」を終えました。").format(name=kept.rule.name),
                dialog,
            )
        )
        self.open(dialog)

    def carry(self, year: FiscalYear) -> None:
        """Ask which targets go into a fiscal year; where none does, into the one after it."""
        following = FiscalYear(year.year + 1)

        def read(database: Database) -> tuple[FiscalYear, tuple[target_years.TargetCarry, ...]]:
            late = target_years.preview_targets(database, year)
            if late:
                return year, late
            return following, target_years.preview_targets(database, following)

        self.read(read, lambda found: self._carry(*found))

    def _carry(self, new: FiscalYear, offered: tuple[target_years.TargetCarry, ...]) -> None:
        if not offered:
            text = _(
                "{year}へ引き継ぐ目標はありません。前の年度に期限の来る目標がないか、達成済みです。"
            )
            self.desk.tell(text.format(year=fiscal_year_text(new)))
            return
        dialog = CarryDialog(new, offered, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("目標を引き継いでいます"),
                partial(
                    target_years.carry_targets,
                    new=new,
                    keys=dialog.keys,
                ),
                lambda carried: _("目標{count}件を引き継ぎました。").format(count=len(carried)),
                dialog,
            )
        )
        self.open(dialog)

    # Files

    def save_workbook(self) -> None:
        """Write the workbook where the user wants it."""
        on = self._day()
        self.save(
            _("目標の進捗をExcelに書き出す"),
            _("目標の進捗.xlsx"),
            lambda database, path: save_targets(database, path, on),
            _("「{file}」に目標{count}件を書き出しました。"),
        )

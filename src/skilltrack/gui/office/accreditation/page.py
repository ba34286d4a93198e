"""認定: candidates, those accredited, levels, tiers set by hand, before and after."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QPushButton

from skilltrack.domain.accreditation import Person
from skilltrack.domain.inclusion import Figure
from skilltrack.domain.schemes.definition import Scheme, TierRule
from skilltrack.gui.office.accreditation.actions import AccreditationActions
from skilltrack.gui.office.accreditation.pairs import PairRead
from skilltrack.gui.office.accreditation.view import (
    CANDIDATES,
    CHANGED,
    LEVELS,
    ORDER,
    PAIRS,
    REGISTER,
    AccreditationRead,
    AccreditationView,
)
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.inclusion.counting import Counting
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.services.accreditation import candidates
from skilltrack.services.accreditation import granting as accreditation
from skilltrack.services.verdicts import overrides, pairs, pyramids
from skilltrack.store.database import Database

EXPLANATIONS = {
    CANDIDATES: _("認定のほかの要件をすべて満たす職員です。選んでまとめて認定できます。"),
    REGISTER: _("認定の番号、日付、理由、証拠の台帳です。"),
    LEVELS: _("区分ごとの人数、認定、目標を、対象の職員全体の中で見ます。"),
    CHANGED: _("理由を付けて変えた判定です。計算の判定と並べて示します。"),
    PAIRS: _("同じ職員の前と後の調査を比べます。人事担当課の中だけで使います。"),
}


class AccreditationPage(Page[AccreditationRead]):
    """Connects accreditations with the services."""

    key = "accreditation"
    concerns = frozenset(
        {
            Changed.ACCREDITATION,
            Changed.SCHEMES,
            Changed.ORGANISATION,
            Changed.TRAINING,
            Changed.SESSIONS,
            Changed.EXAMS,
            Changed.PRACTICES,
            Changed.ROUNDS,
            Changed.RESPONSES,
            Changed.CAREER,
            Changed.INCLUSION,
            Changed.TARGETS,
        }
    )

    def __init__(self, desk: Desk) -> None:
        self.view = AccreditationView()
        super().__init__(desk, _("認定"), EXPLANATIONS[CANDIDATES], self.view)
        self.deeds = AccreditationActions(desk, self)
        self.read: AccreditationRead | None = None
        self._tier = ""
        self._number = ""
        self.add_choice(self.view.schemes)
        self.history_button = QPushButton(_("変更の履歴"))
        self.history_button.clicked.connect(self.deeds.show_all)
        self.add_action(self.history_button, needs_content=True)
        self.counting = Counting(self, Figure.TIERS)
        self._connect()

    def _connect(self) -> None:
        view, deeds = self.view, self.deeds
        view.scheme_chosen.connect(self._choose_scheme)
        view.part_chosen.connect(self.reload)
        view.candidates.tier_chosen.connect(self._choose_tier)
        view.candidates.grant_requested.connect(
            lambda lines: self._with_scheme(partial(deeds.grant, tier=self._tier, lines=lines))
        )
        grant_anybody = partial(self._with_scheme, partial(deeds.grant, tier="", lines=()))
        view.register.grant_requested.connect(grant_anybody)
        view.nothing[REGISTER].action_requested.connect(grant_anybody)
        view.register.revoke_requested.connect(deeds.revoke)
        view.register.pattern_requested.connect(partial(self._with_scheme, deeds.set_pattern))
        view.register.certificates_requested.connect(partial(self._save, deeds.save_certificates))
        view.register.register_requested.connect(
            lambda: self._save(
                partial(deeds.save_register, has_ended=view.register.with_ended.isChecked())
            )
        )
        view.register.export_requested.connect(
            lambda: self.export_table(view.register.table, _("認定者"))
        )
        override = partial(self._with_scheme, deeds.override)
        view.overrides.set_requested.connect(override)
        view.nothing[CHANGED].action_requested.connect(override)
        view.overrides.withdraw_requested.connect(deeds.withdraw)
        view.overrides.save_requested.connect(partial(self._save, deeds.save_overrides))
        view.levels.save_requested.connect(partial(self._save, deeds.save_pyramid))
        view.levels.tier_chosen.connect(self._show_tier)
        view.levels.year_chosen.connect(lambda year: self._show_register(year.tier_name))
        view.pairs.choice_changed.connect(self.reload)
        view.pairs.save_requested.connect(self._save_pair)
        for part in (view.candidates, view.register, view.overrides):
            part.person_chosen.connect(self._show_person)

    # Reading

    def reading(self, standpoint: Standpoint) -> Callable[[Database], AccreditationRead]:
        chosen, tier, part = self.view.schemes.code, self._tier, self.view.switch.current
        rounds, as_of = self.view.pairs.chosen, standpoint.as_of

        def read(database: Database) -> AccreditationRead:
            schemes = {one.id: one for one in definitions.list_schemes(database)}
            offered = tuple((one.id, one.name) for one in schemes.values())
            scheme = schemes.get(chosen) or _usual(database, schemes)
            if scheme is None:
                return AccreditationRead(offered, None, part)
            found = partial(AccreditationRead, offered, scheme, part)
            match part:
                case "candidates":
                    code = tier if tier in scheme.tiers_by_code else ""
                    one = candidates.candidates(database, scheme.id, code, as_of)
                    return found(candidates=one)
                case "register":
                    return found(
                        lines=accreditation.accreditation_lines(database, as_of, scheme.id)
                    )
                case "levels":
                    return found(pyramid=pyramids.pyramid(database, scheme.id, as_of))
                case "changed":
                    return found(overrides=overrides.override_lines(database, scheme.id, as_of))
                case _:
                    return found(pair=_pair(database, *rounds))

        return read

    def emptiness(self, read: AccreditationRead) -> EmptyState | None:
        if read.scheme is not None:
            return None
        return EmptyState(
            _("このデータファイルには育成制度が登録されていません。「制度の内容」で選びます。")
        )

    def show_read(self, read: AccreditationRead) -> None:
        self.read = read
        if read.candidates is not None:
            self._tier = read.candidates.tier
        self.explanation.setText(EXPLANATIONS[read.part])
        self.view.show_read(read)
        counted = [one.counted for one in (read.candidates, read.pyramid) if one is not None]
        self.counting.note.setVisible(bool(counted))
        if counted and read.scheme is not None:
            self.counting.show_counted(counted, read.scheme.id)

    def show_message(self, message: Any) -> None:  # noqa: ANN401 (a widget)
        super().show_message(message)
        self.counting.note.hide()

    def _show_state(self, state: Any) -> None:  # noqa: ANN401 (a widget)
        super()._show_state(state)
        has_count = self.read is not None and self.read.part in {CANDIDATES, LEVELS}
        self.counting.note.setVisible(self.is_content_shown and has_count)

    def table(self) -> TableView[Any]:
        return self.view.shown_table()

    def search(self, text: str) -> None:
        view = self.view
        tables: tuple[TableView[Any], ...] = (
            view.candidates.table,
            view.register.table,
            view.overrides.table,
            view.pairs.shown_table(),
        )
        for table in tables:
            table.filter.set_text(text)

    def visit(self, destination: Destination) -> None:
        if destination.part in ORDER:
            self.view.switch.show_choice(destination.part)
        if destination.text:
            self.search(destination.text)
        if self.standpoint is not None:
            self.reload()

    def here(self) -> Destination:
        return Destination(self.key, part=self.view.switch.current)

    # Choices

    def _choose_scheme(self) -> None:
        self._tier = ""
        self.reload()

    def _choose_tier(self) -> None:
        self._tier = self.view.candidates.tier.code
        self.reload()

    def _show_tier(self, tier: str) -> None:
        """Show who stands behind a level: the candidates, with how many are accredited."""
        self._tier = tier
        self.view.switch.choose(CANDIDATES)

    def _show_register(self, tier_name: str) -> None:
        self.view.register.with_ended.setChecked(True)
        self.view.register.table.filter.set_text(tier_name)
        self.view.switch.choose(REGISTER)

    def _show_person(self, person: Person) -> None:
        self.go(Destination("people", text=person.employee_no, part="person"))

    def _with_scheme(self, act: Callable[[Scheme], object]) -> None:
        if self.read is not None and self.read.scheme is not None:
            act(self.read.scheme)

    def _save(self, save: Callable[..., object]) -> None:
        if self.standpoint is not None:
            as_of = self.standpoint.as_of
            self._with_scheme(lambda scheme: save(scheme, as_of))

    def _save_pair(self) -> None:
        if self.read is not None and self.read.pair is not None and self.read.pair.figures:
            self.deeds.save_pair(self.read.pair.figures)


def _usual(database: Database, schemes: Mapping[str, Scheme]) -> Scheme | None:
    """Return the scheme with most accreditations; without any the first ladder, else the first."""
    used = schemes.get(accreditation.usual_scheme(database))
    ordered = sorted(schemes.values(), key=lambda one: (one.rule is not TierRule.EARNED, one.id))
    return used or next(iter(ordered), None)


def _pair(database: Database, before: str, after: str) -> PairRead:
    choice = pairs.pairs_offered(database)
    known = [code for code, _title in choice.rounds]
    if before not in known or after not in known:
        meant = next((one for one in choice.pairs if one.before and one.after), None)
        if meant is not None and meant.before and meant.after:
            before, after = meant.before, meant.after
        elif len(known) > 1:
            before, after = known[1], known[0]
        else:
            return PairRead(choice, None)
    return PairRead(choice, pairs.compare_rounds(database, before, after))

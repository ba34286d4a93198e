"""人材を探す: people found by what they can do, have done and want to do, with the reasons."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from skilltrack.domain.people.talent import CriterionKind, TalentFound, TalentRow
from skilltrack.domain.problems import Refusal
from skilltrack.gui.office.accreditation.rows import searched_person
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.deeds import Deeds
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.office.talent.criteria import CriteriaPanel
from skilltrack.gui.theme import Space, TextRole, Tone
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import CENTRE, LEFT, Field, TableView
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.folding import fold
from skilltrack.i18n.problems import sentences_of
from skilltrack.i18n.role_names import age_name
from skilltrack.i18n.texts import _
from skilltrack.services import overview
from skilltrack.services.overview import DepartmentChoice
from skilltrack.services.talent import search as talent
from skilltrack.services.talent import searches as talent_searches
from skilltrack.services.talent import words as talent_words
from skilltrack.services.talent.searches import SavedSearch
from skilltrack.services.talent.words import Offered
from skilltrack.store.database import Database


@dataclass(frozen=True, slots=True)
class TalentRead:
    """What the page reads: what can be looked for, kept searches, departments."""

    offered: Offered
    saved: tuple[SavedSearch, ...]
    departments: tuple[DepartmentChoice, ...]


def _searched(row: TalentRow) -> str:
    return "\n".join((searched_person(row.person), *row.reasons, row.occupation, *row.role_names))


TALENT_FIELDS: tuple[Field[TalentRow], ...] = (
    Field(
        _("氏名"), lambda row: plain_name(row.person.name), lambda row: row.person.kana, LEFT, 116
    ),
    Field(_("一致"), lambda row: row.matches, None, CENTRE, 56),
    Field(
        _("見つかった理由"),
        lambda row: _("、").join(row.reasons),
        lambda row: row.matches,
        LEFT,
        300,
        tooltip=lambda row: "\n".join(row.reasons),
    ),
    Field(
        _("所属"),
        lambda row: row.person.department_name,
        lambda row: row.person.department,
        LEFT,
        124,
    ),
    Field(_("職名"), lambda row: row.person.job_title, None, LEFT, 84),
    Field(_("役割"), lambda row: _("、").join(row.role_names), None, LEFT, 112),
    Field(_("役職区分"), lambda row: row.band_name, None, LEFT, 132),
    Field(_("職種"), lambda row: row.occupation, None, LEFT, 84),
    Field(
        _("年代"),
        lambda row: None if row.decade is None else age_name(str(row.decade)),
        lambda row: row.decade,
        LEFT,
        84,
    ),
    Field(_("職員番号"), lambda row: row.person.employee_no, None, LEFT, 88),
)


class TalentPage(Page[TalentRead]):
    """Connects the search for people with the services."""

    key = "talent"
    concerns = frozenset({Changed.CAREER, Changed.SCHEMES, Changed.QUESTIONNAIRES})

    def __init__(self, desk: Desk) -> None:
        self.criteria = CriteriaPanel()
        self.read: TalentRead | None = None
        self.people: TableView[TalentRow] = TableView(
            TALENT_FIELDS, searched=(Field("", _searched),), fold=fold, frozen_columns=1
        )
        self.people.setAccessibleName(_("見つかった職員"))
        self.count: QLabel = text_label("", TextRole.SECONDARY)
        self.hint = EmptyState(
            _(
                "条件と利用目的を入れて「探す」を押すと、当てはまる職員が理由とともに並びます。"
                "だれが何のために探したかは、操作の記録に残ります。"
            )
        )
        self.nobody = EmptyState(
            _("当てはまる職員がいません。条件を減らすか「どれかに当てはまる」にすると広がります。")
        )
        self._results = QStackedWidget()
        for part in (self.hint, self.people, self.nobody):
            self._results.addWidget(part)
        super().__init__(
            desk,
            _("人材を探す"),
            _("技能、資格、経験、希望から職員を探します。人事担当課の中だけで使います。"),
            self._lay_out(),
        )
        self.deeds = Deeds(desk, self, frozenset({Changed.CAREER}))
        self.found: TalentFound | None = None
        self._purpose = ""
        self._offered: Offered | None = None
        self.export_button = QPushButton(_("Excelに書き出す"))
        self.export_button.clicked.connect(self.export)
        self.export_button.setEnabled(False)
        self.add_action(self.export_button)
        self._connect()

    def _lay_out(self) -> QWidget:
        content = QWidget()
        right = QVBoxLayout()
        right.setSpacing(Space.S)
        right.addWidget(self.count)
        right.addWidget(self._results, 1)
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.L)
        row.addWidget(self.criteria)
        row.addLayout(right, 1)
        return content

    def _connect(self) -> None:
        criteria = self.criteria
        criteria.line_requested.connect(self._add_line)
        criteria.search_requested.connect(self.look)
        criteria.keep_requested.connect(self.keep)
        criteria.drop_requested.connect(self.drop)
        self.people.row_activated.connect(
            lambda row: self.go(Destination("people", text=row.person.employee_no, part="person"))
        )

    # Reading

    def reading(self, standpoint: Standpoint) -> Callable[[Database], TalentRead]:
        as_of = standpoint.as_of
        return lambda database: TalentRead(
            talent_words.offered(database, as_of),
            talent_searches.saved_searches(database),
            overview.department_choices(database, as_of),
        )

    def show_read(self, read: TalentRead) -> None:
        self.read = read
        self.criteria.offer(read.offered, read.saved, read.departments)
        self._offered = read.offered
        if self.found is not None and self.standpoint is not None:
            self._show_found(None if self.found.as_of != self.standpoint.as_of else self.found)

    def table(self) -> TableView[TalentRow]:
        return self.people

    # Acting

    def _add_line(self, kind: CriterionKind, code: str) -> None:
        if self._offered is None:
            return
        try:
            self.criteria.add_line(talent_searches.sought_of(self._offered, kind, code))
        except Refusal as refusal:
            self.desk.tell("\n".join(sentences_of(refusal)), Tone.BAD)

    def look(self) -> None:
        """Look for people."""
        if self.standpoint is None:
            return
        query, purpose = self.criteria.query(), self.criteria.purpose.text().strip()
        as_of = self.standpoint.as_of

        def done(found: TalentFound) -> None:
            self._purpose = purpose
            self._show_found(found)

        self.desk.act(
            _("職員を探しています"),
            lambda database, _progress: talent.find_talent(database, query, as_of, purpose),
            done=done,
            owner=self,
        )

    def _show_found(self, found: TalentFound | None) -> None:
        self.found = found
        self.export_button.setEnabled(found is not None and bool(found.rows))
        if found is None:
            self._results.setCurrentWidget(self.hint)
            self.count.setText("")
            return
        self.people.show_rows(found.rows)
        self._results.setCurrentWidget(self.people if found.rows else self.nobody)
        text = _("{count:,}人（{day}の{looked:,}人から）").format(
            count=len(found.rows), day=wareki(found.as_of), looked=found.looked_at
        )
        if found.unanswered:
            text += _("　回答なし{count:,}人は得点で探せません").format(count=found.unanswered)
        self.count.setText(text)

    def keep(self) -> None:
        """Keep the criteria under a name."""
        name = self.desk.asking.text(self, _("条件を保存"), _("名前"))
        if name is None:
            return
        query, purpose = self.criteria.query(), self.criteria.purpose.text().strip()
        self.deeds.act(
            _("条件を保存しています"),
            lambda database: talent_searches.keep_search(database, name, purpose, query),
            lambda kept: _("条件を「{name}」として保存しました。").format(name=kept.name),
        )

    def drop(self, name: str) -> None:
        """Forget a kept search, once agreed."""
        title = _("保存した条件「{name}」を消します").format(name=name)
        text = _("条件だけを消します。職員の記録は変わりません。")
        if not name or not self.desk.asking.decision(self, title, text, _("条件を消す")):
            return
        self.deeds.act(
            _("条件を消しています"),
            lambda database: talent_searches.drop_search(database, name),
            lambda _none: _("保存した条件「{name}」を消しました。").format(name=name),
        )

    def export(self) -> None:
        """Write those found as a workbook."""
        found, purpose = self.found, self._purpose
        if found is None:
            return
        self.deeds.save(
            _("Excelに書き出す"),
            _("人材の検索.xlsx"),
            lambda database, path: talent_searches.save_talent(database, path, found, purpose),
            _("「{file}」に{count}人を書き出しました。"),
        )

    def here(self) -> Destination:
        return Destination(self.key)

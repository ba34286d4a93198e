"""受講義務: who owes what by when and why, what runs out, what is exempted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtWidgets import QMenu, QPushButton

from skilltrack.domain.inclusion import Figure
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.inclusion.counting import Counting
from skilltrack.gui.office.obligations.actions import ObligationsActions
from skilltrack.gui.office.obligations.panel import OwedPanel
from skilltrack.gui.office.obligations.rows import OwedRow, RenewalRow, arranged
from skilltrack.gui.office.obligations.view import (
    ENDING,
    EXEMPTED,
    OWED,
    PARTS,
    ObligationsView,
    Shown,
)
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.theme import Tone, menu_button, primary_button
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.rows import Field
from skilltrack.i18n.texts import _
from skilltrack.services import overview
from skilltrack.services.obligations import reading as obligations
from skilltrack.services.obligations.exemptions import (
    AREA,
    ExemptionLine,
    ExemptionState,
    courses_offered,
    list_exemptions,
)
from skilltrack.services.obligations.reading import Owed, Status
from skilltrack.services.operations import list_operations
from skilltrack.services.overview import DepartmentChoice
from skilltrack.services.people.posts import Found
from skilltrack.store.database import Database
from skilltrack.store.operations import Operation
from skilltrack.store.organisation import InPost

EXPLANATION = _("だれが、どの研修を、いつまでに、なぜ修了するかを、基準日の記録で出します。")


@dataclass(frozen=True, slots=True)
class ObligationsRead:
    """What the page reads; ``courses`` are code and name of everything that can be exempted."""

    owed: Owed
    exemptions: tuple[ExemptionLine, ...]
    departments: tuple[DepartmentChoice, ...]
    courses: tuple[tuple[str, str], ...]
    operations: tuple[Operation, ...]


class ObligationsPage(Page[ObligationsRead]):
    """Connects obligations with the services."""

    key = "obligations"
    concerns = frozenset(
        {Changed.ORGANISATION, Changed.TRAINING, Changed.INCLUSION, Changed.SCHEMES}
    )

    def __init__(self, desk: Desk) -> None:
        self.view = ObligationsView()
        super().__init__(
            desk,
            _("受講義務"),
            EXPLANATION,
            self.view,
        )
        self.read: ObligationsRead | None = None
        self.deeds = ObligationsActions(desk, self)
        self._add_buttons()
        self.counting = Counting(self, Figure.OBLIGATIONS)
        self.view.narrowing_changed.connect(self.narrow)
        self.view.person_chosen.connect(self.open_person)
        self.view.switch.chosen.connect(self._show_buttons)
        self._show_buttons(OWED)

    def _add_buttons(self) -> None:
        self.history_button = QPushButton(_("変更の履歴"))
        self.history_button.clicked.connect(
            lambda: self.deeds.show_operations(
                _("免除の変更の履歴"),
                _("免除を変えると、その履歴がここに並びます。"),
                self.read.operations if self.read else (),
            )
        )
        self.withdraw_button = QPushButton(_("取りやめる"))
        self.withdraw_button.clicked.connect(self.withdraw)
        self.papers_button = menu_button(_("書き出す"))
        menu = QMenu(self.papers_button)
        for text, asked in (
            (_("表をExcelに保存"), self.export),
            (_("受講義務の一覧（印刷用）"), self._write_report),
            (_("所属ごとの受講の依頼"), self._write_reminders),
        ):
            menu.addAction(text).triggered.connect(lambda _on=False, ask=asked: ask())
        self.papers_button.setMenu(menu)
        self.exempt_button = primary_button(_("受講を免除する"))
        self.exempt_button.clicked.connect(lambda: self.exempt(self.view.chosen()))
        for button in (self.history_button, self.withdraw_button, self.papers_button):
            self.add_action(button, needs_content=True)
        self.add_action(self.exempt_button, needs_content=True)

    def _show_buttons(self, part: str) -> None:
        for button in (self.history_button, self.withdraw_button):
            button.setVisible(part == EXEMPTED)
        self.papers_button.setVisible(part != EXEMPTED)

    # Reading

    def reading(self, standpoint: Standpoint) -> Callable[[Database], ObligationsRead]:
        on = standpoint.as_of
        return lambda database: ObligationsRead(
            obligations.owed(database, on),
            list_exemptions(database, on),
            overview.department_choices(database, on),
            courses_offered(database),
            list_operations(database, AREA),
        )

    def emptiness(self, read: ObligationsRead) -> EmptyState | None:
        if read.owed.lines or read.owed.renewing or read.exemptions:
            return None
        has_people = any(covered.counted for covered in read.owed.counted)
        empty = EmptyState(
            _("研修一覧を作るか、育成制度に受講義務を決めると、ここに並びます。")
            if has_people
            else _("数える職員が登録されていません。先に所属と職員を取り込みます。"),
            _("研修一覧を開く") if has_people else _("取り込みを開く"),
        )
        target = Destination("catalogue") if has_people else Destination("imports")
        empty.action_requested.connect(lambda: self.go(target))
        return empty

    def show_read(self, read: ObligationsRead) -> None:
        self.read = read
        self.view.offer(read.owed, read.departments)
        self.view.show_exemptions(read.exemptions)
        self.narrow()

    def narrow(self) -> None:
        """Filter and order what was read, in the worker: it may be long."""
        if self.read is None:
            return
        found, view = self.read.owed, self.view
        query = view.query()
        self._show_counting(found, query)
        orders = dict(view.order)
        owed_key = _key(view.owed.fields, orders[OWED][0])
        renewal_key = _key(view.ending.fields, orders[ENDING][0])
        words = query.text

        def work(_database: Database) -> Shown:
            rows = [OwedRow(found, line) for line in obligations.narrowed(found, query)]
            ending = [
                RenewalRow(found, line)
                for line in obligations.ending(found, query.within, text=words)
            ]
            return Shown(
                arranged(rows, owed_key, is_descending=orders[OWED][1]),
                arranged(ending, renewal_key, is_descending=orders[ENDING][1]),
            )

        self.desk.read(
            work,
            done=lambda shown: self._show_narrowed(found, shown),
            failed=self.desk.tell_error,
            owner=self,
        )

    def _show_counting(self, found: Owed, query: obligations.ObligationQuery) -> None:
        """Tell who counts under the scheme chosen; where all are shown and differ, of the first."""
        codes = [code for code, _name in found.schemes]
        if not codes:
            return
        chosen = query.scheme_id or query.rule.partition(":")[0]
        place = codes.index(chosen) if chosen in codes else 0
        many = len({covered.applied.rule for covered in found.counted}) > 1
        note = ""
        if many:
            text = _("下の「対象」は{scheme}のものです。ほかの制度は、受講義務を選ぶと出ます。")
            note = text.format(scheme=found.schemes[place][1].partition(_("（"))[0])
        self.explanation.setText(note or EXPLANATION)
        self.counting.show_counted((found.counted[place],), codes[place])

    def _show_narrowed(self, found: Owed, shown: Shown) -> None:
        if self.read is not None and self.read.owed is found:
            self.view.show_lines(shown)

    # One person

    def open_person(self, row: OwedRow | RenewalRow | ExemptionLine) -> None:
        """Open everything that a person owes beside the table."""
        if self.read is None:
            return
        found = self.read.owed
        if isinstance(row, ExemptionLine):
            number = row.exemption.employee_no
            person = next((line.person for line in found.lines if _number(line) == number), None)
            if person is None:
                self.go(Destination("people", text=number, part="person"))
                return
        else:
            person = row.person
            number = person.employee_no
        lines = sorted(
            (line for line in found.lines if _number(line) == number),
            key=lambda line: not line.obligation.is_open,
        )
        held = [one for one in self.read.exemptions if one.exemption.employee_no == number]
        panel = OwedPanel(found, person, lines, held)
        panel.person_requested.connect(
            lambda: self.go(Destination("people", text=number, part="person"))
        )
        panel.sessions_requested.connect(lambda: self.go(Destination("sessions")))
        panel.exempt_requested.connect(lambda: self._exempt([person], _lacking(lines)))
        self.view.drawer.open(person.name, panel)

    # Acting

    def exempt(self, rows: Sequence[Any]) -> None:
        """Ask for exempting the people of some rows, from what they lack."""
        owed_rows = [row for row in rows if isinstance(row, OwedRow)]
        people = {row.person.employee_no: row.person for row in owed_rows}
        self._exempt(list(people.values()), _lacking([row.line for row in owed_rows]))

    def _exempt(self, people: Sequence[InPost], courses: Sequence[str]) -> None:
        if self.read is None:
            return
        found = self.read.owed
        self.deeds.exempt(
            self.read.courses,
            [
                Found(
                    one.employee_no,
                    one.name,
                    one.department,
                    found.department_name(one),
                    one.job_title,
                )
                for one in people
            ],
            courses,
        )

    def withdraw(self) -> None:
        """Ask for taking back the exemptions chosen."""
        rows = self.view.chosen() if self.view.part == EXEMPTED else ()
        lines = [row for row in rows if row.state is not ExemptionState.ENDED]
        if lines:
            self.deeds.withdraw(lines)
        else:
            self.desk.tell(_("取りやめる免除を一覧で選びます。"), Tone.INFO)

    def export(self) -> None:
        """Write the table in sight to a workbook."""
        table = self.view.shown_table()
        if self.view.part == EXEMPTED:
            self.export_table(self.view.exempted, _("受講の免除"))
            return
        title = _("受講義務") if self.view.part == OWED else _("期限切れ・更新")
        self.deeds.save_table(title, table.fields, self.view.shown_rows())

    def _write_report(self) -> None:
        if self.standpoint is not None:
            self.deeds.write_report(self.standpoint.as_of, self._whole_query())

    def _write_reminders(self) -> None:
        if self.standpoint is not None:
            self.deeds.write_reminders(self.standpoint.as_of, self._whole_query())

    def _whole_query(self) -> obligations.ObligationQuery:
        """Return the filters without the search text; who is done counts in the figures."""
        query = self.view.query()
        late = Status.OVERDUE if query.status is Status.OVERDUE else Status.ALL
        return obligations.ObligationQuery(query.scheme_id, query.rule, query.within, late)

    # Where the page stands

    def search(self, text: str) -> None:
        self.view.exempted.filter.set_text(text)
        if text != self.view.text:
            self.view.text = text
            self.narrow()

    def visit(self, destination: Destination) -> None:
        view = self.view
        view.departments.choose(destination.department)
        if destination.text != view.text:
            view.text = destination.text
        if destination.part in PARTS:
            view.switch.choose(destination.part)
        if destination.is_owed_only:
            view.status.choose(Status.OVERDUE.value)
        self.narrow()

    def here(self) -> Destination:
        return Destination(self.key, department=self.view.departments.code, part=self.view.part)


def _number(line: obligations.OwedLine) -> str:
    return line.person.employee_no


def _lacking(lines: Sequence[obligations.OwedLine]) -> list[str]:
    return list(dict.fromkeys(code for line in lines for code in line.obligation.lacking))


def _key(fields: Sequence[Field[Any]], column: int) -> Callable[[Any], object] | None:
    return cast("Callable[[Any], object]", fields[column].key) if column >= 0 else None

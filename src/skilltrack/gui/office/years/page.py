"""The change of year: its steps, the April rehearsal, closed years, and what was done."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from skilltrack.domain.calendar import FISCAL_YEAR_START_MONTH, FiscalYear
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.years.checklist import CheckKey, Checklist
from skilltrack.domain.years.rehearsal import Rehearsal
from skilltrack.gui.office.asking import data_files, excel_files, table_files
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.office.years.carrying import CHANGED_BY_CARRYING, Carrying
from skilltrack.gui.office.years.checklist import LINKS
from skilltrack.gui.office.years.closing import YearRow
from skilltrack.gui.office.years.view import CLOSING, HISTORY, REHEARSAL, STEPS, YearsView
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.i18n.problems import sentences_of
from skilltrack.i18n.texts import _
from skilltrack.i18n.years import closed_text
from skilltrack.services import datafiles, operations
from skilltrack.services.organisation import rehearsal
from skilltrack.services.organisation.rehearsal import RehearsalOrder
from skilltrack.services.years import checklist as years
from skilltrack.services.years import closing as year_closing
from skilltrack.services.years.closing import ClosedYear
from skilltrack.store.database import Database
from skilltrack.store.operations import Operation

MOST_PROBLEMS = 3
"""Problems of a list that is tried which are told; the page of the imports has them all."""

MONTHS_AHEAD = 10
"""From October on, the change that lies ahead is looked at."""


@dataclass(frozen=True, slots=True)
class Years:
    """What the part in sight reads; the others are None."""

    checklist: Checklist | None = None
    rehearsal: Rehearsal | None = None
    years: tuple[YearRow, ...] = ()
    chosen: FiscalYear | None = None
    closed: ClosedYear | None = None
    history: tuple[Operation, ...] = ()


class YearsPage(Page[Years]):
    """Connects the page with the services."""

    key = "years"
    concerns = frozenset(Changed)

    def __init__(self, desk: Desk) -> None:
        present = FiscalYear.of(desk.today)
        is_ahead = desk.today.month >= MONTHS_AHEAD or desk.today.month < FISCAL_YEAR_START_MONTH
        coming = FiscalYear(present.year + 1)
        self._new = coming if is_ahead else present
        self._on = rehearsal.first_april_after(desk.today)
        self._file: Path | None = None
        self._closed_year: FiscalYear | None = None
        self._found: Rehearsal | None = None
        self.view = YearsView(self._on)
        super().__init__(
            desk,
            _("年度替わり"),
            _("4月1日の前に結果を確かめ、研修と役割を引き継ぎ、旧年度の数字を固定します。"),
            self.view,
        )
        self._carrying = Carrying(desk, self)
        self.view.checklist.offer((coming, present), self._new)
        self._connect()

    def _connect(self) -> None:
        view = self.view
        view.parts.chosen.connect(self._choose_part)
        view.checklist.step_opened.connect(self.open_step)
        view.checklist.year_chosen.connect(self._choose_year)
        tried = view.rehearsal
        tried.day_chosen.connect(self._choose_day)
        tried.file_requested.connect(self._ask_file)
        tried.forget_requested.connect(lambda: self.try_file(None))
        tried.person_chosen.connect(
            lambda number: self.go(Destination("people", text=number, part="person"))
        )
        tried.print_requested.connect(lambda: self._write(is_data=False))
        tried.data_requested.connect(lambda: self._write(is_data=True))
        tried.heads_requested.connect(self._write_for_heads)
        view.closing.year_selected.connect(self._select_year)
        view.closing.close_requested.connect(self.close_year)
        view.closing.reopen_requested.connect(self.reopen_year)
        view.history.undo_requested.connect(self.undo)

    # Reading

    def reading(self, standpoint: Standpoint) -> Callable[[Database], Years]:
        part = self.view.parts.current
        if part == STEPS:
            new = self._new
            return lambda database: Years(checklist=years.checklist(database, new))
        if part == REHEARSAL:
            order = self._order(standpoint)
            return lambda database: Years(rehearsal=rehearsal.rehearse(database, order))
        if part == HISTORY:
            return lambda database: Years(history=operations.list_operations(database, "years"))
        chosen, today = self._closed_year, self.desk.today

        def read(database: Database) -> Years:
            rows = tuple(
                YearRow(year, known, can_close=year.last_day < today)
                for year, known in year_closing.year_closings(database, today)
            )
            shown = next((r for r in rows if r.year == chosen), None)
            shown = shown or next((r for r in rows if r.can_close), None)
            closed = (
                year_closing.closed_year(database, shown.year)
                if shown is not None and shown.standing is not None
                else None
            )
            return Years(years=rows, chosen=None if shown is None else shown.year, closed=closed)

        return read

    def _order(self, standpoint: Standpoint) -> RehearsalOrder:
        files = {} if self._file is None else {ImportKind.EMPLOYEES: self._file}
        return RehearsalOrder(self._on, standpoint.board_scheme, self.desk.today, files)

    def show_read(self, read: Years) -> None:
        self.view.show_part(self.view.parts.current)
        if read.checklist is not None:
            self.view.checklist.show_checklist(read.checklist)
        elif read.rehearsal is not None:
            self._found = read.rehearsal
            self.view.rehearsal.show_rehearsal(read.rehearsal)
        elif self.view.parts.current == HISTORY:
            self.view.history.show_operations(read.history)
        elif self.view.parts.current == CLOSING:
            self._closed_year = read.chosen
            self.view.closing.show_years(read.years, read.chosen)
            self.view.closing.show_closed(read.closed)

    def table(self) -> TableView[Any] | None:
        tables: dict[str, TableView[Any]] = {
            REHEARSAL: self.view.rehearsal.table,
            CLOSING: self.view.closing.differences,
            HISTORY: self.view.history.table,
        }
        return tables.get(self.view.parts.current)

    def visit(self, destination: Destination) -> None:
        if destination.part and destination.part != self.view.parts.current:
            self.view.parts.choose(destination.part)

    def here(self) -> Destination:
        return Destination(self.key, part=self.view.parts.current)

    def _choose_part(self, _part: str) -> None:
        self.reload()

    def _choose_year(self, new: FiscalYear) -> None:
        self._new = new
        self.reload()

    # The steps

    def open_step(self, key: CheckKey) -> None:
        """Go where a step is done, or do it here."""
        here: dict[CheckKey, Callable[[], None]] = {
            CheckKey.CATALOGUE: lambda: self._carrying.courses(self._new),
            CheckKey.ROLES: lambda: self._carrying.roles(self._new),
            CheckKey.CLOSED: self._open_closing,
            CheckKey.BACKUP: self._back_up,
        }
        if key in here:
            here[key]()
        else:
            self.go(LINKS[key])

    def _open_closing(self) -> None:
        self._closed_year = FiscalYear(self._new.year - 1)
        self.view.parts.choose(CLOSING)

    def _back_up(self) -> None:
        suggested = _("控え_{day}.db").format(day=f"{self.desk.today:%Y%m%d}")
        path = self.desk.asking.file_to_save(self, _("控えを作る"), suggested, data_files())
        if path is None:
            return
        self.desk.act(
            _("控えを作っています"),
            lambda database, progress: datafiles.backup(database, path, progress),
            done=lambda _manifest: self.desk.tell(
                _("控え「{file}」を作りました。").format(file=path.name), folder=path.parent
            ),
            owner=self,
            changes=frozenset({Changed.YEARS}),
        )

    # The rehearsal

    def _choose_day(self, on: Any) -> None:  # noqa: ANN401 (a date from a signal)
        self._on = on
        self.reload()

    def _ask_file(self) -> None:
        path = self.desk.asking.file_to_open(self, _("試す名簿"), table_files())
        if path is not None:
            self.try_file(path)

    def try_file(self, path: Path | None) -> None:
        """Rehearse with a roster that is not taken over; None without one."""
        if self.standpoint is None:
            return
        before, self._file = self._file, path
        order = self._order(self.standpoint)

        def give_up(error: Any) -> None:  # noqa: ANN401 (a SkilltrackError)
            self._file = before
            told = sentences_of(error)
            rest = len(told) - MOST_PROBLEMS
            if rest > 0:
                text = _("ほかに{count:,}件あります。取り込みの画面で確かめると、すべて出ます。")
                told = (*told[:MOST_PROBLEMS], text.format(count=rest))
            self.desk.tell("\n".join(told), Tone.BAD)

        self.desk.act(
            _("名簿を試しています"),
            lambda database, progress: rehearsal.rehearse(database, order, progress),
            done=lambda found: self.show_read(Years(rehearsal=found)),
            failed=give_up,
            owner=self,
        )

    def _write(self, *, is_data: bool) -> None:
        if self._found is None:
            return
        found = self._found
        suggested = _("4月の予行（データ）.xlsx") if is_data else _("4月の予行.xlsx")
        path = self.desk.asking.file_to_save(self, _("予行を書き出す"), suggested, excel_files())
        if path is None:
            return
        self.desk.act(
            _("予行を書き出しています"),
            lambda database, _progress: rehearsal.write_rehearsal(
                database, found, path, is_data=is_data
            ),
            done=lambda _none: self.desk.tell(
                _("「{file}」に保存しました。").format(file=path.name), folder=path.parent
            ),
            owner=self,
        )

    def _write_for_heads(self) -> None:
        if self._found is None:
            return
        found = self._found
        folder = self.desk.asking.folder(self, _("所属長向けを書き出すフォルダー"))
        if folder is None:
            return
        self.desk.act(
            _("所属長向けを書き出しています"),
            lambda database, progress: rehearsal.write_for_heads(database, found, folder, progress),
            done=lambda paths: self.desk.tell(
                _("所属長向けに{count:,}件を書き出しました。").format(count=len(paths)),
                folder=folder,
            ),
            owner=self,
        )

    # Closed years

    def _select_year(self, row: YearRow) -> None:
        if row.year != self._closed_year:
            self._closed_year = row.year
            self.reload()

    def close_year(self, year: FiscalYear) -> None:
        """Close a year after the user has agreed."""
        name = fiscal_year_text(year)
        title = _("{year}を締めます").format(year=name)
        text = _(
            "{year}の所属別評価、資格、研修、調査、区分の数字を、今の記録で固定します。"
            "以後に記録を直しても、締めた数字は変わりません。理由を付ければ解くことができます。"
        ).format(year=name)
        if not self.desk.asking.decision(self, title, text, _("締める")):
            return
        today = self.desk.today
        self.desk.act(
            _("年度を締めています"),
            lambda database, progress: year_closing.close_year(
                database, year, today=today, progress=progress
            ),
            done=lambda closing: self.desk.tell(closed_text(closing)),
            owner=self,
            changes=frozenset({Changed.YEARS}),
        )

    def reopen_year(self, year: FiscalYear) -> None:
        """Reopen a year for a reason."""
        reason = self.desk.asking.text(self, _("締めを解く"), _("解く理由（記録に残ります）"))
        if reason is None:
            return
        self.desk.act(
            _("締めを解いています"),
            lambda database, _progress: year_closing.reopen_year(database, year, reason),
            done=lambda closing: self.desk.tell(
                _("{year}の締めを解きました。前の数字は記録に残っています。").format(
                    year=fiscal_year_text(closing.fiscal_year)
                )
            ),
            owner=self,
            changes=frozenset({Changed.YEARS}),
        )

    def undo(self, operation: Operation) -> None:
        """Undo what was done at a change of year."""
        title = _("「{title}」を元に戻します").format(title=operation.title)
        text = _("この処理が記録した内容は取り消され、処理の前の内容に戻ります。")
        if not self.desk.asking.decision(self, title, text, _("元に戻す")):
            return
        self.desk.act(
            _("元に戻しています"),
            lambda database, _progress: operations.undo_operation(database, operation.change),
            done=lambda done: self.desk.tell(
                _("「{title}」を元に戻しました。").format(title=done.title)
            ),
            owner=self,
            changes=CHANGED_BY_CARRYING,
        )

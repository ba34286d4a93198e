"""Workbooks to hand on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from skilltrack.domain.structure import Structure
from skilltrack.domain.years.closed import Closed
from skilltrack.gui.office.asking import excel_files
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.closed_note import ClosedNote
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.parts import clear
from skilltrack.gui.office.standpoint import Standpoint
from skilltrack.gui.office.structure_bar import way_from
from skilltrack.gui.theme import Space, TextRole, Tone, set_surface
from skilltrack.gui.widgets.texts import Paragraph, ToneLabel, text_label
from skilltrack.i18n.dates import fiscal_year_text, wareki, wareki_short
from skilltrack.i18n.structures import STRUCTURE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services import handover
from skilltrack.services.years.closed_figures import state_of_year
from skilltrack.store.database import Database


def _sentences() -> dict[str, str]:
    return {
        "ranking": _(
            "所属の順位表、①②③のグラフ、DX実践の一覧を、A4横で印刷できる形にします。"
            "計算の決まりも表の下に載せます。"
        ),
        "data": _(
            "集計や加工に使う表です。一つのセルに一つの値を入れ、日付は西暦と和暦を並べます。"
            "個人の受講状況を含むため、人事課の外には渡しません。"
        ),
    }


class ReportCard(QFrame):
    """A report: what it holds, the button, and where it went."""

    save_requested = Signal()

    def __init__(self, title: str, sentence: str) -> None:
        super().__init__()
        set_surface(self)
        self.title = title
        self.save_button = QPushButton(_("Excelで保存"))
        self.save_button.setAccessibleName(_("{title}をExcelで保存").format(title=title))
        self.save_button.clicked.connect(self.save_requested)
        self.place = ToneLabel("", Tone.GOOD)
        self.place.hide()
        texts = QVBoxLayout()
        texts.setSpacing(Space.XS)
        texts.addWidget(text_label(title, TextRole.SECTION))
        if sentence:
            texts.addWidget(Paragraph(sentence, TextRole.SECONDARY))
        texts.addWidget(self.place)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        row.setSpacing(Space.L)
        row.addLayout(texts, 1)
        row.addWidget(self.save_button)

    def show_place(self, path: Path) -> None:
        """Show where the report went."""
        self.place.set_state(_("保存先：{path}").format(path=path), Tone.GOOD)
        self.place.show()


class ReportsView(QWidget):
    """Lays out the reports; emits which is asked for."""

    report_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.cards: dict[str, ReportCard] = {}
        self._column = QVBoxLayout()
        self._column.setSpacing(Space.M)
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addLayout(self._column)
        inner.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(holder)
        area.viewport().setAutoFillBackground(False)
        holder.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)

    def show_reports(self, reports: Sequence[tuple[str, str]]) -> None:
        """Show the reports as (name, title)."""
        clear(self._column)
        sentences = _sentences()
        self.cards = {}
        for name, title in reports:
            card = ReportCard(title, sentences.get(name, ""))
            card.save_requested.connect(lambda chosen=name: self.report_requested.emit(chosen))
            self.cards[name] = card
            self._column.addWidget(card)


@dataclass(frozen=True, slots=True)
class Offered:
    """The reports as (name, title), and whether their figures are fixed."""

    reports: tuple[tuple[str, str], ...]
    closed: Closed | None


class ReportsPage(Page[Offered]):
    """Connects the reports with the services."""

    key = "reports"
    concerns = frozenset({Changed.YEARS})

    def __init__(self, desk: Desk) -> None:
        self.view = ReportsView()
        super().__init__(desk, _("帳票"), "", self.view)
        self.closed = ClosedNote(self)
        self.view.report_requested.connect(self.write)

    def reading(self, standpoint: Standpoint) -> Callable[[Database], Offered]:
        is_live, way = self.closed.is_live, way_from(standpoint, self.desk.today)

        def read(database: Database) -> Offered:
            closed = state_of_year(
                database,
                standpoint.fiscal_year,
                standpoint.as_of,
                structure=way,
                is_live=is_live,
            )
            reports = tuple((name, title()) for name, title in handover.REPORTS.items())
            return Offered(reports, closed)

        return read

    def show_read(self, read: Offered) -> None:
        self.closed.show_closed(read.closed)
        self.view.show_reports(read.reports)
        if self.standpoint is not None:
            text = _("{year}、基準日 {day} の数字で作ります。").format(
                year=fiscal_year_text(self.standpoint.fiscal_year),
                day=wareki(self.standpoint.as_of),
            )
            if self.standpoint.structure is not Structure.AS_WAS:
                name = STRUCTURE_NAMES[self.standpoint.structure]
                text += _("所属は「{name}」で示します。").format(name=name)
            self.explanation.setText(text)

    def write(self, name: str) -> None:
        """Write a report where the user wants it."""
        standpoint = self.standpoint
        if standpoint is None:
            return
        card = self.view.cards[name]
        way, is_live = way_from(standpoint, self.desk.today), self.closed.is_live
        subject = card.title.partition(_("（"))[0]
        suggested = f"{subject}_{wareki_short(standpoint.as_of)}.xlsx"
        path = self.desk.asking.file_to_save(self, card.title, suggested, excel_files())
        if path is None:
            return

        def work(database: Database) -> Path:
            handover.write_report(
                database,
                name,
                path,
                scheme_id=standpoint.board_scheme,
                fiscal_year=standpoint.fiscal_year,
                as_of=standpoint.as_of,
                structure=way,
                is_live=is_live,
            )
            return path

        self.desk.act(
            _("帳票を作っています"),
            lambda database, _progress: work(database),
            done=lambda written: self._tell(card, written),
            owner=self,
        )

    def _tell(self, card: ReportCard, path: Path) -> None:
        card.show_place(path)
        self.desk.tell(_("「{file}」を作りました。").format(file=path.name), folder=path.parent)

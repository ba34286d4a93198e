"""The rounds laid out: the list, and below it the answers of the one chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.rounds import AnswerRate, CollectedFile, RoundStatus
from skilltrack.gui.office.names import (
    BUCKET_TONES,
    plain_name,
    round_state,
    searched_name,
)
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import ROW_HEIGHT, Space, TextRole, Tone, primary_button, quiet_button
from skilltrack.gui.widgets.bars import BarDelegate
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field, TableView
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.folding import fold
from skilltrack.i18n.names import (
    BUCKET_NAMES,
)
from skilltrack.i18n.numbers import percent
from skilltrack.i18n.problems import all_sentences
from skilltrack.i18n.texts import _
from skilltrack.services.overview import Outstanding
from skilltrack.store.rounds import RoundRecord

RATES, PEOPLE, FILES = "rates", "people", "files"
MOST_LISTED_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round with its answers and the files that came in, as they stand today."""

    record: RoundRecord
    status: RoundStatus
    outstanding: tuple[Outstanding, ...]
    files: tuple[CollectedFile, ...]
    today: date

    @property
    def state(self) -> str:
        """Return in a word whether the round takes answers."""
        record = self.record
        return round_state(
            record.opens_on, record.closes_on, self.today, is_closed=record.is_closed
        )

    @property
    def takes_answers(self) -> bool:
        """Tell whether answers that come in now are taken."""
        return not self.record.is_closed and self.today <= self.record.closes_on


def _state_tone(row: RoundRow) -> Tone | None:
    if row.takes_answers:
        return Tone.GOOD
    return None if row.record.is_closed else Tone.ATTENTION


ROUND_FIELDS: tuple[Field[RoundRow], ...] = (
    Field(_("題名"), lambda row: row.record.title, None, LEFT, 160),
    Field(_("状態"), lambda row: row.state, None, LEFT, 100, tone=_state_tone),
    Field(
        _("開始"),
        lambda row: wareki(row.record.opens_on),
        lambda row: row.record.opens_on,
        LEFT,
        120,
    ),
    Field(
        _("締切"),
        lambda row: wareki(row.record.closes_on),
        lambda row: row.record.closes_on,
        LEFT,
        120,
    ),
    Field(
        _("回答"),
        lambda row: f"{row.status.answered.done:,} / {row.status.answered.due:,}",
        lambda row: row.status.answered.done,
        RIGHT,
        96,
    ),
    Field(
        _("回答率"),
        lambda row: percent(row.status.answered.ratio),
        lambda row: row.status.answered.ratio,
        LEFT,
        168,
    ),
)

RATE_FIELDS: tuple[Field[AnswerRate], ...] = (
    Field(_("所属"), lambda rate: rate.department_name, lambda rate: rate.department, LEFT, 220),
    Field(_("対象（人）"), lambda rate: rate.answered.due, None, RIGHT, 96),
    Field(_("回答（人）"), lambda rate: rate.answered.done, None, RIGHT, 96),
    Field(
        _("未回答（人）"),
        lambda rate: rate.answered.due - rate.answered.done,
        None,
        RIGHT,
        112,
    ),
    Field(
        _("回答率"),
        lambda rate: percent(rate.answered.ratio),
        lambda rate: rate.answered.ratio,
        LEFT,
        240,
    ),
)


def _searched(person: Outstanding) -> str:
    names = (searched_name(person.name), searched_name(person.kana))
    return "\n".join((person.employee_no, person.department_name, *names))


PEOPLE_FIELDS: tuple[Field[Outstanding], ...] = (
    Field(_("職員番号"), lambda person: person.employee_no, None, LEFT, 96),
    Field(_("氏名"), lambda person: plain_name(person.name), lambda p: p.kana, LEFT, 160),
    Field(_("フリガナ"), lambda person: plain_name(person.kana), None, LEFT, 200),
    Field(_("所属"), lambda person: person.department_name, None, LEFT, 220),
)


def reason_text(file: CollectedFile) -> str:
    """Return why a file was not taken, '' for one that was."""
    return _(all_sentences()[file.reason]) if file.reason else ""


_GRAVITY = {Tone.BAD: 0, Tone.ATTENTION: 1, Tone.INFO: 2, Tone.GOOD: 3}


def _gravity(file: CollectedFile) -> int:
    """Return the place of a file: what somebody must look at comes first."""
    return _GRAVITY[BUCKET_TONES[file.bucket]]


FILE_FIELDS: tuple[Field[CollectedFile], ...] = (
    Field(
        _("結果"),
        lambda file: BUCKET_NAMES[file.bucket],
        None,
        LEFT,
        124,
        tone=lambda file: BUCKET_TONES[file.bucket],
    ),
    Field(_("職員番号"), lambda file: file.employee_no, None, LEFT, 96),
    Field(_("理由と対処"), reason_text, None, LEFT, 420),
    Field(_("ファイル"), lambda file: file.name, None, LEFT, 240),
)


class RoundsView(QWidget):
    """Shows rounds; emits what is asked for."""

    round_chosen = Signal(object)
    """Carries the ``RoundRow``."""
    collect_requested = Signal(object)
    hand_out_requested = Signal(object)
    close_requested = Signal(object)
    folder_requested = Signal(object)
    export_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rounds: TableView[RoundRow] = TableView(ROUND_FIELDS, stretched=0)
        self.rounds.setItemDelegateForColumn(5, BarDelegate(self.rounds))
        self.rounds.setAccessibleName(_("調査の一覧"))
        self.title = text_label("", TextRole.SECTION)
        self.collect_button = primary_button(_("回収する"))
        self.hand_out_button = QPushButton(_("配布ファイルを書き出す"))
        self.folder_button = QPushButton(_("フォルダーを開く"))
        self.close_button = QPushButton(_("締め切る"))
        self.export_button = QPushButton(_("表をExcelに保存"))
        self.switch = Switch(
            (
                (RATES, _("所属別の回答率")),
                (PEOPLE, _("未回答者")),
                (FILES, _("届いたファイル")),
            )
        )
        self.rates: TableView[AnswerRate] = TableView(RATE_FIELDS, fold=fold)
        self.rates.setItemDelegateForColumn(4, BarDelegate(self.rates))
        self.rates.setAccessibleName(_("所属別の回答率"))
        self.people: TableView[Outstanding] = TableView(
            PEOPLE_FIELDS, searched=(Field("", _searched),), fold=fold
        )
        self.people.setAccessibleName(_("未回答者"))
        self.everyone_button = quiet_button(_("すべての所属を見る"))
        self.files: TableView[CollectedFile] = TableView(FILE_FIELDS, fold=fold)
        self.files.setAccessibleName(_("届いたファイル"))
        self.no_files = EmptyState(_("回収すると、届いたファイルとその結果がここに並びます。"))
        self.all_answered = EmptyState(_("対象の全員が回答しています。"))
        self.parts = QStackedWidget()
        for part in (self.rates, self.people, self.files, self.no_files, self.all_answered):
            self.parts.addWidget(part)
        self.row: RoundRow | None = None
        self.wanted = ""
        """The id of a round that shall be chosen once it is there."""
        self._is_one_department = False
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addWidget(self.title, 1)
        for button in (
            self.close_button,
            self.folder_button,
            self.hand_out_button,
            self.collect_button,
        ):
            buttons.addWidget(button)
        choice = QHBoxLayout()
        choice.addWidget(self.switch)
        choice.addWidget(self.everyone_button)
        choice.addStretch(1)
        choice.addWidget(self.export_button)
        detail = QFrame()
        inner = QVBoxLayout(detail)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(Space.S)
        inner.addLayout(buttons)
        inner.addLayout(choice)
        inner.addWidget(self.parts, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self.rounds)
        column.addWidget(detail, 1)

    def _connect(self) -> None:
        self.rounds.current_row_changed.connect(self._choose)
        self.switch.chosen.connect(self.show_part)
        self.rates.row_activated.connect(lambda rate: self.show_people_of(rate.department))
        self.everyone_button.clicked.connect(lambda: self.show_people_of(""))
        self.collect_button.clicked.connect(lambda: self.collect_requested.emit(self.row))
        self.hand_out_button.clicked.connect(lambda: self.hand_out_requested.emit(self.row))
        self.close_button.clicked.connect(lambda: self.close_requested.emit(self.row))
        self.folder_button.clicked.connect(lambda: self.folder_requested.emit(self.row))
        self.export_button.clicked.connect(self.export_requested)

    def show_rounds(self, rows: Sequence[RoundRow]) -> None:
        """Show the rounds; the one chosen before stays chosen, else the first is."""
        before = self.wanted or (self.row.record.round_id if self.row is not None else "")
        self.wanted = ""
        self.rounds.show_rows(rows)
        heading = self.rounds.horizontalHeader().minimumHeight()
        self.rounds.setFixedHeight(heading + min(MOST_LISTED_ROUNDS, len(rows)) * ROW_HEIGHT + 6)
        shown = self.rounds.shown_rows()
        ids = [row.record.round_id for row in shown]
        self.rounds.selectRow(ids.index(before) if before in ids else 0)
        self._choose(self.rounds.current_row())

    def _choose(self, row: RoundRow | None) -> None:
        if row is None or row is self.row:
            return
        self.row = row
        self.title.setText(row.record.title)
        self.rates.show_rows(row.status.rates)
        self.people.show_rows(row.outstanding)
        self.switch.set_text(PEOPLE, _("未回答者 {count:,}人").format(count=len(row.outstanding)))
        self.files.show_rows(
            sorted(row.files, key=lambda file: _GRAVITY[BUCKET_TONES[file.bucket]])
        )
        self.collect_button.setEnabled(not row.record.is_closed)
        self.close_button.setEnabled(not row.record.is_closed)
        self.hand_out_button.setEnabled(row.takes_answers)
        self.show_part(self.switch.current)
        self.round_chosen.emit(row)

    def show_part(self, key: str) -> None:
        """Show the answer rates, the people still to answer, or the files."""
        has_people = bool(self.people.rows.given_rows())
        has_files = bool(self.files.rows.given_rows())
        part: QWidget = {
            RATES: self.rates,
            PEOPLE: self.people if has_people else self.all_answered,
            FILES: self.files if has_files else self.no_files,
        }[key]
        self.parts.setCurrentWidget(part)
        self.everyone_button.setVisible(key == PEOPLE and self._is_one_department)

    def show_people_of(self, department: str) -> None:
        """Show who has still to answer in a department; '' in all."""
        self._is_one_department = bool(department)
        self.people.filter.set_condition(
            (lambda person: person.unit == department) if department else None
        )
        self.switch.choose(PEOPLE)
        self.show_part(PEOPLE)

    def shown_table(self) -> TableView[Any]:
        """Return the table in sight below the list."""
        tables: dict[str, TableView[Any]] = {
            RATES: self.rates,
            PEOPLE: self.people,
            FILES: self.files,
        }
        return tables[self.switch.current]

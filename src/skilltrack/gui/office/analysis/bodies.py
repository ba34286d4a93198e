"""Comparison between bodies: what leaves before it does, and several bodies side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.analysis.bodies import (
    BodiesTable,
    BodySummary,
    ComparedFigure,
    NoFigure,
    SummaryCategory,
)
from skilltrack.domain.disclosure.cells import HiddenSummary
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.training.matrix_rows import broken
from skilltrack.gui.theme import Space, TextRole, Tone, menu_button, primary_button
from skilltrack.gui.widgets.cards import Notice
from skilltrack.gui.widgets.heat import HeatDelegate
from skilltrack.gui.widgets.tables import CENTRE, LEFT, RIGHT, Field, TableView
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.body_names import (
    AVERAGE,
    EVERYBODY,
    NO_FIGURE_WORDS,
    body_name,
    figure_text,
    rules_notes,
    table_notes,
    year_text,
)
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.folding import fold
from skilltrack.i18n.numbers import percent
from skilltrack.i18n.texts import _
from skilltrack.services.bodies import Offered

WIDTH, HEIGHT = 960, 600
FIGURE_WIDTH = 104
ANSWERED_COLUMN = 2
ALL = "*"
"""The choice of everybody; bands are chosen by their names."""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A line of heat: a band of the own file, or a body."""

    name: str
    year: str
    answered: int | None
    figures: Mapping[str, ComparedFigure]
    is_average: bool = False


class BodyHeat(HeatDelegate):
    """What is hidden looks otherwise than what is not there."""

    def pattern_of(self, index: QModelIndex | QPersistentModelIndex) -> Qt.BrushStyle:
        is_hidden = index.data(Qt.ItemDataRole.DisplayRole) == NO_FIGURE_WORDS[NoFigure.HIDDEN]
        return Qt.BrushStyle.Dense7Pattern if is_hidden else super().pattern_of(index)


def summary_rows(summary: BodySummary) -> tuple[FigureRow, ...]:
    """Return everybody, then the bands of a summary."""
    found: dict[str | None, dict[str, ComparedFigure]] = {}
    for figure in summary.figures:
        why = NoFigure.HIDDEN if figure.mean is None else None
        of_band = found.setdefault(figure.band, {})
        of_band[figure.category] = ComparedFigure(figure.people, figure.mean, why)
    rows = [FigureRow(EVERYBODY, "", None, found.get(None, {}), is_average=True)]
    rows += [FigureRow(b.name, "", None, found.get(b.code, {})) for b in summary.bands]
    return tuple(rows)


def body_rows(table: BodiesTable, band: str | None) -> tuple[FigureRow, ...]:
    """Return the average where there is one, then the bodies, of a band or of everybody."""
    rows = []
    averages = {one.code: table.averages.get((one.code, band)) for one in table.categories}
    if any(averages.values()):
        figures = {
            code: ComparedFigure(None, None, NoFigure.ABSENT)
            if one is None
            else ComparedFigure(one.people, one.mean)
            for code, one in averages.items()
        }
        rows.append(FigureRow(AVERAGE, "", None, figures, is_average=True))
    for line in table.lines:
        figures = {one.code: line.figures[one.code, band] for one in table.categories}
        answered = line.summary.answered if band is None else None
        rows.append(FigureRow(body_name(line), year_text(line.summary), answered, figures))
    return tuple(rows)


def _category_field(category: SummaryCategory) -> Field[FigureRow]:
    absent = ComparedFigure(None, None, NoFigure.ABSENT)

    def figure(row: FigureRow) -> ComparedFigure:
        return row.figures.get(category.code, absent)

    def ratio(row: FigureRow) -> Fraction | None:
        return figure(row).mean

    def tip(row: FigureRow) -> str:
        people = figure(row).people
        if people is None:
            return f"{row.name}　{category.name}　{figure_text(figure(row))}"
        return _("{name}　{field}　平均 {mean}（判定できた 約{people:,}人）").format(
            name=row.name, field=category.name, mean=percent(ratio(row)), people=people
        )

    return Field(
        broken(category.name),
        lambda row: figure_text(figure(row)),
        ratio,
        CENTRE,
        FIGURE_WIDTH,
        tooltip=tip,
    )


def _table(
    fields: tuple[Field[FigureRow], ...], categories: tuple[SummaryCategory, ...], name: str
) -> TableView[FigureRow]:
    table: TableView[FigureRow] = TableView(
        (*fields, *map(_category_field, categories)),
        fold=fold,
        frozen_columns=1,
        heading_lines=2,
        pinned=lambda row: row.is_average,
    )
    table.setAccessibleName(name)
    table.horizontalHeader().setStretchLastSection(False)
    for number in range(len(categories)):
        table.setItemDelegateForColumn(len(fields) + number, BodyHeat(table))
    return table


def _name_field(heading: str, width: int) -> Field[FigureRow]:
    return Field(heading, lambda row: row.name, None, LEFT, width)


class SummaryDialog(QDialog):
    """Everything that a comparison file tells, before it is written."""

    write_requested = Signal(str)
    """Carries the name of the body, '' for none."""

    def __init__(self, offered: Offered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("団体間比較ファイルを書き出す"))
        summary = offered.summary
        self.name = QLineEdit(summary.body)
        self.name.setMaxLength(100)
        self.name.setAccessibleName(_("団体の名前"))
        self.is_unnamed = QCheckBox(_("団体の名前を入れない"))
        self.is_unnamed.toggled.connect(self._show_name)
        self.table = _table(
            (_name_field(_("まとまり"), 200),), summary.categories, _("書き出す数値")
        )
        self.table.show_rows(summary_rows(summary))
        self.write_button = primary_button(_("書き出す"))
        self.write_button.clicked.connect(self._ask_to_write)
        leave = QPushButton(_("やめる"))
        leave.clicked.connect(self.reject)
        column = _column(self)
        column.addWidget(Notice(_settled(offered), Tone.INFO))
        named = QHBoxLayout()
        named.setSpacing(Space.M)
        label = QLabel(_("団体の名前(&N)"))
        label.setBuddy(self.name)
        named.addWidget(label)
        named.addWidget(self.name, 1)
        named.addWidget(self.is_unnamed)
        column.addLayout(named)
        column.addWidget(self.table, 1)
        notes = [_counted(summary, offered.hidden), *rules_notes()]
        column.addWidget(Paragraph("\n".join(notes), TextRole.SECONDARY))
        column.addLayout(_foot(leave, self.write_button))
        _fit(self)
        self._show_name()

    def _show_name(self) -> None:
        self.name.setEnabled(not self.is_unnamed.isChecked())

    def _ask_to_write(self) -> None:
        is_unnamed = self.is_unnamed.isChecked()
        self.write_requested.emit("" if is_unnamed else self.name.text().strip())


def _settled(offered: Offered) -> str:
    summary = offered.summary
    if offered.is_kept:
        return _("「{title}」の数値は{on}に確定しています。同じ数値を書き出します。").format(
            title=summary.title, on=wareki(summary.settled_on)
        )
    return _(
        "「{title}」から、次の数値だけを書き出します。職員の番号、氏名、所属、回答は入りません。"
        "書き出すと数値が確定し、回答を後から直しても変わりません。"
    ).format(title=summary.title)


def _counted(summary: BodySummary, hidden: HiddenSummary | None) -> str:
    text = _("対象 約{asked:,}人、回答 約{answered:,}人。非公開の数値は{hidden}件です").format(
        asked=summary.asked, answered=summary.answered, hidden=summary.hidden
    )
    if hidden is None or not summary.hidden:
        return text + _("。")
    reasons = (
        (_("人数が少ない"), hidden.too_few_people),
        (_("差し引きで分かる"), hidden.protects_another),
        (_("全員の値が分かる"), hidden.tells_everybodys_value),
    )
    named = "、".join(
        _("{reason} {count}件").format(reason=reason, count=count)
        for reason, count in reasons
        if count
    )
    return text + _("（{reasons}）。内訳はファイルに入りません。").format(reasons=named)


class BodiesDialog(QDialog):
    """Several bodies side by side."""

    save_requested = Signal(bool)
    """Carries whether it is wanted as data."""

    def __init__(self, table: BodiesTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("団体間の比較"))
        self.bodies = table
        self.bands = NamedChoice(_("役職区分"))
        self.bands.offer([(ALL, _("全体")), *((band, band) for band in table.bands)])
        self.bands.activated.connect(lambda _row: self._show())
        self.table = _table(
            (
                _name_field(_("団体"), 200),
                Field(_("年度"), lambda row: row.year, None, LEFT, 96),
                Field(_("回答（約・人）"), _answered, _answered_key, RIGHT, 104),
            ),
            table.categories,
            _("団体別の平均"),
        )
        self.save_button = menu_button(_("Excelに保存"))
        menu = QMenu(self.save_button)
        for text, is_data in ((_("印刷用のExcel"), False), (_("データ用のExcel"), True)):
            action = menu.addAction(text)
            action.triggered.connect(lambda _on=False, d=is_data: self.save_requested.emit(d))
        self.save_button.setMenu(menu)
        leave = QPushButton(_("閉じる"))
        leave.clicked.connect(self.reject)
        column = _column(self)
        column.addWidget(
            Paragraph(
                _("「{title}」の結果を{count}件のファイルからまとめました。").format(
                    title=table.questionnaire_title, count=len(table.lines)
                )
            )
        )
        choice = QHBoxLayout()
        choice.addWidget(self.bands)
        choice.addStretch(1)
        column.addLayout(choice)
        column.addWidget(self.table, 1)
        column.addWidget(Paragraph("\n".join(table_notes(table)), TextRole.SECONDARY))
        column.addLayout(_foot(leave, self.save_button))
        _fit(self)
        self._show()

    def _show(self) -> None:
        code = self.bands.code
        self.table.setColumnHidden(ANSWERED_COLUMN, code != ALL)
        self.table.show_rows(body_rows(self.bodies, None if code == ALL else code))


def _answered(row: FigureRow) -> str:
    return "" if row.answered is None else f"{row.answered:,}"


def _answered_key(row: FigureRow) -> int | None:
    return row.answered


def _column(dialog: QDialog) -> QVBoxLayout:
    column = QVBoxLayout(dialog)
    column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
    column.setSpacing(Space.M)
    return column


def _foot(*buttons: QWidget) -> QHBoxLayout:
    foot = QHBoxLayout()
    foot.setSpacing(Space.S)
    foot.addStretch(1)
    for button in buttons:
        foot.addWidget(button)
    return foot


def _fit(dialog: QDialog) -> None:
    """Take the usual size, or what the window behind it and the screen have room for."""
    room = dialog.screen().availableSize()
    parent = dialog.parentWidget()
    behind: Any = None if parent is None else parent.window()
    width, height = room.width() - Space.XXL, room.height() - Space.XXL
    if behind is not None:
        width, height = min(width, behind.width()), min(height, behind.height())
    dialog.resize(min(WIDTH, width), min(HEIGHT, height))

"""The fields of an edition: codes, names, maxima, and which questions ask about them."""

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from skilltrack.domain.exams.definition import ExamEdition, ExamField
from skilltrack.domain.schemes.programmes import SkillRef
from skilltrack.gui.office.programme.tables_editor import RowsEditor
from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.choices import ChoicesField
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.texts import _
from skilltrack.services.exams.master_words import EditingWords


class FieldEditor(QWidget):
    """Changes fields; ``changed`` carries them as they are now."""

    changed = Signal(object)

    def __init__(self, words: EditingWords) -> None:
        super().__init__()
        self._words = words
        self._fields: tuple[ExamField, ...] = ()
        headings = (_("コード（総合点は total）"), _("名称（取り込みの見出し）"), _("満点"))
        self.rows = RowsEditor(_("分野と満点"), headings, ())
        self.rows.table.setColumnWidth(0, 210)
        self.rows.table.setColumnWidth(1, 260)
        self.rows.edited.connect(self._take)
        self.rows.table.currentCellChanged.connect(
            lambda row, _column, _old, _before: self._show_covers(row)
        )
        self.covers_label = text_label("", TextRole.SECONDARY)
        self.covers = ChoicesField(_("分野を問う設問"), list(words.skills), _("なし"))
        self.covers.chosen.connect(self._take_covers)
        line = QHBoxLayout()
        line.setSpacing(Space.M)
        line.addWidget(self.covers_label)
        line.addWidget(self.covers, 1)
        note = _(
            "分野を問う設問（目安）を選ぶと、惜しかった人にその設問を伸ばす研修を示せます。"
            "名称は、受験の結果を取り込むファイルの見出しになります。"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(Paragraph(note, TextRole.SECONDARY))
        column.addWidget(self.rows, 1)
        column.addLayout(line)

    def show_fields(self, edition: ExamEdition) -> None:
        """Show the fields of an edition."""
        self._fields = edition.fields
        blocker = QSignalBlocker(self.rows.table)
        self.rows.table.setRowCount(0)
        for field in edition.fields:
            self.rows.append((field.code, field.name, str(field.maximum)))
        del blocker
        if edition.fields:
            self.rows.table.setCurrentCell(0, 0)
        self._show_covers(0)

    def _take(self) -> None:
        covers = {field.code: field.covers for field in self._fields}
        fields = []
        for code, name, maximum in self.rows.rows():
            points = int(maximum) if maximum.isdecimal() else 0
            fields.append(ExamField(code, name, points, covers.get(code, ())))
        self._fields = tuple(fields)
        self._show_covers(self.rows.table.currentRow())
        self.changed.emit(self._fields)

    def _show_covers(self, row: int) -> None:
        has_row = 0 <= row < len(self._fields)
        self.covers.setEnabled(has_row)
        field = self._fields[row] if has_row else None
        name = _("（分野を選ぶ）") if field is None else field.name
        self.covers_label.setText(_("{name}を問う設問").format(name=name))
        held = () if field is None else tuple(skill.key for skill in field.covers)
        known = dict(self._words.skills)
        extra = [(key, key) for key in held if key not in known]
        blocker = QSignalBlocker(self.covers)
        self.covers.offer([*self._words.skills, *extra])
        self.covers.choose(held)
        del blocker

    def _take_covers(self) -> None:
        row = self.rows.table.currentRow()
        if not 0 <= row < len(self._fields):
            return
        skills = []
        for key in self.covers.codes:
            owner, _mark, code = key.partition(":")
            skills.append(SkillRef(code, owner))
        fields = list(self._fields)
        fields[row] = replace(fields[row], covers=tuple(skills))
        self._fields = tuple(fields)
        self.changed.emit(self._fields)

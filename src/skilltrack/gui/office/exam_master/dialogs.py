"""Saving a version of an exam with its effect and reason, and making a new exam."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from skilltrack.domain.exams.definition import Exam
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.office.programme.rows import CHANGE_FIELDS
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.cards import Notice
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.exam_rules import change_lines, effect_text
from skilltrack.i18n.folding import fold
from skilltrack.i18n.problems import sentence
from skilltrack.i18n.scheme_changes import ChangeLine
from skilltrack.i18n.texts import _
from skilltrack.services.exams.master import SavedExam

SAVE_SIZE, NEW_SIZE = (900, 500), (560, 320)
LEAST_TABLE = 150


class SaveDialog(FormDialog):
    """What new versions change and whose results they decide anew; asks for the reason."""

    def __init__(self, saved: Sequence[SavedExam], parent: QWidget | None = None) -> None:
        super().__init__(_("新しい版として保存する"), _("保存する"), parent, size=SAVE_SIZE)
        made = [one for one in saved if one.is_new_version]
        text = _(
            "これからは過去の受験もこの版で判定します。記録時点を指定した集計は前の版のままです。"
        )
        self.add_explanation(text)
        for one in made:
            said = _("「{name}」の版{version}：{effect}").format(
                name=one.exam.name, version=one.version, effect=effect_text(one.effect)
            )
            tone = Tone.INFO if one.effect.is_none else Tone.ATTENTION
            self.form.addRow(Notice(said, tone))
            for problem in one.notices:
                self.form.addRow(Notice(sentence(problem), Tone.INFO))
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("理由"))
        self.form.addRow(_("理由"), self.reason)
        self.changes: TableView[ChangeLine] = TableView(CHANGE_FIELDS, fold=fold, stretched=4)
        self.changes.setAccessibleName(_("変わるもの"))
        self.changes.show_rows([x for one in made for x in change_lines(one.exam, one.changes)])
        self.changes.setMinimumHeight(LEAST_TABLE)
        self.form.addRow(self.changes)

    def check(self) -> tuple[str, ...]:
        return () if self.reason.text().strip() else (_("理由を書いてください。"),)


class NewExamDialog(FormDialog):
    """Asks for code and name of a new exam, or of a copy, and for the reason."""

    def __init__(self, source: Exam | None, parent: QWidget | None = None) -> None:
        title = _("試験を加える") if source is None else _("試験を写す")
        action = _("編集に進む") if source is None else _("写す")
        super().__init__(title, action, parent, size=NEW_SIZE)
        text = _("団体が扱う試験を加えます。制度版、分野、合格の規則は次の画面で書きます。")
        if source is not None:
            text = _("「{name}」を写して、団体の試験として直せるようにします。")
        self.add_explanation(text.format(name="" if source is None else source.name))
        self.code = QLineEdit("" if source is None else f"{source.code}-own")
        self.code.setAccessibleName(_("コード"))
        self.name = QLineEdit(
            "" if source is None else _("{name}（写し）").format(name=source.name)
        )
        self.name.setAccessibleName(_("名称"))
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("理由"))
        self.has_reason = source is not None
        self.form.addRow(_("コード（半角英数）"), self.code)
        self.form.addRow(_("名称"), self.name)
        if self.has_reason:
            self.form.addRow(_("理由"), self.reason)

    def check(self) -> tuple[str, ...]:
        needed = [
            (self.code, _("コードを書いてください。")),
            (self.name, _("名称を書いてください。")),
        ]
        if self.has_reason:
            needed.append((self.reason, _("理由を書いてください。")))
        return tuple(text for field, text in needed if not field.text().strip())

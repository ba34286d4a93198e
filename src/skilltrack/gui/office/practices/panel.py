"""The drawer of one practice: everything recorded of it, and what can be done."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from skilltrack.domain.calendar import FiscalYear
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.office.parts import add_lines, add_section
from skilltrack.gui.office.practices.rows import STAGE_TONES
from skilltrack.gui.theme import Space, TextRole, menu_button, quiet_button
from skilltrack.gui.widgets.texts import Paragraph, ToneLabel
from skilltrack.i18n.dates import fiscal_year_text, local_time_text, wareki, wareki_short
from skilltrack.i18n.names import STAGE_NAMES
from skilltrack.i18n.practice_names import AWARD_STATE_NAMES, days_text, effect_text, views_text
from skilltrack.i18n.texts import _
from skilltrack.services.practices.register import Participant, PracticeLine, PracticeRegister
from skilltrack.store.practices import PracticeChange

ACTIONS = (
    ("change", _("内容を直す")),
    ("review", _("相互評価を記録する")),
    ("spread", _("取り入れた所属を記録する")),
    ("nominate", _("賞の候補・推薦にする")),
    ("consent", _("参加者の同意を記録する")),
    ("withdraw", _("登録を取り消す")),
)


class PracticePanel(QWidget):
    """Shows a practice; ``asked`` carries what to do with it."""

    asked = Signal(str)
    person_chosen = Signal(str)

    def __init__(
        self, register: PracticeRegister, line: PracticeLine, history: Sequence[PracticeChange]
    ) -> None:
        super().__init__()
        self.stage_button = QPushButton(_("段階を進める"))
        self.stage_button.clicked.connect(lambda: self.asked.emit("stage"))
        self.more_button = menu_button(_("記録する"))
        menu = QMenu(self.more_button)
        for key, text in ACTIONS:
            menu.addAction(text).triggered.connect(lambda _on=False, key=key: self.asked.emit(key))
        self.more_button.setMenu(menu)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, Space.S, 0)
        column.setSpacing(Space.S)
        practice = line.practice
        facts = (
            line.department_name,
            line.id,
            _("公開できる") if practice.is_public else _("庁内だけ"),
        )
        column.addWidget(Paragraph(_("　").join(facts), TextRole.SECONDARY))
        column.addWidget(ToneLabel(STAGE_NAMES[line.stage], STAGE_TONES[line.stage]))
        for button in (self.stage_button, self.more_button):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        add_section(column, _("内容"))
        add_lines(
            column, [practice.content] if practice.content else [], none=_("記入はありません。")
        )
        effect = effect_text(practice.effect_hours, practice.effect_cases)
        add_section(column, _("効果（所属の申告）"))
        column.addWidget(Paragraph(effect, TextRole.TABLE))
        add_section(column, _("経過"))
        days = days_text(line.days)
        add_lines(column, days.split("\n") if days else [], none=_("日付の記録はありません。"))
        self._add_people(column, line)
        said = [
            _("{department}　{on}\n{views}").format(
                department=register.name(one.department),
                on=wareki_short(one.on),
                views=views_text(one.words),
            )
            for one in line.reviews
        ]
        add_section(column, _("ほかの所属の声"))
        add_lines(column, said, none=_("まだありません。"))
        taken = [
            _("{department}　{on}\n{text}").format(
                department=register.name(one.department),
                on=wareki_short(one.on),
                text=one.taken_over,
            )
            for one in line.spread
        ]
        add_section(column, _("取り入れた所属"))
        add_lines(column, taken, none=_("まだありません。"))
        awards = [
            _("{year}　{award}　{state}（{on}）\n{reason}").format(
                year=fiscal_year_text(FiscalYear(one.fiscal_year)),
                award=one.award,
                state=AWARD_STATE_NAMES[one.state],
                on=wareki_short(one.on),
                reason=one.reason,
            )
            for one in line.nominations
        ]
        add_section(column, _("推薦・表彰"))
        add_lines(column, awards, none=_("まだありません。"))
        add_section(column, _("変更の履歴"))
        add_lines(column, [_change_text(one) for one in history], none=_("ありません。"))
        column.addStretch(1)

    def _add_people(self, column: QVBoxLayout, line: PracticeLine) -> None:
        add_section(column, _("参加した職員"))
        if not line.participants:
            add_lines(column, [], none=_("記入はありません。"))
        for one in line.participants:
            button = quiet_button(plain_name(one.name))
            button.setToolTip(_("職員のページを開く"))
            button.clicked.connect(
                lambda _on=False, number=one.employee_no: self.person_chosen.emit(number)
            )
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            column.addWidget(Paragraph(_consent_text(one), TextRole.SECONDARY))


def _consent_text(one: Participant) -> str:
    if one.consents is None or one.stated_on is None:
        state = _("人事評価への利用：未確認")
    else:
        word = _("同意する") if one.consents else _("同意しない")
        text = _("人事評価への利用：{word}（{on}）")
        state = text.format(word=word, on=wareki(one.stated_on))
    return _("　").join(filter(None, (one.department_name, one.employee_no, state)))


def _change_text(one: PracticeChange) -> str:
    title = one.title or _("取り込み「{file}」").format(file=one.subject)
    if one.is_undone:
        title = _("{title}（取消し済み）").format(title=title)
    text = _("{at}　{title}").format(at=local_time_text(one.at), title=title)
    return f"{text}\n{one.reason}" if one.reason else text

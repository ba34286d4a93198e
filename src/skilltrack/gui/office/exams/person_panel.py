"""One person's exams: every plan, every sitting with its conditions, and what helps."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from skilltrack.domain.exams.definition import ExamPlan
from skilltrack.domain.exams.fields import FieldComparison
from skilltrack.gui.office.exams.entry_dialog import verdict_of
from skilltrack.gui.office.exams.fields_view import difference_text
from skilltrack.gui.office.exams.rows import stage_tone
from skilltrack.gui.office.parts import add_lines, add_section, add_state
from skilltrack.gui.theme import Space, TextRole, Tone, menu_button, quiet_button
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.dates import wareki, wareki_short
from skilltrack.i18n.exam_people import condition_text, lacking_text, scores_text, stage_text
from skilltrack.i18n.exam_rules import edition_name
from skilltrack.i18n.names import PAID_NAMES
from skilltrack.i18n.numbers import NO_FIGURE, percent
from skilltrack.i18n.texts import _
from skilltrack.services.exams.fields import FieldHelp
from skilltrack.services.exams.person import PersonExam, PersonExams, SittingLine

START, PLAN, BOOK, END, ENTER = "start", "plan", "book", "end", "enter"
CORRECT, WITHDRAW = "correct", "withdraw"

DEEDS = (
    (START, _("学習開始を記録する")),
    (PLAN, _("受験の予定日を決める")),
    (BOOK, _("予約を記録する")),
    (END, _("取りやめを記録する")),
    (ENTER, _("結果を入力する")),
)

MOST_HELP = 5
"""So many courses and questions are named for a field; of more, their number."""


class PersonExamsPanel(QWidget):
    """Shows the exams of a person.

    ``asked`` carries a deed and the exam, ``sitting_asked`` a deed, the exam and the day;
    ``course_chosen`` the code of a course.
    """

    asked = Signal(str, str)
    sitting_asked = Signal(str, str, object)
    person_chosen = Signal(str)
    course_chosen = Signal(str)

    def __init__(
        self, found: PersonExams, about: str, exam: str = "", *, has_link: bool = True
    ) -> None:
        """Show one exam, or with ``exam`` '' all of which something is recorded."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, Space.S, 0)
        column.setSpacing(Space.S)
        if about:
            column.addWidget(Paragraph(about, TextRole.SECONDARY))
        if has_link:
            link = quiet_button(_("職員のページを開く"))
            link.clicked.connect(lambda: self.person_chosen.emit(found.employee_no))
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        shown = [one for one in found.exams if exam in {"", one.exam.code}]
        for one in shown:
            self._add_exam(column, one, is_named=not exam)
        if not shown:
            column.addWidget(Paragraph(_("受験の記録はありません。"), TextRole.SECONDARY))
            if exam:
                column.addWidget(self._deeds(exam), 0, Qt.AlignmentFlag.AlignLeft)
        others = [one.exam.name for one in found.exams if exam and one.exam.code != exam]
        if others:
            add_section(column, _("ほかの試験"))
            add_lines(column, others, none="")
        column.addStretch(1)

    def _deeds(self, exam: str) -> QPushButton:
        button = menu_button(_("記録する"))
        menu = QMenu(button)
        for key, text in DEEDS:
            menu.addAction(text).triggered.connect(
                lambda _on=False, key=key: self.asked.emit(key, exam)
            )
        button.setMenu(menu)
        return button

    def _add_exam(self, column: QVBoxLayout, one: PersonExam, *, is_named: bool) -> None:
        if is_named:
            add_section(column, one.exam.name)
        progress = one.progress
        add_state(column, stage_text(progress), stage_tone(progress) or Tone.INFO)
        said = [] if progress.since is None else [_("{on}から").format(on=wareki(progress.since))]
        if progress.voucher is not None:
            last = wareki(progress.voucher.last_day)
            said.append(_("バウチャーの期限 {on}").format(on=last))
        if said:
            column.addWidget(Paragraph(_("　").join(said), TextRole.TABLE))
        column.addWidget(self._deeds(one.exam.code), 0, Qt.AlignmentFlag.AlignLeft)
        if progress.near_miss is not None:
            near = lacking_text(progress.near_miss.lacking)
            add_state(column, _("もう少しで合格：{lacking}").format(lacking=near), Tone.ATTENTION)
        add_section(column, _("受験"))
        if not one.sittings:
            add_lines(column, [], none=_("まだ受験していません。"))
        for line in one.sittings:
            self._add_sitting(column, one, line)
        if one.help:
            add_section(column, _("足りない分野の助けになるもの"))
            latest = progress.latest
            lacked = () if latest is None else latest.lacking
            self._add_help(column, one.help, frozenset(each.name for each in lacked))
        add_section(column, _("計画"))
        add_lines(column, [_plan_text(plan) for plan in one.plans], none=_("ありません。"))

    def _add_help(
        self, column: QVBoxLayout, helped: Mapping[str, FieldHelp], lacking: frozenset[str]
    ) -> None:
        for one in helped.values():
            name = one.field.name
            text = name if name in lacking else _("{name}（得点の低い分野）").format(name=name)
            column.addWidget(Paragraph(text, TextRole.BODY))
            for code, name in one.courses[:MOST_HELP]:
                button = quiet_button(name)
                button.setToolTip(_("研修を開く"))
                button.clicked.connect(
                    lambda _on=False, chosen=code: self.course_chosen.emit(chosen)
                )
                column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            said = _about_courses(one)
            if said:
                column.addWidget(Paragraph(said, TextRole.SECONDARY))
            asked = [
                _("{title} {code}：{text}").format(title=title, code=code, text=text)
                for title, code, text in one.items[:MOST_HELP]
            ]
            if len(one.items) > MOST_HELP:
                more = len(one.items) - MOST_HELP
                asked.append(_("ほか{count}問").format(count=more))
            if asked:
                text = _("この分野を問う設問\n{items}").format(items="\n".join(asked))
                column.addWidget(Paragraph(text, TextRole.SECONDARY))

    def _add_sitting(self, column: QVBoxLayout, exam: PersonExam, line: SittingLine) -> None:
        judged = line.judged
        attempt = judged.attempt
        head = QHBoxLayout()
        head.addWidget(Paragraph(wareki(attempt.on), TextRole.BODY), 1)
        more = menu_button(_("直す"))
        menu = QMenu(more)
        for key, text in ((CORRECT, _("訂正する")), (WITHDRAW, _("登録を取り消す"))):
            menu.addAction(text).triggered.connect(
                lambda _on=False, key=key: self.sitting_asked.emit(key, exam.exam.code, attempt.on)
            )
        more.setMenu(menu)
        head.addWidget(more)
        column.addLayout(head)
        add_state(column, *verdict_of(judged))
        lines = [condition_text(one) for one in judged.conditions]
        if not lines and attempt.scores:
            lines = [scores_text(judged)]
        lines += [_comparison_text(one) for one in line.fields if one.self_share is not None]
        lines += _facts(line)
        for text in lines:
            column.addWidget(Paragraph(text, TextRole.TABLE))


def _comparison_text(one: FieldComparison) -> str:
    return _("{name}　得点率 {share}／自己評価 {own}（差 {difference}点、{on}の回答）").format(
        name=one.field.name,
        share=percent(one.share),
        own=NO_FIGURE if one.self_share is None else percent(one.self_share),
        difference=difference_text(one.difference),
        on=NO_FIGURE if one.answered_on is None else wareki_short(one.answered_on),
    )


def _facts(line: SittingLine) -> list[str]:
    attempt, edition = line.judged.attempt, line.judged.edition
    found = [] if edition is None else [_("制度版 {name}").format(name=edition_name(edition))]
    for label, text in (
        (_("合格証番号"), attempt.certificate_no),
        (_("受験料"), "" if attempt.paid_by is None else PAID_NAMES[attempt.paid_by]),
        (_("証拠書類"), attempt.evidence),
        (_("記録元"), attempt.source),
        (_("備考"), attempt.note),
    ):
        if text:
            found.append(_("{label} {text}").format(label=label, text=text))
    return found


def _about_courses(one: FieldHelp) -> str:
    """Return what is to be said of courses beyond those that stand by name; '' for nothing."""
    more, done = len(one.courses) - MOST_HELP, len(one.completed)
    said = []
    if more > 0:
        said.append(_("ほか{count}件の研修があります。").format(count=more))
    if done:
        said.append(_("この分野の研修のうち{count}件は修了しています。").format(count=done))
    if not one.courses:
        said.append(
            _("この年度に、これから受ける研修はありません。")
            if done
            else _("この年度の研修一覧に、この分野を扱う研修はありません。")
        )
    return "".join(said)


def _plan_text(plan: ExamPlan) -> str:
    parts = [_("{on} 学習開始").format(on=wareki_short(plan.started_on))]
    days: tuple[tuple[str, date | None], ...] = (
        (_("受験の予定 {on}"), plan.planned_on),
        (_("{on} 予約"), plan.booked_on),
        (_("受験日 {on}"), plan.booked_for),
        (_("{on} 取りやめ"), plan.ended_on),
    )
    parts += [text.format(on=wareki_short(on)) for text, on in days if on is not None]
    parts += [text for text in (plan.ended_because, plan.note) if text]
    return _("、").join(parts)

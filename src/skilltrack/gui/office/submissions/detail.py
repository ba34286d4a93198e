"""One submission in the drawer: what was written, what to look at, what it would record."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from skilltrack.domain import submissions as s
from skilltrack.domain.submissions import (
    BLOCKING,
    NOTHING_NEW,
    SubmissionDesk,
    SubmissionKind,
    SubmissionState,
    form_of,
)
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.office.parts import add_section, add_state
from skilltrack.gui.theme import Space, TextRole, Tone
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.dates import local_time_text, wareki
from skilltrack.i18n.problems import sentence
from skilltrack.i18n.submission_words import (
    CONFLICT_NAMES,
    STATE_NAMES,
    field_name,
    words,
)
from skilltrack.i18n.texts import _
from skilltrack.services.submissions.review import SubmissionLine


class LineDetail(QWidget):
    """Lays out a submission; ``person_requested`` carries its ``SubmissionLine``."""

    person_requested = Signal(object)
    course_requested = Signal(object)

    def __init__(self, line: SubmissionLine, package: SubmissionDesk | None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, Space.S, 0)
        column.setSpacing(Space.XS)
        who = f"{line.employee_no}　{plain_name(line.name)}　{line.department_name}"
        column.addWidget(Paragraph(who, TextRole.TABLE))
        came = _("{day}に受付（{channel}）").format(
            day=wareki(line.submitted_on), channel=_channel(line.channel)
        )
        column.addWidget(Paragraph(came, TextRole.SECONDARY))
        add_section(column, _("確かめること"))
        self._add_standing(column, line)
        add_section(column, _("記録されるもの"))
        column.addWidget(Paragraph(effect_of(line), TextRole.TABLE))
        add_section(column, _("届出の内容"))
        for name, text in written(line, package):
            column.addSpacing(Space.XS)
            column.addWidget(text_label(name, TextRole.SECONDARY))
            column.addWidget(Paragraph(text, TextRole.TABLE))
        column.addSpacing(Space.M)
        person = QPushButton(_("この職員を開く"))
        person.clicked.connect(lambda: self.person_requested.emit(line))
        column.addWidget(person)
        column.addStretch(1)

    def _add_standing(self, column: QVBoxLayout, line: SubmissionLine) -> None:
        if line.state is not SubmissionState.WAITING:
            tone = Tone.GOOD if line.state is SubmissionState.CONFIRMED else Tone.INFO
            at = "" if line.decided_at is None else local_time_text(line.decided_at)
            add_state(column, f"{STATE_NAMES[line.state]}　{at}", tone)
            if line.reason:
                column.addWidget(Paragraph(line.reason, TextRole.TABLE))
            return
        if not line.conflicts:
            add_state(column, _("ありません"), Tone.GOOD)
        for conflict in line.conflicts:
            tone = Tone.BAD if conflict in BLOCKING else Tone.ATTENTION
            add_state(column, CONFLICT_NAMES[conflict], tone)
        for problem in line.problems:
            column.addWidget(Paragraph(sentence(problem), TextRole.SECONDARY))
        if s.Conflict.UNKNOWN_COURSE in line.conflicts:
            choose = QPushButton(_("どの研修かを選ぶ"))
            choose.clicked.connect(lambda: self.course_requested.emit(line))
            column.addWidget(choose)


def effect_of(line: SubmissionLine) -> str:
    """Return in a sentence what confirming records."""
    if line.is_blocked:
        return _("このままでは記録できません。直すか、差し戻します。")
    if NOTHING_NEW & set(line.conflicts):
        return _("同じ記録があるため、新しい記録は増えません。")
    on = "" if line.on is None else wareki(line.on)
    match line.kind:
        case SubmissionKind.COURSE_REPORT:
            text = _("「{subject}」（{code}）の修了、{day}。出所は受講報告です。")
        case SubmissionKind.EXAM_RESULT if s.Conflict.COMPLETES_RECORD in line.conflicts:
            text = _("登録済みの「{subject}」の受験、{day}。空いている欄だけを埋めます。")
        case SubmissionKind.EXAM_RESULT:
            text = _("「{subject}」の受験、{day}。合否は試験の合格基準で決まります。")
        case SubmissionKind.PRACTICE:
            text = _("{department}のDX実践「{subject}」。")
        case _:
            text = _("「{subject}」への相互評価。点数にはなりません。")
    return text.format(
        subject=line.subject, code=line.code, day=on, department=line.department_name
    )


def written(line: SubmissionLine, package: SubmissionDesk | None) -> list[tuple[str, str]]:
    """Return heading and text of every field that was filled in."""
    names: dict[str, str] = {}
    choices: Mapping[str, Mapping[str, str]] = {}
    if package is not None:
        form = form_of(line.kind, package, words())
        names = {field.id: field_name(field, line.kind) for field in form}
        choices = {f.id: {offer.code: offer.name for offer in f.choices} for f in form}
    found = []
    for field_id, text in line.fields.items():
        shown = choices.get(field_id, {}).get(text, text)
        if field_id == s.ON and line.on is not None:
            shown = wareki(line.on)
        if field_id in {s.COURSE, s.EXAM, s.PRACTICE}:
            shown = line.subject
        found.append((names.get(field_id, field_id), shown))
    return found


def _channel(channel: str) -> str:
    return {"sealed": _("回答画面から"), "form": _("Excelの様式")}.get(channel, channel)

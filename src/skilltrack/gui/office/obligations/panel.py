"""The drawer of one person: everything owed, since when and why, and what is exempted."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from skilltrack.gui.office.obligations.rows import STATE_TONES
from skilltrack.gui.office.parts import add_lines, add_section
from skilltrack.gui.theme import Space, TextRole, quiet_button
from skilltrack.gui.widgets.texts import Paragraph, ToneLabel
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.obligations import needed_text, state_name
from skilltrack.i18n.texts import _
from skilltrack.services.obligations.exemptions import ExemptionLine, ExemptionState, period_text
from skilltrack.services.obligations.reading import Owed, OwedLine
from skilltrack.store.organisation import InPost


class OwedPanel(QWidget):
    """Shows what a person owes; emits what is asked for."""

    person_requested = Signal()
    sessions_requested = Signal()
    exempt_requested = Signal()

    def __init__(
        self,
        found: Owed,
        person: InPost,
        lines: Sequence[OwedLine],
        exemptions: Sequence[ExemptionLine],
    ) -> None:
        super().__init__()
        self.exempt_button = QPushButton(_("この職員の受講を免除する"))
        self.sessions_button = QPushButton(_("実施回を開く"))
        self.person_button = quiet_button(_("職員のページを開く"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, Space.S, 0)
        column.setSpacing(Space.S)
        post = (found.department_name(person), person.job_title, person.employee_no)
        column.addWidget(Paragraph(_("　").join(filter(None, post)), TextRole.SECONDARY))
        for button, asked in (
            (self.exempt_button, self.exempt_requested),
            (self.sessions_button, self.sessions_requested),
            (self.person_button, self.person_requested),
        ):
            button.clicked.connect(asked)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        for line in lines:
            self._add_line(column, found, line)
        if not lines:
            column.addWidget(Paragraph(_("基準日の受講義務はありません。"), TextRole.SECONDARY))
        held = [one for one in exemptions if one.state is not ExemptionState.ENDED]
        if held:
            add_section(column, _("免除"))
            add_lines(
                column,
                [
                    _("{course}\n{period}　{reason}").format(
                        course=one.course_name,
                        period=period_text(one.exemption.valid),
                        reason=one.exemption.reason,
                    )
                    for one in held
                ],
                none="",
            )
        column.addStretch(1)

    @staticmethod
    def _add_line(column: QVBoxLayout, found: Owed, line: OwedLine) -> None:
        owes = line.obligation
        add_section(column, line.of.name)
        column.addWidget(ToneLabel(state_name(owes), STATE_TONES[owes.state]))
        column.addWidget(Paragraph("\n".join(_facts(found, line)), TextRole.TABLE))


def _facts(found: Owed, line: OwedLine) -> list[str]:
    owes = line.obligation
    facts = [
        _("制度：{scheme}").format(scheme=line.of.scheme_name),
        _("理由：{why}").format(why=found.why(line)),
    ]
    if owes.since is not None:
        facts.append(_("義務となった日：{day}").format(day=wareki(owes.since)))
    if owes.due is not None:
        facts.append(_("期限：{day}").format(day=wareki(owes.due)))
    if owes.valid_until is not None:
        facts.append(_("修了の有効期限：{day}").format(day=wareki(owes.valid_until)))
    if enough := needed_text(owes):
        facts.append(_("必要な数：{enough}").format(enough=enough))
    facts += [
        _("修了：{course}（{day}）").format(course=found.course_name(course), day=wareki(on))
        for course, on in owes.done
    ]
    facts += [
        _("未修了：{course}").format(course=name) for name in found.course_names(owes.lacking)
    ]
    facts += [_("免除：{course}").format(course=name) for name in found.course_names(owes.exempt)]
    return facts

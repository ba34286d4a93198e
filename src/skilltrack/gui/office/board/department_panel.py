"""What stands behind the figures of one department: who owes what, which courses count."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from skilltrack.domain.catalogue.courses import CellState, Course, CourseKind, MatrixRow
from skilltrack.domain.evaluation import DepartmentEvaluation
from skilltrack.gui.office.board.rows import FLAG_TONES, tally_text
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.office.parts import add_lines, add_section, add_state
from skilltrack.gui.theme import Space, TextRole, Tone, quiet_button
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.names import (
    FLAG_NAMES,
    STAGE_NAMES,
)
from skilltrack.i18n.numbers import percent
from skilltrack.i18n.texts import _
from skilltrack.services.evaluation import DepartmentDetail


def owed_by(row: MatrixRow, courses: tuple[Course, ...]) -> tuple[str, ...]:
    """Return the names of the courses a person still owes, leader courses marked."""
    return tuple(
        _("{course}（リーダー）").format(course=course.name)
        if course.kind is CourseKind.LEADER
        else course.name
        for course, cell in zip(courses, row.cells, strict=True)
        if cell.state is CellState.OWED
    )


class DepartmentPanel(QWidget):
    """The content of the drawer for one department."""

    training_requested = Signal()
    practices_requested = Signal()

    def __init__(
        self,
        evaluation: DepartmentEvaluation,
        detail: DepartmentDetail,
        *,
        is_fixed: bool = False,
    ) -> None:
        """Show a department; ``is_fixed`` figures stand over the people of today."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, Space.S, 0)
        column.setSpacing(Space.XS)
        if is_fixed:
            text = _("①の件数と率は締めた日の数値です。職員、リーダー、研修の内訳は今の記録です。")
            column.addWidget(Paragraph(text, TextRole.SECONDARY))
        for flag, tone in FLAG_TONES.items():
            if flag in evaluation.flags:
                add_state(column, FLAG_NAMES[flag], tone)
        self._add_required(column, evaluation, detail)
        _add_leaders(column, detail)
        _add_electives(column, detail)
        self._add_practices(column, evaluation)
        column.addStretch(1)

    def _add_practices(self, column: QVBoxLayout, evaluation: DepartmentEvaluation) -> None:
        add_section(column, _("④ DX実践"))
        lines = [
            _("{title}（{stage}）").format(title=practice.title, stage=STAGE_NAMES[practice.stage])
            for practice in evaluation.practices
        ]
        add_lines(column, lines, none=_("登録されたDX実践はありません。"))
        if lines:
            link = quiet_button(_("内容とほかの所属の声を見る"))
            link.clicked.connect(self.practices_requested)
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_required(
        self, column: QVBoxLayout, evaluation: DepartmentEvaluation, detail: DepartmentDetail
    ) -> None:
        tally = evaluation.required.tally
        add_section(column, _("① 必須研修"))
        figure = _("{count} 件　{percent}").format(
            count=tally_text(tally), percent=percent(evaluation.required.ratio)
        )
        column.addWidget(text_label(figure))
        owing = [row for row in detail.matrix.rows if row.owed]
        if not owing:
            add_state(column, _("全員が修了しています"), Tone.GOOD)
        else:
            add_state(column, _("未修了 {count}人").format(count=len(owing)), Tone.ATTENTION)
        for row in owing:
            column.addSpacing(Space.XS)
            person = _("{name}（{title}）").format(name=plain_name(row.name), title=row.job_title)
            column.addWidget(text_label(person))
            courses = _("、").join(owed_by(row, detail.matrix.courses))
            column.addWidget(Paragraph(courses, TextRole.SECONDARY))
        self.training_button = quiet_button(_("研修のページで見る"))
        self.training_button.clicked.connect(self.training_requested)
        column.addWidget(self.training_button, 0, Qt.AlignmentFlag.AlignLeft)


def _add_leaders(column: QVBoxLayout, detail: DepartmentDetail) -> None:
    add_section(column, _("② DXリーダー"))
    if detail.leaders:
        names = _("、").join(plain_name(name) for name in detail.leaders)
        column.addWidget(Paragraph(names, TextRole.TABLE))
    else:
        add_state(column, _("未配置"), Tone.BAD)
    for course in detail.leader_done:
        add_state(column, _("{course}　受講済み").format(course=course.name), Tone.GOOD)
    for course in detail.leader_open:
        add_state(column, _("{course}　未受講").format(course=course.name), Tone.ATTENTION)


def _add_electives(column: QVBoxLayout, detail: DepartmentDetail) -> None:
    done, still_open = detail.elective_done, detail.elective_open
    add_section(column, _("③ 選択研修"))
    column.addWidget(text_label(_("受講済み {count}研修").format(count=len(done))))
    add_lines(column, [_("、").join(course.name for course in done)] if done else [], none="―")
    column.addSpacing(Space.XS)
    column.addWidget(text_label(_("未受講 {count}研修").format(count=len(still_open))))
    names = [_("、").join(course.name for course in still_open)] if still_open else []
    add_lines(column, names, none="―")

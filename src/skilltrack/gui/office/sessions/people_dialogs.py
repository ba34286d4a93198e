"""Forms about people of a session: inviting, enrolling, declining, moving on, guests, answers."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtWidgets import (
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from skilltrack.domain.sessions.definition import CourseSession
from skilltrack.domain.sessions.figures import SCALE, Candidate, RosterLine, SurveyFigures
from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.office.people_field import PeopleField
from skilltrack.gui.office.sessions.people_rows import CANDIDATE_FIELDS, chosen_rows
from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.tables import TableView
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.folding import fold
from skilltrack.i18n.sessions import days_text
from skilltrack.i18n.texts import _
from skilltrack.services.sessions.surveys import MOST_SHEETS

TABLE_HEIGHT = 300
COMMENTS_HEIGHT = 120
ARCHIVE_DAYS = 30


def names_of(lines: Sequence[RosterLine]) -> str:
    """Return the first names of some people, and how many more there are."""
    shown = _("、").join(plain_name(line.name) for line in lines[:4])
    if len(lines) <= len(lines[:4]):
        return shown
    return _("{names} ほか{count}人").format(names=shown, count=len(lines) - 4)


class InviteDialog(FormDialog):
    """Invites those who owe the course: all of them, or the rows chosen."""

    def __init__(
        self, people: Sequence[Candidate], session: CourseSession, today: date, parent: QWidget
    ) -> None:
        super().__init__(
            _("対象者に案内する"), _("案内済みにする"), parent, size=(780, 520 if people else 220)
        )
        self._people = tuple(people)
        self.table: TableView[Candidate] = TableView(CANDIDATE_FIELDS, fold=fold)
        self.table.setAccessibleName(_("まだ申し込んでいない受講義務者"))
        self.table.show_rows(self._people)
        self.table.setFixedHeight(TABLE_HEIGHT)
        self.table.setVisible(bool(people))
        self.on = EraDateField(_("案内の日"), today)
        text = (
            _("「{title}」の研修をまだ修了せず、どの回にも申し込んでいない職員は{count}人です。")
            if people
            else _(
                "「{title}」の研修を受ける義務があり、まだどの回にも入っていない職員はいません。"
            )
        )
        self.form.addRow(Paragraph(text.format(title=session.title, count=len(people))))
        if people:
            self.form.addRow(self.table)
        self.form.addRow(_("案内の日"), self.on)
        self.add_explanation(
            _(
                "行を選ぶと、その人だけに案内します。選ばなければ全員です。案内文は後で書き出せます。"
            )
        )
        self.submit_button.setEnabled(bool(people))

    def numbers(self) -> tuple[str, ...]:
        """Return whom to invite."""
        chosen = chosen_rows(self.table) or self._people
        return tuple(one.employee_no for one in chosen)


class EnrolDialog(FormDialog):
    """Takes applications."""

    def __init__(
        self, desk: Desk, session: CourseSession, free: int | None, parent: QWidget
    ) -> None:
        super().__init__(_("申込みを登録する"), _("登録する"), parent, size=(660, 520))
        self.on = EraDateField(_("申込日"), desk.today)
        self.people = PeopleField(desk, lambda: session.first_day or desk.today)
        self.reason = QLineEdit()
        self.form.addRow(_("職員"), self.people)
        self.form.addRow(_("申込日"), self.on)
        self.form.addRow(_("備考（任意）"), self.reason)
        seats = (
            _("定員はありません。")
            if free is None
            else _("空席は{free}です。超えた人は、申込みの順に補欠になります。").format(free=free)
        )
        self.add_explanation(seats)
        self.people.line.setFocus()

    def check(self) -> tuple[str, ...]:
        return () if self.people.numbers else (_("職員を一人以上選びます。"),)


class ReasonDialog(FormDialog):
    """Asks for a day and a reason for what is done with some people."""

    def __init__(
        self, title: str, action: str, lines: Sequence[RosterLine], today: date, parent: QWidget
    ) -> None:
        super().__init__(title, action, parent, size=(600, 240))
        self.on = EraDateField(_("申出の日"), today)
        self.reason = QLineEdit()
        self.form.addRow(_("職員"), text_label(names_of(lines), TextRole.BODY))
        self.form.addRow(_("申出の日"), self.on)
        self.form.addRow(_("理由"), self.reason)
        self.add_explanation(_("席が空くと、補欠の先頭の人が繰り上がります。"))
        self.reason.setFocus()

    def check(self) -> tuple[str, ...]:
        return () if self.reason.text().strip() else (_("理由を入力します。"),)


class CarryDialog(FormDialog):
    """Moves people to another session of the course."""

    def __init__(
        self,
        text: str,
        sessions: Sequence[CourseSession],
        today: date,
        parent: QWidget,
    ) -> None:
        super().__init__(_("次の回へ移す"), _("移す"), parent, size=(600, 240))
        self.to = NamedChoice(_("移す先"))
        self.to.offer(
            [
                (
                    one.session_id,
                    _("{title}　{days}").format(title=one.title, days=days_text(one)),
                )
                for one in sessions
            ]
        )
        self.on = EraDateField(_("移す日"), today)
        self.form.addRow(_("職員"), text_label(text, TextRole.BODY))
        self.form.addRow(_("移す先"), self.to)
        self.form.addRow(_("移す日"), self.on)
        none = _("同じ研修の、これからの実施回がありません。先に次の回を作ります。")
        behind = _("移す先に空席がないときは、そこの補欠の後ろに並びます。")
        self.add_explanation(behind if sessions else none)
        self.submit_button.setEnabled(bool(sessions))

    def check(self) -> tuple[str, ...]:
        if self.to.code:
            return ()
        return (_("同じ研修の、これからの実施回を先に作ります。"),)


class WatchedDialog(FormDialog):
    """Notes the day on which the archive was watched."""

    def __init__(
        self, lines: Sequence[RosterLine], last: date, today: date, parent: QWidget
    ) -> None:
        super().__init__(
            _("アーカイブ視聴を記録する"), _("視聴を記録する"), parent, size=(600, 230)
        )
        self.on = EraDateField(_("視聴した日"), today)
        self.form.addRow(_("欠席した職員"), Paragraph(names_of(lines)))
        self.form.addRow(_("視聴した日"), self.on)
        due = days_after(last)
        self.add_explanation(
            _(
                "欠席した日がアーカイブに変わります。視聴の目安は、最後の開催日から30日（{due}）です。"
            ).format(due=due)
        )


def days_after(last: date) -> str:
    """Return the day by which the archive is to be watched, by our own rule of thirty days."""
    from skilltrack.i18n.dates import wareki

    return wareki(last + timedelta(days=ARCHIVE_DAYS))


class GuestDialog(FormDialog):
    """Adds people from outside: one a line, body and name parted by a comma or a blank."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_("外部の参加者を加える"), _("加える"), parent, size=(560, 300))
        self.body = QLineEdit()
        self.body.setPlaceholderText(_("隣市 総務課 など"))
        self.names = QPlainTextEdit()
        self.names.setFixedHeight(COMMENTS_HEIGHT)
        self.names.setTabChangesFocus(True)
        self.names.setAccessibleName(_("氏名。1行に1人"))
        self.form.addRow(_("団体・所属"), self.body)
        self.form.addRow(_("氏名（1行に1人）"), self.names)
        self.body.setFocus()

    def guests(self) -> tuple[tuple[str, str], ...]:
        """Return name and body of each."""
        lines = (line.strip() for line in self.names.toPlainText().splitlines())
        return tuple((line, self.body.text().strip()) for line in lines if line)

    def check(self) -> tuple[str, ...]:
        return () if self.guests() else (_("氏名を入力します。"),)


class TalliesDialog(FormDialog):
    """Takes how often each step was chosen, and what was written."""

    def __init__(self, survey: SurveyFigures, parent: QWidget) -> None:
        super().__init__(_("アンケートの集計を入力する"), _("記録する"), parent, size=(620, 400))
        self.fields: dict[tuple[str, int], QSpinBox] = {}
        self._has_hidden = bool(survey.comment_count) and not survey.comments
        grid = QGridLayout()
        grid.setSpacing(Space.S)
        for column, step in enumerate(SCALE, start=1):
            grid.addWidget(text_label(str(step), TextRole.TABLE), 0, column)
        for row, (name, title, answered) in enumerate(
            (
                ("satisfaction", _("満足度（人）"), survey.satisfaction),
                ("understanding", _("理解度（人）"), survey.understanding),
            ),
            start=1,
        ):
            grid.addWidget(text_label(title, TextRole.BODY), row, 0)
            for column, step in enumerate(SCALE, start=1):
                field = QSpinBox()
                field.setRange(0, MOST_SHEETS)
                field.setValue(answered.counts[step])
                field.setAccessibleName(f"{title} {step}")
                self.fields[name, step] = field
                grid.addWidget(field, row, column)
        holder = QWidget()
        holder.setLayout(grid)
        grid.setContentsMargins(0, 0, 0, 0)
        self.comments = QPlainTextEdit("\n".join(survey.comments))
        self.comments.setFixedHeight(COMMENTS_HEIGHT)
        self.comments.setTabChangesFocus(True)
        self.form.addRow(holder)
        self.form.addRow(_("意見（1行に1件）"), self.comments)
        if self._has_hidden:
            self.comments.setPlaceholderText(_("空欄なら、記録済みの意見を残します。"))
        self.add_explanation(
            _(
                "5が最もよい段階です。書いた人の名前は入れません。"
                "入力した内容は、これまでのアンケートの記録と入れ替わります。"
            )
        )

    def tallies(self, name: str) -> dict[int, int]:
        """Return step → how often of a question."""
        return {step: self.fields[name, step].value() for step in SCALE}

    def said(self) -> tuple[str, ...] | None:
        """Return what was written; None keeps what is recorded and not shown."""
        lines = (line.strip() for line in self.comments.toPlainText().splitlines())
        found = tuple(line for line in lines if line)
        return None if self._has_hidden and not found else found

    def check(self) -> tuple[str, ...]:
        has_any = any(field.value() for field in self.fields.values()) or self.said()
        return () if has_any else (_("人数か意見を一つ以上入力します。"),)


class LimitDialog(FormDialog):
    """Sets how many of a department may be away on one day."""

    def __init__(self, most: int | None, parent: QWidget) -> None:
        super().__init__(_("離席する人数の目安を変える"), _("変える"), parent, size=(560, 220))
        self.most = QSpinBox()
        self.most.setRange(0, 999)
        self.most.setSpecialValueText(_("目安なし"))
        self.most.setSuffix(_(" 人まで"))
        self.most.setValue(most or 0)
        self.reason = QLineEdit()
        self.form.addRow(_("一つの所属から同じ日に"), self.most)
        self.form.addRow(_("理由（任意）"), self.reason)
        self.add_explanation(
            _(
                "同じ日のすべての実施回を合わせて数え、目安を超える人に注意を示します。登録は止めません。"
            )
        )

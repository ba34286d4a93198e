"""What is done with the people of a session: a form, then one service in the worker."""

from collections.abc import Sequence
from functools import partial

from skilltrack.domain.sessions.definition import CourseSession, Guest, GuestState
from skilltrack.domain.sessions.figures import RosterLine, SessionSheet, SessionYear
from skilltrack.gui.office.asking import table_files
from skilltrack.gui.office.sessions.actions import SessionActions
from skilltrack.gui.office.sessions.people_dialogs import (
    CarryDialog,
    EnrolDialog,
    GuestDialog,
    InviteDialog,
    ReasonDialog,
    TalliesDialog,
    WatchedDialog,
    names_of,
)
from skilltrack.i18n.sessions import caution_text
from skilltrack.i18n.texts import _
from skilltrack.services.sessions import attendance as session_attendance
from skilltrack.services.sessions import guests as session_guests
from skilltrack.services.sessions import seats as session_seats
from skilltrack.services.sessions import surveys as session_surveys
from skilltrack.services.sessions.applications import take_applications
from skilltrack.services.sessions.attendance import Marks, PresenceOutcome
from skilltrack.services.sessions.candidates import candidates
from skilltrack.services.sessions.reading import OVER
from skilltrack.services.sessions.seats import SeatOutcome
from skilltrack.store.database import Database

MOST_CAUTIONS = 3


class PeopleActions:
    """Acts on people in the way of ``SessionActions``."""

    def __init__(self, actions: SessionActions) -> None:
        self._actions = actions
        self.desk = actions.desk
        self.page = actions.page
        self.open = actions.open
        self.act = actions.act

    def invite(self, sheet: SessionSheet) -> None:
        """Look for those who owe the course, and ask whom to invite."""
        one, as_of = sheet.session, self.desk.today

        def ask(found: Sequence[object]) -> None:
            dialog = InviteDialog(found, one, as_of, self.page)  # type: ignore[arg-type]
            dialog.submitted.connect(
                lambda: self.act(
                    _("案内を記録しています"),
                    partial(
                        session_seats.invite,
                        session_id=one.session_id,
                        numbers=dialog.numbers(),
                        on=dialog.on.day,
                    ),
                    _seats_text,
                    dialog,
                )
            )
            self.open(dialog)

        self.desk.act(
            _("受講義務のある職員を探しています"),
            lambda database, _progress: candidates(database, one.session_id, as_of),
            done=ask,
            owner=self.page,
        )

    def enrol(self, sheet: SessionSheet) -> None:
        """Ask who applies, and give seats."""
        one = sheet.session
        dialog = EnrolDialog(self.desk, one, sheet.line.free, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("申込みを登録しています"),
                partial(
                    session_seats.enrol,
                    session_id=one.session_id,
                    numbers=dialog.people.numbers,
                    on=dialog.on.day,
                    reason=dialog.reason.text().strip(),
                ),
                _seats_text,
                dialog,
            )
        )
        self.open(dialog)

    def take_applications(self, one: CourseSession) -> None:
        """Take applications from a list."""
        path = self.desk.asking.file_to_open(self.page, _("申込みの一覧ファイル"), table_files())
        if path is not None:
            self.act(
                _("申込みの一覧を取り込んでいます"),
                lambda database: take_applications(database, one.session_id, path, self.desk.today),
                _seats_text,
            )

    def decline(self, one: CourseSession, lines: Sequence[RosterLine]) -> None:
        """Ask why people do not come, and free their seats."""
        title, action = _("辞退とする"), _("辞退とする")
        dialog = ReasonDialog(title, action, lines, self.desk.today, self.page)
        numbers = [line.employee_no for line in lines]
        dialog.submitted.connect(
            lambda: self.act(
                _("辞退を記録しています"),
                partial(
                    session_seats.decline,
                    session_id=one.session_id,
                    numbers=numbers,
                    reason=dialog.reason.text(),
                    on=dialog.on.day,
                ),
                _seats_text,
                dialog,
            )
        )
        self.open(dialog)

    def carry(self, one: CourseSession, lines: Sequence[RosterLine], year: SessionYear) -> None:
        """Ask to which session people go; nobody chosen means those waiting."""
        into = [
            line.session
            for line in year.lines
            if line.session.course == one.course
            and line.session.session_id != one.session_id
            and line.session.state not in OVER
        ]
        everybody = _("補欠の全員（中止の回は名簿の全員）")
        dialog = CarryDialog(
            names_of(lines) if lines else everybody, into, self.desk.today, self.page
        )
        numbers = [line.employee_no for line in lines] or None
        dialog.submitted.connect(
            lambda: self.act(
                _("次の回へ移しています"),
                partial(
                    session_seats.carry_over,
                    session_id=one.session_id,
                    to=dialog.to.code,
                    on=dialog.on.day,
                    numbers=numbers,
                ),
                _seats_text,
                dialog,
            )
        )
        self.open(dialog)

    # Attendance

    def save_marks(self, one: CourseSession, marks: Marks) -> None:
        """Note who came."""
        self.act(
            _("出欠を保存しています"),
            lambda database: session_attendance.record_presence(
                database, one.session_id, marks, today=self.desk.today
            ),
            _presence_text,
        )

    def collect(self, one: CourseSession) -> None:
        """Look over a sheet that was filled in, say what it would do, and take it."""
        path = self.desk.asking.file_to_open(self.page, _("記入した出席簿"), table_files())
        if path is None:
            return
        today = self.desk.today

        def collect(database: Database, *, is_dry_run: bool) -> PresenceOutcome:
            return session_attendance.collect_sheet(
                database, path, one.session_id, today=today, is_dry_run=is_dry_run
            )

        def ask(outcome: PresenceOutcome) -> None:
            text = _("{what}\n取り込んだ後も、変更の履歴から元に戻せます。")
            is_agreed = self.desk.asking.decision(
                self.page,
                _("出席簿を取り込む"),
                text.format(what=_presence_text(outcome, is_done=False)),
                _("取り込む"),
            )
            if is_agreed:
                self.act(
                    _("出席簿を取り込んでいます"),
                    partial(collect, is_dry_run=False),
                    _presence_text,
                )

        self.desk.act(
            _("出席簿を確かめています"),
            lambda database, _progress: collect(database, is_dry_run=True),
            done=ask,
            owner=self.page,
        )

    def mark_watched(self, one: CourseSession, lines: Sequence[RosterLine]) -> None:
        """Ask when the archive was watched, and note it."""
        if not lines or one.last_day is None:
            return
        dialog = WatchedDialog(lines, one.last_day, self.desk.today, self.page)
        numbers = [line.employee_no for line in lines]
        dialog.submitted.connect(
            lambda: self.act(
                _("アーカイブ視聴を記録しています"),
                partial(
                    session_attendance.mark_watched,
                    session_id=one.session_id,
                    numbers=numbers,
                    watched_on=dialog.on.day,
                    today=self.desk.today,
                ),
                lambda _outcome: _("{count}人のアーカイブ視聴を記録しました。").format(
                    count=len(numbers)
                ),
                dialog,
            )
        )
        self.open(dialog)

    # Guests and what people said

    def add_guests(self, one: CourseSession) -> None:
        """Ask for people from outside, and add them."""
        dialog = GuestDialog(self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("外部の参加者を加えています"),
                partial(
                    session_guests.add_guests,
                    session_id=one.session_id,
                    guests=dialog.guests(),
                ),
                lambda found: _("外部の参加者を{count}人加えました。").format(count=len(found)),
                dialog,
            )
        )
        self.open(dialog)

    def mark_guests(
        self, one: CourseSession, guests: Sequence[Guest], state: GuestState | None
    ) -> None:
        """Note whether guests came, or take them out of the list."""
        states = {guest.guest_id: state for guest in guests}
        self.act(
            _("外部の参加者を記録しています"),
            lambda database: session_guests.mark_guests(database, one.session_id, states),
            lambda count: _("外部の参加者{count}人を記録しました。").format(count=count),
        )

    def enter_tallies(self, sheet: SessionSheet) -> None:
        """Ask for the tallies of a survey, and record them."""
        dialog = TalliesDialog(sheet.line.survey, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("アンケートを記録しています"),
                partial(
                    session_surveys.record_tallies,
                    session_id=sheet.session.session_id,
                    satisfaction=dialog.tallies("satisfaction"),
                    understanding=dialog.tallies("understanding"),
                    comments=dialog.said(),
                ),
                lambda count: _("アンケート{count}枚を記録しました。").format(count=count),
                dialog,
            )
        )
        self.open(dialog)

    def take_survey(self, one: CourseSession) -> None:
        """Take anonymous sheets from a list, in place of what is recorded."""
        path = self.desk.asking.file_to_open(self.page, _("アンケートの回答の表"), table_files())
        if path is not None:
            self.act(
                _("アンケートを取り込んでいます"),
                lambda database: session_surveys.take_survey(database, one.session_id, path),
                lambda count: _("アンケート{count}枚を取り込みました。").format(count=count),
            )


def _seats_text(outcome: SeatOutcome) -> str:
    parts = [
        text.format(count=len(people))
        for text, people in (
            (_("案内 {count}人"), outcome.invited),
            (_("受講予定 {count}人"), outcome.enrolled),
            (_("補欠 {count}人"), outcome.waiting),
            (_("辞退 {count}人"), outcome.declined),
            (_("繰上げ {count}人"), outcome.moved_up),
            (_("変更なし {count}人"), outcome.unchanged),
        )
        if people
    ]
    told = _("「{title}」：{parts}。").format(
        title=outcome.session.title, parts=_("、").join(parts) or _("変更なし")
    )
    cautions = [
        _("{number} {text}").format(number=one.employee_no, text=caution_text(one))
        for one in outcome.cautions[:MOST_CAUTIONS]
    ]
    if len(outcome.cautions) > MOST_CAUTIONS:
        more = len(outcome.cautions) - MOST_CAUTIONS
        cautions.append(_("ほか{count}件").format(count=more))
    return told if not cautions else f"{told}\n{_('注意：')}{_('、').join(cautions)}"


def _presence_text(outcome: PresenceOutcome, *, is_done: bool = True) -> str:
    text = _("出欠：新規 {new}件、変更 {changed}件、変更なし {unchanged}件。").format(
        new=outcome.new, changed=outcome.changed, unchanged=outcome.unchanged
    )
    if outcome.walked_in:
        text += _("当日参加 {count}人。").format(count=len(outcome.walked_in))
    if outcome.guests:
        text += _("外部 {count}人。").format(count=outcome.guests)
    return _("保存しました（{text}）").format(text=text) if is_done else text

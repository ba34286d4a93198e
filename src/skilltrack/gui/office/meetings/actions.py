"""What is done with meetings: noted, corrected, taken out, attended."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.roles.meetings import AttendanceState, Circle, Meeting, MeetingSheet
from skilltrack.gui.office.asking import table_files
from skilltrack.gui.office.changes import Changed, Changes
from skilltrack.gui.office.meetings.dialogs import MeetingDialog
from skilltrack.gui.office.roles.actions import RolesActions
from skilltrack.i18n.texts import _
from skilltrack.services.roles import attendance, meetings
from skilltrack.services.roles.attendance import AttendanceOutcome

MEETINGS_CHANGED: Changes = frozenset({Changed.MEETINGS})


class MeetingsActions:
    """Acts on meetings in the way of ``RolesActions``."""

    def __init__(self, actions: RolesActions) -> None:
        self._actions = actions
        self._desk = actions.desk

    def edit(
        self,
        circles: Sequence[tuple[Circle, str]],
        chosen: str,
        noted: Callable[[str], None],
        sheet: MeetingSheet | None = None,
    ) -> None:
        """Ask for a meeting, and note it or correct the one given; ``noted`` gets its id."""
        meeting = None if sheet is None else sheet.meeting
        dialog = MeetingDialog(circles, chosen, self._desk.today, self._actions.page, meeting)
        told = (
            _("会議「{title}」を登録しました。")
            if meeting is None
            else _("会議「{title}」を訂正しました。")
        )

        def tell(found: Meeting) -> str:
            noted(found.meeting_id)
            return told.format(title=found.title)

        dialog.submitted.connect(
            lambda: self._actions.act(
                _("会議を登録しています"),
                partial(meetings.add_meeting, order=dialog.order())
                if meeting is None
                else partial(
                    meetings.change_meeting, meeting_id=meeting.meeting_id, order=dialog.order()
                ),
                tell,
                dialog,
                changes=MEETINGS_CHANGED,
            )
        )
        self._actions.open(dialog)

    def remove(self, sheet: MeetingSheet) -> None:
        """Ask for the reason, and take a meeting out."""
        reason = self._desk.asking.text(
            self._actions.page,
            _("会議の記録を取り消す"),
            _("「{title}」と出欠の記録を取り消す理由").format(title=sheet.meeting.title),
        )
        if reason is None:
            return
        self._actions.act(
            _("会議の記録を取り消しています"),
            lambda database: meetings.remove_meeting(database, sheet.meeting.meeting_id, reason),
            lambda found: _("会議「{title}」を取り消しました。").format(title=found.title),
            changes=MEETINGS_CHANGED,
        )

    def save(self, sheet: MeetingSheet, states: Mapping[str, AttendanceState | None]) -> None:
        """Note who came."""
        self._actions.act(
            _("出欠を保存しています"),
            lambda database: attendance.record_attendance(
                database, sheet.meeting.meeting_id, states
            ),
            _outcome_text,
            changes=MEETINGS_CHANGED,
        )

    def take_list(self, sheet: MeetingSheet) -> None:
        """Take who came from a file."""
        page = self._actions.page
        path = self._desk.asking.file_to_open(page, _("出欠の一覧ファイル"), table_files())
        if path is None:
            return
        self._actions.act(
            _("出欠の一覧を取り込んでいます"),
            lambda database: attendance.take_attendance(database, sheet.meeting.meeting_id, path),
            _outcome_text,
            changes=MEETINGS_CHANGED,
        )

    def save_log(self, circle: Circle, name: str, year: FiscalYear) -> None:
        """Write the log of a year."""
        from skilltrack.services.roles.reports import save_meetings

        as_of = year.default_as_of(self._desk.today)

        def work(database: object, path: Path) -> int:
            return save_meetings(database, circle, year, path, as_of)  # type: ignore[arg-type]

        self._actions.save(
            _("会議の記録をExcelに書き出す"),
            _("会議の記録_{name}.xlsx").format(name=name),
            work,
            _("「{file}」に会議{count}回の記録を書き出しました。"),
        )


def _outcome_text(outcome: AttendanceOutcome) -> str:
    text = _("出欠を保存しました（新規 {new}人、変更 {changed}人、変更なし {unchanged}人）。")
    return text.format(new=outcome.new, changed=outcome.changed, unchanged=outcome.unchanged)

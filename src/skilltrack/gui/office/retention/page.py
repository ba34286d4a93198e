"""保存と消去: what is due, how long records are kept, what was erased, what is held."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QMenu

from skilltrack.domain.problems import SkilltrackError
from skilltrack.domain.retention import Certificate, DueRecords, Hold, RetentionPeriods, Trace
from skilltrack.gui.office.asking import excel_files
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.people.own_data import export_own_data
from skilltrack.gui.office.retention.dialogs import EraseDialog, HoldDialog, HoldOrder
from skilltrack.gui.office.retention.rows import held_name
from skilltrack.gui.office.retention.view import DUE, HOLDS, RetentionView, Shown
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.theme import Tone, menu_button, primary_button
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.problems import sentences_of
from skilltrack.i18n.record_names import place_name
from skilltrack.i18n.texts import _
from skilltrack.services.erasure import erasing, retention
from skilltrack.services.erasure import records as erasure_records
from skilltrack.services.erasure.erasing import Erased
from skilltrack.store.database import Database

ALL_AREAS = frozenset(Changed)
"""An erasure may touch whatever shows people."""

Work = Callable[[bool, str], Callable[[Database], Erased]]
"""Makes an erasure from whether it is a rehearsal, and the reason."""


class RetentionPage(Page[Shown]):
    """Connects the page with the services."""

    key = "retention"
    only_newest = _(
        "このページは、消せる記録、保留、消した証明を、今のとおりに示します。"
        "最新の記録に戻ると表示します。"
    )
    concerns = frozenset(
        {Changed.RETENTION, Changed.ORGANISATION, Changed.ROUNDS, Changed.RESPONSES}
    )

    def __init__(self, desk: Desk) -> None:
        self.view = RetentionView()
        super().__init__(
            desk,
            _("保存と消去"),
            _("保存期間を過ぎた記録を月に一度消し、証明書を残します。"),
            self.view,
        )
        self.more_button = menu_button(_("個別の手続き"))
        menu = QMenu(self.more_button)
        for text, action in (
            (_("開示請求の写しを作る"), self.export_own_data),
            (_("退職した一人の記録を消す"), self.erase_one),
            (_("消えたことを文字で確かめる"), self.look_for),
        ):
            menu.addAction(text).triggered.connect(lambda _on=False, act=action: act())
        self.more_button.setMenu(menu)
        self.add_action(self.more_button, needs_content=True)
        self.erase_button = primary_button(_("記録を消す"))
        self.erase_button.clicked.connect(self.erase_due)
        self.add_action(self.erase_button)
        view = self.view
        view.hold_requested.connect(self.ask_hold)
        view.release_requested.connect(self.release)
        view.certificate_requested.connect(self.write_certificate)
        view.periods.save_requested.connect(self.change_periods)
        view.part_changed.connect(lambda _part: self._show_buttons())
        view.kind.currentIndexChanged.connect(lambda _at: self._show_buttons())
        desk.is_acting_changed.connect(self._show_acting)
        self._show_buttons()

    def reading(self, _standpoint: Standpoint) -> Callable[[Database], Shown]:
        today = self.desk.today
        return lambda database: Shown(
            retention.retention(database, today), erasure_records.certificates(database)
        )

    def show_read(self, read: Shown) -> None:
        self.view.show_all(read)
        self._show_buttons()

    def table(self) -> TableView[Any] | None:
        return self.view.shown_table()

    def visit(self, destination: Destination) -> None:
        if destination.part:
            self.view.switch.choose(destination.part)

    def here(self) -> Destination:
        return Destination(self.key, part=self.view.switch.current)

    def _show_acting(self, is_acting: bool) -> None:  # noqa: FBT001 (a slot)
        self.view.show_acting(is_acting)
        self._show_buttons()

    def _show_buttons(self) -> None:
        is_due = self.view.switch.current == DUE
        self.erase_button.setVisible(is_due)
        can_erase = bool(self.view.erasable) and not self.desk.is_acting
        self.erase_button.setEnabled(can_erase and is_due)

    # Erasing

    def erase_due(self) -> None:
        """Count what is due by a rehearsal, and ask."""
        classes, today = self.view.classes, self.desk.today

        def work(is_dry_run: bool, reason: str) -> Callable[[Database], Erased]:  # noqa: FBT001
            return lambda database: erasing.erase_due(
                database, today=today, reason=reason, classes=classes, is_dry_run=is_dry_run
            )

        self._rehearse(_("保存期間を過ぎた次の記録を消します。元に戻せません。"), work)

    def erase_one(self) -> None:
        """Ask for a person who left, count by a rehearsal, and ask again."""
        number = self.desk.asking.text(self, _("次へ"), _("退職した職員の職員番号"))
        if not number:
            return
        today = self.desk.today

        def work(is_dry_run: bool, reason: str) -> Callable[[Database], Erased]:  # noqa: FBT001
            return lambda database: erasing.erase_person(
                database, number.strip(), today=today, reason=reason, is_dry_run=is_dry_run
            )

        text = _(
            "職員番号 {number} の氏名・回答・得点などを消し、仮の番号に替えます。元に戻せません。"
        )
        self._rehearse(text.format(number=number.strip()), work)

    def _rehearse(self, title: str, work: Work) -> None:
        rehearsal = work(True, "")  # noqa: FBT003
        self.desk.act(
            _("消す記録を数えています"),
            lambda database, _progress: rehearsal(database),
            done=lambda erased: self._ask(title, erased, work),
            owner=self,
        )

    def _ask(self, title: str, erased: Erased, work: Work) -> None:
        dialog = EraseDialog(title, erased.lines, self)
        dialog.submitted.connect(lambda reason: self._erase(work(False, reason)))  # noqa: FBT003
        dialog.open()

    def _erase(self, work: Callable[[Database], Erased]) -> None:
        self.desk.act(
            _("記録を消しています"),
            lambda database, _progress: work(database),
            done=self._tell_erased,
            owner=self,
            changes=ALL_AREAS,
        )

    def _tell_erased(self, erased: Erased) -> None:
        text = _("{rows:,}件を消しました。証明書は「消した記録」の番号 {number} から作れます。")
        said = text.format(rows=sum(line.rows for line in erased.lines), number=erased.number)
        if erased.is_reclaimed:
            self.desk.tell(said)
            return
        said += _("ほかで読み取り中のため、ファイルの詰め直しが残っています。")
        said += _("「消えたことを文字で確かめる」を実行すると、詰め直します。")
        self.desk.tell(said, Tone.ATTENTION)

    def look_for(self) -> None:
        """Look for a text in the data file."""
        text = self.desk.asking.text(self, _("探す"), _("残っていないか探す氏名や職員番号"))
        if not text:
            return
        self.desk.act(
            _("データファイルを探しています"),
            lambda database, _progress: erasure_records.remaining(database, text),
            done=lambda found: self._tell_found(text.strip(), found),
            owner=self,
        )

    def _tell_found(self, text: str, found: tuple[Trace, ...]) -> None:
        if not found:
            self.desk.tell(_("「{text}」はデータファイルに残っていません。").format(text=text))
            return
        places = "、".join(
            _("{place} {count:,}か所").format(place=place_name(one.place), count=one.count)
            for one in found
        )
        said = _("「{text}」があります：{places}。").format(text=text, places=places)
        self.desk.tell(said, Tone.ATTENTION)

    # Certificates and copies

    def write_certificate(self, erased: Certificate) -> None:
        """Write the certificate of an erasure."""
        suggested = _("消去証明書_{number}.xlsx").format(number=erased.number)
        path = self.desk.asking.file_to_save(self, _("証明書を作る"), suggested, excel_files())
        if path is None:
            return
        self.desk.act(
            _("証明書を作っています"),
            lambda database, _progress: erasure_records.write_certificate(
                database, erased.number, path
            ),
            done=lambda _done: self.desk.tell(
                _("「{file}」を書き出しました。").format(file=path.name), folder=path.parent
            ),
            owner=self,
        )

    def export_own_data(self) -> None:
        """Write everything recorded about one person."""
        number = self.desk.asking.text(self, _("次へ"), _("写しを作る職員の職員番号"))
        if number:
            export_own_data(self, number.strip())

    # Periods and holds

    def change_periods(self, periods: RetentionPeriods, reason: str) -> None:
        """Set the periods."""
        self.desk.act(
            _("保存期間を変えています"),
            lambda database, _progress: retention.change_periods(database, periods, reason),
            done=lambda _done: self.desk.tell(_("保存期間を変えました。")),
            owner=self,
            changes=frozenset({Changed.RETENTION}),
        )

    def ask_hold(self, due: DueRecords | None) -> None:
        """Ask what shall be held and why."""
        number, record_class = "", None
        if due is not None:
            is_person = due.record_class.value == "leavers"
            number = due.subject if is_person else ""
            record_class = due.record_class
        dialog = HoldDialog(
            self.desk.today, employee_no=number, record_class=record_class, parent=self
        )
        dialog.submitted.connect(lambda order: self._hold(dialog, order))
        dialog.open()

    def _hold(self, dialog: HoldDialog, order: HoldOrder) -> None:
        today = self.desk.today

        def done(_hold: Hold) -> None:
            dialog.accept()
            self.desk.tell(_("保留しました。"))
            self.view.switch.choose(HOLDS)

        def failed(error: SkilltrackError) -> None:
            dialog.show_problems(sentences_of(error))

        self.desk.act(
            _("保留しています"),
            lambda database, _progress: retention.hold(
                database,
                today=today,
                reason=order.reason,
                employee_no=order.employee_no,
                record_class=order.record_class,
                until=order.until,
            ),
            done=done,
            failed=failed,
            owner=self,
            changes=frozenset({Changed.RETENTION}),
        )

    def release(self, held: Hold) -> None:
        """Release a hold once a reason is given."""
        label = _("「{name}」の保留を解く理由").format(name=held_name(held))
        reason = self.desk.asking.text(self, _("保留を解く"), label)
        if reason is None:
            return
        self.desk.act(
            _("保留を解いています"),
            lambda database, _progress: retention.release(database, held.id, reason),
            done=lambda _done: self.desk.tell(_("保留を解きました。")),
            owner=self,
            changes=frozenset({Changed.RETENTION}),
        )

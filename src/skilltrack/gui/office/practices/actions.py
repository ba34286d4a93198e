"""What the page DX実践 does: forms, services, workbooks."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.practices import AWARD_STEPS
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.deeds import Deeds
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.practices.dialogs import (
    AwardDialog,
    ConsentDialog,
    Offered,
    PracticeDialog,
    ReviewDialog,
    StageDialog,
    WithdrawDialog,
)
from skilltrack.gui.office.practices.rows import NominationRow
from skilltrack.gui.theme import Tone
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.i18n.names import STAGE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.practices import awards as practice_awards
from skilltrack.services.practices import consents as practice_consents
from skilltrack.services.practices import editing as practices
from skilltrack.services.practices import reports as practice_reports
from skilltrack.services.practices import reviews as practice_reviews
from skilltrack.services.practices.register import PracticeLine, RegisterQuery


class PracticesActions(Deeds):
    """Asks, acts and tells for the page."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(desk, page, frozenset({Changed.PRACTICES}))

    @property
    def today(self) -> date:
        """Return the present day."""
        return self.desk.today

    def add(self, departments: Offered) -> None:
        """Ask for a practice and register it."""
        dialog = PracticeDialog(self.desk, departments, self.today, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("登録しています"),
                partial(
                    practices.register,
                    order=dialog.order(),
                    stage=dialog.chosen_stage,
                    on=dialog.on.day,
                    today=self.today,
                ),
                lambda code: _("登録しました（実践番号 {code}）。").format(code=code),
                dialog,
            )
        )
        self.open(dialog)

    def change(self, line: PracticeLine, departments: Offered) -> None:
        """Ask for what is to be changed."""
        dialog = PracticeDialog(self.desk, departments, self.today, self.page, line)
        dialog.submitted.connect(
            lambda: self.act(
                _("直しています"),
                partial(
                    practices.change_practice,
                    practice_id=line.id,
                    order=dialog.order(),
                    reason=dialog.reason.text(),
                    today=self.today,
                ),
                lambda _none: _("「{title}」の内容を直しました。").format(
                    title=dialog.title.text().strip()
                ),
                dialog,
            )
        )
        self.open(dialog)

    def stage(self, line: PracticeLine) -> None:
        """Ask for the days of stages."""
        dialog = StageDialog(line, self.today, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("記録しています"),
                partial(
                    practices.reach_stage,
                    practice_id=line.id,
                    days=dialog.days,
                    reason=dialog.reason.text(),
                    today=self.today,
                ),
                lambda now: _("「{title}」の段階は{stage}です。").format(
                    title=line.practice.title, stage=STAGE_NAMES[now]
                ),
                dialog,
            )
        )
        self.open(dialog)

    def review(
        self,
        lines: Sequence[PracticeLine],
        departments: Offered,
        *,
        department: str = "",
        is_spread: bool = False,
    ) -> None:
        """Ask for what a department says or took over."""
        if not lines:
            self.desk.tell(_("実施の段階に進んだ取組みがありません。"), Tone.INFO)
            return
        dialog = ReviewDialog(lines, departments, self.today, self.page, is_spread=is_spread)
        dialog.department.choose(department)
        dialog.submitted.connect(
            lambda: self.act(
                _("記録しています"),
                partial(
                    practice_reviews.review,
                    orders=[dialog.order()],
                    today=self.today,
                ),
                lambda _count: _("「{title}」に記録しました。").format(
                    title=dialog.practice.currentText()
                ),
                dialog,
            )
        )
        self.open(dialog)

    def nominate(self, lines: Sequence[PracticeLine]) -> None:
        """Ask for an award for which practices become candidates."""
        if not lines:
            self.desk.tell(_("取組みを一覧で選びます。"), Tone.INFO)
            return
        self._ask_award(AwardDialog(lines, AWARD_STEPS[None], self.today, self.page))

    def go_on(self, rows: Sequence[NominationRow]) -> None:
        """Ask how nominations went on; they are of one award, year and state."""
        kinds = {(r.nomination.award, r.nomination.fiscal_year, r.nomination.state) for r in rows}
        if len(kinds) != 1:
            self.desk.tell(_("同じ賞、年度、状態の行を選びます。"), Tone.INFO)
            return
        ((award, year, state),) = kinds
        if not AWARD_STEPS[state]:
            self.desk.tell(_("結果はすでに記録されています。"), Tone.INFO)
            return
        lines = [row.line for row in rows]
        self._ask_award(AwardDialog(lines, AWARD_STEPS[state], self.today, self.page, award, year))

    def _ask_award(self, dialog: AwardDialog) -> None:
        dialog.submitted.connect(
            lambda: self.act(
                _("記録しています"),
                partial(
                    practice_awards.nominate,
                    order=dialog.order(),
                    today=self.today,
                ),
                lambda given: _("{award}：{count}件を記録しました。").format(
                    award=given[0].award, count=len(given)
                ),
                dialog,
            )
        )
        self.open(dialog)

    def consent(self, line: PracticeLine) -> None:
        """Ask what those who took part say."""
        if not line.participants:
            self.desk.tell(_("この取組みには参加した職員の記入がありません。"), Tone.INFO)
            return
        dialog = ConsentDialog(line, self.today, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("記録しています"),
                partial(
                    practice_consents.state_consents,
                    practice_id=line.id,
                    stated=dialog.stated,
                    on=dialog.on.day,
                    today=self.today,
                ),
                lambda count: _("{count}人の意思を記録しました。").format(count=count),
                dialog,
            )
        )
        self.open(dialog)

    def withdraw(self, line: PracticeLine) -> None:
        """Ask why a practice is taken off the register."""
        dialog = WithdrawDialog(line, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("取り消しています"),
                partial(
                    practices.withdraw_practice,
                    practice_id=line.id,
                    reason=dialog.reason.text(),
                ),
                lambda gone: _("「{title}」の登録を取り消しました。").format(title=gone.title),
                dialog,
            )
        )
        self.open(dialog)

    # Workbooks

    def save_cases(self, as_of: date, query: RegisterQuery) -> None:
        """Write the collection of cases."""
        self.save(
            _("事例集を書き出す"),
            _("DX実践事例集.xlsx"),
            lambda database, path: practice_reports.save_cases(database, path, as_of, query),
            _("「{file}」に{count}件を書き出しました。"),
        )

    def save_data(self, as_of: date, query: RegisterQuery) -> None:
        """Write the register as data."""
        self.save(
            _("一覧のデータを書き出す"),
            _("DX実践一覧.xlsx"),
            lambda database, path: practice_reports.save_practice_data(
                database, path, as_of, query
            ),
            _("「{file}」に{count}件を書き出しました。"),
        )

    def save_recommendations(self, as_of: date, year: FiscalYear) -> None:
        """Write the recommendations of a year."""
        self.save(
            _("{year}の推薦書を書き出す").format(year=fiscal_year_text(year)),
            _("推薦書.xlsx"),
            lambda database, path: practice_reports.save_recommendations(
                database, path, as_of, year
            ),
            _("「{file}」に{count}件の推薦書を書き出しました。"),
        )

    def save_for_appraisal(self, as_of: date) -> None:
        """Write who took part and consents, once that is confirmed."""
        title = _("人事評価に使う参加者を書き出します")
        text = _("利用に同意した職員だけを書き出します。書き出しは操作の記録に残ります。")
        if self.desk.asking.decision(self.page, title, text, _("書き出す")):
            self.save(
                title,
                _("DX実践の参加（同意者）.xlsx"),
                lambda database, path: practice_consents.save_for_appraisal(database, path, as_of),
                _("「{file}」に{count}件を書き出しました。"),
            )

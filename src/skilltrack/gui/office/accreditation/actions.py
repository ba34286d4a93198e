"""What is done with accreditations and tiers set by hand."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from skilltrack.domain.accreditation import AccreditationLine, CandidateLine, OverrideLine
from skilltrack.domain.pairs import PairFigures
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.gui.office.accreditation.dialogs import (
    GrantDialog,
    OverrideDialog,
    PatternDialog,
    RevokeDialog,
    WithdrawDialog,
)
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.deeds import Deeds
from skilltrack.gui.office.desk import Desk
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.texts import _
from skilltrack.services.accreditation import granting as accreditation
from skilltrack.services.accreditation import reports as accreditation_reports
from skilltrack.services.verdicts import overrides, pairs
from skilltrack.store.database import Database

CHANGES = frozenset({Changed.ACCREDITATION})


class AccreditationActions(Deeds):
    """Asks, acts and tells for the page 認定."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(desk, page, CHANGES)

    def show_all(self) -> None:
        """List what was changed here."""
        self.show_history(
            _("認定と判定の変更の履歴"),
            _("認定や判定を変えると、その履歴がここに並びます。"),
            accreditation.AREA,
            overrides.AREA,
        )

    def grant(self, scheme: Scheme, tier: str, lines: Sequence[CandidateLine]) -> None:
        """Ask for the day and the reason, and accredit."""
        dialog = GrantDialog(self.desk, scheme, tier, lines, self.desk.today, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("認定しています"),
                partial(accreditation.grant, grants=dialog.grants()),
                lambda given: (
                    _("{count}人を認定しました（{first}～{last}）。").format(
                        count=len(given),
                        first=given[0].certificate_no,
                        last=given[-1].certificate_no,
                    )
                    if len(given) > 1
                    else _("認定しました（{number}）。").format(number=given[0].certificate_no)
                ),
                dialog,
            )
        )
        self.open(dialog)

    def revoke(self, lines: Sequence[AccreditationLine]) -> None:
        """Ask for the last day and the reason, and revoke."""
        if not lines:
            return
        first = lines[0].accreditation
        numbers = [line.person.employee_no for line in lines]
        dialog = RevokeDialog(lines, self.desk.today, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("認定を取り消しています"),
                partial(
                    accreditation.revoke,
                    scheme_id=first.scheme,
                    tier=first.tier,
                    numbers=numbers,
                    last_day=dialog.last_day.day,
                    reason=dialog.reason.text(),
                ),
                lambda gone: _("{count}人の認定を{day}までとしました。").format(
                    count=len(gone), day=wareki(dialog.last_day.day)
                ),
                dialog,
            )
        )
        self.open(dialog)

    def set_pattern(self, scheme: Scheme) -> None:
        """Ask for the form of certificate numbers, and set it."""

        def show(pattern: str) -> None:
            dialog = PatternDialog(scheme, pattern, self.page)
            dialog.submitted.connect(
                lambda: self.act(
                    _("認定番号の形を登録しています"),
                    partial(
                        accreditation.set_pattern,
                        scheme_id=scheme.id,
                        pattern=dialog.pattern.text().strip(),
                    ),
                    lambda _pattern: _("認定番号の形を登録しました。"),
                    dialog,
                )
            )
            self.open(dialog)

        def pattern_of(database: Database) -> str:
            with database.reading() as session:
                return accreditation.pattern_of(session, scheme.id)

        self.read(pattern_of, show)

    # Tiers set by hand

    def override(self, scheme: Scheme) -> None:
        """Ask whose tier to set, and set it."""
        dialog = OverrideDialog(self.desk, scheme, self.desk.today, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("判定を変えています"),
                partial(
                    overrides.override,
                    scheme_id=scheme.id,
                    tier=dialog.tier.code or None,
                    numbers=dialog.people.numbers,
                    start=dialog.start.day,
                    reason=dialog.reason.text(),
                    last_day=dialog.last_day.day,
                ),
                lambda found: _("{count}人の判定を変えました。").format(count=len(found)),
                dialog,
            )
        )
        self.open(dialog)

    def withdraw(self, lines: Sequence[OverrideLine]) -> None:
        """Ask from when the calculated tier holds again, and let it."""
        if not lines:
            return
        numbers = list(dict.fromkeys(line.person.employee_no for line in lines))
        dialog = WithdrawDialog(lines, self.desk.today, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("計算の判定に戻しています"),
                partial(
                    overrides.withdraw,
                    scheme_id=lines[0].set_verdict.scheme,
                    numbers=numbers,
                    on=dialog.on.day,
                    reason=dialog.reason.text(),
                ),
                lambda _gone: _("{count}人を計算の判定に戻しました。").format(count=len(numbers)),
                dialog,
            )
        )
        self.open(dialog)

    # Workbooks

    def save_certificates(self, scheme: Scheme, as_of: date) -> None:
        """Write the certificates of a scheme."""
        self.save(
            _("認定証をExcelに書き出す"),
            _("認定証.xlsx"),
            lambda database, path: accreditation_reports.save_accreditation_certificates(
                database, scheme.id, path, as_of
            ),
            _("「{file}」に認定証{count}枚を書き出しました。"),
        )

    def save_register(self, scheme: Scheme, as_of: date, *, has_ended: bool) -> None:
        """Write the register of a scheme."""
        self.save(
            _("認定者名簿をExcelに書き出す"),
            _("認定者名簿.xlsx"),
            lambda database, path: accreditation_reports.save_accreditation_register(
                database, scheme.id, path, as_of, has_ended=has_ended
            ),
            _("「{file}」に{count}件の名簿を書き出しました。"),
        )

    def save_pyramid(self, scheme: Scheme, as_of: date) -> None:
        """Write the levels of a scheme."""
        self.save(
            _("段階別人数をExcelに書き出す"),
            _("段階別人数.xlsx"),
            lambda database, path: accreditation_reports.save_pyramid(
                database, scheme.id, path, as_of
            ),
            _("「{file}」に{count}人の段階別人数を書き出しました。"),
        )

    def save_overrides(self, scheme: Scheme, as_of: date) -> None:
        """Write the tiers set by hand."""
        self.save(
            _("一覧をExcelに書き出す"),
            _("判定の変更.xlsx"),
            lambda database, path: accreditation_reports.save_overrides(
                database, scheme.id, path, as_of
            ),
            _("「{file}」に{count}件を書き出しました。"),
        )

    def save_pair(self, found: PairFigures) -> None:
        """Write the comparison in sight."""
        self.save(
            _("Excelに書き出す"),
            _("前後の比較.xlsx"),
            lambda database, path: pairs.save_pair(database, path, found),
            _("「{file}」に{count}人の比較を書き出しました。"),
        )

"""Consents of those who passed: who may be named, who would teach."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams.definition import ExamPurpose
from skilltrack.i18n.exam_goals import told_now
from skilltrack.i18n.texts import _
from skilltrack.services.demonstration.chance import happens, stream
from skilltrack.services.exams.consents import consent_list, state_consents
from skilltrack.services.exams.notice import hand_out_notice
from skilltrack.store.database import Database

IT_PASSPORT = "it_passport"
ASKED_SHARE, NAMED_SHARE, TEACHING_SHARE = 0.8, 0.7, 0.3


def ask_for_consent(
    database: Database, seed: int, as_of: date, tell: Callable[[str], None]
) -> None:
    """Let most of those who passed say whether they may be named, and some that they teach."""
    chance = stream(seed, "exam_goals")
    lines = consent_list(database, IT_PASSPORT, as_of).lines
    asked = [one.person.employee_no for one in lines if happens(chance, ASKED_SHARE)]
    on = as_of - timedelta(days=3)
    passed = {one.person.employee_no for one in lines if one.passed_on <= on}
    asked = [number for number in asked if number in passed]
    if not asked:
        return
    named = {number: happens(chance, NAMED_SHARE) for number in asked}
    state_consents(database, IT_PASSPORT, ExamPurpose.NOTICE, named, on, today=as_of)
    teaching = {number: True for number in asked if happens(chance, TEACHING_SHARE)}
    if teaching:
        state_consents(database, IT_PASSPORT, ExamPurpose.TEACHING, teaching, on, today=as_of)
    tell(
        _("合格者の同意：氏名の掲載 {named} 人、学習会の講師 {teaching} 人").format(
            named=sum(named.values()), teaching=len(teaching)
        )
    )


def post_notice(database: Database, folder: Path, as_of: date, tell: Callable[[str], None]) -> None:
    """Hand out the notice of those who passed by the end of the half-year."""
    year = FiscalYear.of(as_of)
    until = min(year.first_day.replace(month=9, day=30), as_of)
    path = folder / _("合格者数のお知らせ.xlsx")
    found = hand_out_notice(database, path, IT_PASSPORT, year.first_day, until)
    tell(_("合格者数のお知らせ：今回 {told}").format(told=told_now(found)))

"""An own exam of the fictional municipality, and a version of it with a reason."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from skilltrack.domain.calendar import FiscalYear, Period
from skilltrack.domain.exams.definition import Exam, ExamEdition, ExamField
from skilltrack.domain.schemes.gates import All
from skilltrack.domain.schemes.leaves import ScoreAtLeast
from skilltrack.i18n.texts import _
from skilltrack.services.exams import master
from skilltrack.store.database import Database

Tell = Callable[[str], None]


def write_exams(database: Database, as_of: date, tell: Tell) -> None:
    """Add an exam that the municipality holds itself, then say more of it."""
    fields = (
        ExamField("total", _("合計点"), 100),
        ExamField("written", _("筆記"), 60),
        ExamField("practical", _("実技"), 40),
    )
    rule = All(
        (
            ScoreAtLeast("total", _("合計点60点以上"), "total", 60),
            ScoreAtLeast("practical", _("実技20点以上"), "practical", 20),
        )
    )
    edition = ExamEdition(
        "1", Period(FiscalYear.of(as_of).first_day), fields, rule, fee_yen=0, is_total_sum=True
    )
    exam = Exam("town_it", _("庁内ICT検定"), (_("庁内検定"),), (edition,), _("情報政策課"))
    master.save_exam(database, exam, _("庁内で行う検定を加える"))
    timed = replace(exam, editions=(replace(edition, questions=50, minutes=60),))
    master.save_exam(database, timed, _("問題数と時間が決まったため"))
    tell(_("試験の内容：{name}を加え、版を1つ改めました").format(name=exam.name))

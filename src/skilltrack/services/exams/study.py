"""Study groups (学習会): which courses and sessions prepare for an exam."""

from dataclasses import dataclass
from datetime import date

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.years import CatalogueCourse
from skilltrack.domain.exams.definition import Exam
from skilltrack.domain.schemes.programmes import SkillRef
from skilltrack.i18n.folding import fold
from skilltrack.services import definitions
from skilltrack.services.catalogue.reading import courses_in, own_questionnaires
from skilltrack.store.database import Session
from skilltrack.store.sessions import sessions_of_year

CALLED = ("学習会", "勉強会", "試験対策")
"""What a study group is called."""


@dataclass(frozen=True, slots=True)
class StudyGroups:
    """Courses that prepare for an exam, code → name, and further sessions, id → title."""

    courses: dict[str, str]
    sessions: dict[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """Return what they are called, each once."""
        return tuple(dict.fromkeys((*self.courses.values(), *self.sessions.values())))


def study_groups(session: Session, exam: Exam, on: date) -> StudyGroups:
    """Return the study groups of this fiscal year and the last.

    A course or session is one where its name holds that of the exam; and a course called 学習会,
    勉強会 or 試験対策 where it builds what a field of the exam covers. A course for everybody
    that only touches a field is none: else whoever sat through any training would have studied.
    """
    year = FiscalYear.of(on).year
    spelt = [fold(name) for name in (exam.name, *exam.aliases) if name]
    own = own_questionnaires(definitions.schemes(session).values())
    edition = exam.edition_on(on) or (exam.editions[-1] if exam.editions else None)
    fields = () if edition is None else edition.fields
    covered = frozenset(one for field in fields for one in field.covers)

    def names_exam(text: str) -> bool:
        folded = fold(text)
        return any(one in folded for one in spelt)

    def builds(course: CatalogueCourse) -> bool:
        skills = {
            SkillRef(owner, skill.code)
            for skill in course.detail.builds
            for owner in ((skill.questionnaire,) if skill.questionnaire else own)
        }
        return not covered.isdisjoint(skills)

    courses: dict[str, str] = {}
    sessions: dict[str, str] = {}
    for each in (FiscalYear(year - 1), FiscalYear(year)):
        for course in courses_in(session, each):
            is_called = any(word in course.name for word in CALLED)
            if names_exam(course.name) or (is_called and builds(course)):
                courses[course.code] = course.name
        for one in sessions_of_year(session, each):
            if one.course not in courses and names_exam(one.title) and not one.is_cancelled:
                sessions[one.session_id] = one.title
    return StudyGroups(courses, sessions)

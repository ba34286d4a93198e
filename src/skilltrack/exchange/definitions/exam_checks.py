"""Checks of an exam beyond its shape: what its fields name in questionnaires."""

from collections.abc import Iterable, Iterator, Mapping

from skilltrack.domain.exams.definition import Exam
from skilltrack.domain.problems import Problem, Severity
from skilltrack.domain.questionnaires.definition import Questionnaire
from skilltrack.exchange.definitions.documents import Finder


def check_exam(
    exam: Exam,
    questionnaires: Mapping[str, Questionnaire],
    others: Iterable[Exam] = (),
    file: str = "",
) -> tuple[Problem, ...]:
    """Find what an exam names and does not exist, and names that would find two exams.

    Args:
        exam: The exam.
        questionnaires: The questionnaires that are known, by id.
        others: The other exams of the body.
        file: The name of the file for the problems; empty when there is none.

    Returns:
        One problem per name. A questionnaire that the body has not taken is only a notice.
    """
    finder = Finder(file)
    return (*_covers(exam, questionnaires, finder), *_names(exam, others, finder))


def _covers(
    exam: Exam, questionnaires: Mapping[str, Questionnaire], finder: Finder
) -> Iterator[Problem]:
    missing: set[str] = set()
    for edition in exam.editions:
        for field in edition.fields:
            for skill in field.covers:
                path = f"editions[{edition.code}].fields[{field.code}].covers[{skill.code}]"
                known = questionnaires.get(skill.questionnaire)
                if known is None:
                    if skill.questionnaire not in missing:
                        missing.add(skill.questionnaire)
                        problem = finder.problem(
                            "covers_not_taken", f"{path}.questionnaire", name=skill.questionnaire
                        )
                        yield Problem(problem.code, problem.place, problem.values, Severity.NOTICE)
                    continue
                codes = [category.code for category in known.categories]
                codes += [item.code for item in known.items]
                if skill.code not in codes:
                    yield finder.unknown("unknown_category", f"{path}.code", skill.code, codes)


def _names(exam: Exam, others: Iterable[Exam], finder: Finder) -> Iterator[Problem]:
    taken = {
        name: other.name
        for other in others
        if other.code != exam.code
        for name in (other.name, *other.aliases)
    }
    if exam.name in taken:
        yield finder.problem("exam_name_taken", "name", name=exam.name, exam=taken[exam.name])
    for alias in exam.aliases:
        if alias in taken:
            yield finder.problem("exam_name_taken", "aliases", name=alias, exam=taken[alias])

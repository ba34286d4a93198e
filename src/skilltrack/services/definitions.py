"""Schemes, questionnaires and exams of the body: taken from what is shipped, kept as versions.

What is shipped is validated when it is taken; what the data file holds is the plain form of the
values (``exchange.plain``), so that opening a window does not import a validation library.
"""

from collections.abc import Sequence

from skilltrack.domain.calendar import ALWAYS
from skilltrack.domain.exams import Exam
from skilltrack.domain.intake import Vocabulary
from skilltrack.domain.organisation import JobTitle
from skilltrack.domain.problems import refuse
from skilltrack.domain.questionnaires import Questionnaire
from skilltrack.domain.schemes import Scheme
from skilltrack.exchange.plain import plain, restored
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.definitions import (
    DEFINITIONS,
    Definition,
    DefinitionKind,
    current_definitions,
    definition,
    setting,
)
from skilltrack.store.organisation import TITLES, title_names


def adopt_shipped(database: Database, scheme_ids: Sequence[str] = ()) -> tuple[Scheme, ...]:
    """Take shipped schemes into the data file, with their questionnaires and every exam.

    Args:
        database: The data file.
        scheme_ids: Which schemes; empty takes all that are shipped.

    Returns:
        The schemes taken.

    Raises:
        Refusal: A scheme is not shipped.
    """
    from skilltrack.exchange.definitions.exams import shipped_exams
    from skilltrack.exchange.definitions.questionnaires import shipped_questionnaires
    from skilltrack.exchange.definitions.schemes import shipped_schemes

    check_shipped(scheme_ids)
    shipped = {scheme.id: scheme for scheme in shipped_schemes()}
    chosen = [shipped[scheme_id] for scheme_id in scheme_ids or sorted(shipped)]
    names = " ".join(scheme.id for scheme in chosen)
    with database.changing("schemes.adopt", names) as work:
        for scheme in chosen:
            _keep(work, DefinitionKind.SCHEME, scheme.id, scheme.version, plain(scheme))
            _offer_titles(work, scheme)
        for questionnaire in shipped_questionnaires():
            _keep(
                work,
                DefinitionKind.QUESTIONNAIRE,
                questionnaire.id,
                questionnaire.version,
                plain(questionnaire),
            )
        for exam in shipped_exams():
            _keep(work, DefinitionKind.EXAM, exam.code, 1, plain(exam))
        audit.append(database, work, Entry("schemes.adopt", names, len(chosen)))
    return tuple(chosen)


def check_shipped(scheme_ids: Sequence[str]) -> None:
    """Refuse a scheme that is not shipped.

    Raises:
        Refusal: A scheme is not shipped.
    """
    from skilltrack.exchange.definitions.schemes import shipped_schemes

    shipped = sorted(scheme.id for scheme in shipped_schemes())
    for scheme_id in scheme_ids:
        if scheme_id not in shipped:
            raise refuse("schemes.not_shipped", scheme=scheme_id, accepted="、".join(shipped))


def _keep(work: UnitOfWork, kind: DefinitionKind, code: str, version: int, body: object) -> None:
    if definition(work, kind, code, version) is None:
        DEFINITIONS.record(work, [Definition(kind, code, version, body)])


def _offer_titles(work: UnitOfWork, scheme: Scheme) -> None:
    """Start the table of job titles with those usual in the scheme."""
    known = title_names(work)
    TITLES.record(
        work,
        [JobTitle(name, band, ALWAYS) for name, band in scheme.titles.items() if name not in known],
    )


def schemes(session: Session) -> dict[str, Scheme]:
    """Return the schemes of the body in their newest version, by id."""
    found = current_definitions(session, DefinitionKind.SCHEME)
    return {d.code: restored(Scheme, d.body) for d in found}


def scheme(session: Session, scheme_id: str) -> Scheme:
    """Return a scheme.

    Raises:
        Refusal: The body has not taken it.
    """
    found = current_definitions(session, DefinitionKind.SCHEME)
    for one in found:
        if one.code == scheme_id:
            return restored(Scheme, one.body)
    accepted = "、".join(one.code for one in found) or "―"
    raise refuse("schemes.unknown", scheme=scheme_id, accepted=accepted)


def scheme_version(session: Session, scheme_id: str, version: int) -> Scheme:
    """Return one version of a scheme."""
    found = definition(session, DefinitionKind.SCHEME, scheme_id, version)
    if found is None:
        raise refuse("schemes.unknown", scheme=scheme_id, accepted="―")
    return restored(Scheme, found.body)


def questionnaires(session: Session) -> dict[str, Questionnaire]:
    """Return the questionnaires in their newest version, by id."""
    found = current_definitions(session, DefinitionKind.QUESTIONNAIRE)
    return {d.code: restored(Questionnaire, d.body) for d in found}


def questionnaire_version(session: Session, code: str, version: int) -> Questionnaire:
    """Return one version of a questionnaire."""
    found = definition(session, DefinitionKind.QUESTIONNAIRE, code, version)
    if found is None:
        raise refuse("questionnaires.unknown", questionnaire=code)
    return restored(Questionnaire, found.body)


def exams(session: Session) -> dict[str, Exam]:
    """Return the exams, by code."""
    found = current_definitions(session, DefinitionKind.EXAM)
    return {d.code: restored(Exam, d.body) for d in found}


def vocabulary(session: Session) -> Vocabulary:
    """Return the words that import files may use for bands, roles and exams.

    Names come first, so that a message offers what an officer would write. Roles that no scheme
    knows and for which a rule was set are called by their code.
    """
    bands: dict[str, str] = {}
    roles: dict[str, str] = {}
    for one in schemes(session).values():
        bands |= {band.name: band.code for band in one.bands}
        roles |= {role.name: role.code for role in one.roles}
    own = (role for role in setting(session, "roles") or {} if role not in roles.values())
    roles |= {role: role for role in own}
    names: dict[str, str] = {}
    for exam in exams(session).values():
        names |= dict.fromkeys((exam.name, *exam.aliases), exam.code)
    return Vocabulary(bands, roles, names)


def list_schemes(database: Database) -> tuple[Scheme, ...]:
    """Return the schemes of the body, by id."""
    with database.reading() as session:
        return tuple(schemes(session).values())


def list_questionnaires(database: Database) -> tuple[Questionnaire, ...]:
    """Return the questionnaires of the body, by id."""
    with database.reading() as session:
        return tuple(questionnaires(session).values())

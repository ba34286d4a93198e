"""Schemes, questionnaires and exams of the body: taken from what is shipped, kept as versions.

What is shipped is validated when it is taken; what the data file holds is the plain form of the
values (``exchange.plain``), so that opening a window does not import a validation library.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from skilltrack.domain.calendar import ALWAYS
from skilltrack.domain.exams.definition import Exam
from skilltrack.domain.organisation import JobTitle
from skilltrack.domain.problems import refuse
from skilltrack.domain.questionnaires.definition import Questionnaire
from skilltrack.domain.schemes import gates
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.domain.schemes.leaves import CategoryAtLeast, ExamPassed, ItemAtLeast
from skilltrack.domain.schemes.programmes import Programme
from skilltrack.domain.targets.definition import MeasureKind
from skilltrack.exchange.plain import plain, restored
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.definitions import (
    DEFINITIONS,
    Definition,
    DefinitionKind,
    change_setting,
    current_definitions,
    definition,
    definition_codes,
    highest_version,
    newest_definition,
    setting,
    version_records,
)
from skilltrack.store.organisation import TITLES, title_names

if TYPE_CHECKING:
    from skilltrack.domain.intake import Vocabulary

_DROPPED = "schemes.dropped"

STARTING_SCHEMES = ("fukui", "kitakyushu")
"""The schemes of a new data file where none are chosen: one by post and one earned. Schemes of
other bodies divide posts and duties in their own ways and are taken one by one."""


def adopt_shipped(database: Database, scheme_ids: Sequence[str] = ()) -> tuple[Scheme, ...]:
    """Take shipped schemes into the data file, with the questionnaires they name and every exam.

    Args:
        database: The data file.
        scheme_ids: Which schemes; empty takes those that a new data file starts with.

    Returns:
        The schemes taken.

    Raises:
        Refusal: A scheme is not shipped.
    """
    from skilltrack.exchange.definitions.exams import shipped_exams
    from skilltrack.exchange.definitions.questionnaires import shipped_questionnaires
    from skilltrack.exchange.definitions.schemes import shipped_definitions

    check_shipped(scheme_ids)
    shipped = {one.scheme.id: one for one in shipped_definitions()}
    chosen = [shipped[scheme_id] for scheme_id in scheme_ids or STARTING_SCHEMES]
    names = " ".join(one.scheme.id for one in chosen)
    with database.changing("schemes.adopt", names) as work:
        for one in chosen:
            _adopt(work, one.scheme, one.programme)
            _offer_titles(work, one.scheme)
        _take_back(work, [one.scheme.id for one in chosen])
        named = {code for one in chosen for code in questionnaires_of(one.scheme, one.programme)}
        _keep_questionnaires(work, [q for q in shipped_questionnaires() if q.id in named])
        wanted = {code for one in chosen for code in exams_of(one.scheme, one.programme)}
        for exam in shipped_exams():
            _keep_exam(work, exam, is_wanted=exam.code in wanted)
        audit.append(database, work, Entry("schemes.adopt", names, len(chosen)))
    return tuple(one.scheme for one in chosen)


def adopt_questionnaires(database: Database, ids: Sequence[str]) -> tuple[Questionnaire, ...]:
    """Take shipped questionnaires into the data file without a scheme.

    Returns:
        The questionnaires, those that the body had already among them.

    Raises:
        Refusal: One of them is not shipped.
    """
    from skilltrack.exchange.definitions.questionnaires import shipped_questionnaires

    shipped = {one.id: one for one in shipped_questionnaires()}
    for code in ids:
        if code not in shipped:
            raise refuse("questionnaires.not_shipped", name=code, accepted="、".join(shipped))
    chosen = [shipped[code] for code in ids]
    with database.changing("questionnaire.adopt", " ".join(ids)) as work:
        _keep_questionnaires(work, chosen)
        audit.append(database, work, Entry("questionnaire.adopt", " ".join(ids), len(chosen)))
    return tuple(chosen)


def offered_questionnaires(database: Database) -> tuple[Questionnaire, ...]:
    """Return the shipped questionnaires that the body has not taken, by id."""
    from skilltrack.exchange.definitions.questionnaires import shipped_questionnaires

    with database.reading() as session:
        known = set(definition_codes(session, DefinitionKind.QUESTIONNAIRE))
    return tuple(one for one in shipped_questionnaires() if one.id not in known)


def missing_questionnaires(
    session: Session, scheme: Scheme, programme: Programme
) -> tuple[Questionnaire, ...]:
    """Return the shipped questionnaires that a scheme names and the body has not taken."""
    missing = questionnaires_of(scheme, programme) - set(
        definition_codes(session, DefinitionKind.QUESTIONNAIRE)
    )
    if not missing:
        return ()
    from skilltrack.exchange.definitions.questionnaires import shipped_questionnaires

    return tuple(one for one in shipped_questionnaires() if one.id in missing)


def questionnaires_of(scheme: Scheme, programme: Programme) -> frozenset[str]:
    """Return the ids of the questionnaires that a scheme and its programme name."""
    leaves = (leaf for tier in scheme.tiers for leaf in gates.leaves(tier.gate))
    of_answers = CategoryAtLeast | ItemAtLeast
    named = {leaf.questionnaire for leaf in leaves if isinstance(leaf, of_answers)}
    named |= {ladder.questionnaire for ladder in scheme.ladders}
    named |= {skill.questionnaire for detail in programme.details for skill in detail.builds}
    named |= {code for pair in programme.pairs for code in (pair.before, pair.after)}
    return frozenset(named | {scheme.questionnaire}) - {""}


def exams_of(scheme: Scheme, programme: Programme) -> frozenset[str]:
    """Return the codes of the exams that a scheme and its programme name."""
    leaves = (leaf for tier in scheme.tiers for leaf in gates.leaves(tier.gate))
    named = {leaf.exam for leaf in leaves if isinstance(leaf, ExamPassed)}
    for target in programme.targets:
        if target.measure is not None and target.measure.kind is MeasureKind.EXAMS:
            named |= set(target.measure.codes)
    return frozenset(named)


def _keep_exam(work: UnitOfWork, exam: Exam, *, is_wanted: bool) -> None:
    """Take an exam that the body never had; one that it dropped only where a scheme names it."""
    highest = highest_version(work, DefinitionKind.EXAM, exam.code)
    is_dropped = highest and newest_definition(work, DefinitionKind.EXAM, exam.code) is None
    if not highest or (is_wanted and is_dropped):
        _keep(work, DefinitionKind.EXAM, exam.code, highest + 1, plain(exam))


def _keep_questionnaires(work: UnitOfWork, chosen: Iterable[Questionnaire]) -> None:
    kind = DefinitionKind.QUESTIONNAIRE
    for one in chosen:
        _keep(work, kind, one.id, one.version, plain(one))


def _adopt(work: UnitOfWork, scheme: Scheme, programme: Programme) -> None:
    """Take a scheme unless the body has had it: what it changed since stays in force."""
    for number in versions(work, scheme.id):
        known = scheme_version(work, scheme.id, number)
        of_version = programme_version(work, scheme.id, number)
        if is_same(scheme, programme, known, of_version):
            return
    highest = highest_version(work, DefinitionKind.SCHEME, scheme.id)
    keep_version(work, scheme, programme, highest + 1 if highest else scheme.version)


def is_same(scheme: Scheme, programme: Programme, other: Scheme, its: Programme) -> bool:
    """Return whether two versions of a scheme say the same."""
    return replace(scheme, version=0) == replace(other, version=0) and replace(
        programme, version=0
    ) == replace(its, version=0)


def keep_version(work: UnitOfWork, scheme: Scheme, programme: Programme, number: int) -> Scheme:
    """Record a scheme with its programme as a version."""
    kept = replace(scheme, version=number)
    of_it = replace(programme, scheme=scheme.id, version=number)
    DEFINITIONS.record(
        work,
        [
            Definition(DefinitionKind.SCHEME, scheme.id, number, plain(kept)),
            Definition(DefinitionKind.PROGRAMME, scheme.id, number, plain(of_it)),
        ],
    )
    return kept


def versions(session: Session, scheme_id: str) -> tuple[int, ...]:
    """Return the numbers of the versions of a scheme, newest first; empty for an unknown one."""
    found = version_records(session, DefinitionKind.SCHEME, scheme_id)
    return tuple(one.version for one in found)


def dropped(session: Session) -> frozenset[str]:
    """Return the ids of the schemes that are no longer in use."""
    return frozenset(setting(session, _DROPPED) or ())


def drop(work: UnitOfWork, scheme_id: str) -> None:
    """Take a scheme out of use; verdicts of the past still find it."""
    change_setting(work, _DROPPED, sorted(dropped(work) | {scheme_id}))


def _take_back(work: UnitOfWork, scheme_ids: Sequence[str]) -> None:
    """Put schemes into use again that were dropped."""
    left = dropped(work)
    if left & set(scheme_ids):
        change_setting(work, _DROPPED, sorted(left - set(scheme_ids)))


def take_back(work: UnitOfWork, scheme_id: str) -> None:
    """Put a scheme into use again."""
    _take_back(work, [scheme_id])


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
    """Return the schemes in use in their newest version, by id."""
    left = dropped(session)
    return {code: one for code, one in schemes_ever(session).items() if code not in left}


def schemes_ever(session: Session) -> dict[str, Scheme]:
    """Return the schemes in their newest version, by id, those no longer in use as well."""
    return dict(session.once(_schemes_ever))


def _schemes_ever(session: Session) -> dict[str, Scheme]:
    found = current_definitions(session, DefinitionKind.SCHEME)
    return {d.code: restored(Scheme, d.body) for d in found}


def scheme(session: Session, scheme_id: str) -> Scheme:
    """Return a scheme in its newest version, in use or not.

    Raises:
        Refusal: The body has not taken it.
    """
    return session.once(_scheme, scheme_id)


def _scheme(session: Session, scheme_id: str) -> Scheme:
    found = newest_definition(session, DefinitionKind.SCHEME, scheme_id)
    if found is None:
        codes = definition_codes(session, DefinitionKind.SCHEME)
        raise refuse("schemes.unknown", scheme=scheme_id, accepted="、".join(codes) or "―")
    return restored(Scheme, found.body)


def scheme_version(session: Session, scheme_id: str, version: int) -> Scheme:
    """Return one version of a scheme.

    Raises:
        Refusal: There is none of that number.
    """
    found = definition(session, DefinitionKind.SCHEME, scheme_id, version)
    if found is None:
        numbers = "、".join(str(one) for one in sorted(versions(session, scheme_id)))
        raise refuse("schemes.unknown_version", scheme=scheme_id, version=version, known=numbers)
    return restored(Scheme, found.body)


def programme(session: Session, scheme_id: str) -> Programme:
    """Return the programme of a scheme in its newest version.

    Raises:
        Refusal: The body has not taken the scheme.
    """
    return programme_version(session, scheme_id, scheme(session, scheme_id).version)


def programme_version(session: Session, scheme_id: str, version: int) -> Programme:
    """Return the programme of a version; an empty one where the version has none."""
    found = definition(session, DefinitionKind.PROGRAMME, scheme_id, version)
    return Programme(scheme_id, version) if found is None else restored(Programme, found.body)


def programmes(session: Session) -> dict[str, Programme]:
    """Return the programmes of the schemes in use, by id of the scheme."""
    return dict(session.once(_programmes))


def _programmes(session: Session) -> dict[str, Programme]:
    left = dropped(session)
    found = {d.code: d for d in current_definitions(session, DefinitionKind.PROGRAMME)}
    return {
        code: restored(Programme, found[code].body) if code in found else Programme(code, 1)
        for code in definition_codes(session, DefinitionKind.SCHEME)
        if code not in left
    }


def questionnaires(session: Session) -> dict[str, Questionnaire]:
    """Return the questionnaires in their newest version, by id."""
    found = current_definitions(session, DefinitionKind.QUESTIONNAIRE)
    return {d.code: restored(Questionnaire, d.body) for d in found}


def questionnaire(session: Session, code: str) -> Questionnaire:
    """Return a questionnaire in its newest version.

    Raises:
        Refusal: There is none of that id.
    """
    return session.once(_questionnaire, code)


def _questionnaire(session: Session, code: str) -> Questionnaire:
    found = newest_definition(session, DefinitionKind.QUESTIONNAIRE, code)
    if found is None:
        raise refuse("questionnaires.unknown", questionnaire=code)
    return restored(Questionnaire, found.body)


def questionnaire_version(session: Session, code: str, version: int) -> Questionnaire:
    """Return one version of a questionnaire."""
    return session.once(_questionnaire_version, code, version)


def _questionnaire_version(session: Session, code: str, version: int) -> Questionnaire:
    found = definition(session, DefinitionKind.QUESTIONNAIRE, code, version)
    if found is None:
        raise refuse("questionnaires.unknown", questionnaire=code)
    return restored(Questionnaire, found.body)


def exams(session: Session) -> dict[str, Exam]:
    """Return the exams, by code."""
    found = current_definitions(session, DefinitionKind.EXAM)
    return {d.code: restored(Exam, d.body) for d in found}


def vocabulary(session: Session) -> "Vocabulary":
    """Return the words that import files may use for bands, roles and exams.

    Names come first, so that a message offers what an officer would write. Roles that no scheme
    knows and for which a rule was set are called by their code.
    """
    bands: dict[str, str] = {}
    roles: dict[str, str] = {}
    for one in schemes_ever(session).values():
        bands |= {band.name: band.code for band in one.bands}
        roles |= {role.name: role.code for role in one.roles}
    own = (role for role in setting(session, "roles") or {} if role not in roles.values())
    roles |= {role: role for role in own}
    names: dict[str, str] = {}
    for exam in exams(session).values():
        names |= dict.fromkeys((exam.name, *exam.aliases), exam.code)
    from skilltrack.domain.intake import Vocabulary  # the first page of the office needs none

    return Vocabulary(bands, roles, names)


def list_schemes(database: Database) -> tuple[Scheme, ...]:
    """Return the schemes of the body, by id."""
    with database.reading() as session:
        return tuple(schemes(session).values())


def list_questionnaires(database: Database) -> tuple[Questionnaire, ...]:
    """Return the questionnaires of the body, by id."""
    with database.reading() as session:
        return tuple(questionnaires(session).values())

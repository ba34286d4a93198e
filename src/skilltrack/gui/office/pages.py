"""The pages of the office window: their entries in the navigation, and how each is made."""

from collections.abc import Callable, Mapping
from typing import Any

from skilltrack.gui.icons import Icon
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.page import Page
from skilltrack.gui.widgets.navigation import NavigationEntry
from skilltrack.i18n.texts import _

HOME = "home"

ENTRIES = (
    NavigationEntry(HOME, _("ホーム"), Icon.HOME),
    NavigationEntry("rounds", _("調査"), Icon.SURVEY),
    NavigationEntry("questionnaires", _("調査票"), Icon.QUESTIONNAIRE),
    NavigationEntry("analysis", _("調査結果"), Icon.BOARD),
    NavigationEntry("people", _("職員・組織"), Icon.PEOPLE),
    NavigationEntry("organisation", _("組織改編"), Icon.ORGANISATION),
    NavigationEntry("roles", _("役割・会議"), Icon.ROLE),
    NavigationEntry("training", _("研修"), Icon.TRAINING),
    NavigationEntry("exams", _("資格"), Icon.EXAM),
    NavigationEntry("schemes", _("育成制度"), Icon.SCHEME),
    NavigationEntry("practices", _("DX実践"), Icon.PRACTICE),
    NavigationEntry("imports", _("取り込み"), Icon.IMPORT),
    NavigationEntry("reports", _("帳票"), Icon.REPORT),
    NavigationEntry("years", _("年度替わり"), Icon.YEAR),
    NavigationEntry("retention", _("保存と消去"), Icon.RETENTION),
)

GROUPS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "people": (("people", _("職員")), ("talent", _("人材を探す"))),
    "training": (
        ("training", _("修了状況")),
        ("obligations", _("受講義務")),
        ("gaps", _("不足と研修")),
        ("seats", _("受講計画")),
        ("catalogue", _("研修一覧")),
        ("sessions", _("実施回")),
        ("submissions", _("届出")),
    ),
    "exams": (
        ("exams", _("受験と合格")),
        ("exam_goals", _("目標と見通し")),
        ("vouchers", _("バウチャー")),
        ("subsidies", _("助成")),
        ("qualifications", _("資格台帳")),
        ("exam_master", _("試験の内容")),
    ),
    "schemes": (
        ("schemes", _("判定")),
        ("accreditation", _("認定")),
        ("targets", _("目標")),
        ("programme", _("制度の内容")),
    ),
}
"""Entry of the navigation → the pages behind it, when there is more than one."""

ENTRY_OF: Mapping[str, str] = {
    page: entry for entry, members in GROUPS.items() for page, _name in members
}
"""Page → entry of the navigation, for the pages of a group."""


def _home(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.board.page import HomePage

    return HomePage(desk)


def _rounds(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.rounds.page import RoundsPage

    return RoundsPage(desk)


def _questionnaires(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.questionnaires.page import QuestionnairesPage

    return QuestionnairesPage(desk)


def _analysis(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.analysis.page import AnalysisPage

    return AnalysisPage(desk)


def _people(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.people.page import PeoplePage

    return PeoplePage(desk)


def _training(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.training.page import TrainingPage

    return TrainingPage(desk)


def _exams(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.exams.page import ExamsPage

    return ExamsPage(desk)


def _exam_goals(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.exam_goals.page import ExamGoalsPage

    return ExamGoalsPage(desk)


def _qualifications(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.qualifications.page import QualificationsPage

    return QualificationsPage(desk)


def _subsidies(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.subsidies.page import SubsidiesPage

    return SubsidiesPage(desk)


def _vouchers(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.vouchers.page import VouchersPage

    return VouchersPage(desk)


def _exam_master(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.exam_master.page import ExamMasterPage

    return ExamMasterPage(desk)


def _schemes(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.schemes.page import SchemesPage

    return SchemesPage(desk)


def _imports(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.imports.page import ImportsPage

    return ImportsPage(desk)


def _reports(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.reports_page import ReportsPage

    return ReportsPage(desk)


def _organisation(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.organisation.page import OrganisationPage

    return OrganisationPage(desk)


def _roles(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.roles.page import RolesPage

    return RolesPage(desk)


def _years(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.years.page import YearsPage

    return YearsPage(desk)


def _retention(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.retention.page import RetentionPage

    return RetentionPage(desk)


def _catalogue(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.catalogue.page import CataloguePage

    return CataloguePage(desk)


def _sessions(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.sessions.page import SessionsPage

    return SessionsPage(desk)


def _seats(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.seats.page import SeatsPage

    return SeatsPage(desk)


def _obligations(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.obligations.page import ObligationsPage

    return ObligationsPage(desk)


def _gaps(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.gaps.page import GapsPage

    return GapsPage(desk)


def _submissions(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.submissions.page import SubmissionsPage

    return SubmissionsPage(desk)


def _accreditation(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.accreditation.page import AccreditationPage

    return AccreditationPage(desk)


def _targets(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.targets.page import TargetsPage

    return TargetsPage(desk)


def _programme(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.programme.page import ProgrammePage

    return ProgrammePage(desk)


def _talent(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.talent.page import TalentPage

    return TalentPage(desk)


def _practices(desk: Desk) -> Page[Any]:
    from skilltrack.gui.office.practices.page import PracticesPage

    return PracticesPage(desk)


MAKERS: Mapping[str, Callable[[Desk], Page[Any]]] = {
    HOME: _home,
    "rounds": _rounds,
    "questionnaires": _questionnaires,
    "analysis": _analysis,
    "people": _people,
    "organisation": _organisation,
    "roles": _roles,
    "training": _training,
    "exams": _exams,
    "exam_goals": _exam_goals,
    "vouchers": _vouchers,
    "qualifications": _qualifications,
    "subsidies": _subsidies,
    "exam_master": _exam_master,
    "schemes": _schemes,
    "imports": _imports,
    "reports": _reports,
    "years": _years,
    "retention": _retention,
    "catalogue": _catalogue,
    "sessions": _sessions,
    "seats": _seats,
    "obligations": _obligations,
    "gaps": _gaps,
    "submissions": _submissions,
    "accreditation": _accreditation,
    "targets": _targets,
    "programme": _programme,
    "talent": _talent,
    "practices": _practices,
}
"""Pages are made, and their modules loaded, when they are first visited."""

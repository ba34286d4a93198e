"""A small round with everything that a package can hold."""

from datetime import date
from fractions import Fraction

import pytest

from skilltrack.domain.catalogue.courses import CourseKind
from skilltrack.domain.questionnaires.definition import (
    Category,
    Item,
    Origin,
    Questionnaire,
    Scale,
    ScaleStep,
)
from skilltrack.domain.rounds.definition import AnswerSheet, CourseOffer, RoundPackage
from skilltrack.domain.schemes import gates, leaves
from skilltrack.domain.schemes.definition import (
    Band,
    EvaluationRule,
    Medal,
    Role,
    SampleCourse,
    Scheme,
    SourceNote,
    Tier,
    TierRule,
)
from skilltrack.exchange.sealing.keys import RoundKeys, new_round_keys, new_signing_key


@pytest.fixture(scope="session")
def round_keys() -> RoundKeys:
    return new_round_keys()


@pytest.fixture(scope="session")
def organisation_key() -> bytes:
    return new_signing_key()


@pytest.fixture(scope="session")
def respondent_key() -> bytes:
    return new_signing_key()


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    return Questionnaire(
        id="trial",
        version=2,
        title="試しの調査票",
        explanation="",
        scale=Scale(tuple(ScaleStep(points, f"段階{points}") for points in range(4))),
        categories=(Category("words", "用語", "言葉"), Category("tools", "道具")),
        items=tuple(
            Item(code, category, f"{code}を説明できますか。", code, Origin.OWN, "Why", ("C1",))
            for code, category in (("W1", "words"), ("W2", "words"), ("L1", "tools"))
        ),
    )


@pytest.fixture(scope="session")
def scheme() -> Scheme:
    every_leaf = gates.All(
        (
            leaves.CategoryAtLeast("a", "用語", "words", Fraction(61, 200)),
            gates.AtLeast(
                1,
                (
                    leaves.ItemAtLeast("b", "道具", "L1", 2),
                    leaves.CoursesCompleted("c", "研修", ("C1", "C2"), 1),
                    gates.All((leaves.ExamPassed("d", "試験", "it_passport"),)),
                ),
            ),
            leaves.CatalogueCompleted("e", "必須研修", leaves.CatalogueKind.REQUIRED),
            leaves.BandIs("f", "役職区分", ("staff",)),
            leaves.RoleHeld("g", "役割", "leader"),
            leaves.PracticesRegistered("h", "実践", 1),
            leaves.ScoreAtLeast("i", "点数", "total", 600),
        )
    )
    return Scheme(
        id="trial",
        version=1,
        name="試しの制度",
        explanation="",
        rule=TierRule.BY_POST,
        questionnaire="trial",
        bands=(Band("staff", "一般職員"),),
        roles=(Role("leader", "リーダー"),),
        tiers=(
            Tier("one", "第一", every_leaf, expected_bands=("staff",), skills=("文書",)),
            Tier(
                "two",
                "第二",
                leaves.RoleHeld("j", "役割", "leader"),
                expected_role="leader",
                medal=Medal.GOLD,
            ),
        ),
        titles={"主事": "staff"},
        courses=(SampleCourse("C1", "研修", CourseKind.LEADER, ("staff",), "集合", 1.5),),
        evaluation=EvaluationRule("leader", (Fraction(1), Fraction(2), Fraction(1, 3))),
        notes=(SourceNote("仮の値", ""),),
    )


@pytest.fixture(scope="session")
def package(questionnaire: Questionnaire, scheme: Scheme, round_keys: RoundKeys) -> RoundPackage:
    return RoundPackage(
        round_id="r-2026-1",
        title="令和8年度 デジタルスキル調査",
        organisation="みずほ野市",
        contact="人事課 内線 2345",
        purpose="研修の計画に使います。人事評価には使いません。",
        opens_on=date(2026, 9, 1),
        closes_on=date(2026, 9, 30),
        questionnaire=questionnaire,
        schemes=(scheme,),
        titles=(("主事", "staff"), ("𠮷田技師", "staff")),
        courses=(CourseOffer("C1", "研修", "eラーニング"),),
        inbox="../回収",
        receipts="../受領",
        public_key=round_keys.public,
    )


@pytest.fixture(scope="session")
def sheet(package: RoundPackage) -> AnswerSheet:
    return AnswerSheet(
        round_id=package.round_id,
        employee_no="000123",
        kana="ヨシダ ハナコ",
        job_title="主事",
        account="yoshida-h",
        counter=3,
        answers={"W1": 0, "W2": None, "L1": 3},
        program_version="0.1.0",
        sent_at_display="令和8年9月3日 10:15",
    )

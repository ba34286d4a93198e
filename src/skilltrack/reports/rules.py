"""The rules of a board in words, as they stand under its table."""

from fractions import Fraction
from math import gcd, lcm

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.evaluation import Board
from skilltrack.domain.inclusion import AskedCoverage
from skilltrack.domain.schemes.definition import EvaluationRule, NoLeader
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.inclusion import asked_words, counted_note
from skilltrack.i18n.texts import _
from skilltrack.i18n.years import closed_note


def weights_text(weights: tuple[Fraction, Fraction, Fraction]) -> str:
    """Return weights as the smallest whole numbers of the same proportion: 5：3：2."""
    scale = lcm(*(weight.denominator for weight in weights))
    whole = [int(weight * scale) for weight in weights]
    divisor = gcd(*whole) or 1
    return "：".join(str(number // divisor) for number in whole)


def asked_note(counted: AskedCoverage) -> str:
    """Return who counts in the tables of a round, and how many do not by reason."""
    return asked_words(counted) + _(
        "所属・職名・役職区分も、その日のものです。兼務は主務の所属で数えます。"
    )


def board_notes(board: Board) -> tuple[str, ...]:
    """Return the rules applied, the people counted and the marks, one sentence group each.

    Source: DESIGN §5 (evaluation per department), facts §3.1 and §8.3.
    """
    rule = board.rule
    notes = [
        _counted(board),
        _(
            "①は、修了した延べ件数を、受講すべき延べ件数で割った値です。"
            "免除は両方から除き、同じ研修を繰り返し修了しても1件と数えます。"
        ),
        _leader(rule),
        _(
            "③は、所属のだれか1人以上が修了した選択研修の数を、年度の選択研修の数で割った値です。"
            "修了日に所属していたところの成果とします。"
        ),
        _("④は、件数を数えず、点数にも順位にも使いません。名称と段階だけを載せます。"),
        _composite(rule),
        _marks(rule),
    ]
    if board.closed_on is not None:
        notes.insert(0, closed_note(FiscalYear(board.fiscal_year), board.closed_on))
    outside = board.evaluation.body.headcount_without_unit
    if outside:
        notes.append(
            _(
                "「全体」には、評価の単位となる所属に入らない職員{count}人を含みます。"
                "所属の行には含みません。"
            ).format(count=outside)
        )
    return tuple(notes)


def _counted(board: Board) -> str:
    basis = _(
        "人数と①は、基準日（{as_of}）に主務として配属されている職員で数えます。"
        "②は基準日、③は修了日の状態で数える人を決めます。"
    ).format(as_of=wareki(board.as_of))
    return basis + counted_note(board.counted)


def _leader(rule: EvaluationRule) -> str:
    without = (
        _("DXリーダーのいない所属は0とし、「未配置」と示します。")
        if rule.no_leader is NoLeader.ZERO
        else _("DXリーダーのいない所属は対象外とし、「未配置」と示します。")
    )
    return (
        _(
            "②は、所属のDXリーダーのだれかが修了したリーダー必須研修の数を、"
            "リーダー必須研修の数で割った値です。"
        )
        + without
    )


def _composite(rule: EvaluationRule) -> str:
    return _(
        "総合は、①②③を{weights}の重みで平均した値です。対象外の基準は除いて重みを配り直します。"
        "順位は高い順に付け、同じ値は同じ順位とし、次の順位を空けます（1、2、2、4）。"
    ).format(weights=weights_text(rule.weights))


def _marks(rule: EvaluationRule) -> str:
    minimum = (
        _("最低受講数は定めていません。")
        if rule.minimum_electives is None
        else _("「最低受講数未満」は、③で修了した選択研修が{count}研修に満たない所属です。").format(
            count=rule.minimum_electives
        )
    )
    return (
        _(
            "「対象外」は、割る数がないなどの理由で値を出せないことを表し、0とは異なります。"
            "「参考」は、{count}人未満の所属です。"
        ).format(count=rule.small_below)
        + minimum
    )

"""What an exam says, in words: its editions, its pass rule, what changed and whom it concerns."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from skilltrack.domain.calendar import ALWAYS, Period
from skilltrack.domain.exams.changes import ExamChange, ExamEffect, ExamPart
from skilltrack.domain.exams.definition import BookingRule, Exam, ExamEdition, ExamField
from skilltrack.domain.schemes import gates
from skilltrack.domain.schemes.leaves import Leaf, ScoreAtLeast
from skilltrack.domain.schemes.programmes import SkillRef
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.scheme_changes import ChangeLine
from skilltrack.i18n.texts import _

PART_NAMES: Mapping[ExamPart, str] = {
    ExamPart.EXAM: _("試験"),
    ExamPart.EDITION: _("制度版"),
    ExamPart.FIELD: _("分野"),
}

_KEYS: Mapping[str, str] = {
    "name": _("名称"),
    "aliases": _("別名"),
    "organiser": _("主催"),
    "voucher_months": _("バウチャーの有効月数"),
    "valid": _("期間"),
    "pass_rule": _("合格の規則"),
    "fee_yen": _("受験料"),
    "questions": _("問題数"),
    "minutes": _("時間"),
    "booking": _("予約の規則"),
    "is_total_sum": _("総合点は分野の合計"),
    "is_provisional": _("公表待ち"),
    "maximum": _("満点"),
    "covers": _("分野を問う設問"),
}


def edition_name(edition: ExamEdition) -> str:
    """Return what an edition is called beside its exam: its code with its period."""
    if edition.valid == ALWAYS:
        return period_text(edition.valid)
    return _("{code}（{period}）").format(code=edition.code, period=period_text(edition.valid))


def code_text(edition: ExamEdition) -> str:
    """Return the code of an edition; the only one without a period needs none."""
    return NO_FIGURE if edition.valid == ALWAYS else edition.code


def period_text(valid: Period) -> str:
    """Return the days of an edition as screens name them."""
    if valid.start is None and valid.last_day is None:
        return _("期間の定めなし")
    first = "" if valid.start is None else wareki_short(valid.start)
    last = "" if valid.last_day is None else wareki_short(valid.last_day)
    return _("{first}～{last}").format(first=first, last=last)


def state_text(edition: ExamEdition, on: date) -> str:
    """Return where an edition stands on a day."""
    if edition.is_provisional:
        return _("公表待ち")
    if on in edition.valid:
        return _("現行")
    is_over = edition.valid.end is not None and edition.valid.end <= on
    return _("終了") if is_over else _("これから")


def rule_text(edition: ExamEdition) -> str:
    """Return in one line when an exam is passed in an edition."""
    if edition.is_provisional and edition.pass_rule is None:
        return _("公表待ち（判定しません）")
    if edition.pass_rule is None:
        return _("合否だけを記録")
    return gate_text(edition.pass_rule, score_names(edition))


def score_names(edition: ExamEdition) -> Mapping[str, str]:
    """Return code → name of the scores of an edition."""
    return {field.code: field.name for field in edition.fields}


def gate_text(rule: gates.Gate, names: Mapping[str, str], *, is_inner: bool = False) -> str:
    """Return a rule in one line, groups within it in brackets."""
    if not isinstance(rule, gates.All | gates.AtLeast):
        return leaf_text(rule, names)
    parts = [gate_text(child, names, is_inner=True) for child in rule.children]
    if isinstance(rule, gates.All):
        text = _("、かつ").join(parts)
    elif rule.count == 1:
        text = _("、または").join(parts)
    else:
        text = _("{count}つ以上：{parts}").format(count=rule.count, parts=_("、").join(parts))
    return _("（{text}）").format(text=text) if is_inner and len(parts) > 1 else text


def leaf_text(leaf: Leaf, names: Mapping[str, str]) -> str:
    """Return what a requirement of a rule asks."""
    if not isinstance(leaf, ScoreAtLeast):
        return leaf.label
    name = names.get(leaf.score, leaf.score)
    return _("{name}{points}点以上").format(name=name, points=leaf.points)


def group_name(gate: gates.All | gates.AtLeast) -> str:
    """Return how many of the requirements of a group must hold."""
    if isinstance(gate, gates.All):
        return _("すべて満たす")
    if gate.count == 1:
        return _("どれか1つを満たす")
    return _("{count}つ以上を満たす").format(count=gate.count)


def size_text(edition: ExamEdition) -> str:
    """Return how many questions there are and how long it takes."""
    parts = []
    if edition.questions is not None:
        parts.append(_("{count}問").format(count=edition.questions))
    if edition.minutes is not None:
        parts.append(_("{count}分").format(count=edition.minutes))
    return _("、").join(parts) or NO_FIGURE


def yen_text(yen: int | None) -> str:
    """Return an amount of money."""
    return NO_FIGURE if yen is None else _("{yen:,}円").format(yen=yen)


def booking_lines(booking: BookingRule) -> tuple[str, ...]:
    """Return what is said about booking, a line each."""
    lines = []
    if booking.retake_days is not None:
        text = (
            _("次の予約は受験日の{days}日後から")
            if booking.retake_days
            else _("次の予約は当日から")
        )
        lines.append(text.format(days=booking.retake_days))
    if booking.change_days is not None:
        lines.append(_("変更は試験日の{days}日前まで").format(days=booking.change_days))
    if booking.months_ahead is not None:
        lines.append(_("試験日は{months}か月先まで").format(months=booking.months_ahead))
    return tuple(lines)


def change_lines(exam: Exam, changes: Iterable[ExamChange]) -> tuple[ChangeLine, ...]:
    """Return a line per change, in the order given; ``exam`` is the later version."""
    editions = {edition.code: edition for edition in exam.editions}
    return tuple(_line(change, editions) for change in changes)


def _line(change: ExamChange, editions: Mapping[str, ExamEdition]) -> ChangeLine:
    subject = change.edition
    if change.part is ExamPart.FIELD:
        subject = _("{edition} {field}").format(edition=change.edition, field=_field_name(change))
    what = _KEYS.get(change.key, change.key)
    if not change.key:
        what = _("加わる") if change.before is None else _("なくなる")
    edition = editions.get(change.edition)
    names = {} if edition is None else score_names(edition)
    return ChangeLine(
        PART_NAMES[change.part],
        subject,
        what,
        "" if not change.key and change.before is None else _value(change.before, names),
        "" if not change.key and change.after is None else _value(change.after, names),
    )


def _field_name(change: ExamChange) -> str:
    for value in (change.after, change.before):
        if isinstance(value, ExamField):
            return value.name
    return change.field


def _value(value: object, names: Mapping[str, str]) -> str:
    match value:
        case None:
            return NO_FIGURE
        case bool():
            return _("はい") if value else _("いいえ")
        case Period():
            return period_text(value)
        case BookingRule():
            return _("、").join(booking_lines(value)) or NO_FIGURE
        case ExamEdition():
            return edition_name(value)
        case ExamField():
            return _("{name}（{maximum:,}点）").format(name=value.name, maximum=value.maximum)
        case gates.All() | gates.AtLeast() | ScoreAtLeast():
            return gate_text(value, names)
        case tuple():
            told = (one.key if isinstance(one, SkillRef) else str(one) for one in value)
            return _("、").join(told) or NO_FIGURE
        case int():
            return f"{value:,}"
    return str(value)


def effect_text(effect: ExamEffect) -> str:
    """Return in one or more sentences whose results a version decides anew."""
    if not effect.sittings:
        return _("受験の記録はまだないので、判定の変わる人はいません。")
    if effect.is_none:
        return _("{count:,}件の受験の判定は変わりません。").format(count=effect.sittings)
    told: list[str] = []
    if effect.gained:
        text = _("合格になる人が{count:,}人います。")
        told.append(text.format(count=len(effect.gained)))
    if effect.lost:
        text = _("合格でなくなる人が{count:,}人います。")
        told.append(text.format(count=len(effect.lost)))
    if effect.rejudged and not told:
        told.append(_("合格した人は変わりません。"))
    if effect.rejudged:
        text = _("{all:,}件の受験のうち{count:,}件の判定が変わります。")
        told.append(text.format(all=effect.sittings, count=len(effect.rejudged)))
    if effect.without_edition:
        text = _("{count:,}件の受験日に当たる制度版がなくなります。")
        told.append(text.format(count=effect.without_edition))
    if effect.odd_scores:
        text = _("{count:,}件の受験に、制度版にない得点か満点を超える得点が残ります。")
        told.append(text.format(count=effect.odd_scores))
    return "".join(told)


def result_text(passed: bool | None) -> str:  # noqa: FBT001 (three-valued)
    """Return the decision on a sitting."""
    if passed is None:
        return _("判定なし")
    return _("合格") if passed else _("不合格")


def covers_text(covers: Sequence[SkillRef], names: Mapping[str, str]) -> str:
    """Return the categories and items that ask about a field.

    Those of questionnaires that the body has not taken are only counted.
    """
    known = [names[skill.key] for skill in covers if skill.key in names]
    if len(known) < len(covers):
        text = _("取り入れていない調査票の{count}件")
        known.append(text.format(count=len(covers) - len(known)))
    return _("、").join(known) or NO_FIGURE

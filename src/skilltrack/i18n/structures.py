"""Ways of looking at departments in words, as they stand above and below tables."""

from collections.abc import Mapping, Sequence

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.structure import Arranged, Kept, SetAside, Structure
from skilltrack.domain.years.change import NotComparable, YearChange
from skilltrack.i18n.dates import fiscal_year_text, wareki
from skilltrack.i18n.texts import _

STRUCTURE_NAMES: Mapping[Structure, str] = {
    Structure.AS_WAS: _("当時の組織"),
    Structure.AS_NOW: _("今の組織"),
    Structure.LIKE_FOR_LIKE: _("比較できる単位"),
}

STRUCTURE_HINTS: Mapping[Structure, str] = {
    Structure.AS_WAS: _("基準日の組織のまま示します。"),
    Structure.AS_NOW: _(
        "統合や改称のあった所属を、今の所属に組み替えて示します。"
        "分割された所属の職員は、分割後に配属された所属に数えます。"
    ),
    Structure.LIKE_FOR_LIKE: _(
        "統合、分割、廃止でつながる所属をひとまとめにし、前後で同じ仕事どうしを比べます。"
    ),
}

NOT_COMPARABLE_NAMES: Mapping[NotComparable, str] = {
    NotComparable.OPENED: _("前年にはなかった所属です"),
    NotComparable.CLOSED: _("今はない所属です"),
    NotComparable.NOTHING_THEN: _("前年に対象となる値がありません"),
    NotComparable.NOTHING_NOW: _("今年に対象となる値がありません"),
}


def row_name_apart(name: str, because: Kept) -> str:
    """Return the name of the row of a department that is no more."""
    if because is Kept.SPLIT:
        return _("{name}（分割前）").format(name=name)
    return _("{name}（廃止）").format(name=name)


def structure_line(arranged: Arranged) -> str:
    """Return one line that says by which organisation; '' for the one of the reference date."""
    if arranged.structure is Structure.AS_WAS:
        return ""
    if arranged.structure is Structure.AS_NOW:
        return _("{on}の組織に組み替えています").format(on=wareki(arranged.on))
    first, last = sorted((arranged.as_of, arranged.on))
    return _("{first}と{last}の組織を、比較できる単位にまとめています").format(
        first=wareki(first), last=wareki(last)
    )


def structure_notes(arranged: Arranged | None) -> tuple[str, ...]:
    """Return what a reader must know: the way of looking, the groups, what was set aside."""
    if arranged is None:
        return ()
    notes = []
    if line := structure_line(arranged):
        notes.append(_("{line}。").format(line=line))
        names = [group.name for group in arranged.groups if group.before and group.after]
        if names:
            notes.append(_("組織の変わった所属：{names}。").format(names=_("、").join(names)))
        for text, side in (
            (_("新しくできた所属：{names}。"), [g for g in arranged.groups if not g.before]),
            (_("後継のない所属：{names}。"), [g for g in arranged.groups if not g.after]),
        ):
            if side:
                notes.append(text.format(names=_("、").join(group.name for group in side)))
    notes += [_set_aside(one) for one in arranged.set_aside]
    return tuple(notes)


def _set_aside(one: SetAside) -> str:
    name = row_name_apart(one.name, one.because)
    day = wareki(one.on)
    why = (
        _("{name}は{day}に分割されました。分割前に所属を離れた職員の分は、どの所属にも分けず")
        if one.because is Kept.SPLIT
        else _("{name}は{day}に後継なく廃止されました。その分は、ほかの所属に移さず")
    ).format(name=name, day=day)
    if one.row:
        return _("{why}、独立した行に示します。").format(why=why)
    held = _held(one)
    return _("{why}、所属の行に含めていません（{held}）。").format(why=why, held=_("、").join(held))


def _held(one: SetAside) -> Sequence[str]:
    held = []
    if one.electives:
        held.append(_("選択研修 {count}研修").format(count=len(one.electives)))
    if one.practices:
        held.append(_("DX実践 {names}").format(names=_("・").join(one.practices)))
    return held


def places_text(gained: int | None) -> str:
    """Return the change of a rank: ↑2 better by two, ↓1 worse by one, '' where not compared."""
    if gained is None:
        return ""
    if not gained:
        return _("変わらず")
    return f"↑{gained}" if gained > 0 else f"↓{-gained}"  # ▲ is minus in official papers


def change_notes(change: YearChange) -> tuple[str, ...]:
    """Return how two years are compared."""
    return (
        _("{then}と{now}を比べています。割合の変化はポイントです。").format(
            then=wareki(change.then.as_of), now=wareki(change.now.as_of)
        ),
        _("順位は、両方の年で比べられる所属だけで付け直しています。"),
        *_closed_notes(change),
    )


def _closed_notes(change: YearChange) -> tuple[str, ...]:
    """Return which of two years is shown as it was closed."""
    return tuple(
        _("{year}の数字は、{day}に締めたものです。").format(
            year=fiscal_year_text(FiscalYear(one.fiscal_year)), day=wareki(one.closed_on)
        )
        for one in (change.then, change.now)
        if one.closed_on is not None
    )

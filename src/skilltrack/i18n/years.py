"""The words for the change of year, one place for screens, command line and reports."""

from collections.abc import Mapping
from datetime import date

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.roles.outcomes import CoverState, Fate
from skilltrack.domain.years.checklist import CheckItem, CheckKey, CheckState, RoleAction
from skilltrack.domain.years.closed import Closed
from skilltrack.domain.years.closings import (
    Closing,
    FigureName,
    FrozenArea,
    LaterChange,
    RecordArea,
)
from skilltrack.domain.years.rehearsal import DepartmentState, MovementKind
from skilltrack.i18n.dates import fiscal_year_text, wareki
from skilltrack.i18n.texts import _

CHECK_NAMES: Mapping[CheckKey, str] = {
    CheckKey.ROSTER: _("4月1日の名簿"),
    CheckKey.REORGANISATION: _("組織の改編"),
    CheckKey.TITLES: _("職名と役職区分"),
    CheckKey.CATALOGUE: _("新年度の研修一覧"),
    CheckKey.ROLES: _("役割の任期"),
    CheckKey.TARGETS: _("期限の来た目標"),
    CheckKey.ROUNDS: _("旧年度の調査"),
    CheckKey.COMPLETIONS: _("旧年度の修了"),
    CheckKey.EXAMS: _("旧年度の試験結果"),
    CheckKey.CLOSED: _("旧年度の締め"),
    CheckKey.BACKUP: _("締めたあとの控え"),
}

CHECK_STATE_NAMES: Mapping[CheckState, str] = {
    CheckState.DONE: _("済み"),
    CheckState.OPEN: _("未了"),
    CheckState.ATTENTION: _("要確認"),
}

MOVEMENT_NAMES: Mapping[MovementKind, str] = {
    MovementKind.JOINED: _("採用・転入"),
    MovementKind.LEFT: _("退職・転出"),
    MovementKind.MOVED: _("異動"),
    MovementKind.REORGANISED: _("組織改編"),
    MovementKind.RETITLED: _("職名の変更"),
    MovementKind.BAND_CHANGED: _("役職区分の変更"),
    MovementKind.WENT_ON_LEAVE: _("休職などに入る"),
    MovementKind.RETURNED: _("復職"),
}

DEPARTMENT_STATE_NAMES: Mapping[DepartmentState, str] = {
    DepartmentState.KEPT: "",
    DepartmentState.RENAMED: _("改称"),
    DepartmentState.NEW: _("新設"),
    DepartmentState.ENDED: _("廃止"),
}

COVER_NAMES: Mapping[CoverState, str] = {
    CoverState.LOST: _("いなくなる"),
    CoverState.AT_RISK: _("規程どおりに終えるといなくなる"),
    CoverState.SHORT: _("必要数に足りない"),
    CoverState.HELD: _("配置済み"),
}

FATE_NAMES: Mapping[Fate, str] = {
    Fate.CONTINUES: _("続く"),
    Fate.FOLLOWS: _("異動先でも続く"),
    Fate.ENDED_BY_TERM: _("任期満了"),
    Fate.TERM_OVER: _("任期満了（終了の記録なし）"),
    Fate.TRANSFERRED: _("異動で終わる（終了の記録なし）"),
    Fate.LEFT: _("退職・転出（終了の記録なし）"),
}

ACTION_NAMES: Mapping[RoleAction, str] = {
    RoleAction.KEEP: _("そのまま"),
    RoleAction.EXTEND: _("任期を更新"),
    RoleAction.END: _("終了を記録"),
}

FIGURE_NAMES: Mapping[FigureName, str] = {
    FigureName.HEADCOUNT: _("人数"),
    FigureName.REQUIRED: _("①必須"),
    FigureName.LEADER: _("②リーダー"),
    FigureName.ELECTIVE: _("③選択"),
    FigureName.RANK: _("総合順位"),
    FigureName.PRESENCE: _("所属の有無"),
}

FROZEN_NAMES: Mapping[FrozenArea, str] = {
    FrozenArea.BOARD: _("所属別評価"),
    FrozenArea.TRAINING: _("研修"),
    FrozenArea.TIERS: _("区分"),
    FrozenArea.EXAMS: _("資格"),
    FrozenArea.ROUNDS: _("調査"),
    FrozenArea.TARGETS: _("目標"),
}

AREA_NAMES: Mapping[RecordArea, str] = {
    RecordArea.DEPARTMENTS: _("所属"),
    RecordArea.POSTINGS: _("配属"),
    RecordArea.PEOPLE: _("職員"),
    RecordArea.TITLES: _("職名"),
    RecordArea.ABSENCES: _("休職など"),
    RecordArea.ROLES: _("役割"),
    RecordArea.COURSES: _("研修一覧"),
    RecordArea.COMPLETIONS: _("修了"),
    RecordArea.PRACTICES: _("DX実践"),
    RecordArea.SETTINGS: _("制度・数え方"),
}

_ACTIONS: Mapping[str, str] = {
    "import": _("取り込み"),
    "import.undo": _("取り込みを元に戻す"),
    "operation.undo": _("変更を元に戻す"),
    "people": _("職員の記録の訂正"),
    "organisation": _("組織改編"),
    "roles": _("役割の変更"),
    "years": _("年度替わりの処理"),
    "inclusion": _("数え方の変更"),
    "courses": _("研修一覧の変更"),
}


def closed_text(closing: Closing) -> str:
    """Return a sentence such as 令和8年度は令和9年4月20日に締めました."""
    text = _("{year}は{day}に締めました。").format(
        year=fiscal_year_text(closing.fiscal_year),
        day=wareki(closing.closed_at.astimezone().date()),
    )
    if closing.number == 1:
        return text
    return _("{text}{number}回目の締めです。").format(text=text, number=closing.number)


def closed_note(fiscal_year: FiscalYear, closed_on: date) -> str:
    """Return what stands with figures that were fixed when their year was closed."""
    return _("{year}は締め済みです。{day}に確定した数値を表示しています。").format(
        year=fiscal_year_text(fiscal_year), day=wareki(closed_on)
    )


def closed_words(closed: Closed, *, has_people: bool = False) -> str:
    """Return what stands with figures of a closed year.

    ``has_people``: there is a list of people below them, which is that of today.
    """
    if closed.is_live:
        return _("{year}は締め済みですが、今の記録で計算した数値を表示しています。").format(
            year=fiscal_year_text(FiscalYear(closed.fiscal_year))
        )
    note = closed_note(FiscalYear(closed.fiscal_year), closed.on)
    return note + people_note() if has_people else note


def people_note() -> str:
    """Return that a list of people under fixed figures is that of today."""
    return _("職員の一覧は今の記録です。")


def change_text(one: LaterChange) -> str:
    """Return what a change was: the action, and its file or title."""
    action = _ACTIONS.get(one.action) or _ACTIONS.get(one.action.partition(".")[0], one.action)
    return _("{action}：{title}").format(action=action, title=one.title) if one.title else action


def rows_text(one: LaterChange) -> str:
    """Return how many records a change touched, by area."""
    return "、".join(
        _("{area} {count:,}件").format(area=AREA_NAMES[area], count=count)
        for area, count in one.rows.items()
    )


def check_text(item: CheckItem) -> str:
    """Return what stands behind the state of a step, and what is to be done."""
    is_done = item.state is CheckState.DONE
    texts = _DONE if is_done else _TO_DO
    if item.key in {CheckKey.COMPLETIONS, CheckKey.EXAMS} and item.on is None and not is_done:
        return _("記録は{count:,}件です。取り込みはまだありません。").format(count=item.count or 0)
    if item.key is CheckKey.BACKUP and item.on is None:
        return _("控えはまだありません。締めたあとに控えを作ります。")
    if item.key is CheckKey.REORGANISATION and item.state is CheckState.OPEN:
        return _("4月1日の改編は記録されていません。改編がなければそのままで構いません。")
    on = "" if item.on is None else wareki(item.on)
    return texts[item.key].format(count=item.count or 0, on=on)


_DONE: Mapping[CheckKey, str] = {
    CheckKey.ROSTER: _("{on}付けの名簿{count:,}行を取り込みました。"),
    CheckKey.REORGANISATION: _("4月1日に変わる所属は{count:,}件です。"),
    CheckKey.TITLES: _("全員の職名に役職区分があります。"),
    CheckKey.CATALOGUE: _("研修{count:,}件があります。"),
    CheckKey.ROLES: _("決めることが残っている任命はありません。"),
    CheckKey.TARGETS: _("引き継ぐ目標は残っていません。"),
    CheckKey.ROUNDS: _("締め忘れも確認待ちもありません。"),
    CheckKey.COMPLETIONS: _("旧年度の修了は{count:,}件です。"),
    CheckKey.EXAMS: _("旧年度の受験は{count:,}件です。"),
    CheckKey.CLOSED: _("{on}に締めました。"),
    CheckKey.BACKUP: _("{on}に控えを作りました。"),
}

_TO_DO: Mapping[CheckKey, str] = {
    CheckKey.ROSTER: _("4月1日付けの名簿はまだ取り込んでいません。"),
    CheckKey.REORGANISATION: _("廃止される所属に{count:,}人が残っています。異動先を記録します。"),
    CheckKey.TITLES: _("役職区分のない職名の人が{count:,}人います。職名の表を直します。"),
    CheckKey.CATALOGUE: _("新年度の研修一覧がありません。旧年度から繰り越せます。"),
    CheckKey.ROLES: _("任期や異動で決めることが残っている任命が{count:,}件あります。"),
    CheckKey.TARGETS: _("旧年度に期限の来る目標が{count:,}件あります。引き継ぐか終えます。"),
    CheckKey.ROUNDS: _("締めていない、または確認待ちのある調査が{count:,}件あります。"),
    CheckKey.COMPLETIONS: _("記録は{count:,}件、最後の取り込みは{on}です。"),
    CheckKey.EXAMS: _("記録は{count:,}件、最後の取り込みは{on}です。"),
    CheckKey.CLOSED: _("まだ締めていません。"),
    CheckKey.BACKUP: _("最後の控えは{on}です。締めたあとに控えを作ります。"),
}

"""Reading an export of another system as completions, whatever its headings are called."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from skilltrack.domain.catalogue import elsewhere as e
from skilltrack.domain.catalogue.elsewhere import Brought, Source
from skilltrack.domain.problems import Place, Problem, Refusal
from skilltrack.exchange.intake.columns import code
from skilltrack.exchange.intake.mapping import HIGHEST_HEADER, begun_at
from skilltrack.exchange.tables import Cell, RawTable, UnreadableCell
from skilltrack.i18n.dates import parse_date

DEFAULTS: Mapping[str, tuple[str, ...]] = {
    e.NUMBER: ("職員番号", "職員コード", "受講者番号", "社員番号", "受講者ID", "employee id"),
    e.ACCOUNT: ("アカウント", "ログインID", "ユーザーID", "ログイン名", "申請者", "作成者"),
    e.MAIL: ("メール", "メールアドレス", "user email", "email", "e-mail"),
    e.NAME: ("氏名", "名前", "受講者名", "受講者氏名", "user name", "name"),
    e.CODE: ("研修コード", "講座コード", "コースコード", "研修番号"),
    e.COURSE: ("研修名", "講座名", "コース名", "受講した研修", "科目名", "course title"),
    e.ON: ("修了日", "修了日時", "完了日", "受講日", "修了年月日", "completion date", "完了時刻"),
    e.STATE: ("状態", "ステータス", "受講状況", "修了状況", "修了判定", "status"),
    e.PROGRESS: ("進捗", "進捗率", "進捗率(%)", "progress", "% complete", "course completion %"),
    e.TIME: (
        "時間", "受講時間", "学習時間", "所要時間", "受講時間(分)", "学習時間(分)", "所要時間(分)",
        "minutes consumed", "minutes video consumed", "hours",
    ),
    e.SCORE: ("点数", "得点", "確認テスト", "テスト点数", "score"),
}  # fmt: skip
"""Our heading → what exports may call it; assumed, as no layout is published."""

_MANY = 2


def headings_of(raw: RawTable, source: Source) -> tuple[RawTable, dict[str, int]]:
    """Return a table that begins at its headings, and our heading → its column.

    Raises:
        Refusal: It tells nobody, no course, or no day.
    """
    best, found = raw, _places(raw.header, source)
    for at, (_row, cells) in enumerate(raw.rows[:HIGHEST_HEADER]):
        header = tuple("" if isinstance(c, UnreadableCell) else code(c) for c in cells)
        places = _places(header, source)
        if len(places) > max(len(found), _MANY):
            best, found = begun_at(raw, at), places
    return best, found


def _places(header: Sequence[str], source: Source) -> dict[str, int]:
    names = [e.folded(heading) for heading in header]
    found: dict[str, int] = {}
    for ours in e.HEADINGS:
        for theirs in source.headings.get(ours, DEFAULTS[ours]):
            name = e.folded(theirs)
            if name and name in names and names.index(name) not in found.values():
                found[ours] = names.index(name)
                break
    return found


def read_elsewhere(
    raw: RawTable, source: Source, *, has_course: bool = False
) -> tuple[Brought, ...]:
    """Read the rows of an export.

    Args:
        raw: The file.
        source: Whose export it is.
        has_course: The course is said elsewhere, so that the file need not tell it.

    Raises:
        Refusal: It tells nobody, no course, or no day.
    """
    table, at = headings_of(raw, source)
    problems: list[Problem] = []
    for wanted, is_there in (
        ("person", bool({e.NUMBER, e.ACCOUNT, e.MAIL} & at.keys())),
        ("course", has_course or bool({e.CODE, e.COURSE} & at.keys())),
        ("day", e.ON in at),
    ):
        if not is_there:
            place = Place(raw.file, raw.sheet)
            problems.append(Problem(f"elsewhere.no_{wanted}", place))
    if problems:
        raise Refusal(problems)
    unit = e.unit_of(table.header[at[e.TIME]]) if e.TIME in at else 1.0
    shares = e.shares_of([_plain(c[at[e.PROGRESS]]) for _r, c in table.rows]) if (
        e.PROGRESS in at
    ) else (None,) * len(table.rows)  # fmt: skip
    return tuple(
        _brought(row, {ours: cells[place] for ours, place in at.items()}, unit, share)
        for (row, cells), share in zip(table.rows, shares, strict=True)
    )


def _plain(cell: Cell) -> object:
    return cell.text if isinstance(cell, UnreadableCell) else cell


def _brought(row: int, cells: Mapping[str, Cell], unit: float, share: float | None) -> Brought:
    texts = {ours: _text(cell) for ours, cell in cells.items()}
    fault = ""
    on = _day(cells.get(e.ON))
    state = texts.get(e.STATE, "")
    is_finished = e.is_done_word(state) if state else None
    if state and is_finished is None:
        fault = e.STATE
    if is_finished is None and share is not None:
        is_finished = share >= e.WHOLE
        fault = ""
    hours = e.hours_of(texts.get(e.TIME, ""), unit) if texts.get(e.TIME) else None
    if texts.get(e.TIME) and hours is None:
        fault = fault or e.TIME
    if on is None and is_finished is not False:
        fault = e.ON
    return Brought(
        row=row,
        number=texts.get(e.NUMBER, ""),
        account=texts.get(e.ACCOUNT, ""),
        mail=texts.get(e.MAIL, ""),
        name=texts.get(e.NAME, ""),
        code=texts.get(e.CODE, ""),
        course=texts.get(e.COURSE, ""),
        on=on,
        is_finished=is_finished,
        hours=hours,
        score=_number(texts.get(e.SCORE, "")),
        fault=fault,
    )


def _text(cell: Cell) -> str:
    return "" if isinstance(cell, UnreadableCell) else code(cell)


def _number(text: str) -> float | None:
    return e.percent_of(text.removesuffix("点"))


def _day(cell: Cell) -> date | None:
    """Read a day, also where a time stands behind it."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = _text(cell)
    found = parse_date(text)
    if found is not None or not text:
        return found
    return parse_date(re.split(r"[ T]", text, maxsplit=1)[0])

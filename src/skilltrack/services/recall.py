"""The records as they stood earlier: which instants there are, and reading as known at one."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import wraps
from inspect import signature
from typing import ParamSpec, TypeVar

from skilltrack.i18n.intake_words import IMPORT_KIND_NAMES
from skilltrack.i18n.texts import _
from skilltrack.store import changes as records
from skilltrack.store.changes import RecordedChange
from skilltrack.store.database import Database
from skilltrack.store.recalled import Recalled

Asked = ParamSpec("Asked")
Result = TypeVar("Result")

MOST_CHANGES = 500
"""So many changes are listed; earlier ones are found by a day."""

_ACTIONS: Mapping[str, str] = {
    "create": _("データの作成"),
    "round.open": _("調査の開始"),
    "round.close": _("調査の締切"),
    "round.collect": _("回答の回収"),
    "round.decide": _("回答を取り込むかどうかの判断"),
    "submissions.desk": _("届出の受付の設定"),
    "submissions.collect": _("届出の回収"),
    "submissions.confirm": _("届出の確認"),
    "questionnaire.import": _("調査票の取り込み"),
    "schemes.adopt": _("育成制度の取り入れ"),
    "talent.keep": _("人材を探す条件の保存"),
    "bodies.write": _("団体間比較ファイルの書き出し"),
    "retention.erase": _("記録の消去"),
}
"""What is done without a title of its own."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A change in words: its number, when, what was done, and by whom."""

    change: int
    at: datetime
    text: str
    actor: str


def recall(database: Database, as_known: datetime) -> Recalled:
    """Return the data file with what was recorded up to an instant; nothing can be changed."""
    return Recalled(database, as_known)


def recorded_changes(database: Database, until: date | None = None) -> tuple[Recorded, ...]:
    """Return the last changes up to the end of a day, newest first; None is up to the last one."""
    with database.reading() as session:
        end = None if until is None else end_of_day(until)
        found = records.recorded_changes(session, end, MOST_CHANGES)
    return tuple(Recorded(one.change, one.at, _words(one), one.actor) for one in found)


def end_of_day(on: date) -> datetime:
    """Return the last instant of a day where this terminal stands."""
    return datetime.combine(on + timedelta(days=1), time()).astimezone() - timedelta(microseconds=1)


def _words(one: RecordedChange) -> str:
    if one.import_kind is not None:
        kind = IMPORT_KIND_NAMES[one.import_kind]
        return _("{kind}の取り込み「{file}」").format(kind=kind, file=one.file_name)
    if one.title:
        return one.title
    if one.action.endswith(".undo"):
        return _("元に戻す操作")
    return _ACTIONS.get(one.action, _("記録"))


@contextmanager
def told_in_workbooks(as_known: datetime | None) -> Iterator[None]:
    """Have the workbooks written meanwhile say up to when the records go; None says nothing."""
    if as_known is None:
        yield
        return
    from skilltrack.reports.known import recorded_until  # openpyxl is not needed for a page

    with recorded_until(as_known):
        yield


def says_known(write: Callable[Asked, Result]) -> Callable[Asked, Result]:
    """Make a use case with ``as_known`` say it in the workbook that it writes."""
    asked = signature(write)

    @wraps(write)
    def saying(*arguments: Asked.args, **named: Asked.kwargs) -> Result:
        with told_in_workbooks(asked.bind(*arguments, **named).arguments.get("as_known")):
            return write(*arguments, **named)

    return saying

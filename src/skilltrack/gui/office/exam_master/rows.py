"""Exams, their editions, versions and what a change decides anew, as table rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from skilltrack.domain.exams.changes import Rejudged
from skilltrack.domain.exams.definition import ExamEdition
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.exam_rules import (
    code_text,
    period_text,
    result_text,
    rule_text,
    size_text,
    state_text,
    yen_text,
)
from skilltrack.i18n.texts import _
from skilltrack.services.exams.master import ExamEntry, ExamVersion


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An edition of an exam as it stands on a day."""

    entry: ExamEntry
    edition: ExamEdition
    on: date

    @property
    def state(self) -> str:
        """Return where it stands."""
        return state_text(self.edition, self.on) if self.entry.is_own else _("取り入れられます")

    @property
    def sittings(self) -> int:
        """Return how many sat it under this edition."""
        return self.entry.sittings_in(self.edition.valid)

    @property
    def rank(self) -> int:
        """Return the place of its state: current, to come, over."""
        if self.on in self.edition.valid:
            return 0
        start = self.edition.valid.start
        return 1 if start is not None and start > self.on else 2


def edition_rows(entries: Sequence[ExamEntry], on: date) -> tuple[EditionRow, ...]:
    """Return every edition: exams with sittings first, the current edition of each on top."""
    return tuple(_rows(entries, on))


def _rows(entries: Sequence[ExamEntry], on: date) -> Iterator[EditionRow]:
    ordered = sorted(
        enumerate(entries), key=lambda pair: (not pair[1].is_own, -pair[1].sittings, pair[0])
    )
    for _place, entry in ordered:
        rows = [EditionRow(entry, edition, on) for edition in entry.exam.editions]
        yield from sorted(rows, key=lambda row: (row.rank, row.edition.valid.start or date.min))


def _tone(row: EditionRow) -> Tone | None:
    if row.edition.is_provisional:
        return Tone.ATTENTION
    return None if row.entry.is_own else Tone.INFO


EDITION_FIELDS: tuple[Field[EditionRow], ...] = (
    Field(_("試験"), lambda row: row.entry.exam.name, None, LEFT, 230),
    Field(_("制度版"), lambda row: code_text(row.edition), None, LEFT, 64),
    Field(_("状態"), lambda row: row.state, lambda row: row.rank, LEFT, 120, tone=_tone),
    Field(_("期間"), lambda row: period_text(row.edition.valid), None, LEFT, 170),
    Field(_("合格の規則"), lambda row: rule_text(row.edition), None, LEFT, 240),
    Field(
        _("受験料"),
        lambda row: yen_text(row.edition.fee_yen),
        lambda row: row.edition.fee_yen or 0,
        RIGHT,
        76,
    ),
    Field(_("問題と時間"), lambda row: size_text(row.edition), None, LEFT, 104),
    Field(
        _("受験"),
        lambda row: f"{row.sittings:,}" if row.entry.is_own else None,
        lambda row: row.sittings,
        RIGHT,
        56,
    ),
)

VERSION_FIELDS: tuple[Field[ExamVersion], ...] = (
    Field(
        _("版"),
        lambda one: (
            _("{version}（最新）").format(version=one.version)
            if one.is_newest
            else str(one.version)
        ),
        lambda one: one.version,
        LEFT,
        96,
    ),
    Field(
        _("記録した日"),
        lambda one: wareki_short(one.at.astimezone().date()),
        lambda one: one.at,
        LEFT,
        104,
    ),
    Field(_("記録した人"), lambda one: one.actor or None, None, LEFT, 120),
    Field(_("理由"), lambda one: one.reason or _("取り入れたときの内容"), None, LEFT, 320),
    Field(_("変更"), lambda one: f"{len(one.changes):,}", lambda one: len(one.changes), RIGHT, 64),
)


def rejudged_fields(names: Mapping[str, str]) -> tuple[Field[Rejudged], ...]:
    """Return the columns of the sittings that are decided anew."""
    return (
        Field(_("職員番号"), lambda one: one.attempt.employee_no, None, LEFT, 90),
        Field(_("氏名"), lambda one: names.get(one.attempt.employee_no), None, LEFT, 130),
        Field(
            _("受験日"),
            lambda one: wareki_short(one.attempt.on),
            lambda one: one.attempt.on,
            LEFT,
            100,
        ),
        Field(_("今"), lambda one: result_text(one.before), None, LEFT, 90),
        Field(_("変更後"), lambda one: result_text(one.after), None, LEFT, 90),
    )

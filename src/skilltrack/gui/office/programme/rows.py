"""Schemes, their requirements, programme, versions and sources as table rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from skilltrack.domain.schemes import gates
from skilltrack.domain.schemes.definition import Scheme, ScoreLadder
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.names import COURSE_KIND_NAMES
from skilltrack.i18n.scheme_changes import (
    ChangeLine,
    group_text,
    requirement_text,
    value_text,
)
from skilltrack.i18n.scheme_words import OCCASION_NAMES, RULE_NAMES, SHAPE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.schemes.editing import SchemeEntry, SchemeVersion

INDENT = "　　"


@dataclass(frozen=True, slots=True)
class GateRow:
    """A tier, a group or a requirement."""

    tier: str
    label: str
    asks: str


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A course, an obligation, a target or a pair of the programme."""

    kind: str
    name: str
    says: str


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A statement with its source; without one it is an assumption."""

    text: str
    source: str


def names_of(scheme: Scheme, words: Mapping[str, str]) -> dict[str, str]:
    """Return code → name of whatever requirements of a scheme name."""
    return {
        **words,
        **{course.code: course.name for course in scheme.courses},
        **{band.code: band.name for band in scheme.bands},
        **{role.code: role.name for role in scheme.roles},
        **{tier.code: tier.name for tier in scheme.tiers},
        **{ladder.id: ladder.name for ladder in scheme.ladders},
        **{level.code: level.name for ladder in scheme.ladders for level in ladder.levels},
    }


def gate_rows(scheme: Scheme, names: Mapping[str, str]) -> tuple[GateRow, ...]:
    """Return every tier with its requirements, deeper ones further in."""
    return tuple(row for tier in scheme.tiers for row in _node_rows(tier.name, tier.gate, names, 0))


def _node_rows(
    tier: str, gate: gates.Gate, names: Mapping[str, str], depth: int
) -> Iterator[GateRow]:
    if isinstance(gate, gates.All | gates.AtLeast):
        yield GateRow(tier, f"{INDENT * depth}{group_text(gate)}", "")
        for child in gate.children:
            yield from _node_rows(tier, child, names, depth + 1)
    else:
        asks = requirement_text(gate, names)
        yield GateRow(tier, f"{INDENT * depth}{gate.label}", asks)


def programme_rows(entry: SchemeEntry) -> tuple[ProgrammeRow, ...]:
    """Return what the programme of a scheme runs."""
    scheme, programme = entry.scheme, entry.programme
    ladders = [
        ProgrammeRow(_("得点の水準"), ladder.name, _levels(ladder)) for ladder in scheme.ladders
    ]
    bands = [
        ProgrammeRow(
            _("役職区分"),
            band.name,
            _("、").join(title for title, code in scheme.titles.items() if code == band.code),
        )
        for band in scheme.bands
    ]
    courses = [
        ProgrammeRow(
            _("研修（{kind}）").format(kind=COURSE_KIND_NAMES[course.kind]),
            course.name,
            value_text(course.bands) if course.bands else _("全員"),
        )
        for course in scheme.courses
    ]
    obligations = [
        ProgrammeRow(_("受講義務"), rule.name, OCCASION_NAMES[rule.occasion])
        for rule in programme.obligations
    ]
    targets = [
        ProgrammeRow(_("目標"), rule.name, SHAPE_NAMES[rule.shape]) for rule in programme.targets
    ]
    pairs = [
        ProgrammeRow(_("前後比較"), pair.name, f"{pair.before} → {pair.after}")
        for pair in programme.pairs
    ]
    return (*obligations, *targets, *ladders, *bands, *courses, *pairs)


def _levels(ladder: ScoreLadder) -> str:
    return _("、").join(
        _("{name}（{least:g} %～）").format(name=level.name, least=float(level.least * 100))
        for level in ladder.levels
    )


def note_rows(scheme: Scheme) -> tuple[NoteRow, ...]:
    """Return the statements about a scheme."""
    return tuple(NoteRow(note.text, note.source) for note in scheme.notes)


def _state(entry: SchemeEntry) -> str:
    if not entry.is_own:
        return _("取り入れられます")
    return _("使用中") if entry.is_in_use else _("使用終了")


def _state_tone(entry: SchemeEntry) -> Tone:
    if not entry.is_own:
        return Tone.INFO
    return Tone.GOOD if entry.is_in_use else Tone.ATTENTION


def name_of(entry: SchemeEntry) -> str:
    """Return the name of a scheme, with its state where it is not in use."""
    if entry.is_own and entry.is_in_use:
        return entry.scheme.name
    return _("{name}（{state}）").format(name=entry.scheme.name, state=_state(entry))


ENTRY_FIELDS: tuple[Field[SchemeEntry], ...] = (
    Field(_("名称"), lambda one: one.scheme.name, None, LEFT, 300),
    Field(_("状態"), _state, None, LEFT, 148, tone=_state_tone),
    Field(_("版"), lambda one: str(one.scheme.version), lambda one: one.scheme.version, RIGHT, 56),
    Field(_("区分"), lambda one: str(len(one.scheme.tiers)), None, RIGHT, 64),
    Field(_("判定のしかた"), lambda one: RULE_NAMES[one.scheme.rule], None, LEFT, 200),
    Field(_("調査票"), lambda one: one.scheme.questionnaire, None, LEFT, 104),
    Field(_("義務"), lambda one: str(len(one.programme.obligations)), None, RIGHT, 64),
    Field(_("目標"), lambda one: str(len(one.programme.targets)), None, RIGHT, 64),
    Field(_("ID"), lambda one: one.scheme.id, None, LEFT, 110),
)

GATE_FIELDS: tuple[Field[GateRow], ...] = (
    Field(_("区分"), lambda row: row.tier, None, LEFT, 168),
    Field(_("要件"), lambda row: row.label, None, LEFT, 320),
    Field(_("求めるもの"), lambda row: row.asks or None, None, LEFT, 360),
)

PROGRAMME_FIELDS: tuple[Field[ProgrammeRow], ...] = (
    Field(_("種類"), lambda row: row.kind, None, LEFT, 160),
    Field(_("名称"), lambda row: row.name, None, LEFT, 320),
    Field(_("内容"), lambda row: row.says or None, None, LEFT, 320),
)

VERSION_FIELDS: tuple[Field[SchemeVersion], ...] = (
    Field(
        _("版"),
        lambda one: (
            _("{version}（最新）").format(version=one.scheme.version)
            if one.is_newest
            else str(one.scheme.version)
        ),
        lambda one: one.scheme.version,
        LEFT,
        96,
    ),
    Field(
        _("記録した日"),
        lambda one: wareki_short(one.at.astimezone().date()),
        lambda one: one.at,
        LEFT,
        128,
    ),
    Field(
        _("変更（件）"),
        lambda one: f"{len(one.changes):,}",
        lambda one: len(one.changes),
        RIGHT,
        96,
    ),
    Field(_("理由"), lambda one: one.reason or None, None, LEFT, 360),
    Field(_("記録した人"), lambda one: one.actor, None, LEFT, 120),
)

NOTE_FIELDS: tuple[Field[NoteRow], ...] = (
    Field(_("内容"), lambda row: row.text, None, LEFT, 480),
    Field(
        _("出典"),
        lambda row: row.source or _("当方の想定"),
        None,
        LEFT,
        320,
        tone=lambda row: None if row.source else Tone.ATTENTION,
    ),
)

CHANGE_FIELDS: tuple[Field[ChangeLine], ...] = (
    Field(_("部分"), lambda line: line.part, None, LEFT, 88),
    Field(_("名称"), lambda line: line.subject, None, LEFT, 150),
    Field(_("変更"), lambda line: line.what, None, LEFT, 96),
    Field(_("前"), lambda line: line.before or None, None, LEFT, 150),
    Field(_("後"), lambda line: line.after or None, None, LEFT, 150),
)

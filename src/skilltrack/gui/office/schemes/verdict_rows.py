"""Verdicts in words: what a tier asks, what somebody has, and what is missing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from skilltrack.domain.catalogue.courses import Course
from skilltrack.domain.schemes.definition import Medal, Scheme, Tier, TierRule
from skilltrack.domain.schemes.gates import JudgedLeaf, leaves
from skilltrack.domain.schemes.leaves import LeafKind, Value
from skilltrack.gui.office.names import plain_name, searched_name
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.numbers import NO_FIGURE, percent
from skilltrack.i18n.texts import _
from skilltrack.services.overview import DepartmentChoice
from skilltrack.services.verdicts.tiers import PersonVerdict, SchemeVerdicts

MEASURED = frozenset(
    {
        LeafKind.CATEGORY,
        LeafKind.ITEM,
        LeafKind.LEVEL,
        LeafKind.HOURS,
        LeafKind.PRACTICES,
        LeafKind.CAREER,
    }
)
"""The requirements that ask for an amount."""

MEDAL_TONES = {Medal.GOLD: Tone.GOLD, Medal.SILVER: Tone.SILVER, Medal.BRONZE: Tone.BRONZE}


@dataclass(frozen=True, slots=True)
class Words:
    """What codes are called: departments, courses, bands, and the tiers of the scheme."""

    scheme: Scheme
    departments: Mapping[str, str]
    courses: Mapping[str, str]
    bands: Mapping[str, str]

    def tier(self, code: str | None) -> Tier | None:
        """Return a tier; None for no tier."""
        return None if code is None else self.scheme.tiers_by_code[code]


def words_of(
    verdicts: SchemeVerdicts,
    departments: tuple[DepartmentChoice, ...],
    catalogue: tuple[Course, ...],
) -> Words:
    """Return the names that verdicts are told with."""
    scheme = verdicts.scheme
    courses = {course.code: course.name for course in scheme.courses}
    courses |= {course.code: course.name for course in catalogue}
    return Words(
        scheme,
        {choice.code: choice.name for choice in departments},
        courses,
        {band.code: band.name for band in scheme.bands},
    )


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """A person with the verdict in words."""

    found: PersonVerdict
    department_name: str
    tier_name: str
    tier_place: int
    """Place of the tier in the scheme from the lowest; -1 for none."""
    tone: Tone | None
    outcome: str
    outcome_tone: Tone
    next_name: str
    missing: tuple[str, ...]
    candidates: tuple[str, ...]
    has_answer: bool


def verdict_row(found: PersonVerdict, words: Words) -> VerdictRow:
    """Return a person with the verdict in words."""
    verdict, person = found.verdict, found.person
    is_by_post = words.scheme.rule is TierRule.BY_POST
    tier = words.tier(verdict.expected if is_by_post else verdict.reached)
    following = words.tier(verdict.next_tier)
    outcome, outcome_tone = _outcome(found, is_by_post=is_by_post)
    return VerdictRow(
        found=found,
        department_name=words.departments.get(person.department, person.department),
        tier_name="" if tier is None else tier.name,
        tier_place=-1 if tier is None else words.scheme.tiers.index(tier),
        tone=None if tier is None or tier.medal is None else MEDAL_TONES[tier.medal],
        outcome=outcome,
        outcome_tone=outcome_tone,
        next_name="" if following is None else following.name,
        missing=missing_words(found, words),
        candidates=tuple(words.scheme.tiers_by_code[code].name for code in verdict.candidates),
        has_answer=bool(found.scores),
    )


def _outcome(found: PersonVerdict, *, is_by_post: bool) -> tuple[str, Tone]:
    verdict = found.verdict
    if not is_by_post:
        if verdict.reached is None:
            return _("未到達"), Tone.INFO
        return (_("到達"), Tone.GOOD)
    if verdict.expected is None:
        return _("区分なし"), Tone.INFO
    if verdict.met is None:
        return _("判定できず"), Tone.INFO
    return (_("達成"), Tone.GOOD) if verdict.met else (_("未達成"), Tone.ATTENTION)


def override_texts(found: PersonVerdict, words: Words) -> tuple[str, ...]:
    """Return that a person set the verdict, why, and what the requirements say; else nothing."""
    verdict = found.verdict
    if verdict.overridden is None:
        return ()
    calculated = words.tier(verdict.calculated)
    name = _("なし") if calculated is None else calculated.name
    return (
        _("個別に変更した判定です。理由：{reason}").format(reason=verdict.overridden.reason),
        _("要件による判定：{tier}").format(tier=name),
    )


def accredited_texts(found: PersonVerdict, words: Words) -> tuple[str, ...]:
    """Return the tiers for which somebody is accredited, each with the day."""
    return tuple(
        _("認定：{tier}（{day}）").format(
            tier=words.scheme.tiers_by_code[code].name, day=wareki_short(on)
        )
        for code, on in found.verdict.accredited
    )


def missing_words(found: PersonVerdict, words: Words) -> tuple[str, ...]:
    """Return what is missing to the expected or the next tier, one text per requirement."""
    leaves_by_id = {leaf.id: leaf for leaf in found.verdict.requirements}
    return tuple(missing_text(leaves_by_id[leaf_id], words) for leaf_id in found.verdict.missing)


def missing_text(leaf: JudgedLeaf, words: Words) -> str:
    """Return what a requirement lacks: the courses by name, else value and threshold."""
    if leaf.lacking and leaf.kind in {LeafKind.COURSES, LeafKind.CATALOGUE}:
        names = [words.courses.get(code, code) for code in leaf.lacking]
        if len(names) == 1 and names[0] in leaf.label:
            return leaf.label
        return _("{label}（{courses}）").format(label=leaf.label, courses=_("、").join(names))
    if leaf.satisfied is None:
        return _("{label}（未回答か判定なし）").format(label=leaf.label)
    if leaf.kind in MEASURED:
        return _("{label} {value} → {threshold}").format(
            label=leaf.label, value=value_text(leaf, words), threshold=threshold_text(leaf, words)
        )
    return leaf.label


def value_text(leaf: JudgedLeaf, words: Words) -> str:
    """Return what somebody has; unknown is not 0."""
    if leaf.kind in {LeafKind.EXAM, LeafKind.ROLE, LeafKind.ACCREDITED}:
        names = {
            LeafKind.EXAM: (_("合格"), _("未合格")),
            LeafKind.ROLE: (_("あり"), _("なし")),
            LeafKind.ACCREDITED: (_("認定あり"), _("認定なし")),
        }[leaf.kind]
        return names[0] if leaf.value else names[1]
    return _amount(leaf.value, leaf.kind, words)


def threshold_text(leaf: JudgedLeaf, words: Words) -> str:
    """Return what a requirement asks."""
    if leaf.kind is LeafKind.EXAM:
        return _("合格")
    if leaf.kind is LeafKind.ROLE:
        return _("あり")
    if leaf.kind is LeafKind.ACCREDITED:
        return _("認定あり")
    if leaf.kind in MEASURED:
        return _("{amount}以上").format(amount=_amount(leaf.threshold, leaf.kind, words))
    return _amount(leaf.threshold, leaf.kind, words)


def _amount(value: Value, kind: LeafKind, words: Words) -> str:
    if value is None:
        return NO_FIGURE
    if kind is LeafKind.HOURS and isinstance(value, Fraction):
        return _("{hours:g}時間").format(hours=float(value))
    if isinstance(value, Fraction):
        return percent(value)
    if kind is LeafKind.LEVEL:
        levels = (level for ladder in words.scheme.ladders for level in ladder.levels)
        return next((level.name for level in levels if level.code == value), str(value))
    if kind is LeafKind.BAND:
        codes = str(value).split(" / ")
        return _("、").join(words.bands.get(code, code) for code in codes)
    if kind in {LeafKind.COURSES, LeafKind.CATALOGUE}:
        return _("{count}研修").format(count=value)
    if kind is LeafKind.ITEM:
        return _("段階{step}").format(step=int(value) + 1)
    if kind in {LeafKind.PRACTICES, LeafKind.CAREER}:
        return _("{count}件").format(count=value)
    return str(value)


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """A requirement as the drawer shows it."""

    tier_name: str
    label: str
    detail: str
    tone: Tone


def requirement_rows(found: PersonVerdict, words: Words) -> tuple[RequirementRow, ...]:
    """Return every requirement judged, with value, threshold and day, by tier."""
    tier_of = {leaf.id: tier.name for tier in words.scheme.tiers for leaf in leaves(tier.gate)}
    rows = []
    for leaf in found.verdict.requirements:
        detail = _("{value}（基準 {threshold}）").format(
            value=value_text(leaf, words), threshold=threshold_text(leaf, words)
        )
        if leaf.on is not None:
            detail += _("　{day}").format(day=wareki_short(leaf.on))
        if leaf.lacking and not leaf.satisfied:
            names = _("、").join(words.courses.get(code, code) for code in leaf.lacking)
            detail += _("\n未修了：{courses}").format(courses=names)
        tone = {True: Tone.GOOD, False: Tone.ATTENTION, None: Tone.INFO}[leaf.satisfied]
        rows.append(RequirementRow(tier_of[leaf.id], leaf.label, detail, tone))
    return tuple(rows)


def searched(row: VerdictRow) -> str:
    """Return what the search field looks at."""
    person = row.found.person
    names = (searched_name(person.name), searched_name(person.kana))
    return "\n".join((person.employee_no, row.department_name, person.job_title, *names))


def _person(text: Callable[[PersonVerdict], str]) -> Callable[[VerdictRow], str]:
    return lambda row: text(row.found)


def verdict_fields(rule: TierRule) -> tuple[Field[VerdictRow], ...]:
    """Return the columns: the tier expected or reached, the outcome and what is missing."""
    by_post: tuple[Field[VerdictRow], ...] = (
        Field(_("求める区分"), lambda row: row.tier_name, lambda row: row.tier_place, LEFT, 172),
        Field(
            _("判定"),
            lambda row: row.outcome,
            None,
            LEFT,
            116,
            tone=lambda row: row.outcome_tone,
        ),
    )
    earned: tuple[Field[VerdictRow], ...] = (
        Field(
            _("到達した区分"),
            lambda row: row.tier_name or _("未到達"),
            lambda row: row.tier_place,
            LEFT,
            132,
            tone=lambda row: row.tone,
        ),
        Field(_("次の区分"), lambda row: row.next_name, None, LEFT, 112),
    )
    candidate: tuple[Field[VerdictRow], ...] = (
        Field(
            _("候補"),
            lambda row: _("、").join(_("{tier}候補").format(tier=name) for name in row.candidates),
            None,
            LEFT,
            128,
            tone=lambda row: Tone.GOOD if row.candidates else None,
        ),
    )
    is_by_post = rule is TierRule.BY_POST
    return (
        Field(
            _("氏名"),
            _person(lambda found: plain_name(found.person.name)),
            lambda row: row.found.person.kana,
            LEFT,
            116,
        ),
        Field(
            _("所属"),
            lambda row: row.department_name,
            lambda row: row.found.person.department,
            LEFT,
            132,
        ),
        *(by_post if is_by_post else earned),
        *(candidate if is_by_post else ()),
        Field(
            _("足りない要件（件）"),
            lambda row: len(row.missing),
            None,
            RIGHT,
            136,
        ),
        Field(
            _("足りない要件"),
            lambda row: _("、").join(row.missing),
            lambda row: len(row.missing),
            LEFT,
            420,
        ),
    )

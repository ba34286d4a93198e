"""The effect of a changed scheme on the people of today, before it is saved.

What verdicts rest on is read once; each change is judged from it again.
"""

from dataclasses import dataclass, field
from datetime import date

from skilltrack.domain.schemes.definition import Override, Scheme, TierRule
from skilltrack.domain.schemes.effects import Shift, shift
from skilltrack.domain.schemes.judging import Held, Panel, Standing, Standings
from skilltrack.services.verdicts.evidence import Gathered, needs_of
from skilltrack.services.verdicts.gathering import gather_for
from skilltrack.services.verdicts.tiers import people_judged
from skilltrack.store import evidence as records
from skilltrack.store import organisation
from skilltrack.store.database import Database
from skilltrack.store.organisation import InPost


@dataclass(frozen=True, slots=True)
class Tried:
    """What verdicts on everybody rest on, as read once.

    ``overrides`` are those of the scheme: whoever has one stays where a person set it.
    ``departments`` is code → name; ``held`` keeps what was judged already.
    """

    scheme: Scheme
    gathered: Gathered
    overrides: dict[int, Override]
    departments: dict[str, str]
    held: Held = field(default_factory=dict)

    def covers(self, scheme: Scheme) -> bool:
        """Return whether it is enough to judge a changed scheme."""
        return self.gathered.needs.covers(needs_of(scheme))


@dataclass(frozen=True, slots=True)
class MovedPerson:
    """Somebody who would stand elsewhere."""

    person: InPost
    department_name: str
    before: Standing
    after: Standing


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does on a day; ``moved`` by department, kana, number."""

    as_of: date
    shift: Shift
    moved: tuple[MovedPerson, ...]


def gathered_for(
    database: Database, scheme: Scheme, as_of: date, changed: Scheme | None = None
) -> Tried:
    """Read what verdicts rest on, for a scheme and for what it is changed to."""
    with database.reading() as session:
        needs = needs_of(scheme)
        if changed is not None:
            needs = needs.joined(needs_of(changed))
        people = people_judged(session, scheme, as_of)
        gathered = gather_for(session, needs, as_of, people, None)
        set_by_hand = records.overrides(session, scheme.id, as_of)
        return Tried(
            scheme,
            gathered,
            {
                place: set_by_hand[person.employee_no]
                for place, person in enumerate(people)
                if person.employee_no in set_by_hand
            },
            {d.code: d.name for d in organisation.departments_on(session, as_of)},
        )


def effect_of(tried: Tried, before: Scheme, after: Scheme) -> Effect:
    """Return who would stand elsewhere under a changed scheme.

    Raises:
        ValueError: What was read is not enough to judge it.
    """
    if not tried.covers(after):
        msg = "more has to be read"
        raise ValueError(msg)
    old, new = _standings(tried, before), _standings(tried, after)
    found = shift(old, new)
    people, names = tried.gathered.people, tried.departments
    return Effect(
        tried.gathered.as_of,
        found,
        tuple(
            MovedPerson(
                people[place],
                names.get(people[place].department, people[place].department),
                old.distinct[old.codes[place]],
                new.distinct[new.codes[place]],
            )
            for place in found.moved
        ),
    )


def _standings(tried: Tried, scheme: Scheme) -> Standings:
    found = Panel(scheme, tried.gathered, tried.held).standings()
    if not tried.overrides:
        return found
    distinct, codes = list(found.distinct), list(found.codes)
    for place, override in tried.overrides.items():
        expected = distinct[codes[place]]
        is_by_post = scheme.rule is TierRule.BY_POST
        met = expected.tier == override.tier if is_by_post and expected.tier else None
        distinct.append(Standing(expected.tier if is_by_post else override.tier, met))
        codes[place] = len(distinct) - 1
    return Standings(tuple(distinct), codes)

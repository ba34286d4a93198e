"""Whatever the order and the number of collections, the same files end in the same place.

SKILLTRACK_REPLAY_EXAMPLES sets how many cases are tried; thousands take minutes.
"""

import itertools
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.services.collecting.conftest import NAMES, Office, round_order

from skilltrack.domain.rounds.definition import TAKEN
from skilltrack.services.collecting import collected_files
from skilltrack.services.collecting.arrivals import Arrival
from skilltrack.services.rounds.running import open_round
from skilltrack.store import schema

EXAMPLES = int(os.environ.get("SKILLTRACK_REPLAY_EXAMPLES", "120"))
PEOPLE = tuple(NAMES)[:3]


@dataclass(frozen=True)
class Claim:
    """What somebody sends: ``sealed``, ``stranger``, ``mistyped`` or ``form``.

    ``value`` is the counter of a sealed answer or the step of a form; ``copy`` parts files of
    one content.
    """

    number: str
    kind: str
    value: int
    copy: int

    def arrival(self, office: Office) -> Arrival:
        name = f"{self.number}{self.kind}{self.value}{self.copy}"
        if self.kind == "form":
            return office.form(self.number, self.value, file=name)
        return office.sealed(
            self.number,
            self.value,
            self.value + 1,
            key=b"stranger" if self.kind == "stranger" else b"",
            kana="ベツジン" if self.kind == "mistyped" else None,
            file=name,
        )


CLAIMS = st.builds(
    Claim,
    st.sampled_from(PEOPLE),
    st.sampled_from(("sealed", "form", "form", "form", "stranger", "mistyped")),
    st.integers(0, 2),
    st.integers(0, 1),
)


@st.composite
def deliveries(draw: st.DrawFn) -> list[list[Claim]]:
    """Draw collections that together bring every claim, some of them again."""
    claims = draw(st.lists(CLAIMS, min_size=1, max_size=9))
    order = draw(st.permutations(claims + draw(st.lists(st.sampled_from(claims), max_size=4))))
    cuts = sorted(draw(st.sets(st.integers(1, len(order)), max_size=3)) | {0, len(order)})
    return [list(order[start:end]) for start, end in itertools.pairwise(cuts)]


def expected_steps(claims: Sequence[Claim]) -> dict[str, int]:
    steps = {}
    for number in PEOPLE:
        sealed = {c.value for c in claims if c.number == number and c.kind == "sealed"}
        forms = {c.value for c in claims if c.number == number and c.kind == "form"}
        if sealed:
            steps[number] = max(sealed)
        elif len(forms) == 1:
            steps[number] = forms.pop()
    return steps


def expected_ends(claims: Sequence[Claim]) -> Counter[tuple[Claim, str]]:
    """Return (first copy of a content, end) → files; one copy of a waiting form waits."""
    ends: Counter[tuple[Claim, str]] = Counter()
    steps = expected_steps(claims)
    distinct = sorted(set(claims), key=repr)
    for claim in distinct:
        is_first = not any(content(c) == content(claim) for c in distinct[: distinct.index(claim)])
        waits = claim.kind in {"stranger", "mistyped"} or (
            claim.kind == "form" and claim.number not in steps and is_first
        )
        ends[content(claim), "to_confirm" if waits else "taken"] += 1
    return ends


def content(claim: Claim) -> Claim:
    return Claim(claim.number, claim.kind, claim.value, 0)


def records(office: Office) -> dict[str, list[tuple[object, ...]]]:
    """Return every row about the round and the keys."""
    with office.database.reading() as session:
        return {
            table.name: [tuple(row) for row in session.connection.execute(sa.select(table))]
            for table in (schema.response, schema.received_file, schema.respondent_key)
        }


@pytest.fixture
def known_people(office: Office) -> Office:
    """Let every key be known from an earlier round."""
    office.take(*(office.sealed(number, 0) for number in PEOPLE))
    return office


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(collections=deliveries())
def test_files_end_in_the_same_place_in_any_order_and_twice_is_once(
    known_people: Office, collections: list[list[Claim]]
) -> None:
    folder = known_people.database.path.parent / "調査"
    record = open_round(known_people.database, round_order(), folder)
    office = Office(known_people.database, record.round_id, known_people.codes)
    claims = [claim for part in collections for claim in part]
    by_digest = {}
    for part in collections:
        arrivals = [claim.arrival(office) for claim in part]
        by_digest |= {a.digest: c for a, c in zip(arrivals, part, strict=True)}
        office.take(*arrivals)

    assert office.steps() == expected_steps(claims)
    ends = Counter(
        (content(by_digest[f.digest]), "taken" if f.bucket in TAKEN else f.bucket.value)
        for f in collected_files(office.database, office.round_id)
    )
    assert ends == expected_ends(claims)

    before = records(office)
    assert office.take(*(claim.arrival(office) for claim in reversed(claims))) == []
    assert records(office) == before

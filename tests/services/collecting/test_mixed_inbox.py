"""An inbox of sealed answers and Excel forms, one in twenty damaged: every figure is exact."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.conftest import TODAY
from tests.services.collecting.inboxes import FORM_DAMAGES, SEALED_DAMAGES, Town, make_town

from skilltrack.domain.rounds.definition import Bucket
from skilltrack.i18n.problems import all_sentences, sentence
from skilltrack.services.collecting import collect, collected_files, problems_by_department
from skilltrack.services.rounds.decisions import waiting
from skilltrack.store.database import Database
from skilltrack.store.rounds import RESPONSES

EVERY = 20
DIFFERING = ("to_confirm", "answers.differing_forms")


@dataclass
class Expected:
    """Where every file ends, and what counts of whom."""

    ends: dict[str, tuple[str, str]] = field(default_factory=dict)
    steps: dict[str, int] = field(default_factory=dict)


def fill_inbox(town: Town, sealed: int, forms: int) -> Expected:
    expected = Expected()
    damages = list(SEALED_DAMAGES.items())
    for number in range(sealed):
        name = f"{number:016x}.kaitou"
        person = f"{number:06}"
        if number % EVERY == 0:
            reason, damage = damages[number // EVERY % len(damages)]
            damage(town, name, person)
            expected.ends[name] = ("set_aside", reason)
            continue
        town.sealed(person, number % 4, name=name)
        expected.ends[name] = ("accepted", "")
        expected.steps[person] = number % 4
    _fill_forms(town, sealed, forms, expected)
    return expected


def _fill_forms(town: Town, sealed: int, forms: int, expected: Expected) -> None:
    damages = list(FORM_DAMAGES.items())
    for number in range(forms):
        name = f"0{1 + number // (forms // 2)}_課/{number:05}.xlsx"
        person = f"{sealed + number:06}"
        step = number % 4
        match number % EVERY:
            case 0:
                reason, damage = damages[number // EVERY % len(damages)]
                damage(town, name, person)
                expected.ends[name] = ("set_aside", reason)
                continue
            case 1:  # of somebody who has sent sealed answers
                town.form(name, f"{number + EVERY // 2:06}", step)
                expected.ends[name] = ("older", "")
                continue
            case 2:
                town.form(name, person, None)
                expected.ends[name] = ("not_filled", "")
                continue
            case 3:  # differs from the next one, of the same person
                town.form(name, f"{sealed + number + 1:06}", (step + 2) % 4)
                expected.ends[name] = DIFFERING
                continue
            case 4:
                town.form(name, person, step)
                expected.ends[name] = DIFFERING
                continue
            case 5:  # like the next one, of the same person
                town.form(name, f"{sealed + number + 1:06}", (step + 1) % 4)
                expected.ends[name] = ("accepted", "")
                continue
            case _:
                expected.ends[name] = ("accepted", "")
        path = town.form(name, person, step)
        expected.steps[person] = step
        if number % EVERY == 6:
            town.fill(path, lambda _row, digit=step + 1: f"{digit}")
            expected.ends[name] = ("same", "")


def steps(town: Town) -> dict[str, int | None]:
    with town.database.reading() as session:
        found = RESPONSES.values(session)
    return {response.employee_no: response.answers[town.codes[0]] for response in found}


@pytest.mark.parametrize(
    ("sealed", "forms"), [(200, 50), pytest.param(2000, 500, marks=pytest.mark.slow)]
)
def test_every_file_of_a_mixed_inbox_ends_where_it_must(
    database: Database, tmp_path: Path, sealed: int, forms: int
) -> None:
    town = make_town(database, tmp_path / "町", sealed + forms)
    expected = fill_inbox(town, sealed, forms)
    assert len({reason for bucket, reason in expected.ends.values() if bucket == "set_aside"}) >= (
        10 if forms >= 100 else 8
    )
    round_id = town.record.round_id
    found = collect(database, round_id, today=TODAY)
    assert {f.name: (f.bucket.value, f.reason) for f in found.files} == expected.ends
    assert found.known_before == 0
    assert steps(town) == expected.steps
    assert sum(found.counts.values()) == sealed + forms

    again = collect(database, round_id, today=TODAY)
    left = Counter(file.bucket for file in again.files)
    assert left == {Bucket.NOT_FILLED: found.counts[Bucket.NOT_FILLED]}
    assert again.known_before == sealed + forms - left.total()
    assert steps(town) == expected.steps
    assert len(waiting(database, round_id)) == found.counts[Bucket.TO_CONFIRM]

    listed = {f.name: (f.bucket.value, f.reason) for f in collected_files(database, round_id)}
    assert listed == {n: end for n, end in expected.ends.items() if end[0] != "not_filled"}
    known = all_sentences()
    assert all(reason in known for _bucket, reason in expected.ends.values() if reason)
    told = problems_by_department(database, round_id)
    problems = [problem for department in told for problem in department.problems]
    in_files = {problem.place.file for problem in problems}
    assert in_files == {
        name for name, (bucket, _) in listed.items() if bucket in {"set_aside", "to_confirm"}
    }
    assert all("{" not in sentence(problem) for problem in problems)
    formulas = [problem for problem in problems if problem.code == "forms.formula"]
    assert formulas
    assert all(problem.place.row for problem in formulas)

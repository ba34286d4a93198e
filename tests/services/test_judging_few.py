"""Only those concerned are read and judged anew after a change."""

from datetime import date

import pytest
import sqlalchemy as sa
from tests.conftest import TODAY, Take

from skilltrack.domain.intake import ImportKind
from skilltrack.services import definitions
from skilltrack.services.verdicts import tiers
from skilltrack.store.database import Database

FEW = frozenset({"0003", "0007"})


@pytest.mark.parametrize("scheme", ["fukui", "kitakyushu"])
def test_few_people_are_judged_as_among_everybody(
    town: Take, database: Database, scheme: str
) -> None:
    town(
        ImportKind.COMPLETIONS,
        "職員番号 研修コード 修了日",
        [[f"000{n}", "R1", f"2026-06-0{n}"] for n in range(1, 9)],
    )
    with database.reading() as session:
        found = definitions.scheme(session, scheme)
        everybody = {p.person.employee_no: p for p in tiers.judge_in(session, found, TODAY).people}
    with database.reading() as session:
        few = tiers.judge_in(session, found, TODAY, FEW)
    assert {p.person.employee_no: p for p in few.people} == {no: everybody[no] for no in FEW}
    assert few.covered is None
    with pytest.raises(ValueError, match="only some people"):
        _ = few.counted


def test_what_is_recorded_of_others_is_not_read(town: Take, database: Database) -> None:
    town(
        ImportKind.COMPLETIONS,
        "職員番号 研修コード 修了日",
        [[f"000{n}", "R1", f"2026-06-0{n}"] for n in range(1, 9)],
    )
    asked: list[tuple[str, object]] = []

    def note(
        _connection: object, _cursor: object, statement: str, values: object, *_more: object
    ) -> None:
        asked.append((statement, values))

    with database.reading() as session:
        found = definitions.scheme(session, "kitakyushu")
        sa.event.listen(session.connection, "before_cursor_execute", note)
        tiers.judge_in(session, found, date(2026, 11, 20), FEW)
    personal = ("posting", "completion", "response", "exam_attempt", "appointment", "accreditation")
    of_people = [
        (statement, values)
        for statement, values in asked
        if any(f"FROM {table}" in statement for table in personal)
    ]
    assert of_people
    for statement, values in of_people:
        assert all(number in str(values) for number in FEW), statement

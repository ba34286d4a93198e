"""Whose an exam result is: by number, else by account, else by name and reading."""

from datetime import date

from skilltrack.domain.intake import Intake, Line
from skilltrack.exchange.intake import exam_results as columns
from skilltrack.exchange.intake.exam_results import BroughtResult
from skilltrack.i18n.folding import fold
from skilltrack.services.imports.organisation import unknown_employee
from skilltrack.services.imports.planning import Check
from skilltrack.store import organisation
from skilltrack.store.database import Session
from skilltrack.store.people import people_for_matching


class PeopleOfResults:
    """Finds people for the rows of a file, and tells of each row for which it cannot.

    A name stands for a person only where nobody else is called so; with a reading, among those of
    that name, whoever has it.
    """

    def __init__(
        self, session: Session, check: Check, intake: Intake[BroughtResult], today: date
    ) -> None:
        self._check = check
        self._numbers = organisation.employee_numbers(session)
        self._names: dict[str, set[str]] = {}  # number → every name, as compared
        self._by_name: dict[str, list[str]] = {}
        self._by_account: dict[str, set[str]] = {}
        self._kana: dict[str, str] = {}
        if any(not line.value.employee_no or line.value.name for line in intake.lines):
            self._read(session, today, has_kana=any(line.value.kana for line in intake.lines))

    def _read(self, session: Session, today: date, *, has_kana: bool) -> None:
        for number, name, account in people_for_matching(session):
            spelt = _plain(name)
            self._names.setdefault(number, set()).add(spelt)
            numbers = self._by_name.setdefault(spelt, [])
            if number not in numbers:
                numbers.append(number)
            if account:
                self._by_account.setdefault(account.casefold(), set()).add(number)
        if has_kana:
            people = organisation.in_post(session, today)
            self._kana = {one.employee_no: _plain(one.kana) for one in people if one.kana}

    def number_of(self, line: Line[BroughtResult]) -> str:
        """Return the number of the person meant; '' where that is not certain, which is told."""
        one, row = line.value, line.row
        if one.employee_no:
            unknown_employee(self._check, self._numbers, row, columns.NUMBER, one.employee_no)
            self._compare(row, one.employee_no, one)
            return one.employee_no if one.employee_no in self._numbers else ""
        if one.account:
            number = self._of_account(row, one.account)
            if number:
                self._compare(row, number, one)
            return number
        if one.name:
            return self._of_name(row, one)
        self._check.add("intake.nobody", row, columns.NUMBER)
        return ""

    def _of_account(self, row: int, account: str) -> str:
        written = account.casefold()
        found = self._by_account.get(written) or self._by_account.get(written.partition("@")[0])
        return self._only(row, columns.ACCOUNT, account, sorted(found or ()))

    def _of_name(self, row: int, one: BroughtResult) -> str:
        found = self._by_name.get(_plain(one.name), [])
        if one.kana:
            kana = _plain(one.kana)
            found = [number for number in found if self._kana.get(number, kana) == kana]
        return self._only(row, columns.NAME, one.name, found)

    def _only(self, row: int, column: str, person: str, found: list[str]) -> str:
        if len(found) == 1:
            return found[0]
        if found:
            told = "、".join(found[:3])
            self._check.add("intake.person_ambiguous", row, column, person=person, numbers=told)
        else:
            self._check.add("intake.unknown_person", row, column, person=person)
        return ""

    def _compare(self, row: int, number: str, one: BroughtResult) -> None:
        """Tell where the name beside a number or an account is another one."""
        known = self._names.get(number)
        if one.name and known is not None and _plain(one.name) not in known:
            column = columns.NAME
            self._check.add("intake.other_name", row, column, is_notice=True, number=number)


def _plain(text: str) -> str:
    return "".join(fold(text).split())

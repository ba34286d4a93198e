"""Inboxes of real files: sealed answers and Excel forms, sound and damaged."""

import os
import secrets
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import openpyxl
from tests.conftest import TODAY

from skilltrack.domain.intake import ImportKind
from skilltrack.domain.questionnaires import forms
from skilltrack.domain.questionnaires.answers import Answers
from skilltrack.domain.questionnaires.forms import (
    FormIds,
    FormRound,
    FormSheet,
    FormTarget,
    form_blocks,
)
from skilltrack.domain.rounds.definition import AnswerSheet
from skilltrack.exchange.answers import seal_answer
from skilltrack.exchange.forms.stamp import stamped
from skilltrack.exchange.sealing.documents import canonical
from skilltrack.exchange.sealing.envelopes import seal
from skilltrack.exchange.sealing.keys import new_round_keys, new_signing_key, public_of
from skilltrack.reports.forms import FormWriter
from skilltrack.reports.tables import write_table
from skilltrack.services import definitions
from skilltrack.services.imports.files import import_file
from skilltrack.services.rounds.running import INBOX, RoundOrder, form_key, open_round, round_folder
from skilltrack.store.database import Database
from skilltrack.store.rounds import RoundRecord

LONG_AGO = timedelta(days=3)


def kana_of(number: str) -> str:
    return f"ショクイン {number}"


@dataclass
class Town:
    """A body of numbered people with an open round and its inbox."""

    database: Database
    record: RoundRecord
    inbox: Path
    codes: tuple[str, ...]
    form_key: bytes
    writer: FormWriter
    rows: Mapping[str, int]

    def answers(self, step: int) -> dict[str, int | None]:
        return dict.fromkeys(self.codes, step)

    def sheet(self, number: str, answers: Answers, counter: int = 1) -> AnswerSheet:
        return AnswerSheet(
            round_id=self.record.round_id,
            employee_no=number,
            kana=kana_of(number),
            job_title="主事",
            account="",
            counter=counter,
            answers=answers,
            program_version="1",
            sent_at_display="",
        )

    def sealed(
        self, number: str, step: int, counter: int = 1, *, name: str = "", key: bytes = b""
    ) -> Path:
        sheet = self.sheet(number, self.answers(step), counter)
        data = seal_answer(sheet, key or new_signing_key(), self.record.public_key)
        return self.put(name or f"{secrets.token_hex(8)}.kaitou", data)

    def put(self, name: str, data: bytes, *, is_old: bool = False) -> Path:
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        if is_old:
            past = path.stat().st_mtime - LONG_AGO.total_seconds()
            os.utime(path, (past, past))
        return path

    def form(self, name: str, number: str, step: int | None, *, round_id: str = "") -> Path:
        """Write a form and fill it in; step None leaves it blank."""
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        ids = FormIds(round_id or self.record.round_id, "sakata", 1, number)
        target = FormTarget(number, f"職員　{number}", "一課")
        self.writer.write_person(path, FormSheet(target, stamped(ids, self.form_key)))
        if step is not None:
            self.fill(path, lambda _row: step + 1)
        return path

    def fill(self, path: Path, value: Callable[[int], object]) -> None:
        workbook = openpyxl.load_workbook(path)
        for row in self.rows.values():
            workbook.worksheets[0].cell(row, forms.ANSWER_COLUMN).value = value(row)  # type: ignore[assignment]
        workbook.save(path)


def make_town(database: Database, folder: Path, people: int) -> Town:
    """Take over people numbered from 0 and open a round among them."""
    numbers = [f"{number:06}" for number in range(people)]
    tables: dict[ImportKind, tuple[list[str], list[list[object]]]] = {
        ImportKind.DEPARTMENTS: (
            ["所属コード", "所属名"],
            [["01", "一課"], ["02", "二課"]],
        ),
        ImportKind.EMPLOYEES: (
            ["職員番号", "氏名", "フリガナ", "所属コード", "職名"],
            [
                [no, f"職員　{no}", kana_of(no), f"0{1 + i % 2}", "主事"]
                for i, no in enumerate(numbers)
            ],
        ),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for kind, (headings, rows) in tables.items():
        file = folder / f"{kind.value}.xlsx"
        write_table(file, "表", headings, rows)  # type: ignore[arg-type]
        import_file(database, kind, file, today=TODAY, effective=date(2026, 4, 1))
    order = RoundOrder("自己点検", "sakata", ("fukui",), date(2026, 11, 1), date(2026, 12, 18), "…")
    record = open_round(database, order, folder / "調査")
    with database.reading() as session:
        inbox = round_folder(session, record.round_id) / INBOX
        key = form_key(session, record.round_id)
        questionnaire = definitions.questionnaire_version(session, "sakata", 1)
    its = FormRound("自己点検", "試験市", "…", "", order.closes_on, "回収", questionnaire)
    rows = {p.item.code: p.row for block in form_blocks(questionnaire) for p in block.items}
    codes = tuple(item.code for item in questionnaire.answerable)
    return Town(database, record, inbox, codes, key, FormWriter(its, None), rows)


Damage = Callable[[Town, str, str], Path]
"""Makes a damaged file of a name for a person."""


def cut_off(town: Town, name: str, number: str) -> Path:
    sheet = town.sheet(number, town.answers(1))
    data = seal_answer(sheet, new_signing_key(), town.record.public_key)
    return town.put(name, data[: len(data) // 2], is_old=True)


def of_another_round(town: Town, name: str, number: str) -> Path:
    sheet = town.sheet(number, town.answers(1))
    return town.put(name, seal_answer(sheet, new_signing_key(), new_round_keys().public))


def of_a_newer_program(town: Town, name: str, number: str) -> Path:
    sheet = town.sheet(number, town.answers(1))
    data = seal_answer(sheet, new_signing_key(), town.record.public_key)
    return town.put(name, data[:3] + b"\2" + data[4:])


def forged(town: Town, name: str, number: str) -> Path:
    body = canonical({"employee_no": number})
    purpose = b"skill/answer/1|" + town.record.round_id.encode()
    content = public_of(new_signing_key()) + bytes(64) + body
    return town.put(name, seal(content, town.record.public_key, purpose))


def of_other_questions(town: Town, name: str, number: str) -> Path:
    sheet = town.sheet(number, {"Z99": 1})
    return town.put(name, seal_answer(sheet, new_signing_key(), town.record.public_key))


def with_another_number(town: Town, name: str, number: str) -> Path:
    path = town.form(name, number, 1)
    workbook = openpyxl.load_workbook(path)
    for row in workbook.worksheets[0].iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith(forms.NAME):
                cell.value = cell.value.replace(number, "000001")
    workbook.save(path)
    return path


def form_of_another_round(town: Town, name: str, number: str) -> Path:
    return town.form(name, number, 1, round_id="2025-0123abcd")


def with_formulas(town: Town, name: str, number: str) -> Path:
    path = town.form(name, number, None)
    town.fill(path, lambda row: f"=A{row}")
    return path


def form_cut_off(town: Town, name: str, number: str) -> Path:
    path = town.form(name, number, 1)
    return town.put(name, path.read_bytes()[:4_000], is_old=True)


def with_macros(town: Town, name: str, number: str) -> Path:
    path = town.form(name, number, 1)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    return path


SEALED_DAMAGES: Mapping[str, Damage] = {
    "answers.unreadable": cut_off,
    "answers.foreign_round": of_another_round,
    "answers.newer_format": of_a_newer_program,
    "answers.bad_signature": forged,
    "answers.misfit": of_other_questions,
}
FORM_DAMAGES: Mapping[str, Damage] = {
    "forms.stamp_wrong": with_another_number,
    "forms.other_round": form_of_another_round,
    "forms.formula": with_formulas,
    "files.damaged": form_cut_off,
    "files.macro": with_macros,
}
"""Reason → how a file comes to it."""

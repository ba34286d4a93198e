"""Shared by all tests: a data file and files as an office would write them."""

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from skilltrack.domain.intake import ImportKind, ImportOutcome, MissingRule
from skilltrack.services import datafiles, definitions
from skilltrack.services.imports.files import import_file
from skilltrack.store.database import Database

settings.register_profile("long", max_examples=6600)  # --hypothesis-profile=long

TODAY = date(2026, 11, 20)

Rows = Sequence[Sequence[object]]
WriteCsv = Callable[[str, str, Rows], Path]
Take = Callable[..., ImportOutcome]


@pytest.fixture
def write_csv(tmp_path: Path) -> WriteCsv:
    """Write a CSV file as Excel does: name, headings parted by blanks, rows."""

    def write(name: str, headings: str, rows: Rows) -> Path:
        path = tmp_path / f"{name}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(headings.split())
            writer.writerows(rows)
        return path

    return write


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Return an unprotected data file with the schemes that one starts with."""
    created = datafiles.create(
        tmp_path / "skilltrack.db",
        passphrase=None,
        label="",
        organisation="試験市",
        is_unprotected=True,
    )
    definitions.adopt_shipped(created.database)
    yield created.database
    created.database.close()


@pytest.fixture
def take(database: Database, write_csv: WriteCsv) -> Take:
    """Import rows of a kind through a real file."""

    def take_over(
        kind: ImportKind,
        headings: str,
        rows: Rows,
        *,
        effective: date | None = None,
        today: date = TODAY,
        missing: MissingRule | None = None,
        is_dry_run: bool = False,
    ) -> ImportOutcome:
        path = write_csv(kind.value, headings, rows)
        return import_file(
            database,
            kind,
            path,
            today=today,
            effective=effective,
            missing=missing,
            is_dry_run=is_dry_run,
        )

    return take_over


@pytest.fixture
def town(take: Take) -> Take:
    """Take over a town of two sections and eight people, and return ``take``."""
    take(
        ImportKind.DEPARTMENTS,
        "所属コード 所属名 上位所属コード 評価単位",
        [["01", "総務部", "", ""], ["0101", "人事課", "01", "○"], ["0102", "税務課", "01", "○"]],
    )
    take(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 フリガナ 所属コード 職名 採用日",
        [
            ["0001", "髙橋　一郎", "タカハシ イチロウ", "0101", "課長", "2001-04-01"],
            ["0002", "山﨑　花子", "ヤマザキ ハナコ", "0101", "課長補佐", "2005-04-01"],
            ["0003", "𠮷田　次郎", "ヨシダ ジロウ", "0101", "主事", "2015-04-01"],
            ["0004", "田中　三郎", "タナカ サブロウ", "0101", "主事", "2018-04-01"],
            ["0005", "佐藤　四郎", "サトウ シロウ", "0102", "課長", "2000-04-01"],
            ["0006", "鈴木　五月", "スズキ サツキ", "0102", "主査", "2010-04-01"],
            ["0007", "伊藤　六実", "イトウ ムツミ", "0102", "主事", "2019-04-01"],
            ["0008", "加藤　七海", "カトウ ナナミ", "0102", "主事", "2020-04-01"],
        ],
        effective=date(2026, 4, 1),
    )
    take(
        ImportKind.COURSES,
        "研修コード 研修名 種別 対象区分 年度",
        [
            ["R1", "DX推進研修", "必須", "", 2026],
            ["R2", "情報セキュリティ", "必須", "一般職員", 2026],
            ["L1", "リーダー研修1", "リーダー必須", "", 2026],
            ["L2", "リーダー研修2", "リーダー必須", "", 2026],
            ["E1", "データ活用", "選択", "", 2026],
            ["E2", "デザイン思考", "選択", "", 2026],
            ["E3", "業務改革", "選択", "", 2026],
        ],
    )
    return take

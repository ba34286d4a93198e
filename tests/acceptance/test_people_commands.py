"""People on the command line: found, shown, corrected, undone, handed over."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from tests.acceptance.conftest import Run, document
from tests.conftest import TODAY

from skilltrack.domain.intake import ImportKind
from skilltrack.services import datafiles, definitions
from skilltrack.services.imports.files import import_file

DEPARTMENTS = "所属コード,所属名,評価単位\n0101,人事課,○\n0102,税務課,○\n"
ROSTER = (
    "職員番号,氏名,フリガナ,所属コード,職名,採用日\n"
    "0001,髙橋　一郎,タカハシ イチロウ,0101,課長,2001-04-01\n"
    "0003,𠮷田　次郎,ヨシダ ジロウ,0101,主事,2015-04-01\n"
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data file with two people, made once."""
    folder = tmp_path_factory.mktemp("people")
    path = folder / "data.db"
    created = datafiles.create(
        path, passphrase=None, label="", organisation="試験市", is_unprotected=True
    )
    definitions.adopt_shipped(created.database, ("fukui",))
    for kind, text in ((ImportKind.DEPARTMENTS, DEPARTMENTS), (ImportKind.EMPLOYEES, ROSTER)):
        file = folder / f"{kind.value}.csv"
        file.write_text(text, "utf-8")
        import_file(created.database, kind, file, today=TODAY, effective=date(2026, 4, 1))
    created.database.close()
    return path


@pytest.fixture
def data(template: Path, tmp_path: Path) -> Path:
    """Return a copy that a test may change."""
    for file in template.parent.glob("data.db*"):
        shutil.copy(file, tmp_path / file.name)
    return tmp_path / "data.db"


def test_people_are_found_and_shown(data: Path, run: Run) -> None:
    found = document(run("--data", data, "people", "list", "--search", "吉田", "--json"))
    assert [person["name"] for person in found["people"]] == ["𠮷田　次郎"]
    shown = document(run("--data", data, "people", "show", "0003", "--json"))
    assert shown["postings"] == [
        {
            "department": "0101",
            "job_title": "主事",
            "employment_type": "regular",
            "is_concurrent": False,
            "from": "2026-04-01",
            "until": None,
        }
    ]
    assert {event["kind"] for event in shown["timeline"]} == {"employment", "posting"}
    assert {source["file"] for source in shown["changes"]} == {"employees.csv"}
    table = run("--data", data, "people", "show", "0003")
    assert "人事課" in table.stdout
    unknown = run("--data", data, "people", "show", "9999")
    assert unknown.returncode == 1
    assert "9999" in unknown.stderr


def test_a_correction_is_tried_made_and_undone(data: Path, run: Run) -> None:
    people = ("--data", data, "people")
    order = (
        *(*people, "correct", "0003", "--from", "2026-07-01", "--department", "0102"),
        *("--reason", "名簿の漏れ", "--json"),
    )
    tried = document(run(*order, "--dry-run"))
    assert tried["change"] is None
    made = document(run(*order))
    assert made["after"] == tried["after"]
    departments = [post["department"] for post in made["after"]["postings"]]
    assert departments == ["0101", "0102"]
    past = document(run(*people, "show", "0003", "--superseded", "--json"))
    assert [e["superseded_in"] for e in past["timeline"]].count(made["change"]) == 1
    undone = run(*people, "undo", made["change"])
    assert undone.returncode == 0, undone.stderr
    now = document(run(*people, "show", "0003", "--json"))
    assert now["postings"] == made["before"]["postings"]


def test_absences_and_concurrent_posts_are_corrected(data: Path, run: Run) -> None:
    correct = ("--data", data, "people", "correct", "0003", "--reason", "届出", "--json")
    period = ("--from", "2026-05-01", "--until", "2026-06-30")
    away = document(run(*correct, "--part", "absence", "--absence", "leave", *period))
    assert away["after"]["absences"] == [
        {"kind": "leave", "from": "2026-05-01", "until": "2026-06-30"}
    ]
    longer = document(
        run(*correct, "--part", "absence", "--at", "2026-05-01", "--until", "2026-07-31")
    )
    assert longer["after"]["absences"][0]["until"] == "2026-07-31"
    beside = document(run(*correct, "--part", "concurrent", "--department", "0102", *period))
    assert [post["is_concurrent"] for post in beside["after"]["postings"]] == [False, True]
    gone = document(
        run(*correct, "--part", "concurrent", "--at", "2026-05-01", "--of", "0102", "--remove")
    )
    assert len(gone["after"]["postings"]) == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--at", "2010-01-01"), "平成22年1月1日に当たる記録がありません"),
        (("--remove",), "「--at」が足りません"),
        (("--from", "2026-07-01"), "「--department」が足りません"),
        (("--from", "2026-07-01", "--department", "0999"), "所属コード 0999"),
        (("--at", "2026-05-01", "--remove"), "主務の配属がなくなります"),
    ],
)
def test_what_cannot_be_corrected_is_explained(
    data: Path, run: Run, options: tuple[str, ...], said: str
) -> None:
    done = run("--data", data, "people", "correct", "0003", "--reason", "訂正", *options)
    assert done.returncode == 1
    assert said in done.stderr


def test_a_change_of_occupation_is_put_on_its_day_and_back(
    data: Path, run: Run, tmp_path: Path
) -> None:
    roster = tmp_path / "四月.csv"
    roster.write_text(
        "職員番号,氏名,所属コード,職種\n0003,𠮷田　次郎,0101,土木\n", encoding="utf-8"
    )
    taken = run(
        *("--data", data, "import", "employees", roster),
        *("--effective", "2027-04-01", "--partial"),
    )
    assert taken.returncode == 0, taken.stderr
    correct = ("--data", data, "people", "correct-occupation", "0003", "--on", "2027-04-01")
    order = (*correct, "--to", "2027-03-01", "--reason", "発令を確認", "--json")
    tried = document(run(*order, "--dry-run"))
    assert tried["change"] is None
    made = document(run(*order))
    assert made["occupations"] == [
        {"from": None, "occupation": ""},
        {"from": "2027-03-01", "occupation": "土木"},
    ]
    undone = run("--data", data, "people", "undo", made["change"])
    assert undone.returncode == 0, undone.stderr
    shown = document(run("--data", data, "people", "show", "0003", "--json"))
    (event,) = [one for one in shown["timeline"] if one["kind"] == "occupation"]
    assert (event["from"], event["detail"]) == ("2027-04-01", "なし → 土木")
    refused = run(*correct[:-1], "2027-01-01", "--reason", "訂正")
    assert refused.returncode == 1
    assert "職種の変更はありません" in refused.stderr


def test_those_who_move_get_a_sheet(data: Path, run: Run, tmp_path: Path) -> None:
    people = ("--data", data, "people")
    done = run(
        *(*people, "correct", "0003", "--from", "2026-10-01", "--department", "0102"),
        *("--reason", "異動"),
    )
    assert done.returncode == 0, done.stderr
    out = tmp_path / "引継票"
    done = run(*people, "handover", "--on", "2026-10-01", "--out", out, "--audience", "head")
    assert done.returncode == 0, done.stderr
    assert [path.name for path in out.iterdir()] == ["引継票_0102税務課_所属長用.xlsx"]
    nobody = run(*people, "handover", "--on", "2026-10-02", "--out", out)
    assert nobody.returncode == 1

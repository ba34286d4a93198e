"""The documents say what the source is: every name in one is looked up in the other."""

import ast
import importlib.metadata
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import typer

import skilltrack
from skilltrack.cli import app
from skilltrack.domain.catalogue.courses import CourseKind
from skilltrack.domain.evaluation import Flag
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.organisation import EmploymentType, PracticeStage
from skilltrack.domain.rounds.definition import Bucket
from skilltrack.domain.schemes.leaves import LeafKind
from skilltrack.exchange.definitions import exams, gates, questionnaires, schemes
from skilltrack.exchange.definitions.documents import Document
from skilltrack.exchange.intake import columns, vocabulary
from skilltrack.i18n.problems import all_sentences
from skilltrack.services.handover import REPORTS
from skilltrack.store import schema

SOURCE = Path(skilltrack.__file__).parent
ROOT = SOURCE.parent.parent
DOCS = ROOT / "docs"
COMMANDS = DOCS / "manual" / "09-commands.md"
REFUSALS = DOCS / "manual" / "10-refusals.md"
ROOMS = re.compile(r"(domain|files|store|exchange|reports|services|gui|cli|i18n|__main__)\b")
TOP_FOLDERS = ("src/", "tests/", "docs/", "questionnaires/", "schemes/", "reports/", ".ci/")
"""Folders of the repository; ``reports/`` is also a room of the house."""


@cache
def text(path: Path) -> str:
    return path.read_text("utf-8")


def documents() -> list[Path]:
    return [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def prose(path: Path) -> str:
    """Return a document without its blocks of code."""
    return re.sub(r"^ *```.*?^ *```", "", text(path), flags=re.DOTALL | re.MULTILINE)


def in_code(path: Path) -> set[str]:
    """Return what stands in back quotes outside blocks."""
    return set(re.findall(r"`([^`\n]+)`", prose(path)))


def words_in_code(path: Path) -> set[str]:
    return {word for code in in_code(path) for word in re.findall(r"\w+", code)}


def section(path: Path, heading: str) -> str:
    """Return the text under a heading up to the next one."""
    found = re.search(
        rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", text(path), re.DOTALL | re.MULTILINE
    )
    assert found is not None, f"{relative(path)} has no heading {heading}"
    return found[1]


def first_column(table: str) -> list[str]:
    rows = re.findall(r"^\| ([^|]+?) \|", table, re.MULTILINE)
    return [row for row in rows if not row.startswith("---")][1:]


# Links and paths


def links() -> Iterator[tuple[Path, str]]:
    for path in documents():
        for target in re.findall(r"\]\(([^)\s]+)\)", text(path)):
            if not target.startswith(("http://", "https://")):
                yield path, unquote(target)


def anchors(path: Path) -> set[str]:
    """Return the anchors of a document as the usual hosts make them."""
    headings = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings
    }


def test_every_link_leads_to_a_file_and_to_a_heading_in_it() -> None:
    broken = []
    for path, target in links():
        name, _, anchor = target.partition("#")
        there = path if not name else path.parent / name
        if not there.exists() or (anchor and anchor not in anchors(there)):
            broken.append(f"{relative(path)} → {target}")
    assert broken == []


def test_every_path_of_the_repository_that_is_named_exists() -> None:
    missing = [
        f"{relative(path)}: {name}"
        for path in documents()
        for name in sorted(in_code(path))
        if name.startswith(TOP_FOLDERS) and not re.search(r"[\s*<>…]", name)
        if not (ROOT / name).exists() and not (SOURCE / name).exists()
    ]
    assert missing == []


def test_every_document_is_reached_from_the_readme() -> None:
    reached = {ROOT / "README.md"}
    while True:
        further = {(p.parent / t.partition("#")[0]).resolve() for p, t in links() if p in reached}
        if further <= reached:
            break
        reached |= {path for path in further if path.suffix == ".md"}
        reached |= further
    assert [relative(path) for path in documents() if path not in reached] == []


def test_pictures_are_few_and_small() -> None:
    pictures = list((DOCS / "pictures").iterdir())
    assert len(pictures) <= 12
    assert [picture.name for picture in pictures if picture.stat().st_size >= 200_000] == []


# Architecture


def test_every_room_and_inner_room_of_the_house_is_described() -> None:
    described = set(first_column(text(DOCS / "architecture.md")))
    described = {name for cell in described for name in re.findall(r"`([^`]+)`", cell)}
    packages = {path.parent for path in SOURCE.rglob("__init__.py")} - {SOURCE}
    expected = {f"{path.relative_to(SOURCE).as_posix()}/" for path in packages} | {"__main__.py"}
    assert sorted(expected - described - {"store/migrations/versions/"}) == []


def test_every_module_that_the_architecture_names_exists() -> None:
    named = {
        name
        for name in in_code(DOCS / "architecture.md")
        if ROOMS.match(name) and name.endswith(("/", ".py"))
    }
    assert len(named) > 40
    assert [name for name in sorted(named) if not (SOURCE / name).exists()] == []


# Commands


def commands() -> Iterator[tuple[str, Any]]:
    def walk(command: Any, name: str) -> Iterator[tuple[str, Any]]:
        if not hasattr(command, "commands"):
            yield name, command
            return
        if command.invoke_without_command and " " in name:
            yield name, command
        for word, below in command.commands.items():
            yield from walk(below, f"{name} {word}")

    yield from walk(typer.main.get_command(app), "skilltrack")


@pytest.mark.parametrize(
    ("name", "command"), list(commands()), ids=[name for name, _ in commands()]
)
def test_every_command_has_a_section_an_example_and_all_its_options(
    name: str, command: Any
) -> None:
    told = section(COMMANDS, f"`{name}`")
    assert re.search(
        rf"^skilltrack .*{re.escape(name.removeprefix('skilltrack '))}", told, re.MULTILINE
    )
    options = {
        option
        for parameter in command.params
        if parameter.param_type_name == "option"
        for option in (*parameter.opts, *parameter.secondary_opts)
    }
    assert sorted(options - set(re.findall(r"--[a-z-]+", told))) == []


def test_no_command_is_described_that_does_not_exist() -> None:
    described = set(re.findall(r"^### `(skilltrack[^`]*)`", text(COMMANDS), re.MULTILINE))
    assert described - {name for name, _ in commands()} == {"skilltrack"}


def test_options_before_the_command_are_described() -> None:
    told = section(COMMANDS, "共通の決まり")
    options = {o for parameter in typer.main.get_command(app).params for o in parameter.opts}
    assert sorted(options - set(re.findall(r"--[a-z-]+", told))) == []


def test_every_report_is_described() -> None:
    assert set(REPORTS) <= in_code(DOCS / "manual" / "07-reports.md")


# Import files


def headings_of(kind: ImportKind) -> set[str]:
    """Return the headings that the reader of a kind names in the source, with ＊ where needed."""
    if kind is ImportKind.VOUCHER_RESULTS:  # read as exams, with a mapping of its own
        kind = ImportKind.EXAMS
    for path in sorted((SOURCE / "exchange" / "intake").glob("*.py")):
        for node in ast.walk(ast.parse(text(path))):
            if isinstance(node, ast.FunctionDef) and node.name == f"{kind.value}_columns":
                return set(_columns(node))
    raise LookupError(kind)


def _columns(function: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Column"):
            continue
        heading = node.args[0]
        if isinstance(heading, ast.Constant):
            is_needed = any(word.arg == "needed" for word in node.keywords)
            yield f"{heading.value}＊" if is_needed else str(heading.value)


@pytest.mark.parametrize("kind", ImportKind)
def test_headings_of_every_import_kind_are_those_of_the_reader(kind: ImportKind) -> None:
    described = set(first_column(section(DOCS / "formats.md", f"`{kind.value}`")))
    fields = set()
    if kind in {ImportKind.EXAMS, ImportKind.VOUCHER_RESULTS}:
        passport = next(exam for exam in exams.shipped_exams() if exam.code == "it_passport")
        fields = {field.name for edition in passport.editions for field in edition.fields}
    assert described == headings_of(kind) | fields
    assert f"`{kind.value}`" in text(DOCS / "manual" / "03-imports.md")


def test_every_fixed_word_and_mark_is_described() -> None:
    told = section(DOCS / "formats.md", "Fixed words")
    words = {
        word
        for name, table in vars(vocabulary).items()
        if name.isupper() and isinstance(table, dict)
        for word in table
    }
    assert sorted(word for word in words if word not in re.split(r"[\s|]+", told)) == []
    marks = section(DOCS / "formats.md", "How cells are read")
    listed = re.split(r"[\s|;:]+", marks)
    assert sorted(mark for mark in columns.YES | columns.NO if mark and mark not in listed) == []


# Definitions


def shapes() -> Iterator[type[Document]]:
    for module in (questionnaires, schemes, exams, gates):
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Document):
                yield value


def test_every_key_of_a_definition_is_described() -> None:
    keys = {field.alias or name for shape in shapes() for name, field in shape.model_fields.items()}
    assert len(keys) > 40
    assert sorted(keys - words_in_code(DOCS / "formats.md")) == []


def test_every_shipped_definition_is_listed() -> None:
    named = in_code(DOCS / "formats.md")
    files = [
        path.relative_to(ROOT).as_posix()
        for folder in ("questionnaires", "schemes")
        for path in (ROOT / folder).rglob("*.toml")
    ]
    assert sorted(set(files) - named) == []
    ids = {one.id for one in questionnaires.shipped_questionnaires()}
    ids |= {one.id for one in schemes.shipped_schemes()}
    assert sorted(ids - named) == []
    others = len([one for one in exams.shipped_exams() if "IPA" in one.organiser]) - 1
    assert f"{others} national exams" in text(DOCS / "formats.md")


def test_every_word_of_a_closed_list_is_described() -> None:
    lists = (Bucket, CourseKind, EmploymentType, Flag, LeafKind, PracticeStage)
    words = {member.value for closed in lists for member in closed}
    assert sorted(words - words_in_code(DOCS / "formats.md")) == []


# JSON documents and the data file


def document_keys() -> Iterator[str]:
    """Return the keys of every JSON document that the source makes."""
    paths = [SOURCE / "reports" / "documents.py", *sorted((SOURCE / "cli").glob("*.py"))]
    for path in paths:
        for node in ast.walk(ast.parse(text(path))):
            for key in node.keys if isinstance(node, ast.Dict) else ():
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.value


def test_every_field_of_a_json_document_is_described() -> None:
    told = text(DOCS / "formats.md").partition("## JSON documents")[2]
    described = {w for code in re.findall(r"`([^`\n]+)`", told) for w in re.findall(r"\w+", code)}
    keys = set(document_keys())
    assert len(keys) > 60
    assert sorted(keys - described) == []


def test_every_command_that_prints_json_has_its_form_described() -> None:
    printing = {
        name.removeprefix("skilltrack ")
        for name, command in commands()
        if any("--json" in parameter.opts for parameter in command.params)
    }
    described = set(re.findall(r"^### `([^`]+) --json`", text(DOCS / "formats.md"), re.MULTILINE))
    assert described == printing


def test_every_table_of_the_data_file_is_described() -> None:
    told = section(DOCS / "formats.md", "Data file, key file, anchor, backup")
    named = {name for cell in first_column(told) for name in re.findall(r"`([^`]+)`", cell)}
    assert named == set(schema.metadata.tables)


# Refusals


def test_every_refusal_that_the_manual_explains_is_one_of_the_program() -> None:
    quoted = re.findall(r"^### 「(.+)」$", text(REFUSALS), re.MULTILINE)
    assert len(quoted) >= 15
    sentences = all_sentences().values()
    assert [part for part in quoted if not any(part in sentence for sentence in sentences)] == []


# Licences and decisions


def locked() -> dict[str, str]:
    found = re.findall(
        r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", text(ROOT / "requirements.lock"), re.MULTILINE
    )
    return dict(found)


def test_every_locked_package_is_listed_with_its_version() -> None:
    rows = dict(re.findall(r"^\| ([a-z0-9-]+) \| ([0-9][^ |]*) \|", licences(), re.MULTILINE))
    assert rows == locked()


def licences() -> str:
    return text(DOCS / "licences.md")


def test_every_runtime_dependency_stands_among_what_goes_with_the_program() -> None:
    project = tomllib.loads(text(ROOT / "pyproject.toml"))["project"]
    names = [re.split(r"[<>=!~ \[;]", each)[0].lower() for each in project["dependencies"]]
    shipped = first_column(
        section(DOCS / "licences.md", "With the program").partition("\n\nSome")[0]
    )
    assert sorted(set(names) - set(shipped)) == []


@pytest.mark.parametrize("name", sorted(locked()))
def test_licences_are_those_the_package_states(name: str) -> None:
    stated = importlib.metadata.metadata(name).get("License-Expression")
    row = re.search(rf"^\| {re.escape(name)} \| [^|]+ \| ([^|]+?) \|", licences(), re.MULTILINE)
    assert row is not None
    if stated is not None:
        assert row[1] == stated


def test_every_decision_is_one_page_in_the_list_with_the_same_parts() -> None:
    folder = DOCS / "decisions"
    listed = re.findall(r"\((\d{4}-[a-z-]+\.md)\)", text(folder / "README.md"))
    pages = sorted(path.name for path in folder.glob("0*.md"))
    assert listed == pages
    for name in pages:
        parts = re.findall(r"^## (.+)$", text(folder / name), re.MULTILINE)
        assert parts == ["Context", "Decision", "Consequences", "Alternatives"]
        assert len(text(folder / name).splitlines()) <= 60


def test_every_built_defence_names_its_test() -> None:
    rows = re.findall(
        r"^\| (\d+) \|.*\| (\w+) \| (.*)\|$", text(DOCS / "protection.md"), re.MULTILINE
    )
    assert [int(number) for number, _, _ in rows] == list(range(1, 29))
    assert {state for _, state, _ in rows} <= {"built", "partly", "open"}
    assert [n for n, state, tests in rows if state != "open" and "tests/" not in tests] == []

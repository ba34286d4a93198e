"""Rules of the house that no linter knows, each read off the source."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import skilltrack
from skilltrack.i18n.problems import all_sentences

SOURCE = Path(skilltrack.__file__).parent
ROOT = SOURCE.parent.parent
JAPANESE = re.compile(r"[぀-ヿ一-鿿]")

NOT_TEXT = frozenset({"BIZ UDゴシック", "・"})
"""Names of fonts and lone marks."""


def modules() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


def relative(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id in names:
            yield node


def literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def test_every_problem_named_in_the_source_has_a_sentence() -> None:
    known = all_sentences()
    missing = [
        f"{relative(path)}:{call.lineno} {code}"
        for path in modules()
        for call in calls(ast.parse(path.read_text("utf-8")), "refuse", "Problem")
        for code in [literal(call.args[0]) if call.args else None]
        if code is not None and code not in known
    ]
    assert missing == []


def untranslated(path: Path) -> list[str]:
    tree = ast.parse(path.read_text("utf-8"))
    translated = {id(part) for call in calls(tree, "_") for part in ast.walk(call)}
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    } | {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        f"{relative(path)}:{node.lineno} {node.value[:30]}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and JAPANESE.search(node.value)
        and node.value not in NOT_TEXT
        and id(node) not in translated
        and id(node) not in documentation
    ]


@pytest.mark.parametrize("room", ["gui", "cli", "reports"])
def test_text_that_a_person_reads_goes_through_the_catalogue(room: str) -> None:
    found = [
        line
        for path in modules()
        if relative(path).startswith(f"{room}/")
        for line in untranslated(path)
    ]
    assert found == []


def test_no_file_names_a_path_of_a_machine() -> None:
    pattern = re.compile(rb"(^|[^A-Za-z0-9_.])/(home|root|work|farm|Users)/")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode()
    files = [ROOT / name for name in listed.split("\0") if name]
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files
        if path.is_file() and path != Path(__file__)
        for number, line in enumerate(path.read_bytes().splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    banned = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
    assert [relative(path) for path in modules() if path.stem in banned] == []

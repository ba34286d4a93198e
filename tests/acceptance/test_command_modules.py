"""A command imports what it needs itself, and nothing of the others."""

import subprocess
import sys
from importlib import import_module

import pytest
import typer
from tests.commands import skilltrack

from skilltrack.cli.application import MODULES, app

_PRINT_MODULES = """
import sys
from skilltrack.__main__ import main
sys.argv[0] = "skilltrack"
try:
    main()
except SystemExit:
    pass
print(*(name for name in sys.modules if name.startswith(("skilltrack.", "sqlalchemy"))))
"""


def imported_by(*arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", _PRINT_MODULES, *arguments],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    return set(done.stdout.splitlines()[-1].split())


def rooms(modules: set[str]) -> set[str]:
    return {name.split(".")[1] for name in modules if "." in name}


@pytest.mark.parametrize("module", sorted(set(MODULES.values())))
def test_a_module_registers_the_commands_that_the_table_gives_it(module: str) -> None:
    part = typer.Typer()
    import_module(f"skilltrack.cli.{module}").register(part)
    registered = list(typer.main.get_group(part).commands)
    assert registered == [name for name, place in MODULES.items() if place == module]


def test_every_command_is_reached_and_none_comes_by_itself() -> None:
    group = typer.main.get_group(app)
    assert list(group.commands) == list(MODULES)
    assert [command.name for command in group.commands.values()] == list(MODULES)


def test_the_version_is_told_without_any_command() -> None:
    modules = imported_by("--version")
    assert not rooms(modules) & {"services", "store", "exchange", "reports", "gui"}
    assert not {
        name for name in modules if name.removeprefix("skilltrack.cli.") in MODULES.values()
    }
    assert "sqlalchemy" not in modules


def test_a_command_imports_the_module_of_its_group_only() -> None:
    for arguments, own in ((("answer", "--help"), "data"), (("round", "list", "--help"), "rounds")):
        modules = imported_by(*arguments)
        names = {name.removeprefix("skilltrack.cli.") for name in modules} - {"program"}
        assert names & set(MODULES.values()) == {own}
        assert not rooms(modules) & {"services", "store", "gui"}


def test_a_mistyped_command_is_answered_with_the_nearest() -> None:
    done = skilltrack("tierss")
    assert done.returncode == 2
    assert "tiers" in done.stderr.replace("tierss", "")


def test_the_overview_names_every_command() -> None:
    told = skilltrack("--help").stdout
    assert [name for name in MODULES if f" {name} " not in told] == []

import platform

from skilltrack.files.terminal import system_name, terminal_name


def test_the_terminal_has_the_name_that_the_network_knows() -> None:
    assert terminal_name().casefold() == platform.node().casefold() != ""


def test_the_system_is_named_with_its_version() -> None:
    assert platform.system() in system_name()
    assert any(sign.isdigit() for sign in system_name())

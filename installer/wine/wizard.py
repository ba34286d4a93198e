"""The pages of the wizard and of the uninstaller, gone through as a person does."""

import shutil
import time

from installer.wine.desktop import end
from installer.wine.terminal import DATA, DEMO, PROGRAM, Terminal, require

UNPACKING_SECONDS = 600


def wizard_is_japanese(terminal: Terminal) -> None:
    """The wizard opens, shows its pages and can be left without installing."""
    window = terminal.root.begin([f"S:\\{terminal.installer.name}"])
    desktop = terminal.desktop
    try:
        desktop.await_window("skilltrack")
        desktop.press("Return")
        desktop.press("Escape")
        desktop.picture("wizard-leaving")
        desktop.press("y")
    finally:
        end(window)


def wizard_installs_and_starts(terminal: Terminal) -> None:
    """The wizard is gone through with the return key; its last page starts the program."""
    require(not terminal.at(PROGRAM).exists(), "it is installed already")
    window = terminal.root.begin([f"S:\\{terminal.installer.name}"])
    desktop = terminal.desktop
    try:
        desktop.await_window("skilltrack")
        desktop.picture("wizard-welcome")
        desktop.press("Return")
        desktop.picture("wizard-folder")
        desktop.press("Return")
        desktop.picture("wizard-unpacking")
        until = time.monotonic() + UNPACKING_SECONDS
        while not terminal.registered("DisplayVersion"):
            require(time.monotonic() < until, "it was never installed")
            time.sleep(1)
        time.sleep(5)
        desktop.picture("wizard-finish")
        desktop.press("Return")
    finally:
        end(window, 60)
    desktop.await_window("skilltrack")
    desktop.picture("wizard-started")
    desktop.press("alt+F4")
    desktop.await_no_window()


def uninstaller_asks_what_to_keep(terminal: Terminal) -> None:
    """The uninstaller says what stays, asks for the settings, and leaves them when not ticked."""
    settings = terminal.at(DATA) / "skilltrack.ini"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.touch()
    shutil.copyfile(terminal.at(PROGRAM) / "uninstall.exe", terminal.work / "uninstall.exe")
    window = terminal.root.begin(["S:\\uninstall.exe", f"_?={PROGRAM}"])
    desktop = terminal.desktop
    try:
        desktop.await_window("skilltrack")
        desktop.picture("uninstaller-confirm")
        desktop.press("Return")
        desktop.picture("uninstaller-settings")
        desktop.press("Return")
        until = time.monotonic() + UNPACKING_SECONDS
        while terminal.registered("DisplayVersion"):
            require(time.monotonic() < until, "it was never uninstalled")
            time.sleep(1)
        time.sleep(3)
        desktop.picture("uninstaller-done")
        desktop.press("Return")
    finally:
        end(window, 60)
    require(not (terminal.at(PROGRAM) / "program.json").exists(), "files are left")
    require(settings.exists(), "the settings are gone")
    require((terminal.at(DEMO) / "demo.db").exists(), "the data is gone")

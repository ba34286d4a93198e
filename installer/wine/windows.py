"""Windows as they stand on a terminal: one for each data file, and larger signs."""

import time

from installer.wine.desktop import end
from installer.wine.terminal import DEMO, Terminal, require

TOLD_SECONDS = 5
_DESKTOP = "HKCU\\Control Panel\\Desktop"


def office_window_opens_once(terminal: Terminal) -> None:
    """A data file opens in one window; whoever opens it again is told that it is open."""
    data = ("--data", f"{DEMO}\\demo.db")
    desktop = terminal.desktop
    first = terminal.begin(*data)
    try:
        desktop.await_window("skilltrack")
        time.sleep(8)
        desktop.picture("office")
        (office,) = desktop.titles()
        second = terminal.begin(*data)
        try:
            desktop.await_window("開けません")
            desktop.picture("office-second")
            require(desktop.titles().count(office) == 1, f"{desktop.titles()}")
        finally:
            end(second, TOLD_SECONDS)
        desktop.press("alt+F4")
    finally:
        end(first, 60)


def windows_stand_at_150_percent(terminal: Terminal) -> None:
    """With signs half as large again, the start screen and the wizard fit on the screen."""
    for percent in (125, 150):
        _set_percent(terminal, percent)
        window = terminal.begin()
        try:
            terminal.desktop.await_window("skilltrack")
            terminal.desktop.picture(f"start-{percent}")
            terminal.desktop.press("alt+F4")
        finally:
            end(window)
    try:
        window = terminal.root.begin([f"S:\\{terminal.installer.name}"])
        try:
            terminal.desktop.await_window("skilltrack")
            terminal.desktop.picture("wizard-150")
            terminal.desktop.press("Escape", "y")
        finally:
            end(window)
    finally:
        _set_percent(terminal, 100)


def _set_percent(terminal: Terminal, percent: int) -> None:
    value = ["/v", "LogPixels", "/t", "REG_DWORD", "/d", str(96 * percent // 100), "/f"]
    terminal.root.wine(["reg", "add", _DESKTOP, *value])
    terminal.root.stop()  # as logging off and on again
    terminal.root.start(is_fresh=False)


STEPS = (office_window_opens_once, windows_stand_at_150_percent)

"""Using the installed program: windows and keys, read-only folders, locks, odd places, leaving."""

import shutil
import time

from installer.wine import holding, windows
from installer.wine.desktop import end
from installer.wine.terminal import DATA, DEMO, PORTABLE, PROGRAM, Terminal, require

QUESTIONS = 32

_DPAPI = """
from skilltrack.exchange.sealing.local import new_local_key, unwrapped, wrapped
key = new_local_key()
stored = wrapped(key)
assert key not in stored and unwrapped(stored) == key
print("wrapped", len(stored))
"""


def start_screen_opens(terminal: Terminal) -> None:
    """The start screen comes up as from the start menu."""
    begun = time.monotonic()
    window = terminal.begin()
    try:
        terminal.desktop.await_window("skilltrack")
        terminal.note(f"最初の画面まで {time.monotonic() - begun:.0f} 秒")
        terminal.desktop.picture("start")
        terminal.desktop.press("alt+F4")
    finally:
        end(window)


def questionnaire_is_answered_by_keys(terminal: Terminal) -> None:
    """A person answers every question with the keyboard and sends the answers."""
    (package,) = (terminal.at(DEMO) / "調査" / "秋" / "配布").glob("*.skilltrack")
    inbox = package.parents[1] / "回収"
    before = set(inbox.glob("*.kaitou"))
    desktop = terminal.desktop
    window = terminal.begin("answer", f"{DEMO}\\調査\\秋\\配布\\{package.name}")
    try:
        desktop.await_window("回答", "自己点検")
        # Another number each time: what was saved for one belongs to its own name.
        desktop.write(f"{int(time.time()) % 1_000_000:06}")
        desktop.press("Tab")
        desktop.write("ココ")  # xdotool maps one sign beyond the keyboard at a time
        desktop.press("Tab", "Down")
        desktop.picture("answer-identify")
        desktop.press("Return")
        time.sleep(3)
        desktop.picture("answer-first-question")
        for number in range(1, QUESTIONS + 1):
            desktop.press("3")
            if number % 8 == 0:
                desktop.picture(f"answer-{number:02}")
        desktop.press("ctrl+Return")  # past the comment
        desktop.picture("answer-result")
        desktop.press("Tab", "Tab")
        desktop.picture("answer-sending")
        desktop.press("space")
        time.sleep(5)
        desktop.picture("answer-sent")
    finally:
        desktop.press("alt+F4")
        end(window)
    sent = set(inbox.glob("*.kaitou")) - before
    require(len(sent) == 1, f"{len(sent)} answers arrived")
    terminal.note(f"設問 {QUESTIONS} 問、回収に届いた回答 {len(sent)} 件")


def running_program_is_not_replaced(terminal: Terminal) -> None:
    """While a window is open, neither installing nor uninstalling touches anything."""
    window = terminal.begin()
    try:
        terminal.desktop.await_window("skilltrack")
        require(terminal.install(terminal.installer) == 4, "not refused with 4")
        uninstaller = [f"{PROGRAM}\\uninstall.exe", "/S", f"_?={PROGRAM}"]
        done = terminal.root.wine(uninstaller, is_checked=False)
        require(done.returncode == 4, f"uninstalling ended with {done.returncode}")
        require((terminal.at(PROGRAM) / "program.json").exists(), "files are gone")
        terminal.desktop.press("alt+F4")
    finally:
        end(window)


def portable_runs_from_a_read_only_folder(terminal: Terminal) -> None:
    """The portable folder runs where nothing can be written, and writes nothing."""
    terminal.unpack_portable(terminal.work / "read-only", "共有フォルダー")
    version = terminal.skilltrack("--version", program=PORTABLE)
    require(version.startswith("skilltrack "), version)
    terminal.skilltrack("check", "--program", program=PORTABLE)
    data = "C:\\試行\\portable.db"
    for left in terminal.at("C:\\試行").glob("portable.db*"):
        left.unlink()
    made = ("--data", data, "init", "--organisation", "試行市", "--unprotected")
    terminal.skilltrack(*made, program=PORTABLE)
    place = f"{DEMO}\\名簿\\所属.xlsx"
    terminal.skilltrack("--data", data, "import", "departments", place, program=PORTABLE)
    window = terminal.begin(program=PORTABLE)
    try:
        terminal.desktop.await_window("skilltrack")
        terminal.desktop.picture("portable-start")
        terminal.desktop.press("alt+F4")
    finally:
        end(window)
    require(terminal.at(data).exists(), "no data file was made")


def odd_places_work(terminal: Terminal) -> None:
    """Long names, another drive letter, UNC: a data file is made and checked, or refused."""
    long = "C:\\試行\\" + "\\".join(["とても長い名前の部署のフォルダー" * 3] * 4)
    shares = terminal.at("C:\\試行\\共有")
    shares.mkdir(parents=True, exist_ok=True)
    for name, place in (
        ("長い名前", long),
        ("ドライブ文字", "S:\\data"),
        ("UNC", "\\\\?\\UNC\\localhost\\c$\\試行\\共有"),
        ("予約名", "C:\\試行\\CON"),
    ):
        data = f"{place}\\データ.db"
        if name == "長い名前":
            _make_long(terminal, place)
        if name == "ドライブ文字":
            (terminal.work / "data").mkdir(exist_ok=True)
        command = ["cmd", "/c", f"{PROGRAM}\\skilltrack.cmd", "--data", data]
        done = terminal.root.wine(
            [*command, "init", "--organisation", "試行市", "--unprotected"], is_checked=False
        )
        said = (done.stdout + done.stderr).strip().splitlines()
        require("Traceback" not in done.stdout + done.stderr, f"{name}: {said[-1:]}")
        terminal.note(f"{name}：終了コード {done.returncode} {said[-1] if said else ''}")


def _make_long(terminal: Terminal, place: str) -> None:
    path = terminal.root.drive
    for part in place.split("\\")[1:]:
        path = path / part
    path.mkdir(parents=True, exist_ok=True)


def keys_of_the_account_are_wrapped(terminal: Terminal) -> None:
    """The data protection service (DPAPI) wraps the key of a profile."""
    terminal.note(terminal.python(_DPAPI).strip())


def uninstalling_leaves_data(terminal: Terminal) -> None:
    """The program is gone; data and settings stay, unless asked for."""
    settings = terminal.at(DATA) / "skilltrack.ini"
    foreign = terminal.at(PROGRAM) / "メモ.txt"
    foreign.write_text("x", "utf-8")
    _uninstall(terminal)
    require(
        [path.name for path in terminal.at(PROGRAM).iterdir()] == ["メモ.txt"], "files are left"
    )
    require(settings.exists(), "the settings are gone")
    require((terminal.at(DEMO) / "demo.db").exists(), "the data is gone")
    require(not terminal.registered("DisplayVersion"), "it is still registered")
    shutil.rmtree(terminal.at(PROGRAM))
    require(terminal.install(terminal.installer) == 0, "not installed again")
    _uninstall(terminal, "/SETTINGS")
    require(not settings.exists(), "the settings are left")
    require((terminal.at(DEMO) / "demo.db").exists(), "the data is gone")


def _uninstall(terminal: Terminal, *options: str) -> None:
    # Without _? the uninstaller goes on from a copy, and nobody could wait for it.
    program = terminal.at(PROGRAM)
    copy = terminal.work / "uninstall.exe"
    shutil.copyfile(program / "uninstall.exe", copy)
    done = terminal.root.wine(
        ["S:\\uninstall.exe", "/S", *options, f"_?={PROGRAM}"], seconds=600, is_checked=False
    )
    require(done.returncode == 0, f"uninstalling ended with {done.returncode}")


STEPS = (
    start_screen_opens,
    questionnaire_is_answered_by_keys,
    *windows.STEPS,
    running_program_is_not_replaced,
    portable_runs_from_a_read_only_folder,
    *holding.STEPS,
    odd_places_work,
    keys_of_the_account_are_wrapped,
    uninstalling_leaves_data,
)

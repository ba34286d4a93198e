"""Runs the steps on a terminal with an empty drive C: and writes what came of them."""

import shutil
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

from installer.wine import steps, updating, usage, wizard
from installer.wine.desktop import Desktop
from installer.wine.root import WineRoot
from installer.wine.terminal import Terminal

STEPS = (
    *steps.STEPS,
    *usage.STEPS,
    wizard.wizard_installs_and_starts,
    updating.update_file_of_another_key_or_damaged_is_refused,
    updating.update_file_backs_up_and_installs,
    wizard.uninstaller_asks_what_to_keep,
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one step; ``fault`` is empty when it holds."""

    title: str
    seconds: float
    notes: tuple[str, ...]
    fault: str


def run_trial(build: Path, only: list[str]) -> bool:
    """Run the steps and return whether all hold.

    Args:
        build: The folder with ``installer/`` in it; the report goes to ``windows-test/``.
        only: Names of steps to run on what an earlier trial left; empty runs all from the start.
    """
    work = build / "windows-test"
    if not only:
        shutil.rmtree(work, ignore_errors=True)
    work.mkdir(exist_ok=True)
    (installer,) = (build / "installer").glob("SkillTrack-Setup-*.exe")
    (portable,) = (build / "installer").glob("SkillTrack-Portable-*.zip")
    shutil.copyfile(installer, work / installer.name)
    read_only = work / "read-only"
    read_only.mkdir(exist_ok=True)
    root = WineRoot(build / "wine-root", work, "trial", display=77, read_only=read_only)
    desktop = Desktop(root, work / "pictures")
    terminal = Terminal(root, desktop, work, work / installer.name, portable)
    try:
        root.start(is_fresh=not only)
        wanted = [step for step in STEPS if not only or step.__name__ in only]
        outcomes = [_run(step, terminal) for step in wanted]
    finally:
        root.stop()
    (work / "report.md").write_text(_report(outcomes), "utf-8")
    return not any(outcome.fault for outcome in outcomes)


def _run(step: object, terminal: Terminal) -> Outcome:
    title = (step.__doc__ or "").strip()
    terminal.notes.clear()
    begun = time.monotonic()
    fault = ""
    try:
        step(terminal)  # type: ignore[operator]
    except Exception as error:  # noqa: BLE001 (every step is tried and told)
        fault = f"{type(error).__name__}: {error}"
        sys.stderr.write(traceback.format_exc())
    outcome = Outcome(title, time.monotonic() - begun, tuple(terminal.notes), fault)
    mark = "FAILED" if fault else "ok"
    sys.stdout.write(f"{mark:6} {outcome.seconds:6.1f} s  {title}\n")
    sys.stdout.flush()
    return outcome


def _report(outcomes: list[Outcome]) -> str:
    lines = ["# Trial of the installer under Wine", ""]
    for outcome in outcomes:
        mark = "**failed**" if outcome.fault else "ok"
        lines.append(f"- {mark} ({outcome.seconds:.0f} s): {outcome.title}")
        lines += [f"  - {note}" for note in outcome.notes]
        if outcome.fault:
            lines.append(f"  - {outcome.fault}")
    return "\n".join(lines) + "\n"

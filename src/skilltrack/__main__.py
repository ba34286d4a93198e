"""Start the program: a window where one is asked for, else the command line."""

import sys


def main() -> None:
    """Run ``skilltrack``; windows do not wait for the command line to be imported."""
    arguments = sys.argv[1:]
    if not arguments:
        from skilltrack.gui.application import run_start

        sys.exit(run_start())
    if arguments[0] == "answer" and len(arguments) == 2 and not arguments[1].startswith("-"):
        from pathlib import Path

        from skilltrack.gui.application import run_answer

        sys.exit(run_answer(Path(arguments[1])))
    from skilltrack.cli import app

    app(prog_name="skilltrack")


if __name__ == "__main__":
    main()

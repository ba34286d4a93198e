"""Try the built installer: ``python -m installer.wine`` in the checkout."""

import sys
from pathlib import Path

from installer.wine.trial import run_trial


def main() -> None:
    """Try everything; end with 1 when something does not hold."""
    build = Path(__file__).parents[2] / "build"
    sys.exit(0 if run_trial(build, sys.argv[1:]) else 1)


if __name__ == "__main__":
    main()

"""Build the installer: ``python -m installer`` in the checkout; ``--quick`` packs nothing."""

import sys
from pathlib import Path

from installer.build import build


def main() -> None:
    """Build into ``build/`` of the checkout and say what came out."""
    root = Path(__file__).parents[1]
    built = build(
        root, root / "build", root / "build" / "installer", is_quick="--quick" in sys.argv
    )
    sys.stdout.write(built.sums.read_text("ascii"))
    sys.stdout.write(
        f"installer {built.installer.stat().st_size / 1e6:.1f} MB, "
        f"installed {built.installed_bytes / 1e6:.1f} MB\n"
    )


if __name__ == "__main__":
    main()

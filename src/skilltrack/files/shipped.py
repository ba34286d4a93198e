"""Where the shipped questionnaires, schemes, report templates, publisher keys and fonts lie."""

from pathlib import Path
from typing import Literal

ShippedKind = Literal["questionnaires", "schemes", "reports", "publisher", "fonts"]


def shipped_folder(kind: ShippedKind) -> Path:
    """Return the folder of the shipped files of one kind.

    An installed program carries them inside the package; a checkout has them at its top level.
    """
    package = Path(__file__).parents[1]
    installed = package / "shipped" / kind
    return installed if installed.is_dir() else package.parents[1] / kind

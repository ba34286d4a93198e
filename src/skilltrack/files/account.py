"""Where the program keeps what belongs to the account: never in its own folder.

On Windows everything here lies under the local part of the profile (``%LOCALAPPDATA%``), which
does not travel between terminals. What an answer needs is kept elsewhere, by the answering desk.
"""

from pathlib import Path

import platformdirs

_NAME = "skilltrack"


def data_folder() -> Path:
    """Return the folder of the data file of the account."""
    return Path(platformdirs.user_data_dir(_NAME, appauthor=False))


def settings_file() -> Path:
    """Return the file of what the windows remember, such as the files used last."""
    return Path(platformdirs.user_config_dir(_NAME, appauthor=False)) / "skilltrack.ini"


def reports_folder() -> Path:
    """Return the folder of crash reports."""
    return Path(platformdirs.user_log_dir(_NAME, appauthor=False))


def updates_folder() -> Path:
    """Return the folder in which an installing program waits to be started."""
    return data_folder() / "updates"

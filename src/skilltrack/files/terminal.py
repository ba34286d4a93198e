"""What this terminal is called and what runs on it.

``platform`` asks Windows' management service (WMI) for both, which takes its time and is closed
on some terminals; the name of the terminal does not need it.
"""

import os
import platform
import sys

if sys.platform == "win32":

    def terminal_name() -> str:
        """Return the name of this terminal; empty when it has none."""
        return os.environ.get("COMPUTERNAME", "")

    def system_name() -> str:
        """Return the system and its version, for reports."""
        found = sys.getwindowsversion()
        return f"Windows {found.major}.{found.minor}.{found.build}"

else:

    def terminal_name() -> str:
        """Return the name of this terminal; empty when it has none."""
        return os.uname().nodename

    def system_name() -> str:
        """Return the system and its version, for reports."""
        return platform.platform()

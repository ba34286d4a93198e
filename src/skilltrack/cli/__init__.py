"""The command line: everything the office window does to data can be done here.

Reading commands take ``--json`` and then print exactly one JSON document on stdout; messages go
to stderr. Exit codes: 0 done, 1 refused with an explanation, 2 wrong usage.
"""

from skilltrack.cli.application import app

__all__ = ["app"]

"""What a person answered, apart from what was asked."""

from collections.abc import Mapping

Answers = Mapping[str, int | None]
"""Item code → chosen step (0 is the lowest), None for 該当しない; a missing key is unanswered."""

"""What a person answered, apart from what was asked."""

from collections.abc import Mapping

Answers = Mapping[str, int | None]
"""Item code → what was chosen, None for 該当しない; a missing key is unanswered.

The number is the position among the labels of the item: step of the scale (0 is the lowest) or
choice of a knowledge check."""

Comments = Mapping[str, str]
"""Item code → text; a missing key is no comment."""

MOST_COMMENT_CHARACTERS = 1_000

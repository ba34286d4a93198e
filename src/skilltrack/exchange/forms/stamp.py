"""The stamp of a form: proof that its ids are those that were written.

It does not prove who filled the form in, nor does it cover the answers.
"""

import hmac

from skilltrack.domain.questionnaires.forms import FORMAT, FormIds, FormMark
from skilltrack.exchange.sealing.documents import canonical

_PURPOSE = "skilltrack form"


def stamped(ids: FormIds, key: bytes) -> FormMark:
    """Return the mark of a form.

    Args:
        ids: What the mark says.
        key: The form key of the round.
    """
    return FormMark(ids, _stamp(ids, key))


def is_stamped(mark: FormMark, key: bytes) -> bool:
    """Return whether nothing in a mark was changed since it was made with the key."""
    return hmac.compare_digest(mark.stamp.encode(), _stamp(mark.ids, key).encode())


def _stamp(ids: FormIds, key: bytes) -> str:
    body = [_PURPOSE, FORMAT, ids.round_id, ids.questionnaire, ids.version, ids.employee_no]
    return hmac.digest(key, canonical(body), "sha256").hex()

"""The words around a number: what makes it personal data, and what makes it something else."""

import re
from typing import TypeAlias

Hit: TypeAlias = tuple[str, int, int]
"""The kind, and from where to where in the folded text."""

_NEAR = 40
_OTHER_NUMBER = re.compile(
    r"(?:part|model|sku|catalog|asset(?:\s?tag)?|inventory|serial|s/n|ticket|case|order|invoice|tracking|work\s?order"
    r"|purchase\s?order|p\.?o\.?|project|contract|docket|badge|room|page|employee(?:\s?id)?|job|incident|change|request|reference"
    r"|confirmation|e?ein|federal\s(?:employer|tax)\s?id|duns|imei|meid|phone|fax|tel|telephone|zip|vin|plate)"
    r"\.?\s{0,2}(?:id|no\.?|num\.?|number|nr\.?|tag|#)?\s{0,2}[:#=]?\s{0,2}$",
    re.IGNORECASE,
)


def near(word: re.Pattern[str], text: str, start: int, end: int, reach: int = _NEAR) -> bool:
    """Whether a word stands within `reach` characters of a number."""
    return word.search(text, max(0, start - reach), end + reach) is not None


def is_called_otherwise(text: str, start: int) -> bool:
    """Whether the word right before a number says that it is something else: an asset tag, a ticket, a telephone."""
    return _OTHER_NUMBER.search(text[max(0, start - _NEAR) : start]) is not None

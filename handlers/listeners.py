"""One listener of Bolt's for each kind of payload, and a table of ours behind it.

Bolt asks every listener in turn, each with arguments made anew: with one for each of eighty buttons and forms that took
longer than most of what they do.
"""

import re
from collections.abc import Collection


def names_of(exact: Collection[str], patterns: Collection[str] = ()) -> re.Pattern[str]:
    """What fits each of these names as a whole, and nothing else: Bolt looks for a pattern anywhere in a name."""
    return re.compile(rf"\A(?:{'|'.join([*map(re.escape, exact), *patterns])})\Z")

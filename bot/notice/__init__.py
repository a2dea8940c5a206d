"""Notices: their kinds, what fills them, and whether a text may be released."""

"""What was measured did not do what its row is about."""


class WrongError(Exception):
    """The sentence says what was wrong: a figure of it would mean nothing, so there is none."""

"""The command line `breach`: one file a subcommand."""


def main() -> None:
    """Entry point of the `breach` program."""

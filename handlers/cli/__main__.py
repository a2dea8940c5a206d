"""`python -m handlers.cli`: the same as `breach`."""

from handlers.cli import main

main()

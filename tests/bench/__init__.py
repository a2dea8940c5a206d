"""The benchmark: `make bench` prints a table and writes build/bench.json. Figures to compare; no test depends on them.

Each file is one subject with a function `measure(place)` that answers rows. Everything listens on loopback only; Slack
is the sandbox, in a process of its own, so that it shares neither the interpreter nor the loop of what is measured.
"""

"""Hearing and speaking: a handler handles one thing that arrives; the only wiring, clock reader and Web API caller."""

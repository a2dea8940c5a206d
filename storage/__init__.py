"""Remembering: one database, one transaction for a decision with all that it must send. Never speaks."""

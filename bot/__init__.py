"""Deciding: commands and facts in, decisions out. Pure: no Slack, SQL, templates, clock, randomness or network."""

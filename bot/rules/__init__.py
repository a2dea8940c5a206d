"""The rules by noun: each takes a command with the facts and gives a decision or a refusal."""

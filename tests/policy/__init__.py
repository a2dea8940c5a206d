"""The policy packs: their loader, their cases and their pure readings."""

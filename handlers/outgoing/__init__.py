"""What goes out: the outbox is worked off, the clock ticks, Slack is told. Nothing that listens imports it."""

"""A strict Slack on loopback: state, rules, deliveries, faults, a clock, and a page to look at it."""

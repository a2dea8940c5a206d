"""Slack's rules as data, each with the page of the documentation that it comes from."""

"""Slack's rules of what a message may hold, as the fake Slack enforces them."""

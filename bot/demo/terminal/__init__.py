"""Slack in a terminal: how a message looks there, and the prompt."""

"""How it looks in Slack: pure functions from values to blocks."""

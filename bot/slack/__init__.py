"""How we speak with Slack: the two transports and the answers."""

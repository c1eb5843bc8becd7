"""The same bot against a fake ModelArts and a fake Slack."""

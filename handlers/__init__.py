"""What Slack sends us and who answers it."""

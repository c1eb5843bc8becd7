"""imagebot: a Slack bot for the container images of ModelArts."""

__version__ = "0.1.0"

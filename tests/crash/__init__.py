"""The crash campaign: the product itself, killed where it hurts (docs/reliability.md)."""

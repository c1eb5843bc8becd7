"""Speed, as ratios of things measured alternately in one run: ``make bench``."""

"""What the scheduler runs.  A job reads, asks a rule, writes; it holds no rule itself."""

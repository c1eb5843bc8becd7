"""Each protection switched off, one at a time: a test must fail, or it protects nothing."""

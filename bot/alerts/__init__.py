"""Who must hear of which failure, decided without I/O: the time is always an argument."""

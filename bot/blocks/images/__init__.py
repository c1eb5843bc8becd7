"""One image: as a row, field by field, and as lines for other tools."""

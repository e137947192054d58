"""Files on disk become facts: find, split, parse, validate."""

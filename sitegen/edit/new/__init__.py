"""Make a new page or a new record of a data file, from a few answers."""

"""Official names, aliases, groups, later names and part-whole relations, as data."""

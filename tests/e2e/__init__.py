"""End to end: the program in a process of its own, against a Bot API server on loopback."""

"""Who speaks, through which channel, and how it looks."""

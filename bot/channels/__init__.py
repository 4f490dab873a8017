"""Ways in and out: each makes a Turn, calls the desk, and shows the Reply."""

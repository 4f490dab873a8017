"""What is meant: from a Turn to the one Request."""

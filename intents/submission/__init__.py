"""A report read from a message, and its preview."""

"""Asking for published targets: from a message to the question, and each way of answering it."""

"""Asking what the documents say beside figures: a module a kind of question."""

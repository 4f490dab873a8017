"""A Reply or a table becomes text or bytes: no facts are found here and nothing is queried."""

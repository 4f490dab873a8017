"""Questions about the documents themselves."""

from typing import Any

from intents.reading import Reading


def read(reading: Reading) -> Any:
    """None yet."""
    return None
